"""A report of a day names only what existed on that day, under the law of the exporter."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from functools import cache

import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st
from strategies import inventories

import datamap as dm
from datamap.model.safeguard import KINDS
from datamap.questions.plan import plan
from datamap.rules import RULES, citations, remedies

LAW = dm.law.load()
NUMBER = re.compile(r"\(EU\) \d{4}/\d+|\d{4}/\d+/E[CU]|SI \d{4}/\d+|FDPIC recognition|DPA 2018, Sch\. 21")
SPOKEN = ("dpf", "privacy-shield", "safe-harbour", "idta", "uk-addendum")
REGIMES = ("eu", "uk", "ch")
DAYS = sorted(
    {d for d in LAW.days() if d >= dt.date(1998, 10, 24)}
    | {dt.date(y, 6, 1) for y in (2000, 2010, 2016, 2019, 2021, 2022, 2023, 2024, 2026)}
)
EVERY_YEAR = [dt.date.fromisoformat(d) for d in ("2000-06-01", "2010-06-01", "2016-01-15", "2019-06-01", "2021-06-26")]
EVERY_YEAR += [dt.date.fromisoformat(d) for d in ("2022-03-20", "2023-07-09", "2024-12-31", "2026-09-30")]
LEFT_OUT = ("cover_annulled_since", "notice_doubted_by_reader", "second_law")
"""Rules whose finding is what happened after the day, what a person wrote in the inventory, or another law."""


@cache
def names():
    """From the pack: a pattern, by regime the first day on which it can be named, and the kind of tool it names."""
    found = defaultdict(dict)

    def add(pattern, regime, day, kind=""):
        of = found[pattern, kind]
        of[regime] = min(day, of.get(regime, dt.date.max))

    for of, regime in LAW.regimes.items():
        for i in regime.instruments:
            if number := NUMBER.search(i.citation):
                add(re.escape(number.group()), of, i.from_, i.kind)
            if i.kind == "scc":
                add(rf"\b{i.version} (?:standard|EU|clauses)|clauses (?:of )?{i.version}", of, i.from_, i.kind)
            if i.kind in SPOKEN:
                add(re.escape(KINDS[i.kind].removeprefix("the ")), of, i.from_, i.kind)
            if judgment := re.match(r"CJEU (C-\d+/\d+)", i.annulled_by):
                for each in REGIMES:
                    add(re.escape(judgment.group(1)), each, i.annulled_on)
        add("transfer impact assessment", of, regime.tia_required_from, "tia")
    for start, day in (row for regime in LAW.regimes.values() for row in regime.citable):
        if not NUMBER.search(start) and start not in ("GDPR ", "UK GDPR ", "FADP Art."):  # these are added apart
            tool = next((kind for kind in SPOKEN if KINDS[kind].removeprefix("the ") == start.strip()), "")
            for each in REGIMES:
                add(rf"\b{re.escape(start)}(?!\d)", each, day, tool)
    add(r"(?<!UK )GDPR", "eu", citations.GDPR_APPLIES)
    add("EDPB|WP260", "eu", citations.GDPR_APPLIES)
    add("UK GDPR", "uk", citations.first_day("UK GDPR "))
    add(r"(?<!old )FADP(?! of 1992)", "ch", LAW.regime("ch").starts)
    return {key: dict(of) for key, of in found.items()}


@cache
def compiled():
    """The names with their patterns compiled: they are more than ``re`` keeps by itself."""
    return [(re.compile(pattern), kind, first) for (pattern, kind), first in names().items()]


def of_the_day(regime, day):
    return "eu" if regime == "uk" and day < citations.first_day("UK GDPR ") else regime


def misplaced(text, regimes, day, claimed=()):
    """What a text names that did not exist on the day, or belongs to another law; what a map claims is left out."""
    here = {of_the_day(regime, day) for regime in ([regimes] if isinstance(regimes, str) else regimes)}
    return [
        (pattern.pattern, text)
        for pattern, kind, first in compiled()
        if kind not in claimed and min(first.get(regime, dt.date.max) for regime in here) > day and pattern.search(text)
    ]


def under(inventory, regime):
    place = {"eu": "CZ", "uk": "GB", "ch": "CH"}[regime]
    # stated: of a controller that is only proposed, the law is not known
    stated = {"regime": regime, "country": place, "how": "stated", "evidence": ()}
    return inventory.model_copy(update={"controller": inventory.controller.model_copy(update=stated)})


def wrong(inventory, regime, day):
    audit = dm.audit(under(inventory, regime), day)
    tools = [s for r in inventory.recipients for s in r.safeguards]
    claimed = {s.kind for s in tools} | {"tia" for s in tools if s.tia != "unknown"}
    frame = audit.findings.frame
    frame = frame[~frame["name"].isin(LEFT_OUT)]
    quoting = frame["rule"].isin([r.code for r in RULES if "safeguard" in r.fields]).to_numpy()
    texts = {(t, True) for t in (*frame["message"], *frame["remedy"][quoting])}
    texts |= {(t, False) for t in (*frame["remedy"][~quoting], *frame["action"], *frame["articles"])}
    texts |= {(t, False) for t in plan(audit.findings)["action"]}
    # a processor that hands data on exports under its own law
    laws = REGIMES if any(r.sub_processors for r in inventory.recipients) else regime
    return [x for t, quotes in texts for x in misplaced(t, laws, day, claimed if quotes else ())]


@pytest.mark.parametrize("day", EVERY_YEAR, ids=str)
@pytest.mark.parametrize("regime", REGIMES)
@pytest.mark.parametrize("name", ["smartsupp", "ademe", "dfe"])
def test_the_inventories_name_nothing_later_or_of_another_law(root, name, regime, day):
    assert wrong(dm.read(root / "inventory" / f"{name}.yaml"), regime, day) == []


@pytest.mark.parametrize("name", ["smartsupp", "ademe", "dfe"])
def test_no_text_for_a_swiss_organisation_cites_an_article_without_its_act(root, name):
    audit = dm.audit(under(dm.read(root / "inventory" / f"{name}.yaml"), "ch"), "2026-09-30")
    frame = audit.findings.frame
    frame = frame[~frame["name"].isin(LEFT_OUT)]
    texts = (*frame["message"], *frame["remedy"], *frame["action"])
    assert [t for t in texts if re.search(r"Art\. \d", t) and not re.search("FADP|DPO", t)] == []


@examples(0.6)
@given(inventories(), st.sampled_from(DAYS), st.sampled_from(REGIMES))
def test_generated_maps_name_nothing_later_or_of_another_law(inventory, day, regime):
    assert wrong(inventory, regime, day) == []


@pytest.mark.parametrize("regime", REGIMES)
def test_every_word_of_a_remedy_names_what_can_be_agreed_on_that_day(regime):
    for day in DAYS:
        for read in remedies.WORDS.values():
            assert misplaced(read(LAW, regime, day), regime, day) == []


@pytest.mark.parametrize("regime", REGIMES)
def test_every_citation_exists_on_that_day(regime):
    for day in DAYS:
        for rule in (r for r in RULES if r.since <= day and (r.code != "RU006" or regime == "ch")):  # on Swiss law
            cited = citations.cited(rule.code, rule.articles, regime, day)
            assert cited
            if regime == "ch" and not citations.swiss(rule.code, day):
                continue  # it does not run for an organisation that is recorded under Swiss law
            assert misplaced(cited, regime, day) == [], rule.code


def test_no_rule_names_an_instrument_in_a_template():
    """Their words come from the law pack; rules on the Data Privacy Framework find only claims of it."""
    patterns = [p for p, kind in names() if kind not in ("dpf", "tia")]
    texts = [(r.code, t) for r in RULES for t in (r.message, r.remedy, r.action)]
    assert [(code, p) for code, t in texts for p in patterns if re.search(p, t)] == []


def test_the_first_days_are_those_of_the_pack():
    listed = {start: day for regime in LAW.regimes.values() for start, day in regime.citable}
    assert listed["GDPR "] == citations.GDPR_APPLIES
    assert listed["CJEU C-311/18"] == LAW.regime("eu").tia_required_from
    assert listed["CJEU C-362/14"] == LAW.instrument("eu-us-safe-harbour").annulled_on
    for start, id_ in (("Decision (EU) 2021/914", "scc-2021"), ("Decision (EU) 2023/1795", "eu-us-dpf")):
        assert listed[start] == LAW.instrument(id_).from_
    for start, id_ in (("UK Addendum", "uk-addendum"), ("SI 2023/1028", "uk-us-data-bridge")):
        assert listed[start] == LAW.instrument(id_).from_


def test_a_citation_that_is_not_listed_is_not_older_than_its_number():
    assert citations.first_day("EDPB Guidelines 03/2022") == dt.date(2022, 1, 1)
    assert citations.first_day("CJEU C-999/23") == dt.date(2024, 1, 1)  # its number is that of the action
    assert citations.first_day("General Court T-999/23") == dt.date(2024, 1, 1)
    assert citations.first_day("Decision (EU) 2019/419, Art. 1") == dt.date(2019, 1, 1)


def test_the_day_of_every_judgment_that_is_cited_is_in_the_pack(root):
    """Rules and the maps of the project cite none whose day is only guessed from its number."""
    maps = [dm.read(path) for path in sorted((root / "inventory").glob("*.yaml"))]
    observed = [o.articles for m in maps for o in m.notice.observations]
    texts = "; ".join([*observed, *(a for rule in RULES for a in rule.articles)])
    listed = [start for regime in LAW.regimes.values() for start, _ in regime.citable]
    found = set(re.findall(r"(?:CJEU|General Court) [CT]-\d+/\d+", texts))
    assert "CJEU C-252/21" in found and found <= set(listed), found - set(listed)


@pytest.mark.parametrize(
    ("article", "before", "since"),
    [
        ("GDPR Art. 22", "UK GDPR Art. 22", "UK GDPR Art. 22A to 22D"),
        ("GDPR Art. 22(2) to (4)", "UK GDPR Art. 22(2) to (4)", "UK GDPR Art. 22A to 22D"),
        ("GDPR Art. 2(2)", "UK GDPR Art. 2(2)", "UK GDPR Art. 2(2)"),
    ],
)
def test_british_law_on_automated_decisions_is_cited_as_it_is_on_the_day(article, before, since):
    assert citations.cited("PD012", (article,), "uk", dt.date(2026, 2, 4)) == before
    assert citations.cited("PD012", (article,), "uk", dt.date(2026, 2, 5)) == since


def test_what_has_a_british_counterpart_only_later_is_not_cited_before():
    told = [citations.cited("PD012", ("Decision (EU) 2023/1795",), "uk", dt.date(2023, 10, n)) for n in (11, 12)]
    assert told == ["", "SI 2023/1028"]
