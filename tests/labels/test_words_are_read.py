"""No word without a reader: each group of a language, and each word of the records, is one that the code asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from conftest import ROOT

from datamap import labels
from datamap.labels.values.lexicon import LANGUAGES

LIBRARY = ROOT / "datamap"
CODE = "\n".join(p.read_text(encoding="utf-8") for p in sorted(LIBRARY.rglob("*")) if p.suffix in (".py", ".j2"))
NAMED = frozenset(re.findall(r"[\"']([\w-]+)[\"']", CODE))
LAID_OUT = frozenset(re.findall(r"[\w-]+", (LIBRARY / "labels" / "layouts.yaml").read_text(encoding="utf-8")))
"""What the regulators' layouts name."""
FILES = ("record", "words", "written")


def groups(language: str) -> Iterator[tuple[str, str]]:
    """The sections of a language and their groups."""
    whole = labels.data(f"languages/{language}")
    assert {section: labels.language(language, section) for section in whole} == whole
    for section, found in whole.items():
        assert {name: labels.language_group(language, section, name) for name in found} == found
    return ((section, name) for section, found in whole.items() for name in found)


def unread(file: str) -> list[str]:
    """What no code and no layout names, of a file of groups of words."""
    found = labels.data(file)
    names = [(group, group) for group in found] + [(f"{group}.{key}", key) for group in found for key in found[group]]
    return [where for where, name in names if str(name) not in NAMED | LAID_OUT]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_group_of_a_language_is_read(language):
    dead = [f"{section}.{name}" for section, name in groups(language) if name not in NAMED]
    assert dead == [], "no code asks for these groups: remove them"


@pytest.mark.parametrize("file", FILES)
def test_every_word_of_the_records_is_read(file):
    assert unread(file) == [], "no code and no layout asks for these words: remove them"


def test_a_word_without_a_reader_is_found(monkeypatch):
    monkeypatch.setattr(labels, "data", lambda _: {"answer": {"unknown": "x", "never-asked": "x"}, "nowhere": {}})
    assert unread("any") == ["nowhere", "answer.never-asked"]
