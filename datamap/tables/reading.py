"""Read everything behind some paths, of one company or of ten thousand, as one set of tables."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from datamap import formats
from datamap.errors import InputError, Problem
from datamap.files.partitions import split
from datamap.tables.convert import from_inventories
from datamap.tables.frames import Tables, concat


def read(paths: Iterable[str | Path]) -> Tables:
    """Everything behind paths as one set of tables: Parquet folders, inventories, or both.

    Raises
    ------
    InputError
        With the problems of all of them.
    """
    parts: list[Tables] = []
    problems: list[Problem] = []
    folders, files = split(paths)
    for folder in folders:
        from datamap.tables import parquet  # here, because one company's inventory does not need it

        try:
            parts.append(parquet.load(folder))
        except InputError as e:
            problems += e.problems
    if files:
        try:
            parts.append(from_inventories(formats.read_many(files)))
        except InputError as e:
            problems += e.problems
    if problems:
        raise InputError(problems)
    return concat(parts)
