"""Places to fill in: what datamap prints for a person to type, and no reader takes for a fact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from datamap.formats.problems import Fault
from datamap.model.shape import Path

FILL = re.compile(r"<<fill in ([^<>]*)>>")


def fill(what: str) -> str:
    """A place to fill in, with what belongs there.

    Examples
    --------
    >>> fill("the day of signature")
    '<<fill in the day of signature>>'
    """
    return f"<<fill in {what}>>"


def left(data: Any, at: Path = ()) -> Iterator[Fault]:
    """The places of nested data that no one filled in, among keys and values."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from left(key, (*at, key))
            yield from left(value, (*at, key))
    elif isinstance(data, list):
        for n, value in enumerate(data):
            yield from left(value, (*at, n))
    elif isinstance(data, str) and (found := FILL.fullmatch(data)):
        yield Fault(at, "this place is not filled in", found[1] or "a value")
