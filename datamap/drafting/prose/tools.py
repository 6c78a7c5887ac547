"""Transfer tools in sentences: which of them are of the recipients named there, and for which places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from datamap.drafting.facts import DraftRecipient
from datamap.drafting.prose import entries as entry
from datamap.drafting.prose.readers import read_tools
from datamap.drafting.prose.spans import Span
from datamap.drafting.prose.words import Words
from datamap.drafting.tables import cells
from datamap.labels.values import Value
from datamap.labels.values.beside import bind


def left(sentence: Span, here: Sequence[DraftRecipient], words: Words) -> list[Value]:
    """The tools of a sentence that none of the recipients that it names has from it yet."""
    held = [q for r in here for t in r.tools for q in t.quotes[:1]]
    read = [v for v in read_tools(sentence.words, words) if v.value != "dpa"]
    return [v for v in read if not any(q.start <= sentence.text.offsets[v.start] < q.end for q in held)]


def limits(sentence: Span, tools: Sequence[Value], one: DraftRecipient, words: Words) -> Iterator[dict[str, str]]:
    """For each tool of a sentence the places that the sentence names for it: the recipient's, else others abroad."""
    named = [v for v in entry.places_in(sentence, words) if v.sure and not cells.in_eea(v.value)]
    own = {p.value for p in one.places}
    for found in bind(sentence.words, [v for v in named if v.value in own] or named, tools):
        yield {"countries": ",".join(found.codes)} if found.codes else {}


def limit(new: DraftRecipient, behind: Span, words: Words) -> None:
    """Limit the tools that a recipient has from the words behind its name to the places that these name for them."""
    read = read_tools(behind.words, words)
    for v, found in zip(read, limits(behind, read, new, words), strict=True):
        at = behind.text.offsets[v.start]
        for tool in new.tools:
            if found and any(q.start <= at < q.end for q in tool.quotes[:1]):
                tool.extra.setdefault("countries", found["countries"])
