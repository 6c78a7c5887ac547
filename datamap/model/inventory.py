"""One organisation's map as a whole, and the file that it was read from.

The terms are those of the GDPR and of the W3C Data Privacy Vocabulary. Three values that are easily confused are kept
apart everywhere:

* ``unknown``: not recorded. The default of every fact.
* ``none``: recorded, and there is none (``safeguards: none``).
* a value.

A field that holds several things is a tuple, or :data:`~datamap.model.vocabulary.UNKNOWN`, which iterates as if it were
empty but does not equal ``()``. People write the YAML, so most entries have a short form (``scc:2021@2022-05-01`` for a
safeguard, ``6-1-b`` for a legal basis); the short forms are parsed in this folder and nowhere else. Whoever opens the
file reads the spellings of countries: pass a reader as ``context={"country": reader}``; without one, only codes are
understood.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, NamedTuple, Self

from pydantic import ConfigDict, Field, PrivateAttr

from datamap import display
from datamap.errors import CallError
from datamap.labels.counting import count
from datamap.model.assessment import Assessment
from datamap.model.naming import Offering
from datamap.model.notice import Notice
from datamap.model.party import Controller, Meta
from datamap.model.purpose import Purpose
from datamap.model.recipient import Recipient
from datamap.model.signed import Found, SignedDocument
from datamap.model.subject import Category, DataSubject, Measure, Right
from datamap.model.vocabulary import UNKNOWN, Several, keyed


class Understood(NamedTuple):
    """A value that a file has in words, and how it was read: ``contract`` as ``6-1-b``."""

    path: tuple[str | int, ...]
    text: str
    meaning: str


@dataclass(frozen=True)
class Included:
    """A file whose recipients an inventory includes.

    Attributes
    ----------
    origin : Origin
        The file and its lines.
    first, count : int
        Position of its first entry among the inventory's recipients, and the number of its entries.
    """

    origin: "Origin"
    first: int
    count: int

    def path(self, path: tuple[str | int, ...]) -> tuple[str | int, ...]:
        """A path of the inventory as a path in the file; empty where it is not in it."""
        if len(path) < 2 or path[0] != "recipients" or not isinstance(path[1], int):
            return ()
        n = path[1] - self.first
        return ("recipients", n, *path[2:]) if 0 <= n < self.count else ()


@dataclass(frozen=True)
class Origin:
    """The file an inventory was read from.

    Attributes
    ----------
    file : str
        Path as the user gave it.
    sha256 : str
        Of the file's bytes, in hex.
    lines : mapping
        1-based line by path, such as ``("recipients", 3, "safeguards", 0)``.
    save : callable, optional
        Writes an inventory back into its file, or into another one; who read the file gives it.
    understood : tuple of Understood
        The values that the file has in words, with how each was read.
    included : tuple of Included
        The files that it includes.
    found : mapping
        Id of a signed document -> what was at its path when the file was read; empty where nothing looked.
    """

    file: str
    sha256: str
    lines: Mapping[tuple[str | int, ...], int]
    save: Callable[["Inventory", str | Path | None], Path] | None = field(default=None, compare=False, repr=False)
    understood: tuple[Understood, ...] = field(default=(), compare=False, repr=False)
    included: tuple[Included, ...] = field(default=(), repr=False)
    found: Mapping[str, Found] = field(default_factory=dict, compare=False, repr=False)

    @property
    def digest(self) -> str:
        """SHA-256 of all that was read: the file's own, or one over it and the files that it includes."""
        if not self.included:
            return self.sha256
        every = [self.sha256, *(part.origin.sha256 for part in self.included)]
        return hashlib.sha256("".join(every).encode()).hexdigest()

    def place(self, path: tuple[str | int, ...]) -> tuple[str, int]:
        """File and line of a path; for an entry that is included those of its own file."""
        for part in self.included:
            if inner := part.path(path):
                return part.origin.place(inner)
        return self.file, self.line(path)

    def line(self, path: tuple[str | int, ...]) -> int:
        """Line of a path, or of the nearest enclosing entry that has one; 0 where there is none.

        For an entry that is included, it is the line of ``include``.
        """
        if any(part.path(path) for part in self.included):
            path = ("include",)
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)


class Inventory(Offering):
    """One organisation's map: what people write in ``inventory/*.yaml``."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, arbitrary_types_allowed=True, defer_build=True
    )

    meta: Meta = Field(description="about the inventory")
    controller: Controller = Field(description="the organisation")
    notice: Notice = Field(default_factory=Notice, description="the document it was read from")
    subjects: Annotated[Several[DataSubject], keyed("id", "name")] = Field(
        default=UNKNOWN, description="categories of people"
    )
    categories: Annotated[Several[Category], keyed("id", "name")] = Field(
        default=UNKNOWN, description="categories of personal data"
    )
    purposes: Annotated[Several[Purpose], keyed("id", "name")] = Field(
        default=UNKNOWN, description="processing activities"
    )
    recipients: Annotated[Several[Recipient], keyed("id", "name")] = Field(default=UNKNOWN, description="recipients")
    measures: Annotated[Several[Measure], keyed("id", "name")] = Field(default=UNKNOWN, description="security measures")
    rights: Several[Right] = Field(default=UNKNOWN, description="rights and how to exercise them")

    assessments: Annotated[Several[Assessment], keyed("id", "name")] = Field(
        default=UNKNOWN,
        description="assessments: of transfers, whether an impact assessment is required, balancing tests",
    )
    documents: Annotated[Several[SignedDocument], keyed("id", "path")] = Field(
        default=UNKNOWN, description="signed documents: contracts, clauses, assessments"
    )

    _origin: Origin | None = PrivateAttr(None)

    @property
    def origin(self) -> Origin | None:
        """The file it was read from, or None. It is not part of the content: equality ignores it."""
        return self._origin

    def with_origin(self, origin: Origin | None) -> Self:
        """The same inventory, with another origin."""
        copy = self.model_copy()
        copy._origin = origin
        return copy

    @property
    def as_found(self) -> Self:
        """The same inventory, in which each signed document has what was at its path when the file was read."""
        found = self._origin.found if self._origin else {}
        if not found:
            return self
        documents = tuple(d.model_copy(update={"found": found.get(d.id, d.found)}) for d in self.documents)
        copy = self.model_copy(update={"documents": documents})
        copy._origin = self._origin
        return copy

    def save(self, path: str | Path | None = None) -> Path:
        """Write the inventory back into its YAML file, or into another one; comments stay where entries do.

        Parameters
        ----------
        path : str or Path, optional
            The file to write; by default the one that it was read from.

        Raises
        ------
        CallError
            It was not read from a YAML file, or the file has changed since.
        """
        if self._origin is None or self._origin.save is None:
            raise CallError("save: the inventory was not read from a YAML file. Expected one that dm.read(path) gave")
        return self._origin.save(self, path)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Inventory) and all(
            getattr(self, name) == getattr(other, name) for name in type(self).model_fields
        )

    __hash__ = None  # type: ignore[assignment]  # what is compared by content and may be large has no hash

    def __repr__(self) -> str:
        counts = ", ".join(count(len(getattr(self, k)), k) for k in ("categories", "purposes", "recipients"))
        return f"<Inventory {self.meta.id}: {counts}>"

    __str__ = __repr__

    def _repr_html_(self) -> str:
        rows: list[list[object]] = []
        for name in ("subjects", "categories", "purposes", "recipients", "measures"):
            entries = getattr(self, name)
            names = [e.name for e in entries]
            number = "not recorded" if entries is UNKNOWN else len(names)
            rows.append([name, number, ", ".join(names[:4]) + (" ..." if len(names) > 4 else "")])
        title = self.meta.title or self.controller.name
        return display.table(f"{title}, of {self.meta.date}", ["", "entries", "such as"], rows)
