"""Lists of recipients: the organisation as the provider of its own cookies, purchases, tools for some countries."""

from __future__ import annotations

import pytest
from drafting.facts_fixture import quoted

from datamap.drafting.facts import Draft, DraftRecipient, Fact
from datamap.drafting.tables import lists
from datamap.drafting.tables.recipients import place_all
from datamap.drafting.tables.records import of_purchase
from datamap.drafting.tables.tools import add_tools


def left(*names: str, why: str = lists.PROVIDER, **controller: str) -> list[str]:
    """The recipients that are left of those that a table of cookies names."""
    recipients = [DraftRecipient(Fact(n, why=why, sure=False)) for n in names]
    draft = Draft([], recipients=recipients, controller={k: quoted(v) for k, v in controller.items()})
    lists.drop_own_providers(draft)
    return [r.name.value for r in draft.recipients]


@pytest.mark.parametrize(
    "name, own",
    [
        ("Own House Ltd", True),
        ("Own House", True),
        ("own", True),
        ("Own Hill", False),
        ("Owl", False),
        ("www.own-house.example", True),
        ("ownhouse.test", True),
        (".own-house.example", True),
        ("house.example", False),
        ("post.test", True),
        ("test", False),
        ("ownhouse", False),
    ],
)
def test_the_organisation_is_no_provider_of_its_own(name, own):
    assert left(name, name="Own House Ltd", email="desk@Post.test") == ([] if own else [name])


def test_only_what_a_table_of_cookies_names_is_left_out():
    assert left("Own House Ltd", name="Own House Ltd", why="") == ["Own House Ltd"]
    assert left("Own House Ltd", email="desk@post.test") == ["Own House Ltd"]
    assert left("post.test", "Owl Ltd", name="Own House Ltd") == ["post.test", "Owl Ltd"]


@pytest.mark.parametrize("name, known", [("Mailchimp", True), ("Owl Hill Ltd", False)])
def test_a_service_that_is_known_gets_data(name, known):
    assert lists.known(name) is known


def test_why_a_name_under_an_unknown_label_is_not_sure():
    assert lists.unlabelled("") == "no known label is above it"
    assert lists.unlabelled("x" * 90) == f"the label above it is not known: '{'x' * 80}'"
    one = DraftRecipient(Fact("Owl", how="inferred", extra={"a": "b"}))
    lists.make_unsure(one, "w")
    assert one.name == Fact("Owl", (), "inferred", "w", False, {"a": "b"})


@pytest.mark.parametrize(
    "title, texts, bought",
    [
        ("Price", ["5", "7 EUR", "CZK5"], True),
        ("Price", ["5", "–"], False),
        ("Price", ["abcd5"], True),
        ("Price", ["abcde5"], False),
        ("Price", ["cheap"], False),
        ("Price", [], True),
        ("Country", ["5"], False),
    ],
)
def test_a_column_about_the_purchase_alone(title, texts, bought):
    assert of_purchase(title, texts) is bought


def tools(*steps: tuple[list[Fact], list[str]]) -> list[tuple[str, dict[str, str]]]:
    owl = DraftRecipient(quoted("Owl"))
    for added, codes in steps:
        add_tools(owl, added, codes)
    return [(t.value, t.extra) for t in owl.tools]


def test_tools_for_some_countries_are_added_once():
    scc, dpf, none = quoted("scc"), quoted("dpf"), quoted("none")
    assert tools(([scc], [])) == [("scc", {})]
    assert tools(([scc], ["US"]), ([scc], ["IN", "US"])) == [("scc", {"countries": "US,IN"})]
    assert tools(([scc], ["US"]), ([dpf], [])) == [("scc", {"countries": "US"}), ("dpf", {})]
    assert tools(([none], ["US"]), ([scc], [])) == [("scc", {})]
    assert tools(([scc], []), ([none], [])) == [("scc", {})]
    assert tools(([none], []), ([none], [])) == [("none", {})]
    assert scc.extra == {}
    for key in ("version", "module", "label"):
        one, two = (quoted("scc", extra={key: x}) for x in "ab")
        assert len(tools(([one, two], []))) == 2, key
    assert len(tools(([quoted("scc", extra={"signed": x}) for x in "ab"], []))) == 1


def test_places_are_added_once():
    owl = DraftRecipient(quoted("Owl"), places=[quoted("US")])
    place_all(owl, [quoted("US", "line 2"), quoted("US", extra={"place": "Austin"}), quoted("DE"), quoted("DE")])
    assert [(p.value, p.quotes[0].where, p.extra) for p in owl.places] == [
        ("US", "line 1", {}),
        ("US", "line 1", {"place": "Austin"}),
        ("DE", "line 1", {}),
    ]
