"""Categories of personal data: announced in a section, listed for one activity, or only mentioned there by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from datamap.drafting.facts import Draft, Fact, ToRead
from datamap.drafting.prose.fold import fold
from datamap.drafting.prose.lines import Line
from datamap.drafting.prose.readers import other_kind
from datamap.drafting.prose.sections import Section, about
from datamap.drafting.prose.spans import Span, entries, fact, sentences, span_of, to_read, whole
from datamap.drafting.prose.words import WEAK, Words
from datamap.drafting.tables import cells, items
from datamap.labels import LANGUAGES, data, values
from datamap.labels.values.sensitive import UNNAMED, unnamed_special

LONG = 14
"""Words of a name; a longer one is a description, not a name."""
SHORT = 10
"""Words of a name from which on it may be a description."""
PART = 3
"""Words of an announced name that must follow each other to be recognised as a part of it."""
JOINED = 5
"""Letters that one of several things joined in a name must have to be recognised alone."""

UNRECORDED = "a sentence on processing names it, and no category of data that is recorded states it"

_CUT = re.compile(r"\s*[:(]|\s[-–—]\s|(?<!\b[Aa]rt)(?<!\b[Čč]l)\.(?=\s|[A-Z][a-z])|;")
_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Announced:
    """A category that a section announces: its name, and the words that describe it."""

    name: Span
    about: Span
    sure: bool

    @property
    def details(self) -> dict[str, str]:
        """What the brackets behind the name state: what the data include, and in which case they are used."""
        text = self.about.part(len(self.name.words)) if self.about.words.startswith(self.name.words) else self.about
        inside = text.trimmed()
        if not (inside.words.startswith("(") and inside.words.endswith(")")):
            return {}
        inside = inside.part(1, len(inside.words) - 1)
        for mark in _case_marks():
            at = f"; {inside.folded}".rfind(f"; {mark}")
            if at >= 0:
                case = inside.part(at + len(mark)).trimmed().words
                return {"description": inside.part(0, at).trimmed(" ;").words, "when": case}
        return {"description": inside.words}

    @property
    def why(self) -> str:
        """Why it must be confirmed."""
        return "" if self.sure else "check where the category ends and whether it is one"


@cache
def _case_marks() -> tuple[str, ...]:
    """The words of a notice that `datamap notice` writes before the case in which data are used."""
    return tuple(fold(data(f"notices/{x}")["activity"]["used"].partition("{text}")[0]) for x in LANGUAGES)


def announced(root: Section, words: Words) -> list[Announced]:
    """The categories that sections of the document announce, outside single activities."""
    out: list[Announced] = []
    for section in root.walk():
        if any(s.activity for s in section.up()):
            continue
        if section.roles & {"purposes"} and section.children:
            continue
        if (
            "categories" in section.within
            and section.title is not None
            and not section.roles
            and (section.lines or not section.children)
        ):
            title = whole(section.title)
            out.append(Announced(title.trimmed(), whole(section.lines[0]) if section.lines else title, True))
            continue
        for line, roles in about(section, words):
            if "categories" in line.label:
                out += _listed(span_of(line), words, True)
            elif "categories" in section.within and line.label <= WEAK and line.kind == "para" and _bold(line):
                out += _item(line, words)
            elif "categories" in roles and not line.label and not roles & {"purposes"}:
                out += of_line(line, words)
    return _distinct(out)


def _item(line: Line, words: Words) -> Iterator[Announced]:
    span = whole(line)
    bold = _bold(line)
    cut = _CUT.search(span.words)
    end = bold or (cut.start() if cut else len(span.words))
    name = span.part(0, end).trimmed()
    if _no_name(name, words):
        return
    if not name or name.words.count(" ") >= LONG or words.has("process", name.folded):
        yield from _sentence_lists(span, words)
        return
    yield Announced(
        name, span, name.words.count(" ") < SHORT and not _person(name, words) and not other_kind(span, words)
    )


def _bold(line: Line) -> int:
    """How far the bold words at the start of a line reach."""
    return line.text.strong[0][1] if line.text.strong and line.text.strong[0][0] == 0 else 0


def _person(name: Span, words: Words) -> bool:
    """Whether a name is one of people, who may be listed behind the data."""
    return words.cue("people").search(name.folded) is not None and not words.has("data_words", name.folded)


def _sentence_lists(span: Span, words: Words) -> Iterator[Announced]:
    """Lists after a colon in a sentence that announces categories."""
    for sentence in sentences(span, words):
        at = sentence.words.find(":")
        if 0 < at < len(sentence.words) - 2:
            head = sentence.folded[:at]
            if "categories" in words.roles(head)[0] or words.has("process", head):
                yield from _listed(sentence.part(at + 1), words, False)


def _listed(span: Span, words: Words, sure: bool) -> Iterator[Announced]:
    for entry in entries(span, words.conjunctions):
        cut = _CUT.search(entry.words)
        name = entry.part(0, cut.start()).trimmed() if cut and cut.start() else entry
        if name and name.words.count(" ") < LONG and not _no_name(name, words):
            yield Announced(name, entry, sure)


def _no_name(name: Span, words: Words) -> bool:
    """Whether an entry states that there is nothing, is left open, refers to another place, or denies something."""
    if values.is_blank(name.words, words.reading) or cells.is_nothing(name.words):
        return True
    return bool(items.unstated(name.words.strip()))


def _distinct(found: list[Announced]) -> list[Announced]:
    out: dict[str, Announced] = {}
    for one in found:
        out.setdefault(one.name.folded, one)
    return list(out.values())


def special(one: Announced, words: Words) -> str:
    """The kind of special data that a category states."""
    read = values.read_special(one.about.words, words.reading).values
    kinds = {v.value for v in read if v.sure} or {v.value for v in read}  # in doubt, they are used
    return kinds.pop() if len(kinds) == 1 else "unknown"


def unnamed(drafts: Iterable[Draft], words: Words) -> Iterator[ToRead]:
    """An entry for each category that is special data of a kind that is not named: "Art. 9 data"."""
    for draft in drafts:
        found = [*draft.categories, *((f, f.extra.get("special", "")) for a in draft.activities for f in a.categories)]
        once = {f.quotes[0]: f for f, kind in found if kind in ("", "unknown") and f.quotes}
        for quote, one in once.items():
            if unnamed_special(one.value, words.reading) is not None:
                yield ToRead("special data", quote, UNNAMED)


def unrecorded(root: Section, drafts: Iterable[Draft], words: Words) -> Iterator[ToRead]:
    """An entry for each kind of special data that a sentence on processing names, and that no category has."""
    known = {"", "none", "unknown"}
    for draft in drafts:
        known |= {kind for _, kind in draft.categories}
        known |= {f.extra.get("special", "") for a in draft.activities for f in a.categories}
    if "several" in known:
        return
    kinds = known - {"", "none", "unknown"}
    for line in (line for section in root.walk() for line in section.lines if line.kind != "table"):
        for sentence in sentences(span_of(line), words) if words.has("process", line.folded) else ():
            read = (
                values.read_special(sentence.words, words.reading).values
                if words.has("process", sentence.folded)
                else ()
            )
            place = unnamed_special(sentence.words, words.reading) if not read and not kinds else None
            if place is not None and words.has("process", sentence.folded):
                yield to_read("special data", sentence.part(*place), UNNAMED)
            for v in read:
                if v.sure and v.value not in known:
                    known.add(v.value)
                    yield to_read("special data", sentence.part(v.start, v.end), UNRECORDED)


def used(lines: list[Line], known: list[Announced], words: Words) -> list[Fact]:
    """The categories of one activity: labelled, listed in its sub-section, or named in a sentence on processing."""
    out: list[Fact] = []
    announced_here = False
    for line in lines:
        if line.kind == "table":
            continue
        if announced_here and line.kind == "item" and not line.label:
            out += [
                fact(a.name.words, a.name, why=a.why, extra={"special": special(a, words)} | a.details)
                for a in _item(line, words)
            ]
            continue
        announced_here = line.lead and words.has("process", line.folded) and words.has("data_words", line.folded)
        if "categories" in line.label:
            out += [
                fact(a.name.words, a.name, why=a.why, extra={"special": special(a, words)})
                for a in _listed(span_of(line), words, True)
            ]
            continue
        for sentence in sentences(span_of(line), words):
            if words.has("process", sentence.folded):
                out += _mentioned(sentence, known, words)
    return unique(out)


def of_line(line: Line, words: Words) -> Iterator[Announced]:
    """The categories of a line under a title about categories."""
    if line.kind == "item":
        yield from _item(line, words)
    elif not line.lead:
        found = list(_sentence_lists(whole(line), words))
        yield from found or _described_name(whole(line), words)


def _described_name(span: Span, words: Words) -> Iterator[Announced]:
    """A category in front of a colon, and what it includes: "Names: first name, surname"."""
    name = span.part(0, max(0, span.words.find(": "))).trimmed()
    said = name.words.count(" ") >= SHORT or words.be & set(_TOKEN.findall(name.folded))
    if name and not said and not _CUT.search(name.words):
        yield Announced(name, span, False)


def unique(found: list[Fact]) -> list[Fact]:
    """Each category once, with the fact that is sure where there is one."""
    out: dict[str, Fact] = {}
    for one in found:
        before = out.get(fold(one.value))
        if before is None or (one.sure and not before.sure):
            out[fold(one.value)] = one
    return list(out.values())


def _mentioned(sentence: Span, known: list[Announced], words: Words) -> Iterator[Fact]:
    """Announced categories that a sentence names, the longest names first, so that none is found within another."""
    free = sentence.folded
    by_length = sorted(known, key=lambda a: -len(a.name.folded))
    missing = []
    for one in by_length:
        at = re.search(rf"\b{re.escape(one.name.folded)}(?!\w)", free)
        if at is None:
            missing.append(one)
            continue
        free = _blanked(free, at.start(), at.end())
        yield fact(one.name.words, sentence.part(at.start(), at.end()), sentence, why=one.why)
    for one in missing:
        at = _partly(one, free, words)
        if at is not None:
            free = _blanked(free, at.start(), at.end())
            yield fact(
                one.name.words, sentence.part(at.start(), at.end()), sentence, why="named in part", how="inferred"
            )
    yield from _described(sentence, free, known, words)


def _blanked(text: str, start: int, end: int) -> str:
    return text[:start] + "\0" * (end - start) + text[end:]


def _partly(one: Announced, free: str, words: Words) -> re.Match[str] | None:
    """Where a sentence names a category in part: one of several things that the name joins, or several words of it."""
    tokens = _TOKEN.findall(one.name.folded)
    parts = [r"\W+".join(tokens[-size:]) for size in range(len(tokens) - 1, PART - 1, -1)]
    parts += [re.escape(e.folded) for e in entries(one.name, words.conjunctions) if len(e.folded) >= JOINED]
    return next((m for p in parts if (m := re.search(rf"\b{p}(?!\w)", free))), None)


def _described(sentence: Span, free: str, known: list[Announced], words: Words) -> Iterator[Fact]:
    """A datum by which exactly one category is described, or which one description begins with."""
    cue = words.cue("process").search(free)
    if cue is None:
        return
    for entry in entries(Span(sentence.text, free).part(cue.end()), words.conjunctions):
        kept = [m for m in _TOKEN.finditer(entry.folded) if m[0] in words.content(entry.folded)]
        if len(kept) < 2 or "\0" in entry.folded:
            continue
        datum = entry.part(kept[0].start(), kept[-1].end())
        holders = [(at, one) for one in known if (at := _after_name(one).find(datum.folded)) >= 0]
        if holders:
            nearest = min(holders, key=lambda h: h[0])[1]
            why = f"the document describes '{nearest.name.words}' with these words"
            yield fact(nearest.name.words, datum, sentence, why=why, how="inferred")


def _after_name(one: Announced) -> str:
    return one.about.folded[len(one.name.folded) :]
