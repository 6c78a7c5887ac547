"""Documents that differ: each difference is a question that names both sources; without one, nothing is asked."""

from __future__ import annotations

import pytest

from datamap.drafting import contradictions, draft, writer
from datamap.drafting.facts import Draft, DraftActivity, DraftRecipient, Fact
from datamap.drafting.merge import merge
from datamap.drafting.tables import words
from datamap.reading.document import Document, Quote


def fact(value, line=1, **more):
    return Fact(value, (Quote(value, f"line {line}", 0, len(value)),), **more)


def source(name, **parts):
    return Draft([Document(name, "md", "0" * 64, ())], **parts)


def questions(*drafts):
    merged = merge(list(drafts))
    contradictions.ask_all(merged)
    return merged, [e.why for e in merged.reading]


def vendor(name, service=None, **more):
    return DraftRecipient(fact(name, 3), service=fact(service, 3) if service else None, **more)


@pytest.mark.parametrize("service", words.section("services"))
@pytest.mark.parametrize("other", words.LANGUAGES)
def test_two_recipients_for_one_service_in_any_two_languages_are_one_question(service, other):
    first, second = (words.section("services")[service][lang][0].replace("*", "") for lang in ("en", other))
    _, asked = questions(
        source("notice.md", activities=[DraftActivity(fact(first), recipients=[DraftRecipient(fact("Pigeon", 2))])]),
        source("list.csv", recipients=[vendor("Raven", second)]),
    )
    wanted = f"{service}: notice.md (line 2) names Pigeon; list.csv (line 3) names Raven: which of them, or both?"
    assert wanted in asked


def test_the_period_of_a_remark_is_compared_with_the_activity():
    remark = fact("Remark: we keep addresses for 5 years", 3)
    _, asked = questions(
        source("notice.md", activities=[DraftActivity(fact("Newsletter"), retention=[fact("P3Y", 2)])]),
        source("list.csv", recipients=[vendor("Pigeon", "newsletter", notes=[remark])]),
    )
    assert asked == [
        "newsletter: notice.md (line 2) states 3 years; list.csv (line 3) states 5 years: which of them applies?"
    ]
    remark = fact("Remark: the contract runs for 5 years", 3)
    _, asked = questions(
        source("notice.md", activities=[DraftActivity(fact("Newsletter"), retention=[fact("P3Y", 2)])]),
        source("list.csv", recipients=[vendor("Pigeon", "newsletter", notes=[remark])]),
    )
    assert asked == []


def test_bases_of_one_service_under_two_names_and_of_one_name_are_asked_once():
    for second in ("Newsletter", "E-mailing"):
        _, asked = questions(
            source("notice.md", activities=[DraftActivity(fact("Newsletter"), bases=[fact("6-1-a")])]),
            source("register.csv", activities=[DraftActivity(fact(second), bases=[fact("6-1-f")])]),
        )
        assert (
            len(asked) == 1
            and "notice.md (line 1) states Art. 6(1)(a) consent; register.csv (line 1) states Art. 6(1)(f)" in asked[0]
        )


def test_a_tool_that_differs_between_sources_is_a_question_and_proposed():
    sources = [
        source("a.csv", recipients=[vendor("Raven Inc.", places=[fact("US")], tools=[fact("dpf")])]),
        source("b.csv", recipients=[vendor("Raven Inc.", places=[fact("US")], tools=[fact("scc")])]),
    ]
    merged, asked = questions(*sources)
    assert asked == [
        "Raven Inc.: a.csv (line 1) states EU-US Data Privacy Framework (Art. 45); "
        "b.csv (line 1) states standard contractual clauses (Art. 46(2)(c)): which of them applies?"
    ]
    (entry,) = writer.inventory(merged).inventory.recipients
    assert {(s.kind, s.how) for s in entry.safeguards} == {("dpf", "proposed"), ("scc", "proposed")}


def test_a_tool_that_one_source_puts_off_is_not_in_place_for_the_other():
    merged, asked = questions(
        source("a.md", recipients=[vendor("Raven", places=[fact("US")], tools=[fact("scc")])]),
        source(
            "b.csv", recipients=[vendor("Raven", tools=[fact("unknown", sure=False, extra={"label": "to be signed"})])]
        ),
    )
    assert asked == [
        "Raven: a.md (line 1) states standard contractual clauses (Art. 46(2)(c)); "
        "b.csv (line 1) states 'to be signed': which of them applies?"
    ]
    (entry,) = writer.inventory(merged).inventory.recipients
    assert {(s.kind, s.how) for s in entry.safeguards} == {("scc", "proposed"), ("unknown", "stated")}


@pytest.mark.parametrize(
    "field, one, other",
    [
        ("places", [fact("DE")], [fact("FR")]),
        ("dpa", fact("yes"), fact("no")),
        ("role", fact("processor"), fact("controller")),
        ("legal_entity", fact("Raven LLC"), fact("Raven Inc.")),
    ],
)
def test_each_fact_of_one_organisation_is_compared(field, one, other):
    _, asked = questions(
        source("a.csv", recipients=[vendor("Raven", **{field: one})]),
        source("b.csv", recipients=[vendor("Raven", **{field: other})]),
    )
    assert len(asked) == 1 and "a.csv (line 1) states" in asked[0] and "b.csv (line 1) states" in asked[0]
    _, asked = questions(
        source("a.csv", recipients=[vendor("Raven", **{field: one})]),
        source("b.csv", recipients=[vendor("Raven", **{field: one})]),
    )
    assert asked == []


def test_names_of_one_brand_and_the_processors_of_a_processor_are_no_contradiction():
    _, asked = questions(
        source("notice.md", recipients=[vendor("Amazon Web Services", "hosting")]),
        source("list.csv", recipients=[vendor("AWS", "cloud")]),
        source("dpa.md", recipients=[vendor("Amazon Web Services EMEA SARL", "Hosting")]),
    )
    assert len(asked) == 1 and all(name in asked[0] for name in ("'AWS'", "EMEA SARL'", "'Amazon Web Services'"))
    _, asked = questions(
        source("notice.md", recipients=[vendor("Pigeon", "hosting")]),
        source("dpa.md", recipients=[vendor("Raven", "Hosting", role=fact("sub-processor"))]),
    )
    assert asked == []


def test_the_organisation_itself_is_compared():
    _, asked = questions(
        source("a.md", controller={"name": fact("Demo Ltd"), "country": fact("IE")}),
        source("b.md", controller={"name": fact("Demo Ltd"), "country": fact("GB")}),
    )
    assert asked == [
        "the organisation's country: a.md (line 1) states Ireland; "
        "b.md (line 1) states United Kingdom: which of them applies?"
    ]


def test_a_tool_in_a_remark_is_proposed_and_a_name_with_a_question_mark_too(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text(
        "Supplier,Service,Country,Remark\nRaven Inc.,calls,USA,SCC 2021 signed\nPigeon?,newsletter,USA,\n"
        "Crow Inc.,mail,USA,SCC not yet signed\n",
        encoding="utf-8",
    )
    made = writer.inventory(draft.draft(file)).inventory
    by = {r.name: r for r in made.recipients}
    assert [(s.kind, s.how) for s in by["Raven Inc."].safeguards] == [("scc", "proposed")]
    assert [(s.kind, s.how) for s in by["Crow Inc."].safeguards] == [("unknown", "stated")]
    assert (by["Raven Inc."].how, by["Pigeon"].how) == ("stated", "proposed")
