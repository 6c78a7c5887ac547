"""The items of a list in a cell: groups of people, sources, systems, joint controllers, those on whose behalf one acts.

A reference or a denial is not an item, and what is planned or past is to be confirmed; each is a question.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from datamap.drafting.facts import Fact
from datamap.drafting.tables import cells, words
from datamap.drafting.tables.asking import Asking
from datamap.drafting.tables.grid import Said
from datamap.labels import language_group, values
from datamap.labels.values import doubt
from datamap.labels.values.denied import is_planned
from datamap.labels.values.lexicon import LANGUAGES, where

DENIES = "it denies something, and names nothing"
LIMITED = "words beside the name limit it, or state that it is planned or past"
UNNAMED = "it names no one"
PROFILING = "its label is about profiling alone, which is not every automated decision"
EXPECTED = "what there is; read as unknown"
_DOUBTFUL = ("negation", "except", "postponed", "condition")


def listed(said: Said, key: str, asking: Asking) -> Iterator[Fact]:
    """The items of a cell that state something, as facts.

    Parameters
    ----------
    said : Said
    key : str
        What the list is about: ``subjects``, ``joint`` ...
    asking : Asking
    """
    for item in cells.items(said):
        if why := unstated(item.words, key):
            asking.ask(f"'{said.title}'", item, why, EXPECTED)
        elif not cells.is_nothing(item.words):
            bare, how = cells.marked(item)
            why = cells.MARKED if how else ""
            if key in ("joint", "principals") and _is_limited(bare.words):
                asking.ask(f"'{said.title}'", bare, LIMITED, "who it is now; to be confirmed until then")
                yield cells.fact(bare.words, bare, sure=False, how=how or "stated", why=LIMITED)
                continue
            if key == "measures" and is_planned(bare.words):
                asking.ask(f"'{said.title}'", bare, LIMITED, "what is in place; to be confirmed until then")
                why = why or LIMITED
            yield cells.fact(bare.words, bare, sure=why != LIMITED, how=how or "stated", why=why)


def unstated(text: str, key: str = "") -> str:
    """Why an item states nothing by itself; empty where it does. Measures may be worded as denials: "no paper"."""
    if cells.refers(text):
        return cells.REFERS
    if key != "measures" and not cells.is_nothing(text) and denies(text):
        return DENIES
    if key in ("joint", "principals") and (cells.is_yes(text) or words.is_mark("own", text)):
        return UNNAMED
    return ""


def denies(text: str) -> bool:
    """Whether an item begins with a word of denial: "no children", "but not Owl Ltd"."""
    folded = values.fold(text)
    first = next(
        (m for m in where(folded, ("contrast",), LANGUAGES) if not m.first and m.last < len(folded.tokens)), None
    )
    text = text[folded.at[folded.tokens[first.last].start] :] if first else text
    behind = words.behind_mark("denied", text)
    return behind is not None and behind[:1] not in ("-", "'", ".")


def is_left_open(text: str) -> bool:
    """Whether a text refers to another place, or begins with words of delay: "see the test", "to be assessed"."""
    first = [m for m in doubt.marks(values.fold(text), LANGUAGES) if m.first == 0]
    return cells.refers(text) or any(m.key == "postponed" for m in first) or denies(text)


def _is_limited(text: str) -> bool:
    """Whether small words beside a name limit it: "Owl Ltd (planned)", "formerly Owl Ltd"."""
    folded = values.fold(text)
    found = [m for m in doubt.marks(folded, LANGUAGES) if m.key in _DOUBTFUL]
    found += [*where(folded, ("former",), LANGUAGES), *where(folded, ("unknown",), LANGUAGES)]
    return any(folded.words(m.start, m.end).islower() for m in found)


@cache
def _profiling() -> frozenset[str]:
    phrases = (language_group(lang, "prose", "profiling") or () for lang in LANGUAGES)
    return frozenset(words.plain(str(p)) for texts in phrases for p in texts)


def is_profiling(label: str) -> bool:
    """Whether a label is about profiling alone."""
    return words.plain(label).strip(" :?*.") in _profiling()
