"""A small HTML table, escaped: how audits, findings, frames and inventories appear in a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import escape

if TYPE_CHECKING:
    import pandas as pd


LEFT = 'style="text-align:left;vertical-align:top"'
"""JupyterLab sets cells to the right, where sentences are hard to read."""

SENTENCE = 60
"""Characters from which a text is read as a sentence, not as a name."""


class Mark(NamedTuple):
    """A value that is shown as a word with a colour beside it."""

    word: str
    colour: str


def table(caption: str, columns: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    """A small HTML table, which scrolls where it is too wide; every value is escaped.

    Examples
    --------
    >>> print(table("Verdicts", ["verdict"], [["<covered>"], [Mark("covered", "#009E73")]]))
    <div style="overflow-x:auto"><table><caption style="text-align:left">Verdicts</caption><thead><tr>
    <th scope="col" style="text-align:left;vertical-align:top">verdict</th></tr></thead>
    <tbody><tr><td style="text-align:left;vertical-align:top">&lt;covered&gt;</td></tr>
    <tr><td style="text-align:left;vertical-align:top"><span style="color:#009E73">&#9632;</span>&nbsp;covered</td></tr>
    </tbody></table></div>
    """
    head = "".join(f'<th scope="col" {LEFT}>{escape(c)}</th>' for c in columns)
    body = "\n".join("<tr>" + "".join(f"<td {_look(v)}>{_shown(v)}</td>" for v in row) + "</tr>" for row in rows)
    title = f'<caption style="text-align:left">{escape(caption)}</caption>'
    whole = f"<table>{title}<thead><tr>\n{head}</tr></thead>\n<tbody>{body}\n</tbody></table>"
    return f'<div style="overflow-x:auto">{whole}</div>'


def _look(value: object) -> str:
    """How a cell looks: a sentence keeps its width on a narrow screen, where the table scrolls, not one word a line."""
    return f'{LEFT[:-1]};min-width:18em"' if isinstance(value, str) and len(value) > SENTENCE else LEFT


def _shown(value: object) -> str:
    if isinstance(value, Mark):
        words = str(escape(value.word)).replace(" ", "&nbsp;")
        return f'<span style="color:{escape(value.colour)}">&#9632;</span>&nbsp;{words}'
    return str(escape(value))


def frame(f: pd.DataFrame, caption: str, marks: Mapping[str, Mapping[str, Mark]]) -> str:
    """A frame as a table; of several values in a cell, the first and the number of the others.

    Parameters
    ----------
    marks : mapping
        Column -> its values that are shown as a mark.
    """
    if f.empty:
        return table(f"{caption}: nothing", [], [])
    known = [marks.get(str(c), {}) for c in f.columns]
    shown = [
        [mark.get(v, v) if isinstance(v, str) else _in_words(v) for v, mark in zip(row, known, strict=True)]
        for row in f.to_numpy(dtype=object).tolist()
    ]
    return table(caption, list(f.columns), shown)


def _in_words(value: object) -> object:
    """A value as a cell shows it: yes and no, and the first of several values."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, (tuple, list)):
        return value
    more = f" (and {len(value) - 1} more)" if len(value) > 1 else ""
    return f"{value[0]}{more}" if value else ""
