"""References between the files of a partition: ids or row numbers in, row numbers out, and what refers to nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from datamap.tables.arrays import take_or
from datamap.tables.columns import Words, Wrong, encoded, examples, is_number
from datamap.tables.frames import Codes
from datamap.tables.parquet_files import Files
from datamap.tables.spec import SPEC

Columns = dict[str, dict[str, Any]]
"""By table and name the columns that are read so far."""


def row_numbers(
    files: Files, columns: Columns, table: str, name: str, target: str, where: np.ndarray | None
) -> np.ndarray:
    """A column of references as row numbers of the target table; -1 where one refers to nothing, which is a problem.

    Parameters
    ----------
    files : Files
    columns : dict
        Of the target table, ``controller`` at least.
    table, name : str
        The column to read.
    target : str
        The table that it refers to.
    where : int array or None
        The controller of each row: ids count within a controller. None where the target is the controllers themselves.
    """
    values, nowhere = files.column(table, name), np.full(files.size[table], -1, np.int32)
    if values is None or target in files.unread:  # one problem, and not another one for each reference to it
        return nowhere
    if is_number(values):
        return _by_number(files, columns, values, (table, name, target), where)
    try:
        codes, words = encoded(values)
    except Wrong as w:
        files.wrong(table, name, w.found, f"row numbers of {target}, or its ids")
        return nowhere
    key = "id" if "id" in [c.name for c in SPEC[target].columns] else "key"
    keys = encoded_or_none(files.column(target, key))
    if keys is None:
        if target in files.raw and files.size[table]:
            expected = f"row numbers of {target}, or a column 'key' there that this one names"
            files.wrong(table, name, "text", expected)
        return nowhere
    found = _by_id((codes, words), keys, columns, target, where)
    bad = (found < 0) & ((where >= 0) if where is not None else True)
    if bad.any():
        of = "" if where is None else " of the same controller"
        found_text = f"refers to nothing in {examples(bad, Words(codes, words))}"
        files.wrong(table, name, found_text, f"ids of {target}{of}")
    return found.astype(np.int32)


def _by_number(
    files: Files, columns: Columns, values: pa.ChunkedArray, names: tuple[str, str, str], where: np.ndarray | None
) -> np.ndarray:
    """Row numbers as they are given, once they are checked."""
    table, name, target = names
    rows = values.fill_null(-1).to_numpy().astype(np.int64)
    bad = (rows < 0) | (rows >= files.size[target])
    if where is not None and not bad.all():
        there = columns[target]["controller"]
        other = ~bad & (there[np.where(bad, 0, rows)] != where) & (where >= 0)
        if other.any():
            found = f"refers to another controller's row in {examples(other, rows.tolist())}"
            files.wrong(table, name, found, f"rows of {target} of the same controller")
    if bad.any():
        found = f"refers to nothing in {examples(bad, rows.tolist())}"
        files.wrong(table, name, found, f"row numbers of {target}, from 0 to {files.size[target] - 1}")
    return np.where(bad, -1, rows).astype(np.int32)


def _by_id(values: Codes, keys: Codes, columns: Columns, target: str, where: np.ndarray | None) -> np.ndarray:
    """Row numbers by id: the first row of the target with the id, of the same controller if one is given."""
    codes, words = values
    own, known = keys
    position = {w: i for i, w in enumerate(known)}
    meant = take_or(np.array([position.get(w, -1) for w in words], dtype=np.int64), codes, -1)
    if where is None:
        first = np.full(len(known) + 1, -1, dtype=np.int64)
        first[own[::-1]] = np.arange(len(own))[::-1]  # from the last to the first, so that the first one stays
        first[-1] = -1  # an id of -1 is not known
        return first[meant]
    width = len(known) + 1  # controller and id together are one number
    there = columns[target]["controller"].astype(np.int64) * width + own
    found = match(there, where.astype(np.int64) * width + meant)
    found[(meant < 0) | (where < 0)] = -1
    return found


def check_distinct(files: Files, table: str, field: str, values: Codes | None, where: np.ndarray) -> None:
    """Report values that a controller has more than once."""
    if values is None:
        return
    codes, words = values
    key = pd.Series(where.astype(np.int64) * (len(words) + 1) + codes)
    twice = key.duplicated(keep="first").to_numpy() & (codes >= 0) & (where >= 0)
    if twice.any():
        found = f"appears twice in {examples(twice, Words(codes, words))}"
        files.wrong(table, field, found, "each once within a controller")


def encoded_or_none(values: pa.ChunkedArray | None) -> Codes | None:
    """Codes and distinct values, or None where there is no text, which is reported when the column itself is read."""
    try:
        return encoded(values) if values is not None else None
    except Wrong:
        return None


def match(known: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Position of each wanted key among the known ones, the first if there are several; -1 where there is none.

    The known keys are put in order once; a binary search then finds the place of each wanted one.

    Examples
    --------
    >>> match(np.array([30, 10, 30]), np.array([30, 20, 10]))
    array([ 0, -1,  1])
    """
    order = np.argsort(known, kind="stable")
    at = np.searchsorted(known[order], wanted)
    inside = at < len(known)
    out = np.full(len(wanted), -1, dtype=np.int64)
    hit = inside.copy()
    hit[inside] = known[order][at[inside]] == wanted[inside]
    out[hit] = order[at[hit]]
    return out
