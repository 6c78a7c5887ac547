"""What labelled lines of an activity answer: automated decisions, and the kinds of sources."""

from __future__ import annotations

from collections.abc import Iterator

from datamap.drafting.facts import Fact
from datamap.drafting.prose.lines import Line
from datamap.drafting.prose.names import has_form
from datamap.drafting.prose.spans import Span, entries, fact
from datamap.drafting.prose.words import Words
from datamap.drafting.tables import cells
from datamap.labels import values

COMPANY = "it names a company and no kind of source"


def automated(line: Line, span: Span, words: Words) -> Fact | None:
    """Yes or no to automated decisions; none where the label is about profiling alone, which is less."""
    if line.label != {"automated"} or words.cue("profiling").fullmatch(line.folded[: line.value].strip(" :*")):
        return None
    answer = values.read_yes_no(span.words, words.reading).only or ("no" if cells.is_none(span.words) else "")
    return fact(answer, span) if answer in ("yes", "no") else None


def sources(line: Line, span: Span, words: Words) -> Iterator[Fact]:
    """The kinds of sources that a line names; behind a label also what else an entry is called."""
    for entry in entries(span, words.conjunctions) if line.label else [span]:
        read = values.read_sources(entry.words, words.reading)
        extra = {"name": entry.words} if line.label and read.rest else {}
        if not read.values and line.label and has_form(entry):
            yield fact("third-party", entry, why=COMPANY, extra={"name": entry.words})
        first = {v.value: v for v in reversed(read.values)}
        for v in sorted(first.values(), key=lambda v: v.start):
            yield fact(v.value, entry.part(v.start, v.end), entry, why=v.why, extra=extra)
