"""The flow diagram: data category -> purpose -> recipient -> place, with the verdict in colour and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from datamap.labels.counting import count
from datamap.model.vocabulary import VERDICTS
from datamap.pipeline import Audit
from datamap.publish.charts import style
from datamap.publish.charts.hover import hover_texts
from datamap.publish.charts.nodes import LAYERS, Flows, flows_of
from datamap.publish.charts.style import COLOURS, GREY

if TYPE_CHECKING:
    import plotly.graph_objects as go

HEADS = ("Data category", "Purpose", "Recipient: verdict or safeguard", "Place")

PITCH = 23
"""Pixels from one node to the next in the fullest layer: a label of 12 pixels and room."""

LABEL = 33
"""Characters that fit before the next layer's labels in the narrowest diagram."""

PAD, TOP, BOTTOM, RIGHT = 15, 76, 8, 248
"""Pixels between nodes; above the diagram for title and heads; below it; to its right for the names of places."""

STATED = {"not-covered": 0.8, "undetermined": 0.45, "covered": 0.38, "no-transfer": 0.38}
ASSUMED = {"not-covered": 0.5, "undetermined": 0.2, "covered": 0.16, "no-transfer": 0.16}
"""Opacity of links: what is wrong is strongest, an assumed flow is lighter than a stated one."""

UNSELECTED = 0.03
"""Opacity of a link that the selection leaves out."""


def flow_table(audit: Audit, grouped: bool = False) -> pd.DataFrame:
    """The links of the flow diagram: ``layer, source, target, value, verdict, how``, in a fixed order.

    ``value`` counts the flows (category, purpose, recipient, place) of a link; ``verdict`` is the worst of them.
    """
    f = flows_of(audit, grouped)
    links, name = f.links, [n for _, n in f.nodes]
    return pd.DataFrame(
        {
            "layer": links["layer"],
            "source": [name[s] for s in links["source"]],
            "target": [name[s] for s in links["target"]],
            "value": links["value"],
            "verdict": [VERDICTS[r] for r in links["rank"]],
            "how": [_how(assumed) for assumed in links["assumed"]],
        }
    )


def flow_chart(audit: Audit, *, grouped: bool = True) -> go.Figure:
    """The flow diagram.

    Each recipient is followed by its verdict or its safeguard. Assumed flows are lighter. Under the pointer are legal
    bases, safeguards, evidence and the words of the notice. The height follows the layer with the most nodes, so that
    no label touches another; the nodes of each layer are spread over it. The width is fixed for the same reason; for a
    wider figure, ``update_layout(width=1400)``.
    """
    from datamap.publish.charts.diagram import Diagram

    return Diagram(flow_plain(audit, grouped=grouped)).update_layout(width=style.WIDTH)


def flow_plain(audit: Audit, *, grouped: bool = True) -> style.Plain:
    """The diagram of :func:`flow_chart` as plain data."""
    return draw_flows(audit, flows_of(audit, grouped), "Data flows and the verdict on each transfer")


def draw_flows(audit: Audit, f: Flows, title: str, selected: np.ndarray | None = None) -> style.Plain:
    """Flows as a Sankey diagram in plain data; all but the selected ones faded, where a mask selects some."""
    # the width is the root of the flows: a wide link would push the labels of thin ones together
    width = np.sqrt(f.links["value"].to_numpy()).round(3)
    fullest = max((sum(layer == name for layer, _ in f.nodes) for name in LAYERS), default=0)
    height = max(420, PITCH * max(fullest, 1) + TOP + BOTTOM)
    x, y = _places(f, width, height - TOP - BOTTOM)
    sankey = {
        "type": "sankey",
        "arrangement": "fixed",
        "node": {
            "label": ["" if layer == "country" else _label(f, n) for n, (layer, _) in enumerate(f.nodes)],
            "pad": PAD,
            "thickness": 14,
            "line": {"width": 0},
            "sort": "input",
            "x": x,
            "y": y,
            "color": _node_colours(f, selected),
            "customdata": hover_texts(audit, f),
            "hovertemplate": "%{customdata}<extra></extra>",
        },
        "link": {
            "source": f.links["source"].tolist(),
            "target": f.links["target"].tolist(),
            "value": width.tolist(),
            "color": _link_colours(f, selected),
            "customdata": [
                f"{style.word(VERDICTS[r])}, {count(v, 'flows')}, {_how(assumed)}"
                for r, v, assumed in zip(f.links["rank"], f.links["value"], f.links["assumed"], strict=True)
            ],
            # a link shows what its two ends show: the bases of the purpose, the safeguard of the recipient
            "hovertemplate": "%{source.customdata}<br>→ %{target.customdata}<br>%{customdata}<extra></extra>",
        },
    }
    return style.laid_out(sankey, title, height, top=TOP, bottom=BOTTOM, right=RIGHT, annotations=_annotations(f, y))


def _how(assumed: bool) -> str:
    return "assumed" if assumed else "stated"


def _node_colours(f: Flows, selected: np.ndarray | None) -> list[str]:
    colours = [
        COLOURS[VERDICTS[worst]] if layer in ("recipient", "country") else GREY
        for (layer, _), worst in zip(f.nodes, f.worst, strict=True)
    ]
    if selected is None:
        return colours
    bright = {node for layer in LAYERS for node in f.frame.loc[selected, layer]}
    return [colour if node in bright else style.FADED for node, colour in enumerate(colours)]


def _link_colours(f: Flows, selected: np.ndarray | None) -> list[str]:
    shown = f.frame if selected is None else f.frame[selected]
    bright = {pair for a, b in zip(LAYERS, LAYERS[1:], strict=False) for pair in zip(shown[a], shown[b], strict=True)}
    colours = []
    for source, target, rank, assumed in zip(
        *(f.links[c] for c in ("source", "target", "rank", "assumed")), strict=True
    ):
        opacity = (ASSUMED if assumed else STATED)[VERDICTS[rank]] if (source, target) in bright else UNSELECTED
        colours.append(style.rgba(COLOURS[VERDICTS[rank]], opacity))
    return colours


def _annotations(f: Flows, y: list[float]) -> list[dict[str, Any]]:
    """The names of places, right of their nodes (Plotly puts them left, over recipients' labels); the heads."""
    places = [
        {"x": 1, "y": 1 - y[n], "text": _label(f, n), "yanchor": "middle", "xshift": 10}
        for n, (layer, _) in enumerate(f.nodes)
        if layer == "country"
    ]
    # a long head has two lines: on a small screen it would reach into the next one
    heads = [
        {
            "x": n / 3,
            "y": 1,
            "text": f"<b>{head.replace(': ', ':<br>')}</b>",
            "yanchor": "bottom",
            "xshift": -7,
            "yshift": 8,
        }
        for n, head in enumerate(HEADS)
    ]
    around = {"xref": "paper", "yref": "paper", "xanchor": "left", "align": "left", "showarrow": False}
    return [note | around for note in (*places, *heads)]


def _places(f: Flows, width: np.ndarray, height: int) -> tuple[list[float], list[float]]:
    """The place of each node, as shares of the plot: each layer spread from top to bottom, in order."""
    layer = np.array([LAYERS.index(name) for name, _ in f.nodes], dtype=int)
    size = np.zeros(len(layer))
    for end in ("source", "target"):
        size = np.maximum(size, np.bincount(f.links[end].to_numpy(), weights=width, minlength=len(size)))
    counts, sums = np.bincount(layer, minlength=4), np.bincount(layer, weights=size, minlength=4)
    scale = min(((height - (n - 1) * PAD) / s for n, s in zip(counts, sums, strict=True) if s), default=1.0)
    y = np.zeros(len(layer))
    for n in range(4):
        mine = size[layer == n] * scale
        # a layer with a lot of room stays together: nodes at the very ends would look unconnected
        gap = min((height - mine.sum()) / max(len(mine) - 1, 1), 90)
        top = (height - mine.sum() - gap * (len(mine) - 1)) / 2
        y[layer == n] = top + np.cumsum(mine) - mine / 2 + gap * np.arange(len(mine))
    x = np.array([0.0005, 1 / 3, 2 / 3, 0.9995])[layer]
    return x.round(5).tolist(), (y / height).clip(0.0005, 0.9995).round(5).tolist()


def _label(f: Flows, n: int) -> str:
    """The label of a node; a recipient and a place with the verdict in words."""
    layer, name = f.nodes[n]
    if layer not in ("recipient", "country") or style.grouped(name):
        return style.label(name, LABEL if layer in LAYERS[:2] else 40)
    return f"{style.label(name, 26 if layer == 'recipient' else 22)} · {f.suffix[n]}"
