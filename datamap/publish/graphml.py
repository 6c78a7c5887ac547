"""The graph of an audit as GraphML, for programs that draw or query graphs."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import networkx as nx

from datamap.documents.text import legal_in_xml

if TYPE_CHECKING:
    from datamap.pipeline import Audit


def graphml(audit: Audit) -> str:
    """The graph as GraphML: the attributes of :func:`datamap.transfers.graph.build`, as texts and yes or no.

    A list is a text with ``; `` between its items. ``transfers`` of an edge from purpose to recipient is JSON: category
    -> ids of the edges to the places that the category reaches. A path of the graph that this does not allow is not a
    flow.
    """
    written = nx.MultiDiGraph(**{key: legal_in_xml(str(value)) for key, value in audit.graph.graph.items()})
    for node, data in audit.graph.nodes(data=True):
        written.add_node(_id(node), **_plain(data))
    for n, (source, target, row, data) in enumerate(audit.graph.edges(keys=True, data=True)):
        # in a file, an edge's id is unique; those of transfers are what `transfers` refers to
        key = _transfer(row) if "verdict" in data else f"e{n}"
        written.add_edge(_id(source), _id(target), key=key, **_plain(data))
    out = io.BytesIO()
    nx.write_graphml(written, out, named_key_ids=True)
    return out.getvalue().decode("utf-8")


def _id(node: Iterable[str]) -> str:
    """A node's id in the file: ``recipient/smartsupp/slack``, ``country/US``."""
    return legal_in_xml("/".join(node))


def _transfer(row: int) -> str:
    """The id of the edge of a transfer, by its row in the audit."""
    return f"t{row}"


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes that GraphML can hold; what is None is left out."""
    return {key: _value(value) for key, value in data.items() if value is not None}


def _value(value: Any) -> Any:
    if isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, Mapping):
        plain = {_id(node): [_transfer(row) for row in sorted(rows)] for node, rows in value.items()}
        return json.dumps(dict(sorted(plain.items())))
    if isinstance(value, frozenset):
        return "; ".join(sorted(_id(node) for node in value))
    if isinstance(value, (list, tuple)):
        return "; ".join(_item(item) for item in value)
    return legal_in_xml(str(value))


def _item(item: Any) -> str:
    """An item of a list; of a pair, such as section and words, both parts that are there."""
    return legal_in_xml(": ".join(filter(None, map(str, item))) if isinstance(item, tuple) else str(item))
