"""What changed since a baseline: how many of each kind, for the inventory, the transfers and the findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from datamap.model import arguments
from datamap.publish.charts import style
from datamap.questions.plan import PLURALS

if TYPE_CHECKING:
    import plotly.graph_objects as go

COLOURS = {
    "added": "#009E73",
    "removed": "#D55E00",
    "changed": "#56B4E9",
    "renamed": "#7f8c8d",
    "verdict": "#E69F00",
    "new": "#D55E00",
    "resolved": "#009E73",
    "reopened": "#CC79A7",
}


def changes_table(changes: pd.DataFrame) -> pd.DataFrame:
    """``part, entry, change, cause, count`` of the changes of :func:`datamap.questions.changes.changes`."""
    arguments.check_type(changes, pd.DataFrame, "changes", "the result of dm.changes_since(audit, path)")
    return changes.groupby(["part", "entry", "change", "cause"], sort=False).size().rename("count").reset_index()


def changes_chart(changes: pd.DataFrame) -> go.Figure:
    """The counts as bars, one for each kind of change."""
    import plotly.graph_objects as go

    return go.Figure(changes_plain(changes))


def changes_plain(changes: pd.DataFrame) -> style.Plain:
    """The chart of :func:`changes_chart` as plain data."""
    table = changes_table(changes)
    bars = {
        "type": "bar",
        "orientation": "h",
        "y": [
            style.label(_bar_label(*x), 60) for x in table[["part", "entry", "change", "cause"]].itertuples(index=False)
        ],
        "x": table["count"].tolist(),
        "text": [f"{n}" for n in table["count"]],
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": [COLOURS.get(c, style.GREY) for c in table["change"]]},
        "hovertemplate": "%{y}: %{x}<extra></extra>",
    }
    return style.laid_out(
        bars,
        "What changed since the baseline",
        64 + 26 * max(len(table), 1),
        right=60,
        xaxis={"fixedrange": True, "rangemode": "tozero", "showticklabels": False, "showgrid": False},
        yaxis={"autorange": "reversed", "automargin": True, "type": "category", "fixedrange": True},
    )


def _bar_label(part: str, entry: str, change: str, cause: str) -> str:
    """What a bar counts, with the cause of the change."""
    return _what(part, entry, change) + (f", by {cause}" if cause else "")


def _what(part: str, entry: str, change: str) -> str:
    if part == "transfer":
        return "transfers: other verdict" if change == "verdict" else f"transfers: {change}"
    if part == "finding":
        return f"findings on {PLURALS.get(entry, entry + 's')}: {change}"
    return f"{entry.replace('_', ' ')}: {change}"
