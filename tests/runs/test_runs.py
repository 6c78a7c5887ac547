"""Report runs: checked first, landed whole, one bad inventory among many, killed and hanging runs, equal bytes."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from run_fixture import MAP, SMALL, notebook, state

from datamap.cli import main
from datamap.cli.progress import Progress
from datamap.errors import CallError, RunError
from datamap.files import folders
from datamap.history import archive, proof, quarter
from datamap.runs import engine, reports, verify
from datamap.runs.job import Outcome

# --- parameters ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("quartre", "2026Q3", "'quartre' is not known"),
        ("quarter", 20263, "Expected a text"),
        ("quarter", None, "Expected a text"),
        ("quarter", "2026Q3\nimport os", "control character or line end"),
        ("as_of", "2020-01-01", "'as_of' is set by the run itself"),
        ("output", "/tmp", "'output' is set by the run itself"),
        ("count", "007", "Expected a whole number"),
        ("count", True, "Expected a whole number"),
        ("flag", "false", "Expected true or false"),
    ],
)
def test_parameters_are_checked_before_anything_runs(tmp_path, one, name, value, said):
    path = notebook(tmp_path / "n.ipynb", SMALL)
    with pytest.raises(CallError, match=said):
        reports.report([one], "2026Q3", tmp_path / "out", notebook=path, parameters={name: value})
    assert not (tmp_path / "out" / "2026Q3" / "one").exists()


def test_quotes_and_backslashes_arrive_as_they_are(tmp_path, one):
    odd = "a\"b'c\\d{x}../%"
    path = notebook(tmp_path / "n.ipynb", f"assert word == {odd!r}, word", SMALL)
    (done,) = reports.report([one], "2026Q3", tmp_path / "out", notebook=path, parameters={"word": odd})
    assert done.state == "made", done.error


@pytest.mark.slow
@pytest.mark.parametrize("name", ["fork", "papermill"])
def test_no_path_and_no_secret_is_kept(tmp_path, one, name):
    path = notebook(tmp_path / "n.ipynb", "import os; print(os.getcwd()); print(word, len(api_token))", SMALL)
    more = {"word": str(tmp_path / "list.xlsx"), "api_token": "sesame"}
    (done,) = reports.report([one], "2026Q3", tmp_path / "out", notebook=path, parameters=more, engine=name)
    assert done.state == "made", done.error
    left = b"".join(state(done.folder).values()).decode()
    assert "sesame" not in left and "(not kept)" in left and "list.xlsx" in left
    kept = nbformat.read(done.folder / "report.ipynb", as_version=4)
    assert str(tmp_path) not in json.dumps([kept.metadata, [c.source for c in kept.cells]])


@pytest.mark.parametrize("timeout", [0, -1, float("nan")])
def test_a_time_limit_is_a_time(tmp_path, one, timeout):
    with pytest.raises(CallError, match="--timeout"):
        reports.report([one], "2026Q3", tmp_path / "out", timeout=timeout)


@pytest.mark.slow
def test_a_workbook_is_reported_like_its_inventory(tmp_path, one):
    import datamap as dm

    dm.write_ropa(dm.audit(dm.read(one), "2026-09-30"), tmp_path / "one.xlsx")
    (done,) = reports.report([tmp_path / "one.xlsx"], "2026Q3", tmp_path / "out")
    assert done.state == "made" and done.counts["transfers"]["not-covered"] == 1, done.error
    assert all(v.holds for v in verify.verify(done.folder))


@pytest.mark.filterwarnings("ignore:The specified file")
def test_what_is_no_notebook_is_refused(tmp_path, one):
    with pytest.raises(CallError, match="cannot be read"):
        reports.report([one], "2026Q3", tmp_path / "out", notebook=one)


@pytest.mark.parametrize(
    ("today", "last", "previous"),
    [
        ("2026-01-05", "2025Q4", "2025Q3"),
        ("2026-03-31", "2025Q4", "2025Q3"),
        ("2026-04-01", "2026Q1", "2025Q4"),
        ("2026-10-05", "2026Q3", "2026Q2"),
    ],
)
def test_the_quarter_that_ended_last_and_the_one_before(today, last, previous):
    assert (quarter.ended(dt.date.fromisoformat(today)), quarter.before(last)) == (last, previous)


@pytest.mark.slow
def test_a_scheduled_run_needs_no_dates_and_compares_once_there_is_something(tmp_path, one):
    def run():
        done = CliRunner().invoke(
            main, ["report", str(one), "--quarter", "last", "--baseline", "previous", "-o", str(tmp_path)]
        )
        assert done.exit_code == 0, done.output
        return done.stderr

    last = quarter.ended(dt.date.today())
    assert f"no report of the quarter before {last}" in run() and (tmp_path / last / "one").is_dir()
    reports.report([one], quarter.before(last), tmp_path)
    assert "nothing to compare" not in run()
    assert (
        json.loads((tmp_path / last / "one" / "manifest.json").read_text(encoding="utf-8"))["baseline"]
        == f"{quarter.before(last)}/one"
    )


@pytest.mark.slow
def test_what_is_built_aside_is_no_report(tmp_path, one):
    (done,) = reports.report([one], "2026Q3", tmp_path)
    shutil.copytree(done.folder, done.folder.with_name(".one.new-x"))
    assert [r.folder for r in archive.runs(tmp_path / "2026Q3")] == [done.folder]
    assert len(archive.findings(tmp_path / "2026Q3")) == len(archive.findings(done.folder))


def test_a_quarter_is_its_last_day():
    assert [reports.last_day(q).isoformat() for q in ("2024Q1", "2026Q2", "2026Q3", "2026Q4")] == [
        "2024-03-31",
        "2026-06-30",
        "2026-09-30",
        "2026-12-31",
    ]
    for wrong in ("2026Q5", "2026", "26Q1", "2026q1", "2026Q1 "):
        with pytest.raises(CallError):
            reports.last_day(wrong)


# --- what lands ----------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("name", ["fork", "papermill"])
def test_both_engines_give_the_same_report(tmp_path, one, name):
    (done,) = reports.report([one], "2026Q3", tmp_path / name, engine=name)
    assert done.state == "made", done.error
    other = "papermill" if name == "fork" else "fork"
    (again,) = reports.report([one], "2026Q3", tmp_path / other, engine=other)
    a, b = done.folder, again.folder
    assert {p.name for p in a.iterdir()} == {p.name for p in b.iterdir()}
    assert [p.name for p in a.iterdir() if p.suffix != ".ipynb" and p.read_bytes() != (b / p.name).read_bytes()] == []
    assert proof.timeless(a / "report.ipynb") == proof.timeless(b / "report.ipynb")
    assert str(tmp_path) not in (a / "report.ipynb").read_text(encoding="utf-8")


@pytest.mark.slow
def test_two_notebooks_differ_in_their_timings_alone(tmp_path, one):
    def lines(folder):
        (done,) = reports.report([one], "2026Q3", tmp_path / folder)
        text = (done.folder / "report.ipynb").read_text(encoding="utf-8")
        return [
            x
            for x in text.splitlines()
            if not re.search(r'"(start_time|end_time|duration|(iopub|shell)[.a-z_]*)": ', x)
        ]

    assert lines("a") == lines("b")


@pytest.mark.slow
def test_a_failed_run_keeps_the_last_report_and_the_failed_notebook(tmp_path, one):
    out = tmp_path / "out"
    reports.report([one], "2026Q3", out)
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


@pytest.mark.slow
@pytest.mark.parametrize("name", ["fork", "papermill"])
def test_a_notebook_that_hangs_is_stopped_and_kept_until_a_run_succeeds(tmp_path, one, name):
    path = notebook(tmp_path / "n.ipynb", "print('so far')", "import time; time.sleep(600)")
    start = time.monotonic()
    (done,) = reports.report([one], "2026Q3", tmp_path / "out", notebook=path, engine=name, timeout=3)
    assert done.state == "failed" and time.monotonic() - start < 60
    assert "3 seconds" in done.error
    kept = tmp_path / "out" / "2026Q3" / "one.failed.ipynb"
    cells = nbformat.read(kept, as_version=4).cells
    assert cells[0].cell_type == "markdown" and cells[0].metadata.tags == ["papermill-error-cell-tag"]
    assert ["so far\n"] in [
        [o.text for o in c.outputs if o.output_type == "stream"] for c in cells if c.cell_type == "code"
    ]
    (again,) = reports.report([one], "2026Q3", tmp_path / "out", engine=name)
    assert again.state == "made" and not kept.exists()


def test_a_notebook_whose_process_dies_is_a_failure(tmp_path, one):
    path = notebook(tmp_path / "n.ipynb", "import os; os.kill(os.getpid(), 9)")
    (done,) = reports.report([one], "2026Q3", tmp_path / "out", notebook=path)
    assert done.state == "failed" and "DeadNotebook" in done.error and "killed" in done.error


@pytest.mark.slow
def test_a_report_that_ends_every_process_takes_no_other_with_it(tmp_path):
    paths = []
    for name in ("alpha", "beta", "gamma"):
        paths.append(tmp_path / f"{name}.yaml")
        paths[-1].write_text(MAP.format(id=name), encoding="utf-8")
    deadly = notebook(
        tmp_path / "n.ipynb", SMALL + "import os\nif 'beta' in open(inventory).read(): os.kill(os.getppid(), 9)\n"
    )
    done = CliRunner().invoke(
        main,
        [
            "report",
            *map(str, paths),
            "--quarter",
            "2026Q3",
            "-o",
            str(tmp_path / "out"),
            "--jobs",
            "2",
            "--notebook",
            str(deadly),
        ],
    )
    assert (
        done.exit_code == 2
        and "1 of 3 reports failed:\nbeta: the process that worked on it was killed, 3 times out of 3" in done.stderr
    )
    assert sorted(p.name for p in (tmp_path / "out" / "2026Q3").iterdir()) == [
        "alpha",
        "gamma",
        "index.html",
        "index.xlsx",
    ]


@pytest.mark.slow
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
    limit = time.monotonic() + 60
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


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small file system needs root")
def test_a_full_disk_leaves_the_last_report(tmp_path, one):
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(disk)], capture_output=True).returncode:
        pytest.skip("this machine mounts no tmpfs")
    try:
        (done,) = reports.report([one], "2026Q3", disk)
        assert done.state == "made", done.error
        before = state(disk / "2026Q3" / "one")
        (disk / "filler").write_bytes(b"x" * (shutil.disk_usage(disk).free - 200_000))
        (again,) = reports.report([one], "2026Q3", disk)
        assert again.state == "failed"
        assert state(disk / "2026Q3" / "one") == before
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a file system needs root")
def test_a_read_only_folder_is_refused_and_keeps_its_reports(tmp_path, one):
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(disk)], capture_output=True).returncode:
        pytest.skip("this machine mounts no tmpfs")
    try:
        reports.report([one], "2026Q3", disk)
        before = state(disk)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        done = CliRunner().invoke(main, ["report", str(one), "--quarter", "2026Q3", "-o", str(disk)])
        assert done.exit_code == 2 and "cannot be written (not writable)" in done.stderr
        assert state(disk) == before
    finally:
        subprocess.run(["umount", str(disk)], check=True)


PHASES = ("execution.execute", "manifest.write", "folders.land", "folders._exchange")


@pytest.mark.slow
@pytest.mark.parametrize("phase", PHASES)
def test_a_killed_run_leaves_the_last_report(tmp_path, one, phase):
    out = tmp_path / "out"
    reports.report([one], "2026Q3", out)
    before = state(out / "2026Q3" / "one")
    code = f"""
import os, signal, sys
from datamap.files import folders
from datamap.runs import manifest, reports
from datamap.runs import notebook as execution
def killed(*args, **more):
    os.kill(os.getpid(), signal.SIGKILL)
{phase} = killed
reports.report([sys.argv[1]], "2026Q3", sys.argv[2], timeout=60)
"""
    done = subprocess.run([sys.executable, "-c", code, str(one), str(out)], capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
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


# --- many ----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_many_inventories_of_which_some_are_broken(tmp_path):
    folder = tmp_path / "inventory"
    folder.mkdir()
    for n in range(200):
        (folder / f"c{n:03}.yaml").write_text(MAP.format(id=f"c{n:03}"), encoding="utf-8")
    broken = {
        "c002": "x: [",
        "c005": "",
        "c007": "\x00",
        "c011": MAP.format(id="c000"),
        "c013": MAP.format(id="c013") + "colour: red\n",
        "c017": MAP.format(id="c017").replace("[desk]", "[nobody]"),
        "c019": MAP.format(id="../up"),
    }
    for name, text in broken.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    small = notebook(tmp_path / "n.ipynb", SMALL)
    done = CliRunner().invoke(
        main,
        [
            "report",
            str(folder),
            "--quarter",
            "2026Q3",
            "-o",
            str(tmp_path / "out"),
            "--jobs",
            "2",
            "--notebook",
            str(small),
        ],
    )
    assert done.exit_code == 2
    assert "7 of 200 reports failed" in done.stderr
    made = sorted(p.name for p in (tmp_path / "out" / "2026Q3").iterdir() if p.is_dir())
    assert made == [f"c{n:03}" for n in range(200) if f"c{n:03}" not in broken]
    assert not (tmp_path / "up").exists() and "is not an id" in done.stderr
    page = (tmp_path / "out" / "2026Q3" / "index.html").read_text(encoding="utf-8")
    assert page.count('<th scope="row">') == 193


@pytest.mark.parametrize("name", ["inv[/bold]x.yaml", "a/" + "long " * 40 + "name.yaml"])
def test_a_terminal_shows_one_line_for_each_report_whatever_its_name(monkeypatch, name):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr(sys, "stderr", screen := Terminal())
    monkeypatch.setenv("COLUMNS", "80")
    with Progress() as progress:
        for n in (1, 2):
            progress.update(Outcome(name, "failed"), n, 2)
    lines = [
        x
        for x in re.sub(r"\x1b\[[^a-zA-Z]*[a-zA-Z]", "", screen.getvalue()).splitlines()
        if x and not x.startswith("reports ")
    ]
    assert len(lines) == 2 and all(len(x) <= 80 and x.startswith(f"failed  {name}"[:70]) for x in lines)


@pytest.mark.slow
def test_resume_makes_only_what_is_not_current(tmp_path, one, monkeypatch):
    def run(**more):
        return [o.state for o in reports.report([one], "2026Q3", tmp_path / "out", resume=True, **more)]

    folder = tmp_path / "out" / "2026Q3" / "one"
    assert run() == ["made"] and run() == ["current"]
    (folder / "report.html").write_text("damaged", encoding="utf-8")
    assert run() == ["failed"], "a file that is not what the manifest says is not replaced unasked"
    assert run(force=True) == ["made"]
    assert run(without=("eu-us-dpf",)) == ["made"], "another law"
    assert run() == ["made"]
    one.write_text(MAP.format(id="one") + "# a comment\n", encoding="utf-8")
    assert run() == ["made"], "another inventory"
    one.with_name("one.acceptances.yaml").write_text("acceptances: none\n", encoding="utf-8")
    assert run() == ["made"] and run() == ["current"], "acceptances beside it"
    assert run(known_on=dt.date(2026, 11, 23)) == ["made"] and run() == ["made"], "the pack as it stood"
    before = tmp_path / "out" / "2026Q2"
    reports.report([one], "2026Q2", tmp_path / "out")
    assert run(baseline=str(before)) == ["made"] and run(baseline=str(before)) == ["current"], "a baseline"
    text = (before / "one" / "transfers.json").read_text(encoding="utf-8")
    (before / "one" / "transfers.json").write_text(text.replace("not-covered", "covered"), encoding="utf-8")
    assert run(baseline=str(before)) == ["made"], "another baseline in the same place"
    monkeypatch.setattr(proof, "code", lambda: "other")
    assert run(baseline=str(before)) == ["made"], "other code"
    monkeypatch.setattr(proof, "versions", lambda: {"datamap": "0.0.9"})
    assert run(baseline=str(before)) == ["made"], "another version"


def test_nothing_leaks_from_one_report_to_the_next(tmp_path):
    poison = notebook(
        tmp_path / "a.ipynb",
        SMALL,
        """
import os, sys, builtins, pandas, plotly.io
leaked = [os.getcwd() == "/", "POISON" in os.environ, hasattr(builtins, "poison"),
          pandas.get_option("display.max_rows") == 3, plotly.io.renderers.default == "browser",
          "poison" in sys.modules, "poisoned" in globals()]
print(leaked)
os.environ["POISON"] = builtins.poison = "1"
pandas.set_option("display.max_rows", 3)
plotly.io.renderers.default = "browser"
sys.modules["poison"] = sys
poisoned = True
os.chdir("/")
""",
    )
    texts = []
    for name in ("a", "b", "c"):
        path = tmp_path / f"{name}.yaml"
        path.write_text(MAP.format(id=name), encoding="utf-8")
        (done,) = reports.report([path], "2026Q3", tmp_path / "out", notebook=poison)
        nb = nbformat.read(done.folder / "report.ipynb", as_version=4)
        texts.append("".join(o.get("text", "") for c in nb.cells if c.cell_type == "code" for o in c.outputs))
    assert texts == [f"{[False] * 7}\n"] * 3
    assert "POISON" not in os.environ


@pytest.mark.slow
def test_outputs_of_every_kind_are_kept(tmp_path):
    import papermill

    cells = [
        "import sys, warnings\nprint('a'); print('b', file=sys.stderr); print('c')",
        "1 + 1",
        "1 + 1;",
        "from IPython.display import HTML, display\ndisplay(HTML('<b>x</b>'))\n'last'",
        "import plotly.graph_objects as go\ngo.Figure(go.Bar(y=[1]))",
        "get_ipython().run_line_magic('pwd', '')\nNone",
    ]
    path = notebook(tmp_path / "n.ipynb", *cells)
    found = {}
    for name in (None, engine.register()):
        nb = papermill.execute_notebook(
            str(path), str(tmp_path / "o.ipynb"), engine_name=name, progress_bar=False, kernel_name="python3"
        )
        found[name] = [
            [(o.output_type, o.get("name"), o.get("text"), sorted(o.get("data", {}))) for o in c.outputs]
            for c in nb.cells
            if c.cell_type == "code"
        ]
    assert found["datamap"][:5] == found[None][:5]


@pytest.mark.slow
def test_plain_papermill_works_from_any_folder(root, tmp_path):
    import papermill

    nb = papermill.execute_notebook(
        str(root / "notebooks" / "4_quarterly.ipynb"),
        str(tmp_path / "o.ipynb"),
        cwd=str(tmp_path),
        progress_bar=False,
        parameters={"inventory": str(root / "inventory" / "smartsupp.yaml")},
    )
    assert any("not-covered" in str(o) for c in nb.cells if c.cell_type == "code" for o in c.outputs)
