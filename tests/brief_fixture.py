"""Facts of invented companies for the brief, small and at their worst."""

from __future__ import annotations

from dataclasses import replace

from datamap.publish.brief.facts import Base, Confirmed, Counted, Expired, Facts, Move, Overdue, Party, Point

UP_TO_DATE = Confirmed(
    entries=10, year=10, since=10, last="2026-09-20", dated="2026-09-01", quarters=0, edited=0, renamed=0
)
STALE = replace(UP_TO_DATE, year=0, since=0, last="2025-12-10", quarters=3)
COUNTS = {"not-covered": 0, "undetermined": 0, "covered": 4, "no-transfer": 3, "covered_unverified": 0}


def company(name: str = "alder", /, **changed: object) -> Facts:
    """A company without anything open, whose whole map was confirmed this quarter."""
    facts = Facts(
        id=name,
        name=f"{name.title()} Ltd",
        as_of="2026-09-30",
        compared="2026-06-30",
        law="2026.11",
        counts=COUNTS,
        errors=0,
        confirmed=UP_TO_DATE,
    )
    return replace(facts, **changed)  # type: ignore[arg-type]


def move(name: str = "Postbird", entity: str = "Postbird Inc.", /, **changed: object) -> Move:
    """A transfer to the United States that is no longer covered, because the law changed."""
    made = Move("law", "worse", Party(name, entity), "United States", "covered", "not-covered", "It lapsed.")
    return replace(made, **changed)  # type: ignore[arg-type]


def point(rank: int = 9, item: str = "Postbird", **changed: object) -> Point:
    """A serious finding on a recipient."""
    template = "Sign standard contractual clauses with {}"
    made = Point(
        (rank,), "TR001", "error", template, item, "recipient", Party(item), f"No tool for {item} is recorded."
    )
    return replace(made, **changed)  # type: ignore[arg-type]


def worst(name: str, fill: str) -> Facts:
    """A company with more of everything than fits, and with names that are far too long."""
    long = [f"{n}{fill * 300}" for n in range(6)]
    templates = [f"{n} {fill * 200} {{}}" for n in range(9)]
    return company(
        name,
        name=f"{name} {fill * 300}",
        counts=COUNTS | {"not-covered": 99_999, "undetermined": 99_999, "covered_unverified": 99_999},
        errors=99_999,
        confirmed=replace(STALE, edited=500, renamed=70),
        moves=tuple(move(t, t, place=t, way=w) for t in long for w in ("worse", "better")),
        counted=tuple(Counted(c, "worse", 9, 9, tuple(long[:4])) for c in ("law", "time", "inventory", "datamap")),
        points=tuple(point(n, t, template=s, message=t, owner=t) for n, s in enumerate(templates) for t in long),
        overdue=tuple(Overdue(t, t, "2026-03-31", n + 1) for n, t in enumerate(long)),
        expired=tuple(Expired(t, t, t) for t in long),
        bases=tuple(Base(t, "2027-01-01", True, tuple(map(Party, long))) for t in long),
    )
