"""Denials, plans and references in lists name no one for sure, and a possible kind of special data is taken as one."""

from __future__ import annotations

import pytest

from datamap.questions.drafted import draft


def read(folder, label, cell, data="name"):
    """The activity of a register with a cell under a label, its categories, and what is on the reading list."""
    file = folder / "register.csv"
    columns = {"Activity": "Shop", "Recipients": "Owl Ltd", "Legal basis": "Contract", "Categories of data": data}
    columns[label] = cell
    row = ",".join(f'"{c}"' for c in columns.values())
    file.write_text(f"{','.join(columns)}\n{row}\n", encoding="utf-8")
    found = draft(file)
    categories = found.inventory.categories
    kinds = [(c.name, c.special) for c in categories] if not isinstance(categories, str) else []
    return found.inventory.purposes[0], kinds, found.to_read["words"].tolist()


@pytest.mark.parametrize(
    "cell, joint",
    [
        ("not Owl Ltd", []),
        ("none, except Owl Ltd", []),
        ("yes", []),
        ("Owl Ltd (planned)", ["proposed"]),
        ("formerly Owl Ltd", ["proposed"]),
        ("Owl Ltd (until 2023)", ["proposed"]),
        ("möglicherweise Eule GmbH", ["proposed"]),
        ("Sova s.r.o. (plánováno)", ["proposed"]),
        ("Hibou SAS (à confirmer)", ["proposed"]),
    ],
)
def test_a_joint_controller_in_doubt(tmp_path, cell, joint):
    shop, _, asked = read(tmp_path, "Joint controllers", cell)
    assert [j.how for j in shop.joint_with or ()] == joint
    assert asked == [cell]


def test_a_denial_beside_a_joint_controller(tmp_path):
    shop, _, asked = read(tmp_path, "Joint controllers", "Owl Ltd; not Lark Ltd")
    assert [(j.name, j.how) for j in shop.joint_with] == [("Owl Ltd", "stated")]
    assert asked == ["not Lark Ltd"]


@pytest.mark.parametrize(
    "cell, role, asked",
    [
        ("Lark Ltd", "processor", []),
        ("none", "unknown", ["none"]),
        ("-", "unknown", []),
        ("ourselves", "unknown", ["ourselves"]),
        ("no one else", "unknown", ["no one else"]),
    ],
)
def test_who_acts_on_behalf_of_no_one_is_no_processor(tmp_path, cell, role, asked):
    shop, _, found = read(tmp_path, "On behalf of", cell)
    assert (shop.role, found) == (role, asked)


@pytest.mark.parametrize(
    "cell", ["no health data", "keine Gesundheitsdaten", "aucune donnée de santé", "žádné údaje o zdravotním stavu",
             "ningún dato de salud", "nessun dato sanitario", "geen gezondheidsgegevens", "brak danych o zdrowiu"]
)  # fmt: skip
def test_a_denial_is_no_category(tmp_path, cell):
    _, kinds, asked = read(tmp_path, "Categories of data", f"name; {cell}")
    assert (kinds, asked) == ([("name", "unknown")], [cell])


@pytest.mark.parametrize("cell", ["no children", "keine Kinder", "žádné děti"])
def test_a_denial_is_no_group_of_people(tmp_path, cell):
    shop, _, asked = read(tmp_path, "Data subjects", f"Customers; {cell}")
    assert (shop.subjects, asked) == (("customers",), [cell])


@pytest.mark.parametrize(
    "cell", ["possibly health data", "health data (if provided)", "ggf. Gesundheitsdaten", "případně údaje o zdraví"]
)
def test_data_that_may_be_special_are_taken_as_such(tmp_path, cell):
    _, kinds, asked = read(tmp_path, "Categories of data", f"name; {cell}")
    assert (kinds[1:], asked) == ([(cell, "health")], [cell])


@pytest.mark.parametrize("label, answer", [("Profiling", "unknown"), ("Automated decisions", "no")])
def test_no_profiling_is_not_no_automated_decisions(tmp_path, label, answer):
    shop, _, asked = read(tmp_path, label, "No")
    assert (shop.automated_decisions, len(asked)) == (answer, int(answer == "unknown"))


def test_measures_may_be_denials(tmp_path):
    shop, _, asked = read(tmp_path, "Security measures", "no paper copies; encryption")
    assert (len(shop.measures), asked) == (2, [])
