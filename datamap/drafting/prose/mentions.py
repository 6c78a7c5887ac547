"""The recipients that a sentence of running text names, with what is beside each name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from datamap.drafting.facts import DraftRecipient
from datamap.drafting.prose import entries as entry
from datamap.drafting.prose import names
from datamap.drafting.prose.capacity import ENGAGES
from datamap.drafting.prose.fold import fold
from datamap.drafting.prose.spans import Span, entries, fact
from datamap.drafting.prose.words import Words
from datamap.labels import values
from datamap.labels.values.lexicon import where
from datamap.labels.values.names import ONE
from datamap.labels.values.tools import tool_words

PROSE = "named in a sentence: confirm that it receives the data"
SMALL = "its first word is in small letters: where the name begins is not certain"
EXAMPLES = "one of several examples: it may be a category or a common word"
FURTHER = "in a bracket further behind the name"
NEAR = 40
"""Characters behind a name in running text within which "based in ..." belongs to it."""
BETWEEN = 12
"""Characters between a name and the words that introduce its place."""
PIECES = 5
"""Parts of an address between commas, and words of each, at most."""

_NAME_OF_TOWN = r"[^\W\d_a-zà-ÿ](?:[\w'’-]{0,2}\.(?=\s[^\W\d_])|[\w'’-]*)"
_WITHIN = "am|an|der|nad|pod|sur|le|la|les|of|upon"
_TOWN = re.compile(rf"\s+{_NAME_OF_TOWN}(?:[\s-](?:(?:{_WITHIN})[\s-]){{0,2}}{_NAME_OF_TOWN})*")
_NEAR = 100
"""Characters before a name in which words that belong to it are."""
_COPYRIGHT = re.compile(r"\s*(?:©|[Cc]opyright\b)")
_FURTHER = re.compile(r"\(([^()]+)\)")
_BRACKET = re.compile(r"\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
Mention = tuple[Span, DraftRecipient]


def mentions(sentence: Span, asked: bool, own: set[str], words: Words) -> list[Mention]:
    """The recipients that a sentence names, in order; ``asked`` where what is around it is about recipients."""
    shares = asked or words.has("share", sentence.folded)
    taken = [x for x in _named(sentence, shares, words) if plain(x[1].name.value) not in own]
    if shares:
        taken += _apart(_examples(sentence, words), taken)
        taken += _apart(_listed(sentence, words), taken)
        taken += _apart(_cued(sentence, words), taken)
        taken += _apart(_receiving(sentence, words), taken)
        taken += _apart(_categories(sentence, asked, bool(taken), words), taken)
    else:
        taken += _apart(_cued(sentence, words, strong=True), taken)
    return _provided(sorted(taken, key=lambda x: at(x[0], sentence)), sentence, words)


def _provided(found: list[Mention], sentence: Span, words: Words) -> list[Mention]:
    """The mentions; a service right in front of the company that provides it is what that company provides."""
    out: list[Mention] = []
    for name, new in found:
        if out and names.has_form(name) and not names.has_form(out[-1][0]) and out[-1][1].kind == "organisation":
            service = out[-1][0]
            between = sentence.folded[at(service, sentence) + len(service.words) : at(name, sentence)]
            if words.cue("provided").fullmatch(between.strip(" ,")):
                new.service = out.pop()[1].name
        out.append((name, new))
    return out


def _apart(more: Iterator[Mention], taken: list[Mention]) -> list[Mention]:
    """Those that do not overlap with what was found before."""
    return [x for x in more if not _overlaps(x[0], [name for name, _ in taken])]


def _named(sentence: Span, shares: bool, words: Words) -> Iterator[Mention]:
    sure = shares and not words.has("conditional", sentence.folded)
    for name in names.with_form(sentence, words):
        if _owner(sentence, name, words):
            continue
        why = ENGAGES if engages(sentence, name, words) else "" if sure else PROSE
        why = SMALL if name.words[:1].islower() and not names.is_distinct(name.part(0, name.words.find(" "))) else why
        yield name, DraftRecipient(fact(name.words, name, sentence, why=why))


def _owner(sentence: Span, name: Span, words: Words) -> bool:
    """Whether a name is that of the organisation itself: "the sub-processors of ...", "© ..."."""
    before = sentence.folded[: at(name, sentence)].rstrip()
    near = words.cue("owner").finditer(before, max(0, len(before) - _NEAR))
    return _COPYRIGHT.match(sentence.words) is not None or any(m.end() == len(before) for m in near)


def engages(sentence: Span, name: Span, words: Words) -> bool:
    """Whether a name is that of an organisation that engages others: "... uses the following sub-processors"."""
    behind = sentence.folded[at(name, sentence) + len(name.words) :].lstrip()
    return words.cue("engages").match(behind) is not None


def _examples(sentence: Span, words: Words) -> Iterator[Mention]:
    listed = names.such_as(sentence, words)
    if listed is None:
        return
    _, rest = listed
    yield from _of_list(sentence, rest.part(0, _end_of_list(rest.words)), words)


def _listed(sentence: Span, words: Words) -> Iterator[Mention]:
    """An enumeration behind a colon."""
    colon = sentence.words.find(": ")
    if colon > 0 and (words.has("share", sentence.folded[:colon]) or words.label(sentence.folded[:colon])):
        yield from _of_list(sentence, sentence.part(colon + 1), words)


def _of_list(sentence: Span, rest: Span, words: Words) -> Iterator[Mention]:
    parts = entries(rest, words.conjunctions, lambda a, b: values.is_one_name(a, b, words.reading))
    for part, cut in zip(parts, _cut(parts, words), strict=True):
        bare = names.without_verb(part.part(0, part.words.find("(")).trimmed() if "(" in part.words[1:] else part)
        if entry.category(bare, words):
            yield bare, DraftRecipient(fact(bare.words, bare, sentence), "category")
        elif names.looks_like_name(bare, words, True):
            german = "de" in words.languages and not names.is_distinct(bare)
            why = EXAMPLES if german or len(parts) < 2 else ONE if cut or names.is_institution(bare, words) else ""
            yield bare, DraftRecipient(fact(bare.words, bare, sentence, why=why))
        yield from _behind_bracket(part, sentence, words)


def _behind_bracket(part: Span, sentence: Span, words: Words) -> Iterator[Mention]:
    """The name that a conjunction joins to a bracket within a list: "Owl (USA) and Lark, Elm"."""
    closed = part.part(part.words.find(")", 1) + 1)
    joined = words.conjunctions.match(closed.folded) if len(closed.words) < len(part.words) else None
    name = closed.part(joined.end()).trimmed() if joined else None
    if name and names.looks_like_name(name, words, True):
        kind = "category" if entry.category(name, words) else "organisation"
        yield name, DraftRecipient(fact(name.words, name, sentence, why=ONE), kind)


def _cut(parts: list[Span], words: Words) -> list[bool]:
    """For each part whether it may be a part of a name: several words for "and" were beside each other."""
    joins = [words.conjunctions.search(re.sub(r"\([^()]*\)", "", part.folded)) is not None for part in parts]
    out = joins[:1]
    for n, part in enumerate(parts[1:], 1):
        between = part.text.source[parts[n - 1].text.offsets[-1] + 1 : part.text.offsets[0]]
        out.append(joins[n] or (joins[n - 1] and not re.search(r"[,;\n]", between)))
    return out


def _cued(sentence: Span, words: Words, *, strong: bool = False) -> Iterator[Mention]:
    for name in names.after_cue(sentence, words, strong=strong):
        if not entry.category(name, words):
            yield name, DraftRecipient(fact(name.words, name, sentence, why=PROSE))


def _receiving(sentence: Span, words: Words) -> Iterator[Mention]:
    for name in names.receivers(sentence, words):
        if not entry.category(name, words):
            yield name, DraftRecipient(fact(name.words, name, sentence, why=PROSE))


def _categories(sentence: Span, asked: bool, named: bool, words: Words) -> Iterator[Mention]:
    for m in words.cue("kinds").finditer(sentence.folded):
        if words.cue("generic").fullmatch(m[0]) and (named or not asked):
            continue
        if (one := names.institution_at(sentence, m.start(), words)) is not None:
            yield one, DraftRecipient(fact(one.words, one, sentence, why=PROSE))
            continue
        name = sentence.part(m.start(), m.end())
        general = words.cue("generic").fullmatch(m[0]) is not None
        stated = asked and not general and words.has("share", sentence.folded)
        yield name, DraftRecipient(fact(name.words, name, sentence, why="" if stated else PROSE), "category")


def add_beside(new: DraftRecipient, sentence: Span, start: int, stop: int, words: Words) -> None:
    """The bracket behind a name, and "based in ..." or ", Country" behind it."""
    rest = sentence.part(start, stop)
    bracket = _BRACKET.match(rest.words)
    if bracket:
        entry.details(new, rest.part(bracket.start(1), bracket.end(1)), words)
        rest = rest.part(bracket.end())
    elif further := _FURTHER.search(rest.words):
        entry.details(new, rest.part(further.start(1), further.end(1)), words, why=FURTHER)
    near = rest.part(0, NEAR) if len(rest.words) > NEAR else rest
    located = words.cue("located").search(near.folded)
    comma = re.match(r",\s", near.words)
    start = located.end() if located and located.start() <= BETWEEN else comma.end() if comma else -1
    address = rest.part(0, rest.words.find(";")) if ";" in rest.words else rest
    country = entry.country_of(address, words) if comma and address.words.count(",") > 1 else None
    country = country or (_within_address(address, words) if comma else None)
    if country is not None and not words.has("share", address.folded) and not _several(address, words):
        for v in values.read_places(country.words, words.reading).values:
            entry.add_fact(new.places, fact(v.value, country, sentence))
        return
    if start < 0:
        return
    behind, end = rest.part(start), -1
    for v in entry.places_in(behind, words):
        near_it = start + v.start < NEAR and len(re.findall(r"\w+", behind.words[: v.start])) <= 1
        if not (near_it if end < 0 else _goes_on(behind.part(end, v.start), words)):
            return
        entry.add_fact(new.places, fact(v.value, behind.part(v.start, v.end), sentence, why=v.why))
        end = v.end


def _several(rest: Span, words: Words) -> bool:
    """Whether the parts between commas name several places: a list of them, not an address."""
    pieces = [rest.part(*m.span()) for m in re.finditer(r"[^,]+", rest.words)]
    return sum(bool(entry.places_in(piece, words)) for piece in pieces) > 1


def _goes_on(between: Span, words: Words) -> bool:
    """Whether nothing but brackets, commas and small words are between two places: "in the USA (SCC) and in India"."""
    text = re.sub(r"\([^()]*\)", " ", between.folded)
    found = re.findall(r"[^\W\d_]+|\d+", text)
    left = [w for w in found if not (words.is_small(w) or words.conjunctions.fullmatch(f" {w} "))]
    known = not left or words.cue("located").fullmatch(" ".join(left)) is not None
    return known and not re.search(r"[^\w\s,/]", text)


def _within_address(rest: Span, words: Words) -> Span | None:
    """The country of an address with a number behind a name, after which the sentence goes on."""
    numbered = False
    for m in list(re.finditer(r"[^,]+", rest.words))[:PIECES]:
        piece = rest.part(*m.span()).trimmed(" .()\n")
        read = values.read_places(piece.words, words.reading)
        if read.values and not read.rest:
            return piece if numbered and read.values[0].sure else None
        if len(piece.words.split()) > PIECES or not (piece.words[:1].isupper() or piece.words[:1].isdigit()):
            return None
        numbered = numbered or any(c.isdigit() for c in piece.words)
    return None


def seat_of(sentence: Span, start: int, stop: int, words: Words) -> Span | None:
    """The words behind a name that state a seat: "with its seat in Cologne"."""
    rest = sentence.part(start, stop)
    seated = words.cue("seated").search(rest.folded)
    if seated is None or seated.start() > BETWEEN:
        return None
    town = _TOWN.match(rest.words, seated.end())
    return rest.part(seated.start(), town.end()) if town else None


def servers_of(span: Span, words: Words) -> Span | None:
    """The words that state where servers are, if the place is not known: "servers in Cologne"."""
    for cue in words.cue("hosted").finditer(span.folded):
        town = _TOWN.match(span.words, cue.end())
        if town and not values.read_places(town[0], words.reading).values:
            return span.part(cue.start(), town.end())
    return None


def _overlaps(part: Span, others: list[Span]) -> bool:
    return any(set(part.text.offsets) & set(o.text.offsets) for o in others)


def _end_of_list(words: str) -> int:
    """Where an enumeration ends: at a semicolon, or at the bracket that it is inside of."""
    depth = 0
    for i, c in enumerate(words):
        depth += (c == "(") - (c == ")")
        if depth < 0 or (c == ";" and depth == 0):
            return i
    return len(words)


def at(part: Span, sentence: Span) -> int:
    """Where a part begins in its sentence."""
    return part.text.offsets[0] - sentence.text.offsets[0] if part.words else 0


def plain(name: str) -> str:
    """A name without case and signs."""
    return " ".join(re.findall(r"\w+", name.casefold()))


def _names(brand: str, name: str, sentence: Span, words: Words) -> bool:
    """Whether a sentence has a brand, written as in the name, and not as a common word: not "data" for "Data Ltd"."""
    if words.cue("data_words").fullmatch(brand):
        return name.casefold() in sentence.words.casefold()
    tools_ = tool_words(values.fold(sentence.words), words.reading)
    held = [values.fold(sentence.words).span(a, b) for a, b in tools_]
    return any(
        sentence.words[m.start()].isupper() == name[:1].isupper() and not any(a <= m.start() < b for a, b in held)
        for m in re.finditer(rf"(?<!\w){re.escape(brand)}(?!\w)", sentence.folded)
    )


def excepted(name: str, sentence: Span, words: Words) -> bool:
    """Whether a sentence excepts a name from what it states: "for all of them, except for Owl Ltd"."""
    folded = values.fold(sentence.words)
    before = sentence.words.partition(name)[0]
    ends = [folded.span(m.start, m.end)[1] for m in where(folded, ("except",), words.reading)]
    return any(len(before[end:].split()) <= 2 and end <= len(before) < len(sentence.words) for end in ends)


def mentioned_again(found: Iterable[DraftRecipient], sentence: Span, words: Words) -> list[DraftRecipient]:
    """Recipients that a sentence names again, in full or by a brand that only one of them has."""
    by_brand: dict[str, list[DraftRecipient]] = {}
    for r in found:
        if r.kind == "organisation":
            by_brand.setdefault(_brand(r.name.value), []).append(r)
    out = []
    for brand, holders in by_brand.items():
        if len(holders) == 1 and _names(brand, holders[0].name.value, sentence, words):
            out.append(holders[0])
    return out


def _brand(name: str) -> str:
    """The first word of a name, for a second mention of it."""
    first = re.match(r"[\w'.-]+", fold(name))
    return first[0] if first and len(first[0]) > 3 else fold(name)


def meant(
    named: list[DraftRecipient], found: Iterable[DraftRecipient], sentence: Span, words: Words
) -> list[DraftRecipient]:
    """The recipients that a sentence may be about: the only one with a company form, all, or those named again."""
    here = [r for r in named if r.kind == "organisation"]
    formed = [r for r in here if names.formed(r.name.value)]
    return formed if len(formed) == 1 else here or mentioned_again(found, sentence, words)
