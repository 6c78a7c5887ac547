"""The files around the code agree with it and with each other.

Versions, dependencies, documents, continuous integration, the wheel.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from conftest import missing
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

import datamap
from datamap import law
from datamap.cli import main

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
BROWSER = {"playwright", "axe-playwright-python"}
"""What only tests that drive a browser need, and conda-forge does not have."""


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def needed(*extras: str) -> dict[str, Requirement]:
    """What pyproject.toml asks for, by normalised name; without the project's own extras, which are followed."""
    found: dict[str, Requirement] = {}
    lists = [PROJECT["project"]["dependencies"]] + [PROJECT["project"]["optional-dependencies"][e] for e in extras]
    for line in [line for lines in lists for line in lines]:
        one = Requirement(line)
        found |= needed(*one.extras) if one.name == "datamap" else {canonicalize_name(one.name): one}
    return found


# --- versions and dependencies -------------------------------------------------------------------------------------


def test_the_version_has_one_place():
    assert "version" not in PROJECT["project"] and PROJECT["project"]["dynamic"] == ["version"]
    assert PROJECT["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "datamap.__version__"}
    assert yaml.safe_load(text("CITATION.cff"))["version"] == datamap.__version__


def test_the_law_pack_is_cited_as_it_is():
    (pack,) = [r for r in yaml.safe_load(text("CITATION.cff"))["references"] if "law pack" in r["title"]]
    last = yaml.safe_load((Path(law.__file__).parent / "data" / "pack.yaml").read_text(encoding="utf-8"))["editions"][
        -1
    ]
    assert (pack["version"], pack["date-released"]) == (last["version"], str(last["recorded"]))


def test_conda_users_get_the_same_bounds():
    lines = yaml.safe_load(text("environment.yml"))["dependencies"]
    conda = {
        canonicalize_name(r.name): str(r.specifier) for r in map(Requirement, (s for s in lines if isinstance(s, str)))
    }
    assert conda.pop("python") == PROJECT["project"]["requires-python"] and conda.pop("pip") == ""
    asked = {name: str(r.specifier) for name, r in needed("lab", "test").items() if name not in BROWSER}
    assert conda == asked, "environment.yml and pyproject.toml differ: change the one that is out of date"
    assert lines[-1] == {"pip": ["-e ."]}


def pins() -> Iterator[tuple[str, str]]:
    for line in text("constraints.txt").splitlines():
        if line.startswith("#"):
            continue
        pin = re.fullmatch(r"([A-Za-z0-9._-]+)==([0-9][A-Za-z0-9.!+]*)", line)
        assert pin, f"constraints.txt: {line!r}: expected NAME==VERSION and nothing else (`make constraints`)"
        yield canonicalize_name(pin[1]), pin[2]


def test_constraints_are_names_and_versions_that_the_project_accepts():
    pinned = list(pins())
    versions = dict(pinned)
    assert len(versions) == len(pinned) and "datamap" not in versions
    asked = needed("all")
    assert [
        n for n in asked if n not in versions and n != "setuptools"
    ] == []  # pip freeze leaves setuptools out on 3.11
    assert [n for n, r in asked.items() if n in versions and not r.specifier.contains(versions[n])] == []
    assert [n for n, v in pinned if Version(v).is_prerelease and n in asked] == []


def test_the_oldest_python_can_install_what_constraints_pin():
    """Some systems have an early patch release of a Python (Debian 12: 3.11.2), and a package may refuse it."""
    oldest = re.sub(r"[^0-9.]", "", PROJECT["project"]["requires-python"]) + ".0"
    installed = {canonicalize_name(d.metadata["Name"]): d for d in metadata.distributions()}
    refused = {
        f"{name}=={version} asks for {bound}"
        for name, version in pins()
        if name in installed and installed[name].version == version
        if (bound := installed[name].metadata.get("Requires-Python")) and not SpecifierSet(bound).contains(oldest)
    }
    assert refused == set(), f"constraints.txt: pin a version that Python {oldest} can install"


def test_the_classifiers_are_the_versions_that_ci_tests():
    classifiers = PROJECT["project"]["classifiers"]
    stated = [c.rpartition(" ")[2] for c in classifiers if re.search(r"Python :: 3\.\d+$", c)]
    jobs = yaml.safe_load(text(".github/workflows/ci.yml"))["jobs"]
    assert jobs["test"]["strategy"]["matrix"]["python"] == stated
    assert PROJECT["project"]["requires-python"] == f">={stated[0]}"
    assert "Typing :: Typed" in classifiers and (ROOT / "datamap" / "py.typed").is_file()


# --- documents -----------------------------------------------------------------------------------------------------


def test_the_changelog_has_unreleased_on_top_and_dated_versions():
    first, *versions = re.findall(r"^## (.+)$", text("CHANGELOG.md"), re.M)
    assert first == "Unreleased"
    dated = [re.fullmatch(r"(\d+\.\d+\.\d+) \((\d{4}-\d\d-\d\d)\)", v) for v in versions]
    assert all(dated), f"expected '## 1.2.3 (2026-11-25)' for each version: {versions}"
    released = [(Version(d[1]), d[2]) for d in dated]
    assert released == sorted(released, reverse=True)
    assert str(released[0][0]) == datamap.__version__
    assert yaml.safe_load(text("CITATION.cff"))["date-released"] == released[0][1]


def test_decisions_are_in_the_order_of_their_dates():
    body = text("DECISIONS.md").partition("\n## Dependencies")[0].split("\n\n")[1:]
    days = [re.match(r"\*\*(\d{4}-\d\d-\d\d)\. ", paragraph) for paragraph in body]
    assert [p[:60] for p, day in zip(body, days, strict=True) if not day] == [], "expected '**2026-11-28. ...** ...'"
    found = [day[1] for day in days if day]
    assert found == sorted(found), "a decision is out of order: a new one goes to the end"


def test_the_tree_of_contributing_has_each_folder_in_the_order_of_imports():
    """Folders that a tree names and that do not exist mislead as much as those that it leaves out."""
    tree = text("CONTRIBUTING.md").partition("    datamap/\n")[2].partition("    benchmarks/")[0]
    named = [line.split()[0].rstrip("/").removesuffix(".py") for line in tree.splitlines()]
    assert [line for line in tree.splitlines() if len(line.split()) < 4] == []  # each has a description
    library = [p for p in (ROOT / "datamap").iterdir() if p.suffix == ".py" or (p / "__init__.py").exists()]
    there = {p.stem for p in library} - {"__init__", "__main__"}
    assert there - set(named) == set(), "add a line for it to the tree in CONTRIBUTING.md"
    assert set(named) - there == set(), "CONTRIBUTING.md names what does not exist"
    order = text("CONTRIBUTING.md").partition("The order: ")[2].partition(".\n")[0]
    assert re.split(r"[,<\s]+", order) == named


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "DECISIONS.md"])
def test_files_that_a_document_names_exist(name):
    where = re.findall(r"`((?:datamap|tests|docs|inventory|notebooks|tools|benchmarks)/[\w/.-]*)`", text(name))
    where += [link for link in re.findall(r"\]\(([^)#]+)\)", text(name)) if "://" not in link]
    assert [w for w in where if not (ROOT / w).exists()] == []


# --- the command line ----------------------------------------------------------------------------------------------


def commands(group: click.Group = main, above: str = "datamap") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        yield f"{above} {name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{above} {name}")


@pytest.mark.parametrize(("call", "command"), list(commands()), ids=[call for call, _ in commands()])
def test_every_command_has_help_and_is_in_the_readme(call, command):
    assert command.help and command.help.strip().endswith("."), f"{call} has no help: give its function a docstring"
    options = [p for p in command.params if isinstance(p, click.Option)]
    silent = {f"{call} {p.opts[-1]}" for p in options if not p.help and not isinstance(p.type, click.Choice)}
    assert silent - {"datamap report --output"} == set(), "give these options a help text"
    assert re.search(rf"{call}\b", text("README.md")), f"README.md does not name `{call}`"


# --- make, continuous integration, forms ---------------------------------------------------------------------------


def targets() -> dict[str, str]:
    return dict(re.findall(r"^([a-z]+):(?!=)(.*)$", text("Makefile"), re.M))


def test_make_describes_its_targets_and_ci_calls_those_that_exist():
    phony = set(re.search(r"^\.PHONY: (.+)$", text("Makefile"), re.M)[1].split())
    assert phony == set(targets())
    assert [t for t, line in targets().items() if "## " not in line] == []
    lines = re.findall(r"^make ([^#\n]+)", text(".ci/run"), re.M)
    called = [word for line in lines for word in line.split() if word[0] not in "-."]
    assert called == ["lint", "wheel", "docs", "test"] and set(called) <= phony


def test_a_report_needs_no_extra():
    assert "/.base" in targets()["report"] and "/.all" in targets()["test"]
    assert re.search(r"/\.base:.*\n\t.*-e \.\n", text("Makefile"))


def test_markers_of_make_quick_are_those_that_are_declared():
    expression = re.search(r"^QUICK\s*:= not \((.*)\)$", text("Makefile"), re.M)[1]
    declared = [m.partition(":")[0] for m in PROJECT["tool"]["pytest"]["ini_options"]["markers"]]
    assert sorted(expression.split(" or ")) == sorted(declared)


def test_ci_runs_the_tests_that_make_test_leaves_out():
    assert re.search(r"^LONG\s*\?= \$\(DATAMAP_STRICT\)$", text("Makefile"), re.M)
    assert '$(if $(LONG),,-m "not long")' in text("Makefile")
    assert re.search(r"^export DATAMAP_STRICT=1\n(?s:.*)^make test$", text(".ci/run"), re.M)


def test_workflows_pin_what_they_use():
    steps = [
        line.strip() for p in (ROOT / ".github" / "workflows").glob("*.yml") for line in p.read_text().splitlines()
    ]
    uses = [s for s in steps if re.match(r"(- )?uses:", s)]
    assert uses and [u for u in uses if not re.search(r"uses: [\w./-]+@[0-9a-f]{40}  # v\d", u)] == []
    runs = [s for s in steps if re.search(r"^(- )?run:", s)]
    assert runs == ["- run: bash .ci/run"] * 2 + ["- run: make oldest"]


def test_the_first_issue_form_is_for_a_wrong_legal_fact():
    forms = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[0-9]*.yml"))
    read: list[dict[str, Any]] = [yaml.safe_load(f.read_text(encoding="utf-8")) for f in forms]
    names = ["A wrong legal fact", "A wrong reading", "A bug", "A feature", "A wrong fact about a vendor"]
    assert [f["name"] for f in read] == names
    for form in read:
        fields = [b for b in form["body"] if b["type"] != "markdown"]
        assert all(b["id"] and b["attributes"]["label"] for b in fields) and form["description"]
    asked = {b["id"] for b in read[0]["body"] if b.get("validations", {}).get("required")}
    assert asked >= {"subject", "day", "stated", "right", "source"}


def test_hooks_call_tools_that_the_project_installs():
    hooks = yaml.safe_load(text(".pre-commit-config.yaml"))["repos"][0]["hooks"]
    tools = {Path(h["entry"].split()[0]).name for h in hooks}
    assert tools - {"datamap"} <= set(needed("all")) and all(h["language"] == "system" for h in hooks)


# --- the wheel -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> zipfile.ZipFile:
    """Built from a copy, because setuptools leaves files beside its sources."""
    if Version(metadata.version("setuptools")) < Version("77"):
        missing("setuptools 77 or newer")
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in ("datamap", "notebooks"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    code = f"from setuptools import build_meta; print(build_meta.build_wheel({str(out)!r}))"
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run([sys.executable, "-c", code], cwd=source, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr[-3000:]
    (built,) = out.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        yield archive


def test_the_wheel_carries_every_file_of_the_package_and_the_notebook(wheel):
    names = set(wheel.namelist())
    tracked = {p for p in (ROOT / "datamap").rglob("*") if p.is_file() and "__pycache__" not in p.parts}
    assert {p.relative_to(ROOT).as_posix() for p in tracked} - names == set(), (
        "add it to package-data in pyproject.toml"
    )
    assert "datamap/py.typed" in names
    assert f"datamap-{datamap.__version__}.data/data/share/datamap/4_quarterly.ipynb" in names


def test_the_wheel_carries_nothing_else(wheel):
    info = f"datamap-{datamap.__version__}"
    tops = {name.partition("/")[0] for name in wheel.namelist()}
    assert tops == {"datamap", f"{info}.dist-info", f"{info}.data"}
