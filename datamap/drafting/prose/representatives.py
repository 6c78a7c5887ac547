"""The representative in the Union (Art. 27), as a sentence of a notice names it: no recipient and no controller."""

from __future__ import annotations

import re

from datamap.drafting.facts import Draft
from datamap.drafting.prose import names
from datamap.drafting.prose.mentions import plain
from datamap.drafting.prose.sections import Section
from datamap.drafting.prose.spans import Span, fact, sentences, span_of, to_read
from datamap.drafting.prose.words import Words
from datamap.labels import values

NAMED = "read from a sentence: confirm that it is the representative under Art. 27"
DENIED = "it denies a representative under Art. 27, or is not certain of one"
SEVERAL = "it names several companies, and does not state which of them is the representative"
_ARTICLE = re.compile(r"\b(?:art\w*|cl\w*)\.?\s*27\b")  # in folded words
_WHERE = frozenset({"EU", "EEA", "GB", "CH"})
"""Places whose law asks for a representative."""


def find_representatives(root: Section, draft: Draft, words: Words) -> None:
    """Add the representatives that sentences name to the parties of a draft."""
    own = plain(draft.controller["name"].value) if "name" in draft.controller else ""
    for section in root.walk():
        for line in section.lines if "representative" not in draft.parties else ():
            for sentence in sentences(span_of(line), words) if words.has("representative", line.folded) else ():
                _read(sentence, own, draft, words)


def _read(sentence: Span, own: str, draft: Draft, words: Words) -> None:
    cue = words.cue("representative").search(sentence.folded)
    where = {v.value for v in values.read_places(sentence.words, words.reading).values} & _WHERE
    if cue is None or not (where or _ARTICLE.search(sentence.folded) or words.has("union", sentence.folded)):
        return
    found = [n for n in names.with_form(sentence, words) if plain(n.words) != own]
    if words.has("negation", sentence.folded) or words.has("conditional", sentence.folded):
        draft.reading.append(to_read("representative", sentence, DENIED))
    elif len(found) == 1:
        name = fact(found[0].words, found[0], sentence, why=NAMED)
        draft.parties.setdefault("representative", []).append({"name": name})
    elif found:
        draft.reading.append(to_read("representative", sentence, SEVERAL))
