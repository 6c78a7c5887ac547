"""One entry of a list of recipients -> recipients with their places, tools and services.

An entry may be a name alone, a name with details behind it ("Name (USA, SCC) - hosting"), several names, or labelled
lines ("Name: ...", "Address: ...").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from datamap.drafting import footnotes
from datamap.drafting.facts import DraftRecipient, Fact
from datamap.drafting.prose import capacity
from datamap.drafting.prose.lines import Line
from datamap.drafting.prose.names import has_form, is_distinct, is_institution, looks_like_name, with_form
from datamap.drafting.prose.readers import read_tools
from datamap.drafting.prose.spans import Span, fact, whole
from datamap.drafting.prose.words import Words
from datamap.drafting.tables import cells
from datamap.labels import values
from datamap.labels.values.beside import bind

CATEGORY = "it may be a category of recipients or one organisation"
NO_TOOL = "it is not recognised as a transfer tool"
STREET = "it may be a part of the address of the name before it"
IN_FRONT = "the words in front of the company may not be of its name"
PLANNED = "words beside the name deny, postpone or limit it"
ANOTHER = "behind the name of another company, as of its parent: it may be of that one"
ADDRESS = "a name within the address that may not be the country"

_INLINE = re.compile(r"(?:(?<=[.;,|])|(?<=\s[-–—])|^)\s*([A-ZÀ-ÞŠŽČŘĎŤŇĚŮ][^.:;,|–—\n]{1,45}?)\s?:\s")
_SEGMENT = re.compile(r"\s[-–—]\s|;")
_DASH = re.compile(r"\s[-–—]\s|:\s")
_AROUND = " :,;–—-|"
_STREET = re.compile(r"\d+\w?,?\s+[^\W\d_].*|.*[^\W\d_]\s+\d+\w?")
"""A part of an address: a number in front of words or behind them."""
_SIGN = re.compile(r"(?:^|\s)[-–—]\s|:\s|;\s|\),\s")
"""What may be in front of the words on a service."""


def details(recipient: DraftRecipient, span: Span, words: Words, *, why: str = "") -> None:
    """Add the places, tools and role that a span states; what is behind another company's name is not sure."""
    if not span:
        return
    another = capacity.another(recipient.name.value, span, words)
    capacity.add_beside(recipient, capacity.own_words(span, another, words), words)
    places = [(part, v) for part in _segments(span) for v in places_in(part, words)]
    tools = read_tools(span.words, words)
    spans = [replace(v, start=_at(part, span) + v.start, end=_at(part, span) + v.end) for part, v in places]
    limits = bind(span.words, spans, tools)
    inside = [(v.start, v.end) for v in tools if v.value != "unknown"]
    for part, v in places:
        start = _at(part, span) + v.start
        if any(a <= start < b for a, b in inside):
            continue  # "EU-U.S. Data Privacy Framework" names no place
        if "-" in part.words[max(0, v.start - 1) : v.start] + part.words[v.end : v.end + 1]:
            continue
        doubt = v.why or why or ANOTHER * (start > another)
        add_fact(recipient.places, fact(v.value, part.part(v.start, v.end), span, why=doubt, extra=extra_of(v)))
    for v, limit in zip(tools, limits, strict=True):
        noted = footnotes.NOTED * footnotes.begins(span.words[v.end :])
        quoted, doubt = span.part(v.start, v.end), why or ANOTHER * (v.start > another) or noted
        if v.value == "dpa":
            recipient.dpa = recipient.dpa or fact("yes", quoted, span, why=v.why or doubt)
            continue
        extra = extra_of(v) | ({"countries": ",".join(limit.codes)} if limit.codes else {})
        add_fact(
            recipient.tools,
            fact(v.value, quoted, span, why=v.why or ("" if v.sure else "not certain") or doubt, extra=extra),
        )


def places_in(span: Span, words: Words) -> list[values.Value]:
    """The places of a text, without small words that could be codes: "and", "to", "(us)"."""
    own, found = words.cue("ourselves"), values.read_places(span.words, words.reading).values
    found = tuple(v for v in found if not own.fullmatch(span.words[v.start : v.end]))
    return [v for v in found if v.sure or v.end - v.start > 3 or not span.words[v.start : v.end].islower()]


def is_beside(line: Line) -> bool:
    """Whether a line is nothing but places, and tools beside them: it names no recipient."""
    place, tool = values.read_places(line.words), values.read_tools(line.words)
    return bool(place.values) and all(v.sure for v in place.values) and not values.left(line.words, place, tool)


def _segments(span: Span) -> Iterator[Span]:
    """The parts of an entry between dashes and semicolons: a condition in one does not touch a place in another."""
    start = 0
    for m in _SEGMENT.finditer(span.words):
        if m.start() > start:
            yield span.part(start, m.start())
        start = m.end()
    if start < len(span.words):
        yield span.part(start)


def _at(part: Span, span: Span) -> int:
    """Where a part begins in its span."""
    return part.text.offsets[0] - span.text.offsets[0] if part.words else 0


def extra_of(v: values.Value) -> dict[str, str]:
    """What belongs to a place or tool."""
    return {k: str(x) for k, x in v.extra.items() if k in ("module", "version", "label", "signed", "part")}


def has_label(words: str) -> bool:
    """Whether an entry has labels inside ("Location: ...")."""
    return any(m.start() for m in _INLINE.finditer(words))


def add_fact(facts: list[Fact], new: Fact) -> None:
    """Add a fact that is not there yet; one that is sure replaces one that is not."""
    for i, old in enumerate(facts):
        if old.value == new.value and (old.extra == new.extra or "part" in {**old.extra, **new.extra}):
            if new.sure and not old.sure:
                facts[i] = new
            return
    facts.append(new)


def category(span: Span, words: Words) -> bool:
    """Whether the words are those of a group of recipients (banks, carriers), not of one organisation."""
    m = words.cue("kinds").search(span.folded)
    if m is None or has_form(span) or is_institution(span, words):
        return False
    first = re.match(r"[\w']+", span.folded)
    proper = span.words[:1].isupper() and m.start() > 0 and (first is None or not words.is_small(first[0]))
    return "de" in words.languages or not proper


def of_item(line: Line, words: Words) -> list[DraftRecipient]:
    """The recipients of a list item or labelled value."""
    span = whole(line)
    start = line.value if line.label else 0
    bold = [(a, b) for a, b in line.text.strong if a >= start]
    rest = span.part(start)
    if bold and bold[0][0] <= start + 1 and span.part(*bold[0]).trimmed(_AROUND):
        names = [bold[0], *(b for b in bold[1:] if _begins(span, b, words))]
        ends = [*(a for a, _ in names[1:]), len(span.words)]
        return [
            _described(span.part(a, b).trimmed(_AROUND), span.part(b, end), rest, words, marked=True)
            for (a, b), end in zip(names, ends, strict=True)
        ]
    return list(of_span(rest.trimmed(" \t\n,;"), words))


def _begins(span: Span, bold: tuple[int, int], words: Words) -> bool:
    """Whether further words in bold begin another entry: a name behind a comma or a conjunction, and no label."""
    before = span.part(0, bold[0])
    behind = before.words.rstrip()[-1:] in (",", ";") or any(
        m.end() == len(before.words) for m in words.conjunctions.finditer(before.folded)
    )
    labels = ":" in span.words[bold[1] - 1 : bold[1] + 1]
    return behind and not labels and span.words[bold[0]].isupper() and not _open(before.words)


def _open(text: str) -> bool:
    """Whether a bracket of a text is not closed in it."""
    return text.count("(") > text.count(")")


def neat(name: Span) -> Span:
    """A name without signs around it; a full stop may be of its company form."""
    name = name.trimmed(" \t\n,;:-–—*|")
    return name if has_form(name) else name.trimmed()


def of_span(span: Span, words: Words, *, why: str = "") -> Iterator[DraftRecipient]:
    """The recipients of a span that lists them."""
    label = _first_label(span, words)
    head = span.part(0, label.start(1)) if label else span
    dash = _outside(_DASH, head.words)
    named = head.part(0, dash) if dash else head
    if dash and cells.place_codes(named.words) and with_form(span.part(dash), words):
        for new in of_span(span.part(dash).trimmed(_AROUND), words, why=why):  # "USA: Owl Ltd, Lark Ltd"
            if not new.places:
                details(new, named, words)
            yield new
        return
    if dash or label:
        names = with_form(named, words)
        first = neat(named)
        if len(names) < 2 and len(first.words.split()) <= 8 or label:
            name = _bare(first)
            yield _described(name, span.part(len(name.words)), span, words, marked=False, why=why)
            return
    yield from _several(span, words, why)


def _first_label(span: Span, words: Words) -> re.Match[str] | None:
    """The first label inside an entry."""
    found = _INLINE.finditer(span.words)
    return next((m for m in found if m.start(1) and words.label(span.folded[m.start(1) : m.end(1)])), None)


def _outside(sign: re.Pattern[str], words: str) -> int:
    """Where a sign is outside brackets; 0 if nowhere."""
    for m in sign.finditer(words):
        if m.start() and not _open(words[: m.start()]):
            return m.start()
    return 0


def _bare(name: Span) -> Span:
    """A name without the bracket behind it."""
    at = name.words.find(" (")
    return neat(name.part(0, at)) if at > 0 else name


def _several(span: Span, words: Words, why: str) -> Iterator[DraftRecipient]:
    """A list of names in one span: each with what is in its own bracket."""
    read = values.read_names(span.words, words.reading)
    named = _apart(span, list(read.values), words)
    for n, v in enumerate(named):
        end_of_part = named[n + 1].start if n + 1 < len(named) else len(span.words)
        at = span.words.find(v.value, v.start) if v.value in span.words[v.start : v.end] else v.start
        end = min(v.end, at + len(v.value)) if at >= v.start else v.end
        name = neat(span.part(at, end))
        tail = span.part(end, max(end, end_of_part))
        why = v.why or why or (STREET if n and _STREET.fullmatch(name.words) else "")
        yield _described(name, tail, span, words, marked=False, why=why)


def _apart(span: Span, found: list[values.Value], words: Words) -> list[values.Value]:
    """The values that are names; behind a company, words that are no name describe it."""
    out: list[values.Value] = []
    for v in found:
        part = span.part(v.start, v.end)
        formed = has_form(part)
        if not formed and values.read_tools(part.words, words.reading).values:
            continue
        company = bool(out) and has_form(span.part(out[-1].start, out[-1].end))
        if (
            company
            and not formed
            and not category(part, words)
            and not looks_like_name(part.trimmed(" ,;."), words, True)
        ):
            continue
        out.append(v)
    return out


def _described(name: Span, tail: Span, context: Span, words: Words, *, marked: bool, why: str = "") -> DraftRecipient:
    """A recipient with what is behind its name."""
    name, behind = _placed(name, words)
    small = not is_distinct(name) and _common_noun(name, tail, marked, words)
    kind = "category" if small or category(name, words) else "organisation"
    placed = values.read_places(behind.words, words.reading).values
    reason = (why if not placed else "") or _why(name, context, tail, words, marked, kind)
    if behind and _denied(behind, words):
        reason = PLANNED
    recipient = DraftRecipient(fact(name.words, name, context, why=reason), kind)
    if behind:
        details(recipient, country_of(behind, words) or behind, words)
    if kind == "category":
        details(recipient, name, words)
    _labelled(recipient, tail, words)
    return recipient


def _common_noun(name: Span, tail: Span, marked: bool, words: Words) -> bool:
    """Whether a name without a company form is rather a group of recipients: it has no capital.

    In German every noun has one, so that there a noun alone, or one behind an article, is rather a group.
    """
    if words.languages[0] == "de":
        return name.words[:1].islower() or (not marked and not tail and name.words.count(" ") == 0)
    return not any(w[:1].isupper() for w in name.words.split())


def _placed(name: Span, words: Words) -> tuple[Span, Span]:
    """A name without what is behind its company form or comma: "Name Ltd., United Kingdom"."""
    formed = with_form(name, words)
    if len(formed) == 1 and name.words.startswith(formed[0].words):
        return formed[0], name.part(len(formed[0].words))  # "a.s." behind a comma is not a place
    comma = name.words.rfind(", ")
    if comma > 0:
        last = name.part(comma + 2)
        read = values.read_places(last.words, words.reading)
        if read.values and not read.rest:
            return name.part(0, comma).trimmed(" ,;"), last
    return name, name.part(0, 0)


def country_of(address: Span, words: Words) -> Span | None:
    """The last part of an address, if it is nothing but a place."""
    last = address.part(address.words.rfind(",") + 1).trimmed(" .,;()\n")
    read = values.read_places(last.words, words.reading)
    return last if read.values and not read.rest and all(v.sure for v in read.values) else None


def _why(name: Span, context: Span, tail: Span, words: Words, marked: bool, kind: str) -> str:
    """Why a name must be confirmed."""
    label = _first_label(tail, words)
    if "?" in name.words or _denied(tail.part(0, label.start(1)) if label else tail, words):
        return PLANNED
    if len(name.words.split()) > 8:
        return "it reads as a description, not as a name"
    if has_form(name) or (kind == "category" and category(name, words)):
        return IN_FRONT if name.words[:1].islower() and _is_inside(name, words) else ""
    if not looks_like_name(name, words, False):
        return CATEGORY
    return "" if marked or is_distinct(name) or values.read_places(tail.words, words.reading).values else CATEGORY


def _is_inside(name: Span, words: Words) -> bool:
    """Whether the company of a name begins behind its first word: "we write with Acme Ltd"."""
    formed = with_form(name, words)
    return bool(formed) and not name.words.startswith(formed[0].words)


def _denied(behind: Span, words: Words) -> bool:
    """Whether the words behind a name deny, postpone or ask whether it is a recipient; a tool may be what they deny."""
    denied = values.is_postponed(behind.words, words.reading) or words.has("negation", behind.folded)
    asked = behind.words.lstrip().startswith("?")
    return asked or (denied and not values.read_tools(behind.words, words.reading).values)


def _labelled(recipient: DraftRecipient, tail: Span, words: Words) -> None:
    """Parts with a label inside an entry ("Location: ..."), and what is in front of them."""
    marks = [(m, words.label(tail.folded[m.start(1) : m.end(1)])) for m in _INLINE.finditer(tail.words)]
    marks = [(m, roles) for m, roles in marks if roles]
    first = tail.part(0, marks[0][0].start(1) if marks else None)
    details(recipient, first, words)
    _service(recipient, first, words)
    for n, (m, roles) in enumerate(marks):
        end = marks[n + 1][0].start(1) if n + 1 < len(marks) else len(tail.words)
        add_labelled(recipient, roles, tail.part(m.end(), end).trimmed(" .;,|–—"), words)


def _service(recipient: DraftRecipient, span: Span, words: Words) -> None:
    """The first words behind a sign that are neither places nor tools state what the recipient does."""
    if recipient.service is not None:
        return
    signs = [m for m in _SIGN.finditer(span.words) if not _open(span.words[: m.end()])]
    for n, sign in enumerate(signs):
        text = span.part(sign.end(), signs[n + 1].start() if n + 1 < len(signs) else None)
        bracket = text.words.find("(")
        for part in (text.trimmed(), text.part(0, bracket).trimmed() if bracket > 0 else None):
            if not part or not part.words[:1].isalnum() or values.read_tools(part.words, words.reading).values:
                continue
            if capacity.is_role(part, words) or [n.words.strip(".") for n in with_form(part, words)] == [part.words]:
                continue
            read = values.read_places(part.words, words.reading)
            if _is_address(part):
                recipient.notes += [] if country_of(part, words) else [fact(part.words, part)]
                return
            if not read.values or read.rest:
                recipient.service = fact(part.words, part)
                return


def _is_address(span: Span) -> bool:
    """Whether words behind a name are its address: "Hill Road 5, Spain"."""
    pieces = [p.strip() for p in span.words.split(",")]
    written = all(p[:1].isupper() or p[:1].isdigit() for p in pieces)
    return len(pieces) > 1 and written and any(_STREET.fullmatch(p) for p in pieces)


def add_labelled(recipient: DraftRecipient, roles: frozenset[str], span: Span, words: Words) -> None:
    """Add a labelled value to a recipient."""
    if not span:
        return
    if roles & {"address", "name", "recipients"} and ";" in span.words:
        span = span.part(0, span.words.find(";"))
    if roles & {"place", "transfers", "tools"}:
        details(recipient, span, words)
        if "tools" not in roles or recipient.tools or recipient.dpa is not None:
            return
        if cells.is_none(span.words):
            recipient.tools.append(fact("none", span))
        elif not cells.is_nothing(span.words):
            recipient.tools.append(fact("unknown", span, why=NO_TOOL, extra={"label": span.words}))
    elif "address" in roles:
        country = country_of(span, words)
        details(recipient, country or span, words, why="" if country else ADDRESS)
    elif roles & {"recipients", "name"}:
        formed = with_form(span, words)
        if len(formed) == 1:
            recipient.legal_entity = recipient.legal_entity or fact(formed[0].words, formed[0], span)
        if (country := country_of(span, words)) is not None:
            details(recipient, country, words)
    elif roles & {"service", "purposes"}:
        recipient.service = recipient.service or fact(span.words, span)
    elif "role" in roles:
        found = values.read_roles(span.words, words.reading).values
        for v in found[:1]:
            several = capacity.ROLES * (len({x.value for x in found}) > 1)
            recipient.role = fact(v.value, span.part(v.start, v.end), why=v.why or several)
    elif "contact" not in roles and "email" not in roles:
        recipient.notes.append(fact(span.words, span))
