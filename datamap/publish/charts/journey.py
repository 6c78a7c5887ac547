"""The flow diagram of one category, purpose, recipient, place or safeguard: its flows stay bright, the others fade."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from datamap import labels
from datamap.errors import CallError
from datamap.model import arguments
from datamap.model.vocabulary import VERDICTS, SafeguardKind, vocabulary
from datamap.pipeline import Audit
from datamap.publish.charts import flow, style
from datamap.publish.charts.nodes import LAYERS, PLURALS, Flows, flows_of
from datamap.tables.preview import Preview

if TYPE_CHECKING:
    import plotly.graph_objects as go

KINDS = (*LAYERS, "safeguard")


def journey_table(audit: Audit, **thing: str) -> pd.DataFrame:
    """``category, purpose, recipient, country, verdict`` of each flow; parameters as in :func:`journey_chart`."""
    f = flows_of(audit, grouped=False)
    mine = f.frame[_selected_flows(audit, f, thing)]
    name = [n for _, n in f.nodes]
    out = pd.DataFrame({layer: [name[i] for i in mine[layer]] for layer in LAYERS})
    out["verdict"] = [VERDICTS[r] for r in mine["rank"]]
    rows = out.drop_duplicates().sort_values([*LAYERS], ignore_index=True)
    ((kind, value),) = thing.items()
    return Preview.of(rows, f"Flows: {_title(audit, kind, value)}", tuple(rows.columns))


def journey_chart(audit: Audit, **thing: str) -> go.Figure:
    """The flow diagram with the flows of one thing bright and all others faded.

    Parameters
    ----------
    audit : Audit
    **thing : str
        One of ``category, purpose, recipient`` (an id or a name), ``country`` (in any usual spelling) and ``safeguard``
        (``dpf``, ``scc`` ...).

    Raises
    ------
    CallError
        If the map does not contain it.
    """
    from datamap.publish.charts.diagram import Diagram

    f = flows_of(audit, grouped=False)
    selected = _selected_flows(audit, f, thing)
    ((kind, value),) = thing.items()
    return Diagram(flow.draw_flows(audit, f, f"Data flows: {_title(audit, kind, value)}", selected))


def _title(audit: Audit, kind: str, value: str) -> str:
    """What a thing is called: its name, not its id."""
    if kind == "country":
        return style.country(value)
    if kind == "safeguard":
        return labels.word("safeguard", value)
    entries = audit.tables[PLURALS[kind]]
    names = entries["name"][(entries["id"] == value).to_numpy()].unique()
    return f"{kind} {names[0] if len(names) == 1 else value}"


def _selected_flows(audit: Audit, f: Flows, thing: dict[str, str]) -> np.ndarray:
    """A mask of the flows that a thing is part of."""
    if len(thing) != 1:
        raise CallError(f"journey: {', '.join(thing) or 'nothing'} given. Expected one of: {', '.join(KINDS)}")
    ((kind, value),) = thing.items()
    arguments.check_one_of(kind, KINDS, "journey")
    if kind == "safeguard":
        arguments.check_one_of(value, vocabulary(SafeguardKind), "journey: safeguard")
        mask = (f.frame["ground"] == value).to_numpy()
    else:
        names = _place_names(audit, value) if kind == "country" else _entry_names(audit, kind, value)
        chosen = {n for n, (layer, name) in enumerate(f.nodes) if layer == kind and name in names}
        mask = f.frame[kind].isin(chosen).to_numpy()
    if not mask.any():
        raise CallError(f"journey: no flow has the {kind} '{value}'")
    return mask


def _place_names(audit: Audit, value: str) -> set[str]:
    codes = audit.coverage.frame["country"].astype(str).unique()
    return {style.country(arguments.parse_place(value, "journey: country", codes))}


def _entry_names(audit: Audit, kind: str, value: str) -> set[str]:
    """The labels of the categories, purposes or recipients with an id or a name."""
    table = audit.tables[PLURALS[kind]]
    found = arguments.find_ids(
        value, zip(table["id"].tolist(), table["name"].tolist(), strict=True), f"journey: {kind}"
    )
    return set(style.names(audit.tables)[kind][table["id"].isin(found).to_numpy()])
