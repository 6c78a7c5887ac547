"""What the rows of a pack must and may contain: the columns of each sort of row, and what a column holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

HISTORY = ("row", "replaces", "recorded", "edition")
"""Columns of a correction: the row's name, the rows that it corrects, the day on which the pack learnt it.

``edition`` is the version of the edition that first has the row, where that day has several editions and it is not the
first of them.
"""


@dataclass(frozen=True)
class Sort:
    """One sort of row.

    Parameters
    ----------
    needed, optional : tuple of str
        Columns. Any other column is a mistake.
    codes : tuple of str
        Columns that hold a text, or a list of nothing but texts (an unquoted ``NO`` is not one).
    parts : mapping of str to str
        List columns whose items are rows, with the sort of those rows.
    one_at_a_time : str
        List column of which a value may have only one row on a day, such as the places of a status.
    """

    needed: tuple[str, ...]
    optional: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    parts: Mapping[str, str] = field(default_factory=dict)
    one_at_a_time: str = ""

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """All columns, each once."""
        return tuple(dict.fromkeys((*self.needed, *self.optional)))


@dataclass(frozen=True)
class Schema:
    """The sorts of rows of a pack, and what its columns hold, by their name.

    The sorts ``sources``, ``editions`` and ``pack.yaml`` are the same in every pack and need not be given; ``file`` are
    the columns at the top of each data file.

    Parameters
    ----------
    sorts : mapping of str to Sort
    days, lists : frozenset of str
        Columns that hold a day; columns that hold a list.
    words : mapping of str to tuple of str
        Columns that hold a word of a closed list.
    cites : tuple of str
        List columns that name sources of the ledger.
    """

    sorts: Mapping[str, Sort]
    days: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cites: tuple[str, ...] = ("source",)

    def sort(self, name: str) -> Sort:
        """One sort of row."""
        return self.sorts.get(name) or _SORTS[name]

    def holds_day(self, column: str) -> bool:
        """Whether a column holds a day."""
        return column in self.days or column in _DAYS

    def holds_list(self, column: str) -> bool:
        """Whether a column holds a list."""
        return column in self.lists or column in self.cites or column == "replaces"

    @property
    def corrected(self) -> tuple[str, ...]:
        """The sorts whose rows a later edition can correct."""
        return tuple(name for name, sort in self.sorts.items() if "replaces" in sort.columns)


_SORTS = {
    "sources": Sort(("title", "url"), ("read",)),
    "editions": Sort(("version", "horizon", "horizon_note", "recorded"), ("content",)),
    "pack.yaml": Sort(("defaults", "editions"), ("watch",)),
}
_DAYS = frozenset(("from", "until", "verified_on", "recorded", "horizon"))
