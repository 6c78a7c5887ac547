"""Write the pages that are made from the code: ``python -m tools [NAME ...]``; all of them without a name."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from datamap.facts import parsed
from datamap.formats.yaml import schema
from tools import commands_page, frames_page, json_page, parquet_page, proof, rules_page, tutorial

ROOT = Path(__file__).resolve().parents[1]

TARGETS: dict[str, tuple[str, Callable[[], str]]] = {
    "schema": ("inventory/inventory.schema.json", schema.schema_text),
    "dictionary": ("inventory/README.md", schema.dictionary),
    "rules": ("datamap/rules/README.md", rules_page.page),
    "commands": ("docs/commands.md", commands_page.page),
    "frames": ("docs/frames.md", frames_page.page),
    "json": ("docs/json.md", json_page.page),
    "proof": ("docs/proof.md", proof.page),
    "parquet": ("docs/parquet.md", parquet_page.documentation),
    "tutorial": ("docs/tutorial.md", tutorial.page),
    **{
        name: (f"{folder}/{parsed.FILE}", partial(parsed.text, ROOT / folder))
        for name, folder in {
            "law": "datamap/law/data",
            "practices": "datamap/law/practices/data",
            "vendors": "datamap/vendors/data",
        }.items()
    },
}
"""Name -> file from the project's root, and what makes its text. A test compares each file with it."""


def main(names: Sequence[str]) -> None:
    """Write the named pages, or all of them."""
    unknown = [n for n in names if n not in TARGETS]
    if unknown:
        sys.exit(f"tools: {', '.join(unknown)}: no such page. Expected some of: {', '.join(TARGETS)}")
    for name in names or TARGETS:
        path, make = TARGETS[name]
        (ROOT / path).write_text(make(), encoding="utf-8")
        sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
