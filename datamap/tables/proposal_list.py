"""The open proposals of a map as a list: on whom, which field, which value, and the words that each is based on."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from datamap.model import Inventory
from datamap.model.safeguard import format_safeguard
from datamap.tables.arrays import records
from datamap.tables.frames import Tables
from datamap.tables.proposals import Marks, find
from datamap.tables.spec import CHILD_TABLES, EVIDENCE, SINGULAR, SPEC, TOP_LISTS, Table

COLUMNS = (
    *("controller", "subject_kind", "subject_id", "subject", "field", "value", "words", "section", "document", "why"),
    *("file", "line", "key", "table", "row", "of", "at"),
)
"""Columns of the list. ``table`` and ``row`` are the entry, ``of`` and ``at`` the top entry that it is part of."""

SHOWN = {
    "inventories": ("title", "id"),
    "retentions": ("period", "criterion"),
    "scope_facts": ("fact", "value"),
    "informs": ("letter", "told"),
    "observations": ("topic",),
    "sources": ("kind", "name"),
    "sites": ("country",),
    "bases": ("basis",),
    "uses": ("category",),
    "disclosures": ("recipient",),
    "sub_processors": ("sub_processor",),
    "rights": ("right",),
    "notices": ("title",),
    "assessments": ("name", "id"),
    "documents": ("name", "id"),
    "assessed_transfers": ("recipient",),
    "assessment_measures": ("text", "kind"),
    "screening_criteria": ("criterion",),
    "assessment_answers": ("point",),
    "assessment_inputs": ("input",),
}
"""The columns by which a list shows an entry; its name for all others."""


def listed(tables: Tables) -> pd.DataFrame:
    """The open proposals, in the order of the file.

    Returns
    -------
    DataFrame
        With :data:`COLUMNS`; ``key`` is what a decision on the proposal names: the same for the same words, subject,
        field and value, whichever document they are in.
    """
    marks = find(tables)
    return _frame([] if marks is None else [pd.DataFrame(part) for part in _parts(tables, marks)])


def cited(tables: Tables) -> pd.DataFrame:
    """Every entry and every fact with evidence, proposed or not, with the columns of :func:`listed`."""
    cited_rows: dict[tuple[str, str], list[int]] = {}
    for (name, row), places in tables.evidence_at.items():
        for place in places:
            for column in tables.evidence_words[place].get("facts", "").split() or [""]:
                cited_rows.setdefault((name, column), []).append(row)
    masks = {at: np.isin(np.arange(len(tables[at[0]])), rows) for at, rows in cited_rows.items()}
    own = {name: mask for (name, column), mask in masks.items() if not column}
    facts = {at: mask for at, mask in masks.items() if at[1]}
    return _frame([pd.DataFrame(p) for m in (Marks({}, {}, own), Marks({}, facts, {})) for p in _parts(tables, m)])


def _frame(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """The parts as one list in the order of the file."""
    if not parts:
        return pd.DataFrame({c: pd.Series(dtype=object) for c in COLUMNS})
    out = pd.concat(parts, ignore_index=True)
    out["key"] = [key(*row) for row in records(out, "subject_kind", "subject_id", "field", "value", "words")]
    out = out.sort_values(["inventory", "line"], kind="stable", ignore_index=True)
    return out[list(COLUMNS)]


def rows_by_path(inventory: Inventory) -> dict[str, list[tuple[str | int, ...]]]:
    """For each table the path of each row in the inventory that it was made from."""
    out: dict[str, list[tuple[str | int, ...]]] = {name: [] for name in SPEC}

    def add(table: Table, entry: Any, path: tuple[str | int, ...]) -> None:
        out[table.name].append(path)
        for child in CHILD_TABLES[table.name] if table.model is not None else ():
            for i, item in enumerate(getattr(entry, child.field)):
                add(child, item, (*path, child.field, i))

    for table in SPEC.values():
        if table.parent or table is EVIDENCE:
            continue
        value = getattr(inventory, table.field)
        for i, entry in enumerate(value) if table.name in TOP_LISTS else ((None, value),):
            add(table, entry, (table.field,) if i is None else (table.field, i))
    return out


def key(kind: str, id_: str, field: str, value: str, words: str) -> tuple[str, ...]:
    """What identifies a proposal in every document: subject, field, value and the words, however they are spaced.

    Examples
    --------
    >>> key("recipient", "x", "sites", "US", "X Inc.,\\n  USA") == key("recipient", "x", "sites", "US", "x inc., USA")
    True
    """
    return kind, id_, field, value, plain_words(words)


def plain_words(words: str) -> str:
    """Words without what differs between two copies of one text: line ends, soft hyphens, capitals, typographic marks.

    Examples
    --------
    >>> plain_words("“Mail\\u00adchimp”  (USA)")
    '"mailchimp" (usa)'
    """
    text = unicodedata.normalize("NFKC", words).replace("\u00ad", "").replace("\u200b", "")
    return " ".join(text.translate(_MARKS).casefold().split())


_MARKS = str.maketrans({**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’‚", "'"), **dict.fromkeys("–—−", "-")})


def _parts(tables: Tables, marks: Marks) -> Iterator[dict[str, Any]]:
    for name, mask in marks.own.items():
        rows = np.flatnonzero(mask)
        table = SPEC[name]
        yield _part(tables, table, rows, table.field or name, _entries(tables, table, rows), "")
    for (name, column), mask in marks.facts.items():
        table = SPEC[name]
        rows = np.flatnonzero(mask)
        if not len(rows) or column not in tables[name]:
            continue
        field = f"{table.field}.{column}" if table.parent else column
        values = tables[name][column].astype(str).to_numpy()[rows].tolist()
        yield _part(tables, table, rows, field, values, column)


def _part(tables: Tables, table: Table, rows: np.ndarray, field: str, values: list[str], fact: str) -> dict[str, Any]:
    """The proposals on one field of one table."""
    top, at = table, rows
    while top.parent:
        at, top = tables[top.name][top.parent_key].to_numpy()[at], SPEC[top.parent]
    inventory = tables[table.name]["controller"].to_numpy()[rows]
    inventories, f = tables["inventories"], tables[top.name]
    ids = f["id"].to_numpy()[at] if "id" in f else np.full(len(rows), SINGULAR.get(top.name, top.name))
    names = f["name"].to_numpy()[at] if "name" in f else ids
    evidence = _evidence(tables, table.name, rows, fact)
    return {
        "inventory": inventory,
        "controller": inventories["id"].to_numpy()[inventory],
        "subject_kind": SINGULAR.get(top.name, top.name.rstrip("s")),
        "subject_id": ids,
        "subject": names,
        "field": field,
        "value": values,
        **{c: [e.get(c, "") for e in evidence] for c in ("words", "section", "document")},
        "why": [e.get("why", "") or why for e, why in zip(evidence, _whys(tables, table.name, rows), strict=True)],
        "file": inventories["file"].to_numpy()[inventory],
        "line": tables[table.name]["line"].to_numpy()[rows],
        "table": table.name,
        "row": rows,
        "of": top.name,
        "at": at,
    }


def _whys(tables: Tables, name: str, rows: np.ndarray) -> list[str]:
    f = tables[name]
    return f["why"].to_numpy()[rows].tolist() if "why" in f else [""] * len(rows)


def _evidence(tables: Tables, name: str, rows: np.ndarray, fact: str) -> list[dict[str, str]]:
    """The first piece of evidence for each entry, or for one of its facts."""
    words, at = tables.evidence_words, tables.evidence_at
    found = []
    for row in rows.tolist():
        mine = (words[i] for i in at.get((name, row), ()))
        found.append(
            next((e for e in mine if (fact in e.get("facts", "").split() if fact else not e.get("facts"))), {})
        )
    return found


def _entries(tables: Tables, table: Table, rows: np.ndarray) -> list[str]:
    """Entries as a list shows them."""
    f = tables[table.name]
    if table.name == "safeguards":
        parts = (f[c].astype(str).to_numpy()[rows].tolist() for c in ("kind", "version", "signed"))
        return [format_safeguard(*part) for part in zip(*parts, strict=True)]
    names = SHOWN.get(table.name) or tuple(c for c in ("name", *(c.name for c in table.columns)) if c in f)[:1]
    columns = []
    for name in names:
        column = table[name]
        values = f[name].to_numpy()[rows] if column.kind == "ref" else f[name].astype(str).to_numpy()[rows]
        columns.append(_ids(tables, column.refers, values) if column.kind == "ref" else values.tolist())
    return [": ".join(v for v in row if v not in ("", "unknown")) or "unknown" for row in zip(*columns, strict=True)]


def _ids(tables: Tables, name: str, rows: np.ndarray) -> list[str]:
    ids = tables[name]["id"].to_numpy()
    return [str(ids[row]) if row >= 0 else "unknown" for row in rows.tolist()]
