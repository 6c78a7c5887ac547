"""The signed documents of a map: which file, what is there, until when it applies, and what refers to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from datamap.pipeline import Audit
from datamap.rules.record.filed import references

COLUMNS = ("id", "name", "state", "path", "signed", "expires", "documents")


def documents(audit: Audit) -> list[dict[str, Any]]:
    """One row for each document that is listed, or that is referred to and not listed.

    Returns
    -------
    list of dict
        ``controller``, ``id``, ``name``, ``path``, ``sha256``, ``signed``, ``expires``, ``expired`` on the day of the
        audit, ``state`` (``unchanged``, ``changed``, ``missing``, ``not-compared``, ``unknown``, ``not-listed``) and
        ``documents``: what refers to it.
    """
    tables = audit.tables
    d, names = tables["documents"], tables["inventories"]["id"].tolist()
    uses: dict[tuple[int, str], set[str]] = {}
    for r in references(tables):
        uses.setdefault((r.controller, r.key), set()).add(f"{r.what} ({r.where})" if r.where else r.what)
    rows: list[tuple[int, dict[str, Any]]] = []
    day = audit.as_of.isoformat()
    columns = ("controller", "id", "name", "path", "sha256", "signed", "expires", "found")
    for controller, id_, name, path, sha256, signed, expires, found in zip(
        *(d[c].astype(object) for c in columns), strict=True
    ):
        entry = {"id": id_, "name": name, "path": path, "sha256": sha256, "signed": signed, "expires": expires}
        expired = expires not in ("unknown", "none") and expires < day
        rows.append((controller, {**entry, "expired": expired, "state": found}))
    listed = {(controller, row["id"]) for controller, row in rows}
    rows += [(key[0], _not_listed(key[1])) for key in sorted(uses.keys() - listed)]
    rows.sort(key=lambda row: row[0])
    return [
        {"controller": names[controller], **row, "documents": sorted(uses.get((controller, row["id"]), ()))}
        for controller, row in rows
    ]


def _not_listed(id_: str) -> dict[str, Any]:
    lacking = dict.fromkeys(("sha256", "signed", "expires"), "unknown")
    return {"id": id_, "name": "", "path": "", **lacking, "expired": False, "state": "not-listed"}


def shown(rows: list[dict[str, Any]]) -> Iterator[list[str]]:
    """The rows as cells of :data:`COLUMNS`."""
    for row in rows:
        expires = f"{row['expires']} (expired)" if row["expired"] else row["expires"]
        cells = {**row, "expires": expires, "documents": ", ".join(row["documents"]) or "-", "path": row["path"] or "-"}
        yield [cells[c] for c in COLUMNS]
