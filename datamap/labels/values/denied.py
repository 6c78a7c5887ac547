"""Whether words of a sentence deny or date back what it names: "we no longer rely on consent".

In a cell, every doubt of a clause touches all that it names. In a sentence, what is denied is what follows the
denial in its clause; "not without" denies nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from datamap.labels.values import doubt
from datamap.labels.values.lexicon import LANGUAGES, Match, inside, where
from datamap.labels.values.text import Folded, Span, fold

_DENIALS = ("negation", "except")


def are_denied(text: str, spans: Sequence[Span], languages: tuple[str, ...] = LANGUAGES) -> list[bool]:
    """For each part of a text whether words of its own clause deny it, or state that it was so once.

    Examples
    --------
    >>> are_denied("We no longer rely on consent; we rely on the contract.", [(21, 28), (45, 53)])
    [True, False]
    >>> are_denied("We do not send it without consent.", [(26, 33)])
    [False]
    """
    folded = fold(text)
    hits = [_match(folded, span) for span in spans]
    known = [h for h in hits if h is not None]
    past = set(doubt.past(folded, known, languages))
    found = doubt.denials(folded, known, languages)
    marks = [m for m in found if m.key in _DENIALS]
    affirming = {m.start for m in where(folded, ("unless",), languages)}
    denied = {h for n, h in enumerate(known) if n in past or _denied(folded, h, known, marks, affirming, languages)}
    return [h in denied for h in hits]


def may_be_past(text: str, spans: Sequence[Span], languages: tuple[str, ...] = LANGUAGES) -> list[bool]:
    """For each part of a text whether a word such as "formerly" is in front of it in its clause.

    Examples
    --------
    >>> may_be_past("Formerly, we processed it under the contract.", [(36, 44)])
    [True]
    """
    folded = fold(text)
    former = where(folded, ("former",), languages)
    out = []
    for hit in (_match(folded, span) for span in spans):
        part = doubt.part_at(folded, hit.start, languages) if hit else None
        before = inside(former, part.start, hit.start) if hit and part else []
        out.append(any(_same(folded.flat, part, m.start, hit.start) for m in before if hit and part))
    return out


def _same(flat: str, part: doubt.Part, at: int, hit: int) -> bool:
    """Whether a word is in the clause of a hit, or is the clause in front of it: "formerly, we ..."."""
    if part.clause(at) in part.around(part.clause(hit)):
        return True
    return not flat[part.start : at].strip() and "," not in flat[flat.find(",", at) + 1 : hit]


def _match(text: Folded, span: Span) -> Match | None:
    own = text.tokens_of(*span)
    return Match("", own[0], own.stop, text.tokens[own[0]].start, text.tokens[own[-1]].end) if own else None


def _denied(
    text: Folded,
    hit: Match,
    hits: Sequence[Match],
    marks: Sequence[Match],
    affirming: set[int],
    languages: tuple[str, ...],
) -> bool:
    part = doubt.part_at(text, hit.start, languages)
    around = part.around(part.clause(hit.start))
    own = [m for m in inside(marks, part.start, part.end) if part.clause(m.start) in around]
    double = [m for m in own if m.start in affirming]
    if not own or (double and len(double) < len(own)):
        return False
    if any(m.last <= hit.first for m in own):
        return True
    behind = any(
        m.last <= h.first and part.clause(m.start) in part.around(part.clause(h.start))
        for h in inside(hits, part.start, part.end)
        for m in own
    )
    return not behind and any(m.key == "negation" for m in own)  # "consent is not the legal basis"


def is_planned(text: str, languages: tuple[str, ...] = LANGUAGES) -> bool:
    """Whether words at an end of an item, or in its bracket, state that it is planned or was so once.

    Examples
    --------
    >>> [is_planned(t) for t in ("encryption (planned)", "backups to be introduced", "formerly paper files")]
    [True, True, True]
    >>> is_planned("passwords must be changed"), is_planned("encryption")
    (False, False)
    """
    folded = fold(text)
    known = [m for m in doubt.marks(folded, languages) if m.key == "postponed"]
    known += where(folded, ("former",), languages)
    later = {m.first for m in where(folded, ("later",), languages)}  # "to be introduced"
    last = len(folded.tokens)
    brackets = [part.clauses for part in doubt.parts(folded, languages)]
    inner = [(a, b) for clauses in brackets for a, b, c in clauses if c and folded.flat[a - 1 : a] in ("(", "[")]
    return any(
        m.first == 0
        or m.last == last
        or (m.last == last - 1 and m.first in later)
        or any(a <= m.start and m.end <= b for a, b in inner)
        for m in known
    )
