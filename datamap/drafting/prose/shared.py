"""What a sentence states beside one name and may mean for others: "Owl Ltd and Lark Ltd in the USA"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from datamap.drafting.facts import DraftRecipient, ToRead
from datamap.drafting.prose import entries as entry
from datamap.drafting.prose.readers import read_tools
from datamap.drafting.prose.sections import Section
from datamap.drafting.prose.spans import Span, fact, to_read, whole
from datamap.drafting.prose.words import Words
from datamap.labels.values import Value
from datamap.labels.values.places import DOUBTED

SHARED = "behind the last of several names: it may be of all of them, or of the last one alone"
TITLE = "a title on recipients names it: it may be of each of those below"
HELD = "the sentence names it: confirm that the organisation has the data there"
UNTAKEN = "named in a sentence on recipients, and not read as the place of one of them"
_ARTICLE = re.compile(r"(?<=\s)(?:the|die|der|das|den|la|le|les|el|los|las|il|lo|gli|de|het)$")
Placed = tuple[int, int, DraftRecipient]
"""Where a name begins and ends, and its recipient with what is beside it."""


def share(named: Sequence[Placed], sentence: Span, words: Words) -> None:
    """Propose what is behind the last of several names that a conjunction joins for those in front of it too.

    What is in a bracket right behind a name is of that name alone: "Owl Ltd and Lark Ltd (USA)".
    """
    for n in range(len(named) - 1, 0, -1):
        _, end, last = named[n]
        joined = _joined(sentence.part(named[n - 1][1], named[n][0]), words)
        if not joined or not (last.places or last.tools) or re.match(r"\s*[(\[]", sentence.words[end:]):
            continue
        for i in range(n - 1, -1, -1):
            _, stop, one = named[i]
            if one.places or one.tools or not _beside(sentence.part(stop, named[i + 1][0]), words):
                break
            for mine, theirs in ((one.places, last.places), (one.tools, last.tools)):
                for told in theirs:
                    entry.add_fact(mine, replace(told, why=told.why or SHARED, sure=False, extra=dict(told.extra)))


def _joined(between: Span, words: Words) -> bool:
    """Whether nothing but a conjunction is between two names."""
    text = _ARTICLE.sub("", between.folded.strip(" ,")).strip()
    return text in ("&", "+") or words.conjunctions.fullmatch(f" {text} ") is not None


def _beside(between: Span, words: Words) -> bool:
    """Whether nothing but a comma or a conjunction is between two names."""
    return between.folded.strip() == "," or _joined(between, words)


def place_held(sentence: Span, named: Sequence[DraftRecipient], words: Words) -> None:
    """Propose the country of a sentence for its only organisation: "Owl Ltd stores the data in India"."""
    if len(named) != 1 or named[0].kind != "organisation" or named[0].places:
        return
    if words.has("negation", sentence.folded) or words.has("conditional", sentence.folded):
        return
    verb = words.cue("holds").search(sentence.folded)
    found = [v for v in entry.places_in(sentence, words) if verb and v.start >= verb.end()]
    if found and all(v.sure and _is_country(v) for v in found):
        named[0].places += [fact(v.value, sentence.part(v.start, v.end), sentence, why=HELD) for v in found]


def untaken(sentence: Span, named: Sequence[DraftRecipient], words: Words) -> ToRead | None:
    """An entry for a country that a sentence with recipients names, and that is the place of none of them."""
    if not named:
        return None
    start = sentence.text.offsets[0]
    facts = [f for r in named for f in (r.name, *r.places, *r.tools, *filter(None, [r.service, r.dpa, r.legal_entity]))]
    quotes = {q for f in facts for q in f.quotes}
    held = [(q.start - start, q.end - start) for q in quotes if q.where == sentence.text.where]
    taken = bytearray(len(sentence.words))
    for a, b in held:
        if b - a < len(sentence.words):
            taken[max(a, 0) : b] = b"x" * len(taken[max(a, 0) : b])
    for v in entry.places_in(sentence, words):
        if _is_country(v, doubted=True) and b"x" not in taken[v.start : v.end]:
            return to_read("location", sentence, f"'{sentence.words[v.start : v.end]}': {UNTAKEN}")
    return None


def titled(section: Section, words: Words) -> Iterator[ToRead]:
    """Entries for a country and a tool that a title on recipients names: of those below it, if of any."""
    if "recipients" not in section.roles or section.title is None:
        return
    title = whole(section.title)
    if any(_is_country(v) for v in entry.places_in(title, words)):
        yield to_read("location", title, TITLE)
    if any(v.value != "dpa" for v in read_tools(title.words, words)):
        yield to_read("transfer tool", title, TITLE)


def _is_country(v: Value, doubted: bool = False) -> bool:
    """Whether a value is surely a country, not a short word or a part of an address; ``doubted``: or may be denied."""
    known = (
        (v.sure or (doubted and v.why == DOUBTED)) and len(v.value) == 2 and v.value != "EU" and "part" not in v.extra
    )
    return known and (v.end - v.start > 3 or v.value == "US")
