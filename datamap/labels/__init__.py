"""Words, sheets, columns and languages as data: what the workbook is called by whoever writes it and whoever reads it.

``sheets.yaml`` is the full layout, ``layouts.yaml`` the regulators' own, ``words.yaml`` the one translation table. This
file reads them; :mod:`datamap.labels.cells` writes facts into cells and reads them back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

SCHEMA = "1"
"""Version of the full layout; a workbook carries it, and a reader of another one says so."""

ENTRY, PART, PARENT, WHO, CHECK = "#entry", "#part", "#parent", "#who", "#check"
"""Keys of columns that hold no fact of their own: number, kind of party, entry it belongs to, organisation, checks."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet.

    Attributes
    ----------
    key : str
        Key of the fact in the model; a name of its own where ``derived``.
    label : str
        First line of the header; columns are found by it.
    letter : str
        Letter of Art. 30 it serves, or ``optional``: the second line of the header.
    width : int
        In characters.
    edit : str
        Of a derived column, the sheet on which its facts are edited.
    derived : bool
    """

    key: str
    label: str
    letter: str
    width: int
    edit: str = ""
    derived: bool = False

    @property
    def slot(self) -> str:
        """The key, with a mark that tells a derived column from a fact of the same name."""
        return f"={self.key}" if self.derived else self.key

    @property
    def header(self) -> str:
        """The header cell: label, what the law says of it, and for a derived one where to edit."""
        lines = [self.label, self.letter]
        if self.derived:
            lines.append(f"derived; edit on '{self.edit}'" if self.edit else "derived")
        return "\n".join(line for line in lines if line)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the full layout.

    Attributes
    ----------
    name : str
    holds : mapping of str to str
        Path of the model (``purposes``, ``purposes.legal_bases``) to the word in column 'Part', empty if it has none.
    columns : tuple of Column
    question : str
        What the sheet answers.
    gaps : bool
        Whether a list of which nothing is said has a row that says so.
    freeze : int
        Number of columns that stay in sight, and repeat in print.
    """

    name: str
    holds: Mapping[str, str]
    columns: tuple[Column, ...]
    question: str
    gaps: bool
    freeze: int

    @property
    def derived(self) -> bool:
        """Whether no fact is edited here."""
        return not self.holds


def data(name: str) -> Any:
    """The content of one of the data files; every scalar but numbers is text (Norway stays Norway)."""
    return plain((Path(__file__).parent / f"{name}.yaml").read_text(encoding="utf-8"))


def plain(text: str) -> Any:
    """The content of a YAML text in which every scalar but numbers is text, as in the data files."""
    return yaml.load(text, Loader=_Loader)


@cache
def language(name: str) -> Mapping[str, Any]:
    """The words of one of the languages that documents are read in: sections ``values``, ``tables`` and ``prose``."""
    found: Mapping[str, Any] = data(f"languages/{name}")
    return found


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # the C loader is ten times faster
    yaml_implicit_resolvers = {  # noqa: RUF012  PyYAML looks for it here
        first: [(tag, pattern) for tag, pattern in found if tag in ("tag:yaml.org,2002:int", "tag:yaml.org,2002:null")]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def _flat(items: Any) -> Iterator[list[Any]]:
    for item in items:
        if isinstance(item[0], list):
            yield from _flat(item)
        else:
            yield item


def _column(item: list[Any]) -> Column:
    key, label, letter, width, *edit = item
    return Column(key.lstrip("="), label, letter or "", width, edit[0] if edit else "", key.startswith("="))


@cache
def sheets() -> dict[str, Sheet]:
    """The sheets of the full layout by name, in their order; those without columns are laid out by hand."""
    out = {}
    for s in data("sheets")["sheets"]:
        holds = s.get("holds") or {}
        columns = tuple(_column(c) for c in _flat(s.get("columns") or ()))
        out[s["name"]] = Sheet(
            s["name"],
            {holds: ""} if isinstance(holds, str) else holds,
            columns,
            s.get("question", ""),
            s.get("gaps") == "yes",
            s.get("freeze", 2),
        )
    return out


@cache
def holder() -> dict[str, tuple[Sheet, ...]]:
    """The sheets that hold a path of the model; purposes stand on two."""
    out: dict[str, tuple[Sheet, ...]] = {}
    for sheet in sheets().values():
        for path in sheet.holds:
            out[path] = (*out.get(path, ()), sheet)
    return out


@cache
def layout(name: str) -> Mapping[str, Any]:
    """One of the regulators' layouts: its language, sheets, blocks and columns."""
    found: Mapping[str, Any] = data("layouts")[name]
    return found


LAYOUTS = ("record", "full", "minimum", "ico", "cnil", "cz", "dsk")
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
