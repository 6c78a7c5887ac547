"""The full layout: every sheet in its order, for a regulator to read and an analyst to correct."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from datamap.findings import findings
from datamap.labels import CHECK, ENTRY, SCHEMA, WHO, Sheet, cells, sheets
from datamap.labels.counting import NO_TRANSFER, count, transfers
from datamap.law import checks
from datamap.publish.workbook import answers, facts, lists, paint
from datamap.publish.workbook.paint import Grid, Look, Painter, link
from datamap.publish.workbook.view import View

COLOURED = {"verdict", "severity", "transfer", "in_force", ENTRY}
"""Columns of words that have colours too."""

ANSWERS = {"Transfers": answers.transfers, "Rights": answers.rights_sheet, "Findings": answers.findings}


def build(painter: Painter, view: View, changes: Sequence[Mapping[str, str]] | None, anonymised: bool) -> None:
    """Lay out the full record."""
    made = {}
    for sheet in sheets().values():
        if sheet.name in ANSWERS:
            made[sheet.name] = ANSWERS[sheet.name](view, {c.key: c.width for c in sheet.columns})
        elif sheet.name == "Change log":
            made[sheet.name] = answers.change_log(view, changes)
        elif sheet.name == "Map - Evidence":
            made[sheet.name] = facts.evidence(view)
        elif sheet.columns:
            made[sheet.name] = facts.columns(view, sheet)
    for sheet in sheets().values():
        if sheet.name == "Read me":
            _read_me(painter, view, made, anonymised)
        elif sheet.name == "Lists":
            _lists(painter, view)
        else:
            _table(painter, view, sheet, made[sheet.name])


def _table(painter: Painter, view: View, sheet: Sheet, found: dict[str, list[Any]]) -> None:
    columns = list(sheet.columns)
    keys = [c.key for c in columns]
    if CHECK in keys and CHECK not in found:
        found[CHECK] = [cells.check(v) for v in zip(*(found[c.key] for c in columns if c.key != CHECK), strict=True)]
    headers, widths, optional = (
        [c.header for c in columns],
        [c.width for c in columns],
        [not c.letter.startswith("Art. 30") for c in columns],
    )
    values = [found[k] for k in keys]
    if view.many:
        headers, widths, optional, keys = ["Organisation id", *headers], [18, *widths], [True, *optional], [WHO, *keys]
        values = [found[WHO], *values]
    chosen = lists.choices(sheet)
    painter.table(
        Grid(
            sheet.name,
            headers,
            widths,
            values,
            optional,
            machine=int(CHECK in keys),
            freeze=sheet.freeze + view.many,
            colour=[i for i, k in enumerate(keys) if k in COLOURED and (k != ENTRY or sheet.gaps)],
            choices={i: chosen[k] for i, k in enumerate(keys) if k in chosen},
        )
    )


def _lists(painter: Painter, view: View) -> None:
    content = lists.content(view)
    height = max(len(entries) for *_, entries in content)
    widths = [min(46, max(14, 2 + max((len(e) for e in entries), default=10))) for *_, entries in content]
    columns = [[*entries, *[""] * (height - len(entries))] for *_, entries in content]
    painter.table(Grid("Lists", [header for _, header, _ in content], widths, columns, [True] * len(content)))
    for i, (name, _, entries) in enumerate(content, start=1):
        if name:
            painter.list_name(name, "Lists", i, len(entries))


def _read_me(painter: Painter, view: View, made: Mapping[str, dict[str, list[Any]]], anonymised: bool) -> None:
    """What the record is of, its verdict, how to read it; then the sheets and what each answers."""
    audit, stamp = view.audit, view.audit.stamp()
    law, counts = stamp["law"], audit.findings.counts
    meta = view.source["inventories"].to_dict("records")
    names = view.column("controllers", "name")
    of = meta[0]
    lines: list[tuple[str, Any]] = [
        ("Record of processing activities (GDPR Art. 30)", ""),
        ("Organisation", ", ".join(names) if len(names) < 6 else f"{len(names)} organisations"),
        ("Verdict", _verdict(audit)),
        (
            "Transfers",
            f"{transfers(audit.counts):,}: "
            + ", ".join(f"{n} {view.word('verdict', v)}" for v, n in audit.counts.items() if v != NO_TRANSFER)
            + f". Beside them {count(audit.counts[NO_TRANSFER], 'places')} to which no data are transferred under Chapter V.",
        ),
        (
            "Open findings",
            findings.told(counts),
        ),
        (
            "Scope",
            ", ".join(
                _count(made[s], *words)
                for s, *words in (
                    ("Controller record", "activities as controller", "activity as controller"),
                    ("Processor record", "activities as processor", "activity as processor"),
                    ("Data categories", "data categories"),
                    ("Data subjects", "categories of people", "category of people"),
                    ("Recipients", "recipients"),
                    ("Security measures", "security measures"),
                )
            ),
        ),
        ("As of", answers.day(stamp["as_of"])),
        (
            "Facts of",
            ", ".join(sorted({i["date"] for i in stamp["inputs"]}))
            + " (the date the organisation gives for what it says)",
        ),
        (
            "Version of the record",
            "; ".join(
                x
                for x in (
                    of["version"],
                    of["author"] and f"by {of['author']}",
                    of["approver"] and f"approved by {of['approver']}",
                    of["next_review"] and f"next review {of['next_review']}",
                )
                if x
            )
            or "not stated",
        ),
        (
            "Law pack",
            f"{law['version']}, horizon {law['horizon']}"
            + (", as known on " + law["known_on"] if law["known_on"] else "")
            + (f", without {', '.join(law['without'])}" if law["without"] else "")
            + ("; the day is beyond the horizon, later changes are unchecked" if law["beyond_horizon"] else ""),
        ),
        *([("Old checks of the law", checks.said(law["old_checks"]))] if law["old_checks"] else []),
        (
            "Participants list (DPF)",
            "none read: claims of the Data Privacy Framework are declared, not verified"
            if stamp["dpf_list"] is None
            else f"of {', '.join(stamp['dpf_list']['vintages'])}",
        ),
        (
            "Input (SHA-256)",
            "\n".join(i["sha256"] or "not read from a file" for i in stamp["inputs"][:5])
            + (f"\nand {len(stamp['inputs']) - 5} more" if len(stamp["inputs"]) > 5 else ""),
        ),
        ("", ""),
        (
            "How to read",
            "unknown: nobody has said. none: it is said that there is none. inferred, assumed: concluded from the source, not stated by it. An entry that did not hold on the day says so in column 'In force on the day'.",
        ),
        (
            "Legal minimum",
            "The second line of a header gives the letter of Art. 30 that the column serves, or says 'optional'. The columns with a letter are what Art. 30(1) and (2) require; layout 'minimum' holds nothing else.",
        ),
        (
            "Derived columns",
            "A header that says 'derived' is worked out from other cells. Edit the facts on the sheet it names; an edit to a derived cell is reported and not taken over when the workbook is read back.",
        ),
        (
            "To edit",
            "Each fact stands in one column that is not derived. In lists, one item a line. In the first column, leave the number of a new row blank; write unknown or none in the row of a list that has no entry. Columns are found by the first line of their header.",
        ),
        ("To read it back", "datamap import FILE.xlsx -o inventory.yaml"),
        (
            "Paper",
            "A3 landscape. A wide sheet prints in bands of columns, each one page wide, the first columns repeated.",
        ),
        (
            "Note",
            "Articles are those of the GDPR, which applies since 2018-05-25. Facts about law are not legal advice.",
        ),
    ]
    if anonymised:
        lines.insert(
            1,
            (
                "Contacts withheld",
                "Names of contact persons, e-mail addresses and telephone numbers are replaced by 'withheld'. This copy is for sharing; do not read it back.",
            ),
        )
    index = [("Sheet", "What it answers"), *((s.name, s.question) for s in sheets().values() if s.question)]
    sheet = painter.sheet("Read me", [34, 120])
    sheet.page_setup.paperSize = 9
    start = len(lines) + 2
    title, label, plain, jump = (
        Look(bold=True, size=16, wrap=False),
        Look(bold=True),
        Look(),
        Look(link=True, text="1B4A7A"),
    )

    def style(row: int, column: int) -> Look:
        if row == 1:
            return title
        if column == 1:
            return jump if row > start else label
        return label if row == start else plain

    rows = [*lines, ("", ""), *index]
    sheet.row_dimensions = paint.row_heights(rows[1:], [34, 120], first=2) | {1: {"ht": "24", "customHeight": "1"}}
    painter.rows(sheet, rows, style)
    for i, (name, _) in enumerate(index[1:], start=start + 1):
        link(sheet, i, 1, f"'{name}'!A1")


def _verdict(audit: Any) -> str:
    worst = audit.findings.counts
    bad = audit.counts["not-covered"] + audit.counts["undetermined"]
    if not worst["error"] and not bad:
        return "No transfer without cover and no open error was found. Open warnings and notes, if any, are on sheet 'Findings'."
    parts = []
    if audit.counts["not-covered"]:
        parts.append(f"{audit.counts['not-covered']} not covered")
    if audit.counts["undetermined"]:
        parts.append(f"{audit.counts['undetermined']} that cannot be told")
    said = f"Of {count(transfers(audit.counts), 'transfers')}, {' and '.join(parts)}. " if parts else ""
    return f"{said}{count(worst['error'], 'open errors')}: something is unlawful, undetermined, or missing from the record. See sheets 'Transfers' and 'Findings'."


def _count(found: Mapping[str, list[Any]], nouns: str, one: str = "") -> str:
    """How many entries a sheet has; that nobody said is no nought."""
    number = sum(isinstance(e, int) for e in found[ENTRY])
    return f"{nouns} unknown" if not number and cells.UNKNOWN in found[ENTRY] else count(number, nouns, one)


def properties(painter: Painter, view: View, layout: str, anonymised: bool) -> None:
    """Document properties: what the file is, and for a reader which schema it follows."""
    from openpyxl.packaging.custom import StringProperty

    book, stamp = painter.book, view.audit.stamp()
    book.properties.title = "Record of processing activities (Art. 30 GDPR)"
    book.properties.subject = ", ".join(i["controller"] for i in stamp["inputs"][:5])
    book.properties.creator, book.properties.lastModifiedBy = "datamap", "datamap"
    book.properties.language = view.language
    book.properties.keywords = "GDPR, Article 30, record of processing activities"
    facts_ = {
        "datamap layout": layout,
        "datamap schema": SCHEMA,
        "datamap as of": stamp["as_of"],
        "datamap law pack": stamp["law"]["version"],
        "datamap input sha256": " ".join(i["sha256"] for i in stamp["inputs"][:3]),
        "datamap contacts": "withheld" if anonymised else "shown",
    }
    for name, value in facts_.items():
        book.custom_doc_props.append(StringProperty(name=name, value=value or "unknown"))
