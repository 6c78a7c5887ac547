"""What must hold of every verdict, whatever the case: changes only on named days, never better for knowing less."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from case_strategies import (
    BETTER,
    DAY,
    LAW,
    OLD_CLAUSES_ENDED,
    PACK_DAYS,
    cases,
    conditions,
    days,
    elements,
    lists,
    many,
    tools,
)
from hypothesis import given
from hypothesis import strategies as st

from datamap.law.onward import REQUIREMENTS
from datamap.law.pack import ADEQUACY_KINDS
from datamap.law.verdict import NOT_CHAPTER_V, Case, Tool, judge


def outcome(v):
    return v.verdict, v.ground, v.instrument, v.evidence, v.contested, v.valid_until, v.relied_on, v.missing, v.asks


def named(case: Case, participants) -> set[dt.date]:
    found = {case.inventory_date, *(participants.vintages if participants else ())}
    for t in case.tools or ():
        found |= {t.signed, t.document_date, t.suspended_on, t.from_, t.until, t.until and t.until + DAY}
    return found


@many
@given(cases(), days, lists)
def test_a_verdict_changes_only_on_a_day_that_somebody_names(case, day, participants):
    before, after = judge(case, day, LAW, participants), judge(case, day + DAY, LAW, participants)
    if outcome(before) != outcome(after):
        assert day + DAY in PACK_DAYS | named(case, participants), f"{day + DAY}\n{before}\n{after}"


@many
@given(cases(), tools(), days, lists)
def test_adding_a_fitting_safeguard_never_makes_it_worse(case, tool, day, participants):
    alone = judge(replace(case, tools=(tool,)), day, LAW, participants)
    before = judge(case, day, LAW, participants)
    after = judge(replace(case, tools=(*(case.tools or ()), tool)), day, LAW, participants)
    # it fits if it is what carries the transfer: a decision that covers anyway may be suspended in the case itself
    # a negative assessment, or an order, is a fact against the other tools too
    doubted = any(doubts(t, day) for t in (tool, *(case.tools or ())))
    if alone.verdict == "no-transfer" or (alone.verdict == "covered" and alone.relied_on == str(tool)):
        least = BETTER["covered"] if not doubted or tool.tia == "positive" else BETTER["undetermined"]
        assert BETTER[after.verdict] >= min(max(BETTER[before.verdict], least), least), f"{before}\n{after}"
    if before.verdict == "covered" and not doubts(tool, day):
        assert after.verdict == "covered", f"{before}\n{after}"


def doubts(tool: Tool, day: dt.date) -> bool:
    """Whether a tool was assessed as insufficient, or suspended by an authority."""
    return tool.tia == "negative" or (tool.suspended_on is not None and tool.suspended_on <= day)


@many
@given(cases(), days, lists, st.randoms(use_true_random=False))
def test_the_order_of_the_safeguards_does_not_matter(case, day, participants, random):
    shuffled = list(case.tools or ())
    random.shuffle(shuffled)
    one = judge(case, day, LAW, participants)
    other = judge(replace(case, tools=case.tools and tuple(shuffled)), day, LAW, participants)
    assert (one.verdict, one.contested, set(one.missing)) == (other.verdict, other.contested, set(other.missing))
    if one.verdict == "not-covered":
        assert sorted(one.reasons) == sorted(other.reasons)


def forgetting(case: Case):
    """The case with one stated thing turned into unknown: place, importer, tool, version, role, sector, condition."""
    yield "place", replace(case, country="unknown")
    # a company elsewhere cannot join the list: stated to be elsewhere and listed at once, one of the two facts is wrong
    listing = case.importer or any(t.kind in ADEQUACY_KINDS for t in case.tools or ())
    if case.site_kind == "hosting" and not listing:  # any other site is the importer's own unless its operator is known
        yield "importer's place", replace(case, run_by_country="unknown")
    yield "importer", replace(case, importer="", importer_how="")
    yield "how the importer is known", replace(case, importer_how="assumed")
    yield "role", replace(case, importer_role="unknown")
    yield "role", replace(case, exporter_role="unknown")
    for n, (fact, _) in enumerate(case.facts):
        if fact in conditions:
            yield fact, replace(case, facts=(*case.facts[:n], (fact, "unknown"), *case.facts[n + 1 :]))
    # an authority's order against a listing is a fact of its own: it is lost if nothing is known of the claim
    ordered = any(t.kind in ADEQUACY_KINDS and t.suspended_on for t in case.tools or ())
    # so is an assessment that was negative: behind a decision it counts although no tool is needed there
    refused = case.onward and any(t.tia == "negative" or t.suspended_on for t in case.tools or ())
    if not ordered and not refused:
        yield "tools", replace(case, tools=None)
    # staff data at an affiliate are an exclusion: one that is not ruled out covers, and a finding asks
    affiliated_staff = case.data == "hr" and case.affiliate == "yes" and "processor" in case.importer_role
    if case.tools and not affiliated_staff:  # stated twice, and the statements may differ
        outside = tuple(replace(t, within_group="unknown") for t in case.tools)
        yield "group", replace(case, tools=outside, affiliate="unknown")
    for n, tool in enumerate(case.tools or ()):

        def other(t, n=n):
            return replace(case, tools=(*case.tools[:n], t, *case.tools[n + 1 :]))

        if not ordered:
            yield "tool", other(replace(tool, kind="unknown", version="unknown"))
        yield "authorisation", other(replace(tool, authorised="unknown"))
        if tool.tia == "positive":
            yield "assessment", other(replace(tool, tia="unknown"))
        yield "occasional", other(replace(tool, occasional="unknown"))
        # the design reads clauses without a generation as those of 2021 where the document is later than the old ones
        late = max((d for d in (tool.document_date or case.inventory_date, tool.signed) if d), default=dt.date.min)
        if tool.kind != "scc" or late <= OLD_CLAUSES_ENDED:
            yield "version", other(replace(tool, version="unknown"))
    for n, (fact, _) in enumerate(case.facts):
        if (fact, "condition") in elements:  # an exclusion that is not ruled out covers, and a finding asks
            yield "condition", replace(case, facts=(*case.facts[:n], (fact, "unknown"), *case.facts[n + 1 :]))
    # a public body cannot join the list: stated to be public and listed at once, one of the two facts is wrong
    if not (case.importer_sector == "public" and listing):
        yield "sector", replace(case, importer_sector="unknown")


@many
@given(cases(), days, lists)
def test_knowing_less_never_covers_what_was_not_covered(case, day, participants):
    before = judge(case, day, LAW, participants)
    if before.verdict not in ("not-covered", "undetermined"):
        return
    for what, forgotten in forgetting(case):
        after = judge(forgotten, day, LAW, participants)
        better = f"{what} unknown on {day}\n{before}\n{after}\n{forgotten}"
        assert after.verdict not in ("covered", "no-transfer"), better


DOUBTED = {  # a reason, the fact that contradicts it, and the same fact as unknown
    "role": ("own-staff-travelling", {"importer_role": "controller"}, {"importer_role": "unknown"}),
    "condition": (
        "from-the-person",
        {"facts": (("own-initiative", "no"),)},
        {"facts": (("own-initiative", "unknown"),)},
    ),
    "element": ("from-the-person", {"facts": (("page-element", "yes"),)}, {"facts": (("page-element", "unknown"),)}),
}
CLAUSES = (Tool("scc", "2021", tia="positive"),)


@pytest.mark.parametrize("day", [dt.date(2021, 10, 31), dt.date(2024, 1, 31)])
@pytest.mark.parametrize("what", DOUBTED)
@pytest.mark.parametrize("country, tools", [("IL", ()), ("DE", ()), ("IN", CLAUSES)])
def test_a_doubtful_reason_leaves_the_verdict_to_the_place_alone(country, tools, what, day):
    """Clauses bind one entity, adequacy a place: without the entity only the place counts."""
    reason, known, unknown = DOUBTED[what]
    case = Case(country, tools=tools, importer_role="controller", exporter_role="controller", no_transfer=reason)
    expected = {"IL": "covered", "DE": "no-transfer", "IN": "undetermined"}[country]
    for fact in (known, unknown):
        v = judge(replace(case, **fact), day, LAW)
        assert v.verdict == ("undetermined" if what == "element" else expected), v
        assert v.verdict != "undetermined" or "importer" in v.missing, v
    named = replace(case, importer="Example Ltd", **known)
    assert judge(named, dt.date(2024, 1, 31), LAW).verdict == {"IN": "covered"}.get(country, expected)


@many
@given(cases(), days, lists)
def test_rules_that_no_authority_approved_never_carry_a_transfer(case, day, participants):
    refused = tuple(replace(t, authorised="no") for t in case.tools or () if t.kind.startswith("bcr-"))
    v = judge(replace(case, tools=refused), day, LAW, participants)
    assert not v.ground.startswith("bcr-") and not any(f.startswith("bcr-") for f in v.fallback), v
    open_ = tuple(replace(t, authorised="unknown") for t in refused)
    v = judge(replace(case, tools=open_), day, LAW, participants)
    assert not (v.verdict == "covered" and v.ground.startswith("bcr-")), v


@many
@given(cases(), tools(), days, lists)
def test_a_negative_assessment_leaves_no_other_tool_relied_on_without_its_own(case, tool, day, participants):
    # an assessment under a tool that was signed later does not reach back
    negative = replace(tool, tia="negative", from_=None, until=None, suspended_on=None, signed=None)
    others = tuple(replace(t, tia="unknown") if t.tia == "positive" else t for t in case.tools or ())
    v = judge(replace(case, tools=(negative, *others)), day, LAW, participants)
    assert v.verdict != "covered" or not LAW.instrument(v.instrument).tia, v
    assert not any(LAW.tools(*(*f.split(":"), "unknown")[:2])[-1].tia for f in v.fallback if LAW.tools(f.split(":")[0]))


@many
@given(cases(), st.sampled_from(NOT_CHAPTER_V), st.data(), days, lists)
def test_a_reason_with_an_open_condition_takes_nothing_out_of_the_law(case, reason, data, day, participants):
    ids = [e.id for e in LAW.reason(reason, day, case.regime).elements]
    open_ = data.draw(st.sampled_from(ids))
    facts = {**dict(case.facts), **{open_: "unknown"}}
    stated = judge(replace(case, no_transfer=reason, facts=tuple(facts.items())), day, LAW, participants)
    plain = judge(replace(case, no_transfer="", facts=tuple(facts.items())), day, LAW, participants)
    assert (stated.verdict, stated.ground) != ("no-transfer", "not-chapter-v"), stated
    assert stated.verdict != "no-transfer" or plain.verdict == "no-transfer", f"{stated}\n{plain}"


def answered(case: Case):
    """The case with one open answer, and what may be the answer: name, unknown, yes, no."""
    three = ("unknown", "yes", "no")
    yield "affiliate", *(replace(case, affiliate=a) for a in three)
    yield "importer_gdpr", *(replace(case, importer_gdpr=a) for a in three)
    for end in ("exporter_sector", "importer_sector"):
        if not (end == "importer_sector" and case.importer):  # a public body cannot be listed: one of the two is wrong
            yield end, *(replace(case, **{end: a}) for a in ("unknown", "private", "public"))
    for n, tool in enumerate(case.tools or ()):
        for field in ("within_group", "authorised", "occasional"):
            many = (replace(tool, **{field: a}) for a in three)
            yield field, *(replace(case, tools=(*case.tools[:n], t, *case.tools[n + 1 :])) for t in many)
    for n, (fact, _) in enumerate(case.facts):
        yield fact, *(replace(case, facts=(*case.facts[:n], (fact, a), *case.facts[n + 1 :])) for a in three)


@many
@given(cases(), days, lists)
def test_unknown_is_never_better_than_the_better_answer(case, day, participants):
    for what, *ways in answered(case):
        unknown, *known = (judge(way, day, LAW, participants) for way in ways)
        best = max(BETTER[v.verdict] for v in known)
        assert BETTER[unknown.verdict] <= best, f"{what} on {day}\n{unknown}\n{known}\n{ways[0]}"


@many
@given(cases(), days, lists)
def test_behind_a_decision_a_transfer_is_covered_only_by_what_it_requires(case, day, participants):
    case = replace(case, onward=True, exporter_places=("JP",), exporter_basis=("adequacy",), no_transfer="")
    v = judge(case, day, LAW, participants)
    laws = case.received_under or (case.regime,)  # the first end of several decisions is named
    decided = [[i for i in LAW.status("JP", day, law).instruments if i.kind == "adequacy"] for law in laws]
    decision = [i for found in decided for i in found]
    if not all(decided) or v.verdict != "covered":
        return
    assert v.instrument in [i.id for i in decision] or v.verdict == "no-transfer"
    assert dict(case.facts).get(REQUIREMENTS) == "yes" or "JP" in (case.country, case.run_by_country), v


@many
@given(cases(), days, lists)
def test_what_is_contested_is_never_covered_without_saying_so(case, day, participants):
    v = judge(case, day, LAW, participants)
    words = "\n".join(v.reasons)
    assert v.contested <= ("ontested" in words or "Pending" in words), words
    if v.verdict != "covered":
        return
    i = LAW.instrument(v.instrument)
    assert i.contested_from is None or day < i.contested_from
    pending = any(
        w.id in i.watch and w.since <= day <= (w.until or dt.date.max) and i.id in w.about for w in LAW.watching
    )
    places = {case.country, case.run_by_country}
    extension = any(LAW.status(p, day, case.regime).status == "national-extension" for p in places & {"PF", "SJ"})
    assert v.contested >= pending
    if extension and case.run_by_country in ("unknown", case.country):
        assert v.contested, words


@many
@given(cases(), days, lists)
def test_the_parts_of_a_verdict_agree(case, day, participants):
    v = judge(case, day, LAW, participants)
    assert v == judge(case, day, LAW, participants)
    assert v.reasons and all(r.endswith(".") and r[0] == r[0].upper() for r in v.reasons)
    assert bool(v.missing) == (v.verdict == "undetermined")
    assert not v.asks or v.verdict in ("covered", "no-transfer")
    assert not v.set_aside or case.no_transfer
    assert v.relied_on not in v.fallback or v.relied_on == "adequacy" or v.verdict != "covered"
    if v.verdict == "covered":
        i = LAW.instrument(v.instrument)
        assert i.in_force(day) and v.ground == i.kind and v.citation
        assert bool(v.later_annulled) == (i.annulled_on is not None)
    assert v.valid_until is None or v.valid_until >= day
    if v.verdict == "covered" and v.valid_until:
        assert str(v.valid_until) in "\n".join(v.reasons)
