"""Random cases over the whole vocabulary of the law, and days with the boundaries over-represented."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

import naive

from datamap.law.case import Case, Tool
from datamap.law.dpf import DpfMatch

REGIMES = ("eu", "uk", "ch")
ANSWERS = ("unknown", "yes", "no")
ROLES = ("", "unknown", "controller", "joint", "processor", "sub-processor", "authority")
VERSIONS = {
    "scc": ("unknown", "2001", "2002", "2004", "2010", "2021", "2021"),
    "derogation": ("unknown", *(f"49-1-{x}" for x in "abcdefg2"), *(f"17-1-{x}" for x in "abcdef")),
}
KINDS = (*naive.BEST_FIRST, "scc", "scc", "scc", "dpf", "dpf", "derogation", "dpa", "other", "unknown")
VAGUE = ("unknown", "worldwide", "various", "EU", "EEA", "EU-INST", "EPO", "IGO", "ORG", "AN", "TW", "XK")
BEHIND = ("DE", "GB", "CH", "US", "JP", "CA", "IN", "IL", "NO", "GI", "PF", "EPO", "EU", "worldwide", "unknown")
REASONS = ("from-the-person", "own-staff-travelling", "publication", "same-legal-entity")


class ParticipantList:
    """A list that answers what the case has as its first alias."""

    def at(self, day: dt.date) -> dt.date:
        return day

    def check(self, entity: str, how: str, day: dt.date, aliases: tuple[str, ...] = (), **_: str) -> DpfMatch:
        return DpfMatch(aliases[0], aliases[0])


def participants(case: Case) -> ParticipantList | None:
    return ParticipantList() if case.aliases else None


def _dates(node: Any) -> set[dt.date]:
    """Every day that is named in the data files."""
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return {node} if isinstance(node, dt.date) else set().union(*(_dates(n) for n in inner))


_ALL = [naive.pack(r) for r in REGIMES]
PLACES = sorted({p for d in _ALL for t in ("places", "instruments") for r in d[t] for p in r.get("places", ())})
PLACES = [*PLACES, "IN", "BR", "CN", "ZA", "PR", "GU", *VAGUE]
OFTEN = ["US", "US", "US", "GB", "CA", "JP", "CH", "IN", "IN", "DE", "BR", "IL", "KR"]
FACTS = sorted(
    {e["id"] for d in _ALL for t in ("instruments", "no_transfer") for r in d[t] for e in r.get("elements", ())}
    - {"listed"}
)
BOUNDARIES = sorted(d + n * dt.timedelta(1) for data in _ALL for d in _dates(data) if d.year > 1997 for n in (-1, 0, 1))


def a_day(random: Random) -> dt.date:
    if random.random() < 0.6:
        return random.choice(BOUNDARIES)
    return dt.date(1998, 1, 1) + dt.timedelta(random.randrange(31 * 365))


def a_tool(random: Random, day: dt.date) -> Tool:
    def seldom(often: float = 0.2) -> dt.date | None:
        if random.random() > often:
            return None
        return a_day(random) if random.random() < 0.5 else day + random.choice((-1, 0, 0, 1)) * dt.timedelta(1)

    kind = random.choice(KINDS)
    return Tool(
        kind,
        random.choice(VERSIONS.get(kind, ("unknown",))),
        module=random.choice(("unknown", "unknown", "1", "2", "3", "4")),
        signed=seldom(0.4),
        document_date=seldom(),
        tia=random.choice(("unknown", "unknown", "none", "positive", "negative")),
        suspended_on=seldom(0.1),
        from_=seldom(0.15),
        until=seldom(0.15),
        within_group=random.choice(ANSWERS),
        occasional=random.choice(ANSWERS),
        authorised=random.choice(ANSWERS),
    )


def a_case(random: Random, day: dt.date) -> Case:
    place = random.choice(OFTEN if random.random() < 0.6 else PLACES)
    behind = random.sample(BEHIND, random.choice((0, 1, 1, 1, 2))) if random.random() < 0.15 else None
    tools = tuple(a_tool(random, day) for _ in range(random.choice((0, 1, 1, 1, 2, 2, 3))))
    return Case(
        place,
        place_sort=random.choice((*[""] * 40, "country", "vague", "unknown")),
        site_kind=random.choice(("unknown", "establishment", "hosting", "access")),
        run_by_country=random.choice(("unknown", "unknown", random.choice(OFTEN), random.choice(PLACES))),
        tools=None if random.random() < 0.1 else tools,
        exporter_role=random.choice(ROLES),
        importer_role=random.choice((*ROLES, "internal")),
        exporter_sector=random.choice(("unknown", "private", "public")),
        importer_sector=random.choice(("unknown", "private", "public")),
        data=random.choice(("hr", "special", "other", "unknown")),
        importer_gdpr=random.choice(ANSWERS),
        importer=random.choice(("", "", "Acme Inc")),
        aliases=random.choice(((), (), ("verified",), ("not-found",), ("contradicted",))),
        affiliate=random.choice(ANSWERS),
        facts=tuple(
            (f, random.choice(ANSWERS))
            for f in random.sample([*FACTS, *["onward-requirements"] * 5], random.choice((0, 0, 3, 9)))
        ),
        no_transfer=random.choice(REASONS) if random.random() < 0.15 else "",
        other_entity=random.random() < 0.3,
        onward=behind is not None,
        exporter_places=tuple(behind or ()),
        exporter_basis=random.choice((None, ("adequacy",), ("dpf",), ("tool",), ("adequacy", "dpf"), ("tool", "dpf"))),
        regime=random.choice(("eu", "eu", "uk", "ch")),
        inventory_date=a_day(random) if random.random() < 0.5 else None,
        received_under=random.choice(((), (), ("eu", "uk"), ("eu", "ch"), ("uk", "ch"), REGIMES)),
    )
