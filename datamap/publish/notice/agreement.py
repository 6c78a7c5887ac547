"""Whether a notice states what the map states: the facts of both, and exactly what differs.

The notice is read as any document is. What it states is compared, fact by fact, with what the map states.
"""

from __future__ import annotations

import re

from datamap.drafting import writer
from datamap.drafting.draft import of_document
from datamap.drafting.merge import merge
from datamap.model import Inventory
from datamap.pipeline import Audit
from datamap.publish.notice.facts import Scope, Sight
from datamap.questions.drift import Drift
from datamap.reading.document import Document

Fact = tuple[str, ...]
"""The kind of fact, what it is about, its value; names are folded."""

NAMES = {
    "purpose": "activity",
    "data": "personal data",
    "basis": "legal basis",
    "period": "retention",
    "receives": "disclosed to",
    "recipient": "recipient",
    "place": "country",
    "tool": "safeguard",
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
    found: set[Fact] = set()
    names = {k: c.name for (_, k), c in scope.reach.categories.items()}
    for key, p in scope.activities.items():
        own = scope.data(key)
        found.add(("purpose", plain(p.name)))
        found |= {("data", plain(p.name), plain(names[c])) for c in own if c}
        found |= {("basis", plain(p.name), b.basis) for b in p.legal_bases if b.basis != "unknown"}
        if any(_numbered(r.criterion) for r in p.retention):
            found.add(("criterion", plain(p.name)))
        limits = [r for r in p.retention if not r.categories or "" in own or set(own) & set(r.categories)]
        found |= {("period", plain(p.name), r.period) for r in limits if r.period.startswith("P")}
        found |= {("receives", plain(p.name), brand(s.name)) for s in scope.recipients_of([key])}
    for sight in scope.sights.values():
        name = brand(sight.name)
        found |= {("recipient", name), *(("kind of", part) for part in _kinds(sight))}
        found |= {("place", name, c) for c in sight.places if c != "unknown"}
        found |= {("tool", name, *t) for t in sight.tools}
    return {tuple(x or "unknown" for x in f) for f in found}


def _numbered(text: str) -> bool:
    """Whether a criterion in words names a period, which a reader takes for one."""
    return any(c.isdigit() for c in text)


def _kinds(sight: Sight) -> list[str]:
    """The parts of a category of recipients that is an enumeration: a reader takes each for a category."""
    if sight.recipient.kind == "organisation":
        return []
    parts = re.split(r", | and | et | und | a ", plain(sight.name))
    return [" ".join(parts[n : n + m]) for n in range(len(parts)) for m in (1, 2)] + [plain(sight.name)]


def differences(want: set[Fact], got: set[Fact]) -> set[Fact]:
    """What differs, but for what a reader may take otherwise: a period within a criterion in words, and each part of a
    category of recipients that is an enumeration.
    """
    loose = {f[1] for f in want if f[0] == "criterion"}
    kinds = {f[1] for f in want if f[0] == "kind of"}
    want, got = ({f for f in side if f[0] not in ("criterion", "kind of")} for side in (want, got))
    missing = want - got
    extra = {f for f in got - want if not (f[0] == "period" and f[1] in loose)}
    extra = {f for f in extra if not (f[0] == "recipient" and any(f[1] in k or k in f[1] for k in kinds))}
    return {("missing", *f) for f in missing} | {("extra", *f) for f in extra}


def of_draft(inventory: Inventory) -> set[Fact]:
    """What a draft of the notice found."""
    found: set[Fact] = set()
    names = {c.id: c.name for c in inventory.categories}
    recipients = {r.id: r.name for r in inventory.recipients}
    for p in inventory.purposes:
        found.add(("purpose", plain(p.name)))
        found |= {("data", plain(p.name), plain(names[u.category])) for u in p.categories}
        found |= {("basis", plain(p.name), b.basis) for b in p.legal_bases if b.basis != "unknown"}
        found |= {("period", plain(p.name), r.period) for r in p.retention if r.period.startswith("P")}
        found |= {("receives", plain(p.name), brand(recipients[r.recipient])) for r in p.recipients}
    for r in inventory.recipients:
        found.add(("recipient", brand(r.name)))
        found |= {("place", brand(r.name), s.country) for s in r.sites if s.country != "unknown"}
        found |= {("tool", brand(r.name), s.kind, s.version) for s in r.safeguards if s.kind != "unknown"}
    return found
