"""The commands that compare a map with its source: what they print, and what they refuse."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from datamap.cli import main

NOTICE = "# A Orders\n\nWe keep your order for 3 years.\n\n# B Recipients\n\nPigeon Ltd (Canada) carries it.\n"
MAP = """
meta: {id: shop}
controller: {name: Letter Shop}
purposes: [{id: orders, name: Orders, recipients: pigeon, retention: [{period: P3Y, evidence: {A: for 3 years}}]}]
recipients: [{id: pigeon, name: Pigeon Ltd, sites: [CA], evidence: {B: Pigeon Ltd (Canada)}}]
"""


@pytest.fixture
def run(tmp_path):
    (tmp_path / "map.yaml").write_text(MAP)

    def run(words, *args, name="notice.md"):
        (tmp_path / name).write_text(words)
        call = ["drift", str(tmp_path / name), str(tmp_path / "map.yaml"), *args]
        return CliRunner().invoke(main, call)

    return run


def test_nothing_is_printed_where_nothing_drifted(run):
    done = run(NOTICE)
    assert (done.exit_code, done.stdout) == (0, "")
    assert "2 quotes from notice: 2 present" in done.stderr


def test_each_difference_is_a_change(run):
    done = run(NOTICE.replace("3 years", "5 years").replace("Pigeon Ltd", "Raven Inc."), "--format", "json")
    changes = {c["state"]: c for c in json.loads(done.stdout)["changes"]}
    assert done.exit_code == 0 and changes["only-in-map"]["words"] == "Pigeon Ltd"
    assert {c["entry"] for c in changes.values()} >= {"recipients.pigeon"}
    assert "5 years" not in run(NOTICE, "--format", "csv").stdout


def test_an_inspection_lists_hosts_without_a_recipient(run):
    seen = {"uri_ins": "https://shop.example", "hosts": {"cookies": {"thirdParty": ["pigeon.com", "raven.com"]}}}
    done = run(json.dumps(seen), "--format", "json", name="inspection.json")
    assert [c["now"] for c in json.loads(done.stdout)["changes"]] == [
        "raven.com (cookies: raven.com)",  # the other one carries a name of the map
    ]


def test_problems_of_both_files_are_listed_at_once(run, tmp_path):
    (tmp_path / "map.yaml").write_text("meta: {id: shop}\ncontroler: x\n")
    done = run("", name="empty.md")
    assert done.exit_code == 2 and "controler" in done.stderr and "empty.md" in done.stderr
