"""Mistakes in the files of the law pack: each is reported with its place and what is expected, all at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import datamap.law
from datamap.errors import LawError
from datamap.law import reading

FOLDER = Path(datamap.law.__file__).parent / "data"


EU, UK, PACK, LEDGER = "eu.yaml", "uk.yaml", "pack.yaml", "sources.yaml"
MISTAKES = {
    "a column misspelt": (
        EU,
        "until: 2004-04-30",
        "untill: 2004-04-30",  # codespell:ignore
        r"eu.yaml:\d+ instruments adequacy-hu: the column 'untill' is not known. "  # codespell:ignore
        r"Expected one of: .*until",
    ),
    "a column misspelt in a row of places": (
        EU,
        "from: 2014-01-01, note",
        "form: 2014-01-01, note",
        "places .'YT'.: the column 'form' is not known",
    ),
    "a column misspelt in a scope": (
        EU,
        "until: 2003-12-31, met_by",
        "until: 2003-12-31, metby",
        "adequacy-ca, elements: the column 'metby' is not known",
    ),
    "a column that is missing": (
        EU,
        "    citation: Commission Decision 2000/519/EC of 26 July 2000\n",
        "",
        "adequacy-hu: the column 'citation' is missing",
    ),
    "a key that stands twice": (
        EU,
        "until: 2004-04-30",
        "until: 2004-04-30\n    until: 2005-04-30",
        r"eu.yaml:\d+ the key 'until' occurs twice; keep one",
    ),
    "a day as text": (
        EU,
        "from: 2000-07-26\n    until",
        "from: '26.7.2000'\n    until",
        "from is '26.7.2000'. Expected a day as YYYY-MM-DD",
    ),
    "a day that does not exist": (EU, "until: 2004-04-30", "until: 2004-04-31", "eu.yaml:.* day is out of range"),
    "an end before its start": (
        EU,
        "until: 2004-04-30",
        "until: 1999-04-30",
        "until 1999-04-30 is before from 2000-07-26. Expected two inclusive days",
    ),
    "a source that the ledger lacks": (
        EU,
        "[32000D0519]",
        "[32000D0591]",
        "source 32000D0591 is not in sources.yaml. Expected .*add it there",
    ),
    "a source that left the ledger": (
        LEDGER,
        "32000D0519:",
        "32000D0591:",
        "adequacy-hu: source 32000D0519 is not in sources.yaml",
    ),
    "a status that is none": (EU, "status: bridge", "status: bridges", "status is 'bridges'. Expected one of: eea"),
    "a kind that is none": (UK, "kind: idta", "kind: itda", "kind is 'itda'. Expected one of: adequacy"),
    "Norway unquoted": (
        EU,
        'places: [IS, LI, "NO"], status: eea, from: 2018-07-20',
        "places: [IS, LI, NO], status: eea, from: 2018-07-20",
        "an unquoted NO is false in YAML",
    ),
    "places without brackets": (EU, "places: [HR], status", "places: HR, status", "places is 'HR'. Expected a list"),
    "a correction of nothing": (
        EU,
        "replaces: [scc-2002]",
        "replaces: [scc-2020]",
        "it replaces 'scc-2020', and no row has that name",
    ),
    "a correction that replaces nothing": (
        EU,
        "    replaces: [scc-2002]\n",
        "",
        "instruments scc-2002: two rows with this id are in force. Expected the newer one to name the older",
    ),
    "two rows of one name": (
        EU,
        "id: adequacy-hu",
        "id: adequacy-ch",
        "instruments adequacy-ch: two rows have this name",
    ),
    "a row learnt on a day without an edition": (
        EU,
        "source: [GI-TREATY], recorded: 2026-11-25",
        "source: [GI-TREATY], recorded: 2026-12-01",
        "rows were recorded on 2026-12-01. Expected an edition of that day",
    ),
    "something watched without a source": (
        PACK,
        ", source: [PCLOB]",
        "",
        "pack.yaml:.* watch pclob: the column 'source' is missing",
    ),
    "a list that is no list": (EU, "inside: [EU, EEA]", "inside: EU", "the file: inside is 'EU'. Expected a list"),
    "YAML that is none": (EU, "inside: [EU, EEA]", "inside: [EU, EEA", "eu.yaml:"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_the_files_is_told_with_its_place_and_remedy(mistake, tmp_path, monkeypatch):
    file, old, new, said = MISTAKES[mistake]
    folder = shutil.copytree(FOLDER, tmp_path / "data")
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{file} has no {old!r} any more: the mistake is to be made elsewhere"
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setattr(reading, "DATA", folder)
    with pytest.raises(LawError, match=said):
        reading.load.__wrapped__()


def test_mistakes_come_all_at_once(tmp_path, monkeypatch):
    folder = shutil.copytree(FOLDER, tmp_path / "data")
    for file, old, new in (
        (EU, "until: 2004-04-30", "untill: 2004-04-30"),  # codespell:ignore
        (EU, "status: bridge", "status: bridges"),
        (UK, "kind: idta", "kind: itda"),
    ):
        text = (folder / file).read_text(encoding="utf-8")
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setattr(reading, "DATA", folder)
    with pytest.raises(LawError) as e:
        reading.load.__wrapped__()
    assert len(str(e.value).splitlines()) == 3
