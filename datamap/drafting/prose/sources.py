"""Who gives data to the organisation: "we receive your address from Owl Ltd" names a source and no recipient."""

from __future__ import annotations

import re

from datamap.drafting.facts import ToRead
from datamap.drafting.prose.mentions import Mention, at
from datamap.drafting.prose.spans import Span, to_read
from datamap.drafting.prose.words import Words

SOURCE = "it gives data to the organisation: a source, and not taken as a recipient"
BETWEEN = 4
"""Words between the words for a source and its name: "from our partner, the agency ..."."""
NEAR = 2
"""The same where the words for receiving are behind the name."""
BEHIND = 40
"""Characters behind the words for giving within which data are named."""


def without_sources(sentence: Span, found: list[Mention], words: Words) -> tuple[list[Mention], list[ToRead]]:
    """The recipients among the mentions of a sentence, and an entry where it names sources."""
    kept: list[Mention] = []
    source, last = False, -1
    for name, new in found:
        start = at(name, sentence)
        gap = sentence.folded[last:start] if source else ""
        source = (source and _goes_on(gap, words)) or _is_source(sentence, start, start + len(name.words), words)
        last = start + len(name.words)
        if not source:
            kept.append((name, new))
    return kept, [to_read("source", sentence, SOURCE)] if len(kept) < len(found) else []


def _is_source(sentence: Span, start: int, end: int, words: Words) -> bool:
    before, behind = sentence.folded[:start], sentence.folded[end:]
    given = words.cue("gives_us").match(behind.lstrip(" ,"))
    if given is not None:
        return words.has("your_data", behind.lstrip(" ,")[given.end() : given.end() + BEHIND])
    if not words.has("your_data", before):
        return False
    cue = max((m.end() for m in words.cue("from_source").finditer(before)), default=-1)
    if cue < 0 and words.has("received", behind):  # "von der Owl GmbH erhalten"
        cue = max((m.end() for m in words.cue("by_source").finditer(before)), default=-1)
        cue = cue if len(before[cue:].split()) <= NEAR else -1
    return cue >= 0 and _leads(before[cue:], words)


def _leads(gap: str, words: Words) -> bool:
    """Whether what is between "from" and a name only describes it: "from our partner Owl Ltd"."""
    if re.search(r"[;:()]", gap) or len(gap.split()) > BETWEEN or words.has("not_source", gap):
        return False
    return words.has("such_as", gap) or not ("," in gap or words.conjunctions.search(gap))


def _goes_on(gap: str, words: Words) -> bool:
    """Whether a name behind a source is one too: nothing but a comma, a conjunction and small words are between."""
    left = [w for w in re.findall(r"[^\W\d_]+", gap) if not words.is_small(w)]
    return not left and not re.search(r"[.;:]\s", gap)
