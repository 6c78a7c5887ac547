"""Periods and bases of separate sections -> the activities that they name, always as a proposal."""

from __future__ import annotations

import re

from datamap.drafting.facts import Draft, DraftActivity, Fact
from datamap.drafting.prose.activities import Found
from datamap.drafting.prose.bases import Bases
from datamap.drafting.prose.fold import fold
from datamap.drafting.prose.labelled import DENIED
from datamap.drafting.prose.lines import Line
from datamap.drafting.prose.periods import Periods
from datamap.drafting.prose.sections import APART, Section
from datamap.drafting.prose.spans import Span, sentences, to_read, whole
from datamap.drafting.prose.words import Words

STEM = 5
"""Letters by which inflected words are compared."""
BY_NAME = "stated in a separate section: assigned by the words that it shares with the activity"
ALONE = "stated in a separate section: assigned to the only activity"


def assign(root: Section, activities: list[Found], part: Draft, words: Words) -> None:
    """Add periods and bases that sections apart from the activities state."""
    used = {id(line) for a in activities for line in a.lines}
    for section in root.walk():
        if any(s.activity for s in section.up()) or section.within & APART:
            continue
        for line in section.lines:
            if id(line) in used:
                continue
            roles = line.label or section.within
            for sentence in _pieces(line, words):
                _one(sentence, roles, line, activities, part, words)


def _pieces(line: Line, words: Words) -> list[Span]:
    return [whole(line)] if line.kind == "item" else list(sentences(whole(line), words))


def _one(sentence: Span, roles: frozenset[str], line: Line, activities: list[Found], part: Draft, words: Words) -> None:
    periods, bases = Periods(), Bases()
    periods.add(sentence, words, "retention" in roles)
    if "retention" not in roles:
        bases.add(sentence, words, "bases" in roles)
    lasts = any(words.has(cue, sentence.folded) for cue in ("keep", "lasting"))
    kept = [f for f in periods.facts() if lasts or f.value.startswith("P")]  # a criterion that is one
    stated = bases.bases
    part.reading += [to_read("legal basis", span, DENIED) for span in bases.denied]
    if not kept and not stated:
        return
    activity, why = _activity(sentence, activities, words)
    if activity is None:
        what = "period of storage" if kept else "legal basis"
        part.reading.append(to_read(what, sentence, "the activity that it applies to is not known"))
        return
    activity.retention = _added(activity.retention, kept, why)
    activity.bases = _added(activity.bases, stated, why)


def _added(old: list[Fact], new: list[Fact], why: str) -> list[Fact]:
    """Facts with proposals behind them; what was sure no longer is where the sources differ."""
    known = {o.value for o in old}  # beside a period, a criterion adds nothing
    fresh = [
        Fact(f.value, f.quotes, "inferred", why, False, f.extra)
        for f in new
        if f.value not in known and not (known and f.value == "none")
    ]
    if not fresh:
        return old
    kept = [f for f in old if f.value != "none"]
    return [
        *(
            Fact(f.value, f.quotes, f.how, f.why or "another section states a different one", False, f.extra)
            for f in kept
        ),
        *fresh,
    ]


def _activity(sentence: Span, activities: list[Found], words: Words) -> tuple[DraftActivity | None, str]:
    """The one activity that a sentence names."""
    if len(activities) == 1:
        return activities[0].draft, ALONE
    here = stems(sentence.folded, words)
    scores = []
    for one in activities:
        name = stems(_folded(one), words)
        scores.append((len(here & name) / len(name) if name else 0.0, one))
    scores.sort(key=lambda s: -s[0])
    if scores and scores[0][0] > 0 and (len(scores) == 1 or scores[0][0] > scores[1][0]):
        return scores[0][1].draft, BY_NAME
    return None, ""


def _folded(one: Found) -> str:
    return fold(one.draft.name.value)


def stems(folded: str, words: Words) -> set[str]:
    """The beginnings of the words of a text that carry meaning."""
    return {w[:STEM] for w in words.content(folded) if not re.search(r"\d", w)}
