"""Charts of an audit as Plotly figures, each also as the table it shows.

``flow_chart``, ``journey_chart``, ``matrix_chart``, ``timeline_chart``, ``exposure_chart``, ``changes_chart``, and
for each a ``..._table`` of the same name; so for ``verdicts_chart`` and ``world_map``, which are pictures. Order and
ids are the same on every run. Words repeat whatever a colour shows.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_WHERE = {
    "flow_chart": "flow",
    "flow_plain": "flow",
    "flow_table": "flow",
    "journey_chart": "journey",
    "journey_table": "journey",
    "matrix_chart": "matrix",
    "matrix_table": "matrix",
    "timeline_chart": "timeline",
    "timeline_table": "timeline",
    "exposure_chart": "exposure",
    "exposure_table": "exposure",
    "world_map": "world",
    "world_table": "world",
    "verdicts_chart": "bars",
    "verdicts_table": "bars",
    "changes_chart": "changed",
    "changes_table": "changed",
}

__all__ = list(_WHERE)


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'datamap.publish.charts' has no attribute '{name}'")
    return getattr(import_module(f"datamap.publish.charts.{_WHERE[name]}"), name)
