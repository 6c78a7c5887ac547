"""What is live in an output, found by a reader of its kind: formulas, markup that runs, links, fields, control codes.

Each reader names what it found; of an output that is safe it finds nothing.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
from lxml import etree, html
from markdown_it import MarkdownIt

from tests.fuzz.payloads import HIT, HOST

STARTS = tuple("=+-@\t\r")
_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*%?")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_BESIDE = re.compile(r'"[a-z0-9._-]+/ropa\.xlsx"')
"""The one link to another file that a workbook has: from the index of a run to a record in a folder beside it."""
_ACTIVE = {"iframe", "object", "embed", "base", "frame"}


def in_sheets(path: Path) -> Iterator[str]:
    """Formulas, fields that become one when they are edited, links to elsewhere, commands of other programs."""
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            raw = parts.read(name)
            if name.endswith((".xml", ".rels")):
                etree.fromstring(raw)
            targets = re.findall(r'<Relationship\b[^>]*TargetMode="External"[^>]*>', raw.decode("utf-8", "replace"))
            if b"ddeLink" in raw or any(not _BESIDE.search(t) for t in targets):
                yield f"a link to elsewhere in {name}"
    book = openpyxl.load_workbook(path)
    for sheet in book:
        for cell in (c for row in sheet.iter_rows() for c in row if c.value is not None):
            if cell.data_type == "f":
                yield f"a formula in {sheet.title}!{cell.coordinate}: {cell.value!r}"
            elif isinstance(cell.value, str) and cell.value.startswith("=") and not cell.quotePrefix:
                yield f"a formula as soon as it is edited in {sheet.title}!{cell.coordinate}: {cell.value!r}"
            if (
                cell.hyperlink is not None
                and cell.hyperlink.target
                and not _BESIDE.search(f'"{cell.hyperlink.target}"')
            ):
                yield f"a link in {sheet.title}!{cell.coordinate}: {cell.hyperlink.target}"


def in_csv(text: str) -> Iterator[str]:
    """Fields that a spreadsheet program takes for a formula, and rows that are broken."""
    rows = list(csv.reader(io.StringIO(text, newline="")))
    for row in rows:
        if len(row) != len(rows[0]):
            yield f"a row of {len(row)} fields: {row[:3]}"
        # a line end before the guard is no formula; before a formula it is left out by some programs
        yield from (f"{f!r}" for f in row if f.lstrip("\n").startswith(STARTS) and not _NUMBER.fullmatch(f))


def in_page(text: str) -> Iterator[str]:
    """Elements, attributes and addresses of a page that came from a payload."""
    tree = html.document_fromstring(text)
    for e in tree.iter(etree.Element):
        if e.tag in _ACTIVE:
            yield f"an element <{e.tag}>"
        if e.tag == "script" and HIT in (e.text or "") and not _is_data(e):
            yield f"a script with a payload: {e.text[:80]!r}"
        for name, value in e.attrib.items():
            if name.startswith("on") and HIT in value:
                yield f"{name}={value[:80]!r}"
            if name in ("href", "src", "action", "style", "xlink:href", "srcset") and (HIT in value or HOST in value):
                yield f"{name}={value[:80]!r} of <{e.tag}>"


def _is_data(script: Any) -> bool:
    """Whether a script holds data: JSON, or one assignment of strings that no payload leaves."""
    if script.get("type") in ("application/json", "text/plain"):
        return True
    return not any(re.search(re.escape(HIT), line) for line in _outside_strings(script.text))


def _outside_strings(source: str) -> list[str]:
    return re.sub(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|`(?:\\.|[^`\\])*`', '""', source).splitlines()


def in_markdown(text: str) -> Iterator[str]:
    """Raw markup, links and pictures of a payload in the page that Markdown makes."""
    page = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable("table").render(text)
    yield from in_page(f"<html><body>{page}</body></html>")
    if found := re.search(rf'(?:href|src)="[^"]*(?:{HOST}|javascript)', page):
        yield found[0]


def in_document(path: Path) -> Iterator[str]:
    """Fields, links to elsewhere and parts that no reader parses in a document of a word processor."""
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            raw = parts.read(name)
            if not name.endswith((".xml", ".rels")):
                continue
            tree = etree.fromstring(raw)
            for e in tree.iter(f"{_WORD}instrText", f"{_WORD}fldSimple", f"{_WORD}altChunk", f"{_WORD}object"):
                code = (e.text or "") + str(dict(e.attrib))
                if HOST in code or "DDE" in code or "INCLUDE" in code:
                    yield f"a field in {name}: {code[:80]!r}"
            if b'TargetMode="External"' in raw and (HOST.encode() in raw or b"javascript" in raw):
                yield f"a link to elsewhere in {name}"


def in_terminal(text: str) -> Iterator[str]:
    """Characters that a terminal acts on, or that hide what a line says."""
    if found := (_CONTROL.search(text.replace("\r\n", "\n")) or _BIDI.search(text)):
        yield f"{found[0]!r} in {text[max(0, found.start() - 30) : found.end() + 10]!r}"


def in_xml(text: str) -> Iterator[str]:
    """A file that no reader parses, or elements that run."""
    tree = etree.fromstring(text.encode())
    for e in tree.iter(etree.Element):
        name = etree.QName(e).localname
        if name in ("script", "foreignObject", "iframe", "image"):
            yield f"an element <{name}>"
        yield from (f"{k}={v[:60]!r}" for k, v in e.attrib.items() if k.startswith("on") or "javascript:" in v)


_LINK = re.compile(r"(?<!\\)\[[^\]\n]*(?<!\\)\]\([^)\n]*\)")


def in_sarif(text: str) -> Iterator[str]:
    """Links in the messages of a SARIF log, which a viewer shows as links (SARIF 2.1.0, 3.11.6)."""
    log = json.loads(text)
    for result in log["runs"][0]["results"]:
        if found := _LINK.search(result["message"]["text"]):
            yield f"a link in a message: {found[0]!r}"
        if "markdown" in result["message"]:
            yield from in_markdown(result["message"]["markdown"])


def in_notebook(text: str) -> Iterator[str]:
    """Markup of a payload in what a notebook shows."""
    for cell in json.loads(text)["cells"]:
        if cell["cell_type"] == "markdown":
            yield from in_markdown("".join(cell["source"]))
        for output in cell.get("outputs", ()):
            for kind, value in output.get("data", {}).items():
                shown = "".join(value) if isinstance(value, list) else str(value)
                if kind == "text/html":
                    yield from in_page(f"<html><body>{shown}</body></html>")
                elif kind == "text/markdown":
                    yield from in_markdown(shown)


def text_of(reader: Callable[[str], Iterator[str]]) -> Callable[[Path], Iterator[str]]:
    """A reader of texts, for files; line ends stay as they are."""
    return lambda path: reader(path.read_bytes().decode("utf-8"))


READERS: dict[str, Callable[[Path], Iterator[str]]] = {
    ".xlsx": in_sheets,
    ".docx": in_document,
    ".csv": text_of(in_csv),
    ".html": text_of(in_page),
    ".md": text_of(in_markdown),
    ".graphml": text_of(in_xml),
    ".svg": text_of(in_xml),
    ".sarif": text_of(in_sarif),
    ".ipynb": text_of(in_notebook),
    ".out": text_of(in_terminal),
    ".txt": text_of(in_terminal),
}
"""By the ending of a file the reader that finds what is live in it."""


def found(files: Iterable[Path]) -> list[str]:
    """All that is live in some files, each with the name of its file."""
    return [f"{p.name}: {what}" for p in files if p.suffix in READERS for what in READERS[p.suffix](p)]
