"""The cover of the record: the organisation and its contacts, the day, the version, the sheets, the entries' dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from datamap.documents.looks import LABEL, LINK, PLAIN, Look, link_to_sheet, row_heights
from datamap.documents.sheets import Painter
from datamap.labels import record
from datamap.publish.record.derived import SILENT
from datamap.publish.record.edition import Edition

WIDTHS = [38, 64, 22, 22]
TITLE = Look(bold=True, size=16, wrap=False)
PARTIES = (
    ("representatives", "representative", "1a"),
    ("dpos", "dpo", "1a"),
    ("joint_controllers", "joint_controllers", "1a"),
    ("authorities", "authority", ""),
)
Line = list[Any]


def build(painter: Painter, view: Edition, keys: Sequence[str]) -> None:
    """Lay out the cover; `keys` are the other sheets in their order."""
    lang = view.language
    title = f"{record('title', 'record', lang)} ({record('title', 'law', lang)})"
    lines: list[Line] = [[title]]
    if not view.authority:
        lines.append([record("title", "internal", lang)])
    lines += [["", ""], *_parties(view), *_versions(view), *_notes(view), ["", ""]]
    sheets = [record("sheet", key, lang) for key in keys]
    contents = len(lines) + 1
    lines += [["" if n else _label(view, "contents"), name] for n, name in enumerate(sheets)]
    lines += _dates(view)
    head = next((n for n, line in enumerate(lines, start=1) if len(line) == 4), 0)

    def style(row: int, column: int) -> Look:
        if row == 1:
            return TITLE
        if column == 2 and contents <= row < contents + len(sheets):
            return LINK
        return LABEL if (column == 1 and row < contents + len(sheets)) or row == head else PLAIN

    sheet = painter.sheet(record("sheet", "cover", lang), WIDTHS)
    sheet.print_options.gridLines = False
    if len(lines) < 60:  # on one page
        sheet.page_setup.fitToHeight = 1
    sheet.row_dimensions = row_heights(lines[1:], WIDTHS, first=2) | {1: {"ht": "24", "customHeight": "1"}}
    painter.rows(sheet, lines, style)
    for row, name in enumerate(sheets, start=contents):
        link_to_sheet(sheet, row, 2, name)


def _label(view: Edition, key: str) -> str:
    return record("cover", key, view.language)


def party(view: Edition, table: str, r: int) -> str:
    """Name and contact details of a party, one a line, without what is not recorded."""
    return "\n".join([view.column(table, "name")[r], *contacts(view, table, r)])


def contacts(view: Edition, table: str, r: int) -> list[str]:
    """The contact details of a party that are recorded; a word where there are none."""
    values = {c: view.column(table, c)[r] for c in ("address", "country", "email", "phone", "website", "contact")}
    place = view.country(values["country"]) if values["country"] not in SILENT else ""
    found = [values["address"], place, values["email"], values["phone"], values["website"]]
    if values["contact"] not in SILENT:
        found.append(_label(view, "contact").format(text=values["contact"]))
    if (number := view.column(table, "registration")[r]) not in SILENT:
        found.append(_label(view, "registration").format(text=number))
    if all(values[c] in SILENT for c in ("address", "email", "phone")):
        found.append(view.answer("unknown"))
    return [text for text in found if text not in SILENT]


def _parties(view: Edition) -> Iterator[Line]:
    of = view.column("controllers", "controller")
    for r, role in enumerate(view.column("controllers", "role")):
        letters = ", ".join(view.letter(p, "a") for p in {"controller": "1", "processor": "2"}.get(role, "12"))
        title = _label(view, "processor" if role == "processor" else "controller")
        yield [f"{title}\n{letters}", view.column("controllers", "name")[r]]
        yield [_label(view, "contacts"), "\n".join(contacts(view, "controllers", r))]
        yield [_label(view, "role"), view.word("role", role)]
        for table, field, letter in PARTIES:
            label = f"{_label(view, table)}\n{letters if letter else view.phrase('voluntary')}"
            parent, stated = view.column(table, "controller"), view.column("controllers", field)[r]
            own = [n for n in view.shown(table) if parent[n] == of[r]]
            for n in own:
                yield [label, view.column(table, "name")[n]]
                yield [_label(view, "contacts"), "\n".join(contacts(view, table, n))]
            if view.adds_open(table, r) or not own and stated in ("unknown", "listed"):
                yield [label, view.answer("unknown")]
            elif not own and letter:
                yield [label, view.answer("none")]


def _versions(view: Edition) -> Iterator[Line]:
    yield [_label(view, "day"), view.day]
    of = view.source["inventories"].to_dict("records")[0]
    yield [_label(view, "version"), of["version"] or view.answer("unknown")]
    if of["next_review"]:
        yield [_label(view, "next_review"), of["next_review"]]


def _notes(view: Edition) -> Iterator[Line]:
    notes = [view.phrase("note-voluntary", word=view.phrase("voluntary"))]
    if view.authority:
        notes.append(view.phrase("note-open", word=view.open_word))
    yield [_label(view, "notes"), "\n".join(notes)]


def dates(view: Edition) -> Mapping[int, tuple[Any, Any]]:
    """By row of an activity the days of its creation and last confirmation; a word where one is not known."""
    confirmed: dict[int, str] = {}
    e = view.source["evidence"]
    for table, row, day in zip(e["table"].tolist(), e["row"].tolist(), e["confirmed_on"].tolist(), strict=True):
        if day and table == "purposes":
            confirmed[row] = max(confirmed.get(row, ""), day)
    since = view.column("purposes", "from")
    return {i: (_day(view, since[i]), _day(view, confirmed.get(i, ""))) for i in view.shown("purposes")}


def _day(view: Edition, text: str) -> Any:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return view.answer("unknown")


def _dates(view: Edition) -> Iterator[Line]:
    found = dates(view)
    open_ = view.answer("unknown")
    if all(days == (open_, open_) for days in found.values()):
        yield ["", ""]
        yield [_label(view, "dates"), open_]
        return
    yield ["", ""]
    heads = [record("column", key, view.language) for key in ("created", "confirmed")]
    yield [_label(view, "dates"), record("column", "activity", view.language), *heads]
    for i, (created, confirmed) in found.items():
        yield ["", view.activities[i], created, confirmed]
