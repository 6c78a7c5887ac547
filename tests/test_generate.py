"""Generated estates: realistic in size, right by the reader, and what was planted is what is found, rule by rule."""

from __future__ import annotations

import ast
from pathlib import Path

import pandas as pd
import pytest

from benchmarks import plants, recall
from benchmarks.estate.company import Company
from benchmarks.estate.entries import count_edges, count_paths
from benchmarks.generate import audited, generate, spoilt
from datamap.formats import check
from datamap.formats.yaml import reader
from datamap.group import group
from datamap.labels import countries
from datamap.model import Inventory, Origin
from datamap.questions import vendors
from datamap.rules import RULES

pytest.importorskip("pyarrow")


SIZES = {"plain": 240, "listed": 40, "accepted": 40, "public": 12, "swiss": 8, "past": 30, "beyond": 8}


@pytest.fixture(scope="module")
def estates(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("estates")
    for scene, size in SIZES.items():
        generate(size, folder / scene, seed=7, per_partition=max(20, size // 3), scene=scene)
    return {scene: folder / scene for scene in SIZES}


@pytest.fixture(scope="module")
def estate(estates) -> Path:
    return estates["plain"]


@pytest.fixture(scope="module")
def judged(estate) -> group.Group:
    return audited(estate, transfers=True)


@pytest.mark.parametrize("scene", SIZES)
def test_what_is_planted_is_found_and_nothing_else(estates, scene):
    planted, found = recall.truth(estates[scene]), audited(estates[scene], scene).findings.frame
    scored = recall.score(found, planted).set_index("rule")
    bad = scored[(scored["recall"] < 1) | (scored["precision"] < 1)]
    assert bad.empty, f"{bad}\n{recall.wrong(found, planted)[['rule', 'controller', 'message']].head().to_string()}"


@pytest.mark.parametrize("rule", [r.code for r in RULES])
def test_every_rule_is_planted(estates, rule):
    planted = pd.concat([recall.truth(e) for e in estates.values()])
    assert (planted["rule"] == rule).any(), f"add a plant for {rule} to benchmarks/plants/"


def test_plants_share_no_code_with_the_rules():
    package = Path(plants.__file__).parent
    for file in (*(package.parent / "estate").glob("*.py"), *package.glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        imported = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names} | {
            n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)
        }
        assert not [i for i in imported if i.startswith("datamap")], imported


@pytest.mark.parametrize("scene", ["plain", "past"])
def test_a_clean_estate_has_no_finding(tmp_path, scene):
    generate(30, tmp_path / "clean", seed=3, clean=True, scene=scene)
    found = audited(tmp_path / "clean", scene).findings.frame
    assert found.empty, found[["rule", "message"]].drop_duplicates("rule").to_string()


def test_the_same_seed_gives_the_same_company_however_many_there_are(estate, tmp_path):
    assert Company(7, 3).data == Company(7, 3).data != Company(8, 3).data
    generate(80, tmp_path / "again", seed=7, per_partition=80)
    for file in sorted((tmp_path / "again" / "part-0000").iterdir()):
        assert file.read_bytes() == (estate / "part-0000" / file.name).read_bytes(), file.name


def test_companies_are_inventories_without_a_mistake():
    for company, _ in spoilt(7, 0, 12):
        assert not check.check(company.data, countries.code_of)
        reader.validated(company.data, Origin(company.id, "", {}))


def test_an_estate_says_in_tables_what_its_companies_say(estate):
    from datamap import tables
    from datamap.tables import parquet

    back = tables.to_inventories(parquet.load(estate / "part-0000"))
    for inventory, (company, _) in zip(back, spoilt(7, 0, 80), strict=True):
        assert inventory == Inventory.model_validate(company.data)


def test_its_size_is_that_of_a_real_group():
    made = [Company(1, n) for n in range(50)]
    assert 350 < sum(count_edges(c.data) for c in made) / 50 < 450
    assert 900 < sum(count_paths(c.data) for c in made) / 50 < 1200
    assert all(len(c.data["purposes"]) == 30 and 36 <= len(c.data["recipients"]) <= 44 for c in made)


def test_who_depends_on_an_instrument_everywhere(estate, judged):
    found = vendors.depends_on(judged.transfers, "eu-us-dpf")
    planted = recall.truth(estate).query("rule == 'TR008'")
    assert found["alone"].sum() == len(planted)
    assert set(found["country"]) == {"US"}
    assert found["controllers"].is_monotonic_decreasing


def test_the_vendors_that_serve_most(judged):
    found = vendors.widespread(judged.transfers)
    t = judged.transfers
    first = found.iloc[0]
    assert (
        first["controllers"]
        == t[t["vendor"] == first["vendor"]]["controller"].nunique()
        == found["controllers"].max()
        > 20
    )
    assert (found[["not-covered", "undetermined", "covered"]].sum(axis=1) == found["transfers"]).all()
    assert found["transfers"].sum() + found["no-transfer"].sum() == len(t)
    assert found["transfers"].sum() == (t["verdict"] != "no-transfer").sum() < len(t)


def test_findings_by_vendor(judged):
    found = vendors.by_vendor(judged.findings, judged.transfers)
    on_recipients = judged.findings.frame.query("subject_kind == 'recipient'")
    assert found["findings"].sum() == len(on_recipients)
    assert not found["vendor"].isna().any()
    most = found.iloc[0]
    names = judged.transfers[judged.transfers["vendor"] == most["vendor"]][
        ["controller", "recipient_id"]
    ].drop_duplicates()
    mine = on_recipients[on_recipients["rule"] == most["rule"]].merge(
        names, left_on=["controller", "subject_id"], right_on=["controller", "recipient_id"]
    )
    assert len(mine) == most["findings"] and mine["controller"].nunique() == most["controllers"]


def test_recall_and_precision_are_counted_one_by_one():
    planted = pd.DataFrame([("A", "c", "purpose", "p"), ("A", "c", "purpose", "q")], columns=recall.KEYS)
    found = pd.DataFrame(
        [("A", "c", "purpose", "p"), ("A", "c", "purpose", "p"), ("B", "c", "purpose", "p")], columns=recall.KEYS
    )
    scored = recall.score(found, planted).set_index("rule")
    assert scored.loc["A", ["recall", "precision"]].tolist() == [0.5, 0.5] and scored.loc["B", "precision"] == 0


def test_a_rule_of_which_nothing_was_planted_fails():
    planted = pd.DataFrame([("A", "c", "purpose", "p")], columns=recall.KEYS)
    scored = recall.score(planted, planted, ["A", "B"]).set_index("rule")
    assert scored["recall"].to_dict() == {"A": 1, "B": 0}
