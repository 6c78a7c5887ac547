"""Reading inventories: the suffix selects the format, and every reader returns an Inventory or lists every problem."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from datamap.errors import InputError, Problem
from datamap.formats.yaml import including
from datamap.formats.yaml.including import Glance
from datamap.formats.yaml.reader import Countries
from datamap.model import Inventory, arguments


def _yaml(path: Path, country: Countries | None) -> Inventory:
    from datamap.formats.yaml import reader as native

    inventory = native.read(path, country=country)
    origin = inventory.origin
    return inventory.with_origin(replace(origin, save=_save)) if origin else inventory


def _save(inventory: Inventory, path: str | Path | None = None) -> Path:
    from datamap.formats.yaml import editing  # here, because most inventories that are read are not written back

    return editing.save(inventory, path)


def _workbook(path: Path, country: Countries | None) -> Inventory:
    from datamap.formats.workbook import reader as workbook  # here, because it needs a spreadsheet reader

    return workbook.strict(path)


READERS: dict[str, Callable[[Path, Countries | None], Inventory]] = {
    ".yaml": _yaml,
    ".yml": _yaml,
    ".xlsx": _workbook,
    ".ods": _workbook,
}
"""Reader by suffix. A further format is a file in this folder and a line here."""


ACCEPTANCES = ".acceptances.yaml"
"""End of the name of a list of accepted findings: ``x.acceptances.yaml`` beside ``x.yaml``."""
DECISIONS = ".decisions.yaml"
"""End of the name of a file of decisions, which replaces it: ``x.decisions.yaml`` beside ``x.yaml``."""
QUESTIONS = ".questions.yaml"
"""End of the name of a file of questions that were passed on: ``x.questions.yaml`` beside ``x.yaml``."""
_COMPANIONS = (ACCEPTANCES, DECISIONS, QUESTIONS)


class Listed:
    """The files of a group, about which the same questions are asked: each folder is listed and each file read once."""

    def __init__(self) -> None:
        self._beside: dict[str, dict[str, list[str]]] = {}
        self._glances: dict[str, Glance] = {}

    def beside(self, stem: str) -> list[str]:
        """The files of decisions and acceptances that begin with a path, which lacks its suffix."""
        end = max(stem.rfind("/"), stem.rfind(os.sep)) + 1  # os.path.split takes several times as long
        folder = stem[:end]
        if folder not in self._beside:
            self._beside[folder] = _decided_in(folder)
        return self._beside[folder].get(stem[end:], [])

    def glance(self, file: str) -> Glance:
        """What the bytes of a file show (:func:`datamap.formats.yaml.including.glance`)."""
        if file not in self._glances:
            self._glances[file] = including.glance(file)
        return self._glances[file]


_DECIDED = (DECISIONS, ACCEPTANCES)


def _decided_in(folder: str) -> dict[str, list[str]]:
    """The files of decisions and acceptances in a folder, by how their names begin."""
    try:
        names = os.listdir(folder or ".")  # noqa: PTH208
    except OSError:
        return {}
    found: dict[str, list[str]] = {}
    for end in _DECIDED:
        for name in names:
            if name.endswith(end):
                found.setdefault(name.removesuffix(end), []).append(folder + name)
    return found


def file_beside(inventory: str | Path, listed: Listed | None = None) -> Path | None:
    """The file of decisions beside an inventory: ``x.decisions.yaml`` or ``x.acceptances.yaml`` beside ``x.yaml``.

    Parameters
    ----------
    listed : Listed, optional
        For one who asks about many inventories.

    Raises
    ------
    InputError
        Both files exist.
    """
    # not by Path, which takes ten times as long: a group asks this of each of its files
    stem, _, suffix = os.fspath(inventory).rstrip("/").rpartition(".")
    if suffix.lower() not in ("yaml", "yml"):
        return None
    files = listed.beside(stem) if listed else [stem + end for end in _DECIDED]
    there = [file for file in files if os.path.isfile(file)]  # noqa: PTH113
    if len(there) > 1:
        expected = f"one file: move the list into {Path(there[0]).name}, under the key acceptances"
        raise InputError([Problem(there[1], 0, "", f"{Path(there[0]).name} is beside it", expected)])
    return Path(there[0]) if there else None


def read(path: str | Path, *, country: Countries | None = None) -> Inventory:
    """Read one inventory.

    Parameters
    ----------
    path : str or Path
        ``.yaml`` in the native format, or a workbook that ``datamap workbook`` wrote (``.xlsx``, ``.ods``).
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
            expected = (
                f"an inventory, in a file that ends in {', '.join(READERS)}; a notice, list or register becomes one "
                "with: datamap import FILE -o INVENTORY.yaml"
            )
            raise InputError([Problem(str(path), 0, "", f"a file of the kind '{path.suffix}'", expected)])
        reader = _yaml  # a pipe has no suffix; a folder or a missing file is refused there
    return reader(path, country)


def read_many(paths: str | Path | Iterable[str | Path], *, country: Countries | None = None) -> list[Inventory]:
    """Read several inventories, given as files, globs or folders, in the order of :func:`expand`.

    Raises
    ------
    InputError
        With the problems of all files together; two files with the same ``meta.id`` are a problem too.
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
            problems.append(Problem(str(path), line, "meta.id", found, "a different id for every inventory of a run"))
        first.setdefault(name, path)
        inventories.append(inventory)
    if problems:
        raise InputError(problems)
    return inventories


def expand(paths: str | Path | Iterable[str | Path]) -> list[Path]:
    """Files behind paths, globs (``**`` for any depth) and folders, each once, sorted within a glob or folder.

    A folder gives its YAML files except decisions, acceptances and questions passed on (``*.decisions.yaml`` ...) and
    what others of them include. So does a shell's ``inventory/*.yaml``: such a file beside one of the paths is not read
    as an inventory.

    Raises
    ------
    InputError
        A folder or glob without an inventory.
    """
    return list(map(Path, expanded(paths)))


def expanded(paths: str | Path | Iterable[str | Path], listed: Listed | None = None) -> list[str]:
    """The same files as text: to make ten thousand paths takes longer than to list them.

    ``listed`` remembers them, for one who looks at them again.
    """
    found: dict[str, str] = {}
    problems: list[Problem] = []
    arguments.check_type(paths, (str, os.PathLike, Iterable), "paths", "a path, or several in a list")
    given = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    for p in given:
        arguments.parse_path(p, "paths")
    named = {_real(p) for p in given}
    for path in given:
        inside, expected = _inventories_at(path, named)
        if inside is None:
            problems.append(Problem(str(path), 0, "", *expected))
        for real, file in inside or ():
            found.setdefault(real, file)
    if problems:
        raise InputError(problems)
    shared = _shared(found.values(), listed or Listed()) if len(found) > 1 else ()
    return [file for real, file in found.items() if real not in shared]


NOT_IN_FOLDER = (
    "a folder without an inventory",
    "files that end in .yaml (a folder of Parquet tables is for check, audit and transfers)",
)
NO_MATCH = ("no inventory has such a name", "a pattern such as 'inventory/*.yaml'")


def _inventories_at(path: str | Path, named: set[Path]) -> tuple[list[tuple[str, str]] | None, tuple[str, str]]:
    """The inventories behind one path, each by its real path; None for none, with what was found and expected."""
    p = Path(path)
    if p.is_dir():
        return _in_folder(p) or None, NOT_IN_FOLDER
    if not p.exists() and glob.has_magic(str(path)):
        matches = map(Path, glob.glob(str(path), recursive=True))  # noqa: PTH207  Path.glob refuses absolute patterns
        files = sorted(f for f in matches if _is_inventory(f.name, READERS) and f.is_file())
        return [(str(_real(f)), str(f)) for f in files] or None, NO_MATCH
    return [] if _beside(_real(p)) & named else [(str(_real(p)), str(p))], ("", "")


def _in_folder(folder: Path) -> list[tuple[str, str]]:
    """The inventories in a folder, by name; the folder, which all of them share, is looked up once."""
    real = _real(folder)
    with os.scandir(folder) as entries:
        mine = sorted((e.name, e.is_symlink()) for e in entries if _is_inventory(e.name) and _is_file(e))
    # Path is slow, and a group has ten thousand files
    start, named = os.path.join(real, ""), "" if folder == Path() else os.path.join(folder, "")  # noqa: PTH118
    return [(str(_real(named + name)) if linked else start + name, named + name) for name, linked in mine]


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a file, or a link to nothing: its reader refuses it, so that no inventory is left out.

    A hidden link to nothing is how an editor marks a file that it has open.
    """
    if entry.is_symlink() and not os.path.exists(entry.path):  # noqa: PTH110
        return not entry.name.startswith(".")
    return entry.is_file()


def _shared(files: Iterable[str], listed: Listed) -> set[str]:
    """The files that others include, by their real paths: they are no inventories."""
    return {
        str(_real(name))
        for file in files
        if file.endswith((".yaml", ".yml")) and _includes(file, listed)
        for name in including.files_of(file)
    }


def _includes(file: str, listed: Listed) -> bool:
    try:
        return listed.glance(file).includes
    except InputError:
        return False  # its reader reports it


def _real(path: str | Path) -> Path:
    """A path without links; a link to itself stays as it is, while ``Path.resolve`` would raise."""
    return Path(os.path.realpath(path))


def _beside(path: Path) -> set[Path]:
    """The inventories that a file of decisions can belong to; empty for another file."""
    end = next((end for end in _COMPANIONS if path.name.endswith(end)), "")
    if not end:
        return set()
    return {path.with_name(path.name.removesuffix(end) + suffix) for suffix in (".yaml", ".yml")}


def _is_inventory(name: str, suffixes: Iterable[str] = (".yaml", ".yml")) -> bool:
    return os.path.splitext(name)[1].lower() in suffixes and not name.endswith(_COMPANIONS)  # noqa: PTH122
