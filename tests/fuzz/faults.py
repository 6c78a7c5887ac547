"""``python -m tests.fuzz.faults [COMMAND ...] [--out FILE]``: faults at every write of every command that writes.

A command runs in a forked process, in a copy of a small folder. A hook counts what it opens to write, renames, makes
and removes; at one of these events it ends the process (kill -9), makes the disk full or read-only, or sends a signal.
A limit on the size of files ends the process in the midst of a write, or fills the disk there. Afterwards each file
under a final name is as it was before the command or as the whole command leaves it. A fault that the process survives
ends in one message, with its exit code and without a file that is left over.
"""

from __future__ import annotations

import argparse
import errno
import importlib
import json
import os
import pkgutil
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.fuzz.faulty import COMMANDS, MAP, prepare
from tools import proof

AT_EVENT = ("kill", "full", "read-only", "interrupt", "terminate")
"""Faults at an event, by name."""
IN_WRITE = ("torn", "short")
"""Faults in the midst of a write: the process is killed, or the disk is full."""
SIZES = (0, 700, 6000)
"""Bytes after which a file cannot grow."""
WRITES = ("open", "os.rename", "os.mkdir", "os.rmdir", "os.remove", "os.link", "os.truncate", "os.chmod")
SIGNALS = {"interrupt": signal.SIGINT, "terminate": signal.SIGTERM}
CODES = {"full": {2}, "read-only": {2}, "short": {2}, "interrupt": {130}, "terminate": {143}}
"""Exit codes that are documented, beside that of the whole command: what failed was not needed, or had been done."""


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    events: int
    said: str
    files: dict[str, bytes]


def state(folder: Path, *, hidden: bool = False) -> dict[str, bytes]:
    """The files of a folder by name; those under a hidden name only if asked for."""
    found = {p.relative_to(folder): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
    return {str(p): data for p, data in found.items() if hidden or not any(x.startswith(".") for x in p.parts)}


@cache
def load() -> None:
    """Import all of datamap and prepare its law, words and rules, so that a forked process has them."""
    import datamap
    from datamap.formats.yaml import reader

    for module in pkgutil.walk_packages(datamap.__path__, "datamap."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    datamap.plan(datamap.audit(reader.parse(MAP), "2026-09-30"))


def run(folder: Path, args: tuple[str, ...], fault: str = "", at: int = 0) -> Ended:
    """Run a command in a folder with a fault at an event (the first is 1), or at a size of a file."""
    load()
    read, write = os.pipe()
    errors = folder.parent / "stderr"
    child = os.fork()
    if not child:
        try:
            os.close(read)
            _child(folder, args, fault, at, write, errors)
        finally:
            os._exit(70)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        events = len(pipe.read())
    _, status = os.waitpid(child, 0)
    return Ended(os.waitstatus_to_exitcode(status), events, errors.read_text(encoding="utf-8"), state(folder))


def _child(folder: Path, args: tuple[str, ...], fault: str, at: int, pipe: int, errors: Path) -> None:
    from datamap.cli import ending, main

    os.chdir(folder)
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    for number, path in ((1, os.devnull), (2, str(errors))):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
    sys.stdout, sys.stderr = (open(n, "w", encoding="utf-8", closefd=False) for n in (1, 2))  # noqa: SIM115, PTH123
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    ending.guard()
    _arm(folder, fault, at, pipe)
    try:
        main([str(a) for a in args], prog_name="datamap")
        code = 0
    except SystemExit as e:
        code = e.code if isinstance(e.code, int) else 1 if e.code else 0
    os._exit(code)


def _arm(folder: Path, fault: str, at: int, pipe: int) -> None:
    """Set the fault: a hook that counts events, or a limit on the size of files."""
    if fault in IN_WRITE:
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL if fault == "torn" else signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (at, at))
        return
    root, own, count = str(folder.resolve()), os.getpid(), 0

    def hook(event: str, given: tuple[object, ...]) -> None:
        nonlocal count
        if event not in WRITES or not _writes(event, given, root):
            return
        if os.getpid() == own:
            os.write(pipe, b".")
        count += 1
        if fault == "full" and event in ("os.remove", "os.rmdir"):
            return  # a full disk refuses to remove nothing
        if count == at or (count > at > 0 and fault in ("full", "read-only")):
            _happen(fault, given)

    sys.addaudithook(hook)


def _writes(event: str, given: tuple[object, ...], root: str) -> bool:
    """Whether an event changes something in the folder."""
    if event == "open":
        flags = given[2] if isinstance(given[2], int) else 0
        if not flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC):
            return False
    path = given[0]
    if not isinstance(path, (str, bytes, os.PathLike)):
        return event != "open"  # a number of a file or folder that is open
    return str(Path.cwd() / os.fsdecode(path)).startswith(root)


def _happen(fault: str, given: tuple[object, ...]) -> None:
    if fault == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif fault in SIGNALS:
        os.kill(os.getpid(), SIGNALS[fault])
    elif fault:
        number = errno.ENOSPC if fault == "full" else errno.EROFS
        raise OSError(number, os.strerror(number), given[0])


@dataclass(frozen=True)
class Case:
    """One command with one fault."""

    command: str
    fault: str
    at: int

    def __str__(self) -> str:
        return f"{self.command}: {self.fault} at {self.at}"


class Tried:
    """A command, with what it leaves when nothing goes wrong."""

    def __init__(self, command: str, template: Path):
        self.command, self.args, self.template = command, COMMANDS[command], template
        self.before = state(template)
        self._at = tempfile.TemporaryDirectory()  # always the same place: an output may name the path of its input
        whole = run(self._copy(), self.args)
        assert whole.code in (0, 1), (command, whole.code, whole.said)
        self.after, self.events, self.code = whole.files, whole.events, whole.code
        assert self.events and (self.after != self.before or "again" in command), f"{command} writes nothing"

    def _copy(self) -> Path:
        shutil.rmtree(Path(self._at.name) / "folder", ignore_errors=True)
        return shutil.copytree(self.template, Path(self._at.name) / "folder")

    def cases(self, faults: Collection[str] = ()) -> Iterator[Case]:
        """Every fault, or some, at every event and in the midst of writes of every size."""
        for fault in faults or (*AT_EVENT, *IN_WRITE):
            places = SIZES if fault in IN_WRITE else range(1, self.events + 1)
            yield from (Case(self.command, fault, n) for n in places)

    def wrong(self, case: Case) -> list[str]:
        """What is wrong after a case; nothing where the last good state is intact."""
        folder = self._copy()
        ended = run(folder, self.args, case.fault, case.at)
        hidden = state(folder, hidden=True).keys() - ended.files.keys()
        out = [
            f"{name} is neither as before nor complete"
            for name, data in ended.files.items()
            if name not in self.before
            and name not in self.after
            or _timeless(name, data)
            not in [_timeless(name, at[name]) for at in (self.before, self.after) if name in at]
        ]
        out += [f"{name} is gone" for name in self.before if name not in ended.files and name in self.after]
        if case.fault in ("kill", "torn"):
            return out
        if ended.code not in CODES[case.fault] | {self.code}:
            out.append(f"exit code {ended.code}: {ended.said[-300:]}")
        if "Traceback" in ended.said or "unexpected error" in ended.said:
            out.append(f"a traceback or an unexpected error: {ended.said[-300:]}")
        if ended.code in (130, 143) and not ended.said.strip().splitlines()[-1].startswith("datamap: "):
            out.append(f"no line on why it ended: {ended.said[-300:]}")
        if case.fault == "read-only":
            return out  # nothing can be removed either
        left = sorted(h for h in hidden if h not in state(self.template, hidden=True))
        return out + [f"{name} is left over" for name in left]


def _timeless(name: str, data: bytes) -> object:
    """What a file must contain: a notebook that ran also holds the times at which it did."""
    if not name.endswith(".ipynb"):
        return data
    try:
        return [cell["source"] for cell in json.loads(data)["cells"]]
    except ValueError:
        return data


def main(given: list[str]) -> int:
    """Try every fault of some commands or of all; print what is wrong, and append the counts to a file."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.faults")
    parser.add_argument("commands", nargs="*", metavar="COMMAND", help=", ".join(COMMANDS))
    parser.add_argument("--fault", action="append", choices=(*AT_EVENT, *IN_WRITE), help="only this one; repeatable")
    parser.add_argument("--out", type=Path, default=Path("fuzz.jsonl"), help="file of faults and counts")
    parser.add_argument("--record", action="store_true", help="write the counts into benchmarks/proof/")
    chosen = parser.parse_args(given)
    bad, at_commit = 0, proof.commit() if chosen.record else ""
    with tempfile.TemporaryDirectory() as at:
        template = prepare(Path(at) / "template")
        for command in chosen.commands or COMMANDS:
            load()
            start, one, counts = time.process_time(), Tried(command, template), Counter[str]()
            for case in one.cases(chosen.fault or ()):
                wrong = one.wrong(case)
                counts["fault" if wrong else "intact"] += 1
                for what in wrong:
                    print(f"{case}: {what}", flush=True)
            bad += counts["fault"]
            seconds = round(time.process_time() - start + resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime, 1)
            print(f"{command}: {one.events} events, {dict(counts)}", flush=True)
            with chosen.out.open("a", encoding="utf-8") as out:
                record = {"kind": f"faults of {command}", "seconds": seconds, "counts": dict(counts)}
                out.write(json.dumps(record) + "\n")
            if at_commit:
                typed = f"make faults ARGS='\"{command}\" --record'"
                proof.record("faults", command, counts, counts["fault"], typed, at=at_commit)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
