"""Any register, list or document -> an inventory: the exact formats first, everything else by reading it."""

from __future__ import annotations

from pathlib import Path

from datamap.drafting import writer
from datamap.drafting.merge import Merged
from datamap.drafting.writer import Imported
from datamap.errors import InputError, Problem
from datamap.formats import grid
from datamap.formats.workbook import reader as workbook
from datamap.model import arguments
from datamap.reading.document import Table

WORKBOOKS = (".xlsx", ".ods")


def imported(path: str | Path) -> Imported:
    """Read a workbook to work in, or any other register, list or document, with a report on what was not used.

    Raises
    ------
    InputError
        The file cannot be read, or neither an activity nor a recipient is in it.
    """
    from datamap.drafting.draft import draft

    path = arguments.parse_path(path, "path", "the path of one register, as text or pathlib.Path")
    if path.suffix.lower() in WORKBOOKS:
        book, raw = grid.load(path)
        workbook.refuse_old(path, book)
        if workbook.is_ours(book):
            got = workbook.read_book(path, book, raw)
            return Imported(got.inventory, tuple(e.problem(str(path)) for e in got.untaken))
    found = draft(path)
    _refuse_empty(path, found)
    return writer.inventory(found)


def _refuse_empty(path: Path, found: Merged) -> None:
    """Refuse a file of which nothing is a register or a list of recipients."""
    if found.organisations or found.activities or any(d.is_register for d in found.drafts):
        return
    document = found.drafts[0].documents[0]
    sheets = [b.name for b in document.blocks if isinstance(b, Table) and b.name]
    listed = f" (its sheets: {', '.join(sheets[:6])})" if sheets else ""
    expected = (
        "a table of activities (a purpose and at least one more fact of Art. 30), a list of recipients (names with "
        "countries or tools), sheets in the CNIL's blocks, or a workbook that 'datamap workbook' wrote"
    )
    raise InputError([Problem(str(path), 0, "", f"no register{listed}", expected)])
