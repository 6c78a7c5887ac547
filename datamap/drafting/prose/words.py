"""The words by which a notice shows what a section, a label or a sentence is about, in the languages of a document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from datamap.drafting.prose.fold import fold, pattern
from datamap.labels import language

LANGUAGES = ("en", "de", "fr", "cs", "es", "it", "nl", "pl")
"""Languages that have words for prose."""

SHARE = 0.5
"""A language is read too if it has this share of the common words of the most frequent one."""

TELLING = 2
"""Common words of a language from which on a text may be in it: "E-mail" in a list is not Italian."""

LINES = 3
"""Lines from which on a language is one of the headings and labels of a document."""

WEAK = frozenset(
    {"controller", "dpo", "changes", "definitions", "security", "automated", "obligation", "cookies", "sources"}
)
PASSING = 2
"""Other words in a heading from which on these roles are not taken from it."""

_WORD = re.compile(r"[\w']+")
_SPOKEN = re.compile(r"[\w']{2,}|(?<![\w'/.&-])\w(?![\w'/.&-])")
"""A word of a language; a letter beside a sign is of an abbreviation: ``n/a``, ``a.s.``"""


@cache
def _data(name: str) -> dict[str, Any]:
    return dict(language(name, "prose"))


def listed(lang: str, group: str) -> list[str]:
    """The phrases of a list of one language."""
    return list(_data(lang).get(group, ()))


@cache
def _common() -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for lang in LANGUAGES:
        for word in _data(lang)["common"]:
            out.setdefault(fold(word), []).append(lang)
    return out


def languages_of(folded: str) -> tuple[str, ...]:
    """The languages of a folded text by their common words, the most frequent first; all where it has hardly any.

    Examples
    --------
    >>> languages_of("wir verarbeiten die daten und loschen sie")
    ('de',)
    """
    seen: Counter[str] = Counter()
    common = _common()
    for word in _SPOKEN.findall(folded):
        seen.update(common.get(word, ()))
    most = max(seen.values(), default=0)
    if most < TELLING:
        return LANGUAGES
    return tuple(lang for lang, count in seen.most_common() if count >= SHARE * most)


def languages_of_lines(folded: Iterable[str]) -> tuple[str, ...]:
    """The languages that several of these lines are in, each by most of its common words.

    Examples
    --------
    >>> languages_of_lines(["wer erhalt ihre daten", "wozu wir ihre daten verwenden", "dauer der speicherung"])
    ('de',)
    """
    lines: Counter[str] = Counter()
    common = _common()
    for line in folded:
        seen = Counter(lang for word in _SPOKEN.findall(line) for lang in common.get(word, ())).most_common()
        if seen and (len(seen) == 1 or seen[0][1] > seen[1][1]):
            lines[seen[0][0]] += 1
    return tuple(lang for lang, count in lines.most_common() if count >= LINES)


class Words:
    """The cues of several languages.

    Parameters
    ----------
    languages : tuple of str
    """

    def __init__(self, languages: tuple[str, ...]):
        self.languages = languages
        self.reading = tuple(dict.fromkeys((*languages, "en")))
        self._groups: dict[str, re.Pattern[str]] = {}
        self.sections = self._patterns("sections")
        self._labels = self._patterns("labels")
        self.bases = {"6-1-f": pattern([])} | self._patterns("bases")
        self.abbreviations = {fold(w) for lang in LANGUAGES for w in listed(lang, "abbreviations")}
        """Of all languages: names of foreign companies are everywhere."""
        self.common = self._set("common")
        self.ignored = self._set("ignored")
        self.leading = self._set("leading")
        self.be = self._set("be")
        self.conjunctions = re.compile(rf"(?:^|\s)(?:{'|'.join(sorted(self._set('conjunctions')))})\s")
        self._filler = self._set("filler")

    def _set(self, group: str) -> set[str]:
        return {fold(w) for lang in self.languages for w in _data(lang).get(group, ())}

    def _patterns(self, group: str) -> dict[str, re.Pattern[str]]:
        merged: dict[str, list[str]] = {}
        for lang in self.languages:
            for key, phrases in _data(lang).get(group, {}).items():
                merged.setdefault(key, []).extend(phrases)
        return {key: pattern(phrases) for key, phrases in merged.items()}

    def cue(self, group: str) -> re.Pattern[str]:
        """The pattern of a list of phrases, for folded text."""
        if group not in self._groups:
            self._groups[group] = pattern([p for lang in self.languages for p in _data(lang).get(group, ())])
        return self._groups[group]

    def has(self, group: str, folded: str) -> bool:
        """Whether a folded text has one of the phrases."""
        return self.cue(group).search(folded) is not None

    def roles(self, folded: str) -> tuple[frozenset[str], bool]:
        """What a heading is about, and whether it is about nothing else (a cue and filler words only).

        Roles that a word in passing may suggest (contact, security) need a heading that is about little else.

        Examples
        --------
        >>> Words(("en",)).roles("legal bases of the processing")
        (frozenset({'bases'}), True)
        >>> Words(("en",)).roles("protection of rights and duties")[1]
        False
        """
        found = sorted(
            ((m.start(), m.end(), role) for role, cues in self.sections.items() for m in cues.finditer(folded)),
            key=lambda x: (x[0] - x[1], x[0]),
        )
        taken: list[tuple[int, int]] = []
        roles = set()
        for start, end, role in found:
            if all(end <= a or start >= b for a, b in taken) or (start, end) in taken:
                taken.append((start, end))
                roles.add(role)
        left = "".join(" " if any(a <= i < b for a, b in taken) else c for i, c in enumerate(folded))
        other = len(self._content(left))
        return frozenset(roles if other < PASSING else roles - WEAK), bool(roles) and not other

    def is_small(self, word: str) -> bool:
        """Whether a folded word carries no meaning alone."""
        return word in self._filler or word in self.common

    def names(self, role: str, folded: str) -> bool:
        """Whether a text has a cue for sections of a role, or a label for it."""
        found = (group[role] for group in (self.sections, self._labels) if role in group)
        return any(cues.search(folded) for cues in found)

    def hints(self, folded: str) -> bool:
        """Whether a heading has any of the cues for sections."""
        return any(cues.search(folded) for cues in self.sections.values())

    def _content(self, folded: str) -> list[str]:
        return [w for w in _WORD.findall(folded) if w.strip("'") not in self._filler and not w.isdigit() and len(w) > 1]

    def content(self, folded: str) -> list[str]:
        """The words that carry meaning: neither filler nor common."""
        common = _common()
        return [w for w in self._content(folded) if w not in common and len(w) > 2]

    def label(self, folded: str) -> frozenset[str]:
        """What a label is about; empty if it is not known as one."""
        folded = folded.strip(" :-*.")
        for key, cues in self._labels.items():
            if cues.fullmatch(folded):
                return frozenset({key})
        roles, only = self.roles(folded)
        return roles if only else frozenset()

    def basis_words(self, folded: str) -> Iterator[tuple[str, re.Match[str]]]:
        """Words for legal bases in a sentence that a cue introduced."""
        for basis, cues in self.bases.items():
            for m in cues.finditer(folded):
                yield basis, m


@cache
def words(languages: tuple[str, ...]) -> Words:
    """The cues of these languages, compiled once."""
    return Words(languages)
