"""Whether a notice states what the map states: the facts of both, and exactly what differs.

The notice is read as any document is. What it states is compared, fact by fact, with what the map states.
"""

from __future__ import annotations

from collections.abc import Iterable

from datamap.drafting import writer
from datamap.drafting.draft import of_document
from datamap.drafting.merge import merge
from datamap.drafting.prose.written import CONCLUDED
from datamap.model import Inventory
from datamap.model.party import Controller
from datamap.model.purpose import Purpose, Retention, Source
from datamap.model.recipient import Recipient
from datamap.pipeline import Audit
from datamap.publish.notice import rights
from datamap.publish.notice.facts import SILENT, Scope
from datamap.questions.drift import Drift
from datamap.questions.reach import listed
from datamap.reading.document import Document

Fact = tuple[str, ...]
"""The kind of fact, what it is about, its value; names are folded."""

NAMES = {
    "purpose": "activity",
    "described": "description",
    "data": "personal data",
    "includes": "what the data include",
    "used": "case in which the data are used",
    "concerns": "concerns",
    "basis": "legal basis",
    "interest": "legitimate interest",
    "law": "law",
    "condition": "condition for special data",
    "case": "case in which a legal basis applies",
    "withdrawal": "how consent is withdrawn",
    "period": "retention",
    "starts": "start of the retention period",
    "criterion": "criterion for the retention period",
    "limit": "law that sets the retention period",
    "kept": "data that the retention period is about",
    "source": "source of the data",
    "from": "data from this source",
    "provision": "whether data must be provided",
    "automated": "automated decisions",
    "logic": "logic of automated decisions",
    "receives": "disclosed to",
    "confirm": "recipient to be confirmed",
    "recipient": "recipient",
    "category": "category of recipients, which is not named",
    "entity": "legal entity",
    "service": "service",
    "role": "role",
    "place": "country",
    "tool": "safeguard",
    "party": "details",
    "right": "right",
}


def compare_notice(document: Document, audit: Audit, audience: str) -> Drift:
    """What differs between a notice and what the map states to an audience.

    Parameters
    ----------
    document : Document
        The notice, as :func:`datamap.reading.read_document` gives it.
    audit : Audit
    audience : str
        Id or name of the category of people that the notice is for.

    Raises
    ------
    CallError
    """
    scope = Scope.of(audit, audience)
    read = writer.inventory(merge([of_document(document)])).inventory
    want, got = of_map(scope), of_draft(read)
    found = differences(want, got)
    sides = {side: tuple(_named(f[1:]) for f in sorted(found) if f[0] == side) for side in ("extra", "missing")}
    return Drift((), sides["extra"], sides["missing"])


def _named(fact: Fact) -> str:
    """A fact in words."""
    kind, about, *value = fact
    return (
        f"{about}: {NAMES[kind]} {', '.join(v for v in value if v != 'unknown')}" if value else f"{NAMES[kind]} {about}"
    )


def plain(text: str) -> str:
    """A name for comparison."""
    return " ".join(text.split()).casefold()


def brand(name: str) -> str:
    """A name without the bracket behind it, which a reader takes for another name."""
    return plain(name.partition(" (")[0])


def of_map(scope: Scope) -> set[Fact]:
    """What the notice to an audience states."""
    found: set[Fact] = {("right", name) for name in rights.granted(scope)}
    for key, p in scope.activities.items():
        name, own = plain(p.name), scope.data(key)
        used = {c: scope.category(c) for c in own if c}
        found |= {("data", name, plain(c.name)) for c in used.values()}
        found |= {("includes", plain(c.name), plain(c.description)) for c in used.values() if c.description}
        cases = {u.category: u.when for u in listed(p.categories)}
        found |= {("used", name, plain(c.name), plain(cases[key])) for key, c in used.items() if cases.get(key)}
        found |= {("concerns", name, plain(scope.audience))} if all(own.values()) else set()
        found |= _of_activity(p)
        for limit in listed(p.retention):
            if (about := scope.about(limit, key)) is not None:
                found |= _of_limit(name, limit, scope.names_of(about))
        for source in listed(p.sources):
            if (about := scope.about(source, key)) is not None:
                found |= _of_source(name, source, scope.names_of(about))
        asked = {s.kind for s in listed(p.sources)}
        if p.provision_required not in SILENT and (not asked or asked & {"subject", "unknown"}):
            found.add(("provision", name, plain(p.provision_required)))
        for sight in scope.recipients_of([key]):
            known = scope.confirmed(key, sight.recipient.id)
            found |= {("receives", name, brand(sight.name)), *(() if known else [("confirm", name, brand(sight.name))])}
    for sight in scope.sights.values():
        name = brand(sight.name)
        found.add(("recipient", name))
        found |= {("place", name, c) for c in sight.places if c != "unknown"}
        found |= {("tool", name, *t) for t in sight.tools}
        found |= _of_recipient(name, sight.recipient)
    return {tuple(x or "unknown" for x in f) for f in found | _of_parties(scope.inventory.controller)}


def _of_activity(p: Purpose) -> set[Fact]:
    """Facts of an activity that are the same for every audience."""
    name = plain(p.name)
    found: set[Fact] = {("purpose", name)}
    found |= {("described", name, plain(p.description))} if p.description else set()
    for b in listed(p.legal_bases):
        if b.basis == "unknown":
            continue
        found.add(("basis", name, b.basis))
        texts = {"case": b.when, "law": b.law}
        texts |= {"interest": b.interest} if b.basis == "6-1-f" else {}
        texts |= {"withdrawal": b.withdrawal} if b.basis == "6-1-a" else {}
        found |= {(kind, name, b.basis, plain(text)) for kind, text in texts.items() if text not in SILENT}
        found |= {("condition", name, b.basis, c) for c in listed(b.conditions)}
    if p.automated_decisions != "unknown":
        found.add(("automated", name, p.automated_decisions))
    if p.automated_decisions == "yes" and p.automated_logic:
        found.add(("logic", name, plain(p.automated_logic)))
    return found


def _of_limit(name: str, limit: Retention, about: Iterable[str]) -> set[Fact]:
    """Facts of a period or criterion."""
    period = limit.period if limit.period not in SILENT else "none"
    found: set[Fact] = {("period", name, period)} if period != "none" else set()
    texts = {"starts": limit.starts if found else "", "criterion": limit.criterion, "limit": limit.law}
    stated = {(kind, name, period, plain(text)) for kind, text in texts.items() if text not in SILENT}
    return found | stated | ({("kept", name, period, plain(c)) for c in about} if found | stated else set())


def _of_source(name: str, source: Source, about: Iterable[str]) -> set[Fact]:
    """Facts of a source."""
    if source.kind == "unknown":
        return set()
    known = plain(source.name) if source.name not in SILENT and source.kind != "subject" else "unknown"
    return {("source", name, source.kind, known), *(("from", name, source.kind, known, plain(c)) for c in about)}


def _of_recipient(name: str, r: Recipient) -> set[Fact]:
    """Facts of a recipient that are in columns of their own."""
    entity = r.legal_entity if r.legal_entity != r.name else ""
    found: set[Fact] = {("category", name)} if r.kind == "category" and r.service in SILENT else set()
    texts = {"entity": entity, "service": r.service, "role": r.role}
    return found | {(kind, name, plain(text)) for kind, text in texts.items() if text not in SILENT}


def _of_parties(own: Controller) -> set[Fact]:
    """The organisation, and its officer, representatives, partners and authority."""
    parties = [("controller", own)]
    for kind in ("representative", "dpo", "joint_controllers", "authority"):
        parties += [(kind, party) for party in listed(getattr(own, kind))]
    fields = ("name", "address", "contact", "email", "phone", "website")
    found: set[Fact] = {
        ("party", kind, field, plain(text))
        for kind, party in parties
        for field in fields
        if (text := getattr(party, field)) not in SILENT
    }
    stated = own.registration not in SILENT
    return found | ({("party", "controller", "registration", plain(own.registration))} if stated else set())


def differences(want: set[Fact], got: set[Fact]) -> set[Fact]:
    """What only one of the two states."""
    return {("missing", *f) for f in want - got} | {("extra", *f) for f in got - want}


def of_draft(inventory: Inventory) -> set[Fact]:
    """What a draft of the notice found."""
    found: set[Fact] = {("right", r.right) for r in listed(inventory.rights)}
    categories = {c.id: c for c in listed(inventory.categories)}
    names = {c.id: c.name for c in categories.values()}
    found |= {("includes", plain(c.name), plain(c.description)) for c in categories.values() if c.description}
    people = {s.id: s.name for s in listed(inventory.subjects)}
    recipients = {r.id: r for r in listed(inventory.recipients)}
    for p in listed(inventory.purposes):
        name = plain(p.name)
        found |= _of_activity(p)
        found |= {("data", name, plain(names[u.category])) for u in listed(p.categories)}
        found |= {("used", name, plain(names[u.category]), plain(u.when)) for u in listed(p.categories) if u.when}
        found |= {("concerns", name, plain(people[s])) for s in listed(p.subjects)}
        for limit in listed(p.retention):
            found |= _of_limit(name, limit, [names[c] for c in listed(limit.categories)])
        for source in listed(p.sources):
            found |= _of_source(name, source, [names[c] for c in listed(source.categories)])
        if p.provision_required not in SILENT:
            found.add(("provision", name, plain(p.provision_required)))
        for link in listed(p.recipients):
            to = recipients[link.recipient]
            concluded = CONCLUDED in (link.why or to.why)
            found |= {("receives", name, brand(to.name)), *([("confirm", name, brand(to.name))] if concluded else [])}
    for r in listed(inventory.recipients):
        name = brand(r.name)
        found.add(("recipient", name))
        found |= {("place", name, s.country) for s in listed(r.sites) if s.country != "unknown"}
        found |= {("tool", name, s.kind, s.version) for s in listed(r.safeguards) if s.kind != "unknown"}
        found |= _of_recipient(name, r)
    return found | _of_parties(inventory.controller)
