"""Every CSV: plain for a program, and no formula in a spreadsheet, whichever separator it is opened with."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from datamap import formats
from datamap.cli import main
from datamap.formats.yaml.writer import dump
from datamap.model import Inventory
from datamap.pipeline import audit
from datamap.questions import records

SEPARATORS = (",", ";", "\t", "|", " ")
SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
PAYLOAD = "=HYPERLINK(1)"
ATTACKS = [
    PAYLOAD,
    f"a;{PAYLOAD}",
    f"a\t{PAYLOAD}",
    f"a|{PAYLOAD}",
    f"a {PAYLOAD}",
    f"a,{PAYLOAD}",
    f'a;"{PAYLOAD}"',
    f'";{PAYLOAD};"',
    f"a\n{PAYLOAD}",
    f"a;\u00a0{PAYLOAD}",
    "a;-2+3+cmd|' /C calc'!A0",
    "a;@SUM(1)",
    "a;＝1+1",
]


def exposed(text, separators=SEPARATORS):
    """Cells that would be a formula for one of the separators; a lone sign is none."""
    csv.field_size_limit(1 << 24)
    return [
        (separator, cell)
        for separator in separators
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        for cell in row
        if cell.strip().startswith(SIGNS) and len(cell.strip()) > 1
    ]


TEXTS = st.text(st.sampled_from("=+-@＝;,|\t\r\n \"'ab1\u00a0\x0b"), max_size=12)


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=4))
def test_no_separator_exposes_a_formula(rows):
    text = records.table(["a", "b", "c"], [list(r) for r in rows])
    assert [e for e in exposed(text) if not _signs(e[1])] == []


def _signs(cell):
    """``= 1`` between words: a sign with a blank after it, where the blank separates."""
    return not cell.strip().strip("=+-@＝" + '"')


@given(st.lists(TEXTS, min_size=3, max_size=3))
def test_a_program_reads_the_fields_as_they_were_but_for_the_apostrophes(row):
    (_, got) = csv.reader(io.StringIO(records.table(["a", "b", "c"], [row]), newline=""))
    assert [g.replace("'", "") for g in got] == [r.replace("'", "") for r in row]
    plain = ["Art. 46 - none; a, b", "a = b", "x@y.example", "P5Y", "2026-09-30", "1,5", 'say "x"']
    (_, got) = csv.reader(io.StringIO(records.table(["a"] * 7, [plain]), newline=""))
    assert got == plain


def hostile(text):
    return Inventory.model_validate(
        {
            "meta": {"id": "acme", "date": "2026-01-01"},
            "controller": {"name": text, "country": "CZ"},
            "categories": [{"id": "contact", "name": text}],
            "recipients": [
                {"id": "host", "name": text, "role": "processor", "sites": ["US"], "safeguards": ["scc:2021"]},
                {"id": "other", "name": text + "2"},
            ],
            "purposes": [
                {
                    "id": "p",
                    "name": text,
                    "categories": ["contact"],
                    "recipients": ["host", "other"],
                    "role": "controller",
                }
            ],
        }
    )


COMMANDS = {
    "audit": ["audit", "new.yaml"],
    "transfers": ["transfers", "new.yaml"],
    "plan": ["plan", "new.yaml"],
    "diff": ["diff", "old.yaml", "new.yaml"],
    "rules": ["rules"],
    "law": ["law", "US", "--importer", "a;=1+1", "--safeguard", "dpf"],
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_command_writes_a_formula(tmp_path, monkeypatch, attack):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "new.yaml").write_text(dump(hostile(attack)), encoding="utf-8")
    (tmp_path / "old.yaml").write_text(dump(hostile("before")), encoding="utf-8")
    judged = audit(formats.read("new.yaml"), "2026-09-30")
    for text in (records.findings_csv(judged), records.transfers_csv(judged)):
        assert exposed(text) == []
    for name, args in COMMANDS.items() if attack == ATTACKS[1] else ():
        done = CliRunner().invoke(main, [*args, "--format", "csv"])
        assert done.exit_code in (0, 1), (name, done.output)
        assert exposed(done.stdout) == [], name
        assert len(pd.read_csv(io.StringIO(done.stdout))) > 0, name
