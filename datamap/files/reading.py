"""Bytes and text of an input file, or an error that explains why it cannot be read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from datamap.errors import InputError, Problem

LIMIT = 32 * 1024 * 1024
"""Bytes. The largest registers are far below 1 MB; one of this size takes seconds and a gigabyte to read."""


def load(path: str | Path, limit: int = LIMIT) -> bytes:
    """The bytes of a file of at most ``limit`` bytes.

    Raises
    ------
    InputError
        The file is missing, a folder or a pipe, not readable, or too large (which is known before it is read).
    """
    try:
        # not by Path, which takes twice as long: an audit of a group does this for each of its files
        about = os.stat(path)  # noqa: PTH116
        if stat.S_ISDIR(about.st_mode):
            raise _refused(path, "a folder", "a file")
        if not stat.S_ISREG(about.st_mode):
            # reading a pipe that no process writes to would wait for ever
            raise _refused(path, "a pipe or a device", "a file; save its output to a file first")
        size = about.st_size
        if size <= limit:
            raw = _bytes(path, size)
    except FileNotFoundError:
        raise _refused(path, "no such file", "the path of a file") from None
    except (OSError, ValueError) as e:
        why = e.strerror if isinstance(e, OSError) and e.strerror else str(e)
        raise _refused(path, f"the file cannot be read ({why})", "a file that may be read") from None
    if size > limit:
        raise _refused(
            path,
            f"{size / 1e6:,.0f} MB",
            f"at most {limit / 2**20:,.0f} MiB: one inventory is one organisation's map; a group's is a file each",
        )
    return raw


def _bytes(path: str | Path, size: int) -> bytes:
    """All bytes of a file of about this size; a file object would take twice as long."""
    file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        return b"".join(iter(lambda: os.read(file, size + 1), b""))
    finally:
        os.close(file)


def decode(raw: bytes, file: str) -> str:
    """Bytes as text, without a byte order mark.

    Raises
    ------
    InputError
        The bytes are not UTF-8; the message names byte and line.
    """
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise _refused(file, "text in UTF-16", "UTF-8; save it again with that encoding")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        at = e.start + (3 if raw.startswith(b"\xef\xbb\xbf") else 0)
        line = raw.count(b"\n", 0, at) + 1
        found = f"byte 0x{raw[at]:02X} at offset {at}, which is not UTF-8"
        raise InputError([Problem(file, line, "", found, "UTF-8; save the file again with that encoding")]) from None


def _refused(path: str | Path, found: str, expected: str) -> InputError:
    return InputError([Problem(str(path), 0, "", found, expected)])
