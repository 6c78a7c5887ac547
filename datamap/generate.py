"""Write the pages that are made from the code: ``python -m datamap.generate [NAME ...]``; all of them without a name."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from datamap.errors import CallError

ROOT = Path(__file__).resolve().parent.parent


def _schema() -> str:
    from datamap.formats import schema

    return schema.schema_text()


def _dictionary() -> str:
    from datamap.formats import schema

    return schema.dictionary()


def _parquet() -> str:
    from datamap.tables import layout

    return layout.documentation()


def _rules() -> str:
    from datamap.rules import catalogue

    return catalogue.page()


TARGETS: dict[str, tuple[str, Callable[[], str]]] = {
    "schema": ("inventory/inventory.schema.json", _schema),
    "dictionary": ("inventory/README.md", _dictionary),
    "rules": ("datamap/rules/README.md", _rules),
    "parquet": ("docs/parquet.md", _parquet),
}
"""Name -> file from the project's root, and what makes its text. A test holds each file against it."""


def main(names: Sequence[str]) -> None:
    """Write the named pages, or all of them."""
    unknown = [n for n in names if n not in TARGETS]
    if unknown:
        raise CallError(f"generate: {', '.join(unknown)} not known. Expected some of: {', '.join(TARGETS)}")
    for name in names or TARGETS:
        path, make = TARGETS[name]
        (ROOT / path).write_text(make(), encoding="utf-8")
        sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
