"""The files of one partition, opened: which are there, which columns they have, and what is wrong with either."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from datamap.errors import Problem
from datamap.files.partitions import SUFFIX
from datamap.formats.problems import near, with_hint
from datamap.tables.columns import REQUIRED, Encoded, encoded, optional
from datamap.tables.spec import EVIDENCE, SPEC, Table

UNREADABLE = (OSError, pa.ArrowException, ValueError, MemoryError)
"""What a damaged file makes its reader raise; names that are not UTF-8 are a ValueError."""
SMALL = 1 << 20
"""Bytes of a file up to which threads take longer to start than to read it."""
FAR = 1 << 62
"""A row number that no file has."""
ONCE = ("controllers", "notices")
"""Tables of one row per inventory; their children need not name the row."""


class Files:
    """The opened files of a partition, and the problems found in them so far.

    Attributes
    ----------
    folder : Path
    problems : list of Problem
    raw : dict
        The content of each file by table.
    size : dict
        Number of rows by table; a table without a file has none.
    unread : set of str
        Tables that should be there and could not be read: references to them are not reported as well.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self.problems: list[Problem] = []
        self.raw: dict[str, pa.Table] = {}
        self.size: dict[str, int] = dict.fromkeys(SPEC, 0)
        self.unread: set[str] = set()
        self._at: dict[tuple[str, str], int] = {}
        self._codes: dict[tuple[str, str], Encoded] = {}
        there = {f.stem: f for f in folder.glob(f"*{SUFFIX}")}
        self._check_tables(there)
        for name, table in SPEC.items():
            if name in there and self._open(name, there[name]):
                self._check_columns(table)

    def wrong(self, table: str, field: str, found: str, expected: str) -> None:
        """Record a problem."""
        self.problems.append(Problem(str(self.folder / f"{table}{SUFFIX}"), 0, field, found, expected))

    def column(self, table: str, name: str) -> pa.ChunkedArray | None:
        """A column of a file; None where the file or the column is missing."""
        at = self._at.get((table, name))
        if at is None:
            return None
        values = self.raw[table].column(at)
        if pa.types.is_unsigned_integer(values.type):  # -1 has to fit in; a number beyond that leads nowhere either way
            values = pc.min_element_wise(values.cast(pa.uint64()), pa.scalar(FAR, pa.uint64()), skip_nulls=False)
            values = values.cast(pa.int64())
        return values

    def codes(self, table: str, name: str) -> Encoded | None:
        """A column of texts as codes and distinct values, made once: a key serves every reference to it as well.

        None where the file or the column is missing. The arrays are shared: do not write into them.

        Raises
        ------
        Wrong
            The column holds no text.
        """
        if (table, name) not in self._codes:
            values = self.column(table, name)
            if values is None:
                return None
            self._codes[table, name] = encoded(values)
        return self._codes[table, name]

    def _check_tables(self, there: dict[str, Path]) -> None:
        """Report files that are not tables, and required tables that have no file."""
        for name in sorted(there.keys() - SPEC.keys()):
            expected = with_hint(f"the name of one of the {len(SPEC)} tables", near(name, SPEC))
            self.wrong(name, "", "a file that is not one of the tables", expected)
        for name in REQUIRED:
            if name not in there:
                self.wrong(name, "", "no such file", f"the table '{name}', even if it has no rows")
                self.unread.add(name)

    def _open(self, name: str, path: Path) -> bool:
        try:
            # ParquetFile reads one file; read_table would take folder names such as a=1 for columns
            plain = pq.ParquetFile(path)
            text = [
                c.name for c in plain.schema_arrow if pa.types.is_string(c.type) or pa.types.is_large_string(c.type)
            ]
            whole = pq.ParquetFile(path, read_dictionary=text, metadata=plain.metadata)
            raw = whole.read(use_threads=path.stat().st_size > SMALL)
            raw.validate(full=True)  # texts that are not UTF-8, and codes without a word
        except UNREADABLE as e:
            self.wrong(name, "", f"the file cannot be read ({_first_line(e)})", "a Parquet file")
            self.unread.add(name)
            return False
        names = raw.column_names
        if twice := sorted(c for c, times in Counter(names).items() if times > 1):
            self.wrong(name, "", f"columns that are there twice: {', '.join(twice)[:200]}", "each column once")
            self.unread.add(name)
            return False
        self.raw[name], self.size[name] = raw, raw.num_rows
        self._at |= {(name, column): at for at, column in enumerate(names)}
        return True

    def _check_columns(self, table: Table) -> None:
        """Report columns that are missing or not known. Names that begin with ``_`` belong to the warehouse."""
        has = set(self.raw[table.name].column_names)
        known = {"controller", "line", "key", *(c.name for c in table.columns)}
        must = {c.name for c in table.columns if not optional(table, c)}
        if table.name != "inventories":
            must.add("controller")
        if table.parent:
            known.add(table.parent_key)
            if table.parent not in ONCE:
                must.add(table.parent_key)
        if table is EVIDENCE:
            known.add("row")
            must.add("row")
        strange = sorted(n for n in has - known if not n.startswith("_"))
        for name in sorted(must - has):
            other = near(name, strange)
            found = f"no such column, but one '{other}'" if other else "no such column"
            self.wrong(table.name, name, found, "this column, with 'unknown' where a value is not known")
        for name in strange:
            expected = with_hint("one of its columns, or a name that begins with '_'", near(name, known - has))
            self.wrong(table.name, name, "a column that this table does not have", expected)


def _first_line(e: BaseException) -> str:
    return (str(e).splitlines() or [type(e).__name__])[0][:200]
