"""The phrases of a notice in one language, and what is shown through them: citations, periods, places, safeguards."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from datamap.labels import data, plain, word, words
from datamap.model.safeguard import DEROGATION
from datamap.publish.record.phrases import period_words, place_name

_TWICE = re.compile(r"(?<!\.)\.\.(?=\s|$)")
"""The full stop of a name such as s.r.o. and that of the sentence."""
LISTED = 6
"""Names that the first layer gives of many."""


@cache
def _phrases(language: str) -> dict[str, Any]:
    """The phrases of a notice; they are with the labels, because a draft reads them back."""
    found: dict[str, Any] = data(f"notices/{language}")
    return found


@cache
def _of_packs() -> dict[str, Any]:
    found: dict[str, Any] = plain(resources.files(__package__).joinpath("pack.yaml").read_text(encoding="utf-8"))
    return found


def packed(key: str, language: str, **values: str) -> str:
    """A phrase of the documents of a processor."""
    text = str(_of_packs()[key][language])
    return text.format(**values) if values else text


@dataclass(frozen=True)
class Phrases:
    """The phrases of one language, for an organisation under one law (eu, uk, ch) or, with ``also``, several."""

    language: str
    law: str
    also: tuple[str, ...] = ()

    def __call__(self, *path: str, **values: str) -> str:
        """A phrase by its keys, with what it is about."""
        found: Any = _phrases(self.language)
        for key in path:
            found = found[key]
        return _TWICE.sub(".", str(found).format(**values)) if values else str(found)

    def under(self, law: str, *also: str) -> Phrases:
        """The phrases of the language for another law."""
        return Phrases(self.language, law, also)

    @property
    def open(self) -> str:
        """What is in place of a fact that is not known."""
        return self("open")

    @property
    def area(self) -> str:
        """The area that data do not leave without a transfer."""
        return self("area", self.law)

    def citation(self, provision: str) -> str:
        """A provision of the organisation's law as the language cites it.

        Examples
        --------
        >>> Phrases("en", "eu").citation("6-1-b"), Phrases("cs", "uk").citation("7-3")
        ('Art. 6(1)(b) GDPR', 'čl. 7 odst. 3 UK GDPR')
        """
        number, *rest = provision.split("-")
        for part in rest:
            number += self("letter", x=part) if part.isalpha() else self("paragraph", n=part)
        laws = [self("laws", law) for law in (self.law, *self.also) if (law == "ch") == (self.law == "ch")]
        return self("article", number=number, law=", ".join(laws))

    def basis(self, letter: str) -> str:
        """A legal basis in plain words; the letter is one of the GDPR, so the FADP is not cited."""
        name = self("bases", letter)
        return name if self.law == "ch" else f"{name} ({self.citation(letter)})"

    def period(self, period: str) -> str:
        return period_words(period, self.language)

    def place(self, code: str) -> str:
        """A place in the language; the phrase for what is open where it is unknown."""
        if code == "unknown":
            return self.open
        return word("place", code, self.language) if code in words("place") else place_name(code, self.language)

    def tool(self, kind: str, version: str) -> str:
        """A safeguard in the language."""
        name = word("safeguard", kind, self.language)
        if kind == "derogation" and (found := DEROGATION.fullmatch(version)):
            return f"{name.partition(' (')[0]} ({self.citation('-'.join(found.groups()))})"
        return name if version in ("", "unknown") else f"{name}, {version}"

    def purposes(self, names: list[str], all_: int) -> str:
        """Names of activities; a phrase where they are all of several."""
        return self("every") if len(names) == all_ > 1 else self.many(names)

    def some(self, names: list[str]) -> str:
        """The first of several names, and how many others there are."""
        found = list(dict.fromkeys(names))
        more = self("others", number=str(len(found) - LISTED)) if len(found) > LISTED + 1 else ""
        return f"{self.many(found[:LISTED])} {more}" if more else self.many(found)

    def many(self, names: list[str]) -> str:
        """Several names; between semicolons, because a name may contain commas."""
        return "; ".join(dict.fromkeys(names)) or self.open
