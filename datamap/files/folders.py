"""Folders of files that belong together: built beside their place, moved into it as a whole, one writer at a time.

A process that is killed leaves the last good folder. Links in a shared folder are not followed.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from datamap.errors import CallError, RunError
from datamap.files.writing import NO_LINK, is_link, kind

try:
    import fcntl
except ImportError:  # this system has no such locks: the user must then avoid two runs at once
    fcntl = None  # type: ignore[assignment]


@contextmanager
def folder(path: Path) -> Iterator[Path]:
    """Make a folder, and remove it again if it is still empty at the end.

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
            f"-o: {path} cannot be written ({(e.strerror or str(e)).lower()}). "
            "Expected a writable folder, or the path of one that can be made"
        ) from e
    try:
        yield path
    finally:
        with suppress(OSError):
            for p in made:
                p.rmdir()


@contextmanager
def alone(target: Path) -> Iterator[None]:
    """Reserve a target for one run, after repairing what an earlier run left behind when it was killed.

    Raises
    ------
    RunError
        If another run holds it, or a link is in its place.
    """
    lock = target.with_name(f".{target.name}.lock")
    for path in (target, lock):
        if is_link(path):
            raise RunError(
                f"{path}: it is a link, and links in a folder of reports are not followed. "
                "Expected no link there; nothing was written"
            )
    # opened without emptying it: in a shared folder the name may be a second name of another user's file
    with os.fdopen(os.open(lock, os.O_RDWR | os.O_CREAT | NO_LINK | getattr(os, "O_NONBLOCK", 0), 0o666), "rb") as held:
        if fcntl is not None:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if os.fstat(held.fileno()).st_ino != lock.lstat().st_ino:
                    raise BlockingIOError  # another run ended in between and removed its lock
            except OSError as e:
                raise RunError(
                    f"{target}: another run is writing this report. Wait for it, or write to another folder"
                ) from e
        try:
            _mend(target)
            yield
        finally:
            _to_the_end(lambda: _release(lock, held.fileno()))


def _release(lock: Path, held: int) -> None:
    """Remove a lock, if it is still the one that is held."""
    with suppress(OSError):
        if os.fstat(held).st_ino == lock.lstat().st_ino:
            lock.unlink()


def remove(path: Path) -> None:
    """Remove a folder that was built, as far as the system allows; a signal in the midst is raised afterwards."""
    _to_the_end(lambda: shutil.rmtree(path, ignore_errors=True))


def _to_the_end(work: Callable[[], None]) -> None:
    """Clean up. A signal raises an error in the midst of it: then once more, so that nothing is left over."""
    try:
        work()
    except BaseException:
        work()
        raise


def _mend(target: Path) -> None:
    """Remove unfinished folders, and restore an old report that was moved away and not replaced."""
    old = target.with_name(f".{target.name}.old")
    if kind(old) == "folder" and not kind(target):
        old.rename(target)
    built = [p for p in target.parent.iterdir() if p.name.startswith(f".{target.name}.new-")]
    for left in (old, *built):
        if is_link(left):
            left.unlink(missing_ok=True)  # the link, not its target
        else:
            shutil.rmtree(left, ignore_errors=True)


def aside(target: Path) -> Path:
    """A new folder beside the target to build in, from where it can be moved into place."""
    return Path(tempfile.mkdtemp(prefix=f".{target.name}.new-", dir=target.parent))


def failed(target: Path) -> Path:
    """The path where the notebook of a failed run is kept until a run succeeds."""
    return target.with_name(f"{target.name}.failed.ipynb")


def land(built: Path, target: Path) -> None:
    """Move what was built to the target: on Linux in one step, elsewhere in two steps that can be undone.

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
            remove(old)
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


def from_notebooks(path: str | Path) -> Path:
    """A path as a notebook names it; one that does not exist is looked for in the project's ``notebooks`` folder."""
    at = Path(path)
    beside = Path(__file__).resolve().parents[2] / "notebooks" / at
    return beside if not at.exists() and not at.is_absolute() and beside.exists() else at
