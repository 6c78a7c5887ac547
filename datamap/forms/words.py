"""The words of forms and e-mails in every language, and the words of a form that came back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from datamap import labels
from datamap.labels.values import fold

OFFICES = ("it", "procurement", "privacy")
"""Who is asked where the inventory names no person."""


@cache
def _words() -> Mapping[str, Any]:
    found: Mapping[str, Any] = labels.plain(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))
    return found


def word(group: str, key: str, language: str = "en", **filled: str) -> str:
    """A word or sentence of the forms in a language.

    Examples
    --------
    >>> word("form", "answer", "de"), word("known", "from", document="the notice")
    ('Ihre Antwort', 'From: the notice')
    """
    text = str(_words()[group][key][language])
    return re.sub(r"\{(\w+)\}", lambda m: filled.get(m[1], m[0]), text)


@cache
def every(group: str, key: str) -> frozenset[str]:
    """A word in all languages, as a form that came back may have it."""
    return frozenset(str(text) for text in _words()[group][key].values())


def office_of(person: str) -> str:
    """The office that a name in any language means; empty for a person.

    Examples
    --------
    >>> office_of("einkauf"), office_of("Petra")
    ('procurement', '')
    """
    name = " ".join(person.casefold().split())
    return next((o for o in OFFICES if name in {w.casefold() for w in every("office", o)}), "")


@cache
def phrases(key: str) -> tuple[str, ...]:
    """The words in all languages with which people answer ``ask`` or ``unknown``, the longest first."""
    listed = {str(phrase) for texts in _words()["understood"][key].values() for phrase in texts}
    return tuple(sorted(listed, key=lambda p: (-len(p), p)))


def label(group: str, choice: str, language: str) -> str:
    """What a drop-down shows for a word of the model."""
    own = _words().get(group, {}).get(choice)
    return str(own[language]) if own else labels.word(group, choice, language)


@cache
def choice_of(group: str, choices: tuple[str, ...], answer: str) -> str:
    """The choice that an answer names exactly, as one of the languages or the model has it; else empty."""
    flat = fold(answer).flat.strip()
    named = [c for c in choices if flat in {fold(w).flat.strip() for w in (c, *_labels(group, c))}]
    return named[0] if len(named) == 1 else ""


def _labels(group: str, choice: str) -> list[str]:
    return [label(group, choice, language) for language in labels.LANGUAGES]
