"""Map a function over partitions: here, in processes of this machine, or on a Dask cluster.

The function stands at the top of a module and takes one plain argument, so that any worker can import and call it. Results
come in the order of the partitions, each once, whoever made them and however often it was tried.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from datamap.errors import CallError, DatamapError, RunError

if TYPE_CHECKING:
    from distributed import Client

T = TypeVar("T")
R = TypeVar("R")

TRIES = 3
"""How often work is given out again after its worker was lost, before the run fails."""

CONNECT = "10s"
"""How long to wait for a scheduler."""

PRELOAD = ["datamap.group"]
"""What a process has loaded before it gets work."""


def run(function: Callable[[T], R], parts: Sequence[T], *, jobs: int = 1, scheduler: str = "") -> Iterator[R]:
    """Results of a function over partitions, in their order.

    Parameters
    ----------
    function : callable
        Of a module's top level, with one argument; what it takes and gives can be pickled.
    parts : sequence
    jobs : int
        Processes on this machine; 1 runs here.
    scheduler : str
        Address of a Dask scheduler (``tcp://host:8786``); it then counts instead of ``jobs``.

    Raises
    ------
    CallError
        No such number of jobs, no scheduler at the address, or Dask is not installed.
    RunError
        Workers were lost again and again.
    DatamapError
        What the function itself raises.
    """
    if jobs < 1:
        raise CallError(f"jobs: {jobs} is no number of processes. Expected 1 or more")
    if scheduler:
        return _on_cluster(function, parts, scheduler)
    if jobs > 1 and len(parts) > 1:
        return _in_processes(function, parts, min(jobs, len(parts)))
    return map(function, parts)


def _in_processes(function: Callable[[T], R], parts: Sequence[T], jobs: int) -> Iterator[R]:
    """Forked from a clean server process: threads of this one, such as Arrow's, do not survive a plain fork."""
    import multiprocessing  # here, because one company's audit does not pay for it
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    context = multiprocessing.get_context("forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn")
    if context.get_start_method() == "forkserver":
        context.set_forkserver_preload(PRELOAD)
    done, tries = 0, 0
    while done < len(parts):
        with ProcessPoolExecutor(jobs, mp_context=context) as pool:
            waiting = [pool.submit(function, p) for p in parts[done:]]
            try:
                for future in waiting:
                    result = future.result()
                    done += 1
                    yield result
            except BrokenProcessPool:
                tries += 1
                if tries > TRIES:
                    raise RunError(f"processes were lost {tries} times, the last at partition {done + 1} of {len(parts)}: is there enough memory?") from None
            finally:
                for future in waiting:
                    future.cancel()


def _on_cluster(function: Callable[[T], R], parts: Sequence[T], address: str) -> Iterator[R]:
    with connect(address) as client:
        from distributed import KilledWorker

        # a partition whose worker is lost is given to another; what it had computed and not handed over is computed again
        futures = client.map(function, parts, pure=False, retries=TRIES)
        try:
            for n, future in enumerate(futures):
                try:
                    result = future.result()
                except KilledWorker as e:
                    raise RunError(f"workers were lost again and again at partition {n + 1} of {len(parts)}: {e}") from e
                except (DatamapError, KeyboardInterrupt):
                    raise
                except Exception as e:
                    raise RunError(f"partition {n + 1} of {len(parts)} failed on the cluster: {type(e).__name__}: {e}") from e
                future.release()
                yield result
        finally:
            client.cancel([f for f in futures if not f.done()])


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
    except (OSError, TimeoutError, ValueError) as e:
        raise CallError(f"no Dask scheduler answers at {address} ({type(e).__name__}). Expected an address such as tcp://127.0.0.1:8786") from e


def workers(client: Client) -> list[dict[str, Any]]:
    """The workers of a cluster: address, threads and memory limit in bytes."""
    known = client.scheduler_info(n_workers=-1)["workers"]
    return [{"address": a, "threads": w["nthreads"], "memory": w["memory_limit"]} for a, w in sorted(known.items())]
