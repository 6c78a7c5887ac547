"""One partition read into tables: values, then references, then what one table states about another."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from datamap.errors import InputError
from datamap.files.partitions import SUFFIX
from datamap.tables import consistency
from datamap.tables.arrays import marked, take_or
from datamap.tables.columns import Words, Wrong, examples, filled, is_number, read
from datamap.tables.frames import Tables, frame
from datamap.tables.parquet_files import ONCE, Files
from datamap.tables.parquet_references import Columns, References
from datamap.tables.spec import EVIDENCE, SPEC, Column, Table


def read_partition(folder: Path) -> Tables:
    """One partition as tables.

    Raises
    ------
    InputError
        With every problem that was found.
    """
    files = Files(folder)
    if files.problems and "inventories" not in files.raw:
        raise InputError(sorted(files.problems))
    columns = _Reader(files).columns()
    frames = {
        name: frame(SPEC[name], {c: v.texts() if isinstance(v, Words) else v for c, v in of.items()})
        for name, of in columns.items()
    }
    if not files.problems:  # statements are compared only where all of them could be read
        for table, field, found, expected in consistency.check(frames):
            files.wrong(table, field, found, expected)
    if files.problems:
        raise InputError(sorted(files.problems))
    codes = {
        (name, c): (v.codes, v.words)
        for name, of in columns.items()
        for c, v in of.items()
        if isinstance(v, Words) and v.is_shared
    }
    return Tables(frames, codes)


def digest(folder: Path) -> str:
    """SHA-256 of a partition: of its files' names and contents, in the order of their names."""
    total = hashlib.sha256()
    for file in sorted(folder.glob(f"*{SUFFIX}")):
        total.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


class _Reader:
    """The columns of a partition's files, made into those of the tables."""

    def __init__(self, files: Files):
        self.files = files
        self.held: Columns = {}
        self.references = References(files, self.held)

    def columns(self) -> Columns:
        """All columns of all tables, in the order of the frames."""
        for table in SPEC.values():
            self._read_values(table)
        for table in SPEC.values():
            self._read_references(table)
        for name in ONCE:
            self._put_in_order(SPEC[name])
        for table in SPEC.values():
            for column in table.columns:
                if column.kind == "said":
                    self._compare_with_rows(table, column)
        return {name: self._ordered(table) for name, table in SPEC.items()}

    def _read_values(self, table: Table) -> None:
        """The columns of values: texts, words, dates."""
        size = self.files.size[table.name]
        out: dict[str, Any] = {}
        self.held[table.name] = out
        for c in table.columns:
            if c.kind == "ref":
                continue
            try:
                values = self.files.codes(table.name, c.name)
                if values is None:
                    out[c.name] = filled(table, c, size)
                    continue
                out[c.name], problems = read(table, c, values)
            except Wrong as problem:
                out[c.name], problems = filled(table, c, size), [problem]
            for p in problems:
                self.files.wrong(table.name, c.name, p.found, p.expected)
        line = self.files.column(table.name, "line")
        out["line"] = np.zeros(size, np.int32)
        if line is not None and is_number(line):
            out["line"] = _small(line.fill_null(0))
        elif line is not None and line.null_count < len(line):
            self.files.wrong(table.name, "line", "values that are not numbers", "line numbers, as whole numbers")

    def _read_references(self, table: Table) -> None:
        """``controller``, the parent and other references, as row numbers; -1 where one refers to nothing."""
        name, size, out = table.name, self.files.size[table.name], self.held[table.name]
        if name == "inventories":
            out["controller"] = np.arange(size, dtype=np.int32)
            self.references.check_distinct(name, "id", np.zeros(size, np.int64))
            if not size:
                self.files.wrong(name, "", "no rows", "a row for every controller of the partition")
            return
        where = out["controller"] = self.references.rows(name, "controller", "inventories", None)
        if table.parent in ONCE:
            out[table.parent_key] = where
        elif table.parent:
            key = table.parent_key
            out[key] = self.references.rows(name, key, table.parent, where)
        for c in table.columns:
            if c.kind == "ref":
                out[c.name] = self.references.rows(name, c.name, c.refers, where)
        if table is EVIDENCE:
            out["row"] = self._evidence_rows()
        for key in ("id", "key"):
            self.references.check_distinct(name, key, where)

    def _evidence_rows(self) -> np.ndarray:
        """The rows that pieces of evidence support, each of the table that the piece names."""
        row = self.files.column("evidence", "row")
        if row is not None and is_number(row):
            return _small(row.fill_null(-1))
        if row is not None:
            expected = "row numbers of the table that 'table' names"
            self.files.wrong("evidence", "row", f"a column of type {row.type}", expected)
        return np.full(self.files.size["evidence"], -1, np.int32)

    def _put_in_order(self, table: Table) -> None:
        """One row per inventory, in the inventories' order; one of defaults where a table has none for an inventory."""
        name, n, ids, out = (
            table.name,
            self.files.size["inventories"],
            self.held["inventories"]["id"],
            self.held[table.name],
        )
        where, expected = out["controller"], "one row for every inventory"
        count = np.bincount(where[where >= 0], minlength=n)
        if name == "controllers" and name in self.files.raw and (count == 0).any():
            self.files.wrong(name, "controller", f"no row for {examples(count == 0, ids)}", expected)
        if (count > 1).any():
            self.files.wrong(name, "controller", f"several rows for {examples(count > 1, ids)}", expected)
        first = np.full(n, -1, dtype=np.int64)
        placed = np.flatnonzero(where >= 0)[::-1]  # from the last to the first, so that the first one stays
        first[where[placed]] = placed
        for column in table.columns:
            values, default = out[column.name], filled(table, column, 1)
            if isinstance(values, Words):
                codes = take_or(values.codes, first, len(values.words))
                out[column.name] = Words(codes, [*values.words, *default.words]).distinct()
            else:
                out[column.name] = take_or(values, first, default[0])
        out["line"] = take_or(out["line"], first, 0)
        self._move_evidence(name, where)
        out["controller"] = np.arange(n, dtype=np.int32)
        self.files.size[name] = n

    def _move_evidence(self, name: str, where: np.ndarray) -> None:
        """Evidence on a table that was put in order refers to the new rows."""
        e = self.held["evidence"]
        mine = (e["table"] == EVIDENCE["table"].words.index(name)) & (e["row"] >= 0) & (e["row"] < len(where))
        e["row"][mine] = where[e["row"][mine]]

    def _compare_with_rows(self, table: Table, column: Column) -> None:
        """Compare what a table states about a list with the list's rows; where it states nothing, the rows decide."""
        child = next((t for t in SPEC.values() if t.parent == table.name and t.field == column.field), None)
        name, field = child.name if child else column.name, column.name
        if name not in SPEC or name in self.files.unread:
            return
        listed = column.words.index("listed")
        has = marked(self.files.size[table.name], self.held[name][child.parent_key if child else "controller"])
        stated = self.held[table.name][field]
        if self.files.column(table.name, field) is None:
            self.held[table.name][field] = np.where(has, np.int8(listed), stated).astype(np.int8)
            return
        bad = has != (stated == listed)
        if bad.any():
            pairs = zip(stated[bad], has[bad], strict=True)
            shown = [f"{column.words[s]}, with {'rows' if h else 'no row'}" for s, h in pairs]
            found = f"does not agree with {name} in {examples(bad, shown)}"
            self.files.wrong(table.name, field, found, f"'listed' where {name} has rows, and only there")

    def _ordered(self, table: Table) -> dict[str, Any]:
        """The columns of a table in the order of its frame."""
        out, folder = self.held[table.name], self.files.folder
        names = ["controller", *([table.parent_key] if table.parent else []), *(c.name for c in table.columns), "line"]
        if table is EVIDENCE:
            names.insert(2, "row")
        if table.name == "inventories" and not any(out["sha256"].words) and not any(out["file"].words):
            there, none = (folder / f"inventories{SUFFIX}").exists(), np.zeros(self.files.size["inventories"], np.int32)
            out["file"], out["sha256"] = Words(none, [str(folder)]), Words(none, [digest(folder) if there else ""])
        return {n: out[n] for n in names}


def _small(values: pa.ChunkedArray) -> np.ndarray:
    """Whole numbers as the tables hold them; one that does not fit becomes the nearest, never another row's."""
    limits = np.iinfo(np.int32)
    return np.clip(values.to_numpy(), limits.min, limits.max).astype(np.int32)
