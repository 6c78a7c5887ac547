"""The page of the JSON keys: every command that writes JSON is on it, and a key without a meaning is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from datamap.cli import main
from tools import json_page

ABOUT = yaml.safe_load(Path(json_page.__file__).with_name("json.yaml").read_text(encoding="utf-8"))


def test_every_command_that_writes_json_is_described():
    writes = {
        name
        for name, command in main.commands.items()
        for p in command.params
        if "--format" in p.opts and not p.hidden and "json" in p.type.choices
    }
    assert len(writes) > 15 and {each["command"].split()[0] for each in ABOUT} == writes


def test_a_key_without_a_meaning_and_a_meaning_without_a_key_are_refused():
    about = {"command": "x", "keys": {"a": "text of a"}}
    assert "| `a` | list | text of a | `b` |" in list(json_page._command(about, [{"a": [{"b": 1}]}]))
    for row in ({"a": "", "c": 1}, {}):
        with pytest.raises(json_page.MeaningError, match="x: "):
            list(json_page._command(about, [row]))


def test_a_value_that_is_never_known_is_refused():
    about = {"command": "x", "keys": {"a": "text of a"}}
    with pytest.raises(json_page.MeaningError, match="a: never known"):
        list(json_page._command(about, [{"a": None}]))
    assert "| `a` | text | text of a |  |" in list(json_page._command(about, [{"a": None}, {"a": "b"}]))


def test_a_list_without_an_example_is_refused():
    about = {"command": "x", "keys": {"a": "text of a"}}
    with pytest.raises(json_page.MeaningError, match="a: an empty list"):
        list(json_page._command(about, [{"a": []}]))
    assert "| `a` | list of texts | text of a |  |" in list(json_page._command(about, [{"a": []}, {"a": ["b"]}]))
