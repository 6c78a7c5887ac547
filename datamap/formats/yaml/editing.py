"""An inventory back into the YAML file that it was read from, with the comments of all that did not change.

Only entries that changed are written anew, in the place where they are. What is written is read again: if it is not
the inventory, because the file has an unusual layout, the whole file is written without its comments.
"""

from __future__ import annotations

import hashlib
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

from datamap.errors import CallError, InputError
from datamap.files import reading, writing
from datamap.formats.yaml import reader, writer
from datamap.model import Inventory, shape

_TOP = re.compile(r"[^\s#-]")
_ASIDE = re.compile(r"\s*(#.*)?$")


def save(inventory: Inventory, path: str | Path | None = None) -> Path:
    """Write an inventory into its file, or into another one.

    Raises
    ------
    CallError
        Its file has changed since it was read, or cannot be written.
    InputError
        Its file cannot be read any more.
    """
    origin = inventory.origin
    if origin is None:
        raise CallError("save: the inventory was not read from a file. Expected one that dm.read(path) gave")
    raw = reading.load(origin.file)
    if hashlib.sha256(raw).hexdigest() != origin.sha256:
        raise CallError(f"save: {origin.file} has changed since it was read. Expected the same file: read it again")
    text = edited(reading.decode(raw, origin.file), inventory)
    return Path(writing.write(Path(path or origin.file), text, force=path is None))


def edited(text: str, inventory: Inventory) -> str:
    """A YAML text with the entries that differ from the inventory replaced.

    Examples
    --------
    >>> text = "# ours\\nmeta: {id: demo}\\ncontroller: {name: Demo}\\n"
    >>> print(edited(text, reader.parse(text.replace("Demo", "Demo Ltd"))), end="")
    # ours
    meta: {id: demo}
    controller:
      name: Demo Ltd
    """
    before = reader.parse(text)
    lines = text.splitlines(keepends=True)
    for key, field in reversed(shape.of(Inventory).items()):
        old, new = getattr(before, field.name), getattr(inventory, field.name)
        if old != new or type(old) is not type(new):
            lines = _replace(lines, key, before, inventory)
    out = "".join(lines)
    try:
        same = reader.parse(out) == inventory
    except InputError:
        same = False
    return out if same else writer.dump(inventory)


def _replace(lines: list[str], key: str, before: Inventory, after: Inventory) -> list[str]:
    """The lines with one key of the file as the inventory has it."""
    start = next((i for i, line in enumerate(lines) if re.match(rf"{key}\s*:", line)), None)
    if start is None:
        section = _section(key, after)
        return [*lines, "\n", section] if section else lines
    end = next((i for i in range(start + 1, len(lines)) if _TOP.match(lines[i])), len(lines))
    while end > start + 1 and _ASIDE.match(lines[end - 1]):  # comments and blank lines are about what follows
        end -= 1
    entries = _entries(lines[:end], key, before, after)
    if entries is None:
        return [*lines[:start], _section(key, after), *lines[end:]]
    return [*entries, *lines[end:]]


def _section(key: str, inventory: Inventory) -> str:
    """A key with its content, as the writer writes it; empty where it is the default."""
    parts = re.split(r"(?m)^(?=[a-z_]+:)", writer.dump(inventory))
    return next((part.rstrip("\n") + "\n" for part in parts if part.startswith(f"{key}:")), "")


def _entries(lines: list[str], key: str, before: Inventory, after: Inventory) -> list[str] | None:
    """The lines up to the end of a list, with the entries that changed; None where entries cannot be told apart."""
    old, new = getattr(before, key), getattr(after, key)
    if not isinstance(old, tuple) or not isinstance(new, tuple) or not old or not new or not hasattr(old[0], "id"):
        return None
    at = [before.origin.lines.get((key, i), 0) - 1 for i in range(len(old))] if before.origin else []
    heads = [lines[i] if 0 <= i < len(lines) else "" for i in at]
    marks = {head[: len(head) - len(head.lstrip())] for head in heads}
    if len(marks) != 1 or not all(head.lstrip().startswith("- ") for head in heads) or at != sorted(set(at)):
        return None
    indent, now = marks.pop(), {e.id: e for e in new}
    known = [e.id for e in old if e.id in now]
    if known != [e.id for e in new][: len(known)]:
        return None
    out = lines[: at[0]]
    for entry, (begin, end) in zip(old, pairwise([*at, len(lines)]), strict=True):
        last = end
        while last > begin + 1 and _ASIDE.match(lines[last - 1]):
            last -= 1
        if entry.id in now:
            same = now[entry.id] == entry
            out += lines[begin:last] if same else _entry(now[entry.id], indent)
        out += lines[last:end]
    for entry in new[len(known) :]:
        out += _entry(entry, indent)
    return out


def _entry(entry: Any, indent: str) -> list[str]:
    text = writer.list_item(entry)
    return [indent + line if line.strip() else line for line in text.splitlines(keepends=True)]
