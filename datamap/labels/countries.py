"""Places as people spell them -> ISO 3166-1 codes, regions, organisations; what cannot be read is unknown.

Names come from pycountry (ISO 3166-1, official and common names, and their translations into the languages of the EEA);
the few spellings that registers and notices use beyond those are in :mod:`datamap.labels.spellings`.
``pycountry.search_fuzzy`` is not used: it finds Réunion for "EU".
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from datamap.labels import abbreviations
from datamap.labels.accents import without_accents
from datamap.labels.spellings import AMBIGUOUS, DIFFERENT_ABROAD, EXTRA, ORGANISATIONS, REGIONS, USUAL, VAGUE

FORMER = {
    "AN": (
        "Netherlands Antilles",
        dt.date(2010, 10, 9),
        "the Netherlands Antilles ended on 2010-10-10; their islands are CW, SX and BQ",
    ),
}
"""Places that ended after the first law of the pack: name, last day, and what became of them (ISO 3166-3)."""
_FORMER = {**{name.lower(): code for code, (name, _, _) in FORMER.items()}, **{code.lower(): code for code in FORMER}}


def existed(code: str, day: dt.date) -> bool:
    """Whether a former place still existed on a day."""
    return code in FORMER and day <= FORMER[code][1]


def ended(code: str, day: dt.date) -> str:
    """What became of a former place by a day; empty where it still existed, or is not a former place.

    Examples
    --------
    >>> ended("AN", dt.date(2026, 9, 30))
    'the Netherlands Antilles ended on 2010-10-10; their islands are CW, SX and BQ'
    """
    return FORMER[code][2] if code in FORMER and not existed(code, day) else ""


OTHERS = frozenset({*REGIONS.values(), *ORGANISATIONS.values(), *VAGUE.values(), "none"})
"""What stands for a place in an inventory and is not a country's code."""

# words around a place that do not state where it is
FILLER = re.compile(
    r"\b(data\s*cent(er|re)s?|datacent(er|re)s?|servers?|region|hosted in|hosting in|located in|based in|in the|cloud|"
    r"rechenzentrum)\b|\bin (?=\w)"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place: ``sort`` is country, organisation, region, vague or unknown; ``note`` is why it is unknown."""

    code: str
    sort: str
    note: str = ""


LONGEST = 200
"""Characters of a text that may be a place."""


@lru_cache(maxsize=1 << 13)
def _plain(text: str) -> str:
    text = text.casefold()
    if not text.isascii():
        text = without_accents(text)
    return " ".join(text.replace(".", "").split()).strip(" ,;")


@cache
def _shown() -> dict[str, str]:
    """Code to the usual name."""
    return {**{c["alpha_2"]: c.get("common_name") or c["name"] for c in _records()}, **USUAL}


@cache
def _english() -> dict[str, str]:
    """Plain names to codes."""
    names = {}
    for c in _records():
        code = c["alpha_2"]
        names[_plain(c["alpha_3"])] = code
        for key in ("name", "official_name", "common_name"):
            if c.get(key):
                names[_plain(c[key])] = code
                short = c[key].split(",")[0]
                if "," in c[key] and _plain(short) not in ("korea", "congo", "virgin islands"):
                    names.setdefault(_plain(short), code)
    return names | {_plain(name): code for code, name in USUAL.items()}


LANGUAGES = (
    "bg", "cs", "da", "de", "el", "es", "et", "fi", "fr", "ga", "hr", "hu", "is", "it", "lt", "lv", "mt", "nb_NO", "nl",
    "nn",
    "pl", "pt", "ro", "sk", "sl", "sv",
)  # fmt: skip


MEMBERS = frozenset(
    {
        *("AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV", "LT", "LU"),
        *("MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE", "IS", "LI", "NO"),
    }
)
"""Countries of the EEA at this release, only to understand "Germany (EU)"; the law has a dated list."""


@cache
def _translated() -> dict[str, str]:
    """Plain names in the languages of the EEA to codes, without those that two places share. Read if needed."""
    return names(LANGUAGES)


@cache
def names(languages: tuple[str, ...]) -> dict[str, str]:
    """Plain names of countries in English and other languages to codes, without those that two places share."""
    found: dict[str, set[str]] = {}
    for name, code in _english().items():
        if len(name) > 3:  # not the codes
            found.setdefault(name, set()).add(code)
    for language in languages:
        for name, code in _names_in(language):
            found.setdefault(name, set()).add(code)
    return {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1}


@cache
def _names_in(language: str) -> list[tuple[str, str]]:
    """Plain names of countries in one language, with their codes."""
    import gettext
    from importlib.util import find_spec
    from pathlib import Path

    spec = find_spec("pycountry")
    folder = Path(spec.origin).parent / "locales" if spec and spec.origin else Path()
    path = folder / language / "LC_MESSAGES" / "iso3166-1.mo"
    if not path.is_file():
        return []
    with path.open("rb") as f:
        words = gettext.GNUTranslations(f)
    shared = AMBIGUOUS.keys() - DIFFERENT_ABROAD
    found = [
        (_plain(words.gettext(c[key])), c["alpha_2"])
        for c in _records()
        for key in ("name", "official_name", "common_name")
        if c.get(key) and _plain(c[key]) not in shared
    ]
    return [(name, code) for name, code in found if name not in AMBIGUOUS]


@cache
def _records() -> list[dict[str, Any]]:
    """pycountry's ISO 3166-1 records, read from its data file: importing its classes takes five times as long."""
    import importlib.util
    import json
    from pathlib import Path

    spec = importlib.util.find_spec("pycountry")
    if spec and spec.origin:
        path = Path(spec.origin).parent / "databases" / "iso3166-1.json"
        if path.is_file():
            found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["3166-1"]
            return found
    import pycountry

    return [dict(c) for c in pycountry.countries]


@cache
def codes() -> frozenset[str]:
    """Every ISO 3166-1 alpha-2 code, and XK."""
    return frozenset((*(c["alpha_2"] for c in _records()), "XK"))


_NOT_COUNTRIES = {
    "EU": "EU (country not named)",
    "EEA": "EEA (country not named)",
    "EPO": "European Patent Organisation",
    "EU-INST": "EU institutions",
    "ORG": "international organisation",
    "IGO": "other international organisations",
}


def name(code: str) -> str:
    """The usual English name of a code; the code itself where it is unknown."""
    return _shown().get(code) or _NOT_COUNTRIES.get(code) or (FORMER[code][0] if code in FORMER else code)


def spellings_of(code: str) -> list[str]:
    """Other spellings of a place, in lower case and without full stops.

    Examples
    --------
    >>> {"us", "usa", "united states"} <= set(spellings_of("US"))
    True
    """
    known = [*_english().items(), *EXTRA.items()]
    return sorted({code.lower(), _plain(name(code)), *(_plain(text) for text, c in known if c == code)})


@cache
def read(text: str) -> Place:
    """Read a place.

    Parameters
    ----------
    text : str
        As people write it: ``CZ``, ``USA``, ``U.S.``, ``EU data center``, ``Czech Republic``, ``worldwide``.

    Returns
    -------
    Place
        ``sort`` is ``unknown`` and ``note`` states why, where the text is empty, ambiguous or not known.

    Examples
    --------
    >>> read("EU data center").code, read("U.S.").code, read("El Dorado").sort
    ('EU', 'US', 'unknown')
    """
    if len(text) > LONGEST:
        return Place("unknown", "unknown", f"'{text[:60]}...' cannot be read as a place")
    plain, known = _plain(text), abbreviations.accented(text)
    found = _one(known or plain) or _twice(plain) if known != "" else None
    return found or Place("unknown", "unknown", f"'{text}' cannot be read as a place")


def _one(plain: str) -> Place | None:
    """A place that a text names once, or why it is not a place; None where the text is not known."""
    for tried in (plain, FILLER.sub(" ", plain).strip(" -,()")):
        tried = re.sub(r"\s+", " ", tried)
        tried = tried.removeprefix("the ").strip()
        if tried in VAGUE:
            code = VAGUE[tried]
            return Place(code, "vague" if code != "unknown" else "unknown", "" if tried else "empty")
        if tried in AMBIGUOUS:
            return Place("unknown", "unknown", AMBIGUOUS[tried])
        if tried in REGIONS:
            return Place(REGIONS[tried], "region")
        if tried in ORGANISATIONS:
            return Place(ORGANISATIONS[tried], "organisation")
        if tried in EXTRA or tried in _FORMER:
            return Place(EXTRA.get(tried) or _FORMER[tried], "country")
        if len(tried) == 2 and tried.upper() in codes():
            return Place(tried.upper(), "country")
        if tried in (names := _english()):
            return Place(names[tried], "country")
    translated = _translated().get(plain) or _translated().get(tried)
    return Place(translated, "country") if translated else None


def _twice(plain: str) -> Place | None:
    """The place that a text names twice, as in ``Germany (DE)`` or ``de - deutschland``; None where it names others."""
    parts = re.fullmatch(r"(.+?)\s*\(([^()]+)\)|(.+?) [-–] (.+)", plain)
    named = {_one(_plain(p)) for p in parts.groups() if p} if parts else set()
    return next((p for p in named if len(named) == 1 and p and p.sort != "unknown"), None)


@cache
def _usual() -> dict[str, str]:
    return {_plain(name(code)): code for code in sorted(codes())}


def meant(text: str) -> str:
    """The place whose name is nearest to one that cannot be read, as ``'Germany' (DE)``; empty where none is near."""
    from rapidfuzz import fuzz, process

    if len(text) > LONGEST:
        return ""
    plain = _usual()
    best = process.extractOne(_plain(text), plain.keys(), scorer=fuzz.ratio, score_cutoff=82)
    return f"'{name(plain[best[0]])}' ({plain[best[0]]})" if best else ""


def code_of(text: str) -> str | None:
    """The code for the model, or None for a text that cannot be read."""
    place = read(text)
    if place.sort == "unknown" and place.note and place.note != "empty":
        return None
    return place.code
