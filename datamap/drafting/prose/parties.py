"""The controller: name, address, e-mail address, as a notice states them; its officer is in `officers`."""

from __future__ import annotations

import re
from itertools import takewhile

from datamap.drafting.facts import Draft, Fact
from datamap.drafting.prose import names
from datamap.drafting.prose.capacity import of_other
from datamap.drafting.prose.lines import Line
from datamap.drafting.prose.mentions import at, engages
from datamap.drafting.prose.officers import MAIL, UNMARKED, about_officer, read_officer, unnamed_officer
from datamap.drafting.prose.sections import Section
from datamap.drafting.prose.spans import Span, fact, sentences, span_of, to_read, whole
from datamap.drafting.prose.words import Words
from datamap.labels import values

SMALL = "a name with words in small letters: where it begins is not certain"
INTRODUCED = "the words in brackets behind the name show that it is the organisation itself"
BELOW = "read from the lines below the name"
DESCRIBED = "named where the controller is described"
NAMELESS = "it is about the organisation, and no name is recognised"
NOT_IT = "words in the sentence deny that it is the controller"
NOT_OWN = frozenset({"transfers", "planned", "excluded", "sources"})
"""What a section with names of others is about."""
FIRST = 12
"""Lines at the start in which a controller is looked for where no section is about it."""

_REGISTERED = re.compile(
    r"\b(?:HR[AB][.:]*\s*(?:Nr\.?\s*)?(?P<court>\d{1,6}(?:\s[A-Z]{1,2}\b)?)|"
    r"(?:ID No|IČO?|IČ|SIREN|SIRET|RCS(?:\s+(?:de\s+|d')?[\w-]+\s+sous le (?:numéro|n°))?|company number|"
    r"registration number)"
    r"[.:]*\s*[:.]?\s*(?P<number>(?:[A-Z]{1,3} ?)?\d[\d ]{4,}\d))",
    re.IGNORECASE,
)
_ADDRESSED = ("pan", "pani")
_STREET = re.compile(r"\d")
_CONTACT = re.compile(r"@|\d[\d /()-]{6,}\d")
"""An e-mail address, or a telephone number: longer than a postcode."""


def find_parties(root: Section, draft: Draft, words: Words) -> None:
    """Add the controller and the data protection officer to a draft."""
    lines = [(line, s.within) for s in root.walk() for line in s.lines if line.kind != "table"]
    titled = [s for s in root.walk() if s.lines and "dpo" in s.within and "controller" not in s.within]
    below = {id(line): line is s.lines[0] for s in titled for line in s.lines}
    for line, roles in lines:
        read_officer(line, "dpo" in roles or "dpo" in line.label, below.get(id(line)), draft, words)
    draft.reading += unnamed_officer(lines, draft, words)
    about = [
        x
        for x in lines
        if ("controller" in x[0].label and "categories" not in x[1]) or ("controller" in x[1] and "dpo" not in x[1])
    ]
    stated = [x for x in lines if words.has("controller", x[0].folded) and x not in about and not _of_other(*x, words)]
    first = [x for x in lines[:FIRST] if x not in about and x not in stated and not x[1] & NOT_OWN]
    start = [x for x in first if x[0].kind == "para" and not x[0].label]
    ordered = [
        *[x for x in about if "controller" in x[0].label],
        *[x for x in about if "controller" not in x[0].label],
        *stated,
    ]
    for unmarked in (False, True):
        for line, roles in ordered:
            _controller(line, "controller" in roles or "controller" in line.label, draft, words, unmarked)
    if "name" not in draft.controller:
        _heads(root, draft, words)
    if "name" not in draft.controller:
        for line, _ in start:
            _introduced(line, draft, words)
    if "name" not in draft.controller:
        for line, roles in start:
            head = next(iter(names.with_form(whole(line), words)), None)
            begins = head is not None and head.text.offsets[0] == line.text.offsets[0]
            # below a title about recipients it is one of them, unless it engages others
            if head is not None and begins and ("recipients" not in roles or engages(whole(line), head, words)):
                _controller(line, False, draft, words, False)
    if "name" not in draft.controller:
        nameless = [x for x, _ in about if "controller" in x.label and span_of(x)]
        nameless += [x for x, _ in stated if re.search(r"\d|@", x.words)]
        asked = [to_read("organisation", whole(x), NAMELESS) for x in nameless[:1]]
        listed = {e.quote for e in draft.reading if e.what == "organisation"}
        draft.reading += [e for e in asked if e.quote not in listed]
    if "name" in draft.controller and "email" not in draft.controller:
        for line, roles in [*about, *start]:
            if not roles & {"dpo", "recipients"} and not about_officer(line, words) and (m := MAIL.search(line.words)):
                draft.controller.setdefault("email", fact(m[0], whole(line).part(*m.span()), whole(line)))


def _introduced(line: Line, draft: Draft, words: Words) -> None:
    """The organisation of a sentence that goes on with "we" in brackets behind its name: "Acme Ltd (we, us)"."""
    for sentence in sentences(whole(line), words):
        found = names.with_form(sentence, words)
        if len(found) != 1:
            continue
        behind = sentence.folded[at(found[0], sentence) + len(found[0].words) :]
        shared = words.has("share", sentence.folded[: at(found[0], sentence)])
        if not shared and any(_ourselves(m[1], words) for m in re.finditer(r"\(([^()]*)\)", behind)):
            draft.controller.setdefault("name", fact(found[0].words, found[0], sentence, why=INTRODUCED))
            _details(sentence, found[0], draft, words)


def _of_other(line: Line, roles: frozenset[str], words: Words) -> bool:
    """Whether a line on a controller is about a recipient: below a title about them, or "an independent controller"."""
    return "recipients" in roles or any(
        of_other(line.folded, *m.span(), words) for m in words.cue("controller").finditer(line.folded)
    )


def _ourselves(text: str, words: Words) -> bool:
    """Whether a bracket has a word for the organisation itself, and no other word behind it: not "our bank"."""
    behind = [text[m.end() :] for m in words.cue("ourselves").finditer(text)]
    return any(not re.match(r"\s+\w", rest) or words.conjunctions.match(rest) for rest in behind)


def _heads(root: Section, draft: Draft, words: Words) -> None:
    """The first line of an address in a section about the controller."""
    for section in root.walk():
        lines = [line for line in section.lines if line.kind == "para" and not line.label]
        if "controller" not in section.roles or not section.only or len(lines) < 2:
            continue
        first, rest = whole(lines[0]).trimmed(), " ".join(line.words for line in lines[1:5])
        short = (
            1 < len(first.words.split()) <= 6 and first.words[:1].isupper() and not re.search(r"[.:@\d]", first.words)
        )
        if short and _STREET.search(rest) and not words.has("controller", first.folded):
            draft.controller.setdefault("name", fact(first.words, first, why=UNMARKED))
            _lines_of_address(lines[1:5], draft)
            return


def _lines_of_address(lines: list[Line], draft: Draft) -> None:
    """Street and town in lines below a name; a line in front of them may name the owner ("Owner Paul Reed")."""
    spans = [whole(line).trimmed() for line in lines]
    start = next(n for n, span in enumerate(spans) if _STREET.search(span.words))
    read = list(takewhile(lambda s: _STREET.search(s.words) and not _CONTACT.search(s.words), spans[start:]))[:2]
    if read:
        quotes = tuple(s.text.quote() for s in read)
        draft.controller.setdefault("address", Fact(", ".join(s.words for s in read), quotes, why=BELOW, sure=False))


def _controller(line: Line, asked: bool, draft: Draft, words: Words, unmarked: bool) -> None:
    span = span_of(line) if "controller" in line.label else whole(line)
    for sentence in sentences(span, words):
        if _of_representative(sentence, words):
            continue
        if "name" not in draft.controller:
            _name(sentence, asked, "controller" in line.label, draft, words, unmarked)
        missing = "name" in draft.controller and "email" not in draft.controller
        if missing and not about_officer(line, words) and (m := MAIL.search(sentence.words)):
            part = sentence.part(*m.span())
            draft.controller.setdefault("email", fact(part.words.rstrip("."), part, sentence))


def _of_representative(sentence: Span, words: Words) -> bool:
    """Whether the first name of a sentence is that of a representative: the word is in front of it."""
    cue = words.cue("representative").search(sentence.folded)
    found = names.with_form(sentence, words)
    first = at(found[0], sentence) if found else sentence.words.find(",")
    return cue is not None and (first < 0 or first > cue.start())


def _follows(sentence: Span, cue: re.Match[str], words: Words) -> bool:
    """Whether the name is in front of the cue: "X is the controller", not "The controller is X"."""
    verb = re.search(r"[\w']+(?=\W*$)", sentence.folded[: cue.start()])
    return cue[0].split()[0] in words.be or (verb is not None and verb[0] in words.be)


def _subject(sentence: Span, end: int, words: Words) -> Span:
    """The words in front of "is the controller", without the words that only introduce a name."""
    cut = re.search(r"[,(]", sentence.words[:end])
    return _without_introduction(sentence.part(0, cut.start() if cut else end).trimmed(), words)


def _without_introduction(span: Span, words: Words) -> Span:
    """A name without what only introduces it: articles, a form of address, "association"; "The" behind it stays."""
    introduced = False
    while m := re.match(r"[\w']+\s+", span.folded):
        word = m[0].strip()
        small = words.is_small(word) and not (introduced and span.words[0].isupper())
        if not (small or words.cue("company").fullmatch(word) or word in _ADDRESSED):
            break
        introduced = True
        span = span.part(m.end())
    return span


def _name(sentence: Span, asked: bool, label: bool, draft: Draft, words: Words, unmarked: bool) -> None:
    found = names.with_form(sentence, words)
    cue = words.cue("controller").search(sentence.folded)
    if cue is not None and _is_denied(sentence, cue, found, words):
        if found or names.unread_name(sentence, words) is not None:
            draft.reading += [e for e in [to_read("organisation", sentence, NOT_IT)] if e not in draft.reading]
        return
    if found and (joined := names.in_small_letters(found[0], sentence)) is not None:
        draft.controller.setdefault("name", fact(joined.words, joined, sentence, why=SMALL))
        _details(sentence, joined, draft, words)
        return
    if found:
        name = found[0]
        lower = name.words[:1].islower() and not names.is_distinct(name.part(0, name.words.find(" ")))
        sure = (
            label
            or (cue is not None and not words.has("negation", sentence.folded[: max(cue.end(), at(name, sentence))]))
            or asked
            and len(found) == 1
        )
        draft.controller.setdefault(
            "name",
            fact(name.words, name, sentence, why=SMALL if lower else "" if sure else DESCRIBED),
        )
        _details(sentence, name, draft, words)
        return
    start = 0 if label else cue.end() if cue is not None else 0 if asked else -1
    if start < 0 or not unmarked or not (label or re.search(r"\d|@", sentence.words)):
        return
    if cue is not None and not label and not _follows(sentence, cue, words):
        start = _behind_verb(sentence, start, words)
    rest = _without_introduction(sentence.part(start).trimmed(" :\t\n"), words)
    if cue is not None and not label and _follows(sentence, cue, words):
        rest = _subject(sentence, cue.start(), words)
    small = names.small_name(rest) if cue is not None else None
    if small is not None:
        draft.controller.setdefault("name", fact(small.words, small, sentence, why=SMALL))
        _details(sentence, small, draft, words)
        return
    first = rest.part(0, (rest.words + ",").find(",")).trimmed()
    before = sentence.text.source[max(0, sentence.text.offsets[0] - 4) : sentence.text.offsets[0]]
    if re.search(r"\d", first.words):
        return
    if first and first.words[0].isupper() and 1 < len(first.words.split()) <= 6 and "@" not in first.words:
        draft.controller.setdefault(
            "name",
            fact(first.words, first, sentence, why="" if label and ":" in before else UNMARKED),
        )
        _details(sentence, first, draft, words)


def _is_denied(sentence: Span, cue: re.Match[str], found: list[Span], words: Words) -> bool:
    """Whether a sentence denies that someone is the controller: the denial is beside the cue or in front of a name."""
    for m in words.cue("negation").finditer(sentence.folded):
        behind = sentence.folded[m.end() : cue.start()] if m.end() <= cue.start() else ""
        before = sentence.folded[cue.end() : m.start()]
        if m.end() <= cue.start() and all(words.is_small(w) for w in re.findall(r"[\w']+", behind)):
            return True
        if m.start() >= cue.end() and not re.search(r"[,;:()]", before):
            verb = re.search(r"[\w']+(?=\W*$)", before)
            if verb is None or verb[0] in words.be or m[0] in words.be:
                return True
        if any(
            m.end() <= at(n, sentence) and not sentence.folded[m.end() : at(n, sentence)].strip() for n in found[:1]
        ):
            return True
    return False


def _behind_verb(sentence: Span, start: int, words: Words) -> int:
    """Where the name begins that "is" introduces, a few words behind the cue: "controller of your data is ..."."""
    verb = re.match(rf"(?:\s+[\w'’-]+){{0,5}}?\s+(?:{'|'.join(words.be or {'='})})(?!\w)", sentence.folded[start:])
    return start + verb.end() if verb else start


def _details(sentence: Span, name: Span, draft: Draft, words: Words) -> None:
    """Registration, address and country behind the name."""
    rest = sentence.part(at(name, sentence) + len(name.words))
    if m := _REGISTERED.search(rest.words):
        number = rest.part(*m.span("court" if m["court"] else "number"))
        draft.controller.setdefault("registration", fact(number.words, number, sentence))
    seat = words.cue("seat").search(rest.folded)
    bracket = re.match(r"\s*\([^()\d]*\)", rest.words)  # "(the association)" is not of the address
    rest = rest.part(seat.end()) if seat else rest.part(bracket.end()) if bracket else rest
    pieces = [p for p in re.finditer(r"[^,;\n]+", rest.words) if p[0].strip()][:5]
    pieces = [p for p in pieces if "@" not in p[0] and not _REGISTERED.search(p[0])]
    # "represented by its mayor" is not of the address
    while pieces and pieces[0][0].strip()[:1].islower() and not _STREET.search(pieces[0][0]):
        pieces.pop(0)
    numbered = [p for p in pieces if _STREET.search(p[0])][:2]
    if not numbered:
        return
    first, last = pieces[0], numbered[-1]
    address = rest.part(first.start(), last.end())
    ended = re.search(rf"[()]|\s(?:{'|'.join(words.be or {'='})})\s", address.folded)
    address = address.part(0, ended.start() if ended else None).trimmed()
    while (m := re.match(r"\w+\s+", address.words)) and m[0].islower() and words.is_small(m[0].strip()):
        address = address.part(m.end())  # "of 5 Hill Road"
    if address and len(address.words) < 120:
        draft.controller.setdefault("address", fact(address.words, address, sentence, why="read from a sentence"))
    places = values.read_places(rest.part(last.end()).words[:40], words.reading).values
    if places:
        v = places[0]
        part = rest.part(last.end())
        draft.controller.setdefault("country", fact(v.value, part.part(v.start, v.end), sentence, why=v.why))
