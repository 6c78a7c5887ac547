"""The exclusions of decisions that concern one activity: which words of a map point to it, in which languages."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import datamap as dm
from datamap import tables
from datamap.formats.yaml import reader
from datamap.rules.transfers import scope_topics

NOUNS = {  # what points to an activity, in English, French, German and Czech
    "journalistic": ("Journalists", "Rédaction", "Zeitungen", "Zpravodajství"),
    "press": ("Newsroom", "Presse", "Medien", "Noviny"),
    "academic": ("Research", "Étudiants", "Forschung", "Výzkum"),
    "religious": ("Parish", "Église", "Pfarramt", "Církev"),
    "missionary": ("Missions", "Diocèse", "Kirche", "Víra"),
    "political": ("Party members", "Élections", "Wahlkampf", "Voleby"),
    "candidate-nomination": ("Elections", "Parlement", "Parlament", "Kampaň"),
    "credit-information": ("Loans", "Prêts", "Zahlungen", "Úvěry"),
    "public-security": ("Policing", "Justice", "Straftaten", "Trestní věci"),
    "immigration-control": ("Visa", "Frontières", "Aufenthaltstitel", "Vízová agenda"),
}
BRAZIL = ("Museum", "Musée", "Künstler", "Umění", "Research", "Presse")
OTHERS = {"en": "Garden tools", "fr": "Outils de jardin", "de": "Gartengeräte", "cs": "Zahradní nářadí"}
LANGUAGES = tuple(OTHERS)


def matters(name: str, language: str = "en", **more: str) -> dict[str, bool]:
    """For each exclusion whether it can matter to an organisation with one activity of that name."""
    head = f"meta: {{id: demo, language: {language}}}\n" if language else "meta: {id: demo}\n"
    text = f"{head}controller: {{name: {more.get('organisation', 'Demo')}, country: CZ, sector: private}}\n"
    text += f"purposes: [{{id: one, name: {name}, description: {more.get('description', 'unknown')}}}]\n" * bool(name)
    facts = SimpleNamespace(tables=tables.from_inventories([reader.parse(text)]))
    return {element: bool(scope_topics._matters(facts, of)[0]) for element, of in scope_topics.TOPICS.items()}


@pytest.mark.parametrize("topic", NOUNS)
def test_a_word_points_to_its_activity_in_each_language(topic):
    for language, word in zip(LANGUAGES, NOUNS[topic], strict=True):
        assert matters(word, language)[topic], f"{word} ({language})"


def test_the_brazilian_exclusion_is_of_the_press_the_arts_and_science():
    for word in BRAZIL:
        assert matters(word)["lgpd-press"], word


FURTHER = {
    "journalistic": ("Journal", "Podcasts"),
    "academic": ("Academy", "Professors"),
    "religious": ("Religion", "Pastoral care"),
    "political": ("Politics", "Parlamentarier"),
    "credit-information": ("Credit checks", "Mortgages"),
    "public-security": ("Police requests", "Betrugsabwehr"),
    "immigration-control": ("Immigration", "Nationality"),
    "lgpd-press": ("Arts", "Hudba"),
}


@pytest.mark.parametrize(("topic", "word"), [(t, w) for t, found in FURTHER.items() for w in found])
def test_further_words(topic, word):
    assert matters(word)[topic]


@pytest.mark.parametrize("language", LANGUAGES)
def test_other_words_point_to_none(language):
    assert not any(matters(OTHERS[language], language).values())
    assert not any(matters(OTHERS[language], f"{language}-CH").values())


@pytest.mark.parametrize("word", ["Newsletter", "Social media", "Expression of interest"])
def test_what_only_begins_like_a_word_of_the_press_is_left_alone(word):
    assert not matters(word)["press"]


def test_a_language_without_words_and_a_map_without_activities_are_asked():
    assert all(matters("Zahradní nářadí", "bg").values())
    assert all(matters("Градина", "en").values())
    assert all(matters("", "en").values())
    assert not any(matters("Garden tools", "").values())


def test_an_activity_is_found_in_every_place_that_names_it():
    assert matters("Help", organisation="The Daily News")["press"]
    assert matters("Help", description="Articles of journalists")["press"]
    assert not matters("Help", description="Articles of clothing")["press"]


def test_transfers_whose_exclusion_cannot_matter_are_left_out_and_the_rest_is_numbered_anew():
    text = "meta: {id: demo, language: en}\ncontroller: {name: Demo, country: CZ}\npurposes: [{id: one, name: Loans}]\n"
    facts = dm.audit(reader.parse(text), "2026-09-30").facts
    asked = pd.DataFrame(
        {"controller": np.zeros(4, dtype=np.int64), "id": ["press", "credit-information", "missionary", "manual-files"]}
    )
    kept = scope_topics.asked_of(facts, asked)
    assert kept["id"].tolist() == ["credit-information", "manual-files"]
    assert kept.index.tolist() == [0, 1]


@pytest.mark.parametrize("language", ["", "unknown"])
def test_a_map_that_does_not_record_its_language_is_read_in_each_of_them(language):
    assert not any(matters(OTHERS["en"], language).values())
    assert matters(NOUNS["academic"][2], language)["academic"]
