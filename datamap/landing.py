"""How files and reports land: built aside, swapped in whole, one run at a time; a killed run leaves the last good report."""

from __future__ import annotations

import ctypes
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from datamap import asked
from datamap.errors import CallError, RunError

try:
    import fcntl
except ImportError:  # no such locks on this system: two runs at once are then the user's to avoid
    fcntl = None  # type: ignore[assignment]


def write(path: str | Path, data: str | bytes) -> Path:
    """Write a file aside and move it into place, so that a failure leaves what was there.

    Raises
    ------
    CallError
    """
    path = asked.path(path, "path")
    aside = path.with_name(f".{path.name}.part")
    try:
        aside.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
        aside.replace(path)
    except OSError as e:
        with suppress(OSError):
            aside.unlink()
        raise CallError(
            f"{path}: cannot be written ({e.strerror}). Expected a name in a folder that exists and is writable"
        ) from e
    return path


@contextmanager
def folder(path: Path) -> Iterator[Path]:
    """Make a folder, and take it away again where nothing came to stand in it.

    Raises
    ------
    CallError
    """
    made = [p for p in (path, *path.parents) if not p.exists()]
    try:
        path.mkdir(parents=True, exist_ok=True)
        if not os.access(path, os.W_OK):
            raise PermissionError(13, "not writable")
    except OSError as e:
        raise CallError(
            f"-o: {path} cannot be written ({(e.strerror or str(e)).lower()}). Expected a folder that exists or can be made, and is writable"
        ) from e
    try:
        yield path
    finally:
        with suppress(OSError):
            for p in made:
                p.rmdir()


@contextmanager
def alone(target: Path) -> Iterator[None]:
    """Hold a target for one run; what an earlier run left behind when it was killed is put right first.

    Raises
    ------
    RunError
        If another run holds it.
    """
    lock = target.with_name(f".{target.name}.lock")
    with lock.open("w") as held:
        if fcntl is not None:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if (
                    os.fstat(held.fileno()).st_ino != lock.stat().st_ino
                ):  # another run ended in between and took its lock away
                    raise BlockingIOError
            except OSError as e:
                raise RunError(
                    f"{target}: another run is writing this report. Wait for it, or write to another folder"
                ) from e
        try:
            _mend(target)
            yield
        finally:
            with suppress(OSError):
                lock.unlink()


def _mend(target: Path) -> None:
    """Clear away what was built aside, and bring back an old report that was moved away and not replaced."""
    old = target.with_name(f".{target.name}.old")
    if old.exists() and not target.exists():
        old.rename(target)
    for left in (old, *target.parent.glob(f".{target.name}.new-*")):
        shutil.rmtree(left, ignore_errors=True)


def aside(target: Path) -> Path:
    """A folder to build in, beside the target, so that it can be moved into place."""
    return Path(tempfile.mkdtemp(prefix=f".{target.name}.new-", dir=target.parent))


def failed(target: Path) -> Path:
    """Where the notebook of a run that failed is kept, until a run succeeds."""
    return target.with_name(f"{target.name}.failed.ipynb")


def land(built: Path, target: Path) -> None:
    """Put what was built in the target's place: on Linux in one step, else in two with a way back.

    Raises
    ------
    RunError
        The last good report is then untouched.
    """
    for path in built.iterdir():
        with path.open("rb") as f:
            os.fsync(f.fileno())
    built.chmod(0o755)
    try:
        if not target.exists():
            built.rename(target)
        elif not _exchange(built, target):
            old = target.with_name(f".{target.name}.old")
            target.rename(old)
            try:
                built.rename(target)
            except OSError:
                old.rename(target)
                raise
            shutil.rmtree(old, ignore_errors=True)
    except OSError as e:
        raise RunError(
            f"{target}: the report could not be moved into place ({e.strerror}); the last good one is untouched"
        ) from e
    with suppress(OSError):
        failed(target).unlink()


def _exchange(a: Path, b: Path) -> bool:
    """Swap two folders in one step (renameat2 with RENAME_EXCHANGE); False where the system cannot."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    here, exchange = -100, 2
    return rename(here, os.fsencode(a), here, os.fsencode(b), exchange) == 0
