"""The page that tells a warehouse how to fill a Parquet folder (``docs/parquet.md``).

An introduction (``parquet_page.md``), then what the table spec and the model say of each table.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from datamap.model import shape
from datamap.tables.columns import REQUIRED, kind, optional
from datamap.tables.spec import EVIDENCE, SPEC, TOP_LISTS, Column, Table

INTRODUCTION = Path(__file__).with_name("parquet_page.md")
"""What the page says before its tables, word for word."""

EVERYWHERE = ("how", "why", "notes")
OWN = {
    "file": "file or system it was taken from; left out: the partition",
    "sha256": "hash of that file; left out together with `file`: of the partition’s files",
    **dict.fromkeys(TOP_LISTS, "whether it has any"),
    "table": "table whose row it supports",
    "row": "row number in that table's file",
    "controller": "whose it is",
}
"""What columns mean that no field of the model holds."""


def documentation() -> str:
    """The page that describes the folder."""
    introduction = INTRODUCTION.read_text(encoding="utf-8")
    return "\n".join([introduction, *(line for t in SPEC.values() for line in _page(t))]) + "\n"


def _page(table: Table) -> Iterator[str]:
    doc = " ".join((table.model.__doc__ or "").split()).split(". Short form")[0].rstrip(".") if table.model else ""
    of = (
        f" `{table.field.rstrip('_')}` of {table.parent}: {_meaning(SPEC[table.parent], table.field)}."
        if table.parent
        else ""
    )
    yield f"\n## {table.name}\n"
    yield f"{'Required' if table.name in REQUIRED else 'Optional'}.{of}{f' {doc}.' if doc else ''}\n"
    yield "| column | holds | meaning |\n|---|---|---|"
    if table.name != "inventories":
        yield _row("controller", "id or row of `inventories`", OWN["controller"])
    if table.parent and table.parent not in ("controllers", "notices"):
        has_ids = "id" in [c.name for c in SPEC[table.parent].columns]
        yield _row(table.parent_key, f"{'id' if has_ids else 'key'} or row of `{table.parent}`", "what it belongs to")
    if table is EVIDENCE:
        yield _row("row", "row number", OWN["row"])
    for c in table.columns:
        if c.name not in EVERYWHERE or table is EVIDENCE:
            yield _row(c.name, _holds(table, c), _meaning(table, c.field) or OWN.get(c.name, ""), optional(table, c))


def _row(name: str, holds: str, meaning: str, may_be_left_out: bool = False) -> str:
    return f"| {f'(`{name}`)' if may_be_left_out else f'`{name}`'} | {holds} | {meaning} |"


def _holds(table: Table, column: Column) -> str:
    if column.kind == "ref":
        return f"id or row of `{column.refers}`"
    if column.name == "table":
        return "name of a table"
    return ", ".join(f"`{w}`" for w in column.words if w) or f"*{kind(table, column)}*".replace("*text*", "text")


def _meaning(table: Table, field: str) -> str:
    """What the model says of a field."""
    known = {f.name: f.description for f in shape.of(table.model).values()} if table.model else {}
    return known.get(field, "")
