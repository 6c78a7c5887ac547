"""The page of the public names of :mod:`datamap`, from their docstrings."""

from __future__ import annotations

import inspect

import datamap

INTRODUCTION = """# Python

`import datamap as dm`. These names are public; what is in other modules may change with every version.
"""


def page() -> str:
    """The page; the names in the order in which the package lists them."""
    out = [INTRODUCTION]
    for name in datamap.__all__:
        value = getattr(datamap, name)
        if name.startswith("__"):
            continue
        kind = "module" if inspect.ismodule(value) else "class" if inspect.isclass(value) else "function"
        directive = {"module": "automodule", "class": "autoclass", "function": "autofunction"}[kind]
        out += [f"## dm.{name}\n", "```{eval-rst}", f".. {directive}:: {_path(name, value)}", "```", ""]
    return "\n".join(out)


def _path(name: str, value: object) -> str:
    return value.__name__ if inspect.ismodule(value) else f"datamap.{name}"
