"""What a person may type on the review page: the values that a corrected fact may have, and where a part may belong."""

from __future__ import annotations

from typing import Any

from datamap.findings.deciding import VALUE
from datamap.labels import countries
from datamap.labels.values import LANGUAGES
from datamap.model.vocabulary import PERIOD, SafeguardKind, vocabulary
from datamap.tables import SPEC, Tables

PLACES = ("country", "run_by_country")
LISTS = ("recipients", "purposes")
"""The lists to whose entries a part, or a fact, may belong instead."""


def check_of(table: str, field: str) -> str:
    """The name of the check on the right value of a fact (of the entry, where no field is named)."""
    whole = field == (SPEC[table].field or table)
    if table == "safeguards" and (whole or field.endswith(".kind")):
        return "tool"
    name = VALUE.get(table, "name") if whole else field.rsplit(".", 1)[-1]
    column = next((c for c in SPEC[table].columns if c.name == name), None)
    if name in PLACES:
        return "place"
    if name == "period":
        return "period"
    if column is not None and column.kind == "ref":
        return f"id {column.refers}"
    return f"{table}.{name}" if column is not None and column.kind == "word" else "text"


def check(name: str, tables: Tables) -> dict[str, Any]:
    """What a check accepts: ``words`` or a ``pattern`` (none: any text), and ``expected`` for a person.

    ``datamap review --apply`` reads every value again with the parser of the inventory.
    """
    if name == "place":
        codes = [*sorted(countries.codes()), "EU", "EEA", "EPO", "worldwide", "various", "unknown"]
        named = [n for n in countries.names(LANGUAGES) if len(n) > 3]
        return {"words": codes + named, "shown": len(codes), "expected": "a country, by code or name, EU or EEA"}
    if name == "period":
        expected = "a period such as P5Y, P18M or P30D, or none, or unknown"
        return {"pattern": f"^(?:{PERIOD.pattern}|none|unknown)$", "expected": expected}
    if name == "tool":
        kinds = vocabulary(SafeguardKind)
        expected = f"a tool such as scc:2021 or dpf; kinds are {', '.join(kinds)}"
        return {"pattern": rf"^(?:{'|'.join(kinds)})(?::[\w-]+)?(?:@\d{{4}}-\d\d-\d\d)?$", "expected": expected}
    if name.startswith("id "):
        ids = [str(i) for i in tables[name[3:]]["id"]]
        return {"words": ids, "expected": f"the id of an entry of {name[3:]}"}
    if "." in name:
        table, _, column = name.partition(".")
        words = list(SPEC[table][column].words)
        return {"words": words, "expected": f"one of {', '.join(words)}"}
    return {"expected": "a text"}


def list_of(kind: str, table: str, field: str) -> str:
    """The list to one of whose other entries a fact may belong; empty where none is offered."""
    name = {"recipient": "recipients", "purpose": "purposes"}.get(kind, "")
    whole = field == (SPEC[table].field or table)
    direct = table == name or SPEC[table].parent == name
    return name if name and direct and not (whole and table == "purposes") else ""
