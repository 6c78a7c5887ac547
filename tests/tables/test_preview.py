"""A frame as a notebook displays it: words and colours of verdicts, yes and no, and which rows of a long one."""

from __future__ import annotations

import pickle

import pandas as pd

from datamap.tables.preview import ROWS, Preview

LONG = pd.DataFrame({"name": [f"n{i}" for i in range(20)], "verdict": ["covered"] * 19 + ["not-covered"]})


def test_a_long_frame_shows_the_worst_verdicts_or_its_first_rows():
    worst = Preview.of(LONG, "All", ("name", "verdict"))._repr_html_()
    first = Preview.of(LONG, "All", ("name", "verdict"), worst_first=False)._repr_html_()
    assert "n19" in worst and "n19" not in first and f"{20 - ROWS} more" in worst
    assert pickle.loads(pickle.dumps(Preview.of(LONG, "All", ("name",), worst_first=False))).shape == LONG.shape


def test_only_verdicts_become_words_and_a_bool_is_yes_or_no():
    frame = pd.DataFrame({"verdict": ["no-transfer"], "verdict_before": ["covered"], "name": ["covered"], "b": [True]})
    html = Preview.of(frame, "All", tuple(frame.columns))._repr_html_()
    assert html.count("&#9632;") == 2 and "no&nbsp;transfer" in html
    assert ">covered</td>" in html and ">yes</td>" in html
