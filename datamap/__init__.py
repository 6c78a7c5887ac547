"""Data mapping and transfer-risk audits under the GDPR.

    import datamap as dm
    inv = dm.read("inventory/smartsupp.yaml")
    audit = dm.audit(inv, as_of="2026-09-30")
    audit.findings

The public names are loaded when first used: a command pays only for what it needs.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

__version__ = "0.1.0"

_WHERE = {
    "read": "datamap.formats",
    "Inventory": "datamap.model",
    "audit": "datamap.audit",
    "run": "datamap.parameters",
    "law": "datamap.law",
    "paths": "datamap.graph",
    "what_if": "datamap.whatif",
    "changes_since": "datamap.changes",
    "flow_chart": "datamap.publish",
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
    # `datamap.audit` and `datamap.law` name a module as well as a public thing
    value = module if name == "law" else getattr(module, _CALLED.get(name, name))
    globals()[name] = value
    return value


class _Package(ModuleType):
    """The package, with ``audit`` the verb: importing the module of that name would otherwise put the module there."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "audit" and isinstance(value, ModuleType):
            value = value.audit
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __dir__() -> list[str]:
    return sorted(__all__)
