"""A small inventory as a folder of tables, and what is changed in it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from datamap import tables
from datamap.errors import InputError
from datamap.formats.yaml import reader

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
parquet = pytest.importorskip("datamap.tables.parquet")

SMALL = """
meta: {id: ID, date: 2026-01-31}
controller: {name: Demo, country: DE, dpo: {name: Officer}}
subjects: [{id: people, name: People}]
categories: [{id: mail, name: Mail, evidence: {A: Mail}}, {id: name, name: Name}]
recipients:
  - id: shop
    name: Shop Inc
    sites: [US]
    safeguards: [{kind: scc, version: "2021", countries: [US]}]
    sub_processors: [host]
  - {id: host, name: Host, sites: [DE, IE], role: processor}
purposes:
  - id: news
    name: News
    categories: [mail, name]
    recipients: [{recipient: shop, categories: [mail]}]
    subjects: [people]
    legal_bases: [6-1-a]
    retention: [P1Y]
"""


def small(*ids: str) -> tables.Tables:
    return tables.from_inventories([reader.parse(SMALL.replace("ID", i)) for i in ids])


@cache
def _files() -> dict[str, bytes]:
    with TemporaryDirectory() as folder:
        parquet.write(small("a", "b", "c"), Path(folder, "group"))
        return {f.name: f.read_bytes() for f in Path(folder, "group").iterdir()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The tables of three inventories, which a test may harm."""
    (tmp_path / "group").mkdir()
    for name, content in _files().items():
        (tmp_path / "group" / name).write_bytes(content)
    return tmp_path / "group"


def change(folder: Path, table: str, **columns) -> None:
    """Rewrite columns of one file: a list of values, a function of the old ones, or None to drop it."""
    file = folder / f"{table}.parquet"
    old = pq.read_table(file)
    new = {n: old.column(n).to_pylist() for n in old.column_names}
    for name, value in columns.items():
        if value is None:
            new.pop(name)
        else:
            new[name] = value(new.get(name)) if callable(value) else value
    pq.write_table(pa.table(new), file)


def problems(folder: Path) -> list[str]:
    with pytest.raises(InputError) as e:
        parquet.load(folder)
    return [str(p).replace(str(folder) + "/", "") for p in e.value.problems]
