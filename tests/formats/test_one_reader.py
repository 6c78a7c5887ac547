"""What people write means the same wherever they write it: YAML, a workbook, a form, the command line, a list."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

import datamap.labels.values as read
from datamap import formats
from datamap.cli import lookup
from datamap.errors import CallError, InputError
from datamap.formats import words
from datamap.formats.workbook import reading, reading_activity, reading_transfers
from datamap.formats.workbook.reading import Refused
from datamap.forms import values as forms
from datamap.labels import countries, data, spellings
from datamap.model import arguments, shape
from datamap.model.safeguard import format_safeguard

NOT = "not read"
DAYS = {
    **dict.fromkeys(
        (
            *("2026-09-30", "2026-9-30", "2026/09/30", "2026.9.30", "20260930", "2026-09-30T10:00:00", " 2026-09-30 "),
            *("30.9.2026", "30. 9. 2026", "30/9/2026", "9/30/2026", "30-9-2026"),
            *("30 September 2026", "30th of September 2026", "September 30, 2026", "Sept 30 2026"),
            *("30. September 2026", "30 septembre 2026", "30. září 2026", "30 de septiembre de 2026"),
            *("30 settembre 2026", "30 september 2026", "30 września 2026"),
        ),
        "2026-09-30",
    ),
    **{"1er janvier 2026": "2026-01-01", "5/5/2026": "2026-05-05", "1. června 2026": "2026-06-01"},
    **dict.fromkeys(("3/9/2026", "3-9-2026", "30.9.26", "30/09/26", "2026-09", "September 2026"), NOT),
    **dict.fromkeys(("2026-02-30", "31 June 2026", "13/13/2026", "yesterday", "30", "2026-09-30 or 2026-10-01"), NOT),
}
PERIODS = {
    **dict.fromkeys(("P3Y", "p3y", "3 years", "3 yrs", "3y", "three years", "3 Jahre", "drei Jahre", "3 ans"), "P3Y"),
    **dict.fromkeys(("3 roky", "tři roky", "3 años", "3 anni", "3 jaar", "3 lata", "up to 3 years"), "P3Y"),
    **{"36 months": "P36M", "30 days": "P30D", "2 weeks": "P2W", "half a year": "P6M", "1.5 years": "P1Y6M"},
    **dict.fromkeys(("3-5 years", "3 years or 5 years", "at least 3 years", "3", "years", "6 M", "none", "P3X"), NOT),
}
PLACES = {
    **dict.fromkeys(("US", "us", "USA", "U.S.", "United States", "Vereinigte Staaten", "États-Unis", "America"), "US"),
    **dict.fromkeys(("DE", "Germany", "Deutschland", "Německo", "Allemagne"), "DE"),
    **{"UK": "GB", "England": "GB", "EU": "EU", "EEA": "EEA", "Kosovo": "XK", "worldwide": "worldwide", "EPO": "EPO"},
    **dict.fromkeys(("Korea", "Yugoslavia", "Berlin", "Silicon Valley", "Frankfurt, Germany"), NOT),
}
ANSWERS = {
    **dict.fromkeys(("yes", "YES", "y", "on", "true", "ja", "oui", "ano", "sí", "sì", "tak", "✓", "signed"), "yes"),
    **dict.fromkeys(("no", "n", "off", "false", "nein", "non", "ne", "nee", "nie", "✗", "not signed"), "no"),
    **dict.fromkeys(("planned", "partly", "pending", "maybe", "0", "1", "ok", "yes and no"), NOT),
}
PLACES |= {
    **dict.fromkeys(("Georgia", "georgia", "GEORGIA", "Géorgie"), NOT),
    **dict.fromkeys(("GE", "Georgia (country)", "Republic of Georgia", "Georgien", "Gruzie", "Gruzja"), "GE"),
    **{"Georgia, USA": "US", "Congo": NOT, "Republic of the Congo": "CG", "Virgin Islands": NOT},
}
PEOPLE = {"5000": "5000", "about 5,000": "5000", "1000+": "1000+", "1-100": "1-100", "many": NOT, "all": NOT}
PERCENTAGES = ("5 %", "5%", "5 percent", "5 Prozent", "about 5 % of our customers")
BASES = {
    **dict.fromkeys(("6-1-f", "Art. 6(1)(f)", "Art. 6 Abs. 1 lit. f DSGVO", "6.1.f", "legitimate interest"), "6-1-f"),
    **dict.fromkeys(("consent", "Consent", "Einwilligung", "consentement", "souhlas"), "6-1-a"),
    **dict.fromkeys(("contract", "Vertrag", "plnění smlouvy", "performance of a contract"), "6-1-b"),
    **dict.fromkeys(("legal obligation", "Art. 6(1)(c)", "rechtliche Verpflichtung"), "6-1-c"),
    **dict.fromkeys(
        ("consent and contract", "6-1-a, 6-1-b", "Art. 6(1)(a), (b)", "Art. 6(1)(a) and (b)"), "6-1-a 6-1-b"
    ),
    **dict.fromkeys(("consent or contract", "not consent", "maybe consent", "legitimate interest?"), NOT),
    **dict.fromkeys(("GDPR", "Art. 6(1)", "Art. 6(1)(g)", "Art. 9(2)(a)", "f", "planned consent", "a DPA", "5 %"), NOT),
}
TOOLS = {
    **dict.fromkeys(("scc", "SCCs", "standard contractual clauses", "Standardvertragsklauseln"), "scc"),
    **dict.fromkeys(("scc:2021", "SCC 2021", "SCC (2021)", "EU SCCs (June 2021)", "Decision 2021/914"), "scc:2021"),
    **dict.fromkeys(("scc:2021@2022-05-01", "SCC 2021, signed 2022-05-01"), "scc:2021@2022-05-01"),
    **dict.fromkeys(("dpf", "DPF", "EU-US DPF", "Data Privacy Framework"), "dpf"),
    **dict.fromkeys(("adequacy", "adequacy decision", "Angemessenheitsbeschluss"), "adequacy"),
    **dict.fromkeys(("derogation:49-1-a", "Art. 49(1)(a)"), "derogation:49-1-a"),
    **{"BCR-C": "bcr-c", "BCR-P": "bcr-p", "IDTA": "idta", "UK Addendum": "uk-addendum", "SCC and DPF": "scc dpf"},
    **dict.fromkeys(("SCC planned", "SCC to be signed", "SCC?", "no SCC", "SCC or DPF", "BCR", "Swiss-US DPF"), NOT),
    **dict.fromkeys(("ISO 27001", "encryption", "EU hosting", "explicit consent", "TIA", "Art. 46", "5 %"), NOT),
}
INVENTORY = """
meta: {id: acme, title: Acme, date: 2026-09-30}
controller: {name: Acme, country: DE}
categories: [{id: mail, name: E-mail}]
purposes: [{id: news, name: News, categories: [mail], legal_bases: BASES}]
recipients: [{id: x, name: X, safeguards: TOOLS}]
"""


def field(*path):
    return shape.at(path)[1]


def in_yaml(text, *path):
    entries = words.meaning(text, field(*path)).entries
    return next(iter(entries[0].values())) if len(entries) == 1 else NOT


def or_not(reader):
    """What a reader of the workbook or the command line reads, or that it refuses."""
    try:
        return reader()
    except (Refused, CallError):
        return NOT


def in_form(text, reader, key):
    found = forms._READERS[reader](
        text, SimpleNamespace(row=SimpleNamespace(choices=(), field="asked"), inventory=None, own="")
    )
    if found.why:
        return NOT
    return found.value if isinstance(found.value, str) else found.value[0][key] if len(found.value) == 1 else NOT


def in_retention_cell(text):
    column = SimpleNamespace(field=field("purposes", 0, "retention"))
    names = SimpleNamespace(known=lambda *_: False)
    cell = SimpleNamespace(key="retention", names=names, column=column, entry={"retention": ()})
    return reading_activity._limit(text, cell)[0]["period"]


def in_file(folder, **texts):
    """A recipient and a purpose as a YAML file with these texts states them."""
    path = folder / "acme.yaml"
    path.write_text(
        INVENTORY.replace("BASES", json.dumps(texts.get("bases", "consent"))).replace(
            "TOOLS", json.dumps(texts.get("tools", "dpf"))
        ),
        encoding="utf-8",
    )
    try:
        found = formats.read(path)
    except InputError:
        return NOT, NOT
    bases = " ".join(b.basis for b in found.purposes[0].legal_bases)
    tools = " ".join(
        format_safeguard(t.kind, t.version, "" if t.signed == "unknown" else t.signed.isoformat())
        for t in found.recipients[0].safeguards
    )
    return bases, tools


def in_bases_cell(text):
    column = SimpleNamespace(field=field("purposes", 0, "legal_bases"))
    cell = SimpleNamespace(key="legal_bases", names=None, column=column, entry={"legal_bases": ()})
    return " ".join(b["basis"] for b in reading_activity.bases(text, cell).values["legal_bases"])


def in_tool_cell(text):
    found = reading_transfers.read_tool(text, SimpleNamespace())
    return " ".join(
        format_safeguard(t["kind"], t["version"], t["signed"].isoformat() if "signed" in t else "")
        for t in (found.values, *found.more)
    )


def all_in_form(text, reader):
    """All values of an answer, as the model has them; what the form asks about again is not read."""
    found = forms._READERS[reader](
        text, SimpleNamespace(row=SimpleNamespace(choices=(), field="asked"), inventory=None, own="")
    )
    return NOT if found.why else found.value


@pytest.mark.parametrize(("text", "day"), DAYS.items())
def test_a_day(text, day):
    assert in_yaml(text, "recipients", 0, "safeguards", 0, "signed") == day
    assert or_not(lambda: reading.day_of(reading.seen(text))) == day
    assert or_not(lambda: arguments.parse_day(text).isoformat()) == day
    assert (read.read_days(text).only or NOT) == day


@pytest.mark.parametrize("text", [t for t in DAYS if t != "20260930"])
def test_the_day_on_which_clauses_were_signed(text):
    """A sentence may have several days, or a part of one that is no day; none of these is taken for the day."""
    found = {v.extra.get("signed", NOT) for v in read.read_tools(f"SCC signed on {text.strip()}").values}
    assert found == {DAYS[text]} or " or " in text


@pytest.mark.parametrize(("text", "period"), PERIODS.items())
def test_a_period(text, period):
    assert in_yaml(text, "purposes", 0, "retention", 0, "period") == period
    assert or_not(lambda: in_retention_cell(text)) == period
    assert in_form(text, "period", "period") == period


@pytest.mark.parametrize(("text", "place"), PLACES.items())
def test_a_place(text, place):
    assert in_yaml(text, "recipients", 0, "sites", 0, "country") == place
    assert or_not(lambda: reading.place_of(text)) == place
    assert or_not(lambda: arguments.parse_place(text, "country")) == place
    assert in_form(text, "places", "country") == place


@pytest.mark.parametrize(("text", "answer"), ANSWERS.items())
def test_a_yes_or_no(text, answer):
    assert in_yaml(text, "recipients", 0, "dpa") == answer
    assert or_not(lambda: reading.word_of(text, field("recipients", 0, "dpa"))[0]) == answer
    assert in_form(text, "answer", "") == answer
    assert (read.read_yes_no(text).only or NOT) == answer


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_each_further_word_for_yes_and_no_is_one_of_the_reader(answer):
    for text in data("written")["answer"][answer]:
        assert read.read_yes_no(text).only == answer, text


@pytest.mark.parametrize(("text", "number"), PEOPLE.items())
def test_a_number_of_people(text, number):
    cell = SimpleNamespace(key="number")
    assert or_not(lambda: reading.read_number_of_people(text, cell).values["number"]) == number
    assert (read.read_people(text).only or NOT) == number


@pytest.mark.parametrize("text", PERCENTAGES)
def test_a_percentage_is_no_number_of_people_period_or_answer(text):
    """No field has percentages: one is a question wherever it is written, never the number in front of its sign."""
    cell = SimpleNamespace(key="number")
    assert or_not(lambda: reading.read_number_of_people(text, cell).values["number"]) == NOT
    assert not read.read_people(text).only and not read.read_yes_no(text).only
    assert in_yaml(text, "purposes", 0, "retention", 0, "period") == NOT
    assert or_not(lambda: in_retention_cell(text)) == NOT and in_form(text, "period", "period") == NOT


@pytest.mark.parametrize(("text", "bases"), BASES.items())
def test_a_legal_basis(text, bases, tmp_path):
    assert in_file(tmp_path, bases=text)[0] == bases
    assert or_not(lambda: in_bases_cell(text)) == bases
    answer = all_in_form(text, "bases")
    assert (answer if answer == NOT else " ".join(b["basis"] for b in answer)) == bases


@pytest.mark.parametrize(("text", "tools"), TOOLS.items())
def test_a_transfer_tool(text, tools, tmp_path):
    assert in_file(tmp_path, tools=text)[1] == tools
    assert or_not(lambda: in_tool_cell(text)) == tools
    answer = all_in_form(text, "tools")
    short = (
        []
        if answer == NOT
        else [format_safeguard(t["kind"], t.get("version", ""), t.get("signed", "")) for t in answer]
    )
    assert (" ".join(short) or NOT) == tools
    written = " ".join(lookup._safeguards(text))
    assert written == (text if tools == NOT else tools), "the command line leaves what it cannot read as it is"


def test_every_name_of_a_place_means_the_same_to_the_strict_and_to_the_free_reader():
    """Names of all countries in 26 languages; codes of two or three letters can also be words of a sentence."""
    names = {*countries.names(countries.LANGUAGES), *spellings.EXTRA, *spellings.REGIONS, *spellings.ORGANISATIONS}
    for name in sorted(n for n in names if len(n) > 3):
        assert (countries.code_of(name) or "") == read.read_places(name).only, name


def test_the_name_of_each_country_that_a_document_shows_is_read_back():
    for code in countries.codes():
        assert countries.code_of(countries.name(code)) == code
