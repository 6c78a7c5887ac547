"""Two versions of a list or notice: what was added, removed, moved or reworded, and the verdict on each new transfer.

Both versions are read as drafts, and compared as maps: so the order of rows and columns, the layout and the format of
a file are not changes. A verdict is based on what the new version states, and what it does not state is unknown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from pydantic import BaseModel

from datamap.drafting import writer
from datamap.drafting.draft import draft
from datamap.errors import InputError, Problem
from datamap.law import names
from datamap.law.adequacy import LISTINGS
from datamap.law.terms import Terms
from datamap.model import Inventory
from datamap.model.entry import Entry
from datamap.pipeline import Audit, audit
from datamap.questions import differences
from datamap.questions.differences import Change
from datamap.tables.arrays import records
from datamap.tables.preview import Preview

if TYPE_CHECKING:
    from datamap.drafting.merge import Merged

KINDS = ("added", "removed", "moved", "reworded")
_NO_FACTS = {f: i.default for f, i in Entry.model_fields.items()}
"""Fields that every entry has, and what they are where nothing is known: how a fact is known is not the fact."""


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
    before, after = (_comparable(writer.inventory(d).inventory) for d in drafts)
    after = _linked(before, after)
    judged = audit(after, terms.day, law=terms.law(), participants=terms.participants())
    until = object_until.isoformat() if object_until else ""
    return Watch(tuple(_changes(before, after, judged, until)), judged, _unread(drafts[1]))


def _unread(merged: Merged) -> int:
    return sum(len(d.reading) for d in merged.drafts)


def _comparable(inventory: Inventory) -> Inventory:
    """The inventory under an id that does not come from its file's name."""
    return inventory.model_copy(update={"meta": inventory.meta.model_copy(update={"id": "watched", "title": ""})})


def _linked(before: Inventory, after: Inventory) -> Inventory:
    """The new version, with each recipient that has another name or alias of exactly one old one linked to it."""
    ids: dict[str, set[str]] = {}
    for old in before.recipients or ():
        for name in old.names:
            ids.setdefault(names.plain(name), set()).add(old.id)
    new = []
    for recipient in after.recipients or ():
        was = set().union(*(ids.get(names.plain(n), set()) for n in recipient.names))
        former = tuple(was) if len(was) == 1 and recipient.id not in was else ()
        new.append(recipient.model_copy(update={"formerly": former}))
    return after.model_copy(update={"recipients": tuple(new)}) if new else after


def _bare(entry: Any) -> Any:
    """An entry without what is not a fact: its words, sections and remarks."""
    if isinstance(entry, tuple):
        return tuple(_bare(e) for e in entry)
    if not isinstance(entry, BaseModel):
        return entry
    facts = {f: _bare(getattr(entry, f)) for f in type(entry).model_fields if f not in _NO_FACTS}
    return entry.model_copy(update=facts | {f: v for f, v in _NO_FACTS.items() if f in type(entry).model_fields})


def _changes(before: Inventory, after: Inventory, judged: Audit, until: str) -> Iterator[Watched]:
    verdicts = _verdicts(judged)
    found = [c for c in differences.inventories(_bare(before), _bare(after)).changes if c.entry != "meta"]
    both = len({r.id for r in after.recipients or ()}) - sum(
        c.change == "added" and c.entry == "recipients" for c in found
    )
    headed = [c for c in found if (c.entry, c.field) == ("recipients", "role")]
    # the heading of a list or column gives all its entries one role: another heading is another layout
    same = {(c.before, c.after) for c in headed if "unknown" in (c.before, c.after)}
    dropped = headed if len(headed) == both and len(same) == 1 else []
    for c in found:
        if c in dropped or c.field == "id":
            continue
        kind = _kind(c, c.field.replace("[", ".").split(".")[0])
        source = before if c.change == "removed" else after
        edge = kind in ("added", "moved") or c.field.startswith("safeguards")
        judged_ = verdicts.get(c.id, "") if c.entry == "recipients" and edge and kind != "removed" else ""
        objectable = until if kind == "added" and c.entry == "recipients" else ""
        name = c.name or c.entry
        yield Watched(kind, c.entry, name, c.field, c.before, c.after, _where(source, c), judged_, objectable)


def _kind(change: Change, field: str) -> str:
    if not change.field and change.change in ("added", "removed"):
        return change.change
    return "moved" if change.entry == "recipients" and field == "sites" else "reworded"


def _verdicts(judged: Audit) -> dict[str, str]:
    out: dict[str, list[str]] = {}
    columns = ("recipient_id", "country", "verdict", "ground", "evidence")
    for id_, country, verdict, ground, evidence in records(judged.transfers, *columns):
        claimed = ", not verified" if ground in LISTINGS and evidence == "declared" else ""
        text = f"{country}: {verdict} ({ground}{claimed})"
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
