"""Purposes by recipients: which purpose sends data to whom, and how that transfer is judged."""

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
"""Recipients that a matrix shows; the worst verdicts come first."""

WIDE = 12
"""Purposes up to which a cell has room for the verdict in words; a letter stands in narrower ones."""

TOP = 176
"""Pixels above the rows, for title and purposes."""


@style.kept
def matrix_table(audit: Audit) -> pd.DataFrame:
    """One row per recipient, one column per purpose, each cell the worst verdict of that disclosure or empty.

    Recipients with the worst verdict first, purposes in the order of the inventory.
    """
    t = audit.tables
    names = style.names(t)
    cover = audit.coverage.frame
    worst = cover["verdict"].map({v: i for i, v in enumerate(VERDICTS)}).astype(int).to_numpy()
    # only the transfers that this disclosure goes through: a verdict on own staff's data says nothing of customers'
    parts = []
    for table in (
        flows.flow_table(t),
        flows.disclosure_table(t),
    ):  # the first knows of special data, the second of disclosures without known data
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
    """The matrix as a heat map; each cell says its verdict in words, or by a letter where there are many purposes."""
    import plotly.graph_objects as go

    return go.Figure(matrix_plain(audit))


def matrix_plain(audit: Audit) -> style.Plain:
    """The chart of :func:`matrix_chart` as plain data."""
    table = matrix_table(audit)
    left = len(table) - LIMIT
    table = table.head(LIMIT)
    rank = {v: i for i, v in enumerate(VERDICTS)}
    z = [[rank.get(v) for v in row] for row in table.to_numpy().tolist()]
    steps = [[(i + k) / 4, COLOURS[v]] for i, v in enumerate(VERDICTS) for k in (0, 1)]
    say = style.word if len(table.columns) <= WIDE else LETTERS.__getitem__
    cells = {
        "type": "heatmap",
        "z": z,
        "x": [style.label(p, 26) for p in table.columns],
        "y": [style.label(r, 34) for r in table.index],
        "text": [[say(v) if v else "" for v in row] for row in table.to_numpy().tolist()],
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
    words = "" if len(table.columns) <= WIDE else ": " + ", ".join(f"{LETTERS[v]} {style.word(v)}" for v in VERDICTS)
    title = f"Who gets data for what{words}" + (f" (the first {LIMIT} of {LIMIT + left})" if left > 0 else "")
    # right of the last column its name runs on, aslant
    return style.laid_out(
        cells,
        title,
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
