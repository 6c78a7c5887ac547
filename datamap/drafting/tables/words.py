"""The labels of columns and forms, and whole cells with a meaning, from the word lists of all languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from datamap import labels
from datamap.labels import values
from datamap.labels.accents import without_accents
from datamap.law import names

LANGUAGES = ("en", "de", "fr", "cs", "es", "it", "nl", "pl")
"""Languages with a word list, in the order in which a label that two of them share is understood."""

REMEMBERED = 1 << 15
"""Texts that are remembered: the cells of a register repeat."""
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LETTER = re.compile(r"^\s*(?:\(?[a-z]\)|\(\d{1,2}\)|\d{1,2}[.)]|[A-Z]\.\d{0,2}\.?)\s+")
"""What numbers a label: (a), a), 1., B.2."""
_ARTICLE = re.compile(r"^(the|a|an|les?|la|l'|der|die|das|il|lo|de|het|el|los|las) ")
_OTHERWISE = {"purpose": "service", "places": "countries", "recipients": "who"}
"""What a question asks for in the other kind of table: of recipients, or of activities."""
_PLACES, _TOOLS = frozenset({"countries", "places"}), frozenset({"safeguards", "tools"})
_SIMILAR, _LONG = 92, 9
"""Least likeness, of 100, of a label with a slip of the pen, and the letters that it must have."""


@lru_cache(maxsize=REMEMBERED)
def plain(text: str) -> str:
    """A text for comparison: no case, no accents, single spaces."""
    if text.isascii():
        return " ".join(text.lower().replace("_", " ").split())
    return " ".join(without_accents(text.casefold().replace("’", "'").replace("_", " ")).split())


@lru_cache(maxsize=REMEMBERED)
def label(text: str) -> str:
    """A label for comparison: no number, brackets, punctuation or article in front."""
    flat = plain(_LETTER.sub("", text))
    while flat != (flat := _BRACKETS.sub(" ", flat)):
        pass  # brackets within brackets
    bare = " ".join(re.sub(r"[^\w'#]+", " ", flat).split())
    return _ARTICLE.sub("", bare)


@cache
def section(name: str) -> dict[str, dict[str, list[str]]]:
    """Key -> language -> phrases of one part of the word lists."""
    found: dict[str, dict[str, list[str]]] = {}
    for language in LANGUAGES:
        for key, phrases in _tables(language).get(name, {}).items():
            found.setdefault(key, {})[language] = phrases
    return found


@cache
def _tables(language: str) -> Mapping[str, Any]:
    return labels.language(language, "tables")


@cache
def _labels(name: str) -> dict[str, tuple[str, ...]]:
    """Label -> the keys that it may stand for; the first language's first."""
    found: dict[str, dict[str, None]] = {}
    for language in LANGUAGES:
        for key, phrases in _tables(language).get(name, {}).items():
            for phrase in phrases:
                for form in _forms(phrase):
                    found.setdefault(form, {})[key] = None
    return {form: tuple(keys) for form, keys in found.items() if form}


def _forms(text: str) -> Iterator[str]:
    """A label as it may be compared: without brackets, with what is in them, its first line, a slash's parts."""
    yield label(text)
    yield label(text.replace("(", "").replace(")", ""))
    yield label(text.split("\n")[0])


@lru_cache(maxsize=REMEMBERED)
def keys_of(name: str, text: str) -> tuple[str, ...]:
    """The keys that a label may stand for in one part of the word lists; empty for an unknown label."""
    known = _labels(name)
    tried = [form for form in dict.fromkeys(_forms(text)) if form]
    if not tried or len(text) > 300:
        return ()
    for form in tried:
        if form in known:
            return known[form]
    parts = [p for p in re.split(r"[/|&+\n]| - | – ", _BRACKETS.sub(" ", text)) if label(p)]
    if len(parts) > 1:
        each = [set(known.get(label(p), ())) for p in parts]
        if all(each) and (common := set.intersection(*each)):
            return tuple(k for k in known[label(parts[0])] if k in common)
    bare, number = number_of(text)
    if number and label(bare) in known:
        return known[label(bare)]
    if (bare := _without_unit(tried[0])) and set(known.get(bare, ())) & {"limits"}:
        return known[bare]
    if place := _place_with_tool(known, text):
        return (place,)
    if name in ("columns", "vendors") and not names.has_form(text) and (key := _question(tried[0])):
        return tuple(k for k in (key, _OTHERWISE.get(key, "")) if k in section(name))[:1]
    if len(tried[-1]) < _LONG or name not in ("columns", "vendors") or re.search(r"\d", tried[-1]):
        return ()
    from rapidfuzz import fuzz, process

    best = process.extractOne(tried[-1], known.keys(), scorer=fuzz.ratio, score_cutoff=_SIMILAR)
    return known[best[0]] if best else ()


@lru_cache(maxsize=REMEMBERED)
def number_of(label: str) -> tuple[str, int]:
    """A label without the number at its end, and the number; 0 for none.

    Examples
    --------
    >>> number_of("Country 1"), number_of("Empfänger (2)"), number_of("Tool #3"), number_of("Country")
    (('Country', 1), ('Empfänger', 2), ('Tool', 3), ('Country', 0))
    >>> number_of("ISO 27001"), number_of("Art. 9")
    (('ISO 27001', 0), ('Art', 9))
    """
    m = _NUMBER.fullmatch(" ".join(label.split())) if len(label) <= LONGEST else None
    return (m[1], int(m[2])) if m else (label, 0)


@lru_cache(maxsize=REMEMBERED)
def unit_of(text: str) -> str:
    """The word of a label of periods that is their unit: "Retention (years)"; empty where it has none, or several.

    Examples
    --------
    >>> unit_of("Retention in months"), unit_of("Aufbewahrungsfrist (Jahre)"), unit_of("Retention period")
    ('months', 'jahre', '')
    """
    found = {w for w in re.findall(r"[^\W\d_]{3,}", plain(text)) if _is_unit(w)}
    return found.pop() if len(found) == 1 else ""


@lru_cache(maxsize=REMEMBERED)
def _is_unit(word: str) -> bool:
    """Whether a word is one for a unit of time."""
    return values.read_periods(f"5 {word}").only.startswith("P5")


def _without_unit(flat: str) -> str:
    """A plain label without a unit at its end and the small word before it; empty where there is none."""
    *before, last = flat.split()
    if not before or not _is_unit(last) or unit_of(flat) != last:
        return ""
    return " ".join(before[:-1] if len(before[-1]) < 3 else before)


LONGEST = 200
"""Characters of a label that may end with a number."""
_NUMBER = re.compile(r"(.*?[^\W\d].*?)(?:\s[Nn][or°]\.?)?[\s#(\[._-]*(?<!\d)(\d{1,2})[.)\]]*")
_AND = re.compile(r"[/|&+,\n]| - | – | (?:and|with|und|mit|et|avec|a|s|y|e|con|en|met|i|z) ")


def _place_with_tool(known: dict[str, tuple[str, ...]], text: str) -> str:
    """The key of places where a label names places and tools together ("Country & safeguard"): both are read there."""
    parts = [p for p in _AND.split(_BRACKETS.sub(" ", text)) if label(p)]
    if len(parts) < 2:
        return ""
    each = [next((k for k in known.get(label(p), ()) if k in _PLACES | _TOOLS), "") for p in parts]
    return next((k for k in each if k in _PLACES), "") if all(each) and _TOOLS & set(each) else ""


def _question(flat: str) -> str:
    """The key that a label which is a question asks for: where, how long, to whom."""
    keys, pattern = _questions()
    found = pattern.match(flat)
    return keys[found[0]] if found else ""


@cache
def _questions() -> tuple[dict[str, str], re.Pattern[str]]:
    """How questions begin, each with the key that it asks for, and a pattern that prefers the longest."""
    keys = {
        label(phrase): key
        for key, by_language in section("questions").items()
        for phrases in by_language.values()
        for phrase in phrases
    }
    longest = sorted(keys, key=len, reverse=True)
    return keys, re.compile(rf"(?:{'|'.join(map(re.escape, longest))})(?!\w)")


@lru_cache(maxsize=REMEMBERED)
def spoken(text: str) -> tuple[str, ...]:
    """The languages of what is under a label: those that have the label, and English; all for an unknown label.

    Examples
    --------
    >>> spoken("Poznámka"), spoken("Bemerkung"), len(spoken("Xyz"))
    (('en', 'cs'), ('en', 'de'), 8)
    """
    forms = set(_forms(text))
    found = [
        language
        for language in LANGUAGES
        for name in ("columns", "vendors")
        for phrases in _tables(language).get(name, {}).values()
        if any(label(phrase) in forms for phrase in phrases)
    ]
    return tuple(dict.fromkeys(("en", *found))) if found else LANGUAGES


def key_of(name: str, text: str) -> str:
    """The first key that a label may stand for, or an empty text."""
    return next(iter(keys_of(name, text)), "")


@cache
def _marks(mark: str) -> frozenset[str]:
    return frozenset(plain(p).strip(" .:") for phrases in section("marks").get(mark, {}).values() for p in phrases)


@lru_cache(maxsize=REMEMBERED)
def is_mark(mark: str, text: str) -> bool:
    """Whether a whole cell is one of the words of a mark, such as ``total`` or ``same``."""
    flat = plain(text)
    return flat in _marks(mark) or flat.strip(" .:;()") in _marks(mark)


@lru_cache(maxsize=REMEMBERED)
def has_mark(mark: str, text: str) -> bool:
    """Whether one of the words of a mark is in a text, at word limits."""
    return _pattern(mark).search(plain(text)) is not None


@lru_cache(maxsize=REMEMBERED)
def starts_with_mark(mark: str, text: str) -> bool:
    """Whether a text begins with one of the words of a mark."""
    return _pattern(mark).match(plain(text)) is not None


def behind_mark(mark: str, text: str) -> str | None:
    """The plain words behind the word of a mark with which a text begins; None where it begins with none."""
    flat = plain(text)
    m = _pattern(mark).match(flat)
    return flat[m.end() :].strip() if m else None


_UNIT = re.compile(
    r"(?: (?:in|en|v|we|w|per|pro|par|za|al|na|tis|mil|t|k|eur|euros?|kc|czk|usd|gbp|pln|zl|chf|year|jahr|an|ano|anno"
    r"|jaar|rok|ks|stk|pcs|q[1-4]|(?:19|20)\d\d))+$"
)
"""A unit, currency or year behind a label, with what connects it."""


@lru_cache(maxsize=REMEMBERED)
def is_purchase(text: str) -> bool:
    """Whether a label is about money, a quantity or the number of an order: data of the purchase, not of the map."""
    flat = label(text)
    known = _purchases()
    return flat in known or _UNIT.sub("", flat) in known


@cache
def _purchases() -> frozenset[str]:
    return frozenset(label(p) for phrases in section("marks").get("purchase", {}).values() for p in phrases)


@cache
def _pattern(mark: str) -> re.Pattern[str]:
    """The words of a mark at word limits, the longest first."""
    phrases = sorted(filter(None, _marks(mark)), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases)) or '(?!)'})(?!\w)")


def is_in(word: str, flat: str) -> bool:
    """Whether a word, or a phrase, is in a plain text at word limits."""
    return bool(word) and word in flat and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", flat) is not None


def named_in(text: str, names: list[str]) -> list[str]:
    """The names that are in a text, the longest first; a name within a longer one that is there does not count."""
    flat, found = plain(text), []
    for name in sorted(set(names), key=lambda n: -len(plain(n))):
        if is_in(plain(name), flat):
            flat = flat.replace(plain(name), " | ")
            found.append(name)
    return found


@lru_cache(maxsize=REMEMBERED)
def role_of_sheet(name: str) -> str:
    """Whether a sheet is named as one of activities as processor, or as controller."""
    flat = plain(name)
    found = [
        key
        for key, by in section("roles").items()
        if any(is_in(plain(p), flat) for phrases in by.values() for p in phrases)
    ]
    return found[0] if len(found) == 1 else ""
