"""Whom to ask what: the open facts of a finished audit, those that change a verdict first, as forms for each person."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datamap.forms.form import Form, Question
from datamap.forms.reroutes import Reroute
from datamap.forms.table import MOST, OFFICES, Row, digest, rows
from datamap.model import Inventory
from datamap.model.vocabulary import SEVERITIES
from datamap.tables import SINGULAR
from datamap.tables.arrays import records

if TYPE_CHECKING:
    from datamap.pipeline import Audit

_ADDRESS = re.compile(r"https?://\S+")
_OPEN = ("undetermined", "not-covered")


@dataclass(frozen=True)
class Round:
    """One round of questions.

    Attributes
    ----------
    forms : tuple of Form
        One for each person, with at most seven questions.
    published : tuple of (str, str)
        Vendors whose facts are published, each with the address to read instead of asking.
    waiting : int
        Questions that do not fit in this round.
    """

    forms: tuple[Form, ...]
    published: tuple[tuple[str, str], ...]
    waiting: int


@dataclass(frozen=True)
class _Open:
    """A fact that is open, with the person to ask and how urgent it is."""

    urgency: tuple[int, ...]
    person: str
    who: str
    question: Question


def plan_round(audit: Audit, sent: dt.date, reroutes: Iterable[Reroute] = ()) -> Round:
    """The forms for the open facts of one inventory.

    Parameters
    ----------
    audit : Audit
        Of one inventory.
    sent : date
        The day of the forms.
    reroutes : iterable of Reroute
        Questions that a person passed on.
    """
    inventory = audit.inventories[0]
    passed = {r.question: r.ask for r in reroutes}
    published: dict[str, str] = {}
    by_person: dict[tuple[str, bool], list[_Open]] = {}
    for found in _open_facts(inventory, audit, passed):
        if found.who == "vendor":
            address = _published(next(r for r in inventory.recipients if r.id == found.question.id))
            if address:
                published[found.person] = address
                continue
        key = (" ".join(found.person.casefold().split()), found.who == "vendor")
        by_person.setdefault(key, []).append(found)
    forms: list[Form] = []
    for listed in by_person.values():
        listed.sort(key=lambda x: x.urgency)
        person = listed[0].person
        office = next((who for who, name in OFFICES.items() if name.casefold() == person.casefold()), listed[0].who)
        questions = tuple(x.question for x in listed[:MOST])
        forms.append(Form(inventory.meta.id, inventory.controller.name, person, office, sent, questions))
    waiting = sum(max(len(x) - MOST, 0) for x in by_person.values())
    return Round(tuple(forms), tuple(published.items()), waiting)


def _open_facts(inventory: Inventory, audit: Audit, passed: dict[str, str]) -> Iterator[_Open]:
    transfers = audit.transfers
    undecided = {id_ for id_, verdict in records(transfers, "recipient_id", "verdict") if verdict in _OPEN}
    purposes = {p for ids, v in records(transfers, "purposes", "verdict") if v in _OPEN for p in ids}
    frame = audit.findings.frame
    worst: dict[tuple[str, str], int] = {}
    for kind, id_, severity in records(frame, "subject_kind", "subject_id", "severity"):
        worst[kind, id_] = min(worst.get((kind, id_), 9), SEVERITIES.index(severity))
    for place, row in enumerate(rows()):
        for n, entry in enumerate(getattr(inventory, row.kind)):
            if not row.is_open(entry) or not _applies(row, entry, undecided):
                continue
            person = _person(inventory, row, entry)
            kept = Question(
                row.kind,
                entry.id,
                row.field,
                digest(entry, row.field),
                _words(row, entry, inventory),
                row.hint,
                _known(row, entry),
                row.choices,
            )
            decides = row.verdict and (row.kind != "recipients" or entry.id in undecided)
            touched = entry.id in purposes or entry.id in undecided
            rank = worst.get((SINGULAR[row.kind], entry.id), 9)
            urgency = (not decides, rank, not touched, place, n)
            yield _Open(urgency, passed.get(kept.key, person), row.who, kept)


def _applies(row: Row, entry: Any, undecided: set[str]) -> bool:
    """Whether a question makes sense for an entry."""
    if entry.how == "proposed":
        return False  # first comes the decision whether it exists at all: datamap review
    if row.kind != "recipients":
        return True
    if entry.kind == "category" or entry.role == "internal":
        return row.field == "role" and entry.role == "unknown"
    if row.field in ("dpa", "sub_processors"):
        return entry.role in ("unknown", "processor", "sub-processor")
    return row.field not in ("safeguards", "subject_to_gdpr") or entry.id in undecided


def _person(inventory: Inventory, row: Row, entry: Any) -> str:
    """Who knows a fact: the person that the inventory names, else the office."""
    if row.who == "owner" and entry.owner not in ("unknown", "none", ""):
        return str(entry.owner)
    if row.who == "vendor":
        return str(entry.name)
    if row.who in ("privacy", "owner"):
        named = [p.name for p in inventory.controller.dpo if p.name not in ("unknown", "none")]
        return named[0] if named else OFFICES["privacy"]
    return OFFICES[row.who]


def _words(row: Row, entry: Any, inventory: Inventory) -> str:
    text = row.ask.replace("{name}", entry.name)
    return text.replace("our data", f"the data of {inventory.controller.name}") if row.who == "vendor" else text


def _known(row: Row, entry: Any) -> str:
    """What is recorded about the entry and where from, for the person who answers."""
    lines: list[str] = []
    if row.kind == "purposes":
        facts: Sequence[tuple[str, str]] = (("Activity", entry.name), ("About", entry.description))
    elif row.kind == "recipients":
        sites = ", ".join(s.country for s in entry.sites if s.country != "unknown")
        facts = (("Company", entry.legal_entity), ("Service", entry.service), ("Countries", sites))
    else:
        facts = (("About", entry.description),)
    lines += [f"{label}: {text[:150]}" for label, text in facts if text not in ("", "unknown", "none")]
    source = next((e for e in entry.evidence if e.document or e.section), None)
    if source:
        section = f"section {source.section} of " if source.section else ""
        lines.append(f"From: {section}{source.document or 'the notice'}"[:150])
    return "\n".join(lines) or "Nothing yet."


def _published(recipient: Any) -> str:
    """The address at which a vendor publishes its facts; empty where the inventory has none."""
    parts = [recipient, *recipient.sites, *recipient.safeguards, *recipient.sub_processors]
    texts = [recipient.dpa_reference, *(e.document for part in parts for e in part.evidence)]
    return next((m[0].rstrip(".,;)") for text in texts if (m := _ADDRESS.search(text))), "")
