"""The cases that the decision is asked, in whole: what of a map reaches the law, and for which transfer."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace

import pytest
from dpf_fixture import ROWS, save

from datamap import law
from datamap.formats.yaml import reader
from datamap.law import dpf
from datamap.law.case import Case, Tool, Verdict
from datamap.tables import from_inventories
from datamap.transfers import coverage, situations

DAY = dt.date(2026, 9, 30)
LAW = law.load()
PLAIN = {f.name: f.default for f in fields(Case)}


def unknown(case: Case) -> Verdict:
    return Verdict("undetermined", "none")


def judged(monkeypatch, *texts: str, participants=None, answer=unknown) -> dict[tuple[str, str, str], list[Case]]:
    """The cases of each transfer by recipient, processor in between and country, one for each class of data."""
    asked: list[Case] = []

    def judge(case, day, law_, listed):
        assert (day, law_, listed) == (DAY, LAW, participants)
        asked.append(case)
        return replace(answer(case), citation=str(len(asked) - 1))

    monkeypatch.setattr(situations, "judge", judge)
    tables = from_inventories([reader.parse(t) for t in texts]).on(DAY)
    # rows of several classes are kept apart, so that each case is seen
    monkeypatch.setattr(coverage, "_folded", lambda legs, row, judgment, verdicts: (legs, judgment))
    found = coverage.judge_transfers(tables, DAY, LAW, participants)
    ids = tables["recipients"]["id"].tolist()
    out: dict[tuple[str, str, str], list[Case]] = {}
    f = found.frame
    for r, via, country, n in zip(f["recipient"], f["via"], f["country"], f["judgment"], strict=True):
        case = asked[int(found.verdicts[n].citation)]
        out.setdefault((ids[r], ids[via] if via >= 0 else "", str(country)), []).append(case)
    return out


def told(cases: list[Case]) -> list[dict]:
    """What differs from a case of which nothing is known."""
    return [{n: getattr(c, n) for n, plain in PLAIN.items() if getattr(c, n) != plain} for c in cases]


ONE = """
meta: {id: one, date: 2026-01-31}
controller: {name: One GmbH, country: DE, sector: private, role: controller}
subjects: [{id: staff, name: Staff, staff: yes}, {id: customers, name: Customers, staff: no}]
categories: [{id: mail, name: Mail, special: none}, {id: health, name: Health, special: health}]
purposes:
  - {id: pay, name: Pay, subjects: [staff], categories: [mail], recipients: [full, silent, contract, nothing, proc]}
  - {id: shop, name: Shop, role: joint, subjects: [customers], categories: [health], recipients: [alone, full]}
recipients:
  - id: full
    name: Full
    legal_entity: Full Inc
    parent: Full Group
    aliases: [Fuller]
    role: controller
    sector: public
    subject_to_gdpr: yes
    affiliate: no
    sites: [{country: US, activity: hosting, run_by: Racks Ltd, run_by_country: CA}]
    scope: {pipeda: yes, appi: no}
    safeguards:
      - {kind: scc, version: 2021, module: 2, signed: 2022-01-03, annexes: yes, tia: positive, suspended: 2026-02-01,
         within_group: no, occasional: yes, authorised: no, from: 2022-01-04, until: 2027-05-06, label: SCC}
      - {kind: other, label: a promise}
  - {id: silent, name: Silent, sites: [IN]}
  - {id: contract, name: Contract, dpa: yes, sites: [IN]}
  - {id: nothing, name: Nothing, safeguards: none, sites: [{country: IN, activity: access}]}
  - {id: alone, name: Alone, safeguards: [scc], role: joint}
  - {id: proc, name: Proc, role: processor, sector: public, dpa: yes, sites: [GB], sub_processors: [sub]}
  - {id: sub, name: Sub, role: sub-processor, sector: private, sites: [IN], safeguards: [idta, {kind: dpf}]}
"""
TWO = """
meta: {id: two, date: unknown}
controller: {name: Two AG, country: CH, sector: public, role: both}
purposes: [{id: work, name: Work, recipients: [r]}]
recipients: [{id: r, name: R, sites: [IN], safeguards: [scc]}]
"""


CLAUSES = Tool(
    "scc",
    "2021",
    "2",
    dt.date(2022, 1, 3),
    tia="positive",
    suspended_on=dt.date(2026, 2, 1),
    from_=dt.date(2022, 1, 4),
    until=dt.date(2027, 5, 6),
    within_group="no",
    occasional="yes",
    authorised="no",
)  # without its label: its kind says more
FULL = {
    "country": "US",
    "site_kind": "hosting",
    "run_by_country": "CA",
    "tools": (CLAUSES, Tool("other", label="a promise")),
    "exporter_role": "unknown",  # controller for one purpose, joint controller for the other
    "importer_role": "controller",
    "exporter_sector": "private",
    "importer_sector": "public",
    "importer_gdpr": "yes",
    "affiliate": "no",
    "facts": (("appi", "no"), ("pipeda", "yes")),
}
PAY = {"exporter_role": "controller", "importer_role": "unknown", "exporter_sector": "private", "data": "hr"}
ALONE = {
    "country": "unknown",
    "tools": (Tool("scc"),),
    "exporter_role": "joint",
    "importer_role": "joint",
    "exporter_sector": "private",
    "inventory_date": dt.date(2026, 1, 31),  # clauses of an unknown version are those of that day
}
SUB = {
    "country": "IN",
    "tools": (Tool("dpf"), Tool("idta")),
    "exporter_role": "processor",
    "importer_role": "sub-processor",
    "exporter_sector": "public",
    "importer_sector": "private",
    "onward": True,
    "exporter_places": ("GB",),
    "exporter_basis": (),
}


def test_what_a_map_states_reaches_the_law(monkeypatch):
    found = judged(monkeypatch, ONE, TWO)
    proc = PAY | {"importer_role": "processor", "importer_sector": "public"}
    assert {key: told(cases) for key, cases in found.items()} == {
        ("full", "", "US"): [FULL | {"data": data} for data in ("other", "hr", "special")],
        ("silent", "", "IN"): [PAY | {"country": "IN"}],  # nothing is known of safeguards
        ("contract", "", "IN"): [PAY | {"country": "IN", "tools": ()}],  # a contract alone is no tool
        ("nothing", "", "IN"): [PAY | {"country": "IN", "site_kind": "access", "tools": ()}],
        ("alone", "", "unknown"): [ALONE | {"data": data} for data in ("other", "special")],
        ("proc", "", "GB"): [proc | {"country": "GB", "tools": ()}],
        ("sub", "proc", "IN"): [SUB, SUB | {"data": "hr"}],
        ("r", "", "IN"): [
            {
                "country": "IN",
                "tools": (Tool("scc"),),
                "exporter_role": "unknown",
                "importer_role": "unknown",
                "exporter_sector": "public",
                "regime": "ch",
            }
        ],
    }


THREE = """
meta: {id: three, date: 2026-01-31}
controller: {name: Three, country: FR, sector: private, role: processor}
purposes: [{id: work, name: Work, recipients: [p, q]}]
recipients:
  - {id: p, name: P, role: processor, sites: [GB], sub_processors: [s, x]}
  - {id: q, name: Q, role: processor, sites: [GR], sub_processors: [s, u]}
  - {id: s, name: S, role: sub-processor, sites: [IN], sub_processors: [t]}
  - {id: t, name: T, role: sub-processor, sites: [CN], safeguards: none}
  - {id: u, name: U, role: sub-processor, sites: [US, BR], sub_processors: [v, w]}
  - {id: v, name: V, role: sub-processor, sites: [CN]}
  - {id: w, name: W, role: sub-processor, sites: [CN], safeguards: none}
  - {id: x, name: X, role: sub-processor, sites: [IN], sub_processors: [y]}
  - {id: y, name: Y, role: sub-processor, sites: [CN]}
"""


def test_a_leg_behind_processors_has_their_places_their_grounds_and_the_laws_under_which_they_received_the_data(
    monkeypatch,
):
    def answer(case):
        if case.country == "GB":
            return Verdict("covered", "adequacy", fallback=("scc:2021",))
        return Verdict("covered", "dpf") if case.country == "US" else Verdict("undetermined", "none")

    found = judged(monkeypatch, THREE, answer=answer)
    first = {"exporter_role": "processor", "importer_role": "processor", "exporter_sector": "private"}
    leg = {"exporter_role": "processor", "importer_role": "sub-processor", "onward": True, "exporter_basis": ()}
    listing = ("dpf", "privacy-shield", "safe-harbour")
    assert {key: told(cases) for key, cases in found.items()} == {
        ("p", "", "GB"): [first | {"country": "GB"}],
        ("q", "", "GR"): [first | {"country": "GR"}],
        ("s", "p", "IN"): [leg | {"country": "IN", "exporter_places": ("GB",), "exporter_basis": ("adequacy", "tool")}],
        ("s", "q", "IN"): [leg | {"country": "IN", "exporter_places": ("GR",)}],
        ("t", "s", "CN"): [
            leg | {"country": "CN", "tools": (), "exporter_places": ("IN",), "received_under": ("eu", "uk")}
        ],
        ("u", "q", "US"): [leg | {"country": "US", "exporter_places": ("GR",)}],
        ("u", "q", "BR"): [leg | {"country": "BR", "exporter_places": ("GR",)}],
        ("v", "u", "CN"): [leg | {"country": "CN", "exporter_places": ("BR", "US"), "exporter_basis": listing}],
        ("w", "u", "CN"): [
            leg | {"country": "CN", "tools": (), "exporter_places": ("BR", "US"), "exporter_basis": listing}
        ],
        ("x", "p", "IN"): [leg | {"country": "IN", "exporter_places": ("GB",), "exporter_basis": ("adequacy", "tool")}],
        ("y", "x", "CN"): [leg | {"country": "CN", "exporter_places": ("IN",), "regime": "uk"}],
    }


FOUR = """
meta: {id: four, date: 2026-01-31}
controller: {name: Four GmbH, country: DE, sector: private, role: controller}
purposes: [{id: work, name: Work, recipients: [us, plain, run, claims, india, told, travel, hidden]}]
recipients:
  - id: us
    name: Acme
    legal_entity: Acme, Inc.
    parent: Mother
    aliases: [A, B]
    sites: [US]
    evidence:
      - {facts: [role, name], section: A, words: Acme}
      - {facts: [legal_entity, parent], how: inferred, section: A, words: Acme, why: its imprint}
      - {facts: legal_entity, how: assumed, why: its name}
  - {id: plain, name: Plain, sites: [PR]}
  - id: run
    name: Run
    legal_entity: none
    parent: none
    sites: [{country: IE, activity: hosting, run_by_country: US}]
  - {id: claims, name: Claims, legal_entity: Claims Ltd, how: inferred, why: heard, sites: [IN], safeguards: [dpf]}
  - {id: india, name: India, legal_entity: India Ltd, sites: [IN]}
  - {id: told, name: Told, legal_entity: Told Ltd, not_a_transfer: from-the-person, sites: [IN]}
  - {id: travel, name: Travel, legal_entity: FOUR gmbh, not_a_transfer: own-staff-travelling, sites: [IN]}
  - {id: hidden, name: Hidden, not_a_transfer: own-staff-travelling, sites: [IN]}
"""


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    return dpf.read([save(tmp_path_factory.mktemp("list") / "participants_2026-03-24.xlsx", ROWS)], cache=False)


def test_the_importer_is_part_of_a_case_only_where_a_list_or_a_reason_asks_for_it(monkeypatch, listed):
    plain = {"exporter_role": "controller", "importer_role": "unknown", "exporter_sector": "private", "country": "IN"}
    us, island, run = plain | {"country": "US"}, plain | {"country": "PR"}, plain | {"country": "IE"}
    run |= {"site_kind": "hosting", "run_by_country": "US"}
    claims = plain | {"tools": (Tool("dpf"),)}
    told_of = plain | {"no_transfer": "from-the-person", "facts": (("own-initiative", "unknown"),)}  # is asked for
    told_of |= {"importer": "Told Ltd", "importer_how": "stated", "aliases": ("Told",), "other_entity": True}
    travel = plain | {"no_transfer": "own-staff-travelling", "importer": "FOUR gmbh", "importer_how": "stated"}
    hidden = plain | {"no_transfer": "own-staff-travelling", "aliases": ("Hidden",)}
    always = {"india": plain, "told": told_of, "travel": travel | {"aliases": ("Travel",)}, "hidden": hidden}
    alone = {r: told(cases) for (r, _, _), cases in judged(monkeypatch, FOUR).items()}
    assert alone == {r: [c] for r, c in (always | {"us": us, "plain": island, "run": run, "claims": claims}).items()}
    asked = {
        # how the entity is known is what the first evidence for this field says
        "us": us
        | {"importer": "Acme, Inc.", "importer_how": "inferred", "aliases": ("Acme", "A", "B"), "parent": "Mother"},
        "plain": island | {"aliases": ("Plain",)},
        "run": run | {"aliases": ("Run",)},
        # no evidence for it: as the entry is known
        "claims": claims | {"importer": "Claims Ltd", "importer_how": "inferred", "aliases": ("Claims",)},
    }
    found = {r: told(cases) for (r, _, _), cases in judged(monkeypatch, FOUR, participants=listed).items()}
    assert found == {r: [c] for r, c in (always | asked).items()}


@pytest.mark.parametrize(
    ("sites", "countries"),
    [
        ("{country: IE, activity: hosting}", ["unknown"]),
        ("{country: IE, activity: hosting}, {country: US, activity: establishment}", ["US", "unknown"]),
        ("{country: IE, activity: hosting, run_by: R Inc}, {country: IN, activity: establishment}", ["IN", "unknown"]),
        ("{country: IE, activity: hosting, run_by: R}, {country: IN, activity: establishment}", ["IN", "unknown"]),
        ("{country: IE, activity: hosting, run_by: Racks}, {country: IN, activity: establishment}", ["unknown"] * 2),
        (
            "{country: IE, activity: hosting, run_by_country: CA}, {country: IN, activity: establishment}",
            ["CA", "unknown"],
        ),
        ("{country: IE, activity: access}, {country: IN, activity: establishment}", ["unknown"] * 2),
        ("{country: IE, activity: hosting}, {country: worldwide, activity: establishment}", ["unknown"] * 2),
        (
            "{country: IN, activity: establishment}, {country: IE, activity: hosting}, "
            "{country: IN, activity: establishment, place: Pune}, {country: CA, activity: hosting}",
            ["unknown", "IN", "unknown", "IN"],
        ),
        (
            "{country: IN, activity: establishment}, {country: IE, activity: hosting}, "
            "{country: US, activity: establishment}",
            ["unknown"] * 3,
        ),
    ],
)
def test_the_country_of_who_runs_each_site(sites, countries):
    other = "{id: other, name: Other, sites: [{country: BR, activity: establishment}]}"  # of no one else's site
    recipient = f"{{id: r, name: R, legal_entity: R Inc, sites: [{sites}]}}"
    for recipients in (f"{other}, {recipient}", f"{recipient}, {other}"):
        text = f"{{meta: {{id: x}}, controller: {{name: X, country: DE}}, recipients: [{recipients}]}}"
        t = from_inventories([reader.parse(text)])
        codes, words = situations._countries_that_run(t)
        mine = (t["recipients"]["id"] == "r").to_numpy()[t["sites"]["recipient"]]
        found = [words[n] for n in codes[mine]]
        assert found == countries and len(set(words)) == len(words)
