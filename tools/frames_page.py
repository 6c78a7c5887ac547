"""The page with the columns of the frames that an audit gives (``docs/frames.md``).

The meanings are in ``frames.yaml``; columns and types are those of frames that are made here, and a column without a
meaning, or a meaning without a column, is an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

import datamap as dm

ROOT = Path(__file__).resolve().parents[1]
INTRODUCTION = """# The frames of an audit

This page is written by `python -m tools frames`.

Each result below is a pandas DataFrame. `text` is never missing: what does not apply is an empty text, what is not
recorded is the word `unknown`. A day is text in ISO 8601 (`2026-09-30`). `texts` is a list or tuple of text. The tables
of the map itself (`audit.tables["recipients"]`) are in [parquet.md](parquet.md), where references are ids; in memory
they are row numbers, and -1 refers to nothing.

    import datamap as dm

    audit = dm.audit(dm.read("inventory/smartsupp.yaml"), as_of="2026-09-30")
    draft = dm.draft(["notebooks/documents/notice.md", "notebooks/documents/vendors.csv"])
"""


class MeaningError(Exception):
    """A column without a meaning, or a meaning without a column."""


def page() -> str:
    """The page."""
    meanings = yaml.safe_load(Path(__file__).with_name("frames.yaml").read_text(encoding="utf-8"))
    made = frames()
    return "\n".join([INTRODUCTION, *(line for each in meanings for line in _frame(each, made))]).rstrip() + "\n"


def frames() -> dict[str, pd.DataFrame]:
    """The frames that the page describes, by the expression that gives them."""
    audit = dm.audit(dm.read(ROOT / "inventory" / "smartsupp.yaml"), as_of="2026-09-30")
    documents = ROOT / "notebooks" / "documents"
    draft = dm.draft([documents / "notice.md", documents / "vendors.csv"])
    return {
        "audit.transfers": audit.transfers,
        "audit.why(recipient)": audit.why("HelpJuice"),
        "audit.findings.frame": audit.findings.frame,
        "audit.findings.table": audit.findings.table,
        "audit.findings.groups()": audit.findings.groups(),
        "audit.proposals": dm.audit(draft.inventory, as_of="2026-09-30").proposals,
        "dm.plan(audit)": dm.plan(audit),
        'dm.what_if(audit, "eu-us-dpf")': dm.what_if(audit, "eu-us-dpf"),
        "audit.fingerprint_table()": audit.fingerprint_table(),
    }


def _frame(about: dict[str, Any], made: dict[str, pd.DataFrame]) -> Iterator[str]:
    name, meanings = about["frame"], about["columns"]
    if isinstance(meanings, list):  # the columns are among those of an earlier frame
        meanings = {column: "" for column in meanings}
    frame = made[name]
    if list(frame.columns) != list(meanings):
        wrong = list(set(frame.columns) ^ set(meanings)) or "their order"
        raise MeaningError(f"tools/frames.yaml: {name}: {wrong}. Expected the columns {list(frame.columns)}")
    yield f"## {name}\n"
    yield f"{about['about']}\n"
    if not any(meanings.values()):
        yield f"Columns: {', '.join(f'`{column}`' for column in meanings)}.\n"
        return
    yield "| column | type | meaning |\n|---|---|---|"
    yield from (f"| `{column}` | {type_of(frame[column])} | {meaning} |" for column, meaning in meanings.items())
    yield ""


def type_of(column: pd.Series) -> str:
    """The type of a column in words.

    Examples
    --------
    >>> type_of(pd.Series(["a"])), type_of(pd.Series([True])), type_of(pd.Series([("a",)])), type_of(pd.Series([1]))
    ('text', 'bool', 'texts', 'int64')
    """
    if any(isinstance(value, (list, tuple)) for value in column):
        return "texts"
    return str(column.dtype) if column.dtype.kind in "biuf" else "text"
