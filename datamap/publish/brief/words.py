"""Words of the brief: names that fit a line, days as people write them, causes."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable

from datamap.errors import UNSEEN
from datamap.labels.counting import count, few

NAME = 44
"""Width of a name."""
SENTENCE = 240
"""Width of an item: two lines and a half on paper."""
_UNFIT = re.compile("[\ufffe\uffff\u00ad]")

_ISO = re.compile(r"(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])")

_SENTENCE_END = re.compile(r"\b[a-z]{2,}[)”]?\.(?= [A-Z“])")
"""The end of a sentence, not of an abbreviation such as Inc. that begins with a capital letter."""

CAUSES = {
    "law": "the law or an official list changed",
    "time": "a date passed",
    "inventory": "the map changed",
    "datamap": "a check of this program changed",
    "acceptance": "an acceptance expired",
}

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def plain(text: str) -> str:
    """A text on one line, without characters that a reader does not see or that XML cannot contain.

    Examples
    --------
    >>> plain("two\\nlines \\x07")
    'two lines'
    """
    return " ".join(_UNFIT.sub("", UNSEEN.sub(" ", text)).split())


def width(text: str) -> float:
    """How wide a text is, in usual letters."""
    return sum(map(_width, text))


def _width(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 1.75 if character in "WM@—" else 1.35 if character.isupper() or character in "mw%…" else 1


def cut(text: str, size: float) -> str:
    """A text on one line that is not wider than a number of usual letters.

    Examples
    --------
    >>> cut("a name", 10), cut("a longer name", 10)
    ('a name', 'a longer…')
    """
    text, used = plain(text), 0.0
    for n, character in enumerate(text):
        used += _width(character)
        if used > size:
            head = text[: max(n - 1, 1)]
            at_word = head.rpartition(" ")[0] if text[len(head) : len(head) + 1] != " " else head
            return (at_word if len(at_word) > len(head) * 2 // 3 else head).rstrip(" ,;:.…") + "…"
    return text


def name(text: str) -> str:
    """A name of people or organisations, not too long for a sentence."""
    return cut(text, NAME)


def sentence(text: str, tail: str = "") -> str:
    """An item of the brief: it begins with a capital letter, has days in words, and ends with a full stop.

    Parameters
    ----------
    tail : str
        What follows the text and is never cut: a text that is too long is cut before it.
    """
    text, tail = (_ISO.sub(lambda d: _day_or(d[0]), plain(part)) for part in (text, tail))
    room = SENTENCE - width(tail)
    text = stop(_whole_sentences(cut(text, max(room, SENTENCE / 3))))
    if tail[:1].isupper():  # a new sentence
        text = f"{text} {tail}"
    elif tail:
        text = text.removesuffix(".") + (tail if tail[0] == ";" else f", {tail}")
    return stop(text[:1].upper() + text[1:])


def _whole_sentences(text: str) -> str:
    """A text that was cut, without the sentence that it does not finish, if most of it stays."""
    ends = [m.end() for m in _SENTENCE_END.finditer(text)] if text.endswith("…") else []
    return text[: ends[-1]] if ends and ends[-1] > len(text) // 2 else text


def stop(text: str) -> str:
    """A text with a full stop at its end, unless something like it is there."""
    return text if text.endswith((".", "…", "?", "!")) else f"{text}."


def _day_or(text: str) -> str:
    """A day in words; a text that only looks like one stays."""
    try:
        return day(text)
    except ValueError:
        return text


def names(several: Iterable[str], most: int = 3) -> str:
    """The first of several names, each short, and how many more there are.

    Examples
    --------
    >>> names(["Alpha"]), names(["Alpha", "Beta"]), names(["A", "B", "C", "D", "E"])
    ('Alpha', 'Alpha and Beta', 'A, B, C and 2 more')
    """
    listed = list(dict.fromkeys(map(name, several)))
    if len(listed) > most:
        return few(listed, most)
    return " and ".join([", ".join(listed[:-1]), listed[-1]] if len(listed) > 1 else listed)


def day(iso: str) -> str:
    """A day in words.

    Examples
    --------
    >>> day("2026-09-30")
    '30 September 2026'
    """
    d = dt.date.fromisoformat(iso)
    return f"{d.day} {MONTHS[d.month - 1]} {d.year}"


def cause(causes: str) -> str:
    """Why something changed, in words; several causes stay joined as they are.

    Examples
    --------
    >>> cause("law"), cause("datamap or law")
    ('the law or an official list changed', 'a check of this program changed, or the law or an official list changed')
    """
    parts = re.split(r" (and|or) ", causes)
    said = [CAUSES.get(p, "the cause is not known") if n % 2 == 0 else f", {p} " for n, p in enumerate(parts)]
    return "".join(said)


def quarters(number: int) -> str:
    """A number of quarters in words."""
    return count(number, "quarters")
