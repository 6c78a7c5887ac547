"""A function is written once: what two files need is a helper of the lowest folder that both may import."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted(p for folder in ("datamap", "tests", "tools", "benchmarks") for p in (ROOT / folder).rglob("*.py"))
LINES = 6
"""Shorter functions may be alike: a helper would not be clearer."""


def copies(sources: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Functions whose statements are the same, whatever their names and docstrings: each as its places."""
    found = defaultdict(list)
    for name, text in sources:
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            if body and (body[-1].end_lineno or 0) - body[0].lineno + 1 >= LINES:
                found["\n".join(map(ast.dump, body))].append(f"{name}:{node.lineno} {node.name}")
    return [places for places in found.values() if len(places) > 1]


def test_no_function_is_a_copy_of_another():
    assert copies((str(p.relative_to(ROOT)), p.read_text(encoding="utf-8")) for p in FILES) == []


def test_a_copy_under_another_name_is_found():
    body = "    a = []\n    for b in c:\n        if b:\n            a.append(b)\n            print(b)\n    return a\n"
    assert copies([("x.py", f"def f(c):\n{body}"), ("y.py", f'def g(c):\n    """Do."""\n{body}')]) == [
        ["x.py:1 f", "y.py:1 g"]
    ]
    assert copies([("x.py", f"def f(c):\n{body}"), ("y.py", f"def g(c):\n{body.replace('append', 'remove')}")]) == []
