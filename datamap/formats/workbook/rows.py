"""An inventory as the rows of the workbook: what each entry's cells contain, and the key that identifies its row."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from openpyxl.utils import get_column_letter
from pydantic import BaseModel

from datamap import law
from datamap.documents import cells as safe
from datamap.formats.workbook.layout import Sheet, sheets
from datamap.formats.workbook.show import Names, show
from datamap.law.status import is_inside
from datamap.model import Inventory, shape
from datamap.model.party import law_of
from datamap.model.vocabulary import UNKNOWN

Ref = tuple[str | int, ...]
"""What a row is about: ``("purposes", id)``, ``("safeguards", id of the recipient, number)``, or the path of a form."""

NO_TOOL = -1
"""The number in place of a safeguard in a row of a recipient that has none."""
SHORT = 30_000
"""Characters that a cell shows of a longer text; it is kept whole."""
CUT = " [... longer than a cell: the whole text is kept]"
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\ufeff\ufffe\uffff]")
_BLANKS = re.compile(r"\s*[\n\r]\s*|\s+")


@dataclass
class Row:
    """One row of a sheet: the key in its last column, what it is about, and its cells by the key of their column."""

    sheet: str
    key: str
    ref: Ref
    cells: dict[str, str]


def plain(inventory: Inventory) -> dict[str, Any]:
    """An inventory as nested data that can be changed."""
    data: dict[str, Any] = _lists(inventory.model_dump(by_alias=True, warnings=False))
    return data


def _lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _lists(v) for k, v in value.items()}
    return [_lists(v) for v in value] if isinstance(value, (tuple, list)) else value


def blank(model: type[BaseModel]) -> dict[str, Any]:
    """An entry in which no fact is recorded."""
    return {f.key: [] if f.default == () else f.default for f in shape.of(model).values()}


def rows(data: Mapping[str, Any]) -> dict[str, list[Row]]:
    """The rows of each sheet, by the name of the sheet."""
    names = Names(data)
    return {sheet.name: list(_rows(sheet, data, names)) for sheet in sheets()}


def _rows(sheet: Sheet, data: Mapping[str, Any], names: Names) -> Iterator[Row]:
    if sheet.form:
        for column in sheet.columns:
            ref: Ref = (*column.path, column.fields[0], column.item)
            yield Row(sheet.name, column.key, ref, {column.key: fitted(show(column, at(data, column.path), names))})
        return
    found = _safeguards(data) if sheet.holds == "recipients.safeguards" else _entries(sheet.holds, data)
    for number, (ref, entry) in enumerate(found, start=1):
        shown = {c.key: fitted(show(c, entry, names)) for c in sheet.columns}
        yield Row(sheet.name, key_of(number), ref, shown)


def key_of(number: int) -> str:
    """The key of a row: a word, because a spreadsheet program that fills cells continues numbers and days."""
    return f"k{get_column_letter(number)}" if number <= 18_278 else f"k{key_of(number - 18_278)}"


def at(data: Any, path: Ref) -> Any:
    """What is at a path of nested data."""
    for step in path:
        data = data[step]
    return data


def _entries(holds: str, data: Mapping[str, Any]) -> Iterator[tuple[Ref, Mapping[str, Any]]]:
    return (((holds, entry["id"]), entry) for entry in data[holds] or ())


def _safeguards(data: Mapping[str, Any]) -> Iterator[tuple[Ref, Mapping[str, Any]]]:
    """Each safeguard with its recipient, and each recipient outside the area that has none."""
    day, controller = data["meta"]["date"], data["controller"]
    regime = law_of(controller["regime"], controller["country"])
    model = shape.of(shape.of(Inventory)["recipients"].entry)["safeguards"].entry
    for recipient in data["recipients"] or ():
        tools = recipient["safeguards"] or ()
        for number, item in enumerate(tools):
            yield ("safeguards", recipient["id"], number), {**item, "recipient": recipient["id"]}
        places = [s["country"] for s in recipient["sites"] or ()]
        if not tools and any(outside(p, day if isinstance(day, dt.date) else None, regime) for p in places):
            none = recipient["safeguards"] is not UNKNOWN
            entry = {**blank(model), "kind": "none" if none else "unknown", "recipient": recipient["id"]}
            yield ("safeguards", recipient["id"], NO_TOOL), entry


@cache
def outside(country: str, day: dt.date | None, regime: str) -> bool:
    """Whether a place is outside the area of the organisation's law on a day, so that a transfer tool may be needed."""
    pack = law.load()
    return country != "unknown" and not is_inside(pack, country, day or pack.horizon, regime)


def fitted(text: str) -> str:
    """A text as a cell can hold it: one that is too long is cut, with a mark."""
    size = len(text) if len(text) <= SHORT else SHORT
    while not safe.fits(safe.escape(text[:size])):  # an escape, or a sign beyond the basic plane, takes more
        size //= 2
    return text if size == len(text) else text[:size].rstrip() + CUT


def seen(text: str) -> str:
    """A text as every spreadsheet program gives it back: the kinds of blanks and unseen characters make no difference.

    Examples
    --------
    >>> seen(" a\\r\\n b\\x00\\tc ")
    'a\\nb c'
    """
    return _BLANKS.sub(lambda m: "\n" if "\n" in m[0] or "\r" in m[0] else " ", _UNSEEN.sub("", text)).strip()


def digest(text: str) -> str:
    """A digest of what a cell contains; empty for a blank one."""
    text = seen(text)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12] if text else ""
