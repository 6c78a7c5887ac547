"""Style sheets without dead rules: each id and class that a selector names is one that a page can have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from datamap.model.vocabulary import SEVERITIES, VERDICTS

ROOT = Path(__file__).resolve().parents[2] / "datamap"
SHEETS = sorted(ROOT.rglob("*.css"))
DRAWN = {"sankey", "node-label"}
"""Classes that plotly gives what it draws."""
VALUES = {*VERDICTS, *SEVERITIES, "heading", "item", "good", "bad", "stale"}
"""What templates use as classes by its value: verdicts, severities, kinds of blocks of a document, tones of a text."""


def selectors(css: str) -> set[str]:
    """The ids and classes of all selectors, each with its sign."""
    rules = re.findall(r"([^{};]+)\{", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))
    return {name for rule in rules if "@" not in rule for name in re.findall(r"[.#][A-Za-z_][\w-]*", rule)}


def marked() -> set[str]:
    """The ids and classes that templates, scripts and the code that writes HTML give to something."""
    out = set(VALUES)
    for path in ROOT.rglob("*"):
        if path.suffix not in (".j2", ".js", ".py"):
            continue
        text = path.read_text(encoding="utf-8")
        for value in re.findall(r"\b(?:class|id)=\\?[\"'](.*?)\\?[\"'](?=[\s/>+,])", text):
            out |= set(re.findall(r"[\w-]+", value))
        if path.suffix == ".js":  # classList.add("on"), byId("more"), { class: "node link" }
            for value in re.findall(r"\"([\w -]+)\"|'([\w -]+)'", text):
                out |= set(" ".join(value).split())
    return out


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda p: p.name)
def test_every_selector_matches_something(sheet):
    there = marked() | DRAWN
    dead = {
        s for s in selectors(sheet.read_text(encoding="utf-8")) if s[1:] not in there and not numbered(s[1:], there)
    }
    assert dead == set(), "no template or script has these: remove the rules, or name what plotly draws in DRAWN"


def numbered(name: str, there: set[str]) -> bool:
    """Whether a class is one of a row, which a template numbers: ``l1`` of ``l{{ level }}``."""
    return name[-1].isdigit() and name.rstrip("0123456789") in there


def test_a_dead_selector_is_found():
    assert selectors("/* .a {} */ .b:hover > #c { color: red } @media print { .d, p { top: .5rem } }") == {
        ".b",
        "#c",
        ".d",
    }
    assert "chart-flow" in marked() and "no-such-thing" not in marked()
