"""What an import did with each edit: accepted, or not accepted and why, by sheet and cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from datamap.errors import Problem
from datamap.labels.cells import shorten
from datamap.model import Inventory

ACCEPTED, CREATED, REMOVED, PART, CONFLICT, REFUSED = (
    "accepted",
    "created",
    "removed",
    "accepted in part",
    "conflict",
    "not accepted",
)
TAKEN = (ACCEPTED, CREATED, REMOVED)
OPTION = "--prefer workbook"
PREFER = f"what the inventory has, typed in this cell; or, if the workbook is right, the import with {OPTION}"
PREFER_REMOVAL = f"the row again; or, if it is right that it is gone, the import with {OPTION}"
"""What solves a conflict that the workbook can win."""


class Refused(Exception):
    """A text that is not written into the inventory.

    Parameters
    ----------
    why : str
    expected : str
    """

    def __init__(self, why: str, expected: str):
        super().__init__(why)
        self.why, self.expected = why, expected


@dataclass(frozen=True)
class Edit:
    """One edit of a workbook.

    Attributes
    ----------
    place : str
        ``Activities!C7``; a sheet alone where the edit is not a cell.
    entry : str
        Name of the entry.
    field : str
        Label of the column.
    state : str
        ``accepted``, ``created``, ``removed``, ``accepted in part``, ``conflict`` or ``not accepted``.
    typed : str
        What the cell contains.
    meaning : str
        How it was understood, where that differs from what was typed.
    why : str
        Why it was not accepted, or what else it changed.
    expected : str
        What would be accepted.
    beside : bool
        Whether it is not a cell of the map: a comment, a sheet of the user.
    already : bool
        Whether the inventory had it before: the cell changed nothing.
    """

    place: str
    entry: str
    field: str
    state: str
    typed: str = ""
    meaning: str = ""
    why: str = ""
    expected: str = ""
    beside: bool = False
    already: bool = False

    @property
    def taken(self) -> bool:
        """Whether the inventory has it."""
        return self.state in TAKEN

    @property
    def preferable(self) -> bool:
        """Whether it is a conflict that ends with the workbook's value where the workbook is preferred."""
        return self.state == CONFLICT and self.expected in (PREFER, PREFER_REMOVAL)

    def problem(self, file: str) -> Problem:
        """The edit as a problem of the file."""
        found = f"'{shorten(self.typed)}': {self.why}" if self.typed else self.why
        return Problem(file, 0, self.place, found, self.expected or "an edit that can be accepted")

    def record(self) -> dict[str, Any]:
        """As plain data for JSON."""
        return {**asdict(self), "taken": self.taken}


@dataclass(frozen=True)
class Imported:
    """An inventory with the edits of a workbook.

    Attributes
    ----------
    inventory : Inventory
    edits : tuple of Edit
    """

    inventory: Inventory
    edits: tuple[Edit, ...] = ()

    @property
    def untaken(self) -> tuple[Edit, ...]:
        """The edits that the inventory does not have, or not in full."""
        return tuple(e for e in self.edits if not e.taken)


def counts(edits: Sequence[Edit]) -> dict[str, int]:
    """Number of edits by state, in the order of the states."""
    found = Counter(e.state for e in edits)
    return {s: found[s] for s in (ACCEPTED, CREATED, REMOVED, PART, CONFLICT, REFUSED) if found[s]}
