"""Reading: one file per format, dispatched by suffix; every reader answers with an Inventory or lists every problem."""

from __future__ import annotations

import glob
from collections.abc import Iterable
from pathlib import Path

from datamap.errors import InputError, Problem
from datamap.model import Inventory

SUFFIXES = (".yaml", ".yml", ".xlsx", ".ods")


def read(path: str | Path) -> Inventory:
    """Read one inventory.

    Parameters
    ----------
    path : str or Path
        ``.yaml`` in the native format, or a register as a workbook (``.xlsx``, ``.ods``).

    Raises
    ------
    InputError
        With every problem found: file, line, field, what was found, what was expected.
    """
    path = Path(path)
    if path.suffix.lower() in (".xlsx", ".ods"):
        from datamap.formats import workbook

        return workbook.read(path).inventory
    from datamap.formats import native

    return native.read(path)


def expand(paths: Iterable[str | Path]) -> list[Path]:
    """Files behind paths, globs and folders, sorted within each; a folder gives the inventories in it."""
    found: list[Path] = []
    for path in paths:
        p = Path(path)
        if p.is_dir():
            inside = sorted(f for f in p.iterdir() if f.suffix.lower() in (".yaml", ".yml") and not f.name.endswith(".acceptances.yaml"))
            if not inside:
                raise InputError([Problem(str(path), 0, "", "a folder without an inventory in it", "files that end in .yaml")])
            found += inside
        elif not p.exists() and any(c in str(path) for c in "*?["):
            found += [Path(f) for f in sorted(glob.glob(str(path), recursive=True))] or [p]  # noqa: PTH207 (a glob may be absolute)
        else:
            found.append(p)
    return list(dict.fromkeys(found))


def read_many(paths: Iterable[str | Path]) -> list[Inventory]:
    """Read several inventories; the problems of all files are listed together, and two of one ``meta.id`` are a problem."""
    inventories, problems, seen = [], [], {}
    for path in expand(paths):
        try:
            inv = read(path)
        except InputError as e:
            problems += e.problems
            continue
        if inv.meta.id in seen:
            problems.append(Problem(str(path), 0, "meta.id", f"'{inv.meta.id}' is also the id in {seen[inv.meta.id]}", "an id of its own for every inventory of a run"))
        seen[inv.meta.id] = path
        inventories.append(inv)
    if problems:
        raise InputError(problems)
    return inventories
