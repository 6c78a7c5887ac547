"""A single fact that is altered or deleted in the map: exactly that fact differs from the notice that was written."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache

import pytest
from click.testing import CliRunner
from conftest import ROOT

import datamap as dm
from datamap.cli import main
from datamap.errors import CallError
from datamap.model import Inventory
from datamap.publish.notice import notice, write
from datamap.publish.notice.agreement import compare_notice, differences, of_draft, of_map
from datamap.publish.notice.facts import Scope
from datamap.reading import read_document

DAY = "2026-11-28"
CASES = {
    ("smartsupp", "users", "cs"): ".html",
    ("ademe", "utilisateurs", "fr"): ".docx",
    ("dfe", "candidates", "de"): ".md",
}
Path = list[tuple[str, int]]


@cache
def map_of(name: str) -> Inventory:
    return dm.read(ROOT / "inventory" / f"{name}.yaml")


def alterations(inventory: Inventory) -> Iterator[tuple[Path, dict[str, str]]]:
    """Where a fact is, and what it becomes; nothing: it is deleted."""
    for i, purpose in enumerate(inventory.purposes):
        yield [("purposes", i)], {}
        for field in ("legal_bases", "categories", "recipients", "retention"):
            yield from (([("purposes", i), (field, j)], {}) for j in range(len(getattr(purpose, field))))
        yield from (
            ([("purposes", i), ("retention", j)], {"period": "P11Y"})
            for j, limit in enumerate(purpose.retention)
            if limit.period.startswith("P")
        )
    for i, recipient in enumerate(inventory.recipients):
        for field in ("sites", "safeguards"):
            yield from (([("recipients", i), (field, j)], {}) for j in range(len(getattr(recipient, field))))
        yield from (([("recipients", i), ("sites", j)], {"country": "JP"}) for j in range(len(recipient.sites)))


def altered(inventory: Inventory, path: Path, change: dict[str, str]) -> Inventory:
    """The map with one fact altered or deleted."""
    data = inventory.model_dump(warnings=False, by_alias=True)
    node = data
    for depth, (field, at) in enumerate(path):
        node[field] = list(node[field])
        if depth < len(path) - 1:
            node[field][at] = node = dict(node[field][at])
        elif change:
            node[field][at] = {**node[field][at], **change}
        else:
            del node[field][at]
    return Inventory.model_validate(data)


def check(name: str, audience: str, language: str, folder, number: int) -> int:
    """Compare the notice of the map with maps in which one fact differs; how many were compared."""
    before = dm.audit(map_of(name), as_of=DAY)
    path = write(notice(before, audience, language), folder / f"notice{CASES[name, audience, language]}")
    read = of_draft(dm.draft(path).inventory)
    stated = of_map(Scope.of(before, audience))
    assert not differences(stated, read)
    read &= stated  # without the parts that a reader takes otherwise, which `differences` allows
    every = list(alterations(map_of(name)))
    random.Random(len(every)).shuffle(every)
    done = 0
    for where, change in every:
        audit = dm.audit(altered(map_of(name), where, change), as_of=DAY)
        try:
            now = of_map(Scope.of(audit, audience))
        except CallError:  # nothing is left to inform these people of
            continue
        if now == stated:
            continue  # a fact about other people, or one that a notice does not state
        expected = differences(now, stated)
        if not expected:
            continue  # a period that a criterion states in words too, which `differences` allows
        assert differences(now, read) == expected, (where, change)
        done += 1
        if done == number:
            break
    return done


@pytest.mark.parametrize("case", CASES)
def test_exactly_the_altered_fact_differs(case, tmp_path):
    assert check(*case, tmp_path, 4) == 4


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_exactly_the_altered_fact_differs_for_many_facts(case, tmp_path):
    assert check(*case, tmp_path, 40) > 9


def test_drift_lists_what_only_the_notice_or_only_the_map_states(tmp_path):
    before = dm.audit(map_of("ademe"), as_of=DAY)
    path = write(notice(before, "abonnes", "en"), tmp_path / "notice.md")
    assert not compare_notice(read_document(path), before, "abonnes").changes
    text = path.read_text(encoding="utf-8")
    assert "United States" in text
    path.write_text(text.replace("United States", "Japan"), encoding="utf-8")
    source = str(ROOT / "inventory" / "ademe.yaml")
    run = CliRunner().invoke(main, ["drift", str(path), source, "--for", "abonnes", "--as-of", DAY, "--format", "csv"])
    rows = [line for line in run.stdout.splitlines() if line.startswith("only-in")]
    assert [r.split(",")[0] for r in rows] == ["only-in-source", "only-in-map"]
    assert "brevo: country JP" in rows[0] and "brevo: country US" in rows[1]


@pytest.mark.parametrize("args", [["--as-of", DAY], ["--for", "abonnes", "--document", "x"], ["--for", "nobody"]])
def test_options_of_drift_that_do_not_belong_together_are_refused(tmp_path, args):
    (tmp_path / "n.md").write_text("# Notice\n\nText", encoding="utf-8")
    source = str(ROOT / "inventory" / "ademe.yaml")
    assert CliRunner().invoke(main, ["drift", str(tmp_path / "n.md"), source, *args]).exit_code == 2
