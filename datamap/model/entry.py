"""What the entries of an inventory have in common: how it is known, evidence, the days on which it applies, an id."""

import datetime as dt
import difflib
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from pydantic import ConfigDict, Field, model_validator

from datamap.model.naming import Offering
from datamap.model.vocabulary import Date, How, Several, Slug, Text


class Evidence(Offering):
    """Where a fact comes from. Short form: ``{B.1: "the words"}``."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)

    facts: Several[Text] = Field(
        default=(), description="fields of the entry that this supports; empty: the entry as a whole"
    )
    document: Text = Field(default="", description="document, where it is not the notice the inventory was read from")
    section: Text = Field(default="", description="section of the document")
    words: Text = Field(default="", description="the words that support the fact, exactly as in the document")
    how: How = Field(
        default="stated",
        description="whether the document states the fact, it was inferred or assumed, or it is proposed and not yet "
        "confirmed",
    )
    why: Text = Field(default="", description="reason for an inference, an assumption or a proposal")
    confirmed_by: Text = Field(default="", description="person who confirmed the fact")
    confirmed_as: Text = Field(default="", description="function of that person, such as DPO")
    confirmed_on: Date | None = Field(default=None, description="day on which it was confirmed")

    @model_validator(mode="before")
    @classmethod
    def _section_words(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"section": value}
        if isinstance(value, Mapping) and len(value) == 1:
            ((section, words),) = value.items()
            if not cls.is_like_field(section):
                return {"section": section, "words": words}
        return value

    @classmethod
    def is_like_field(cls, key: Any) -> bool:
        """Whether a key is a field or a misspelt one, which must not be taken for a section."""
        if not isinstance(key, str) or key in cls.model_fields:
            return True
        return key.isalpha() and key.islower() and bool(difflib.get_close_matches(key, cls.model_fields, 1, 0.75))


class Entry(Offering):
    """What every entry of an inventory has: how it is known, the evidence, notes."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)
    SHORT_FIELD: ClassVar[str] = ""
    """The field that a bare text sets; empty: the entry has no such short form."""

    how: How = Field(
        default="stated",
        description="whether the source states the entry, it was inferred or assumed, or it is proposed and not yet "
        "confirmed",
    )
    why: Text = Field(default="", description="reason for an inference, an assumption or a proposal")
    evidence: Several[Evidence] = Field(default=(), description="document, section and words that support it")
    notes: Text = Field(default="", description="anything worth keeping; no rule reads it")

    @model_validator(mode="before")
    @classmethod
    def _read_short(cls, value: Any) -> Any:
        return cls.short(value) if isinstance(value, str) else value

    @classmethod
    def short(cls, text: str) -> Any:
        """The mapping that a short form means; an entry without a short form refuses a bare text."""
        return {cls.SHORT_FIELD: text} if cls.SHORT_FIELD else text

    def how_of(self, field: str) -> str:
        """How one field is known: as the first evidence that names it records, else as the entry.

        In an entry that is proposed every field is proposed.
        """
        if self.how == "proposed":
            return self.how
        return next((e.how for e in self.evidence if field in e.facts), self.how)

    @property
    def words(self) -> str:
        """The first words that support the entry as a whole, or an empty text."""
        return next((e.words for e in self.evidence if e.words and not e.facts), "")


class Dated(Entry):
    """An entry that applies for a time. An audit takes what applies on its day."""

    from_: Date | None = Field(
        default=None, alias="from", description="first day on which it applies; empty: since the beginning"
    )
    until: Date | None = Field(default=None, description="last day on which it applies; empty: it still does")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_ and self.until and self.from_ > self.until:
            raise ValueError(f"'until' {self.until} is before 'from' {self.from_}; expected a day not before it")
        return self

    def held_on(self, day: dt.date) -> bool:
        """Whether the entry applies on a day (both ends inclusive)."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)


class Identified(Offering):
    """An entry that others refer to."""

    id: Slug = Field(description="short name that other entries use; stable over time")
    formerly: Several[Slug] = Field(default=(), description="ids it had before a rename")
