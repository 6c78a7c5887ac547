"""Names in running text, and the recipients that a sentence mentions, for each sentence in ``names.txt`` beside this.

In front of a sentence is its language. Below it, a line with ``>`` has what one function finds: ``formed`` names with
a company form, ``cued`` behind a cue (``strong``: a cue that is sure), ``receivers`` behind "to", ``unread`` words that
may be a name, ``whole`` what the sentence is if it is one name, ``examples`` what is listed, ``servers`` a place of
servers; then the recipients, ``asked`` where the text around the sentence is about recipients, with kind, why, places
and tools.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from datamap.drafting.facts import DraftRecipient
from datamap.drafting.prose import mentions, names
from datamap.drafting.prose.fold import fold
from datamap.drafting.prose.spans import Span
from datamap.drafting.prose.words import Words, words
from datamap.reading.document import Text

FILE = Path(__file__).with_name("names.txt")
OWN = {"own house ltd"}
CASES = FILE.read_text(encoding="utf-8").strip().split("\n\n")


def span(text: str) -> Span:
    return Span(Text.plain(text, "line 1"), fold(text))


def _joined(found: Iterable[Span]) -> str:
    return "".join(f"[{s.words}]" for s in found)


def _whole(said: Span, cues: Words) -> str:
    """What a sentence is, if it is one name."""
    looks = "".join(m for m, mid in (("looks", False), ("mid", True)) if names.looks_like_name(said, cues, mid))
    marks = [looks, "distinct" * names.is_distinct(said), "institution" * names.is_institution(said, cues)]
    small = names.small_name(said)
    marks += [f"small [{small.words}]"] if small is not None else []
    bare = names.without_verb(said)
    marks += [f"verb off [{bare.words}]"] if bare is not said else []
    return " ".join(filter(None, marks))


def _names(said: Span, cues: Words) -> Iterator[tuple[str, str]]:
    formed = names.with_form(said, cues)
    yield "formed", _joined(formed)
    yield "joined", _joined(x for n in formed if (x := names.in_small_letters(n, said)) is not None)
    yield "cued", _joined(names.after_cue(said, cues))
    yield "strong", _joined(names.after_cue(said, cues, strong=True))
    yield "receivers", _joined(names.receivers(said, cues))
    unread = names.unread_name(said, cues)
    yield "unread", unread.words if unread is not None else ""
    yield "whole", _whole(said, cues)
    examples = names.such_as(said, cues)
    yield "examples", f"{examples[0]} [{examples[1].words}]" if examples is not None else ""
    servers = mentions.servers_of(said, cues)
    yield "servers", servers.words if servers is not None else ""


def _mention(name: Span, new: DraftRecipient, said: Span, end: int, cues: Words) -> str:
    """A recipient with what is beside its name."""
    at = mentions.at(name, said)
    assert said.words[at : at + len(name.words)] == name.words
    assert new.name.quotes[0].words == name.words
    why = f" ({new.name.why})" * (not new.name.sure)
    if new.kind == "organisation":
        mentions.add_beside(new, said, at + len(name.words), end, cues)
        seat = None if new.places else mentions.seat_of(said, at + len(name.words), end, cues)
        why += f" seat [{seat.words}]" if seat is not None else ""
    beside = [f"{f.value} [{f.quotes[0].words}]{' ' * bool(f.why)}{f.why}" for f in (*new.places, *new.tools)]
    beside += [f"service [{new.service.value}]"] if new.service is not None else []
    return "; ".join([f"[{name.words}] {new.kind}{why}", *beside])


def _mentions(said: Span, asked: bool, cues: Words) -> list[str]:
    found = mentions.mentions(said, asked, OWN, cues)
    ends = [mentions.at(n, said) for n, _ in found[1:]] + [len(said.words)] * bool(found)
    return [_mention(n, new, said, end, cues) for (n, new), end in zip(found, ends, strict=True)]


def found(case: str) -> str:
    """A sentence with what is found in it."""
    line = case.split("\n")[0]
    language, _, text = line.partition(": ")
    said, cues = span(text), words((language,))
    shown = [f"> {what}: {told}" for what, told in _names(said, cues) if told]
    without, asked = _mentions(said, False, cues), _mentions(said, True, cues)
    if without == asked:
        return "\n".join([line, *shown, *(f"> either: {x}" for x in asked)])
    return "\n".join([line, *shown, *(f"> named: {x}" for x in without), *(f"> asked: {x}" for x in asked)])


@pytest.mark.parametrize("case", CASES, ids=lambda x: x.split("\n")[0][:60])
def test_names_are_found_as_stored(case):
    assert found(case) == case, f"python {Path(__file__).name} writes it for review"


def main() -> None:
    """Write what is found in all sentences."""
    FILE.write_text("\n\n".join(map(found, CASES)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
