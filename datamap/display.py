"""A small HTML table, escaped: how audits, findings, frames and inventories show themselves in a notebook."""

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
    >>> table("Verdicts", ["verdict"], [["<covered>"]])
    '<table><caption>Verdicts</caption><thead><tr><th scope="col">verdict</th></tr></thead>\\n<tbody><tr><td style="text-align:left">&lt;covered&gt;</td></tr></tbody></table>'
    """
    head = "".join(f'<th scope="col">{escape(c)}</th>' for c in columns)
    body = "".join(
        "<tr>" + "".join(f'<td style="text-align:left">{escape(v)}</td>' for v in row) + "</tr>" for row in rows
    )
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>"


def frame(f: pd.DataFrame, caption: str, columns: Sequence[str], most: int, first: Mapping[str, Sequence[str]]) -> str:
    """Some columns of the first rows of a frame; of several reasons the first one, and how many more there are.

    Parameters
    ----------
    most : int
        Rows that are shown.
    first : mapping
        Column -> its values in the order in which a frame with more rows is shown.
    """
    if f.empty:
        return table(f"{caption}: nothing", [], [])
    rows = f[[c for c in columns if c in f.columns]]
    left = len(rows) - most
    for column, order in first.items() if left > 0 else ():
        if column in rows:
            place = {value: n for n, value in enumerate(order)}
            rows = rows.sort_values(column, key=lambda v: v.map(place), kind="stable")  # noqa: B023  used at once
    shown = [[_first(v) for v in row] for row in rows.head(most).to_numpy(dtype=object).tolist()]
    more = f"; {left} more, and {len(f.columns)} columns in all" if left > 0 else ""
    return table(caption + more, list(rows.columns), shown)


def _first(value: object) -> object:
    if not isinstance(value, tuple):
        return value
    more = f" (and {len(value) - 1} more)" if len(value) > 1 else ""
    return f"{value[0]}{more}" if value else ""
