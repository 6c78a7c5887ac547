"""Recipients that a document names: in lists, labelled entries, sentences with examples, and running text.

The same name is one recipient with several quotes; names that differ in anything, such as two legal entities of one
brand, are never merged. A safeguard belongs to a recipient only where the same sentence or entry names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from datamap.drafting.facts import DraftRecipient, Fact, ToRead
from datamap.drafting.prose import entries as entry
from datamap.drafting.prose import names
from datamap.drafting.prose.fold import fold
from datamap.drafting.prose.lines import Line
from datamap.drafting.prose.readers import read_tools
from datamap.drafting.prose.sections import APART, Section, about
from datamap.drafting.prose.spans import Span, entries, fact, sentences, span_of, to_read, whole
from datamap.drafting.prose.words import Words
from datamap.labels import values
from datamap.labels.values.name import PLANNED

PROSE = "named in a sentence: confirm that it receives the data"
EXAMPLES = "one of several examples: it may be a category or a common word"
BLANKET = "a statement about transfers in general: it is not known to which recipient it applies"
UNUSED = "planned, former or denied: not taken as a recipient"
DETAILS = frozenset({"name", "address", "place", "tools", "service", "role", "contact", "email"})
"""Labels of the details of a recipient."""
LONG = 8
"""Words of an item without a company form or separator from which on it is a sentence."""
NEAR = 40
"""Characters behind a name in running text within which "based in ..." belongs to it."""

_FURTHER = re.compile(r"\(([^()]+)\)")
FURTHER = "in a bracket further behind the name"
_BRACKET = re.compile(r"\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)")


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
    _alone: list[DraftRecipient] = field(default_factory=list)
    """The only organisation that the section of an activity has named so far."""

    def add(self, new: DraftRecipient) -> DraftRecipient | None:
        """Add a recipient, or what is new about one that is known by exactly this name."""
        key = " ".join(new.name.value.split()).casefold()
        if not key or plain(new.name.value) in self.own:
            return None
        old = self.found.setdefault(key, new)
        if old is not new:
            _join(old, new)
        return old

    def section(self, section: Section) -> None:
        """Read the lines of a section, without those below it."""
        if section.within & (APART | {"planned", "excluded"}):
            self._set_apart(section, section.within)
            return
        current = self._titled(section)
        lead = False
        self._alone, before = [], len(self.found)
        for line, roles in about(section, self.words):
            asked = bool((section.within if line.label else roles) & {"recipients", "transfers"})
            if line.label & DETAILS and asked or (current is not None and line.label & {"purposes", "transfers"}):
                current = self._labelled(line, current)
                continue
            if "recipients" in line.label:
                self._list(line)
            elif line.kind == "item" and not line.label and (asked or lead):
                self._item(line)
            elif not line.label & {"categories", "subjects"}:
                self._prose(span_of(line), asked)
            if section.activity:
                new = [r for r in list(self.found.values())[before:] if r.kind == "organisation"]
                self._alone = new if len(new) == 1 else []
            if line.kind != "item":
                lead = line.lead and self.words.has("share", line.folded)

    def _titled(self, section: Section) -> DraftRecipient | None:
        """The recipient that a title names, where labelled details are below it."""
        if section.title is None or section.roles or section.activity or "recipients" not in section.within:
            return None
        if section.children or not any(line.label & DETAILS - {"name"} for line in section.lines):
            return None
        new = next(iter(entry.of_span(whole(section.title), self.words)), None)
        return self.add(new) if new is not None else None

    def _set_apart(self, section: Section, roles: frozenset[str]) -> None:
        if not roles & {"planned", "excluded"}:
            return
        for line in section.lines:
            if line.kind != "table":
                self.reading.append(to_read("recipient that is not in use", whole(line), UNUSED))

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

    def _list(self, line: Line) -> None:
        span = span_of(line)
        if values.read_names(span.words, self.words.reading).denied:
            return
        example = names.such_as(span, self.words)
        for new in entry.of_item(line, self.words) if example is None else ():
            self._entry(new, whole(line))
        if example is not None:
            self._prose(span, True)

    def _item(self, line: Line) -> None:
        span = whole(line)
        if values.read_names(span.words, self.words.reading).denied:
            return
        if _sentence_like(line, span, self.words):
            self._prose(span, True)
            return
        for new in entry.of_item(line, self.words):
            self._entry(new, span)

    def _entry(self, new: DraftRecipient, span: Span) -> None:
        if new.name.why in (entry.PLANNED, PLANNED):
            self.reading.append(to_read(f"recipient {new.name.value}", span, UNUSED))
            return
        self.add(new)

    def _prose(self, span: Span, asked: bool) -> None:
        for sentence in sentences(span, self.words):
            self._sentence(sentence, asked)

    def _sentence(self, sentence: Span, asked: bool) -> None:
        shares = asked or self.words.has("share", sentence.folded)
        found: list[tuple[Span, DraftRecipient]] = []
        taken = [x for x in self._named(sentence, shares) if plain(x[1].name.value) not in self.own]
        if shares:
            taken += [x for x in self._examples(sentence, asked) if not _overlaps(x[0], [s for s, _ in taken])]
            taken += [x for x in self._listed(sentence) if not _overlaps(x[0], [s for s, _ in taken])]
            taken += [x for x in self._cued(sentence) if not _overlaps(x[0], [s for s, _ in taken])]
            taken += [
                x for x in self._categories(sentence, asked, bool(taken)) if not _overlaps(x[0], [s for s, _ in taken])
            ]
        else:
            taken += [x for x in self._cued(sentence, strong=True) if not _overlaps(x[0], [s for s, _ in taken])]
        if taken and self._refused(sentence):
            return
        taken.sort(key=lambda x: _at(x[0], sentence))
        for i, (name, new) in enumerate(taken):
            if new.kind == "organisation":
                stop = _at(taken[i + 1][0], sentence) if i + 1 < len(taken) else len(sentence.words)
                self._beside(new, sentence, _at(name, sentence) + len(name.words), stop)
            kept = self.add(new)
            if kept is not None:
                found.append((name, kept))
        self._tools(sentence, [r for _, r in found if r.kind == "organisation"], asked)

    def _refused(self, sentence: Span) -> bool:
        """Whether a sentence denies that what it names is a recipient; then a person reads it."""
        tools = values.read_tools(sentence.words, self.words.reading).values
        if self.words.has("negation", sentence.folded) and not tools:
            self.reading.append(to_read("names in a sentence with a denial", sentence, UNUSED))
            return True
        return False

    def _named(self, sentence: Span, shares: bool) -> Iterator[tuple[Span, DraftRecipient]]:
        for name in names.with_form(sentence, self.words):
            if self._owner(sentence, name):
                continue
            sure = shares and not self.words.has("conditional", sentence.folded)
            yield name, DraftRecipient(fact(name.words, name, sentence, why="" if sure else PROSE))

    def _owner(self, sentence: Span, name: Span) -> bool:
        """Whether a name is that of the organisation whose list it is: "the sub-processors of ..."."""
        before = sentence.folded[: _at(name, sentence)].rstrip()
        return any(m.end() == len(before) for m in self.words.cue("owner").finditer(before))

    def _examples(self, sentence: Span, asked: bool) -> Iterator[tuple[Span, DraftRecipient]]:
        listed = names.such_as(sentence, self.words)
        if listed is None:
            return
        start, rest = listed
        yield from self._of_list(sentence, rest.part(0, _end_of_list(rest.words)), sure=True)

    def _listed(self, sentence: Span) -> Iterator[tuple[Span, DraftRecipient]]:
        """An enumeration behind a colon."""
        at = sentence.words.find(": ")
        if at > 0 and (self.words.has("share", sentence.folded[:at]) or self.words.label(sentence.folded[:at])):
            yield from self._of_list(sentence, sentence.part(at + 1), sure=True)

    def _of_list(self, sentence: Span, rest: Span, *, sure: bool) -> Iterator[tuple[Span, DraftRecipient]]:
        parts = entries(rest, self.words.conjunctions)
        for part in parts:
            bare = names.without_verb(part.part(0, part.words.find("(")).trimmed() if "(" in part.words[1:] else part)
            if entry.category(bare, self.words):
                yield bare, DraftRecipient(fact(bare.words, bare, sentence), "category")
            elif names.looks_like_name(bare, self.words, True):
                german = "de" in self.words.languages and not names.is_distinct(bare)
                why = EXAMPLES if german or not sure or len(parts) < 2 else ""
                yield bare, DraftRecipient(fact(bare.words, bare, sentence, why=why))

    def _cued(self, sentence: Span, *, strong: bool = False) -> Iterator[tuple[Span, DraftRecipient]]:
        for name in names.after_cue(sentence, self.words, strong=strong):
            if not entry.category(name, self.words):
                yield name, DraftRecipient(fact(name.words, name, sentence, why=PROSE))

    def _categories(self, sentence: Span, asked: bool, named: bool) -> Iterator[tuple[Span, DraftRecipient]]:
        for m in self.words.cue("kinds").finditer(sentence.folded):
            if self.words.cue("generic").fullmatch(m[0]) and (named or not asked):
                continue
            name = sentence.part(m.start(), m.end())
            general = self.words.cue("generic").fullmatch(m[0]) is not None
            stated = asked and not general and self.words.has("share", sentence.folded)
            yield name, DraftRecipient(fact(name.words, name, sentence, why="" if stated else PROSE), "category")

    def _beside(self, new: DraftRecipient, sentence: Span, start: int, stop: int) -> None:
        """The bracket behind a name, and "based in ..." or ", Country" behind it."""
        rest = sentence.part(start, stop)
        bracket = _BRACKET.match(rest.words)
        if bracket:
            entry.details(new, rest.part(bracket.start(1), bracket.end(1)), self.words)
            rest = rest.part(bracket.end())
        elif further := _FURTHER.search(rest.words):
            entry.details(new, rest.part(further.start(1), further.end(1)), self.words, why=FURTHER)
        near = rest.part(0, NEAR) if len(rest.words) > NEAR else rest
        located = self.words.cue("located").search(near.folded)
        comma = re.match(r",\s", near.words)
        at = located.end() if located and located.start() <= 12 else comma.end() if comma else -1
        address = rest.part(0, rest.words.find(";")) if ";" in rest.words else rest
        country = entry.country_of(address, self.words) if comma and address.words.count(",") > 1 else None
        if country is not None and not self.words.has("share", rest.folded):
            entry.add_fact(
                new.places,
                fact(values.read_places(country.words, self.words.reading).values[0].value, country, sentence),
            )
            return
        if at < 0:
            return
        behind = near.part(at)
        for v in values.read_places(behind.words, self.words.reading).values[:1]:
            if len(re.findall(r"\w+", behind.words[: v.start])) <= 1:
                new.places.append(fact(v.value, behind.part(v.start, v.end), sentence, why=v.why))

    def _tools(self, sentence: Span, here: list[DraftRecipient], asked: bool) -> None:
        """Tools of a sentence: of the one recipient that it names, else of nobody in particular."""
        read = [v for v in read_tools(sentence.words, self.words) if v.value != "dpa"]
        read = [
            v
            for v in read
            if not any(
                q.start <= sentence.text.offsets[v.start] < q.end for r in here for t in r.tools for q in t.quotes[:1]
            )
        ]
        if not read:
            return
        formed = [r for r in here if names.formed(r.name.value)]
        known = formed if len(formed) == 1 else here or self._mentioned(sentence) or self._alone
        if len(known) == 1:
            for v in read:
                why = v.why or ("" if v.sure else "not certain") or "the sentence may be about more than this recipient"
                new = fact(
                    v.value,
                    sentence.part(v.start, v.end),
                    sentence,
                    why=why,
                    extra=entry.extra_of(v),
                )
                entry.add_fact(known[0].tools, new)
        if len(known) != 1 or any(v.value == "unknown" for v in read):
            self.reading.append(
                to_read(
                    "transfer tool",
                    sentence,
                    BLANKET if len(known) != 1 else "the tool is denied, postponed or not certain",
                )
            )

    def _mentioned(self, sentence: Span) -> list[DraftRecipient]:
        """Recipients that a sentence names again, in full or by a brand that only one of them has."""
        by_brand: dict[str, list[DraftRecipient]] = {}
        for r in self.found.values():
            if r.kind == "organisation":
                by_brand.setdefault(_brand(r.name.value), []).append(r)
        out = []
        for brand, holders in by_brand.items():
            if len(holders) == 1 and re.search(rf"(?<!\w){re.escape(brand)}(?!\w)", sentence.folded):
                out.append(holders[0])
        return out


def _at(part: Span, sentence: Span) -> int:
    """Where a part begins in its sentence."""
    return part.text.offsets[0] - sentence.text.offsets[0] if part.words else 0


def _end_of_list(words: str) -> int:
    """Where an enumeration ends: at a semicolon, or at the bracket that it is inside of."""
    depth = 0
    for i, c in enumerate(words):
        depth += (c == "(") - (c == ")")
        if depth < 0 or (c == ";" and depth == 0):
            return i
    return len(words)


def _overlaps(part: Span, others: list[Span]) -> bool:
    a, b = part.text.offsets[0], part.text.offsets[-1]
    return any(a <= o.text.offsets[-1] and o.text.offsets[0] <= b for o in others)


def plain(name: str) -> str:
    """A name without case and signs."""
    return " ".join(re.findall(r"\w+", name.casefold()))


def _brand(name: str) -> str:
    """The first word of a name, for a second mention of it."""
    first = re.match(r"[\w'.-]+", fold(name))
    return first[0] if first and len(first[0]) > 3 else fold(name)


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
