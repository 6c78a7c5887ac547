"""A folder of Parquet files <-> the tables, so that a warehouse can fill them without YAML (``docs/parquet.md``).

A partition is a folder with one file per table (``purposes.parquet``); a folder of such folders is a group, and each
controller is in one of them with all its rows. ``controller`` and every reference is the id of what it refers to, or
the row number in the partition's file, counted from 0. All problems are reported at once, with
counts and the first examples.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from datamap.errors import CallError, Problem
from datamap.files import folders
from datamap.files.partitions import SUFFIX
from datamap.tables.frames import Tables
from datamap.tables.parquet_files import ONCE, UNREADABLE
from datamap.tables.parquet_reader import read_partition
from datamap.tables.spec import SPEC, Table


def load(path: str | Path) -> Tables:
    """One partition as tables.

    Raises
    ------
    InputError
        With every problem: missing tables and columns, wrong types and values, references to nothing, statements that
        contradict each other; each with counts and the first examples.
    """
    return read_partition(Path(path))


def clashes(paths: list[Path]) -> dict[Path, list[Problem]]:
    """Controllers that are in several partitions: the problems, by the later partition."""
    owner: dict[str, Path] = {}
    found: dict[Path, list[Problem]] = {}
    for path in paths:
        try:
            ids = pq.read_table(path / f"inventories{SUFFIX}", columns=["id"]).column("id").to_pylist()
        except (*UNREADABLE, KeyError):
            continue  # the reader of this partition reports what is wrong
        twice = [(i, owner[i]) for i in ids if i in owner]
        if twice:
            where = ", ".join(f"'{i}' in {p.name}" for i, p in twice[:3])
            more = " ..." if len(twice) > 3 else ""
            found[path] = [
                Problem(
                    str(path / f"inventories{SUFFIX}"),
                    0,
                    "id",
                    f"{len(twice):,} of {len(ids):,} ids are in other partitions too: {where}{more}",
                    "each controller in one partition, with an id that no other one has",
                )
            ]
        for i in ids:
            owner.setdefault(i, path)
    return found


def write(tables: Tables, path: str | Path, partitions: int = 1) -> list[Path]:
    """Write tables as a folder of partitions of about equally many controllers.

    Parameters
    ----------
    tables : Tables
    path : str or Path
        A folder that does not exist yet, or is empty.
    partitions : int
        1: the files are written into the folder itself.

    Returns
    -------
    list of Path
        The partitions' folders.
    """
    folder, size = Path(path), len(tables["inventories"])
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CallError(f"{path}: exists already. Expected a new or empty folder; nothing was written")
    if partitions <= 1:
        with whole(folder) as part:
            _write(tables, part)
        return [folder]
    edges = [round(i * size / partitions) for i in range(partitions + 1)]
    width, out = max(4, len(str(partitions - 1))), []
    for i, (low, high) in enumerate(zip(edges, edges[1:], strict=False)):
        out.append(folder / f"part-{i:0{width}}")
        with whole(out[-1]) as part:
            _write(tables.of(low, high), part)
    return out


@contextmanager
def whole(folder: Path) -> Iterator[Path]:
    """A folder that appears under its name only when everything in it is written."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = folders.aside(folder)
    try:
        yield unfinished
        if folder.exists():
            folder.rmdir()  # it is empty; if another program wrote into it meanwhile, this fails and nothing is lost
        folders.land(unfinished, folder)
    finally:
        folders.remove(unfinished)


def _write(tables: Tables, folder: Path) -> None:
    for table in SPEC.values():
        f = tables[table.name]
        columns = {name: _written(table, name, f[name]) for name in f.columns if not _is_implied(table, name)}
        pq.write_table(pa.table(columns), folder / f"{table.name}{SUFFIX}", compression="zstd")


def _is_implied(table: Table, name: str) -> bool:
    """Whether a column is left out because the row's place or its controller implies it."""
    return (table.name == "inventories" and name == "controller") or (table.parent in ONCE and name == table.parent_key)


def _written(table: Table, name: str, values: pd.Series) -> Any:
    """A column as Arrow writes it: words by their codes, row numbers, or texts."""
    column = next((c for c in table.columns if c.name == name), None)
    if column is not None and column.words:
        codes = pa.array(values.cat.codes.to_numpy(), pa.int8())
        return pa.DictionaryArray.from_arrays(codes, pa.array(column.words, pa.string()))
    if values.dtype.kind in "iu":
        return pa.array(values.to_numpy(), pa.int32())
    return pa.array(values.tolist() if values.dtype == object else values, pa.string())
