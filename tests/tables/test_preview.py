"""A frame as a notebook displays it: words and colours of verdicts, yes and no, and which rows of a long one."""

from __future__ import annotations

import pickle

import pandas as pd
import pytest

import datamap as dm
from datamap.errors import CallError
from datamap.tables.preview import ROWS, Preview, styled

LONG = pd.DataFrame({"name": [f"n{i}" for i in range(20)], "verdict": ["covered"] * 19 + ["not-covered"]})


def test_a_long_frame_shows_the_worst_verdicts_or_its_first_rows():
    worst = Preview.of(LONG, "All", ("name", "verdict"))._repr_html_()
    first = Preview.of(LONG, "All", ("name", "verdict"), worst_first=False)._repr_html_()
    assert "n19" in worst and "n19" not in first and f"{20 - ROWS} more" in worst
    short = LONG.iloc[[0, 19]]
    for text in (
        Preview.of(short, "All", ("name", "verdict"))._repr_html_(),
        repr(Preview.of(short, "All", ("name", "verdict"))),
    ):
        assert text.index("n19") < text.index("n0"), "a short frame too starts with the worst"
    assert pickle.loads(pickle.dumps(Preview.of(LONG, "All", ("name",), worst_first=False))).shape == LONG.shape


def test_only_verdicts_become_words_and_a_bool_is_yes_or_no():
    frame = pd.DataFrame({"verdict": ["no-transfer"], "verdict_before": ["covered"], "name": ["covered"], "b": [True]})
    html = Preview.of(frame, "All", tuple(frame.columns))._repr_html_()
    assert html.count("&#9632;") == 2 and "no&nbsp;transfer" in html
    assert ">covered</td>" in html and ">yes</td>" in html


def test_any_frame_can_be_styled():
    html = styled(LONG, "Mine")._repr_html_()
    assert html.count("<tr>") == 21 and html.count("text-align:left") > 40 and "Mine" in html
    with pytest.raises(CallError, match="frame: list"):
        styled([1], "Mine")


def test_a_search_finds_words_in_any_column_and_shows_the_columns_of_its_table(root):
    audit = dm.audit(dm.read(root / "inventory" / "smartsupp.yaml"), "2026-09-30")
    found = audit.transfers.search("HELPJUICE")
    assert found["recipient"].tolist() == ["HelpJuice"] and "1 of 49 rows with “HELPJUICE”" in found._repr_html_()
    assert found.shows == audit.transfers.shows and len(found.columns) == len(audit.transfers.columns)
    newsletter = audit.transfers.search("newsletter")
    assert 0 < len(newsletter) < 49, "purposes are lists"
    assert len(audit.transfers.search("a.b")) == len(audit.transfers.search("A.B")) == 0, "words, not a pattern"
    findings = audit.findings.table.search("processing agreement with mezmo")
    assert len(findings) == 1 and "Mezmo" in findings._repr_html_()
    with pytest.raises(dm.DatamapError, match="words: 5"):
        audit.transfers.search(5)
