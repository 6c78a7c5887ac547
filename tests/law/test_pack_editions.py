"""Editions of the law pack: what was published does not change, and a new row belongs to a new edition."""

from __future__ import annotations

import shutil

import pytest

import datamap.law
from datamap.errors import LawError
from datamap.facts import Pack
from datamap.law import reading


def pack(folder=reading.DATA) -> Pack:
    return Pack(folder, reading.REGIMES, reading.SCHEMA, title="the law pack", error=LawError)


def changed_content(read: Pack) -> list[str]:
    """The editions that are not what was published."""
    return [
        f"edition {e['version']} has the content {found}"
        for e in read["pack"]["editions"]
        if e.get("content") != (found := read.content(str(e["version"])))
    ]


def test_a_published_edition_does_not_change():
    """If this fails: leave the rows as they are, and add the correction to a new edition, with the content shown."""
    assert changed_content(pack()) == []


CHANGES = {
    "a row of an edition is edited": ("uk", "citation: SI 2022/1213", "citation: SI 2022/1214"),
    "a row of the newest edition is edited": ("uk", "(persons subject to PIPA)", "(all persons)"),
    "a row is added": (
        "pack",
        "watch:\n",
        'watch:\n  - {id: new, recorded: 2026-11-28, about: [US], since: 2026-11-28, text: "new", source: [FISA], '
        "confidence: low}\n",
    ),
    "a column at the top is edited": ("eu", "inside: [EU, EEA]", "inside: [EU]"),
}


@pytest.mark.parametrize(("file", "old", "new"), CHANGES.values(), ids=CHANGES)
def test_a_change_of_what_was_published_is_noticed(file, old, new, tmp_path):
    folder = shutil.copytree(reading.DATA, tmp_path / "data")
    text = (folder / f"{file}.yaml").read_text(encoding="utf-8")
    assert old in text
    (folder / f"{file}.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    assert changed_content(pack(folder))


def test_a_new_check_or_a_new_address_of_a_source_changes_no_edition(tmp_path):
    folder = shutil.copytree(reading.DATA, tmp_path / "data")
    for path in folder.glob("*.yaml"):
        text = path.read_text(encoding="utf-8").replace("verified_on: 2026-11-23", "verified_on: 2026-12-01")
        path.write_text(text.replace('url: ""', 'url: "https://law.example"'), encoding="utf-8")
    assert changed_content(pack(folder)) == []


def test_the_regulations_on_korea_are_of_the_edition_after_the_one_of_the_same_day():
    law = datamap.law.load("2026-11-28")
    assert law.version >= "2026.11.3" and "PIPA" in law.instrument("uk-adequacy-kr").short
    before = datamap.law.load("2026-11-27")
    assert before.version == "2026.11.1" and "PIPA" not in before.instrument("uk-adequacy-kr").short


def test_a_source_without_an_address_states_that_it_was_not_read():
    for name, source in pack().sources.items():
        assert source["url"].startswith("http") or source["read"].startswith("not read"), name
