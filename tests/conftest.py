"""What all tests share: where the optional data folder is, and what a new machine must have."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# where a failure stops a landing, the same examples every time; elsewhere new ones. A busy machine is no failure
settings.register_profile("strict", derandomize=True, deadline=None)
settings.register_profile("exploring", deadline=None)
settings.load_profile("strict" if os.environ.get("DATAMAP_STRICT") == "1" else "exploring")

ROOT = Path(__file__).resolve().parent.parent


def missing(reason: str) -> None:
    """Skip, or fail where the machine promised to have everything (``DATAMAP_STRICT=1``, set by CI)."""
    if os.environ.get("DATAMAP_STRICT") == "1":
        pytest.fail(f"{reason} (DATAMAP_STRICT=1 makes this a failure)")
    pytest.skip(reason)


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


@pytest.fixture
def one(tmp_path):
    """The file of a small inventory to report on."""
    from run_fixture import MAP

    path = tmp_path / "one.yaml"
    path.write_text(MAP.format(id="one"), encoding="utf-8")
    return path
