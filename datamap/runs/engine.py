"""A papermill engine without a kernel: the notebook runs in a fork of a warm process, which then ends.

Starting a kernel and importing pandas and Plotly costs more than a second for each report; a fork has them already.
Each notebook gets its own child, so that globals, working directory, environment, pandas options and Plotly renderer of
one report never reach the next. Where a process cannot fork, papermill's own engine serves.
"""

from __future__ import annotations

import ctypes
import json
import os
import select
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Any

import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

NAME = "datamap"
AVAILABLE = hasattr(os, "fork")


class _Recorder:
    """The outputs of the cell that runs, in order."""

    def __init__(self) -> None:
        self.outputs: list[Any] = []
        self.failed = False
        self.count = 1

    def stream(self, name: str, text: str) -> None:
        for last in reversed(self.outputs):  # a kernel gathers each stream as well, up to the next display
            if last["output_type"] != "stream":
                break
            if last["name"] == name:
                last["text"] += text
                return
        if text:
            self.outputs.append(nbformat.v4.new_output("stream", name=name, text=text))

    def add(self, kind: str, data: dict[str, Any], metadata: dict[str, Any] | None, **more: Any) -> None:
        self.outputs.append(nbformat.v4.new_output(kind, data=_encoded(data), metadata=metadata or {}, **more))


RECORDER = _Recorder()


def _encoded(data: dict[str, Any]) -> dict[str, Any]:
    from base64 import b64encode

    return {k: b64encode(v).decode() if isinstance(v, bytes) else v for k, v in data.items()}


class _Publisher(DisplayPublisher):
    def publish(self, data, metadata=None, *, transient=None, update=False, **more):  # noqa: ANN001, ANN003, ANN201
        RECORDER.add("display_data", data, metadata)

    def clear_output(self, wait=False):  # noqa: ANN001, ANN201
        RECORDER.outputs.clear()


class _Hook(DisplayHook):
    def __call__(self, result=None):  # noqa: ANN001, ANN204
        if result is None or self.quiet():
            return
        data, metadata = self.shell.display_formatter.format(result)
        self.update_user_ns(result)
        if data:
            RECORDER.add("execute_result", data, metadata, execution_count=RECORDER.count)


class _Shell(InteractiveShell):
    display_pub_class = _Publisher
    displayhook_class = _Hook

    def init_history(self) -> None:
        """No history file: it is for what a person typed, not for scheduled runs."""
        super().init_history()
        if self.history_manager is not None:
            self.history_manager.enabled = False

    def _showtraceback(self, etype, evalue, stb):  # noqa: ANN001, ANN202
        RECORDER.failed = True
        RECORDER.outputs.append(
            nbformat.v4.new_output("error", ename=etype.__name__, evalue=str(evalue), traceback=list(stb))
        )

    def enable_gui(self, gui=None):  # noqa: ANN001, ANN201
        """No event loop to hook into."""


class _Stream:
    """What a notebook prints."""

    encoding, errors = "utf-8", "replace"

    def __init__(self, name: str):
        self.name = name

    def write(self, text: str) -> int:
        RECORDER.stream(self.name, text)
        return len(text)

    def flush(self) -> None:
        """Nothing is kept back."""

    def isatty(self) -> bool:
        """Never a terminal."""
        return False


@cache
def warm() -> _Shell:
    """Load once what every report needs, and make one small report, so that each fork finds all of it at hand.

    No thread is started and no Parquet read before a fork: locks that other threads hold would stay shut in the child.
    """
    os.environ.setdefault("PLOTLY_RENDERER", "plotly_mimetype")
    import plotly.io

    from datamap import law, publish
    from datamap.formats.yaml import reader, starter
    from datamap.pipeline import audit

    plotly.io.renderers.default = "plotly_mimetype"
    law.load()
    with tempfile.TemporaryDirectory() as aside:
        publish.write_all(audit(reader.parse(starter.TEXT), "2026-01-01"), aside)
    from traitlets.config import Config

    return _Shell(config=Config({"HistoryManager": {"enabled": False}, "InteractiveShell": {"colors": "nocolor"}}))


class ForkedEngine:
    """Runs a notebook in a fork of this process; chosen with ``engine_name="datamap"``.

    Papermill loads this class by its entry point while papermill itself is half loaded; this module imports papermill
    only when a notebook is to run: whichever of the two is imported first, both work.
    """

    @classmethod
    def execute_notebook(cls, nb: Any, kernel_name: str | None, **options: Any) -> Any:
        """Execute `nb` under papermill's bookkeeping (times, status, progress bar); the parameters are papermill's."""
        return cls._papermills().execute_notebook(nb, kernel_name, **options)

    @classmethod
    def nb_kernel_name(cls, nb: Any, name: str | None = None) -> str:
        """The kernel that the notebook names."""
        return cls._papermills().nb_kernel_name(nb, name)

    @classmethod
    def nb_language(cls, nb: Any, language: str | None = None) -> str:
        """The language that the notebook names."""
        return cls._papermills().nb_language(nb, language)

    @classmethod
    def _papermills(cls) -> Any:
        from papermill.engines import Engine

        return type("ForkedEngine", (Engine,), {"execute_managed_notebook": cls.execute_managed_notebook})

    @staticmethod
    def execute_managed_notebook(
        nb_man: Any, kernel_name: str | None, execution_timeout: float | None = None, **more: Any
    ) -> None:
        """Execute the cells and put their outputs into the notebook.

        Parameters
        ----------
        execution_timeout : float, optional
            Seconds for the whole notebook; after them the child is stopped, and the cell it was at fails.
        """
        shell = warm()
        read, write = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            os.close(read)
            _child(shell, nb_man.nb, write)
        os.close(write)
        try:
            messages = _collect(read, pid, execution_timeout)
        finally:
            os.close(read)
        _apply(nb_man, messages)


def _child(shell: _Shell, nb: Any, pipe: int) -> None:
    """Run the cells, send what came out of each, and end without the parent's clean-up."""
    die_with_the_parent()
    with suppress(OSError):
        os.setpgid(0, 0)
    try:
        with os.fdopen(pipe, "w", encoding="utf-8") as out:
            for message in _run(shell, nb):
                out.write(json.dumps(message) + "\n")
                out.flush()
        os._exit(0)
    except BaseException:  # noqa: BLE001  whatever it is, a child must not return into its parent's code
        os._exit(1)


def die_with_the_parent() -> None:
    """End when the process that started this one is killed, so that nothing keeps running (Linux: PR_SET_PDEATHSIG)."""
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).prctl(1, int(signal.SIGKILL))


def _run(shell: _Shell, nb: Any) -> Iterator[dict[str, Any]]:
    """A message before each cell, and one with its outputs after it."""
    sys.stdout, sys.stderr = _Stream("stdout"), _Stream("stderr")
    # display() asks for the current shell: it is this child's, whatever the parent runs in
    for kind in type(shell)._walk_mro():
        setattr(kind, "_instance", shell)  # noqa: B010  traitlets types it as None
    count = 0
    for index, cell in enumerate(nb.cells):
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        RECORDER.outputs, RECORDER.failed = [], False
        started = time.time()
        RECORDER.count = count = count + 1
        about = {"cell": index, "count": count, "start": started}
        yield about
        try:
            done = shell.run_cell(cell.source, store_history=True)
            failed = RECORDER.failed or not done.success
        except SystemExit as e:
            RECORDER.outputs.append(_error("SystemExit", str(e)))
            failed = True
        yield {**about, "outputs": RECORDER.outputs, "failed": failed, "end": time.time()}
        if failed:
            return


def _error(name: str, value: str) -> Any:
    return nbformat.v4.new_output("error", ename=name, evalue=value, traceback=[f"{name}: {value}"])


def _collect(pipe: int, pid: int, limit: float | None) -> list[dict[str, Any]]:
    """The messages of the child, within the time limit; the child is always waited for.

    A child that hangs or dies leaves the cell it was at: that cell fails, with the reason.
    """
    deadline, parts, error = time.monotonic() + limit if limit else None, [], None
    try:
        while True:
            left = None if deadline is None else deadline - time.monotonic()
            if left is not None and left <= 0:
                error = _error(
                    "HangingNotebook", f"the notebook did not end within {limit:g} seconds and was stopped in this cell"
                )
                break
            if not select.select([pipe], [], [], left)[0]:
                continue
            part = os.read(pipe, 1 << 20)
            if not part:
                break
            parts.append(part)
    except BaseException:
        _end(pid, force=True)
        raise
    ended = _end(pid, force=error is not None)
    whole = b"".join(parts).rpartition(b"\n")[0]  # the last line may be cut off
    by_cell = {m["cell"]: m for m in map(json.loads, whole.splitlines())}
    messages = list(by_cell.values())
    if error is None and ended != 0:
        error = _error(
            "DeadNotebook",
            "the process that ran the notebook ended in this cell, before the notebook did (out of memory, or killed)",
        )
    if error is not None:
        if not messages or "end" in messages[-1] and messages[-1]["failed"]:
            raise RuntimeError(error["evalue"])
        last = messages[-1]
        messages[-1] = {**last, "outputs": [*last.get("outputs", ()), error], "failed": True, "end": time.time()}
    return messages


def _end(pid: int, force: bool) -> int:
    """Wait for the child, stopped first where it must be; how it ended."""
    if force:
        for target in (-pid, pid):
            with suppress(OSError):
                os.kill(target, signal.SIGKILL)
    try:
        return os.waitpid(pid, 0)[1]
    except ChildProcessError:
        return 0


def _apply(nb_man: Any, results: list[dict[str, Any]]) -> None:
    """The outputs into the notebook, with papermill's own marks of what ran and what failed."""
    import datetime as dt

    for r in results:
        cell = nb_man.nb.cells[r["cell"]]
        cell.outputs = [nbformat.from_dict(o) for o in r["outputs"]]
        cell.execution_count = r["count"]
        about = cell.metadata.setdefault("papermill", {})
        start, end = (dt.datetime.fromtimestamp(r[k], dt.UTC).isoformat() for k in ("start", "end"))
        about.update(
            start_time=start,
            end_time=end,
            duration=round(r["end"] - r["start"], 6),
            exception=r["failed"],
            status=nb_man.FAILED if r["failed"] else nb_man.COMPLETED,
        )


def register() -> str:
    """Register the engine with papermill, also where the entry points of the package were not installed again."""
    from papermill.engines import papermill_engines

    papermill_engines.register(NAME, ForkedEngine)
    return NAME
