"""The command that explains a finding, or a rule."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from datamap.cli import main


def run(*args):
    return CliRunner().invoke(main, args)


def test_explain_shows_the_page_of_a_rule_without_an_inventory():
    page = run("rules", "TR001").stdout
    for name in ("TR001", "tr001", "transfer_without_safeguard"):
        done = run("explain", name)
        assert (done.exit_code, done.stdout) == (0, page)


@pytest.mark.parametrize("command", ["explain", "rules"])
@pytest.mark.parametrize(("typo", "meant"), [("TR0O1", "TR001"), ("transfer_wihtout_safeguard", "transfer_without_")])
def test_a_misspelt_rule_names_the_nearest(command, typo, meant):
    done = run(command, typo)
    assert done.exit_code == 2 and f"did you mean '{meant}" in done.stderr and not done.stdout


def test_a_fingerprint_without_its_inventory_is_refused():
    done = run("explain", "c1fc64")
    assert done.exit_code == 2 and "Expected the inventory" in done.stderr
