"""The facts that a notice states, once from the map and once from a draft of the notice: equal where both agree."""

from __future__ import annotations

import re

from datamap.model import Inventory
from datamap.publish.notice.facts import Scope, Sight

Fact = tuple[str, ...]


def plain(text: str) -> str:
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
    """What differs, but for what a reader may take differently: see the two kinds of fact that only the map has."""
    loose = {f[1] for f in want if f[0] == "criterion"}
    kinds = {f[1] for f in want if f[0] == "kind of"}
    missing = {f for f in want - got if f[0] not in ("criterion", "kind of")}
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
