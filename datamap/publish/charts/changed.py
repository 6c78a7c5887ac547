"""What changed since a baseline: how many of each kind, for the inventory, the transfers and the findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from datamap.publish.charts import style

if TYPE_CHECKING:
    import plotly.graph_objects as go

COLOURS = {"added": "#009E73", "removed": "#D55E00", "changed": "#56B4E9", "renamed": "#7f8c8d", "verdict": "#E69F00", "new": "#D55E00", "resolved": "#009E73", "reopened": "#CC79A7"}


def changes_table(changes: pd.DataFrame) -> pd.DataFrame:
    """``part, entry, change, count`` of the changes of :func:`datamap.changes.changes`."""
    return changes.groupby(["part", "entry", "change"], sort=False).size().rename("count").reset_index()


def changes_chart(changes: pd.DataFrame) -> go.Figure:
    """The counts as bars, a colour and a word for each kind."""
    import plotly.graph_objects as go

    table = changes_table(changes)
    figure = go.Figure()
    where = (table["part"] + ": " + table["entry"]).tolist()
    for change in dict.fromkeys(table["change"]):
        mine = (table["change"] == change).to_numpy()
        figure.add_bar(
            orientation="h", name=change, y=[w for w, m in zip(where, mine, strict=True) if m], x=table.loc[mine, "count"].tolist(),
            text=[f"{n} {change}" for n in table.loc[mine, "count"]], marker={"color": COLOURS.get(change, style.GREY)}, textfont={"color": "#000000"},
        )  # fmt: skip
    figure.update_yaxes(autorange="reversed", automargin=True, type="category")
    return style.laid_out(figure, "What changed since the baseline", 130 + 30 * max(len(set(where)), 1), bottom=36, barmode="stack", showlegend=False)
