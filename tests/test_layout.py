"""The layout of the library: a folder imports only from folders below it, and files never import in a circle."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LIBRARY = ROOT / "datamap"

LAYERS = (
    ("errors",),
    ("files", "display", "labels", "spreadsheet"),
    ("documents",),
    ("model",),
    ("facts",),
    ("law",),
    ("vendors",),
    ("reading",),
    ("formats",),
    ("drafting",),
    ("forms",),
    ("tables",),
    ("transfers",),
    ("rules",),
    ("findings",),
    ("pipeline",),
    ("history",),
    ("questions",),
    ("publish", "group"),
    ("runs", "explorer"),
    ("cli",),
    ("__init__", "__main__"),
)
"""Folders and modules of ``datamap/``, the lowest first. Those of one row do not import each other."""

HEIGHT = {name: n for n, layer in enumerate(LAYERS) for name in layer}


def module(path: Path) -> str:
    """The dotted name of a file, as it is imported."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


FILES = {module(p): p for p in sorted(LIBRARY.rglob("*.py"))}


def place(name: str) -> str:
    """The folder or module at the top of ``datamap/`` that a dotted name belongs to."""
    return name.split(".")[1] if "." in name else "__init__"


def imported(path: Path, *, types: bool) -> Iterator[tuple[int, str]]:
    """Line and dotted name of all that a file imports of datamap, inside functions too; for type checkers if asked."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    checks = [n for n in ast.walk(tree) if isinstance(n, ast.If) and "TYPE_CHECKING" in ast.dump(n.test)]
    skipped = set() if types else {id(x) for n in checks for s in n.body for x in ast.walk(s)}
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from ((node.lineno, a.name) for a in node.names if a.name.split(".")[0] == "datamap")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "datamap":
            for a in node.names:
                if (node.module, a.name) == ("datamap", "__version__"):  # a text that every file may print
                    continue
                full = f"{node.module}.{a.name}"
                yield node.lineno, full if full in FILES else str(node.module)
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield node.lineno, "a relative import"
        elif types and isinstance(node, ast.Constant) and re.fullmatch(r"datamap(\.\w+)+\.?", str(node.value)):
            yield node.lineno, str(node.value).rstrip(".")  # what import_module gets


def upward(path: Path, mine: str) -> Iterator[tuple[int, str]]:
    """Line and name of what a file of a folder imports, but may not."""
    for line, target in imported(path, types=True):
        there = place(target) if target.startswith("datamap") else target
        if there != mine and (there not in HEIGHT or HEIGHT[there] >= HEIGHT[mine]):
            yield line, target


def test_the_layers_are_what_is_in_the_folder():
    there = {p.stem for p in LIBRARY.iterdir() if p.suffix == ".py" or (p.is_dir() and any(p.glob("*.py")))}
    assert there == set(HEIGHT), (
        "name each folder and module of datamap/ once in LAYERS, in the row above all it imports"
    )


@pytest.mark.parametrize("name", FILES)
def test_imports_go_downwards(name):
    mine = place(name)
    wrong = [f"{FILES[name].relative_to(ROOT)}:{line} imports {t}" for line, t in upward(FILES[name], mine)]
    assert not wrong, (
        f"{'; '.join(wrong)}. "
        f"'{mine}' may import only from: {', '.join(n for n in HEIGHT if HEIGHT[n] < HEIGHT[mine])}. "
        "Move what both need into the lower folder, pass it as an argument, or move this code up"
    )


@pytest.mark.parametrize(
    "line",
    [
        "from datamap.publish import report",
        "import datamap.cli",
        "import datamap as dm",
        "from datamap import pipeline",
        "from ..findings import frame",
        "def f():\n    from datamap.rules import rule",
        "if TYPE_CHECKING:\n    from datamap.pipeline import Audit",
        "import importlib\nimportlib.import_module('datamap.questions.plan')",
        "name = 'page'\nimport_module(f'datamap.publish.{name}')",
        "from datamap.newfolder import something",
    ],
)
def test_a_wrong_import_of_any_form_is_found(tmp_path, line):
    path = tmp_path / "wrong.py"
    path.write_text(f"from datamap.errors import CallError\n{line}\n", encoding="utf-8")
    assert len(list(upward(path, "law"))) == 1
    path.write_text("from datamap.errors import CallError\nfrom datamap.law import case\n", encoding="utf-8")
    assert list(upward(path, "law")) == []


def test_files_do_not_import_each_other_in_a_circle():
    graph = {
        name: {t for _, t in imported(path, types=False) if t in FILES and t != name} for name, path in FILES.items()
    }
    left = dict(graph)
    while free := [name for name, needs in left.items() if not needs & left.keys()]:
        for name in free:
            del left[name]
    # what is left imports from a circle or stands in one: keep those that something left imports
    while ends := [name for name in left if not any(name in needs for other, needs in left.items() if other != name)]:
        for name in ends:
            del left[name]
    assert not left, f"import cycle among {', '.join(sorted(left))}: move what they share into a file below both"
