"""One table is the same grid in every format."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading_fixture import (
    VENDORS,
    as_csv,
    as_docx,
    as_html,
    as_markdown,
    as_xlsx,
    assert_traceable,
    grid_of,
    read,
)

from datamap.reading.reader import read_document

FORMATS = {
    "csv": as_csv,
    "md": as_markdown,
    "html": as_html,
    "xlsx": as_xlsx,
    "docx": as_docx,
}
WORD = st.text("abcXYZ áčé€ß.;,:-/()&<>|*_`[]#~!\\\"'0123456789", min_size=0, max_size=12).map(
    lambda t: " ".join(t.split())
)
TOP = st.text("abcXYZ", min_size=1, max_size=6)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_list_of_vendors_is_the_same_in_each_format(tmp_path, kind):
    document = read(tmp_path, f"list.{kind}", FORMATS[kind](VENDORS))
    assert document.kind == kind
    assert grid_of(document) == [list(row) for row in VENDORS]
    assert document.skipped == ()


GRIDS = st.integers(2, 4).flatmap(
    lambda n: st.tuples(
        st.lists(TOP, min_size=n, max_size=n),
        st.lists(st.tuples(TOP, *[WORD] * (n - 2), TOP).map(list), min_size=2, max_size=4),
    ).map(lambda parts: [parts[0], *parts[1]])
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(grid=GRIDS)
@pytest.mark.parametrize(
    "kind", [pytest.param(k, marks=pytest.mark.slow if k in ("xlsx", "docx") else ()) for k in FORMATS]
)
def test_any_table_is_the_same_grid_in_each_format(tmp_path, kind, grid):
    assert grid_of(read(tmp_path, f"any.{kind}", FORMATS[kind](grid))) == grid


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_does_not_matter(tmp_path, delimiter):
    assert grid_of(read(tmp_path, "list.csv", as_csv(VENDORS, delimiter))) == [list(row) for row in VENDORS]


def test_lines_in_a_cell_are_lines_in_each_format(tmp_path):
    grid = [["Name", "Data"], ["A", "name\naddress"], ["B", "none"]]
    for kind, write in FORMATS.items():
        assert grid_of(read(tmp_path, f"lines.{kind}", write(grid))) == grid, kind


@pytest.mark.office
def test_a_spreadsheet_program_writes_the_same_table(tmp_path, office):
    (tmp_path / "list.xlsx").write_bytes(as_xlsx(VENDORS))
    for kind in ("ods", "xlsx"):
        (file,) = office(kind, tmp_path / "list.xlsx")
        document = read_document(file)
        assert_traceable(document)
        assert document.kind == kind and grid_of(document) == [list(row) for row in VENDORS]
