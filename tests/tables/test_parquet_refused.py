"""Parquet folders that are wrong or damaged: every problem is named with counts and examples."""

# ruff: noqa: F401, F811  pytest finds a fixture by its imported name

from __future__ import annotations

import json
import random

import pytest
from click.testing import CliRunner
from parquet_fixture import change, folder, pa, parquet, pq, problems, small

from datamap.cli import main
from datamap.errors import InputError

BROKEN = {
    "missing table": (
        lambda f: (f / "sites.parquet").unlink(),
        "sites.parquet: no such file. Expected the table 'sites', even if it has no rows",
    ),
    "missing column": (
        lambda f: change(f, "recipients", dpa=None),
        "recipients.parquet: dpa: no such column. Expected this column",
    ),
    "misspelt column": (
        lambda f: change(f, "sites", cuntry=lambda _: ["US"] * 9, country=None),
        "sites.parquet: country: no such column, but one 'cuntry'",
    ),
    "unknown column": (
        lambda f: change(f, "sites", colour=["x"] * 9),
        "sites.parquet: colour: a column that this table does not have",
    ),
    "unknown table": (
        lambda f: pq.write_table(pa.table({"a": [1]}), f / "purpose.parquet"),
        "purpose.parquet: a file that is not one of the tables",
    ),
    "wrong type": (
        lambda f: change(f, "sites", country=[1] * 9),
        "sites.parquet: country: a column of type int64. Expected text",
    ),
    "wrong word": (
        lambda f: change(f, "recipients", role=["boss"] * 4 + ["unknown"] * 2),
        "recipients.parquet: role: 4 of 6 rows: 'boss' (row 0), 'boss' (row 1), 'boss' (row 2) .... "
        "Expected one of: processor",
    ),
    "no country": (
        lambda f: change(f, "sites", country=["Narnia"] + ["US"] * 8),
        "sites.parquet: country: 1 of 9 rows: 'Narnia' (row 0). Expected a country",
    ),
    "no period": (
        lambda f: change(f, "retentions", period=["1 year"] * 3),
        "retentions.parquet: period: 3 of 3 rows: '1 year'",
    ),
    "no date": (
        lambda f: change(f, "inventories", date=["31.1.2026"] * 3),
        "inventories.parquet: date: 3 of 3 rows: '31.1.2026'",
    ),
    "no id": (
        lambda f: change(f, "categories", id=["The Mail", "name"] * 3),
        "categories.parquet: id: 3 of 6 rows: 'The Mail'",
    ),
    "null id": (
        lambda f: change(f, "categories", id=[None, "name"] * 3),
        "categories.parquet: id: no value in 3 of 6 rows",
    ),
    "dangling row": (
        lambda f: change(f, "uses", category=[99, -1, 0, 1, 2, 3]),
        "uses.parquet: category: refers to nothing in 2 of 6 rows: 99 (row 0), -1 (row 1)",
    ),
    "dangling id": (
        lambda f: change(f, "uses", category=["mail", "nail"] * 3),
        "uses.parquet: category: refers to nothing in 3 of 6 rows: 'nail' (row 1)",
    ),
    "another's row": (
        lambda f: change(f, "uses", category=[2, 3, 2, 3, 4, 5]),
        "uses.parquet: category: refers to another controller's row in 2 of 6 rows",
    ),
    "controller twice": (
        lambda f: change(f, "inventories", id=["a", "a", "c"]),
        "inventories.parquet: id: appears twice in 1 of 3 rows: 'a' (row 1)",
    ),
    "id twice": (
        lambda f: change(f, "categories", id=["mail", "mail", "mail", "name", "mail", "name"]),
        "categories.parquet: id: appears twice in 1 of 6 rows",
    ),
    "no organisation": (
        lambda f: change(f, "controllers", controller=[0, 1, 1]),
        "controllers.parquet: controller: no row for 1 of 3 rows: 'c' (row 2)",
    ),
    "list and rows": (
        lambda f: change(f, "recipients", sites=["none"] * 6),
        "recipients.parquet: sites: does not agree with sites in 6 of 6 rows",
    ),
    "days": (
        lambda f: change(f, "sites", **{"from": ["2021-01-01"] * 9, "until": ["2020-01-01"] * 9}),
        "sites.parquet: until: before 'from' in 9 of 9 rows",
    ),
    "narrowing": (
        lambda f: change(f, "uses", category=[1, 1, 2, 3, 4, 5]),
        "disclosure_categories.parquet: category: not a category that the purpose uses in 1 of 3 rows: 'mail' (row 0)",
    ),
    "version": (
        lambda f: change(f, "safeguards", kind=["dpf"] * 3),
        "safeguards.parquet: version: a generation of standard clauses on another tool in 3 of 3 rows",
    ),
    "tool's country": (
        lambda f: change(f, "safeguard_countries", country=["IN"] * 3),
        "safeguard_countries.parquet: country: not one of the recipient's sites in 3 of 3 rows",
    ),
    "circle": (
        lambda f: change(f, "sub_processors", recipient=[0, 2, 4], sub_processor=[0, 3, 5]),
        "sub_processors.parquet: sub_processor: a chain that returns to its beginning in 1 of 3 rows: "
        "'shop > shop' (row 0)",
    ),
    "evidence": (
        lambda f: change(f, "evidence", row=[77, 2, 4]),
        "evidence.parquet: row: refers to no row of categories in 1 of 3 rows: 77 (row 0)",
    ),
    "line numbers as text": (
        lambda f: change(f, "uses", line=["7"] * 6),
        "uses.parquet: line: values that are not numbers. Expected line numbers",
    ),
    "no Parquet": (lambda f: (f / "uses.parquet").write_bytes(b"PAR1 no"), "uses.parquet: the file cannot be read"),
    "no rows": (
        lambda f: pq.write_table(pq.read_table(f / "inventories.parquet").slice(0, 0), f / "inventories.parquet"),
        "inventories.parquet: no rows. Expected a row for every controller",
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_wrong_is_named(folder, what):
    spoil, expected = BROKEN[what]
    parquet.load(folder)  # it was right before
    spoil(folder)
    found = problems(folder)
    assert any(p.startswith(expected) for p in found), found


def test_all_problems_come_at_once(folder):
    for what in ("missing table", "missing column", "wrong word", "dangling row", "no Parquet"):
        if what != "dangling row":
            BROKEN[what][0](folder)
    found = problems(folder)
    for what in ("missing table", "missing column", "wrong word", "no Parquet"):
        assert any(p.startswith(BROKEN[what][1]) for p in found), (what, found)


def test_one_broken_partition_does_not_stop_the_others(tmp_path):
    parquet.write(small("a", "b", "c"), tmp_path / "group", 3)
    (tmp_path / "group" / "part-0001" / "uses.parquet").write_bytes(b"broken")
    done = CliRunner().invoke(main, ["audit", str(tmp_path / "group"), "--as-of", "2026-09-30", "--format", "json"])
    assert done.exit_code == 2
    out = json.loads(done.stdout)
    assert {f["controller"] for f in out["findings"]} == {"a", "c"}
    assert len(out["problems"]) == 1 and "part-0001" in out["problems"][0]
    assert "1 partition could not be judged" in done.stderr
    checked = CliRunner().invoke(main, ["check", str(tmp_path / "group")])
    assert checked.exit_code == 2 and checked.stdout.count("no problem") == 2


def test_a_controller_in_two_partitions_is_judged_once(tmp_path):
    for n, ids in enumerate((("a", "b"), ("b", "c"))):
        parquet.write(small(*ids), tmp_path / f"part-{n}")
    done = CliRunner().invoke(main, ["audit", str(tmp_path), "--as-of", "2026-09-30", "--format", "json"])
    assert done.exit_code == 2
    out = json.loads(done.stdout)
    assert {f["controller"] for f in out["findings"]} == {"a", "b"}
    assert "1 of 2 ids are in other partitions too: 'b' in part-0" in out["problems"][0]


BAD_UTF8 = pa.Array.from_buffers(pa.string(), 1, [None, pa.py_buffer(b"\0\0\0\0\1\0\0\0"), pa.py_buffer(b"\xff")]).take(
    pa.array([0] * 6)
)


@pytest.mark.parametrize(
    ("table", "name", "values", "said"),
    [
        ("recipients", "aliases", [[1, 2]] * 6, "a column of type list"),
        ("recipients", "name", [["a", None]] * 6, "an item that is null"),
        ("recipients", "name", BAD_UTF8, "cannot be read"),
        ("recipients", "controller", pa.array([2**64 - 1] * 6, pa.uint64()), "controller"),
        ("recipients", "controller", pa.array([None] * 6, pa.uint64()), "controller"),
        ("evidence", "row", pa.array([2**32] * 3, pa.int64()), "row"),
        ("inventories", "date", pa.array([-(2**62)] * 3, pa.timestamp("us")), "date"),
    ],
)
def test_values_of_a_hostile_kind_are_named(folder, table, name, values, said):
    change(folder, table, **{name: values})
    assert any(p.startswith(f"{table}.parquet") and said in p for p in problems(folder))


def test_a_column_that_stands_twice_is_named(folder):
    file = folder / "recipients.parquet"
    old = pq.read_table(file)
    pq.write_table(old.append_column("name", old.column("name")), file)
    assert any("columns that are there twice: name" in p for p in problems(folder))


def test_a_damaged_file_is_read_or_refused_and_nothing_else(folder):
    chance = random.Random(5)
    whole = {f: f.read_bytes() for f in sorted(folder.iterdir())}
    refused = 0
    for _ in range(60):
        file = chance.choice([f for f in whole if f.stem in ("recipients", "evidence", "uses", "inventories")])
        raw = bytearray(whole[file])
        for _ in range(chance.randint(1, 4)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        file.write_bytes(raw)
        try:
            parquet.load(folder)
        except InputError:
            refused += 1
        parquet.clashes([folder])
        file.write_bytes(whole[file])
    assert refused
