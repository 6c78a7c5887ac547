"""Forms as they come back from people and programs: no live formula is taken, and no answer is lost."""

from __future__ import annotations

import datetime as dt
import random
from functools import cache
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from datamap.formats.yaml import reader, writer
from datamap.forms import merging, returned
from datamap.forms.form import HIDDEN, write_form
from datamap.forms.table import row_of
from datamap.forms.words import every
from datamap.labels import LANGUAGES
from datamap.model import Inventory
from datamap.pipeline import audit
from datamap.questions import asking
from tests.fuzz import outputs
from tests.fuzz.harness import Live, Silent
from tests.fuzz.words import TYPED as WORDS

DAY = dt.date(2026, 9, 30)
HEAD = 7
MAP = """
meta: {id: shop, date: 2026-01-05}
controller: {name: Shop, country: CZ, sector: private, role: controller, dpo: {name: Olga}}
subjects: [{id: staff, name: Staff}, {id: buyers, name: Buyers, staff: no}]
categories: [{id: pay, name: Pay}, {id: mail, name: "Mail, telephone", special: none}]
measures: [{id: locks, name: Locks}]
purposes:
  - {id: payroll, name: Payroll, owner: HR, subjects: staff, categories: pay}
  - {id: news, name: Newsletter, owner: Marketing, subjects: buyers, recipients: [sender]}
recipients:
  - {id: sender, name: Sender, role: processor, sites: US}
  - {id: host, name: Host}
"""
TRUE = {
    "recipients": "Host\nSender",
    "categories": "Pay",
    "subjects": "Staff",
    "measures": "Locks",
    "period": "10 years from the end of the contract",
    "sources": "from a third party",
    "texts": "ERP, Portal",
    "bases": "Art. 6(1)(f)",
    "places": "Germany\nIndia",
    "tools": "SCC 2021, module 2",
    "text": "Sender GmbH",
    "answer": "yes",
}
VALUES = (3, 2.5, True, dt.datetime(2027, 1, 3), dt.time(4, 5))
TYPED = (*WORDS, *VALUES)
TAKEN = ("accepted", "proposed")


@cache
def asked() -> tuple[Inventory, tuple[bytes, ...]]:
    """A map, and the forms of its round in every language."""
    map_ = reader.parse(MAP)
    judged = audit(map_, DAY)
    forms = (f for language in LANGUAGES for f in asking.plan_round(judged, DAY, language=language).forms)
    return map_, tuple(map(write_form, forms))


def sheet_of(book):
    return next(s for s in book if s.title in every("form", "sheet"))


def type_answer(rng, book):
    sheet = sheet_of(book)
    sheet.cell(rng.randrange(HEAD + 1, max(HEAD + 1, sheet.max_row) + 1), rng.choice((4, 4, 4, 5))).value = rng.choice(
        TYPED
    )


def true_answer(rng, book):
    sheet, rows = sheet_of(book), [r for r in book[HIDDEN].iter_rows(values_only=True) if r[0] == "question"]
    _, number, kind, _, field, *_ = rng.choice(rows)
    row = row_of(kind, field)
    if row is None or not str(number).isdigit():
        return  # an earlier mutation changed the sheet on which the questions are
    sheet.cell(HEAD + int(number), 4).value = TRUE.get(row.reads) or row.choices[0]


def type_anywhere(rng, book):
    sheet = rng.choice(book.worksheets)
    sheet.cell(rng.randrange(1, 18), rng.randrange(1, 12)).value = rng.choice(TYPED)


def move_rows(rng, book):
    sheet = sheet_of(book)
    a, b = (rng.randrange(HEAD, max(HEAD, sheet.max_row) + 1) for _ in "ab")
    for column in range(1, 6):
        one, two = sheet.cell(a, column), sheet.cell(b, column)
        one.value, two.value = two.value, one.value


def change_rows(rng, book):
    sheet = sheet_of(book)
    rng.choice((sheet.insert_rows, sheet.delete_rows))(rng.randrange(1, sheet.max_row + 1))


def change_columns(rng, book):
    sheet = sheet_of(book)
    rng.choice((sheet.insert_cols, sheet.delete_cols))(rng.randrange(1, 6))


def change_sheets(rng, book):
    sheet = rng.choice(book.worksheets)
    if rng.random() < 0.5 or len(book.worksheets) == 1:
        sheet.title = rng.choice(("Questions", "Fragen", "Sheet1", "x"))
    else:
        book.remove(sheet)


MUTATIONS = (*([type_answer] * 10), *([true_answer] * 6), type_anywhere, move_rows, change_rows, change_columns)


def mutated(rng: random.Random) -> bytes:
    book = load_workbook(BytesIO(rng.choice(asked()[1])))
    for _ in range(rng.randint(1, 6)):
        rng.choice(MUTATIONS)(rng, book)
    if rng.random() < 0.04:
        change_sheets(rng, book)
    for sheet in book:
        sheet.sheet_state = "visible"  # a workbook needs a sheet that is seen
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@cache
def sent() -> set[str]:
    """The texts of all the forms when they were sent."""
    return {str(c.value).strip() for form in asked()[1] for s in load_workbook(BytesIO(form)) for r in s for c in r}


def typed(data: bytes) -> set[str]:
    """The texts in the rows of questions that none of the forms had when it was sent."""
    sheet = sheet_of(load_workbook(BytesIO(data)))
    head = next(n for n, r in enumerate(sheet.iter_rows(values_only=True), 1) if r[0] in every("form", "number"))
    cells = (c for row in sheet.iter_rows(min_row=head + 1, min_col=2) for c in row)
    # openpyxl writes _x000D_ as it is, which is how a file states a line end
    texts = {c.value.replace("_x000D_", " ").strip() for c in cells if c.data_type == "s"}
    return {t[: returned.LONGEST] for t in texts if t and t not in sent()}


def facts(map_: Inventory) -> dict[tuple[str, str], set[str]]:
    """Every fact of the map as text, by kind and id, without evidence."""
    found = {}
    for kind in ("purposes", "recipients", "categories", "subjects", "measures"):
        for entry in getattr(map_, kind):
            values = entry.model_dump(mode="json", exclude={"evidence"}, warnings=False)
            found[kind, entry.id] = {f"{k}={v}" for k, v in values.items()}
    return found


def refuse(wrong: object, what: str, fault: type[Silent] | type[Live] = Silent) -> None:
    """Raise the fault where something is wrong."""
    if wrong:
        raise fault(f"{what}: {wrong}"[:1000])


def attempt(rng: random.Random, folder: Path) -> None:
    """One form that came back."""
    data = mutated(rng)
    path = folder / "form.xlsx"
    path.write_bytes(data)
    map_ = asked()[0]
    back = returned.read_form(path)
    done = merging.merge(map_, [back], DAY)
    reported = {o.answer[: returned.LONGEST] for o in done.outcomes} | {r.ask[: returned.LONGEST] for r in back.replies}
    if len(back.strays) < returned.KEPT:
        refuse(typed(data) - reported, "lost")
    for reply, outcome in zip(back.replies, done.outcomes, strict=False):
        ignored = outcome.status == "no answer" and reply.answer and merging.person_asked(reply.answer) != ""
        refuse(ignored and outcome, "an answer counts as none")
        refuse(reply.answer.startswith("=") and outcome.status in TAKEN and outcome, "a formula was taken", Live)
    before, after = facts(map_), facts(done.inventory)
    taken = {r.question.key for r, o in zip(back.replies, done.outcomes, strict=False) if o.status in TAKEN}
    differ = {key for key in before if before[key] != after.get(key)}
    refuse(differ - {tuple(key.split("/")[:2]) for key in taken}, "entries that changed without a report")
    new = set(after) - set(before)
    refuse(not any(o.status == "proposed" for o in done.outcomes) and new, "new entries without a report")
    refuse(set(before) - set(after), "entries that were lost")
    refuse(taken and done.inventory == map_ and taken, "accepted, and the map is as it was")
    refuse(not taken and done.inventory != map_, "nothing was accepted, and the map differs")
    if taken and rng.random() < 0.1:
        outputs.refuse_live_forms(done.inventory, rng.choice(LANGUAGES))
    again = reader.parse(writer.dump(done.inventory))
    refuse(again != done.inventory, "what is written does not read back equal")
