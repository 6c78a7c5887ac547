"""Words that deny, postpone or make conditional what a text names, and what they apply to.

A text is parted into segments (semicolons, lines) and these into clauses (commas, brackets, dashes, sentences, "but").
A doubt applies to all that its own clause names; alone in a clause it applies to what precedes it in the segment, alone
in a segment to the segment before. Whatever stays open is not sure.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import attrgetter, itemgetter

from datamap.labels import language_group
from datamap.labels.values.lexicon import Match, between, inside, lexicon, where
from datamap.labels.values.text import REMEMBERED, Folded, fold

SURE, OPEN, DENIED = 0, 1, 2
"""In place; to be confirmed; denied, postponed or conditional."""

_SEGMENT = re.compile(r"[;\n\r|\u2022\u00b7\u25aa]+")
_CLAUSE = re.compile(r"[()\[\]]|,(?!\d)|(?<!\d),|\s-+\s|(?<!\d)(?<!\.\w)[.!]\s")
_DOUBTS = {"negation": "negation", "except": "negation", "postponed": "postponed", "condition": "condition"}
STATED = ("negation", "postponed", "condition", "former")
"""The kinds of doubt of what must be in place now: a tool, a legal basis."""
_begin, _first = itemgetter(0), attrgetter("start")
_OPENING = ("condition", "alternative")
_KNOWN = (*_DOUBTS, "contrast", "alternative", "affirmed", "filler", "beside", "and")


@dataclass(frozen=True, slots=True)
class Part:
    """A segment: its place in the folded text, and its clauses as (start, end, number); ``inside`` leads to the outer.

    A bracket is a clause inside another one, which goes on behind it.
    """

    start: int
    end: int
    clauses: tuple[tuple[int, int, int], ...]
    inside: tuple[int, ...]

    def clause(self, at: int) -> int:
        """The number of the clause of a position."""
        n = bisect_right(self.clauses, at, key=_begin) - 1
        return self.clauses[n][2] if n >= 0 and at < self.clauses[n][1] else self.clauses[-1][2]

    def overlapping(self, start: int, end: int) -> tuple[tuple[int, int, int], ...]:
        """The clauses that share a part with this part of the text."""
        first = max(0, bisect_right(self.clauses, start, key=_begin) - 1)
        while first and self.clauses[first - 1][1] > start:
            first -= 1
        found = self.clauses[first : bisect_left(self.clauses, end, key=_begin)]
        return tuple(c for c in found if c[0] < end and start < c[1])

    def around(self, clause: int) -> set[int]:
        """A clause and those that it is inside of."""
        out = set()
        while clause >= 0:
            out.add(clause)
            clause = self.inside[clause]
        return out


@lru_cache(maxsize=REMEMBERED)
def marks(text: Folded, languages: tuple[str, ...]) -> tuple[Match, ...]:
    """The words of a text that deny, postpone, limit, contrast, affirm or fill; "B.V." is a company form."""
    found = where(text, _KNOWN, languages)
    if not any(m.key in _DOUBTS for m in found) or text.source.isupper():
        return tuple(found)
    formed = {i for m in lexicon(("forms",)).find(text) for i in range(m.first, m.last)}
    return tuple(
        m
        for m in found
        if m.key not in _DOUBTS or not formed.issuperset(range(m.first, m.last)) or text.words(m.start, m.end).islower()
    )


@lru_cache(maxsize=REMEMBERED)
def parts(text: Folded, languages: tuple[str, ...]) -> tuple[Part, ...]:
    """The segments of a text."""
    known = marks(text, languages)
    contrast = [m.start for m in known if m.key == "contrast"]
    dots = _inner_dots(text, [m for m in known if m.key in _OPENING], languages)
    out, start = [], 0
    for end, after in [(m.start(), m.end()) for m in _SEGMENT.finditer(text.flat)] + [(len(text.flat),) * 2]:
        if text.flat[start:end].strip():
            out.append(_part(text.flat, start, end, contrast, dots))
        start = after
    return tuple(out)


def part_at(text: Folded, at: int, languages: tuple[str, ...]) -> Part:
    """The segment of a position."""
    found = parts(text, languages)
    return found[bisect_right(found, at, key=_first) - 1]


@cache
def _abbreviated(languages: tuple[str, ...]) -> frozenset[str]:
    """Words that a dot follows within a sentence."""
    found = (language_group(lang, "prose", "abbreviations") or () for lang in languages)
    return frozenset(fold(str(w)).flat for texts in found for w in texts) - {"no"}


def _inner_dots(text: Folded, found: Sequence[Match], languages: tuple[str, ...]) -> set[int]:
    """The dots of abbreviated words of doubt, which end no clause: "DPF, ggf. SCC", "p. ex."."""
    short = _abbreviated(languages)
    out = {i for m in found for i in range(m.start, m.end)}
    return out | {m.end for m in found if text.tokens[m.last - 1].word in short}


def _part(flat: str, start: int, end: int, contrast: Sequence[int], dots: set[int]) -> Part:
    inside, clauses, now, since = [-1], [], 0, start
    cuts = sorted(
        [(m.start(), m.end(), m[0].strip()) for m in _CLAUSE.finditer(flat, start, end) if m.start() not in dots]
        + [(c, c, "but") for c in contrast if start < c < end]
    )
    for a, b, sign in cuts:
        if sign in (")", "]") and inside[now] < 0:
            continue
        clauses.append((since, a, now))
        since = b
        if sign in ("(", "["):
            inside.append(now)
            now = len(inside) - 1
        elif sign in (")", "]"):
            now = inside[now]
        else:
            inside.append(inside[now])
            now = len(inside) - 1
    clauses.append((since, end, now))
    return Part(start, end, tuple(clauses), tuple(inside))


def _tokens(found: Sequence[Match]) -> set[int]:
    return {i for m in found for i in range(m.first, m.last)}


def _free(found: Sequence[Match], hits: Sequence[Match]) -> list[Match]:
    """Matches that share no token with the hits."""
    taken = _tokens(hits)
    return [m for m in found if not taken.intersection(range(m.first, m.last))]


@dataclass(frozen=True, slots=True)
class _Doubt:
    kind: str
    at: int
    clause: int


def doubts(
    text: Folded,
    hits: Sequence[Match],
    languages: tuple[str, ...],
    weak: frozenset[str] = frozenset(),
    kinds: tuple[str, ...] = ("negation", "postponed", "condition"),
) -> list[int]:
    """For each hit whether it is in place, to be confirmed, or denied.

    Parameters
    ----------
    text : Folded
    hits : sequence of Match
        What the text names, in its order.
    languages : tuple of str
    kinds : tuple of str
        The kinds of doubt that count; ``STATED`` for what must be in place now.
    weak : frozenset of str
        Keys of hits whose denial does not touch others: "no adequacy decision, SCC 2021" has clauses.
    """
    level = [SURE] * len(hits)
    if not hits:
        return level
    if "former" in kinds:
        _raise(level, past(text, hits, languages), DENIED)
    known = denials(text, hits, languages)
    taken = _tokens(known)
    all_parts = parts(text, languages)
    for n, part in enumerate(all_parts):
        found = [d for d in _doubts_of(text, part, known, languages) if d.kind in kinds]
        if not found:
            continue
        if between(hits, part.start, part.end):
            _Segment(text, part, hits, known, taken).apply(found, level, weak)
        elif not _residue(text, taken, part.start, part.end) and not _on_other(known, part):
            for beside in [all_parts[n - 1]] if n else all_parts[1:2]:
                _raise(level, between(hits, beside.start, beside.end), DENIED)
    return level


def denials(text: Folded, hits: Sequence[Match], languages: tuple[str, ...]) -> list[Match]:
    """The words of a text that deny, postpone, limit, contrast, affirm or fill, and that are no part of the hits."""
    return _free(marks(text, languages), hits)


def past(text: Folded, hits: Sequence[Match], languages: tuple[str, ...]) -> list[int]:
    """The hits that a word beside them dates back or rules out: "formerly based on consent", "consent: n/a"."""
    out: list[int] = []
    starting, ending = _by(hits, "first"), _by(hits, "last")
    small = _tokens(where(text, ("filler", "affirmed"), languages))
    for m in where(text, ("former",), languages):
        last = m.last
        while last in small and not text.gaps[last].strip(":"):
            last += 1
        out += [i for at in range(m.last, last + 1) for i in starting.get(at, ()) if not text.gaps[at].strip(":")]
        gap = text.gaps[m.last] if m.last < len(text.tokens) else ")"
        if text.gaps[m.first].endswith(("(", "[")) and gap[:1] in (")", "]"):
            out += ending.get(m.first, ())
    for m in where(text, ("absent",), languages):  # "Art. 9(2)(a): n/a"
        ends = m.last == len(text.tokens) or text.gaps[m.last]
        if ends and not text.gaps[m.first].strip("():["):
            out += ending.get(m.first, ())
    return out


def _by(hits: Sequence[Match], which: str) -> dict[int, list[int]]:
    """The numbers of hits by their first or last token."""
    out: dict[int, list[int]] = {}
    for i, h in enumerate(hits):
        out.setdefault(getattr(h, which), []).append(i)
    return out


def _doubts_of(text: Folded, part: Part, known: Sequence[Match], languages: tuple[str, ...]) -> list[_Doubt]:
    yes = leading(text, languages, ("yes",))
    skipped = yes.last if yes else 0  # "Sí, ..." is a yes, "si ..." a condition
    found = [
        _Doubt(_DOUBTS[m.key], m.start, part.clause(m.start))
        for m in inside(known, part.start, part.end)
        if m.key in _DOUBTS and m.first >= skipped
    ]
    asked = text.flat.find("?", part.start, part.end)
    if asked >= 0:
        found.append(_Doubt("condition", asked, part.clause(asked)))
    return found


class _Segment:
    """A segment and what it names: which hits a doubt denies, and which it leaves open."""

    def __init__(self, text: Folded, part: Part, hits: Sequence[Match], known: Sequence[Match], taken: set[int]):
        self._text, self._part, self._hits, self._taken = text, part, hits, taken
        self._own = between(hits, part.start, part.end)
        self._known = inside(known, part.start, part.end)
        self._clause = {i: part.clause(hits[i].start) for i in self._own}
        self._first: dict[int, int] = {}  # a clause: the first hit in it
        self._beneath: dict[int, set[int]] = {}  # a clause: the hits in it and in its brackets
        for i in self._own:
            self._first.setdefault(self._clause[i], i)
            for clause in part.around(self._clause[i]):
                self._beneath.setdefault(clause, set()).add(i)
        self._spans: dict[int, list[tuple[int, int]]] = {}
        for a, b, clause in part.clauses:
            self._spans.setdefault(clause, []).append((a, b))
        contrast = {part.clause(m.start) for m in self._known if m.key == "contrast"}
        self._contrast = contrast
        self._plain = {i for i in self._own if self._clause[i] not in contrast}
        self._listed = _listed(hits, self._own, self._known)

    def apply(self, found: Sequence[_Doubt], level: list[int], weak: frozenset[str]) -> None:
        """Apply doubts to what the segment names; of one kind in one clause, the first counts."""
        spread: dict[int, set[int]] = {}  # a level: the hits that no doubt gives it, of all that are not in a contrast
        earlier: dict[tuple[int, int], int] = {}  # a clause (or all: -1) and a level: how many hits from the left
        firsts = {(d.clause, d.kind): d for d in sorted(found, key=lambda d: -d.at)}
        for d in firsts.values():
            same = self._beneath.get(d.clause)
            if not same:
                clause, to, number = self._before(d)
                earlier[clause, to] = max(number, earlier.get((clause, to), 0))
                continue
            _raise(level, same, DENIED)
            bracket = self._part.inside[d.clause] >= 0
            if bracket or d.clause in self._contrast or all(self._hits[i].key in weak for i in same):
                continue
            to = DENIED if self._listed and d.at < self._hits[min(same)].start else OPEN
            spread[to] = spread[to] & same if to in spread else same
        for to, kept in spread.items():
            _raise(level, self._plain - kept, to)
        for (clause, to), number in earlier.items():
            _raise(level, [i for i in self._own[:number] if clause < 0 or self._clause[i] == clause], to)

    def _before(self, d: _Doubt) -> tuple[int, int, int]:
        """For a doubt whose clause names nothing: the clause that it is about (-1: all), the level, how many hits."""
        before = between(self._hits, self._part.start, d.at)
        outer = self._part.inside[d.clause]
        if self._first.get(outer, before.stop) >= before.stop:
            outer = -1
        spans = self._spans.get(d.clause, [])
        beside = any(m.key == "beside" for a, b in spans for m in inside(self._known, a, b))
        words = d.kind == "negation" and any(_residue(self._text, self._taken, a, b) for a, b in spans)
        return outer, OPEN if beside or words else DENIED, len(before or self._own)


def _raise(level: list[int], which: Iterable[int], to: int) -> None:
    for i in which:
        level[i] = max(level[i], to)


def _residue(text: Folded, taken: set[int], start: int, end: int) -> bool:
    """Whether a part has words beside those that are known."""
    return not taken.issuperset(text.within(start, end))


def _on_other(known: Sequence[Match], part: Part) -> bool:
    """Whether a part is about something beside the tools, such as an assessment of the transfer."""
    return any(m.key == "beside" for m in inside(known, part.start, part.end))


def _listed(hits: Sequence[Match], own: Sequence[int], known: Sequence[Match]) -> bool:
    """Whether a word for "or" or "and" connects two of the hits, as in "no clauses, rules or frameworks"."""
    first, last = hits[own[0]].end, hits[own[-1]].start
    return any(m.key in ("alternative", "and") and first <= m.start < last for m in known)


def alternatives(text: Folded, hits: Sequence[Match], languages: tuple[str, ...]) -> list[int]:
    """For each hit whether it is one of alternatives: after "or", denied; after a slash, to be confirmed."""
    level = [SURE] * len(hits)
    found = _free(marks(text, languages), hits)
    words = {m.last: m for m in found if m.key == "alternative"}
    fill = {m.last: m.first for m in found if m.key in ("filler", "and")}
    for part in parts(text, languages):
        own, denied = between(hits, part.start, part.end), False
        for a, b in zip(own, own[1:], strict=False):
            if hits[a].key == hits[b].key:
                continue
            i = hits[b].first
            while i in fill and i not in words:
                i = fill[i]
            if i in words and words[i].first >= hits[a].last:
                denied = True
            elif text.flat[hits[a].end : hits[b].start].strip() == "/":
                _raise(level, [a, b], OPEN)
        _raise(level, own if denied else (), DENIED)
    return level


def leading(text: Folded, languages: tuple[str, ...], names: tuple[str, ...] = ("yes", "no")) -> Match | None:
    """A yes or no that begins a text and is followed by a sign: "Oui - USA", "Yes (signed)"."""
    m = lexicon(names, languages).at(text, 0) if text.tokens else None
    if m is None or m.last == len(text.tokens):
        return m
    after = text.flat[m.end : text.tokens[m.last].start]
    return m if re.search(r"[,;:()\[\]\n.!-]", after) else None
