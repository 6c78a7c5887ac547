"""Texts with a line through them in an ``.xlsx`` workbook: people strike out what has ended."""

from __future__ import annotations

from datamap.spreadsheet.parts import Parts


def is_on(attributes: dict[str, str]) -> bool:
    """Whether an element such as ``strike`` sets what it names, and does not take it back."""
    return attributes.get("val", "1") not in ("0", "false")


def struck_styles(parts: Parts, part: str) -> frozenset[str]:
    """The numbers of the cell formats whose font has a line through it."""
    fonts: list[bool] = []
    found: set[str] = set()
    inside = ""
    count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside, count
        if name in ("fonts", "cellXfs", "cellStyleXfs", "dxfs"):
            inside = name
        elif inside == "fonts" and name == "font":
            fonts.append(False)
        elif inside == "fonts" and name == "strike" and fonts:
            fonts[-1] = is_on(attributes)
        elif inside == "cellXfs" and name == "xf":
            font = attributes.get("fontId", "0")
            if font.isdecimal() and len(font) <= 6 and int(font) < len(fonts) and fonts[int(font)]:
                found.add(str(count))
            count += 1

    if part in parts.names:
        parts.parse(part, start)
    return frozenset(found)
