"""Parts of a line that stay traceable: sentences, entries of an enumeration, values after a label; facts from them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from datamap.drafting.facts import Fact, ToRead
from datamap.drafting.prose.lines import Line
from datamap.drafting.prose.words import Words
from datamap.reading.document import Text

_STOP = re.compile(r"[.!?](?=\s)|\n|(?<=[a-z]{3})\.(?=[A-Z][a-z]+\s)")
_WORD_BEFORE = re.compile(r"[\w.]+$")
_LONGEST_WORD = 100
"""Characters before a full stop that are looked at: the search would else begin at each of a long text."""
_DOMAIN = re.compile(r"\w{2,}(?:\.\w{2,})*\.[a-z]{2,}")
"""The end of a web or e-mail address; each part of an abbreviation is one letter, or one alone."""
SHORTEST = 4
"""Words of a sentence behind a list; what is shorter goes on with the list."""
_EDGES = " \t\n,;:.-–—*"


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a document with their folded form.

    Attributes
    ----------
    text : Text
    folded : str
        Of the same length as the words.
    """

    text: Text
    folded: str

    @property
    def words(self) -> str:
        """The words as a person reads them."""
        return self.text.words

    def part(self, start: int, end: int | None = None) -> Span:
        """A part of the span."""
        stop = len(self.folded) if end is None else end
        return Span(self.text.part(start, stop), self.folded[start:stop])

    def trimmed(self, edges: str = _EDGES) -> Span:
        """The span without blanks and separators at its ends."""
        words = self.words
        start = len(words) - len(words.lstrip(edges))
        return self.part(start, max(start, len(words.rstrip(edges))))

    def __bool__(self) -> bool:
        return bool(self.folded.strip())


def span_of(line: Line) -> Span:
    """The words of a line after its label."""
    start = line.value if line.label else 0
    return Span(line.text.part(start), line.folded[start:])


def whole(line: Line) -> Span:
    """All words of a line."""
    return Span(line.text, line.folded)


def fact(
    value: str,
    *spans: Span,
    sure: bool = True,
    why: str = "",
    how: str = "stated",
    extra: Mapping[str, str] | None = None,
) -> Fact:
    """A fact that is based on these words, the deciding ones first."""
    quotes = [s.text.quote() for s in spans if s]
    return Fact(
        value, tuple(dict.fromkeys(quotes)), how, why, sure and not why, {k: v for k, v in (extra or {}).items() if v}
    )


def to_read(what: str, span: Span, why: str) -> ToRead:
    """An entry of the reading list."""
    return ToRead(what, span.text.quote(), why)


def sentences(span: Span, words: Words) -> Iterator[Span]:
    """The sentences of a span; a full stop after an abbreviation, number or initial does not end one."""
    start = 0
    for m in _STOP.finditer(span.words):
        if m[0] == "." and not _ends(span, m.start(), words):
            continue
        part = span.part(start, m.end()).trimmed(" \n")
        start = m.end()
        if part:
            yield part
    if rest := span.part(start).trimmed(" \n"):
        yield rest


def first_sentence(line: Line, words: Words) -> tuple[Span | None, list[Span]]:
    """A list behind a label and the sentences behind it: "Owl Ltd, Lark Ltd. We have a contract with Owl Ltd."."""
    first, *more = [*sentences(span_of(line), words)] or [span_of(line)]
    if line.text.strong or not more or any(len(s.words.split()) < SHORTEST for s in more):
        return None, []
    return first.trimmed(" \t\n,;."), more


def _ends(span: Span, at: int, words: Words) -> bool:
    before = _WORD_BEFORE.search(span.folded, max(0, at - _LONGEST_WORD), at)
    after = span.words[at + 1 :].lstrip()
    if not after or not (after[0].isupper() or after[0].isdigit() or after[0] in '"“„«(•-–'):
        return not after
    if before is None:
        return True
    word = before[0].strip(".")
    if _DOMAIN.fullmatch(word) and word.rpartition(".")[2] not in words.abbreviations:
        return True
    if len(word) == 1 or "." in word or word in words.abbreviations:
        following = re.match(r"[\w']+", span.folded[at + 1 :].lstrip())
        return (
            len(word) > 1 and following is not None and following[0] in words.common and following[0] not in ("a", "i")
        )
    if word.isdigit():
        return len(word) > 2 or not re.match(r"\s+[a-z]", span.folded[at + 1 :]) or after[0].isupper()
    return True


def entries(
    span: Span, conjunctions: re.Pattern[str], one: Callable[[str, str], bool] = lambda _left, _right: False
) -> list[Span]:
    """The entries of an enumeration: between commas and semicolons, and around the last conjunction.

    ``one`` states whether the words on both sides of a conjunction are one entry.
    """
    cuts, depth = [0], 0
    for i, c in enumerate(span.words):
        depth += (c in "([") - (c in ")]")
        if c in ",;\n" and depth <= 0 and not (span.words[i - 1 : i].isdigit() and span.words[i + 1 : i + 2].isdigit()):
            cuts.append(i + 1)
    cuts.append(len(span.words))
    parts = [span.part(a, b) for a, b in zip(cuts, cuts[1:], strict=False)]
    out = []
    for n, part in enumerate(parts):
        m = None
        if n == len(parts) - 1 or len(parts) == 1:
            found = [x for x in conjunctions.finditer(part.folded) if not _inside(part.words, x.start())]
            starts = [0, *(x.end() for x in found)]
            found = [x for x, start in zip(found, starts, strict=False) if not _one(part.words, (start, x), one)]
            m = found[-1] if found else None
        out += [part.part(0, m.start()), part.part(m.end())] if m else [part]
    return [p for p in (x.trimmed() for x in out) if p]


def _one(words: str, at: tuple[int, re.Match[str]], one: Callable[[str, str], bool]) -> bool:
    """Whether a conjunction is within one entry: with all in front of it, or with what is behind the one before it."""
    start, conjunction = at
    right = words[conjunction.end() :].strip(" .")
    return any(one(words[a : conjunction.start()].strip(), right) for a in {0, start})


def _inside(words: str, at: int) -> bool:
    return words[:at].count("(") > words[:at].count(")")
