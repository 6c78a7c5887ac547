"""A text as lines and as a tree of sections, for each text in the files ``lines.txt`` and ``sections.txt`` beside this.

A line with ``##`` is a heading of that level, one with ``-`` an item (further in with spaces in front,
behind it its number), ``\\n`` is a
line break, and what is between ``**`` is bold; ``%`` in front of a text: it is one of plain text, which has no headings
of its own. Below a text, each line with ``>`` is a line that was read, with its kind, style, number, depth, label and
where the words behind it begin, ``:`` if it announces what follows; or a section, with what it is about, ``only`` if it
is about nothing else, ``activity`` and ``split``.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from lines_fixture import document

from datamap.drafting.prose.fold import fold
from datamap.drafting.prose.lines import Line, lines_of
from datamap.drafting.prose.sections import Section, about, tree_of
from datamap.drafting.prose.words import words
from datamap.reading.document import Document

FOLDER = Path(__file__).parent
CUES = words(("en",))
FILES = {name: FOLDER / f"{name}.txt" for name in ("lines", "sections")}
CASES = [(name, case) for name, p in FILES.items() for case in p.read_text(encoding="utf-8").strip().split("\n\n")]


def _line(line: Line) -> str:
    assert len(line.folded) == len(line.words) and fold(line.words) == line.folded
    marks = [line.kind, line.style, ".".join(line.path), f"depth {line.depth}" if line.depth else ""]
    marks += [f"{'+'.join(sorted(line.label))} from {line.value}" if line.label else ""]
    return f"> {' '.join(filter(None, marks))}{' :' * line.lead} [{line.words}]".replace("\n", "\\n")


def _section(section: Section, depth: int) -> list[str]:
    marks = [*sorted(section.roles), *(m for m in ("only", "activity", "split") if getattr(section, m))]
    title = section.title.words if section.title is not None else ""
    out = [f"> {'  ' * depth}[{title}] {' '.join(marks)}".rstrip()]
    for line, roles in about(section, CUES):
        marks = [f"label {'+'.join(sorted(line.label))}" if line.label else "", "+".join(sorted(roles)) or "-"]
        out.append(f">   {'  ' * depth}{line.kind} {' '.join(filter(None, marks))}: {line.words}".replace("\n", "\\n"))
    return [*out, *(x for child in section.children for x in _section(child, depth + 1))]


def found(name: str, case: str) -> str:
    """A text with what is read of it."""
    own = [line for line in case.split("\n") if not line.startswith(">")]
    plain = own[0] == "%"
    made = document(own[plain:])
    made = Document("x.txt", "txt", "", made.blocks) if plain else made
    lines = lines_of(made, CUES)
    shown = [_line(x) for x in lines] if name == "lines" else _section(tree_of(lines, CUES), 0)
    return "\n".join([*own, *shown])


@pytest.mark.parametrize("name, case", CASES)
def test_a_text_is_read_as_stored(name, case):
    assert found(name, case) == case, f"python {Path(__file__).name} writes it for review"


def main() -> None:
    """Write what is read of all texts."""
    for name, path in FILES.items():
        path.write_text("\n\n".join(found(n, case) for n, case in CASES if n == name) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
