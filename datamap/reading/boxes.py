"""Boxes to tick: an option whose box is empty is not stated, so that no finder sees its words.

A box is before its option ("☐ consent ☒ contract") or behind it ("consent ☐ contract ☒"), in each line in one way. A
sign that also begins entries of lists ("□", "○") is a box only where a ticked one is beside it. Outside tables a form
without any ticked box is for its readers to fill in: it is read as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from datamap.labels.counting import count
from datamap.reading.document import Block, Cell, Document, Skipped, Table, Text

_EMPTY = "☐▢◻⬜❏❑❒"
_TICKED = "☒☑🗹✅"
_PAIRS = {"□": "■▣☒☑✓✔", "○": "●◉⦿", "◯": "●◉⦿", "✗": "✓✔☑✅", "✘": "✓✔☑✅", "❌": "✓✔☑✅", "✖": "✓✔☑✅", "☒": "☑✓✔"}
"""Signs that are an empty box only where one of others is in the same line or text."""
_BOX = re.compile(rf"[{_EMPTY}{_TICKED}□■▣○◯●◉⦿✓✔✗✘❌✖]\ufe0f?|\[[ xX✓✔]?\](?!\()|\([ xX]?\)")
_EDGES = " -*•·,;/|–"
_MARKED = re.compile(rf"[{_TICKED}]|^[\s*-]*\[[xX✓✔]\]", re.MULTILINE)
WHY = "a box that is not ticked states nothing: not read"


def sign(kind: str, *, ticked: bool) -> str:
    """The sign of a box of a form by its type, as a person sees it; empty for any other field.

    Examples
    --------
    >>> sign("checkbox", ticked=True), sign("Radio", ticked=False), sign("text", ticked=False)
    ('☒', '☐', '')
    """
    return ("☒" if ticked else "☐") if kind.strip().lower() in ("checkbox", "radio") else ""


_FIELD = re.compile(r"<input\b", re.IGNORECASE)
_TYPE = re.compile(r"\stype\s*=\s*[\"']?\s*(\w+)", re.IGNORECASE)
_CHECKED = re.compile(r"\schecked(?![\w-])", re.IGNORECASE)


def sign_of_tag(tag: str) -> str:
    """The sign of a tag of HTML that is a box.

    Examples
    --------
    >>> sign_of_tag('<input type="checkbox" checked disabled>'), sign_of_tag("<input type=radio>"), sign_of_tag("<b>")
    ('☒', '☐', '')
    """
    if not _FIELD.match(tag):
        return ""
    kind = _TYPE.search(tag)
    return sign(kind[1] if kind else "", ticked=_CHECKED.search(tag) is not None)


def without_empty(document: Document) -> Document:
    """The document without the options whose box is empty; they are named among what was skipped."""
    if not any(_BOX.search(text.words) for text in document.texts()):
        return document
    answered = any(_MARKED.search(text.words) for text in document.texts())
    dropped: list[Text] = []
    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Table):
            rows = tuple(tuple(_cell(c, dropped) for c in row) for row in block.rows)
            blocks.append(replace(block, rows=rows) if rows != block.rows else block)
            continue
        text = _ticked(block.text, dropped) if answered else block.text
        if text is block.text:
            blocks.append(block)
        elif text.words.strip():
            blocks.append(replace(block, text=text))
    if not dropped:
        return replace(document, blocks=tuple(blocks))
    what = "option that is not ticked" if len(dropped) == 1 else f"{len(dropped)} options that are not ticked"
    named = ", ".join(dict.fromkeys(" ".join(t.words.split())[:40] for t in dropped[:3]))
    more = f", and {count(len(dropped) - 3, 'others')}" if len(dropped) > 3 else ""
    skipped = Skipped(what, dropped[0].where, f"{WHY} ({named}{more})")
    return replace(document, blocks=tuple(blocks), skipped=(*document.skipped, skipped))


def _cell(cell: Cell, dropped: list[Text]) -> Cell:
    text = _ticked(cell.text, [] if cell.repeats else dropped)
    return cell if text is cell.text else cell._replace(text=text)


def _ticked(text: Text, dropped: list[Text]) -> Text:
    """The text without its empty boxes and their options; what is taken out is added to ``dropped``."""
    words = text.words
    if not _BOX.search(words):
        return text
    kept: list[tuple[int, int]] = []
    known = False
    for line in re.finditer(r"[^\n]+", words):
        boxes = _boxes(words, line.start(), line.end())
        if not boxes:
            kept.append(line.span())
            continue
        known = True
        for start, end, ticked in _options(words, line, boxes):
            if ticked:
                kept.append((start + len(words[start:end]) - len(words[start:end].lstrip(_EDGES)), end))
            elif re.search(r"\w", words[start:end]):
                dropped.append(text.part(start, end).stripped())
    if not known:
        return text
    kept = [(a, b) for a, b in kept if re.search(r"\w", words[a:b])]
    tick = next((m for m in _BOX.finditer(words) if m[0][0] in _TICKED or "x" in m[0].lower()), None)
    if not kept and tick and not re.search(r"\w", _BOX.sub("", words)):  # a cell that is a ticked box alone is a yes
        return Text("x", text.where, text.source, (text.offsets[tick.start()],))
    return _joined(text, kept)


def _boxes(words: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """The boxes of a line: place, and whether each is ticked."""
    found = list(_BOX.finditer(words, start, end))
    signs = {m[0] if m[0][0] in "[(" else m[0][0] for m in found}
    near = {k: signs if k in "○◯" else set(words) for k in _PAIRS}  # circles begin the entries of many lists
    paired = {s for s, others in _PAIRS.items() if s in signs and near[s] & set(others)}
    bracketed = (
        signs & {"[ ]", "[]"}
        and signs & {"[x]", "[X]", "[✓]", "[✔]"}
        or signs & {"( )", "()"}
        and signs & {"(x)", "(X)"}
    )
    first = found[0] if found else None
    leads = (
        first is not None and first[0][0] == "[" and first[0] != "[]" and not words[start : first.start()].strip(_EDGES)
    )
    ticked = {x for k, others in _PAIRS.items() if near[k] & {k} for x in others}
    if not (signs & (set(_EMPTY + _TICKED) | ticked) or paired or bracketed or leads):
        return []
    out = []
    for m in found:
        sign = m[0][0]
        if sign in "[(":
            if leads or bracketed:
                out.append((*m.span(), m[0].strip("[]() ") != ""))
        elif sign in paired or sign in _EMPTY:
            out.append((*m.span(), False))
        elif sign in _TICKED or any(sign in x for x in _PAIRS.values()):
            out.append((*m.span(), True))
    return out


def _options(
    words: str, line: re.Match[str], boxes: Sequence[tuple[int, int, bool]]
) -> Iterator[tuple[int, int, bool]]:
    """The options of a line: what is before the first box stays; each box has the words behind or before it."""
    behind = not words[boxes[-1][1] : line.end()].strip(" .;,") and words[line.start() : boxes[0][0]].strip(_EDGES)
    if behind:
        since = line.start()
        for start, end, ticked in boxes:
            yield since, start, ticked
            since = end
        return
    yield line.start(), boxes[0][0], True
    for (_, start, ticked), end in zip(boxes, [*(b[0] for b in boxes[1:]), line.end()], strict=True):
        yield start, end, ticked


def _joined(text: Text, kept: Sequence[tuple[int, int]]) -> Text:
    """Parts of a text as one, each in a line of its own; behind a colon in the same line."""
    words: list[str] = []
    offsets: list[int] = []
    for start, end in kept:
        part = text.part(start, end).stripped()
        if words:
            words.append(" " if words[-1].endswith(":") else "\n")
            offsets.append(offsets[-1])
        words.append(part.words)
        offsets += part.offsets
    return Text("".join(words), text.where, text.source, tuple(offsets))
