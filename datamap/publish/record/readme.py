"""The sheet 'Read me': what the record covers, its verdict, how to read and edit it, and what each sheet answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from datamap.documents.looks import LABEL, LINK, PLAIN, Look, link_to_sheet, row_heights
from datamap.documents.sheets import Painter
from datamap.findings import findings
from datamap.labels import ENTRY, cells, sheets
from datamap.labels.counting import NO_TRANSFER, count, transfers, unverified
from datamap.law import checks
from datamap.model.vocabulary import VERDICTS
from datamap.pipeline import Audit
from datamap.publish.record import answers
from datamap.publish.record.view import View

Line = tuple[str, Any]
Made = Mapping[str, Mapping[str, list[Any]]]
"""The columns of the other sheets, by sheet and key."""

WIDTHS = [34, 120]
PAPER_A4 = 9
TITLE = Look(bold=True, size=16, wrap=False)
COUNTED = (
    ("Controller record", "activities as controller", "activity as controller"),
    ("Processor record", "activities as processor", "activity as processor"),
    ("Data categories", "data categories", ""),
    ("Data subjects", "categories of data subjects", "category of data subjects"),
    ("Recipients", "recipients", ""),
    ("Security measures", "security measures", ""),
)
"""Sheet, and what its entries are called in the plural and the singular."""

NO_LIST = "none read: claims of the Data Privacy Framework are declared, not verified"
WITHHELD = (
    "Names of contact persons, e-mail addresses and telephone numbers are replaced by 'withheld'. This copy is for "
    "sharing; do not import it."
)
GUIDE: tuple[Line, ...] = (
    (
        "How to read",
        "unknown: not recorded. none: recorded that there is none. inferred, assumed: concluded from the source, "
        "which does not state it. proposed: not yet confirmed. The column 'In force on the day' marks entries that "
        "were not in force on the day of the record.",
    ),
    (
        "Legal minimum",
        "The second line of a header names the letter of Art. 30 that requires the column, or is 'optional'. The "
        "columns with a letter are what Art. 30(1) and (2) require; the layout 'minimum' contains only these.",
    ),
    (
        "Derived columns",
        "If a header contains 'derived', the cells are computed from other cells. Edit the facts on the sheet that "
        "the header names. When the workbook is imported, edits to derived cells are reported and ignored.",
    ),
    (
        "To edit",
        "Each fact is in one column that is not derived. In lists, write one item a line. For a new row, leave the "
        "first column blank. If a list has no entry, write unknown or none in its row. Columns are found by the "
        "first line of their header.",
    ),
    ("To import it", "datamap import FILE.xlsx -o inventory.yaml"),
    ("Paper", "A3 landscape. A wide sheet prints in bands of columns, each one page wide; the first columns repeat."),
    ("Note", "Articles are those of the GDPR, which applies since 2018-05-25. Facts about law are not legal advice."),
)


def build(painter: Painter, view: View, made: Made, anonymised: bool) -> None:
    """Lay out the sheet."""
    head: list[Line] = [("Record of processing activities (GDPR Art. 30)", "")]
    head += [("Contacts withheld", WITHHELD)] if anonymised else []
    lines = [*head, *_summary(view, made), *_versions(view), ("", ""), *GUIDE]
    index = [("Sheet", "What it answers"), *((s.name, s.question) for s in sheets().values() if s.question)]
    start = len(lines) + 2
    rows = [*lines, ("", ""), *index]

    def style(row: int, column: int) -> Look:
        if row == 1:
            return TITLE
        if column == 1:
            return LINK if row > start else LABEL
        return LABEL if row == start else PLAIN

    sheet = painter.sheet("Read me", WIDTHS)
    sheet.page_setup.paperSize = PAPER_A4
    sheet.row_dimensions = row_heights(rows[1:], WIDTHS, first=2) | {1: {"ht": "24", "customHeight": "1"}}
    painter.rows(sheet, rows, style)
    for row, (name, _) in enumerate(index[1:], start=start + 1):
        link_to_sheet(sheet, row, 1, name)


def _summary(view: View, made: Made) -> Iterator[Line]:
    """What the record covers, and what the audit found."""
    audit = view.audit
    names = view.column("controllers", "name")
    yield "Organisation", ", ".join(names) if len(names) < 6 else f"{len(names)} organisations"
    yield "Verdict", _verdict(audit)
    verdicts = (v for v in VERDICTS if v != NO_TRANSFER)
    each = ", ".join(f"{audit.counts[v]} {view.word('verdict', v)}" for v in verdicts) + unverified(audit.counts)
    inside = f"{count(audit.counts[NO_TRANSFER], 'further places')} without a transfer under Chapter V."
    yield "Transfers", f"{transfers(audit.counts):,}: {each}. {inside}"
    yield "Open findings", findings.told(audit.findings.counts)
    yield "Scope", ", ".join(_count(made[sheet], *nouns) for sheet, *nouns in COUNTED)


def _versions(view: View) -> Iterator[Line]:
    """The day, and the versions of the inventory, the law and the participants lists."""
    stamp, of = view.audit.stamp(), view.source["inventories"].to_dict("records")[0]
    law = stamp["law"]
    dates = ", ".join(sorted({i["date"] for i in stamp["inputs"]}))
    yield "As of", answers.day(stamp["as_of"])
    yield "Facts of", f"{dates} (the date that the organisation gives for its information)"
    yield "Version of the record", "; ".join(_parts_of_version(of)) or "not stated"
    known = f", as known on {law['known_on']}" if law["known_on"] else ""
    without = f", without {', '.join(law['without'])}" if law["without"] else ""
    beyond = (
        "; the day is after the horizon, so later changes of the law are not included" if law["beyond_horizon"] else ""
    )
    yield "Law pack", f"{law['version']}, horizon {law['horizon']}{known}{without}{beyond}"
    if law["old_checks"]:
        yield "Old checks of the law", checks.said(law["old_checks"])
    lists = stamp["dpf_list"]
    yield "Participants list (DPF)", NO_LIST if lists is None else f"of {', '.join(lists['vintages'])}"
    hashes = [i["sha256"] or "not read from a file" for i in stamp["inputs"]]
    yield "Input (SHA-256)", "\n".join(hashes[:5]) + (f"\nand {len(hashes) - 5} more" if len(hashes) > 5 else "")


def _parts_of_version(of: Mapping[str, str]) -> Iterator[str]:
    for key, text in (
        ("version", "{}"),
        ("author", "by {}"),
        ("approver", "approved by {}"),
        ("next_review", "next review {}"),
    ):
        if of[key]:
            yield text.format(of[key])


def _verdict(audit: Audit) -> str:
    errors, counts = audit.findings.counts["error"], audit.counts
    named = (("not-covered", "not covered"), ("undetermined", "undetermined"))
    open_ = [f"{counts[v]} {text}" for v, text in named if counts[v]]
    if not errors and not open_:
        return "No transfer is open, and no error is open. Open warnings and notes are on sheet 'Findings'."
    first = f"Of {count(transfers(counts), 'transfers')}, {' and '.join(open_)}. " if open_ else ""
    return (
        f"{first}{count(errors, 'open errors')}: something is unlawful, undetermined, or missing from the record. "
        "See sheets 'Transfers' and 'Findings'."
    )


def _count(found: Mapping[str, list[Any]], nouns: str, one: str) -> str:
    """How many entries a sheet has; if none is recorded, that the number is unknown, not zero."""
    number = sum(isinstance(e, int) for e in found[ENTRY])
    return f"{nouns} unknown" if not number and cells.UNKNOWN in found[ENTRY] else count(number, nouns, one)
