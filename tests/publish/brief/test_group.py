"""The brief of a group, from what the reports of a quarter kept: what is missing is named, what was edited stays."""

from __future__ import annotations

import json
import shutil

import pytest

from datamap.errors import CallError
from datamap.history import archive
from datamap.publish.brief import facts, group, render


@pytest.fixture
def quarter(reported):
    """A quarter with the reports of two companies."""
    folder = reported / "2026Q3"
    shutil.copytree(folder / "one", folder / "two")
    for name in (archive.MANIFEST, facts.NAME):
        file = folder / "two" / name
        file.write_text(file.read_text(encoding="utf-8").replace('"one', '"two'), encoding="utf-8")
    return folder


def page(folder):
    return (folder / render.PAGE).read_text(encoding="utf-8")


def test_one_company_has_no_brief_of_a_group(reported):
    assert group.write(reported / "2026Q3", "2026Q3") == []
    assert not (reported / "2026Q3" / render.PAGE).exists()


def test_several_companies_have_one_and_it_is_made_again(quarter):
    made = group.write(quarter, "2026Q3")
    assert {p.name for p in made} == set(render.NAMES)
    assert "one Ltd" in page(quarter) and "two Ltd" in page(quarter)
    before = [p.read_bytes() for p in made]
    assert [p.read_bytes() for p in group.write(quarter, "2026Q3")] == before
    group.write(quarter, "2026Q3", ["three"])  # other content replaces what was not edited, the mail too
    assert "three" in page(quarter) and "three" in (quarter / render.MAIL).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", render.NAMES)
def test_what_was_edited_stays_unless_forced(quarter, name):
    group.write(quarter, "2026Q3")
    (quarter / name).write_bytes((quarter / name).read_bytes() + b"mine")
    before = {n: (quarter / n).read_bytes() for n in render.NAMES}
    with pytest.raises(CallError, match="edited"):
        group.write(quarter, "2026Q3", ["three"])
    assert {n: (quarter / n).read_bytes() for n in render.NAMES} == before
    group.write(quarter, "2026Q3", ["three"], force=True)
    assert b"three" in (quarter / render.MAIL).read_bytes()


def test_companies_whose_facts_cannot_be_read_are_named(quarter):
    shutil.copytree(quarter / "two", quarter / "four")
    file = quarter / "four" / facts.NAME
    file.write_text(json.dumps({"organisations": [{"id": "four"}]}), encoding="utf-8")
    shutil.copytree(quarter / "two", quarter / "five")
    (quarter / "five" / archive.MANIFEST).write_text("{}", encoding="utf-8")
    group.write(quarter, "2026Q3", ["six", "five"])
    assert "No report of this quarter could be made for two Ltd, five and six." in page(quarter)


@pytest.mark.parametrize("name", render.NAMES)
def test_no_report_takes_the_name_of_a_file_of_the_group(name):
    assert archive.reserved(name)
