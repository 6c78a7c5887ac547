"""Estates as a Parquet folder, the way a warehouse would fill one.

Ids in every reference, no row numbers but evidence's.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.estate.entries import Entry
from datamap.tables import EVIDENCE, SPEC, Table
from datamap.tables.columns import default
from datamap.tables.spec import CHILD_TABLES

TOP = [t for t in SPEC.values() if not t.parent and t is not EVIDENCE]
KEYED = (
    {t.parent for t in SPEC.values() if t.parent}
    - {t.name for t in SPEC.values() if any(c.name == "id" for c in t.columns)}
    - {"controllers", "notices", "inventories"}
)
"""Tables without ids of their own that others refer to: they get a column ``key``."""


class Folder:
    """Rows of one partition on their way into its files."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, list[Any]]] = {}
        self._plans: dict[str, list[tuple[str, str, str, Any]]] = {}
        for t in SPEC.values():
            names = [] if t.name == "inventories" else ["controller"]
            names += [t.parent_key] if t.parent and t.parent not in ("controllers", "notices") else []
            names += ["key"] if t.name in KEYED else []
            names += ["row"] if t is EVIDENCE else []
            plan = [
                (c.name, c.kind, c.field.rstrip("_") or c.name, default(t, c))
                for c in t.columns
                if c.name not in ("file", "formerly") and (t.name, c.name) != ("inventories", "sha256")
            ]
            self._plans[t.name] = plan
            self.rows[t.name] = {n: [] for n in (*names, *(n for n, *_ in plan))}

    def add(self, inventory: Entry) -> None:
        """Take one inventory in."""
        who = inventory["meta"]["id"]
        for table in TOP:
            value = inventory.get(table.field, "unknown")
            for item in value if isinstance(value, list) else [value] if isinstance(value, dict) else []:
                self._add(table, item, who, "", inventory)

    def _add(self, table: Table, item: Any, who: str, parent: str, top: Entry) -> None:
        rows = self.rows[table.name]
        at = len(rows[self._plans[table.name][0][0]])
        if "controller" in rows:
            rows["controller"].append(who)
        if table.parent_key in rows:
            rows[table.parent_key].append(parent)
        key = item.get("id", "") if isinstance(item, dict) else ""
        if "key" in rows:
            key = str(at)
            rows["key"].append(key)
        for name, kind, field, missing in self._plans[table.name]:
            if table.model is None:
                value = item
            elif kind == "said":
                held = (top if table.name == "inventories" and field in top else item).get(field, missing)
                value = held if isinstance(held, str) else "listed" if held else "none"
            else:
                value = item.get("recipient" if name == "sub_processor" else field, missing)
            rows[name].append(value)
        if table.model is None:
            return
        for e in item.get("evidence", ()):
            held = {"controller": who, "row": at, "table": table.name, **e}
            for name, column in self.rows["evidence"].items():
                value = held.get(name, "stated" if name == "how" else "")
                column.append(" ".join(value) if isinstance(value, list) else value)  # ids of facts, in one text
        for child in CHILD_TABLES[table.name]:
            value = item.get(child.field)
            for inner in value if isinstance(value, list) else ():
                self._add(child, inner, who, key, top)

    def write(self, folder: Path) -> None:
        """Write the files into a folder that exists."""
        for name, columns in self.rows.items():
            table = SPEC[name]
            arrays = {}
            for column, values in columns.items():
                spec = next((c for c in table.columns if c.name == column), None)
                array = pa.array(values, pa.int32() if column == "row" else pa.string())
                arrays[column] = array.dictionary_encode() if spec is not None and spec.words else array
            pq.write_table(pa.table(arrays), folder / f"{name}.parquet", compression="zstd")
