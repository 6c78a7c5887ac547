"""Places and periods in the languages of the layouts."""

from __future__ import annotations

import gettext
import re
from functools import cache

from datamap.labels import countries

_PERIODS = {
    "en": {"unknown": "unknown", "none": "no period, by criterion"},
    "fr": {"unknown": "inconnue", "none": "pas de durée fixe"},
    "cs": {"unknown": "neznámo", "none": "bez pevné lhůty"},
    "de": {"unknown": "unbekannt", "none": "keine feste Frist"},
}
_UNITS = {
    "en": {
        "Y": ("year", "years"),
        "M": ("month", "months"),
        "W": ("week", "weeks"),
        "D": ("day", "days"),
        "TH": ("hour", "hours"),
        "TM": ("minute", "minutes"),
        "TS": ("second", "seconds"),
    },
    "fr": {
        "Y": ("an", "ans"),
        "M": ("mois", "mois"),
        "W": ("semaine", "semaines"),
        "D": ("jour", "jours"),
        "TH": ("heure", "heures"),
        "TM": ("minute", "minutes"),
        "TS": ("seconde", "secondes"),
    },
    "de": {
        "Y": ("Jahr", "Jahre"),
        "M": ("Monat", "Monate"),
        "W": ("Woche", "Wochen"),
        "D": ("Tag", "Tage"),
        "TH": ("Stunde", "Stunden"),
        "TM": ("Minute", "Minuten"),
        "TS": ("Sekunde", "Sekunden"),
    },
    "cs": {
        "Y": ("rok", "let"),
        "M": ("měsíc", "měsíců"),
        "W": ("týden", "týdnů"),
        "D": ("den", "dnů"),
        "TH": ("hodina", "hodin"),
        "TM": ("minuta", "minut"),
        "TS": ("sekunda", "sekund"),
    },
}


def period_words(period: str, language: str = "en") -> str:
    """An ISO 8601 period in words.

    Examples
    --------
    >>> period_words("P3Y6M"), period_words("P1Y"), period_words("none"), period_words("PT30M")
    ('3 years 6 months', '1 year', 'no period, by criterion', '30 minutes')
    """
    if period in ("unknown", "none"):
        return _PERIODS[language][period]
    days, _, time = period[1:].partition("T")
    parts = [(number, unit) for number, unit in re.findall(r"([\d.,]+)(\D)", days)]
    parts += [(number, "T" + unit) for number, unit in re.findall(r"([\d.,]+)(\D)", time)]
    return " ".join(f"{number} {_unit(number, unit, language)}" for number, unit in parts)


def _unit(number: str, unit: str, language: str) -> str:
    if language == "cs" and unit == "Y" and number in ("2", "3", "4"):
        return "roky"
    return _UNITS[language][unit][number != "1"]


@cache
def place_name(code: str, language: str) -> str:
    """Name of a place in a language; the English name where there is no translation."""
    name = countries.name(code)
    if language == "en" or len(code) != 2 or name == code:
        return name
    import pycountry

    found = pycountry.countries.get(alpha_2=code)
    catalogue = _catalogue(language)
    for english in (getattr(found, "common_name", None), getattr(found, "name", None)) if found else ():
        if english and (translated := catalogue.gettext(english)) != english:
            return translated
    return name


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    import pycountry

    return gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language], fallback=True)
