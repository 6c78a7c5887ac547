"""Withheld contacts: removes the names of contact persons, e-mail addresses and telephone numbers from every text.

A known contact is removed wherever it occurs, also in the words of a source; an e-mail address is recognised by its
form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datamap.pipeline import Audit

WITHHELD = "withheld"
_IN = r"[^\s@<>()\[\]{},;:\"'|]"
_EMAIL = re.compile(rf"(?<!{_IN}){_IN}+@{_IN}+\.[^\W\d_]{{2,}}")  # from a word's start only: linear in a long word
_PARTIES = (
    "controllers",
    "representatives",
    "dpos",
    "joint_controllers",
    "authorities",
    "principals",
    "joint_partners",
)
# table -> columns that name a person or how to contact one
CONTACTS = {
    **{t: ("contact", "email", "phone") for t in _PARTIES},
    "dpos": ("name", "contact", "email", "phone"),
    "recipients": ("contact",),
    "purposes": ("owner",),
    "inventories": ("author", "approver"),
    "rights": ("contact",),
    "assessments": ("by",),
}


def scrubber(audit: Audit) -> Callable[[str], str]:
    """A function that removes from a text the contacts that an audit's inventories name."""
    known = sorted(set(_known_contacts(audit)), key=lambda k: (-len(k), k))
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(k)}(?!\w)" for k in known), re.IGNORECASE) if known else None

    def scrub(text: str) -> str:
        text = _EMAIL.sub(WITHHELD, text) if "@" in text else text
        return pattern.sub(WITHHELD, text) if pattern else text

    return scrub


def _known_contacts(audit: Audit) -> Iterator[str]:
    for table, columns in CONTACTS.items():
        for column in columns:
            for value in audit.source[table][column].drop_duplicates():
                value = value.strip()
                if value.casefold() in ("", "unknown", "none"):
                    continue
                yield value
                # "Ann Example, Managing Director": the name alone is withheld too
                head = re.split(r"[,;(\n]", value)[0].strip()
                if len(head.split()) > 1:
                    yield head
