"""All that is read of the tables of a document, for each document in the folder ``grids`` beside this.

A line with ``=`` begins a table, and has the name of its sheet if it has one; one with ``##`` is a heading, one with
``~`` a paragraph. The rows are as in ``test_kinds.grid_of``. Below them, each line with ``>`` is a fact with its place,
or ``?`` an entry of the reading list.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from pathlib import Path

import pytest
from drafting.drafts import asked, shown
from drafting.test_kinds import table_of

from datamap.drafting.facts import Draft
from datamap.drafting.tables.find import Tables
from datamap.reading.document import Document, Heading, Paragraph, Text

FILES = sorted((Path(__file__).parent / "grids").glob("*.txt"))
CASES = [(p, case) for p in FILES for case in p.read_text(encoding="utf-8").strip().split("\n\n")]


def document(lines: list[str]) -> Document:
    """The document that some lines show."""
    blocks = []
    for n, line in enumerate(lines):
        text = Text.plain(line.lstrip("#~= "), f"line {n + 1}")
        if line.startswith("##"):
            blocks.append(Heading(text, 2))
        elif line.startswith("~"):
            blocks.append(Paragraph(text))
        elif line.startswith("="):
            rows = list(takewhile(lambda x: not x.startswith(("=", "##", "~")), lines[n + 1 :]))
            blocks.append(replace(table_of(rows, f"table {len(blocks) + 1}"), name=text.words))
    return Document("x.xlsx", "xlsx", "", tuple(blocks))


def found(case: str) -> str:
    """A document with what is read of its tables."""
    own = [line for line in case.split("\n") if not line.startswith((">", "?"))]
    tables = Tables(document(own), Draft())
    tables.read()
    draft = tables.draft
    told = [f"> {line}" for line in shown(draft) if line.strip() not in ("kind: organisation", "recipients:")]
    told += [f"? {asked(e)}" for e in draft.reading]
    stood = len(tables.asking.covered), len(tables.listed)
    told += [f"? {stood[0]} texts and {stood[1]} tables have an entry that stands for them"] if any(stood) else []
    return "\n".join([*own, *(line.replace("\n", "\\n") for line in told)])


@pytest.mark.parametrize("path, case", CASES, ids=lambda x: getattr(x, "stem", None))
def test_tables_are_read_as_stored(path, case):
    assert found(case) == case, f"python tests/drafting/{Path(__file__).name} writes it for review"


def main() -> None:
    """Write what is read of all tables."""
    for path in FILES:
        path.write_text("\n\n".join(found(case) for p, case in CASES if p == path) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
