"""Every example in a docstring gives what it shows."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def module(file: Path) -> str:
    """The dotted name of a module from its file."""
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


WITH_EXAMPLES = sorted(module(f) for f in (ROOT / "datamap").rglob("*.py") if ">>> " in f.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples_give_what_they_show(name, monkeypatch):
    monkeypatch.chdir(ROOT)  # examples read inventory/...
    failed, tried = doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert tried and not failed


def test_the_columnar_techniques_have_examples():
    from datamap.tables import arrays

    public = [v for k, v in vars(arrays).items() if getattr(v, "__module__", "") == arrays.__name__ and k[0] != "_"]
    missing = [v.__name__ for v in public if ">>> " not in (v.__doc__ or "")]
    assert len(public) >= 10 and not missing, f"add an example on three rows to: {', '.join(missing)}"
