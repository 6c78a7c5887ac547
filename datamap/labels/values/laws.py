"""Laws that words beside a period name: "§ 147 AO", "according to the Accounting Act", not "for accounting records"."""

from __future__ import annotations

from collections.abc import Sequence

from datamap.labels.values.lexicon import Match
from datamap.labels.values.text import Folded


def named(marks: Sequence[Match], first: int, end: int) -> Match | None:
    """The law that words name; a field of law only where nothing else is beside it."""
    of = {key: [m for m in marks if m.key == key and first <= m.first < end] for key in ("laws", "law_fields")}
    if of["laws"] or not of["law_fields"]:
        return next(iter(of["laws"]), None)
    known = {i for m in marks if m.key in ("law_fields", "leading") for i in range(m.first, m.last)}
    return of["law_fields"][0] if known.issuperset(range(first, end)) else None


def leading_to(marks: Sequence[Match]) -> list[Match]:
    """Words such as "according to" before a law, which make no condition of it."""
    laws = {m.first for m in marks if m.key == "laws"}
    return [m for m in marks if m.key == "leading" and laws & {m.last, m.last + 1}]


def first_word(text: Folded, marks: Sequence[Match], first: int, law: int) -> int:
    """The first word of the name of a law: behind the words that only lead to it."""
    leading = {i for m in marks if m.key == "leading" for i in range(m.first, m.last)}
    while first < law and first in leading:
        first += 1
    return first


def with_sign(text: Folded, i: int) -> int:
    """The place of a token with a section sign before it."""
    sign = text.flat.rfind("\u00a7", text.tokens[i - 1].end if i else 0, text.tokens[i].start)
    return sign if sign >= 0 else text.tokens[i].start
