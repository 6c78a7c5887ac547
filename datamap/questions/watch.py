"""Two versions of a list or notice: what was added, removed, moved or reworded, and the verdict on each new transfer.

Both versions are read as drafts, and compared as maps: so the order of rows and columns, the layout and the format of
a file are not changes. A verdict rests on what the new version states, and what it does not state is unknown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from datamap.drafting import writer
from datamap.drafting.draft import draft
from datamap.errors import InputError, Problem
from datamap.law.terms import Terms
from datamap.model import Inventory
from datamap.pipeline import Audit, audit
from datamap.questions import differences
from datamap.questions.differences import Change
from datamap.tables.preview import Preview

if TYPE_CHECKING:
    from datamap.drafting.merge import Merged

KINDS = ("added", "removed", "moved", "reworded")
_WITHOUT_MEANING = ("evidence", "notes", "formerly", "how", "why")


@dataclass(frozen=True, slots=True)
class Watched:
    """One difference between two versions.

    Attributes
    ----------
    change : {'added', 'removed', 'moved', 'reworded'}
        ``moved``: a recipient has other places; ``reworded``: another fact of an entry differs, or its name.
    entry, name, field : str
        Which list (``recipients``), the entry's name, the fact that differs; empty for the entry itself.
    before, after : str
    where : str
        Where the new version states it, for a removed entry the old one.
    verdict : str
        Of each new transfer, such as ``AU: covered (scc)``; several are separated by ``; ``.
    object_until : str
        Last day to object to a new transfer; empty where the notification and its window are not given.
    """

    change: str
    entry: str
    name: str
    field: str = ""
    before: str = ""
    after: str = ""
    where: str = ""
    verdict: str = ""
    object_until: str = ""


@dataclass(frozen=True)
class Watch:
    """The differences, the audit of the new version, and how many passages of it a person must read."""

    changes: tuple[Watched, ...]
    audit: Audit
    to_read: int

    def records(self) -> list[dict[str, str]]:
        """The changes as plain rows."""
        return [asdict(c) for c in self.changes]

    def counts(self) -> dict[str, int]:
        """Number of changes by kind."""
        return {kind: sum(c.change == kind for c in self.changes) for kind in KINDS}

    @property
    def frame(self) -> pd.DataFrame:
        """The changes as a frame, which a notebook shows as a table."""
        found = pd.DataFrame(self.records(), columns=list(Watched.__dataclass_fields__))
        return Preview.of(found, "What changed between two versions", tuple(found.columns))


def watch(old: str | Path, new: str | Path, terms: Terms, object_until: dt.date | None = None) -> Watch:
    """Compare two versions of a list of processors, a notice or another document.

    Parameters
    ----------
    old, new : path
        In any format that can be read; the two may differ in format.
    terms : Terms
        Day, law and participants list for the verdicts.
    object_until : date, optional
        Last day on which the organisation may object to a new recipient.

    Raises
    ------
    InputError
        With the problems of both files.
    """
    drafts: list[Merged] = []
    problems: list[Problem] = []
    for path in (old, new):
        try:
            drafts.append(draft(path))
        except InputError as e:
            problems += e.problems
    if problems:
        raise InputError(problems)
    before, after = (_named_alike(writer.inventory(d).inventory) for d in drafts)
    judged = audit(after, terms.day, law=terms.law(), participants=terms.participants())
    until = object_until.isoformat() if object_until else ""
    return Watch(tuple(_changes(before, after, judged, until)), judged, _unread(drafts[1]))


def _unread(merged: Merged) -> int:
    return sum(len(d.reading) for d in merged.drafts)


def _named_alike(inventory: Inventory) -> Inventory:
    """The inventory under an id that does not come from its file's name."""
    return inventory.model_copy(update={"meta": inventory.meta.model_copy(update={"id": "watched", "title": ""})})


def _changes(before: Inventory, after: Inventory, judged: Audit, until: str) -> Iterator[Watched]:
    verdicts = _verdicts(judged)
    found = [c for c in differences.inventories(before, after).changes if c.entry != "meta"]
    for c in found:
        parts = c.field.replace("[", ".").split(".")
        if any(p in _WITHOUT_MEANING for p in parts) or (c.field and c.before == c.after):
            continue
        kind = _kind(c, parts[0])
        source = before if c.change == "removed" else after
        judged_ = verdicts.get(c.id, "") if c.entry == "recipients" and kind in ("added", "moved") else ""
        objectable = until if kind == "added" and c.entry == "recipients" else ""
        name = c.name or c.entry
        yield Watched(kind, c.entry, name, c.field, c.before, c.after, _where(source, c), judged_, objectable)


def _kind(change: Change, field: str) -> str:
    if not change.field and change.change in ("added", "removed"):
        return change.change
    return "moved" if change.entry == "recipients" and field == "sites" else "reworded"


def _verdicts(judged: Audit) -> dict[str, str]:
    out: dict[str, list[str]] = {}
    columns = ("recipient_id", "country", "verdict", "ground")
    for id_, country, verdict, ground in judged.transfers[list(columns)].itertuples(index=False):
        text = f"{country}: {verdict} ({ground})"
        if text not in out.setdefault(id_, []):
            out[id_].append(text)
    return {id_: "; ".join(texts) for id_, texts in out.items()}


def _where(inventory: Inventory, change: Change) -> str:
    """Where the entry's words are: the section of its first evidence."""
    entries = getattr(inventory, change.entry, ()) or ()
    if not isinstance(entries, tuple):
        return ""
    entry = next((e for e in entries if getattr(e, "id", "") == change.id), None)
    return next((e.section for e in (entry.evidence or ()) if e.section), "") if entry is not None else ""
