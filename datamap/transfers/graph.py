"""The map as a networkx graph, and its named questions.

Nodes are ``(kind, controller, id)`` with kind category, purpose or recipient, and ``("country", code)``. A purpose ->
recipient edge carries the ``categories`` it moves and, for each, the ``transfers`` that it goes through; :func:`paths`
uses both. Enumerating all paths of the graph would invent flows, and would give own
staff's data the verdict on customers' data.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import networkx as nx

from datamap import law
from datamap.labels import countries
from datamap.model import arguments
from datamap.model.safeguard import format_safeguard
from datamap.model.vocabulary import HOW, VERDICTS
from datamap.tables.arrays import records
from datamap.transfers import flows

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from datamap.tables import Tables
    from datamap.transfers.coverage import Coverage


Node = tuple[str, str, str]
"""Kind, controller, id."""

Way = tuple[int, int, int]
"""Purpose, recipient, and the processor in between (rows; -1 for none)."""

KINDS = {"category": "categories", "purpose": "purposes", "recipient": "recipients"}
"""Kind of node -> its table."""


class Path(NamedTuple):
    """One flow: ids of category, purpose and recipient, the country, and the verdict on it."""

    controller: str
    category: str
    purpose: str
    recipient: str
    country: str
    verdict: str


def build(tables: Tables, coverage: Coverage, findings: pd.DataFrame, day: dt.date) -> nx.MultiDiGraph:
    """The graph of a map as it was judged on a day.

    Parameters
    ----------
    tables : Tables
        As they held on the day.
    coverage : Coverage
        The verdicts on them.
    findings : DataFrame
        With ``subject_kind``, ``row`` and ``rule``.
    day : date

    Returns
    -------
    networkx.MultiDiGraph
        Typed nodes (``kind``, ``label``; ``evidence``: pairs of section and words; ``findings``: codes of rules),
        categories with ``special``, purposes with ``bases`` (pairs of basis and how it is known), recipients with
        ``safeguards``. Edges:

        - category -> purpose: ``when``, ``how``
        - purpose -> recipient, one per way it is reached: ``via`` (id of the processor that passes the data on, empty
          where there is none), ``bases``, ``how``, ``categories`` and ``transfers`` (category node -> keys of the edges
          beyond)
        - recipient -> country, keyed by the transfer's row: ``verdict``, ``ground``, ``instrument``, ``safeguard`` (the
          one relied on), ``evidence``, ``contested``, ``valid_until``, ``data``, ``via``, ``reasons``
    """
    g = nx.MultiDiGraph(as_of=day.isoformat())
    keys = _add_entries(g, tables)
    _describe(g, tables, findings, keys)
    for purpose, category, when, how in records(tables["uses"], "purpose", "category", "when", "how"):
        if category >= 0:
            g.add_edge(keys["category"][category], keys["purpose"][purpose], when=when, how=how)
    ids = tables["recipients"]["id"].tolist()
    bases = [g.nodes[key]["bases"] for key in keys["purpose"]]
    for (p, r, via), (how, transfers) in _ways(tables, coverage).items():
        of = {keys["category"][c]: frozenset(rows) for c, rows in transfers.items()}
        g.add_edge(
            keys["purpose"][p],
            keys["recipient"][r],
            via=ids[via] if via >= 0 else "",
            bases=bases[p],
            how=how,
            categories=frozenset(of),
            transfers=of,
        )
    _add_transfers(g, coverage, keys["recipient"], ids)
    return g


def _add_entries(g: nx.MultiDiGraph, t: Tables) -> dict[str, list[Node]]:
    """Add a node for each category, purpose and recipient; the nodes of each kind, by row."""
    who = t["inventories"]["id"].tolist()
    keys: dict[str, list[Node]] = {}
    for kind, table in KINDS.items():
        keys[kind] = [(kind, who[controller], id_) for controller, id_ in records(t[table], "controller", "id")]
        for key, label in zip(keys[kind], t[table]["name"].tolist(), strict=True):
            g.add_node(key, kind=kind, label=label, evidence=[], findings=[])
    return keys


def _add_transfers(g: nx.MultiDiGraph, coverage: Coverage, recipients: list[Node], ids: list[str]) -> None:
    """Add an edge for each transfer, with its verdict, from the recipient to the country."""
    rows = records(coverage.frame, "recipient", "via", "country", "data", "judgment", "valid_until")
    for row, (r, via, country, data, judgment, until) in enumerate(rows):
        v = coverage.verdicts[judgment]
        g.add_node(("country", country), kind="country", label=countries.name(country))
        g.add_edge(
            recipients[r],
            ("country", country),
            key=row,
            verdict=v.verdict,
            ground=v.ground,
            instrument=v.instrument,
            safeguard=v.relied_on,
            evidence=v.evidence,
            contested=v.contested,
            valid_until=until,
            data=data,
            via=ids[via] if via >= 0 else "",
            reasons=v.reasons,
        )


def _describe(g: nx.MultiDiGraph, t: Tables, findings: pd.DataFrame, keys: dict[str, list[Node]]) -> None:
    """Add to the nodes what they carry beside their label."""
    for key, special in zip(keys["category"], t["categories"]["special"].tolist(), strict=True):
        g.nodes[key]["special"] = special
    for kind, name in (("purpose", "bases"), ("recipient", "safeguards")):
        for key in keys[kind]:
            g.nodes[key][name] = []
    for purpose, basis, how in records(t["bases"], "purpose", "basis", "how"):
        g.nodes[keys["purpose"][purpose]]["bases"].append((basis, how))
    for recipient, kind, version in records(t["safeguards"], "recipient", "kind", "version"):
        g.nodes[keys["recipient"][recipient]]["safeguards"].append(format_safeguard(kind, version))
    for kind, row, code in records(findings, "subject_kind", "row", "rule"):
        if kind in keys:
            g.nodes[keys[kind][row]]["findings"].append(code)
    e = t["evidence"]
    e = e[e["facts"] == ""]  # what the entry as a whole is based on
    of = {table: kind for kind, table in KINDS.items()}
    for table, row, section, words in records(e, "table", "row", "section", "words"):
        if table in of:
            g.nodes[keys[of[table]][row]]["evidence"].append((section, words))


def _ways(t: Tables, coverage: Coverage) -> dict[Way, tuple[str, dict[int, set[int]]]]:
    """For each way from a purpose to a recipient how it is known and, by category, the rows of its transfers."""
    flow_table = flows.flow_table(t)
    ways: dict[Way, tuple[str, dict[int, set[int]]]] = {
        way: ("assumed", {}) for way in records(flows.disclosure_table(t), "purpose", "recipient", "via")
    }
    known = list(records(flow_table, "purpose", "recipient", "via", "category", "how"))
    for *way, category, how in known:
        before, transfers = ways[tuple(way)]
        # one assumed category makes the whole edge an assumption
        ways[tuple(way)] = (how if not transfers else max(before, how, key=HOW.index), transfers)
        transfers.setdefault(category, set())
    pairs = flows.transfers_of_flows(t, flow_table, coverage.frame)
    for flow, transfer in zip(*(x.tolist() for x in pairs), strict=True):
        *way, category, _ = known[flow]
        ways[tuple(way)][1][category].add(transfer)
    return ways


def paths(
    graph: nx.MultiDiGraph,
    *,
    category: str | None = None,
    purpose: str | None = None,
    recipient: str | None = None,
    to: str | None = None,
    verdict: str | None = None,
    instrument: str | None = None,
) -> list[Path]:
    """Flows from category to purpose, recipient and country, as the inventory has them; each filter narrows them.

    Parameters
    ----------
    graph : MultiDiGraph
        Of :func:`build`.
    category, purpose, recipient : str, optional
        Ids, or names in any case.
    to : str, optional
        A place as people spell it: ``US``, ``USA``, ``Germany``.
    verdict, instrument : str, optional
        ``not-covered``; ``eu-us-dpf`` or, for all of a kind, ``dpf``.

    Returns
    -------
    list of Path
        Sorted, each once.

    Raises
    ------
    CallError
        A name that is not on the map, a place or a word that is not known.
    """
    arguments.check_type(graph, nx.MultiDiGraph, "graph", "the graph of an audit: audit.graph")
    wanted = {
        kind: None if value is None else arguments.find_ids(value, _entries(graph, kind), kind)
        for kind, value in (("category", category), ("purpose", purpose), ("recipient", recipient))
    }
    places = [key[1] for key, kind in graph.nodes(data="kind") if kind == "country"]
    to = None if to is None else arguments.parse_place(to, "to", places)
    verdict = None if verdict is None else arguments.check_one_of(verdict, VERDICTS, "verdict")
    instruments = None if instrument is None else _instruments(graph, instrument)
    return sorted(set(_paths(graph, *wanted.values(), to, verdict, instruments)))


def _entries(g: nx.MultiDiGraph, kind: str) -> list[tuple[str, str]]:
    return [(key[2], data["label"]) for key, data in g.nodes(data=True) if data["kind"] == kind]


def _instruments(g: nx.MultiDiGraph, wanted: str) -> frozenset[str]:
    """The instruments of an id or a kind: those of the law, and those that transfers of the graph rely on."""
    kinds = {i.id: i.kind for i in law.load().instruments()}
    kinds |= {i: kinds.get(i, i) for *_, i in g.edges(data="instrument") if i}
    arguments.check_one_of(wanted, {*kinds, *kinds.values()}, "instrument")
    return frozenset(i for i, kind in kinds.items() if wanted in (i, kind))


def _paths(g: nx.MultiDiGraph, *wanted: Any) -> Iterator[Path]:
    category, purpose, recipient, to, verdict, instruments = wanted
    for r, data in g.nodes(data=True):
        if data["kind"] != "recipient" or (recipient and r[2] not in recipient):
            continue
        ends = {
            row: (c[1], e["verdict"])
            for _, c, row, e in g.out_edges(r, keys=True, data=True)
            if (not to or c[1] == to)
            and (not verdict or e["verdict"] == verdict)
            and (not instruments or e["instrument"] in instruments)
        }
        for p, _, e in g.in_edges(r, data=True) if ends else ():
            if purpose and p[2] not in purpose:
                continue
            for c, transfers in e["transfers"].items():
                if not category or c[2] in category:
                    for row in transfers & ends.keys():
                        yield Path(r[1], c[2], p[2], r[2], *ends[row])


def reaching(graph: nx.MultiDiGraph, country: str) -> list[Path]:
    """What reaches a country."""
    return paths(graph, to=country)


def received(graph: nx.MultiDiGraph, recipient: str) -> list[Path]:
    """What a recipient gets."""
    return paths(graph, recipient=recipient)


def depends_on(graph: nx.MultiDiGraph, instrument: str) -> list[Path]:
    """What depends on one instrument."""
    return paths(graph, instrument=instrument)
