"""Rounds of questions: what is hidden, asked and answered truly gives the same map and the same findings."""

from __future__ import annotations

import datetime as dt
import random
from functools import cache
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.estate.company import companies
from datamap.formats.yaml import reader
from datamap.forms import merging, returned
from datamap.forms.form import Form, write_form
from datamap.forms.table import MOST, rows
from datamap.forms.words import word
from datamap.model import Inventory
from datamap.model.vocabulary import UNKNOWN
from datamap.pipeline import audit
from datamap.questions import asking
from tests.conftest import examples
from tests.form_fixture import fill, spoken

DAY = dt.date(2026, 9, 30)
PLAIN = {
    "sites": ("country",),
    "legal_bases": ("basis",),
    "retention": ("period",),
    "sources": ("kind",),
    "safeguards": ("kind", "version", "module"),
}


def company(seed: int) -> Inventory:
    """A company without the details that no question asks for."""
    data = reader.revalidated(next(companies(seed, 0, 1)).data).model_dump(by_alias=True, warnings=False)
    for kind in ("purposes", "recipients"):
        data[kind] = list(data[kind])[:8]
        for entry in data[kind]:
            for field, kept in PLAIN.items():
                if entry.get(field):
                    entry[field] = [{k: v for k, v in one.items() if k in kept} for one in entry[field]]
    known = {r["id"] for r in data["recipients"]}
    for p in data["purposes"]:
        p["recipients"] = [s for s in p["recipients"] if s["recipient"] in known]
    for r in data["recipients"]:
        r["sub_processors"] = [s for s in r["sub_processors"] if s["recipient"] in known]
    return reader.revalidated(data)


def askable(inventory: Inventory, kind: str, entry, field: str) -> bool:
    """Whether the answer to a question can be this fact."""
    value = getattr(entry, field)
    if value is UNKNOWN or value == "unknown" or field == "subject_to_gdpr":
        return False
    if field == "safeguards":
        return bool(value) and {v.kind for v in value} <= {"scc", "dpf"}
    if kind == "recipients" and field in ("dpa", "sub_processors"):
        return entry.role in ("processor", "sub-processor")
    empty = {"sites", "retention", "sources", "legal_bases", "categories", "subjects", "measures"}
    return bool(value) or field not in empty


def hidden(inventory: Inventory, some: random.Random) -> Inventory:
    data = inventory.model_dump(by_alias=True, warnings=False)
    facts = [
        (row.kind, n, row.field)
        for row in rows()
        for n, entry in enumerate(getattr(inventory, row.kind))
        if askable(inventory, row.kind, entry, row.field)
    ]
    for kind, n, field in some.sample(facts, len(facts) // 5):
        data[kind][n][field] = "unknown"
    return reader.revalidated(data)


def plain(inventory: Inventory) -> dict:
    """The map without evidence."""

    def bare(value):
        if isinstance(value, dict):
            return {k: bare(v) for k, v in value.items() if k not in ("evidence", "why")}
        return [bare(v) for v in value] if isinstance(value, (list, tuple)) else value

    return bare(inventory.model_dump(warnings=False))


def answered(truth: Inventory, now: Inventory, folder: Path) -> Inventory:
    """The map after one round, in which everyone answers truly."""
    names = {e.id: e.name for k in ("categories", "subjects", "measures", "recipients") for e in getattr(truth, k)}
    forms = []
    for n, form in enumerate(asking.plan_round(audit(now, DAY), DAY).forms):
        assert len(form.questions) <= MOST
        path = folder / f"{n}.xlsx"
        path.write_bytes(write_form(form))
        entries = {
            (k, e.id): e for k in ("purposes", "recipients", "categories", "subjects") for e in getattr(truth, k)
        }
        told = {q.key: spoken(entries[q.kind, q.id], q.field, names) for q in form.questions}
        forms.append(returned.read_form(fill(path, {k: v for k, v in told.items() if v != "unknown"})))
    merged = merging.merge(now, forms, DAY)
    assert {o.status for o in merged.outcomes} <= {"accepted", "no answer"}, merged.outcomes
    return merged.inventory


@examples(0.2)
@given(seed=st.integers(0, 10_000))
def test_true_answers_give_back_what_was_hidden(seed, tmp_path_factory):
    truth = company(seed)
    now = hidden(truth, random.Random(seed))
    assert now != truth
    for _ in range(12):
        before, now = now, answered(truth, now, tmp_path_factory.mktemp("round"))
        if now == before:
            break
    assert plain(now) == plain(truth)
    columns = ["rule", "subject_kind", "subject_id", "severity", "fingerprint"]
    found, expected = (audit(i, DAY).findings.frame[columns].values.tolist() for i in (now, truth))
    assert found == expected


@cache
def longest() -> tuple[Inventory, Form, bytes]:
    """A map with gaps, the form with most questions on it, and the form as a workbook."""
    now = hidden(company(7), random.Random(7))
    form = max(asking.plan_round(audit(now, DAY), DAY).forms, key=lambda f: len(f.questions))
    return now, form, write_form(form)


@examples(1)
@given(data=st.data())
def test_a_damaged_form_changes_nothing_silently(data, tmp_path_factory):
    """Any cell may hold anything: each answer is reported, and only those taken change the map."""
    from openpyxl import load_workbook

    from datamap.errors import InputError

    now, form, written = longest()
    path = tmp_path_factory.mktemp("mutated") / "form.xlsx"
    path.write_bytes(written)
    book = load_workbook(path)
    odd = st.sampled_from(
        ["=1+1", "#REF!", "no", "x" * 3000, "Germany; maybe", "3", "ask", "\u202e", "none", " ", word("form", "answer")]
    )
    for _ in range(data.draw(st.integers(1, 8))):
        sheet = data.draw(st.sampled_from(book.worksheets))
        cell = sheet.cell(data.draw(st.integers(1, 15)), data.draw(st.integers(1, 8)))
        cell.value = data.draw(odd)
    book.save(path)
    try:
        back = returned.read_form(path)
        merged = merging.merge(now, [back], DAY)
    except InputError as e:
        assert e.problems
        return
    taken = [o for o in merged.outcomes if o.status in ("accepted", "proposed")]
    answers = [o for o in merged.outcomes if o.question]
    assert len(answers) == len(form.questions), "each question has one outcome, beside texts where no answer goes"
    assert bool(taken) == (merged.inventory != now)
