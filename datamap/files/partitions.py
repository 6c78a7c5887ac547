"""Which of some paths are folders of Parquet files: known by their names, without reading one."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

SUFFIX = ".parquet"


def partitions(path: str | Path) -> list[Path]:
    """The partitions of a folder, sorted by name: the folder itself, or its subfolders that hold Parquet files."""
    folder = Path(path)
    if not folder.is_dir():
        return []
    with os.scandir(folder) as entries:  # not by Path, which takes long where a group has ten thousand files
        # of an entry that is a link to itself, is_dir raises
        inside = sorted((e.name, Path(e).is_dir() if e.is_symlink() else e.is_dir()) for e in entries)
    if any(name.endswith(SUFFIX) for name, _ in inside):
        return [folder]
    folders = [folder / name for name, is_dir in inside if is_dir and not name.startswith((".", "_"))]
    return [p for p in folders if any(p.glob(f"*{SUFFIX}"))]


def split(paths: Iterable[str | Path]) -> tuple[list[Path], list[str | Path]]:
    """The Parquet partitions among paths, and the paths that are something else."""
    folders: list[Path] = []
    files: list[str | Path] = []
    for path in paths:
        found = partitions(path)
        folders += found
        if not found:
            files.append(path)
    return folders, files
