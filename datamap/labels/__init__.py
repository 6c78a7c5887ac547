"""Words, sheets, columns and languages as data: what the record and the workbook call what they contain.

``record.yaml`` is the record, ``layouts.yaml`` the regulators' layouts, ``workbook.yaml`` the workbook to work in, and
``words.yaml`` the one translation table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml


def data(name: str) -> Any:
    """The content of one of the data files; every scalar but numbers is text (Norway stays Norway)."""
    return plain((Path(__file__).parent / f"{name}.yaml").read_text(encoding="utf-8"))


def plain(text: str) -> Any:
    """The content of a YAML text in which every scalar but numbers is text, as in the data files."""
    return yaml.load(text, Loader=_Loader)


@cache
def language(name: str, section: str) -> Mapping[str, Any]:
    """The words of one of the languages that documents are read in, of a section: ``values``, ``tables``, ``prose``.

    Only the section is parsed: a list of vendors needs no words of running text.
    """
    words = plain(_section(name, section))
    return words or {}


@cache
def language_group(name: str, section: str, group: str) -> Any:
    """One group of a section of a language, as in :func:`language`; None where the language lacks it.

    Only the group is parsed: to see that a cell is blank, no names of countries are needed.
    """
    found = _groups(name, section).get(group)
    return None if found is None else plain(found)[group]


@cache
def _section(name: str, section: str) -> str:
    text = (Path(__file__).parent / "languages" / f"{name}.yaml").read_text(encoding="utf-8")
    _, _, rest = f"\n{text}".partition(f"\n{section}:\n")
    return _NEXT.split(rest, maxsplit=1)[0]


@cache
def _groups(name: str, section: str) -> dict[str, str]:
    """The text of each group of a section."""
    blocks = _NEXT_GROUP.split(_section(name, section))
    return {block.partition(":")[0].strip(): block for block in blocks if block.strip()}


_NEXT = re.compile(r"^(?=\w)", re.MULTILINE)
"""Where the next section of a data file begins."""
_NEXT_GROUP = re.compile(r"^(?=  \w)", re.MULTILINE)
"""Where the next group of a section begins."""


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # the C loader is ten times faster
    yaml_implicit_resolvers = {  # noqa: RUF012  PyYAML looks for it here
        first: [(tag, pattern) for tag, pattern in found if tag in ("tag:yaml.org,2002:int", "tag:yaml.org,2002:null")]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


@cache
def layout(name: str) -> Mapping[str, Any]:
    """One of the regulators' layouts: its language, sheets, blocks and columns."""
    found: Mapping[str, Any] = data("layouts")[name]
    return found


LAYOUTS = ("record", "minimum", "ico", "cnil", "cz", "dsk")
"""The layouts, the default first."""

EDITIONS = ("authority", "internal")
"""For whom a record is, the default first."""

LANGUAGES = ("en", "fr", "cs", "de")
"""Languages of the translation table, the one it falls back on first."""


@cache
def _words() -> Mapping[str, Mapping[str, Any]]:
    found: Mapping[str, Mapping[str, Any]] = data("words")
    return found


def word(group: str, value: str, language: str = "en") -> str:
    """A word of a closed vocabulary, or a term of the layouts, in a language; the word itself where there is no entry.

    Examples
    --------
    >>> word("basis", "6-1-b"), word("answer", "unknown", "fr")
    ('Art. 6(1)(b) contract', 'inconnu')
    """
    entry = _words().get(group, {}).get(value)
    if entry is None:
        return value
    if isinstance(entry, str):
        return entry
    return str(entry.get(language) or entry["en"])


@cache
def _record() -> Mapping[str, Mapping[str, Any]]:
    found: Mapping[str, Mapping[str, Any]] = data("record")
    return found


def record(group: str, key: str, language: str = "en") -> str:
    """A sheet name, header or phrase of the record in a language.

    Examples
    --------
    >>> record("phrase", "open"), record("column", "tool", "de")
    ('being determined', 'Garantie')
    """
    return str(_record()[group][key][language])


def words(group: str) -> Mapping[str, Any]:
    """All entries of a group of the translation table."""
    return _words().get(group, {})
