"""Comments on the cells of an ``.xlsx`` workbook: where each is, and what it contains."""

from __future__ import annotations

import posixpath

from datamap.spreadsheet.parts import Parts

KEPT = 1000
"""Comments of a sheet that are kept."""
LONGEST = 500
"""Characters of a comment that are kept."""
_THREAD = "Comment:"
"""What Excel writes before the text of a comment that others can answer, for programs that know no answers."""


def comments_of(parts: Parts, sheet: str) -> list[tuple[str, str]]:
    """The place and the text of each comment on a sheet, by the part of the sheet."""
    folder, _, name = sheet.rpartition("/")
    found: list[tuple[str, str]] = []
    for target in _targets(parts, folder, f"{folder}/_rels/{name}.rels"):
        found += _read(parts, target)
    return found[:KEPT]


def _targets(parts: Parts, folder: str, relations: str) -> list[str]:
    found: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("Type", "").endswith("/comments"):
            target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", ""))).lstrip("/")
            found.append(target)

    if relations in parts.names:
        parts.parse(relations, start)
    return [t for t in dict.fromkeys(found) if t in parts.names]


def _read(parts: Parts, part: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    place = ""
    pieces: list[str] = []
    reading = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal place, reading
        if name == "comment":
            place = attributes.get("ref", "")[:20]
            pieces.clear()
        reading = name == "t"

    def text(given: str) -> None:
        if reading and sum(map(len, pieces)) < LONGEST * 2:
            pieces.append(given)

    def end(name: str) -> None:
        nonlocal reading
        if name == "t":
            reading = False
        elif name == "comment" and len(found) < KEPT:
            whole = "".join(pieces)
            thread = whole.startswith("[Threaded comment]") and _THREAD in whole
            found.append((place, (whole.partition(_THREAD)[2] if thread else whole).strip()[:LONGEST]))

    parts.parse(part, start, end, text)
    return found
