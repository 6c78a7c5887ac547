"""A small HTML table, escaped: how audits, findings, frames and inventories appear in a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from markupsafe import escape

if TYPE_CHECKING:
    import pandas as pd


def table(caption: str, columns: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    """A small HTML table; every value is escaped.

    Examples
    --------
    >>> print(table("Verdicts", ["verdict"], [["<covered>"]]))
    <table><caption>Verdicts</caption><thead><tr><th scope="col">verdict</th></tr></thead>
    <tbody><tr><td style="text-align:left">&lt;covered&gt;</td></tr></tbody></table>
    """
    head = "".join(f'<th scope="col">{escape(c)}</th>' for c in columns)
    body = "".join(
        "<tr>" + "".join(f'<td style="text-align:left">{escape(v)}</td>' for v in row) + "</tr>" for row in rows
    )
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>"


def frame(f: pd.DataFrame, caption: str, columns: Sequence[str], most: int, first: Mapping[str, Sequence[str]]) -> str:
    """Some columns of the first rows of a frame; of several values in a cell, the first and the number of the others.

    Parameters
    ----------
    most : int
        Rows that are shown.
    first : mapping
        Column -> its values in the order in which a frame with more rows than ``most`` shows them.
    """
    if f.empty:
        return table(f"{caption}: nothing", [], [])
    rows = f[[c for c in columns if c in f.columns]]
    left = len(rows) - most
    if left > 0:
        rows = _sorted(rows, first)
        caption += f"; {left} more, and {len(f.columns)} columns in all"
    shown = [[_first(v) for v in row] for row in rows.head(most).to_numpy(dtype=object).tolist()]
    return table(caption, list(rows.columns), shown)


def _sorted(rows: pd.DataFrame, first: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Rows sorted by columns whose values have an order; the last column named counts most."""
    for column, order in first.items():
        if column in rows:
            rank = {value: n for n, value in enumerate(order)}
            rows = rows.sort_values(column, key=lambda v, rank=rank: v.map(rank), kind="stable")
    return rows


def _first(value: object) -> object:
    if not isinstance(value, tuple):
        return value
    more = f" (and {len(value) - 1} more)" if len(value) > 1 else ""
    return f"{value[0]}{more}" if value else ""
