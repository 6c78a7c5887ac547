"""Columns in pairs: "Country 1 | Tool 1 | Country 2 | Tool 2", or the same labels again for each recipient."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from datamap.drafting.tables import words
from datamap.drafting.tables.grid import Said
from datamap.drafting.tables.words import number_of
from datamap.reading.document import Text

NAMES = frozenset({"recipients", "abroad", "who"})
"""Keys of the names of recipients."""
IN_TURN = NAMES | {"countries", "safeguards", "contracts", "transfer", "places", "tools", "dpa", "role"}
"""Keys of which each recipient has its own."""


def base_of(label: str) -> str:
    """A label for comparison, without the number at its end."""
    return words.label(number_of(label)[0])


def numbers(titles: Mapping[int, Text], keys: Mapping[int, str]) -> dict[int, int]:
    """The number of the recipient that a column is about; columns without one are about all, or about the activity.

    Only where at least two kinds of column are numbered, or come again: with one kind, no column belongs to another.
    A label that is there once counts with its number where labels of another kind have that number.
    """
    mine = sorted(c for c, key in keys.items() if key in IN_TURN and c in titles)
    found = {c: number_of(titles[c].words)[1] for c in mine}
    base = {c: base_of(titles[c].words) for c in mine}
    often = Counter(base.values())
    several = {n for c, n in found.items() if often[base[c]] > 1}  # "Country 1 | Country 2 | Tool 2"
    seen: Counter[str] = Counter()
    for c in mine:
        seen[base[c]] += 1
        if often[base[c]] < 2:
            found[c] = found[c] if found[c] in several else 0
        elif not found[c]:
            found[c] = seen[base[c]]
    kinds = {keys[c] for c, n in found.items() if n}
    return {c: n for c, n in found.items() if n} if len(kinds) > 1 else {}


def apart(texts: Mapping[int, Said], of: Mapping[int, int]) -> list[dict[int, Said]]:
    """The texts of a row, once for each number that has one; those without a number in each."""
    stated = sorted({of[c] for c in texts if c in of})
    if len(stated) < 2:
        return [dict(texts)]
    return [{c: said for c, said in texts.items() if of.get(c, n) == n} for n in stated]


def named(
    parts: list[dict[int, Said]], of: Mapping[int, int], keys: Mapping[int, str]
) -> tuple[list[dict[int, Said]], list[Said]]:
    """The parts of a row that name their recipient, and the texts of the others; all where names have no number."""
    names = {c for c in of if keys[c] in NAMES}
    kept = [part for part in parts if names & part.keys()]
    if len(parts) < 2 or not kept:
        return parts, []
    return kept, [said for part in parts if part not in kept for c, said in part.items() if c in of]
