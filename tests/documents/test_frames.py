"""A frame as a workbook: safe cells, readable values, and the rules on files that exist."""

from __future__ import annotations

import openpyxl
import pandas as pd
import pytest
from lxml import etree

from datamap.documents import frames
from datamap.documents.sheets import Painter
from datamap.errors import CallError


def written(tmp_path, **columns):
    path = frames.write_frame(pd.DataFrame(columns), tmp_path / "t.xlsx", "Table")
    return openpyxl.load_workbook(path)["Table"]


def test_no_text_becomes_a_formula(tmp_path):
    texts = ["=1+1", "+1", "-1", "@a", "plain"]
    sheet = written(tmp_path, text=texts)
    cells = [sheet.cell(n, 1) for n in range(2, 7)]
    assert [(c.value, c.data_type) for c in cells] == [(t, "s") for t in texts]


def test_values_stay_what_they_are_and_lists_become_texts(tmp_path):
    lists = [("a", "b"), []]
    sheet = written(tmp_path, n=[1, 2], x=[0.5, float("nan")], yes_no=[True, False], names=lists)
    rows = list(sheet.iter_rows(values_only=True))
    assert rows == [("n", "x", "yes no", "names"), (1, 0.5, "yes", "a; b"), (2, None, "no", None)]


def test_a_verdict_is_in_words_that_have_a_colour(tmp_path):
    sheet = written(tmp_path, verdict=["not-covered"], other=["not-covered"])
    assert [c.value for c in sheet[2]] == ["not covered", "not-covered"]
    assert [str(area.sqref) for area in sheet.conditional_formatting] == ["A2"]


def test_an_edited_workbook_is_kept(tmp_path):
    path = tmp_path / "t.xlsx"
    frame = pd.DataFrame({"a": [1]})
    frames.write_frame(frame, path, "Table")
    frames.write_frame(frame, path, "Table")
    book = openpyxl.load_workbook(path)
    book["Table"]["A2"] = 2
    book.save(path)
    with pytest.raises(CallError, match="edited since"):
        frames.write_frame(frame, path, "Table")
    frames.write_frame(frame, path, "Table", force=True)


def test_another_ending_is_refused(tmp_path):
    with pytest.raises(CallError, match=r"\.xlsx"):
        frames.write_frame(pd.DataFrame({"a": [1]}), tmp_path / "t.csv", "Table")


def test_a_frame_without_rows_has_its_headers(tmp_path):
    assert [c.value for c in written(tmp_path, a=[], b=[])[1]] == ["a", "b"]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), etree.SerialisationError("IO_ENOSPC")])
def test_a_full_folder_for_temporary_files_is_named(error):
    with pytest.raises(CallError, match="the folder for temporary files, cannot be written"), Painter() as painter:
        painter.sheet("One", [10]).append(["a"])
        raise error
