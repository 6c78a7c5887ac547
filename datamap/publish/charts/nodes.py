"""The nodes and flows of the flow diagram: data category -> purpose -> recipient -> place.

Only some nodes of a layer can be read at once. The recipients with the worst verdicts and the most data have separate
nodes; the others are grouped by verdict and transfer tool.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from datamap import labels
from datamap.model import arguments
from datamap.model.vocabulary import VERDICTS
from datamap.pipeline import Audit
from datamap.publish.charts import style
from datamap.transfers import flows

LAYERS = ("category", "purpose", "recipient", "country")
PLURALS = {"category": "categories", "purpose": "purposes", "recipient": "recipients", "country": "places"}
NOT_RECORDED = {"category": "data not recorded", "purpose": "purpose not recorded"}
"""A recipient without recorded data or purposes is on the diagram too: unknown is not no."""

LIMITS = {"category": 20, "purpose": 24, "recipient": 32, "country": 24}
"""Nodes of a layer that can be read at once; the rest are grouped."""


@dataclass(frozen=True)
class Flows:
    """Every flow of an audit, and the nodes that show them.

    Attributes
    ----------
    frame : DataFrame
        One row per category, purpose, recipient and place: positions in ``nodes`` in the columns of the layers'
        names, ``rank`` (of the verdict, 0 the worst), ``ground`` (of that verdict), ``assumed`` and ``row`` (of the
        recipient).
    nodes : list of (layer, label)
        In the order they are drawn: by layer, worst first.
    """

    frame: pd.DataFrame
    nodes: list[tuple[str, str]]

    @cached_property
    def links(self) -> pd.DataFrame:
        """``layer, source, target`` (positions), ``value`` (flows), ``rank`` (the worst), ``assumed`` (all of them)."""
        return pd.concat([self._links_from(n) for n in range(len(LAYERS) - 1)], ignore_index=True)

    def _links_from(self, layer: int) -> pd.DataFrame:
        """The links from one layer to the next; a pair of nodes is one number, source * size + target."""
        size = len(self.nodes)
        source, target = (self.frame[name].to_numpy() for name in LAYERS[layer : layer + 2])
        pairs, at = np.unique(source * size + target, return_inverse=True)
        worst = np.full(len(pairs), len(VERDICTS))
        np.minimum.at(worst, at, self.frame["rank"].to_numpy())
        stated = np.bincount(at, weights=~self.frame["assumed"].to_numpy(dtype=bool), minlength=len(pairs))
        return pd.DataFrame(
            {
                "layer": layer,
                "source": pairs // size,
                "target": pairs % size,
                "value": np.bincount(at, minlength=len(pairs)),
                "rank": worst,
                "assumed": stated == 0,
            }
        )

    @cached_property
    def worst(self) -> list[int]:
        """The worst verdict of each node, as a rank."""
        out = np.full(len(self.nodes), len(VERDICTS) - 1)
        for layer in LAYERS:
            np.minimum.at(out, self.frame[layer].to_numpy(), self.frame["rank"].to_numpy())
        return out.tolist()

    @cached_property
    def suffix(self) -> dict[int, str]:
        """By node, what follows its name: a recipient's tool or worst verdict, a place's worst verdict and count."""
        f = self.frame.sort_values("rank", kind="stable")
        first = f.drop_duplicates("recipient")
        out = {
            n: style.tool_or_verdict(VERDICTS[r], g)
            for n, r, g in zip(first["recipient"], first["rank"], first["ground"], strict=True)
        }
        worst = f[(f["rank"] == f.groupby("country")["rank"].transform("min")).to_numpy()]
        for place, x in worst.groupby("country"):
            out[int(place)] = f"{x['row'].nunique()} {style.word(VERDICTS[x['rank'].iat[0]])}"
        return out


def flows_of(audit: Audit, grouped: bool = True) -> Flows:
    """The flows of an audit, with the less important nodes grouped, or with every node separate; worked out once."""
    arguments.check_type(audit, Audit, "audit", style.AUDIT)
    return audit.once(_flows, grouped)


def packed_flows(f: Flows) -> dict[str, Any]:
    """The flows for the script of the flow page: nodes, and the ground of each flow."""
    shown = f.frame[[*LAYERS, "row", "ground"]].drop_duplicates()
    tools = sorted(set(shown["ground"]) & set(labels.words("safeguard")))
    return {
        "layers": [layer for layer, _ in f.nodes],
        "names": [name for _, name in f.nodes],
        "flows": shown[list(LAYERS)].to_numpy().tolist(),
        "grounds": shown["ground"].tolist(),
        "tools": {x: labels.word("safeguard", x) for x in tools},
    }


def _flows(audit: Audit, grouped: bool) -> Flows:
    frame = _named_flows(audit).copy()
    if grouped:
        for layer in LAYERS:
            frame[layer] = _group_tail(frame, layer)
    nodes: list[tuple[str, str]] = []
    for layer in LAYERS:
        listed = _ordered_names(frame, layer)
        at = {name: len(nodes) + n for n, name in enumerate(listed)}
        nodes += [(layer, name) for name in listed]
        frame[layer] = frame[layer].map(at).astype(np.int64)
    return Flows(frame, nodes)


def _ordered_names(frame: pd.DataFrame, layer: str) -> list[str]:
    """The names of a layer as they are drawn: groups last, recipients and places worst first, then by name."""
    found = frame.groupby(layer, sort=True)["rank"].agg(["min", "size"]).reset_index()
    worst_first = layer in ("recipient", "country")
    keys = [
        (style.grouped(name), *((worst, -size) if worst_first else ()), style.natural(name))
        for name, worst, size in found.itertuples(index=False)
    ]
    return [name for _, name in sorted(zip(keys, found[layer], strict=True))]


@style.computed_once
def each_flow(audit: Audit) -> pd.DataFrame:
    """Every flow on every transfer that carries it, by the names of its category, purpose, recipient and place.

    ``transfer`` is the row of ``audit.transfers``, and ``rank`` the verdict on it.
    """
    t, cover = audit.tables, audit.coverage.frame
    names, codes = style.names(t), cover["country"].astype(str)
    place = codes.map({c: style.country(c) for c in codes.unique()}).to_numpy()
    rank = cover["verdict"].map({v: i for i, v in enumerate(VERDICTS)}).astype(int).to_numpy()
    parts = []
    for table, flow, transfer in _flow_transfers(audit, flows.flow_table(t)):
        named = {
            layer: names[layer][table[layer].to_numpy()[flow]] if layer in table else NOT_RECORDED[layer]
            for layer in LAYERS[:3]
        }
        rest = {
            "country": place[transfer],
            "rank": rank[transfer],
            "ground": cover["ground"].astype(str).to_numpy()[transfer],
            "assumed": (table["how"] == "assumed").to_numpy()[flow] if "how" in table else True,
            "row": table["recipient"].to_numpy()[flow],
            "transfer": transfer,
        }
        parts.append(pd.DataFrame({**named, **rest}))
    return pd.concat(parts, ignore_index=True)


@style.computed_once
def _named_flows(audit: Audit) -> pd.DataFrame:
    """Every flow once: it can use two transfers, or carry two classes of data, and the worst verdict counts."""
    frame = each_flow(audit).drop(columns="transfer").sort_values("rank", kind="stable")
    return frame.drop_duplicates([*LAYERS]).sort_index().reset_index(drop=True)


def transfers_of_flows(audit: Audit) -> list[list[int]]:
    """For each row of ``flows_of(audit, grouped=False).frame``, the rows of ``audit.transfers`` that carry it."""
    at = _named_flows(audit)[[*LAYERS]].reset_index(names="flow")
    pairs = each_flow(audit)[[*LAYERS, "transfer"]].merge(at, on=[*LAYERS])[["flow", "transfer"]].drop_duplicates()
    out: list[list[int]] = [[] for _ in range(len(at))]
    for flow, transfer in pairs.sort_values(["flow", "transfer"]).itertuples(index=False):
        out[flow].append(int(transfer))
    return out


def _flow_transfers(audit: Audit, reach: pd.DataFrame) -> Iterator[tuple[pd.DataFrame, np.ndarray, np.ndarray]]:
    """Which flow uses which transfer: flows of known data, disclosures without, recipients without a purpose."""
    t, cover = audit.tables, audit.coverage.frame
    yield reach, *flows.transfers_of_flows(t, reach, cover)
    links = flows.disclosure_table(t)
    keys = ["purpose", "recipient", "via"]
    known = pd.MultiIndex.from_frame(links[keys]).isin(pd.MultiIndex.from_frame(reach[keys]))
    bare = links[~known].reset_index(drop=True)
    yield bare, *flows.transfers_of_flows(t, bare, cover)
    alone = np.flatnonzero(~cover["recipient"].isin(links["recipient"]).to_numpy())
    yield cover.iloc[alone][["recipient"]], np.arange(len(alone)), alone


def _group_tail(frame: pd.DataFrame, layer: str) -> pd.Series:
    """The names of a layer; beyond the number that can be read, the name of the group instead."""
    weight = frame.groupby(layer)["rank"].agg(["min", "size"]).reset_index()
    weight = weight.sort_values(["min", "size", layer], ascending=[True, False, True])
    if len(weight) <= LIMITS[layer]:
        return frame[layer]
    if layer != "recipient":
        kept = set(weight[layer].head(LIMITS[layer] - 1))
        return frame[layer].where(frame[layer].isin(kept), f"{len(weight) - len(kept)} more {PLURALS[layer]}")
    # recipients are grouped by tool or verdict, so that the groups show how many transfers use which tool
    worst = frame.sort_values("rank", kind="stable").drop_duplicates(layer).set_index(layer)
    suffix = pd.Series(
        [style.tool_or_verdict(VERDICTS[r], g) for r, g in zip(worst["rank"], worst["ground"], strict=True)],
        index=worst.index,
    )
    rest = suffix.drop(list(weight[layer].head(max(LIMITS[layer] - suffix.nunique(), 0))))
    sizes = rest.value_counts()
    group = {name: f"{sizes[text]} more recipients, {text}" for name, text in rest.items()}
    return frame[layer].map(lambda name: group.get(name, name))
