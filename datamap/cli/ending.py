"""How a command ends, whatever happens: one line on stderr, an exit code that is never 1, and no traceback.

A signal before the command runs or after it has ended exits at once, because there is nothing to clean up; in between
it is raised as ``KeyboardInterrupt``, so that files that are half written are removed. Only the standard library is
imported here, because signals are handled before anything else is loaded.
"""

from __future__ import annotations

import errno
import os
import select
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any, NoReturn

FAILED = 2
"""Exit code of a crash, and of output that cannot be written; 1 means findings."""

READER_GONE = 128 + 13
"""Exit code where the reader of a pipe has gone, as of a program that SIGPIPE ends."""

DEBUG = "DATAMAP_DEBUG"
"""Environment variable: with any value, tracebacks are shown."""

SIGNALS = {signal.SIGINT: "interrupted", signal.SIGTERM: "stopped by the signal SIGTERM"}
MOST = 400
"""Characters of the message of an unexpected error."""


class Stopped(BaseException):
    """The command ended by its cause, a signal or a broken pipe, which click would handle differently."""


class _State:
    guarded = False
    number = 0


def guard() -> None:
    """Handle signals, and standard streams that are closed; the first thing that a command does."""
    _State.guarded = True
    _on_signals(_leave)
    sys.unraisablehook = _unraisable
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_as_usual)
    at = 0
    while at <= 2:  # else a file that is opened later gets the number of a stream, and what is printed goes into it
        at = os.open(os.devnull, os.O_RDWR)
    os.close(at)
    for stream in (sys.stdout, sys.stderr):
        # names of files and of entries may have characters that the terminal's encoding lacks
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def end(work: Callable[[], object]) -> NoReturn:
    """Run a command, and leave with its exit code: what it returns, or what it leaves with.

    Raises
    ------
    SystemExit
        Always.
    """
    if _State.guarded:
        _on_signals(_raise)
    try:
        code = _code(work)
    except BaseException:  # noqa: BLE001  a second signal, while the first was reported
        code = 128 + (_State.number or signal.SIGINT)
    if _State.guarded:
        _on_signals(_leave)
    _silence()
    sys.exit(code)


def _code(work: Callable[[], object]) -> int:
    """The exit code of a command, with a message where the command did not end by itself."""
    if sys.stdout is None or sys.stderr is None:
        which = "stdout" if sys.stdout is None else "stderr"
        return _report(f"{which} is closed: the result cannot be written. Expected a file, a pipe or a terminal")
    try:
        code = 0
        try:
            given = work()
            code = given if isinstance(given, int) else 0
        except SystemExit as e:
            code = e.code if isinstance(e.code, int) else FAILED if e.code else 0
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException as e:  # noqa: BLE001  whatever it is, it ends in a line and an exit code
        return _ended_by(e)
    return code


def _ended_by(e: BaseException) -> int:
    if os.environ.get(DEBUG):
        import traceback

        with suppress(Exception):
            traceback.print_exception(e)
    # a signal in the midst of an import comes out as whatever error the import makes of it
    if isinstance(e, Stopped) and e.__cause__:
        e = e.__cause__
    if isinstance(e, KeyboardInterrupt) or _State.number:
        number = _State.number or signal.SIGINT
        return _report(SIGNALS[signal.Signals(number)], 128 + number)
    if isinstance(e, OSError) and e.errno == errno.EPIPE and _reader_gone():
        return READER_GONE
    if isinstance(e, MemoryError):
        return _report("out of memory")
    if isinstance(e, OSError) and e.strerror:
        return _report(f"{e.filename}: {e.strerror}" if e.filename else f"the result cannot be written: {e.strerror}")
    text = " ".join(f"{type(e).__name__}: {e}".split())[:MOST]
    return _report(f"unexpected error: {text} ({DEBUG}=1 shows where)")


def _report(text: str, code: int = FAILED) -> int:
    """Report in one line on stderr why the command ended; return the exit code."""
    from datamap.errors import visible

    with suppress(Exception):  # stderr may be what fails
        sys.stderr.write(visible(f"datamap: {text}").replace("\n", " ") + "\n")
        sys.stderr.flush()
    return code


def _reader_gone() -> bool:
    """Whether stdout or stderr is a pipe without a reader: another broken pipe is an error like any other."""
    if not hasattr(select, "poll"):
        return True
    poll = select.poll()
    for number in (1, 2):
        poll.register(number, 0)
    return any(event & select.POLLERR for _, event in poll.poll(0))


def _silence() -> None:
    """Discard what could not be written: otherwise the interpreter tries again when it ends, and complains."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            with suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        except AttributeError:  # closed from the start
            pass


def _on_signals(handler: Any) -> None:
    for number in SIGNALS:
        # a signal that is ignored (by nohup, or in the background of a script) stays ignored
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, handler)


def _raise(number: int, frame: FrameType | None) -> None:
    _State.number = number
    raise KeyboardInterrupt


def _leave(
    number: int, frame: FrameType | None, write: Any = os.write, leave: Any = os._exit, known: Any = SIGNALS
) -> None:
    """Leave at once; what it needs is bound, because at the end of the interpreter names are gone."""
    with suppress(OSError):
        write(2, f"datamap: {known[number]}\n".encode())
    leave(128 + number)


def _as_usual() -> None:
    """In a forked process signals have their usual effect: it ends silently, and its parent reports it."""
    for number in SIGNALS:
        if signal.getsignal(number) in (_raise, _leave):
            signal.signal(number, signal.SIG_DFL)


def _unraisable(error: Any) -> None:
    """An exception where none can be raised, as in a finaliser: a signal ends the command all the same."""
    if os.environ.get(DEBUG):
        sys.__unraisablehook__(error)
    if isinstance(error.exc_value, KeyboardInterrupt):
        _leave(_State.number or signal.SIGINT, None)
