"""What the drop-downs offer: the words of the vocabularies on sheet Lists, and the names on the other sheets."""

from __future__ import annotations

from functools import cache

from openpyxl.utils import get_column_letter, quote_sheetname

from datamap.formats.workbook import show
from datamap.formats.workbook.layout import Column, sheets, text
from datamap.labels import countries, word
from datamap.model.vocabulary import Basis, Condition, SafeguardKind, SourceKind, vocabulary

FIRST, LAST = 3, 1000
"""The rows of a sheet whose names are offered."""
PLACES = ("sites", "countries", "country")
OFFERED_TOOLS = (
    ("adequacy", "unknown"),
    ("dpf", "unknown"),
    ("scc", "2021"),
    ("scc", "2010"),
    ("bcr-c", "unknown"),
    ("bcr-p", "unknown"),
)


WITHOUT_LIST = ("text", "texts", "lines", "date", "day", "people", "parties", "entries", "right")
"""Kinds of columns whose cells have no list to choose from."""


@cache
def lists() -> dict[str, tuple[str, ...]]:
    """The lists by their label: the words of each vocabulary of the layout, and of the cells that have several."""
    found: dict[str, tuple[str, ...]] = {
        "Yes or no": ("yes", "no", "unknown"),
        "Country": tuple(sorted({show.place(c) for c in countries.codes() if len(c) == 2})),
        "Legal basis": tuple(
            show.basis({"basis": b, "law": "", "interest": "", "when": ""}) for b in vocabulary(Basis) if b != "unknown"
        ),
        "Condition for special data": tuple(word("condition", c) for c in vocabulary(Condition)),
        "Source of the data": tuple(word("source", s) for s in vocabulary(SourceKind) if s != "unknown"),
        "Transfer tool": _tools(),
    }
    for sheet in sheets():
        for column in sheet.columns:
            words = _words(column)
            if words and words != ("yes", "no"):
                found.setdefault(column.label, (*words, "unknown"))
    return found


def _tools() -> tuple[str, ...]:
    first = [show.tool(kind, version) for kind, version in OFFERED_TOOLS]
    known = {kind for kind, _ in OFFERED_TOOLS}
    return (
        *first,
        *(show.tool(k, "unknown") for k in vocabulary(SafeguardKind) if k not in known and k != "unknown"),
        "none",
    )


def _words(column: Column) -> tuple[str, ...]:
    words = column.field.words if column.kind == "word" else ()
    return tuple(show.spoken(column.fields[0], w) for w in words if w not in ("", "unknown"))


def area(column: Column) -> str:
    """The cells that a column's drop-down offers; empty where it has none."""
    if column.kind in ("names", "serves", "owner"):
        target = {"serves": "purposes", "owner": "recipients"}.get(column.kind) or show.target_of(column)
        sheet = next((s for s in sheets() if s.holds == target), None)
        return f"{quote_sheetname(sheet.name)}!$A${FIRST}:$A${LAST}" if sheet else ""
    label = {
        "bases": "Legal basis",
        "conditions": "Condition for special data",
        "sources": "Source of the data",
        "tool": "Transfer tool",
        "letter": "Yes or no",
        "place": "Country",
        "places": "Country",
        "countries": "Country",
    }.get(column.kind, column.label)
    if _words(column) == ("yes", "no"):
        label = "Yes or no"
    found = lists()
    if label not in found or column.kind in (
        "text",
        "texts",
        "lines",
        "date",
        "day",
        "people",
        "parties",
        "entries",
        "right",
    ):
        return ""
    letter = get_column_letter(list(found).index(label) + 1)
    return f"{quote_sheetname(text('lists'))}!${letter}$2:${letter}${len(found[label]) + 1}"
