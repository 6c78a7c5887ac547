"""The source of the site: the pages of ``docs/``, the stored notebooks, and the reference that is made from the code.

What is made from the code is written only here, not into the repository: it would be hundreds of files.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from datamap import law
from datamap.formats.yaml import schema
from tools.site import api, law_pages, rule_pages
from tools.site.words import toctree

ROOT = Path(__file__).resolve().parents[2]
Pages = Iterator[tuple[str, str]]


def gather(folder: Path) -> None:
    """Write the whole source of the site into a folder, from nothing."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "docs", folder)
    (folder / "notebooks").mkdir()
    for notebook in sorted((ROOT / "notebooks").glob("*.ipynb")):
        shutil.copy(notebook, folder / "notebooks")
    (folder / "notebooks" / "index.md").write_text(notebooks(), encoding="utf-8")
    for name, text in reference():
        path = folder / "reference" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def notebooks() -> str:
    """The page that lists the notebooks."""
    names = [path.stem for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
    text = "The notebooks of the folder `notebooks`, with their stored outputs; they were not run again for this site."
    return "\n".join([f"# Notebooks\n\n{text}", *toctree(names), ""])


def reference() -> Pages:
    """Name below ``reference/`` and text of each page that is made from the code."""
    pack = law.load()
    yield from rule_pages.pages()
    yield from law_pages.pages(pack)
    yield "inventory.md", without_file_links(schema.dictionary())
    yield "api.md", api.page()


def without_file_links(text: str) -> str:
    """A page without its links to files beside it, which the site does not have; links inside the page remain."""
    return re.sub(r"\[([^\]]+)\]\((?!#|https?:)[^)]+\)", r"\1", text)
