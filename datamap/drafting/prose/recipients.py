"""Recipients that a document names: in lists, labelled entries, sentences with examples, and running text.

The same name is one recipient with several quotes; names that differ in anything, such as two legal entities of one
brand, are never merged. A safeguard belongs to a recipient only where the same sentence or entry names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from datamap.drafting.facts import DraftRecipient, Fact, ToRead
from datamap.drafting.prose import capacity, names, tools
from datamap.drafting.prose import entries as entry
from datamap.drafting.prose.lines import Line
from datamap.drafting.prose.mentions import (
    add_beside,
    at,
    excepted,
    meant,
    mentions,
    plain,
    seat_of,
    servers_of,
)
from datamap.drafting.prose.sections import APART, Section, about
from datamap.drafting.prose.shared import Placed, place_held, share, titled, untaken
from datamap.drafting.prose.sources import without_sources
from datamap.drafting.prose.spans import Span, fact, first_sentence, sentences, span_of, to_read, whole
from datamap.drafting.prose.words import Words
from datamap.labels import values
from datamap.labels.values.name import PLANNED
from datamap.reading.document import Quote

BLANKET = "a statement about transfers in general: it is not known to which recipient it applies"
OF_ACTIVITY = "stated for the activity, of which it is the only recipient"
UNUSED = "planned, former or denied: not taken as a recipient"
UNUSED_ROLES = frozenset({"planned", "excluded"})
SERVERS = "a place of servers without its country: where the data are is not known"
SEAT = "a seat without its country: the country of the recipient is not known"
UNNAMED = "no recipient is named for it"
DETAILS = frozenset({"name", "address", "place", "tools", "service", "role", "contact", "email"})
"""Labels of the details of a recipient."""
DETAILED = DETAILS | {"purposes", "transfers"}
LONG = 8
"""Words of an item without a company form or separator from which on it is a sentence."""


@dataclass(slots=True)
class _Only:
    """The only organisation that the sections of one activity have named so far, as a list; empty for none or several.

    Attributes
    ----------
    one : list of DraftRecipient
    activity : Section or None
        The activity whose sections are read.
    since : int
        How many recipients were known before it.
    """

    one: list[DraftRecipient] = field(default_factory=list)
    activity: Section | None = None
    since: int = 0

    def enter(self, section: Section, known: int) -> None:
        """Begin a section: of the same activity as the one before, or of another."""
        activity = next((s for s in section.up() if s.activity), None)
        if activity is None or activity is not self.activity:
            self.one, self.activity, self.since = [], activity, known

    def look(self, found: dict[str, DraftRecipient]) -> None:
        """Note what the activity has named up to here."""
        if self.activity is not None:
            new = [r for r in list(found.values())[self.since :] if r.kind == "organisation"]
            self.one = new if len(new) == 1 else []


@dataclass(slots=True)
class Recipients:
    """Collects the recipients of a document or of one activity.

    Parameters
    ----------
    words : Words
    own : set of str
        Folded names that are not recipients: the organisation itself.
    """

    words: Words
    own: set[str]
    found: dict[str, DraftRecipient] = field(default_factory=dict)
    reading: list[ToRead] = field(default_factory=list)
    _only: _Only = field(default_factory=_Only)

    def add(self, new: DraftRecipient) -> DraftRecipient | None:
        """Add a recipient, or what is new about one that is known by exactly this name."""
        key = _key(new.name.value)
        if not key or plain(new.name.value) in self.own:
            return None
        old = self.found.setdefault(key, new)
        if old is not new:
            _join(old, new)
        return old

    def section(self, section: Section) -> None:
        """Read the lines of a section, without those below it."""
        if section.within & (APART | UNUSED_ROLES):
            if section.within & UNUSED_ROLES:
                self.reading += [_unused(line) for line in section.lines if line.kind != "table"]
            return
        self.reading += titled(section, self.words)
        known = len(self.found)
        self._only.enter(section, known)
        self._lines(section)
        if len(self.found) == known and (title := _repeated_title(section, self.words)) is not None:
            self.reading.append(to_read("recipient", title, f"'{title.words}' may be a recipient"))

    def _lines(self, section: Section) -> None:
        parents = _with_details(section)
        begun = bool(section.lines) and bool(section.lines[0].label & DETAILS)
        current = self._titled(section) if begun or not parents else None
        parent: Line | None = None
        lead = False
        for line, roles in about(section, self.words):
            if parent is not None and _ends_details(line, parent, parents[id(parent)]):
                parent = current = None
            if parent is not None and (line.label or ":" in line.words or entry.is_beside(line)):
                self._detail(line, current)
                continue
            asked = bool((section.within if line.label else roles) & {"recipients", "transfers"})
            if line.label & DETAILS and asked or (current is not None and line.label & {"purposes", "transfers"}):
                current = self._labelled(line, current)
                continue
            if roles & UNUSED_ROLES:
                self.reading.append(_unused(line))
            elif "recipients" in line.label:
                self._list(line)
            elif line.kind == "item" and not line.label and (asked or lead):
                named = self._item(line)
                if id(line) in parents:
                    parent, current = line, named[0] if len(named) == 1 else None
            elif not line.label & {"categories", "subjects", "sources"}:
                if "transfers" in roles:
                    self._of_only(line)
                self._prose(span_of(line), asked)
            if asked or line.label:
                self.reading += _servers(line, self.found.values(), self.words)
            self._only.look(self.found)
            if line.kind != "item":
                lead = line.lead and self.words.has("share", line.folded)

    def _of_only(self, line: Line) -> None:
        """What a line on transfers states belongs to the only recipient of the activity, if it names no other."""
        span = span_of(line)
        if not self._only.one or self.words.has("negation", line.folded):
            return
        if not any(new.kind == "organisation" for _, new in mentions(span, True, self.own, self.words)):
            entry.details(self._only.one[0], span, self.words, why=OF_ACTIVITY)

    def _titled(self, section: Section) -> DraftRecipient | None:
        """The recipient that a title names: a company, or any name with labelled details below it."""
        title = _title(section)
        if title is None or self.words.label(title.folded):
            return None
        formed = any(n.text.offsets[0] == title.text.offsets[0] for n in names.with_form(title, self.words))
        detailed = not section.children and any(line.label & DETAILS - {"name"} for line in section.lines)
        if not (formed or detailed):
            return None
        new = next(iter(entry.of_span(title, self.words)), None)
        return self._entry(new, title) if new is not None else None

    def _labelled(self, line: Line, current: DraftRecipient | None) -> DraftRecipient | None:
        span = span_of(line).trimmed(" \t\n,;")
        if "name" in line.label:
            new = next(iter(entry.of_span(span, self.words)), None)
            return self.add(new) if new is not None else None
        if current is not None:
            entry.add_labelled(current, line.label, span, self.words)
        elif span:
            self.reading.append(
                to_read("detail without a recipient", whole(line), "the recipient that it belongs to is not known")
            )
        return current

    def _detail(self, line: Line, current: DraftRecipient | None) -> None:
        """A line below an item: a labelled detail of the recipient that the item names."""
        if not line.label and current is not None and entry.is_beside(line):
            entry.details(current, whole(line), self.words)
        elif not line.label:
            why = UNNAMED if entry.is_beside(line) else "its label is not known"
            self.reading.append(to_read("detail", whole(line), why))
        elif current is not None:
            entry.add_labelled(current, line.label, span_of(line).trimmed(" \t\n,;"), self.words)

    def _list(self, line: Line) -> None:
        span = span_of(line)
        if values.read_names(span.words, self.words.reading).denied:
            return
        if names.such_as(span, self.words) is not None:
            self._prose(span, True)
            return
        listed, more = first_sentence(line, self.words)
        for new in entry.of_item(line, self.words) if listed is None else entry.of_span(listed, self.words):
            capacity.add_label(new, whole(line).part(0, line.value), self.words)
            self._entry(new, whole(line))
        for sentence in more:
            self._sentence(sentence, True)

    def _item(self, line: Line) -> list[DraftRecipient]:
        """Read an item of a list; the recipients that it is the entry of."""
        span = whole(line)
        if entry.is_beside(line):
            self.reading.append(to_read("location", span, UNNAMED))
            return []
        if values.read_names(span.words, self.words.reading).denied:
            return []
        colon = span.words.find(":")
        if colon > 0 and capacity.is_role(span.part(0, colon).trimmed(), self.words) and span.part(colon + 1):
            listed = list(entry.of_span(span.part(colon + 1).trimmed(" \t\n,;"), self.words))
            for new in listed:
                capacity.add_label(new, span.part(0, colon), self.words)
            return [one for one in (self._entry(new, span) for new in listed) if one is not None]
        if _sentence_like(line, span, self.words):
            self._prose(span, True)
            return []
        kept = [self._entry(new, span) for new in entry.of_item(line, self.words)]
        return [one for one in kept if one is not None]

    def _entry(self, new: DraftRecipient, span: Span) -> DraftRecipient | None:
        if new.name.why in (entry.PLANNED, PLANNED):
            self.reading.append(to_read(f"recipient {new.name.value}", span, UNUSED))
            return None
        return self.add(new)

    def _prose(self, span: Span, asked: bool) -> None:
        for sentence in sentences(span, self.words):
            self._sentence(sentence, asked)

    def _sentence(self, sentence: Span, asked: bool) -> None:
        taken, sources = without_sources(sentence, mentions(sentence, asked, self.own, self.words), self.words)
        self.reading += sources
        if taken and (refused := _refused(sentence, self.words)):
            self.reading += refused
            return
        organised = any(new.kind == "organisation" for _, new in taken)
        if asked and not organised and (name := names.unread_name(sentence, self.words)) is not None:
            self.reading.append(to_read("recipient", sentence, f"'{name.words}' may be a recipient"))
        places = [at(name, sentence) for name, _ in taken] + [len(sentence.words)]
        named: list[Placed] = []
        for (name, new), start, stop in zip(taken, places, places[1:], strict=False):
            end = start + len(name.words)
            add_beside(new, sentence, end, stop, self.words)
            tools.limit(new, sentence.part(end, stop), self.words)
            named.append((start, end, new))
            seat = seat_of(sentence, end, stop, self.words) if new.kind == "organisation" and not new.places else None
            if seat is not None and (seated := entry.places_in(seat, self.words)):
                new.places += [fact(v.value, seat.part(v.start, v.end), sentence, why=v.why) for v in seated]
            elif seat is not None:
                self.reading.append(to_read("location", seat, SEAT))
        share(named, sentence, self.words)
        kept = [one for _, _, new in named if (one := self.add(new)) is not None]
        self._only.look(self.found)
        self._tools(sentence, kept)
        self.reading += capacity.of_sentence(sentence, kept, self.words)
        place_held(sentence, kept, self.words)
        lost = untaken(sentence, kept, self.words)
        if lost is not None and all(e.quote != lost.quote for e in self.reading):
            self.reading.append(lost)

    def _tools(self, sentence: Span, named: list[DraftRecipient]) -> None:
        """Tools and contracts of a sentence: of the one recipient that it names, else of no one in particular."""
        known = meant(named, self.found.values(), sentence, self.words) or self._only.one
        known = [r for r in known if not excepted(r.name.value, sentence, self.words)]
        if (contract := capacity.contract_of(sentence, known, named, self.words)) is not None:
            self.reading.append(contract)
        self.reading += _further_tools(sentence, known, named, self.words)


def _further_tools(
    sentence: Span, known: list[DraftRecipient], named: list[DraftRecipient], words: Words
) -> Iterator[ToRead]:
    """Give the tools that no name has to the only recipient that they can be of; an entry for those that remain."""
    read = tools.left(sentence, named, words)
    if len(known) == 1:
        for v, limit in zip(read, tools.limits(sentence, read, known[0], words), strict=True):
            why = v.why or ("" if v.sure else "not certain") or "the sentence may be about more than this recipient"
            quoted = sentence.part(v.start, v.end)
            extra = entry.extra_of(v) | limit
            entry.add_fact(known[0].tools, fact(v.value, quoted, sentence, why=why, extra=extra))
        read = [v for v in read if v.value == "unknown" and not capacity.is_contract(v)]
    if read:
        why = BLANKET if len(known) != 1 else "the tool is denied, postponed or not certain"
        what = "contract" if all(capacity.is_contract(v) for v in read) else "transfer tool"
        yield to_read(what, sentence, why if what != "contract" else capacity.CONTRACTS)


def _refused(sentence: Span, words: Words) -> list[ToRead]:
    """An entry for a sentence that denies that what it names is a recipient: a person reads it."""
    tool = values.read_tools(sentence.words, words.reading).values
    denied = words.has("negation", sentence.folded) and not tool
    return [to_read("names in a sentence with a denial", sentence, UNUSED)] if denied else []


def _title(section: Section) -> Span | None:
    """A title about recipients that states nothing else, so that it may name one."""
    if section.title is None or section.roles or section.activity or "recipients" not in section.within:
        return None
    return whole(section.title)


def _repeated_title(section: Section, words: Words) -> Span | None:
    """A title that may be a name and that the text below begins with: "Elm prints our cards"."""
    title = _title(section)
    if title is None or not any(x.kind == "para" and x.words.startswith(title.words) for x in section.lines):
        return None
    return title if names.looks_like_name(title, words, True) and not entry.category(title, words) else None


def _key(name: str) -> str:
    """What is the same for the same name: "Acme Ltd." may only be the end of its sentence."""
    return " ".join(name.split()).casefold().rstrip(".")


def _unused(line: Line) -> ToRead:
    return to_read("recipient that is not in use", whole(line), UNUSED)


def _servers(line: Line, found: Iterable[DraftRecipient], words: Words) -> list[ToRead]:
    """An entry for a place of servers that is not known: a location ``unknown`` of the one recipient on the line."""
    span = servers_of(whole(line), words)
    if span is None:
        return []
    here = [r for r in found if any(_on(line, q) for q in r.name.quotes)]
    if len(here) == 1:
        here[0].places.append(fact("unknown", span, extra={"place": span.words}))
    return [to_read("location", span, SERVERS)]


def _on(line: Line, quote: Quote) -> bool:
    """Whether a quote is of a line."""
    return quote.where == line.text.where and line.text.offsets[0] <= quote.start <= line.text.offsets[-1]


def _with_details(section: Section) -> dict[int, str]:
    """The items, by identity, whose details are labelled lines behind them: items further in, or lines of their own.

    Lines of their own belong to the item in front of them only if all items have some: else they may be about the list.
    """
    pairs = list(zip(section.lines, section.lines[1:], strict=False))
    named = [(line, after) for line, after in pairs if line.kind == "item" and not line.label]
    below = {
        id(line): "item"
        for line, after in named
        if after.kind == "item" and after.depth > line.depth and (after.label & DETAILED or entry.is_beside(after))
    }
    own = bool(named) and all(after.kind == "para" and after.label & DETAILS for _, after in named)
    if own and not below and section.lines[-1].kind != "item" and (len(named) > 1 or section.title is not None):
        return {id(line): "para" for line, _ in named}
    return below


def _ends_details(line: Line, parent: Line, behind: str) -> bool:
    """Whether a line is not a detail of the item that the details before it belong to."""
    if behind == "para":
        return line.kind != "para" or not line.label & DETAILS
    return line.kind != "item" or line.depth <= parent.depth


def _sentence_like(line: Line, span: Span, words: Words) -> bool:
    """Whether an item is running text and not a name with what is behind it."""
    if names.such_as(span, words) is not None:
        return True
    if line.text.strong or entry.has_label(line.words):
        return False
    if span.words.count(" ") >= LONG and len(list(sentences(span, words))) > 1:
        return True
    formed = names.with_form(span, words)
    begins = formed[0].text.offsets[0] - span.text.offsets[0] if formed else -1
    if begins > 0 and span.words[:1].islower():
        return True
    long = span.words.count(" ") > LONG and not re.search(r"\s[-–—]\s|:\s|\(", span.words)
    return long and begins != 0


def _join(old: DraftRecipient, new: DraftRecipient) -> None:
    """Add what a repeated name brings."""
    quotes = tuple(dict.fromkeys((*old.name.quotes, *new.name.quotes)))
    best = old.name if old.name.sure or not new.name.sure else new.name
    old.name = Fact(old.name.value, quotes, best.how, best.why, best.sure, best.extra)
    for mine, theirs in ((old.places, new.places), (old.tools, new.tools), (old.notes, new.notes)):
        for one in theirs:
            entry.add_fact(mine, one)
    old.service, old.dpa, old.role = old.service or new.service, old.dpa or new.dpa, old.role or new.role
