"""A digest at the end of a page or a workbook: whether datamap wrote the file, and whether it was edited since.

The digest covers every byte before it. In a page it is an HTML comment, in a workbook the comment of the zip file.
Programs that open the file ignore both; once a program saves the file again, the digest is lost or wrong.
"""

from __future__ import annotations

import hashlib
import re
from zipfile import ZipFile

_IN_PAGE = re.compile(rb"datamap sha256 ([0-9a-f]{64}) -->\n\Z")
_IN_BOOK = re.compile(rb"datamap sha256 ([0-9a-f]{64})\Z")
_LABEL = b"datamap sha256 "
_EMPTY = _LABEL + b"0" * 64


def page(html: str) -> str:
    """A page with its digest.

    Examples
    --------
    >>> intact(page("<p>Text</p>").encode())
    True
    >>> intact(page("<p>Text</p>").replace("Text", "Edited").encode())
    False
    """
    body = f"{html.rstrip()}\n<!-- "
    return f"{body}{_LABEL.decode()}{hashlib.sha256(body.encode()).hexdigest()} -->\n"


def reserve(archive: ZipFile) -> None:
    """Keep room for the digest in a zip file that is being written."""
    archive.comment = _EMPTY


def book(data: bytes) -> bytes:
    """A workbook, written with room for its digest (:func:`reserve`), with that digest."""
    body = data.removesuffix(_EMPTY)
    return body + _LABEL + hashlib.sha256(body).hexdigest().encode()


def intact(data: bytes) -> bool:
    """Whether a file carries its own digest, and nothing in it was edited since."""
    digest = _IN_BOOK if data.startswith(b"PK") else _IN_PAGE  # a page that was cut within its comment counts as edited
    found = digest.search(data, max(0, len(data) - 120))
    return found is not None and hashlib.sha256(data[: found.start()]).hexdigest().encode() == found[1]
