"""What the finders find: facts with their words, put together into activities and recipients, and the reading list.

Nothing here is checked against the model yet: the writer turns a :class:`Draft` into an inventory. A list that is empty
means that the document states nothing; a fact whose value is ``none`` means that it states that there is none.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from datamap.reading.document import Document, Quote

JOINT = " | "
"""Between the words of entries that are one entry, and between whom they concern."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One value that a document states.

    Attributes
    ----------
    value : str
        In the words of the model: a name as written, a country code, ``6-1-b``, ``P3Y``, ``scc:2021`` ...
    quotes : tuple of Quote
        The words that it is based on, the deciding ones first.
    how : str
        ``stated`` or ``inferred``.
    why : str
        Why it was inferred, or why it must be confirmed; for a person.
    sure : bool
        False: the fact is a proposal that a person must confirm.
    extra : mapping of str to str
        Parts that belong to the value: ``module``, ``version``, ``label`` of a tool; ``starts``, ``criterion`` of a
        period; ``interest``, ``law`` of a legal basis.
    """

    value: str
    quotes: tuple[Quote, ...] = ()
    how: str = "stated"
    why: str = ""
    sure: bool = True
    extra: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class DraftRecipient:
    """A recipient; ``kind`` is ``organisation``, ``category`` (carriers, tax advisers), or empty: not stated."""

    name: Fact
    kind: str = "organisation"
    aliases: list[Fact] = field(default_factory=list)
    places: list[Fact] = field(default_factory=list)
    tools: list[Fact] = field(default_factory=list)
    role: Fact | None = None
    service: Fact | None = None
    dpa: Fact | None = None
    legal_entity: Fact | None = None
    notes: list[Fact] = field(default_factory=list)


@dataclass(slots=True)
class DraftActivity:
    """A processing activity: ``facts`` by field of the model's Purpose that has one value, the lists by name."""

    name: Fact
    facts: dict[str, Fact] = field(default_factory=dict)
    subjects: list[Fact] = field(default_factory=list)
    categories: list[Fact] = field(default_factory=list)
    bases: list[Fact] = field(default_factory=list)
    conditions: list[Fact] = field(default_factory=list)
    retention: list[Fact] = field(default_factory=list)
    measures: list[Fact] = field(default_factory=list)
    sources: list[Fact] = field(default_factory=list)
    recipients: list[DraftRecipient] = field(default_factory=list)
    places: list[Fact] = field(default_factory=list)
    """Places of transfers where no recipient is named."""
    tools: list[Fact] = field(default_factory=list)
    """Tools of transfers where no recipient is named."""
    more: dict[str, list[Fact]] = field(default_factory=dict)
    """Further lists by field: ``systems``, ``sub_purposes``, ``joint_with``, ``on_behalf_of``."""
    notes: list[Fact] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ToRead:
    """An entry of the reading list: something a person must read, because no fact was taken from it for sure.

    Attributes
    ----------
    what : str
        What it would be: a location, a transfer tool, the label of a column.
    quote : Quote
    why : str
        Why no fact was taken from it, or why it must be confirmed.
    expected : str
        What would be understood, and what the map states until then.
    group : str
        The table or section that it is in: one entry stands for all of the same kind there.
    about : str
        Whom or what the words concern: the recipient or activity in the same row, the subject of a contradiction.
    values : tuple of str
        The values that contradict each other.
    """

    what: str
    quote: Quote
    why: str
    expected: str = ""
    group: str = ""
    about: str = ""
    values: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """What an answer names beside the words, so that it answers nothing else that has the same words."""
        return ": ".join(filter(None, (self.about, " / ".join(self.values))))


@dataclass(slots=True)
class Draft:
    """Everything that was found in one or several documents."""

    documents: list[Document] = field(default_factory=list)
    controller: dict[str, Fact] = field(default_factory=dict)
    parties: dict[str, list[dict[str, Fact]]] = field(default_factory=dict)
    activities: list[DraftActivity] = field(default_factory=list)
    recipients: list[DraftRecipient] = field(default_factory=list)
    categories: list[tuple[Fact, str]] = field(default_factory=list)
    """Categories of data with the kind of special data (``unknown`` where it is not stated)."""
    measures: list[Fact] = field(default_factory=list)
    rights: list[Fact] = field(default_factory=list)
    """Rights that a notice names, by the names of the model."""
    reading: list[ToRead] = field(default_factory=list)
    is_register: bool = False
    """Whether a table of activities or recipients was found, even one without a row."""
