"""All facts of a draft, and the parts of a document that they quote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from datamap.drafting.facts import Draft, DraftActivity, DraftRecipient, Fact
from datamap.reading.document import Quote


def facts_of(draft: Draft) -> Iterator[Fact]:
    """All facts of a draft."""
    yield from draft.controller.values()
    yield from (f for parties in draft.parties.values() for p in parties for f in p.values())
    yield from draft.measures
    yield from draft.rights
    yield from (f for f, _ in draft.categories)
    for recipient in draft.recipients:
        yield from _of_recipient(recipient)
    for activity in draft.activities:
        yield from _of_activity(activity)


def _of_recipient(r: DraftRecipient) -> Iterator[Fact]:
    yield from (r.name, *r.aliases, *r.places, *r.tools, *r.notes)
    yield from (f for f in (r.role, r.service, r.dpa, r.legal_entity) if f is not None)


def _of_activity(a: DraftActivity) -> Iterator[Fact]:
    yield a.name
    yield from a.facts.values()
    lists = (a.subjects, a.categories, a.bases, a.conditions, a.retention, a.measures, a.sources, a.places, a.tools)
    for facts in (*lists, a.notes, *a.more.values()):
        yield from facts
    for recipient in a.recipients:
        yield from _of_recipient(recipient)


class Quoted:
    """The parts of the document that facts or entries quote."""

    def __init__(self, quotes: Iterable[Quote]):
        self.spans: dict[str, list[tuple[int, int]]] = {}
        self.words: set[str] = set()
        for q in quotes:
            self.words.add(q.words)
            self.spans.setdefault(q.where, []).append((q.start, q.end))

    def covers(self, quote: Quote) -> bool:
        """Whether a fact or an entry quotes a part of some words."""
        return any(a < quote.end and quote.start < b for a, b in self.spans.get(quote.where, ()))
