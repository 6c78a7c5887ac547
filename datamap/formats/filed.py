"""Signed documents that an inventory lists: what is wrong with their entries, and what is at their paths."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from datamap.formats.problems import Fault, entries
from datamap.model import Inventory, SignedDocument
from datamap.model.signed import Found
from datamap.model.vocabulary import shown

SHA256 = re.compile("[0-9a-fA-F]{64}")
LARGEST = 256 * 1024 * 1024
"""Bytes. A larger file is not read: no signed document has this size."""
_DRIVE = re.compile(r"[A-Za-z]:|\\")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


def check(data: Mapping[str, Any]) -> Iterator[Fault]:
    """Hashes that are not valid, and paths that leave the folder of the inventory without a statement that they do."""
    for path, entry in entries(data, "documents"):
        file, digest = entry.get("path"), entry.get("sha256")
        if isinstance(digest, str) and digest not in ("", "unknown") and not SHA256.fullmatch(digest):
            yield Fault((*path, "sha256"), f"{shown(digest)} is not a SHA-256", "64 hexadecimal digits, or unknown")
        if isinstance(file, str) and (found := wrong_path(file, entry.get("outside") == "yes")):
            yield Fault((*path, "path"), *found)


def wrong_path(path: str, outside: bool) -> tuple[str, str] | None:
    """What is wrong with the path of a document, and what was expected; None for one that may be looked at."""
    if "\0" in path or _ADDRESS.match(path):
        return (
            f"{shown(path)} is not the path of a file",
            "a path relative to the inventory; an address goes into notes",
        )
    if not outside and leaves(path):
        inside = "a path inside the folder of the inventory, or 'outside: yes' beside it"
        return f"{shown(path)} is outside the folder of the inventory", inside
    return None


def leaves(path: str) -> bool:
    """Whether a path leads out of the folder of the inventory.

    Examples
    --------
    >>> [leaves(p) for p in ("contracts/dpa.pdf", "a/../dpa.pdf", "../dpa.pdf", "/srv/dpa.pdf", "Z:/dpa.pdf")]
    [False, False, True, True, True]
    """
    if not path or Path(path).is_absolute() or _DRIVE.match(path):
        return bool(path)
    return Path(os.path.normpath(path)).parts[:1] == ("..",)


def look(inventory: Inventory, folder: Path) -> dict[str, Found]:
    """What is at the path of each document; a document that is not where it can be looked at is left out.

    Parameters
    ----------
    inventory : Inventory
    folder : Path
        Of its file.
    """
    found: dict[str, Found] = {}
    for document in inventory.documents:
        state = _look(document, folder) if document.path else "unknown"
        if state == "missing" and document.found != "unknown":
            continue  # a copy of the inventory in a report: it has what was found beside the original
        if state != "unknown":
            found[document.id] = state
    return found


def _look(document: SignedDocument, folder: Path) -> Found:
    file = folder / document.path
    try:
        if not file.is_file():
            # a share that is not connected here is not a file that is gone
            return "missing" if document.outside != "yes" or file.parent.is_dir() else "unknown"
        if document.outside != "yes" and not file.resolve().is_relative_to(folder.resolve()):
            return "not-compared"  # a link that leads out of the folder
        if document.sha256 == "unknown" or file.stat().st_size > LARGEST:
            return "not-compared"
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, ValueError, RuntimeError):  # no right to read it, a name that the system refuses, a ring of links
        return "not-compared"
    return "unchanged" if digest == document.sha256.lower() else "changed"
