"""What the internal edition adds to the record: summary, rights, verdicts, findings, change log.

Labels are in the language of the record; the words of findings, reasons and changes are the rules', in English.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from datamap.documents.looks import LABEL, PLAIN, row_heights
from datamap.documents.sheets import Grid, Painter
from datamap.labels import record
from datamap.labels.counting import transfers as all_transfers
from datamap.model.vocabulary import SEVERITIES, VERDICTS
from datamap.publish.record import answers
from datamap.publish.record.edition import Edition
from datamap.publish.record.rights import NAMES
from datamap.publish.record.spread import spread_grid

SHEETS = ("summary", "rights", "verdicts", "findings", "changes")


def build(painter: Painter, view: Edition, changes: Sequence[Mapping[str, str]] | None) -> None:
    """Lay out the sheets of the audit."""
    _summary(painter, view)
    widths = {"bases": 28, "activity": 28} | dict.fromkeys(NAMES, 16)
    rights = answers.rights_sheet(view, widths)
    heads = {"activity": _column(view, "activity"), "bases": _column(view, "bases")}
    heads |= {name: view.word("right", name) for name in NAMES}
    _table(painter, view, "rights", [(heads[k], widths[k], rights[k]) for k in heads])
    _table(painter, view, "verdicts", list(_verdicts(view)))
    _table(painter, view, "findings", list(_findings(view)))
    log = answers.change_log(view, changes)
    keys = (
        ("date", "date", 14),
        ("version", "", 14),
        ("author", "owner", 24),
        ("change", "change", 80),
        ("effect", "effect", 60),
    )
    named = [
        (_label(view, head) if head else record("cover", key, view.language), w, log[key]) for key, head, w in keys
    ]
    _table(painter, view, "changes", named)


def _label(view: Edition, key: str) -> str:
    return record("internal", key, view.language)


def _column(view: Edition, key: str) -> str:
    return record("column", key, view.language)


def _table(painter: Painter, view: Edition, key: str, columns: list[tuple[str, int, list[Any]]]) -> None:
    values = [c for *_, c in columns]
    if not values[0]:
        values = [[view.phrase("no-rows")], *[[""]] * (len(columns) - 1)]
    name = record("sheet", key, view.language)
    grid = Grid(name, [h for h, *_ in columns], [w for _, w, _ in columns], values, [True] * len(columns))
    painter.table(spread_grid(grid, view.phrase("continued", name="{name}")))


def _verdicts(view: Edition) -> Iterator[tuple[str, int, list[Any]]]:
    keys = {"recipient": 26, "country": 20, "verdict": 14, "mechanism": 28, "evidence": 14, "valid_until": 13}
    keys |= {"contested": 11, "reasons": 56, "purposes": 0, "categories": 0, "documents": 24}
    found = answers.transfers(view, keys)
    heads = {
        "recipient": _column(view, "recipient"),
        "country": _column(view, "country"),
        "verdict": _label(view, "verdict"),
        "mechanism": _label(view, "ground"),
        "evidence": _label(view, "evidence"),
        "valid_until": _label(view, "valid"),
        "contested": _label(view, "contested"),
        "reasons": _label(view, "reasons"),
    }
    for key, head in heads.items():
        values = found[key]
        yield head, keys[key], [view.answer(v) for v in values] if key == "contested" else values


def _findings(view: Edition) -> Iterator[tuple[str, int, list[Any]]]:
    f = view.audit.findings.frame
    columns = {"severity": 11, "rule": 9, "subject": 28, "finding": 58, "remedy": 48, "articles": 24, "accepted": 10}
    for key, width in columns.items():
        values = f["message" if key == "finding" else key].tolist()
        if key == "severity":
            values = [_label(view, v) for v in values]
        elif key == "accepted":
            values = [view.answer("yes" if v else "no") for v in values]
        yield _label(view, key), width, values


def _summary(painter: Painter, view: Edition) -> None:
    lines = list(_lines(view))
    widths = [36, 110]
    sheet = painter.sheet(record("sheet", "summary", view.language), widths)
    sheet.row_dimensions = row_heights(lines, widths)
    painter.rows(sheet, lines, lambda row, column: LABEL if column == 1 else PLAIN)


def _lines(view: Edition) -> Iterator[list[Any]]:
    audit, stamp = view.audit, view.audit.stamp()
    each = ", ".join(f"{audit.counts[v]} {view.word('verdict', v)}" for v in VERDICTS if v != "no-transfer")
    yield [_label(view, "transfers"), f"{all_transfers(audit.counts)}: {each}"]
    counts = audit.findings.counts
    yield [_label(view, "open-findings"), ", ".join(f"{counts[s]} {_label(view, s)}" for s in SEVERITIES)]
    if audit.has_proposals:
        yield [_label(view, "proposals"), len(audit.proposals)]
    yield [record("cover", "day", view.language), view.day]
    yield [_label(view, "facts"), ", ".join(sorted({view.answer(i["date"]) for i in stamp["inputs"]}))]
    law = stamp["law"]
    yield [_label(view, "law"), _label(view, "horizon").format(version=law["version"], day=law["horizon"])]
    lists = stamp["dpf_list"]
    yield [_label(view, "list"), _label(view, "no-list") if lists is None else ", ".join(lists["vintages"])]
    yield [_label(view, "input"), "\n".join(i["sha256"] or view.answer("unknown") for i in stamp["inputs"][:20])]
    if view.language != "en":
        yield ["", _label(view, "messages")]
