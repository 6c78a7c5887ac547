"""Of rows of one activity that differ in an answer, the stricter one counts, with a question."""

from __future__ import annotations

import pytest

from datamap.questions.drafted import draft


def read(folder, label, first, second, field):
    """What an activity of two rows states under a label, and what is on the reading list."""
    file = folder / "register.csv"
    file.write_text(
        f"Activity,Categories of data,Legal basis,{label}\nHR,name,Contract,{first}\nHR,bank data,Contract,{second}\n",
        encoding="utf-8",
    )
    found = draft(file)
    (staff,) = found.inventory.purposes
    return getattr(staff, field), found.to_read["what"].tolist()


@pytest.mark.parametrize(
    "first, second, answer, asked",
    [
        ("yes", "no", "yes", 1),
        ("no", "yes", "yes", 1),
        ("no", "no", "no", 0),
        ("no", "only for scoring", "unknown", 1),
        ("yes", "only for scoring", "yes", 1),
    ],
)
def test_automated_decisions(tmp_path, first, second, answer, asked):
    found = read(tmp_path, "Automated decisions", first, second, "automated_decisions")
    assert found == (answer, ["automated decisions"] * asked)


@pytest.mark.parametrize(
    "first, second, state, asked",
    [
        ("required", "done", "required", 1),
        ("done", "required", "required", 1),
        ("done", "in progress", "in-progress", 1),
        ("done", "not required", "unknown", 1),
        ("done", "done", "done", 0),
    ],
)
def test_impact_assessments(tmp_path, first, second, state, asked):
    assert read(tmp_path, "DPIA", first, second, "dpia") == (state, ["impact assessment"] * asked)


@pytest.mark.parametrize("first, second", [("Controller", "Processor"), ("Processor", "Controller")])
def test_roles(tmp_path, first, second):
    assert read(tmp_path, "Role", first, second, "role") == ("unknown", ["role"])
    assert read(tmp_path, "Role", first, first, "role") == (first.lower(), [])


def test_two_columns_on_an_assessment(tmp_path):
    file = tmp_path / "register.csv"
    file.write_text(
        "Activity,Categories of data,Legal basis,DPIA required,DPIA status\nHR,name,Contract,yes,done\n",
        encoding="utf-8",
    )
    found = draft(file)
    assert (found.inventory.purposes[0].dpia, found.to_read.empty) == ("done", True)
