"""Work spread over processes and over a real Dask cluster gives what one process gives, row for row."""

from __future__ import annotations

import datetime as dt
import json
import multiprocessing.forkserver
import os
import signal
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from click.testing import CliRunner
from run_fixture import MAP, SMALL, notebook, state

from benchmarks.generate import generate
from datamap.cli import main
from datamap.errors import CallError, InputError, Problem, RunError
from datamap.group import group, partition
from datamap.group import workers as cluster
from datamap.group.partition import Ask, judge_partition
from datamap.law.terms import Terms
from datamap.pipeline import audit
from datamap.questions.vendors import transfers_with_vendors
from datamap.runs import reports
from datamap.tables.reading import read

pytest.importorskip("pyarrow")
dask = pytest.importorskip("dask")
distributed = pytest.importorskip("distributed")
DAY = dt.date(2026, 9, 30)
pytestmark = pytest.mark.cluster


def squared(n: int) -> int:
    return n * n


def refused(n: int) -> int:
    if n == 3:
        raise InputError([Problem("x.yaml", 7, "field", "three", "another number")])
    return n


def deadly_once(path: str) -> str:
    """Ends its own process the first time it is given a path."""
    if not Path(path).exists():
        Path(path).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return path


def deadly(n: int) -> int:
    """Ends its own process for 1, each time."""
    if n == 1:
        time.sleep(0.5)  # a worker that has hardly started is not what is tried here
        os.kill(os.getpid(), signal.SIGKILL)
    return n


class Deadly(distributed.WorkerPlugin):
    """Ends each worker that reads one partition of a group, as one does whose memory does not hold it."""

    def setup(self, worker) -> None:
        def read(paths):
            if paths[0].endswith("part-0003"):
                time.sleep(0.5)
                os.kill(os.getpid(), signal.SIGKILL)
            return reading(paths)

        reading, partition.read = partition.read, read


@pytest.fixture(scope="module", autouse=True)
def loaded():
    """Worker processes are forked from one that has loaded what they need: a dozen of them are started here."""
    server = multiprocessing.forkserver._forkserver
    server._stop()
    server.set_forkserver_preload(["distributed", *cluster.PRELOAD, "datamap.runs.remote", "papermill"])
    server.ensure_running()
    yield
    server._stop()


@pytest.fixture(scope="module")
def estate(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("cluster") / "group"
    generate(40, folder, seed=5, per_partition=10)
    return folder


@pytest.fixture(scope="module")
def alone(estate) -> group.Group:
    return group.audit_group([estate], DAY, transfers=True)


@contextmanager
def workers(n: int = 2):
    # by default a LocalCluster removes a worker that is away 15 seconds after it was first lost: on a busy machine that
    # may be one that is lost again
    patient = {
        "distributed.scheduler.allowed-failures": 1,
        "distributed.deploy.lost-worker-timeout": "1 hour",
        "distributed.worker.multiprocessing-method": "forkserver",
    }
    with (
        dask.config.set(patient),
        distributed.LocalCluster(
            n_workers=n, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50
        ) as held,
    ):
        yield held


@pytest.fixture(scope="module")
def cluster_of_two():
    with workers() as held:
        yield held


def assert_same(one: group.Group, other: group.Group) -> None:
    pd.testing.assert_frame_equal(one.findings.frame, other.findings.frame)
    pd.testing.assert_frame_equal(one.transfers, other.transfers)
    assert one.counts == other.counts and one.stamp() == other.stamp() and len(one.findings) > 100


def test_partitions_one_by_one_are_one_audit_of_everything(estate, alone):
    whole = audit(read([estate]), DAY)
    pd.testing.assert_frame_equal(alone.findings.frame, whole.findings.frame)
    pd.testing.assert_frame_equal(alone.transfers, transfers_with_vendors(whole))
    assert alone.counts == whole.counts and alone.stamp() == whole.stamp()


def test_processes_give_the_same(estate, alone):
    assert_same(group.audit_group([estate], DAY, transfers=True, jobs=2), alone)


def test_a_cluster_gives_the_same(estate, alone, cluster_of_two):
    assert_same(group.audit_group([estate], DAY, transfers=True, scheduler=cluster_of_two.scheduler_address), alone)


def test_a_cluster_writes_what_it_finds(estate, alone, cluster_of_two, tmp_path):
    g = group.audit_group(
        [estate], DAY, transfers=True, scheduler=cluster_of_two.scheduler_address, output=tmp_path / "found"
    )
    assert_same(g, alone)
    files = sorted(p.name for p in (tmp_path / "found").iterdir())
    parts = [f"part-{n:05}.parquet" for n in range(4)]
    assert set(files) - {"proposals.parquet"} == {"audit.json", "kept.json", "units.parquet", *parts}
    written = pd.concat([pd.read_parquet(tmp_path / "found" / f) for f in parts])
    assert sorted(written["fingerprint"]) == sorted(alone.findings.frame["fingerprint"])
    with pytest.raises(CallError, match="exists already"):
        group.audit_group([estate], DAY, output=tmp_path / "found")


def test_a_worker_lost_in_the_middle_loses_and_doubles_nothing(estate, alone, tmp_path):
    out, seen = tmp_path / "found", []
    with workers() as held:
        victim = next(iter(held.workers.values())).pid

        def kill() -> None:
            end = time.monotonic() + 60
            while time.monotonic() < end:
                done = len(list(out.glob("part-*.parquet"))) if out.exists() else 0
                if done:
                    os.kill(victim, signal.SIGKILL)
                    seen.append(done)
                    return
                time.sleep(0.002)

        killer = threading.Thread(target=kill)
        killer.start()
        g = group.audit_group([estate], DAY, transfers=True, scheduler=held.scheduler_address, output=out)
        killer.join()
    assert seen and seen[0] < 4, "the worker was to be lost while there was work left"
    assert_same(g, alone)
    assert len(list(out.glob("part-*"))) == 4 and not list(out.glob(".*"))


def test_results_come_each_once_with_the_number_of_their_partition(cluster_of_two):
    for how in ({}, {"jobs": 2}, {"scheduler": cluster_of_two.scheduler_address}):
        assert sorted(cluster.run(squared, list(range(20)), **how)) == [(n, n * n) for n in range(20)]


def test_what_is_wrong_comes_back_whole(cluster_of_two):
    for how in ({}, {"jobs": 2}, {"scheduler": cluster_of_two.scheduler_address}):
        with pytest.raises(InputError) as e:
            list(cluster.run(refused, list(range(5)), **how))
        assert e.value.problems == (Problem("x.yaml", 7, "field", "three", "another number"),)


def test_a_lost_process_is_replaced(tmp_path):
    paths = [str(tmp_path / "a"), str(tmp_path / "b")]
    assert sorted(cluster.run(deadly_once, paths, jobs=2)) == list(enumerate(paths))


def test_work_that_ends_every_process_is_lost_alone(cluster_of_two):
    for how, said in (
        ({"jobs": 2}, "killed, 3 times out of 3"),
        ({"scheduler": cluster_of_two.scheduler_address}, "every worker that worked on it was lost"),
    ):
        reasons = []
        assert sorted(
            cluster.run(deadly, list(range(12)), lost=lambda n, reason, told=reasons: told.append(reason) or -n, **how)
        ) == [(n, -1 if n == 1 else n) for n in range(12)]
        assert len(reasons) == 1 and said in reasons[0]
    with pytest.raises(RunError, match="killed, 3 times out of 3"):
        list(cluster.run(deadly, [0, 1], jobs=2))


def test_a_cluster_without_workers_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 2.0)
    with workers(0) as held:
        start = time.monotonic()
        assert list(cluster.run(squared, [1, 2], scheduler=held.scheduler_address, lost=lambda n, reason: reason)) == [
            (n, "no worker was left on the cluster for 2 seconds") for n in (0, 1)
        ]
        assert time.monotonic() - start < 30


def test_a_partition_that_ends_every_worker_is_named_and_the_others_are_judged(estate, alone):
    with workers() as held:
        with distributed.Client(held) as client:
            client.register_plugin(Deadly())
        done = CliRunner().invoke(
            main,
            [
                "audit",
                str(estate),
                "--as-of",
                DAY.isoformat(),
                "--scheduler",
                held.scheduler_address,
                "--format",
                "json",
            ],
        )
    assert done.exit_code == 2, done.output
    assert "part-0003: not judged: every worker that worked on it was lost" in done.stderr
    assert (
        "30 controllers in 3 of 4 partitions" in done.stderr
        and "1 partition could not be judged and is not in this result" in done.stderr
    )
    assert len(json.loads(done.stdout)["findings"]) == int(
        (~alone.findings.frame["controller"].isin([f"company-{n:05}" for n in range(30, 40)])).sum()
    )


def test_wrong_calls_are_named(monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT", "1s")
    with pytest.raises(CallError, match="no Dask scheduler answers at tcp://127.0.0.1:9"):
        list(cluster.run(squared, [1], scheduler="tcp://127.0.0.1:9"))
    with pytest.raises(CallError, match="jobs: 0"):
        list(cluster.run(squared, [1], jobs=0))


@pytest.mark.parametrize(
    "address",
    ["tls://127.0.0.1:8786", "ucx://127.0.0.1:8786", "wss://127.0.0.1:1", "nonsense://x", "tcp://", "x", "tcp://[::1"],
)
def test_an_address_that_cannot_be_used_is_one_message(tmp_path, one, monkeypatch, address):
    monkeypatch.setattr(cluster, "CONNECT", "1s")
    for args in (["audit", str(one)], ["report", str(one), "--quarter", "2026Q3", "-o", str(tmp_path / "out")]):
        done = CliRunner().invoke(main, [*args, "--scheduler", address])
        assert done.exit_code == 2 and done.stderr.startswith(f"no Dask scheduler answers at {address} ("), done.output
        assert done.stderr.count("\n") == 1 and not (tmp_path / "out" / "2026Q3").exists()


def test_another_law_pack_is_refused(estate):
    ask = Ask((str(estate / "part-0000"),), Terms(dt.date(2026, 9, 30)), law="0" * 64)
    with pytest.raises(RunError, match="another law pack"):
        judge_partition(ask)


def test_acceptances_count_through_the_whole_group(estate, alone, tmp_path):
    from datamap.findings import acceptances

    whole = audit(read([estate]), DAY)
    last = whole.findings.frame["controller"] == "company-00039"
    at = int(last.to_numpy().argmax())
    one = whole.findings.frame.iloc[at]
    text = "acceptances:\n" + "".join(
        f"  - {{fingerprint: '{f}', facts: '{d}', reason: known, owner: DPO, decided: 2026-09-01, review: {review}}}\n"
        for f, d, review in (
            (one["fingerprint"], whole.findings.digest(at), "2026-12-31"),
            ("0" * 16, "0" * 12, "2026-12-31"),
        )
    )
    file = tmp_path / "group.acceptances.yaml"
    file.write_text(text)
    expected = audit(read([estate]), DAY, acceptances=acceptances.read(file)).findings
    found = group.audit_group([estate], DAY, acceptances=[str(file)], jobs=2).findings
    assert found.counts == expected.counts and found.counts["accepted"] == 1
    pd.testing.assert_frame_equal(found.frame, expected.frame)


def test_reports_of_a_cluster_land_here_and_so_does_the_notebook_of_one_that_failed(cluster_of_two, tmp_path):
    paths = []
    for name in ("alpha", "beta"):
        paths.append(tmp_path / f"{name}.yaml")
        paths[-1].write_text(MAP.format(id=name), encoding="utf-8")

    def run(**more):
        return reports.report(paths, "2026Q3", tmp_path / "out", scheduler=cluster_of_two.scheduler_address, **more)

    assert [o.state for o in run()] == ["made", "made"]
    assert [o.state for o in run(resume=True)] == ["current", "current"]
    folder = tmp_path / "out" / "2026Q3"
    before = state(folder / "beta")
    bad = notebook(tmp_path / "n.ipynb", SMALL + "assert 'alpha' in open(inventory).read(), 'not this one'")
    one, two = run(notebook=bad)
    assert (one.state, two.state, two.notebook) == ("made", "failed", folder / "beta.failed.ipynb")
    assert "AssertionError: not this one" in nbformat.read(two.notebook, as_version=4).cells[0].source
    assert state(folder / "beta") == before
    deadly = notebook(
        tmp_path / "d.ipynb",
        SMALL + "import os\nif 'beta' in open(inventory).read(): os.kill(os.getppid(), 9)  # what runs the notebook\n",
    )
    # with kernels it is the worker, otherwise the process beside it
    reasons = {"papermill": "every worker that worked on it was lost", "fork": "was killed, 3 times out of 3"}
    for how, why in reasons.items():
        one, two = run(notebook=deadly, engine=how)
        assert (one.state, two.state) == ("made", "failed") and why in two.error
        assert state(folder / "beta") == before
    assert [o.state for o in run()] == ["made", "made"] and sorted(p.name for p in folder.iterdir()) == [
        "alpha",
        "beta",
        "brief.docx",
        "brief.html",
        "index.html",
        "index.xlsx",
        "mail.txt",
    ]


def test_a_result_that_comes_in_the_moment_after_the_waiting_ended_is_taken(monkeypatch):
    class Late:
        asked = 0

        def done(self):
            return self.asked > 0

        def result(self, timeout):
            self.asked += 1
            if self.asked == 1:
                raise TimeoutError
            return 7

        def release(self):
            pass

    monkeypatch.setattr(cluster, "workers", lambda client: 1)
    assert list(cluster._results(None, [Late()])) == [("made", 7)]
