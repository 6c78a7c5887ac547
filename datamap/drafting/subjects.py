"""Whom the entries of a reading list concern: the activity or the recipients that are named in the same row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from datamap.drafting.facts import Draft, Fact

_COLUMN = re.compile(r", column \d+$|(?<=!)\$?[A-Z]+\$?(?=\d+$)")


def name_subjects(draft: Draft) -> None:
    """Name the subject of each entry of the reading list that has none, so that an answer holds for it alone."""
    activities = _by_row(a.name for a in draft.activities)
    recipients = _by_row(r.name for rs in (draft.recipients, *(a.recipients for a in draft.activities)) for r in rs)
    for n, entry in enumerate(draft.reading):
        at = row_of(entry.quote.where)
        names = activities.get(at) or recipients.get(at) or ()
        if entry.subject or not names or any(name in entry.quote.words for name in names):
            continue
        draft.reading[n] = replace(entry, about=" / ".join(names))


def row_of(where: str) -> str:
    """The row that a cell is in; any other place as it is.

    Examples
    --------
    >>> row_of("Register!F2"), row_of("line 3, column 2"), row_of("paragraph 14")
    ('Register!2', 'line 3', 'paragraph 14')
    """
    return _COLUMN.sub("", where)


def _by_row(names: Iterable[Fact]) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = {}
    for name in names:
        if name.quotes:
            found.setdefault(row_of(name.quotes[0].where), {})[" ".join(name.value.split())] = None
    return {row: list(values) for row, values in found.items()}
