"""The elements of a page, in their order -> blocks: what a person reads of the page, without its machinery."""

from __future__ import annotations

import re
from typing import Any

from datamap.reading import boxes, parts
from datamap.reading.document import Block, Heading, Item, Paragraph, Skipped, Text
from datamap.reading.grid import Grids
from datamap.reading.html_table import Tables
from datamap.reading.words import cleaned, strong_of

_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_LISTS = frozenset(("ul", "ol", "menu", "dir"))
_BOLD = frozenset(("b", "strong", "dt"))
_BLOCKS = frozenset(
    """
    address article aside blockquote body caption center colgroup dd details dialog dir div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu ol option p pre section summary table
    tbody td tfoot th thead tr ul
    """.split()  # noqa: SIM905  a list of words is easier to read
)
_MACHINERY = frozenset(
    "script style template noscript object embed canvas svg audio video map head datalist".split()  # noqa: SIM905
)
_CONTROLS = frozenset(["select", "textarea", "input"])
_OPTIONS = frozenset(("label", "li", "p", "dd", "dt", "fieldset"))
"""Around a box that is beside its option; others open and close parts of a page."""
_DELETED = frozenset(("del", "s", "strike"))
_HIDDEN_STYLE = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.I)
_DATA = re.compile(r"json|template|html|text/x-|markdown", re.I)
_WORD = re.compile(r"[^\W\d_]{2,}")
_WEIGHT = 20
"""Words from which a part that is not read is reported."""
DEEPEST = 2_000
"""Elements within one another, short of the parser's own limit."""


class TooDeep(Exception):
    """The parser leaves out what is deeper."""


class Walk:
    """Reads the elements of a page.

    Attributes
    ----------
    out : list of Block
    skipped : list of Skipped
    title : str
    """

    def __init__(self, grids: Grids, prefix: str = ""):
        self.out: list[Block] = []
        self.skipped: list[Skipped] = []
        self.title = ""
        self._tables = Tables(grids, prefix)
        self._prefix = prefix
        self._raw: list[str] = []
        self._size = 0
        self._bold: list[tuple[int, int]] = []
        self._bold_depth = self._bold_since = 0
        self._pre = 0
        self._list: list[str] = []
        self._counts: list[int] = []
        self._kind: tuple[str, Any] = ("p", None)
        self._term = False

    def run(self, root: Any) -> None:
        """Read all elements from a root."""
        from lxml import etree

        depth, aside = 0, None
        events = etree.iterwalk(root, events=("start", "end"))
        for event, element in events:
            depth += 1 if event == "start" else -1
            if depth >= DEEPEST:
                raise TooDeep
            if event == "start":
                if aside is None and self._is_aside(element):
                    aside = element
                elif aside is None:
                    self._start(element)
                    self._text(element.text)
            else:
                if aside is None:
                    self._end(element)
                if aside is element:
                    aside = None
                if aside is None and element is not root:
                    self._text(element.tail)
        self._flush()

    # --- what is not read -------------------------------------------------------------------------------------------

    def _is_aside(self, element: Any) -> bool:
        """Whether an element is not read; what has words of weight is reported."""
        tag = element.tag
        where = self._here()
        if tag == "head":
            self.title = cleaned("".join(t for e in element.findall("title")[:1] for t in e.itertext()), False)[0]
            return True
        if tag == "iframe":
            address = (element.get("src") or "without an address")[:120]
            self._skip(f"an embedded page ({address})", where, "it is elsewhere")
            return True
        if tag in _MACHINERY:
            if tag in ("template", "noscript") or (tag == "script" and _DATA.search(element.get("type") or "")):
                self._weigh(element, f"text in <{tag}>", where, "a browser does not show it")
            return True
        if tag in _CONTROLS:
            self._control(element, where)
            return True
        if tag == "nav" or (element.get("role") or "").lower() == "navigation":
            if words := _beside_links(element):
                self._skip(f"text in the navigation: {' '.join(words[:12])!r}", where, "navigation is not read")
            return True
        if unseen := _unseen(element):
            if words := _words(element):
                self._skip(f"{unseen[0]}: {' '.join(words[:12])!r}", where, unseen[1])
            return True
        return False

    def _control(self, element: Any, where: str) -> None:
        """Show a box to tick as its sign, in a table or beside its option; what is filled in elsewhere is reported."""
        box, filled = _box(element), _filled_in(element) if self._tables.in_cell else ""
        if box and (self._tables.in_cell or any(e.tag in _OPTIONS for e in element.iterancestors())):
            self._add(f" {box} ")
        elif filled and not box:
            self._skip(f"a field of a form: {filled[:120]!r}", where, "fields are not read")
        elif not box:
            self._weigh(element, f"a field of a form (<{element.tag}>)", where, "fields are not read")

    def _weigh(self, element: Any, what: str, where: str, why: str) -> None:
        words = _words(element)
        if sum(bool(_WORD.search(w)) for w in words) >= _WEIGHT:
            self._skip(f"{what}: {' '.join(words[:12])!r}", where, why)

    def _here(self) -> str:
        return f"{self._prefix}block {len(self.out) + 1}"

    def _skip(self, what: str, where: str, why: str) -> None:
        self.skipped.append(Skipped(what, where, why))

    # --- elements ---------------------------------------------------------------------------------------------------

    def _start(self, element: Any) -> None:
        tag = element.tag
        if tag in _BLOCKS and not (tag == "dd" and self._term):
            self._flush()
        self._term = False
        if tag == "br":
            self._add("\n")
        elif tag == "pre":
            self._pre += 1
        elif tag in _LISTS:
            self._list.append(tag)
            self._counts.append(int(start) - 1 if (start := element.get("start") or "").isdecimal() else 0)
        elif tag == "li":
            self._kind = ("li", self._marker(element))
        elif tag == "dt":
            self._kind = ("li", "-")
        elif tag in _HEADINGS:
            self._kind = ("h", _HEADINGS[tag])
        elif tag == "table":
            self._tables.open(element)
        elif tag in ("tr", "td", "th", "thead", "tbody", "tfoot", "caption"):
            self._tables.start(element)
        elif tag == "img" and self._tables.in_cell:
            self._add(f" {element.get('alt') or ''} ")
        elif tag == "img" and (lost := parts.picture(element.get("alt") or "", self._here())):
            self.skipped.append(lost)
        if tag in _BOLD:
            self._bold_depth += 1
            if self._bold_depth == 1:
                self._bold_since = self._size

    def _end(self, element: Any) -> None:
        tag = element.tag
        if tag in _BOLD:
            self._bold_depth -= 1
            if not self._bold_depth:
                self._bold.append((self._bold_since, self._size))
        if tag == "dt" and not self._tables.in_cell:
            self._add("\n")  # its description follows in the same item
            self._term = True
            return
        if tag in _BLOCKS:
            self._flush()
        if tag == "pre":
            self._pre = max(self._pre - 1, 0)
        elif tag in _LISTS:
            self._list.pop()
            self._counts.pop()
        elif tag in ("td", "th", "tr", "caption", "thead"):
            self._tables.end(tag)
        elif tag == "table":
            self.out += self._tables.close()
        elif tag in ("li", "dd", *_HEADINGS):
            self._kind = ("p", None)

    def _marker(self, element: Any) -> str:
        if not self._counts or self._list[-1] != "ol":
            return "-"
        value = element.get("value") or ""
        self._counts[-1] = int(value) if value.isdecimal() and len(value) < 6 else self._counts[-1] + 1
        return f"{self._counts[-1]}."

    # --- words ------------------------------------------------------------------------------------------------------

    def _text(self, text: str | None) -> None:
        if text:
            self._add(text if self._pre else _one_line(text))

    def _add(self, text: str) -> None:
        self._raw.append(text)
        self._size += len(text)

    def _flush(self) -> None:
        """Make a block of the words that were collected."""
        source = "".join(self._raw)
        if self._bold_depth:
            self._bold.append((self._bold_since, self._size))
            self._bold_since = 0
        bold, self._raw, self._size, self._bold = self._bold, [], 0, []
        if not source or source.isspace():
            return
        if self._tables.in_cell:
            self._tables.add(source, bold)
            return
        words, picks = cleaned(source)
        if not words:
            return
        text = Text(words, self._here(), source, picks, strong_of(bold, picks))
        kind, value = self._kind
        if kind == "h":
            self.out.append(Heading(text, value))
        elif kind == "li":
            self.out.append(Item(text, max(len(self._list) - 1, 0), value))
            self._kind = ("p", None)  # what follows in the same item continues it
        else:
            self.out.append(Paragraph(text))


def _one_line(text: str) -> str:
    """A text whose line breaks are blanks, as a browser shows it."""
    return text.replace("\n", " ").replace("\r", " ")


def _unseen(element: Any) -> tuple[str, str] | None:
    """What a part of a page is that a browser does not show, or strikes out, and why it is not read."""
    if element.get("hidden") is not None or _HIDDEN_STYLE.search(element.get("style") or ""):
        return "hidden text", "a browser does not show it at first"
    return ("deleted text", "text that is struck out is not read") if element.tag in _DELETED else None


def _box(element: Any) -> str:
    """The sign of a box to tick; empty for any other field."""
    ticked = element.get("checked") is not None
    return boxes.sign(element.get("type") or "", ticked=ticked) if element.tag == "input" else ""


def _beside_links(element: Any) -> list[str]:
    """The words of a part of a page that has words of weight beside its links; none for any other."""
    words = _words(element)
    return words if len(words) - sum(len(_words(a)) for a in element.iter("a")) >= _WEIGHT else []


def _filled_in(element: Any) -> str:
    """What is filled in or chosen in a field of a form; nothing for a button or a hidden field."""
    if element.tag == "select":
        return "; ".join(" ".join(_words(e)) for e in element.iter("option") if e.get("selected") is not None)
    if element.tag == "textarea":
        return " ".join(_words(element))
    shown = (element.get("type") or "text").strip().lower() not in ("hidden", "submit", "button", "reset", "image")
    return (element.get("value") or "").strip() if shown else ""


def _words(element: Any) -> list[str]:
    return " ".join(element.itertext()).split()
