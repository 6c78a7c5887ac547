"""Does a map still match its source? Each quote of the inventory is looked up; names are compared in both directions.

A quote is ``present``; ``moved`` where its words are there, but no longer in the section that the inventory names;
``reworded`` where only similar words are found; else ``gone``. A source is any document that can be read, or the
``inspection.json`` of the EDPS's website evidence collector: its hosts are compared with the recipients of the map.

An inventory may quote several documents. The one that a source is a version of is the one with its file name, or else
the one whose quotes the source holds; quotes of the others are not looked up.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import BaseModel

from datamap.drafting.draft import of_document
from datamap.drafting.merge import merge
from datamap.errors import InputError, Problem
from datamap.files import reading as files
from datamap.labels.counting import few
from datamap.law import names
from datamap.model import Inventory
from datamap.model.entry import Evidence
from datamap.questions import hosts
from datamap.reading import read_document
from datamap.reading.document import Document
from datamap.reading.search import Search, is_under
from datamap.tables.preview import Preview

NOTICE = "notice"
"""Name of the document that evidence without a document is based on, where the inventory does not name its notice."""
_POSITION = re.compile(r"(?:line|block|page|table|paragraph|comment) \d")
STATES = ("gone", "reworded", "moved", "present")
"""States of a quote, the worst first."""


@dataclass(frozen=True, slots=True)
class QuoteState:
    """One quote of the inventory and what became of it.

    Attributes
    ----------
    state : {'gone', 'reworded', 'moved', 'present'}
    entry : str
        The entry that is based on it, such as ``recipients.stripe`` or ``purposes.b1.retention[0]``.
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
        Quotes that are based on another document, which were not looked up.
    document : str
        The document of the inventory that the source is a version of, as the inventory names it.
    """

    quotes: tuple[QuoteState, ...]
    source_only: tuple[str, ...]
    map_only: tuple[str, ...]
    other_documents: int = 0
    document: str = ""

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
                hosts.check(data, str(path))
                return data
    return read_document(path)


def compare_source(source: Document | dict[str, Any], inventory: Inventory, document: str = "") -> Drift:
    """What differs between a source, as :func:`load` gives it, and a map.

    Parameters
    ----------
    source : Document or dict
    inventory : Inventory
    document : str, optional
        The document of the inventory that the source is a version of, or the last part of its path or address;
        ``notice`` for the notice the inventory was read from.

    Raises
    ------
    InputError
        The inventory quotes several documents and none of them, or more than one, is like the source.
    """
    if isinstance(source, dict):
        return compare_hosts(source, inventory)
    found = merge([of_document(source)]).organisations
    return compare(source, inventory, [o.name.value for o in found if o.kind == "organisation"], document)


def compare(document: Document, inventory: Inventory, named: Iterable[str] = (), version_of: str = "") -> Drift:
    """What differs between a document and a map.

    Parameters
    ----------
    document : Document
    inventory : Inventory
    named : iterable of str, optional
        Names of recipients that the document states, as a draft of it found them.
    version_of : str, optional
        As in :func:`compare_source`.

    Raises
    ------
    InputError
    """
    search = Search(document)
    quoted: dict[str, list[tuple[str, Evidence]]] = {}
    for entry, evidence in evidence_of(inventory):
        if evidence.words:
            quoted.setdefault(evidence.document or _notice(inventory), []).append((entry, evidence))
    mine = _version_of(document, search, quoted, version_of, inventory)
    order = {state: n for n, state in enumerate(STATES)}
    quotes = sorted((_state(search, *q) for q in quoted.get(mine, ())), key=lambda q: order[q.state])
    others = sum(len(q) for name, q in quoted.items() if name != mine)
    recipients = inventory.recipients or ()
    known = frozenset(names.plain(s) for r in recipients for n in r.names for s in (n, n.partition(" (")[0]))
    extra = tuple(n for n in dict.fromkeys(named) if not _is_known(n, known))
    absent = tuple(dict.fromkeys(r.name for r in recipients if not any(search.names(n) for n in r.names)))
    return Drift(tuple(quotes), extra, absent, others, mine)


def _notice(inventory: Inventory) -> str:
    """What evidence without a document is based on."""
    return NOTICE if inventory.notice.document in ("unknown", "none", "") else inventory.notice.document


def _version_of(
    document: Document,
    search: Search,
    quoted: dict[str, list[tuple[str, Evidence]]],
    wanted: str,
    inventory: Inventory,
) -> str:
    """The document of the inventory that a source is a version of: by its name, else by the quotes that it holds."""
    notice = _notice(inventory)
    likely = [n for n in quoted if _is_named(n, wanted or document.path) or (wanted == NOTICE and n == notice)]
    if not likely and not wanted:
        held = {n: sum(search.find(e.words).state == "present" for _, e in q) / len(q) for n, q in quoted.items()}
        best = max(held.values(), default=0)
        likely = [n for n, share in held.items() if share > best / 2 or len(held) == 1]
    if len(likely) == 1 or (not quoted and not wanted):
        return likely[0] if likely else ""
    if wanted:
        found = f"'{wanted}' {'fits several documents' if likely else 'is not a document'} that it quotes"
    else:
        found = f"{document.path} is a version of {'several' if likely else 'none'} of the documents that it quotes"
    expected = f"--document with one of: {few(sorted(quoted))}" if quoted else "an inventory with quotes"
    raise InputError([Problem(inventory.origin.file if inventory.origin else "", 0, "", found, expected)])


def _is_named(document: str, path: str) -> bool:
    """Whether a document of the inventory has the file name of a path, with or without its ending."""
    known, given = (Path(x.casefold()) for x in (document, path))
    return known == given or known.name == given.name or known.stem == given.stem


def _is_known(name: str, known: frozenset[str]) -> bool:
    """Whether the map has a name. A legal form that only one of the two has makes no difference, another one does."""
    spelled = names.plain(name)
    brand = names.brand(name)
    return spelled in known or brand in known or (spelled == brand and brand in {names.brand(k) for k in known})


def compare_hosts(inspection: dict[str, Any], inventory: Inventory) -> Drift:
    """The hosts that an inspection of a website saw, against the recipients of the map."""
    declared = {r.name: r.names for r in inventory.recipients or ()}
    undeclared = hosts.undeclared(inspection, declared)
    return Drift((), tuple(undeclared), ())


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
    """Whether a section is named by a number or letter, so that a document that has it has such a heading.

    The place that a draft gives ("line 5") does not count: its line may move without the words leaving their section.
    """
    return any(c.isdigit() for c in section) and len(section) < 8 and not _POSITION.match(section)
