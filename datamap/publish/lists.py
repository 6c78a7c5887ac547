"""The long lists of the report: its page shows the first entries as they are, and carries the others packed."""

from __future__ import annotations

import base64
import zlib
from typing import Any, NamedTuple

WHOLE = 500
"""Entries of a list up to which the page shows all of them."""

FIRST = 100
"""Entries of a longer list that the page shows without its script."""

OF_RULE = 20
"""The same for the findings of one rule, of which there are many lists."""


class Part(NamedTuple):
    """A list in two parts: the entries that the page shows, and those that its script unpacks."""

    first: list[dict[str, Any]]
    rest: list[dict[str, Any]]

    @property
    def all(self) -> int:
        """How many entries there are."""
        return len(self.first) + len(self.rest)


def split(entries: list[dict[str, Any]], first: int = FIRST, whole: int = WHOLE) -> Part:
    """The entries in two parts; a list that is not long has only the first.

    Examples
    --------
    >>> [len(part) for part in split([{}] * 501)], [len(part) for part in split([{}] * 500)]
    ([100, 401], [500, 0])
    """
    return Part(entries, []) if len(entries) <= whole else Part(entries[:first], entries[first:])


def split_rules(rules: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The findings by rule, each rule with its ``id`` on the page, and its findings in two parts (``part``)."""
    whole = WHOLE if sum(len(g["findings"]) for g in rules) <= WHOLE else OF_RULE
    return [
        {**g, "id": f"found-{g['severity']}-{g['code']}", "part": split(g["findings"], OF_RULE, whole)} for g in rules
    ]


def packed(html: str) -> str:
    """HTML that the page's script unpacks: compressed, because entries repeat each other's words.

    Examples
    --------
    >>> len(packed("<p>the same words</p>" * 1000)) < 200
    True
    """
    return base64.b64encode(zlib.compress(html.encode("utf-8"), 9)).decode("ascii")
