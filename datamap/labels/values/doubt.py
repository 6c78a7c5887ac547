"""Words that deny, postpone or make conditional what a text names, and what they apply to.

A text is parted into segments (semicolons, lines) and these into clauses (commas, brackets, dashes, sentences, "but").
A doubt applies to all that its own clause names; alone in a clause it applies to what precedes it in the segment, alone
in a segment to the segment before. Whatever stays open is not sure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from datamap.labels import language_group
from datamap.labels.values.lexicon import Match, lexicon, where
from datamap.labels.values.text import REMEMBERED, Folded, fold

SURE, OPEN, DENIED = 0, 1, 2
"""In place; to be confirmed; denied, postponed or conditional."""

_SEGMENT = re.compile(r"[;\n\r|\u2022\u00b7\u25aa]+")
_CLAUSE = re.compile(r"[()\[\]]|,(?!\d)|(?<!\d),|\s-+\s|(?<!\d)(?<!\.\w)[.!]\s")
_DOUBTS = {"negation": "negation", "except": "negation", "postponed": "postponed", "condition": "condition"}
STATED = ("negation", "postponed", "condition", "former")
"""The kinds of doubt of what must be in place now: a tool, a legal basis."""
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
        return next((c for a, b, c in self.clauses if a <= at < b), self.clauses[-1][2])

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


def _free(found: Sequence[Match], hits: Sequence[Match]) -> list[Match]:
    """Matches that share no token with the hits."""
    taken = {i for h in hits for i in range(h.first, h.last)}
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
    all_parts = parts(text, languages)
    for n, part in enumerate(all_parts):
        own = [i for i, h in enumerate(hits) if part.start <= h.start < part.end]
        found = [d for d in _doubts_of(text, part, known, languages) if d.kind in kinds]
        if not found:
            continue
        if own:
            for d in found:
                _within(text, part, d, own, hits, level, known, weak)
        elif not _residue(text, known, part.start, part.end) and not _on_other(known, part):
            beside = [all_parts[n - 1]] if n else all_parts[1:2]
            for i, h in enumerate(hits):
                if any(p.start <= h.start < p.end for p in beside):
                    level[i] = DENIED
    return level


def denials(text: Folded, hits: Sequence[Match], languages: tuple[str, ...]) -> list[Match]:
    """The words of a text that deny, postpone, limit, contrast, affirm or fill, and that are no part of the hits."""
    return _free(marks(text, languages), hits)


def past(text: Folded, hits: Sequence[Match], languages: tuple[str, ...]) -> list[int]:
    """The hits that a word beside them dates back or rules out: "formerly based on consent", "consent: n/a"."""
    out = []
    small = {i for m in where(text, ("filler", "affirmed"), languages) for i in range(m.first, m.last)}
    for m in where(text, ("former",), languages):
        last = m.last
        while last in small and not text.gaps[last].strip(":"):
            last += 1
        out += [i for i, h in enumerate(hits) if m.last <= h.first <= last and not text.gaps[h.first].strip(":")]
        gap = text.gaps[m.last] if m.last < len(text.tokens) else ")"
        if text.gaps[m.first].endswith(("(", "[")) and gap[:1] in (")", "]"):
            out += [i for i, h in enumerate(hits) if h.last == m.first]
    for m in where(text, ("absent",), languages):  # "Art. 9(2)(a): n/a"
        ends = m.last == len(text.tokens) or text.gaps[m.last]
        if ends and not text.gaps[m.first].strip("():["):
            out += [i for i, h in enumerate(hits) if h.last == m.first]
    return out


def _doubts_of(text: Folded, part: Part, known: Sequence[Match], languages: tuple[str, ...]) -> list[_Doubt]:
    yes = leading(text, languages, ("yes",))
    skipped = yes.last if yes else 0  # "Sí, ..." is a yes, "si ..." a condition
    found = [
        _Doubt(_DOUBTS[m.key], m.start, part.clause(m.start))
        for m in known
        if m.key in _DOUBTS and m.first >= skipped and part.start <= m.start < part.end
    ]
    asked = text.flat.find("?", part.start, part.end)
    if asked >= 0:
        found.append(_Doubt("condition", asked, part.clause(asked)))
    return found


def _within(
    text: Folded,
    part: Part,
    doubt: _Doubt,
    own: list[int],
    hits: Sequence[Match],
    level: list[int],
    known: Sequence[Match],
    weak: frozenset[str],
) -> None:
    """Apply a doubt to what its segment names."""
    same = [i for i in own if doubt.clause in part.around(part.clause(hits[i].start))]
    bracket = part.inside[doubt.clause] >= 0
    if same:
        _raise(level, same, DENIED)
        others = [i for i in own if i not in same]
        if bracket or all(hits[i].key in weak for i in same):
            return
        contrast = {part.clause(m.start) for m in known if m.key == "contrast"}
        others = [i for i in others if not contrast & {part.clause(hits[i].start), doubt.clause}]
        _raise(level, others, DENIED if _listed(hits, own, known) and doubt.at < hits[same[0]].start else OPEN)
        return
    before = [i for i in own if hits[i].start < doubt.at]
    target = before or own
    if bracket and before:
        outer = part.inside[doubt.clause]
        target = [i for i in before if part.clause(hits[i].start) == outer] or before
    spans = [(a, b) for a, b, c in part.clauses if c == doubt.clause]
    beside = [m for m in known if m.key == "beside" and any(a <= m.start < b for a, b in spans)]
    open_ = beside or (doubt.kind == "negation" and any(_residue(text, known, a, b) for a, b in spans))
    _raise(level, target, OPEN if open_ else DENIED)


def _raise(level: list[int], which: Sequence[int], to: int) -> None:
    for i in which:
        level[i] = max(level[i], to)


def _residue(text: Folded, known: Sequence[Match], start: int, end: int) -> bool:
    """Whether a part has words beside those that are known."""
    taken = {i for m in known for i in range(m.first, m.last)}
    return any(i not in taken for i, t in enumerate(text.tokens) if start <= t.start < end)


def _on_other(known: Sequence[Match], part: Part) -> bool:
    """Whether a part is about something beside the tools, such as an assessment of the transfer."""
    return any(m.key == "beside" and part.start <= m.start < part.end for m in known)


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
        own = [i for i, h in enumerate(hits) if part.start <= h.start < part.end]
        for a, b in zip(own, own[1:], strict=False):
            if hits[a].key == hits[b].key:
                continue
            i = hits[b].first
            while i in fill and i not in words:
                i = fill[i]
            if i in words and words[i].first >= hits[a].last:
                _raise(level, own, DENIED)
            elif text.flat[hits[a].end : hits[b].start].strip() == "/":
                _raise(level, [a, b], OPEN)
    return level


def leading(text: Folded, languages: tuple[str, ...], names: tuple[str, ...] = ("yes", "no")) -> Match | None:
    """A yes or no that begins a text and is followed by a sign: "Oui - USA", "Yes (signed)"."""
    m = lexicon(names, languages).at(text, 0) if text.tokens else None
    if m is None or m.last == len(text.tokens):
        return m
    after = text.flat[m.end : text.tokens[m.last].start]
    return m if re.search(r"[,;:()\[\]\n.!-]", after) else None
