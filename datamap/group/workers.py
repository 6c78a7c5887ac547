"""Map a function over partitions: here, in processes of this machine, or on a Dask cluster.

The function is at the top level of a module and takes one plain argument, so that any worker can import and call it.
Each partition has one result, no matter which worker made it and after how many tries. A partition that ends every
process that works on it does not affect the others.
"""

from __future__ import annotations

import signal
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from datamap.errors import CallError, DatamapError, RunError

if TYPE_CHECKING:
    from distributed import Client, Future

T = TypeVar("T")
R = TypeVar("R")

TRIES = 3
"""How often a partition whose process was lost gets one to itself before it counts as lost."""

CONNECT = "10s"
"""How long to wait for a scheduler."""

PATIENCE = 60.0
"""Seconds without any worker on a cluster after which the run stops waiting for one."""

BEAT = 1.0
"""Seconds between two questions for a result that has not come yet."""

PRELOAD = ["datamap.group.partition"]
"""What a process has loaded before it gets work."""


def fail(part: object, reason: str) -> NoReturn:
    """End the whole run where a partition is lost."""
    raise RunError(reason)


def run(
    function: Callable[[T], R],
    parts: Sequence[T],
    *,
    jobs: int = 1,
    scheduler: str = "",
    lost: Callable[[T, str], R] = fail,
    pool: Callable[[int], Executor] | None = None,
) -> Iterator[tuple[int, R]]:
    """Results of a function over partitions, each with the number of its partition, as they come.

    Parameters
    ----------
    function : callable
        Of a module's top level, with one argument; what it takes and gives can be pickled.
    parts : sequence
    jobs : int
        Processes on this machine; 1 runs here.
    scheduler : str
        Address of a Dask scheduler (``tcp://host:8786``); it then counts instead of ``jobs``.
    lost : callable
        Makes the result of a partition that ended every process that worked on it, or that no worker was left for. It
        is given the partition and the reason in words.
    pool : callable, optional
        Makes the processes, given their number.

    Raises
    ------
    CallError
        No such number of jobs, no scheduler at the address, or Dask is not installed.
    RunError
        A partition is lost and no `lost` is given; or the function cannot run on the cluster at all.
    DatamapError
        What the function itself raises.
    """
    if jobs < 1:
        raise CallError(f"jobs: {jobs} is not a number of processes. Expected 1 or more")
    if scheduler:
        return _on_cluster(function, parts, scheduler, lost)
    if jobs > 1 and len(parts) > 1:
        return _in_processes(function, parts, min(jobs, len(parts)), lost, pool or _clean)
    return enumerate(map(function, parts))


def _clean(jobs: int) -> Executor:
    """Processes forked from a clean server process, because threads such as Arrow's do not survive a plain fork."""
    import multiprocessing  # here, because one company's audit does not pay for it
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context(
        "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    )
    if context.get_start_method() == "forkserver":
        context.set_forkserver_preload(PRELOAD)
    # Ctrl-C goes to all processes of a terminal: a worker ends silently, and the one that started it reports
    return ProcessPoolExecutor(
        jobs, mp_context=context, initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_DFL)
    )


def _in_processes(
    function: Callable[[T], R],
    parts: Sequence[T],
    jobs: int,
    lost: Callable[[T, str], R],
    pool: Callable[[int], Executor],
) -> Iterator[tuple[int, R]]:
    """A process that dies ends the work of the others too, and it is not known which it was.

    Therefore the first partitions that are left are each tried in a process of their own.
    """
    from concurrent.futures import as_completed
    from concurrent.futures.process import BrokenProcessPool

    left = list(range(len(parts)))
    while left:
        with pool(jobs) as held:
            waiting: dict[Any, int] = {}
            with suppress(BrokenProcessPool):
                for n in left:
                    waiting[held.submit(function, parts[n])] = n
            try:
                for future in as_completed(waiting):
                    if not isinstance(future.exception(), BrokenProcessPool):
                        left.remove(waiting[future])
                        yield waiting[future], future.result()
            finally:
                for future in waiting:
                    future.cancel()
        for n in left[:jobs]:
            yield n, _alone(function, parts[n], lost, pool)
        left = left[jobs:]


def _alone(function: Callable[[T], R], part: T, lost: Callable[[T, str], R], pool: Callable[[int], Executor]) -> R:
    from concurrent.futures.process import BrokenProcessPool

    for _ in range(TRIES):
        with suppress(BrokenProcessPool), pool(1) as held:
            return held.submit(function, part).result()
    return lost(
        part, f"the process that worked on it was killed, {TRIES} times out of {TRIES}: is there enough memory?"
    )


def _on_cluster(
    function: Callable[[T], R], parts: Sequence[T], address: str, lost: Callable[[T, str], R]
) -> Iterator[tuple[int, R]]:
    with connect(address) as client:
        # a partition whose worker is lost is given to another one; results that were not handed over are computed again
        futures = client.map(function, parts, pure=False, retries=TRIES)
        suspects = []
        try:
            for n, (found, result) in enumerate(_results(client, futures)):
                if found == "killed":  # by this one, or by another that its workers had as well
                    suspects.append(n)
                else:
                    yield n, result if found == "made" else lost(parts[n], result)
            for n in suspects:  # each with the cluster to itself
                futures = [client.submit(function, parts[n], pure=False, retries=TRIES)]
                ((found, result),) = _results(client, futures)
                yield n, result if found == "made" else lost(parts[n], result)
        finally:
            client.cancel([f for f in futures if not f.done()])


def _results(client: Client, futures: Sequence[Future]) -> Iterator[tuple[str, Any]]:
    """What became of each future, in order.

    ``made`` with its result; ``killed``, or ``left`` where no worker was available, with the reason.
    """
    from distributed import KilledWorker

    since = time.monotonic()  # when a worker was seen last
    for n, future in enumerate(futures):
        while True:
            done = future.done()  # before it is waited for: it may end in the moment after the waiting did
            try:
                found = "made", future.result(timeout=PATIENCE if done else BEAT)
                since = time.monotonic()
            except DatamapError:
                raise
            except KilledWorker as e:
                found = (
                    "killed",
                    f"every worker that worked on it was lost, the last {e.last_worker.address}: "
                    "is there enough memory?",
                )
            except Exception as e:
                if done or not isinstance(e, TimeoutError):
                    raise RunError(
                        f"partition {n + 1} of {len(futures)} failed on the cluster: {type(e).__name__}: {e}"
                    ) from e
                since = time.monotonic() if workers(client) else since
                if time.monotonic() - since < PATIENCE:
                    continue
                found = "left", f"no worker was left on the cluster for {PATIENCE:g} seconds"
            break
        future.release()
        yield found


def connect(address: str) -> Client:
    """A client of the scheduler at an address.

    Raises
    ------
    CallError
        Dask is not installed, or nothing answers there.
    """
    try:
        from distributed import Client
    except ImportError as e:
        raise CallError("a scheduler needs Dask: install datamap with its extra 'cluster'") from e
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of versions that differ a little between client and workers
            return Client(address, timeout=CONNECT, set_as_default=False)
    except Exception as e:  # a protocol that lacks its library or its certificates fails with whatever it likes
        hint = "; tls:// needs certificates (docs/automation.md)" if address.startswith("tls:") else ""
        raise CallError(
            f"no Dask scheduler answers at {address} ({type(e).__name__}). "
            f"Expected an address such as tcp://127.0.0.1:8786{hint}"
        ) from e


def workers(client: Client) -> list[dict[str, Any]]:
    """The workers of a cluster: address, threads and memory limit in bytes."""
    known = client.scheduler_info(n_workers=-1)["workers"]
    return [{"address": a, "threads": w["nthreads"], "memory": w["memory_limit"]} for a, w in sorted(known.items())]
