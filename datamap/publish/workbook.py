"""The Art. 30 record as a workbook (openpyxl): no live formula, no merged cell in a table, the same bytes for the same audit."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from datamap.errors import CallError
from datamap.law import countries

if TYPE_CHECKING:
    from datamap.audit import Audit

LIMIT = 32_767
STAMP = (1980, 1, 1, 0, 0, 0)
HEAD = PatternFill("solid", start_color="1F3A5F")


def _text(value: Any, place: str) -> Any:
    if isinstance(value, (int, float, dt.date)) and not isinstance(value, bool):
        return value
    if isinstance(value, (list, tuple)):
        value = "\n".join(map(str, value))
    text = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", "" if value is None else str(value))
    if len(text) > LIMIT:
        raise CallError(f"{place}: {len(text)} characters. Expected at most {LIMIT}, what a cell can hold; shorten the text")
    return text


def _sheet(book: Workbook, title: str, columns: list[tuple[str, int]], rows: list[list[Any]]) -> None:
    sheet = book.create_sheet(title)
    sheet.append([c for c, _ in columns])
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for r, row in enumerate(rows, start=2):
        for c, value in enumerate(row, start=1):
            cell = sheet.cell(r, c)
            text = _text(value, f"{title}!{get_column_letter(c)}{r}")
            cell.value = text
            if isinstance(text, str):
                cell.data_type = "s"  # a text that begins with = stays a text
                cell.quotePrefix = text[:1] in "=+-@\t\r" and bool(text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for i, (_, width) in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(i)].width = width
    sheet.freeze_panes = "B2"
    if rows:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A3
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.center.text = "&A, page &P of &N"


def _names(t: Any, table: str, parent: str, size: int, write: Any) -> list[list[str]]:
    """Per parent row, one text per child row."""
    out: list[list[str]] = [[] for _ in range(size)]
    for row in t[table].to_dict("records"):
        out[row[parent]].append(write(row))
    return out


def _or_unknown(values: list[str], said: str) -> str:
    return "\n".join(values) if values else said


def letter(basis: str) -> str:
    """``6-1-f`` as "Art. 6(1)(f)"."""
    parts = basis.split("-")
    return f"Art. {parts[0]}" + "".join(f"({p})" for p in parts[1:]) if len(parts) > 1 else basis


def write_ropa(audit: Audit, path: str | Path, layout: str = "full") -> Path:
    """Write the record.

    Parameters
    ----------
    audit : Audit
    path : str or Path
        The ``.xlsx`` to write; written aside and moved, so that a failure leaves what was there.
    layout : str
        ``full``.

    Raises
    ------
    CallError
        If a text does not fit into a cell, or the file cannot be written.
    """
    path = Path(path)
    data = _bytes(_book(audit))
    aside = path.with_name(f".{path.name}.part")
    try:
        aside.write_bytes(data)
        aside.replace(path)
    except OSError as e:
        aside.unlink(missing_ok=True)
        raise CallError(f"{path}: cannot be written ({e.strerror}). Expected a folder that exists and is writable") from e
    return path


def _book(audit: Audit) -> Workbook:
    t = audit.tables
    book = Workbook()
    book.remove(book.active)
    _read_me(book, audit)
    who = t["inventories"]["id"].tolist()
    rows = []
    parts = [("controllers", "controller"), ("representatives", "representative"), ("dpos", "data protection officer"),
             ("joint_controllers", "joint controller"), ("authorities", "supervisory authority")]  # fmt: skip
    for table, part in parts:
        for r in t[table].to_dict("records"):
            rows.append([who[r["controller"]], part, r["name"], r["registration"], r["address"], countries.name(r["country"]), r["email"], r["phone"], r["website"], r["contact"]])
    _sheet(book, "Organisation", [("Organisation", 16), ("Part, Art. 30(1)(a)", 22), ("Name", 34), ("Registration", 34), ("Address", 34), ("Country", 16), ("E-mail", 28), ("Telephone", 16), ("Website", 28), ("Represented by", 28)], rows)
    _activities(book, audit, who)
    _others(book, audit, who)
    book.properties.title = "Record of processing activities (Art. 30 GDPR)"
    book.properties.creator = "datamap"
    book.properties.created = dt.datetime(2000, 1, 1)
    return book


def _read_me(book: Workbook, audit: Audit) -> None:
    s, stamp = book.create_sheet("Read me"), audit.stamp()
    law = stamp["law"]
    f = audit.findings.counts
    lines = [
        ("Record of processing activities (GDPR Art. 30)", ""),
        ("Organisations", ", ".join(i["controller"] for i in stamp["inputs"])),
        ("As of", stamp["as_of"]),
        ("Inventory of", ", ".join(i["date"] for i in stamp["inputs"])),
        ("Transfers", ", ".join(f"{n} {v}" for v, n in audit.counts.items())),
        ("Open findings", ", ".join(f"{n} {k}" for k, n in f.items())),
        ("Law pack", f"{law['version']}, horizon {law['horizon']}" + ("; the day is beyond the horizon, later changes are unchecked" if law["beyond_horizon"] else "")),
        ("Legal minimum", "Columns whose header carries a letter of Art. 30; the others are optional"),
        ("How to read", "unknown: nobody has said. none: it is said that there is none. inferred, assumed: concluded from the source, not stated by it"),
        ("Input (SHA-256)", "\n".join(i["sha256"] for i in stamp["inputs"])),
        ("Note", "Facts about law are not legal advice"),
    ]
    for r, (a, b) in enumerate(lines, start=1):
        for c, v in enumerate((a, b), start=1):
            cell = s.cell(r, c)
            cell.value = _text(v, f"Read me!{get_column_letter(c)}{r}")
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=c == 1, size=14 if r == 1 else 11)
    s.column_dimensions["A"].width, s.column_dimensions["B"].width = 48, 90


def _activities(book: Workbook, audit: Audit, who: list[str]) -> None:
    t = audit.tables
    p = t["purposes"]
    n = len(p)
    category, recipient, subject, measure = (t[k]["name"].tolist() for k in ("categories", "recipients", "subjects", "measures"))
    uses = _names(t, "uses", "purpose", n, lambda r: category[r["category"]] + (f" ({r['when']})" if r["when"] else ""))
    served = _names(t, "disclosures", "purpose", n, lambda r: recipient[r["recipient"]] + ("" if r["how"] == "stated" else f" ({r['how']})"))
    whose = _names(t, "purpose_subjects", "purpose", n, lambda r: subject[r["subject"]])
    bases = _names(t, "bases", "purpose", n, lambda r: letter(r["basis"]) + "".join(f"; {k}: {r[c]}" for k, c in (("when", "when"), ("interest", "interest"), ("law", "law")) if r[c] not in ("", "unknown")) + ("" if r["how"] == "stated" else f" ({r['how']})"))
    limits = _names(t, "retentions", "purpose", n, lambda r: "; ".join(x for x in (r["period"] if r["period"] not in ("none", "unknown") else "", f"from {r['starts']}" if r["starts"] not in ("unknown", "none", "") else "", r["criterion"], f"law: {r['law']}" if r["law"] not in ("unknown", "") else "") if x))
    measures = _names(t, "purpose_measures", "purpose", n, lambda r: measure[r["measure"]])
    sources = _names(t, "sources", "purpose", n, lambda r: r["kind"] + (f": {r['name']}" if r["name"] != "unknown" else ""))
    principals = _names(t, "principals", "purpose", n, lambda r: r["name"])
    abroad: dict[int, set[str]] = {}
    cover = audit.coverage.frame
    by_recipient: dict[int, list[str]] = {}
    for r, c, v in zip(*(cover[x].tolist() for x in ("recipient", "country", "verdict")), strict=True):
        if v != "no-transfer":
            by_recipient.setdefault(r, []).append(f"{countries.name(c) if c != 'unknown' else 'country unknown'}: {v}")
    for q, r in zip(t["disclosures"]["purpose"].tolist(), t["disclosures"]["recipient"].tolist(), strict=True):
        abroad.setdefault(q, set()).update(by_recipient.get(r, ()))
    own = t["controllers"]["role"].tolist()
    controller_rows, processor_rows = [], []
    for i, r in enumerate(p.to_dict("records")):
        role = r["role"] if r["role"] != "unknown" else own[r["controller"]]
        common = [who[r["controller"]], r["ref"] or r["id"], r["name"]]
        if role == "processor":
            processor_rows.append([*common, _or_unknown(principals[i], "unknown"), r["description"], "\n".join(sorted(abroad.get(i, ()))) or "none", _or_unknown(measures[i], r["measures"])])
            continue
        controller_rows.append([
            *common, role, r["description"], _or_unknown(bases[i], r["legal_bases"]), _or_unknown(whose[i], r["subjects"]), _or_unknown(uses[i], r["categories"]),
            _or_unknown(sources[i], r["sources"]), _or_unknown(served[i], r["recipients"]), "\n".join(sorted(abroad.get(i, ()))) or "none",
            _or_unknown(limits[i], r["retention"]), _or_unknown(measures[i], r["measures"]), r["automated_decisions"], r["dpia"],
        ])  # fmt: skip
    _sheet(book, "Controller record", [
        ("Organisation", 14), ("Ref (optional)", 8), ("Activity, Art. 30(1)(b)", 26), ("Role (optional)", 11), ("Description (optional)", 32), ("Legal basis (optional)", 34),
        ("Data subjects, Art. 30(1)(c)", 24), ("Data categories, Art. 30(1)(c)", 34), ("Source (optional)", 22), ("Recipients, Art. 30(1)(d)", 30),
        ("Transfers to third countries, Art. 30(1)(e)", 26), ("Time limits, Art. 30(1)(f)", 34), ("Security measures, Art. 30(1)(g)", 18),
        ("Automated decisions (optional)", 12), ("DPIA (optional)", 12)], controller_rows)  # fmt: skip
    _sheet(book, "Processor record", [("Organisation", 14), ("Ref (optional)", 8), ("Activity (optional)", 26), ("On behalf of, Art. 30(2)(a)", 28), ("Categories of processing, Art. 30(2)(b)", 36), ("Transfers, Art. 30(2)(c)", 26), ("Security measures, Art. 30(2)(d)", 22)], processor_rows)


def _others(book: Workbook, audit: Audit, who: list[str]) -> None:
    t = audit.tables
    c = t["categories"]
    _sheet(book, "Data categories", [("Organisation", 14), ("Id", 18), ("Category, Art. 30(1)(c)", 40), ("Special (Art. 9, 10)", 18), ("Announced in the notice", 16), ("Description", 60)],
           [[who[r["controller"]], r["id"], r["name"], r["special"], r["declared"], r["description"]] for r in c.to_dict("records")])  # fmt: skip
    s = t["subjects"]
    _sheet(book, "Data subjects", [("Organisation", 14), ("Id", 18), ("Category of people, Art. 30(1)(c)", 50), ("Vulnerable", 14), ("Own staff", 14)],
           [[who[r["controller"]], r["id"], r["name"], r["vulnerable"], r["staff"]] for r in s.to_dict("records")])  # fmt: skip
    n = len(t["recipients"])
    tools = _names(t, "safeguards", "recipient", n, lambda r: r["kind"] + (f":{r['version']}" if r["version"] != "unknown" else "") + (f" ({r['label']})" if r["label"] else ""))
    sites = _names(t, "sites", "recipient", n, lambda r: countries.name(r["country"]) + (f" ({r['activity']})" if r["activity"] != "unknown" else ""))
    _sheet(book, "Recipients", [("Organisation", 14), ("Id", 18), ("Recipient, Art. 30(1)(d)", 34), ("Legal entity", 30), ("Role", 14), ("Service", 34), ("Places", 24), ("Safeguards named", 34), ("Contract under Art. 28", 14), ("Section", 10), ("Words of the source", 60)],
           [[who[r["controller"]], r["id"], r["name"], r["legal_entity"], r["role"], r["service"], _or_unknown(sites[i], r["sites"]), _or_unknown(tools[i], r["safeguards"]), r["dpa"], *_words(t, "recipients", i)] for i, r in enumerate(t["recipients"].to_dict("records"))])  # fmt: skip
    x = audit.transfers
    _sheet(book, "Transfers", [("Organisation", 14), ("Recipient", 34), ("Country code", 9), ("Country, Art. 30(1)(e)", 20), ("Data", 10), ("Verdict", 14), ("Ground", 14), ("Instrument", 18), ("Citation", 40), ("Evidence", 12), ("Contested", 10), ("Until", 12), ("Reasons", 80)],
           [[r["controller"], r["recipient"], r["country"], countries.name(r["country"]), r["data"], r["verdict"], r["ground"], r["instrument"], r["citation"], r["evidence"], "yes" if r["contested"] else "no", r["valid_until"], r["reasons"]] for r in x.to_dict("records")])  # fmt: skip
    _sheet(book, "Retention", [("Organisation", 14), ("Activity", 34), ("Period (ISO 8601), Art. 30(1)(f)", 14), ("Starts", 40), ("Criterion", 60), ("Law", 24)],
           [[who[r["controller"]], t["purposes"]["name"].iat[r["purpose"]], r["period"], r["starts"], r["criterion"], r["law"]] for r in t["retentions"].to_dict("records")])  # fmt: skip
    _sheet(book, "Security measures", [("Organisation", 14), ("Id", 18), ("Measure, Art. 30(1)(g)", 40), ("Kind", 16), ("Description", 60)],
           [[who[r["controller"]], r["id"], r["name"], r["kind"], r["description"]] for r in t["measures"].to_dict("records")])  # fmt: skip
    f = audit.findings.frame
    _sheet(book, "Findings", [("Severity", 10), ("Rule", 8), ("Organisation", 14), ("Subject", 30), ("Finding", 70), ("Law or good practice", 14), ("Articles", 34), ("Section", 9), ("Words of the source", 44), ("Remedy", 50), ("Accepted", 9), ("Fingerprint", 18)],
           [[r["severity"], r["rule"], r["controller"], r["subject"], r["message"], r["basis"], r["articles"], r["section"], r["words"], r["remedy"], "yes" if r["accepted"] else "no", r["fingerprint"]] for r in f.to_dict("records")])  # fmt: skip


def _words(t: Any, table: str, row: int) -> tuple[str, str]:
    for i in t.evidence_at.get((table, row), ()):
        e = t["evidence"].iloc[i]
        if e["words"] and not e["facts"]:
            return e["section"], e["words"]
    return "", ""


def _bytes(book: Workbook) -> bytes:
    """The workbook's bytes with every stamp fixed: openpyxl writes the time of saving into the zip and the properties."""
    raw = io.BytesIO()
    book.save(raw)
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", data)
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
            target.writestr(info, data)
    return out.getvalue()
