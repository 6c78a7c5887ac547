"""How files and reports land: built aside, swapped in whole, one run at a time; a killed run leaves the last good report.

A folder of reports may be shared. Whatever is made in it is made under a new name, and no link in it is followed.
"""

from __future__ import annotations

import ctypes
import os
import secrets
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from datamap.documents import seal
from datamap.errors import CallError, RunError
from datamap.model import arguments

try:
    import fcntl
except ImportError:  # no such locks on this system: two runs at once are then the user's to avoid
    fcntl = None  # type: ignore[assignment]

WORKBOOK = (".xlsx",)
PAGE = (".html", ".htm")
INVENTORY = (".yaml", ".yml")
"""The endings that a name may have, by what the file holds."""

LARGEST = 1 << 30
"""Bytes of a file that is looked at; nothing that datamap writes is larger."""

_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def check(
    path: str | Path, suffixes: tuple[str, ...] = (), *, force: bool = False, new: str | bytes | None = None
) -> None:
    """Refuse a name of another kind of file, and a file that must not be replaced.

    A page or workbook that datamap wrote, and that was not edited since, may be replaced.

    Parameters
    ----------
    suffixes : tuple of str
        The endings that the name may have; empty: any.
    force : bool
        Whether any file may be replaced.
    new : str or bytes, optional
        A file that already holds this may be replaced as well.

    Raises
    ------
    CallError
    """
    path = arguments.path(path, "path")
    if suffixes and path.suffix.lower() not in suffixes:
        found = f"the name ends in '{path.suffix}'" if path.suffix else "the name has no ending"
        raise CallError(f"{path}: {found}. Expected a name that ends in {' or '.join(suffixes)}; nothing was written")
    kind = _kind(path)
    if kind == "folder":
        raise CallError(f"{path}: is a folder. Expected the name of a file; nothing was written")
    if force or not kind or (kind == "file" and _replaceable(path, new)):
        return
    found = "exists already, and datamap did not write it or it was edited since" if kind == "file" else f"is a {kind}"
    raise CallError(
        f"{path}: {found}. Expected a new name, or --force (in Python force=True) to replace it; nothing was written"
    )


def _kind(path: Path) -> str:
    """What is at a path, without following a link: ``file``, ``folder``, ``link``, ``special file``, or an empty text."""
    try:
        mode = path.lstat().st_mode
    except (OSError, ValueError):  # what cannot be looked at cannot be written either, and writing says why
        return ""
    kinds = {stat.S_IFREG: "file", stat.S_IFDIR: "folder", stat.S_IFLNK: "link"}
    return kinds.get(stat.S_IFMT(mode), "special file")


def is_link(path: Path) -> bool:
    """Whether a name in a shared folder leads elsewhere."""
    return _kind(path) == "link"


def _replaceable(path: Path, new: str | bytes | None) -> bool:
    try:
        if path.lstat().st_size > LARGEST:
            return False
        there = path.read_bytes()
    except OSError:
        return False
    return there == _bytes(new) or seal.intact(there)


def _bytes(data: str | bytes | None) -> bytes | None:
    return data.encode("utf-8") if isinstance(data, str) else data


def write(path: str | Path, data: str | bytes, *, force: bool = False, same: bool = False) -> Path:
    """Write a file aside and move it into place, so that a failure leaves what was there.

    Parameters
    ----------
    force : bool
        Whether to replace a file that datamap did not write, or that was edited since.
    same : bool
        Whether a file that already holds the data is accepted: for files that carry no digest, and are written again and again.

    Raises
    ------
    CallError
    """
    path = arguments.path(path, "path")
    check(path, force=force, new=data if same else None)
    try:
        with made_aside(path) as (aside, file):
            file.write(_bytes(data) or b"")
            file.close()
            aside.replace(path)
    except (OSError, ValueError) as e:  # ValueError: a null character in the name
        raise CallError(
            f"{path}: cannot be written ({getattr(e, 'strerror', None) or e}). Expected a name in a folder that exists and is writable"
        ) from e
    return path


@contextmanager
def made_aside(path: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A new file beside a path, under a name that cannot be guessed; it is removed where it was not moved into place."""
    aside = path.with_name(f".{path.name[:100]}.{secrets.token_hex(8)}.part")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK, 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            yield aside, file
    finally:
        with suppress(OSError):
            aside.unlink()


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
    with os.fdopen(
        os.open(lock, os.O_RDWR | os.O_CREAT | _NO_LINK | getattr(os, "O_NONBLOCK", 0), 0o666), "rb"
    ) as held:
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
    if _kind(old) == "folder" and not _kind(target):
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
        if not _kind(target):
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
