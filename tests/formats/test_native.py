"""The native format: what is written reads back equal, and what is wrong is told at once, with its line."""

from __future__ import annotations

import jsonschema
import pytest
from conftest import examples
from hypothesis import given
from strategies import inventories
from yaml.resolver import Resolver

from datamap import formats, tables
from datamap.errors import InputError
from datamap.formats import problems
from datamap.formats.yaml import reader, schema, starter, tree, writer
from datamap.model import Inventory
from tools import __main__ as generate


@given(inventories())
@examples(0.4)
def test_what_is_written_reads_back_equal(inventory):
    assert reader.parse(writer.dump(inventory)) == inventory


@given(inventories())
@examples(0.4)
def test_tables_hold_all_of_an_inventory(inventory):
    assert tables.to_inventories(tables.from_inventories([inventory])) == [inventory]


def test_smartsupp_is_written_as_people_write(root):
    inventory = formats.read(root / "inventory" / "smartsupp.yaml")
    text = writer.dump(inventory)
    assert reader.parse(text) == inventory
    assert "categories: [identification, contact" in text, "short forms for short facts"
    assert len(text) < 1.6 * (root / "inventory" / "smartsupp.yaml").stat().st_size


def test_a_text_that_repeats_is_looked_at_once_while_it_is_written(monkeypatch):
    looked, resolve = [], Resolver.resolve
    monkeypatch.setattr(Resolver, "resolve", lambda self, *given: looked.append(str(given[1])) or resolve(self, *given))
    entries = [{"id": f"vendor-{n}", "name": f"Looked at {n}", "sites": ["US"], "notes": "one text"} for n in range(90)]
    data = {"meta": {"id": "demo"}, "controller": {"name": "Demo", "country": "CZ"}, "recipients": entries}
    text = writer.dump(Inventory.model_validate(data))
    assert text.count("notes: one text") == 90
    assert "Looked at 7" in looked
    assert len(looked) == len(set(looked))


LONG = ("json", "tutorial", "frames")
"""Pages whose texts come from running commands or audits."""


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=pytest.mark.slow) if n in LONG else n for n in generate.TARGETS]
)
def test_generated_pages_are_current(root, name):
    path, make = generate.TARGETS[name]
    assert (root / path).read_text(encoding="utf-8") == make(), f"{path} is stale: run `make generate`"


@pytest.fixture(scope="module")
def validator():
    return jsonschema.Draft7Validator(schema.json_schema())


def test_the_schema_takes_what_the_reader_takes(root, validator):
    jsonschema.Draft7Validator.check_schema(schema.json_schema())
    for text in (starter.TEXT, (root / "inventory" / "smartsupp.yaml").read_text(encoding="utf-8")):
        assert list(validator.iter_errors(tree.Tree(text).data)) == []


@given(inventories())
@examples(0.4)
def test_the_schema_takes_what_the_writer_writes(validator, inventory):
    data = tree.Tree(writer.dump(inventory)).data
    assert list(validator.iter_errors(data)) == []


@pytest.mark.parametrize(
    "text",
    [
        "{meta: {id: a}}",
        "{meta: {id: a}, controller: X, colour: red}",
        "{meta: {id: A B}, controller: X}",
        "{meta: {id: a}, controller: X, purposes: [{id: p, name: P, legal_bases: [{basis: 6-1-z}]}]}",
        "{meta: {id: a, date: 3/9/2026}, controller: X}",
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(validator, text):
    assert list(validator.iter_errors(tree.Tree(text).data))
    with pytest.raises(InputError):
        reader.parse(text)


WRONG = """\
meta: {id: demo, date: 2026-02-30}
controller: {name: Demo, country: Atlantis, colour: red}
categories:
  - {id: mail, name: Mail}
  - {id: mail, name: Mail again}
purposes:
  - id: support
    name: Support
    categories: [mail, phone]
    legal_bases: [6-1-b, contrakt]
    recipients: [nobody]
    retention: [2-3 years]
recipients:
  - id: desk
    name: Desk
    safeguards: [skc2010]
    from: 2026-01-01
    until: 2025-01-01
"""


def test_every_problem_is_told_at_once_with_its_line():
    with pytest.raises(InputError) as caught:
        reader.parse(WRONG, "demo.yaml")
    told = {p.line: (p.field, p.found, p.expected) for p in caught.value.problems}
    assert sorted(told) == [1, 2, 5, 9, 10, 11, 12, 16, 18]
    assert told[9][0] == "purposes.support.categories[1]" and "phone" in told[9][1]
    assert told[10][2].endswith("did you mean '6-1-b'?")
    assert told[12][2].endswith("it may mean P2Y, P3Y")
    assert "scc" in told[16][2]
    assert len([p for p in caught.value.problems if p.line == 2]) == 2


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"- a\n- b\n", b"x" * 2_000_000, b"&a [*a]", b"{a: !!python/object:os.system x}", b"\x00"],
)
def test_files_of_any_kind_are_refused_in_words(tmp_path, content):
    path = tmp_path / "bad.yaml"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        formats.read(path)
    assert all(p.file == str(path) and p.found and p.expected for p in caught.value.problems)


def test_a_file_of_50_mb_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "big.yaml"
    with path.open("wb") as f:
        f.truncate(50_000_000)
    with pytest.raises(InputError, match="50"):
        formats.read(path)


@pytest.mark.parametrize(
    "text, period",
    [
        ("3 years", "P3Y"),
        ("3,5 years", "P3Y6M"),
        ("3 Jahre", "P3Y"),
        ("3 yards", ""),
        ("2-3 years", ""),
        ("until 2030", ""),
    ],
)
def test_the_hint_for_a_period_is_read_as_documents_are(text, period):
    assert problems.period_meant(text) == period
