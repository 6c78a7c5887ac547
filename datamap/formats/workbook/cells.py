"""One cell of our workbook -> its fact; what is not understood becomes unknown, with a warning that names the cell."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING, Any

from datamap.formats import grid, problems
from datamap.labels import LANGUAGES, PARENT, cells, countries, words
from datamap.labels.values import read_people
from datamap.model import shape
from datamap.model.arguments import guess_date
from datamap.model.vocabulary import PERIOD, SLUG, UNKNOWN, is_citation

if TYPE_CHECKING:
    from datamap.formats.workbook.rows import Entry, Report

REFERS = {
    ("purposes", "subjects"): "subjects",
    ("purposes", "measures"): "measures",
    ("categories", "subjects"): "subjects",
    ("recipients", "categories"): "categories",
    ("purposes.categories", "category"): "categories",
    ("purposes.recipients", "recipient"): "recipients",
    ("purposes.recipients", "categories"): "categories",
    ("purposes.retention", "categories"): "categories",
    ("purposes.sources", "categories"): "categories",
    ("recipients.sub_processors", "recipient"): "recipients",
    ("notice.observations", "purposes"): "purposes",
    ("notice.observations", "recipients"): "recipients",
}
"""(path, key) -> the list whose entries the cell refers to."""

MEANINGS = {"basis": "basis", "conditions": "condition", "special": "special"}
"""Key -> group of the translation table whose texts are understood, too."""


class Reader:
    """Reads cells; ``warn`` and ``error`` take place, found, expected."""

    def __init__(self, warn: Report, error: Report):
        self.warn, self.error = warn, error
        self.references: dict[str, cells.References] = {}

    def id_of(self, entry: Entry) -> str:
        """The id of an entry; one made from its name where the cell is blank."""
        given = entry.cells.get("id", "")
        given = given.strip() if isinstance(given, str) else str(given)
        if given:
            if not SLUG.fullmatch(given):
                expected = "lower-case letters and digits, joined by '-', '_' or '.'"
                expected = problems.with_hint(expected, problems.id_meant(given))
                self.error(entry.place("id"), f"'{cells.shorten(given)}' is not an id", expected)
            return given
        made = problems.id_meant(entry.cells.get("name", "")) or f"row-{entry.row}"
        self.warn(entry.place("id"), "a blank cell", f"an id; '{made}' was made from the name")
        return made

    def parent(self, entry: Entry, up: str) -> str:
        """The id of the entry that a row belongs to."""
        given = entry.cells.get(PARENT, "")
        id_, wrong = self.references[up].read(given) if isinstance(given, str) else ("", f"{given}")
        if wrong or not given:
            self.error(entry.place(PARENT), wrong or "a blank cell", f"an entry of {up}, as 'name [id]', id or name")
        return id_

    def value(self, entry: Entry, path: str, field: shape.Field) -> Any:
        """The value of a field in a cell, as the model takes it; None where the field is left out."""
        given, place = entry.cells.get(field.key, ""), entry.place(field.key)
        if isinstance(given, grid.Odd):
            self.warn(place, given.what, f"{field.one}; read as unknown")
            return unknown(field)
        refers = REFERS.get((path, field.key))
        if field.many:
            return self._many(given, place, field, refers)
        if refers:
            id_, wrong = self.references[refers].read(given) if isinstance(given, str) else ("", str(given))
            if wrong or not given:
                self.error(place, wrong or "a blank cell", f"an entry of {refers}, as 'name [id]', id or name")
            return id_
        return self._one(given, place, field)

    def _many(self, given: Any, place: str, field: shape.Field, refers: str | None) -> Any:
        silent = cells.UNKNOWN if field.default is UNKNOWN else cells.NONE
        text = given if isinstance(given, str) else given.isoformat()
        items = cells.list_in(text, silent)
        if isinstance(items, str):
            return UNKNOWN if items == cells.UNKNOWN else ()
        out = []
        for item in items:
            if refers:
                id_, wrong = self.references[refers].read(item)
                if wrong:
                    self.warn(place, wrong, f"an entry of {refers}, as 'name [id]', id or name; left out of the list")
                    continue
                out.append(id_)
            elif field.kind in ("text", "id"):
                out.append(item if field.kind == "text" and field.key != "facts" else item.strip())
            else:
                value = self._one(item, place, field, "; left out of the list", item_of=True)
                if value is not None:
                    out.append(value)
        return out or UNKNOWN

    def _one(
        self, given: Any, place: str, field: shape.Field, then: str = "; read as unknown", item_of: bool = False
    ) -> Any:
        """One value; of a list, None where it is not understood."""
        odd = None if item_of else unknown(field)
        if isinstance(given, dt.date):
            if field.kind in ("date", "day"):
                return given
            if field.kind == "text":
                return given.isoformat()
        text = given if isinstance(given, str) else given.isoformat()
        if field.kind == "text":
            return self._text(text, place, field)
        text = text.strip()
        if text == "":
            return self._blank(place, field)
        read = getattr(self, f"_{field.kind}")(text, field)
        if read is None:
            self.warn(place, f"'{cells.shorten(text)}' is not understood", self._expected(text, field) + then)
            return odd
        return read

    def _text(self, text: str, place: str, field: shape.Field) -> str:
        silent = field.default if isinstance(field.default, str) else cells.UNKNOWN
        if field.required and text == "":
            self.warn(place, "a blank cell", f"{field.one}; read as unknown")
        return cells.text_in(text, silent)

    def _blank(self, place: str, field: shape.Field) -> Any:
        if field.kind == "word" and "unknown" not in field.words and field.required:
            self.error(place, "a blank cell", field.one)
            return field.words[0]
        if field.kind == "word":
            return "unknown" if "unknown" in field.words else field.default
        if field.kind == "id":
            self.error(place, "a blank cell", field.one)
            return "unknown"
        return field.default

    def _word(self, text: str, field: shape.Field) -> str | None:
        plain = text.casefold()
        for w in field.words:
            if w and w.casefold() == plain:
                return w
        meant = _meanings(MEANINGS[field.key]).get(plain) if field.key in MEANINGS else None
        return meant if meant in field.words else None

    def _place(self, text: str, field: shape.Field) -> str | None:
        return cells.place_in(text, countries.code_of, countries.name)

    def _period(self, text: str, field: shape.Field) -> str | None:
        plain = text.casefold() if text.casefold() in ("unknown", "none") else text.upper()
        return plain if plain in ("unknown", "none") or PERIOD.fullmatch(plain) else None

    def _people(self, text: str, field: shape.Field) -> str | None:
        return "unknown" if text.casefold() == "unknown" else read_people(text).only or None

    def _citation(self, text: str, field: shape.Field) -> str | None:
        plain = "unknown" if text.casefold() == "unknown" else "; ".join(part.strip() for part in text.split(";"))
        return plain if is_citation(plain) else None

    def _date(self, text: str, field: shape.Field) -> dt.date | None:
        try:
            return dt.date.fromisoformat(text) if len(text) == 10 else None
        except ValueError:
            return None

    def _day(self, text: str, field: shape.Field) -> dt.date | str | None:
        return text.casefold() if text.casefold() in ("unknown", "none") else self._date(text, field)

    def _id(self, text: str, field: shape.Field) -> str | None:
        return text if SLUG.fullmatch(text) else None

    def _expected(self, text: str, field: shape.Field) -> str:
        meant = {
            "word": lambda: problems.near(text, field.words),
            "period": lambda: problems.period_meant(text),
            "date": lambda: guess_date(text),
            "day": lambda: guess_date(text),
            "id": lambda: problems.id_meant(text),
        }
        return problems.with_hint(field.one, meant[field.kind]() if field.kind in meant else "")


def unknown(field: shape.Field) -> Any:
    """The value for something that is not understood: unknown, or the weakest value of the field."""
    if field.many:
        return UNKNOWN
    match field.kind:
        case "word":
            return next((word for word in ("unknown", "assumed") if word in field.words), field.default)
        case "text":
            return field.default if isinstance(field.default, str) else "unknown"
        case "place" | "period" | "people" | "citation" | "day" | "id":
            return "unknown"
    return None


@cache
def _meanings(group: str) -> dict[str, str]:
    translated = ((word, entry) for word, entry in words(group).items() if isinstance(entry, dict))
    return {entry[lang].casefold(): word for word, entry in translated for lang in LANGUAGES if lang in entry}
