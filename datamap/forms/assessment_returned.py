"""Forms of assessments that came back, and what they change in the inventory: everything, or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from datamap.errors import InputError, Problem
from datamap.files import reading
from datamap.formats import words as spoken
from datamap.formats.yaml import reader
from datamap.forms.assessment import (
    HIDDEN,
    answer,
    asked,
    entry_digest,
    measure_text,
    read_mark,
    words,
)
from datamap.model import Assessment, Inventory, ScreeningCriterion, SupplementaryMeasure, arguments, shape
from datamap.model.assessment import OUTCOMES
from datamap.model.vocabulary import UNKNOWN, shown
from datamap.reading.document import Table
from datamap.reading.reader import read_document
from datamap.spreadsheet import Odd, Unreadable, read

EXPECTED = "a form that datamap assess wrote, with its rows and its last sheet as they were"
CONFIRMATION = "rests_on"
"""The row that confirms the facts. Forms of an earlier version lack it."""
LONGEST = 20_000
"""Characters of an answer."""


@dataclass(frozen=True)
class Cell:
    """An answer and where it is in the file."""

    place: str
    text: str
    bad: str = ""


@dataclass(frozen=True)
class Returned:
    """A form that came back: the mark that it carries, and the answer to each point."""

    file: str
    mark: Mapping[str, Any]
    cells: Mapping[str, Cell]


def read_form(path: str | Path) -> Returned:
    """Read a form, a workbook or a text document.

    Raises
    ------
    InputError
        Not such a form, or one that was damaged: with every problem.
    """
    path = arguments.parse_path(path, "form", "the path of a form, as text or pathlib.Path")
    file = str(path)
    raw = reading.load(path)
    if raw[:2] == b"PK" and b"word/document.xml" in raw:
        texts, rows = _document(path)
    else:
        texts, rows = _workbook(file, raw)
    problems: list[Problem] = []
    mark = read_mark(texts)
    if mark is None:
        problems.append(Problem(file, 0, "", "no mark of a form, or one that was changed", EXPECTED))
    cells: dict[str, Cell] = {}
    known = set(asked(_kind(mark)))
    for key, cell in rows:
        if key in cells:
            problems.append(Problem(file, 0, cell.place, f"a second row '{key}'", "each point once"))
        elif key in known:
            cells[key] = cell
    missing = sorted(known - set(cells) - {CONFIRMATION})
    if missing:
        problems.append(Problem(file, 0, "", f"no row for {', '.join(missing)[:200]}", EXPECTED))
    if problems or mark is None:
        raise InputError(problems)
    return Returned(file, mark, cells)


def _kind(mark: Mapping[str, Any] | None) -> str:
    """The kind of assessment that a form is about."""
    entry = (mark or {}).get("entry")
    kind = entry.get("kind", "tia") if isinstance(entry, Mapping) else "tia"
    return kind if kind in OUTCOMES else "tia"


def _workbook(file: str, raw: bytes) -> tuple[list[str], list[tuple[str, Cell]]]:
    try:
        book = read(raw)
    except Unreadable as e:
        raise InputError([Problem(file, 0, "", e.found, e.expected)]) from e
    texts = [_text(v) for row in book.sheets.get(HIDDEN, []) for v in row[:1]]
    found: list[tuple[str, Cell]] = []
    for name, rows in book.sheets.items():
        if name != HIDDEN:
            found += _rows(name, [[(_text(v), v.what if isinstance(v, Odd) else "") for v in row] for row in rows])
    return texts, found


def _document(path: Path) -> tuple[list[str], list[tuple[str, Cell]]]:
    blocks = read_document(path).blocks
    texts = [block.text.words for block in blocks if not isinstance(block, Table)]
    found: list[tuple[str, Cell]] = []
    for n, table in enumerate((b for b in blocks if isinstance(b, Table)), start=1):
        found += _rows(f"table {n}", [[(cell.text.words, "") for cell in row] for row in table.rows])
    return texts, found


def _rows(name: str, rows: Sequence[Sequence[tuple[str, str]]]) -> Iterator[tuple[str, Cell]]:
    """The rows below a row of headers: the key of the point, and the answer."""
    heads = words()["headers"]
    columns: tuple[int, int] | None = None
    for n, row in enumerate(rows, start=1):
        texts = [" ".join(text.split()) for text, _ in row]
        if heads["point"] in texts and heads["answer"] in texts:
            columns = texts.index(heads["point"]), texts.index(heads["answer"])
        elif columns and columns[0] < len(row) and texts[columns[0]]:
            text, bad = row[columns[1]] if columns[1] < len(row) else ("", "")
            yield texts[columns[0]], Cell(f"{name}, row {n}", text.strip(), bad)


def _text(value: Any) -> str:
    if isinstance(value, Odd) or value is None:
        return ""
    return value.isoformat()[:10] if hasattr(value, "isoformat") else str(value).strip()


# --- into the inventory -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """One answer that changes an assessment."""

    file: str
    assessment: str
    point: str
    before: str
    after: str


def merge(inventory: Inventory, forms: Sequence[Returned]) -> tuple[Inventory, tuple[Change, ...]]:
    """The inventory with the answers of forms, and what they change.

    Raises
    ------
    InputError
        With every problem of every form; then nothing is changed.
    """
    problems: list[Problem] = []
    changes: list[Change] = []
    listed = list(inventory.assessments)
    done: dict[str, str] = {}
    for form in forms:
        wrong, entry, changed = _one(inventory, form)
        if entry is not None and entry.id in done:
            wrong = [_problem(form, "", f"a second form of '{entry.id}'", f"one of it and {done[entry.id]}")]
        problems += wrong
        if entry is None or wrong:
            continue
        done[entry.id] = form.file
        at = next((n for n, a in enumerate(listed) if a.id == entry.id), len(listed))
        if changed or at == len(listed):
            listed[at : at + 1] = [entry]
        changes += changed
    if problems:
        raise InputError(problems)
    if listed == list(inventory.assessments):
        return inventory, ()
    data = inventory.model_dump(by_alias=True, warnings=False)
    data["assessments"] = [a.model_dump(by_alias=True, warnings=False) for a in listed]
    return reader.rechecked(data).with_origin(inventory.origin), tuple(changes)


def _problem(form: Returned, place: str, found: str, expected: str) -> Problem:
    return Problem(form.file, 0, place, found, expected)


def _one(inventory: Inventory, form: Returned) -> tuple[list[Problem], Assessment | None, list[Change]]:
    """One form: what is wrong, the assessment as it becomes, and the answers that are new."""
    mark, changes = form.mark, list[Change]()
    if mark.get("inventory") != inventory.meta.id:
        found = f"a form of the inventory {shown(mark.get('inventory', ''))}"
        return [_problem(form, "", found, f"one of '{inventory.meta.id}'")], None, []
    try:
        base = Assessment.model_validate(mark.get("entry"))
    except ValidationError:
        return [_problem(form, "", "a mark that datamap did not write", EXPECTED)], None, []
    now = next((a for a in inventory.assessments if a.id == base.id), None)
    stored = entry_digest(now) if now is not None else ""
    if stored != mark.get("digest"):
        found = f"the assessment '{base.id}' is not as it was when the form was written"
        return [_problem(form, "", found, "a form written from the inventory as it is")], None, []
    if now is None:
        about = [*base.activities] or [t.recipient for t in base.transfers]
        changes.append(
            Change(form.file, base.id, "activities" if base.activities else "transfers", "", ", ".join(about))
        )
    base = now or base
    problems, fields = _answers(form, base, changes)
    entry = base
    if fields and not problems:
        data = base.model_dump(by_alias=True, warnings=False) | fields
        if data["status"] == "in-force" or "rests_on" in fields:  # decided on the facts that the form showed
            data["rests_on"] = [{"input": k, "digest": v} for k, v in mark.get("digests", {}).items()]
        try:
            entry = Assessment.model_validate(data)
        except ValidationError as e:
            what = [(".".join(map(str, f["loc"])), f["msg"]) for f in e.errors()[:20]]
            problems += [_problem(form, place, text, "a value that the field allows") for place, text in what]
    return problems, entry, changes


def _answers(form: Returned, base: Assessment, changes: list[Change]) -> tuple[list[Problem], dict[str, Any]]:
    """What is wrong with the answers of a form, and the fields that they change; each change is added to a list."""
    fields: dict[str, Any] = {}
    problems: list[Problem] = []
    texts: dict[str, Any] = {a.point: a for a in base.answers}
    criteria: dict[str, Any] = {c.criterion: c for c in base.criteria}
    asks = words(base.kind)
    for key, cell in form.cells.items():
        before = answer(base, key)
        if cell.bad or len(cell.text) > LONGEST:
            found = cell.bad or f"{len(cell.text):,} characters"
            problems.append(_problem(form, cell.place, found, "an answer as text"))
            continue
        if _plain(cell.text) == _plain(before):
            continue
        changes.append(Change(form.file, base.id, key, before, cell.text))
        try:
            if key in asks["points"]:
                texts.pop(key, None)
                texts |= {key: {"point": key, "text": cell.text}} if cell.text else {}
                fields["answers"] = tuple(texts[k] for k in asks["points"] if k in texts)
            elif key in asks["criteria"]:
                criteria.pop(key, None)
                criteria |= {key: {"criterion": key, **_criterion(cell.text)}} if cell.text else {}
                fields["criteria"] = tuple(criteria[k] for k in asks["criteria"] if k in criteria)
            else:
                fields[key] = _value(base, key, cell.text)
        except ValueError as e:
            problems.append(_problem(form, cell.place, f"{key}: {shown(cell.text)}", str(e)))
    return problems, fields


def _criterion(text: str) -> dict[str, str]:
    """The answer to a criterion: yes, no or unknown, and the reason after it; raises ValueError otherwise."""
    first, _, rest = text.partition(":")
    if not _:
        first, _, rest = text.partition("\n")
    if first.strip().casefold() == "unknown":
        return {"met": "unknown", "reason": rest.strip()}
    field = shape.of(ScreeningCriterion)["met"]
    word = first.strip().casefold()
    meaning = spoken.meaning(first.strip(), field)
    met = word if word in field.words else meaning.entries[0]["met"] if len(meaning.entries) == 1 else ""
    if not met:
        raise ValueError("yes, no or unknown, then a colon and the reason, such as 'yes: patients are concerned'")
    return {"met": met, "reason": rest.strip()}


def _plain(text: str) -> str:
    """A text as it is compared: programs change the ends of lines and the blanks at their ends."""
    return "\n".join(" ".join(line.split()) for line in text.strip().splitlines())


def _value(base: Assessment, key: str, text: str) -> Any:
    """The value that a decision has; raises ValueError with what was expected."""
    field = shape.of(Assessment)[key]
    if key == "measures":
        return _measures(base, text)
    if key == CONFIRMATION:
        return _confirmed(text)
    if not text:
        return "unknown"
    if field.kind == "word":
        allowed = OUTCOMES[base.kind] if key == "outcome" else tuple(w for w in field.words if w != "unknown")
        meaning = spoken.meaning(text, field)
        value = text if text in field.words else meaning.entries[0][key] if len(meaning.entries) == 1 else ""
        if value not in allowed and value != "unknown":
            raise ValueError(f"one of {', '.join(allowed)}")
        return value
    if field.kind == "day":
        day = arguments.day_or_none(text[:10])
        if day is None and text not in ("unknown", "none"):
            raise ValueError("a day such as 2026-09-30")
        return day or text
    return text


def _confirmed(text: str) -> tuple[()]:
    """Whether an answer confirms the facts that the form shows; their digests are in the mark."""
    met = _criterion(text)["met"]
    if met != "yes":
        raise ValueError("yes if the assessment is based on these facts, or blank")
    return ()


def _measures(base: Assessment, text: str) -> Any:
    if not text:
        return UNKNOWN
    if text.strip() == "none":
        return ()
    known = {measure_text(m): m for m in base.measures}
    read_ = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    return tuple(known.get(line) or SupplementaryMeasure.model_validate(line) for line in read_)
