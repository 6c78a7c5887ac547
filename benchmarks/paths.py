"""Paths through a group, beside networkx and rustworkx."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from benchmarks.measure import DAY, timed
from benchmarks.results import Row
from datamap.pipeline import Audit, audit
from datamap.tables import Tables
from datamap.transfers import flows


def _some(tables: Tables, wanted: int) -> Tables:
    """The first controllers, with about as many flows as wanted."""
    per = len(flows.flow_table(tables.of(0, min(50, len(tables["inventories"]))))) / min(50, len(tables["inventories"]))
    return tables.of(0, max(1, min(len(tables["inventories"]), round(wanted / per))))


def affected(a: Audit) -> pd.DataFrame:
    """The paths category, purpose, recipient, country to recipients that nothing covers.

    Our way: by joins of the affected rows.
    """
    t = a.coverage.frame
    bad = t[t["verdict"].isin(["not-covered", "undetermined"])]
    mask = np.zeros(len(a.tables["recipients"]), dtype=bool)
    mask[bad["recipient"].to_numpy()] = True
    reach = flows.flow_table(a.tables, mask)[["category", "purpose", "recipient"]]
    ends = bad[["recipient", "country"]].astype({"country": str}).drop_duplicates()
    return reach.drop_duplicates().merge(ends, on="recipient")


def _edges(a: Audit) -> tuple[list[tuple[Any, Any]], list[Any], set[Any]]:
    """The plain graph an analyst builds: edges, category nodes, recipient-country edges that are not covered."""
    t = a.tables
    edges = [
        (("c", c), ("p", p)) for p, c in zip(t["uses"]["purpose"].tolist(), t["uses"]["category"].tolist(), strict=True)
    ]
    pairs = flows.disclosure_table(t)
    edges += [(("p", p), ("r", r)) for p, r in zip(pairs["purpose"].tolist(), pairs["recipient"].tolist(), strict=True)]
    f = a.coverage.frame
    ends = list(
        zip(f["recipient"].tolist(), f["country"].astype(str).tolist(), f["verdict"].astype(str).tolist(), strict=True)
    )
    # a country node per recipient keeps the graph a map of its own, as the library's question is per recipient
    edges += [(("r", r), ("x", r, c)) for r, c, _ in ends]
    return (
        edges,
        [("c", c) for c in range(len(t["categories"]))],
        {("x", r, c) for r, c, v in ends if v in ("not-covered", "undetermined")},
    )


def paths(tables: Tables, wanted: int) -> list[Row]:
    import networkx as nx
    import rustworkx as rx

    a = audit(_some(tables, wanted), DAY)
    flows_ = len(flows.flow_table(a.tables))
    ours, mine = timed(lambda: affected(a))
    edges, categories, targets = _edges(a)
    g = nx.DiGraph(edges)

    def naive() -> set[tuple[Any, ...]]:
        return {tuple(p) for c in categories if c in g for p in nx.all_simple_paths(g, c, targets, cutoff=3)}

    theirs, found = timed(naive, times=1)
    h = rx.PyDiGraph()
    at = {n: i for i, n in enumerate(dict.fromkeys(n for e in edges for n in e))}
    h.add_nodes_from(list(at))
    h.add_edges_from_no_data([(at[u], at[v]) for u, v in edges])
    ends = [at[t] for t in targets if t in at]

    def rust() -> int:
        return sum(
            len(rx.all_simple_paths(h, c, e, cutoff=4)) for e in ends for c in rx.ancestors(h, e) if h[c][0] == "c"
        )

    rusted, count = timed(rust, times=1)
    named = {
        (("c", c), ("p", p), ("r", r), ("x", r, x))
        for c, p, r, x in mine[["category", "purpose", "recipient", "country"]].itertuples(index=False, name=None)
    }
    equal = named == found and count == len(found)
    return [
        Row("affected paths by joins", f"{ours:.4f} s", "", None, f"{flows_:,} flows, {len(mine):,} affected paths"),
        Row(
            "the same with nx.all_simple_paths",
            f"{theirs:.2f} s",
            "",
            None,
            "from each category, cut off at three edges, graph built beforehand",
        ),
        Row(
            "the same with rustworkx",
            f"{rusted:.3f} s",
            "",
            None,
            "from the categories above each affected end only, which an analyst would have to think of",
        ),
        Row(
            "networkx / ours",
            f"{theirs / ours:.0f}",
            "at least 50",
            theirs / ours >= 50 and equal,
            f"answers equal: {'yes' if equal else 'NO'}",
        ),
    ]
