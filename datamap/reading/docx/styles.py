"""The styles of a document: which make a heading, a list item, bold or hidden text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from datamap.spreadsheet.parts import Parts

_HEADING = re.compile(r"heading (\d)")
_LIST = re.compile(r"list(?: bullet| number| continue)? ([2-9])")
_DEEP = 20
"""Styles based on one another, at most."""


@dataclass
class Style:
    """One style; None or empty: as the style that it is based on."""

    name: str = ""
    based_on: str = ""
    level: int | None = None
    number: str = ""
    depth: int = 0
    bold: bool | None = None
    hidden: bool | None = None


class Styles(dict[str, Style]):
    """The styles by id."""

    def chain(self, style: str) -> list[Style]:
        """A style and those that it is based on."""
        out: list[Style] = []
        while style in self and len(out) < _DEEP:
            out.append(self[style])
            style = self[style].based_on
        return out

    def level(self, style: str) -> int | None:
        """The level of a heading from 1; None for other text."""
        for found in self.chain(style):
            if heading := _HEADING.fullmatch(found.name):
                return int(heading[1])
            if found.name == "title":
                return 1
            if found.level is not None:
                return found.level + 1 if found.level < 9 else None
        return None

    def number(self, style: str) -> tuple[str, int]:
        """The list that a style belongs to, and the depth in it."""
        return next(((s.number, s.depth) for s in self.chain(style) if s.number), ("", 0))

    def inner(self, style: str) -> int:
        """The depth that the name of one of Word's own styles shows: 1 for "List Bullet 2", each a list by itself."""
        return next((int(m[1]) - 1 for s in self.chain(style) if (m := _LIST.fullmatch(s.name))), 0)

    def bold(self, style: str) -> bool:
        """Whether the text of a style is bold."""
        return bool(next((s.bold for s in self.chain(style) if s.bold is not None), False))

    def hidden(self, style: str) -> bool:
        """Whether the text of a style is hidden."""
        return bool(next((s.hidden for s in self.chain(style) if s.hidden is not None), False))


def value(attributes: dict[str, str], name: str = "val") -> str:
    """An attribute, whatever its prefix."""
    found = attributes.get(f"w:{name}")
    if found is None:
        found = next((v for k, v in attributes.items() if k.rpartition(":")[2] == name), "")
    return found


def is_on(attributes: dict[str, str]) -> bool:
    """Whether a switch such as bold is on: it is, unless it is stated to be off."""
    return value(attributes) not in ("0", "false", "off", "none")


def whole(text: str, most: int = 1_000) -> int:
    """A small whole number; 0 for anything else."""
    return min(int(text), most) if text.isdecimal() and text.isascii() and len(text) < 7 else 0


def styles_of(parts: Parts) -> Styles:
    """The styles of a document."""
    out = Styles()
    current = Style()

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal current
        if name == "style":
            current = out.setdefault(value(attributes, "styleId"), Style())
        elif name == "name":
            current.name = value(attributes).casefold()
        elif name == "basedOn":
            current.based_on = value(attributes)
        elif name == "outlineLvl":
            current.level = whole(value(attributes))
        elif name == "numId":
            current.number = value(attributes)
        elif name == "ilvl":
            current.depth = whole(value(attributes))
        elif name == "b":
            current.bold = is_on(attributes)
        elif name == "vanish":
            current.hidden = is_on(attributes)

    if "word/styles.xml" in parts.names:
        parts.parse("word/styles.xml", start)
    return out
