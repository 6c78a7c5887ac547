"""Any document or register -> one Document: blocks, tables, and the exact place of every word."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from datamap.reading.document import Document


def read_document(path: str | Path) -> Document:
    """Read a file of any kind; see :func:`datamap.reading.reader.read_document`."""
    from datamap.reading import reader

    return reader.read_document(path)
