"""What may stand where in an inventory, worked out from the model: what the reader, the writer and the schema follow."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from datamap.model import vocabulary
from datamap.model.inventory import Inventory

Path = tuple[str | int, ...]

_KINDS = {
    vocabulary.Text: "text",
    vocabulary.Slug: "id",
    vocabulary.Place: "place",
    vocabulary.Period: "period",
    vocabulary.Citation: "citation",
    vocabulary.Day: "day",
    vocabulary.Date: "date",
    dt.date: "date",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a noun, as the file sees it.

    Attributes
    ----------
    name, key : str
        Name in Python and in the file (``from_`` and ``from``).
    kind : {'text', 'id', 'place', 'period', 'citation', 'day', 'date', 'word', 'noun'}
        What a value is; of a list, what an item is.
    many : bool
        Whether it is a list, which may also be ``unknown`` or ``none``.
    noun : type or None
        Model class of a value of kind ``noun``.
    words : tuple of str
        The vocabulary of a value of kind ``word``.
    keyed : tuple of two str, or None
        For a list that may be a mapping instead: the field its keys stand for, and the field a bare text stands for.
    required : bool
    default : object
    description : str
    """

    name: str
    key: str
    kind: str
    many: bool
    noun: type[BaseModel] | None
    words: tuple[str, ...]
    keyed: tuple[str, str] | None
    required: bool
    default: Any
    description: str

    @property
    def one(self) -> str:
        """One value of it, in words."""
        match self.kind:
            case "text":
                return "a text"
            case "id":
                return "an id"
            case "place":
                return "a country, region or organisation, worldwide, various or unknown"
            case "period":
                return "a period such as P5Y, none or unknown"
            case "citation":
                return "a citation such as GDPR Art. 7(3), several separated by '; ', or unknown"
            case "date":
                return "a date such as 2026-09-30"
            case "day":
                return "a date such as 2026-09-30, none or unknown"
            case "word":
                return listed(self.words)
        return "an entry with " + keys(self.noun)

    @property
    def expected(self) -> str:
        """What should stand there, in words, with what it means."""
        one = (
            self.one.replace("an entry with", "a list of entries with")
            if self.kind == "noun" and self.many
            else self.one
        )
        if self.many and self.kind != "noun":
            one = f"a list, each item {one}"
        return f"{one}: {self.description}" if self.description else one


def listed(words: tuple[str, ...]) -> str:
    """A vocabulary in words, ``unknown`` last and an empty word left out."""
    ordered = [w for w in words if w not in ("", "unknown")] + [w for w in words if w == "unknown"]
    return "one of: " + ", ".join(ordered)


def keys(noun: type[BaseModel]) -> str:
    """The keys of a noun in words: those it must have, then those it may have."""
    fields = of(noun).values()
    must = [f.key for f in fields if f.required]
    may = [f.key for f in fields if not f.required]
    return f"the keys {', '.join(must)} (and {', '.join(may)})" if must else f"some of the keys {', '.join(may)}"


@cache
def of(noun: type[BaseModel]) -> dict[str, Field]:
    """The fields of a noun by key, in the order they are written: its own, then the dates, then how it is known."""
    hints = get_type_hints(noun, include_extras=True)
    found = [_field(name, hints[name], info) for name, info in noun.model_fields.items()]
    last = ["formerly", "from", "until", "how", "why", "evidence", "notes"]
    found.sort(
        key=lambda f: (
            -1 if f.key == "id" else last.index(f.key) + 1 if f.key in last and noun.__name__ != "Evidence" else 0
        )
    )
    return {f.key: f for f in found}


def at(path: Path, root: type[BaseModel] = Inventory) -> tuple[type[BaseModel] | None, Field | None]:
    """The noun a path leads into (or stops in) and the field it ends at; None where it leaves the model."""
    noun: type[BaseModel] | None = root
    field: Field | None = None
    for step in path:
        if isinstance(step, int):
            continue
        if field is not None:
            noun = field.noun
        if noun is None or step not in of(noun):
            return noun, None
        field = of(noun)[step]
    return noun, field


def _field(name: str, hint: Any, info: Any) -> Field:
    many, keyed = False, None
    core = _without_none(hint)
    if get_origin(core) is Annotated and get_origin(core.__origin__) is tuple:
        many = True
        keyed = next(
            (f.keys for f in (getattr(m, "func", None) for m in core.__metadata__) if hasattr(f, "keys")), None
        )
        core = get_args(core.__origin__)[0]
    noun, words = None, ()
    kind = _KINDS.get(core, "")
    if not kind and get_origin(core) is Literal:
        kind, words = "word", get_args(core)
    elif not kind and isinstance(core, type) and issubclass(core, BaseModel):
        kind, noun = "noun", core
    if not kind:
        raise TypeError(f"the file formats do not know the type of the field '{name}': {hint}; add it to shape.py")
    default = None if info.is_required() else info.get_default(call_default_factory=True)
    return Field(
        name, info.alias or name, kind, many, noun, words, keyed, info.is_required(), default, info.description or ""
    )


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        return next(a for a in get_args(hint) if a is not type(None))
    return hint
