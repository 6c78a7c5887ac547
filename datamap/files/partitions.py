"""Which of some paths are folders of Parquet files: known by their names, without reading one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

SUFFIX = ".parquet"


def partitions(path: str | Path) -> list[Path]:
    """The partitions of a folder, sorted by name: the folder itself, or its subfolders that hold Parquet files."""
    folder = Path(path)
    if not folder.is_dir():
        return []
    if any(f.suffix == SUFFIX for f in folder.iterdir()):
        return [folder]
    return sorted(
        p for p in folder.iterdir() if p.is_dir() and not p.name.startswith((".", "_")) and any(p.glob(f"*{SUFFIX}"))
    )


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
