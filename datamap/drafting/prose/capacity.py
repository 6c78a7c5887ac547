"""Roles and contracts of recipients in running text and behind names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from datamap.drafting.facts import DraftRecipient, ToRead
from datamap.drafting.prose.names import formed, with_form
from datamap.drafting.prose.spans import Span, fact, to_read
from datamap.drafting.prose.words import Words
from datamap.labels import values

NAMED = "the sentence names it: confirm whose role it is"
SEVERAL = "the sentence names several roles or recipients, and does not state whose role is which"
ROLES = "it names several roles"
CONTRACT = "the sentence may be about more than this recipient"
CONTRACTS = "a statement about contracts: it is not known with which recipient they are in place"
JOINT = "it names Art. 26, on joint controllers, and no role is read"
_JOINT = re.compile(r"\b(?:art\w*|cl\w*)\.?\s*26\b")  # in folded words
TOLD = frozenset({"processor", "sub-processor", "joint"})
"""Roles of recipients in a sentence; "the controller" in it is the organisation itself."""
BESIDE = TOLD | {"controller"}
_PIECE = re.compile(r"(?:(?!\s[-–—]\s)[^,;:()\[\]\n])+")


def another(own: str, span: Span, words: Words) -> int:
    """Where the name of another company begins behind that of a company, as of its parent; else the end."""
    end = len(span.words)
    if not formed(own) and not any(v.value == "sub-processor" for v in values.read_roles(span.words).values):
        return end
    starts = [n.text.offsets[0] - span.text.offsets[0] for n in with_form(span, words) if n.words != own]
    return next((start for start in starts if start), end)


def is_role(span: Span, words: Words) -> str:
    """The role that is all that a text states; an empty text for any other one."""
    only = values.read_roles(span.words, words.reading).only
    return only if only in BESIDE else ""


def add_beside(recipient: DraftRecipient, span: Span, words: Words) -> None:
    """The role that a part behind a name states: "Owl Ltd (processor, USA)"."""
    for m in _PIECE.finditer(span.words):
        piece = span.part(*m.span()).trimmed()
        if recipient.role is None and piece and (role := is_role(piece, words)):
            recipient.role = fact(role, piece, span)


def of_sentence(sentence: Span, named: Sequence[DraftRecipient], words: Words) -> list[ToRead]:
    """Propose the role that a sentence names for its recipients; an entry where it names several."""
    here = [r for r in named if r.kind == "organisation"]
    read = [v for v in values.read_roles(sentence.words, words.reading).values if v.value in BESIDE]
    found = [v for v in read if v.value in TOLD]
    ours = words.names("dpo", sentence.folded) or words.has("acting", sentence.folded)  # "we act as processor for ..."
    if not here or ours or all(r.role is not None for r in here):
        return []
    if not found:
        return [to_read("role", sentence, JOINT)] if _JOINT.search(sentence.folded) else []
    if len({v.value for v in read}) > 1 or values.is_postponed(sentence.words, words.reading):
        return [to_read("role", sentence, SEVERAL)]
    quoted = sentence.part(found[0].start, found[0].end)
    for one in here:
        one.role = one.role or fact(found[0].value, quoted, sentence, why=NAMED)
    return []


def contract_of(
    sentence: Span, one: Sequence[DraftRecipient], named: Sequence[DraftRecipient], words: Words
) -> ToRead | None:
    """Propose the contract of a sentence for the one recipient that it is about; else an entry.

    ``named``: the recipients that the sentence names; one of them may have the contract from beside its name already.
    """
    read = values.read_tools(sentence.words, words.reading).values
    v = next((v for v in read if v.value == "dpa"), None)
    if v is None:
        return None
    start = sentence.text.offsets[v.start]
    if any(q.start <= start < q.end for r in named if r.dpa is not None for q in r.dpa.quotes[:1]):
        return None
    if len(one) != 1:
        return to_read("contract", sentence, CONTRACTS)
    one[0].dpa = one[0].dpa or fact("yes", sentence.part(v.start, v.end), sentence, why=v.why or CONTRACT)
    return None
