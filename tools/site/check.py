"""What is wrong with a written site: links that lead nowhere, and what a browser would fetch from a network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

FETCHED = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "link": "href",
    "object": "data",
    "embed": "src",
}
"""Element -> the attribute whose address a browser fetches without a click."""
NOT_FETCHED = {"canonical", "next", "prev", "index", "search", "author", "license"}
"""Relations of a ``link`` that a browser does not fetch."""
IN_STYLE = re.compile(r"(?:url\(\s*['\"]?|@import\s+['\"])((?:https?:)?//[^'\")\s]+)")


def problems(site: Path) -> list[str]:
    """Every problem of the pages and style sheets of a folder, with its file."""
    pages = {
        p.resolve(): html.fromstring(p.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        for p in site.rglob("*.html")
    }
    _file.cache_clear()  # of another site, or of this one before
    anchors = {path: {*tree.xpath("//@id"), *tree.xpath("//a/@name")} for path, tree in pages.items()}
    found = [
        f"{p.relative_to(site.resolve())}: {text}" for p, tree in pages.items() for text in _of_page(p, tree, anchors)
    ]
    for sheet in site.rglob("*.css"):
        found += [
            f"{sheet.relative_to(site)}: fetches {a}" for a in IN_STYLE.findall(sheet.read_text(encoding="utf-8"))
        ]
    return sorted(set(found))


def _of_page(path: Path, tree: html.HtmlElement, anchors: dict[Path, set[str]]) -> Iterator[str]:
    for name, attribute in FETCHED.items():
        for element in tree.iter(name):
            address = element.get(attribute, "")
            if address.startswith(("http:", "https:", "//")) and element.get("rel") not in NOT_FETCHED:
                yield f"fetches {address}"
    for text in (*tree.xpath("//style/text()"), *tree.xpath("//@style")):
        yield from (f"fetches {address}" for address in IN_STYLE.findall(text))
    for address in (
        *tree.xpath("//a/@href"),
        *tree.xpath("//img/@src"),
        *tree.xpath("//script/@src"),
        *tree.xpath("//link/@href"),
    ):
        if wrong := _leads_nowhere(path, address, anchors):
            yield wrong


def _leads_nowhere(path: Path, address: str, anchors: dict[Path, set[str]]) -> str:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return ""
    target = _file(path.parent, unquote(parts.path)) if parts.path else path
    if target is None:
        return f"{address}: this file does not exist"
    fragment = unquote(parts.fragment)
    if fragment and target in anchors and fragment not in anchors[target]:
        return f"{address}: this place does not exist on the page"
    return ""


@cache
def _file(folder: Path, path: str) -> Path | None:
    """The file that a path leads to from a folder; None where there is none. All menus have the same ones."""
    target = (folder / path).resolve()
    return target if target.is_file() else None
