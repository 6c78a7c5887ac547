"""The last sheet: what the rows do not show, and what each cell contained when the workbook was written.

Plain cells of ASCII text, so that it comes back from every spreadsheet program: the text in parts, with a digest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from datamap.formats.workbook.layout import sheets, text
from datamap.formats.workbook.rows import Ref, Row, digest
from datamap.model import Inventory

FORMAT = 1
"""Version of what the sheet contains."""
PART = 30_000
"""Characters of the text in one cell."""
MARK = "datamap workbook"


class Damaged(Exception):
    """The sheet is not as it was written; the text states what was found."""


@dataclass(frozen=True)
class Kept:
    """What the last sheet contains.

    Attributes
    ----------
    base : Inventory
        What was written.
    blank : bool
        Whether the workbook was written blank: the base has no facts.
    rows : mapping
        Sheet -> key of a row -> what it is about, and the digest of each of its cells.
    """

    base: Inventory
    blank: bool
    rows: Mapping[str, Mapping[str, tuple[Ref, Mapping[str, str]]]]


def cells(base: Inventory, rows: Mapping[str, Sequence[Row]], blank: bool) -> list[list[str]]:
    """The rows of the sheet."""
    written = {
        sheet.name: {
            "columns": [c.key for c in sheet.columns] if not sheet.form else [],
            "rows": [[r.key, list(r.ref), [digest(v) for v in r.cells.values()]] for r in rows[sheet.name]],
        }
        for sheet in sheets()
    }
    inventory = base.model_dump(mode="json", by_alias=True, exclude_defaults=True, warnings=False)
    inventory |= {"meta": {"id": base.meta.id, **inventory["meta"]}}
    whole = json.dumps({"blank": blank, "inventory": inventory, "sheets": written}, separators=(",", ":"))
    whole = whole.replace("_", "\\u005f")  # Excel reads _x0041_ as a character
    parts = [whole[i : i + PART] for i in range(0, len(whole), PART)]
    head = f"{MARK} {FORMAT} | {len(parts)} | {hashlib.sha256(whole.encode()).hexdigest()}"
    # bars around each part: programs drop blanks at the end, and take a text with '=' in front for a formula
    return [[text("store_note")], [head], *([f"|{part}|"] for part in parts)]


def is_kept(rows: Iterable[Sequence[Any]]) -> bool:
    """Whether the rows of a sheet are those of the last sheet."""
    return any(isinstance(c, str) and c.startswith(MARK) for row in list(rows)[:10] for c in row)


def read(rows: Sequence[Sequence[Any]]) -> Kept:
    """What the sheet contains.

    Raises
    ------
    Damaged
    """
    column = [c for row in rows for c in row if isinstance(c, str) and c]
    head = next((i for i, c in enumerate(column) if c.startswith(MARK)), -1)
    fields = column[head].removeprefix(MARK).split("|") if head >= 0 else []
    if len(fields) != 3:
        raise Damaged("no line that states what it contains")
    if fields[0].strip() != str(FORMAT):
        raise Damaged(f"a workbook of format {fields[0].strip()[:20]}, which another version of datamap wrote")
    parts = [c for c in column[head + 1 :] if c.startswith("|") and c.endswith("|") and len(c) > 1]
    whole = "".join(part[1:-1] for part in parts)
    if hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest() != fields[2].strip():
        raise Damaged("cells that were edited, moved or removed")
    try:
        found = json.loads(whole)
        base = Inventory.model_validate(found["inventory"])
        return Kept(base, bool(found["blank"]), {name: _rows(s) for name, s in found["sheets"].items()})
    except (ValueError, ValidationError, KeyError, TypeError, AttributeError, RecursionError) as e:
        raise Damaged("content that datamap did not write") from e


def _rows(sheet: Mapping[str, Any]) -> dict[str, tuple[Ref, Mapping[str, str]]]:
    columns = sheet["columns"]
    return {key: (tuple(ref), dict(zip(columns or [key], digests, strict=True))) for key, ref, digests in sheet["rows"]}
