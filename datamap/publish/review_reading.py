"""The reading list beside a draft, with the answers that the file of decisions beside it has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from datamap.files import reading
from datamap.findings import acceptances
from datamap.tables.proposal_list import plain_words

ENDING = ".reading.md"
"""Ending of the reading list beside a draft."""
_ENTRY = re.compile(r'- \*\*(?P<what>.*?)\*\*(?: "(?P<words>.*)")?(?: \(.*\))?: ')


@dataclass(frozen=True)
class Entry:
    """One entry. ``what`` it is about, the ``words`` in the document, the whole ``text``, the ``answer`` so far."""

    what: str
    words: str
    text: str
    answer: str = ""

    @property
    def target(self) -> dict[str, str]:
        """What an answer names: the words, which stay when the document is read again."""
        return {"value": self.what, "words": self.words or self.text} if self.what else {"words": self.text}


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
    answers = {(d.value, plain_words(d.words)): d.to for d, _, _ in given if d.decision == "answer"}
    found = []
    for line in lines:
        if line.startswith("- "):
            m = _ENTRY.match(line)
            what, words = (m["what"], m["words"] or "") if m else ("", "")
            entry = Entry(what, words, line[2:].replace("**", ""))
            named = entry.target
            answer = answers.get((named.get("value", ""), plain_words(named["words"])), "")
            found.append(Entry(what, words, entry.text, answer))
    return found


def is_file(path: Path) -> bool:
    """Whether a path is a file; a text that is no path is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):  # a document may be named by any text: too long for a file, or with a null in it
        return False
