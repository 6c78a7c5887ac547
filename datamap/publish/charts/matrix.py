"""Purposes by recipients: which purpose sends data to whom, and how that transfer is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from datamap import flows
from datamap.publish.charts import style
from datamap.publish.charts.style import COLOURS, LETTERS, WORST

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from datamap.audit import Audit

LIMIT = 60
"""Recipients that a matrix shows; the worst verdicts come first."""


@style.kept
def matrix_table(audit: Audit) -> pd.DataFrame:
    """One row per recipient, one column per purpose, each cell the worst verdict of that disclosure or empty.

    Recipients with the worst verdict first, purposes in the order of the inventory.
    """
    t = audit.tables
    names = style.names(t)
    cover = audit.coverage.frame
    worst = cover["verdict"].map({v: i for i, v in enumerate(WORST)}).astype(int).groupby(cover["recipient"].to_numpy()).min()
    pairs = flows.links(t).drop_duplicates(["purpose", "recipient"])
    rank = pairs["recipient"].map(worst)
    frame = pd.DataFrame({
        "recipient": names["recipient"][pairs["recipient"].to_numpy()], "purpose": names["purpose"][pairs["purpose"].to_numpy()],
        "rank": rank.to_numpy(), "verdict": [WORST[int(r)] for r in rank],
    })  # fmt: skip
    wide = frame.pivot(index="recipient", columns="purpose", values="verdict").fillna("")
    order = frame.groupby("recipient")["rank"].min().reset_index().sort_values(["rank", "recipient"])["recipient"]
    purposes = [p for p in names["purpose"] if p in wide.columns]
    return wide.loc[order, purposes].rename_axis(columns=None)


def matrix_chart(audit: Audit) -> go.Figure:
    """The matrix as a heat map; a letter in each cell says the verdict as well."""
    import plotly.graph_objects as go

    table = matrix_table(audit)
    left = len(table) - LIMIT
    table = table.head(LIMIT)
    rank = {v: i for i, v in enumerate(WORST)}
    z = [[rank.get(v) for v in row] for row in table.to_numpy().tolist()]
    steps = [[(i + k) / 4, COLOURS[v]] for i, v in enumerate(WORST) for k in (0, 1)]
    figure = go.Figure(go.Heatmap(
        z=z, x=[style.label(p, 26) for p in table.columns], y=[style.label(r, 34) for r in table.index], text=[[LETTERS.get(v, "") for v in row] for row in table.to_numpy().tolist()],
        texttemplate="%{text}", colorscale=steps, zmin=-0.5, zmax=3.5, showscale=False, xgap=2, ygap=2, hoverongaps=False,
        customdata=table.to_numpy().tolist(), hovertemplate="%{y}<br>%{x}<br>%{customdata}<extra></extra>",
    ))  # fmt: skip
    figure.update_yaxes(autorange="reversed", tickfont={"size": 11}, automargin=True, fixedrange=True, type="category")
    figure.update_xaxes(side="top", tickangle=-45, tickfont={"size": 11}, fixedrange=True, type="category")
    words = ", ".join(f"{LETTERS[v]} {v}" for v in WORST)
    title = f"Who gets data for what: {words}" + (f" (the first {LIMIT} of {LIMIT + left})" if left > 0 else "")
    return style.laid_out(figure, title, 200 + 21 * len(table), top=180, plot_bgcolor="rgba(0,0,0,0)")
