"""The sentences of the brief: what changed and why, what is stale, what is decided, and what is never claimed."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from brief_fixture import COUNTS, STALE, UP_TO_DATE, company, move, point
from hypothesis import given
from hypothesis import strategies as st
from test_english import PHRASES

from datamap.publish.brief import words
from datamap.publish.brief.content import Brief, compose
from datamap.publish.brief.facts import Base, Counted, Expired, Overdue, Party


def sentences(brief: Brief) -> list[str]:
    """Every sentence that a reader sees."""
    return [
        *(brief.title, brief.about, brief.status.text, *brief.summary, brief.rest, brief.footer, *brief.mail),
        *(r.state for r in brief.rows),
        *(text for s in brief.sections for text in (s.title, *(i.text for i in s.items))),
    ]


def section(brief: Brief, title: str) -> list[str]:
    """The items of one section."""
    return [i.text for s in brief.sections if s.title.startswith(title) for i in s.items]


@pytest.mark.parametrize("since", [0, 3])
@pytest.mark.parametrize("several", [False, True])
def test_a_map_that_was_not_re_confirmed_is_never_good_and_never_without_change(since, several):
    stale = company(confirmed=replace(UP_TO_DATE, since=since))
    brief = compose([stale, company("birch")] if several else [stale])
    assert brief.status.tone == ("open" if since else "stale")
    assert "good" not in {r.tone for r in brief.rows if r.name == "Alder Ltd"}
    said = " ".join(sentences(brief)).lower()
    assert ("not re-confirmed" in said) == (not since)
    assert "no change" not in said and "unchanged" not in said
    assert since or "does not prove" in " ".join(section(brief, "What became"))


def test_a_map_without_any_confirmation_is_older_than_every_other():
    never = company("birch", confirmed=replace(STALE, last="", dated="", quarters=-1))
    brief = compose([company(confirmed=STALE), never])
    up_to_date = section(brief, "Is the map")
    assert "No confirmation is recorded" in up_to_date[1] and up_to_date[1].startswith("Birch Ltd: not re-confirmed.")
    assert up_to_date[2].startswith(
        "Alder Ltd: not re-confirmed for 3 quarters. The last confirmation is of 10 December"
    )


def test_only_a_confirmed_map_without_anything_open_is_good():
    assert compose([company()]).status.tone == "good"
    for what in (
        {"counts": COUNTS | {"undetermined": 1}},
        {"counts": COUNTS | {"not-covered": 1}},
        {"errors": 1},
        {"overdue": (Overdue("Sign.", "Ann", "2026-08-01", 1),)},
        {"expired": (Expired("It is accepted.", "Ann", "its day of review was 2026-08-01"),)},
        {"confirmed": replace(UP_TO_DATE, since=9)},
        {"confirmed": STALE},
        {"moves": (move(),)},
    ):
        assert compose([company(**what)]).status.tone != "good", what


def test_a_new_edition_of_a_check_is_not_a_decline():
    counted = Counted("datamap", "worse", 5, 1, ("Incomplete record",))
    brief = compose([company(counted=(counted,), moves=(move(cause="datamap"),))])
    changed = section(brief, "What became")
    assert not brief.status.text.startswith("Worse") and not any(t.startswith("Worse") for t in changed)
    assert [t for t in changed if t.startswith("Not a change of the company") and "7 results" in t]
    worse = compose([company(counted=(replace(counted, cause="inventory"),))])
    assert worse.status.text.startswith("Worse") and worse.status.tone == "bad"
    both = compose([company(counted=(replace(counted, cause="datamap or law"),))])
    assert "a check of this program changed, or the law" in section(both, "What became")[0]


def test_a_shared_recipient_is_one_item_whatever_the_companies_call_it():
    mine = {
        "alder": Party("Postbird", "Postbird Inc."),
        "birch": Party("Postbird, Inc."),
        "cedar": Party("Bird mail", "Postbird Inc."),
    }
    facts = [
        company(n, moves=(move(party=p),), points=(point(item=p.name, party=p),), bases=(Base("DPF", "", True, (p,)),))
        for n, p in mine.items()
    ]
    brief = compose(facts, "the group")
    for title in ("What became", "The worst", "Decisions", "What may"):
        assert len([t for t in section(brief, title) if "bird" in t.lower()]) == 1, title
    assert section(brief, "What became")[0] == (
        "Worse: transfers to Postbird Inc. (United States), covered before, are now not covered, because the law or an "
        "official list changed, at all 3 companies."
    )
    assert section(brief, "What may")[0].startswith("1 recipient relies on the DPF, which is contested")


def test_recipients_of_one_name_with_two_legal_entities_stay_apart():
    parties = [Party("Postbird", "Postbird Inc."), Party("Postbird", "Postbird GmbH"), Party("Postbird")]
    facts = [company(f"c{n}", moves=(move(party=p),)) for n, p in enumerate(parties)]
    assert len([t for t in section(compose(facts), "What became") if t.startswith("Worse")]) == 3


def test_entries_of_one_map_are_counted_one_by_one():
    parties = [Party("Postbird (a)", "", "a"), Party("Postbird (b)", "", "b"), Party("Postbird (c)", "Post Inc.", "c")]
    points = tuple(point(item="Postbird", party=p) for p in parties)
    brief = compose([company(points=points, bases=(Base("DPF", "", True, tuple(parties)),))])
    assert "with 3 recipients (Postbird (a), Postbird (b) and 1 more)" in section(brief, "Decisions")[0]
    assert section(brief, "What may")[0].startswith("3 recipients rely")


def test_a_sentence_applies_only_to_those_whose_message_has_the_same_substance():
    def risk(*alike: str) -> str:
        found = [
            point(9 - n, item, message=f"{item} has no period." if n == 0 else "", alike=a)
            for n, (item, a) in enumerate(zip(("Ash", "Beech", "Cedar", "Elm", "Fir"), alike, strict=False))
        ]
        return section(compose([company(points=tuple(found))]), "The worst")[0]

    assert risk("p", "p", "p") == "Ash has no period; the same for Beech and Cedar."
    assert risk("p", "q") == "Ash has no period; the same decision is needed for Beech."
    assert risk("p", "p", "q") == "Ash has no period; the same for Beech; the same decision is needed for 1 other."
    assert risk("", "") == "Ash has no period; the same decision is needed for Beech."  # an earlier file: not known
    assert risk("p") == "Ash has no period."


def test_the_title_has_the_whole_name_of_an_organisation_where_there_is_room():
    long = "Regional Office for the Protection of Forests and Rivers (ROPFR)"
    assert compose([company(name=long)]).title.endswith(f"of {long}")
    assert len(compose([company(name=long * 9)]).title) < 130


def test_decisions_have_an_owner_and_a_day():
    points = (
        point(9, "Alpha", owner="Jana Dvorak", due="2026-11-15", state="open"),
        point(8, "Beta", template="Ask {}"),
        point(7, "Gamma", template="Check {}", severity="warning"),
        point(6, "Delta", template="Count {}"),
    )
    expired = Expired("The transfer is accepted.", "Eva Horak", "its day of review was 2026-08-31")
    found = section(compose([company(points=points, expired=(expired,))]), "Decisions")
    assert found == [
        "Sign standard contractual clauses with Alpha. Owner: Jana Dvorak, by 15 November 2026.",
        "Renew or end an acceptance that no longer applies (its day of review was 31 August 2026): The transfer is "
        "accepted. Owner: Eva Horak, by 30 October 2026.",
        "Ask Beta. No owner is recorded (record one in NAME.decisions.yaml beside the map); decide by 30 October 2026.",
        "Check Gamma. No owner is recorded; decide by 31 December 2026.",
    ]


@pytest.mark.parametrize(
    ("items", "said"),
    [
        (["Alpha"], "Find out, for the transfer to Alpha, which tool is in place."),
        (["Alpha", "Beta"], "Find out, for the transfer to Alpha and Beta, which tool is in place."),
        (
            ["Alpha", "Beta", "Gamma"],
            "Find out, for the transfer to 3 recipients (Alpha, Beta and 1 more), which tool is in place.",
        ),
        (
            ["Alpha of the North and the East Ltd", "Beta of the South and the West"],
            "Find out, for the transfer to 2 recipients, which tool is in place (Alpha of the North and the East Ltd "
            "and Beta of the South and the West).",
        ),
    ],
)
def test_the_names_of_a_decision_stand_where_the_sentence_needs_them(items, said):
    points = tuple(
        point(
            9, item, template="find out, for the transfer to {}, which tool is in place", owner="Ann", due="2026-11-15"
        )
        for item in items
    )
    (found,) = section(compose([company(points=points)]), "Decisions")
    assert found == f"{said} Owner: Ann, by 15 November 2026."


def test_overdue_actions_are_counted_by_quarters():
    late = tuple(Overdue(f"Action {n}", "Ann", "2026-03-31", n // 2 + 1) for n in range(5))
    found = section(compose([company(overdue=late)]), "Overdue")
    assert found[0] == "5 actions are overdue; open 1 for 3 quarters, 2 for 2 quarters, 2 for 1 quarter."
    assert found[1] == "Open for 3 quarters: Action 4, owner: Ann, due on 31 March 2026."


def test_covered_transfers_that_were_not_checked_are_counted_wherever_covered_ones_are():
    claimed = COUNTS | {"covered_unverified": 3}
    brief = compose([company(counts=claimed), company("birch", counts=claimed)])
    assert "8 are covered, of which 6 not checked against the list" in brief.summary[0]
    assert all("3 not checked" in r.covered for r in brief.rows)
    assert any("8 covered (6 not checked against the list)" in t for t in brief.mail)
    for text in sentences(brief):
        assert not re.search(r"\b\d+ (are |is )?covered(?!.*not checked)", text), text


def test_what_is_inside_the_own_area_is_not_a_transfer():
    inside = dict.fromkeys(COUNTS, 0) | {"no-transfer": 12}
    assert compose([company(counts=inside)]).summary == (
        "No transfer of personal data to a third country is recorded.",
    )


@pytest.mark.parametrize("several", [False, True])
def test_what_may_be_a_transfer_is_not_counted_as_one_to_a_third_country(several):
    facts = company(counts=COUNTS | {"undetermined": 20})
    brief = compose([facts, company("birch")] if several else [facts])
    counted = [text for text in sentences(brief) if "transfer" in text.lower() and "20" in text]
    assert counted and not any("third country" in text or "third countries" in text for text in counted)


def test_companies_without_a_report_are_named_and_not_good():
    brief = compose([company(), company("birch")], "the group", ["Cedar Ltd"])
    assert brief.status.tone == "stale" and "No report: Cedar Ltd" in brief.status.text
    assert "No report of this quarter could be made for Cedar Ltd." in section(brief, "Is the map")


def test_of_many_companies_the_worst_and_the_oldest_have_a_row():
    many = [company(f"c{n:03}", errors=n) for n in range(40)]
    many[0] = replace(many[0], confirmed=STALE)
    brief = compose(many)
    assert len(brief.rows) == 6 and brief.rest.startswith("34 further companies")
    assert {"C000 Ltd", "C039 Ltd"} <= {r.name for r in brief.rows}


def test_the_first_report_claims_no_comparison():
    brief = compose([company(compared="")])
    assert section(brief, "What became") == ["There is no earlier report to compare with: this one is the first."]


@given(st.text(max_size=400), st.floats(1, 300))
def test_a_text_that_is_cut_is_one_line_that_fits_and_begins_the_same(text, size):
    found = words.cut(text, size)
    assert words.plain(found) == found and len(found) <= size + 1
    assert words.plain(text).startswith(found.removesuffix("…"))


def test_a_sentence_is_cut_after_a_whole_one_but_not_within_a_name():
    first, more = "The transfer to Acme Inc. Services of mail to the United States has no valid basis", "word " * 60
    assert words.sentence(f"{first * 2}. Then {more}") == f"{first * 2}."
    assert words.sentence(f"{first} Inc. Services {more}", "at Alder Ltd").endswith("word…, at Alder Ltd.")
    assert words.sentence(f"Short. Then {more}").endswith("word…")


def test_plain_english():
    counted = [Counted(c, w, 2, 1, ("T",)) for c in words.CAUSES for w in ("worse", "better")]
    facts = [
        company(n, counted=tuple(counted), confirmed=STALE, moves=(move(), move(way="better")), points=(point(),))
        for n in ("alder", "birch")
    ]
    for brief in (compose(facts, "the group", ["Cedar"]), compose(facts[:1]), compose([company()])):
        for text in sentences(brief):
            for phrase in (p for p in PHRASES if "cover" not in p):
                assert not re.search(phrase, text, re.IGNORECASE), (phrase, text)
