"""The readers of values, applied to sentences.

In a cell, words such as "where" and "needs" limit what is beside them. In a sentence they often only connect its parts,
so that a value beside them is kept, but never as sure.
"""

from __future__ import annotations

from collections.abc import Callable

from datamap.drafting.prose.fold import fold
from datamap.drafting.prose.names import has_form
from datamap.drafting.prose.spans import Span
from datamap.drafting.prose.words import Words
from datamap.labels import values
from datamap.labels.values import doubt

SOFT = "words in the sentence may limit it"
INTENDED = "the sentence plans it: it is not in place"
OTHER = "it names a company, period, basis or tool, and may be something else"

_DENIED = frozenset({"negation"})
_SOFT = frozenset({"postponed", "condition"})


def _blanked(text: str, words: Words, kinds: frozenset[str]) -> tuple[str, set[str]]:
    """The text without marks of some kinds, at the same positions; the kinds of all its marks."""
    folded = values.fold(text)
    marks = doubt.marks(folded, words.reading)
    out = text
    for mark in marks:
        if mark.key in kinds:
            start, end = folded.span(mark.start, mark.end)
            out = out[:start] + " " * (end - start) + out[end:]
    return out, {mark.key for mark in marks}


def read_softly(
    reader: Callable[[str, tuple[str, ...]], values.Reading], text: str, words: Words
) -> list[values.Value]:
    """What a reader finds, with what it only finds without words of condition or delay; the latter is not sure."""
    read = list(reader(text, words.reading).values)
    plain, kinds = _blanked(text, words, _SOFT)
    if not kinds & _SOFT:
        return read
    known = {v.value for v in read}
    more = [v for v in reader(plain, words.reading).values if v.value not in known]
    return sorted(
        [*read, *(values.Value(v.value, v.start, v.end, v.extra, False, SOFT) for v in more)], key=lambda v: v.start
    )


def read_tools(text: str, words: Words) -> list[values.Value]:
    """Transfer tools of a sentence.

    A passive ("wird auf ... gestützt") is not a future: with a word that affirms the tool and without any other doubt,
    the tool is kept, and is not sure.
    """
    read = list(values.read_tools(text, words.reading).values)
    if words.has("intended", fold(text)):
        return [_intended(v, text) for v in read]
    if all(v.value != "unknown" for v in read):
        return read
    plain = words.cue("auxiliaries").sub(lambda m: " " * len(m[0]), fold(text))
    if plain == fold(text):
        return read
    spaced = "".join(c if f != " " else " " for c, f in zip(text, plain, strict=True))
    _, kinds = _blanked(spaced, words, frozenset())
    if kinds & (_SOFT | _DENIED) or "affirmed" not in kinds:
        return read
    return [
        values.Value(v.value, v.start, v.end, v.extra, False, SOFT)
        for v in values.read_tools(spaced, words.reading).values
    ]


def _intended(value: values.Value, text: str) -> values.Value:
    """A tool that a sentence only plans."""
    if value.value in ("unknown", "dpa"):
        return value
    return values.Value("unknown", value.start, value.end, {"label": text.strip()[:200]}, False, INTENDED)


def other_kind(span: Span, words: Words) -> str:
    """Why an entry of a list may not be what the list is about: it names a company, period, basis or tool."""
    found = (
        has_form(span)
        or values.read_periods(span.words, words.reading).values
        or ("6" in span.words and values.read_bases(span.words, words.reading).values)
        or values.read_tools(span.words, words.reading).values
    )
    return OTHER if found else ""
