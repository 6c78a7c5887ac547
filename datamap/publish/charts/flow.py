"""The flow diagram: data category -> purpose -> recipient -> country, the verdict in colour and in words.

The tail is grouped beyond what can be read: the recipients with the worst verdict and the most data keep nodes of their
own, the rest stand together by country and verdict. One thing's journey is the same diagram with all else faded.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from datamap import flows
from datamap.errors import CallError
from datamap.publish.charts import style
from datamap.publish.charts.style import COLOURS, GREY, WORST

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from datamap.audit import Audit

LAYERS = ("category", "purpose", "recipient", "country")
LIMITS = {"category": 20, "purpose": 24, "recipient": 48, "country": 24}
"""Nodes of a layer that can be read at once; the rest are grouped."""

PITCH = 25
"""Pixels from one node to the next in the fullest layer: a label of 12 pixels and room."""


@dataclass(frozen=True)
class Flows:
    """Every flow of an audit, and the nodes that show them.

    Attributes
    ----------
    frame : DataFrame
        One row per category, purpose, recipient and place: positions in ``nodes`` under the layers' names, ``rank`` (of the
        verdict, 0 the worst), ``assumed`` and ``row`` (of the recipient).
    nodes : list of (layer, label)
        In the order they are drawn: by layer, worst first.
    """

    frame: pd.DataFrame
    nodes: list[tuple[str, str]]

    @cached_property
    def links(self) -> pd.DataFrame:
        """``layer, source, target`` (positions), ``value`` (flows), ``rank`` (the worst), ``assumed`` (all of them)."""
        parts = []
        for n, (a, b) in enumerate(zip(LAYERS, LAYERS[1:], strict=False)):
            g = self.frame.groupby([a, b], sort=True).agg(value=("rank", "size"), rank=("rank", "min"), assumed=("assumed", "all")).reset_index()
            parts.append(g.rename(columns={a: "source", b: "target"}).assign(layer=n))
        return pd.concat(parts, ignore_index=True)[["layer", "source", "target", "value", "rank", "assumed"]]

    @cached_property
    def worst(self) -> list[int]:
        """The worst verdict of each node, as a rank."""
        out = np.full(len(self.nodes), len(WORST) - 1)
        for layer in LAYERS:
            np.minimum.at(out, self.frame[layer].to_numpy(), self.frame["rank"].to_numpy())
        return out.tolist()


def flows_of(audit: Audit, grouped: bool = True) -> Flows:
    """The flows of an audit, the tail grouped or every node on its own; worked out once for each audit."""
    kept: dict[bool, Flows] = audit.__dict__.setdefault("_flows", {})
    if grouped not in kept:
        kept[grouped] = _flows(audit, grouped)
    return kept[grouped]


def _flows(audit: Audit, grouped: bool) -> Flows:
    t = audit.tables
    reach = flows.reach(t)[["purpose", "recipient", "category", "how"]]
    rank = audit.coverage.frame["verdict"].map({v: i for i, v in enumerate(WORST)}).astype(int)
    cover = audit.coverage.frame[["recipient", "country"]].assign(rank=rank.to_numpy(), country=audit.coverage.frame["country"].astype(str))
    full = reach.merge(cover.groupby(["recipient", "country"], sort=True)["rank"].min().reset_index(), on="recipient")
    names = style.names(t)
    labels = {layer: names[layer][full[layer].to_numpy()] for layer in LAYERS[:3]}
    labels["country"] = np.array([style.country(c) for c in full["country"]], dtype=object)
    frame = pd.DataFrame({**labels, "rank": full["rank"].to_numpy(), "assumed": (full["how"] == "assumed").to_numpy(), "row": full["recipient"].to_numpy()})
    if grouped:
        for layer in LAYERS:
            frame[layer] = _tail(frame, layer)
    nodes: list[tuple[str, str]] = []
    for layer in LAYERS:
        order = frame.groupby(layer, sort=True)["rank"].agg(["min", "size"]).reset_index()
        worst_first = layer in ("recipient", "country")
        keys = [(style.grouped(v), *((m, -n) if worst_first else ()), style.natural(v)) for v, m, n in order.itertuples(index=False)]
        listed = [v for _, v in sorted(zip(keys, order[layer], strict=True))]
        at = {name: len(nodes) + n for n, name in enumerate(listed)}
        nodes += [(layer, name) for name in listed]
        frame[layer] = frame[layer].map(at).astype(np.int64)
    return Flows(frame, nodes)


def _tail(frame: pd.DataFrame, layer: str) -> pd.Series:
    """Names of a layer, those beyond what can be read replaced by the group they stand in."""
    weight = frame.groupby(layer)["rank"].agg(["min", "size"]).reset_index().sort_values(["min", "size", layer], ascending=[True, False, True])
    if len(weight) <= LIMITS[layer]:
        return frame[layer]
    kept = set(weight[layer].head(LIMITS[layer] - (8 if layer == "recipient" else 1)))
    rest = frame[~frame[layer].isin(kept)]
    if layer != "recipient":
        return frame[layer].where(frame[layer].isin(kept), f"{rest[layer].nunique()} more {'countries' if layer == 'country' else {'category': 'categories'}.get(layer, layer + 's')}")
    verdict = rest.groupby(layer)["rank"].min()
    sizes = verdict.value_counts()
    group = {name: f"{sizes[r]} more recipients, {WORST[r]}" for name, r in verdict.items()}
    return frame[layer].map(lambda v: group.get(v, v))


def flow_table(audit: Audit, grouped: bool = False) -> pd.DataFrame:
    """The links of the flow diagram: ``layer, source, target, value, verdict, how``, in a fixed order.

    ``value`` counts the flows (category, purpose, recipient, place) that a link carries; ``verdict`` is the worst of them.
    """
    f = flows_of(audit, grouped)
    links, name = f.links, [n for _, n in f.nodes]
    return pd.DataFrame({
        "layer": links["layer"], "source": [name[s] for s in links["source"]], "target": [name[s] for s in links["target"]], "value": links["value"],
        "verdict": [WORST[r] for r in links["rank"]], "how": ["assumed" if a else "stated" for a in links["assumed"]],
    })  # fmt: skip


def flow_chart(audit: Audit, *, grouped: bool = True) -> go.Figure:
    """The flow diagram.

    Links that rest on an assumed reach are lighter. Hovering tells verdict, basis, safeguard and the notice's words. The
    height follows the fullest layer, so that no label touches another.
    """
    return _chart(audit, flows_of(audit, grouped), "What goes where: data category, purpose, recipient, country")


def journey_table(audit: Audit, **thing: str) -> pd.DataFrame:
    """The flows of one thing: ``category, purpose, recipient, country, verdict``; parameters of :func:`journey_chart`."""
    f = flows_of(audit, grouped=False)
    mine = f.frame[_on(audit, f, thing)]
    name = [n for _, n in f.nodes]
    out = pd.DataFrame({layer: [name[i] for i in mine[layer]] for layer in LAYERS})
    out["verdict"] = [WORST[r] for r in mine["rank"]]
    return out.drop_duplicates().sort_values([*LAYERS], ignore_index=True)


def journey_chart(audit: Audit, **thing: str) -> go.Figure:
    """One thing's journey through the flow diagram, all else faded.

    Parameters
    ----------
    audit : Audit
    **thing : str
        One of ``category, purpose, recipient`` (an id), ``country`` (a code) and ``safeguard`` (``dpf``, ``scc`` ...).

    Raises
    ------
    CallError
        If it names nothing on the map.
    """
    f = flows_of(audit, grouped=False)
    ((kind, value),) = thing.items() if len(thing) == 1 else (("", ""),)
    if kind not in (*LAYERS, "safeguard"):
        raise CallError(f"journey: {', '.join(thing) or 'nothing'} given. Expected one of: {', '.join((*LAYERS, 'safeguard'))}")
    return _chart(audit, f, f"The way of {kind} {value}", _on(audit, f, thing))


def _on(audit: Audit, f: Flows, thing: dict[str, str]) -> np.ndarray:
    """Flows that a thing is part of."""
    ((kind, value),) = thing.items()
    t = audit.tables
    if kind in LAYERS[:3]:
        table = t[{"category": "categories"}.get(kind, kind + "s")]
        label = style.names(t)[kind][(table["id"] == value).to_numpy()]
    elif kind == "country":
        label = [style.country(value)]
    else:
        cover = audit.coverage.frame
        rows = cover.loc[cover["ground"].astype(str) == value, "recipient"]
        return _found(f.frame["row"].isin(rows).to_numpy(), kind, value)
    named = {n for n, (layer, name) in enumerate(f.nodes) if layer == kind and name in set(label)}
    return _found(f.frame[kind].isin(named).to_numpy(), kind, value)


def _found(mask: np.ndarray, kind: str, value: str) -> np.ndarray:
    if not mask.any():
        raise CallError(f"journey: no flow has the {kind} '{value}'")
    return mask


def _chart(audit: Audit, f: Flows, title: str, on: np.ndarray | None = None) -> go.Figure:
    import plotly.graph_objects as go

    links, worst, told = f.links, f.worst, _told(audit, f)
    lit = pd.Series(True, index=links.index)
    bright = set(range(len(f.nodes)))
    if on is not None:
        seen = [set(zip(f.frame.loc[on, a], f.frame.loc[on, b], strict=True)) for a, b in zip(LAYERS, LAYERS[1:], strict=False)]
        lit = pd.Series([(s, t) in seen[n] for n, s, t in zip(links["layer"], links["source"], links["target"], strict=True)], index=links.index)
        bright = {i for layer in LAYERS for i in f.frame.loc[on, layer]}
    full = [max(sum(1 for layer, _ in f.nodes if layer == name), 1) for name in LAYERS]
    figure = go.Figure(go.Sankey(
        arrangement="snap",
        node={
            "label": [style.label(n) for _, n in f.nodes], "pad": 15, "thickness": 14, "line": {"width": 0}, "sort": "input",
            "color": [(COLOURS[WORST[worst[i]]] if layer in ("recipient", "country") else GREY) if i in bright else "#d5dadd" for i, (layer, _) in enumerate(f.nodes)],
            "customdata": told, "hovertemplate": "%{customdata}<extra></extra>",
        },
        link={
            "source": links["source"].tolist(), "target": links["target"].tolist(),
            # the width is the root of the flows: a wide link would push the labels of thin ones together
            "value": np.sqrt(links["value"].to_numpy()).round(3).tolist(),
            "color": [style.rgba(COLOURS[WORST[r]], (0.16 if a else 0.42) if x else 0.03) for r, a, x in zip(links["rank"], links["assumed"], lit, strict=True)],
            "customdata": [f"{WORST[r]}, {v} flows, reach {'assumed' if a else 'stated'}" for r, v, a in zip(links["rank"], links["value"], links["assumed"], strict=True)],
            "hovertemplate": "%{source.label} to %{target.label}<br>%{customdata}<extra></extra>",
        },
    ))  # fmt: skip
    return style.laid_out(figure, title, max(420, PITCH * max(full) + 70))


def _told(audit: Audit, f: Flows) -> list[str]:
    """What hovering over a node tells: the bases of a purpose; verdict, safeguards and words of a recipient."""
    t = audit.tables
    names = style.names(t)
    more: dict[tuple[str, str], list[str]] = {}
    for row, basis, how in zip(*(t["bases"][c].tolist() for c in ("purpose", "basis", "how")), strict=True):
        more.setdefault(("purpose", names["purpose"][row]), []).append(basis + ("" if how == "stated" else f" ({how})"))
    for row, kind, version in zip(*(t["safeguards"][c].astype(str).tolist() for c in ("recipient", "kind", "version")), strict=True):
        more.setdefault(("recipient", names["recipient"][int(row)]), []).append(kind if version == "unknown" else f"{kind}:{version}")
    for row in range(len(t["recipients"])):
        at = t.evidence_at.get(("recipients", row), ())
        words = next((t["evidence"]["words"].iat[i] for i in at if t["evidence"]["words"].iat[i]), "")
        if words:
            more.setdefault(("recipient", names["recipient"][row]), []).append(f"“{words[:140]}”")
    out = []
    for (layer, name), worst in zip(f.nodes, f.worst, strict=True):
        lines = [name, *(([WORST[worst]] if layer in ("recipient", "country") else []) + more.get((layer, name), []))]
        out.append("<br>".join(html.escape(" ".join(x.split())) for x in lines))
    return out


def packed(audit: Audit, f: Flows) -> dict[str, Any]:
    """The flows for the page's script: which recipient each passes, by node, so that filters act on the diagram too."""
    ids = audit.tables["recipients"]["id"].to_numpy(dtype=object)
    shown = f.frame[[*LAYERS, "row"]].drop_duplicates()
    return {
        "layers": [layer for layer, _ in f.nodes], "names": [name for _, name in f.nodes],
        "flows": shown[list(LAYERS)].to_numpy().tolist(), "recipients": ids[shown["row"].to_numpy()].tolist(),
    }  # fmt: skip
