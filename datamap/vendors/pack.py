"""Reading the facts about vendors: one file for each service; every fact has its source and the day of its check."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from datamap.errors import VendorError
from datamap.facts import HISTORY, Pack, Schema, Sort
from datamap.facts.pack import HEAD, LEDGER
from datamap.law.checks import year_before
from datamap.law.names import brand
from datamap.model.arguments import parse_day

DATA = Path(__file__).parent / "data"
REGIONS = ("eea", "uk", "ch", "other")
"""Where a customer is: the EEA, the United Kingdom, Switzerland, the United States and anywhere else."""
LEGS = ("parent", "group", "support", "sub-processor")
ADDRESSES = ("dpa", "sub-processors", "terms", "privacy", "transfers")
_CHECK = ("from", "until", "confidence", "verified_on", "note", *HISTORY)
_COLUMNS = {
    "names": ("names",),
    "entities": ("regions", "name", "country"),
    "roles": ("role", "for"),
    "legs": ("kind", "name", "country"),
    "addresses": ("what", "url"),
    "listings": ("entity", "vintage", "status", "data"),
}
_OPTIONAL = {"entities": ("customers",), "listings": ("listed_as",)}
SORTS = tuple(_COLUMNS)
"""The sorts of facts on a service."""
NOT_LISTED = "not listed"
"""Status of an entity that a vintage of the participants list does not have."""

SCHEMA = Schema(
    sorts={
        "file": Sort(("brand", "service", "defaults", "names"), tuple(s for s in SORTS if s != "names")),
        **{
            sort: Sort(
                (*columns, "source"),
                (*_CHECK, *_OPTIONAL.get(sort, ())),
                codes=tuple(c for c in columns if c not in ("vintage",)),
            )
            for sort, columns in _COLUMNS.items()
        },
    },
    days=frozenset(("vintage",)),
    lists=frozenset(("names", "regions", "data", "customers")),
    words={
        "confidence": ("high", "medium", "low"),
        "regions": REGIONS,
        "role": ("processor", "controller", "joint"),
        "kind": LEGS,
        "what": ADDRESSES,
        "data": ("hr", "non-hr"),
    },
)
"""The columns of the facts about vendors."""


@dataclass(frozen=True)
class Fact:
    """One fact about a service.

    Attributes
    ----------
    service : str
        Id of the service.
    sort : str
        One of :data:`SORTS`.
    values : mapping
        The columns of that sort, such as ``name``, ``country`` and ``regions`` of a company.
    source : tuple of str
        Sources of the ledger; ``url`` is the address of the first one that has one.
    confidence : {'high', 'medium', 'low'}
    verified_on : date
        Day on which the source was last read.
    from_, until : date or None
        Days on which the fact applies, where they are known.
    """

    service: str
    sort: str
    values: Mapping[str, Any]
    source: tuple[str, ...]
    url: str
    confidence: str
    verified_on: dt.date
    from_: dt.date | None
    until: dt.date | None
    note: str = ""

    def __getitem__(self, column: str) -> Any:
        return self.values[column]

    def holds_on(self, day: dt.date) -> bool:
        """Whether the fact applies on a day; a vintage of a list applies from its own day."""
        first = self.values.get("vintage") or self.from_
        return (first is None or first <= day) and (self.until is None or day <= self.until)

    def is_old(self, day: dt.date) -> bool:
        """Whether its source was last read more than a year before a day."""
        return self.verified_on < year_before(day)


@dataclass(frozen=True)
class Service:
    """What is known about one service of a vendor.

    Attributes
    ----------
    id, brand, service : str
        Id, the name under which it is sold, and what it does.
    facts : tuple of Fact
    """

    id: str
    brand: str
    service: str
    facts: tuple[Fact, ...]

    def of(self, sort: str) -> list[Fact]:
        """Its facts of one sort."""
        return [f for f in self.facts if f.sort == sort]

    @property
    def names(self) -> tuple[str, ...]:
        """Brand and aliases."""
        return tuple(dict.fromkeys((self.brand, *(n for f in self.of("names") for n in f["names"]))))

    @property
    def companies(self) -> tuple[str, ...]:
        """The companies that customers contract with, and their parents."""
        legs = [f for f in self.of("legs") if f["kind"] == "parent"]
        return tuple(dict.fromkeys(f["name"] for f in (*self.of("entities"), *legs)))

    @property
    def sub_processors(self) -> str:
        """Whether a list of its sub-processors is published; else this is unknown. No such list is taken as whole."""
        published = any(f["what"] == "sub-processors" for f in self.of("addresses"))
        return "published" if published else "unknown"

    def on(self, day: dt.date) -> Service:
        """What applies on a day; of each entity only the newest vintage of the participants list."""
        kept = [f for f in self.facts if f.holds_on(day)]
        newest: dict[str, dt.date] = {}
        for f in kept:
            if f.sort == "listings":
                newest[f["entity"]] = max(newest.get(f["entity"], f["vintage"]), f["vintage"])
        facts = tuple(f for f in kept if f.sort != "listings" or f["vintage"] == newest[f["entity"]])
        return replace(self, facts=facts)


@dataclass(frozen=True)
class Vendors:
    """The facts about all services.

    Attributes
    ----------
    version : str
    recorded, first : date
        Day of the edition, and of the first one.
    digest : str
        SHA-256 over the files.
    services : tuple of Service
        In the order of their brands.
    sources : mapping
        Title and address of each source.
    """

    version: str
    recorded: dt.date
    first: dt.date
    digest: str
    services: tuple[Service, ...]
    sources: Mapping[str, Mapping[str, Any]]

    @cached_property
    def by_name(self) -> Mapping[str, tuple[Service, ...]]:
        """The services of each brand and alias, by the name without legal forms."""
        return _index((key, s) for s in self.services for key in s.names)

    @cached_property
    def by_company(self) -> Mapping[str, tuple[Service, ...]]:
        """The services of each company, by its name without legal forms."""
        return _index((key, s) for s in self.services for key in s.companies)

    def on(self, day: dt.date) -> Vendors:
        """What applies on a day."""
        return replace(self, services=tuple(s.on(day) for s in self.services))


def _index(named: Iterable[tuple[str, Service]]) -> dict[str, tuple[Service, ...]]:
    out: dict[str, dict[str, Service]] = {}
    for name, service in named:
        out.setdefault(brand(name), {})[service.id] = service
    return {key: tuple(found.values()) for key, found in out.items()}


def load(known_on: str | dt.date | None = None) -> Vendors:
    """The facts about vendors, or what they were on a day.

    Raises
    ------
    CallError
        There were none on that day.
    VendorError
        The files are wrong; the message has every mistake, and states how to correct each.
    """
    return _load(None if known_on is None else parse_day(known_on, "known_on"))


def load_for(day: dt.date, known_on: dt.date | None = None) -> Vendors:
    """The facts that apply on a day, as known on another one; no services where none were known yet."""
    newest = load()
    if known_on is not None and known_on < newest.first:
        return replace(newest, services=()).on(day)
    return load(known_on).on(day)


@cache
def _load(known_on: dt.date | None) -> Vendors:
    return read(DATA, known_on)


def read(folder: Path, known_on: dt.date | None = None) -> Vendors:
    """The facts about vendors in a folder."""
    ids = sorted(p.stem for p in folder.glob("*.yaml") if p.stem not in (HEAD, LEDGER))
    pack = Pack(folder, ids, SCHEMA, title="the facts about vendors", error=VendorError)
    rows = {id_: {sort: pack.rows(id_, sort, known_on) for sort in SORTS} for id_ in ids}
    edition = pack.edition(known_on)  # raises where there are mistakes: below, every row is whole
    services = [
        Service(
            id=id_,
            brand=str(pack[id_]["brand"]),
            service=str(pack[id_]["service"]),
            facts=tuple(_fact(pack, id_, sort, row) for sort in SORTS for row in rows[id_][sort]),
        )
        for id_ in ids
        if any(rows[id_].values())
    ]
    return Vendors(
        version=str(edition["version"]),
        recorded=edition["recorded"],
        first=pack[HEAD]["editions"][0]["recorded"],
        digest=pack.digest(known_on),
        services=tuple(sorted(services, key=lambda s: s.brand.casefold())),
        sources=pack.sources,
    )


def _fact(pack: Pack, service: str, sort: str, row: Mapping[str, Any]) -> Fact:
    columns = (*_COLUMNS[sort], *(c for c in _OPTIONAL.get(sort, ()) if c in row))
    values = {c: tuple(row[c]) if isinstance(row[c], list) else row[c] for c in columns}
    return Fact(
        service=service,
        sort=sort,
        values=MappingProxyType(values),
        source=tuple(map(str, row["source"])),
        url=pack.link(row),
        confidence=row["confidence"],
        verified_on=row["verified_on"],
        from_=row.get("from"),
        until=row.get("until"),
        note=row.get("note", ""),
    )
