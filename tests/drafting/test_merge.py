"""Recipients of several places as organisations: which names are one, what is in doubt, which brands are a question."""

from __future__ import annotations

import pytest
from drafting.facts_fixture import quoted, unsure

from datamap.drafting.facts import Draft, DraftActivity, DraftRecipient, Fact, ToRead
from datamap.drafting.merge import MERGED, Merged, Organisation, Use, ask, brands, merge, places_in
from datamap.reading.document import Document, Quote


def owl(name="Owl Ltd", *, sure=True, aliases=(), **more) -> DraftRecipient:
    return DraftRecipient(quoted(name, sure=sure), aliases=[quoted(a) for a in aliases], **more)


def draft(*recipients: DraftRecipient, activities=()) -> Draft:
    return Draft([Document("x.csv", "csv", "", ())], recipients=list(recipients), activities=list(activities))


def together(*drafts: Draft) -> list[list[str]]:
    """The names of each organisation."""
    return [[u.recipient.name.value for u in o.uses] for o in merge(list(drafts)).organisations]


@pytest.mark.parametrize(
    "one, other, same",
    [
        ("Owl Ltd", "OWL LTD.", True),
        ("Owl Ltd", "Owl Limited", True),
        ("Owl Ltd", "Owl Inc.", False),
        ("Owl Ltd", "Owl", False),
        ("Owl Ltd", "Lark Ltd", False),
    ],
)
def test_names_that_are_one_organisation(one, other, same):
    assert len(together(draft(owl(one)), draft(owl(other)))) == (1 if same else 2)
    assert len(together(draft(owl(one), owl(other)))) == (1 if same else 2)


def test_other_names_connect_where_both_are_sure():
    assert together(draft(owl("Owl Ltd", aliases=["Lark"]), owl("Lark"))) == [["Owl Ltd", "Lark"]]
    assert together(draft(owl("Lark"), owl("Wren"), owl("Owl Ltd", aliases=["Lark", "Wren"]))) == [
        ["Lark", "Wren", "Owl Ltd"]
    ]
    assert len(together(draft(owl("Owl Ltd", sure=False, aliases=["Lark"]), owl("Lark")))) == 2
    doubted = DraftRecipient(quoted("Owl Ltd"), aliases=[unsure("Lark")])
    assert len(together(draft(doubted, owl("Lark")))) == 2
    assert together(draft(owl("..."), owl("..."))) == [["..."], ["..."]]


def test_the_recipients_of_activities_are_uses():
    activity = DraftActivity(quoted("Payroll"), recipients=[owl(), owl("Lark")])
    found = merge([draft(owl(), activities=[activity])])
    assert [[u.activity for u in o.uses] for o in found.organisations] == [[None, activity], [activity]]
    assert found.activities == [(found.drafts[0], activity)]


def use(recipient: DraftRecipient) -> Use:
    return Use(draft(), recipient)


def test_the_name_of_an_organisation_is_the_first_that_is_sure():
    assert Organisation([use(owl("a", sure=False)), use(owl("b"))]).name.value == "b"
    assert Organisation([use(owl("a", sure=False)), use(owl("b", sure=False))]).name.value == "a"
    assert [f.value for _, f in Organisation([use(owl("a")), use(owl("b"))]).names] == ["a", "b"]


@pytest.mark.parametrize(
    "kinds, kind",
    [
        (["category"], "category"),
        (["category", "category"], "category"),
        (["category", ""], "category"),
        (["category", "organisation"], "organisation"),
        ([""], "organisation"),
        (["organisation"], "organisation"),
    ],
)
def test_the_kind_of_an_organisation(kinds, kind):
    assert Organisation([use(owl(kind=k)) for k in kinds]).kind == kind


def test_what_a_use_in_doubt_states_is_in_doubt():
    sure, doubtful = owl(places=[quoted("US")]), DraftRecipient(unsure("Owl Ltd", "w"), places=[quoted("DE")])
    facts = Organisation([use(sure), use(doubtful)]).all_facts("places")
    assert [(f.value, f.sure, f.why) for _, f in facts] == [("US", True, ""), ("DE", False, "w")]
    doubtful.places = [quoted("DE", why="v")]
    assert [f.why for _, f in Organisation([use(sure), use(doubtful)]).all_facts("places")] == ["", "v"]
    assert [f.sure for _, f in Organisation([use(doubtful)]).all_facts("places")] == [True]


def test_facts_of_a_field_each_once():
    one = owl(places=[quoted("US"), unsure("DE")], role=quoted("processor"))
    two = owl(places=[quoted("US", "line 2"), quoted("DE", "line 2"), quoted("US", extra={"place": "Austin"})])
    found = Organisation([use(one), use(two)])
    assert [(f.value, f.sure, f.quotes[0].where, f.extra) for _, f in found.facts("places")] == [
        ("US", True, "line 1", {}),
        ("DE", True, "line 2", {}),
        ("US", True, "line 1", {"place": "Austin"}),
    ]
    assert [f.value for _, f in found.facts("role")] == ["processor"] and found.facts("service") == []
    tools = [quoted("scc", extra={"countries": "US"}), quoted("scc", extra={"countries": "IN"})]
    assert len(Organisation([use(owl(tools=tools))]).facts("tools")) == 1


def grouped(*names: str, kind: str = "organisation") -> list[list[str]]:
    organisations = [Organisation([use(owl(name, kind=kind))]) for name in names]
    return [[o.name.value for o in group] for group in brands(Merged([], organisations))]


@pytest.mark.parametrize(
    "names, groups",
    [
        (["Owl Ltd", "Owl Inc."], [["Owl Ltd", "Owl Inc."]]),
        (["Owl Ltd", "Lark Ltd"], [["Owl Ltd"], ["Lark Ltd"]]),
        (["Owl Ltd", "Owl Ireland Ltd"], [["Owl Ltd", "Owl Ireland Ltd"]]),
        (["Owl Ltd", "Owl Letters Ltd"], [["Owl Ltd"], ["Owl Letters Ltd"]]),
        (["Owl Hill Ltd", "Owl Hill Letters Ltd"], [["Owl Hill Ltd", "Owl Hill Letters Ltd"]]),
        (["OHS Ltd", "Owl Hill Services Ltd"], [["OHS Ltd", "Owl Hill Services Ltd"]]),
        (["OH Ltd", "Owl Hill Ltd"], [["OH Ltd"], ["Owl Hill Ltd"]]),
        (["Owl Ireland Ltd", "Owl Spain Ltd"], [["Owl Ireland Ltd"], ["Owl Spain Ltd"]]),
    ],
)
def test_organisations_by_brand(names, groups):
    assert grouped(*names) == groups


def test_categories_have_no_brand():
    assert grouped("banks", "Banks", kind="category") == []


@pytest.mark.parametrize(
    "text, place", [("Ireland", True), ("Ireland and more", False), ("letters", False), ("", False)]
)
def test_a_text_that_is_a_place(text, place):
    assert places_in(text) is place


def test_several_names_of_one_brand_are_one_question():
    found = merge([draft(owl("Owl Ltd")), draft(owl("Owl Inc."), owl("Owl"))])
    assert found.drafts[0].reading == []
    (asked,) = found.drafts[1].reading
    assert asked == ToRead(
        "organisation",
        Quote("Owl", "line 1", 0, 3),
        "'Owl Ltd', 'Owl Inc.', 'Owl' may be one organisation or several legal entities",
        "whether they are the same; each was read as a separate one",
        MERGED,
        "",
        ("Owl", "Owl Inc.", "Owl Ltd"),
    )
    assert found.reading == [asked]
    assert merge([draft(owl("Owl Ltd"), owl("Lark"))]).reading == []


def test_a_question_needs_words():
    one = draft()
    ask(one, "location", (), "w", "e", values=())
    assert one.reading == []
    ask(one, "location", (Quote("x", "line 1", 0, 1), Quote("y", "line 2", 0, 1)), "w", "e", "Owl", values=("a",))
    assert one.reading == [ToRead("location", Quote("x", "line 1", 0, 1), "w", "e", MERGED, "Owl", ("a",))]


def test_what_is_in_doubt_beside_what_is_sure_counts_once():
    doubtful = Fact("US", (Quote("x", "line 1", 0, 1),), sure=False)
    found = Organisation([use(owl(places=[doubtful, quoted("US"), doubtful]))])
    assert [f.sure for _, f in found.facts("places")] == [True]
