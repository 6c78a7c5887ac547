"""The files of a pack as they were parsed once: the same rows as from YAML, or not used at all."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import pytest

from datamap import vendors
from datamap.errors import DatamapError
from datamap.facts import Pack, Schema, Sort, pack, parsed
from datamap.facts.parsing import Row, parse
from datamap.law import practices, reading
from datamap.law.practices import sheets
from datamap.vendors import pack as vendor_pack

SCHEMA = Schema(sorts={"file": Sort(("defaults", "rows")), "rows": Sort(("id", "source"), ("from", "note"))})
FILES = {
    "sources": 'A: {title: "Terms of A", url: ""}\n',
    "pack": """\
defaults: {recorded: 2026-01-15}
editions: [{version: "1", recorded: 2026-01-15, horizon: 2026-01-10, horizon_note: none}]
""",
    "eu": """\
defaults: {recorded: 2026-01-15}
rows:
  - {id: a, from: 2020-01-01, source: [A], note: "2020-01-02"}
  - {id: b, from: null, source: [A], note: Česko}
""",
}
DATA = [reading.DATA, sheets.DATA, vendor_pack.DATA]


@pytest.fixture
def folder(tmp_path):
    for name, text in FILES.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    (tmp_path / parsed.FILE).write_text(parsed.text(tmp_path), encoding="utf-8")
    return tmp_path


@pytest.fixture
def no_yaml(monkeypatch):
    def refuse(name, raw, error):
        raise AssertionError(f"{name} is parsed")

    monkeypatch.setattr(pack, "parse", refuse)


def rows(folder):
    found = Pack(folder, ["eu"], SCHEMA, title="the pack", error=DatamapError)
    kept = found.rows("eu", "rows")
    found.edition()
    return kept


def exact(value: Any) -> Any:
    """A value with its types and lines, which rows that are equal need not share."""
    if isinstance(value, dict):
        return type(value).__name__, getattr(value, "line", None), [(k, exact(v)) for k, v in value.items()]
    return [exact(v) for v in value] if isinstance(value, list) else (type(value).__name__, value)


@pytest.mark.parametrize("data", DATA, ids=lambda p: p.parent.name)
def test_every_file_of_every_pack_has_the_rows_that_yaml_gives(data):
    found = parsed.read(data)
    for path in data.glob("*.yaml"):
        raw = path.read_bytes()
        assert exact(found[parsed.digest(raw)]) == exact(parse(path.name, raw, DatamapError)), path.name


def test_the_packs_are_read_without_parsing(no_yaml):
    for load in (reading.load.__wrapped__, sheets._load.__wrapped__, vendor_pack._load.__wrapped__):
        load(None)


def test_the_packs_are_the_same_as_from_yaml(monkeypatch):
    ready = reading.load.__wrapped__(None), practices.load(), vendors.load()
    monkeypatch.setattr(parsed, "read", lambda folder: {})
    fresh = (reading.load.__wrapped__(None), sheets._load.__wrapped__(None), vendor_pack._load.__wrapped__(None))
    assert ready == fresh


def test_texts_that_look_like_days_and_letters_of_other_languages_stay(folder, no_yaml):
    first, second = rows(folder)
    assert (first["from"], first["note"]) == (dt.date(2020, 1, 1), "2020-01-02")
    assert (second["from"], second["note"]) == (None, "Česko")


def test_a_file_that_was_edited_is_read_itself(folder):
    eu = folder / "eu.yaml"
    eu.write_text(eu.read_text(encoding="utf-8").replace("2020-01-01", "2021-01-01"), encoding="utf-8")
    assert [r["from"] for r in rows(folder)] == [dt.date(2021, 1, 1), None]


def test_an_edited_file_is_checked_as_ever(folder):
    eu = folder / "eu.yaml"
    eu.write_text(eu.read_text(encoding="utf-8").replace("source: [A], note", "source: [B], note", 1), encoding="utf-8")
    with pytest.raises(DatamapError, match=r"eu\.yaml:3 rows a: source B is not in sources\.yaml"):
        rows(folder)


def test_what_was_parsed_is_checked_too(folder, no_yaml):
    eu = folder / "eu.yaml"
    eu.write_text(eu.read_text(encoding="utf-8").replace("source: [A]", "source: [B]", 1), encoding="utf-8")
    (folder / parsed.FILE).write_text(parsed.text(folder), encoding="utf-8")
    with pytest.raises(DatamapError, match=r"eu\.yaml:3 rows a: source B is not in sources\.yaml"):
        rows(folder)


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: raw.replace(b'{"": "2020-01-01"}', b'{"": "2020-01-07"}'),
        lambda raw: raw.replace(b'"id": "a"', b'"id": "c"'),
        lambda raw: raw[: len(raw) // 2],
        lambda raw: raw + b"\n",
        lambda raw: raw[1:],
        lambda raw: b"",
        lambda raw: b"{}\n",
    ],
)
def test_a_damaged_file_is_not_used(folder, damage):
    path = folder / parsed.FILE
    raw = path.read_bytes()
    assert damage(raw) != raw
    path.write_bytes(damage(raw))
    assert parsed.read(folder) == {}
    assert [(r["id"], r["from"]) for r in rows(folder)] == [("a", dt.date(2020, 1, 1)), ("b", None)]


def test_a_folder_without_it_is_read(folder):
    (folder / parsed.FILE).unlink()
    assert [r["id"] for r in rows(folder)] == ["a", "b"]


def test_the_digest_of_a_pack_is_that_of_the_yaml_files(folder):
    found = Pack(folder, ["eu"], SCHEMA, title="the pack", error=DatamapError)
    raw = b"".join((folder / f"{name}.yaml").read_bytes() for name in ("sources", "pack", "eu"))
    assert found.digest() == hashlib.sha256(raw).hexdigest()


def test_a_row_with_the_key_of_lines_is_refused():
    with pytest.raises(ValueError, match="empty key"):
        parsed._plain(Row({"": 1}))
