"""What people decided, in a YAML file beside the inventory: findings that are accepted, and decisions on proposals.

    # smartsupp.decisions.yaml
    decisions:
      - decision: accept
        fingerprint: 0123456789abcdef
        facts: 0123456789ab          # digest of the facts on which it is based; `datamap explain` prints both
        reason: The provider is replaced in October; clauses are being negotiated until then.
        owner: Jana Novakova, DPO
        decided: 2026-09-01
        review: 2026-12-31
      - decision: do                 # it silences nothing; `datamap plan` shows it until the finding is gone
        fingerprint: 0123456789abcdef
        owner: Petr Svoboda
        decided: 2026-09-01
        due: 2026-10-31
        note: The contract is with procurement.
      - decision: confirm
        subject: recipient mailchimp
        field: sites
        value: US
        words: Mailchimp (USA)
        owner: Jana Novakova
        function: DPO
        decided: 2026-09-01

A list of acceptances alone (``smartsupp.acceptances.yaml``) is read too:

    acceptances:
      - fingerprint: 0123456789abcdef
        facts: 0123456789ab          # digest of the facts on which it is based; `datamap explain` prints both
        reason: The provider is replaced in October; clauses are being negotiated until then.
        owner: Jana Novakova, DPO
        decided: 2026-09-01
        review: 2026-12-31

Either list may also be written without the key above it. An empty file decides nothing.

Each acceptance names one exact fingerprint; there are no wildcards. It applies from the day of the decision to the day
of review, as long as the facts are the same.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from datamap.errors import InputError, Problem
from datamap.files import reading
from datamap.findings.decision import Decision
from datamap.formats import Listed, file_beside
from datamap.formats.problems import Fault, faults, located
from datamap.formats.yaml.places import left
from datamap.formats.yaml.tree import Tree
from datamap.model import Origin
from datamap.model.vocabulary import Date, Several, Text, shown


class Acceptance(BaseModel):
    """One accepted finding."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    fingerprint: Text = Field(pattern="^[0-9a-f]{16}$", description="the finding's fingerprint, 16 characters")
    facts: Text = Field(pattern="^[0-9a-f]{12}$", description="digest of the facts on which it is based, 12 characters")
    reason: Text = Field(min_length=1, description="why the finding is accepted")
    owner: Text = Field(min_length=1, description="who decided")
    function: Text = Field(default="", description="function of that person, such as DPO")
    decided: Date = Field(description="day of the decision")
    review: Date = Field(description="last day on which it applies")

    @model_validator(mode="after")
    def _in_order(self) -> Acceptance:
        if self.review < self.decided:
            raise ValueError(f"'review' {self.review} is before 'decided' {self.decided}; expected a day not before it")
        return self

    @property
    def decided_by(self) -> str:
        """Who decided, with that person's function where it is stated."""
        return f"{self.owner}, {self.function}" if self.function else self.owner

    def counts_on(self, day: dt.date) -> bool:
        """Whether it applies on a day (both ends inclusive)."""
        return self.decided <= day <= self.review


class DecisionList(BaseModel):
    """The file."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    acceptances: Several[Acceptance] = Field(default=(), description="accepted findings")
    decisions: Several[Decision] = Field(default=(), description="decisions on findings and proposals")


class Acceptances:
    """The accepted findings of one or several files, and the other decisions.

    Attributes
    ----------
    items : tuple of (Acceptance, str, int)
        With file and line.
    decisions : tuple of (Decision, str, int)
        What else was decided; acceptances are not among them.
    """

    def __init__(
        self, items: Iterable[tuple[Acceptance, str, int]] = (), decisions: Iterable[tuple[Decision, str, int]] = ()
    ):
        self.items, self.decisions = tuple(items), tuple(decisions)

    def __len__(self) -> int:
        return len(self.items)

    def __bool__(self) -> bool:
        return bool(self.items or self.decisions)  # a file may hold decisions without any acceptance

    def __add__(self, other: Acceptances) -> Acceptances:
        return Acceptances((*self.items, *other.items), (*self.decisions, *other.decisions))

    def due(self, day: dt.date) -> list[tuple[str, str, int]]:
        """What a person must act on: acceptances and decisions past their due date or review, with file and line."""
        old = [(f"accept {a.fingerprint}", file, line) for a, file, line in self.items if day > a.review]
        old += [
            (" ".join((d.decision, *d.target[1:3])), file, line) for d, file, line in self.decisions if d.is_due(day)
        ]
        return old


def read(path: str | Path) -> Acceptances:
    """Read a file of decisions, or of acceptances alone.

    Raises
    ------
    InputError
        With every problem: file, line, field, what was found, what was expected.
    """
    return parse(reading.decode(reading.load(path), str(path)), str(path))


def parse(text: str, file: str) -> Acceptances:
    """Read the text of such a file.

    Raises
    ------
    InputError
        With every problem: file, line, field, what was found, what was expected.
    """
    listed = "decisions" if _DECISION.search(text) else "acceptances"
    tree = Tree(text, DecisionList, listed=listed)
    if tree.fatal:
        raise InputError(
            [Problem(p.file, p.line, p.field, p.found, f"the key {listed}, with a list") for p in tree.problems(file)]
        )
    origin = Origin(file, "", tree.lines)
    wrong, found = [*tree.faults, *left(tree.data)], None
    try:
        found = DecisionList.model_validate(tree.data)
    except ValidationError as e:
        wrong += [
            _pattern(error) or fault
            for error, fault in zip(e.errors(include_url=False), faults(e, DecisionList), strict=True)
        ]
    wrong += list(_repeated(found)) if found else ()
    if wrong or found is None:
        raise InputError(located(wrong, tree.data, origin))
    items = [(a, file, origin.line(("acceptances", i))) for i, a in enumerate(found.acceptances)]
    others = [(d, file, origin.line(("decisions", i))) for i, d in enumerate(found.decisions)]
    items += [(_acceptance(d), file_, line) for d, file_, line in others if d.decision == "accept"]
    return Acceptances(items, (x for x in others if x[0].decision != "accept"))


_DECISION = re.compile(r"""^[\s\[,]*(?:-\s+)?\{?\s*["']?decisions?["']?\s*:""", re.MULTILINE)


def _acceptance(d: Decision) -> Acceptance:
    names = ("fingerprint", "facts", "reason", "owner", "function", "decided", "review")
    return Acceptance.model_validate({name: getattr(d, name) for name in names})


def _repeated(found: DecisionList) -> Iterator[Fault]:
    """Findings and proposals that are decided on twice."""
    first: dict[tuple[str, ...], tuple[str, int]] = {}
    kinds: dict[tuple[str, ...], str] = {}
    for i, a in enumerate(found.acceptances):
        at = ("acceptances", i)
        if before := first.get(("accept", a.fingerprint)):
            what = f"'{a.fingerprint}' appears twice"
            yield Fault((*at, "fingerprint"), what, "each fingerprint once", (*before, "fingerprint"))
        first.setdefault(("accept", a.fingerprint), at)
    for i, d in enumerate(found.decisions):
        at, name = ("decisions", i), "fingerprint" if d.fingerprint else "action" if d.action else "decision"
        before = first.get(d.target)
        same = kinds.get(d.target, d.decision) == d.decision
        if before and (named := d.fingerprint or d.action):
            yield Fault((*at, name), f"'{named}' appears twice", f"each {name} once", (*before, name))
        elif before:
            on = d.source or f"{d.subject} {d.field} {d.value}".strip()
            what = (
                f"a second decision on “{on}”" if same else f"'{d.decision}' contradicts '{kinds[d.target]}' on “{on}”"
            )
            yield Fault((*at, name), what, "one decision for each proposal", (*before, name))
        first.setdefault(d.target, at)
        kinds.setdefault(d.target, d.decision)


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


def beside(inventories: Iterable[str | Path], listed: Listed | None = None) -> Acceptances:
    """The decisions and acceptances beside inventories."""
    listed = listed or Listed()
    files = (file_beside(inventory, listed) for inventory in inventories)
    return sum((read(file) for file in files if file), Acceptances())
