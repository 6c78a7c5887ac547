"""An inventory back into the YAML file that it was read from, with the comments of all that did not change.

Only entries that changed are written anew, in the place where they are. What is written is read again: if it is not
the inventory, because the file has an unusual layout, the whole file is written without its comments.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from datamap.errors import CallError, InputError
from datamap.files import reading, writing
from datamap.formats.yaml import reader, writer
from datamap.model import Inventory, Origin, shape
from datamap.model.inventory import Included
from datamap.model.vocabulary import UNKNOWN

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
    texts = {Path(origin.file): _unchanged(origin, inventory)}
    if path is not None and not _same_file(path, origin.file):
        return Path(writing.write(Path(path), elsewhere(texts[Path(origin.file)], inventory, path)))
    texts[Path(origin.file)] = edited(texts[Path(origin.file)], inventory)
    texts |= {Path(part.origin.file): text for part, text in _changed_parts(inventory)}
    writing.write_all(texts, force=True)
    return Path(origin.file)


def _same_file(one: str | Path, other: str | Path) -> bool:
    return Path(one).resolve() == Path(other).resolve()


def _unchanged(origin: Origin, inventory: Inventory) -> str:
    """The text of a file, which must be the one that was read."""
    raw = reading.load(origin.file)
    if hashlib.sha256(raw).hexdigest() != origin.sha256:
        raise CallError(f"save: {origin.file} has changed since it was read. Expected the same file: read it again")
    return reading.decode(raw, origin.file)


def elsewhere(text: str, inventory: Inventory, path: str | Path) -> str:
    """The text of an inventory that is written into another file.

    It includes the same files only if they are in the same place seen from there and their entries did not change; else
    it contains their entries itself.
    """
    origin = inventory.origin
    if origin is not None and origin.included:
        beside = Path(path).resolve().parent == Path(origin.file).resolve().parent
        if not beside or any(True for _ in _changed_parts(inventory)):
            return writer.dump(inventory)
    return edited(text, inventory)


def _changed_parts(inventory: Inventory) -> Iterator[tuple[Included, str]]:
    """The included files of which an entry changed, each with its new text.

    Raises
    ------
    CallError
        Such a file has changed since it was read.
    """
    origin = inventory.origin
    if origin is None or not origin.included:
        return
    before = reader.parse(reading.decode(reading.load(origin.file), origin.file), origin.file)
    now = {r.id: r for r in inventory.recipients}
    for part, read in zip(origin.included, before.origin.included if before.origin else (), strict=True):
        old = tuple(before.recipients)[read.first : read.first + read.count]
        new = tuple(now[r.id] for r in old if r.id in now)
        if new == old:
            continue
        text = _unchanged(part.origin, inventory)
        was = before.model_copy(update={"recipients": old}).with_origin(part.origin)
        become = before.model_copy(update={"recipients": new}).with_origin(part.origin)
        yield part, "".join(_replace(text.splitlines(keepends=True), "recipients", was, become))


def _own(inventory: Inventory, before: Inventory) -> Inventory:
    """An inventory without the entries of the files that it includes."""
    parts = before.origin.included if before.origin else ()
    shared = {r.id for part in parts for r in tuple(before.recipients)[part.first : part.first + part.count]}
    if not shared:
        return inventory
    own = tuple(r for r in inventory.recipients if r.id not in shared)
    return inventory.model_copy(update={"recipients": own or UNKNOWN})


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
    file = inventory.origin.file if inventory.origin else "inventory.yaml"
    whole = reader.parse(text, file)
    before, inventory = _own(whole, whole), _own(inventory, whole)
    lines = text.splitlines(keepends=True)
    for key, field in reversed(shape.of(Inventory).items()):
        old, new = getattr(before, field.name), getattr(inventory, field.name)
        if old != new or type(old) is not type(new):
            lines = _replace(lines, key, before, inventory)
    out = "".join(lines)
    try:
        read = reader.parse(out, file)
        same = _own(read, read) == inventory
    except InputError:
        same = False
    return out if same else _included(text) + writer.dump(inventory)


def _included(text: str) -> str:
    """The lines with which a text includes other files."""
    lines = text.splitlines(keepends=True)
    start = next((i for i, line in enumerate(lines) if re.match(r"[\"']?include[\"']?\s*:", line)), None)
    if start is None:
        return ""
    end = next((i for i in range(start + 1, len(lines)) if _TOP.match(lines[i])), len(lines))
    return "".join(lines[start:end])


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
