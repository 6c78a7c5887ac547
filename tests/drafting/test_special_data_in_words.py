"""Special data of a kind that is not named are asked; a denied category is none; a condition is for the kinds named."""

from __future__ import annotations

import pytest
from drafting.drafted_fixture import drafted

HEAD = "# Privacy notice of Nest Ltd\n\n## Purposes of processing\n\n### Staff\n\n"


def read(folder, text, name="notice.md"):
    """The categories with their kinds, the conditions, and the questions on both."""
    found = drafted(folder, text, name)
    ((_, activity),) = found.merged.activities
    kinds = [(c.value, c.extra.get("special", "")) for c in activity.categories]
    conditions = [c.value + "?" * (not c.sure) for c in activity.conditions]
    return kinds, conditions, [x for x in found.to_read["what"] if x in ("special data", "condition")]


@pytest.mark.parametrize(
    "data, kinds, asked",
    [
        ("name, Art. 9 data", [("name", "unknown"), ("Art. 9 data", "unknown")], ["special data"]),
        ("name, sensitive data", [("name", "unknown"), ("sensitive data", "unknown")], ["special data"]),
        ("name, but no health data", [("name", "unknown")], []),
        ("name; no health data", [("name", "unknown")], []),
        ("name, possibly health data", [("name", "unknown"), ("possibly health data", "health")], []),
        ("name, e-mail", [("name", "unknown"), ("e-mail", "unknown")], []),
    ],
)
def test_categories_behind_a_label(tmp_path, data, kinds, asked):
    made, _, to_read = read(tmp_path, f"{HEAD}Data: {data}\n\nLegal basis: Art. 6(1)(c) GDPR\n")
    assert (made, to_read) == (kinds, asked)


@pytest.mark.parametrize(
    "sentence, asked",
    [
        ("We process special categories of data (Art. 9 GDPR).", ["special data"]),
        ("We do not process special categories of data.", []),
        ("We process your name.", []),
    ],
)
def test_a_sentence_on_special_data(tmp_path, sentence, asked):
    assert read(tmp_path, f"{HEAD}{sentence} The legal basis is Art. 6(1)(c) GDPR.\n")[2] == asked


@pytest.mark.parametrize(
    "title, purposes, label, basis, words",
    [
        ("Datenschutzerklärung", "Zwecke der Verarbeitung", "Datenkategorien", "Rechtsgrundlage", "sensible Daten"),
        ("Politique de confidentialité", "Finalités", "Catégories de données", "Base légale", "données sensibles"),
        ("Zásady ochrany osobních údajů", "Účely zpracování", "Kategorie údajů", "Právní základ", "citlivé údaje"),
    ],
)
def test_special_data_without_a_kind_in_other_languages(tmp_path, title, purposes, label, basis, words):
    text = f"# {title}\n\n## {purposes}\n\n### Personal\n\n- {label}: {words}\n- {basis}: Art. 6(1)(c) GDPR\n"
    assert read(tmp_path, text)[2] == ["special data"]


@pytest.mark.parametrize(
    "cell, asked",
    [
        ("Art. 9 data", ["special data"]),
        ("besondere Kategorien", ["special data"]),
        ("categorías especiales de datos", ["special data"]),
        ("categorie particolari di dati", ["special data"]),
        ("bijzondere persoonsgegevens", ["special data"]),
        ("dane wrażliwe", ["special data"]),
        ("no sensitive data", []),
        ("health data", []),
    ],
)
def test_special_data_in_a_cell(tmp_path, cell, asked):
    register = f"Activity,Data,Legal basis\nStaff,name; {cell},Art. 6(1)(c)\n"
    assert read(tmp_path, register, "register.csv")[2] == asked


CONDITIONS = [
    ("health data, union membership", "Art. 6(1)(c), Art. 9(2)(h) for health data", ["9-2-h?"]),
    ("health data, union membership", "Art. 6(1)(c), Art. 9(2)(b)", ["9-2-b"]),
    ("name, health data", "Art. 6(1)(c), Art. 9(2)(h) for health data", ["9-2-h"]),
    (
        "health data, union membership",
        "Art. 6(1)(c), Art. 9(2)(h) for health data, Art. 9(2)(d) for union membership",
        ["9-2-h", "9-2-d"],
    ),
]


@pytest.mark.parametrize("data, basis, conditions", CONDITIONS)
def test_a_condition_for_one_kind_of_special_data(tmp_path, data, basis, conditions):
    assert read(tmp_path, f"{HEAD}Data: {data}\n\nLegal basis: {basis}\n")[1] == conditions
    register = f'Activity,Data,Legal basis\nStaff,"{data.replace(", ", "; ")}","{basis}"\n'
    _, made, asked = read(tmp_path, register, "register.csv")
    assert (made, asked) == (conditions, ["condition"] * any(c.endswith("?") for c in conditions))
