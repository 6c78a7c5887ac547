"""The law pack itself: what a lawyer corrects must still make sense, and each failure says how to mend it.

Reads the data files on its own: nothing here shares code with the look-ups, except where it compares the two.
"""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import re
import shutil
from pathlib import Path

import pytest
import yaml

import datamap.law
from datamap.errors import CallError, LawError
from datamap.labels import countries
from datamap.law import reading
from datamap.law.verdict import Case, Tool, judge
from datamap.model.vocabulary import NoTransfer, vocabulary

FOLDER = Path(datamap.law.__file__).parent / "data"
FILES = {
    name: yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    for name in ("eu", "uk", "ch", "pack", "sources")
}
REGIMES = ("eu", "uk", "ch")
LAW = datamap.law.load()
DAY = dt.timedelta(1)
END = dt.date.max
GOLDEN = Path(__file__).parents[1] / "law_cases" / "countries.csv"


def current(rows):
    """Rows that no correction replaces."""
    rows = list(rows)
    gone = {x for row in rows for x in row.get("replaces", ())}
    return [row for row in rows if row.get("row", row.get("id")) not in gone]


ROWS = [
    (r, kind, i, {**FILES[r]["defaults"], **row})
    for r in REGIMES
    for kind in ("places", "instruments", "no_tool", "no_transfer", "frameworks")
    for i, row in enumerate(FILES[r][kind])
]


def named(regime, kind, i, row):
    return f"{regime}.yaml, {kind}, {row.get('row') or row.get('id') or row.get('places') or row.get('kind') or i}"


@pytest.mark.parametrize(("regime", "kind", "i", "row"), ROWS, ids=[named(*r)[:60] for r in ROWS])
def test_every_row_is_dated_and_cited(regime, kind, i, row):
    at = named(regime, kind, i, row)
    for key in (
        "from",
        "until",
        "annulled_on",
        "sunset",
        "signable_from",
        "signable_until",
        "end_set",
        "contested_from",
        "not_for_public",
        "verified_on",
        "recorded",
    ):
        assert row.get(key) is None or type(row[key]) is dt.date, (
            f"{at}: write {key} as YYYY-MM-DD, without quotes or time"
        )
    if kind != "no_tool":
        assert row["from"], f"{at}: give the first day, `from`"
        assert row["from"] <= (row.get("until") or END), f"{at}: `until` is before `from`; both days are inclusive"
    assert row.get("confidence") in ("high", "medium", "low"), f"{at}: confidence is high, medium or low"
    assert row.get("source"), f"{at}: name a source of sources.yaml"
    for source in map(str, (*row["source"], *row.get("amended", ()))):
        assert source in map(str, FILES["sources"]), (
            f"{at}: {source} is not in sources.yaml; add it there with title and url"
        )
    if kind == "instruments":
        assert row.get("short") and row.get("citation"), f"{at}: give `short` and `citation`"
        assert row["verified_on"] and row["recorded"] in [e["recorded"] for e in FILES["pack"]["editions"]], (
            f"{at}: recorded on a day that is no edition of pack.yaml; add one"
        )
        for element in row.get("elements", ()):
            assert element["sort"] in ("condition", "exclusion"), f"{at}: an element is a condition or an exclusion"
            assert element.get("met_by") or element.get("hit_by"), (
                f"{at}: say what decides {element['id']} (met_by, hit_by)"
            )
        if row.get("annulled_on"):
            assert row["until"] == row["annulled_on"] - DAY, f"{at}: `until` is the day before the judgment"
        if row.get("sunset"):
            assert row["until"] == row["sunset"], f"{at}: `until` is the sunset day"


def test_ids_are_unique_and_what_is_watched_exists():
    ids = [row["id"] for r in REGIMES for row in current(FILES[r]["instruments"])]
    assert len(ids) == len(set(ids)), "two instruments have one id: rename one"
    watched = {w["id"]: w for w in FILES["pack"]["watch"]}
    assert len(watched) == len(FILES["pack"]["watch"])
    for row in (row for r in REGIMES for row in FILES[r]["instruments"]):
        for w in row.get("watch", ()):
            assert row["id"] in watched[w]["about"], f"pack.yaml: {w} must name {row['id']} under `about`"
    known = set(ids) | countries.codes() | {"EPO"}
    for w in watched.values():
        unknown = [a for a in w["about"] if a not in known and not a.startswith("art-")]
        assert not unknown, f"pack.yaml: {w['id']} is about {unknown}, which is no instrument, place or article"


@pytest.mark.parametrize("regime", REGIMES)
def test_places_are_codes_and_their_rows_do_not_overlap(regime):
    known = countries.codes() | {"EPO", "EU-INST", "EU", "EEA"}
    rows = {}
    for row in current(FILES[regime]["places"]):
        for place in row["places"]:
            assert place in known, f'{regime}.yaml: {place!r} is no code (an unquoted NO is false in YAML: write "NO")'
            rows.setdefault(place, []).append((row["from"], row.get("until") or END, row["status"]))
    for row in current(FILES[regime]["instruments"]):
        for place in row.get("places", ()):
            assert place in known, f"{regime}.yaml: {row['id']} names {place!r}, which is no code"
            rows.setdefault(place, [])
    for place, spans in rows.items():
        for (a, b, x), (c, d, y) in itertools.combinations(sorted(spans), 2):
            assert b < c, (
                f"{regime}.yaml: {place} is {x} ({a} to {b}) and {y} ({c} to {d}) at once: end the first the day before"
            )
        for row in current(FILES[regime]["instruments"]):
            for a, b, x in spans if place in row.get("places", ()) else ():
                first, last = row["from"], row.get("until") or END
                assert last < a or b < first, (
                    f"{regime}.yaml: {place} is {x} while {row['id']} is in force ({first} to {last})"
                )


@pytest.mark.parametrize("regime", REGIMES)
@pytest.mark.parametrize("place", sorted(countries.codes()))
def test_with_defaults_filled_in_every_day_has_one_answer(place, regime):
    rows = LAW.history(place, regime)
    assert rows[0].since == FILES[regime]["starts"] and rows[-1].until is None
    for before, after in itertools.pairwise(rows):
        assert before.until + DAY == after.since, f"a gap or an overlap after {before.until}"
        assert (before.status, before.instruments, before.notes) != (after.status, after.instruments, after.notes)


def expected(regime, place, day):
    """Status of a place on a day, from the raw file alone."""
    data = FILES[regime]
    if data.get("before") and day < data["starts"]:
        return expected(data["before"], place, day)
    for of, territories in data["same_as"].items():
        place = of if place in territories else place
    inside = [
        r["status"]
        for r in current(data["places"])
        if place in r["places"] and r["from"] <= day <= (r.get("until") or END)
    ]
    if inside:
        return inside[0]
    if place in data["inside"]:
        return "eea"
    if data.get("undetermined_before") and day < data["starts"]:
        return "no-decision"
    live = [
        r
        for r in current(data["instruments"])
        if place in r.get("places", ()) and r["from"] <= day <= (r.get("until") or END)
    ]
    if not live:
        return "no-decision"
    newest = max(live, key=lambda r: r["from"])
    scope = [e for e in newest.get("elements", ()) if e.get("from", dt.date.min) <= day <= e.get("until", END)]
    return "adequate-in-part" if scope else "adequate"


@pytest.mark.parametrize("regime", REGIMES)
def test_the_look_up_agrees_the_day_before_and_after_every_boundary(regime):
    data = FILES[regime]
    days = {
        r[k] + d
        for r in (*data["places"], *data["instruments"])
        for k in ("from", "until")
        if r.get(k)
        for d in (-DAY, 0 * DAY, DAY)
    }
    days |= {
        e[k] + d
        for r in data["instruments"]
        for e in r.get("elements", ())
        for k in ("from", "until")
        if e.get(k)
        for d in (-DAY, 0 * DAY, DAY)
    }
    named_places = {p for r in (*data["places"], *data["instruments"]) for p in r.get("places", ())}
    named_places |= {t for ts in data["same_as"].values() for t in ts} | {"GL", "IN", "SG", "XK"}
    checked = 0
    for day in sorted(d for d in days if d >= dt.date(1998, 10, 24)):
        for place in named_places:
            found = LAW.status(place, day, regime).status
            assert found == expected(regime, place, day), f"{place} under {regime} law on {day}"
            checked += 1
    assert checked > 500


def test_every_country_today_is_as_it_was_reviewed():
    """The table was read by eye once; a change of the law changes it, and the change is reviewed in the diff."""
    day = dt.date(2026, 11, 23)
    now = [[c, countries.name(c), *(LAW.status(c, day, r).status for r in REGIMES)] for c in sorted(countries.codes())]
    with GOLDEN.open(encoding="utf-8", newline="") as f:
        assert [row for row in csv.reader(f)][1:] == now


def test_every_code_is_answered_on_every_day():
    days = [dt.date(2000, 11, 1) + dt.timedelta(n) for n in range(0, 9600, 97)]
    for code, day, regime in itertools.product(sorted(countries.codes()), days[::4], REGIMES):
        assert LAW.status(code, day, regime).status
    for code, day in itertools.product(("US", "GB", "HR", "BR", "JP"), days):
        assert LAW.status(code, day).status == expected("eu", code, day)


def test_the_pack_as_it_stood():
    first = min(row["recorded"] for *_, row in ROWS)
    assert datamap.law.load(first).status("DE", dt.date(2026, 1, 1)).status == "eea"
    with pytest.raises(CallError, match=f"the law pack has no edition before {first}"):
        datamap.law.load(first - DAY)


def test_last_report_reruns_to_its_answer():
    """The pack of 2026-11-23 did not know that clauses signed before the exit went on; the one of 2026-11-25 does."""
    then, now = datamap.law.load(dt.date(2026, 11, 24)), LAW
    assert (then.version, then.recorded, then.digest == now.digest) == ("2026.11", dt.date(2026, 11, 23), False)
    assert (now.version, now.recorded) == ("2026.11.2", dt.date(2026, 11, 28))
    case = Case("IN", tools=(Tool("scc", "2004", signed=dt.date(2015, 9, 20)),), regime="uk")
    assert [judge(case, dt.date(2024, 3, 20), law).verdict for law in (then, now)] == ["not-covered", "covered"]
    assert [law.status("GI", dt.date(2026, 8, 1)).confidence for law in (then, now)] == ["high", "low"]
    assert datamap.law.load(now.recorded).instruments() == now.instruments()


EARLIER = {
    "rules that nobody approved": (
        Case("IN", tools=(Tool("bcr-c", within_group="yes", authorised="no"),)),
        "2026-09-30",
        "covered",
        "not-covered",
    ),
    "a contract with the person under the Directive": (
        Case("IN", tools=(Tool("derogation", "49-1-b"),)),
        "2010-01-01",
        "not-covered",
        "covered",
    ),
    "the same in Switzerland": (
        Case("IN", tools=(Tool("derogation", "49-1-b"),), regime="ch"),
        "2026-09-30",
        "not-covered",
        "covered",
    ),
    "staff data in Canada": (
        Case("CA", tools=(), importer_sector="private", data="hr", affiliate="yes"),
        "2026-09-30",
        "covered",
        "undetermined",
    ),
    "a company in Quebec, from Switzerland": (
        Case("CA", tools=(), importer_sector="private", facts=(("pipeda", "no"),), regime="ch"),
        "2026-09-30",
        "not-covered",
        "covered",
    ),
    "a processor that receives data from the person": (
        Case("US", tools=(), no_transfer="from-the-person", importer_role="processor", importer="Demo, Inc."),
        "2026-09-30",
        "no-transfer",
        "not-covered",
    ),
    "a British processor under the Addendum": (
        Case("IN", tools=(Tool("uk-addendum"),), onward=True, exporter_places=("GB",)),
        "2026-09-30",
        "not-covered",
        "covered",
    ),
    "a negative assessment beside another tool": (
        Case("CN", tools=(Tool("scc", "2021", tia="negative"), Tool("ad-hoc", authorised="yes"))),
        "2026-09-30",
        "covered",
        "undetermined",
    ),
    "clauses signed after their publication": (
        Case("IN", tools=(Tool("scc", "2021", signed=dt.date(2021, 6, 10)),)),
        "2024-01-01",
        "not-covered",
        "covered",
    ),
}


@pytest.mark.parametrize("name", EARLIER)
def test_as_known_before_a_correction_the_earlier_answer_is_given(name):
    case, day, before, now = EARLIER[name]
    laws = (datamap.law.load(dt.date(2026, 11, 27)), datamap.law.load(dt.date(2026, 11, 28)), LAW)
    found = [judge(case, dt.date.fromisoformat(day), law).verdict for law in laws]
    assert found == [before, now, now]


REASONS = tuple(r for r in vocabulary(NoTransfer) if r)


@pytest.mark.parametrize("regime", REGIMES)
@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_for_no_transfer_has_one_row_on_every_day(regime, reason):
    rows = [r for r in current(FILES[regime]["no_transfer"]) if r["reason"] == reason]
    days = [r["from"] for r in rows]
    assert days == sorted(set(days)), f"{regime}.yaml: give the rows on {reason} in order, one from each day"
    assert days[0] <= FILES[regime]["starts"], f"{regime}.yaml: {reason} has no row on the first day of the law"
    for row, last in zip(rows, [*(d - DAY for d in days[1:]), dt.date(2040, 1, 1)], strict=True):
        for day in (row["from"], last):
            if day >= FILES[regime]["starts"]:
                found = LAW.reason(reason, day, regime)
                assert (found.citation, found.text) == (row["citation"], row["text"]), f"{reason} on {day}"


@pytest.mark.parametrize("regime", REGIMES)
def test_what_is_no_tool_has_one_row_on_every_day(regime):
    rows = current(FILES[regime]["no_tool"])
    for kind in ("dpa", "other"):
        spans = sorted((r.get("from", dt.date.min), r.get("until", END)) for r in rows if r["kind"] == kind)
        assert spans[0][0] == dt.date.min and spans[-1][1] == END
        assert all(a[1] + DAY == b[0] for a, b in itertools.pairwise(spans)), f"{regime}.yaml: {kind}: {spans}"


@pytest.mark.parametrize(("regime", "kind", "i", "row"), ROWS, ids=[named(*r)[:60] for r in ROWS])
def test_a_text_names_nothing_later_than_its_first_day(regime, kind, i, row):
    """An answer for a day names only what existed: a row that cites a later act starts with that act."""
    kept = [{**FILES[regime]["defaults"], **r} for r in current(FILES[regime].get(kind, ()))]
    if kind not in ("no_tool", "no_transfer") or row not in kept or row.get("version"):
        return  # a row on one generation of clauses names the year of that generation
    starts = max(row.get("from", FILES[regime]["starts"]), FILES[regime]["starts"])
    for year in re.findall(r"(?<![\d/])(?:19|20)\d\d(?=\D|$)|(?<=/)20\d\d", f"{row['text']} {row['citation']}"):
        assert int(year) <= starts.year, f"{named(regime, kind, i, row)} starts on {starts} and names {year}"


EU, UK, PACK, LEDGER = "eu.yaml", "uk.yaml", "pack.yaml", "sources.yaml"
MISTAKES = {
    "a column misspelt": (
        EU,
        "until: 2004-04-30",
        "untill: 2004-04-30",  # codespell:ignore
        r"eu.yaml:\d+ instruments adequacy-hu: the column 'untill' is not known. "  # codespell:ignore
        r"Expected one of: .*until",
    ),
    "a column misspelt in a row of places": (
        EU,
        "from: 2014-01-01, note",
        "form: 2014-01-01, note",
        "places .'YT'.: the column 'form' is not known",
    ),
    "a column misspelt in a scope": (
        EU,
        "until: 2003-12-31, met_by",
        "until: 2003-12-31, metby",
        "adequacy-ca, elements: the column 'metby' is not known",
    ),
    "a column that is missing": (
        EU,
        "    citation: Commission Decision 2000/519/EC of 26 July 2000\n",
        "",
        "adequacy-hu: the column 'citation' is missing",
    ),
    "a key that stands twice": (
        EU,
        "until: 2004-04-30",
        "until: 2004-04-30\n    until: 2005-04-30",
        r"eu.yaml:\d+ the key 'until' occurs twice; keep one",
    ),
    "a day as text": (
        EU,
        "from: 2000-07-26\n    until",
        "from: '26.7.2000'\n    until",
        "from is '26.7.2000'. Expected a day as YYYY-MM-DD",
    ),
    "a day that does not exist": (EU, "until: 2004-04-30", "until: 2004-04-31", "eu.yaml:.* day is out of range"),
    "an end before its start": (
        EU,
        "until: 2004-04-30",
        "until: 1999-04-30",
        "until 1999-04-30 is before from 2000-07-26. Expected two inclusive days",
    ),
    "a source that the ledger lacks": (
        EU,
        "[32000D0519]",
        "[32000D0591]",
        "source 32000D0591 is not in sources.yaml. Expected .*add it there",
    ),
    "a source that left the ledger": (
        LEDGER,
        "32000D0519:",
        "32000D0591:",
        "adequacy-hu: source 32000D0519 is not in sources.yaml",
    ),
    "a status that is none": (EU, "status: bridge", "status: bridges", "status is 'bridges'. Expected one of: eea"),
    "a kind that is none": (UK, "kind: idta", "kind: itda", "kind is 'itda'. Expected one of: adequacy"),
    "Norway unquoted": (
        EU,
        'places: [IS, LI, "NO"], status: eea, from: 2018-07-20',
        "places: [IS, LI, NO], status: eea, from: 2018-07-20",
        "an unquoted NO is false in YAML",
    ),
    "places without brackets": (EU, "places: [HR], status", "places: HR, status", "places is 'HR'. Expected a list"),
    "a correction of nothing": (
        EU,
        "replaces: [scc-2002]",
        "replaces: [scc-2020]",
        "it replaces 'scc-2020', and no row has that name",
    ),
    "a correction that replaces nothing": (
        EU,
        "    replaces: [scc-2002]\n",
        "",
        "instruments scc-2002: two rows with this id are in force. Expected the newer one to name the older",
    ),
    "two rows of one name": (
        EU,
        "id: adequacy-hu",
        "id: adequacy-ch",
        "instruments adequacy-ch: two rows have this name",
    ),
    "a row learnt on a day without an edition": (
        EU,
        "source: [GI-TREATY], recorded: 2026-11-25",
        "source: [GI-TREATY], recorded: 2026-12-01",
        "rows were recorded on 2026-12-01. Expected an edition of that day",
    ),
    "something watched without a source": (
        PACK,
        ", source: [PCLOB]",
        "",
        "pack.yaml:.* watch pclob: the column 'source' is missing",
    ),
    "a list that is no list": (EU, "inside: [EU, EEA]", "inside: EU", "the file: inside is 'EU'. Expected a list"),
    "YAML that is none": (EU, "inside: [EU, EEA]", "inside: [EU, EEA", "eu.yaml:"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_the_files_is_told_with_its_place_and_remedy(mistake, tmp_path, monkeypatch):
    file, old, new, said = MISTAKES[mistake]
    folder = shutil.copytree(FOLDER, tmp_path / "data")
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{file} has no {old!r} any more: the mistake is to be made elsewhere"
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setattr(reading, "DATA", folder)
    with pytest.raises(LawError, match=said):
        reading.load.__wrapped__()


def test_mistakes_come_all_at_once(tmp_path, monkeypatch):
    folder = shutil.copytree(FOLDER, tmp_path / "data")
    for file, old, new in (
        (EU, "until: 2004-04-30", "untill: 2004-04-30"),  # codespell:ignore
        (EU, "status: bridge", "status: bridges"),
        (UK, "kind: idta", "kind: itda"),
    ):
        text = (folder / file).read_text(encoding="utf-8")
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setattr(reading, "DATA", folder)
    with pytest.raises(LawError) as e:
        reading.load.__wrapped__()
    assert len(str(e.value).splitlines()) == 3


def test_without_gives_a_new_law_and_changes_nothing():
    day = dt.date(2026, 9, 30)
    without = LAW.without("dpf")
    assert {i.id for i in LAW.status("US", day).instruments} == {"eu-us-dpf"}
    assert without.status("US", day).instruments == ()
    assert without.removed == {"eu-us-dpf", "uk-us-data-bridge", "ch-us-dpf"}
    assert without.digest != LAW.digest
    assert without.without("scc-2021").removed == without.removed | {"scc-2021"}
    with pytest.raises(CallError, match="'gdpr' not in the law pack"):
        LAW.without("gdpr")


def test_days_outside_the_pack_are_said():
    assert LAW.status("US", LAW.horizon + DAY).beyond == "beyond-horizon"
    assert LAW.status("US", LAW.horizon).beyond == ""
    assert LAW.status("US", dt.date(1998, 10, 23)).beyond == "before-pack"


# --- places as people write them -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("EL", "GR"),
        ("UK", "GB"),
        ("USA", "US"),
        ("U.S.", "US"),
        ("U.S.A.", "US"),
        ("the United States", "US"),
        ("Czech Republic", "CZ"),
        ("EU data center", "EU"),
        ("EU data centre", "EU"),
        ("data center in Germany", "DE"),
        ("Kosovo", "XK"),
        ("NO", "NO"),
        ("norway", "NO"),
        ("Türkiye", "TR"),
        ("DEU", "DE"),
        ("Korea, Republic of", "KR"),
        ("Korea, South", "KR"),
        ("u.s.a", "US"),
        ("Czech rep.", "CZ"),
        ("Holy See", "VA"),
        ("Jan Mayen", "NO"),
        ("Svalbard", "SJ"),
        ("Ελλάδα", "GR"),
        ("България", "BG"),
        ("Suomi", "FI"),
        ("Sverige", "SE"),
        ("Magyarország", "HU"),
        ("Nederland", "NL"),
        ("Norge", "NO"),
        ("Ísland", "IS"),
        ("Německo", "DE"),
        ("Turquie", "TR"),
        ("Brasil", "BR"),
        ("Spojené státy", "US"),
        ("Slovenská republika", "SK"),
        ("Österreich", "AT"),
        ("Canary Islands", "ES"),
        ("Germany (DE)", "DE"),
        ("EL - Greece", "GR"),
        ("European Economic Area (EEA)", "EEA"),
        ("EU-27", "EU"),
        ("within the European Union", "EU"),
        ("Servers in Suomi", "FI"),
        ("Côte d'Ivoire", "CI"),
        ("worldwide", "worldwide"),
        ("non-EU", "various"),
        ("EPO", "EPO"),
        ("United Nations", "IGO"),
        ("the World Health Organization", "IGO"),
        ("Council of Europe", "IGO"),
        ("European Central Bank", "EU-INST"),
        ("Council of the European Union", "EU-INST"),
    ],
)
def test_spellings(text, code):
    assert countries.read(text).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("XI", "GB"),
        ("Europol", "EU-INST"),
        ("European Medicines Agency", "EU-INST"),
        ("the European Data Protection Supervisor", "EU-INST"),
        ("ENISA", "EU-INST"),
        ("EEA", "EEA"),
        ("FRA", "FR"),
        ("SRB", "RS"),
        ("European Court of Human Rights", "IGO"),
        ("AN", "AN"),
        ("Netherlands Antilles", "AN"),
    ],
)
def test_bodies_of_the_union_and_places_with_an_unusual_code(text, code):
    assert countries.read(text).code == code
    assert countries.code_of(text) == code


def test_a_former_place_existed_until_its_last_day():
    assert [countries.existed("AN", dt.date(2010, 10, d)) for d in (9, 10)] == [True, False]
    assert countries.ended("AN", dt.date(2010, 10, 9)) == "" and "CW, SX and BQ" in countries.ended("AN", END)
    assert not set(countries.FORMER) & countries.codes(), "a place that ISO lists again is not a former one"


@pytest.mark.parametrize(
    "text",
    [
        "Europe",
        "Korea",
        "Georgia (US)",
        "Channel Islands",
        "Atlantis",
        "EMEA",
        "Congo",
        "QQ",
        "1",
        "United",
        "Kongo",
        "Corea",
        "Germany (US)",
        "Germany, Ireland",
        "EU (Germany)",
        "EU/US",
        "New Jersey",
        "Saint-Martin",
        "nan",
        "null",
        "Ireland - UK",
    ],
)
def test_what_cannot_be_read_is_unknown_and_never_guessed(text):
    place = countries.read(text)
    assert (place.code, place.sort) == ("unknown", "unknown") and place.note
    assert countries.code_of(text) is None


def test_names_in_the_languages_of_the_eea_are_of_one_place():
    names = countries._translated()
    assert len(names) > 5000, "pycountry's translations are not where they were"
    english = countries._iso()[0]
    for name, code in names.items():
        assert english.get(name, code) == code, (
            f"{name} is {english[name]} in English and {code} in another language: name it in EXTRA or AMBIGUOUS"
        )
        assert countries.read(name).code in (code, "unknown"), (
            f"{name} is read as {countries.read(name).code}, and is {code} in another language"
        )


@pytest.mark.parametrize("code", sorted(countries.codes()))
def test_every_code_and_every_name_is_read(code):
    assert countries.read(code).code == code
    assert countries.read(code.lower()).code == code
    assert countries.read(countries.name(code)).code == code
