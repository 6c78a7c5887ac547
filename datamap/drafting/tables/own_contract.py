"""The contract under Art. 28 that the row of a recipient states."""

from __future__ import annotations

import re
from collections.abc import Sequence

from datamap.drafting import footnotes
from datamap.drafting.facts import DraftRecipient, Fact
from datamap.drafting.tables import cells, words
from datamap.drafting.tables.asking import Asking
from datamap.drafting.tables.grid import Said
from datamap.labels import values
from datamap.labels.values.doubt import marks
from datamap.labels.values.lexicon import LANGUAGES
from datamap.law import names

_SIGNS = re.compile(r"[\s,;:()/|–-]+")
_NUMBER = re.compile(r"\bno\.?\s*(?=\d)", re.IGNORECASE)
ANOTHER = "it names another company than its row"
EXPECTED = "yes, no, or where it is filed"


def stated(text: str) -> str:
    """Whether a text states that there is a contract: ``yes``, ``no``, or nothing certain.

    Whatever is beside it, a word that alone would deny it makes it uncertain: "n/a; internal", "expired 2022".

    Examples
    --------
    >>> [stated(text) for text in ("contract no. 17, signed 2024", "no (2023)", "none - see note", "yes/no")]
    ['yes', 'no', '', '']
    """
    text = _NUMBER.sub("#", text)
    answers = {v.value for v in values.read_yes_no(text).values}
    if cells.is_none(text) or answers == {"no"}:
        return "no"
    if cells.is_yes(text):
        return "yes"
    doubted = "unknown" in answers or "?" in text or values.is_denial(text) or values.is_postponed(text)
    doubted |= any(m.key == "except" for m in marks(values.fold(text), LANGUAGES))
    parts = [p for p in _SIGNS.split(text) if p]
    denied = any(values.read_yes_no(p).only == "no" or cells.is_absent(p) for p in parts)
    return "" if doubted or denied or words.has_mark("unused", text) else "yes"


def doubt_of(text: str, known: Sequence[str]) -> str:
    """Why a text that has a contract may state none of this recipient: a note behind it, or another company."""
    mark = re.search(r"[^\W¹²³⁴-⁹](?=[\W¹²³⁴-⁹]+$)", text)
    if mark and footnotes.begins(text[mark.end() :]):
        return footnotes.NOTED
    pieces = [p.strip() for p in re.split(r"[,;:()]|\s[-–—]\s", text)]
    company = any(names.has_form(p) for p in pieces if p)
    own = {word for name in known for word in names.brand(name).split()[:1]}
    return ANOTHER if company and not own & set(names.plain(text).split()) else ""


def read_contract(said: Said, recipient: DraftRecipient, asking: Asking, known: Sequence[str] = ()) -> None:
    """The contract that a cell of a recipient's row states; lines that contradict each other are listed.

    ``known``: the names of the recipient.
    """
    text, answer = said.words, stated(said.words)
    if cells.is_blank(text) or cells.is_absent(text):
        return
    if answer == "yes" and (why := doubt_of(text, known or [recipient.name.value])):
        recipient.notes.append(cells.note(said))
        asking.ask("contract", said, why, EXPECTED)
        return
    if answer == "no":
        found = cells.fact("no", said)
        if values.read_yes_no(text).rest and not cells.is_none(text):
            recipient.notes.append(cells.note(said))
    elif answer == "yes":
        found = cells.fact("yes", said, extra={} if cells.is_yes(text) else {"reference": text})
    else:
        recipient.notes.append(cells.note(said))
        asking.ask("contract", said, "it may state that there is no contract", EXPECTED)
        return
    held = recipient.dpa
    if held is None:
        recipient.dpa = found
    elif held.value != found.value:  # a contract that one line denies counts as missing until a person looks
        asking.ask("contract", said, "another line states something else", EXPECTED)
        recipient.dpa, other = (found, held) if found.value == "no" else (held, found)
        recipient.notes.append(Fact(f"{said.title}: {other.extra.get('reference', other.value)}", other.quotes))
    elif found.extra.get("reference", "") not in ("", held.extra.get("reference", "")):
        recipient.notes.append(cells.note(said))
