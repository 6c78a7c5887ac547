"""Answers of one word, kinds of special data, roles, and the words that each language must have."""

from __future__ import annotations

import pytest

from datamap.labels import language as words_of
from datamap.labels import words
from datamap.labels.values import (
    LANGUAGES,
    is_blank,
    is_denial,
    is_postponed,
    read_dpia,
    read_roles,
    read_sources,
    read_special,
    read_yes_no,
)
from datamap.labels.values.lexicon import STEM
from datamap.model.vocabulary import RecipientRole, SafeguardKind, Special, vocabulary


@pytest.mark.parametrize(
    "text, kinds",
    [
        ("Health", ["health"]),
        ("Yes - biometric data", ["biometric"]),
        ("Health, religion", ["health", "religious-or-philosophical-beliefs"]),
        ("Ja, Gesundheitsdaten", ["health"]),
        ("Gewerkschaftszugehörigkeit und Konfession", ["trade-union-membership", "religious-or-philosophical-beliefs"]),
        ("Données de santé, appartenance syndicale", ["health", "trade-union-membership"]),
        ("ano, zdravotní údaje", ["health"]),
        ("biometrické údaje", ["biometric"]),
        ("Sí, datos de salud", ["health"]),
        ("dati sanitari e biometrici", ["health", "biometric"]),
        ("gezondheidsgegevens", ["health"]),
        ("dane o stanie zdrowia", ["health"]),
        ("criminal record", ["criminal"]),
        ("extrait du casier judiciaire", ["criminal"]),
        ("Yes", ["unknown"]),
        ("Oui", ["unknown"]),
        ("no health data", []),
        ("keine Gesundheitsdaten", []),
        ("žádné zdravotní údaje", []),
        ("payroll", []),
    ],
)
def test_kinds_of_special_data(text, kinds):
    assert [v.value for v in read_special(text).values] == kinds


def test_special_data_that_may_occur_are_kept_and_not_sure():
    (value,) = read_special("possibly health data").values
    assert value.value == "health" and not value.sure


@pytest.mark.parametrize(
    "text", ["none", "No", "keine", "non", "ne", "žádné", "ninguna", "nessuna", "geen", "brak", "n/a"]
)
def test_no_special_data(text):
    assert read_special(text).denied and is_denial(text)


@pytest.mark.parametrize(
    "text, answer, sure",
    [
        ("Yes", "yes", True),
        ("Oui", "yes", True),
        ("Sí", "yes", True),
        ("\u2713", "yes", True),
        ("\u2717", "no", True),
        ("Ja, unterzeichnet", "yes", True),
        ("signed 2024", "yes", True),
        ("podepsáno", "yes", True),
        ("vigente", "yes", True),
        ("No", "no", True),
        ("Nein", "no", True),
        ("not signed", "no", True),
        ("noch nicht unterzeichnet", "no", True),
        ("Yes, pending", "unknown", False),
        ("to be signed", "unknown", False),
        ("à signer", "unknown", False),
        ("da sottoscrivere", "unknown", False),
        ("Yes?", "unknown", False),
    ],
)
def test_yes_and_no(text, answer, sure):
    (value,) = read_yes_no(text).values
    assert (value.value, value.sure) == (answer, sure)


@pytest.mark.parametrize(
    "text, role",
    [
        ("Processor", "processor"),
        ("sub-processor", "sub-processor"),
        ("Auftragsverarbeiter", "processor"),
        ("Unterauftragsverarbeiter", "sub-processor"),
        ("gemeinsam Verantwortlicher", "joint"),
        ("sous-traitant ultérieur", "sub-processor"),
        ("další zpracovatel", "sub-processor"),
        ("správce", "controller"),
        ("encargado del tratamiento", "processor"),
        ("titolare autonomo", "controller"),
        ("verwerker", "processor"),
        ("podmiot przetwarzający", "processor"),
        ("not a sub-processor", ""),
        ("processor and controller", ""),
    ],
)
def test_roles(text, role):
    assert read_roles(text).only == role


@pytest.mark.parametrize(
    "text, state",
    [
        ("not required", "not-required"),
        ("No", "not-required"),
        ("Yes", "required"),
        ("erforderlich", "required"),
        ("nicht erforderlich", "not-required"),
        ("en cours", "in-progress"),
        ("provedeno", "done"),
        ("realizada", "done"),
        ("in uitvoering", "in-progress"),
        ("przeprowadzona", "done"),
    ],
)
def test_states_of_an_impact_assessment(text, state):
    assert read_dpia(text).only == state


@pytest.mark.parametrize(
    "text", ["data subject", "personne concernée", "betroffene Person", "subjekt údajů", "interesado"]
)
def test_sources(text):
    assert read_sources(text).only == "subject"


@pytest.mark.parametrize(
    "text", ["", " - ", "?", "tbd", "unbekannt", "à compléter", "neznámo", "do ustalenia", "n.t.b."]
)
def test_blank(text):
    assert is_blank(text) and not is_denial(text)


@pytest.mark.parametrize("text", ["none", "Postbird", "0", "NO"])
def test_not_blank(text):
    assert not is_blank(text)


@pytest.mark.parametrize(
    "text", ["to be signed", "beantragt", "en cours", "bude podepsáno", "da sottoscrivere", "si procede"]
)
def test_postponed(text):
    assert is_postponed(text) and not is_postponed("signed")


@pytest.mark.parametrize("group, read", [("special", read_special), ("role", read_roles), ("source", read_sources)])
@pytest.mark.parametrize("language", ["en", "fr", "cs"])
def test_the_words_of_our_records_come_back(group, read, language):
    for key, said in words(group).items():
        if key not in ("unknown", "none", "several", "both"):
            assert [v.value for v in read(said[language]).values] == [key], said[language]


# --- what each language must have ------------------------------------------------------------------------------------

GROUPS = set(words_of("en", "values"))
KEYED = ("bases", "roles", "sources", "dpia", "special", "units", "numbers")
EMPTY = {"placeholder", "state_codes"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_lacks_a_group_of_words(language):
    known = words_of(language, "values")
    assert set(known) == GROUPS, f"{language}: lacks {GROUPS - set(known)}, has besides {set(known) - GROUPS}"
    assert not [g for g in GROUPS if not known[g] and g not in EMPTY], "groups without words"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("group", KEYED)
def test_no_language_lacks_a_meaning(language, group):
    lacking = {k for k in words_of("en", "values")[group] if not words_of(language, "values")[group].get(k)}
    assert not lacking, f"{language}.yaml, values, {group}: no words for {lacking}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_lacks_the_usual_tools(language):
    for kind in ("adequacy", "scc", "swiss", "privacy-shield", "bcr-c", "bcr-p", "unknown", "derogation", "dpa"):
        assert words_of(language, "values")["tools"].get(kind) or kind in ("privacy-shield", "swiss"), kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_keys_are_values_of_the_model_and_phrases_are_sound(language):
    known = words_of(language, "values")
    assert set(known["special"]) <= set(vocabulary(Special)) and set(known["roles"]) <= set(vocabulary(RecipientRole))
    assert set(known["tools"]) <= {*vocabulary(SafeguardKind), "swiss", "uk-part", "eu-us"}
    for group, texts in known.items():
        for phrase in (p for part in (texts.values() if isinstance(texts, dict) else [texts]) for p in part or ()):
            assert isinstance(phrase, (str, int)), (group, phrase)
            first = str(phrase).split()[0]
            assert not first.endswith("*") or len(first) > STEM, (group, phrase)
