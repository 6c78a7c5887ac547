"""Cells that point to others instead of stating a fact: a ditto mark, the name of a row of totals, a label again."""

from __future__ import annotations

from functools import cache

from datamap import labels
from datamap.formats.workbook.edits import Refused
from datamap.labels.values.lexicon import LANGUAGES


@cache
def _words(mark: str) -> frozenset[str]:
    """The words of a mark in all languages: ``same`` (idem, dtto), ``total``."""
    found = (labels.language(name, "tables").get("marks", {}).get(mark, ()) for name in LANGUAGES)
    return frozenset(_flat(word) for words in found for word in words)


def _flat(text: str) -> str:
    return " ".join(text.casefold().split())


def _is(mark: str, text: str) -> bool:
    flat = _flat(text)  # "id." is French for the same, "ID" is a document
    return bool(flat) and not _words(mark).isdisjoint((flat, flat.strip(" .:;()")))


def check_stated(text: str) -> None:
    """Refuse a cell that stands for the one above it.

    Raises
    ------
    Refused
    """
    if _is("same", text):
        raise Refused("it refers to another cell", "the words of that cell")


def check_name(text: str, label: str) -> None:
    """Refuse a new row whose name is the label of its column, or that of a row of totals.

    Raises
    ------
    Refused
    """
    if _flat(text) == _flat(label):
        raise Refused("the label of the column again", "a row with a name")
    if _is("total", text):
        raise Refused("a row of totals", "a row for one entry, or none")
