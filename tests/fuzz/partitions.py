"""Folders of Parquet files: every value that is read comes back when the tables are written, or it is reported."""

from __future__ import annotations

import contextlib
import io
import random
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from datamap.labels import countries
from datamap.tables import Tables, parquet
from datamap.tables.parquet_files import REQUIRED
from tests.fuzz.harness import Silent
from tests.fuzz.words import damage_bytes, typed
from tests.parquet_fixture import _files

ODD = (None, -1, 0, 1, 2**40, 1.5, True, b"x")


@cache
def _base() -> dict[str, bytes]:
    """The files of a small group, without those that have no rows and need not be there."""
    files = _files()
    needed = {f"{name}.parquet" for name in REQUIRED}
    return {n: raw for n, raw in files.items() if n in needed or pq.read_metadata(io.BytesIO(raw)).num_rows}


def attempt(rng: random.Random, folder: Path) -> None:
    """One folder of which one or two files changed."""
    group = folder / "group"
    group.mkdir()
    for name, raw in _base().items():
        (group / name).write_bytes(raw)
    for _ in range(rng.choice((1, 1, 2))):
        rng.choice(_WAYS)(rng, group / rng.choice(sorted(_base())))
    tables = parquet.load(group)
    _come_back(group, tables)
    if rng.random() > 0.1:
        return
    parquet.write(tables, folder / "again")
    again = parquet.load(folder / "again")
    for name in tables:
        if not tables[name].equals(again[name]):
            raise Silent(f"{name} does not come back")


def _come_back(group: Path, tables: Tables) -> None:
    """Refuse texts of the files that are nowhere in the tables."""
    kept = {str(v) for name in tables for column in tables[name] for v in tables[name][column].unique()}
    for file in group.glob("*.parquet"):
        if lost := sorted(set(_texts(file)) - kept):
            raise Silent(f"{lost[:3]} of {file.name}")


def _texts(file: Path) -> list[str]:
    try:
        table = pq.ParquetFile(file).read()
    except OSError:
        return []  # one of its bytes is wrong where the library does not look
    found = {n: table.column(n).to_pylist() for n in table.column_names if not n.startswith("_")}
    return [
        _as_read(name, v)
        for name, values in found.items()
        for v in values
        if isinstance(v, str) and v.strip() not in ("", "unknown")
    ]


def _as_read(name: str, text: str) -> str:
    """A text as it comes back: "Pologne" as PL, "tbd" as unknown; ids with one space between them."""
    if name.endswith("country"):
        return countries.code_of(text) or text
    return " ".join(text.split()) if name == "formerly" else text


def _change(file: Path, changed) -> None:
    if not file.exists():
        return
    # a file that is damaged already stays as it is, and no warehouse can write a column of several types either
    with contextlib.suppress(OSError, pa.ArrowInvalid, pa.ArrowTypeError):
        table = pq.ParquetFile(file).read()
        columns = {n: table.column(n).to_pylist() for n in table.column_names}
        changed(columns)
        pq.write_table(pa.table(columns), file)


def _type(rng, file):
    def changed(columns):
        values = columns[rng.choice(sorted(columns))]
        if values:
            old = values[rng.randrange(len(values))]
            values[rng.randrange(len(values))] = typed(rng) if isinstance(old, str) else rng.choice(ODD)

    _change(file, changed)


def _retype(rng, file):
    def changed(columns):
        name = rng.choice(sorted(columns))
        columns[name] = [rng.choice((str(v), None, v, 7)) if v is None else str(v) for v in columns[name]]

    _change(file, changed)


def _drop_column(rng, file):
    _change(file, lambda columns: columns.pop(rng.choice(sorted(columns))))


def _add_column(rng, file):
    def changed(columns):
        size = len(next(iter(columns.values())))
        columns[rng.choice(("_loaded", "names", typed(rng)))] = [typed(rng)] * size

    _change(file, changed)


def _move_rows(rng, file):
    def changed(columns):
        size = len(next(iter(columns.values())))
        rows = [rng.randrange(size) for _ in range(rng.randrange(size + 2))] if size else []
        for name, values in columns.items():
            columns[name] = [values[r] for r in rows]

    _change(file, changed)


def _remove(rng, file):
    file.unlink(missing_ok=True)


def _damage(rng, file):
    if file.exists():
        file.write_bytes(damage_bytes(rng, file.read_bytes()))


_WAYS = (*[_type] * 5, _retype, _drop_column, _add_column, *[_move_rows] * 2, _remove, _damage)
