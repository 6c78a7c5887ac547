"""Reading the situations of ``tests/law_cases``: plain words in, cases of :mod:`datamap.law.verdict` out."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from datamap.law.verdict import Case, Tool

FOLDER = Path(__file__).parent / "law_cases"
PLAIN = {"to": "country", "site": "site_kind", "run_by": "run_by_country", "sector": "importer_sector"}
KEPT = (
    "data",
    "importer_gdpr",
    "affiliate",
    "no_transfer",
    "other_entity",
    "onward",
    "regime",
    "inventory_date",
    "exporter_sector",
    "importer",
    "importer_how",
    "parent",
)
EXPECTED = (
    "verdict",
    "ground",
    "instrument",
    "evidence",
    "contested",
    "valid_until",
    "relied_on",
    "citation",
    "missing",
    "asks",
    "fallback",
)
WORDS = ("first", "says", "later_annulled", "set_aside")
ONWARD = ("exporter_places", "exporter_basis", "received_under")
ABOUT = ("name", "source", "on", "tools", "roles", "facts", "aliases", "list", *ONWARD)


def situations(name: str) -> list[dict[str, Any]]:
    """The situations of one file, with every key known."""
    rows = tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))["case"]
    known = {*PLAIN, *KEPT, *EXPECTED, *WORDS, *ABOUT}
    for row in rows:
        assert not set(row) - known, f"{row['name']}: {set(row) - known} not known"
    return rows


def tool(given: str | dict[str, Any]) -> Tool:
    """``kind:version@signed``, or a table of fields."""
    if isinstance(given, dict):
        return Tool(**{{"from": "from_"}.get(k, k): v for k, v in given.items()})
    rest, _, signed = given.partition("@")
    kind, _, version = rest.partition(":")
    return Tool(kind, version or "unknown", signed=dt.date.fromisoformat(signed) if signed else None)


def case(row: dict[str, Any]) -> Case:
    """The case that a situation describes."""
    values: dict[str, Any] = {field: row[word] for word, field in PLAIN.items() if word in row}
    values |= {k: row[k] for k in KEPT if k in row}
    if "tools" in row:
        values["tools"] = tuple(tool(t) for t in row["tools"])
    if "roles" in row:
        values["exporter_role"], values["importer_role"] = row["roles"].split(" to ")
    values["facts"] = tuple(row.get("facts", {}).items())
    values["aliases"] = tuple(row.get("aliases", ()))
    values |= {k: tuple(row[k]) for k in ONWARD if k in row}
    return Case(**values)


def check(row: dict[str, Any], verdict: Any) -> None:
    """Hold a verdict against what the situation expects."""
    got = "\n".join(verdict.reasons)
    for field in EXPECTED:
        if field in row:
            wanted, found = row[field], getattr(verdict, field)
            assert found == (tuple(wanted) if isinstance(wanted, list) else wanted), f"{field}: {found!r}\n{got}"
    if "first" in row:
        assert row["first"] in verdict.reasons[0], got
    for words in row.get("says", ()):
        assert words in got, got
    assert row.get("set_aside", "") in verdict.set_aside, verdict.set_aside
    assert bool(verdict.set_aside) == ("set_aside" in row), verdict.set_aside
    if "later_annulled" in row:
        assert row["later_annulled"] in verdict.later_annulled
    assert verdict.later_annulled or "later_annulled" not in row
