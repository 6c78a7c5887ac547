"""Who exports: the law and the role of organisations and of processors that hand data on; the tools of recipients."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from flows_fixture import tables

from datamap import law
from datamap.formats.yaml import reader
from datamap.law.case import Tool, Verdict
from datamap.tables import from_inventories
from datamap.transfers import exporters, processors, toolsets

DAY = dt.date(2026, 9, 30)
LAW = law.load()


@pytest.mark.parametrize(
    ("country", "stated", "expected"),
    [
        ("DE", "", "eu"),
        ("GB", "", "uk"),
        ("CH", "", "ch"),
        ("LI", "", "eu"),
        ("US", "", "eu"),
        ("unknown", "", "eu"),
        ("DE", "uk", "uk"),
        ("GB", "eu", "eu"),
        ("CH", "eu", "eu"),
        ("FR", "ch", "ch"),
        ("GB", "unknown", "uk"),
    ],
)
def test_the_law_of_an_organisation_is_the_stated_one_or_that_of_its_country(country, stated, expected):
    more = f", regime: {stated}" if stated else ""
    text = "{meta: {id: x%d}, controller: {name: X, country: %s%s}}"
    t = from_inventories([reader.parse(text % (0, country, more)), reader.parse(text % (1, "CH", ""))])
    assert [exporters.REGIMES[n] for n in exporters.regimes(t)] == [expected, "ch"]


@pytest.mark.parametrize(
    ("own", "purposes", "recipient", "expected"),
    [
        ("controller", [], "controller", "controller"),
        ("processor", [], "controller", "processor"),
        ("both", [], "controller", "unknown"),
        ("unknown", [], "controller", "unknown"),
        ("controller", ["unknown"], "controller", "controller"),
        ("controller", ["processor"], "processor", "processor"),
        ("both", ["joint"], "controller", "joint"),
        ("both", ["unknown"], "controller", "unknown"),
        ("both", ["controller", "controller"], "controller", "controller"),
        ("both", ["controller", "processor"], "controller", "unknown"),
        ("controller", ["unknown", "processor"], "controller", "unknown"),
        # only a processor engages a sub-processor
        ("controller", ["controller"], "sub-processor", "unknown"),
        ("controller", ["processor"], "sub-processor", "processor"),
        ("processor", [], "sub-processor", "processor"),
        ("controller", [], "sub-processor", "unknown"),
    ],
)
def test_the_role_in_which_a_recipient_is_given_data(own, purposes, recipient, expected):
    lines = ", ".join(f"{{id: p{n}, name: P, role: {role}, recipients: [r]}}" for n, role in enumerate(purposes))
    text = f"""
meta: {{id: x}}
controller: {{name: X, country: DE, role: {own}}}
purposes: [{lines}, {{id: other, name: Other, role: controller, recipients: [second]}}]
recipients: [{{id: r, name: R, role: {recipient}}}, {{id: second, name: S, role: controller}}]
"""
    text = text.replace("[, ", "[")
    t = from_inventories([reader.parse(text)])
    assert [exporters.ROLES[n] for n in exporters.exporter_roles(t)] == [expected, "controller"]


# --- processors -------------------------------------------------------------------------------------------------------

CHAIN = """
meta: {id: chain}
controller: {name: Chain, country: DE, role: controller}
purposes: [{id: p, name: P, recipients: [gb, us, both, plain]}]
recipients:
  - {id: leaf, name: Leaf, sites: [CN]}
  - {id: gb, name: GB, sites: [{country: GB, activity: establishment}, {country: FR, activity: hosting}, IE],
     sub_processors: [leaf]}
  - {id: us, name: US, sites: [US], sub_processors: [leaf]}
  - {id: both, name: Both, sites: [{country: GB, activity: establishment}, {country: CH, activity: establishment}],
     sub_processors: [leaf]}
  - {id: plain, name: Plain, sites: [NO, FR], sub_processors: [second]}
  - {id: second, name: Second, sites: [{country: CH, activity: access}], sub_processors: [third]}
  - {id: third, name: Third, sub_processors: [leaf]}
"""


@pytest.fixture(scope="module")
def chain():
    return from_inventories([reader.parse(CHAIN)])


def by_id(t, values) -> dict[str, object]:
    return dict(zip(t["recipients"]["id"], values, strict=True))


def test_where_each_processor_that_engages_others_is_established(chain):
    numbers, sets = processors.established(chain)
    assert by_id(chain, (sets[n] for n in numbers)) == {
        "leaf": (),  # it engages nobody
        "gb": ("GB",),
        "us": ("US",),
        "both": ("CH", "GB"),
        "plain": ("FR", "NO"),
        "second": (),  # access is not a place of the company
        "third": (),
    }


def test_the_law_of_the_places_of_each_processor(chain):
    found = processors._laws_of_places(chain, DAY, LAW)
    laws = {-1: "", **dict(enumerate(exporters.REGIMES))}
    assert by_id(chain, (laws[n] for n in found)) == {
        "leaf": "",
        "gb": "uk",
        "us": "",
        "both": "",  # two laws
        "plain": "eu",
        "second": "",
        "third": "",
    }


@pytest.mark.parametrize(
    ("place", "day", "expected"),
    [
        ("DE", DAY, "eu"),
        ("NO", DAY, "eu"),
        ("GB", DAY, "uk"),
        ("CH", DAY, "ch"),
        ("LI", DAY, "eu"),
        ("US", DAY, ""),
        ("unknown", DAY, ""),
        ("worldwide", DAY, ""),
        ("GB", dt.date(2019, 6, 1), "eu"),
        ("HR", dt.date(2013, 1, 1), ""),
    ],
)
def test_the_law_in_whose_own_area_a_place_is(place, day, expected):
    at = processors._law_of(place, day, LAW)
    assert (exporters.REGIMES[at] if at >= 0 else "") == expected


def test_the_laws_under_which_each_recipient_receives_data(chain):
    ids = chain["recipients"]["id"].tolist()
    ways = [("gb", ""), ("us", ""), ("both", ""), ("plain", "")]
    ways += [
        ("second", "plain"),
        ("third", "second"),
        ("leaf", "gb"),
        ("leaf", "us"),
        ("leaf", "both"),
        ("leaf", "third"),
    ]
    legs = tuple(np.array([ids.index(x) if x else -1 for x in of]) for of in zip(*ways, strict=True))
    received, of_place = processors.received_under(chain, legs, DAY, LAW)
    assert of_place.tolist() == processors._laws_of_places(chain, DAY, LAW).tolist()
    words = {1: "eu", 2: "uk", 3: "eu, uk", 4: "ch"}
    assert by_id(chain, (words[n] for n in received)) == {**dict.fromkeys(ids, "eu"), "leaf": "eu, uk"}
    assert [exporters.REGIMES[n] for n in processors.one_law(chain, received)] == ["eu"] * len(ids)
    only = tuple(of[[0, 4, 5, 6]] for of in legs)  # through the British one alone; nobody is known to send to `second`
    received, _ = processors.received_under(chain, only, DAY, LAW)
    assert by_id(chain, (words[n] for n in received)) == {**dict.fromkeys(ids, "eu"), "leaf": "uk"}
    one = processors.one_law(chain, received)
    assert by_id(chain, (exporters.REGIMES[n] for n in one)) == {**dict.fromkeys(ids, "eu"), "leaf": "uk"}


def test_a_processor_hands_on_under_the_law_of_its_own_place_whoever_engages_it():
    """A British organisation engages one in France, one in Switzerland and one in India, each with a sub-processor."""
    entries = [("fr", "FR", "f"), ("ch", "CH", "c"), ("in", "IN", "i"), ("f", "BR", "g"), ("c", "GB", "d")]
    entries += [("i", "IN", ""), ("g", "BR", ""), ("d", "BR", "")]
    lines = "\n".join(f"  - {{id: {i}, name: N, sites: [{at}], sub_processors: [{of}]}}" for i, at, of in entries)
    text = f"meta: {{id: x}}\ncontroller: {{name: X, country: GB}}\nrecipients:\n{lines}"
    t = from_inventories([reader.parse(text)])
    ids = t["recipients"]["id"].tolist()
    ways = [("fr", ""), ("ch", ""), ("in", ""), ("f", "fr"), ("c", "ch"), ("i", "in"), ("g", "f"), ("d", "c")]
    legs = tuple(np.array([ids.index(x) if x else -1 for x in of]) for of in zip(*ways, strict=True))
    received, _ = processors.received_under(t, legs, DAY, LAW)
    words = {1: "eu", 2: "uk", 4: "ch"}
    assert by_id(t, (words[n] for n in received)) == {
        **dict.fromkeys(("fr", "ch", "in", "i"), "uk"),
        "f": "eu",
        "g": "eu",  # it goes on with the data
        "c": "ch",
        "d": "uk",  # until a place has a law
    }


def test_the_law_goes_with_the_data_to_the_end_of_a_chain_however_long():
    """A German organisation engages a Swiss processor, behind which are thirty whose places have no such law."""
    links = [(f"r{n}", "CH" if n == 0 else "BR", f"r{n + 1}" if n < 30 else "") for n in range(31)]
    lines = "\n".join(f"  - {{id: {i}, name: N, sites: [{at}], sub_processors: [{of}]}}" for i, at, of in links)
    t = from_inventories([reader.parse(f"meta: {{id: x}}\ncontroller: {{name: X, country: DE}}\nrecipients:\n{lines}")])
    legs = np.arange(31), np.arange(31) - 1
    received, _ = processors.received_under(t, legs, DAY, LAW)
    assert received.tolist() == [1] + [4] * 30


def test_of_a_british_organisation_what_reaches_nobody_is_under_its_law():
    t = tables()
    none = np.zeros(0, dtype=np.int64)
    received, _ = processors.received_under(t, (none, none), DAY, LAW)
    assert by_id(t, received) == {
        **dict.fromkeys(("deep", "bureau", "host", "deeper", "idle"), 1),
        "bank": 2,
        "agent": 2,
    }


def test_the_words_for_several_laws():
    assert processors.LAWS_RECEIVED == [
        (),
        (),
        (),
        ("eu", "uk"),
        (),
        ("eu", "ch"),
        ("uk", "ch"),
        ("eu", "uk", "ch"),
    ]


LISTING = ("dpf", "privacy-shield", "safe-harbour")


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Verdict("covered", "adequacy"), ("adequacy",)),
        (Verdict("covered", "dpf"), LISTING),
        (Verdict("covered", "privacy-shield"), LISTING),
        (Verdict("covered", "scc"), ("tool",)),
        (Verdict("covered", "scc", fallback=("dpf", "bcr-p")), (*LISTING, "tool")),
        (Verdict("covered", "adequacy", fallback=("scc:2021",)), ("adequacy", "tool")),
        (Verdict("undetermined", "adequacy"), ("adequacy",)),
        (Verdict("undetermined", "dpf"), LISTING),
        (Verdict("undetermined", "scc"), ()),
        (Verdict("undetermined", "none", fallback=("scc:2021",)), ("tool",)),
        (Verdict("not-covered", "none"), ()),
        (Verdict("no-transfer", "eea"), ()),
    ],
)
def test_the_grounds_that_a_verdict_gives_a_processor(verdict, words):
    numbers, sets = processors.bases(np.array([1]), np.array([0]), [verdict], 2)
    assert [sets[n] for n in numbers] == [(), words]
    assert numbers.dtype == np.int64
    numbers, sets = processors.bases(np.zeros(0, dtype=int), np.zeros(0, dtype=int), [], 2)
    assert [sets[n] for n in numbers] == [(), ()]


# --- tools ------------------------------------------------------------------------------------------------------------

TOOLS = """
meta: {id: tools}
controller: {name: Tools, country: DE}
recipients:
  - {id: bare, name: Bare, sites: [IN]}
  - {id: every, name: Every, sites: [IN, US], safeguards: [scc, bcr-p]}
  - id: some
    name: Some
    sites: [IN, US, JP]
    safeguards: [{kind: scc, countries: [IN]}, {kind: dpf, countries: [US]}, bcr-p]
  - {id: same, name: Same, sites: [IN], safeguards: [bcr-p, scc]}
  - {id: told, name: Told, sites: [IN], safeguards: [{kind: dpa, label: a contract}, {kind: scc, label: clauses}]}
"""


def test_the_tools_of_each_recipient_at_each_country():
    t = from_inventories([reader.parse(TOOLS)])
    ids, places = t["recipients"]["id"].tolist(), ["unknown", "IN", "US", "JP"]
    rows = [(r, p) for r in ids for p in places]
    numbers, sets = toolsets.toolsets(
        t,
        np.array([ids.index(r) for r, _ in rows]),
        np.array([places.index(p) for _, p in rows]),
        places,
    )
    scc, bcr, dpf = Tool("scc"), Tool("bcr-p"), Tool("dpf")
    every = {("some", "IN"): {scc, bcr}, ("some", "US"): {dpf, bcr}, ("some", "JP"): {bcr}, ("some", "unknown"): {bcr}}
    whole = {"bare": set(), "every": {scc, bcr}, "same": {scc, bcr}, "told": {scc, Tool("dpa", label="a contract")}}
    for row, n in zip(rows, numbers, strict=True):
        assert set(sets[n]) == every.get(row, whole.get(row[0])), row
    order = [tool.kind for tool in sorted({t for s in sets for t in s}, key=lambda t: t.kind)]
    assert len(order) == 4 and len(set(sets)) == len(sets)
    at = {row: n for row, n in zip(rows, numbers, strict=True)}
    assert at["every", "IN"] == at["same", "US"] == at["some", "IN"] and sets[at["bare", "IN"]] == ()
    kinds = list(t["safeguards"]["kind"].cat.categories)
    assert all([kinds.index(x.kind) for x in s] == sorted(kinds.index(x.kind) for x in s) for s in sets)
