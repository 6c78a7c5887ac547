"""What the tabs of the report page show: places, a card for each recipient, findings by rule, and the filters' data."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from datamap import labels
from datamap.labels import countries
from datamap.labels.counting import few
from datamap.model.vocabulary import SEVERITIES, VERDICTS
from datamap.publish import details
from datamap.publish.charts import nodes as flows_nodes
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
"""Recipients of a place that are seen at once, and further ones that a reader can open."""

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


def spellings(audit: Audit) -> dict[str, str]:
    """The code of each place of the audit, by the names and codes that a person may search it by, in lower case."""
    codes = world.world_table(audit)["country"]
    return {text: code for code in codes if code in countries.codes() for text in countries.spellings_of(code)}


@style.computed_once
def nodes_by_name(audit: Audit) -> dict[tuple[str, str], int]:
    """The node of each (layer, label)."""
    return {(layer, name): n for n, (layer, name) in enumerate(flows_of(audit, grouped=False).nodes)}


def _places(audit: Audit) -> dict[str, int]:
    """The node of each country code."""
    at, table = nodes_by_name(audit), world.world_table(audit)
    return {code: at["country", place] for code, place in records(table, "country", "place")}


def transfers(audit: Audit) -> list[dict[str, Any]]:
    """The transfers, open ones first, each with the nodes of its recipient (``r``) and place (``l``).

    ``assumed`` are those of the ``categories`` that the inventory does not record for that recipient.
    """
    at, assumed = nodes_by_name(audit), _assumed(audit)
    return [
        {
            **x,
            "r": at["recipient", x["label"]],
            "l": at["country", x["place"]],
            "assumed": [c for c in x["categories"] if (x["row"], c) in assumed],
        }
        for x in details.transfers(audit)
    ]


def _assumed(audit: Audit) -> set[tuple[int, str]]:
    """Rows of ``audit.transfers`` with each category of data that is only assumed to be transferred."""
    each = flows_nodes.each_flow(audit).groupby(["transfer", "category"])["assumed"].all()
    return set(each.index[each.to_numpy(dtype=bool)])


def links(audit: Audit) -> list[dict[str, Any]]:
    """The links of the diagram without grouping, each with its two nodes (``pair``)."""
    ends = records(flows_of(audit, grouped=False).links, "source", "target")
    rows = flow_table(audit).to_dict("records")
    return [{**row, "pair": f"{s}-{t}"} for row, (s, t) in zip(rows, ends, strict=True)]


def instruments(audit: Audit, moved: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The legal instruments behind covered transfers, with these ``rows`` of `moved` and their share in percent.

    Parameters
    ----------
    audit : Audit
    moved : list of dict
        The rows of :func:`transfers`.
    """
    by: dict[tuple[str, str], list[int]] = {}
    for n, x in enumerate(moved):
        if x["verdict"] == "covered":
            by.setdefault((x["instrument"], x["valid_until"]), []).append(n)
    out = []
    for row in timeline_table(audit).to_dict("records"):
        mine = [moved[n] for n in by[row["id"], row["until"]]]
        out.append(
            {
                **row,
                "citation": mine[0]["citation"],
                "rows": by[row["id"], row["until"]],
                "recipients": len({x["r"] for x in mine}),
                "claimed": len({x["r"] for x in mine if x["claimed"]}),
                "who": few(sorted({x["recipient"] for x in mine}), NAMED),
            }
        )
    most = max((row["recipients"] for row in out), default=1)
    return [{**row, "share": round(100 * row["recipients"] / most)} for row in out]


def places(audit: Audit, moved: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The places, worst first, each with its node, the recipients there and the data that they receive.

    ``who``, ``others``: the first recipients and the rest; ``data``: the first categories and the rest, those recorded
    and those only assumed for all; ``by_verdict``: pairs of verdict and number of recipients; ``claimed``: how many of
    those covered are covered by a claim that was not checked.

    Parameters
    ----------
    audit : Audit
    moved : list of dict
        The rows of :func:`transfers`.
    """
    at = nodes_by_name(audit)
    there: dict[int, list[dict[str, Any]]] = {}
    for x in moved:
        there.setdefault(x["l"], []).append(x)
    out = []
    for x in world.world_table(audit).to_dict("records"):
        node = at["country", x["place"]]
        mine = there.get(node, [])
        stated, assumed = _received(mine)
        out.append(
            {
                **x,
                "l": node,
                "claimed": _claimed(mine),
                "who": x["names"][:SEEN],
                "others": few(x["names"][SEEN:], LISTED),
                "data": [(sorted(part)[:NAMED], sorted(part)[NAMED:]) for part in (stated, assumed)],
                "by_verdict": [(v, x[v]) for v in VERDICTS if x[v]],
            }
        )
    return out


def _received(moved: list[dict[str, Any]]) -> tuple[list[str], list[str]]:
    """Categories of data on some transfers: those that are recorded for one of them, and those only assumed."""
    data = list(dict.fromkeys(c for x in moved for c in x["categories"]))
    stated = {c for x in moved for c in set(x["categories"]).difference(x["assumed"])}
    return [c for c in data if c in stated], [c for c in data if c not in stated]


def _claimed(moved: list[dict[str, Any]]) -> int:
    """Recipients of some transfers that are covered, by a claim that was not checked."""
    worse = {x["r"] for x in moved if x["verdict"] in VERDICTS[: VERDICTS.index("covered")]}
    return len({x["r"] for x in moved if x["claimed"]} - worse)


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
        data = _received(mine)
        cards.append(
            {
                "anchor": f"recipient-{controller}-{id_}",
                "name": names[row],
                "facts": _facts(t, row),
                "verdict": min((x["verdict"] for x in mine), key=VERDICTS.index, default=VERDICTS[1]),
                "r": at.get(("recipient", names[row]), -1),
                "claimed": bool(_claimed(mine)),
                "special": [[c for c in part if c in special] for part in data],
                "data": [[c for c in part if c not in special] for part in data],
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
