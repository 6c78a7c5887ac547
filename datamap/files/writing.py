"""Writing a file: first beside its place, then moved into it; an edited file is replaced only if the user asks for it.

A folder may be shared with other users: every new file gets a name that cannot be guessed, and links are not followed.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from datamap.errors import IN_PYTHON, CallError
from datamap.files import seal

WORKBOOK = (".xlsx",)
PAGE = (".html", ".htm")
INVENTORY = (".yaml", ".yml")
"""The endings that a file name may have, by the kind of file."""

LARGEST = 1 << 30
"""Bytes of the largest file that is compared; datamap writes no larger one."""

LISTED = 20
"""Files of one folder that a message lists."""

NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def check(
    path: str | Path, suffixes: tuple[str, ...] = (), *, force: bool = False, new: str | bytes | None = None
) -> None:
    """Refuse a name with the wrong ending, and a file that must not be replaced.

    A page or workbook that datamap wrote and that was not edited afterwards may be replaced.

    Parameters
    ----------
    suffixes : tuple of str
        The endings that the name may have; empty: any.
    force : bool
        Whether any file may be replaced.
    new : str or bytes, optional
        A file that already contains this may be replaced as well.

    Raises
    ------
    CallError
    """
    path = _path(path)
    if suffixes and path.suffix.lower() not in suffixes:
        found = f"the name ends in '{path.suffix}'" if path.suffix else "the name has no ending"
        raise CallError(f"{path}: {found}. Expected a name that ends in {_either(suffixes)}; nothing was written")
    there = kind(path)
    if there == "folder":
        raise CallError(f"{path}: is a folder. Expected the name of a file; nothing was written")
    if force or not there or (there == "file" and _replaceable(path, new)):
        return
    found = (
        "exists already, and datamap did not write it or it was edited since" if there == "file" else f"is a {there}"
    )
    raise CallError(f"{path}: {found}. Expected a new name, or --force{IN_PYTHON} to replace it; nothing was written")


def _either(suffixes: tuple[str, ...]) -> str:
    return " or ".join(filter(None, (", ".join(suffixes[:-1]), suffixes[-1])))


def check_all(paths: Iterable[str | Path], *, force: bool = False) -> None:
    """Refuse files that are written together, if one of them must not be replaced; each refusal is named.

    Raises
    ------
    CallError
    """
    paths, refused = list(paths), []
    for path in paths:
        try:
            check(path, force=force)
        except CallError as e:
            refused.append(str(e))
    if refused:
        raise CallError("\n".join([*refused[:LISTED], f"{_several(paths)} are written together, or none of them"]))


def _several(paths: Iterable[str | Path]) -> str:
    """The paths in a message; of many the first ones and their number."""
    listed = [str(p) for p in paths]
    more = [f"{len(listed) - LISTED:,} more"] if len(listed) > LISTED else []
    return " and ".join([*listed[:LISTED], *more])


def _path(path: str | Path) -> Path:
    if not isinstance(path, (str, os.PathLike)) or not os.fspath(path):
        raise CallError(f"path: {path!r} is not a path. Expected a path, as text or pathlib.Path")
    return Path(path)


def kind(path: Path) -> str:
    """What is at a path: ``file``, ``folder``, ``link`` (not followed), ``special file``, or an empty text."""
    try:
        mode = path.lstat().st_mode
    except (OSError, ValueError):  # it cannot be written either, and the error of writing explains why
        return ""
    kinds = {stat.S_IFREG: "file", stat.S_IFDIR: "folder", stat.S_IFLNK: "link"}
    return kinds.get(stat.S_IFMT(mode), "special file")


def is_link(path: Path) -> bool:
    """Whether a path is a link, which may lead out of a shared folder."""
    return kind(path) == "link"


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
    """Write a file beside its place and move it there, so that a failure leaves the existing file.

    Parameters
    ----------
    force : bool
        Whether to replace a file that datamap did not write, or that was edited since.
    same : bool
        Whether a file that already contains the data is accepted: for files without a digest, written repeatedly.

    Raises
    ------
    CallError
    """
    path = _path(path)
    check(path, force=force, new=data if same else None)
    try:
        with made_aside(path) as (aside, file):
            file.write(_bytes(data) or b"")
            file.close()
            aside.replace(path)
    except (OSError, ValueError) as e:  # ValueError: a null character in the name
        raise CallError(
            f"{path}: cannot be written ({getattr(e, 'strerror', None) or e}). "
            "Expected a name in a folder that exists and is writable"
        ) from e
    return path


def write_all(files: Mapping[Path, str | bytes], *, force: bool = False) -> None:
    """Write files that belong together: all of them, or none.

    Raises
    ------
    CallError
        One of them must not be replaced, or cannot be written.
    """
    check_all(files, force=force)
    before: dict[Path, bytes | None] = {}
    with ExitStack() as stack:
        try:
            made = []
            for path, data in files.items():
                aside, file = stack.enter_context(made_aside(path))
                file.write(_bytes(data) or b"")
                file.close()
                made.append((path, aside))
            for path, aside in made:
                before[path] = path.read_bytes() if kind(path) else None
                aside.replace(path)
        except (OSError, ValueError) as e:
            _restore(before)
            raise CallError(
                f"{_several(files)}: cannot be written ({getattr(e, 'strerror', None) or e}). "
                "Expected names in a folder that exists and is writable; nothing was written"
            ) from e


def _restore(before: Mapping[Path, bytes | None]) -> None:
    """Put back what files contained; a file that is new is removed."""
    for path, data in before.items():
        with suppress(OSError):
            if data is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(data)


@contextmanager
def made_aside(path: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A new file beside a path, with a name that cannot be guessed; it is removed unless it was moved into place."""
    aside = path.with_name(f".{path.name[:100]}.{secrets.token_hex(8)}.part")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_LINK, 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            yield aside, file
    finally:
        with suppress(OSError):
            aside.unlink()
