"""A form that came back: who answered, and what is in its cells. The file is hostile input."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datamap.errors import InputError, Problem
from datamap.files import reading
from datamap.forms.form import ABOUT, HEADERS, HIDDEN, MARK, Question, mark_digest
from datamap.forms.strays import elsewhere, shown
from datamap.forms.table import MOST, row_of
from datamap.forms.words import every, word
from datamap.model import arguments
from datamap.spreadsheet import Book, Odd, Unreadable, read

EXPECTED = "a form that datamap ask wrote, with its sheets as they were"
KEPT = 20
"""Problems of one form that are listed."""
LONGEST = 2000
"""Characters of an answer: more is not an answer to one of these questions."""


@dataclass(frozen=True)
class Reply:
    """What one row of a form holds.

    Attributes
    ----------
    question : Question
    place : str
        Sheet and cell, such as ``Questions!D8``.
    answer, ask : str
        The answer, and the person named in the last column.
    unreadable : str
        What makes the answer unusable: a formula, an error.
    """

    question: Question
    place: str
    answer: str
    ask: str
    unreadable: str = ""


@dataclass(frozen=True)
class Stray:
    """A text beside the answers that was not in the form when it was sent: its place and its words."""

    place: str
    text: str


@dataclass(frozen=True)
class Returned:
    """A form that came back."""

    file: str
    inventory: str
    person: str
    who: str
    sent: dt.date
    name: str
    function: str
    day: dt.date | None
    replies: tuple[Reply, ...]
    strays: tuple[Stray, ...] = ()


def read_form(path: str | Path) -> Returned:
    """Read a form.

    Raises
    ------
    InputError
        Not a form, or one that was damaged: with every problem found.
    """
    path = arguments.parse_path(path, "form", "the path of a form, as text or pathlib.Path")
    try:
        book = read(reading.load(path))
    except Unreadable as e:
        raise InputError([Problem(str(path), 0, "", e.found, e.expected)]) from e
    return _Reader(str(path), book).read()


class _Reader:
    def __init__(self, file: str, book: Book):
        self.file, self.book = file, book
        self.problems: list[Problem] = []
        self.sheet = word("form", "sheet")

    def read(self) -> Returned:
        marks = self.book.sheets.get(HIDDEN, [])
        if not marks or _text(marks[0], 0) != MARK:
            self._refuse(f"{HIDDEN}!A1", "no mark of a form", EXPECTED)
        elif _text(marks[0], 2) != mark_digest([_text(r, i) for i in range(7)] for r in marks[1:]):
            self._refuse(f"{HIDDEN}!C1", "a sheet that was changed", EXPECTED)
        if self.problems:
            raise InputError(self.problems)
        meta = {_text(r, 0): _text(r, 1) for r in marks[1:20] if _text(r, 0) in ("inventory", "person", "who", "sent")}
        missing = [k for k in ("inventory", "person", "who", "sent") if not meta.get(k)]
        sent = arguments.day_or_none(meta.get("sent", ""))
        if missing or sent is None:
            self._refuse(HIDDEN, f"no {', '.join(missing) or 'day of sending'}", EXPECTED)
        questions = self._questions(marks)
        self.sheet = next((s for s in self.book.sheets if s in every("form", "sheet")), self.sheet)
        rows = self.book.sheets.get(self.sheet)
        head = next((n for n, r in enumerate(rows or []) if _at(r, "number") == 0 and _at(r, "answer") > 0), -1)
        if rows is None or head < 0:
            self._refuse(self.sheet, "no row with the headers of a form", EXPECTED)
        if self.problems:
            raise InputError(self.problems)
        assert rows is not None and sent is not None
        replies = self._replies(rows, head, questions)
        if self.problems:
            raise InputError(self.problems)
        above = {key: r for r in rows[:head] for key in ABOUT if _text(r, 1) in every("form", key)}
        day = next((d for v in above.get("day", [])[2:] if (d := _day(v))), None)
        name, function = (_first(above.get(key, [])) for key in ("name", "function"))
        about = (meta["inventory"], meta["person"], meta["who"], sent, name, function, day)
        return Returned(self.file, *about, tuple(replies), tuple(self._strays(rows, head, questions))[:KEPT])

    def _strays(self, rows: list[list[Any]], head: int, questions: dict[str, Question]) -> Iterator[Stray]:
        """What someone wrote beside the cells for answers, or into a cell of the form."""
        columns = {key: _at(rows[head], key) for key in HEADERS}
        for n, row in enumerate(rows[head + 1 :], start=head + 2):
            q = questions.get(_text(row, 0))
            # wherever they are in the row: a header may be overwritten too
            sent = {" ".join(t.split()) for t in (f"{q.text} {q.hint}", q.known)} if q and q.known else set()
            for at in range(1, len(row)):
                text = shown(row[at])
                asked = at in (columns["answer"], columns["ask"]) and (q or at == columns["answer"])
                asked = asked and not (at == columns["ask"] and isinstance(row[at], Odd))
                if not text or asked or (q and at in (columns["question"], columns["known"]) and not sent):
                    continue  # a form without these columns on its sheet cannot be compared
                if " ".join(text.split()) not in sent:
                    yield Stray(f"{self.sheet}!{_column(at)}{n}", text[:LONGEST])
        for place, text in elsewhere(self.book, self.sheet, head):
            yield Stray(place, text[:LONGEST])

    def _questions(self, marks: list[list[Any]]) -> dict[str, Question]:
        found: dict[str, Question] = {}
        for n, row in enumerate(marks, start=1):
            if _text(row, 0) != "question":
                continue
            number, kind, id_, field, digest, text, hint, known = (_text(row, i) for i in range(1, 9))
            if row_of(kind, field) is None or number in found or not id_ or not digest:
                self._refuse(f"{HIDDEN}!A{n}", f"'{kind[:40]}', '{field[:40]}' as question {number[:10]}", EXPECTED)
                continue
            found[number] = Question(kind, id_, field, digest, text, hint, known)
        if not 0 < len(found) <= MOST and not self.problems:
            self._refuse(HIDDEN, f"{len(found)} questions", f"1 to {MOST}")
        return found

    def _replies(self, rows: list[list[Any]], head: int, questions: dict[str, Question]) -> list[Reply]:
        answer, ask = _at(rows[head], "answer"), _at(rows[head], "ask")
        out: dict[str, Reply] = {}
        for n, row in enumerate(rows[head + 1 :], start=head + 2):
            if len(self.problems) >= KEPT:
                break
            number = _text(row, 0)
            place = f"{self.sheet}!{_column(answer)}{n}"
            if number not in questions:
                if _text(row, answer):
                    self._refuse(place, f"an answer beside the number '{number[:40]}'", "the number of a question")
                continue
            if number in out:
                self._refuse(place, f"a second row of question {number}", "one row for each question")
                continue
            cell = row[answer] if answer < len(row) else ""
            bad = cell.what if isinstance(cell, Odd) else ""
            text = _text(row, answer)
            if len(text) > LONGEST:
                bad = f"{len(text):,} characters"
            out[number] = Reply(questions[number], place, text, _text(row, ask) if ask >= 0 else "", bad)
        for number in questions:
            if number not in out:
                self._refuse(self.sheet, f"no row with the number {number}", "every question of the form")
        return list(out.values())

    def _refuse(self, field: str, found: str, expected: str) -> None:
        self.problems.append(Problem(self.file, 0, field, found, expected))


def _text(row: list[Any], at: int) -> str:
    value = row[at] if 0 <= at < len(row) else ""
    return "" if isinstance(value, Odd) else str(value).strip()


def _at(row: list[Any], key: str) -> int:
    """The column with a header, in any language; -1 where there is none."""
    return next((n for n in range(len(row)) if _text(row, n) in every("form", key)), -1)


def _first(row: list[Any]) -> str:
    return next((t[:200] for i in range(2, len(row)) if (t := _text(row, i))), "")


def _day(value: Any) -> dt.date | None:
    return value if isinstance(value, dt.date) else arguments.day_or_none(str(value).strip())


def _column(n: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(n + 1))
