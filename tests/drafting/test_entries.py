"""The entries of an inventory from facts: names and ids, evidence, what is proposed, places, tools, bases, periods."""

from __future__ import annotations

import pytest
from drafting.facts_fixture import DRAFT, quoted, unsure, words

from datamap.drafting import entries
from datamap.drafting.entries import Entries
from datamap.drafting.facts import DraftActivity, Fact
from datamap.reading.document import Quote


def test_an_entry_of_a_name_is_made_once():
    found = Entries("people")
    first = found.of(" Our  Guests ", [words("a")])
    assert first == {"id": "our-guests", "name": "Our Guests", "evidence": [words("a")]}
    assert found.of("our guests", [words("b")]) is first and first["evidence"] == [words("a")]
    assert found.by_id == {"our-guests": first}
    assert found.listed() == [first]
    assert Entries("people").listed() == "unknown"


def test_an_entry_in_doubt_is_proposed_until_a_use_is_sure():
    found = Entries("recipient")
    entry = found.of("Owl", [words("a")], doubt="why")
    assert entry == {"id": "owl", "name": "Owl", "evidence": [words("a")], "how": "proposed", "why": "why"}
    assert found.of("Owl", [words("b")], doubt="another")["evidence"] == [words("a")]
    assert found.of("Owl", [words("c")]) == {"id": "owl", "name": "Owl", "evidence": [words("c")]}
    found.of("Lark", [words("a")], doubt="why")
    assert found.of("Lark") == {"id": "lark", "name": "Lark", "evidence": [words("a")]}
    assert found.of("Lark", doubt="late") == found.by_id["lark"] and "how" not in found.by_id["lark"]


@pytest.mark.parametrize(
    "names, ids",
    [
        (["Owl", "OWL", "owl!"], ["owl", "owl-2", "owl-3"]),
        (["Unknown", "None"], ["unknown-2", "none-2"]),
        (["!!!", "???"], ["data", "data-2"]),
        (["x" * 60, "x" * 47 + "--y"], ["x" * 48, "x" * 47]),
    ],
)
def test_an_id_is_made_from_the_name_and_is_not_taken(names, ids):
    made = Entries("data")
    assert [made.fresh(name) for name in names] == ids


@pytest.mark.parametrize(
    "where, row",
    [
        ("List!B7", "List, row 7"),
        ("A!b!$C$12", "A!b, row 12"),
        ("row 7", "row 7"),
        ("List!7", "List!7"),
        ("List!B7 ", "List!B7 "),
    ],
)
def test_evidence_names_the_cell_or_its_row(where, row):
    fact = quoted("Owl", where)
    assert entries.evidence(DRAFT, fact) == [words("Owl", where)]
    assert entries.evidence(DRAFT, fact, row=True) == [words("Owl", row)]


def test_evidence_has_the_first_three_quotes_once_each_without_what_is_empty():
    quotes = (Quote("a", "L!A1", 0, 1), Quote("a", "L!B1", 0, 1), Quote("", "", 0, 0), Quote("d", "L!D1", 0, 1))
    fact = Fact("x", quotes)
    assert entries.evidence(DRAFT, fact) == [words("a", "L!A1"), words("a", "L!B1"), {"document": "list.csv"}]
    assert entries.evidence(DRAFT, fact, row=True) == [words("a", "L, row 1"), {"document": "list.csv"}]
    assert entries.evidence(DRAFT, Fact("x")) == []


@pytest.mark.parametrize(
    "fact, doubt, mark",
    [
        (quoted("DE"), "", {}),
        (quoted("DE", why="a remark"), "", {}),
        (quoted("DE", how="inferred", why="its address"), "", {"how": "inferred", "why": "its address"}),
        (quoted("DE", how="inferred"), "", {"how": "inferred", "why": "read from the document"}),
        (unsure("DE", "perhaps"), "perhaps", {"how": "proposed", "why": "perhaps"}),
        (unsure("DE"), "it must be confirmed", {"how": "proposed", "why": "it must be confirmed"}),
        (unsure("DE", "perhaps", how="inferred"), "perhaps", {"how": "proposed", "why": "perhaps"}),
        (unsure("unknown", "perhaps"), "perhaps", {}),
        (unsure("unknown", "p", how="inferred"), "p", {"how": "inferred", "why": "p"}),
    ],
)
def test_what_marks_a_fact(fact, doubt, mark):
    assert (entries.doubt(fact), entries.marked(fact)) == (doubt, mark)
    held = {**mark, "evidence": [words(fact.value)]} if not fact.sure and mark else {}
    assert entries.doubted(DRAFT, fact) == held


def test_an_entry_in_doubt_has_the_first_words_alone():
    fact = Fact("x", (Quote("a", "1", 0, 1), Quote("b", "2", 0, 1)), sure=False)
    assert entries.doubted(DRAFT, fact)["evidence"] == [words("a", "1")]
    out = {}
    entries.state(out, "role", "processor", [(DRAFT, fact)])
    assert [e["words"] for e in out["evidence"]] == ["a"]


def test_a_field_is_proposed_where_none_of_its_facts_is_sure():
    sure, one, two = (DRAFT, quoted("a")), (DRAFT, unsure("b", "p")), (DRAFT, Fact("c", sure=False))
    assert entries.certain([one, sure, two]) == [sure]
    assert entries.certain([one, two]) == [one, two]
    out = {}
    entries.state(out, "service", "a", [one, sure])
    assert out == {"service": "a"}
    out = {"evidence": [words("x")]}
    entries.state(out, "service", "b", [one, two])
    assert out == {
        "service": "b",
        "evidence": [
            words("x"),
            {**words("b"), "facts": ["service"], "how": "proposed", "why": "p"},
            {"facts": ["service"], "how": "proposed", "why": "it must be confirmed"},
        ],
    }


SEVERAL = [
    ([], "unknown"),
    ([quoted("none")], "none"),
    ([quoted("none"), quoted("none")], "none"),
    ([unsure("none")], "unknown"),
    ([quoted("none"), unsure("none")], "unknown"),
    ([quoted("none"), quoted("a")], [{"kind": "a"}]),
    ([unsure("unknown"), quoted("unknown")], [{"kind": "unknown"}]),
    ([quoted("a", how="inferred", why="w")], [{"kind": "a", "how": "inferred", "why": "w"}]),
    ([unsure("a", "w")], [{"kind": "a", "how": "proposed", "why": "w", "evidence": [words("a")]}]),
]


@pytest.mark.parametrize("facts, expected", SEVERAL)
def test_a_list_is_unknown_or_none_or_what_is_stated(facts, expected):
    assert entries.several(DRAFT, facts, lambda f: {"kind": f.value}) == expected


TEXTS = [
    ([], {}),
    ([quoted("none")], {"systems": "none"}),
    ([unsure("none")], {}),
    ([quoted("none"), quoted("a"), quoted("a"), unsure("b")], {"systems": ["a"]}),
    (
        [unsure("a", "w"), unsure("none", "v")],
        {
            "systems": ["a"],
            "evidence": [
                {**words("a"), "facts": ["systems"], "how": "proposed", "why": "w"},
                {**words("none"), "facts": ["systems"], "how": "proposed", "why": "v"},
            ],
        },
    ),
]


@pytest.mark.parametrize("facts, expected", TEXTS)
def test_texts_are_those_that_are_sure_or_all_as_a_proposal(facts, expected):
    out = {}
    entries.texts(out, "systems", DRAFT, facts)
    assert out == expected


def site(country, text=None, **more):
    return {"country": country, **more, "evidence": [words(text if text is not None else country)]}


SITES = [
    ([], {}),
    ([Fact("DE")], {"sites": [{"country": "DE"}]}),
    ([quoted("DE"), quoted("DE")], {"sites": [site("DE")]}),
    ([quoted("DE", extra={"place": "Bonn"})], {"sites": [site("DE", place="Bonn")]}),
    ([unsure("DE", "w"), quoted("DE")], {"sites": [site("DE")]}),
    (
        [unsure("FR", "w"), quoted("DE")],
        {"sites": [site("DE"), site("FR", place="FR", how="proposed", why="w")]},
    ),
    ([Fact("FR", sure=False, why="w")], {"sites": [{"country": "FR", "how": "proposed", "why": "w"}]}),
    (
        [quoted("unknown", extra={"place": "a"}), quoted("unknown", extra={"place": "b"}), quoted("unknown")],
        {"sites": [site("unknown", place="a"), site("unknown", place="b"), site("unknown")]},
    ),
    ([quoted("unknown", extra={"place": "a"})] * 2, {"sites": [site("unknown", place="a")]}),
    ([quoted("unknown"), quoted("unknown", "line 2")], {"sites": [site("unknown")]}),
    ([quoted("US", how="inferred", why="w")], {"sites": [site("US", how="inferred", why="w")]}),
]


@pytest.mark.parametrize("facts, expected", SITES)
def test_the_places_of_a_recipient(facts, expected):
    out = {}
    entries.sites([(DRAFT, f) for f in facts], out)
    assert out == expected


def test_the_evidence_of_a_place_is_its_first_words():
    out = {}
    entries.sites([(DRAFT, Fact("DE", (Quote("a", "1", 0, 1), Quote("b", "2", 0, 1))))], out)
    assert out["sites"][0]["evidence"] == [words("a", "1")]


def activity(**fields) -> DraftActivity:
    return DraftActivity(quoted("Payroll"), **fields)


def basis(value, text=None, **more):
    return {"basis": value, **more, "evidence": [words(text or value)]}


BASES = [
    (activity(), "unknown"),
    (activity(bases=[quoted("6-1-a")]), [basis("6-1-a")]),
    (activity(bases=[quoted("6-1-a"), quoted("6-1-a")]), [basis("6-1-a")]),
    (activity(bases=[unsure("6-1-a"), quoted("6-1-a")]), [basis("6-1-a")]),
    (
        activity(bases=[quoted("6-1-a"), unsure("6-1-b", "w")]),
        [basis("6-1-a"), basis("6-1-b", how="proposed", why="w")],
    ),
    (
        activity(bases=[quoted("6-1-a", extra={"when": "x"}), quoted("6-1-a", extra={"when": "y"})]),
        [basis("6-1-a", when="x"), basis("6-1-a", when="y")],
    ),
    (activity(bases=[quoted("unknown"), quoted("none")]), [basis("unknown", "unknown", notes="unknown"),
                                                            basis("unknown", "none", notes="none")]),
    (activity(bases=[quoted("unknown", extra={"notes": "n"})]), [basis("unknown", notes="n")]),
    (activity(bases=[Fact("unknown")]), [{"basis": "unknown", "notes": "", "evidence": []}]),
    (
        activity(bases=[quoted("6-1-f", extra={"notes": "n", "interest": "i", "law": "l", "when": "w",
                                               "withdrawal": "d", "conditions": "9-2-a", "other": "o"})]),
        [basis("6-1-f", notes="n", interest="i", law="l", when="w", withdrawal="d", conditions=["9-2-a"])],
    ),
    (activity(bases=[quoted("6-1-f", extra={"notes": "", "conditions": ""})]), [basis("6-1-f")]),
    (activity(conditions=[quoted("9-2-a")]), [{"basis": "unknown", "conditions": ["9-2-a"]}]),
    (
        activity(bases=[quoted("6-1-a"), quoted("6-1-b")], conditions=[quoted("9-2-a")]),
        [basis("6-1-a", conditions=["9-2-a"]), basis("6-1-b", conditions=["9-2-a"])],
    ),
]  # fmt: skip


@pytest.mark.parametrize("of, expected", BASES)
def test_the_legal_bases_of_an_activity(of, expected):
    out = {}
    entries.bases(DRAFT, of, out)
    assert out == {"legal_bases": expected}


IDS = {"photos": "photos", "names": "names-2"}


def period(value, said=None, **more):
    return {"period": value, **more, "evidence": [words(said or value)]}


def kept(value, said, **extra) -> Fact:
    return Fact(value, (Quote(said, "line 1", 0, len(said)),), extra=extra)


PERIODS = [
    (kept("P3Y", "3 years"), period("P3Y", "3 years")),
    (kept("P3Y", "3 years", starts="the order", law="Art. 1", criterion="c"),
     period("P3Y", "3 years", starts="the order", law="Art. 1", criterion="c")),
    (kept("P3Y", "3 years", starts="", law=""), period("P3Y", "3 years")),
    (kept("P3Y", "3 years", text="3 years for photos"), period("P3Y", "3 years", notes="3 years for photos")),
    (kept("P3Y", "3 years", text="3 Years"), period("P3Y", "3 years")),
    (kept("P3Y", "3 years", text="3 years, x"), period("P3Y", "3 years")),
    (kept("P3Y", "3 years", text="3 years, xy"), period("P3Y", "3 years", notes="3 years, xy")),
    (kept("P3Y", "3 years", text="3 years from the order", starts="from the order"),
     period("P3Y", "3 years", starts="from the order")),
    (kept("P3Y", "3 years", remark="r", maximum="m"), period("P3Y", "3 years", notes="r; m")),
    (kept("P3Y", "3 years", remark="yes", maximum="yes"), period("P3Y", "3 years")),
    (kept("P3Y", "3 years", remark="r", maximum="r"), period("P3Y", "3 years", notes="r")),
    (kept("unknown", "as needed"), period("unknown", "as needed", criterion="as needed")),
    (kept("unknown", "as needed", text="t"), period("unknown", "as needed", criterion="t")),
    (kept("unknown", "as needed", text="t", criterion="c"), period("unknown", "as needed", criterion="c")),
    (kept("none", "until then"), period("none", "until then", criterion="until then")),
    (kept("none", "until then", law="Art. 1"), period("none", "until then", criterion="until then", law="Art. 1")),
    (kept("none", "until then", text="until then or so"), period("none", "until then", criterion="until then or so")),
    (kept("P1Y", "1 year", categories="Photos"), period("P1Y", "1 year", categories=["photos"])),
    (kept("P1Y", "1 year", categories="Names\nOther"), period("P1Y", "1 year", categories=["names-2"])),
    (kept("P1Y", "1 year", categories="Names\nPhotos"), period("P1Y", "1 year")),
    (kept("P1Y", "1 year", categories="Other"), period("P1Y", "1 year")),
    (unsure("P1Y", "w"), period("P1Y", how="proposed", why="w")),
    (Fact("unknown"), {"period": "unknown", "criterion": "", "evidence": []}),
    (Fact("P1Y"), {"period": "P1Y", "evidence": []}),
]  # fmt: skip


@pytest.mark.parametrize("fact, expected", PERIODS)
def test_how_long_data_are_kept(fact, expected):
    out = {}
    entries.retention(DRAFT, [fact], IDS, out)
    assert out == {"retention": [expected]}


def test_no_period_is_unknown():
    out = {}
    entries.retention(DRAFT, [], IDS, out)
    assert out == {"retention": "unknown"}


@pytest.mark.parametrize(
    "extra, expected",
    [
        ({}, {}),
        ({"name": ""}, {}),
        ({"name": "Bank"}, {"name": "Bank"}),
        ({"name": "Bank", "categories": "Photos\nOther\nNAMES"}, {"name": "Bank", "categories": ["photos", "names-2"]}),
        ({"categories": "Other"}, {}),
    ],
)
def test_a_source_has_its_kind_name_and_categories(extra, expected):
    assert entries.source(Fact("subject", extra=extra), IDS) == {"kind": "subject", **expected}
