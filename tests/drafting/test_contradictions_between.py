"""What two documents state differently, as a question: which values count, in which order, and for which service."""

from __future__ import annotations

import pytest
from drafting.facts_fixture import quoted, unsure

from datamap.drafting import contradictions
from datamap.drafting.facts import Draft, DraftActivity, DraftRecipient, Fact
from datamap.drafting.merge import MERGED, merge
from datamap.reading.document import Document, Quote


def source(name: str, **parts) -> Draft:
    return Draft([Document(f"folder/{name}", "md", "", ())], **parts)


def asked(*drafts: Draft) -> list[str]:
    merged = merge(list(drafts))
    contradictions.ask_all(merged)
    return [e.why for e in merged.reading]


def owl(name="Owl Ltd", **more) -> DraftRecipient:
    return DraftRecipient(quoted(name), **more)


def pair(field, one, other, **more) -> list[str]:
    """What is asked of one recipient in two documents."""
    drafts = [source(f"{n}.md", recipients=[owl(**{field: f}, **more)]) for n, f in (("a", one), ("b", other))]
    return asked(*drafts)


def says(one: str, other: str, of="Owl Ltd", where="line 1") -> list[str]:
    return [f"{of}: a.md ({where}) states {one}; b.md ({where}) states {other}: which of them applies?"]


def test_places_are_compared_as_a_whole_and_shown_by_name():
    assert pair("places", [quoted("US")], [quoted("US")]) == []
    assert pair("places", [quoted("US")], [quoted("unknown")]) == []
    assert pair("places", [quoted("US")], [Fact("DE")]) == []
    assert pair("places", [quoted("US"), quoted("DE")], [quoted("US")]) == says(
        "Germany, United States", "United States"
    )
    assert pair("places", [quoted("US"), quoted("DE")], [quoted("DE"), quoted("US")]) == []


@pytest.mark.parametrize(
    "field, one, other, shown",
    [
        ("role", "processor", "controller", ("processor", "controller")),
        ("dpa", "yes", "no", ("yes", "no")),
        ("legal_entity", "Owl Inc.", "Owl LLC", ("Owl Inc.", "Owl LLC")),
    ],
)
def test_single_facts_are_compared(field, one, other, shown):
    assert pair(field, quoted(one), quoted(other)) == says(*shown)
    assert pair(field, quoted(one), None) == []


def test_the_same_words_in_other_letters_are_the_same():
    assert pair("legal_entity", quoted("Owl Inc."), quoted("OWL INC")) == []


def test_a_tool_is_not_a_contract_and_what_differs_is_in_doubt():
    assert pair("tools", [quoted("scc")], [quoted("dpa")]) == []
    drafts = [source("a.md", recipients=[owl(tools=[quoted("scc"), quoted("none")])]),
              source("b.md", recipients=[owl(tools=[unsure("dpf", "w")])])]  # fmt: skip
    (why,) = asked(*drafts)
    (first, second), (third,) = drafts[0].recipients[0].tools, drafts[1].recipients[0].tools
    assert (first.sure, second.sure, third.sure, third.why) == (False, True, False, "w")
    assert first.why and why.startswith(f"Owl Ltd: {first.why}")


@pytest.mark.parametrize(
    "fact, shown",
    [
        (unsure("unknown", extra={"label": "to be signed"}), True),
        (unsure("unknown"), False),
        (quoted("unknown", extra={"label": "ISO 27001"}), False),
    ],
)
def test_a_tool_that_is_put_off_is_what_its_words_are(fact, shown):
    found = pair("tools", [quoted("scc")], [fact])
    assert found == (says("standard contractual clauses (Art. 46(2)(c))", "'to be signed'") if shown else [])


def test_the_first_document_is_compared_with_each_other():
    drafts = [
        source(f"{n}.md", recipients=[owl(places=[quoted(c)])]) for n, c in (("a", "US"), ("b", "DE"), ("c", "FR"))
    ]
    assert len(asked(*drafts)) == 2
    assert [len(d.reading) for d in drafts] == [0, 1, 1]
    (entry,) = drafts[1].reading
    assert (entry.what, entry.quote.words, entry.group, entry.about, entry.values, entry.expected) == (
        "location", "DE", MERGED, "Owl Ltd", ("DE", "US"), "which of them applies",
    )  # fmt: skip


def test_one_document_contradicts_nothing():
    assert asked(source("a.md", recipients=[owl(places=[quoted("US")]), owl(places=[quoted("DE")])])) == []


def test_a_place_without_a_name_of_its_own():
    nowhere = Fact("DE", (Quote("DE", "", 0, 2),))
    found = pair("places", [quoted("US")], [nowhere])
    assert found == ["Owl Ltd: a.md (line 1) states United States; b.md states Germany: which of them applies?"]


def activity(name="Payroll", **fields) -> DraftActivity:
    return DraftActivity(quoted(name), **fields)


def test_activities_of_one_name_are_compared():
    def found(one, other, field="retention"):
        return asked(
            source("a.md", activities=[activity(**{field: one})]),
            source("b.md", activities=[activity("PAYROLL", **{field: other})]),
        )

    assert found([quoted("P2Y")], [quoted("P3Y")])[0] == says("2 years", "3 years", "Payroll")[0]
    assert found([quoted("P2Y")], [quoted("none")]) == []
    assert found([quoted("P2Y")], [quoted("P2Y")]) == []
    assert (
        found([quoted("6-1-b")], [quoted("6-1-c")], "bases")[0]
        == (says("Art. 6(1)(b) contract", "Art. 6(1)(c) legal obligation", "Payroll")[0])
    )


def served(name, recipients, **fields) -> Draft:
    return source(name, activities=[activity("Newsletter", recipients=recipients, **fields)])


def named(*names: str) -> list[DraftRecipient]:
    return [owl(n) for n in names]


def test_recipients_for_one_service_differ_only_where_none_is_the_same():
    why = "newsletter: a.md (line 1) names Owl; b.md (line 1) names Lark: which of them, or both?"
    assert asked(served("a.md", named("Owl")), served("b.md", named("Lark"))) == [why]
    assert asked(served("a.md", named("Owl")), served("b.md", named("Lark", "Owl"))) == []
    listed = source("b.md", recipients=[owl("Lark", service=quoted("e-mail newsletter"))])
    assert asked(served("a.md", named("Owl")), listed) == [why]
    listed = source("b.md", recipients=[owl("Lark", service=quoted("newsletter"), role=quoted("sub-processor"))])
    assert asked(served("a.md", named("Owl")), listed) == []
    doubted = DraftRecipient(unsure("Lark", "'planned': it may not be in use"), service=quoted("newsletter"))
    assert asked(served("a.md", named("Owl")), source("b.md", recipients=[doubted])) == []
    banks = DraftRecipient(quoted("banks"), "category", service=quoted("newsletter"))
    assert asked(served("a.md", named("Owl")), source("b.md", recipients=[banks])) == []


def test_periods_of_a_service_in_notes_and_services():
    first = source("a.md", activities=[activity("Newsletter", retention=[quoted("P3Y"), quoted("none")])])
    for more in ({"notes": [quoted("we keep it for 5 years")], "service": quoted("newsletter")},
                 {"service": quoted("newsletter, we keep it for 5 years")}):  # fmt: skip
        found = asked(first, source("b.md", recipients=[owl("Lark", **more)]))
        assert found == [
            "newsletter: a.md (line 1) states 3 years; b.md (line 1) states 5 years: which of them applies?"
        ]
        first.reading.clear()


def test_the_order_of_documents_is_kept():
    first = source("a.md", recipients=[owl("Owl", service=quoted("newsletter"), notes=[quoted("kept for 5 years")])])
    second = source("b.md", activities=[activity("Newsletter", retention=[quoted("P3Y")])])
    assert asked(first, second) == [
        "newsletter: a.md (line 1) states 5 years; b.md (line 1) states 3 years: which of them applies?"
    ]


@pytest.mark.parametrize(
    "key, one, other, shown",
    [("name", "Own Ltd", "Our Ltd", ("Own Ltd", "Our Ltd")), ("registration", "1", "2", ("1", "2")),
     ("country", "NO", "SE", ("Norway", "Sweden"))],
)  # fmt: skip
def test_the_organisation_is_compared(key, one, other, shown):
    drafts = [source("a.md", controller={key: quoted(one)}), source("b.md", controller={key: quoted(other)})]
    assert asked(*drafts) == says(*shown, of=f"the organisation's {key}")
    assert drafts[1].reading[0].about == f"the organisation's {key}"
    same = [
        source("a.md", controller={key: quoted(one)}),
        source("b.md", controller={key: quoted(one)}),
        source("c.md"),
    ]
    assert asked(*same) == []
    others = [source(n, controller={"email": quoted(n)}) for n in ("a.md", "b.md")]
    assert asked(*others) == []
