"""The legal instruments behind the covered transfers, from the day of the report to their last day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd

from datamap.labels.counting import count
from datamap.publish.charts import style
from datamap.tables.preview import Preview

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from datamap.pipeline import Audit

OPEN = 6 * 365
"""Days that a bar without a fixed end shows."""


@style.computed_once
def timeline_table(audit: Audit) -> pd.DataFrame:
    """One row per instrument and last day.

    Columns: ``instrument, id, until`` (empty: no fixed end), ``recipients`` (count), ``contested``, ``who``.
    """
    t = audit.transfers
    t = t[(t["verdict"] == "covered").to_numpy()]
    short = {i.id: i.short for i in audit.law.instruments()}
    g = t.groupby(["instrument", "valid_until"], sort=True)
    rows = [
        {
            "instrument": short[i],
            "id": i,
            "until": until,
            "recipients": f["recipient_id"].nunique(),
            "contested": bool(f["contested"].any()),
            "who": ", ".join(sorted(set(f["recipient"]))),
        }
        for (i, until), f in g
    ]
    frame = pd.DataFrame(rows, columns=["instrument", "id", "until", "recipients", "contested", "who"])
    ordered = frame.sort_values(
        ["until", "instrument"], key=lambda c: c.replace("", "9999") if c.name == "until" else c, ignore_index=True
    )
    shown = ("instrument", "until", "contested", "recipients", "who")
    return Preview.of(ordered, "Instruments that covered transfers rely on", shown)


def timeline_chart(audit: Audit) -> go.Figure:
    """The timeline as bars; an open end has an arrow, a contested instrument is marked in words."""
    import plotly.graph_objects as go

    return go.Figure(timeline_plain(audit))


def timeline_plain(audit: Audit) -> style.Plain:
    """The chart of :func:`timeline_chart` as plain data."""
    table = timeline_table(audit)
    names, ends, texts, colours = [], [], [], []
    for r in table.to_dict("records"):
        end = dt.date.fromisoformat(r["until"]) if r["until"] else audit.as_of + dt.timedelta(OPEN)
        twice = (table["instrument"] == r["instrument"]).sum() > 1
        names.append(style.label(r["instrument"], 46) + (f" ({r['until'] or 'open'})" if twice else ""))
        ends.append((end - audit.as_of).days * 86_400_000)
        until = f"until {r['until']}" if r["until"] else "no fixed end →"
        texts.append(f"{count(r['recipients'], 'recipients')}, {until}{', contested' if r['contested'] else ''}")
        colours.append("#E69F00" if r["contested"] else style.COLOURS["covered"])
    # a short bar has no room for its words: they follow it
    where = ["inside" if e > 0.6 * max(ends) else "outside" for e in ends]
    bars = {
        "type": "bar",
        "orientation": "h",
        "y": names,
        "x": ends,
        "base": [audit.as_of.isoformat()] * len(names),
        "text": texts,
        "textposition": where,
        "insidetextanchor": "start",
        "constraintext": "none",
        "cliponaxis": False,
        "textangle": 0,
        "insidetextfont": {"color": "#000000"},
        "textfont": {"size": 12},
        "width": 0.62,
        "marker": {"color": colours},
        "customdata": [style.label(w, 300) for w in table["who"]],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    last = audit.as_of + dt.timedelta(max([e // 86_400_000 for e in ends], default=365) + 60)
    return style.laid_out(
        bars,
        f"Legal instruments behind the covered transfers, from {audit.as_of}",
        84 + 34 * max(len(names), 1),
        bottom=36,
        xaxis={"type": "date", "fixedrange": True, "range": [audit.as_of.isoformat(), last.isoformat()]},
        yaxis={"autorange": "reversed", "automargin": True, "fixedrange": True, "type": "category"},
    )
