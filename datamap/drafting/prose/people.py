"""Groups of people that a notice lists in a section of their own, and no activity has: a person must assign them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from datamap.drafting.facts import DraftActivity, ToRead
from datamap.drafting.prose.sections import Section, about
from datamap.drafting.prose.spans import entries, span_of, to_read
from datamap.drafting.prose.words import Words
from datamap.drafting.tables.words import plain
from datamap.labels.counting import few

LONG = 8
"""Words from which on an entry is a sentence."""


def unassigned(root: Section, activities: Iterable[DraftActivity], words: Words) -> Iterator[ToRead]:
    """One entry for all of them."""
    known = {plain(f.value) for a in activities for f in a.subjects}
    missed = []
    for section in root.walk():
        if any(s.activity for s in section.up()):
            continue
        for line, roles in about(section, words):
            if roles == {"subjects"} and (line.kind == "item" or line.label):
                found = [e.part(0, (e.words + " (").find(" (")) for e in entries(span_of(line), words.conjunctions)]
                missed += [e for e in found if len(e.words.split()) < LONG and plain(e.words) not in known]
    if missed:
        shown = few([f"'{e.words}'" for e in missed])
        yield to_read("data subjects", missed[0], f"{shown}: listed for the whole document, and no activity has them")
