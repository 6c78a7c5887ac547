"""Layout ``minimum``: only what Art. 30 requires, in the language of the inventory if there is a translation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datamap.documents.sheets import Grid, Painter
from datamap.labels import LANGUAGES, layout
from datamap.publish.workbook.derived import SILENT
from datamap.publish.workbook.texts import Texts, activities_as, language_of, term
from datamap.publish.workbook.view import View

if TYPE_CHECKING:
    from datamap.pipeline import Audit

PARTIES = (
    ("controllers", "the-controller"),
    ("representatives", "representative"),
    ("dpos", "dpo"),
    ("joint_controllers", "joint"),
)
_FIELD = {"representatives": "representative", "dpos": "dpo", "joint_controllers": "joint_controllers"}


def build(painter: Painter, audit: Audit) -> View:
    """Lay out the legal minimum: who, the record as controller, the record as processor."""
    view = View(audit, language_of(audit, LANGUAGES), day_only=True)
    _organisation(painter, view)
    texts = Texts(view)
    for which, name in (("controller", "controller-record"), ("processor", "processor-record")):
        listed = activities_as(which, view)
        columns = layout("minimum")[which]
        values = [texts.column(key, listed, width) for key, _, _, width in columns]
        if not listed:
            values = [[term(view, "empty")], *[[""]] * (len(columns) - 1)]
        headers = [f"{term(view, label)}\n{letter}" for _, label, letter, _ in columns]
        painter.table(Grid(term(view, name), headers, [w for *_, w in columns], values))
    return view


def _organisation(painter: Painter, view: View) -> None:
    """Name and contact details, Art. 30(1)(a) and 30(2)(a)."""
    rows: list[list[Any]] = []
    own = view.column("controllers", "role")[0]
    for table, part in PARTIES:
        label = term(view, "the-processor" if part == "the-controller" and own == "processor" else part)
        for r in range(view.size(table)):
            values = [view.column(table, c)[r] for c in ("name", "address", "country", "email", "phone")]
            values[2] = view.country(values[2])
            rows.append([label, *(view.answer(v) if v in SILENT else v for v in values)])
        if not view.size(table):
            rows.append([label, view.answer(view.column("controllers", _FIELD[table])[0]), "", "", "", ""])
    rows.append([term(view, "as-of"), view.day, "", "", "", ""])
    headers = [
        term(view, "part"),
        *(f"{term(view, k)}\nArt. 30(1)(a), 30(2)(a)" for k in ("name", "address", "country", "email", "phone")),
    ]
    columns = [list(c) for c in zip(*rows, strict=True)]
    painter.table(Grid(term(view, "organisation"), headers, [30, 40, 36, 22, 30, 22], columns))
