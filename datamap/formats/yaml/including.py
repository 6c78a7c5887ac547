"""``include: vendors.yaml``: recipients that several maps share, from a file beside the inventory or below its folder.

An included file has ``recipients`` and may include further files. Its entries become recipients of the map; an error in
one names the included file and its line.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from datamap.errors import InputError, Problem
from datamap.files import reading
from datamap.formats.problems import Fault, located
from datamap.formats.yaml.places import left
from datamap.formats.yaml.tree import Tree
from datamap.model import Origin
from datamap.model.inventory import Included
from datamap.model.vocabulary import shown

KEY = "include"
KEYS = ("recipients", KEY)
"""The keys of an included file."""
WANTED = "the name of a YAML file in the folder of the inventory or below it, such as vendors.yaml"
_START = rb"(?m)^\xef?\xbb?\xbf?[\"']?%s[\"']?[ \t]*:"


@dataclass
class Including:
    """The files that an inventory includes.

    Attributes
    ----------
    recipients : list
        Their entries, in the order of the files.
    files : list of Included
    problems : list of Problem
        What is wrong with the names of the files, and in the files themselves.
    """

    folder: Path
    recipients: list[Any] = field(default_factory=list)
    files: list[Included] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _open: list[Path] = field(default_factory=list)
    _seen: set[Path] = field(default_factory=set)

    def add(self, data: dict[str, Any], origin: Origin, real: Path, first: int) -> None:
        """Read the files that a file names under ``include``, which is taken out of its data.

        Parameters
        ----------
        data : dict
            Of the file; ``origin`` has its name and lines, ``real`` is its path without links.
        first : int
            Position in the map's recipients of the first entry that is included.
        """
        self._open.append(real)
        self._seen.add(real)
        for path, name in _names(data.pop(KEY, None)):
            self._include(path, name, origin, real, first)
        self._open.pop()

    def _include(self, path: tuple[str | int, ...], name: Any, origin: Origin, real: Path, first: int) -> None:
        file = Path(origin.file).parent / name if isinstance(name, str) and name else None
        target = file.resolve() if file is not None and "\0" not in str(file) else None
        found = _refused(name, target, self.folder)
        if target in self._open and not found:
            ring = [p.name for p in self._open[self._open.index(target) :]]
            found = f"a chain of included files returns to its start: {' > '.join([*ring, target.name])}"
        if found or file is None or target is None:
            self._wrong(Fault(path, found, WANTED), origin)
        elif target not in self._seen:
            self._read(file, target, path, origin, first)

    def _read(self, file: Path, real: Path, path: tuple[str | int, ...], by: Origin, first: int) -> None:
        try:
            raw = reading.load(file)
            tree = Tree(reading.decode(raw, str(file)))
        except InputError as e:
            for problem in e.problems:
                self._wrong(Fault(path, f"{shown(file.name)}: {problem.found}", problem.expected), by)
            return
        origin = Origin(str(file), hashlib.sha256(raw).hexdigest(), tree.lines)
        if tree.fatal:
            self.problems += tree.problems(str(file))
            return
        faults = [*tree.faults, *(left(tree.data) if b"<<fill in " in raw else ())]
        expected = f"one of the keys: {', '.join(KEYS)}"
        faults += [Fault((key,), f"the key {shown(key)} is not known in an included file", expected)
                   for key in tree.data if key not in KEYS]  # fmt: skip
        entries = tree.data.get("recipients")
        if not isinstance(entries, list):
            faults.append(Fault(("recipients",), "no list of recipients", "the recipients that several maps share"))
            entries = []
        self.problems += located(faults, tree.data, origin)
        self.files.append(Included(origin, first + len(self.recipients), len(entries)))
        self.recipients += entries
        self.add(tree.data, origin, real, first)

    def _wrong(self, fault: Fault, origin: Origin) -> None:
        self.problems += located([fault], {}, origin)


@dataclass(frozen=True, slots=True)
class Glance:
    """What the bytes of a file show before it is read.

    Attributes
    ----------
    sha256 : str
    includes, documents : bool
        Whether it may include others, or list signed documents: it has the key at the start of a line.
    """

    sha256: str
    includes: bool
    documents: bool


def glance(path: str | Path) -> Glance:
    """Look at the bytes of a file.

    Raises
    ------
    InputError
        It cannot be read.
    """
    raw = reading.load(path)
    return Glance(hashlib.sha256(raw).hexdigest(), _has(raw, b"include"), _has(raw, b"documents"))


def _has(raw: bytes, key: bytes) -> bool:
    return key in raw and bool(re.search(_START % key, raw))  # the word alone is found in a tenth of the time


def files_of(path: str | Path) -> Iterator[Path]:
    """The files that an inventory names under ``include``, as they are named; none where it cannot be read."""
    try:
        raw = reading.load(path)
        if not _has(raw, b"include"):
            return
        tree = Tree(reading.decode(raw, str(path)))
    except InputError:
        return
    for _, name in _names(tree.data.get(KEY)):
        if isinstance(name, str) and name and "\0" not in name:
            yield Path(path).parent / name


def hashes(path: Path) -> tuple[tuple[str, str], ...]:
    """Name and SHA-256 of every file that an inventory includes, directly or not; nothing for one without any.

    Raises
    ------
    InputError
        One of them cannot be read.
    """
    out: dict[Path, tuple[str, str]] = {}
    todo = list(files_of(path)) if path.suffix.lower() in (".yaml", ".yml") else []
    while todo:
        file = todo.pop(0)
        if (real := file.resolve()) not in out:
            name = real.relative_to(path.resolve().parent) if real.is_relative_to(path.resolve().parent) else real.name
            out[real] = (Path(name).as_posix(), hashlib.sha256(reading.load(file)).hexdigest())
            todo += files_of(file)
    return tuple(sorted(out.values()))


def _names(value: Any) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """What is under ``include``, each with its path."""
    if isinstance(value, list):
        yield from (((KEY, i), name) for i, name in enumerate(value))
    elif value not in (None, "none"):
        yield (KEY,), value


def _refused(name: Any, target: Path | None, folder: Path) -> str:
    """Why a name is not one of a file to include; empty where it is one."""
    if not isinstance(name, str) or target is None:
        return "it is not the name of a file"
    if target.suffix.lower() not in (".yaml", ".yml"):
        return f"{shown(name)} is not a YAML file"
    if Path(name).is_absolute() or not target.is_relative_to(folder):
        return f"{shown(name)} is outside the folder of the inventory"
    return ""
