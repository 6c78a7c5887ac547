"""What a person decides about a finding or a proposal: one entry of ``NAME.decisions.yaml``."""

from __future__ import annotations

import datetime as dt
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from datamap.findings.action import is_known, normal
from datamap.model.vocabulary import Date, Text, shown
from datamap.tables.proposal_list import plain_words

Kind = Literal["accept", "do", "confirm", "reject", "correct", "belongs-to", "answer"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""accept, do: on a finding; answer: on an entry of a reading list; the others: on a proposal."""

_NEEDED: dict[str, tuple[str, ...]] = {
    "accept": ("fingerprint", "facts", "reason", "review"),
    "do": ("due",),
    "confirm": ("subject", "field"),
    "reject": ("subject", "field"),
    "correct": ("subject", "field", "to"),
    "belongs-to": ("subject", "to"),
    "answer": ("words", "to"),
}
_ON_FINDINGS = ("fingerprint", "facts", "action", "note", "due")
_ON_PROPOSALS = ("subject", "field", "value", "words", "source", "to", "function")


class Decision(BaseModel):
    """One decision: who, when, why, and on what."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    decision: Kind = Field(
        default="accept",
        description="accept or do (a finding), answer (the reading list), or what becomes of a proposal",
    )
    fingerprint: Text = Field(default="", pattern="^([0-9a-f]{16})?$", description="the finding's fingerprint")
    action: Text = Field(default="", description="the action to be done, in the words of the plan; ... for its names")
    facts: Text = Field(default="", pattern="^([0-9a-f]{12})?$", description="digest of the facts on which it is based")
    subject: Text = Field(default="", description="kind and id of the entry, such as 'recipient mailchimp'")
    field: Text = Field(default="", description="field of that entry, such as sites or safeguards")
    value: Text = Field(default="", description="the value that was proposed")
    words: Text = Field(default="", description="the words on which the proposal is based")
    source: Text = Field(default="", description="section or document: all proposals that come from it")
    to: Text = Field(default="", description="the right value; of belongs-to the entry's id; of answer the answer")
    owner: Text = Field(min_length=1, description="who decided")
    function: Text = Field(default="", description="function of that person, such as DPO")
    decided: Date = Field(description="day of the decision")
    reason: Text = Field(default="", description="why")
    note: Text = Field(default="", description="how it is to be done")
    due: Date | None = Field(default=None, description="last day on which it is to be done")
    review: Date | None = Field(default=None, description="last day on which the decision applies")

    @model_validator(mode="after")
    def _complete(self) -> Decision:
        needed = _NEEDED[self.decision]
        if self.source and self.decision in ("confirm", "reject"):
            needed = ()
        if self.decision == "do" and bool(self.fingerprint) == bool(self.action):
            found = "with fingerprint and action" if self.action else "without fingerprint or action"
            raise ValueError(f"'do' {found}; expected one of them, and due")
        if self.action and not is_known(self.action):
            raise ValueError(
                f"{shown(self.action)} is not an action; expected one as 'datamap plan --format json' prints it under "
                "name, with ... in place of names"
            )
        lacking = [name for name in needed if not getattr(self, name)]
        if lacking:
            raise ValueError(f"'{self.decision}' without {', '.join(lacking)}; expected {', '.join(needed)}")
        others = {"accept": (*_ON_PROPOSALS, "action", "note", "due"), "do": _ON_PROPOSALS}.get(
            self.decision, _ON_FINDINGS
        )
        strange = [name for name in others if getattr(self, name) and name != "function"]
        if strange:
            raise ValueError(f"'{self.decision}' with {', '.join(strange)}; expected only what it decides on")
        for name in ("due", "review"):
            last = getattr(self, name)
            if last and last < self.decided:
                raise ValueError(f"'{name}' {last} is before 'decided' {self.decided}; expected a day not before it")
        return self

    @property
    def ends(self) -> dt.date | None:
        """Last day on which nothing is to be done about it: its due date or its day of review."""
        return self.due or self.review

    def is_due(self, day: dt.date) -> bool:
        """Whether a person must act on a day: what was to be done, or a decision that must be reviewed."""
        return self.ends is not None and day > self.ends

    @property
    def target(self) -> tuple[str, ...]:
        """What it decides on: two decisions on one target contradict each other, or repeat each other."""
        if self.fingerprint or self.action:
            return self.decision, self.fingerprint or normal(self.action)
        if self.source:
            return "source", plain_words(self.source), self.field
        return "proposal", self.subject, self.field, self.value, plain_words(self.words)
