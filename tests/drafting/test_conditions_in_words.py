"""In a cell of legal bases, words alone are no condition of Art. 9 for sure: they may be about the basis."""

from __future__ import annotations

import pytest

from datamap.questions.drafted import draft


def read(folder, cell, special=""):
    """The bases of a register with a cell, their conditions with ``?`` where to be confirmed, and what is asked."""
    file = folder / "register.csv"
    file.write_text(
        "Activity,Recipients,Categories of data,Special categories,Legal basis\n"
        f'Staff,Owl Ltd,name,{special},"{cell}"\n',
        encoding="utf-8",
    )
    found = draft(file)
    (staff,) = found.inventory.purposes
    open_ = {f for b in staff.legal_bases for e in b.evidence if e.how == "proposed" for f in e.facts}
    conditions = [c + "?" * ("conditions" in open_) for c in staff.legal_bases[0].conditions or ()]
    return [b.basis for b in staff.legal_bases], conditions, found.to_read["what"].tolist()


@pytest.mark.parametrize(
    "cell, bases, conditions",
    [
        ("Legal obligation (employment law)", ["6-1-c"], ["9-2-b?"]),
        ("Legitimate interests (defence of legal claims)", ["6-1-f"], ["9-2-f?"]),
        ("Rechtliche Verpflichtung (Arbeitsrecht)", ["6-1-c"], ["9-2-b?"]),
    ],
)
def test_words_that_may_be_about_the_basis(tmp_path, cell, bases, conditions):
    assert read(tmp_path, cell) == (bases, conditions, ["condition"])
    assert read(tmp_path, cell, "No") == (bases, conditions, [])  # nothing depends on it


@pytest.mark.parametrize(
    "cell, bases, conditions",
    [
        ("Vital interests", ["6-1-d"], []),
        ("Vital interests (Art. 6(1)(d))", ["6-1-d"], []),
        ("Lebenswichtige Interessen", ["6-1-d"], []),
        ("Životně důležité zájmy", ["6-1-d"], []),
        ("Explicit consent", ["6-1-a"], ["9-2-a"]),
        ("Legal obligation; Art. 9(2)(b) employment law", ["6-1-c"], ["9-2-b"]),
        ("Art. 6(1)(d), Art. 9(2)(c)", ["6-1-d"], ["9-2-c"]),
    ],
)
def test_what_is_sure(tmp_path, cell, bases, conditions):
    assert read(tmp_path, cell) == (bases, conditions, [])
