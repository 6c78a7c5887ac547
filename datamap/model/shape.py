"""The fields of each kind of entry, read from the model: what the readers, the writer and the schema follow."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from inspect import get_annotations
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from datamap.model import vocabulary
from datamap.model.inventory import Inventory

Path = tuple[str | int, ...]

_KINDS: dict[Any, str] = {
    vocabulary.Text: "text",
    vocabulary.Slug: "id",
    vocabulary.Place: "place",
    vocabulary.Period: "period",
    vocabulary.People: "people",
    vocabulary.Citation: "citation",
    vocabulary.Day: "day",
    vocabulary.Date: "date",
    dt.date: "date",
}

_ONE_VALUE = {
    "text": "a text",
    "id": "an id",
    "place": "a country, region or organisation, worldwide, various or unknown",
    "period": "a period such as P5Y, none or unknown",
    "people": "a number of people such as 5000, 1-100 or 1000+, or unknown",
    "citation": "a citation such as GDPR Art. 7(3), several separated by '; ', or unknown",
    "date": "a date such as 2026-09-30",
    "day": "a date such as 2026-09-30, none or unknown",
}
"""Kind of a field -> one value of it, as a message names it."""

_LAST = ("formerly", "from", "until", "how", "why", "evidence", "notes")
"""Fields that most entries have; they are written after an entry's specific fields."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an entry, as a file contains it.

    Attributes
    ----------
    name, key : str
        Name in Python and in the file (``from_`` and ``from``).
    kind : {'text', 'id', 'place', 'period', 'people', 'citation', 'day', 'date', 'word', 'entry'}
        What a value is; of a list, what an item is.
    many : bool
        Whether it is a list, which may also be ``unknown`` or ``none``.
    model : type or None
        Model class of a value of kind ``entry``, which is an entry.
    words : tuple of str
        The vocabulary of a value of kind ``word``.
    keyed : tuple of two str, or None
        For a list that may be a mapping instead: the field that its keys set, and the field that a bare text sets.
    required : bool
    default : object
    description : str
    """

    name: str
    key: str
    kind: str
    many: bool
    model: type[BaseModel] | None
    words: tuple[str, ...]
    keyed: tuple[str, str] | None
    required: bool
    default: Any
    description: str

    @property
    def entry(self) -> type[BaseModel]:
        """The model class of a value of kind ``entry``."""
        if self.model is None:
            raise TypeError(f"the field '{self.name}' does not hold entries")
        return self.model

    @property
    def one(self) -> str:
        """One value of it, in words."""
        if self.kind == "word":
            return listed(self.words)
        return _ONE_VALUE.get(self.kind) or f"an entry with {keys(self.entry)}"

    @property
    def expected(self) -> str:
        """What a file should contain here, in words, with its meaning."""
        expected = self.one
        if self.many and self.kind == "entry":
            expected = f"a list of entries with {keys(self.entry)}"
        elif self.many:
            expected = f"a list, each item {expected}"
        return f"{expected}: {self.description}" if self.description else expected


def listed(words: tuple[str, ...]) -> str:
    """A vocabulary in words: ``unknown`` last, an empty word left out."""
    ordered = [w for w in words if w not in ("", "unknown")] + [w for w in words if w == "unknown"]
    return "one of: " + ", ".join(ordered)


def keys(model: type[BaseModel]) -> str:
    """The keys of an entry in words: those it must have, then those it may have."""
    fields = of(model).values()
    must = [f.key for f in fields if f.required]
    may = [f.key for f in fields if not f.required]
    return f"the keys {', '.join(must)} (and {', '.join(may)})" if must else f"some of the keys {', '.join(may)}"


@cache
def of(model: type[BaseModel]) -> dict[str, Field]:
    """The fields of an entry by key, in the order in which they are written: its own, the dates, how it is known."""
    own = (c for c in reversed(model.__mro__) if issubclass(c, BaseModel) and c is not BaseModel)
    hints = {name: hint for c in own for name, hint in get_annotations(c, eval_str=True).items()}
    found = [_field(name, hints[name], info) for name, info in model.model_fields.items()]
    last = () if model.__name__ == "Evidence" else _LAST

    def rank(field: Field) -> int:
        if field.key == "id":
            return -1
        return last.index(field.key) + 1 if field.key in last else 0

    return {f.key: f for f in sorted(found, key=rank)}


def at(path: Path, root: type[BaseModel] = Inventory) -> tuple[type[BaseModel] | None, Field | None]:
    """The kind of entry that a path leads into, and the field where it ends; None where it leaves the model.

    Examples
    --------
    >>> entry, field = at(("recipients", 3, "safeguards", 0, "kind"))
    >>> entry.__name__, field.key, field.kind
    ('Safeguard', 'kind', 'word')
    """
    model: type[BaseModel] | None = root
    field: Field | None = None
    for step in path:
        if isinstance(step, int):
            continue
        if field is not None:
            model = field.model
        if model is None or step not in of(model):
            return model, None
        field = of(model)[step]
    return model, field


def _field(name: str, hint: Any, info: FieldInfo) -> Field:
    value_type, many, keyed = _value_type(hint)
    model, words = None, ()
    kind = _KINDS.get(value_type, "")
    if not kind and get_origin(value_type) is Literal:
        kind, words = "word", get_args(value_type)
    elif not kind and isinstance(value_type, type) and issubclass(value_type, BaseModel):
        kind, model = "entry", value_type
    if not kind:
        raise TypeError(f"the file formats do not know the type of the field '{name}': {hint}; add it to shape.py")
    default = None if info.is_required() else info.get_default(call_default_factory=True)
    key, description = info.alias or name, info.description or ""
    return Field(name, key, kind, many, model, words, keyed, info.is_required(), default, description)


def _value_type(hint: Any) -> tuple[Any, bool, tuple[str, str] | None]:
    """The type of one value of a field, whether it takes several, and by which fields a mapping may list them."""
    core = next(a for a in get_args(hint) if a is not type(None)) if get_origin(hint) in (Union, UnionType) else hint
    if get_origin(core) is not Annotated or get_origin(core.__origin__) not in (Union, UnionType):
        return core, False, None
    first = get_args(core.__origin__)[0]
    if get_origin(first) is not tuple:
        return core, False, None
    functions = [getattr(m, "func", None) for m in core.__metadata__]
    keyed = next(((f.key, f.value) for f in functions if isinstance(f, vocabulary.Keyed)), None)
    return get_args(first)[0], True, keyed
