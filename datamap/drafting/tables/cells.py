"""What single cells hold, read with :mod:`datamap.labels.values`: items, places, names, marks of our records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, lru_cache

from datamap.drafting import footnotes
from datamap.drafting.facts import Fact, ToRead
from datamap.drafting.tables import words
from datamap.drafting.tables.grid import Said
from datamap.labels import values, word
from datamap.labels import words as ours
from datamap.labels.values import Value
from datamap.law import load, names

MARKED = "so marked in the register"
"""Why something that is read from a register is not stated."""
REFERS = "it refers to another place"
_MACHINE = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)+")
_MORE = re.compile(
    "|".join(re.escape(t.split(",")[0]).replace(re.escape("{n}"), r"\d+") for t in ours("term")["more"].values())
)
_IN_BRACKETS = re.compile(r"\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[[^\[\]\n]*\]")
_ITEMS, _LINES = re.compile(r"[\n;]"), re.compile(r"\n")
_BULLET = re.compile(r"^[\s\-•*▪–·✓►]+")
_PARTED = re.compile(rf"{_ITEMS.pattern}|{_BULLET.pattern}|[ ,]$")
BRACKETED = re.compile(r"(\s*.*\S)\s*\(([^()]*)\)\s*", re.DOTALL)
_KIND = re.compile(r"(\s*.*\S)\s*\[([^\[\]]*)\]\s*", re.DOTALL)
LONGEST_NAME = 80
LONGEST_REFERENCE = 10
"""Words of a text that refers to another place and states nothing itself."""


@cache
def spelled(group: str) -> Mapping[str, str]:
    """Words of a group of the translation table, in all its languages, and what they mean."""
    found: dict[str, str] = {}
    for key, said in ours(group).items():
        for text in said.values() if isinstance(said, dict) else (word(group, key),):
            found.setdefault(words.plain(text), key)
    return found


def readable(text: str) -> str:
    """A text for the readers of values: the words of a program's constant apart, at the same positions."""
    return text.replace("_", " ") if _MACHINE.fullmatch(text.strip()) else text


@lru_cache(maxsize=words.REMEMBERED)
def is_blank(text: str) -> bool:
    """Whether a cell states nothing: it is empty, a placeholder, or a word for unknown."""
    return not text.strip() or values.is_blank(text) or words.starts_with_mark("placeholder", text)


@lru_cache(maxsize=words.REMEMBERED)
def is_none(text: str) -> bool:
    """Whether a whole cell is a word for none."""
    flat = words.plain(text).strip(" .;:")
    return flat in _whole("none")


@lru_cache(maxsize=words.REMEMBERED)
def is_absent(text: str) -> bool:
    """Whether a whole cell is a word for not applicable."""
    flat = words.plain(text).strip(" ;:")
    return flat in _whole("absent") or flat.strip(".") in _whole("absent")


@cache
def _whole(mark: str) -> frozenset[str]:
    phrases = [p for by in words.section("marks").get(mark, {}).values() for p in by]
    return frozenset(words.plain(p).strip(" .;:") for p in phrases) | frozenset(map(words.plain, phrases))


def is_yes(text: str) -> bool:
    """Whether a whole cell is a word for yes."""
    return values.read_yes_no(readable(text)).only == "yes"


def is_yes_and_no_name(text: str) -> bool:
    """Whether a whole cell is a word for yes, or a tick; "X" is a company too."""
    bare = text.strip()
    return (len(bare) > 1 or not bare.isupper()) and is_yes(text)


def is_nothing(text: str) -> bool:
    """Whether a cell names nothing: blank, none or not applicable."""
    return is_blank(text) or is_none(text) or is_absent(text)


def is_nowhere(text: str) -> bool:
    """Whether a cell states that there is no place; ``NO`` may be Norway."""
    return text.strip() != "NO" and (is_none(text) or is_absent(text))


@lru_cache(maxsize=words.REMEMBERED)
def refers(text: str) -> bool:
    """Whether a text only refers to another place: "see 3.2", "as for the shop", "as above" below an empty cell."""
    behind = words.behind_mark("refers", text) if len(text.split()) <= LONGEST_REFERENCE else None
    return words.is_mark("same", text) or (behind is not None and not company(behind))


def was_cut(text: str) -> bool:
    """Whether a record of ours left something out of a cell: 'and 7 more'."""
    return _MORE.search(text) is not None


def items(said: Said) -> list[Said]:
    """The items of a cell: lines, and what semicolons part. Commas stay: one name may have several."""
    out = []
    if said.words == said.text.words and not _PARTED.search(said.words):  # most cells are one item
        return [said] if said.words and not _MORE.fullmatch(said.words.split(",")[0]) else []
    for start, end in _spans(said.text.words, _ITEMS):
        part = said.text.words[start:end]
        bullet = _BULLET.match(part)
        start += bullet.end() if bullet else 0
        item = said.part(start, start + len(said.text.words[start:end].rstrip(" ,")))
        if item.words and not _MORE.fullmatch(item.words.split(",")[0]):
            out.append(item)
    return out


def lines(said: Said) -> list[Said]:
    """The lines of a cell that have a text."""
    if said.words == said.text.words and "\n" not in said.words:  # most cells are one line
        return [said] if said.words else []
    return [p for a, b in _spans(said.text.words, _LINES) if (p := said.part(a, b)).words]


def _spans(text: str, separator: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The parts between separators; a semicolon in brackets of one line parts nothing: "Owl Ltd (USA; SCC)"."""
    at = 0
    inside = [m.span() for m in _IN_BRACKETS.finditer(text)] if "(" in text or "[" in text else ()
    for m in separator.finditer(text):
        if m[0] == ";" and any(a < m.start() < b for a, b in inside):
            continue
        yield at, m.start()
        at = m.end()
    yield at, len(text)


def fact(value: str, said: Said, start: int | None = None, end: int | None = None, **more: object) -> Fact:
    """A fact that is based on a text, or on a part of it."""
    text = said.text.stripped() if start is None else said.text.part(start, end).stripped()
    return Fact(value, (text.quote(),), **more)  # type: ignore[arg-type]


def note(said: Said) -> Fact:
    """A text for the notes, behind the title of its column."""
    return Fact(f"{said.title}: {said.words}" if said.title else said.words, (said.quote,))


def from_value(value: Value, said: Said, how: str = "stated") -> Fact:
    """A value that a reader found as a fact with its words."""
    quote = said.text.quote(value.start, value.end)
    return Fact(value.value, (quote,), how, value.why, value.sure, dict(value.extra))


def marked(said: Said) -> tuple[Said, str]:
    """A text without the word by which our records mark what is not stated, and that word's meaning."""
    m = BRACKETED.fullmatch(said.text.words) if ")" in said.words[-1:] else None
    how = spelled("how").get(words.plain(m[2]), "") if m else ""
    return (said.part(0, m.end(1)), "" if how == "stated" else how) if m and how else (said, "")


def kind_of_data(said: Said) -> tuple[Said, str]:
    """A category without the kind of special data that our records put in brackets behind it, and that kind."""
    m = _KIND.fullmatch(said.text.words) if "]" in said.words[-1:] else None
    kind = spelled("special").get(words.plain(m[2]), "") if m else ""
    return (said.part(0, m.end(1)), kind) if m and kind else (said, "")


def noted(value: Value, text: str) -> Value:
    """A value; not sure where a mark behind it, or at the end of its text, refers to a note that may limit it."""
    if value.sure and (footnotes.begins(text[value.end :]) or footnotes.ends(text)):
        return replace(value, sure=False, why=footnotes.NOTED)
    return value


@lru_cache(maxsize=words.REMEMBERED)
def place_codes(text: str) -> tuple[str, ...]:
    """The codes of a text that consists of places that are read for sure; empty for any other text."""
    read = values.read_places(text)
    return tuple(v.value for v in read.values) if not read.rest and all(v.sure for v in read.values) else ()


@lru_cache(maxsize=words.REMEMBERED)
def in_eea(text: str) -> bool:
    """Whether a text states a place in the EEA and nothing else."""
    codes = place_codes(text)
    law = load()
    inside = ("eea", "own-area")
    return bool(codes) and all(c in ("EU", "EEA") or law.status(c, law.horizon, "eu").status in inside for c in codes)


def is_place(text: str) -> bool:
    """Whether a cell is about a place: one is read, or it is so short that nothing else is in it."""
    return bool(values.read_places(text).values) or is_nothing(text)


def namelike(text: str) -> bool:
    """Whether a cell may be the name of an organisation or service: short, not a sentence, not a place."""
    text = text.strip()
    first = text.split("\n")[0]
    if not first or len(first) > LONGEST_NAME or len(first.split()) > 10:
        return False
    return not (first.endswith(".") and len(first.split()) > 5) or names.has_form(first)


@lru_cache(maxsize=words.REMEMBERED)
def company(text: str) -> bool:
    """Whether a text is, or ends with, the name of a legal entity by its form."""
    bare = re.sub(r"\([^()]*\)", " ", text).strip()
    return names.has_form(bare) or any(names.has_form(p) for p in re.split(r"[;\n]", bare) if p.strip())


def unread(said: Said, spans: Iterable[tuple[int, int]]) -> list[Said]:
    """The parts of a text that no reader used, without those that only confirm: yes, no."""
    found = [said.part(a, b) for a, b in spans]
    return [s for s in found if re.search(r"\w", s.words) and not values.read_yes_no(s.words).only]


def to_read(what: str, said: Said, why: str, expected: str = "") -> ToRead:
    """An entry of the reading list for a text."""
    return ToRead(what, said.quote, why, expected)
