"""A folder of Parquet files <-> the tables, so that a warehouse can fill them without YAML (``docs/parquet.md``).

A partition is a folder with one file per table (``purposes.parquet``); a folder of such folders is a group, and each
controller is in one of them with all its rows. ``controller`` and every reference is the id of what it means, or its row
number in the partition's file, counted from 0. What is wrong is named with counts and the first examples, all at once.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from datamap.errors import CallError, InputError, Problem
from datamap.files import folders
from datamap.formats.problems import near, with_hint
from datamap.tables import consistency
from datamap.tables.arrays import marked
from datamap.tables.columns import REQUIRED, Words, Wrong, encoded, examples, filled, is_number, optional, read
from datamap.tables.frames import Tables, frame
from datamap.tables.spec import EVIDENCE, SPEC, Table

SUFFIX = ".parquet"
UNREADABLE = (OSError, pa.ArrowException, ValueError, MemoryError)
"""What a damaged file makes its reader raise; names that are not UTF-8 are a ValueError."""
FAR = 1 << 62
"""A row number that no file has."""
ONCE = ("controllers", "notices")
"""Tables of one row per inventory; their children need not say which row."""


def is_folder(path: str | Path) -> bool:
    """Whether a path is a folder of Parquet files, or of partitions."""
    return bool(partitions(path))


def partitions(path: str | Path) -> list[Path]:
    """The partitions of a folder, sorted by name: the folder itself, or its subfolders that hold Parquet files."""
    folder = Path(path)
    if not folder.is_dir():
        return []
    if any(f.suffix == SUFFIX for f in folder.iterdir()):
        return [folder]
    return sorted(
        p for p in folder.iterdir() if p.is_dir() and not p.name.startswith((".", "_")) and any(p.glob(f"*{SUFFIX}"))
    )


def load(path: str | Path) -> Tables:
    """One partition as tables.

    Raises
    ------
    InputError
        With every problem: missing tables and columns, wrong types and values, keys that lead nowhere, statements that
        contradict each other; each with counts and the first examples.
    """
    return _Reader(Path(path)).tables()


def clashes(paths: list[Path]) -> dict[Path, list[Problem]]:
    """Controllers that stand in several partitions: the problems, by the later partition."""
    owner: dict[str, Path] = {}
    found: dict[Path, list[Problem]] = {}
    for path in paths:
        try:
            ids = pq.read_table(path / f"inventories{SUFFIX}", columns=["id"]).column("id").to_pylist()
        except (*UNREADABLE, KeyError):
            continue  # the reader of this partition says what is wrong
        twice = [(i, owner[i]) for i in ids if i in owner]
        if twice:
            where = ", ".join(f"'{i}' in {p.name}" for i, p in twice[:3])
            more = " ..." if len(twice) > 3 else ""
            expected = "each controller in one partition, with an id of its own"
            found[path] = [
                Problem(
                    str(path / f"inventories{SUFFIX}"),
                    0,
                    "id",
                    f"{len(twice):,} of {len(ids):,} ids stand in other partitions too: {where}{more}",
                    expected,
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
        1: the files stand in the folder itself.

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
            folder.rmdir()  # empty, or somebody else's: then this fails and nothing is lost
        folders.land(unfinished, folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _write(tables: Tables, folder: Path) -> None:
    for table in SPEC.values():
        f = tables[table.name]
        columns: dict[str, Any] = {}
        for name in f.columns:
            column = next((c for c in table.columns if c.name == name), None)
            if (
                name == "controller"
                and table.name == "inventories"
                or name == table.parent_key
                and table.parent in ONCE
            ):
                continue
            if column is not None and column.words:
                codes = pa.array(f[name].cat.codes.to_numpy(), pa.int8())
                columns[name] = pa.DictionaryArray.from_arrays(codes, pa.array(column.words, pa.string()))
            elif f[name].dtype.kind in "iu":
                columns[name] = pa.array(f[name].to_numpy(), pa.int32())
            else:
                columns[name] = pa.array(f[name].tolist() if f[name].dtype == object else f[name], pa.string())
        pq.write_table(pa.table(columns), folder / f"{table.name}{SUFFIX}", compression="zstd")


class _Reader:
    """Reads one partition, collecting what is wrong."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.problems: list[Problem] = []
        self.raw: dict[str, pa.Table] = {}
        self.columns: dict[str, dict[str, Any]] = {}
        self.size: dict[str, int] = {}
        self.unread: set[str] = set()

    def wrong(self, table: str, field: str, found: str, expected: str) -> None:
        self.problems.append(Problem(str(self.folder / f"{table}{SUFFIX}"), 0, field, found, expected))

    def tables(self) -> Tables:
        self._open()
        if self.problems and "inventories" not in self.raw:
            raise InputError(sorted(self.problems))
        for table in SPEC.values():
            self._plain(table)
        for table in SPEC.values():
            self._references(table)
        self._once()
        for table in SPEC.values():
            self._said(table)
        columns = {name: self._ordered(table) for name, table in SPEC.items()}
        frames = {
            name: frame(SPEC[name], {c: v.texts() if isinstance(v, Words) else v for c, v in of.items()})
            for name, of in columns.items()
        }
        if not self.problems:  # statements are compared only where all of them could be read
            for table, field, found, expected in consistency.check(frames):
                self.wrong(table, field, found, expected)
        if self.problems:
            raise InputError(sorted(self.problems))
        return Tables(
            frames,
            {
                (name, c): (v.codes, v.words)
                for name, of in columns.items()
                for c, v in of.items()
                if isinstance(v, Words)
            },
        )

    def _open(self) -> None:
        """Read the files; name those that are missing, broken, or not known."""
        there = {f.stem: f for f in self.folder.glob(f"*{SUFFIX}")}
        for name in sorted(there.keys() - SPEC.keys()):
            self.wrong(
                name,
                "",
                "a file that is none of the tables",
                with_hint(f"the name of one of the {len(SPEC)} tables", near(name, SPEC)),
            )
        for name in REQUIRED:
            if name not in there:
                self.wrong(name, "", "no such file", f"the table '{name}', be it with no rows")
                self.unread.add(name)
        for name, table in SPEC.items():
            if name not in there:
                continue
            try:
                # a ParquetFile reads one file; read_table would take folder names such as a=1 for columns
                file = pq.ParquetFile(there[name])
                text = [
                    c.name for c in file.schema_arrow if pa.types.is_string(c.type) or pa.types.is_large_string(c.type)
                ]
                raw = pq.ParquetFile(there[name], read_dictionary=text).read()
                raw.validate(full=True)  # texts that are not UTF-8, and codes without a word
            except UNREADABLE as e:
                self.wrong(name, "", f"the file cannot be read ({_first_line(e)})", "a Parquet file")
                self.unread.add(name)
                continue
            if twice := sorted({c for c in raw.column_names if raw.column_names.count(c) > 1}):
                self.wrong(name, "", f"columns that stand twice: {', '.join(twice)[:200]}", "each column once")
                self.unread.add(name)
                continue
            self.raw[name] = raw
            self.size[name] = raw.num_rows
            self._names(table)

    def _names(self, table: Table) -> None:
        """Columns that are missing or not known. Names that begin with ``_`` are the warehouse's own."""
        has = set(self.raw[table.name].column_names)
        known = (
            {c.name for c in table.columns}
            | {"controller", "line", "key"}
            | ({table.parent_key} if table.parent else set())
        )
        known |= {"row"} if table is EVIDENCE else set()
        must = {c.name for c in table.columns if not optional(table, c)}
        must |= {"controller"} if table.name != "inventories" else set()
        must |= {table.parent_key} if table.parent and table.parent not in ONCE else set()
        must |= {"row"} if table is EVIDENCE else set()
        strange = sorted(n for n in has - known if not n.startswith("_"))
        for name in sorted(must - has):
            other = near(name, strange)
            found = f"no such column, but one '{other}'" if other else "no such column"
            self.wrong(table.name, name, found, "this column; what is not known is said to be 'unknown'")
        for name in strange:
            self.wrong(
                table.name,
                name,
                "a column that this table does not have",
                with_hint("one of its columns, or a name that begins with '_'", near(name, known - has)),
            )

    def _column(self, table: str, name: str) -> pa.ChunkedArray | None:
        raw = self.raw.get(table)
        if raw is None or name not in raw.column_names:
            return None
        values = raw.column(name)
        if pa.types.is_unsigned_integer(values.type):  # -1 has to fit in; a number beyond that leads nowhere either way
            values = pc.min_element_wise(values.cast(pa.uint64()), pa.scalar(FAR, pa.uint64()), skip_nulls=False)
            values = values.cast(pa.int64())
        return values

    def _plain(self, table: Table) -> None:
        """The columns of values: texts, words, dates."""
        size = self.size.setdefault(table.name, 0)
        out = self.columns[table.name] = {}
        for c in table.columns:
            if c.kind == "ref":
                continue
            values = self._column(table.name, c.name)
            if values is None:
                out[c.name] = filled(table, c, size)
                continue
            try:
                out[c.name], wrong = read(table, c, values)
            except Wrong as w:
                out[c.name], wrong = filled(table, c, size), [w]
            for w in wrong:
                self.wrong(table.name, c.name, w.found, w.expected)
        line = self._column(table.name, "line")
        out["line"] = np.zeros(size, np.int32)
        if line is not None and is_number(line):
            out["line"] = _small(line.fill_null(0))

    def _references(self, table: Table) -> None:
        """``controller``, the parent and other references, as row numbers; -1 where one leads nowhere (and a problem says so)."""
        size, out = self.size[table.name], self.columns[table.name]
        if table.name == "inventories":
            out["controller"] = np.arange(size, dtype=np.int32)
            self._twice(table.name, "id", encoded_or_none(self._column(table.name, "id")), np.zeros(size, np.int64))
            if not size:
                self.wrong("inventories", "", "no rows", "a row for every controller of the partition")
            return
        out["controller"] = self._rows(table, "controller", "inventories", None)
        where = out["controller"]
        if table.parent in ONCE:
            out[table.parent_key] = where
        elif table.parent:
            out[table.parent_key] = self._rows(table, table.parent_key, table.parent, where)
        for c in table.columns:
            if c.kind == "ref":
                out[c.name] = self._rows(table, c.name, c.refers, where)
        if table is EVIDENCE:
            row = self._column("evidence", "row")
            out["row"] = np.full(size, -1, np.int32)
            if row is not None and is_number(row):
                out["row"] = _small(row.fill_null(-1))
            elif row is not None:
                self.wrong(
                    "evidence", "row", f"a column of type {row.type}", "row numbers of the table that 'table' names"
                )
        for key in ("id", "key"):
            if (values := encoded_or_none(self._column(table.name, key))) is not None:
                self._twice(table.name, key, values, where)

    def _twice(self, table: str, field: str, values: tuple[np.ndarray, list[str]] | None, where: np.ndarray) -> None:
        if values is None:
            return
        codes, words = values
        twice = (
            pd.Series(where.astype(np.int64) * (len(words) + 1) + codes).duplicated(keep="first").to_numpy()
            & (codes >= 0)
            & (where >= 0)
        )
        if twice.any():
            self.wrong(
                table, field, f"stands twice in {examples(twice, Words(codes, words))}", "each once within a controller"
            )

    def _rows(self, table: Table, name: str, target: str, where: np.ndarray | None) -> np.ndarray:
        """Row numbers of the target table from row numbers or ids; ids count within the row's controller."""
        size, values = self.size[table.name], self._column(table.name, name)
        nowhere = np.full(size, -1, np.int32)
        if values is None or target in self.unread:  # one problem, not one for every reference to it too
            return nowhere
        if is_number(values):
            rows = values.fill_null(-1).to_numpy().astype(np.int64)
            bad = (rows < 0) | (rows >= self.size[target])
            if where is not None and not bad.all():
                there = self.columns[target]["controller"]
                other = ~bad & (there[np.where(bad, 0, rows)] != where) & (where >= 0)
                if other.any():
                    self.wrong(
                        table.name,
                        name,
                        f"leads to another controller's row in {examples(other, rows.tolist())}",
                        f"rows of {target} of the same controller",
                    )
            if bad.any():
                self.wrong(
                    table.name,
                    name,
                    f"leads nowhere in {examples(bad, rows.tolist())}",
                    f"row numbers of {target}, from 0 to {self.size[target] - 1}",
                )
            return np.where(bad, -1, rows).astype(np.int32)
        try:
            codes, words = encoded(values)
        except Wrong as w:
            self.wrong(table.name, name, w.found, f"row numbers of {target}, or its ids")
            return nowhere
        key = "id" if "id" in [c.name for c in SPEC[target].columns] else "key"
        keys = encoded_or_none(self._column(target, key))
        if keys is None:
            if target in self.raw and size:
                self.wrong(
                    table.name, name, "text", f"row numbers of {target}, or a column 'key' there that this one names"
                )
            return nowhere
        own, known = keys
        position = {w: i for i, w in enumerate(known)}
        meant = np.array([position.get(w, -1) for w in words] + [-1], dtype=np.int64)[codes]
        if where is None:
            rows = np.full(len(known) + 1, -1, dtype=np.int64)
            rows[own[::-1]] = np.arange(len(own))[::-1]
            rows[-1] = -1
            found = rows[meant]
        else:
            there = self.columns[target]["controller"]
            found = _match(
                there.astype(np.int64) * (len(known) + 1) + own, where.astype(np.int64) * (len(known) + 1) + meant
            )
            found[(meant < 0) | (where < 0)] = -1
        bad = (found < 0) & ((where >= 0) if where is not None else True)
        if bad.any():
            of = "" if where is None else " of the same controller"
            self.wrong(
                table.name, name, f"leads nowhere in {examples(bad, Words(codes, words))}", f"ids of {target}{of}"
            )
        return found.astype(np.int32)

    def _once(self) -> None:
        """One row per inventory in ``controllers`` and ``notices``, in the inventories' order."""
        n, ids = self.size["inventories"], self.columns["inventories"]["id"]
        for name in ONCE:
            table, out = SPEC[name], self.columns[name]
            where = out["controller"]
            count = np.bincount(where[where >= 0], minlength=n)
            if name == "controllers" and name in self.raw and (count == 0).any():
                self.wrong(name, "controller", f"no row for {examples(count == 0, ids)}", "one row for every inventory")
            if (count > 1).any():
                self.wrong(
                    name, "controller", f"several rows for {examples(count > 1, ids)}", "one row for every inventory"
                )
            first = np.full(n, -1, dtype=np.int64)
            placed = np.flatnonzero(where >= 0)[::-1]
            first[where[placed]] = placed
            for column in table.columns:  # a row more, of defaults, for an inventory that has none
                values, default = out[column.name], filled(table, column, 1)
                if isinstance(values, Words):
                    out[column.name] = Words(
                        np.append(values.codes, len(values.words))[first], [*values.words, *default.words]
                    ).distinct()
                else:
                    out[column.name] = np.append(values, default)[first]
            out["line"] = np.append(out["line"], 0)[first]
            self._moved_evidence(name, where)
            out["controller"] = np.arange(n, dtype=np.int32)
            self.size[name] = n

    def _moved_evidence(self, name: str, where: np.ndarray) -> None:
        """Evidence of a table that was put in order points at the new rows."""
        e = self.columns["evidence"]
        mine = (e["table"] == EVIDENCE["table"].words.index(name)) & (e["row"] >= 0) & (e["row"] < len(where))
        e["row"][mine] = where[e["row"][mine]]

    def _said(self, table: Table) -> None:
        """What a list says of itself against its rows; where the file does not say, the rows do."""
        lists = [(c, c.name, table.parent_key) for c in table.columns if c.kind == "said"]
        for column, field, _ in lists:
            child = next((t for t in SPEC.values() if t.parent == table.name and t.field == column.field), None)
            name = child.name if child else field
            if child is None and name not in SPEC or name in self.unread:
                continue
            owner = self.columns[name][child.parent_key if child else "controller"]
            has = marked(self.size[table.name], owner)
            said = self.columns[table.name][field]
            if self._column(table.name, field) is None:
                self.columns[table.name][field] = np.where(has, np.int8(column.words.index("listed")), said).astype(
                    np.int8
                )
                continue
            bad = has != (said == column.words.index("listed"))
            if bad.any():
                said = [
                    f"{column.words[s]}, with {'rows' if h else 'no row'}"
                    for s, h in zip(said[bad], has[bad], strict=True)
                ]
                self.wrong(
                    table.name,
                    field,
                    f"does not agree with {name} in {examples(bad, said)}",
                    f"'listed' where {name} has rows, and only there",
                )

    def _ordered(self, table: Table) -> dict[str, Any]:
        out = self.columns[table.name]
        names = ["controller", *([table.parent_key] if table.parent else []), *(c.name for c in table.columns), "line"]
        if table is EVIDENCE:
            names.insert(2, "row")
        if table.name == "inventories" and not any(out["sha256"].words):
            file, none = self.folder / f"inventories{SUFFIX}", np.zeros(self.size["inventories"], np.int32)
            out["file"], out["sha256"] = (
                Words(none, [str(self.folder)]),
                Words(none, [digest(self.folder) if file.exists() else ""]),
            )
        return {n: out[n] for n in names}


def _small(values: pa.ChunkedArray) -> np.ndarray:
    """Whole numbers as the tables hold them; one that does not fit becomes the nearest, never another row's."""
    limits = np.iinfo(np.int32)
    return np.clip(values.to_numpy(), limits.min, limits.max).astype(np.int32)


def _first_line(e: BaseException) -> str:
    return (str(e).splitlines() or [type(e).__name__])[0][:200]


def encoded_or_none(values: pa.ChunkedArray | None) -> tuple[np.ndarray, list[str]] | None:
    """Codes and distinct values, or None where there is no text; reading the column itself says so."""
    try:
        return encoded(values) if values is not None else None
    except Wrong:
        return None


def digest(folder: Path) -> str:
    """SHA-256 of a partition: of its files' names and contents, in the order of their names."""
    total = hashlib.sha256()
    for file in sorted(folder.glob(f"*{SUFFIX}")):
        total.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _match(known: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Position of each wanted key among the known ones, the first if there are several; -1 where there is none."""
    order = np.argsort(known, kind="stable")
    at = np.searchsorted(known[order], wanted)
    inside = at < len(known)
    out = np.full(len(wanted), -1, dtype=np.int64)
    hit = inside.copy()
    hit[inside] = known[order][at[inside]] == wanted[inside]
    out[hit] = order[at[hit]]
    return out
