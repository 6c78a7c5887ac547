"""A form: a workbook with at most seven questions for one person, and the e-mail that it goes with."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from datamap.documents import package
from datamap.documents.looks import LABEL, PLAIN, Look, header_look, row_heights
from datamap.documents.sheets import Painter
from datamap.errors import visible
from datamap.forms.words import word

MARK = "datamap form 1"
HIDDEN = "datamap"
HEADERS = ("number", "question", "known", "answer", "ask")
"""Keys of the headers in words.yaml."""
ABOUT = ("name", "function", "day")
"""Keys of what a person states about the answers."""
WIDTHS = (6, 44, 34, 38, 20)
YELLOW = "FFF6CC"


@dataclass(frozen=True)
class Question:
    """One question of a form: the fact that it asks for, its words, and the digest of what it is based on."""

    kind: str
    id: str
    field: str
    digest: str
    text: str = ""
    hint: str = ""
    known: str = ""
    choices: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.kind}/{self.id}/{self.field}"


@dataclass(frozen=True)
class Form:
    """The questions for one person.

    Attributes
    ----------
    inventory : str
        Id of the inventory.
    organisation : str
        Name of the organisation that asks.
    person : str
    who : str
        In what function: ``owner``, ``it``, ``procurement``, ``vendor`` or ``privacy``.
    sent : date
    questions : tuple of Question
    language : str
        Of the form: one of ``labels.LANGUAGES``.
    """

    inventory: str
    organisation: str
    person: str
    who: str
    sent: dt.date
    questions: tuple[Question, ...]
    language: str = "en"


def write_form(form: Form) -> bytes:
    """The workbook of a form."""
    with Painter() as painter:
        return _written(form, painter)


def _written(form: Form, painter: Painter) -> bytes:
    language = form.language
    rows: list[Sequence[Any]] = [
        ["", word("form", "title", language, person=form.person, organisation=form.organisation)],
        ["", word("form", "how", language)],
        *(["", word("form", key, language)] for key in ABOUT),
        [],
        [word("form", key, language) for key in HEADERS],
        *([n, f"{q.text}\n{q.hint}", q.known, "", ""] for n, q in enumerate(form.questions, start=1)),
    ]
    head, last = 7, len(rows)
    sheet = painter.sheet(word("form", "sheet", language), WIDTHS)
    sheet.page_setup.paperSize = 9
    for row, size in row_heights(rows[2:], WIDTHS, first=3).items():
        sheet.row_dimensions[row].height = float(size["ht"])

    def look(row: int, _column: int) -> Look:
        if row == 1:
            return Look(bold=True, size=14, wrap=False)
        if row == 2:
            return Look(wrap=False)
        if row == head:
            return header_look()
        return LABEL if row < head else PLAIN

    # a cell without content has no look of its own, so a rule colours those to fill in
    for area in ("C3:C5", f"D{head + 1}:E{last}"):
        rule = FormulaRule(formula=["TRUE"], fill=PatternFill(bgColor=YELLOW))
        sheet.conditional_formatting.add(area, rule)
    for n, question in enumerate(form.questions):
        if question.choices:
            letter = _letter(n)
            area = f"'{HIDDEN}'!${letter}$1:${letter}${len(question.choices)}"
            check = DataValidation("list", formula1=area, allow_blank=True, showErrorMessage=False)
            check.add(f"D{head + 1 + n}")
            sheet.data_validations.append(check)
    painter.rows(sheet, rows, look)
    _write_mark(painter, form)
    return package.save(painter.book, form.sent)


def _letter(n: int) -> str:
    return "JKLMNOP"[n]


def _write_mark(painter: Painter, form: Form) -> None:
    """The sheet with which the answers are read; the lists of the drop-downs are in its columns from J."""
    sheet = painter.sheet(HIDDEN, [14] * 9)
    sheet.sheet_state = "hidden"
    rows: list[list[Any]] = [
        [MARK, word("form", "keep", form.language)],
        ["inventory", form.inventory],
        ["person", form.person],
        ["who", form.who],
        ["sent", form.sent.isoformat()],
        *(
            ["question", str(n), q.kind, q.id, q.field, q.digest, q.text, q.hint, q.known]
            for n, q in enumerate(form.questions, start=1)
        ),
    ]
    rows[0].append(mark_digest(rows[1:]))
    height = max([len(rows), *(len(q.choices) for q in form.questions)])
    out = []
    for r in range(height):
        row = rows[r] if r < len(rows) else []
        out.append(
            [*row, *[""] * (9 - len(row)), *(q.choices[r] if r < len(q.choices) else "" for q in form.questions)]
        )
    painter.rows(sheet, out, lambda *_: PLAIN)


def mark_digest(rows: Iterable[Sequence[Any]]) -> str:
    """A digest of what datamap wrote on its sheet: an answer must not move to another question."""
    texts = [[str(v).strip() for v in row[:7]] for row in rows if str(row[0]).strip()]
    bare = json.dumps([[*row, *[""] * (7 - len(row))] for row in texts])
    return hashlib.sha256(bare.encode()).hexdigest()[:16]


def mail_text(form: Form, file: str) -> str:
    """The e-mail that a form goes with."""
    language = form.language
    ours, person = (" ".join(name.split()) for name in (form.organisation, form.person))  # a header is one line
    number = "one" if len(form.questions) == 1 else "several"
    subject = word("mail", number, language, n=str(len(form.questions)), organisation=ours)
    why = word("mail", "vendor" if form.who == "vendor" else "own", language, organisation=ours)
    listed = "\n".join(f"  {n}. {q.text}" for n, q in enumerate(form.questions, start=1))
    body = word("mail", "body", language, person=person, why=why, file=file, questions=listed)
    return visible(f"{word('mail', 'subject', language)} {subject}\n\n{body}")
