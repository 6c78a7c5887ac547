"""All that is drafted from the small documents and notices: ``python tests/drafting/drafts.py`` writes it for review.

That is the facts with their places, the inventory that is made from them, and what programs get. Read every line that
changes, and commit it with the change that caused it. A file in ``short`` has many texts, each a document of its own,
of which only the facts are stored, unless its name begins with ``inventory_``; one in ``workbooks`` has the rows of
each sheet; a folder in ``merged`` has several documents of one map, with what a person teaches and the facts that a
person found.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import yaml

from datamap.drafting import draft, output, writer
from datamap.drafting.facts import Draft, Fact, ToRead
from datamap.drafting.merge import Merged
from datamap.formats.yaml.writer import plain
from datamap.reading.document import Quote

FOLDER = Path(__file__).parent
GOLDEN = FOLDER.parent / "golden" / "drafts"
NEXT = "%%\n"
"""Between the texts of a file in ``short``."""
INVENTORY = "inventory_"
"""How a file in ``short`` begins of whose texts all that is made is stored."""
DOCUMENTS = sorted(
    p
    for name in ("documents", "merged", "notices", "registers", "short", "workbooks", "written")
    for p in (FOLDER / name).iterdir()
    if not p.name.endswith(".expect.yaml")
)


def golden(path: Path) -> Path:
    """The file with what is drafted from a document."""
    return GOLDEN / f"{path.stem}.txt"


def drafted(path: Path) -> str:
    """Each fact of a draft in a line with its first words and where they all are, then what is made of them."""
    if path.parent.name == "short":
        return NEXT.join(alone(text, path.name) for text in texts(path))
    if path.is_dir():
        given = path / "facts.json"
        documents = sorted(p for p in path.iterdir() if p != given and not p.name.endswith(".map.yaml"))
        merged = draft.draft(documents, facts=given if given.exists() else None)
    elif path.parent.name == "workbooks":
        with TemporaryDirectory() as folder:
            merged = draft.draft(_workbook(path, Path(folder)))
    else:
        merged = draft.draft(path)
    return "\n".join([*_facts(merged), *_written(merged), *_for_programs(merged)]) + "\n"


def _workbook(path: Path, folder: Path) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in yaml.safe_load(path.read_text("utf-8")).items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(folder / f"{path.stem}.xlsx")
    return folder / f"{path.stem}.xlsx"


def texts(path: Path) -> list[str]:
    """The texts of a file in ``short``."""
    return path.read_text("utf-8").split(NEXT)


def alone(text: str, name: str) -> str:
    """A text, then what is drafted from it as a document of its own."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(text, encoding="utf-8", newline="\n")
        merged = draft.draft(path)
        made = (*_written(merged), *_for_programs(merged)) if name.startswith(INVENTORY) else ()
        return "\n".join([*(f"> {line}".rstrip() for line in text.splitlines()), *_facts(merged), *made]) + "\n"


def _facts(merged: Merged) -> Iterator[str]:
    for found in merged.drafts:
        yield from shown(found)
    yield from ("organisations:", *(f"  {o.name.value} ({o.kind}): {len(o.uses)}" for o in merged.organisations))
    yield from ("to read:", *(f"  {asked(entry)}" for entry in merged.reading))


def shown(found: Draft) -> Iterator[str]:
    """Each fact of a draft in a line."""
    for field in fields(found):
        value = getattr(found, field.name)
        if value and field.name not in ("documents", "reading"):
            yield from _entry(field.name, value, "")


def _entry(name: str, value: Any, indent: str) -> Iterator[str]:
    """The lines of a fact, of what has facts, or of several of them."""
    if isinstance(value, Fact):
        yield f"{indent}{name}: {_fact(value)}"
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _entry(f"{name} {key}", one, indent)
    elif isinstance(value, list):
        for one in value:
            yield from _entry(name, one, indent)
    elif is_dataclass(value):
        yield f"{indent}{name}:"
        for field in fields(value):
            if (of := getattr(value, field.name)) not in (None, "", [], {}):
                yield from _entry(field.name, of, f"{indent}  ")
    elif isinstance(value, tuple):
        yield f"{indent}{name}: {', '.join(_fact(v) if isinstance(v, Fact) else str(v) for v in value)}"
    else:
        yield f"{indent}{name}: {value}"


def _fact(fact: Fact) -> str:
    marks = [] if fact.how == "stated" else [fact.how]
    marks += [] if fact.sure else ["to confirm"]
    marks += [fact.why] if fact.why else []
    marks += [f"{k} {v}" for k, v in fact.extra.items()]
    first = _quote(fact.quotes[0], fact.value) if fact.quotes else ""
    others = [f"[{q.where} {q.start}-{q.end}]" for q in fact.quotes[1:]]
    return " ".join(filter(None, (fact.value, f"({'; '.join(marks)})" if marks else "", first, *others)))


def _quote(quote: Quote, value: str = "") -> str:
    words = "" if quote.words == value else f" {quote.words!r}"
    return f"[{quote.where} {quote.start}-{quote.end}{words}]"


def _written(merged: Merged) -> Iterator[str]:
    """The inventory and its warnings; what has no further parts is in a line."""
    made = writer.inventory(merged)
    yield "inventory:"
    yield yaml.safe_dump(
        plain(made.inventory), sort_keys=False, allow_unicode=True, width=10_000, default_flow_style=None
    ).rstrip()
    yield "warnings:"
    yield from (f"  {w.field} | {w.found} | {w.expected}" for w in made.warnings)


def _for_programs(merged: Merged) -> Iterator[str]:
    """What programs get, an entry in a line; its evidence by its places."""
    for name, entries in output.as_data(merged).items():
        if name == "documents":
            continue  # a path and a digest
        yield f"{name}:"
        for entry in entries:
            if isinstance(entry, dict) and "evidence" in entry:
                entry["evidence"] = [f"{e['where']} {e['start']}-{e['end']}" for e in entry["evidence"]]
            yield f"  {json.dumps(entry, ensure_ascii=False)}"


def asked(entry: ToRead) -> str:
    """An entry of the reading list in a line."""
    return " | ".join(
        filter(None, (entry.what, _quote(entry.quote), entry.why, entry.expected, entry.group, entry.subject))
    )


def main() -> None:
    """Write what is drafted from all of them."""
    GOLDEN.mkdir(exist_ok=True)
    for old in GOLDEN.glob("*.txt"):
        old.unlink()
    for path in DOCUMENTS:
        golden(path).write_text(drafted(path), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
