"""A signed document, such as a contract or an assessment: its file, the hash of the file, and its days."""

from typing import Literal

from pydantic import Field

from datamap.model.entry import Entry, Identified
from datamap.model.vocabulary import Answer, Day, Text

Found = Literal["unknown", "unchanged", "not-compared", "changed", "missing"]
"""What is at the path of a document. ``unknown``: nothing looked. ``not-compared``: a file that could
not be compared, mostly because no hash is recorded."""

KEY = "document:"
"""Begins a reference to a document by its id: ``dpa_reference: document:helpnest-dpa``."""


class SignedDocument(Identified, Entry):
    """A signed document. Other entries refer to it: ``document:`` and its id, where they record what is filed."""

    name: Text = Field(default="", description="title")
    path: Text = Field(
        default="", description="its file, relative to the inventory; empty: it is not in a file that datamap can read"
    )
    outside: Answer = Field(
        default="no", description="whether the path may lead outside the folder of the inventory, such as to a share"
    )
    sha256: Text = Field(default="unknown", description="SHA-256 of the file as it was signed, in hexadecimal digits")
    signed: Day = Field(default="unknown", description="day of signature")
    expires: Day = Field(default="unknown", description="last day on which it applies; none: it does not expire")
    found: Found = Field(
        default="unknown",
        description="what datamap found at the path; it writes this into the copy that a report keeps, people do not",
    )


def referred(text: str) -> str:
    """The id of the document that a text refers to with ``document:``; empty for any other text.

    Examples
    --------
    >>> referred("document:helpnest-dpa"), referred("cabinet 4")
    ('helpnest-dpa', '')
    """
    return text[len(KEY) :].strip() if text.startswith(KEY) else ""
