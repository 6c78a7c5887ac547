"""Data mapping and transfer-risk audits under the GDPR.

    import datamap as dm
    inv = dm.read("inventory/smartsupp.yaml")
    audit = dm.audit(inv, as_of="2026-09-30")
    audit.findings

The public names are loaded when first used: a command pays only for what it needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_WHERE = {
    "read": "datamap.formats",
    "draft": "datamap.questions.drafted",
    "Inventory": "datamap.model",
    "audit": "datamap.pipeline",
    "run": "datamap.runs.parameters",
    "law": "datamap.law",
    "paths": "datamap.transfers.graph",
    "confirm": "datamap.findings.deciding",
    "plan": "datamap.questions.plan",
    "explain": "datamap.questions.explain",
    "what_if": "datamap.questions.whatif",
    "diff": "datamap.questions.changes",
    "changes_since": "datamap.questions.changes",
    "catalogue": "datamap.questions.catalogue",
    "flow_chart": "datamap.publish",
    "explore": "datamap.explorer",
    "write_ropa": "datamap.publish",
    "write_all": "datamap.publish",
    "DatamapError": "datamap.errors",
}

_CALLED = {"changes_since": "since"}

__all__ = ["__version__", *_WHERE]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'datamap' has no attribute '{name}'")
    module = import_module(_WHERE[name])
    value = module if name == "law" else getattr(module, _CALLED.get(name, name))  # `dm.law` is the package itself
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
