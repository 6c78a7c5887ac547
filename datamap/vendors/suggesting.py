"""What the facts about vendors suggest for one recipient of a map: proposals where nothing is recorded, else questions.

Nothing that is recorded is replaced. Where the facts differ from the map, or name two companies, a person is asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from datamap.labels.countries import codes
from datamap.law.names import brand
from datamap.law.pack import Law
from datamap.model import Inventory
from datamap.model.recipient import Recipient
from datamap.model.vocabulary import UNKNOWN
from datamap.vendors import answer
from datamap.vendors.matching import find, nearest, same
from datamap.vendors.pack import NOT_LISTED, Fact, Service, Vendors

WHOLE = "the service"
"""What a role is for if it does not depend on the use that the customer makes of the service."""
_NOTHING = ("", "unknown", "none")


@dataclass(frozen=True)
class Proposal:
    """A value for a field in which nothing is recorded, with the fact that it is based on."""

    field: str
    value: str
    fact: Fact


@dataclass(frozen=True)
class Question:
    """What a person must answer: the field, the values that differ, what to ask, and the facts behind it."""

    field: str
    values: tuple[str, ...]
    text: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Suggested:
    """What the facts suggest for one recipient.

    Attributes
    ----------
    services : tuple of Service
        Those that its names mean; several, where a brand has several.
    proposals : tuple of Proposal
    legs : tuple of Fact
        Who is behind the company, to be recorded as onward recipients.
    questions : tuple of Question
    near : str
        A name that is only similar to the recipient's: a hint in words, never a proposal.
    """

    services: tuple[Service, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    legs: tuple[Fact, ...] = ()
    questions: tuple[Question, ...] = ()
    near: str = ""


def region(inventory: Inventory, law: Law, day: dt.date) -> str:
    """Where the organisation is, as a region of customers; empty if its country is not recorded."""
    country = inventory.controller.country
    if country not in codes():
        return ""
    by_country = {"GB": "uk", "CH": "ch"}
    return by_country.get(country) or ("eea" if law.status(country, day, "eu").status == "eea" else "other")


def suggest(vendors: Vendors, recipient: Recipient, place: str, country: str) -> Suggested:
    """What the facts suggest for a recipient of an organisation in a region and country.

    Parameters
    ----------
    vendors : Vendors
        As of the day.
    recipient : Recipient
    place : str
        Region of the organisation, empty if not known.
    country : str
        Its country.
    """
    if recipient.kind != "organisation" or recipient.role in ("internal", "authority"):
        return Suggested()
    found = find(vendors, recipient.names)
    if not found:
        return Suggested(near=nearest(vendors, recipient.name))
    return _Suggesting(recipient, found, place, country).result()


class _Suggesting:
    """The suggestions for one recipient, field by field."""

    def __init__(self, recipient: Recipient, services: tuple[Service, ...], place: str, country: str):
        self.recipient, self.services = recipient, services
        self.proposals: list[Proposal] = []
        self.questions: list[Question] = []
        offered = [f for f in self._facts("entities") if not place or place in f["regions"]]
        self.companies = _distinct(f for f in offered if country in f.values.get("customers", (country,)))

    def result(self) -> Suggested:
        """Everything, in the order of the fields."""
        company = self._company()
        self._role()
        if company is not None:
            self._place(company)
            self._listing(company)
        self._parent()
        legs = tuple(self._legs(company))
        return Suggested(self.services, tuple(self.proposals), legs, tuple(self.questions))

    def _facts(self, sort: str) -> list[Fact]:
        return [f for s in self.services for f in s.of(sort)]

    def _ask(self, field: str, values: Iterable[str], text: str, facts: Iterable[Fact]) -> None:
        self.questions.append(Question(field, tuple(dict.fromkeys(values)), text, tuple(facts)))

    def _company(self) -> Fact | None:
        """The company that the contract is with, if the map and the facts leave no doubt."""
        recorded, offered = self.recipient.legal_entity, self.companies
        if not offered:
            return None
        names = [f["name"] for f in offered]
        if recorded in _NOTHING:
            if len(offered) > 1:
                self._ask("legal_entity", names, "which company is your contract with?", offered)
                return None
            self.proposals.append(Proposal("legal_entity", names[0], offered[0]))
            return offered[0]
        equal = next((f for f in offered if same(f["name"], recorded)), None)
        if equal is None:
            text = f"the map has {recorded}; the facts have {' or '.join(names)}: which company is your contract with?"
            self._ask("legal_entity", [recorded, *names], text, offered)
        return equal

    def _role(self) -> None:
        facts = self._facts("roles")
        roles = list(dict.fromkeys(f["role"] for f in facts))
        recorded = self.recipient.role
        if not roles or recorded in roles:
            return
        uses = "; ".join(dict.fromkeys(f"{f['role']} for {f['for']}" for f in facts))
        if recorded == "unknown":
            if len(roles) == 1 and all(f["for"] == WHOLE for f in facts) and self._in_all("roles"):
                self.proposals.append(Proposal("role", roles[0], facts[0]))
            else:
                self._ask("role", roles, f"{uses}: which of these is your use?", facts)
        elif recorded in ("processor", "controller", "joint"):
            self._ask("role", [recorded, *roles], f"the map has {recorded}; the facts have {uses}", facts)

    def _in_all(self, sort: str) -> bool:
        """Whether each of the services has a fact of a sort: what only some have does not apply to the others."""
        return all(s.of(sort) for s in self.services)

    def _place(self, company: Fact) -> None:
        sites = self.recipient.sites
        if sites is UNKNOWN:
            self.proposals.append(Proposal("sites", company["country"], company))
            return
        places = [s.country for s in sites]
        if places and all(p in codes() for p in places) and company["country"] not in places:
            text = f"the map has {', '.join(places)}; {company['name']} is in {company['country']}: who gets the data?"
            self._ask("sites", [*places, company["country"]], text, [company])

    def _listing(self, company: Fact) -> None:
        row = listing(self.services, company["name"])
        if row is None:
            return
        tools = self.recipient.safeguards
        claimed = any(t.kind == "dpf" for t in tools)
        if active(row) and tools is UNKNOWN:
            self.proposals.append(Proposal("safeguards", "dpf", row))
        elif claimed and not active(row):
            text = f"the map claims the Data Privacy Framework; {answer.value(row)}"
            self._ask("safeguards", ["dpf", NOT_LISTED], text, [row])

    def _parent(self) -> None:
        parents = _distinct(f for f in self._facts("legs") if f["kind"] == "parent")
        recorded = self.recipient.parent
        if len(parents) != 1:
            return
        if recorded in _NOTHING:
            self.proposals.append(Proposal("parent", parents[0]["name"], parents[0]))
        elif brand(recorded) != brand(parents[0]["name"]):
            text = f"the map has {recorded} as the parent; the facts have {parents[0]['name']}"
            self._ask("parent", [recorded, parents[0]["name"]], text, parents)

    def _legs(self, company: Fact | None) -> Iterator[Fact]:
        """Who is behind the company and not the company itself; of several services only what all of them have."""
        own = [self.recipient.legal_entity, *([company["name"]] if company else [])]
        legs = [f for f in _distinct(self._facts("legs")) if not any(same(f["name"], o) for o in own)]
        legs = [f for f in legs if all(any(same(f["name"], g["name"]) for g in s.of("legs")) for s in self.services)]
        recorded = self.recipient.sub_processors
        if recorded is UNKNOWN:
            yield from legs
        elif legs and not recorded:
            named = ", ".join(f"{f['name']} ({f['country']})" for f in legs)
            text = f"the map records that it does not pass data on to others; the facts have {named}"
            self._ask("sub_processors", ["none", *(f["name"] for f in legs)], text, legs)


def listing(services: Iterable[Service], company: str) -> Fact | None:
    """The row of the participants list on a company, of the newest list of the day; None if there is none."""
    return next((f for s in services for f in s.of("listings") if same(f["entity"], company)), None)


def active(row: Fact) -> bool:
    """Whether a row of the participants list is of an active participant."""
    return str(row["status"]).startswith("Active")


def _distinct(facts: Iterable[Fact]) -> list[Fact]:
    """Facts on companies, each company once."""
    out: list[Fact] = []
    for fact in facts:
        if not any(same(fact["name"], f["name"]) for f in out):
            out.append(fact)
    return out


def in_words(found: Suggested, day: dt.date) -> list[dict[str, str]]:
    """What the facts suggest as sentences, each with the address of its source: for whoever reads a finding."""
    out = [{"field": p.field, "text": answer.cited(p.fact, day), "url": p.fact.url} for p in found.proposals]
    out += [{"field": "sub_processors", "text": answer.cited(f, day), "url": f.url} for f in found.legs]
    for q in found.questions:
        text = f"{q.text} ({answer.sources(q.facts, day)})"
        out.append({"field": q.field, "text": text, "url": q.facts[0].url})
    return out
