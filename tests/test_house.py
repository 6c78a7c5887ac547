"""The house itself: each module stands when it is the first that is imported, and papermill finds the engine."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import entry_points, packages_distributions, requires
from pathlib import Path

import pytest
from test_layout import LAYERS

ROOT = Path(__file__).parent.parent
MODULES = sorted(
    ".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for p in (ROOT / "datamap").rglob("*.py")
    if p.name != "__main__.py"
)

ALONE = '''
import importlib, json, os, sys
layers = json.loads(sys.argv[1])
names = [name for layer in layers for name in layer]
for name in names:
    importlib.import_module(name)
for name in [n for n in sys.modules if n.partition(".")[0] == "datamap"]:
    del sys.modules[name]

def inside(package):
    """The modules of a package that is loaded: what it has itself loaded can be imported first, as it is."""
    for name in names:
        if name.rpartition(".")[0] == package:
            inside(name) if name in sys.modules else first(name)

def first(name):
    """In a process of its own, which has all other packages loaded, and of datamap the layers below the module."""
    child = os.fork()
    if child == 0:
        try:
            importlib.import_module(name)
            inside(name)
        except BaseException as e:
            print(f"{name}: {type(e).__name__}: {e}", flush=True)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0, name

for layer in layers:
    for name in layer:
        if name.count(".") == 1:
            first(name)
    for name in layer:
        importlib.import_module(name)
print(f"{len(names)} modules")
'''


def test_every_module_can_be_imported_first():
    """The layers below it are loaded: they import nothing of its layer, which the test of the layout proves."""
    order = {name: n for n, layer in enumerate(LAYERS) for name in layer}
    layers = [[m for m in MODULES if m != "datamap" and order[m.split(".")[1]] == n] for n in range(len(LAYERS))]
    layers = [["datamap"], *filter(None, layers)]
    done = subprocess.run(
        [sys.executable, "-c", ALONE, json.dumps(layers)], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (done.stdout, done.stderr) == (f"{len(MODULES)} modules\n", "") and len(MODULES) > 200


@pytest.mark.parametrize("first", ["papermill.engines", "datamap.runs.engine"])
def test_papermill_finds_the_engine_by_its_entry_point_whichever_is_imported_first(first):
    assert [e.value for e in entry_points(group="papermill.engine")] == ["datamap.runs.engine:ForkedEngine"]
    code = (
        f"import {first}; from papermill.engines import papermill_engines as e; "
        "print(e.get_engine('datamap').__module__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "datamap.runs.engine", done.stderr


def test_python_m_datamap_is_the_command():
    done = subprocess.run([sys.executable, "-m", "datamap", "--help"], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0 and "audit" in done.stdout


def test_the_public_names_are_few_and_all_there():
    import datamap as dm

    assert len(dm.__all__) - 1 <= 20  # beside the version
    assert all(getattr(dm, name) for name in dm.__all__)


def test_what_is_imported_at_the_top_of_a_file_comes_with_the_plain_installation():
    said = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    said += [d for name in said for d in requires(re.match(r"[\w-]+", name)[0]) or () if "extra ==" not in d]
    plain = {re.match(r"[\w-]+", d)[0].lower().replace("_", "-") for d in said}
    owners, missing = packages_distributions(), set()
    for path in (ROOT / "datamap").rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            names = (
                [a.name for a in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            outside = {n.partition(".")[0] for n in names} - sys.stdlib_module_names - {"datamap"}
            missing |= {
                f"{path.relative_to(ROOT)}: {n}"
                for n in outside
                if plain.isdisjoint(d.lower().replace("_", "-") for d in owners.get(n, [n]))
            }
    assert missing == set()


def test_an_installed_package_finds_its_notebook(monkeypatch, tmp_path):
    """Nothing of notebooks/ is in the package; the wheel carries the report's notebook beside it."""
    from importlib import metadata

    from datamap.runs import notebook

    carried = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["data-files"]
    assert carried == {"share/datamap": [notebook.NOTEBOOK.relative_to(ROOT).as_posix()]}
    site, kept = tmp_path / "lib" / "site-packages", tmp_path / "share" / "datamap" / notebook.NOTEBOOK.name
    path = metadata.PackagePath(f"../../share/datamap/{kept.name}")
    path.dist = metadata.PathDistribution(site / "datamap.dist-info")
    monkeypatch.setattr(notebook, "__file__", str(site / "datamap" / "runs" / "notebook.py"))
    monkeypatch.setattr(notebook.metadata, "files", lambda name: [path])
    assert notebook._own_notebook() == kept.resolve()


def test_the_profile_decides_how_many_examples_a_property_is_tried_with():
    own = [p for p in (ROOT / "tests").rglob("*.py") if re.search(r"max_examples\s*=", p.read_text(encoding="utf-8"))]
    assert own == [ROOT / "tests" / "conftest.py"], "ask for a share: @examples(0.4)"


def test_no_two_files_of_tests_have_one_name():
    """pytest imports a file by its name alone, and refuses the second one."""
    names = [p.name for p in (ROOT / "tests").rglob("*.py") if p.name not in ("__init__.py", "conftest.py")]
    assert sorted({n for n in names if names.count(n) > 1}) == []
