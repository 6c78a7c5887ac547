"""Run the notebooks and store their outputs: ``python -m tools.notebooks [FILE.ipynb ...]``; all without a name.

A widget is stored as its picture alone: the kernel that it refers to has ended. Times and the machine are not stored.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
WIDGET = "application/vnd.jupyter.widget-view+json"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def store(path: Path) -> None:
    """Run one notebook in its folder, and store it."""
    nb = nbformat.read(path, as_version=4)
    resources = {"metadata": {"path": str(path.parent)}}
    client = NotebookClient(
        nb, timeout=300, kernel_name="python3", store_widget_state=False, record_timing=False, resources=resources
    )
    client.execute()
    nb.metadata = nbformat.from_dict(METADATA)
    for cell in nb.cells:
        for output in cell.get("outputs", ()):
            output.get("data", {}).pop(WIDGET, None)
    nbformat.write(nb, path)


def main(names: Sequence[str]) -> None:
    """Store the notebooks of these names, or all."""
    for path in [Path(name) for name in names] or sorted(FOLDER.glob("*.ipynb")):
        store(path)
        print(path)


if __name__ == "__main__":
    main(sys.argv[1:])
