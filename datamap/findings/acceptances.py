"""Acceptances: findings that somebody has accepted, in a YAML file beside the inventory.

    # smartsupp.acceptances.yaml
    acceptances:
      - fingerprint: 0123456789abcdef
        facts: 0123456789ab          # digest of the facts it rests on; `datamap explain` prints both
        reason: The provider is replaced in October; clauses are being negotiated until then.
        owner: Jana Novakova, DPO
        decided: 2026-09-01
        review: 2026-12-31

The list may also be written without the key above it. An empty file accepts nothing.

Each names one exact fingerprint; there are no wildcards. It applies from the day of the decision to the day of
review, as long as the facts are the same.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from datamap.errors import InputError, Problem
from datamap.files import reading
from datamap.formats import ACCEPTANCES
from datamap.formats.problems import Fault, faults, located
from datamap.formats.yaml.tree import Tree
from datamap.model import Origin
from datamap.model.vocabulary import Date, Several, Text, shown


class Acceptance(BaseModel):
    """One accepted finding."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fingerprint: Text = Field(pattern="^[0-9a-f]{16}$", description="the finding's fingerprint, 16 characters")
    facts: Text = Field(pattern="^[0-9a-f]{12}$", description="digest of the facts it rests on, 12 characters")
    reason: Text = Field(min_length=1, description="why the finding is accepted")
    owner: Text = Field(min_length=1, description="who decided")
    decided: Date = Field(description="day of the decision")
    review: Date = Field(description="last day on which it applies")

    @model_validator(mode="after")
    def _in_order(self) -> Acceptance:
        if self.review < self.decided:
            raise ValueError(f"'review' {self.review} is before 'decided' {self.decided}; expected a day not before it")
        return self

    def counts_on(self, day: dt.date) -> bool:
        """Whether it applies on a day (both ends inclusive)."""
        return self.decided <= day <= self.review


class AcceptanceList(BaseModel):
    """The file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    acceptances: Several[Acceptance] = Field(default=(), description="accepted findings")


class Acceptances:
    """The accepted findings of one or several files.

    Attributes
    ----------
    items : tuple of (Acceptance, str, int)
        With file and line.
    """

    def __init__(self, items: Iterable[tuple[Acceptance, str, int]] = ()):
        self.items = tuple(items)

    def __len__(self) -> int:
        return len(self.items)

    def __add__(self, other: Acceptances) -> Acceptances:
        return Acceptances((*self.items, *other.items))


def read(path: str | Path) -> Acceptances:
    """Read a file of acceptances.

    Raises
    ------
    InputError
        With every problem: file, line, field, what was found, what was expected.
    """
    file = str(path)
    raw = reading.load(path)
    text = reading.decode(raw, file)
    tree = Tree(text, AcceptanceList, listed="acceptances")
    if tree.fatal:
        raise InputError(
            [Problem(p.file, p.line, p.field, p.found, "the key acceptances, with a list") for p in tree.problems(file)]
        )
    origin = Origin(file, hashlib.sha256(raw).hexdigest(), tree.lines)
    wrong, found = list(tree.faults), None
    try:
        found = AcceptanceList.model_validate(tree.data)
    except ValidationError as e:
        wrong += [
            _pattern(error) or fault
            for error, fault in zip(e.errors(include_url=False), faults(e, AcceptanceList), strict=True)
        ]
    first: dict[str, int] = {}
    for i, a in enumerate(found.acceptances if found else ()):
        if a.fingerprint in first:
            at = ("acceptances", first[a.fingerprint], "fingerprint")
            wrong.append(
                Fault(
                    ("acceptances", i, "fingerprint"), f"'{a.fingerprint}' appears twice", "each fingerprint once", at
                )
            )
        first.setdefault(a.fingerprint, i)
    if wrong or found is None:
        raise InputError(located(wrong, tree.data, origin))
    return Acceptances((a, file, origin.line(("acceptances", i))) for i, a in enumerate(found.acceptances))


def _pattern(error: Any) -> Fault | None:
    """Words for what only this file checks."""
    if error["type"] == "string_pattern_mismatch":
        size = 16 if error["loc"][-1] == "fingerprint" else 12
        return Fault(
            tuple(error["loc"]),
            shown(error["input"]),
            f"{size} characters of 0-9 and a-f, as 'datamap explain' prints them; no wildcards",
        )
    if error["type"] == "string_too_short":
        return Fault(tuple(error["loc"]), "there is nothing here", "a text")
    return None


def beside(inventories: Iterable[str | Path]) -> Acceptances:
    """The acceptances beside inventories: ``x.acceptances.yaml`` beside ``x.yaml``."""
    out = Acceptances()
    for path in inventories:
        path = Path(path)
        mine = path.with_name(path.stem + ACCEPTANCES)
        if path.suffix.lower() in (".yaml", ".yml") and mine.is_file():
            out += read(mine)
    return out
