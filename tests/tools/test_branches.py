"""Branches are counted by package, from coverage's own report."""

from __future__ import annotations

from tools.branches import by_package


def file(taken, missing):
    return {"summary": {"covered_branches": taken, "missing_branches": missing}}


def test_the_files_of_a_package_are_added_up_and_others_left_out():
    found = by_package(
        {
            "datamap/law/tools.py": file(5, 1),
            "/anywhere/datamap/law/practices/sheets.py": file(2, 0),
            "datamap/cli/base.py": file(9, 9),
        }
    )
    assert found["law"] == {"taken": 7, "not taken": 1} and found["rules"].total() == 0
