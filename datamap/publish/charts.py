"""Charts of an audit, as Plotly figures; each has its table beside it where it is published."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import pandas as pd

from datamap import flows
from datamap.law import countries

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from datamap.audit import Audit

# Okabe-Ito, safe for colour-blind readers; a verdict is always told in words as well
COLOURS = {"not-covered": "#D55E00", "undetermined": "#CC79A7", "covered": "#009E73", "no-transfer": "#56B4E9"}
WORST = ("not-covered", "undetermined", "covered", "no-transfer")
LAYERS = ("category", "purpose", "recipient", "country")


def flow_table(audit: Audit) -> pd.DataFrame:
    """The links of the flow diagram: ``source, target, layer, value, verdict, how``, in a fixed order.

    ``value`` counts the flows (category, purpose, recipient, site) that a link carries; ``verdict`` is the worst of them.
    """
    t = audit.tables
    reach = flows.reach(t)[["purpose", "recipient", "category", "how"]]
    cover = audit.coverage.frame[["recipient", "country", "verdict"]].assign(rank=lambda f: f["verdict"].map({v: i for i, v in enumerate(WORST)}).astype(int))
    full = reach.merge(cover, on="recipient")
    names = {
        "category": t["categories"]["name"].to_numpy(dtype=object)[full["category"]],
        "purpose": _purpose_names(t).to_numpy(dtype=object)[full["purpose"]],
        "recipient": _recipient_names(t).to_numpy(dtype=object)[full["recipient"]],
        "country": [countries.name(c) if c != "unknown" else "country unknown" for c in full["country"].astype(str)],
    }
    parts = []
    for layer, (a, b) in enumerate(zip(LAYERS, LAYERS[1:], strict=False)):
        pairs = pd.DataFrame({"source": names[a], "target": names[b], "rank": full["rank"].to_numpy(), "assumed": (full["how"] == "assumed").to_numpy()})
        g = pairs.groupby(["source", "target"], sort=True).agg(value=("rank", "size"), rank=("rank", "min"), assumed=("assumed", "all")).reset_index()
        g["layer"] = layer
        parts.append(g)
    out = pd.concat(parts, ignore_index=True)
    out["verdict"] = [WORST[r] for r in out["rank"]]
    out["how"] = out["assumed"].map({True: "assumed", False: "stated"})
    return out[["layer", "source", "target", "value", "verdict", "how"]]


def _purpose_names(tables) -> pd.Series:
    p = tables["purposes"]
    return (p["ref"] + " ").where(p["ref"] != "", "") + p["name"]


def _recipient_names(tables) -> pd.Series:
    """Names of recipients, made distinct by id where one name has several entries."""
    r = tables["recipients"]
    twice = r["name"].duplicated(keep=False)
    return r["name"].where(~twice, r["name"] + " (" + r["id"] + ")")


def _short(label: str, size: int = 44) -> str:
    return label if len(label) <= size else label[: size - 1].rstrip() + "…"


def _rgba(colour: str, alpha: float) -> str:
    r, g, b = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({r},{g},{b},{alpha})"


def flow_chart(audit: Audit) -> go.Figure:
    """The flow diagram: category -> purpose -> recipient -> country, the worst verdict in colour and in words.

    Links that rest on an assumed reach are lighter. The height follows the fullest column, so that labels do not overlap.
    """
    import plotly.graph_objects as go

    links = flow_table(audit)
    order = {v: i for i, v in enumerate(WORST)}
    nodes: list[tuple[int, str]] = []
    worst: dict[tuple[int, str], int] = {}
    for layer, source, target, verdict in links[["layer", "source", "target", "verdict"]].itertuples(index=False):
        for key in ((layer, source), (layer + 1, target)):
            worst[key] = min(worst.get(key, 9), order[verdict])
    nodes = sorted(worst, key=lambda k: (k[0], worst[k] if k[0] > 1 else 0, k[1]))
    at = {key: i for i, key in enumerate(nodes)}
    columns = [sum(1 for k in nodes if k[0] == layer) for layer in range(4)]
    label = [html.escape(_short(name)) for _, name in nodes]
    colour = [COLOURS[WORST[worst[k]]] if k[0] > 1 else "#7f8c8d" for k in nodes]
    verdicts = links["verdict"].tolist()
    figure = go.Figure(go.Sankey(
        arrangement="snap",
        node={"label": label, "color": colour, "pad": 9, "thickness": 14, "line": {"width": 0},
              "customdata": [html.escape(name) for _, name in nodes], "hovertemplate": "%{customdata}<extra></extra>"},
        link={"source": [at[k] for k in zip(links["layer"], links["source"], strict=True)],
              "target": [at[k] for k in zip(links["layer"] + 1, links["target"], strict=True)],
              "value": links["value"].tolist(),
              "color": [_rgba(COLOURS[v], 0.18 if h == "assumed" else 0.4) for v, h in zip(verdicts, links["how"], strict=True)],
              "customdata": [f"{v}, reach {h}" for v, h in zip(verdicts, links["how"], strict=True)],
              "hovertemplate": "%{source.customdata} to %{target.customdata}<br>%{customdata}<extra></extra>"},
    ))  # fmt: skip
    figure.update_layout(
        height=max(420, 21 * max(columns, default=1) + 90), margin={"l": 10, "r": 10, "t": 46, "b": 10}, font={"size": 11},
        title={"text": "What goes where: data category, purpose, recipient, country", "font": {"size": 15}},
    )  # fmt: skip
    return figure
