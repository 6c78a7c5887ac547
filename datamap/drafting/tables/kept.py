"""Which of an activity's data a period in a cell is for: "invoices: 10 years", "6 months (applications)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from datamap.drafting.tables import words
from datamap.labels import language_group
from datamap.labels.values import LANGUAGES, Reading, Value, fold
from datamap.labels.values.lexicon import where

PART = "it may be for a part of the data only, which is not among the categories"
UNREAD = "no period is recognised in this part"
STEM = 4
"""Letters that two forms of a word have in common."""
_PIECE = re.compile(r"(?:\([^()]*\)|\[[^\[\]]*\]|\d[.,]\d|[^;,\n])+")
_SEGMENT = re.compile(r"(?:\([^()]*\)|[^;\n])+")


@dataclass(frozen=True, slots=True)
class Bound:
    """A period of a cell, the categories that the words name for it, and words that may name other data."""

    value: Value
    categories: tuple[str, ...] = ()
    other: str = ""


def bind(text: str, read: Reading, names: Sequence[str], whole: Sequence[str]) -> list[Bound]:
    """For each period of a text what it is for.

    Parameters
    ----------
    text : str
    read : Reading
        Its periods.
    names : sequence of str
        The categories of the activity.
    whole : sequence of str
        Names of all its data: the activity, its people where they are of one kind.
    """
    out = []
    for v, (start, end) in zip(read.values, _labels(text, read.values), strict=True):
        label = f"{text[start:end]} {v.extra.get('remark', '')}"
        found = tuple(n for n in names if _names(label, n))
        other = ""
        if not found and v.value != "none":
            other = " ".join(text[a:b] for a, b in read.rest if start <= a and b <= end)
            other += f" {v.extra.get('remark', '')}" if where(fold(label), ("some_data",), LANGUAGES) else ""
            known = words.is_mark("whole", text[start:end].strip(" :")) or any(_names(w, other) for w in whole)
            other = other if _content(other) and not known else ""
        out.append(Bound(v, found if len(found) < len(names) else (), other))
    return out


def unread(text: str, read: Reading) -> Iterator[tuple[int, int]]:
    """The parts between semicolons in which no period is read although words are left, beside parts with one."""
    for m in _SEGMENT.finditer(text):
        if not any(m.start() <= v.start < m.end() for v in read.values):
            left = [text[a:b] for a, b in read.rest if m.start() <= a < m.end()]
            if read.values and any(re.search(r"\d|\w{3}.*\W\w{2}", x) for x in left):
                yield m.span()


def _labels(text: str, values: Sequence[Value]) -> Iterator[tuple[int, int]]:
    """For each value where its label is: in its piece in front of it, or behind it where nothing is in front."""
    pieces = [m.span() for m in _PIECE.finditer(text)]
    for v in values:
        start, end = next(((a, b) for a, b in pieces if a <= v.start < b), (v.start, v.end))
        own = [w for w in values if start <= w.start < end]
        before, after = (None, *own)[own.index(v)], (*own[1:], None)[own.index(v)]
        if re.search(r"\w", text[start : own[0].start]):
            last = before.end if before is not None else start
            yield (last, v.start) if len(own) > 1 else (start, end)
        else:
            yield v.end, max(v.end, after.start if after is not None else end)


@cache
def _generic() -> frozenset[str]:
    """Words for data of any kind."""
    found = (language_group(lang, "prose", "data_words") or () for lang in LANGUAGES)
    return frozenset(fold(str(w).rstrip("*")).flat for texts in found for w in texts)


def _content(text: str) -> list[str]:
    """The words of a text that name something."""
    return [w for w in re.findall(r"[^\W\d_]{3,}", words.plain(text)) if w not in _generic()]


def _names(label: str, name: str) -> bool:
    """Whether a label has all words of a name that is not several names."""
    wanted, held = _content(name), _content(label)
    return bool(wanted) and "," not in name and all(any(_alike(w, h) for h in held) for w in wanted)


def _alike(a: str, b: str) -> bool:
    short = min(len(a), len(b))
    return a == b or (
        short >= STEM and a[: max(STEM, short - 1)] == b[: max(STEM, short - 1)] and abs(len(a) - len(b)) < 3
    )
