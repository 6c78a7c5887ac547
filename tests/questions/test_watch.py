"""Two versions of a list: only what changed in substance is a change, and each new edge has its verdict."""

from __future__ import annotations

import datetime as dt
import json

import openpyxl
import pytest
from click.testing import CliRunner

from datamap.cli import main
from datamap.law.terms import Terms
from datamap.questions.watch import watch

HEAD = ["Vendor", "Service", "Country", "Transfer mechanism"]
OLD = [
    ["Pigeon Ltd", "Mail", "United Kingdom", ""],
    ["Raven Inc.", "Newsletters", "USA", "SCC 2021"],
    ["Crow GmbH", "Hosting", "Germany", ""],
]
TERMS = Terms(day=dt.date(2026, 9, 30))


def csv(folder, name, rows, head=HEAD):
    file = folder / name
    file.write_text("\n".join(",".join(row) for row in [head, *rows]), encoding="utf-8")
    return file


def found(folder, new, **more):
    return [(c.change, c.name) for c in watch(csv(folder, "old.csv", OLD), new, TERMS, **more).changes]


def test_a_list_in_another_order_layout_and_format_is_not_a_change(tmp_path):
    swapped = [[row[2], row[0], row[3], row[1]] for row in reversed(OLD)]
    head = ["Location", "Supplier", "Transfer mechanism", "Service"]
    assert found(tmp_path, csv(tmp_path, "new.csv", swapped, head)) == []
    made = openpyxl.Workbook()
    for row in [["Our sub-processors"], [], head, *swapped]:
        made.active.append(row)
    made.save(tmp_path / "new.xlsx")
    assert found(tmp_path, tmp_path / "new.xlsx") == []
    lines = ["| " + " | ".join(row) + " |" for row in [HEAD, ["---"] * 4, *OLD]]
    (tmp_path / "new.md").write_text("# Sub-processors\n\n" + "\n".join(lines) + "\n", encoding="utf-8")
    assert found(tmp_path, tmp_path / "new.md") == []


@pytest.mark.parametrize(
    "change, expected",
    [
        (lambda r: [*r, ["Magpie Pty Ltd", "Texts", "Australia", "SCC 2021"]], [("added", "Magpie Pty Ltd")]),
        (lambda r: r[1:], [("removed", "Pigeon Ltd")]),
        (lambda r: [r[0], ["Raven Inc.", "Newsletters", "Canada", "SCC 2021"], r[2]], [("moved", "Raven Inc.")]),
        (lambda r: [r[0], r[1], ["Crow GmbH", "Backups", "Germany", ""]], [("reworded", "Crow GmbH")]),
    ],
)
def test_each_kind_of_change_is_found_and_no_other(tmp_path, change, expected):
    assert found(tmp_path, csv(tmp_path, "new.csv", change(OLD))) == expected


def test_a_new_edge_has_its_verdict_and_the_window_to_object(tmp_path):
    new = csv(tmp_path, "new.csv", [*OLD, ["Magpie Pty Ltd", "Texts", "Australia", ""]])
    call = ["watch", str(csv(tmp_path, "old.csv", OLD)), str(new), "--as-of", "2026-09-30", "--format", "json"]
    done = CliRunner().invoke(main, [*call, "--notified-on", "2026-09-01", "--notice-days", "30"])
    (change,) = json.loads(done.stdout)["changes"]
    assert done.exit_code == 0 and change["verdict"].startswith("AU: undetermined")
    assert change["object_until"] == "2026-10-01"
    (change,) = json.loads(CliRunner().invoke(main, call).stdout)["changes"]
    assert change["object_until"] == ""  # a window that is not known is not made up
    assert CliRunner().invoke(main, [*call, "--notice-days", "30"]).exit_code == 2


def test_a_recipient_under_another_of_its_names_is_the_same(tmp_path):
    head = ["Vendor", "Legal entity", "Country"]
    old = csv(tmp_path, "old.csv", [["AWS", "Amazon Web Services Inc.", "USA"], ["Crow", "Crow GmbH", "Germany"]], head)
    new = csv(tmp_path, "new.csv", [["Amazon Web Services Inc.", "", "USA"], ["Raven", "Raven GmbH", "Germany"]], head)
    changes = {(c.change, c.name, c.field) for c in watch(old, new, TERMS).changes}
    assert ("reworded", "Amazon Web Services Inc.", "name") in changes
    assert {x for x in changes if x[0] in ("added", "removed")} == {("added", "Raven", ""), ("removed", "Crow", "")}


def test_the_role_that_a_heading_gives_every_row_is_layout_and_that_of_one_row_is_not(tmp_path):
    head = ["Sub-processor", *HEAD[1:]]
    assert found(tmp_path, csv(tmp_path, "new.csv", OLD, head)) == []
    roles = [[*row, "controller" if n == 1 else ""] for n, row in enumerate(OLD)]
    assert found(tmp_path, csv(tmp_path, "new.csv", roles, [*HEAD, "Role"])) == [("reworded", "Raven Inc.")]


def test_facts_are_shown_without_their_evidence_and_a_claim_as_a_claim(tmp_path):
    rows = [OLD[0], ["Raven Inc.", "Newsletters", "USA", ""], OLD[2], ["Owl Inc.", "Texts", "USA", "DPF"]]
    added, reworded = sorted(watch(csv(tmp_path, "old.csv", OLD), csv(tmp_path, "new.csv", rows), TERMS).changes,
                             key=lambda c: c.change)  # fmt: skip
    assert (reworded.field, reworded.before, reworded.after) == ("safeguards", "scc:2021", "unknown")
    assert added.verdict == "US: covered (dpf, not verified)"


TABLE = """# Sub-processors

| Name | Purpose | Location | Transfer tool |
|---|---|---|---|
| Oakmail Inc. | E-mail | USA | SCC |
"""
BULLETS = "# Sub-processors\n\n- Oakmail Inc. (USA, SCC) - E-mail\n"


def test_a_table_that_became_a_list_is_not_a_change(tmp_path):
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text(TABLE)
    new.write_text(BULLETS)
    assert watch(old, new, TERMS).changes == ()


@pytest.mark.parametrize(("tool", "verdict"), [("none", "not-covered"), ("SCC to be signed", "undetermined")])
def test_a_tool_that_is_gone_shows_the_verdict_of_its_edge(tmp_path, tool, verdict):
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text(TABLE)
    new.write_text(TABLE.replace("SCC", tool))
    found = watch(old, new, TERMS).changes
    assert found and all(f"US: {verdict}" in c.verdict for c in found if c.field.startswith("safeguards"))
