"""Filling in a form as a person does, and facts in the words of people."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from datamap.forms.form import HIDDEN
from datamap.forms.words import every, word

SHEET = word("form", "sheet")

FIRST_ROW = 8


def asked(path: Path) -> dict[str, int]:
    """The questions of a form, as ``kind/id/field``, with the row of each."""
    mark = load_workbook(path)[HIDDEN]
    rows = [r for r in mark.iter_rows(values_only=True) if r[0] == "question"]
    return {f"{kind}/{id_}/{field}": FIRST_ROW + int(n) - 1 for _, n, kind, id_, field, *_ in rows}


def fill(path: Path, answers: dict[str, str], name: str = "Jana", function: str = "Head", **ask: str) -> Path:
    """Write answers into a form, by question; ``ask`` names persons by the field of the question."""
    book = load_workbook(path)
    sheet, rows = next(s for s in book if s.title in every("form", "sheet")), asked(path)
    sheet["C3"], sheet["C4"], sheet["C5"] = name or None, function, "2026-11-20"
    for key, row in rows.items():
        if key in answers:
            sheet.cell(row, 4).value = answers[key]
        if key.rsplit("/", 1)[1] in ask:
            sheet.cell(row, 5).value = ask[key.rsplit("/", 1)[1]]
    book.save(path)
    return path


def spoken(entry, field: str, names: dict[str, str]) -> str:
    """A fact as a person writes it."""
    value = getattr(entry, field)
    if isinstance(value, str):
        return value
    if not value:
        return "none"
    return "\n".join(_one(field, v, names) for v in value)


def _one(field: str, v, names: dict[str, str]) -> str:
    if field == "sites":
        return v.country
    if field == "legal_bases":
        return f"Art. 6(1)({v.basis[-1]})"
    if field == "retention":
        return f"{v.period[1:-1]} years" if v.period.endswith("Y") else f"{v.period[1:-1]} days"
    if field == "safeguards":
        parts = {"scc": f"SCC {v.version}, module {v.module}", "dpf": "DPF"}
        return parts.get(v.kind, v.kind)
    if field == "sources":
        return {"subject": "from the person concerned", "third-party": "from a third party"}.get(v.kind, v.kind)
    return names.get(getattr(v, "recipient", getattr(v, "category", v)), v)
