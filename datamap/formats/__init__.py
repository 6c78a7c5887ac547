"""Reading: one file per format, chosen by suffix; every reader answers with an Inventory or lists every problem."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from datamap.errors import InputError, Problem
from datamap.formats.yaml.reader import Countries
from datamap.model import Inventory, arguments

if TYPE_CHECKING:
    from datamap.formats.workbook.reader import Imported


def _yaml(path: Path, country: Countries | None) -> Inventory:
    from datamap.formats.yaml import reader as native

    return native.read(path, country=country)


def _workbook(path: Path, country: Countries | None) -> Inventory:
    from datamap.formats.workbook import reader as workbook  # here, because it needs a spreadsheet reader

    return workbook.read(path).inventory


READERS: dict[str, Callable[[Path, Countries | None], Inventory]] = {
    ".yaml": _yaml,
    ".yml": _yaml,
    ".xlsx": _workbook,
    ".ods": _workbook,
}
"""Reader by suffix. A further format is a file in this folder and a line here."""


ACCEPTANCES = ".acceptances.yaml"
"""End of the name of a list of accepted findings: ``x.acceptances.yaml`` beside ``x.yaml``."""


def read(path: str | Path, *, country: Countries | None = None) -> Inventory:
    """Read one inventory.

    Parameters
    ----------
    path : str or Path
        ``.yaml`` in the native format, or a register as a workbook (``.xlsx``, ``.ods``).
    country : callable, optional
        From a country as people write it to its code, or None; by default :func:`datamap.labels.countries.code_of`.

    Raises
    ------
    InputError
        With every problem found: file, line, field, what was found, what was expected.
    """
    path = arguments.parse_path(path, "path", "the path of one inventory, as text or pathlib.Path")
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        if path.suffix and path.is_file():
            raise InputError(
                [
                    Problem(
                        str(path),
                        0,
                        "",
                        f"a file of the kind '{path.suffix}'",
                        "one that ends in " + ", ".join(READERS),
                    )
                ]
            )
        reader = _yaml  # a pipe has no suffix; a folder or a missing file is refused there
    return reader(path, country)


def imported(path: str | Path) -> Imported:
    """Read a workbook with all there is to report of it: of our full layout, or someone else's register.

    Raises
    ------
    InputError
        No workbook, or one that is neither; with every problem and its cell.
    """
    from datamap.formats import grid
    from datamap.formats.register import reader as register
    from datamap.formats.workbook import reader as workbook

    book, raw = grid.load(path)
    read_ = workbook.read_book if workbook.is_ours(book) else register.read_register
    return read_(path, book, raw)


def read_many(paths: str | Path | Iterable[str | Path], *, country: Countries | None = None) -> list[Inventory]:
    """Read several inventories, given as files, globs or folders, in the order of :func:`expand`.

    Raises
    ------
    InputError
        With the problems of all files together; that two files have one ``meta.id`` is a problem too.
    """
    inventories: list[Inventory] = []
    problems: list[Problem] = []
    first: dict[str, Path] = {}
    for path in expand(paths):
        try:
            inventory = read(path, country=country)
        except InputError as e:
            problems += e.problems
            continue
        name = inventory.meta.id
        if name in first:
            line = inventory.origin.line(("meta", "id")) if inventory.origin else 0
            found = f"'{name}' is also the id in {first[name]}"
            problems.append(Problem(str(path), line, "meta.id", found, "an id of its own for every inventory of a run"))
        first.setdefault(name, path)
        inventories.append(inventory)
    if problems:
        raise InputError(problems)
    return inventories


def expand(paths: str | Path | Iterable[str | Path]) -> list[Path]:
    """Files behind paths, globs (``**`` for any depth) and folders, each once, sorted within a glob or folder.

    A folder gives the YAML files that stand in it, lists of acceptances (``*.acceptances.yaml``) excepted. So does a
    shell's ``inventory/*.yaml``: a list beside an inventory that is among the paths is not taken for an inventory.

    Raises
    ------
    InputError
        A folder or glob that gives no file.
    """
    found: dict[Path, Path] = {}
    problems: list[Problem] = []
    arguments.check_type(paths, (str, os.PathLike, Iterable), "paths", "a path, or several in a list")
    given = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    for p in given:
        arguments.parse_path(p, "paths")
    named = {_real(p) for p in given}
    for path in given:
        p = Path(path)
        if p.is_dir():
            inside = sorted(f for f in p.iterdir() if _is_inventory(f))
            if not inside:
                problems.append(
                    Problem(
                        str(path),
                        0,
                        "",
                        "a folder without an inventory in it",
                        "files that end in .yaml (a folder of Parquet tables is for check, audit and transfers)",
                    )
                )
        elif not p.exists() and glob.has_magic(str(path)):
            matches = map(Path, glob.glob(str(path), recursive=True))  # noqa: PTH207  Path.glob refuses absolute patterns
            inside = sorted(f for f in matches if _is_inventory(f, READERS))
            if not inside:
                problems.append(
                    Problem(
                        str(path), 0, "", "no inventory has a name like this", "a pattern such as 'inventory/*.yaml'"
                    )
                )
        else:
            inside = [] if _beside(_real(p)) & named else [p]
        for f in inside:
            found.setdefault(_real(f), f)
    if problems:
        raise InputError(problems)
    return list(found.values())


def _real(path: str | Path) -> Path:
    """A path without links; one that is a link to itself stays as it is, where ``Path.resolve`` raises."""
    return Path(os.path.realpath(path))


def _beside(path: Path) -> set[Path]:
    """The inventories that a list of acceptances may stand beside; none for another file."""
    if not path.name.endswith(ACCEPTANCES):
        return set()
    return {path.with_name(path.name.removesuffix(ACCEPTANCES) + suffix) for suffix in (".yaml", ".yml")}


def _is_inventory(path: Path, suffixes: Iterable[str] = (".yaml", ".yml")) -> bool:
    return path.suffix.lower() in suffixes and not path.name.endswith(ACCEPTANCES) and path.is_file()
