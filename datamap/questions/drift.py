"""Does a map still match its source? Each quote of the inventory is looked up; names are compared in both directions.

A quote is ``present``; ``moved`` where its words are there, but no longer in the section that the inventory names;
``reworded`` where only similar words are found; else ``gone``. A source is any document that can be read, or the
``inspection.json`` of the EDPS's website evidence collector: its hosts are compared with the recipients of the map.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import BaseModel

from datamap.files import reading as files
from datamap.model import Inventory
from datamap.model.entry import Evidence
from datamap.model.recipient import Recipient
from datamap.questions import hosts
from datamap.reading import read_document
from datamap.reading.document import Document
from datamap.reading.search import Search, fold, is_under
from datamap.tables.preview import Preview

STATES = ("gone", "reworded", "moved", "present")
"""States of a quote, the worst first."""


@dataclass(frozen=True, slots=True)
class QuoteState:
    """One quote of the inventory and what became of it.

    Attributes
    ----------
    state : {'gone', 'reworded', 'moved', 'present'}
    entry : str
        The entry that rests on it, such as ``recipients.stripe`` or ``purposes.b1.retention[0]``.
    facts : str
        Fields that it supports, separated by commas; empty for the entry as a whole.
    section : str
        As the inventory names it.
    words : str
        As the inventory quotes them.
    now : str
        The words of the source today, where they differ; for a moved quote the headings above it.
    where : str
        Where the source has them: ``line 12``, ``Register!F2``.
    """

    state: str
    entry: str
    facts: str
    section: str
    words: str
    now: str = ""
    where: str = ""


@dataclass(frozen=True)
class Drift:
    """What differs between a source and a map.

    Attributes
    ----------
    quotes : tuple of QuoteState
        Every quote that was looked up, the worst state first.
    source_only : tuple of str
        What the source names and the map lacks.
    map_only : tuple of str
        Recipients of the map that the source does not name.
    other_documents : int
        Quotes that rest on another document, which were not looked up.
    """

    quotes: tuple[QuoteState, ...]
    source_only: tuple[str, ...]
    map_only: tuple[str, ...]
    other_documents: int = 0

    @property
    def changes(self) -> list[dict[str, str]]:
        """Everything that is not as the map has it, as plain rows; empty where nothing drifted."""
        rows = [asdict(q) for q in self.quotes if q.state != "present"]
        blank = dict.fromkeys(QuoteState.__dataclass_fields__, "")
        rows += [{**blank, "state": "only-in-source", "now": name} for name in self.source_only]
        return rows + [{**blank, "state": "only-in-map", "words": name} for name in self.map_only]

    def counts(self) -> dict[str, int]:
        """Number of quotes by state, of names that only one side has, and of quotes from other documents."""
        found = {state: sum(q.state == state for q in self.quotes) for state in STATES}
        sides = {"only_in_source": len(self.source_only), "only_in_map": len(self.map_only)}
        return {**found, **sides, "other_documents": self.other_documents}

    @property
    def frame(self) -> pd.DataFrame:
        """The changes as a frame, which a notebook shows as a table."""
        found = pd.DataFrame(self.changes, columns=list(QuoteState.__dataclass_fields__))
        return Preview.of(found, "What differs between the source and the map", tuple(found.columns))


def load(path: str | Path) -> Document | dict[str, Any]:
    """Read a source: a document of any kind, or an inspection.

    Raises
    ------
    InputError
    """
    path = Path(path)
    if path.suffix.lower() == ".json":
        with contextlib.suppress(ValueError, RecursionError):
            data = json.loads(files.decode(files.load(path), str(path)))
            if hosts.is_inspection(data):
                return data
    return read_document(path)


def compare_source(source: Document | dict[str, Any], inventory: Inventory) -> Drift:
    """What differs between a source, as :func:`load` gives it, and a map."""
    return compare_hosts(source, inventory) if isinstance(source, dict) else compare(source, inventory)


def compare(document: Document, inventory: Inventory, named: list[str] | None = None) -> Drift:
    """What differs between a document and a map.

    Parameters
    ----------
    document : Document
    inventory : Inventory
    named : list of str, optional
        Names of recipients that the document states, as a draft of it found them.
    """
    search = Search(document)
    mine = Path(document.path).name.casefold()
    quotes, others = [], 0
    for entry, evidence in evidence_of(inventory):
        if evidence.document and Path(evidence.document).name.casefold() != mine:
            others += 1
        elif evidence.words:
            quotes.append(_state(search, entry, evidence))
    known = {fold(n)[0] for r in inventory.recipients or () for n in names_of(r)}
    extra = [n for n in dict.fromkeys(named or ()) if fold(n)[0] not in known]
    gone = [r.name for r in inventory.recipients or () if not any(search.names(n) for n in names_of(r))]
    order = {state: n for n, state in enumerate(STATES)}
    quotes.sort(key=lambda q: order[q.state])
    return Drift(tuple(quotes), tuple(extra), tuple(dict.fromkeys(gone)), others)


def compare_hosts(inspection: dict[str, Any], inventory: Inventory) -> Drift:
    """The hosts that an inspection of a website saw, against the recipients of the map."""
    declared = {r.name: names_of(r) for r in inventory.recipients or ()}
    undeclared = hosts.undeclared(inspection, declared)
    return Drift((), tuple(undeclared), ())


def names_of(recipient: Recipient) -> tuple[str, ...]:
    """Every name of a recipient: as the source gives it, other names, the legal entity."""
    entity = () if recipient.legal_entity in ("unknown", "none", "") else (recipient.legal_entity,)
    return (recipient.name, *(recipient.aliases or ()), *entity)


def evidence_of(entry: BaseModel, path: str = "") -> Iterator[tuple[str, Evidence]]:
    """Every piece of evidence below an entry, with the entry's path."""
    for field in type(entry).model_fields:
        value = getattr(entry, field)
        if field == "evidence":
            yield from ((path or "inventory", e) for e in value or ())
        elif isinstance(value, BaseModel):
            yield from evidence_of(value, f"{path}.{field}" if path else field)
        elif isinstance(value, tuple):
            for n, item in enumerate(value):
                if isinstance(item, BaseModel):
                    name = getattr(item, "id", "")
                    at = f"{path}.{field}" if path else field
                    yield from evidence_of(item, f"{at}.{name}" if name else f"{at}[{n}]")


def _state(search: Search, entry: str, evidence: Evidence) -> QuoteState:
    found = search.find(evidence.words, evidence.section)
    facts = ", ".join(evidence.facts or ())
    state, now = found.state, ""
    if state == "present" and evidence.section and found.section and not is_under(found.section, evidence.section):
        # a section without a heading, such as an introduction, cannot be left
        if any(is_under((h,), evidence.section) for h in search.headings) or _is_number(evidence.section):
            state, now = "moved", " > ".join(found.section)
    elif state == "reworded" and found.quote:
        now = found.quote.words
    where = found.quote.where if found.quote else ""
    return QuoteState(state, entry, facts, evidence.section, evidence.words, now, where)


def _is_number(section: str) -> bool:
    """Whether a section is named by a number or letter, so that a document that has it has such a heading."""
    return any(c.isdigit() for c in section) and len(section) < 8
