"""Runs that fail, are killed or meet a full disk leave the last report as it was, and no process."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from run_fixture import MAP, notebook, state

from datamap.cli import main
from datamap.errors import CallError, RunError
from datamap.files import folders
from datamap.runs import manifest, reports
from datamap.runs import notebook as execution


def test_a_failed_run_keeps_the_last_report_and_the_failed_notebook(tmp_path, one, reported):
    out = reported
    before = state(out / "2026Q3" / "one")
    bad = notebook(tmp_path / "n.ipynb", "1 / 0")
    (done,) = reports.report([one], "2026Q3", out, notebook=bad)
    assert done.state == "failed" and "ZeroDivisionError" in done.error
    assert state(out / "2026Q3" / "one") == before
    kept = nbformat.read(out / "2026Q3" / "one.failed.ipynb", as_version=4)
    assert (
        "An Exception was encountered" in kept.cells[0].source
        and "    the report notebook failed: ZeroDivisionError: division by zero" in kept.cells[0].source
    )
    assert done.notebook == out / "2026Q3" / "one.failed.ipynb"
    assert not list((out / "2026Q3").glob(".one*"))


@pytest.mark.skipif(sys.platform != "linux", reason="other systems tell no child that its parent died")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_killed_run_leaves_no_process(tmp_path, jobs):
    paths = []
    for name in ("a", "b"):
        paths.append(tmp_path / f"{name}.yaml")
        paths[-1].write_text(MAP.format(id=name), encoding="utf-8")
    notebook(
        tmp_path / "n.ipynb",
        f"import os, time, pathlib; pathlib.Path({str(tmp_path)!r}, f'{{os.getpid()}}.pid').touch(); time.sleep(300)",
    )
    run = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "datamap",
            "report",
            *map(str, paths),
            "--quarter",
            "2026Q3",
            "-o",
            str(tmp_path / "out"),
            "--jobs",
            jobs,
            "--notebook",
            str(tmp_path / "n.ipynb"),
        ]
    )
    limit = time.monotonic() + 300  # a busy machine needs a minute to start two reports
    while not (pids := [int(p.stem) for p in tmp_path.glob("*.pid")]) and time.monotonic() < limit:
        time.sleep(0.1)
    run.kill()
    run.wait()
    while (alive := [p for p in pids if _alive(p)]) and time.monotonic() < limit:
        time.sleep(0.1)
    assert pids and not alive


def _alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits to be reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_folder_that_cannot_be_written(tmp_path, one):
    file = tmp_path / "file"
    file.write_text("x")
    with pytest.raises(CallError, match="cannot be written"):
        reports.report([one], "2026Q3", file)


@pytest.fixture
def disk(tmp_path):
    """A small file system, which a test may fill or make read-only."""
    found = tmp_path / "disk"
    found.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(found)], capture_output=True).returncode:
        pytest.skip("this machine mounts no tmpfs")
    yield found
    subprocess.run(["umount", str(found)], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small file system needs root")
def test_a_full_disk_leaves_the_last_report(disk, one):
    (done,) = reports.report([one], "2026Q3", disk)
    assert done.state == "made", done.error
    before = state(disk / "2026Q3" / "one")
    (disk / "filler").write_bytes(b"x" * (shutil.disk_usage(disk).free - 200_000))
    (again,) = reports.report([one], "2026Q3", disk)
    assert again.state == "failed"
    assert state(disk / "2026Q3" / "one") == before


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a file system needs root")
def test_a_read_only_folder_is_refused_and_keeps_its_reports(disk, one):
    reports.report([one], "2026Q3", disk)
    before = state(disk)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    done = CliRunner().invoke(main, ["report", str(one), "--quarter", "2026Q3", "-o", str(disk)])
    assert done.exit_code == 2 and "cannot be written (not writable)" in done.stderr
    assert state(disk) == before


PHASES = ((execution, "execute"), (manifest, "write"), (folders, "land"), (folders, "_exchange"))
"""What a run is doing when it is killed."""


@pytest.mark.parametrize(("module", "name"), PHASES, ids=[name for _, name in PHASES])
def test_a_killed_run_leaves_the_last_report(one, reported, module, name):
    out = reported
    before = state(out / "2026Q3" / "one")
    child = os.fork()
    if not child:
        try:
            setattr(module, name, lambda *args, **more: os.kill(os.getpid(), signal.SIGKILL))
            reports.report([one], "2026Q3", out, timeout=60)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert state(out / "2026Q3" / "one") == before
    (again,) = reports.report([one], "2026Q3", out)
    assert again.state == "made"
    assert not list((out / "2026Q3").glob(".one*")), "what the killed run left is cleared away"


def test_landing_swaps_whole_folders_and_comes_back_from_a_half_swap(tmp_path):
    target = tmp_path / "one"
    for text in ("old", "new"):
        built = folders.aside(target)
        (built / "f").write_text(text)
        folders.land(built, target)
        shutil.rmtree(built, ignore_errors=True)
    assert (target / "f").read_text() == "new"
    target.rename(tmp_path / ".one.old")
    with folders.alone(target):
        assert (target / "f").read_text() == "new"


def test_two_runs_at_once_on_one_folder(tmp_path):
    target = tmp_path / "one"
    with folders.alone(target), pytest.raises(RunError, match="another run is writing"), folders.alone(target):
        pass
    with folders.alone(target):
        pass
