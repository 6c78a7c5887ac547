"""Purposes by recipients: which recipient gets data for which purpose, and the verdict on that transfer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from datamap.model.vocabulary import VERDICTS
from datamap.publish.charts import style
from datamap.publish.charts.style import COLOURS, LETTERS
from datamap.transfers import flows

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from datamap.pipeline import Audit

LIMIT = 60
"""Recipients that the chart shows; the worst verdicts come first."""

WIDE = 9
"""With more purposes, a cell has room for a letter instead of the verdict in words."""

TOP = 176
"""Pixels above the rows, for title and purposes."""


@style.computed_once
def matrix_table(audit: Audit) -> pd.DataFrame:
    """One row per recipient, one column per purpose, each cell the worst verdict of that disclosure or empty.

    Recipients with the worst verdict first, purposes in the order of the inventory.
    """
    t = audit.tables
    names = style.names(t)
    cover = audit.coverage.frame
    worst = cover["verdict"].map({v: i for i, v in enumerate(VERDICTS)}).astype(int).to_numpy()
    # only the transfers that this disclosure uses: a verdict on own staff's data does not apply to customers' data.
    # the first table knows special data, the second disclosures without known data
    parts = []
    for table in (flows.flow_table(t), flows.disclosure_table(t)):
        row, transfer = flows.transfers_of_flows(t, table, cover)
        parts.append(table[["purpose", "recipient"]].iloc[row].assign(rank=worst[transfer]))
    pairs = pd.concat(parts).groupby(["purpose", "recipient"], sort=True)["rank"].min().reset_index()
    rank = pairs["rank"]
    frame = pd.DataFrame(
        {
            "recipient": names["recipient"][pairs["recipient"].to_numpy()],
            "purpose": names["purpose"][pairs["purpose"].to_numpy()],
            "rank": rank.to_numpy(),
            "verdict": [VERDICTS[r] for r in rank],
        }
    )
    wide = frame.pivot(index="recipient", columns="purpose", values="verdict").fillna("")
    order = frame.groupby("recipient")["rank"].min().reset_index().sort_values(["rank", "recipient"])["recipient"]
    purposes = [p for p in names["purpose"] if p in wide.columns]
    return wide.loc[order, purposes].rename_axis(columns=None)


def matrix_chart(audit: Audit) -> go.Figure:
    """The matrix as a heat map; each cell shows its verdict in words, or as a letter where there are many purposes."""
    import plotly.graph_objects as go

    return go.Figure(matrix_plain(audit))


def matrix_plain(audit: Audit) -> style.Plain:
    """The chart of :func:`matrix_chart` as plain data."""
    table = matrix_table(audit)
    total, table = len(table), table.head(LIMIT)
    rank = {v: i for i, v in enumerate(VERDICTS)}
    z = [[rank.get(v) for v in row] for row in table.to_numpy().tolist()]
    steps = [[(i + k) / 4, COLOURS[v]] for i, v in enumerate(VERDICTS) for k in (0, 1)]
    narrow = len(table.columns) > WIDE
    short = LETTERS.__getitem__ if narrow else style.word
    cells = {
        "type": "heatmap",
        "z": z,
        "x": [style.label(p, 26) for p in table.columns],
        "y": [style.label(r, 34) for r in table.index],
        "text": [[short(v) if v else "" for v in row] for row in table.to_numpy().tolist()],
        "texttemplate": "%{text}",
        "textfont": {"size": 11, "color": "#000000"},
        "colorscale": steps,
        "zmin": -0.5,
        "zmax": 3.5,
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "hoverongaps": False,
        "customdata": [[style.word(v) if v else "" for v in row] for row in table.to_numpy().tolist()],
        "hovertemplate": "%{y}<br>%{x}<br>%{customdata}<extra></extra>",
    }
    key = ": " + ", ".join(f"{LETTERS[v]} {style.word(v)}" for v in VERDICTS) if narrow else ""
    # slanted names need room to the right of the last column
    return style.laid_out(
        cells,
        f"Recipients and purposes{key}{style.first_of(LIMIT, total)}",
        TOP + 8 + style.ROW * len(table),
        top=TOP,
        right=130,
        xaxis={"side": "top", "tickangle": -45, "tickfont": {"size": 11}, "fixedrange": True, "type": "category"},
        yaxis={
            "autorange": "reversed",
            "tickfont": {"size": 11},
            "automargin": True,
            "fixedrange": True,
            "type": "category",
        },
    )
