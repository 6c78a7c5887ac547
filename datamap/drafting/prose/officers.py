"""The data protection officer: name and e-mail address, or that there is none, as a notice states them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from datamap.drafting.facts import Draft, Fact, ToRead
from datamap.drafting.prose import names
from datamap.drafting.prose.fold import fold
from datamap.drafting.prose.lines import Line
from datamap.drafting.prose.spans import Span, fact, sentences, span_of, to_read, whole
from datamap.drafting.prose.words import Words
from datamap.drafting.tables import cells
from datamap.labels import values

UNMARKED = "the name is not marked by a company form or a label"
FURTHER = "it may be another officer than the one that was read"
DENIED = "another sentence states that there is none"
NAMED = "it states that there is none, and another sentence names one"

MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def unnamed_officer(lines: list[tuple[Line, frozenset[str]]], draft: Draft, words: Words) -> Iterator[ToRead]:
    """An entry for a sentence about the officer that may name a person, where no name was read."""
    if any("name" in found or "none" in found for found in draft.parties.get("dpo", ())):
        return
    for line, _ in lines:
        for sentence in sentences(whole(line), words):
            cue = words.cue("dpo").search(sentence.folded)
            if cue is not None and (name := names.unread_name(sentence.part(cue.end() - 1), words)) is not None:
                yield to_read("officer", sentence, f"'{name.words}' may be the data protection officer")
                return


def about_officer(line: Line, words: Words) -> bool:
    return "dpo" in line.label or words.has("dpo", line.folded)


def read_officer(line: Line, asked: bool, first: bool | None, draft: Draft, words: Words) -> None:
    for sentence in sentences(whole(line), words):
        if not (asked or words.has("dpo", sentence.folded)):
            continue
        known = draft.parties.setdefault("dpo", [])
        if words.has("no_dpo", sentence.folded) or _is_none(line, sentence, (asked, first), words):
            if not known:
                known.append({"none": fact("none", sentence, why="read from a sentence")})
            elif "none" not in known[0]:
                draft.reading.append(to_read("officer", sentence, NAMED))
            continue
        found = _stated(line, sentence, asked, first, words)
        if not found:
            continue
        if not known or "none" in known[-1]:
            if known:
                draft.reading.append(to_read("officer", sentence, DENIED))
            known.append(found)
        elif any(known[0][k].value != v.value for k, v in found.items() if k in known[0]):
            draft.reading.append(to_read("officer", sentence, FURTHER))
        else:
            known[0].update({k: v for k, v in found.items() if k not in known[0]})
    if not draft.parties.get("dpo", True):
        del draft.parties["dpo"]


def _stated(line: Line, sentence: Span, asked: bool, first: bool | None, words: Words) -> dict[str, Fact]:
    """The officer's e-mail address and name of a sentence; ``first``: whether it is in the first line below a title.

    ``first`` is None where no title is about them alone.
    """
    found: dict[str, Fact] = {}
    cue = words.cue("dpo").search(sentence.folded)
    if m := MAIL.search(sentence.words, cue.end() if cue else 0) or MAIL.search(sentence.words):
        mail = sentence.part(*m.span())
        found["email"] = fact(mail.words.rstrip("."), mail, sentence)
    labelled = "dpo" in line.label or (asked and "name" in line.label)
    if labelled and (name := _person(span_of(line))):
        found["name"] = fact(name.words, name, whole(line))
    elif "dpo" not in line.label and (named := _named(sentence, words)):
        found["name"] = fact(named[0].words, named[0], sentence, why=named[1])
    elif first is not None and not line.label and (first or "email" in found) and (name := _begins(sentence, words)):
        found["name"] = fact(name.words, name, sentence, why=UNMARKED)
    return found


def _is_none(line: Line, sentence: Span, where: tuple[bool, bool | None], words: Words) -> bool:
    """Whether words below a title or behind a label for the officer are only those for "none"."""
    asked, first = where
    labelled = "dpo" in line.label
    value = span_of(line) if labelled else sentence
    denied = (labelled or bool(first)) and values.is_denial(value.words, words.reading)
    return asked and (denied or cells.is_none(value.words))


def _begins(sentence: Span, words: Words) -> Span | None:
    """The name that words below a title for the officer begin with: "Eva Stone, dpo@acme.example"."""
    name = _person(sentence.part(0, (sentence.words + "\n").find("\n")))
    if (
        name is None
        or ":" in name.words
        or words.is_small(fold(name.words.split()[0]))
        or words.hints(name.folded)
        or words.has("dpo", name.folded)
    ):
        return None
    capitals = [w[0].isupper() for w in name.words.split() if not words.is_small(fold(w))]
    return name if all(capitals) and len(capitals) > 1 else None


def _named(sentence: Span, words: Words) -> tuple[Span, str] | None:
    """The officer's name behind the words for the office, and why it is not sure: only a colon makes it so."""
    cue = words.cue("dpo").search(sentence.folded)
    if cue is None:
        return None
    behind = rf"[^,:;.\n]{{0,40}}(:)\s*|(?:\s+[\w'’-]+){{0,5}}?\s*\b(?:{'|'.join(words.be or {'='})})\s+|\s*,\s*"
    m = re.match(behind, sentence.folded[cue.end() :])
    rest = sentence.part(cue.end() + m.end()) if m else None
    name = _person(rest.part(0, (rest.words + "\n").find("\n"))) if rest else None
    capitals = name is not None and all(w[0].isupper() or words.is_small(fold(w)) for w in name.words.split())
    return (name, "" if m and m[1] else UNMARKED) if name is not None and capitals else None


def _person(span: Span) -> Span | None:
    """A name in front of the first comma."""
    first = span.part(0, (span.words + ",").find(",")).trimmed()
    ok = first and "@" not in first.words and 1 < len(first.words.split()) <= 5 and first.words[0].isupper()
    return first if ok and not re.search(r"\d", first.words) else None
