"""The form of an assessment: its rows, in the order of a layout, as a workbook."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from datamap.documents import package
from datamap.documents.looks import LABEL, PLAIN, Look, header_look, row_heights
from datamap.documents.sheets import A4, Painter
from datamap.labels import data
from datamap.model import Assessment, ScreeningCriterion, SupplementaryMeasure
from datamap.model.vocabulary import UNKNOWN

MARK = "datamap assessment 1"
HIDDEN = "datamap"
SHEET = "Assessment"
HEADERS = ("point", "question", "known", "source", "answer")
"""Keys of the headers in labels/assessment.yaml."""
WIDTHS = (11, 34, 46, 38, 40)
YELLOW, BAND = "FFF6CC", "E8EDF2"
OPEN = "open"
"""What the column From the map shows where nothing is known."""
PART = 6_000
"""Characters of the mark in one cell or paragraph."""

LAYOUTS = ("edpb", "cnil")


@cache
def words(kind: str = "tia") -> Mapping[str, Any]:
    """The texts of the form of a kind of assessment: its points, criteria and decisions, and the order of its rows."""
    found: Mapping[str, Any] = {"criteria": {}, **data("assessment")}
    if kind == "tia":
        return found
    own = data("screenings")[kind]
    return {**found, "criteria": {}, **own, "layouts": dict.fromkeys(LAYOUTS, own["layout"])}


def asked(kind: str) -> Mapping[str, Any]:
    """Everything that a form of a kind asks, by the key of its row."""
    return {key: row for part in ("points", "criteria", "decisions") for key, row in words(kind)[part].items()}


@dataclass(frozen=True)
class Draft:
    """One assessment with what is known for it.

    Attributes
    ----------
    inventory, organisation : str
        Id and name.
    day : date
    layout : {'edpb', 'cnil'}
    entry : Assessment
        As recorded, or a new one.
    new : bool
    legs : tuple of str
        The transfers or the activities, in words.
    known : mapping of str to tuple
        Point -> statements, each with its fact and source.
    look : mapping of str to tuple of str
        Point -> where to look for what is not known.
    digests : tuple of (str, str)
        What the assessment is based on: groups of facts, each with its digest.
    law : str
        Versions of the law pack and the country sheets.
    """

    inventory: str
    organisation: str
    day: dt.date
    layout: str
    entry: Assessment
    new: bool
    legs: tuple[str, ...]
    known: Mapping[str, tuple[tuple[str, str], ...]]
    look: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    digests: tuple[tuple[str, str], ...] = ()
    law: str = ""


@dataclass(frozen=True)
class Line:
    """A row of the form: a heading, or a point with what is known of it."""

    key: str
    question: str
    known: str = ""
    source: str = ""
    answer: str = ""
    choices: tuple[str, ...] = ()

    @property
    def heading(self) -> bool:
        """Whether it is the title of a step."""
        return not self.key


def lines(draft: Draft) -> list[Line]:
    """The rows of a form."""
    out: list[Line] = []
    for step in words(draft.entry.kind)["layouts"][draft.layout]:
        out.append(Line("", step["title"]))
        out += [_line(draft, key) for key in step["points"]]
    return out


def _line(draft: Draft, key: str) -> Line:
    shown, row = answer(draft.entry, key), asked(draft.entry.kind)[key]
    if "choices" in row:
        return Line(key, row["ask"], answer=shown, choices=tuple(row["choices"]))
    known = draft.known.get(key, ())
    sources = list(dict.fromkeys(source for _, source in known))
    number = {source: n for n, source in enumerate(sources, start=1)}
    texts = [f"{text} [{number[source]}]" for text, source in known]
    look = [f"Open. {text}" for text in draft.look.get(key, ())]
    listed = "\n".join(f"[{n}] {source}" for n, source in enumerate(sources, start=1))
    return Line(key, f"{row['ask']} ({row['clause']})", "\n".join([*texts, *look]) or OPEN, listed, shown)


def answer(entry: Assessment, key: str) -> str:
    """What an assessment records for a point or a decision, as a cell shows it; empty: nothing."""
    if key in words(entry.kind)["points"]:
        return next((a.text for a in entry.answers if a.point == key), "")
    if key in words(entry.kind)["criteria"]:
        return next((criterion_text(c) for c in entry.criteria if c.criterion == key), "")
    if key == "rests_on":
        return ""  # each form asks anew
    if key == "measures":
        if entry.measures is UNKNOWN:
            return ""
        return "\n".join(measure_text(m) for m in entry.measures) or "none"
    value = getattr(entry, key)
    return "" if value == "unknown" else value.isoformat() if isinstance(value, dt.date) else str(value)


def criterion_text(criterion: ScreeningCriterion) -> str:
    """The answer to a criterion as a cell shows it: yes or no, then the reason."""
    if criterion.met == "unknown" and not criterion.reason:
        return ""
    return f"{criterion.met}: {criterion.reason}" if criterion.reason else criterion.met


def measure_text(measure: SupplementaryMeasure) -> str:
    """A measure as a line of the form: its words, or its kind."""
    if measure.text:
        return " ".join(measure.text.split())
    keys = "" if measure.keys == "unknown" else f", keys with the {measure.keys}"
    return (measure.kind.replace("-", " ") if measure.kind != "unknown" else "a measure of unknown kind") + keys


def entry_digest(entry: Assessment) -> str:
    """A digest of an assessment as recorded: a form must not overwrite what changed since it was written."""
    plain = entry.model_dump(mode="json", by_alias=True, warnings=False)
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:16]


def mark(draft: Draft) -> dict[str, Any]:
    """What a form carries so that it can be read back."""
    return {
        "inventory": draft.inventory,
        "day": draft.day.isoformat(),
        "new": draft.new,
        "entry": draft.entry.model_dump(mode="json", by_alias=True, exclude_defaults=True, warnings=False),
        "digest": "" if draft.new else entry_digest(draft.entry),
        "digests": dict(draft.digests),
    }


def mark_lines(draft: Draft) -> list[str]:
    """The mark as plain texts, with a digest in the first."""
    whole = base64.b64encode(json.dumps(mark(draft), sort_keys=True).encode()).decode("ascii")
    parts = [whole[i : i + PART] for i in range(0, len(whole), PART)]
    return [f"{MARK} | {len(parts)} | {hashlib.sha256(whole.encode()).hexdigest()}", *(f"|{part}|" for part in parts)]


def read_mark(texts: Sequence[str]) -> dict[str, Any] | None:
    """The mark among the texts of a file; None where it is missing or was changed."""
    at = next((n for n, text in enumerate(texts) if text.startswith(MARK)), -1)
    fields = texts[at].split("|") if at >= 0 else []
    if len(fields) != 3 or not fields[1].strip().isdecimal():
        return None
    parts = texts[at + 1 : at + 1 + int(fields[1])]
    whole = "".join("".join(part.split()).strip("|") for part in parts)
    if hashlib.sha256(whole.encode()).hexdigest() != fields[2].strip():
        return None
    try:
        found = json.loads(base64.b64decode(whole, validate=True))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def about(draft: Draft) -> list[str]:
    """The sentences above the rows."""
    return [
        f"{words(draft.entry.kind)['title']}: {draft.entry.name or draft.entry.id}",
        f"{draft.organisation}, as of {draft.day}; {draft.law}",
        *draft.legs,
        words()["draft_note"],
        words()["how"],
    ]


def write_xlsx(draft: Draft) -> bytes:
    """The workbook of a form."""
    with Painter(paper=A4) as painter:
        return _written(draft, painter)


def _written(draft: Draft, painter: Painter) -> bytes:
    found = lines(draft)
    top = about(draft)
    head = len(top) + 1
    rows: list[Sequence[Any]] = [
        *([text] for text in top),
        [words()["headers"][key] for key in HEADERS],
        *(
            [line.question] if line.heading else [line.key, line.question, line.known, line.source, line.answer]
            for line in found
        ),
    ]
    sheet = painter.sheet(SHEET, WIDTHS, f"C{head + 1}")
    sheet.print_title_rows = f"{head}:{head}"
    sheet.row_dimensions = row_heights(rows[head - 1 :], WIDTHS, first=head)
    for n, line in enumerate(found, start=head + 1):
        if line.heading:
            sheet.row_dimensions.pop(n, None)
    title, band, small = Look(bold=True, size=14, wrap=False), Look(bold=True, fill=BAND, wrap=False), Look(wrap=False)

    def look(row: int, column: int) -> Look:
        if row < head:
            return title if row == 1 else small
        if row == head:
            return header_look()
        if found[row - head - 1].heading:
            return band
        return LABEL if column == 1 else PLAIN

    for n, line in enumerate(found, start=head + 1):
        if line.heading:
            continue
        fill = FormulaRule(formula=["TRUE"], fill=PatternFill(bgColor=YELLOW))
        sheet.conditional_formatting.add(f"E{n}", fill)
        if line.choices:
            listed = '"' + ",".join(line.choices) + '"'
            check = DataValidation("list", formula1=listed, allow_blank=True, showErrorMessage=False)
            check.add(f"E{n}")
            sheet.data_validations.append(check)
    painter.rows(sheet, rows, look)
    hidden = painter.sheet(HIDDEN, [60])
    hidden.sheet_state = "hidden"
    painter.rows(hidden, [[words()["keep"]], *([text] for text in mark_lines(draft))], lambda *_: PLAIN)
    return package.save(painter.book, draft.day)
