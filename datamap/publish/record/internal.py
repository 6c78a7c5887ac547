"""What the internal edition adds to the record: summary, rights, verdicts, findings, change log.

Labels are in the language of the record; the words of findings, reasons and changes are the rules', in English.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from datamap.documents.looks import LABEL, PLAIN, row_heights
from datamap.documents.sheets import Grid, Painter
from datamap.labels import record
from datamap.labels.counting import COVERED_UNVERIFIED, NO_TRANSFER
from datamap.labels.counting import transfers as all_transfers
from datamap.law import checks
from datamap.model.vocabulary import SEVERITIES, VERDICTS
from datamap.publish.record import answers
from datamap.publish.record.edition import Edition
from datamap.publish.record.rights import NAMES
from datamap.publish.record.spread import spread_grid
from datamap.questions import filed

Column = tuple[str, int, list[Any]]
"""Header, width and values."""

WIDTHS = {
    "recipient": 22,
    "country": 14,
    "data": 11,
    "verdict": 13,
    "ground": 20,
    "evidence": 11,
    "valid": 11,
    "contested": 9,
    "reasons": 45,
}
"""Columns of the sheet of verdicts, and their widths."""

SHEETS = ("summary", "rights", "verdicts", "findings", "documents", "changes")


def sheets(view: Edition) -> list[str]:
    """The sheets of the audit; that of signed documents only where the map lists some or refers to them."""
    return [s for s in SHEETS if s != "documents" or filed.documents(view.audit)]


def build(painter: Painter, view: Edition, changes: Sequence[Mapping[str, str]] | None) -> None:
    """Lay out the sheets of the audit."""
    _summary(painter, view)
    rights = answers.rights_sheet(view)
    heads = {"activity": _column(view, "activity"), "bases": _column(view, "bases")}
    heads |= {name: view.word("right", name) for name in NAMES}
    columns = [(heads[k], 13 if k in NAMES else 19, rights[k]) for k in heads]
    _table(painter, view, "rights", [*_who(view, rights[answers.WHO]), *columns])
    verdicts = {view.word("verdict", v): v.replace("-", " ") for v in VERDICTS}
    _table(painter, view, "verdicts", list(_verdicts(view)), (_label(view, "verdict"), verdicts))
    severities = {_label(view, s): s for s in SEVERITIES}
    _table(painter, view, "findings", list(_findings(view)), (_label(view, "severity"), severities))
    if found := filed.documents(view.audit):
        _table(painter, view, "documents", list(_documents(view, found)))
    log = answers.change_log(view, changes)
    keys = (
        ("date", "date", 12),
        ("version", "", 10),
        ("author", "owner", 20),
        ("change", "change", 66),
        ("effect", "effect", 48),
    )
    named = [(_head(view, head) if head else record("cover", key, view.language), w, log[key]) for key, head, w in keys]
    _table(painter, view, "changes", [*_who(view, log[answers.WHO]), *named])


def _label(view: Edition, key: str) -> str:
    return record("internal", key, view.language)


ENGLISH = ("reasons", "finding", "remedy", "change", "effect", "used-by")
"""Columns whose texts are in English in a record of any language: they are for the analyst."""


def _head(view: Edition, key: str) -> str:
    """The header of a column; it states where the texts below are in another language than the record."""
    name = _label(view, key)
    return _label(view, "english").format(name=name) if key in ENGLISH else name


def _column(view: Edition, key: str) -> str:
    return record("column", key, view.language)


def _who(view: Edition, ids: Sequence[str]) -> list[Column]:
    """The column of organisations, where the record is one of several."""
    of = dict(zip(view.column("inventories", "id"), view.column("controllers", "name"), strict=True))
    return [(_column(view, "organisation"), 24, [of[i] for i in ids])] if view.many else []


def _table(
    painter: Painter,
    view: Edition,
    key: str,
    columns: Sequence[Column],
    coloured: tuple[str, Mapping[str, str]] = ("", {}),
) -> None:
    heads, widths, values = [c[0] for c in columns], [c[1] for c in columns], [c[2] for c in columns]
    if not values[0]:
        values = [[view.phrase("no-rows")], *[[""]] * (len(columns) - 1)]
    grid = Grid(record("sheet", key, view.language), heads, widths, values, [True] * len(columns))
    grid.colour = {heads.index(coloured[0]): coloured[1]} if coloured[0] else {}
    painter.table(spread_grid(grid, view.phrase("continued", name="{name}")))


def _verdicts(view: Edition) -> Iterator[Column]:
    found = answers.transfers(view)
    yield from _who(view, found[answers.WHO])
    for key, width in WIDTHS.items():
        yield _column(view, key) if key in ("recipient", "country") else _head(view, key), width, found[key]


def _findings(view: Edition) -> Iterator[Column]:
    f = view.audit.findings.frame
    yield from _who(view, f["controller"].tolist())
    columns = {"severity": 15, "rule": 8, "subject": 21, "finding": 46, "remedy": 36, "articles": 20, "accepted": 10}
    for key, width in columns.items():
        values = f["message" if key == "finding" else key].tolist()
        if key == "severity":
            values = [_label(view, v) for v in values]
        elif key == "accepted":
            values = [view.answer("yes" if v else "no") for v in values]
        yield _head(view, key), width, values


def _documents(view: Edition, found: Sequence[Mapping[str, Any]]) -> Iterator[Column]:
    """The signed documents: what is there, until when it applies, and what refers to it."""
    yield from _who(view, [d["controller"] for d in found])
    yield _label(view, "document"), 28, [d["name"] or d["id"] for d in found]
    yield _label(view, "state"), 18, [_label(view, d["state"]) for d in found]
    yield _label(view, "file"), 30, [d["path"] for d in found]
    for key in ("signed", "expires"):
        yield _label(view, key), 12, [view.answer(str(d[key])) for d in found]
    yield _label(view, "expired"), 10, [view.answer("yes" if d["expired"] else "no") for d in found]
    yield _head(view, "used-by"), 46, ["\n".join(d["documents"]) for d in found]


def _summary(painter: Painter, view: Edition) -> None:
    lines = list(_lines(view))
    widths = [36, 110]
    sheet = painter.sheet(record("sheet", "summary", view.language), widths)
    sheet.row_dimensions = row_heights(lines, widths)
    painter.rows(sheet, lines, lambda row, column: LABEL if column == 1 else PLAIN)


def _lines(view: Edition) -> Iterator[list[Any]]:
    audit, stamp = view.audit, view.audit.stamp()
    counts = audit.counts
    each = [f"{counts[v]} {view.word('verdict', v)}" for v in VERDICTS if v != NO_TRANSFER]
    yield [_label(view, "transfers"), f"{all_transfers(counts)}: {', '.join(each)}"]
    for key, n in (("unverified", counts[COVERED_UNVERIFIED]), ("inside", counts[NO_TRANSFER])):
        if n:
            yield ["", _label(view, key).format(n=n)]
    counts = audit.findings.counts
    yield [_label(view, "open-findings"), ", ".join(f"{_label(view, s)}: {counts[s]}" for s in SEVERITIES)]
    if audit.has_proposals:
        yield [_label(view, "proposals"), len(audit.proposals)]
    yield [record("cover", "day", view.language), view.day]
    yield [_label(view, "facts"), ", ".join(sorted({view.answer(i["date"]) for i in stamp["inputs"]}))]
    law = stamp["law"]
    yield [_label(view, "law"), _label(view, "horizon").format(version=law["version"], day=law["horizon"])]
    if law["old_checks"]:
        yield [_label(view, "old-checks"), checks.said(law["old_checks"])]
    lists = stamp["dpf_list"]
    yield [_label(view, "list"), _label(view, "no-list") if lists is None else ", ".join(lists["vintages"])]
    yield [_label(view, "input"), "\n".join(i["sha256"] or view.answer("unknown") for i in stamp["inputs"][:20])]
    if view.language != "en":
        yield ["", _label(view, "messages")]
