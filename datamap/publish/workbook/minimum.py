"""Layout ``minimum``: the letters of Art. 30 and nothing else, in the language of the inventory where it is translated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datamap.labels import LANGUAGES, layout
from datamap.publish.workbook.paint import Grid, Painter
from datamap.publish.workbook.texts import SILENT, Texts, controllers, language_of, term
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
        listed = controllers(view, which == "processor")
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
            said = [view.column(table, c)[r] for c in ("name", "address", "country", "email", "phone")]
            said[2] = view.country(said[2])
            rows.append([label, *(view.word("answer", v) if v in SILENT else v for v in said)])
        if not view.size(table):
            rows.append([label, view.word("answer", view.column("controllers", _FIELD[table])[0]), "", "", "", ""])
    rows.append([term(view, "as-of"), view.day, "", "", "", ""])
    headers = [
        term(view, "part"),
        *(f"{term(view, k)}\nArt. 30(1)(a), 30(2)(a)" for k in ("name", "address", "country", "email", "phone")),
    ]
    painter.table(
        Grid(term(view, "organisation"), headers, [30, 40, 36, 22, 30, 22], [list(c) for c in zip(*rows, strict=True)])
    )
