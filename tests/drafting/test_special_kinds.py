"""Special data that the words of a category or of a sentence state are recorded, or asked about."""

from __future__ import annotations

import pytest

import datamap as dm


def drafted(tmp_path, text):
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    found = dm.draft(tmp_path / "a.md")
    return {c.name: c.special for c in found.inventory.categories}, found.merged.reading


@pytest.mark.parametrize(
    "words, kind",
    [
        ("names, health data", "health"),
        ("NAW-gegevens, gezondheidsgegevens", "health"),
        ("Nombre, grado de discapacidad (datos de salud)", "health"),
        ("Dati anagrafici, adesione sindacale", "trade-union-membership"),
        ("Gesundheitsdaten, Religionszugehörigkeit", "several"),
        ("names, addresses", "unknown"),
    ],
)
def test_the_name_of_a_category_in_a_register_states_its_kind(tmp_path, words, kind):
    text = f"| Activity | Purpose | Categories of data |\n|---|---|---|\n| A | b | {words} |\n"
    assert drafted(tmp_path, text)[0] == {words: kind}


def test_a_column_that_denies_what_the_name_states_is_not_none(tmp_path):
    text = "| Activity | Categories of data | Sensitive data |\n|---|---|---|\n| A | health insurance number | no |\n"
    kinds, reading = drafted(tmp_path, text)
    assert kinds == {"health insurance number": "unknown"} and [e.what for e in reading] == ["special data"]


def test_a_labelled_list_states_its_kinds(tmp_path):
    text = "# Notice\n## 1. Payroll\nPurpose: payment of wages\n\nCategories of data: names, health data\n"
    assert drafted(tmp_path, text)[0] == {"names": "unknown", "health data": "health"}


def test_a_kind_in_a_sentence_that_no_category_has_is_listed_once(tmp_path):
    text = "# Zásady\n## 1. Péče\nZpracováváme vaše jméno a údaje o zdravotním stavu na základě smlouvy.\n"
    text += "## 2. Výzkum\nZpracováváme údaje o zdravotním stavu na základě souhlasu.\n"
    listed = [e for e in drafted(tmp_path, text)[1] if e.what == "special data"]
    assert [e.quote.words for e in listed] == ["údaje o zdravotním stavu"]
    text += "## 3. Kategorie osobních údajů\n- údaje o zdravotním stavu\n"
    assert not [e for e in drafted(tmp_path, text)[1] if e.what == "special data"]
