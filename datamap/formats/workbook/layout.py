"""The sheets and columns of the workbook to work in: ``labels/workbook.yaml``, with what the model knows of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

from pydantic import BaseModel

from datamap.labels import data, word
from datamap.model import Inventory, shape
from datamap.model.vocabulary import Letter, RightName, vocabulary

LISTS = ("subjects", "categories", "measures", "recipients", "purposes")
"""The lists whose entries have names, in the order in which they refer to each other."""


@dataclass(frozen=True)
class Column:
    """One column of a sheet, or one row of a form.

    Attributes
    ----------
    label : str
    fields : tuple of str
        Keys of the entry that the cell shows.
    kind : str
        How the cell is written and read: a key of the tables in ``show.py`` and ``readers.py``.
    width : int
    help : str
    model : type
        The kind of entry.
    path : tuple of str
        Of a form: the entry that holds the fact; empty: the inventory itself.
    item : str
        Of a form: the letter of the notice, or the right.
    """

    label: str
    fields: tuple[str, ...]
    kind: str
    width: int
    help: str
    model: type[BaseModel]
    path: tuple[str, ...] = ()
    item: str = ""

    @cached_property
    def key(self) -> str:
        """What distinguishes it from the other columns of its sheet."""
        parts = (*self.path, "+".join(self.fields), self.item)
        return ".".join(filter(None, parts)) + (f"#{self.kind}" if self.kind in ("conditions", "withdrawal") else "")

    @cached_property
    def field(self) -> shape.Field:
        """The first field of the model that it shows."""
        return shape.of(self.model)[self.fields[0]]


@dataclass(frozen=True)
class Sheet:
    """One sheet.

    Attributes
    ----------
    name : str
    holds : str
        The list whose entries are its rows; empty for a form.
    note : str
        How to fill it in.
    columns : tuple of Column
    kept : mapping of str to tuple of str
        Kind of entry -> the fields of it that no cell shows.
    main : int
        Number of first columns that most entries need.
    """

    name: str
    holds: str
    note: str
    columns: tuple[Column, ...]
    kept: Mapping[str, tuple[str, ...]]
    main: int = 0

    @property
    def form(self) -> bool:
        """Whether each row is one fact."""
        return not self.holds


@cache
def sheets() -> tuple[Sheet, ...]:
    """The sheets on which people write, in their order."""
    return tuple(_sheet(s) for s in data("workbook")["sheets"])


@cache
def text(key: str) -> str:
    """A text or a name of the layout outside its sheets."""
    return str(data("workbook")[key])


def _sheet(given: Mapping[str, Any]) -> Sheet:
    holds = given.get("holds", "")
    kept = {model: tuple(fields or ()) for model, fields in (given.get("kept") or {}).items()}
    if not holds:
        return Sheet(given["name"], "", given["note"], tuple(_facts(given["rows"])), kept)
    model = _model(tuple(holds.split(".")))
    columns = []
    for key, label, width, kind, help_ in given["columns"]:
        fields = tuple(key.split("+"))
        columns.append(Column(label, fields, kind or _kind(model, fields[0]), width, help_, model))
    return Sheet(given["name"], holds, given["note"], tuple(columns), kept, given["main"])


def _facts(rows: Any) -> Iterator[Column]:
    for place, label, kind, help_ in rows:
        *path, key = place.split(".")
        model = _model(tuple(path))
        column = Column(label, (key,), kind or _kind(model, key), 70, help_, model, tuple(path))
        if kind == "letters":
            for letter in vocabulary(Letter):
                article, *parts = letter.removesuffix("-copy").split("-")
                cited = article + "".join(f"({part})" for part in parts)
                name = f"{label}: {word('letter', letter)} (Art. {cited})"
                yield replace(column, label=name, kind="letter", item=letter)
        elif kind == "rights":
            for right in vocabulary(RightName):
                name = data("workbook")["rights"].get(right, right)
                yield replace(column, label=f"{label}: {name}", kind="right", item=right)
        else:
            yield column


def _model(path: tuple[str, ...]) -> type[BaseModel]:
    model: type[BaseModel] = Inventory
    for step in path:
        model = shape.of(model)[step].entry
    return model


def _kind(model: type[BaseModel], key: str) -> str:
    """How a cell of a field is read, where the layout does not state it."""
    field = shape.of(model)[key]
    return "texts" if field.many else field.kind
