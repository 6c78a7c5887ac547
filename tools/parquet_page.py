"""The page that tells a warehouse how to fill a Parquet folder (``docs/parquet.md``), made from the table spec and the model."""

from __future__ import annotations

from collections.abc import Iterator

from datamap.model import shape
from datamap.tables.columns import REQUIRED, kind, optional
from datamap.tables.spec import EVIDENCE, SPEC, TOP_LISTS, Column, Table

INTRODUCTION = """# Tables of a group as a Parquet folder

Generated from the model by `make generate`. `datamap check FOLDER` reads such a folder, `datamap audit FOLDER` judges it.

- A partition is a folder with one file per table, `<table>.parquet`. A folder of such folders is a group; the partitions are
  taken in the order of their names, those that begin with `_` or `.` are passed over. Each controller is in one partition, with
  all its rows. Some hundred controllers in a partition are a good size.
- `controller` is the id of an inventory, or its row number in the partition's `inventories` file. Every other reference is an
  id (within the controller) or a row number of the table it refers to; rows count from 0. A table without ids may carry a
  column `key` that its children name. Tables below `controllers` and `notices` need no parent: there is one for each controller.
- A required table must be there, even if it has no rows. Any other one may be missing.
- A column may be left out where that says nothing (its name stands in brackets). A fact that is not known is said to be
  `unknown`, which is another thing than `none`. A null in a fact that may be unknown is read as unknown; in an id it is a problem.
- What a list says of itself (`unknown`, `none`, `listed`) may be left to its rows: with rows it is listed. Without rows and
  without this column it is `unknown`; `none` has to be said.
- Columns whose names begin with `_` are yours. Any other column that is not known is a problem.

What a column holds:

- *id*: lower-case letters and digits, joined by `-`, `_` or `.`; *ids*: several, separated by blanks, or a list.
- *day*: a date, as text (`2026-09-30`) or as a date, or `none` or `unknown`. *date*: a date, or nothing.
- *place*: a country by name or ISO 3166-1 code, an organisation such as `EPO`, a region such as `EU` or `EEA`; `worldwide` and
  `various` are no place; or `unknown`.
- *period*: ISO 8601, such as `P5Y`, or `none` or `unknown`.
- *words*: one of those that stand there. They may be dictionary-encoded.

Every table may have `line` (the line in the file it came from). All that are no plain lists may have `how` (stated, inferred,
assumed; left out: stated), `why` (where it is not stated) and `notes`; they are left out below.

## An example

One organisation with one purpose and two recipients, written by DuckDB. The folder `group/acme` then has no problem.

```sql
COPY (SELECT 'acme' AS id, DATE '2026-06-30' AS date) TO 'group/acme/inventories.parquet';
COPY (SELECT 'acme' AS controller, 'ACME GmbH' AS name, 'HRB 1' AS registration, '1 Main Street, Hamburg' AS address, 'Germany' AS country,
    'privacy@acme.example' AS email, 'unknown' AS phone, 'unknown' AS website, 'unknown' AS contact, 'private' AS sector,
    'controller' AS role, 'eu' AS regime, 'none' AS joint_controllers) TO 'group/acme/controllers.parquet';
COPY (SELECT 'acme' AS controller, 'customers' AS id, 'Customers' AS name, 'no' AS vulnerable, 'no' AS staff) TO 'group/acme/subjects.parquet';
COPY (SELECT 'acme' AS controller, unnest(['name', 'mail']) AS id, unnest(['Name', 'E-mail address']) AS name, 'none' AS special)
    TO 'group/acme/categories.parquet';
COPY (SELECT 'acme' AS controller, unnest(['chat', 'books']) AS id, unnest(['Chat Inc.', 'Books GmbH']) AS name, 'unknown' AS legal_entity,
    'unknown' AS parent, 'processor' AS role, 'private' AS sector, 'unknown' AS service, 'unknown' AS address, 'unknown' AS contact,
    'yes' AS dpa, 'no' AS joint_arrangement, 'unknown' AS subject_to_gdpr, 'no' AS affiliate) TO 'group/acme/recipients.parquet';
COPY (SELECT 'acme' AS controller, unnest(['chat', 'books']) AS recipient, unnest(['US', 'DE']) AS country, 'establishment' AS activity,
    'unknown' AS run_by, 'unknown' AS run_by_country) TO 'group/acme/sites.parquet';
COPY (SELECT 'acme' AS controller, 'chat' AS recipient, 'scc' AS kind, '2021' AS version, '2' AS module, DATE '2023-05-15' AS signed,
    'contracts/chat.pdf' AS reference, 'yes' AS annexes, 'none' AS tia, 'unknown' AS within_group, 'unknown' AS occasional,
    'unknown' AS authorised) TO 'group/acme/safeguards.parquet';
COPY (SELECT 'acme' AS controller, 'support' AS id, 'Customer support' AS name, 'service' AS function, 'unknown' AS owner,
    'controller' AS role, 'no' AS arrangement, 'no' AS automated_decisions, 'unknown' AS provision_required,
    'not-required' AS dpia, 'active' AS status, now() AS _loaded) TO 'group/acme/purposes.parquet';
COPY (SELECT 'acme' AS controller, 'support' AS purpose, 'customers' AS subject) TO 'group/acme/purpose_subjects.parquet';
COPY (SELECT 'acme' AS controller, 'support' AS purpose, unnest(['name', 'mail']) AS category) TO 'group/acme/uses.parquet';
COPY (SELECT 'acme' AS controller, 'support' AS purpose, '6-1-b' AS basis, 'none' AS interest, 'none' AS law, 'none' AS withdrawal)
    TO 'group/acme/bases.parquet';
COPY (SELECT 'acme' AS controller, 'support' AS purpose, 'P3Y' AS period, 'end of the contract' AS starts, 'unknown' AS law)
    TO 'group/acme/retentions.parquet';
COPY (SELECT 'acme' AS controller, 'support' AS purpose, unnest(['chat', 'books']) AS recipient) TO 'group/acme/disclosures.parquet';
```
"""

EVERYWHERE = ("how", "why", "notes")
OWN = {
    "file": "file or system it was taken from; left out: the partition",
    "sha256": "hash of that file; left out: of the partition's files",
    **dict.fromkeys(TOP_LISTS, "whether it has any"),
    "table": "table whose row it supports",
    "row": "row number in that table's file",
    "controller": "whose it is",
}
"""What columns mean that no field of the model holds."""


def documentation() -> str:
    """The page that describes the folder."""
    return "\n".join([INTRODUCTION, *(line for t in SPEC.values() for line in _page(t))]) + "\n"


def _page(table: Table) -> Iterator[str]:
    doc = " ".join((table.noun.__doc__ or "").split()).split(". Short form")[0].rstrip(".") if table.noun else ""
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
    known = {f.name: f.description for f in shape.of(table.noun).values()} if table.noun else {}
    return known.get(field, "")
