"""Parquet folders: there and back, ids instead of row numbers, what a warehouse writes."""

# ruff: noqa: F401, F811  pytest finds a fixture by its imported name

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from click.testing import CliRunner
from conftest import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from parquet_fixture import SMALL, change, folder, parquet, pq, small

from datamap import tables
from datamap.cli import main
from datamap.errors import CallError
from datamap.files.partitions import partitions
from datamap.pipeline import audit
from datamap.tables import SPEC
from tests.strategies import inventories
from tests.tables.test_tables import assert_same, named

REQUIRED = pytest.importorskip("datamap.tables.columns").REQUIRED


@settings(examples(0.2), suppress_health_check=list(HealthCheck))
@given(st.lists(inventories(), min_size=1, max_size=3).map(named), st.integers(1, 3))
def test_tables_come_back_from_parquet(tmp_path_factory, several, count):
    whole = tables.from_inventories(several)
    folder = tmp_path_factory.mktemp("pq") / "group"
    parts = parquet.write(whole, folder, count if count <= len(several) else 1)
    assert partitions(folder) == parts
    assert_same(
        tables.concat([parquet.load(p) for p in parts]), whole.__class__({n: _filed(whole, n, parts) for n in SPEC})
    )


def _filed(whole: tables.Tables, name: str, parts: list[Path]) -> pd.DataFrame:
    """Inventories that came from no file come from the folder."""
    if name != "inventories":
        return whole[name]
    held = [parquet.load(p)["inventories"][["file", "sha256"]] for p in parts]
    return whole[name].assign(**pd.concat(held, ignore_index=True))


def test_ids_stand_for_row_numbers(folder):
    by_rows = parquet.load(folder)
    ids = {
        n: pq.read_table(folder / f"{n}.parquet").column("id").to_pylist()
        for n in ("inventories", "purposes", "categories", "recipients", "subjects")
    }
    for table in SPEC.values():
        if table.name == "inventories":
            continue
        swap = (
            {"controller": "inventories"}
            | ({table.parent_key: table.parent} if table.parent in ids else {})
            | {c.name: c.refers for c in table.columns if c.refers}
        )
        have = pq.read_schema(folder / f"{table.name}.parquet").names
        change(
            folder, table.name, **{c: (lambda old, t=t: [ids[t][r] for r in old]) for c, t in swap.items() if c in have}
        )
    for keyed, child in (("disclosures", "disclosure_categories"), ("safeguards", "safeguard_countries")):
        change(folder, keyed, key=[f"k{n}" for n in range(len(by_rows[keyed]))])
        change(folder, child, **{SPEC[child].parent_key: lambda old: [f"k{n}" for n in old]})
    again = parquet.load(folder)
    for name in SPEC:
        drop = ["file", "sha256"] if name == "inventories" else []
        pd.testing.assert_frame_equal(again[name].drop(columns=drop), by_rows[name].drop(columns=drop), obj=name)


def test_a_warehouse_writes_dates_lists_nulls_and_spellings(folder):
    change(
        folder,
        "sites",
        country=lambda old: ["USA", "Germany", None] * 3,
        **{"from": [dt.date(2020, 1, 1)] + [None] * 8},
    )
    change(folder, "recipients", formerly=[["old-shop", "older"]] + [[]] * 5, dpa=[None] * 6)
    change(folder, "safeguard_countries", country=["US"] * 3)
    t = parquet.load(folder)
    assert t["sites"]["country"].tolist() == ["US", "DE", "unknown"] * 3
    assert t["sites"]["from"].tolist()[:2] == ["2020-01-01", ""]
    assert t["recipients"]["formerly"].iat[0] == "old-shop older" and set(t["recipients"]["dpa"]) == {"unknown"}


def test_what_a_list_says_of_itself_may_be_left_to_its_rows(folder):
    change(folder, "recipients", sites=None, safeguards=None, aliases=None)
    t = parquet.load(folder)
    assert set(t["recipients"]["sites"]) == {"listed"}
    assert t["recipients"]["safeguards"].tolist() == ["listed", "unknown"] * 3
    assert set(t["recipients"]["aliases"]) == {"none"}


def test_tables_that_need_not_be_there_may_be_missing(folder):
    for name in SPEC.keys() - set(REQUIRED):
        (folder / f"{name}.parquet").unlink()
    for table, column in (
        ("controllers", "dpo"),
        ("disclosures", "categories"),
        ("recipients", "sub_processors"),
        ("safeguards", "countries"),
    ):
        change(folder, table, **{column: None})
    t = parquet.load(folder)
    assert set(t["controllers"]["dpo"]) == {"unknown"} and set(t["recipients"]["sub_processors"]) == {"unknown"}


def test_files_of_an_earlier_version_lack_the_number_of_people(folder):
    change(folder, "purposes", people=None)
    assert set(parquet.load(folder)["purposes"]["people"]) == {"unknown"}


def test_a_number_of_people_in_a_file_is_read_as_in_yaml(folder):
    change(folder, "purposes", people=["about 5,000"] * 3)
    assert set(parquet.load(folder)["purposes"]["people"]) == {"5000"}


def test_the_example_of_the_page_has_no_problem(tmp_path, monkeypatch):
    duckdb = pytest.importorskip("duckdb")
    monkeypatch.chdir(tmp_path)
    Path("group/acme").mkdir(parents=True)
    page = (Path(__file__).parents[2] / "docs" / "parquet.md").read_text(encoding="utf-8")
    duckdb.connect().execute(page.split("```sql")[1].split("```")[0])
    done = CliRunner().invoke(main, ["check", "group"])
    assert done.exit_code == 0 and "1 controller, 2 categories, 1 purpose, 2 recipients; no problem" in done.output, (
        done.output
    )
    found = audit(parquet.load("group/acme"), "2026-09-30").transfers
    assert dict(zip(found["country"], found["verdict"], strict=True)) == {"US": "covered", "DE": "no-transfer"}


def test_rows_may_stand_in_any_order(folder):
    for name in ("controllers", "notices", "sites", "uses"):
        file = folder / f"{name}.parquet"
        held = pq.read_table(file)
        pq.write_table(held.take(list(range(len(held)))[::-1]), file)
    t = parquet.load(folder)
    assert t["controllers"]["controller"].tolist() == [0, 1, 2]
    assert t["dpos"]["organisation"].tolist() == [0, 1, 2]


def test_writing_overwrites_nothing(tmp_path):
    (tmp_path / "x").write_text("mine")
    with pytest.raises(CallError, match="nothing was written"):
        parquet.write(small("a"), tmp_path)


def test_a_folder_of_tables_is_judged_like_its_inventories(tmp_path):
    text = {n: SMALL.replace("ID", n) for n in ("a", "b")}
    for n, yaml in text.items():
        (tmp_path / f"{n}.yaml").write_text(yaml)
    parquet.write(small("a", "b"), tmp_path / "group")
    run = CliRunner().invoke
    frames = []
    for source in (["group"], ["a.yaml", "b.yaml"]):
        for command in ("audit", "transfers"):
            done = run(
                main, [command, *(str(tmp_path / s) for s in source), "--as-of", "2026-09-30", "--format", "json"]
            )
            held = json.loads(done.stdout)["findings" if command == "audit" else "transfers"]
            frames.append([{k: v for k, v in f.items() if k not in ("file", "line")} for f in held])
    assert frames[0] == frames[2] and frames[1] == frames[3] and frames[0] and frames[1]


def test_a_file_that_is_stated_without_its_hash_stays(folder):
    path = folder / "inventories.parquet"
    frame = pq.read_table(path).to_pandas()
    pq.write_table(pa.Table.from_pandas(frame.assign(file="export of HR", sha256=""), preserve_index=False), path)
    assert parquet.load(folder)["inventories"]["file"].tolist() == ["export of HR"] * len(frame)
