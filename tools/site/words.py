"""Markdown of the generated pages: tables, lists of pages, days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence


def cell(value: object) -> str:
    """A value in one line of a table."""
    return " ".join(str(value).split()).replace("|", "\\|")


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """The lines of a table; none without rows."""
    lines = [f"| {' | '.join(map(cell, row))} |" for row in rows]
    return [f"| {' | '.join(columns)} |", "|" + "---|" * len(columns), *lines, ""] if lines else []


def toctree(names: Iterable[str], *, hidden: bool = False) -> list[str]:
    """The lines that put pages into the contents of the site."""
    return ["", "```{toctree}", *([":hidden:"] if hidden else [":maxdepth: 1"]), "", *names, "```"]


def day(value: dt.date) -> str:
    """A day that is never broken over two lines."""
    return f'<span class="day">{value}</span>'


def period(first: dt.date | None, last: dt.date | None) -> str:
    """An interval of days, both included; the last is open where the law has not set it."""
    start = f"from {day(first)}" if first else ""
    return f"{start} to {day(last)}".strip() if last else (start or "always")


def link(text: str, url: str) -> str:
    """A text with its address, if there is one."""
    return f"[{text}]({url})" if url else text
