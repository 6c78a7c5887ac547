"""The contract under Art. 28 that the row of a recipient states."""

from __future__ import annotations

from datamap.drafting.facts import DraftRecipient, Fact
from datamap.drafting.tables import cells
from datamap.drafting.tables.asking import Asking
from datamap.drafting.tables.grid import Said
from datamap.labels import values

EXPECTED = "yes, no, or where it is filed"


def read_contract(said: Said, recipient: DraftRecipient, asking: Asking) -> None:
    """The contract that a cell of a recipient's row states; lines that contradict each other are listed."""
    text, read = said.words, values.read_yes_no(said.words)
    if cells.is_blank(text) or cells.is_absent(text):
        return
    more = bool(cells.unread(said, values.left(text, read)))
    if cells.is_none(text) or read.only == "no":
        found = cells.fact("no", said)
        if more and not cells.is_none(text):
            recipient.notes.append(cells.note(said))
    elif read.only == "yes" or not (values.is_denial(text) or values.is_postponed(text) or "?" in text):
        found = cells.fact("yes", said, extra={"reference": text} if more or read.only != "yes" else {})
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
