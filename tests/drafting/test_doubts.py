"""What is not sure is proposed, field by field, and never makes an audit better than a draft without it."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import fields, replace

import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st

import datamap as dm
from datamap.drafting import writer
from datamap.drafting.doubts import list_left_out, make_doubtful
from datamap.drafting.facts import Draft, DraftActivity, DraftRecipient, Fact
from datamap.drafting.merge import merge
from datamap.drafting.quoted import facts_of
from datamap.model.vocabulary import VERDICTS
from datamap.reading.document import Document, Quote

DAY = dt.date(2026, 9, 30)
WHERE = Quote("the words", "line 1", 0, 9)
NAMES = ("Postbird Inc.", "Hoster GmbH", "Maps Ltd")


def fact(value, sure=True, **extra):
    return Fact(value, (WHERE,), sure=sure, why="" if sure else "in doubt", extra=extra)


def draft(**parts):
    return Draft([Document("notice.md", "md", "0" * 64, ())], **parts)


def written(*drafts):
    return writer.inventory(merge(list(drafts))).inventory


def facts(values, most=2, **extra):
    return st.lists(st.builds(lambda v, s: fact(v, s, **extra), st.sampled_from(values), st.booleans()), max_size=most)


def one_or_none(values):
    return st.none() | facts(values, 1).map(lambda f: f[0] if f else None)


RECIPIENTS = st.builds(
    DraftRecipient,
    st.builds(fact, st.sampled_from(NAMES), st.booleans()),
    aliases=facts(("Google LLC", "Maps")),
    places=facts(("US", "DE", "IN", "CH", "unknown")),
    tools=facts(("dpf", "adequacy", "unknown", "dpa"))
    | facts(("scc",), version="2021", module="2")
    | facts(("scc",), version="2021", module="2", countries="IN"),
    role=one_or_none(("processor", "controller", "unknown")),
    legal_entity=one_or_none(("Google LLC", "Hoster GmbH")),
    dpa=one_or_none(("yes", "no")),
)
"""Recipients whose names, places, tools, role and legal entity are each sure or in doubt."""

ACTIVITIES = st.builds(
    DraftActivity,
    st.builds(fact, st.sampled_from(("Orders", "Payroll")), st.booleans()),
    facts=st.dictionaries(
        st.just("role"), st.builds(fact, st.sampled_from(("controller", "processor")), st.booleans())
    ),
    subjects=facts(("staff", "customers")),
    categories=facts(("name",)) | facts(("blood group",), special="health") | facts(("size",), special="none"),
    bases=facts(("6-1-a", "6-1-b")),
    conditions=facts(("9-2-h",)),
    retention=facts(("P3Y", "unknown")),
    measures=facts(("locks",)),
    sources=facts(("subject",)),
    recipients=st.lists(RECIPIENTS, max_size=2),
)
DRAFTS = st.builds(
    draft,
    controller=st.fixed_dictionaries(
        {"name": st.just(fact("Demo"))},
        optional={"country": st.builds(fact, st.sampled_from(("CZ", "GB")), st.booleans())},
    ),
    activities=st.lists(ACTIVITIES, max_size=2),
    recipients=st.lists(RECIPIENTS, min_size=1, max_size=3),
    categories=st.lists(
        st.tuples(
            st.builds(fact, st.sampled_from(("name", "size")), st.booleans()), st.sampled_from(("none", "health"))
        ),
        max_size=2,
    ),
)


def sure_alone(value):
    """The same without each fact that is in doubt, and without all that hangs on such a name."""
    if isinstance(value, Fact):
        return value if value.sure else None
    if isinstance(value, (DraftActivity, DraftRecipient)) and not value.name.sure:
        return None
    if isinstance(value, Draft):  # what is sure of a recipient is sure, in whichever activity it is named
        named = [r for a in value.activities if not a.name.sure for r in a.recipients]
        value = replace(value, recipients=[*value.recipients, *named])
    if isinstance(value, (Draft, DraftActivity, DraftRecipient)):
        return replace(value, **{f.name: sure_alone(getattr(value, f.name)) for f in fields(value)})
    if isinstance(value, dict):
        return {k: kept for k, v in value.items() if (kept := sure_alone(v)) is not None}
    if isinstance(value, (list, tuple)):
        kept = type(value)(k for v in value if (k := sure_alone(v)) is not None)
        return kept if isinstance(value, list) or len(kept) == len(value) else None
    return value


def judged(inventory):
    """The worst verdict on each recipient, and the findings, as an audit gives them."""
    audit = dm.audit(inventory, DAY)
    worst = {}
    for name, verdict in zip(audit.transfers["recipient"], audit.transfers["verdict"], strict=True):
        worst[name] = min(worst.get(name, len(VERDICTS)), VERDICTS.index(verdict))
    found = audit.findings.frame
    return worst, set(zip(found["rule"], found["subject"], strict=True))


@pytest.mark.parametrize("tools", [["unknown"], ["dpf", "unknown"], ["dpf"]], ids=" ".join)
def test_words_in_doubt_beside_a_contract_alone_are_no_tool(tools):
    named = DraftRecipient(
        fact("Postbird Inc."), places=[fact("US")], tools=[fact(t, sure=False) for t in tools], dpa=fact("yes")
    )
    found = draft(controller={"name": fact("Demo")}, recipients=[named])
    assert judged(written(found))[0] == {"Postbird Inc.": VERDICTS.index("not-covered")}


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))), ids=str)
def test_names_are_of_one_organisation_in_whatever_order_they_stand(order):
    named = [
        DraftRecipient(fact("Maps Ltd"), aliases=[fact("Google LLC")], dpa=fact("yes")),
        DraftRecipient(fact("Postbird Inc.")),
        DraftRecipient(fact("Postbird Inc."), aliases=[fact("Google LLC")], places=[fact("US")]),
    ]
    found = draft(controller={"name": fact("Demo")}, recipients=[named[n] for n in order])
    assert list(judged(written(found))[0].values()) == [VERDICTS.index("not-covered")]


@given(DRAFTS)
@examples(0.6)
def test_no_verdict_is_better_than_without_what_is_in_doubt(found):
    with_doubts, _ = judged(written(found))
    without, _ = judged(written(sure_alone(found)))
    assert all(with_doubts[name] <= verdict for name, verdict in without.items())


SINGLE = (
    ("recipients", "role", "processor"),
    ("recipients", "legal_entity", "Postbird Inc."),
    ("recipients", "dpa", "yes"),
    ("recipients", "service", "mail"),
)


@pytest.mark.parametrize("list_, field, value", SINGLE)
@pytest.mark.parametrize("sure", [True, False])
def test_a_field_of_a_recipient_in_doubt_is_proposed(list_, field, value, sure):
    recipient = DraftRecipient(fact("Postbird"), **{field: fact(value, sure)})
    (entry,) = written(draft(recipients=[recipient])).recipients
    assert (getattr(entry, field), entry.how_of(field)) == (value, "stated" if sure else "proposed")


def test_names_places_and_tools_in_doubt_are_proposed():
    recipient = DraftRecipient(
        fact("Postbird"), aliases=[fact("Bird", False)], places=[fact("DE", False)], tools=[fact("dpf", False)]
    )
    (entry,) = written(draft(recipients=[recipient])).recipients
    assert (entry.aliases, entry.how_of("aliases")) == (("Bird",), "proposed")
    assert [(s.country, s.how, s.evidence[0].words) for s in entry.sites] == [("DE", "proposed", "the words")]
    assert [(s.kind, s.how, s.why) for s in entry.safeguards] == [("dpf", "proposed", "in doubt")]


def test_a_tool_that_is_denied_or_to_come_stays_unknown_and_is_nothing_to_confirm():
    recipient = DraftRecipient(fact("Postbird"), tools=[fact("unknown", False, label="to be signed")])
    inventory = written(draft(recipients=[recipient]))
    assert [(s.kind, s.label, s.how) for s in inventory.recipients[0].safeguards] == [
        ("unknown", "to be signed", "stated")
    ]
    assert not dm.audit(inventory, DAY).has_proposals


def test_what_is_sure_in_one_place_is_not_proposed_and_a_doubtful_name_makes_its_facts_doubtful():
    sure = DraftRecipient(fact("Postbird"), places=[fact("US")], tools=[fact("scc", countries="US")])
    doubtful = DraftRecipient(fact("Postbird", False), places=[fact("US"), fact("DE")], tools=[fact("dpf")])
    (entry,) = written(draft(recipients=[doubtful]), draft(recipients=[sure])).recipients
    assert entry.how == "stated"
    assert {(s.country, s.how) for s in entry.sites} == {("US", "stated"), ("DE", "proposed")}
    assert {(s.kind, s.how) for s in entry.safeguards} == {("scc", "stated"), ("dpf", "proposed")}


def test_facts_of_an_activity_and_of_the_controller_in_doubt_are_proposed():
    activity = DraftActivity(
        fact("Orders"), subjects=[fact("customers", False)], categories=[fact("blood group", False, special="health")],
        bases=[fact("6-1-b", False)], conditions=[fact("9-2-h", False)], retention=[fact("P3Y", False)],
        facts={"role": fact("processor", False), "dpia": fact("done", False)}, sources=[fact("subject", False)],
    )  # fmt: skip
    made = written(draft(activities=[activity], controller={"name": fact("Demo"), "country": fact("CZ", False)}))
    (p,), (c,) = made.purposes, made.categories
    assert {f: p.how_of(f) for f in ("subjects", "role", "dpia")} == dict.fromkeys(
        ("subjects", "role", "dpia"), "proposed"
    )
    assert {e.how for e in (*p.legal_bases, *p.retention, *p.sources)} == {"proposed"}
    assert p.legal_bases[0].how_of("conditions") == "proposed"
    assert (c.how, c.special, c.how_of("special")) == ("proposed", "health", "proposed")
    assert made.controller.how_of("country") == "proposed" and made.controller.role == "unknown"


def test_a_kind_of_special_data_from_a_file_of_facts_is_proposed_on_a_category_that_is_stated():
    found = draft(categories=[(fact("blood group"), "unknown"), (fact("blood group", False), "none")])
    (entry,) = written(found).categories
    assert (entry.how, entry.special) == ("stated", "unknown")
    found.categories[0] = (fact("blood group"), "")
    found.categories[1] = (fact("blood group", False), "health")
    (entry,) = written(found).categories
    assert (entry.how, entry.special, entry.how_of("special")) == ("stated", "health", "proposed")


def test_a_list_of_names_keeps_the_sure_ones_and_the_others_are_read_by_a_person():
    other = replace(fact("suppliers", False), quotes=(Quote("suppliers", "line 2", 0, 9),))
    found = draft(activities=[DraftActivity(fact("Orders"), subjects=[fact("customers"), other])])
    list_left_out(found)
    assert [s.name for s in written(found).subjects] == ["customers"]
    assert [(e.what, e.quote.words) for e in found.reading] == [("people", "suppliers")]


@given(DRAFTS)
def test_everything_of_a_reconstructed_document_is_in_doubt(found):
    make_doubtful(found)
    assert not [f for f in facts_of(found) if f.sure]
