"""Whether a row is about a recipient that is in use: planned, tested and former ones are questions."""

from __future__ import annotations

import re

from datamap.drafting.tables import cells, words
from datamap.drafting.tables.grid import Record, Said
from datamap.labels import values

_BRACKETS = re.compile(r"\(([^()]*)\)")
IN_DOUBT = "it may not be in use"
SHORT = 4
"""Words of a remark that is a status and nothing else."""
LONG = 12
"""Words of the longest line above a table that is about all of it."""


def not_in_use(record: Record) -> Said | None:
    """The words that state of a whole row that its recipient is not in use: its status, or the heading above it."""
    status = record.first("status", cells.is_blank)
    if status is not None and (values.is_denial(status.words) or _is_status(status.words)):
        return status
    return record.band if record.band is not None and _is_status(record.band.words) else None


def remark_on_use(record: Record) -> str:
    """Words in brackets, or a short remark, that may state that a recipient is not in use; empty without any."""
    parts = [m for s in (*record.all("who"), *record.all("service")) for m in _BRACKETS.findall(s.words)]
    how = cells.spelled("how")  # "(assumed)" behind a name is how our records know it
    parts = [p for p in parts if not any(words.plain(x) in how for x in p.split(","))]
    remarks = [s for s in (*record.all("kept"), *record.rest()) if len(s.words.split()) <= SHORT]
    status = (s.words for s in remarks if _is_status(s.words, words.spoken(s.title)))
    inside = (s.words for s in record.all("service") if _is_internal(s.words))
    return next((p for p in parts if _is_status(p)), "") or next(status, "") or next(inside, "")


def planned_by(title: str) -> str:
    """A title, or a line above a table, that states that what follows is not in use; empty for any other."""
    return title if len(title.split()) <= LONG and words.has_mark("unused", title) else ""


def may_not_be_used(remark: str) -> str:
    """Why a recipient beside such a remark must be confirmed."""
    return f"'{remark}': {IN_DOUBT}"


def _is_internal(text: str) -> bool:
    """Whether a cell on a service states that it is not provided from outside: internal, self-hosted."""
    denied = values.read_names(text).denied and not cells.is_none(text) and not cells.is_absent(text)
    return denied or values.read_roles(text).only == "internal"


def _is_status(text: str, languages: tuple[str, ...] = words.LANGUAGES) -> bool:
    """Whether a text is a status; a small word such as "se" postpones in one language and does not in another."""
    return words.has_mark("unused", text) or values.is_postponed(text, languages)
