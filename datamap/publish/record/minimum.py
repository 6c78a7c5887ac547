"""Layout ``minimum``: only what Art. 30 requires, in the language of the inventory if there is a translation."""

from __future__ import annotations

from typing import Any

from datamap.documents.sheets import Grid, Painter
from datamap.labels import layout
from datamap.publish.record.derived import SILENT
from datamap.publish.record.edition import Edition
from datamap.publish.record.spread import spread_grid
from datamap.publish.record.texts import Texts, activities_as, term

PARTIES = (
    ("controllers", "the-controller"),
    ("representatives", "representative"),
    ("dpos", "dpo"),
    ("joint_controllers", "joint"),
)
_FIELD = {"representatives": "representative", "dpos": "dpo", "joint_controllers": "joint_controllers"}


def build(painter: Painter, view: Edition) -> None:
    """Lay out the legal minimum: who, the record as controller, the record as processor."""
    _organisation(painter, view)
    texts = Texts(view)
    for which, name in (("controller", "controller-record"), ("processor", "processor-record")):
        listed = activities_as(which, view)
        columns = layout("minimum")[which]
        values = [texts.column(key, listed) for key, *_ in columns]
        if not listed:
            values = [[term(view, "empty")], *[[""]] * (len(columns) - 1)]
        headers = [f"{term(view, label)}\n{_letter(view, letter)}" for _, label, letter, _ in columns]
        grid = Grid(term(view, name), headers, [w for *_, w in columns], values)
        painter.table(spread_grid(grid, view.phrase("continued", name="{name}")))


def _letter(view: Edition, cited: str) -> str:
    """A citation such as ``Art. 30(1)(b)`` as it is in the language."""
    paragraph, letter = cited.removeprefix("Art. 30").strip("()").split(")(")
    return view.letter(paragraph, letter)


def _organisation(painter: Painter, view: Edition) -> None:
    """Name and contact details, Art. 30(1)(a) and 30(2)(a)."""
    rows: list[list[Any]] = []
    own = view.column("controllers", "role")[0]
    for table, part in PARTIES:
        label = term(view, "the-processor" if part == "the-controller" and own == "processor" else part)
        for r in view.shown(table):
            values = [view.column(table, c)[r] for c in ("name", "address", "country", "email", "phone")]
            values[2] = view.country(values[2])
            rows.append([label, *(view.answer(v) if v in SILENT else v for v in values)])
        if not view.shown(table):
            rows.append([label, view.answer(view.column("controllers", _FIELD[table])[0]), "", "", "", ""])
    rows.append([term(view, "as-of"), view.day, "", "", "", ""])
    letters = f"{view.letter('1', 'a')}, {view.letter('2', 'a')}"
    headers = [
        term(view, "part"),
        *(f"{term(view, k)}\n{letters}" for k in ("name", "address", "country", "email", "phone")),
    ]
    columns = [list(c) for c in zip(*rows, strict=True)]
    painter.table(Grid(term(view, "organisation"), headers, [26, 34, 32, 18, 26, 20], columns))
