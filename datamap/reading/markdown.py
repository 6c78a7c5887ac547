"""Markdown with tables, by markdown-it; each word at its exact position in the file.

markdown-it reports lines only. The words of a block are found again within its lines, token by token: each token
states what the source has for it (an escape, an entity, a tag), so that nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from datamap.reading import parts, tabular
from datamap.reading.document import Block, Cell, Heading, Item, Paragraph, Skipped, Text
from datamap.reading.grid import Grids
from datamap.reading.inline import Inline
from datamap.reading.lines import Line, lines_of
from datamap.reading.parts import Parts
from datamap.reading.words import text_of

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_NESTED = 100
_MANY = 2_000
"""Brackets or marks in one paragraph, beyond which they are read as characters: their pairs take too long to find."""
_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?\r?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S)
_QUOTED = re.compile(r"^([\"'])(.*)\1$")
_MARKS = re.compile(r"[\\*_`~<&\[\]!]")
_AROUND = re.compile(r"(?:\s*(?:>|[-*+](?=\s)|\d{1,9}[.)](?=\s)))*\s*")
"""The marks of quotes and lists before the first cell of a row."""
_CUT = re.compile(r"(?<!\\)\|")


@cache
def _parser(marks: bool) -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": _NESTED}).enable(["table", "strikethrough"])
    parser.disable("code")  # text that is indented is a paragraph to its author
    parser.core.ruler.disable("text_join")  # the join hides what the source has for an escape or entity
    if not marks:
        parser.disable(["link", "image", "emphasis", "strikethrough"])
    return parser


def read(text: str, encoding: str = "utf-8") -> Parts:
    """Blocks of a Markdown text, each with its position in it."""
    reader = _Markdown(text)
    reader.run()
    return Parts("md", tuple(reader.out), tuple(reader.skipped), text=text, title=reader.title, encoding=encoding)


def _is_crowded(text: str) -> bool:
    """Whether a paragraph has so many marks that their pairs take too long to find."""
    return any(sum(map(part.count, "[*_~`<")) > _MANY for part in re.split(r"\n[ \t>]*\r?\n", text))


class _Markdown:
    def __init__(self, text: str):
        self.source = text
        self.lines = lines_of(text)
        self.out: list[Block] = []
        self.skipped: list[Skipped] = []
        self.title = ""
        self._grids = Grids()
        self._parser = _parser(not _is_crowded(text))
        self._covered: set[int] = set()

    def run(self) -> None:
        body, before = self._without_front_matter()
        environment: dict[str, Any] = {}
        # a carriage return alone ends a line here and there, but not in the same way: one character for one
        tokens = self._parser.parse(_one_break_a_line(body), environment)
        if before:
            for token in tokens:
                token.map = [n + before for n in token.map] if token.map else token.map
        self._blocks(tokens)
        self._notes(environment)
        self._uncovered(before)

    def _without_front_matter(self) -> tuple[str, int]:
        """The text after a head of settings, and the lines of that head, each of which is a paragraph."""
        front = _FRONT.match(self.source)
        if front is None:
            return self.source, 0
        before = next((n for n, line in enumerate(self.lines) if line.start >= front.end()), len(self.lines))
        for line in self.lines[1 : before - 1]:
            if line.text.strip():
                self.out.append(Paragraph(text_of(self.source, line.where, line.start, line.end, lines=False)))
                if line.text.startswith("title:"):
                    self.title = _QUOTED.sub(r"\2", line.text.partition(":")[2].strip())
        self._covered.update(range(before))
        return self.source[front.end() :], before

    # --- blocks -----------------------------------------------------------------------------------------------------

    def _blocks(self, tokens: Sequence[Token]) -> None:
        depth = -1
        item: Token | None = None
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if token.map and token.type not in ("blockquote_open", "list_item_open") and "list_open" not in token.type:
                self._covered.update(range(token.map[0], token.map[1]))
            if token.type in ("bullet_list_open", "ordered_list_open"):
                depth += 1
            elif token.type in ("bullet_list_close", "ordered_list_close"):
                depth -= 1
            elif token.type == "list_item_open":
                item = token
            elif token.type == "list_item_close":
                item = None
            elif token.type == "table_open":
                at = self._table(tokens, at)
            elif token.type == "heading_open":
                self._put(Heading(self._inline(tokens[at + 1]), int(token.tag[1:])))
                at += 2
            elif token.type == "inline":
                self._running(token, item, depth)
                item = None
            elif token.type == "html_block":
                self._html(token)
            elif token.type == "fence":
                self._fence(token)
            at += 1

    def _put(self, block: Heading | Paragraph | Item) -> None:
        if block.text.words:
            self.out.append(block)

    def _running(self, token: Token, item: Token | None, depth: int) -> None:
        """A paragraph or a list item; a table where ``|`` divides its lines."""
        lines = self._lines_of(token)
        found = tabular.piped(lines, 0) if len(lines) > 1 and item is None else None
        if found is not None and found.end == len(lines):
            self.out.append(found.table(self._parsed, self._grids))
            return
        text = self._inline(token)
        if item is None:
            self._put(Paragraph(text))
        else:
            marker = f"{item.info}{item.markup}" if item.info else "-"
            self._put(Item(text, max(depth, 0), marker))

    def _lines_of(self, token: Token, before: int = 0) -> list[Line]:
        """The lines of a block after some, without the marks of quotes and lists around them."""
        assert token.map is not None
        out = []
        parts = token.content.split("\n")
        for line, part in zip(self.lines[token.map[0] + before : token.map[1]], parts, strict=False):
            if part not in line.text:
                part = part.lstrip()  # a tab became blanks, of which some are before the part
            out.append(Line(part, line.start + max(line.text.rfind(part), 0), line.number))
        return out

    def _inline(self, token: Token) -> Text:
        lines = self._lines_of(token)
        spots: list[int] = []
        for line, part in zip(lines, token.content.split("\n"), strict=False):
            spots += [line.start] * (len(part) - len(line.text))
            spots += range(line.start, line.end + 1)
        return self._words(token.content, spots, token.children or [], lines[0].where)

    def _words(
        self, content: str, spots: list[int], children: Sequence[Token], where: str, *, in_cell: bool = False
    ) -> Text:
        inline = Inline(self.source, content, spots, in_cell=in_cell)
        inline.run(children)
        self.skipped += filter(None, (parts.picture(words, where) for words in inline.pictures))
        for words in inline.deleted:
            self.skipped.append(Skipped(f"deleted text: {words[:80]!r}", where, "text that is struck out is not read"))
        return inline.pieces.text(where)

    def _parsed(self, start: int, end: int, where: str) -> Text:
        """The text of a part of the source that is Markdown by itself: a cell."""
        found = self.source[start:end]
        if not _MARKS.search(found):
            return text_of(self.source, where, start, end)
        inner = start + len(found) - len(found.lstrip())
        content, spots = "", []
        raw = found.strip()
        for i, char in enumerate(raw):
            if char == "\\" and raw[i + 1 : i + 2] == "|":
                continue
            content += char
            spots.append(inner + i)
        (token,) = self._parser.parseInline(content)
        return self._words(content, spots, token.children or [], where, in_cell=True)

    def _table(self, tokens: Sequence[Token], at: int) -> int:
        """The table whose first token is at a place; returns the place of its last one."""
        end = next(i for i in range(at, len(tokens)) if tokens[i].type == "table_close")
        rows: list[list[Cell]] = []
        header = 0
        for i in range(at, end):
            token = tokens[i]
            if token.type == "tr_open" and token.map:
                rows.append(self._row(self.lines[token.map[0]]))
            elif token.type == "thead_close":
                header = len(rows)
        self.out.append(Grids().table(rows, self.lines[(tokens[at].map or [0])[0]].where, header=header))
        return end

    def _row(self, line: Line) -> list[Cell]:
        """The cells of a row, found again between the ``|`` of its line."""
        around = _AROUND.match(line.text)
        start = around.end() if around else 0
        cuts = [m.start() for m in _CUT.finditer(line.text, start)]
        spans = list(zip([start, *(c + 1 for c in cuts)], [*cuts, len(line.text)], strict=True))
        if cuts and cuts[0] == start:
            spans = spans[1:]
        if cuts and not line.text[cuts[-1] + 1 :].strip():
            spans = spans[:-1]
        self._grids.row(len(spans))
        # cells beyond those of the header are not in the table for markdown-it; here nothing is lost
        return [Cell(self._parsed(line.start + a, line.start + b, line.where)) for a, b in spans]

    def _fence(self, token: Token) -> None:
        """Text between fences is text: people paste lists and tables between them."""
        from datamap.reading import plain

        self.out += plain.read_lines(self.source, self._lines_of(token, 1))

    def _html(self, token: Token) -> None:
        from datamap.reading import html

        assert token.map is not None
        lines = self.lines[token.map[0] : token.map[1]]
        start, end = lines[0].start, lines[-1].end
        found, skipped = html.fragment(self.source, start, end, lines[0].where)
        self.out += found
        self.skipped += skipped

    # --- what was not read ------------------------------------------------------------------------------------------

    def _notes(self, environment: dict[str, Any]) -> None:
        """Report definitions of footnotes that Markdown takes for definitions of links."""
        for label, found in environment.get("references", {}).items():
            if label.startswith("^") and found.get("map"):
                line = self.lines[found["map"][0]]
                self.skipped.append(Skipped(f"the note {line.text.strip()[:80]!r}", line.where, "it is a definition"))

    def _uncovered(self, before: int) -> None:
        """Report lines with words that no block has: quotes and lists within one another too deep."""
        lost = [
            line
            for n, line in enumerate(self.lines)
            if n not in self._covered and re.search(r"\w", line.text) and not re.match(r"\s*\[[^\]]+\]:", line.text)
        ]
        if lost:
            count = f"{len(lost):,} lines, the first" if len(lost) > 1 else "the line"
            what = f"{count} {lost[0].text.strip()[:80]!r}"
            self.skipped.append(Skipped(what, lost[0].where, "lists or quotes within one another too deep"))


def _one_break_a_line(text: str) -> str:
    """A text whose lines markdown-it counts as :func:`lines_of` does, and that has no NUL."""
    return re.sub(r"\r\n|\r", "\n", text)
