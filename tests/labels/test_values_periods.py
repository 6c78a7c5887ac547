"""Periods of storage: number, unit, start, law, remark; several and examples are not sure."""

from __future__ import annotations

import pytest

from datamap.labels.values import LANGUAGES, read_periods
from datamap.labels.values.lexicon import group
from datamap.publish.record.phrases import period_words


def sure(text):
    return [v.value for v in read_periods(text).values if v.sure]


@pytest.mark.parametrize(
    "text, period, extra",
    [
        ("2 years (TTL)", "P2Y", {"remark": "TTL"}),
        ("max. 30 days", "P30D", {"maximum": "yes"}),
        ("10 years (tax law)", "P10Y", {"law": "tax law"}),
        ("24 hours", "P1D", {}),
        ("36 hours", "PT36H", {}),
        ("six months", "P6M", {}),
        ("3,5 years", "P3Y6M", {}),
        ("1.5 years", "P1Y6M", {}),
        ("1 year 6 months", "P1Y6M", {}),
        ("1 year and 6 months", "P1Y6M", {}),
        ("three (3) years", "P3Y", {}),
        ("a year", "P1Y", {}),
        ("30d", "P30D", {}),
        ("P3Y", "P3Y", {}),
        ("30 days after account deletion", "P30D", {"starts": "account deletion"}),
        ("3 years from the end of the contract", "P3Y", {"starts": "end of the contract"}),
        ("up to 12 months", "P12M", {"maximum": "yes"}),
        ("no longer than 2 weeks", "P2W", {"maximum": "yes"}),
        ("drei Jahre", "P3Y", {}),
        ("10 Jahre (§ 147 AO)", "P10Y", {"law": "§ 147 AO"}),
        ("6 Monate nach Ende der Bewerbung", "P6M", {"starts": "Ende der Bewerbung"}),
        ("höchstens zwei Wochen", "P2W", {"maximum": "yes"}),
        ("10-jährige Aufbewahrung", "P10Y", {}),
        ("5 ans à compter du versement de la paie", "P5Y", {"starts": "versement de la paie"}),
        ("trois mois maximum", "P3M", {"maximum": "yes"}),
        ("10 ans (code de commerce)", "P10Y", {"law": "code de commerce"}),
        ("12 měsíců od podpisu smlouvy", "P12M", {"starts": "podpisu smlouvy"}),
        ("deset let (zákon o účetnictví)", "P10Y", {"law": "zákon o účetnictví"}),
        ("nejdéle 30 dnů", "P30D", {"maximum": "yes"}),
        ("půl roku", "P6M", {}),
        ("cinco años desde la baja", "P5Y", {"starts": "baja"}),
        ("máximo 3 meses", "P3M", {"maximum": "yes"}),
        ("dieci anni (obbligo di legge)", "P10Y", {"law": "obbligo di legge"}),
        ("24 mesi dalla cessazione", "P24M", {"starts": "cessazione"}),
        ("zeven jaar (fiscale bewaarplicht)", "P7Y", {"law": "fiscale bewaarplicht"}),
        ("4 weken na afloop van de procedure", "P4W", {"starts": "afloop van de procedure"}),
        ("pięć lat (przepisy podatkowe)", "P5Y", {"law": "przepisy podatkowe"}),
        ("12 miesięcy od zakończenia umowy", "P12M", {"starts": "zakończenia umowy"}),
        ("contract duration + 3 years", "P3Y", {"criterion": "contract duration"}),
        (
            "until withdrawal of consent, max. 2 years",
            "P2Y",
            {"criterion": "until withdrawal of consent", "maximum": "yes"},
        ),
        ("Dauer des Vertrags und 3 Jahre", "P3Y", {"criterion": "Dauer des Vertrags"}),
        ("18 months of inactivity", "P18M", {"starts": "inactivity"}),
        ("10 years under tax law", "P10Y", {"law": "tax law"}),
        ("10 Jahre gemäß § 147 AO", "P10Y", {"law": "§ 147 AO"}),
        ("10 let dle zákona o účetnictví", "P10Y", {"law": "zákona o účetnictví"}),
        ("5 let od ukončení smlouvy, poté výmaz", "P5Y", {"starts": "ukončení smlouvy"}),
        ("bis zu 24 Monate", "P24M", {"maximum": "yes"}),
        ("kept for 3 years", "P3Y", {}),
        ("gelöscht nach 90 Tagen", "P90D", {}),
        ("Uchováváno po dobu 5 let", "P5Y", {}),
    ],
)
def test_a_period_with_what_belongs_to_it(text, period, extra):
    (value,) = read_periods(text).values
    assert (value.value, dict(value.extra), value.sure) == (period, extra, True)
    assert read_periods(text).rest == ()


@pytest.mark.parametrize(
    "text, periods",
    [
        ("2-3 years", ["P2Y", "P3Y"]),
        ("6 months to 2 years", ["P6M", "P2Y"]),
        ("2 až 3 roky", ["P2Y", "P3Y"]),
        ("zwei bis drei Jahre", ["P2Y", "P3Y"]),
        ("3 years; invoices 10 years", ["P3Y", "P10Y"]),
        ("3 ans (base active), puis 5 ans", ["P3Y", "P5Y"]),
        ("such as 3 years", ["P3Y"]),
        ("z.B. 3 Jahre", ["P3Y"]),
        ("par exemple 3 ans", ["P3Y"]),
        ("například 3 roky", ["P3Y"]),
        ("por ejemplo, 3 años", ["P3Y"]),
        ("ad esempio 3 anni", ["P3Y"]),
        ("bijvoorbeeld 3 jaar", ["P3Y"]),
        ("na przykład 3 lata", ["P3Y"]),
        ("at least 5 years", ["P5Y"]),
        ("mindestens 5 Jahre", ["P5Y"]),
        ("3 years if required", ["P3Y"]),
        ("3 years?", ["P3Y"]),
    ],
)
def test_several_periods_examples_and_conditions_are_kept_and_not_sure(text, periods):
    values = read_periods(text).values
    assert [v.value for v in values] == periods
    assert not any(v.sure for v in values) and all(v.why for v in values)


@pytest.mark.parametrize(
    "text",
    [
        "Until end of contract",
        "as long as the account exists",
        "solange das Konto besteht",
        "für die Dauer des Vertrags",
        "jusqu'à la fin du contrat",
        "pendant la durée du contrat",
        "po dobu trvání smlouvy",
        "do odvolání souhlasu",
        "hasta la baja del usuario",
        "fino alla revoca del consenso",
        "zolang de overeenkomst loopt",
        "do czasu wycofania zgody",
        "Session",
    ],
)
def test_a_criterion_without_a_period(text):
    (value,) = read_periods(text).values
    assert (value.value, value.extra["criterion"]) == ("none", text)


@pytest.mark.parametrize(
    "text", ["once a year", "under 16 years of age", "3 times per year", "version 2", "art. 6", "Jahre"]
)
def test_numbers_that_are_not_periods(text):
    assert read_periods(text).values == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_word_and_unit_of_a_language_is_read(language):
    units = group("units", (language,))
    for number, said in group("numbers", (language,)).items():
        for word in said:
            unit = units["Y"][-1].replace("*", "e")
            assert sure(f"{word} {unit}") == [f"P{number}Y"], (word, unit)
    for unit, said in units.items():
        for word in said:
            expected = f"PT5{unit}" if unit == "H" else f"P5{unit}"
            assert sure(f"5 {word.replace('*', 'e')}") == [expected], word


@pytest.mark.parametrize("language", ["en", "fr", "cs"])
@pytest.mark.parametrize("period", ["P3Y", "P1Y", "P2Y", "P6M", "P4W", "P30D", "P1Y6M", "PT36H"])
def test_the_periods_of_our_records_come_back(period, language):
    assert sure(period_words(period, language)) == [period]


@pytest.mark.parametrize("text", ["n/a", "not kept", "keine", "aucune", "žádné"])
def test_no_period(text):
    assert read_periods(text).denied


@pytest.mark.parametrize(
    "text, extra",
    [
        ("10 years for accounting records", {}),
        ("10 let u účetních dokladů", {}),
        ("10 ans pour les documents comptables", {}),
        ("10 anni per i documenti contabili", {}),
        ("10 Jahre (steuerliche Unterlagen)", {"remark": "steuerliche Unterlagen"}),
        ("10 years (accounting)", {"law": "accounting"}),
        ("10 let dle DPH", {"law": "DPH"}),
        ("10 Jahre nach § 147 AO", {"law": "§ 147 AO"}),
        ("10 Jahre nach dem Ende", {"starts": "Ende"}),
        ("drei Jahre nach dem Austritt gelöscht", {"starts": "Austritt"}),
        ("30 let podle zákona", {"law": "zákona"}),
        ("5 ans selon la loi", {"law": "la loi"}),
    ],
)
def test_a_law_is_named_and_not_only_what_it_is_about(text, extra):
    (value,) = read_periods(text).values
    assert value.sure and value.extra == extra


@pytest.mark.parametrize("text", ["5 let podle okolností", "5 ans selon le cas", "5 let podle typu smlouvy"])
def test_words_that_lead_to_no_law_are_a_condition(text):
    (value,) = read_periods(text).values
    assert not value.sure and not value.extra
