"""The law pack itself: what a lawyer corrects must still make sense, and each failure says how to mend it.

Reads the data files on its own: nothing here shares code with the look-ups, except where it compares the two.
"""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import re
from pathlib import Path

import pytest
from yaml_fixture import content

import datamap.law
from datamap.errors import CallError
from datamap.labels import countries
from datamap.law.verdict import Case, Tool, judge
from datamap.model.vocabulary import NoTransfer, vocabulary

FOLDER = Path(datamap.law.__file__).parent / "data"
FILES = {name: content(FOLDER / f"{name}.yaml") for name in ("eu", "uk", "ch", "pack", "sources")}
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
    assert (now.version, now.recorded) == ("2026.11.6", dt.date(2026, 11, 29))
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
    with pytest.raises(CallError, match="did you mean 'eu-us-dpf'") as misspelt:
        LAW.without("eu-us-dfp")
    assert len(str(misspelt.value)) < 700, "the nearest name is not lost in a list of all"


def test_days_outside_the_pack_are_said():
    assert LAW.status("US", LAW.horizon + DAY).beyond == "beyond-horizon"
    assert LAW.status("US", LAW.horizon).beyond == ""
    assert LAW.status("US", dt.date(1998, 10, 23)).beyond == "before-pack"


# --- places as people write them -----------------------------------------------------------------------------------
