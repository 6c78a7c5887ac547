"""Findings cite the law that the organisation is under, on the day."""

import datetime as dt

import pytest

import datamap as dm
from datamap.formats.yaml import reader
from datamap.model.vocabulary import is_citation
from datamap.rules import RULES, citations

MAP = """
meta: {{id: demo, date: {day}}}
controller: {{name: Demo, country: {country}, {regime}role: controller, sector: private}}
categories: [{{id: health, name: Health data, special: health}}]
purposes:
  - {{id: help, name: Help, categories: [health], recipients: [desk]}}
recipients:
  - {{id: desk, name: Desk, role: processor, sites: [IN], safeguards: none}}
"""


def cited(country, day, regime=""):
    said = f"regime: {regime}, " if regime else ""
    f = dm.audit(reader.parse(MAP.format(country=country, day=day, regime=said)), day).findings.frame
    return dict(zip(f["rule"], f["articles"], strict=True))


@pytest.mark.parametrize(
    ("country", "regime", "day", "transfer", "contract"),
    [
        ("CZ", "", "2026-09-30", "GDPR Art. 44", "GDPR Art. 28(3), (4)"),
        ("CZ", "", "2018-05-24", "Directive 95/46/EC Art. 25, 26", None),
        ("GB", "", "2026-09-30", "UK GDPR Chapter V", "UK GDPR Art. 28(3), (4)"),
        ("GB", "", "2020-12-31", "GDPR Art. 44", "GDPR Art. 28(3), (4)"),
        ("CH", "ch", "2026-09-30", "FADP Art. 16, 17", "FADP Art. 9"),
        ("CH", "eu", "2026-09-30", "GDPR Art. 44", "GDPR Art. 28(3), (4)"),
    ],
)
def test_the_law_of_the_organisation_and_the_day_is_cited(country, regime, day, transfer, contract):
    found = cited(country, day, regime)
    assert found["TR001"].split("; ")[0] == transfer
    assert found.get("RC001") == contract


def test_special_data_in_the_united_kingdom_rest_on_the_data_protection_act_too():
    assert cited("GB", "2026-09-30")["LB007"] == "UK GDPR Art. 9; DPA 2018 s. 10, 11, Sch. 1"


def test_under_swiss_law_no_legal_basis_is_asked_for_and_that_is_said():
    stated, assumed = cited("CH", "2026-09-30", "ch"), cited("CH", "2026-09-30")
    assert "LB001" in assumed and "LB001" not in stated
    assert not [r for r in stated if r[:2] in ("LB", "NO")]
    assert "RU006" in stated and "RU006" in assumed


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.code)
def test_no_european_guideline_of_after_2020_is_cited_in_the_united_kingdom(rule):
    found = citations.cited(rule.code, rule.articles, "uk", dt.date(2026, 9, 30))
    assert (
        found and "(EU)" not in found and "/2021" not in found and "/2024" not in found and "General Court" not in found
    )
    assert all("GDPR" not in c or c.startswith("UK GDPR") for c in found.split("; "))


def test_every_provision_of_the_swiss_table_belongs_to_a_rule():
    codes = {r.code for r in RULES}
    provisions = {p.rule for regime in dm.law.load().regimes.values() for p in regime.provisions}
    assert len(provisions) > 30 and provisions <= codes | {c[:2] for c in codes}


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.code)
def test_what_rules_cite_is_a_citation_as_readers_may_write_it(rule):
    assert [a for a in rule.articles if not is_citation(a)] == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "the law",
        "Art. 7",
        "GDPR",
        "GDPR Art. 132",
        "GDPR Art. 7(3), EDPB",
        "GDPR Art. 7(3);EDPB Guidelines 05/2020",
        "EDPB Guidelines",
    ],
)
def test_what_is_no_citation_is_refused(text):
    assert not is_citation(text)


def test_a_doubt_cites_what_its_reader_named():
    doubt = (
        "{topic: withdrawal, text: withdrawing is harder than consenting, "
        "articles: GDPR Art. 7(3); EDPB Guidelines 05/2020, demand: %s}"
    )
    for demand, severity, basis in (
        ("law", "warning", "law"),
        ("good-practice", "note", "good practice"),
        ("unknown", "note", "good practice"),
    ):
        text = (
            "meta: {id: demo}\ncontroller: {name: Demo, country: CZ, role: controller}\n"
            f"notice: {{observations: [{doubt % demand}]}}\n"
        )
        found = dm.audit(reader.parse(text), "2026-09-30").findings.frame.query("rule == 'NO003'")
        assert found[["articles", "severity", "basis"]].values.tolist() == [
            ["GDPR Art. 7(3); EDPB Guidelines 05/2020", severity, basis]
        ]


def doubt(articles, country, regime, day="2026-09-30"):
    text = (
        f"meta: {{id: demo, date: {day}}}\n"
        f"controller: {{name: Demo, country: {country}, regime: {regime}, role: controller}}\n"
        f"notice: {{observations: [{{topic: x, text: it is not clear, articles: {articles}, demand: law}}]}}\n"
    )
    found = dm.audit(reader.parse(text), day).findings.frame.query("rule == 'NO003'")
    assert all(f"({cited})" in message for cited, message in zip(found["articles"], found["message"], strict=True))
    return found["articles"].tolist()


@pytest.mark.parametrize(
    ("articles", "country", "regime", "day", "expected"),
    [
        ("GDPR Art. 7(3); EDPB Guidelines 05/2020", "CZ", "eu", "2019-06-01", ["GDPR Art. 7(3)"]),
        ("GDPR Art. 7(3); EDPB Guidelines 05/2020", "GB", "uk", "2026-09-30", ["UK GDPR Art. 7(3)"]),
        ("GDPR Art. 7(3)", "CH", "ch", "2026-09-30", ["FADP Art. 6(2), (3), 19"]),
        ("FADP Art. 19(2)", "CH", "ch", "2026-09-30", ["FADP Art. 19(2)"]),
        ("GDPR Art. 7(3)", "CH", "ch", "2023-08-31", []),
    ],
)
def test_a_doubt_cites_the_law_of_the_organisation_on_the_day(articles, country, regime, day, expected):
    assert doubt(articles, country, regime, day) == expected


def test_a_doubt_that_rests_on_a_guideline_of_another_law_does_not_cite_the_rules_on_transfers():
    text = (
        "meta: {id: demo}\ncontroller: {name: Demo, country: GB, regime: uk, role: controller}\n"
        "notice: {observations: [{topic: x, text: it is not clear, articles: EDPB Guidelines 05/2020, demand: law}]}\n"
    )
    found = dm.audit(reader.parse(text), "2026-09-30").findings.frame.query("rule == 'NO003'")
    assert found["articles"].tolist() == ["UK GDPR Art. 5(1)(a); UK GDPR Art. 12(1); UK GDPR Art. 24(1)"]
    assert "(no provision of this law is cited)" in found["message"].item()


@pytest.mark.parametrize(
    ("letter", "regime", "day", "words"),
    [
        ("49-1-a", "eu", "2018-05-24", "consent unambiguously"),
        ("49-1-a", "eu", "2018-05-25", "after information on its risks"),
        ("49-1-a", "uk", "2020-12-30", "after information on its risks"),
        ("49-1-a", "uk", "2026-09-30", "after information on its risks"),
        ("49-1-a", "ch", "2026-09-30", "consent explicitly to this disclosure"),
        ("49-1-e", "ch", "2026-09-30", "overriding public interest or legal claim"),
        ("17-1-e", "ch", "2026-09-30", "generally accessible"),
    ],
)
def test_what_a_derogation_depends_on_is_that_of_the_law_of_the_day(letter, regime, day, words):
    assert words in dm.law.load().condition(letter, dt.date.fromisoformat(day), regime).question


def test_every_derogation_of_the_pack_has_its_conditions():
    law = dm.law.load()
    for regime in law.regimes:
        for i in (x for x in law.regime(regime).instruments if x.kind == "derogation"):
            for day in (i.from_, i.until or dt.date(2026, 9, 30)):
                assert law.condition(i.version, day, regime), (i.id, day)
