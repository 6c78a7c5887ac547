"""Exposure: which recipient gets how many categories of data for how many purposes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from datamap.labels.counting import count
from datamap.model.vocabulary import VERDICTS
from datamap.publish.charts import style
from datamap.publish.charts.style import COLOURS
from datamap.tables.preview import Preview
from datamap.transfers import flows

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from datamap.pipeline import Audit

LIMIT = 60
"""Recipients that the chart shows."""


@style.computed_once
def exposure_table(audit: Audit) -> pd.DataFrame:
    """One row per recipient, most categories first.

    Columns: ``recipient, categories, purposes`` (counts), ``special``, ``verdict`` (the worst).
    """
    t = audit.tables
    x = flows.exposure_by_recipient(t)
    cover = audit.coverage.frame
    rank = cover["verdict"].map({v: i for i, v in enumerate(VERDICTS)}).astype(int)
    worst = rank.groupby(cover["recipient"].to_numpy()).min()
    rank = worst.reindex(range(len(x)), fill_value=len(VERDICTS) - 1)
    frame = pd.DataFrame(
        {
            "recipient": style.names(t)["recipient"],
            "categories": x["categories"],
            "purposes": x["purposes"],
            "special": x["special"],
            "verdict": [VERDICTS[r] for r in rank],
        }
    )
    ordered = frame.sort_values(
        ["categories", "purposes", "recipient"], ascending=[False, False, True], ignore_index=True
    )
    return Preview.of(ordered, "Recipients, most categories of data first", tuple(frame.columns), worst_first=False)


def exposure_chart(audit: Audit) -> go.Figure:
    """Exposure as bars: the length counts categories, the words give purposes and verdict."""
    import plotly.graph_objects as go

    return go.Figure(exposure_plain(audit))


def exposure_plain(audit: Audit) -> style.Plain:
    """The chart of :func:`exposure_chart` as plain data."""
    table = exposure_table(audit)
    total, table = len(table), table.head(LIMIT)
    words = [
        f"{c} for {count(p, 'purposes')}, {style.word(v)}" + (", special data" if s else "")
        for c, p, v, s in zip(table["categories"], table["purposes"], table["verdict"], table["special"], strict=True)
    ]
    bars = {
        "type": "bar",
        "orientation": "h",
        "y": [style.label(r, 40) for r in table["recipient"]],
        "x": table["categories"].tolist(),
        "text": words,
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": [COLOURS[v] for v in table["verdict"]]},
        "hovertemplate": "%{y}: %{text}<extra></extra>",
        "textfont": {"size": 12},
    }
    most = int(table["categories"].max()) if len(table) else 1
    return style.laid_out(
        bars,
        f"Data categories and purposes by recipient{style.first_of(LIMIT, total)}",
        96 + style.ROW * max(len(table), 1),
        bottom=52,
        bargap=0.2,
        xaxis={
            "range": [0, most * 1.7 + 1],
            "fixedrange": True,
            "title": {"text": "categories of data", "standoff": 8, "font": {"size": 12}},
            "tickvals": list(range(0, most + 1, max(1, most // 6))),
        },
        yaxis={
            "autorange": "reversed",
            "automargin": True,
            "tickfont": {"size": 11},
            "fixedrange": True,
            "type": "category",
        },
    )
