"""Whom to ask what: the open facts of a finished audit, those that change a verdict first, as forms for each person."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datamap import vendors
from datamap.forms.form import Form, Question
from datamap.forms.reroutes import Reroute
from datamap.forms.table import MOST, Row, digest, rows
from datamap.forms.words import label, office_of, word
from datamap.labels import LANGUAGES
from datamap.model import Inventory
from datamap.model.vocabulary import SEVERITIES
from datamap.tables import SINGULAR
from datamap.tables.arrays import records

if TYPE_CHECKING:
    from datamap.pipeline import Audit

_ADDRESS = re.compile(r"https?://\S+")
_OPEN = ("undetermined", "not-covered")
_TO_READ = ("sub-processors", "transfers", "dpa")
"""The published documents that answer what a vendor is asked (chain, places, tools), the best first."""


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


def plan_round(audit: Audit, sent: dt.date, reroutes: Iterable[Reroute] = (), language: str | None = None) -> Round:
    """The forms for the open facts of one inventory.

    Parameters
    ----------
    audit : Audit
        Of one inventory.
    sent : date
        The day of the forms.
    reroutes : iterable of Reroute
        Questions that a person passed on.
    language : str, optional
        Of the forms: one of ``labels.LANGUAGES``. Without it, that of the inventory, else English.
    """
    inventory = audit.inventories[0]
    if language is None:
        own = inventory.meta.language.split("-")[0].lower()
        language = own if own in LANGUAGES else LANGUAGES[0]
    passed = {r.question: r.ask for r in reroutes}
    published: dict[str, str] = {}
    facts = vendors.load_for(audit.as_of, audit.law.known_on)
    by_person: dict[tuple[str, bool], list[_Open]] = {}
    for found in _open_facts(inventory, audit, passed, language):
        if found.who == "vendor":
            address = _published(next(r for r in inventory.recipients if r.id == found.question.id), facts)
            if address:
                published[found.person] = address
                continue
        key = (" ".join(found.person.casefold().split()), found.who == "vendor")
        by_person.setdefault(key, []).append(found)
    forms: list[Form] = []
    for listed in by_person.values():
        listed.sort(key=lambda x: x.urgency)
        person = listed[0].person
        office = office_of(person) or listed[0].who
        questions = tuple(x.question for x in listed[:MOST])
        forms.append(Form(inventory.meta.id, inventory.controller.name, person, office, sent, questions, language))
    waiting = sum(max(len(x) - MOST, 0) for x in by_person.values())
    return Round(tuple(forms), tuple(published.items()), waiting)


def _open_facts(inventory: Inventory, audit: Audit, passed: dict[str, str], language: str) -> Iterator[_Open]:
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
            person = _person(inventory, row, entry, language)
            kept = Question(
                row.kind,
                entry.id,
                row.field,
                digest(entry, row.field),
                _filled(row.ask[language], entry, inventory),
                row.hint[language],
                _known(row, entry, language),
                tuple(label(row.words, choice, language) for choice in row.choices),
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


def _person(inventory: Inventory, row: Row, entry: Any, language: str) -> str:
    """Who knows a fact: the person that the inventory names, else the office."""
    if row.who == "owner" and entry.owner not in ("unknown", "none", ""):
        return str(entry.owner)
    if row.who == "vendor":
        return str(entry.name)
    if row.who in ("privacy", "owner"):
        named = [p.name for p in inventory.controller.dpo if p.name not in ("unknown", "none")]
        return named[0] if named else word("office", "privacy", language)
    return word("office", row.who, language)


def _filled(text: str, entry: Any, inventory: Inventory) -> str:
    names = {"{name}": entry.name, "{organisation}": inventory.controller.name}
    return re.sub(r"\{(?:name|organisation)\}", lambda m: names[m[0]], text)


def _known(row: Row, entry: Any, language: str) -> str:
    """What is recorded about the entry and where from, for the person who answers."""
    if row.kind == "purposes":
        facts: Sequence[tuple[str, str]] = (("activity", entry.name), ("about", entry.description))
    elif row.kind == "recipients":
        sites = ", ".join(s.country for s in entry.sites if s.country != "unknown")
        facts = (("company", entry.legal_entity), ("service", entry.service), ("countries", sites))
    else:
        facts = (("about", entry.description),)
    lines = [f"{word('known', k, language)}: {t[:150]}" for k, t in facts if t not in ("", "unknown", "none")]
    source = next((e for e in entry.evidence if e.document or e.section), None)
    if source:
        document = source.document or word("known", "notice", language)
        key = "section" if source.section else "from"
        lines.append(word("known", key, language, section=source.section, document=document)[:150])
    return "\n".join(lines) or word("known", "nothing", language)


def _published(recipient: Any, facts: vendors.Vendors) -> str:
    """The address at which a vendor publishes its facts, by the inventory or the facts about vendors; else empty."""
    parts = [recipient, *recipient.sites, *recipient.safeguards, *recipient.sub_processors]
    texts = [recipient.dpa_reference, *(e.document for part in parts for e in part.evidence)]
    if own := next((m[0].rstrip(".,;)") for text in texts if (m := _ADDRESS.search(text))), ""):
        return own
    services = vendors.find(facts, recipient.names)
    if len(services) != 1:
        return ""  # a brand of several services leaves open which one is meant: the vendor is asked
    known = {str(f["what"]): str(f["url"]) for f in services[0].of("addresses")}
    return next((known[what] for what in _TO_READ if what in known), "")
