"""The services that a text names: newsletter, hosting, payroll ... in the words of all languages.

The words are data: ``services`` in the section ``tables`` of ``labels/languages``; ``*`` stands for any ending.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, lru_cache

from datamap.drafting.facts import Fact
from datamap.drafting.prose.fold import fold
from datamap.drafting.prose.words import LANGUAGES, Words
from datamap.drafting.tables import words
from datamap.labels import values


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {service: _pattern(by_language) for service, by_language in words.section("services").items()}


def _pattern(by_language: Mapping[str, Iterable[str]]) -> re.Pattern[str]:
    phrases = sorted({words.plain(p) for ps in by_language.values() for p in ps}, key=len, reverse=True)
    any_ending = "|".join(re.escape(p).replace(re.escape("*"), r"\w*") for p in phrases)
    return re.compile(rf"(?<!\w)(?:{any_ending})(?!\w)")


@lru_cache(maxsize=words.REMEMBERED)
def named_in(text: str) -> tuple[str, ...]:
    """The services that a text names, as the word lists call them.

    Examples
    --------
    >>> named_in("rozesílání novinek"), named_in("Hosting & Backup"), named_in("flowers")
    (('newsletter',), ('hosting', 'backup'), ())
    """
    flat = words.plain(text)
    return tuple(service for service, pattern in _patterns().items() if pattern.search(flat))


@cache
def _marks(mark: str) -> re.Pattern[str]:
    return _pattern(words.section("marks")[mark])


MORE_WORDS = 4
"""Words that may follow what a supplier delivers: "cleaning of the office in Brno"."""


@lru_cache(maxsize=words.REMEMBERED)
def needs_no_data(text: str) -> bool:
    """Whether a supply needs no personal data: electricity, rent, flowers; never where a word hints at data.

    Examples
    --------
    >>> needs_no_data("Electricity, gas"), needs_no_data("rent of servers"), needs_no_data("payroll")
    (True, False, False)
    """
    parts = [p for p in re.split(r"[,;/&+\n]", words.plain(text)) if p.strip()]
    if not parts or named_in(text) or _marks("processing").search(words.plain(text)):
        return False
    supplies = _marks("irrelevant")
    found = [supplies.match(p.strip()) or supplies.match(_what(p.strip())) for p in parts]
    return all(m and len(m.string[m.end() :].split()) <= MORE_WORDS for m in found)


def _what(text: str) -> str:
    """What is supplied: "electricity" of "supply of electricity"."""
    m = _marks("supply").match(text)
    return text[m.end() :].strip(" '") if m else text


@lru_cache(maxsize=words.REMEMBERED)
def needs_data(text: str) -> bool:
    """Whether a supply is one for which a supplier gets personal data: hosting, payroll, software, legal services.

    Examples
    --------
    >>> needs_data("payroll"), needs_data("accounting software"), needs_data("chairs")
    (True, True, False)
    """
    flat = words.plain(text)
    return bool(named_in(text) or _marks("processing").search(flat) or _marks("entrusted").search(flat))


def works_in_rooms(text: str) -> bool:
    """Whether a supply is work in the rooms, where data may be seen."""
    return _marks("in_rooms").search(words.plain(text)) is not None


@cache
def _words() -> Words:
    """The words of notices in all languages: making them takes as long as reading a short notice."""
    return Words(LANGUAGES)


def periods_of(remarks: Iterable[Fact]) -> Iterator[Fact]:
    """The periods for which remarks state that data are kept: "kept for 5 years", "contacts 5 years"."""
    for remark in remarks:
        kept = _words().has("keep", fold(remark.value)) if values.read_periods(remark.value).values else False
        for piece in [remark.value] if kept else re.split(r"[,;\n]", remark.value):
            if kept or _marks("held").search(words.plain(piece)):
                read = values.read_periods(piece).values
                yield from (replace(remark, value=v.value) for v in read if v.value.startswith("P"))
