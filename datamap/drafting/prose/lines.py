"""A document as lines: titles, paragraphs and list items, each with its marker, label and position.

A title may be a heading of the format, a numbered or lettered line, a line in bold or capitals, or a short question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from datamap.drafting.prose.fold import fold
from datamap.drafting.prose.words import Words
from datamap.reading.document import Document, Heading, Item, Paragraph, Table, Text

WORDS_OF_A_TITLE = 16
SHORT = 8
"""Words of a plain line that may be a title without any other sign."""

_NUMBER = re.compile(
    r"(?:(?P<word>article|artikel|clanek|cl\.|section|abschnitt|cast|part|teil|§)\s*)?"
    r"(?P<path>\d{1,2}(?:\.\d{1,2})*|[A-Z](?:\.\d{1,2})+|[A-Z]|[IVX]{1,5})(?P<end>[.):]*)(?P<gap>\s+|$)",
    re.IGNORECASE,
)
_ALONE = re.compile(r"(?:(?:article|artikel|clanek|cl\.|section|part|teil|cast|§)\s*)?([ivx]{1,5}|\d{1,2}|[a-z])[.):]?")
_LETTER = re.compile(r"\(?(?:[a-z]|\d{1,2}|[ivx]{1,4})\)\s+")
_BULLET = re.compile(r"[-*•·‣▪●○◦–—]\s+")
_LABEL = re.compile(r"([^:\n]{2,70}?)\s?:(?:\s+|$)")
_RUN_IN = re.compile(r"([A-ZÀ-Þ][\w'’-]+(?:\s[\w'’-]+){0,3})\.\s+(?=[A-ZÀ-Þ])")
_NEXT = re.compile(r"(?<=\s)(?=([A-ZÀ-ÞŠŽČŘĎŤŇĚŮŁ][^.:;,\n]{1,45}?)\s?:\s)")
_END = re.compile(r"[.;,!]$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document.

    Attributes
    ----------
    text : Text
        Without its marker.
    folded : str
        The same words for comparison.
    kind : str
        ``title``, ``para``, ``item`` or ``table`` (read by another finder).
    style : str
        How a title is marked: ``h2``, ``number``, ``caps``, ``bold``, ``question``, ``short``.
    path : tuple of str
        The number in parts: ``("B", "1")``.
    depth : int
        Of a list item.
    label : frozenset of str
        What a label at the start is about.
    value : int
        Where the words after the label begin; 0 without a label.
    lead : bool
        Whether the line announces what follows it (it ends with a colon).
    """

    text: Text
    folded: str
    kind: str
    style: str = ""
    path: tuple[str, ...] = ()
    depth: int = 0
    label: frozenset[str] = field(default=frozenset())
    value: int = 0
    lead: bool = False

    @property
    def words(self) -> str:
        """The words as a person reads them."""
        return self.text.words


def lines_of(document: Document, words: Words) -> list[Line]:
    """Every line of a document in order."""
    raw = [x for block in document.blocks for x in _pieces(block)]
    plain = document.kind in ("txt", "pdf")
    out = []
    for i, (block, text) in enumerate(raw):
        if text is None:
            out.append(Line(Text.plain("", ""), "", "table"))
            continue
        following = raw[i + 1][1] if i + 1 < len(raw) else None
        out.extend(_line(block, text, words, following if plain else None))
    out = list(_numbered_titles(out))
    if not plain:
        return out
    # the titles of a plain text are guesses of its reader: their numbers are more reliable than their levels
    return [replace(x, style="number") if x.path and x.style.startswith("h") else x for x in out]


def _numbered_titles(lines: list[Line]) -> Iterator[Line]:
    """Lines; a number alone on its line belongs to the title behind it."""
    number: Line | None = None
    before: Line | None = None
    for line in lines:
        if number is not None and line.kind != "table" and not line.path and _titled(line):
            path = (_ALONE.sub(r"\1", number.folded).upper(),)
            style = line.style if line.style.startswith("h") else "number"
            yield replace(line, kind="title", style=style, path=path, label=frozenset(), value=0)
            number = None
            continue
        if number is not None:
            yield number
        valued = before is not None and _is_value(line, before)
        before = line
        number = line if line.kind in ("para", "title") and _ALONE.fullmatch(line.folded) and not valued else None
        if number is None:
            yield line
    if number is not None:
        yield number


def _is_value(line: Line, before: Line) -> bool:
    """Whether a line goes on in the same row of a text as the one before: "**Registration:** 17"."""
    same = before.text.where == line.text.where and before.text.source == line.text.source
    return same and bool(before.words) and "\n" not in line.text.source[before.text.offsets[-1] : line.text.offsets[0]]


def _titled(line: Line) -> bool:
    words = line.words
    return (
        line.kind in ("para", "title")
        and words.count(" ") < WORDS_OF_A_TITLE
        and not _END.search(words)
        and words[0].isupper()
    )


def _pieces(
    block: Heading | Paragraph | Item | Table,
) -> Iterator[tuple[Heading | Paragraph | Item | Table, Text | None]]:
    if isinstance(block, Table):
        yield block, None
        return
    if isinstance(block, Heading) or "\n" not in block.text.words:
        yield block, block.text.stripped()
        return
    for start, end in _rows(block.text.words):
        part = block.text.part(start, end).stripped()
        if part.words:
            yield block, part


def _rows(words: str) -> Iterator[tuple[int, int]]:
    """The parts of a text between line breaks that end something, not those within a running sentence."""
    start, rows = 0, words.split("\n")
    longest = max(len(r) for r in rows)
    at = 0
    for row, after in zip(rows, [*rows[1:], ""], strict=True):
        at += len(row) + 1
        new = _BULLET.match(after) or _LABEL.match(after) or _LETTER.match(after)
        done = row.rstrip().endswith((".", ":", ";", "?", "!")) or len(row) < 0.6 * longest or not after[:1].islower()
        if new or done or not after:
            yield start, at - 1
            start = at


def _line(
    block: Heading | Paragraph | Item | Table, text: Text, words: Words, following: Text | None
) -> Iterator[Line]:
    if not text.words:
        return
    if isinstance(block, Heading):
        path, at = _numbered(text.words, True)
        if not at and (m := _LETTER.match(text.words)) is not None:
            at = m.end()
        inner = text.part(at).stripped()
        folded = fold(inner.words)
        label = _LABEL.match(inner.words)
        if label is not None and label.end() < len(inner.words) and words.label(folded[: label.end(1)]):
            yield from _body(inner, folded, "para", path, 0, words)
            return
        yield Line(inner, folded, "title", f"h{block.level}", path)
        return
    if not isinstance(block, Item) and text.words.count("|") > 1:  # a table that the reader left as text
        yield Line(Text.plain("", ""), "", "table")
        return
    item, depth = isinstance(block, Item), block.depth if isinstance(block, Item) else 0
    at, path = 0, ()
    if (m := _BULLET.match(text.words) or _LETTER.match(text.words)) is not None:
        item, at = True, m.end()
    elif not item:
        path, at = _numbered(text.words, False)
    elif isinstance(block, Item) and block.marker.strip("().").isdigit():
        path = (block.marker.strip("()."),)
    inner = text.part(at).stripped()
    folded = fold(inner.words)
    style = _title(inner, folded, path, item, words, following)
    if style:
        yield Line(inner, folded, "title", style, path)
        return
    yield from _body(inner, folded, "item" if item else "para", path, depth, words)


def _numbered(words: str, heading: bool) -> tuple[tuple[str, ...], int]:
    """The number at the start of a line and where the words begin."""
    m = _NUMBER.match(fold(words))
    if m is None or m.end() == len(words):
        return (), 0
    path, marked = words[m.start("path") : m.end("path")], bool(m["end"] or m["word"] or "." in m["path"])
    letter = not path[0].isdigit()
    if letter and (path != path.upper() or not marked):
        return (), 0
    if not marked and not heading:
        return (), 0  # "5 years" is not a number of a section
    return tuple(path.split(".")), m.end()


def _strong(text: Text) -> int:
    """How far the bold words at the start of a text reach."""
    return text.strong[0][1] if text.strong and text.strong[0][0] == 0 else 0


def _title(text: Text, folded: str, path: tuple[str, ...], item: bool, words: Words, following: Text | None) -> str:
    """How a line is marked as a title; empty if it is not one."""
    count = folded.count(" ") + 1
    label = _LABEL.match(text.words)
    if count > WORDS_OF_A_TITLE or "@" in text.words or (label and label.end() < len(text.words)):
        return ""
    if item and not path:
        return ""
    bold = _strong(text) >= len(text.words.rstrip(" :.")) > 1
    if path and not item and not _END.search(text.words) and not text.words.endswith(":"):
        return "number"
    if bold:
        return "number" if path else "bold"
    if item:
        return ""
    letters = [c for c in text.words if c.isalpha()]
    if len(letters) > 3 and all(c.isupper() for c in letters):
        return "caps"
    if text.words.endswith("?"):
        return "question"
    return "short" if following is not None and _short(text, folded, count, words, following) else ""


def _short(text: Text, folded: str, count: int, words: Words, following: Text) -> bool:
    """Whether a short plain line is a title of what follows."""
    if count > SHORT or not text.words[0].isupper() or re.search(r"[.,;:!\d]", text.words):
        return False
    longer = len(following.words) > max(60, 2 * len(text.words)) or bool(_BULLET.match(following.words))
    return longer or words.roles(folded)[1]


def _body(text: Text, folded: str, kind: str, path: tuple[str, ...], depth: int, words: Words) -> Iterator[Line]:
    """A paragraph or item: with its label, or with the run-in title that it begins with."""
    strong = _strong(text)
    label = _LABEL.match(text.words)
    if strong and strong < len(text.words) and (label is None or strong <= label.end()):
        rest = text.words[strong:]
        known = words.label(folded[:strong])
        value = strong + len(rest) - len(rest.lstrip(" :.-–—"))
        if known:
            further = _further(text, folded, value, words) if kind == "para" else None
            if further:
                yield Line(
                    text.part(0, further).stripped(), folded[:further].strip(), kind, "", path, depth, known, value
                )
                yield from _body(text.part(further), folded[further:], kind, (), depth, words)
                return
            yield Line(text, folded, kind, "", path, depth, known, value, value >= len(text.words))
            return
        ended = text.words[strong - 1] in ".:?" or rest[:1] in (":", "\n")
        ended = ended or _further(text, folded, strong, words) == value  # its lines were joined
        if kind == "para" and ended and value < len(text.words) and folded[:strong].count(" ") < SHORT:
            title = text.part(0, strong).stripped()
            inner = text.part(value).stripped()
            yield Line(title, fold(title.words), "title", "bold")
            yield from _body(inner, fold(inner.words), "para", (), 0, words)
            return
    if label is not None and (known := words.label(folded[: label.end(1)])):
        value = label.end()
        further = _further(text, folded, value, words) if kind == "para" else None
        if further:
            yield Line(text.part(0, further).stripped(), folded[:further].strip(), kind, "", path, depth, known, value)
            yield from _body(text.part(further), folded[further:], kind, (), depth, words)
            return
        yield Line(text, folded, kind, "", path, depth, known, value, value >= len(text.words))
        return
    if kind == "para" and len(path) > 1 and (m := _RUN_IN.match(text.words)) is not None:
        yield Line(text.part(0, m.end(1)), folded[: m.end(1)], "title", "number", path)
        yield from _body(text.part(m.end()), folded[m.end() :], kind, (), depth, words)
        return
    yield Line(text, folded, kind, "", path, depth, lead=text.words.endswith(":"))


def _further(text: Text, folded: str, start: int, words: Words) -> int | None:
    """Where a further label begins in a labelled paragraph whose lines were joined."""
    for m in _NEXT.finditer(text.words, start):
        if words.label(folded[m.start(1) : m.end(1)]):
            return m.start()
    return None
