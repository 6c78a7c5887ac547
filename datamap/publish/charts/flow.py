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

from datamap import labels
from datamap.errors import CallError
from datamap.labels.counting import count
from datamap.model import arguments
from datamap.model.vocabulary import VERDICTS, SafeguardKind, vocabulary
from datamap.pipeline import Audit
from datamap.publish.charts import style
from datamap.publish.charts.style import COLOURS, GREY
from datamap.tables.arrays import records
from datamap.transfers import flows

if TYPE_CHECKING:
    from collections.abc import Iterator

    import plotly.graph_objects as go


LAYERS = ("category", "purpose", "recipient", "country")
NOT_KNOWN = {"category": "data not known", "purpose": "purpose not known"}
"""A recipient whose data or purpose nobody recorded is on the map all the same: unknown is not no."""

HEADS = ("Data category", "Purpose", "Recipient: verdict, or its cover", "Place")
LIMITS = {"category": 20, "purpose": 24, "recipient": 32, "country": 24}
"""Nodes of a layer that can be read at once; the rest are grouped."""

PITCH = 23
"""Pixels from one node to the next in the fullest layer: a label of 12 pixels and room."""

LABEL = 33
"""Characters of a label that end before the next layer's labels begin, in JupyterLab on a small screen too (970 pixels)."""

PAD, TOP, BOTTOM, RIGHT = 15, 76, 8, 244
"""Pixels between nodes; above the diagram for title and heads; below it; to its right for the names of places."""

STATED = {"not-covered": 0.8, "undetermined": 0.45, "covered": 0.38, "no-transfer": 0.38}
ASSUMED = {"not-covered": 0.5, "undetermined": 0.2, "covered": 0.16, "no-transfer": 0.16}
"""Opacity of links: what is wrong stands out, an assumed reach is lighter than a stated one."""


@dataclass(frozen=True)
class Flows:
    """Every flow of an audit, and the nodes that show them.

    Attributes
    ----------
    frame : DataFrame
        One row per category, purpose, recipient and place: positions in ``nodes`` under the layers' names, ``rank`` (of the
        verdict, 0 the worst), ``ground`` (of that verdict), ``assumed`` and ``row`` (of the recipient).
    nodes : list of (layer, label)
        In the order they are drawn: by layer, worst first.
    """

    frame: pd.DataFrame
    nodes: list[tuple[str, str]]

    @cached_property
    def links(self) -> pd.DataFrame:
        """``layer, source, target`` (positions), ``value`` (flows), ``rank`` (the worst), ``assumed`` (all of them)."""
        parts, size = [], len(self.nodes)
        rank, assumed = self.frame["rank"].to_numpy(), self.frame["assumed"].to_numpy(dtype=bool)
        for n, (a, b) in enumerate(zip(LAYERS, LAYERS[1:], strict=False)):
            pair, at = np.unique(self.frame[a].to_numpy() * size + self.frame[b].to_numpy(), return_inverse=True)
            worst = np.full(len(pair), len(VERDICTS))
            np.minimum.at(worst, at, rank)
            value, stated = np.bincount(at, minlength=len(pair)), np.bincount(at, weights=~assumed, minlength=len(pair))
            parts.append(
                pd.DataFrame(
                    {
                        "layer": n,
                        "source": pair // size,
                        "target": pair % size,
                        "value": value,
                        "rank": worst,
                        "assumed": stated == 0,
                    }
                )
            )
        return pd.concat(parts, ignore_index=True)

    @cached_property
    def worst(self) -> list[int]:
        """The worst verdict of each node, as a rank."""
        out = np.full(len(self.nodes), len(VERDICTS) - 1)
        for layer in LAYERS:
            np.minimum.at(out, self.frame[layer].to_numpy(), self.frame["rank"].to_numpy())
        return out.tolist()

    @cached_property
    def under(self) -> dict[int, str]:
        """What a recipient is under where it fares worst, and how many of a place fare worst, in words, by node."""
        f = self.frame.sort_values("rank", kind="stable")
        first = f.drop_duplicates("recipient")
        out = {
            n: style.under(VERDICTS[r], g)
            for n, r, g in zip(first["recipient"], first["rank"], first["ground"], strict=True)
        }
        worst = f[(f["rank"] == f.groupby("country")["rank"].transform("min")).to_numpy()]
        for place, x in worst.groupby("country"):
            out[int(place)] = f"{x['row'].nunique()} {style.word(VERDICTS[x['rank'].iat[0]])}"
        return out


def flows_of(audit: Audit, grouped: bool = True) -> Flows:
    """The flows of an audit, the tail grouped or every node on its own; worked out once for each audit."""
    arguments.check_type(audit, Audit, "audit", style.AUDIT)
    kept: dict[bool, Flows] = audit.__dict__.setdefault("_flows", {})
    if grouped not in kept:
        kept[grouped] = _flows(audit, grouped)
    return kept[grouped]


@style.kept
def _named(audit: Audit) -> pd.DataFrame:
    """Every flow by the names of what it passes, with the worst verdict on it."""
    t, cover = audit.tables, audit.coverage.frame
    names, place = style.names(t), {c: style.country(c) for c in cover["country"].astype(str).unique()}
    rank = cover["verdict"].map({v: i for i, v in enumerate(VERDICTS)}).astype(int).to_numpy()
    parts = []
    for table, flow, transfer in _moved(audit, flows.flow_table(t)):
        parts.append(
            pd.DataFrame(
                {
                    **{
                        layer: names[layer][table[layer].to_numpy()[flow]] if layer in table else NOT_KNOWN[layer]
                        for layer in LAYERS[:3]
                    },
                    "country": cover["country"].astype(str).map(place).to_numpy()[transfer],
                    "rank": rank[transfer],
                    "ground": cover["ground"].astype(str).to_numpy()[transfer],
                    "assumed": (table["how"] == "assumed").to_numpy()[flow] if "how" in table else True,
                    "row": table["recipient"].to_numpy()[flow],
                }
            )
        )
    frame = pd.concat(parts, ignore_index=True)
    # reached in two ways, or fit for two classes: the worst counts
    return frame.sort_values("rank", kind="stable").drop_duplicates([*LAYERS]).sort_index().reset_index(drop=True)


def _flows(audit: Audit, grouped: bool) -> Flows:
    frame = _named(audit).copy()
    if grouped:
        for layer in LAYERS:
            frame[layer] = _tail(frame, layer)
    nodes: list[tuple[str, str]] = []
    for layer in LAYERS:
        order = frame.groupby(layer, sort=True)["rank"].agg(["min", "size"]).reset_index()
        worst_first = layer in ("recipient", "country")
        keys = [
            (style.grouped(v), *((m, -n) if worst_first else ()), style.natural(v))
            for v, m, n in order.itertuples(index=False)
        ]
        listed = [v for _, v in sorted(zip(keys, order[layer], strict=True))]
        at = {name: len(nodes) + n for n, name in enumerate(listed)}
        nodes += [(layer, name) for name in listed]
        frame[layer] = frame[layer].map(at).astype(np.int64)
    return Flows(frame, nodes)


def _moved(audit: Audit, reach: pd.DataFrame) -> Iterator[tuple[pd.DataFrame, np.ndarray, np.ndarray]]:
    """What goes through which transfer: the flows; disclosures of which the data are not known; recipients of no known purpose."""
    t, cover = audit.tables, audit.coverage.frame
    yield reach, *flows.transfers_of_flows(t, reach, cover)
    links = flows.disclosure_table(t)
    keys = ["purpose", "recipient", "via"]
    bare = links[~pd.MultiIndex.from_frame(links[keys]).isin(pd.MultiIndex.from_frame(reach[keys]))].reset_index(
        drop=True
    )
    yield bare, *flows.transfers_of_flows(t, bare, cover)
    alone = np.flatnonzero(~cover["recipient"].isin(links["recipient"]).to_numpy())
    yield cover.iloc[alone][["recipient"]], np.arange(len(alone)), alone


def _tail(frame: pd.DataFrame, layer: str) -> pd.Series:
    """Names of a layer, those beyond what can be read replaced by the group they stand in."""
    weight = (
        frame.groupby(layer)["rank"]
        .agg(["min", "size"])
        .reset_index()
        .sort_values(["min", "size", layer], ascending=[True, False, True])
    )
    if len(weight) <= LIMITS[layer]:
        return frame[layer]
    if layer != "recipient":
        kept = set(weight[layer].head(LIMITS[layer] - 1))
        many = {"category": "categories", "country": "places"}.get(layer, layer + "s")
        return frame[layer].where(frame[layer].isin(kept), f"{len(weight) - len(kept)} more {many}")
    # what stands together is under the same tool: how many are covered by what can be read off the groups
    worst = frame.sort_values("rank", kind="stable").drop_duplicates(layer).set_index(layer)
    under = pd.Series(
        [style.under(VERDICTS[r], g) for r, g in zip(worst["rank"], worst["ground"], strict=True)], index=worst.index
    )
    rest = under.drop(list(weight[layer].head(max(LIMITS[layer] - under.nunique(), 0))))
    sizes = rest.value_counts()
    group = {name: f"{sizes[u]} more recipients, {u}" for name, u in rest.items()}
    return frame[layer].map(lambda v: group.get(v, v))


def flow_table(audit: Audit, grouped: bool = False) -> pd.DataFrame:
    """The links of the flow diagram: ``layer, source, target, value, verdict, how``, in a fixed order.

    ``value`` counts the flows (category, purpose, recipient, place) that a link carries; ``verdict`` is the worst of them.
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
            "how": ["assumed" if a else "stated" for a in links["assumed"]],
        }
    )


def flow_chart(audit: Audit, *, grouped: bool = True) -> go.Figure:
    """The flow diagram.

    Beside each recipient stands its verdict, or what covers it. Links that rest on an assumed reach are lighter. Hovering
    tells bases, safeguards, evidence and the notice's words. The height follows the fullest layer, so that no label touches
    another; nodes are spread over it, so that each layer can be read from top to bottom.
    """
    from datamap.publish.charts.diagram import Diagram

    return Diagram(flow_plain(audit, grouped=grouped))


def flow_plain(audit: Audit, *, grouped: bool = True) -> style.Plain:
    """The diagram of :func:`flow_chart` as plain data."""
    return _plain(audit, flows_of(audit, grouped), "What goes where, and under what")


def journey_table(audit: Audit, **thing: str) -> pd.DataFrame:
    """The flows of one thing: ``category, purpose, recipient, country, verdict``; parameters of :func:`journey_chart`."""
    f = flows_of(audit, grouped=False)
    mine = f.frame[_on(audit, f, thing)]
    name = [n for _, n in f.nodes]
    out = pd.DataFrame({layer: [name[i] for i in mine[layer]] for layer in LAYERS})
    out["verdict"] = [VERDICTS[r] for r in mine["rank"]]
    return out.drop_duplicates().sort_values([*LAYERS], ignore_index=True)


def journey_chart(audit: Audit, **thing: str) -> go.Figure:
    """One thing's journey through the flow diagram, all else faded.

    Parameters
    ----------
    audit : Audit
    **thing : str
        One of ``category, purpose, recipient`` (an id or a name), ``country`` (as people spell it) and ``safeguard``
        (``dpf``, ``scc`` ...).

    Raises
    ------
    CallError
        If it names nothing on the map.
    """
    f = flows_of(audit, grouped=False)
    on = _on(audit, f, thing)
    ((kind, value),) = thing.items()
    from datamap.publish.charts.diagram import Diagram

    return Diagram(_plain(audit, f, f"The way of {_called(audit, kind, value)}", on))


def _called(audit: Audit, kind: str, value: str) -> str:
    """What a thing is called: its name, not its id."""
    if kind == "country":
        return style.country(value)
    if kind == "safeguard":
        return labels.word("safeguard", value)
    entries = audit.tables[{"category": "categories"}.get(kind, kind + "s")]
    names = entries["name"][(entries["id"] == value).to_numpy()].unique()
    return f"{kind} {names[0] if len(names) == 1 else value}"


def _on(audit: Audit, f: Flows, thing: dict[str, str]) -> np.ndarray:
    """Flows that a thing is part of."""
    if len(thing) != 1:
        raise CallError(
            f"journey: {', '.join(thing) or 'nothing'} given. Expected one of: {', '.join((*LAYERS, 'safeguard'))}"
        )
    ((kind, value),) = thing.items()
    arguments.check_one_of(kind, (*LAYERS, "safeguard"), "journey")
    t = audit.tables
    if kind in LAYERS[:3]:
        table = t[{"category": "categories"}.get(kind, kind + "s")]
        found = arguments.find_ids(
            value, zip(table["id"].tolist(), table["name"].tolist(), strict=True), f"journey: {kind}"
        )
        label = style.names(t)[kind][table["id"].isin(found).to_numpy()]
    elif kind == "country":
        codes = audit.coverage.frame["country"].astype(str).unique()
        label = [style.country(arguments.parse_place(value, "journey: country", codes))]
    else:
        arguments.check_one_of(value, vocabulary(SafeguardKind), "journey: safeguard")
        return _found((f.frame["ground"] == value).to_numpy(), kind, value)
    named = {n for n, (layer, name) in enumerate(f.nodes) if layer == kind and name in set(label)}
    return _found(f.frame[kind].isin(named).to_numpy(), kind, value)


def _found(mask: np.ndarray, kind: str, value: str) -> np.ndarray:
    if not mask.any():
        raise CallError(f"journey: no flow has the {kind} '{value}'")
    return mask


def _plain(audit: Audit, f: Flows, title: str, on: np.ndarray | None = None) -> style.Plain:
    links, worst, told = f.links, f.worst, _told(audit, f)
    lit = pd.Series(True, index=links.index)
    bright = set(range(len(f.nodes)))
    if on is not None:
        seen = [
            set(zip(f.frame.loc[on, a], f.frame.loc[on, b], strict=True))
            for a, b in zip(LAYERS, LAYERS[1:], strict=False)
        ]
        lit = pd.Series(
            [(s, t) in seen[n] for n, s, t in zip(links["layer"], links["source"], links["target"], strict=True)],
            index=links.index,
        )
        bright = {i for layer in LAYERS for i in f.frame.loc[on, layer]}
    # the width is the root of the flows: a wide link would push the labels of thin ones together
    width = np.sqrt(links["value"].to_numpy()).round(3)
    fullest = max(sum(1 for layer, _ in f.nodes if layer == name) for name in LAYERS) if f.nodes else 1
    height = max(420, PITCH * fullest + TOP + BOTTOM)
    x, y = _places(f, width, height - TOP - BOTTOM)
    sankey = {
        "type": "sankey",
        "arrangement": "fixed",
        "node": {
            "label": ["" if layer == "country" else _said(f, n) for n, (layer, _) in enumerate(f.nodes)],
            "pad": PAD,
            "thickness": 14,
            "line": {"width": 0},
            "sort": "input",
            "x": x,
            "y": y,
            "color": [
                (COLOURS[VERDICTS[worst[i]]] if layer in ("recipient", "country") else GREY)
                if i in bright
                else style.FADED
                for i, (layer, _) in enumerate(f.nodes)
            ],
            "customdata": told,
            "hovertemplate": "%{customdata}<extra></extra>",
        },
        "link": {
            "source": links["source"].tolist(),
            "target": links["target"].tolist(),
            "value": width.tolist(),
            "color": [
                style.rgba(COLOURS[VERDICTS[r]], (ASSUMED if a else STATED)[VERDICTS[r]] if x else 0.03)
                for r, a, x in zip(links["rank"], links["assumed"], lit, strict=True)
            ],
            "customdata": [
                f"{style.word(VERDICTS[r])}, {count(v, 'flows')}, reach {'assumed' if a else 'stated'}"
                for r, v, a in zip(links["rank"], links["value"], links["assumed"], strict=True)
            ],
            # from a link, what its two ends tell: the bases of the purpose, what covers the recipient
            "hovertemplate": "%{source.customdata}<br>→ %{target.customdata}<br>%{customdata}<extra></extra>",
        },
    }
    # names of places stand right of their nodes, where no recipient's label is; Plotly would put them left
    notes = [
        {"x": 1, "y": 1 - y[n], "text": _said(f, n), "yanchor": "middle", "xshift": 10}
        for n, (layer, _) in enumerate(f.nodes)
        if layer == "country"
    ]
    notes += [
        {"x": n / 3, "y": 1, "text": f"<b>{head}</b>", "yanchor": "bottom", "xshift": -7, "yshift": 8}
        for n, head in enumerate(HEADS)
    ]
    around = {"xref": "paper", "yref": "paper", "xanchor": "left", "align": "left", "showarrow": False}
    return style.laid_out(
        sankey, title, height, top=TOP, bottom=BOTTOM, right=RIGHT, annotations=[n | around for n in notes]
    )


def _places(f: Flows, width: np.ndarray, height: int) -> tuple[list[float], list[float]]:
    """Where each node stands, as shares of the plot: its layer spread from top to bottom, in the order of the nodes."""
    layer = np.array([LAYERS.index(name) for name, _ in f.nodes], dtype=int)
    size = np.zeros(len(layer))
    for end in ("source", "target"):
        size = np.maximum(size, np.bincount(f.links[end].to_numpy(), weights=width, minlength=len(size)))
    counts, sums = np.bincount(layer, minlength=4), np.bincount(layer, weights=size, minlength=4)
    scale = min(((height - (n - 1) * PAD) / s for n, s in zip(counts, sums, strict=True) if s), default=1.0)
    y = np.zeros(len(layer))
    for n in range(4):
        mine = size[layer == n] * scale
        # a layer with a lot of room is drawn together a little: nodes at the very ends would stand for themselves
        gap = min((height - mine.sum()) / max(len(mine) - 1, 1), 90)
        top = (height - mine.sum() - gap * (len(mine) - 1)) / 2
        y[layer == n] = top + np.cumsum(mine) - mine / 2 + gap * np.arange(len(mine))
    x = np.array([0.0005, 1 / 3, 2 / 3, 0.9995])[layer]
    return x.round(5).tolist(), (y / height).clip(0.0005, 0.9995).round(5).tolist()


def _said(f: Flows, n: int) -> str:
    """The label of a node: a recipient and a place with its verdict in words."""
    layer, name = f.nodes[n]
    if layer not in ("recipient", "country") or style.grouped(name):
        return style.label(name, LABEL if layer in LAYERS[:2] else 40)
    return f"{style.label(name, 26 if layer == 'recipient' else 22)} · {f.under[n]}"


def _told(audit: Audit, f: Flows) -> list[str]:
    """What hovering over a node tells: the bases of a purpose; verdicts, safeguards, evidence and words of a recipient."""
    more, out = _behind(audit), []
    for (layer, name), worst in zip(f.nodes, f.worst, strict=True):
        lines = [f"{name}, {style.word(VERDICTS[worst])}" if layer == "country" else name, *more.get((layer, name), [])]
        out.append("<br>".join(html.escape(" ".join(x.split())) for x in lines))
    return out


@style.kept
def _behind(audit: Audit) -> dict[tuple[str, str], list[str]]:
    """What is behind each purpose and recipient, in lines, by layer and name."""
    t, cover = audit.tables, audit.coverage.frame
    names = style.names(t)
    more: dict[tuple[str, str], list[str]] = {}

    def add(kind: str, row: int, text: str) -> None:
        listed = more.setdefault((kind, names[kind][row]), [])
        if text not in listed:
            listed.append(text)

    for row, basis, how in records(t["bases"], "purpose", "basis", "how"):
        add("purpose", row, labels.word("basis", basis) + ("" if how == "stated" else f" ({how})"))
    columns = [
        cover["recipient"].tolist(),
        *(cover[c].astype(str).tolist() for c in ("country", "verdict", "ground", "evidence")),
    ]
    for row, code, verdict, ground, evidence in zip(*columns, strict=True):
        tool = f", {labels.word('safeguard', ground)}, {evidence}" if verdict == "covered" else ""
        add("recipient", row, f"{style.country(code)}: {style.word(verdict)}{tool}")
    for row, kind, version in records(t["safeguards"], "recipient", "kind", "version"):
        add(
            "recipient",
            row,
            "named: " + labels.word("safeguard", kind) + ("" if version == "unknown" else f" {version}"),
        )
    words = t["evidence"]["words"].tolist()
    for row in range(len(t["recipients"])):
        said = next((words[i] for i in t.evidence_at.get(("recipients", row), ()) if words[i]), "")
        if said:
            add("recipient", row, f"“{said[:140]}{'…' * (len(said) > 140)}”")
    return more


def packed(audit: Audit, f: Flows) -> dict[str, Any]:
    """The flows for the page's script: which recipient each passes, by node, so that filters act on the diagram too."""
    ids = audit.tables["recipients"]["id"].to_numpy(dtype=object)
    shown = f.frame[[*LAYERS, "row", "ground"]].drop_duplicates()
    tools = sorted(set(shown["ground"]) & set(labels.words("safeguard")))
    return {
        "layers": [layer for layer, _ in f.nodes],
        "names": [name for _, name in f.nodes],
        "flows": shown[list(LAYERS)].to_numpy().tolist(),
        "recipients": ids[shown["row"].to_numpy()].tolist(),
        "grounds": shown["ground"].tolist(),
        "tools": {x: labels.word("safeguard", x) for x in tools},
    }
