"""Cases, tools and days for properties of the verdict, and a participants list in small."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from conftest import examples
from hypothesis import strategies as st
from yaml_fixture import content

import datamap.law
from datamap.law.onward import REQUIREMENTS
from datamap.law.verdict import NOT_CHAPTER_V, RANK, Case, Tool

LAW = datamap.law.load()
DAY = dt.timedelta(1)
BETTER = {"not-covered": 0, "undetermined": 1, "covered": 2, "no-transfer": 3}
OLD_CLAUSES_ENDED = dt.date(2022, 12, 27)


def _dates(node) -> set[dt.date]:
    if isinstance(node, dt.date):
        return {node}
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return set().union(*(_dates(x) for x in inner)) if inner else set()


def _named_by_the_pack() -> frozenset[dt.date]:
    """Every date in the data files, and the day after it: a walk that shares no code with the look-ups."""
    folder = Path(datamap.law.__file__).parent / "data"
    found = set().union(*(_dates(content(f)) for f in folder.glob("*.yaml")))
    return frozenset(found | {d + DAY for d in found})


PACK_DAYS = _named_by_the_pack()
NEAR = sorted({d + n * DAY for d in PACK_DAYS for n in (-1, 0) if d.year > 1990})


class List:
    """A participant list in small: two vintages, three organisations, as the reader of the real one answers."""

    vintages = (dt.date(2024, 5, 16), dt.date(2025, 3, 24))
    active = {"Good Inc": vintages, "Late Inc": vintages[1:], "Gone Inc": vintages[:1]}

    def at(self, day):
        return max((v for v in self.vintages if v <= day), default=None)

    def check(self, entity, how, day, data="unknown", regime="eu", aliases=(), parent="", affiliate="unknown"):
        vintage = self.at(day)
        for name in [entity] if entity else list(aliases):
            if vintage in self.active.get(name, ()):
                return Match("verified", f"{name} is active on the list of {vintage}")
            if name in self.active:
                return Match("contradicted", f"{name} is inactive on the list of {vintage}")
        if entity and how == "stated":
            return Match("contradicted", f"{entity} is not on the list of {vintage}")
        return Match("not-found", "no legal entity is known")


@dataclass(frozen=True)
class Match:
    outcome: str
    reason: str
    renewal_unseen: bool = False
    warnings: tuple[str, ...] = ()


many = examples(3)

answers = st.sampled_from(["unknown", "yes", "no"])
days = st.sampled_from(NEAR) | st.dates(dt.date(1998, 10, 24), dt.date(2033, 1, 1))
own_days = st.none() | st.sampled_from(
    [dt.date(2015, 10, 6), dt.date(2021, 9, 26), dt.date(2022, 12, 28), dt.date(2024, 6, 1)]
)
versions = {
    "scc": ["unknown", "2001", "2002", "2004", "2010", "2021"],
    "derogation": ["unknown", *(f"49-1-{x}" for x in "abcdefg2")],
}


@st.composite
def tools(draw):
    kind = draw(st.sampled_from([*RANK, "dpa", "other", "unknown", "scc", "scc", "dpf"]))
    return Tool(
        kind,
        draw(st.sampled_from(versions.get(kind, ["unknown"]))),
        module=draw(st.sampled_from(["unknown", "1", "2", "3", "4"])),
        signed=draw(own_days),
        document_date=draw(own_days),
        tia=draw(st.sampled_from(["unknown", "none", "positive", "negative"])),
        suspended_on=draw(own_days) if draw(st.integers(0, 4)) == 0 else None,
        from_=draw(own_days) if draw(st.integers(0, 4)) == 0 else None,
        until=draw(own_days) if draw(st.integers(0, 4)) == 0 else None,
        within_group=draw(answers),
        occasional=draw(answers),
        authorised=draw(answers),
    )


places = st.sampled_from(
    [
        "US",
        "GB",
        "JP",
        "CA",
        "KR",
        "BR",
        "IL",
        "IN",
        "DE",
        "CH",
        "PF",
        "SJ",
        "GI",
        "HR",
        "NO",
        "EPO",
        "PR",
        "FO",
        "EU",
        "unknown",
        "worldwide",
    ]
)
roles = st.sampled_from(["unknown", "controller", "joint", "processor", "sub-processor", "authority"])
sectors = st.sampled_from(["unknown", "private", "public"])
elements = sorted({(e.id, e.sort) for e in LAW.elements() if "listed" not in e.met_by})
conditions = {e.id for r in LAW.regimes.values() for reason in r.no_transfer for e in reason.elements}
behind = st.lists(st.sampled_from(["DE", "GB", "CH", "US", "JP", "CA", "IN"]), max_size=2, unique=True).map(tuple)
bases = st.none() | st.lists(st.sampled_from(["adequacy", "dpf", "tool"]), max_size=2, unique=True).map(tuple)

received = st.sampled_from([(), (), ("eu", "uk"), ("uk", "ch"), ("eu", "uk", "ch")])


@st.composite
def cases(draw):
    facts = draw(st.dictionaries(st.sampled_from([*(e for e, _ in elements), REQUIREMENTS]), answers, max_size=3))
    return Case(
        draw(places),
        site_kind=draw(st.sampled_from(["unknown", "establishment", "hosting", "access"])),
        run_by_country=draw(st.just("unknown") | places),
        tools=draw(st.none() | st.lists(tools(), max_size=3).map(tuple)),
        exporter_role=draw(roles),
        importer_role=draw(roles),
        exporter_sector=draw(sectors),
        importer_sector=draw(sectors),
        data=draw(st.sampled_from(["unknown", "hr", "special", "other"])),
        importer_gdpr=draw(answers),
        importer=draw(st.sampled_from(["", "Good Inc", "Late Inc", "Gone Inc", "Nowhere Inc"])),
        importer_how=draw(st.sampled_from(["stated", "inferred"])),
        affiliate=draw(answers),
        facts=tuple(facts.items()),
        no_transfer=draw(st.sampled_from(["", "", "", "", *NOT_CHAPTER_V])),
        other_entity=draw(st.booleans()),
        onward=draw(st.booleans()),
        exporter_places=draw(behind),
        exporter_basis=draw(bases),
        received_under=draw(received),
        regime=draw(st.sampled_from(["eu", "eu", "uk", "ch"])),
        inventory_date=draw(own_days),
    )


lists = st.sampled_from([None, List()])
