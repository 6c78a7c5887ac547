"""Whether a workbook may be written over: not while it has edits that the inventory does not have."""

from __future__ import annotations

from pathlib import Path

from datamap.errors import CallError, InputError
from datamap.files import reading, seal
from datamap.formats import grid
from datamap.formats.workbook import reader
from datamap.formats.workbook.edits import OPTION, Edit
from datamap.labels.cells import shorten
from datamap.labels.counting import count
from datamap.model import Inventory

LISTED = 30
"""Edits that the message names."""
BOOKS = (b"PK", b"\xd0\xcf\x11\xe0")
"""How workbooks begin, also those with a password."""


def check(path: str | Path, inventory: Inventory | None = None) -> None:
    """Refuse to write over a workbook to work in that has edits which the inventory does not have.

    They would be lost: no other file has what an import did not accept. Other files are not looked at.

    Parameters
    ----------
    path : str or Path
        The file that is to be written.
    inventory : Inventory, optional
        What is written into it; without one, every edit would be lost.

    Raises
    ------
    CallError
    """
    path = Path(path)
    if not path.is_file():
        return
    try:
        raw = reading.load(path)
        if seal.intact(raw) or not raw.startswith(BOOKS):
            return
        book = grid.read(path, raw)
        if not reader.is_ours(book):
            return
        lost = _lost(path, book, raw, inventory)
    except InputError as e:
        raise CallError(
            f"{path}: its edits cannot be compared with the inventory, and could be lost. Expected another name, or "
            f"that you remove this file; nothing was written\n{e}"
        ) from e
    if lost:
        told = [f"  {e.place}: {shorten(e.typed) or e.why}" for e in lost[:LISTED]]
        more = [f"  and {len(lost) - LISTED:,} more"] if len(lost) > LISTED else []
        found = f"{path}: has {count(len(lost), 'edits')} that the inventory does not have; they would be lost:"
        right = f", with {OPTION} where it is right and the inventory is not" if any(e.preferable for e in lost) else ""
        expected = (
            f"Expected another name; or correct these cells and import the workbook first{right}; or remove this file. "
            "Nothing was written"
        )
        raise CallError("\n".join([found, *told, *more, expected]))


def _lost(path: Path, book: grid.Book, raw: bytes, inventory: Inventory | None) -> list[Edit]:
    """The edits of a workbook that an inventory does not have."""
    got = reader.read_book(path, book, raw, onto=inventory)
    return [e for e in got.edits if not e.taken or (got.inventory != inventory and not e.already)]
