"""The facts about vendors: every fact has a source; the rows on the Data Privacy Framework are those of the lists."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from datamap.errors import CallError, VendorError
from datamap.labels import countries
from datamap.law import dpf_list, dpf_match
from datamap.vendors import load, pack
from tests.vendors import pack_fixture

DAY = dt.date(2026, 11, 28)
ALL = load()
FACTS = [fact for service in ALL.services for fact in service.facts]
LISTS = sorted(Path(os.environ.get("DATAMAP_SHARED", "none"), "dpf").glob("*.xlsx"))


def test_there_are_services_and_each_has_names():
    assert len(ALL.services) >= 25
    assert all(s.names and s.service for s in ALL.services)


@pytest.mark.parametrize("service", ALL.services, ids=lambda s: s.id)
def test_every_fact_has_a_source_a_day_and_a_confidence(service):
    for fact in service.facts:
        assert fact.source and all(s in ALL.sources for s in fact.source)
        assert fact.confidence in ("high", "medium", "low")
        assert fact.verified_on <= ALL.recorded
        place = fact.values.get("country")
        assert place is None or place in countries.codes()


def test_every_source_is_used():
    assert set(ALL.sources) == {s for fact in FACTS for s in fact.source}


def test_what_was_read_in_a_review_only_is_not_of_high_confidence():
    """What was not read in the vendor's own document is marked."""
    review = [f for f in FACTS if any(s.startswith("REVIEW") for s in f.source)]
    assert review and all(f.confidence != "high" for f in review)


@pytest.mark.skipif(not LISTS, reason="the participants lists are not at hand")
@pytest.mark.parametrize("path", LISTS, ids=lambda p: p.stem[-10:])
def test_listings_are_those_of_the_official_lists(path):
    vintage = dpf_list.load(path)
    rows = [f for f in FACTS if f.sort == "listings" and f["vintage"] == vintage.day]
    assert rows
    for fact in rows:
        hits = [h for h in dpf_match.named(vintage, fact["entity"], strip=True) if h.row.regime == "eu"]
        if fact["status"] == pack.NOT_LISTED:
            assert not hits, fact["entity"]
            continue
        found = {(h.row.legal, h.row.status, h.row.hr, h.row.non_hr) for h in hits}
        stated = (fact["listed_as"], fact["status"], "hr" in fact["data"], "non-hr" in fact["data"])
        assert stated in found, fact["entity"]


def test_each_listed_company_has_a_row_in_every_vintage():
    vintages = {f["vintage"] for f in FACTS if f.sort == "listings"}
    by_entity: dict[tuple[str, str], set[dt.date]] = {}
    for f in FACTS:
        if f.sort == "listings":
            by_entity.setdefault((f.service, f["entity"]), set()).add(f["vintage"])
    assert all(found == vintages for found in by_entity.values())


def wrong(tmp_path: Path, old: str, new: str, name: str = "helpnest") -> str:
    text = pack_fixture.FILES[name]
    assert old in text
    with pytest.raises(VendorError) as e:
        pack.read(pack_fixture.write(tmp_path, {**pack_fixture.FILES, name: text.replace(old, new)}))
    return str(e.value)


def test_a_fact_without_a_source_is_rejected(tmp_path):
    message = wrong(tmp_path, "country: IE, source: [TERMS]}", "country: IE}")
    assert "helpnest.yaml:" in message and "'source' is missing" in message


def test_a_fact_with_an_empty_list_of_sources_is_rejected(tmp_path):
    message = wrong(tmp_path, "for: the service, source: [TERMS]", "for: the service, source: []")
    assert "source is empty" in message and "a fact without one is not used" in message


def test_a_source_that_is_not_in_the_ledger_is_rejected(tmp_path):
    assert "NOWHERE is not in sources.yaml" in wrong(
        tmp_path, "for: the service, source: [TERMS]", "for: the service, source: [NOWHERE]"
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("regions: [eea, ch]", "regions: [eea, mars]", "one of: eea, uk, ch, other"),
        ("role: processor", "role: friend", "one of: processor, controller, joint"),
        ("kind: support", "kind: cousin", "one of: parent, group, support, sub-processor"),
        ("country: IE", "country: NO", "codes and ids"),
        ("vintage: 2026-03-24", 'vintage: "2026-03-24"', "a day as YYYY-MM-DD"),
        ("service: help desk\n", "", "'service' is missing"),
    ],
)
def test_mistakes_are_named_with_what_was_expected(tmp_path, old, new, expected):
    assert expected in wrong(tmp_path, old, new)


def test_all_mistakes_are_reported_at_once(tmp_path):
    files = dict(pack_fixture.FILES)
    files["helpnest"] = (
        files["helpnest"].replace("role: processor", "role: friend").replace("kind: parent", "kind: aunt")
    )
    files["pigeon"] = files["pigeon"].replace("[PIGEON]", "[]")
    with pytest.raises(VendorError) as e:
        pack.read(pack_fixture.write(tmp_path, files))
    assert all(part in str(e.value) for part in ("friend", "aunt", "pigeon.yaml"))


def test_what_applies_on_a_day(tmp_path):
    found = load().on(dt.date(2025, 1, 1))
    twitter = next(s for s in found.services if s.id == "x")
    assert [f["name"] for f in twitter.of("entities")] == ["Twitter International Unlimited Company"]
    assert {f["vintage"] for f in twitter.of("listings")} == {dt.date(2024, 12, 13)}
    now = next(s for s in load().on(DAY).services if s.id == "x")
    assert [f["name"] for f in now.of("entities")] == ["X Internet Unlimited Company"]
    assert {f["vintage"] for f in now.of("listings")} == {dt.date(2026, 3, 24)}


def test_an_old_fact_is_known_as_old(tmp_path):
    pigeon = next(s for s in pack_fixture.vendors(tmp_path).services if s.id == "pigeon")
    fact = pigeon.of("roles")[0]
    assert not fact.is_old(dt.date(2025, 6, 1)) and fact.is_old(dt.date(2025, 6, 2))


def test_known_on():
    then, now = ([f for s in load(day).services for f in s.facts] for day in ("2026-11-28", None))
    assert [f.values["names"] for f in now if f not in then] == [("Integromat s.r.o.", "Integromat LLC")]
    assert [f for f in then if f not in now] == []
    with pytest.raises(CallError, match="no edition before"):
        load("2020-01-01")
    with pytest.raises(CallError, match="known_on"):
        load("soon")
