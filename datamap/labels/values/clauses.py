"""What belongs to a transfer tool in a text: generation, module and day of signature of clauses, letter of Art. 49."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter, itemgetter

from datamap.labels.values import doubt
from datamap.labels.values.answers import fillers
from datamap.labels.values.bases import letters
from datamap.labels.values.days import find_days
from datamap.labels.values.lexicon import Match, inside, lexicon, where
from datamap.labels.values.text import Folded, Span

DECISION = re.compile(
    r"(?<!\d)(?:\((?:eu|ec|ue|ce|eg|we)\)\s*)?(2021/914|2010/87|2004/915|2002/16|2001/497)(?!\d)"
    r"(?:/(?:eu|ec|ue|ce|eg|es|we))?"
)
_VERSION = {"2021/914": "2021", "2010/87": "2010", "2004/915": "2004", "2002/16": "2002", "2001/497": "2001"}
_YEAR = re.compile(r"(?<![\w./-])(2021|2010|2004|2001)(?![\w/-]|\.\d)")
_ADOPTED = "2021-06-04"


@dataclass(slots=True)
class Found:
    """A tool on the way: its hit, the doubt about it, and the parts that belong to it."""

    hit: Match
    level: int
    extra: dict[str, str] = field(default_factory=dict)
    parts: list[Span] = field(default_factory=list)
    modules: list[tuple[str, Span]] = field(default_factory=list)


def details(text: Folded, part: doubt.Part, own: Sequence[Found], languages: tuple[str, ...]) -> list[Span]:
    """Give generations, modules and days to the clauses, letters to derogations; return the parts that hold them."""
    used: list[Span] = []
    flat = text.flat
    at = part.start, part.end
    clauses = [f for f in own if f.hit.key == "scc"]
    derogations = [f for f in own if f.hit.key == "derogation"]
    for key, _, whole in letters(text, "49", languages) if derogations else ():
        if part.start <= whole[0] < part.end:
            _give(derogations[0], "version", key, whole, used)
    if not clauses:
        return used
    for m in DECISION.finditer(flat, part.start, part.end):
        _give(_nearest(clauses, m.start()), "version", _VERSION[m[1]], m.span(), used)
    signed, dated, june = (inside(where(text, (n,), languages), *at) for n in ("signed", "dated", "adopted"))
    for named in june:
        if named.last - named.first > 2 or not any(s.end <= named.start and s.last + 1 >= named.first for s in signed):
            _give(_nearest(clauses, named.start), "version", "2021", (named.start, named.end), used)
    every = find_days(text, languages)
    first = bisect_left(every, part.start, key=itemgetter(0))
    for start, end, days in every[first : bisect_left(every, part.end, first, key=itemgetter(0))]:
        if len(days) > 1:  # a day that can be two stays in the rest
            continue
        if days == {_ADOPTED}:
            _give(_nearest(clauses, start), "version", "2021", (start, end), used)
        elif signed or dated or flat.startswith("@", max(0, start - 1), start):  # the short form: scc:2021@2022-05-01
            _give(_nearest(clauses, start), "signed", min(days), (start, end), used)
    for m in _YEAR.finditer(flat, part.start, part.end):
        near = text.flat[max(part.start, m.start() - 30) : m.start()]
        if any(a <= m.start() < b for a, b in used) or any(near.endswith(w) for w in _before(text, signed, m.start())):
            continue
        if re.search(r"(^|[\s(,:/-])$", near) and _beside(text, clauses, m.span(), used, languages):
            _give(_nearest(clauses, m.start()), "version", m[1], m.span(), used)
    _modules(text, part, clauses, used, languages)
    return used


def _before(text: Folded, signed: Sequence[Match], at: int) -> list[str]:
    """The words of signature that end right before a position, up to three words away."""
    index = text.within(at, at).start
    first = bisect_left(signed, index - 2, key=attrgetter("last"))
    return [text.flat[s.start : at] for s in signed[first : first + 3] if s.end <= at]


def _beside(
    text: Folded, clauses: Sequence[Found], span: Span, used: Sequence[Span], languages: tuple[str, ...]
) -> bool:
    """Whether only known words are between a bare year and the clauses: not every year is a generation."""
    near = _nearest(clauses, span[0]).hit
    a, b = (near.end, span[0]) if near.end <= span[0] else (span[1], near.start)
    words = [t.start for t in (text.tokens[i] for i in text.within(a, b)) if len(t.word) > 1]
    known = [*used, *fillers(text, languages, [near]), *((c.hit.start, c.hit.end) for c in clauses)] if words else []
    known += [(m.start, m.end) for m in where(text, ("modules",), languages)] if words else []
    return all(any(x <= at < y for x, y in known) for at in words)


def _nearest(clauses: Sequence[Found], at: int) -> Found:
    return clauses[max(0, bisect_right(clauses, at, key=lambda f: f.hit.start) - 1)]


def _give(to: Found, key: str, value: str, span: Span, used: list[Span]) -> None:
    to.extra.setdefault(key, value)
    to.parts.append(span)
    used.append(span)


_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}


def _modules(
    text: Folded, part: doubt.Part, clauses: list[Found], used: list[Span], languages: tuple[str, ...]
) -> None:
    """Modules by number ("Module 2 and 3", "Modul Zwei") or by roles ("C2P", "controller to processor")."""
    for m in inside(where(text, ("modules",), languages), part.start, part.end):
        target = _nearest(clauses, m.start)
        if m.key != "module":
            target.modules.append((m.key, (m.start, m.end)))
            used.append((m.start, m.end))
            continue
        if m.last >= len(text.tokens):
            continue
        t = text.tokens[m.last]
        numbers = lexicon(("numbers",), languages).at(text, m.last)
        number = (
            t.word if t.word in "1234" and len(t.word) == 1 else _ROMAN.get(t.word) or (numbers.key if numbers else "")
        )
        if number not in ("1", "2", "3", "4"):
            continue
        target.modules.append((number, (m.start, t.end)))
        used.append((m.start, t.end))
        for n in _further(text, m.last, languages):
            target.modules.append((text.tokens[n].word, (text.tokens[n].start, text.tokens[n].end)))
            used.append((t.end, text.tokens[n].end))


def _further(text: Folded, first: int, languages: tuple[str, ...]) -> list[int]:
    """Tokens of further modules: "Module 2 and 3", "Modul 2, 3"."""
    out: list[int] = []
    i = first + 1
    connectors = lexicon(("and", "alternative"), languages)
    while i < len(text.tokens):
        word = connectors.at(text, i)
        n = word.last if word else i
        sign = text.gaps[i] in (",", "/", "&", "+", "),", ")/")
        if n >= len(text.tokens) or not (word or sign) or text.tokens[n].word not in ("1", "2", "3", "4"):
            return out
        out.append(n)
        i = n + 1
    return out
