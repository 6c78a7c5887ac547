"""What all tests share: where the optional data folder is, and what a new machine must have."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from pathlib import Path

import pytest
from _pytest.mark.expression import Expression
from hypothesis import HealthCheck, settings

from tools.times import listed, of_files

STRICT = os.environ.get("DATAMAP_STRICT") == "1"
"""Whether this machine promised to have everything, and a failure stops a landing (set by CI)."""

EXAMPLES = {"quick": 10, "usual": 20, "thorough": 500}
"""How many examples each property is tried with, by profile: ``pytest --hypothesis-profile=thorough``."""

for profile, number in EXAMPLES.items():
    # in CI the same examples every time, elsewhere new ones; a busy machine is no failure
    settings.register_profile(
        profile,
        max_examples=number,
        derandomize=STRICT,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
settings.load_profile("usual")

# nbformat's validator would use it for addresses in JSON schemas; to build its grammar takes longer than any fast test
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

# a container may forbid it: then each run rewrites all assertions, and each process compiles all files that it loads
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

ROOT = Path(__file__).resolve().parent.parent


TIMES = listed((ROOT / "tests" / "times.txt").read_text(encoding="utf-8").splitlines())
OF_FILES = of_files(TIMES)
LONG = 1.2
"""Seconds of CPU time from which `make test` leaves a test to CI; what is listed at all is `slow`."""


def pytest_configure(config: pytest.Config) -> None:
    """Files begin in the order of their tests, not those with most tests first (pytest-xdist)."""
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not even read a file all of whose tests are left out: what they share takes long (`make quick`)."""
    seconds = TIMES.get(collection_path.relative_to(ROOT).as_posix(), 0) if ROOT in collection_path.parents else 0
    if not seconds or not config.option.markexpr:
        return None
    wanted = Expression.compile(config.option.markexpr).evaluate
    marks = {"slow", "long"} if seconds >= LONG else {"slow"}
    # neither with these marks alone nor with every mark
    return (not wanted(lambda name, **_: name in marks) and not wanted(lambda *_, **__: True)) or None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests that take long, by what was measured (``tests/times.txt``, `make times`).

    Of several processes, none is left alone with a long file at the end: the longest begin first.
    """
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: -OF_FILES[item.nodeid.partition("::")[0]])
    for item in items:
        seconds = max(TIMES.get(name, 0) for name in (item.nodeid.partition("::")[0], item.nodeid.partition("[")[0]))
        if seconds:
            item.add_marker("slow")
        if seconds >= LONG:
            item.add_marker("long")


def pytest_runtest_setup() -> None:
    """A width that the caller's terminal asks for does not fold what tests compare; a test that folds sets its own."""
    os.environ.pop("COLUMNS", None)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: without it, a collection of garbage has a third of the objects to look at."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)  # audits make many objects and few cycles: a search for them finds little


def missing(reason: str) -> None:
    """Skip, or fail where the machine promised to have everything (``DATAMAP_STRICT=1``, set by CI)."""
    if STRICT:
        pytest.fail(f"{reason} (DATAMAP_STRICT=1 makes this a failure)")
    pytest.skip(reason)


def examples(share: float) -> settings:
    """More or fewer examples than the profile says, for a property whose examples are cheap or expensive."""
    return settings(max_examples=max(1, round(settings().max_examples * share)))


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's root folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The optional folder with real registers and participant lists (``DATAMAP_SHARED``)."""
    folder = Path(os.environ.get("DATAMAP_SHARED") or ROOT.parent / "shared")
    if not folder.is_dir():
        pytest.skip("no data folder: set DATAMAP_SHARED")
    return folder


@pytest.fixture(scope="session")
def office(tmp_path_factory):
    """What LibreOffice makes of files of one folder; all share a profile, which takes longer to set up than a file."""
    from office_fixture import converter

    return converter(tmp_path_factory.mktemp("profile"))


@pytest.fixture
def one(tmp_path):
    """The file of a small inventory to report on."""
    from run_fixture import named

    return named(tmp_path, "one")


@pytest.fixture(scope="session")
def _reported(tmp_path_factory) -> Path:
    from run_fixture import named

    from datamap.runs import reports

    folder = tmp_path_factory.mktemp("reported")
    (done,) = reports.report([named(folder, "one")], "2026Q3", folder / "out")
    assert done.state == "made", done.error
    return folder / "out"


@pytest.fixture
def reported(_reported, tmp_path) -> Path:
    """A folder of reports with that of the small inventory for 2026Q3, which a test may harm."""
    shutil.copytree(_reported, tmp_path / "out")
    return tmp_path / "out"
