"""Plain data with values in words -> the same data with exact values, where exact reading failed.

Every value that was understood is listed with what it was, so that a person can check it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel

from datamap.formats import words
from datamap.formats.problems import Fault
from datamap.labels import values
from datamap.model import Inventory, shape
from datamap.model.entry import Entry
from datamap.model.inventory import Understood
from datamap.model.purpose import LegalBasis
from datamap.model.shape import Field, Path
from datamap.model.vocabulary import PERIOD, shown

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_READ = ("word", "period", "place", "date", "day")


class Exact(NamedTuple):
    """Data with exact values, what was understood for it, and what is not clear."""

    data: dict[str, Any]
    understood: list[Understood]
    faults: list[Fault]


def read_words(data: Mapping[str, Any], country: Callable[[str], str | None]) -> Exact:
    """The data of an inventory with every value that is understood in its exact form; the rest as it was.

    Parameters
    ----------
    data : mapping
        Plain nested data, in the shape of an inventory; it is not changed.
    country : callable
        Reads country spellings.

    Examples
    --------
    >>> given = {"recipients": [{"id": "x", "safeguards": ["SCCs, module 2", "dpf"]}]}
    >>> read_words(given, str).data["recipients"][0]["safeguards"]
    [{'kind': 'scc', 'module': '2'}, 'dpf']
    """
    walk = _Walk(country)
    return Exact(walk.entry(data, (), Inventory), walk.understood, walk.faults)


class _Walk:
    """Goes through the data along the model."""

    def __init__(self, country: Callable[[str], str | None]):
        self.country = country
        self.understood: list[Understood] = []
        self.faults: list[Fault] = []

    def entry(self, given: Mapping[str, Any], path: Path, model: type[BaseModel]) -> dict[str, Any]:
        """An entry with its fields in exact form."""
        fields = shape.of(model)
        out: dict[str, Any] = dict(given)
        added: dict[str, tuple[Any, Path, str]] = {}
        for key, value in given.items():
            field = fields.get(key)
            if field is None or (field.kind not in _READ and field.kind != "entry"):
                continue
            if field.many:
                out[key] = self._many(value, (*path, key), field)
            elif field.kind == "entry" and isinstance(value, Mapping):
                out[key] = self.entry(value, (*path, key), field.entry)
            elif isinstance(value, str) and field.kind != "entry" and not self._is_exact(value, field):
                found = self._read(value, (*path, key), field)
                out[key] = found.pop(key, value)
                added |= {k: (v, (*path, key), value) for k, v in found.items()}
        for key, (extra, at, text) in added.items():
            if out.get(key, "unknown") in ("unknown", ""):
                out[key] = extra
            elif out[key] != extra:
                differs = f"{shown(text)} names the {key} {shown(extra)}, and the field beside it {shown(out[key])}"
                self.faults.append(Fault(at, differs, f"one {key}"))
        return out

    def _many(self, given: Any, path: Path, field: Field) -> Any:
        """A list with its items in exact form; one item in words may be several."""
        items = given if isinstance(given, list) else [given] if isinstance(given, (str, Mapping)) else None
        if items is None or given in ("unknown", "none"):
            return given
        out: list[Any] = []
        for i, item in enumerate(items):
            at = (*path, i)
            if isinstance(item, Mapping) and field.kind == "entry":
                out.append(self.entry(item, at, field.entry))
            elif not isinstance(item, str) or not self._has_words(item, field):
                out.append(item)
            elif len(items) == 1 and (word := _word_for_list(item)):
                self.understood.append(Understood(at, item, word))
                return word
            else:
                out += self._item(item, at, field, alone=len(items) == 1)
        return out if isinstance(given, list) or out != items else given

    def _item(self, text: str, path: Path, field: Field, alone: bool) -> list[Any]:
        """The entries that one item in words means; the item itself where it is not clear."""
        meaning, key = self._meaning(text, field)
        if len(meaning.entries) > 1 and not alone:
            self._unclear(path, text, words.Meaning(choices=_choices(meaning, key), why="it names several"), field)
            return [text]
        if not meaning.entries:
            self._unclear(path, text, meaning, field)
            return [text]
        self.understood.append(Understood(path, text, "; ".join(map(_shown, meaning.entries))))
        return [e[key] if field.kind != "entry" else e for e in meaning.entries]

    def _meaning(self, text: str, field: Field) -> tuple[words.Meaning, str]:
        """What a short form in words means, and the field of the entry that it is about."""
        if field.kind != "entry":
            return words.meaning(text, field), field.key
        model = field.entry
        key = _short_key(model)
        main = shape.of(model)[key]
        parts = model.short(text) if issubclass(model, Entry) else {}
        if isinstance(parts, Mapping) and len(parts) > 1:  # SCCs:2021@2022-05-01
            inner = _Walk(self.country)
            entry = inner.entry(parts, (), model)
            if not inner.faults and all(inner._is_exact(v, shape.of(model)[k]) for k, v in entry.items()):
                return words.Meaning((entry,)), key
        meaning = words.meaning(text, main)
        if not meaning.entries and model is LegalBasis:
            meaning = _with_conditions(text) or meaning
        return meaning, key

    def _read(self, text: str, path: Path, field: Field) -> dict[str, Any]:
        """The fields that one value in words sets; empty where it is not understood."""
        meaning = words.meaning(text, field)
        if len(meaning.entries) > 1:
            several = ("several",) if "several" in field.words else ()
            choices = (*_choices(meaning, field.key), *several)
            meaning = words.Meaning(choices=choices, why="it names several values")
        if not meaning.entries:
            self._unclear(path, text, meaning, field)
            return {}
        entry = dict(meaning.entries[0])
        self.understood.append(Understood(path, text, _shown(entry)))
        return entry

    def _unclear(self, path: Path, text: str, meaning: words.Meaning, field: Field) -> None:
        """A problem with the choices, where the text has a meaning that is not clear, or denies or postpones one."""
        short = len(text) <= words.LONGEST
        if meaning.choices or meaning.why or (short and (values.is_denial(text) or values.is_postponed(text))):
            why = meaning.why or "not all of its words are understood, or they deny or postpone it"
            main = shape.of(field.entry)[_short_key(field.entry)] if field.kind == "entry" else field
            meant = f"; it may mean {', '.join(meaning.choices)}" if meaning.choices else ""
            self.faults.append(Fault(path, f"{shown(text)} is not clear: {why}", main.one + meant))

    def _has_words(self, text: str, field: Field) -> bool:
        """Whether an item of a list is a text that exact reading refuses."""
        if field.kind != "entry":
            return field.kind in _READ and not self._is_exact(text, field)
        model = field.entry
        parts = model.short(text) if issubclass(model, Entry) else text
        if not isinstance(parts, Mapping) or not _short_key(model):
            return False
        fields = shape.of(model)
        return any(fields[k].kind in _READ and not self._is_exact(v, fields[k]) for k, v in parts.items())

    def _is_exact(self, text: Any, field: Field) -> bool:
        """Whether exact reading takes a value."""
        if not isinstance(text, str):
            return True
        match field.kind:
            case "word":
                return text in field.words
            case "period":
                return text in ("unknown", "none") or bool(PERIOD.fullmatch(text))
            case "place":
                return self.country(text) is not None
            case "date" | "day":
                return _is_day(text) or field.kind == "day" and text in ("unknown", "none")
        return True


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text)) and bool(dt.date.fromisoformat(text))
    except ValueError:
        return False


def _short_key(model: type[BaseModel]) -> str:
    """The field that a bare text sets, where it holds a value that can be written in words; else empty."""
    if not issubclass(model, Entry):
        return ""
    key = model.SHORT_FIELD or next(iter(parts if isinstance(parts := model.short("x"), Mapping) else ()), "")
    return key if key and shape.of(model)[key].kind in _READ else ""


def _word_for_list(text: str) -> str:
    """``unknown`` or ``none`` for a text that states so of the whole list; else empty."""
    return "unknown" if words.is_unknown(text) else "none" if words.is_none(text) else ""


def _with_conditions(text: str) -> words.Meaning | None:
    """A basis with conditions of Art. 9: ``Art. 6(1)(b), Art. 9(2)(h)``."""
    bases, conditions = values.read_bases(text), values.read_conditions(text)
    every = (*bases.values, *conditions.values)
    if len(bases.values) != 1 or not conditions.values or values.left(text, bases, conditions):
        return None
    if not all(v.sure for v in every):
        return None
    return words.Meaning(({"basis": bases.values[0].value, "conditions": [v.value for v in conditions.values]},))


def _choices(meaning: words.Meaning, key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(e[key]) for e in meaning.entries))


def _shown(entry: Mapping[str, Any]) -> str:
    """An entry as the interpretation of a text: the value, then the further fields that the text sets."""
    (_, first), *more = entry.items()
    listed = [f"{k} {', '.join(v) if isinstance(v, list) else v}" for k, v in more]
    return ", ".join([str(first), *listed])
