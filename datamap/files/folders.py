"""Folders of files that belong together: built beside their place, swapped in whole, one writer at a time.

A process that is killed leaves the last good folder. No link in a shared folder is followed.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from datamap.errors import CallError, RunError
from datamap.files.writing import NO_LINK, is_link, kind

try:
    import fcntl
except ImportError:  # no such locks on this system: two runs at once are then the user's to avoid
    fcntl = None  # type: ignore[assignment]


@contextmanager
def folder(path: Path) -> Iterator[Path]:
    """Make a folder, and take it away again where nothing came to stand in it.

    Raises
    ------
    CallError
    """
    made = [p for p in (path, *path.parents) if not p.exists()]
    try:
        if is_link(path):
            raise OSError(0, "it is a link, and links in a folder of reports are not followed")
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
        If another run holds it, or a link is in its place.
    """
    lock = target.with_name(f".{target.name}.lock")
    for path in (target, lock):
        if is_link(path):
            raise RunError(
                f"{path}: it is a link, and links in a folder of reports are not followed. Expected no link there; nothing was written"
            )
    # opened as it is, not emptied: a name in a shared folder may be another one of somebody's file
    with os.fdopen(os.open(lock, os.O_RDWR | os.O_CREAT | NO_LINK | getattr(os, "O_NONBLOCK", 0), 0o666), "rb") as held:
        if fcntl is not None:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if os.fstat(held.fileno()).st_ino != lock.lstat().st_ino:
                    raise BlockingIOError  # another run ended in between and took its lock away
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
    if kind(old) == "folder" and not kind(target):
        old.rename(target)
    built = [p for p in target.parent.iterdir() if p.name.startswith(f".{target.name}.new-")]
    for left in (old, *built):
        if is_link(left):
            left.unlink(missing_ok=True)  # the link, not what it leads to
        else:
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
        if not kind(target):
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
