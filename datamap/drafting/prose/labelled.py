"""What an activity states under a label or a title of its own, and no fact was taken from.

Who writes "Legal basis: ..." states one. Where its words are not understood, a person must read them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from datamap.drafting.facts import Draft, ToRead
from datamap.drafting.prose.activities import Found
from datamap.drafting.prose.sections import Section
from datamap.drafting.prose.spans import entries, span_of, to_read
from datamap.drafting.prose.words import Words
from datamap.drafting.prose.written import Part
from datamap.drafting.quoted import Quoted, facts_of
from datamap.drafting.tables import cells

UNREAD = {
    "bases": ("legal basis", "no legal basis is recognised"),
    "retention": ("retention", "no period and no criterion is recognised"),
    "sources": ("source", "no kind of source is recognised"),
    "automated": ("automated decisions", "it is neither yes nor no"),
    "subjects": ("data subjects", "no group of people is recognised"),
    "categories": ("category", "no category of data is recognised"),
    "tools": ("transfer tool", "it is not recognised as a transfer tool"),
}
"""What a label is about: the kind of its entry on the reading list, and why it is there."""

DENIED = "words in it deny a legal basis, or state that it was so once: no basis is proposed from it"

APART = ("bases", "retention", "sources", "automated")
"""Labels that state a fact about an activity, wherever they are."""


def unread(activities: Iterable[Found], part: Draft, words: Words) -> Iterator[ToRead]:
    """An entry for each label, and each title, below which no fact and no other entry quotes anything.

    Each of several sources behind a label is one that counts.
    """
    quoted = Quoted([*(q for f in facts_of(part) for q in f.quotes), *(e.quote for e in part.reading)])
    for one in activities:
        left = [part for part in one.parts if id(part[0]) not in one.read]
        for (key, label), parts in groupby(left, _under):
            spans = [s for _, span, _ in parts if not cells.is_blank((s := span.trimmed()).words)] if key else []
            if label and key == "sources":
                spans = [e for s in spans for e in entries(s, words.conjunctions)]
                missed = [s for s in spans if not quoted.covers(s.text.quote())]
            else:
                missed = [] if any(quoted.covers(s.text.quote()) for s in spans) else spans[:1]
            for span in missed:
                yield ToRead(UNREAD[key][0], span.text.quote(), UNREAD[key][1], about=one.draft.name.value)


def denied(activities: Iterable[Found]) -> Iterator[ToRead]:
    """An entry for each sentence that only denies a legal basis, or dates it back."""
    for one in activities:
        yield from (to_read("legal basis", span, DENIED) for span in one.denied)


def apart(root: Section, activities: Iterable[Found], part: Draft) -> Iterator[ToRead]:
    """An entry for each labelled line that belongs to no activity and that nothing quotes."""
    quoted = Quoted([*(q for f in facts_of(part) for q in f.quotes), *(e.quote for e in part.reading)])
    used = {id(line) for one in activities for line in one.lines}
    for section in root.walk():
        for line in section.lines:
            key = next((k for k in APART if line.label == {k}), "")
            quote = span_of(line).trimmed().text.quote()
            if key and id(line) not in used and not cells.is_blank(quote.words) and not quoted.covers(quote):
                yield ToRead(UNREAD[key][0], quote, "the activity that it applies to is not known")


def _under(part: Part) -> tuple[str, int]:
    """What the label or title is about that a line is under, and the line that has the label."""
    line, _, own = part
    return next((k for k in UNREAD if k in own), ""), id(line) if line.label else 0
