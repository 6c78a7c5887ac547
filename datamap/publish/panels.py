"""What the tabs of the report page show: places, a card for each recipient, findings by rule, and the filters' data."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from datamap import labels
from datamap.labels.counting import few
from datamap.model.vocabulary import SEVERITIES, VERDICTS
from datamap.publish import details
from datamap.publish.charts import style, world
from datamap.publish.charts.flow import flow_table
from datamap.publish.charts.nodes import LAYERS, flows_of
from datamap.publish.charts.timeline import timeline_table
from datamap.rules import BY_CODE
from datamap.tables.arrays import records

if TYPE_CHECKING:
    from datamap.pipeline import Audit

NAMED = 20
"""Recipients of an instrument, and categories of data of a place, that are named; the rest are counted."""

SEEN, LISTED = 8, 200
"""Recipients of a place that are seen at once; further ones, and further categories of data, that a reader can open."""

ASKED = 4
"""Actions of one recipient that its card lists."""


def flow_data(audit: Audit) -> dict[str, Any]:
    """Every flow, for the page's script: the filters act on these, and the diagram is drawn from them.

    ``layers``; ``nodes``: pairs of layer and label; ``suffix``: tool or verdict of a recipient, by node; ``flows``:
    nodes of the four layers, rank of the verdict, 1 if assumed; ``verdicts``: pairs of verdict and word, by rank;
    ``places``: the node of each country code.
    """
    f = flows_of(audit, grouped=False)
    flows = f.frame[[*LAYERS, "rank", "assumed"]].astype(int)
    return {
        "layers": list(LAYERS),
        "nodes": [[LAYERS.index(layer), name] for layer, name in f.nodes],
        "suffix": {n: text for n, text in f.suffix.items() if f.nodes[n][0] == "recipient"},
        "flows": flows.to_numpy().tolist(),
        "verdicts": [[v, style.word(v)] for v in VERDICTS],
        "places": _places(audit),
    }


@style.computed_once
def nodes_by_name(audit: Audit) -> dict[tuple[str, str], int]:
    """The node of each (layer, label)."""
    return {(layer, name): n for n, (layer, name) in enumerate(flows_of(audit, grouped=False).nodes)}


def _places(audit: Audit) -> dict[str, int]:
    """The node of each country code."""
    at, table = nodes_by_name(audit), world.world_table(audit)
    return {code: at["country", place] for code, place in records(table, "country", "place")}


def transfers(audit: Audit) -> list[dict[str, Any]]:
    """The transfers, open ones first, each with the nodes of its recipient (``r``) and place (``l``)."""
    at = nodes_by_name(audit)
    return [{**x, "r": at["recipient", x["label"]], "l": at["country", x["place"]]} for x in details.transfers(audit)]


def links(audit: Audit) -> list[dict[str, Any]]:
    """The links of the diagram without grouping, each with its two nodes (``pair``)."""
    ends = records(flows_of(audit, grouped=False).links, "source", "target")
    rows = flow_table(audit).to_dict("records")
    return [{**row, "pair": f"{s}-{t}"} for row, (s, t) in zip(rows, ends, strict=True)]


def instruments(audit: Audit, moved: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The legal instruments behind covered transfers, with the nodes of the recipients and their share in percent.

    Parameters
    ----------
    audit : Audit
    moved : list of dict
        The rows of :func:`transfers`.
    """
    by: dict[tuple[str, str], dict[int, str]] = {}
    cited: dict[str, str] = {}
    for x in moved:
        if x["verdict"] == "covered":
            by.setdefault((x["instrument"], x["valid_until"]), {})[x["r"]] = x["recipient"]
            cited.setdefault(x["instrument"], x["citation"])
    rows = timeline_table(audit).to_dict("records")
    most = max((row["recipients"] for row in rows), default=1)
    return [
        {
            **row,
            "citation": cited[row["id"]],
            "nodes": sorted(by[row["id"], row["until"]]),
            "who": few(sorted(set(by[row["id"], row["until"]].values())), NAMED),
            "share": round(100 * row["recipients"] / most),
        }
        for row in rows
    ]


def countries(audit: Audit) -> list[dict[str, Any]]:
    """The places, worst first, each with its node, the recipients there and the data that they receive.

    ``who``, ``others``: the first recipients and the rest; ``data``, ``more_data``: the same of ``categories``
    categories; ``by_verdict``: pairs of verdict and number of recipients.
    """
    at, f = nodes_by_name(audit), flows_of(audit, grouped=False)
    rows = world.world_table(audit).to_dict("records")
    received: dict[int, list[str]] = {}
    for place, category in f.frame[["country", "category"]].drop_duplicates().astype(int).to_numpy().tolist():
        received.setdefault(place, []).append(f.nodes[category][1])
    out = []
    for x in rows:
        data = sorted(received.get(n := at["country", x["place"]], []))
        out.append(
            {
                **x,
                "l": n,
                "who": x["names"][:SEEN],
                "others": few(x["names"][SEEN:], LISTED),
                "data": data[:NAMED],
                "more_data": few(data[NAMED:], LISTED),
                "categories": len(data),
                "by_verdict": [(v, x[v]) for v in VERDICTS if x[v]],
            }
        )
    return out


def recipients(audit: Audit, moved: list[dict[str, Any]], found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A card for each recipient, worst first: what it receives, for what, where, on which basis, what is open.

    Parameters
    ----------
    audit : Audit
    moved, found : list of dict
        The rows of :func:`transfers` and :func:`datamap.publish.details.findings`.
    """
    t = audit.tables["recipients"]
    special = _special(audit)
    by_key: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for x in moved:
        by_key.setdefault((x["controller"], x["recipient_id"]), []).append(x)
    open_: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for f in found:
        if f["recipient"] and not f["accepted"]:
            open_.setdefault((f["controller"], f["recipient"]), []).append(f)
    controllers = audit.tables["inventories"]["id"].to_numpy()[t["controller"]]
    at, names = nodes_by_name(audit), style.names(audit.tables)["recipient"]
    cards = []
    for row, (controller, id_) in enumerate(zip(controllers, t["id"], strict=True)):
        mine, asks = by_key.get((controller, id_), []), open_.get((controller, id_), [])
        data = list(dict.fromkeys(c for x in mine for c in x["categories"]))
        cards.append(
            {
                "anchor": f"recipient-{controller}-{id_}",
                "name": names[row],
                "facts": _facts(t, row),
                "verdict": min((x["verdict"] for x in mine), key=VERDICTS.index, default=VERDICTS[1]),
                "r": at.get(("recipient", names[row]), -1),
                "special": [c for c in data if c in special],
                "data": [c for c in data if c not in special],
                "purposes": list(dict.fromkeys(p for x in mine for p in x["purposes"])),
                "places": mine,
                "findings": sorted(asks, key=lambda f: SEVERITIES.index(f["severity"])),
                "asks": list(dict.fromkeys(f["action"] for f in asks))[:ASKED],
            }
        )
    return sorted(cards, key=lambda c: (VERDICTS.index(c["verdict"]), -len(c["findings"])))


def _facts(t: Any, row: int) -> list[tuple[str, str]]:
    """What is recorded of the recipient itself."""
    found = [
        ("Legal entity", str(t["legal_entity"].iat[row])),
        ("Role", labels.word("role", str(t["role"].iat[row]))),
        ("Contract under Art. 28", labels.word("answer", str(t["dpa"].iat[row]))),
    ]
    return [(label, value) for label, value in found if value]


def _special(audit: Audit) -> frozenset[str]:
    """Labels of the categories of special data and of data on criminal convictions."""
    t = audit.tables["categories"]
    marked = ~t["special"].astype(str).isin(("none", "unknown")).to_numpy()
    return frozenset(style.names(audit.tables)["category"][np.flatnonzero(marked)])


def findings(audit: Audit, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The findings by rule, the most serious rules first, each with the nodes that they are about."""
    at = nodes_by_name(audit)
    names = style.names(audit.tables)
    layer_of = {"categories": "category", "purposes": "purpose", "recipients": "recipient"}

    def node(f: dict[str, Any]) -> int:
        layer = layer_of.get(f["table"], "")
        return at.get((layer, names[layer][int(f["row"])]), -1) if layer else -1

    order = {code: i for i, code in enumerate(BY_CODE)}
    ranked = sorted(
        ({**f, "n": node(f)} for f in found), key=lambda f: (SEVERITIES.index(f["severity"]), order[f["rule"]])
    )
    groups = []
    for (severity, code), group in groupby(ranked, key=lambda f: (f["severity"], f["rule"])):
        rows = list(group)
        groups.append({"severity": severity, "code": code, "title": BY_CODE[code].title, "findings": rows})
    return groups
