"""The reading list beside a draft, with the answers that the file of decisions beside it has."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from datamap.documents.markdown import unescape
from datamap.drafting.output import ANSWER
from datamap.files import reading
from datamap.findings import acceptances
from datamap.formats import DECISIONS, file_beside
from datamap.questions import stored

_BY = re.compile(r" \([^()]*, \d{4}-\d\d-\d\d\)(?=;|$)")
"""Who gave an answer of an earlier draft, and when, behind it in the reading list."""
ENDING = ".reading.md"
"""Ending of the reading list beside a draft."""
_ENTRY = re.compile(r'- \*\*(?P<what>.*?)\*\*(?:, \*\*(?P<about>.*?)\*\*)?(?: "(?P<words>.*)")?(?: \(.*\))?: ')


@dataclass(frozen=True)
class Entry:
    """One entry. ``what`` it is, ``about`` whom, the ``words`` in the document, the ``text``, the ``answer`` so far."""

    what: str
    about: str
    words: str
    text: str
    answer: str = ""

    @property
    def target(self) -> dict[str, str]:
        """What an answer names: the words, which stay when the document is read again."""
        named = {"subject": self.about, "value": self.what, "words": self.words or self.text}
        return {k: v for k, v in named.items() if v}


def entries(draft: Path) -> list[Entry] | None:
    """The entries of the reading list beside a draft; None where there is none.

    Raises
    ------
    InputError
        The file of decisions beside the draft cannot be read.
    """
    file = draft.with_name(draft.stem + ENDING)
    if not is_file(file):
        return None
    lines = reading.decode(reading.load(file), str(file)).splitlines()
    given = acceptances.beside([draft]).decisions
    answers = {
        (d.value, *pair): d.to
        for d, _, _ in given
        if d.decision == "answer"
        for pair in stored.pairs(d.subject, d.words)
    }
    found = []
    for line in lines:
        if line.startswith("- "):
            line, _, old = line.partition(ANSWER)
            m = _ENTRY.match(line)
            what, about, words = (unescape(m[name] or "") if m else "" for name in ("what", "about", "words"))
            entry = Entry(what, about, words, unescape(line[2:].replace("**", "")))
            named = entry.target
            told = [answers.get((what, *pair), "") for pair in stored.pairs(about, named["words"])]
            answer = "; ".join(dict.fromkeys(told)) if all(told) else _BY.sub("", unescape(old))
            found.append(replace(entry, answer=answer))
    return found


def stored_beside(draft: Path) -> list[dict[str, Any]]:
    """The decisions in the file beside a draft as plain data: a file with further decisions keeps them."""
    file = file_beside(draft)
    if file is None or not file.name.endswith(DECISIONS):
        return []
    given = acceptances.read(file)
    found: list[tuple[int, dict[str, str], BaseModel]]
    found = [(line, {"decision": "accept"}, a) for a, _, line in given.items]
    found += [(line, {"decision": d.decision}, d) for d, _, line in given.decisions]
    found.sort(key=lambda x: x[0])
    return [{**kind, **entry.model_dump(mode="json", exclude_defaults=True)} for _, kind, entry in found]


def is_file(path: Path) -> bool:
    """Whether a path is a file; any other text is not."""
    try:
        return path.is_file()
    except (OSError, ValueError):  # a document may be named by any text: too long for a file, or with a null in it
        return False
