"""The cells of sheet Transfers and of the notice: transfer tools, letters of the notice, rights."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from datamap.formats.workbook import show
from datamap.formats.workbook.edits import Refused
from datamap.formats.workbook.reading import Cell, Got, denied, folded, rest_of
from datamap.formats.workbook.rows import blank, seen
from datamap.labels.values import is_blank, read_tools, read_yes_no
from datamap.model import shape
from datamap.model.vocabulary import UNKNOWN, RightName, SafeguardKind, SafeguardVersion, shown, vocabulary


def read_tool(text: str, cell: Cell) -> Got:
    """One transfer tool, or several; ``none``: it is recorded that there is none."""
    text = seen(text)
    if folded(text) == "none" or denied(text):
        return Got({"kind": "none"})
    for (kind, version), told in _told().items():
        if told == folded(text):
            return Got({"kind": kind, "version": version})
    if is_blank(text):
        raise Refused("it is not known which tool", "nothing until it is known; a tool, or none")
    found = read_tools(text)
    if not found.values:
        raise Refused("no transfer tool", "one of: DPF, SCCs, adequacy, BCR, derogation 49-1-a ..., none")
    for v in found.values:
        if not v.sure or v.value == "unknown":
            raise Refused(v.why or "no transfer tool that is in place", "a tool that is in place, or nothing")
    out: list[dict[str, Any]] = [
        {"kind": v.value, **{k: v.extra[k] for k in ("version", "module", "signed") if k in v.extra}}
        for v in found.values
    ]
    for values in out:
        values.setdefault("version", "unknown")
        if values.get("signed", "none") not in ("none", "unknown"):
            values["signed"] = dt.date.fromisoformat(values["signed"])
    left = rest_of(text, found.rest)
    if any(c.isalpha() for c in left):  # "we think SCC", "SCC for the support team": they may limit it
        raise Refused(f"{shown(left)} beside the tool may limit it", "the tool alone; more in the columns beside it")
    return Got(out[0], [left] if left else [], "; ".join(map(_meaning, out)), more=out[1:])


def _meaning(tool: dict[str, Any]) -> str:
    """A tool with what was read beside it."""
    told = show.tool(tool["kind"], tool["version"])
    known = {k: tool[k] for k in ("module", "signed") if tool.get(k, "unknown") not in ("unknown", "none")}
    return ", ".join([told, *(f"{k} {v}" for k, v in known.items())])


@cache
def _told() -> dict[tuple[str, str], str]:
    """Kind and version of each tool -> the words in which the workbook shows it."""
    kinds, versions = vocabulary(SafeguardKind), vocabulary(SafeguardVersion)
    return {(k, v): folded(show.tool(k, v)) for k in kinds if k != "unknown" for v in versions}


def read_letter(text: str, cell: Cell) -> Got:
    """Whether the notice contains an information."""
    field_ = shape.of(cell.column.field.entry)["told"]
    plain = folded(text)
    if is_blank(text):
        told = "unknown"
    elif plain in field_.words or plain == "not told":
        told = plain.replace(" ", "-")
    else:
        told = {"yes": "told", "no": "not-told"}.get(read_yes_no(seen(text)).only, "")
    if not told:
        raise Refused("neither yes nor no", "yes, no, or nothing")
    before = list(cell.entry["informs"] or ())
    new = {**blank(cell.column.field.entry), "letter": cell.column.item, "told": told}
    out = [{**i, "told": told} if i["letter"] == cell.column.item else i for i in before]
    out += [new] if not any(i["letter"] == cell.column.item for i in before) else []
    return Got({"informs": out}, meaning=told.replace("-", " "))


def read_right(text: str, cell: Cell) -> Got:
    """How a right is exercised; ``yes``: the notice describes it; blank or ``no``: it does not."""
    text = seen(text)
    before = [r for r in cell.entry["rights"] or () if r["right"] != cell.column.item]
    if not text or folded(text) == "no" or is_blank(text) or denied(text):
        return Got({"rights": before or UNKNOWN}, meaning="not described")
    same = next((r for r in cell.entry["rights"] or () if r["right"] == cell.column.item), None)
    contact = "unknown" if folded(text) == "yes" else text
    new = {**(same or {**blank(cell.column.field.entry), "right": cell.column.item}), "contact": contact}
    order = vocabulary(RightName)
    return Got({"rights": sorted([*before, new], key=lambda r: order.index(r["right"]))})
