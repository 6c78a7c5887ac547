"""References between the files of a partition: ids or row numbers in, row numbers out, and what refers to nothing."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from datamap.tables.arrays import take_or
from datamap.tables.columns import Encoded, Words, Wrong, encoded, examples, is_number
from datamap.tables.parquet_files import Files
from datamap.tables.spec import SPEC

Columns = dict[str, dict[str, Any]]
"""By table and name the columns that are read so far."""


class References:
    """The references of a partition, found while its tables are read.

    What a reference needs of its target (its ids, their order) is made once for all columns that refer to it.

    Parameters
    ----------
    files : Files
    columns : dict
        The columns that are read so far; of a target table, ``controller`` at least.
    """

    def __init__(self, files: Files, columns: Columns):
        self.files, self.columns = files, columns
        self._keys: dict[str, Keys | None] = {}

    def rows(self, table: str, name: str, target: str, where: np.ndarray | None) -> np.ndarray:
        """A column as row numbers of the target table; -1 where it refers to nothing, which is a problem.

        Parameters
        ----------
        table, name : str
            The column to read.
        target : str
            The table that it refers to.
        where : int array or None
            The controller of each row: ids count within a controller. None where the target is the controllers.
        """
        files = self.files
        values, nowhere = files.column(table, name), np.full(files.size[table], -1, np.int32)
        if values is None or target in files.unread:  # one problem, and not another one for each reference to it
            return nowhere
        if is_number(values):
            return self._by_number(values, (table, name, target), where)
        try:
            codes, words = encoded(values)
        except Wrong as w:
            files.wrong(table, name, w.found, f"row numbers of {target}, or its ids")
            return nowhere
        keys = self._keys_of(target)
        if keys is None:
            if target in files.raw and files.size[table]:
                expected = f"row numbers of {target}, or a column 'key' there that this one names"
                files.wrong(table, name, "text", expected)
            return nowhere
        found = keys.rows(take_or(keys.codes_of(words), codes, -1), where)
        bad = (found < 0) & ((where >= 0) if where is not None else True)
        if bad.any():
            of = "" if where is None else " of the same controller"
            found_text = f"refers to nothing in {examples(bad, Words(codes, words.to_pylist()))}"
            files.wrong(table, name, found_text, f"ids of {target}{of}")
        return found.astype(np.int32)

    def _keys_of(self, target: str) -> Keys | None:
        """The ids of a table, or its column ``key``; None where it has neither as text."""
        if target not in self._keys:
            key = "id" if "id" in [c.name for c in SPEC[target].columns] else "key"
            own = encoded_or_none(self.files, target, key)
            self._keys[target] = Keys(own, self.columns[target]["controller"]) if own is not None else None
        return self._keys[target]

    def _by_number(self, values: pa.ChunkedArray, names: tuple[str, str, str], where: np.ndarray | None) -> np.ndarray:
        """Row numbers as they are given, once they are checked."""
        table, name, target = names
        files = self.files
        rows = values.fill_null(-1).to_numpy().astype(np.int64)
        bad = (rows < 0) | (rows >= files.size[target])
        if where is not None and not bad.all():
            there = self.columns[target]["controller"]
            other = ~bad & (there[np.where(bad, 0, rows)] != where) & (where >= 0)
            if other.any():
                found = f"refers to another controller's row in {examples(other, rows.tolist())}"
                files.wrong(table, name, found, f"rows of {target} of the same controller")
        if bad.any():
            found = f"refers to nothing in {examples(bad, rows.tolist())}"
            files.wrong(table, name, found, f"row numbers of {target}, from 0 to {files.size[target] - 1}")
        return np.where(bad, -1, rows).astype(np.int32)

    def check_distinct(self, table: str, field: str, where: np.ndarray) -> None:
        """Report values that a controller has more than once."""
        values = encoded_or_none(self.files, table, field)
        if values is None:
            return
        codes, words = values
        key = pd.Series(where.astype(np.int64) * (len(words) + 1) + codes)
        twice = key.duplicated(keep="first").to_numpy() & (codes >= 0) & (where >= 0)
        if twice.any():
            found = f"appears twice in {examples(twice, Words(codes, words.to_pylist()))}"
            self.files.wrong(table, field, found, "each once within a controller")


class Keys:
    """The ids of a table's rows, which references name.

    Parameters
    ----------
    own : Encoded
        The id of each row.
    controller : int array
        The controller of each row.
    """

    def __init__(self, own: Encoded, controller: np.ndarray):
        self._own, self._known = own
        self._controller, self._width = controller, len(self._known) + 1

    def codes_of(self, words: pa.Array) -> np.ndarray:
        """The code of each word; -1 where no row has it as id."""
        codes = pc.index_in(words.cast(self._known.type), self._known)
        return codes.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)

    def rows(self, meant: np.ndarray, where: np.ndarray | None) -> np.ndarray:
        """The first row with each id, of the same controller if one is given; -1 where there is none."""
        if where is None:
            first = np.full(self._width, -1, dtype=np.int64)
            rows = np.arange(len(self._own))
            first[self._own[::-1]] = rows[::-1]  # from the last to the first, so that the first one stays
            first[-1] = -1  # an id of -1 is not known
            return first[meant]
        keys, order = self._in_order
        found = match(keys, order, where.astype(np.int64) * self._width + meant)
        found[(meant < 0) | (where < 0)] = -1
        return found

    @cached_property
    def _in_order(self) -> tuple[np.ndarray, np.ndarray]:
        """Controller and id of each row as one number, ascending, and the rows in that order."""
        keys = self._controller.astype(np.int64) * self._width + self._own
        order = np.argsort(keys, kind="stable")
        return keys[order], order


def encoded_or_none(files: Files, table: str, name: str) -> Encoded | None:
    """Codes and distinct values, or None where there is no text, which is reported when the column itself is read."""
    try:
        return files.codes(table, name)
    except Wrong:
        return None


def match(keys: np.ndarray, order: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """The row of each wanted key, the first if there are several; -1 where there is none.

    The keys are put in order once; a binary search then finds the place of each wanted one.

    Parameters
    ----------
    keys, order : int array
        All keys, ascending, and the row of each.
    wanted : int array

    Examples
    --------
    >>> match(np.array([10, 30, 30]), np.array([1, 0, 2]), np.array([30, 20, 10]))
    array([ 0, -1,  1])
    """
    at = np.searchsorted(keys, wanted)
    at[at == len(keys)] = 0
    if not len(keys):
        return np.full(len(wanted), -1, dtype=np.int64)
    return np.where(keys[at] == wanted, order[at], -1)
