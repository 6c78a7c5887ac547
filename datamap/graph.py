"""The map as a networkx graph, and its named questions.

Nodes are ``(kind, controller, id)`` with kind category, purpose or recipient, and ``("country", code)``. A purpose ->
recipient edge carries the ``categories`` it moves, and :func:`paths` honours them: enumerating raw paths would invent flows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import networkx as nx

from datamap import flows

if TYPE_CHECKING:
    from datamap.audit import Audit


class Path(NamedTuple):
    """One flow: ids of category, purpose and recipient, the country, and the verdict on it."""

    controller: str
    category: str
    purpose: str
    recipient: str
    country: str
    verdict: str


def build(audit: Audit) -> nx.MultiDiGraph:
    """The graph of an audit.

    Returns
    -------
    networkx.MultiDiGraph
        Typed nodes (``kind``, ``label``), purposes with ``bases``, recipients with ``safeguards`` and ``findings``; edges
        category -> purpose (``when``), purpose -> recipient (``categories``, ``how``), recipient -> country (``verdict``,
        ``ground``, ``instrument``, ``evidence``, ``data``, ``reasons``).
    """
    t = audit.tables
    g = nx.MultiDiGraph(as_of=audit.as_of.isoformat())
    who = t["inventories"]["id"].tolist()
    keys: dict[str, list[tuple[str, str, str]]] = {}
    for kind, table in (("category", "categories"), ("purpose", "purposes"), ("recipient", "recipients")):
        f = t[table]
        keys[kind] = [(kind, who[c], i) for c, i in zip(f["controller"].tolist(), f["id"].tolist(), strict=True)]
        for key, label in zip(keys[kind], f["name"].tolist(), strict=True):
            g.add_node(key, kind=kind, label=label)
    for row, special in enumerate(t["categories"]["special"].tolist()):
        g.nodes[keys["category"][row]]["special"] = special
    for key in keys["purpose"]:
        g.nodes[key]["bases"] = []
    for purpose, basis, how in zip(*(t["bases"][c].tolist() for c in ("purpose", "basis", "how")), strict=True):
        g.nodes[keys["purpose"][purpose]]["bases"].append((basis, how))
    for key in keys["recipient"]:
        g.nodes[key]["safeguards"] = []
    for recipient, kind, version in zip(*(t["safeguards"][c].tolist() for c in ("recipient", "kind", "version")), strict=True):
        g.nodes[keys["recipient"][recipient]]["safeguards"].append(kind if version == "unknown" else f"{kind}:{version}")
    for kind, row, code in zip(*(audit.findings.frame[c].tolist() for c in ("subject_kind", "row", "rule")), strict=True):
        if kind in keys:
            g.nodes[keys[kind][row]].setdefault("findings", []).append(code)
    for purpose, category, when in zip(*(t["uses"][c].tolist() for c in ("purpose", "category", "when")), strict=True):
        if category >= 0:
            g.add_edge(keys["category"][category], keys["purpose"][purpose], when=when)
    moved: dict[tuple[int, int], list[tuple[int, str]]] = {}
    for p, r in zip(*(flows.links(t)[c].tolist() for c in ("purpose", "recipient")), strict=True):
        moved.setdefault((p, r), [])
    for p, r, c, how in zip(*(flows.reach(t)[c].tolist() for c in ("purpose", "recipient", "category", "how")), strict=True):
        moved[p, r].append((c, how))
    for (p, r), what in moved.items():
        categories = frozenset(keys["category"][c] for c, _ in what)
        how = "assumed" if not what or any(h == "assumed" for _, h in what) else what[0][1]
        g.add_edge(keys["purpose"][p], keys["recipient"][r], categories=categories, how=how)
    frame = audit.coverage.frame
    for r, country, data, judgment in zip(*(frame[c].tolist() for c in ("recipient", "country", "data", "judgment")), strict=True):
        v = audit.coverage.verdicts[judgment]
        g.add_node(("country", country), kind="country", label=country)
        g.add_edge(keys["recipient"][r], ("country", country), verdict=v.verdict, ground=v.ground, instrument=v.instrument,
                   evidence=v.evidence, contested=v.contested, data=data, reasons=v.reasons)  # fmt: skip
    return g


def paths(
    graph: nx.MultiDiGraph, *, category: str | None = None, purpose: str | None = None, recipient: str | None = None,
    to: str | None = None, verdict: str | None = None, instrument: str | None = None,
) -> list[Path]:  # fmt: skip
    """Flows category -> purpose -> recipient -> country, as the inventory has them; each filter narrows.

    Parameters
    ----------
    graph : MultiDiGraph
        Of :func:`build`.
    category, purpose, recipient : str, optional
        Ids.
    to : str, optional
        A country code.
    verdict, instrument : str, optional
        ``not-covered``, ``eu-us-dpf`` and so on.

    Returns
    -------
    list of Path
        Sorted, each once.
    """
    return sorted(set(_paths(graph, category, purpose, recipient, to, verdict, instrument)))


def _paths(g: nx.MultiDiGraph, *wanted: Any) -> Iterator[Path]:
    category, purpose, recipient, to, verdict, instrument = wanted
    for r, data in g.nodes(data=True):
        if data["kind"] != "recipient" or (recipient and r[2] != recipient):
            continue
        ends = {
            (c[1], e["verdict"]) for _, c, e in g.out_edges(r, data=True)
            if (not to or c[1] == to) and (not verdict or e["verdict"] == verdict) and (not instrument or e["instrument"] == instrument)
        }  # fmt: skip
        for p, _, e in g.in_edges(r, data=True) if ends else ():
            if purpose and p[2] != purpose:
                continue
            for c in e["categories"]:
                if not category or c[2] == category:
                    for country, found in ends:
                        yield Path(r[1], c[2], p[2], r[2], country, found)


def reaching(graph: nx.MultiDiGraph, country: str) -> list[Path]:
    """What reaches a country."""
    return paths(graph, to=country)


def received(graph: nx.MultiDiGraph, recipient: str) -> list[Path]:
    """What a recipient gets."""
    return paths(graph, recipient=recipient)


def depends_on(graph: nx.MultiDiGraph, instrument: str) -> list[Path]:
    """What depends on one instrument."""
    return paths(graph, instrument=instrument)
