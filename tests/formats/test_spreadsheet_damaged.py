"""Workbooks that were damaged are read or refused and nothing else; what datamap writes, it reads."""

from __future__ import annotations

import io
import random
import re
import zipfile

import openpyxl
import pytest
from conftest import examples
from dpf_fixture import ROWS, save
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spreadsheet_fixture import packed, participants

from datamap import formats
from datamap.drafting import registers
from datamap.errors import InputError
from datamap.formats import grid
from datamap.formats.workbook import reader, writer
from datamap.model import Inventory, shape
from datamap.model.entry import Evidence

SMALL_MAP = {
    "meta": {"id": "acme", "date": "2026-01-01"},
    "controller": {"name": "Acme", "country": "CZ"},
    "categories": [{"id": "contact", "name": "Contact"}],
    "recipients": [{"id": "host", "name": "Host", "sites": ["US"], "safeguards": ["scc:2021@2022-05-01"]}],
    "purposes": [{"id": "payroll", "name": "Payroll", "categories": ["contact"], "recipients": ["host"]}],
}


def mutated(raw, chance):
    """A workbook with one part of it changed a little; the zip itself is whole, or it is what was damaged."""
    if chance.random() < 0.1:
        at = chance.randrange(len(raw))
        return raw[:at] + chance.randbytes(8) + raw[at + 8 :]
    with zipfile.ZipFile(io.BytesIO(raw)) as z:
        texts = {n: z.read(n) for n in z.namelist()}
    name = chance.choice([n for n in texts if "theme" not in n])
    text = texts[name]
    for _ in range(chance.randint(1, 4)):
        values = list(re.finditer(rb'(?<==")[^"]+(?=")|(?<=>)[^<>]+(?=<)', text))
        kind = chance.random()
        if kind < 0.6 and values:
            m = chance.choice(values)
            new = [
                b"",
                b"-1",
                b"99999999999",
                b"x",
                b"_xD800_",
                b"A1",
                b"NaN",
                b"&#x10FFFF;",
                b"1e400",
                b"s",
                b"d",
                b"=1",
            ]
            text = text[: m.start()] + chance.choice(new) + text[m.end() :]
        elif kind < 0.8:
            at, size = chance.randrange(len(text)), chance.randint(1, 300)
            text = text[:at] + text[at + size :]
        else:
            at = chance.randrange(len(text))
            text = text[:at] + chance.randbytes(chance.randint(1, 4)) + text[at:]
    return packed({**texts, name: text})


def test_a_damaged_workbook_is_read_or_refused_and_nothing_else(tmp_path):
    chance = random.Random(7)
    made = tmp_path / "r.xlsx"
    made.write_bytes(writer.book_bytes(Inventory.model_validate(SMALL_MAP)))
    openpyxl.load_workbook(made).save(tmp_path / "shared.xlsx")  # the same with shared texts
    listed = save(tmp_path / "l_2026-03-24.xlsx", ROWS).read_bytes()
    sources = [made.read_bytes(), (tmp_path / "shared.xlsx").read_bytes()]
    outcomes = set()
    for n in range(60):
        file = tmp_path / "m_2026-03-24.xlsx"
        file.write_bytes(mutated(sources[n % 2], chance))
        for read in (formats.read, registers.imported):
            outcomes.add(_outcome(read, file))
        file.write_bytes(mutated(listed, chance))
        outcomes.add(_outcome(participants, file))
    assert outcomes == {"read", "refused"}


def _outcome(read, file):
    try:
        read(file)
    except InputError as e:
        assert e.problems and str(e)
        return "refused"
    return "read"


def test_far_cells_do_not_make_the_reading_of_registers_and_records_slow(tmp_path):
    """A header as wide and a sheet as long as allowed: each step visits a place once, not each row per column."""
    wide = openpyxl.Workbook()
    wide.active.append(list(map(str, range(16_384))))
    wide.active["A100"] = "x"
    wide.save(tmp_path / "wide.xlsx")
    with pytest.raises(InputError, match="no register"):
        registers.imported(tmp_path / "wide.xlsx")
    raw = writer.book_bytes(Inventory.model_validate(SMALL_MAP))
    book = grid.read("x.xlsx", raw)
    for rows in list(book.sheets.values())[:-1]:
        rows[1].extend([""] * 16_000)
        rows.extend([[]] * 1000)
    assert reader.read_book("x.xlsx", book, raw).edits == ()


AWKWARD = st.one_of(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=6),
    st.text(
        st.sampled_from("\n\r\t \u2028\u2029\x85\x0b\0\x7f\ufeff\ufffe_x0D'\"=\\[]unkowe;"), min_size=1, max_size=6
    ),
    st.sampled_from(["\n", "\n\n", "\r\n", "\u2028", " x ", "'x", "'", "=1+1", "_x000D_", "_xD800_", "_x005F_", '""']),
    st.sampled_from(['\\""', "unknown", "none", "\\", "no entries", "#REF!", "2026-01-01", "1e5"]),
)


SKIPPED = ("informs", "observations", "dpo", "representative")


def with_text_everywhere(texts):
    """An inventory in which every field of text has the next of these texts."""
    given = iter(texts)

    def fill(model, depth=0):
        out = {}
        for key, field in shape.of(model).items():
            if field.key in ("formerly", "replaced_by", "until", "facts", "scope"):
                continue
            if field.kind == "text":
                out[key] = [next(given)] if field.many else next(given)
            elif key == "id":
                out[key] = f"i{depth}"
            elif field.model is not None and field.model is not Evidence and depth < 1 and field.key not in SKIPPED:
                item = fill(field.model, depth + 1)
                out[key] = [item] if field.many else item
            elif field.model is Evidence and depth < 2:
                out[key] = [{"section": next(given), "words": next(given)}]
            elif field.required and field.words:
                out[key] = field.words[1]
        return out

    return Inventory.model_validate(fill(Inventory))


@settings(examples(0.2), suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_text_in_any_field_comes_back_as_it_was(tmp_path, data):
    drawn = data.draw(st.lists(AWKWARD, min_size=5, max_size=20))
    inventory = with_text_everywhere(drawn[i % len(drawn)] for i in range(10_000))
    file = tmp_path / "any.xlsx"
    file.write_bytes(writer.book_bytes(inventory))
    got = reader.read(file)
    assert (got.inventory, got.edits) == (inventory, ())
    openpyxl.load_workbook(file)  # and another program opens it


def test_a_text_that_no_cell_holds_is_shown_in_part_and_comes_back_whole(tmp_path):
    file = tmp_path / "long.xlsx"
    for text in ("x" * 32_767, "=" + "x" * 40_000, "😀" * 17_000, "a\n" * 17_000):
        inventory = Inventory.model_validate(
            {**SMALL_MAP, "categories": [{"id": "contact", "name": "C", "notes": text}]}
        )
        file.write_bytes(writer.book_bytes(inventory))
        assert reader.read(file).inventory == inventory
