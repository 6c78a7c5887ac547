"""Where the labels of a table are and what it lists, for each table in the folder ``tables``.

A cell ``<`` is merged with the one to its left, ``^`` with the one above. A line with ``#`` is the caption of the
table, one with ``*`` marks the row above as a header. Below a table, each line with ``>`` is a table within it: where
the labels are, their rows, the rows (columns) below (beside) them, its own caption, what it lists, and the key of each
label; ``?`` is behind one whose key is guessed, and ``lent`` are labels of a row above.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from datamap.drafting.tables.grid import Grid
from datamap.drafting.tables.kinds import kind_of
from datamap.drafting.tables.shapes import Part, parts
from datamap.reading.document import Cell, Table, Text

FILES = sorted((Path(__file__).parent / "tables").glob("*.txt"))
CASES = [(p, case) for p in FILES for case in p.read_text(encoding="utf-8").strip().split("\n\n")]


def table_of(lines: list[str], at: str = "") -> Table:
    """The table that some lines show; ``at``: where it is."""
    rows = [[c.strip() for c in line.split("|")] for line in lines if line != "*"]
    width = max(map(len, rows))
    made: list[list[Cell]] = []
    for r, row in enumerate(rows):
        made.append([])
        for c, text in enumerate(row + [""] * (width - len(row))):
            merged = {"<": lambda c=c: made[-1][c - 1], "^": lambda c=c: made[-2][c]}.get(text)
            place = f"{at}{', ' * bool(at)}row {r + 1}, column {c + 1}"
            made[-1].append(Cell(merged().text, True) if merged else Cell(Text.plain(text.replace("\\n", "\n"), place)))
    marked = lines.index("*") if "*" in lines else 0
    return Table(tuple(map(tuple, made)), "", marked)


def grid_of(lines: list[str]) -> Grid:
    """The grid of the table that some lines show."""
    return Grid(table_of(lines))


def shown(part: Part, caption: str) -> str:
    """What is found of a table, in a line."""
    kind = kind_of(part, part.caption or caption)
    keys = [
        f"{kind.keys.get(c, '-')}{'?' * (c in kind.guessed)}" for c in sorted(part.titles.keys() | kind.keys.keys())
    ]
    parted = [f"{part.shape} {part.header or ''} {part.top}-{part.bottom} {part.lines}", part.section]
    parted += [f"below {part.caption!r}"] if part.caption else []
    parted += [f"lent {sorted(part.lent)}"] if part.lent else []
    parted += [f"at {sorted(part.titles)}"] if sorted(part.titles) != list(range(len(part.titles))) else []
    return f"> {', '.join(parted)}: {' '.join([kind.name or 'nothing', *keys])}{'; ' * bool(kind.doubt)}{kind.doubt}"


def found(case: str) -> str:
    """A table with what is found of it."""
    own = [line for line in case.split("\n") if not line.startswith(">")]
    caption = own[0].removeprefix("#").strip() if own[0].startswith("#") else ""
    grid = grid_of([line for line in own if not line.startswith("#")])
    return "\n".join([*own, *(shown(p, caption) for p in parts(grid))])


@pytest.mark.parametrize("path, case", CASES, ids=lambda x: getattr(x, "stem", None))
def test_what_a_table_lists_is_as_stored(path, case):
    assert found(case) == case, "python tests/drafting/test_kinds.py writes it for review"


def main() -> None:
    """Write what is found of all tables."""
    for path in FILES:
        path.write_text("\n\n".join(found(case) for p, case in CASES if p == path) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
