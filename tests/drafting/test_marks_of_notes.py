"""What has the mark of a note behind it is not sure, and a denial with one is a question."""

from __future__ import annotations

import re

import pytest
from drafting.drafted_fixture import drafted

LABELS = "Activity,Recipients,Third countries,Safeguards,DPIA,Automated decisions,Retention,Legal basis"


def read(folder, **cells):
    """The one activity of a register, the recipients, and what is on the reading list beside the footnote."""
    row = ["News", *(cells.get(key, "") for key in ("recipients", "countries", "tools", "dpia", "automated"))]
    row += [cells.get("retention", ""), cells.get("basis", "Consent")]
    mark = re.search(r"[*¹†]+", "".join(row))
    text = f"{LABELS}\n{','.join(row)}\n" + (f"{mark[0]} only for members,,,,,,,\n" if mark else "")
    found = drafted(folder, text, "register.csv")
    (activity,) = found.inventory.purposes
    asked = [(e.what, e.words) for e in found.to_read.itertuples() if e.what != "footnote"]
    return activity, found.inventory.recipients, asked


@pytest.mark.parametrize(
    "words, bases",
    [
        ("Contract*", {"6-1-b": "proposed"}),
        ("Contract ¹", {"6-1-b": "proposed"}),
        ("Art. 6(1)(b)*", {"6-1-b": "proposed"}),
        ("Contract (Art. 6(1)(b) GDPR)*", {"6-1-b": "proposed"}),
        ("Consent¹ and contract", {"6-1-a": "proposed", "6-1-b": "stated"}),
        ("Art. 6(1)(b)", {"6-1-b": "stated"}),
    ],
)
def test_a_legal_basis(tmp_path, words, bases):
    activity, _, asked = read(tmp_path, basis=words)
    assert {b.basis: b.how for b in activity.legal_bases} == bases
    assert asked == [("legal basis", words)] * ("proposed" in bases.values())


@pytest.mark.parametrize("mark", ["*", "**", " *", "¹", "†"])
def test_a_period(tmp_path, mark):
    activity, _, asked = read(tmp_path, retention=f"3 years{mark}")
    assert [(limit.period, limit.how) for limit in activity.retention] == [("P3Y", "proposed")]
    assert asked == [("retention", f"3 years{mark}")]


@pytest.mark.parametrize(
    "key, words, label",
    [
        ("recipients", "none*", "Recipients"),
        ("countries", "none*", "Third countries"),
        ("automated", "no*", "Automated decisions"),
        ("dpia", "not required*", "DPIA"),
    ],
)
def test_a_denial_is_not_taken(tmp_path, key, words, label):
    activity, _, asked = read(tmp_path, **{key: words})
    assert not isinstance(activity.recipients, tuple)
    assert (activity.automated_decisions, activity.dpia) == ("unknown", "unknown")
    assert asked == [(f"'{label}'", words)]


def test_a_mark_is_not_a_part_of_a_name(tmp_path):
    _, recipients, asked = read(tmp_path, recipients="Owl Ltd*", countries="USA*", tools="none*")
    assert [(r.name, r.sites[0].country, r.how) for r in recipients] == [("Owl Ltd", "US", "stated")]
    assert asked == []
