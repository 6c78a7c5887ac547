"""What every entry of an inventory has: how it is known, the evidence it rests on, the days on which it holds, an id."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from datamap.model.vocabulary import Date, How, Many, Slug, Text


class Evidence(BaseModel):
    """Where a fact comes from. Short form: ``{B.1: "the words"}``."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    facts: Annotated[tuple[Text, ...], Many] = Field(
        (), description="fields of the entry this supports; empty: the entry as a whole"
    )
    document: Text = Field("", description="document, where it is not the notice the inventory was read from")
    section: Text = Field("", description="section of the document")
    words: Text = Field("", description="the words the fact rests on, exactly as they stand in the document")
    how: How = Field("stated", description="whether the document states the fact, or it was inferred or assumed")
    why: Text = Field("", description="reason for an inference or an assumption")

    @model_validator(mode="before")
    @classmethod
    def _section_words(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"section": value}
        if isinstance(value, Mapping) and len(value) == 1:
            ((section, words),) = value.items()
            # a misspelt field must not pass for a section
            if not cls._is_field(section):
                return {"section": section, "words": words}
        return value

    @classmethod
    def _is_field(cls, key: Any) -> bool:
        """Whether a key is a field, or a misspelt one, which must not pass for a section."""
        if not isinstance(key, str) or key in cls.model_fields:
            return True
        return key.isalpha() and key.islower() and bool(difflib.get_close_matches(key, cls.model_fields, 1, 0.75))


class Noun(BaseModel):
    """What every entry of an inventory has: how it is known, the evidence, notes."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    SHORT: ClassVar[str] = ""
    """The short form in words, for the field dictionary."""

    how: How = Field("stated", description="whether the entry is stated in its source, or was inferred or assumed")
    why: Text = Field("", description="reason for an inference or an assumption")
    evidence: Annotated[tuple[Evidence, ...], Many] = Field((), description="document, section and words it rests on")
    notes: Text = Field("", description="anything worth keeping; no rule reads it")

    @model_validator(mode="before")
    @classmethod
    def _read_short(cls, value: Any) -> Any:
        return cls.short(value) if isinstance(value, str) else value

    @classmethod
    def short(cls, text: str) -> Any:
        """The mapping that a short form stands for; nouns without one refuse a bare text."""
        return text

    def how_of(self, field: str) -> str:
        """How one field is known: by the first evidence that names it, else as the entry is."""
        return next((e.how for e in self.evidence if field in e.facts), self.how)

    @property
    def words(self) -> str:
        """The first words the entry as a whole rests on, or an empty text."""
        return next((e.words for e in self.evidence if e.words and not e.facts), "")


class Dated(Noun):
    """An entry that holds for a time. A day's audit takes what held that day."""

    from_: Date | None = Field(None, alias="from", description="first day on which it holds; empty: always has")
    until: Date | None = Field(None, description="last day on which it holds; empty: still does")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_ and self.until and self.from_ > self.until:
            raise ValueError(f"'until' {self.until} is before 'from' {self.from_}; expected a day not before it")
        return self

    def held_on(self, day: dt.date) -> bool:
        """Whether the entry holds on a day (both ends inclusive)."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)


class Identified(BaseModel):
    """An entry that others refer to."""

    id: Slug = Field(description="short name that other entries use; stable over time")
    formerly: Annotated[tuple[Slug, ...], Many] = Field((), description="ids it had before a rename")
