"""Writing the report, workbook, charts and page: each function takes an audit and writes a file or returns a figure."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_WHERE = {
    "write_all": "report",
    "flow_chart": "charts",
    "write_ropa": "record",
    "write_report": "page",
    "write_flows": "page",
}

__all__ = list(_WHERE)


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'datamap.publish' has no attribute '{name}'")
    return getattr(import_module(f"datamap.publish.{_WHERE[name]}"), name)
