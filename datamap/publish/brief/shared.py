"""Recipients that several companies share: the same one appears once for the group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from datamap.law import names as spelling
from datamap.publish.brief.facts import Party

T = TypeVar("T")


def keys(parties: Iterable[Party]) -> dict[Party, str]:
    """What distinguishes recipients: the legal entity; without one, the only entity that has that name.

    Entries that one map has of one recipient remain apart.

    Examples
    --------
    >>> found = keys([Party("Post", "Postbird Inc."), Party("Postbird, Inc."), Party("Other")])
    >>> len(set(found.values()))
    2
    """
    listed = list(dict.fromkeys(parties))
    entities: dict[str, set[str]] = {}
    for p in listed:
        if p.entity:
            key = spelling.plain(p.entity)
            for text in (p.entity, p.name):
                entities.setdefault(spelling.plain(text), set()).add(key)
    out = {}
    for p in listed:
        named = spelling.plain(p.name)
        known = entities.get(named, set())
        key = spelling.plain(p.entity) if p.entity else next(iter(known)) if len(known) == 1 else f"name {named}"
        out[p] = f"{key} entry {p.entry}" if p.entry else key
    return out


def label(parties: Sequence[Party]) -> str:
    """How a recipient is called: by its name; by its legal entity where companies use different names."""
    called = {p.name for p in parties}
    return next((p.entity for p in parties if p.entity and len(called) > 1), parties[0].name)


def grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    """Values by key, in the order of the keys."""
    out: dict[str, list[T]] = {}
    for key, value in pairs:
        out.setdefault(key, []).append(value)
    return out
