"""Sizes that a reader can follow: lines, functions, classes and files, whatever a comment for a linter permits."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted(p for folder in ("datamap", "tests", "tools", "benchmarks") for p in (ROOT / folder).rglob("*.py"))
LIMITS = {"line": 120, "function": 60, "class": 200, "file": 400}


def too_long(path: Path) -> list[str]:
    """What is over its limit in a file, with the place."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    sizes = [("file", 1, "", len(lines))]
    if not path.is_relative_to(ROOT / "tests"):  # documents that tests write have the lines of documents
        sizes += [("line", n, "", len(line)) for n, line in enumerate(lines, 1)]
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            kind = "class" if isinstance(node, ast.ClassDef) else "function"
            sizes.append((kind, node.lineno, f" {node.name}", (node.end_lineno or 0) - node.lineno + 1))
    where = path.relative_to(ROOT)
    return [f"{where}:{n}: {kind}{name}: {size}" for kind, n, name, size in sizes if size > LIMITS[kind]]


@pytest.mark.parametrize("folder", ["datamap", "tests", "tools", "benchmarks"])
def test_nothing_is_longer_than_a_reader_can_follow(folder):
    found = [w for p in FILES if p.is_relative_to(ROOT / folder) for w in too_long(p)]
    assert found == [], f"split them by topic; the limits are {LIMITS}"


def test_each_limit_is_checked(tmp_path, monkeypatch):
    monkeypatch.setattr("test_sizes.ROOT", tmp_path)
    path = tmp_path / "datamap" / "long.py"
    path.parent.mkdir()
    body = "    x = 1\n" * 330
    path.write_text(f"class A:\n{body}\n\ndef f():\n{body}\n# {'y' * 120}  # noqa: E501\n", encoding="utf-8")
    kinds = [w.split(": ")[1].split()[0] for w in too_long(path)]
    assert sorted(kinds) == ["class", "file", "function", "line"]
