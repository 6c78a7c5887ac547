"""Places as people spell them -> ISO 3166-1 codes, regions, organisations; what cannot be read is unknown.

Names come from pycountry (ISO 3166-1, official and common names, and their translations into the languages of the EEA);
the few spellings that registers and notices use beyond those are in the tables below. ``pycountry.search_fuzzy`` is not
used: it finds Réunion for "EU". The tables are code and not a YAML file because every command needs them at its start.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from datamap.labels.accents import without_accents

# spellings beyond ISO's own names; lower case, without dots
EXTRA = {
    "el": "GR", "uk": "GB", "great britain": "GB", "britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "northern ireland": "GB", "usa": "US", "us": "US", "united states of america": "US", "the united states": "US",
    "america": "US", "czech republic": "CZ", "czechia": "CZ", "the netherlands": "NL", "holland": "NL",
    "south korea": "KR",
    "republic of korea": "KR", "korea (south)": "KR", "north korea": "KP", "russia": "RU", "russian federation": "RU",
    "turkey": "TR", "turkiye": "TR", "vietnam": "VN", "viet nam": "VN", "taiwan": "TW", "moldova": "MD", "iran": "IR",
    "syria": "SY", "bolivia": "BO", "venezuela": "VE", "tanzania": "TZ", "laos": "LA", "brunei": "BN",
    "macedonia": "MK",
    "north macedonia": "MK", "kosovo": "XK", "xk": "XK", "xkx": "XK", "hong kong": "HK", "hong kong sar": "HK",
    "macau": "MO",
    "macao": "MO", "ivory coast": "CI", "cape verde": "CV", "swaziland": "SZ", "burma": "MM", "east timor": "TL",
    "vatican": "VA", "vatican city": "VA", "faroe islands": "FO", "faroes": "FO", "aland": "AX", "aland islands": "AX",
    "uae": "AE", "emirates": "AE", "prc": "CN", "mainland china": "CN", "p r china": "CN", "dr congo": "CD",
    "drc": "CD",
    "congo-brazzaville": "CG", "congo-kinshasa": "CD", "reunion": "RE", "curacao": "CW", "st lucia": "LC",
    "sint maarten": "SX", "svalbard and jan mayen": "SJ", "isle of man": "IM", "guernsey": "GG", "palestine": "PS",
    "republic of ireland": "IE", "eire": "IE", "deutschland": "DE", "österreich": "AT", "osterreich": "AT",
    "schweiz": "CH",
    "suisse": "CH", "svizzera": "CH", "frankreich": "FR", "italien": "IT", "spanien": "ES", "espana": "ES",
    "niederlande": "NL", "belgien": "BE", "polen": "PL", "polska": "PL", "tschechien": "CZ", "ceska republika": "CZ",
    "cesko": "CZ", "slowakei": "SK", "slovensko": "SK", "ungarn": "HU", "irland": "IE", "vereinigtes konigreich": "GB",
    "grossbritannien": "GB", "vereinigte staaten": "US", "vereinigte staaten von amerika": "US", "etats-unis": "US",
    "etats unis": "US", "royaume-uni": "GB", "royaume uni": "GB", "allemagne": "DE", "espagne": "ES", "italie": "IT",
    "pays-bas": "NL", "pays bas": "NL", "belgique": "BE", "irlande": "IE", "autriche": "AT", "japon": "JP",
    "inde": "IN",
    "chine": "CN", "maroc": "MA", "tunisie": "TN", "bresil": "BR", "coree du sud": "KR", "spojene staty americke": "US",
    "spojene staty": "US", "usa (united states)": "US", "velka britanie": "GB", "spojene kralovstvi": "GB",
    "nemecko": "DE",
    "rakousko": "AT", "irsko": "IE", "indie": "IN", "singapur": "SG", "kanada": "CA", "norwegen": "NO",
    "schweden": "SE",
    "danemark": "DK", "luxemburg": "LU", "griechenland": "GR", "hellas": "GR", "hrvatska": "HR", "kroatien": "HR",
    "czech rep": "CZ", "slovenska republika": "SK", "holy see": "VA", "faroe": "FO", "alderney": "GG", "sark": "GG",
    "canary islands": "ES", "ceuta": "ES", "melilla": "ES", "azores": "PT", "madeira": "PT", "jan mayen": "NO",
    "svalbard": "SJ", "republic of kosovo": "XK", "fyrom": "MK", "lao pdr": "LA", "st barts": "BL",
    "korea, south": "KR",
    "xi": "GB", "korea, north": "KP", "korea (north)": "KP", "falkland islands": "FK", "virgin islands (us)": "VI",
    "virgin islands (british)": "VG", "us of a": "US",
}  # fmt: skip

# names that ISO turns round, or that two places share
USUAL = {
    "XK": "Kosovo", "CG": "Republic of the Congo", "CD": "Democratic Republic of the Congo", "VI": "US Virgin Islands",
    "VG": "British Virgin Islands", "PS": "Palestine", "FM": "Micronesia",
}  # fmt: skip

REGIONS = {
    "eu": "EU", "european union": "EU", "europaische union": "EU", "union europeenne": "EU", "evropska unie": "EU",
    "ue": "EU",
    "eea": "EEA", "european economic area": "EEA", "eu/eea": "EEA", "eu / eea": "EEA", "eea/eu": "EEA", "ewr": "EEA",
    "eu and eea": "EEA", "eu or eea": "EEA", "within the eu": "EU", "within the eea": "EEA", "eu member states": "EU",
    "eu countries": "EU", "inside the eu": "EU", "eu-27": "EU", "eu27": "EU", "eu member state": "EU", "ees": "EEA",
    "eee": "EEA",
    "within the european union": "EU", "inside the european union": "EU", "within the european economic area": "EEA",
    "inside the eea": "EEA", "eea countries": "EEA", "eea member states": "EEA", "europaischer wirtschaftsraum": "EEA",
    "espace economique europeen": "EEA", "evropsky hospodarsky prostor": "EEA", "unione europea": "EU",
    "union europea": "EU",
    "europese unie": "EU", "europeiska unionen": "EU", "unia europejska": "EU",
}  # fmt: skip

ORGANISATIONS = {
    "epo": "EPO", "european patent organisation": "EPO", "european patent office": "EPO",
    "eu institutions": "EU-INST", "eu-inst": "EU-INST", "eu institution": "EU-INST", "european commission": "EU-INST",
    "european parliament": "EU-INST", "council of the european union": "EU-INST",
    "court of justice of the european union": "EU-INST",
    "european central bank": "EU-INST", "ecb": "EU-INST", "european investment bank": "EU-INST", "edps": "EU-INST",
    **dict.fromkeys((
        # bodies and agencies of the Union, without the abbreviations "EEA", "FRA" and "SRB", which are places
        "eu agency", "eu agencies", "eu body", "eu bodies", "agencies of the eu", "european council",
        "council of the eu",
        "european court of auditors", "european external action service", "eeas",
        "european economic and social committee", "european committee of the regions", "european ombudsman",
        "european data protection supervisor", "european data protection board", "edpb", "eib",
        "european public prosecutor's office", "eppo", "europol", "eurojust", "frontex",
        "european border and coast guard agency", "european anti-fraud office", "olaf", "acer",
        "agency for the cooperation of energy regulators", "berec", "berec office", "cdt",
        "translation centre for the bodies of the european union", "cedefop", "cepol",
        "european union agency for law enforcement training", "cpvo", "community plant variety office",
        "easa", "european union aviation safety agency", "eba", "european banking authority", "echa",
        "european chemicals agency", "ecdc", "european centre for disease prevention and control",
        "european environment agency", "efca", "european fisheries control agency", "efsa",
        "european food safety authority", "eige", "european institute for gender equality", "eiopa",
        "european insurance and occupational pensions authority", "eit",
        "european institute of innovation and technology", "european labour authority", "ema",
        "european medicines agency", "emsa", "european maritime safety agency", "enisa",
        "european union agency for cybersecurity", "esma", "european securities and markets authority", "etf",
        "european training foundation", "euaa", "european union agency for asylum", "easo", "euda", "emcdda",
        "european union drugs agency", "euipo", "european union intellectual property office", "ohim",
        "eu-lisa", "eulisa", "eu-osha", "european agency for safety and health at work", "eurofound", "euspa",
        "european union agency for the space programme", "european union agency for fundamental rights",
        "fundamental rights agency", "european union agency for railways", "single resolution board",
        "european defence agency", "european union satellite centre", "satcen", "euiss", "amla",
        "anti-money laundering authority", "european research executive agency", "eacea", "cinea", "eismea", "hadea",
    ), "EU-INST"),
    **dict.fromkeys((
        "igo", "un", "united nations", "unhcr", "unicef", "unesco", "world health organization",
        "world health organisation", "who", "ilo",
        "international labour organization", "iom", "international organization for migration", "world bank", "imf",
        "wto", "oecd", "nato", "osce",
        "council of europe", "european court of human rights", "interpol", "icrc", "european space agency", "cern",
        "eurocontrol", "efta",
    ), "IGO"),
    "international organisation": "ORG", "org": "ORG",
}  # fmt: skip

VAGUE = {
    "worldwide": "worldwide", "global": "worldwide", "globally": "worldwide", "international": "worldwide",
    "various": "various", "various countries": "various", "several": "various", "multiple": "various",
    "third countries": "various", "third country": "various", "non-eu": "various", "outside the eu": "various",
    "outside the eea": "various", "unknown": "unknown", "not stated": "unknown", "n/a": "unknown", "tbd": "unknown",
    "?": "unknown", "-": "unknown", "": "unknown",
}  # fmt: skip

# names that mean more than one place, or a part that the code does not tell: unknown, with the reason
AMBIGUOUS = {
    "europe": "Europe is larger than the EEA", "korea": "Korea may be North or South", "congo": "there are two Congos",
    "guinea-": "several states are called Guinea", "saint martin": "Saint Martin is French (MF) or Dutch (SX)",
    "st martin": "Saint Martin is French (MF) or Dutch (SX)", "virgin islands": "the Virgin Islands are British or US",
    "northern cyprus": "the north of Cyprus has no own code; Union law is suspended there",
    "saint-martin": "Saint Martin is French (MF) or Dutch (SX)", "crimea": "contested territory",
    "georgia (us)": "Georgia is a country and a US state", "emea": "EMEA is larger than the EEA",
    "apac": "APAC is a region",
    "latam": "LATAM is a region", "dach": "DACH includes Switzerland", "asia": "a continent", "africa": "a continent",
    "nordics": "a region", "benelux": "a region", "middle east": "a region",
    "channel islands": "Jersey and Guernsey have decisions of their own", "ireland/uk": "two countries",
    "cs": "CS was Czechoslovakia, then Serbia and Montenegro", "yu": "Yugoslavia no longer exists",
    "yugoslavia": "Yugoslavia no longer exists",
    "serbia and montenegro": "two countries since 2006, RS and ME",
}  # fmt: skip

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
"""What stands for a place in an inventory and is no country's code."""

# words around a place that say nothing about where it is
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
def _iso() -> tuple[dict[str, str], frozenset[str], dict[str, str]]:
    """Plain names to codes, the codes, and code to the usual name; from pycountry's own data."""
    names, codes, usual = {}, set(), {}
    for c in _records():
        code = c["alpha_2"]
        codes.add(code)
        usual[code] = c.get("common_name") or c["name"]
        names[_plain(c["alpha_3"])] = code
        for key in ("name", "official_name", "common_name"):
            if c.get(key):
                names[_plain(c[key])] = code
                short = c[key].split(",")[0]
                if "," in c[key] and _plain(short) not in ("korea", "congo", "virgin islands"):
                    names.setdefault(_plain(short), code)
    codes.add("XK")
    usual |= USUAL
    names |= {_plain(name): code for code, name in USUAL.items()}
    return names, frozenset(codes), usual


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
    for name, code in _iso()[0].items():
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
    return [
        (_plain(words.gettext(c[key])), c["alpha_2"])
        for c in _records()
        for key in ("name", "official_name", "common_name")
        if c.get(key) and _plain(c[key]) not in AMBIGUOUS
    ]


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


def codes() -> frozenset[str]:
    """Every ISO 3166-1 alpha-2 code, and XK."""
    return _iso()[1]


_NOT_COUNTRIES = {
    "EU": "EU (country not named)",
    "EEA": "EEA (country not named)",
    "EPO": "European Patent Organisation",
    "EU-INST": "EU institutions",
    "ORG": "international organisation",
    "IGO": "other international organisations",
}


def name(code: str) -> str:
    """The usual English name of a code; the code itself where it is none."""
    return _iso()[2].get(code) or _NOT_COUNTRIES.get(code) or (FORMER[code][0] if code in FORMER else code)


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
        ``sort`` is ``unknown`` and ``note`` says why, where the text is empty, ambiguous or not known.

    Examples
    --------
    >>> read("EU data center").code, read("U.S.").code, read("El Dorado").sort
    ('EU', 'US', 'unknown')
    """
    if len(text) > LONGEST:
        return Place("unknown", "unknown", f"'{text[:60]}...' cannot be read as a place")
    plain = _plain(text)
    return _one(plain) or _twice(plain) or Place("unknown", "unknown", f"'{text}' cannot be read as a place")


def _one(plain: str) -> Place | None:
    """A place that a text names once, or why it is none; None where the text is not known."""
    names, known, _ = _iso()
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
        if len(tried) == 2 and tried.upper() in known:
            return Place(tried.upper(), "country")
        if tried in names:
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
