"""Names in running text that no fact is about: companies by their form, known services, and words behind a company.

A sentence that a fact quotes for its legal basis may name a recipient too, so the name itself must be known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from datamap.drafting.facts import Draft, Fact, ToRead
from datamap.drafting.prose.names import form_spans
from datamap.drafting.tables import words
from datamap.labels import values
from datamap.labels.counting import few
from datamap.reading.document import Quote, Text
from datamap.vendors import pack
from datamap.vendors.matching import listed

FEW = 5
"""Names that one entry shows."""
NEAR = 200
"""Characters in front of a company form in which its words are: not to begin at each character of a long text."""
_BEFORE_FORM = re.compile(r"(?:[\w&'’+.-]+,?\s+)?[\w&'’+.-]+,?\s*$")
_CAPITAL = r"[^\W\d_a-zß-ÿ][\w'’.-]*"
_BEHIND = re.compile(rf"\s*[,(]\s*({_CAPITAL}(?:\s+{_CAPITAL}){{0,2}})(?=\s*(?:[:;,)(]|\s[-–—]|\.?\s*$))")
"""One to three words with capitals behind the form of a company and a comma or bracket: its town, if nothing else."""
_ADDRESS = re.compile(r"[^:;\n]*")


class Named:
    """The names of a document that neither a fact nor an entry is about."""

    def __init__(self, draft: Draft):
        facts = list(named_in(draft))
        self.known = [k for f in facts if (k := words.plain(f.value))]
        self.places = {(q.where, q.start, q.end) for f in facts for q in f.quotes[:1]}
        self.places |= {(e.quote.where, e.quote.start, e.quote.end) for e in draft.reading}
        self.companies: dict[str, Quote] = {}
        self.services: dict[str, Quote] = {}
        self.behind: dict[str, Quote] = {}

    def look(self, text: Text) -> None:
        """Note the names of a text."""
        if text.words.lstrip().startswith("©"):
            return
        for start, end in form_spans(text.words):
            before = _BEFORE_FORM.search(text.words, max(0, start - NEAR), start)
            quote = text.quote(before.start() if before else start, end)
            if before and not self._is_held(quote):
                self.companies.setdefault(words.plain(quote.words), quote)
            if behind := _BEHIND.match(text.words, end):
                self._look_behind(text.quote(*behind.span(1)), text.words[end:])
        for start, end in service_spans(text.words):
            quote = text.quote(start, end)
            first = words.plain(quote.words).split()[0]
            if not self._is_held(quote) and not any(first in k.split() for k in self.known):
                self.services.setdefault(words.plain(quote.words), quote)

    def _is_held(self, quote: Quote) -> bool:
        name = words.plain(quote.words)
        return any(name.endswith(k) or k.endswith(name) for k in self.known) or self._is_in_a_name(quote)

    def _is_in_a_name(self, quote: Quote) -> bool:
        return any(w == quote.where and a < quote.end and quote.start < b for w, a, b in self.places)

    def _look_behind(self, quote: Quote, address: str) -> None:
        has_country = values.read_places(_ADDRESS.match(address)[0]).values  # type: ignore[index]
        if not has_country and not self._is_held(quote) and not values.read_roles(quote.words).values:
            self.behind.setdefault(words.plain(quote.words), quote)

    def missed(self, is_told: Callable[[Quote], bool], decides: Callable[[Quote], bool]) -> Iterator[ToRead]:
        """An entry for all of a kind.

        ``is_told``: whether the entry of a section stands for some words; ``decides``: whether they are among the
        words that decide a fact.
        """
        behind = [q for q in self.behind.values() if not decides(q)]
        for what, found, why in (
            ("company", self.companies.values(), "named, and not taken as a recipient"),
            ("service", self.services.values(), "a known service that is named, and not taken as a recipient"),
            ("location", behind, "behind the name of a company, and not read as its location"),
        ):
            if quotes := [q for q in found if not is_told(q)]:
                yield _entry(what, quotes, why)


def _entry(what: str, quotes: list[Quote], why: str) -> ToRead:
    shown = few([f"'{' '.join(q.words.split())}'" for q in quotes], FEW)
    return ToRead(what, quotes[0], f"{shown}: {why}")


@cache
def _services() -> re.Pattern[str]:
    """Their names as they are written; of the shortest ones, X is a letter as well."""
    names = sorted((n for n in listed(pack.load()) if len(n) > 2), key=len, reverse=True)
    return re.compile(rf"(?<![\w.@/-])(?:{'|'.join(map(re.escape, names))})(?![\w@])(?!\.\w)")


def service_spans(text: str) -> list[tuple[int, int]]:
    """Where a text names a service that the facts about vendors know.

    Examples
    --------
    >>> service_spans("We use Mailchimp; see www.instagram.com and Instagram."), service_spans("It will make sense.")
    ([(7, 16), (44, 53)], [])
    """
    return [m.span() for m in _services().finditer(text)]


def named_in(draft: Draft) -> Iterator[Fact]:
    """The facts that name someone."""
    yield from draft.controller.values()
    yield from (f for parties in draft.parties.values() for p in parties for f in p.values())
    recipients = [*draft.recipients, *(r for a in draft.activities for r in a.recipients)]
    for r in recipients:
        yield from (r.name, *r.aliases)
        if r.legal_entity is not None:
            yield r.legal_entity
