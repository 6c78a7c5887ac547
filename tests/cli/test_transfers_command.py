"""The list of transfers: the worst first, by verdict, country and recipient, readable in a narrow window."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from datamap.cli import main
from datamap.model.vocabulary import VERDICTS

SMARTSUPP = "inventory/smartsupp.yaml"
DAY = ("--as-of", "2026-09-30")


@pytest.fixture
def run(root, monkeypatch):
    monkeypatch.chdir(root)
    return lambda *args, **env: CliRunner().invoke(main, ["transfers", SMARTSUPP, *DAY, *args], env=env)


def listed(run, *options):
    done = run("--format", "json", *options)
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)["transfers"]


def test_the_worst_verdicts_come_first_in_every_format(run):
    everything = listed(run)
    ranks = [VERDICTS.index(t["verdict"]) for t in everything]
    assert ranks == sorted(ranks) and len(set(ranks)) == 4
    rows = run("--format", "csv").stdout.splitlines()[1:]
    table = run().stdout.splitlines()[1:]
    for row, line, one in zip(rows, table, everything, strict=True):
        assert one["verdict"] in row and one["verdict"] in line
        assert line.startswith(one["recipient"])


def test_a_choice_keeps_exactly_the_rows_with_that_value(run):
    everything = listed(run)
    for option, key, value in (
        ("--verdict", "verdict", "undetermined"),
        ("--country", "country", "US"),
        ("--country", "country", "unknown"),
        ("--recipient", "recipient", "Slack"),
    ):
        assert listed(run, option, value) == [t for t in everything if t[key] == value] != []


def test_several_values_of_an_option_add_up_and_several_options_narrow(run):
    both = listed(run, "--verdict", "not-covered", "--verdict", "covered", "--country", "United States")
    assert {t["verdict"] for t in both} == {"not-covered", "covered"} and {t["country"] for t in both} == {"US"}
    assert both == [t for t in listed(run, "--country", "us") if t["verdict"] in ("not-covered", "covered")]


def test_a_recipient_is_found_by_its_id(run):
    one = listed(run, "--recipient", "SLACK")
    assert {t["recipient_id"] for t in one} == {"slack"}


def test_a_choice_without_a_row_is_stated_and_the_list_is_empty(run):
    done = run("--country", "BR")
    assert done.exit_code == 0 and done.stdout == "" and "no such transfer" in done.stderr
    assert listed(run, "--country", "Brazil") == []


@pytest.mark.parametrize(
    ("option", "value", "expected"),
    [("--recipient", "slakc", "did you mean 'Slack'?"), ("--country", "Untied States", "did you mean")],
)
def test_a_misspelt_choice_names_what_was_probably_meant(run, option, value, expected):
    done = run(option, value)
    assert done.exit_code == 2 and expected in done.stderr and not done.stdout


def test_a_choice_also_holds_for_what_would_fall(run):
    done = run("--recipient", "Notion", "--without", "eu-us-dpf", "--format", "json")
    assert {t["recipient"] for t in json.loads(done.stdout)["what_if"]} == {"Notion"}


@pytest.mark.parametrize("columns", [80, 120, 200])
@pytest.mark.parametrize("options", [(), ("--without", "eu-us-dpf")])
def test_no_line_is_wider_than_the_window_and_no_verdict_is_cut(run, columns, options):
    text = run(*options, COLUMNS=str(columns)).stdout
    assert max(map(len, text.splitlines())) <= columns
    words = text.split()
    counts = {v: words.count(v) for v in VERDICTS}
    expected = [t["verdict"] for t in listed(run, *options)]
    assert counts == {v: expected.count(v) for v in VERDICTS}
