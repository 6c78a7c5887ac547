"""Roles and contracts of recipients in running text and behind names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from datamap.drafting.facts import DraftRecipient, Fact, ToRead
from datamap.drafting.prose.names import formed, with_form
from datamap.drafting.prose.spans import Span, fact, to_read
from datamap.drafting.prose.words import Words
from datamap.labels import values
from datamap.labels.values.denied import are_denied
from datamap.labels.values.tools import tool_hits

ENGAGES = "it engages others: it may be the organisation itself"
NAMED = "the sentence names it: confirm whose role it is"
LABEL = "the label of the list names it: confirm the role of each"
SEVERAL = "the sentence names several roles or recipients, and does not state whose role is which"
ROLES = "it names several roles"
CONTRACT = "the sentence may be about more than this recipient"
NO_CONTRACT = "the words deny a contract: confirm that there is none with this recipient"
LATER = "a contract that the words postpone, limit or may deny"
CONTRACTS = "a statement about contracts: it is not known with which recipient they are in place"
JOINT = "it names Art. 26, on joint controllers, and no role is read"
_JOINT = re.compile(r"\b(?:art\w*|cl\w*)\.?\s*26\b")  # in folded words
TOLD = frozenset({"processor", "sub-processor", "joint"})
"""Roles of recipients in a sentence; "the controller" in it is the organisation itself."""
BESIDE = TOLD | {"controller"}
NEAR = 25
"""Characters around the word for a controller within which words show that it is another one."""
_PIECE = re.compile(r"(?:(?!\s[-–—]\s)[^,;:()\[\]\n])+")


def another(own: str, span: Span, words: Words) -> int:
    """Where the name of another company begins behind that of a company, as of its parent; else the end."""
    end = len(span.words)
    if not formed(own) and not any(v.value == "sub-processor" for v in values.read_roles(span.words).values):
        return end
    starts = [n.text.offsets[0] - span.text.offsets[0] for n in with_form(span, words) if n.words != own]
    return next((start for start in starts if start), end)


def own_words(span: Span, another: int, words: Words) -> Span:
    """What is about the company itself: all, or up to the other one that it is "sub-processor of"; else nothing."""
    before = re.findall(r"\w+", span.folded[:another])
    own = another == len(span.words) or (bool(before) and words.is_small(before[-1]))
    return span.part(0, another if own else 0)


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


def add_label(recipient: DraftRecipient, label: Span, words: Words) -> None:
    """Propose the role that the label of a list of recipients states: "Processors: Owl Ltd, Lark Ltd"."""
    label = label.trimmed()
    if recipient.role is None and recipient.kind == "organisation" and label and (role := is_role(label, words)):
        recipient.role = fact(role, label, why=LABEL)


def of_sentence(sentence: Span, named: Sequence[DraftRecipient], words: Words) -> list[ToRead]:
    """Propose the role that a sentence names for its recipients; an entry where it is not clear whose it is."""
    here = [r for r in named if r.kind == "organisation" and r.name.why != ENGAGES]
    held = [q.start for r in here if r.role is not None for q in r.role.quotes[:1]]
    read = [v for v in values.read_roles(sentence.words, words.reading).values if v.value in BESIDE]
    read = [v for v in read if sentence.text.offsets[v.start] not in held]  # beside a name already
    found = [v for v in read if v.value in TOLD or _is_own(v, here, sentence, words)]
    ours = words.names("dpo", sentence.folded) or words.has("acting", sentence.folded)  # "we act as processor for ..."
    if not here or ours or all(r.role is not None for r in here):
        return []
    if not found:
        return [to_read("role", sentence, JOINT)] if _JOINT.search(sentence.folded) else []
    holders = _holders(found[0], here, sentence, words)
    engaging = [stop for _, stop, r in _placed(named, sentence) if r.name.why == ENGAGES]
    unclear = not holders or any(found[0].end < stop for stop in engaging) or len({v.value for v in read}) > 1
    if unclear or values.is_postponed(_without_as(sentence, found[0], words), words.reading):
        return [to_read("role", sentence, SEVERAL)]
    quoted = sentence.part(found[0].start, found[0].end)
    for one in holders:
        one.role = one.role or fact(found[0].value, quoted, sentence, why=NAMED)
    return []


def _without_as(sentence: Span, role: values.Value, words: Words) -> str:
    """A sentence without the word in front of a role that is "as" there, and "if" elsewhere in Dutch."""
    before = words.cue("own_role").sub(lambda m: " " * len(m[0]), sentence.folded[: role.start]).rstrip()
    found = next((m for m in words.cue("apposed").finditer(before) if m.end() == len(before)), None)
    return sentence.words if found is None else sentence.words[: found.start()] + sentence.words[role.start :]


def of_other(folded: str, start: int, end: int, words: Words) -> bool:
    """Whether words around the word for a controller show that it is another one: "an independent controller"."""
    return words.has("own_role", folded[max(0, start - NEAR) : end + NEAR])


def _is_own(role: values.Value, here: Sequence[DraftRecipient], sentence: Span, words: Words) -> bool:
    """Whether a controller is a recipient: "an independent controller", or "Owl Ltd is the controller for ..."."""
    gaps = [sentence.folded[end : role.start] for _, end, _ in _placed(here, sentence) if end <= role.start]
    return role.value == "controller" and (
        of_other(sentence.folded, role.start, role.end, words)
        or any(gap.strip() and _apposed(gap, words) for gap in gaps)
    )


def _placed(here: Sequence[DraftRecipient], sentence: Span) -> list[tuple[int, int, DraftRecipient]]:
    """Where the names of recipients are in a sentence, in order."""
    begin, end = sentence.text.offsets[0], sentence.text.offsets[-1] + 1
    quotes = [(next((q for q in r.name.quotes if begin <= q.start and q.end <= end), None), r) for r in here]
    found = [(q.start - begin, q.start - begin + len(r.name.value), r) for q, r in quotes if q is not None]
    return sorted(found, key=lambda x: x[0])


def _holders(
    role: values.Value, here: Sequence[DraftRecipient], sentence: Span, words: Words
) -> Sequence[DraftRecipient]:
    """The recipients that a role may be of: all of a list, or the one that it is in apposition to; else none."""
    spans = _placed(here, sentence)
    if len(here) < 2 or len(spans) < len(here):
        return here
    if sentence.folded[role.end : spans[0][0]].strip() == ":":  # "our processors: Owl Ltd for hosting, Lark Ltd"
        return here
    before = [s for s in spans if s[1] <= role.start]
    if before and len(before) < len(spans):
        _, stop, one = before[-1]
        return [one] if _apposed(sentence.folded[stop : role.start], words) else []
    gaps = [sentence.folded[a:b] for (_, a, _), (b, _, _) in zip(spans, spans[1:], strict=False)]
    return here if all(_lists(gap, words) for gap in gaps) else []


def _apposed(gap: str, words: Words) -> bool:
    """Whether what is behind such a gap is about the name in front of it: ", our", " as", " (a"."""
    text = gap.strip(" (.")
    return text in (",", "-", ":", "") or words.cue("apposed").fullmatch(text.strip(" ,-")) is not None


def _lists(gap: str, words: Words) -> bool:
    """Whether two names with such a gap are in one list: a comma or a conjunction, with places and brackets."""
    text = re.sub(r"\([^()]*\)", " ", gap)
    left = [w for w in re.findall(r"[^\W\d_]+", text) if not words.is_small(w)]
    known = {w for v in values.read_places(text, words.reading).values for w in text[v.start : v.end].split()}
    return set(left) <= known and not re.search(r"[.;:]\s", text)


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
    if words.has("intended", sentence.folded):
        return to_read("contract", sentence, LATER)
    one[0].dpa = one[0].dpa or fact("yes", sentence.part(v.start, v.end), sentence, why=v.why or CONTRACT)
    return None


def is_contract(tool: Fact | values.Value) -> bool:
    """Whether what is read as a tool that is not in place is the contract of a processor, and nothing else."""
    named = tool_hits(values.fold(tool.extra.get("label", "")), values.LANGUAGES) if tool.value == "unknown" else []
    return bool(named) and all(h.key == "dpa" for h in named)


def settle(recipient: DraftRecipient, words: Words) -> Iterator[ToRead]:
    """Take contracts that are not in place from the tools of a recipient; no contract where denied, else a question."""
    for tool in [t for t in recipient.tools if is_contract(t)]:
        recipient.tools.remove(tool)
        label = tool.extra["label"]
        folded = values.fold(label)
        spans = [folded.span(h.start, h.end) for h in tool_hits(folded, values.LANGUAGES)]
        if not all(are_denied(label, spans, words.reading)):
            yield ToRead("contract", tool.quotes[0], LATER, about=recipient.name.value)
        elif recipient.dpa is None or recipient.dpa.value == "no":
            recipient.dpa = Fact("no", tool.quotes, tool.how, NO_CONTRACT, False)
        else:
            yield ToRead("contract", tool.quotes[0], NO_CONTRACT, about=recipient.name.value)
            recipient.dpa = replace(recipient.dpa, sure=False, why=recipient.dpa.why or NO_CONTRACT)
