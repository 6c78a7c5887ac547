"""Transfer tools: which ones a text states to be in place, with generation, module and day of signature.

What is denied, postponed, conditional or one of alternatives is ``unknown`` with its words as ``label``: it must never
be a safeguard in place.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, lru_cache

from datamap.labels import words
from datamap.labels.values import doubt
from datamap.labels.values.answers import fillers, is_denial
from datamap.labels.values.clauses import DECISION, Found, details
from datamap.labels.values.lexicon import LANGUAGES, Lexicon, Match, between, group, inside, where
from datamap.labels.values.text import REMEMBERED, Folded, Reading, Span, Value, fold, rest

WEAK = frozenset({"adequacy", "privacy-shield", "safe-harbour", "dpa", "other"})
"""Tools whose denial does not touch others beside them."""
DENIED = "the words deny, postpone or limit it"
OPEN = "words beside it may deny or postpone it"
SWISS = "only the Swiss or UK part of the framework is named"
UNKNOWN_WORDS = "the words behind it are not understood"
_DENYING = frozenset({"negation", "postponed", "condition"})
_TAIL_CUT = re.compile(r"[;\n,()+&/]")
_TAIL_END = re.compile(r"[\s).!]*(?:$|[;\n])")
GENERAL = frozenset({"code", "certification"})
"""Kinds that are also words of security: only a whole text, or a text that names Art. 46, may mean the tool."""
SECURITY = "it may be a code or certificate outside Art. 46"
KIND = "the kind is not stated"


@cache
def _lexicon(languages: tuple[str, ...]) -> Lexicon:
    """The words for tools, with those that datamap's own records write."""
    known = {k: list(v) for k, v in group("tools", languages).items()}
    for table in ("safeguard", "tool"):
        for kind, said in words(table).items():
            if kind not in ("unknown", "bcr-c", "bcr-p") or table == "safeguard" and kind != "unknown":
                known.setdefault(kind, []).extend(said.values())
    return Lexicon(known)


@lru_cache(maxsize=REMEMBERED)
def read_tools(text: str, languages: tuple[str, ...] = LANGUAGES) -> Reading:
    """Transfer tools of a text.

    Returns
    -------
    Reading
        Values are the kinds of the model. ``extra`` has ``version``, ``module``, ``signed`` where stated, and ``label``
        of what is ``unknown``. A contract under Art. 28 is ``dpa``. Denied: "none", "none needed".

    Examples
    --------
    >>> [(v.value, dict(v.extra)) for v in read_tools("EU SCCs (June 2021), Module 2").values]
    [('scc', {'version': '2021', 'module': '2'})]
    >>> [(v.value, v.sure) for v in read_tools("SCC 2021/914 to be signed").values]
    [('unknown', False)]
    >>> [v.value for v in read_tools("DPF; no SCC").values]
    ['dpf', 'unknown']
    """
    folded = fold(text)
    found_ = _lexicon(languages).find(folded)
    hits = [h for h in found_ if h.key not in GENERAL or h.last - h.first == len(folded.tokens) or "46" in text]
    if not hits:
        if is_denial(text, languages):
            return Reading(denied=True)
        none = [(m.start, m.end) for m in where(folded, ("no_transfer", "none"), languages) if _denies(folded, m)]
        return Reading((), rest(folded, none + fillers(folded, languages, [])), bool(none))
    real = [h for h in hits if h.key not in ("module", "eu-us")]
    doubted = doubt.doubts(folded, real, languages, WEAK, doubt.STATED)
    levels = [max(a, b) for a, b in zip(doubted, doubt.alternatives(folded, real, languages), strict=True)]
    found = [Found(h, level) for h, level in zip(real, levels, strict=True)]
    used: list[Span] = []
    every = tuple(found)
    for part in doubt.parts(folded, languages):
        at = between(real, part.start, part.end)
        if at:
            used += details(folded, part, every[at.start : at.stop], languages)
    found = _merged(folded, found, hits, languages)
    values = _all_values(folded, found, languages)
    spans = [(h.start, h.end) for h in hits] + used + fillers(folded, languages, hits) + _inside(folded, values)
    free = rest(folded, spans)
    return Reading(tuple(_tailed(text, v, free) for v in values), free)


def _tailed(text: str, v: Value, free: tuple[Span, ...]) -> Value:
    """A tool that one or two unknown words follow at the end of its line is not sure: they may postpone it."""
    n = bisect_left(free, (v.end, 0))
    if not v.sure or n == len(free):
        return v
    a, b = free[n]
    words_ = text[a:b].split()
    if not 1 <= len(words_) <= 2 or _TAIL_CUT.search(text[v.end : b].strip(" -(:")) or not _TAIL_END.match(text, b):
        return v
    if not all(w.isalpha() and (w.islower() or text.isupper()) for w in words_):  # capitals alone show no names
        return v
    return Value(v.value, v.start, v.end, v.extra, False, UNKNOWN_WORDS)


def _denies(text: Folded, m: Match) -> bool:
    """Whether words state that no tool is needed: a phrase, or one word apart from others."""
    return m.last - m.first > 1 or not text.flat[: m.start].strip() or bool(text.gaps[m.first])


def tool_hits(text: Folded, languages: tuple[str, ...]) -> list[Match]:
    """Words for tools in a text, whether or not they are in place."""
    return _lexicon(languages).find(text)


def tool_words(text: Folded, languages: tuple[str, ...]) -> list[Span]:
    """Places in the folded text of words for tools and of numbers of decisions; "EU" in them is not a place."""
    hits = _lexicon(languages).find(text)
    return [(h.start, h.end) for h in hits] + [m.span() for m in DECISION.finditer(text.flat)] if hits else []


def _inside(text: Folded, values: Sequence[Value]) -> list[Span]:
    """The folded places of values."""
    out = []
    for v in values:
        own = text.tokens_of(v.start, v.end)
        out.append((text.tokens[own[0]].start, text.tokens[own[-1]].end))
    return out


def _merged(text: Folded, found: list[Found], hits: list[Match], languages: tuple[str, ...]) -> list[Found]:
    """One tool for a name and its abbreviation; an adequacy decision that is the framework; Swiss and UK parts."""
    known = {i for a, b in fillers(text, languages, hits) for i in text.within(a, b)}
    known |= {i for h in hits for i in range(h.first, h.last)}
    out: list[Found] = []
    for f in found:
        before = out[-1] if out else None
        number = before is not None and any(text.tokens[x.hit.first].word.isdigit() for x in (before, f))
        if before and (number or _bound(text, before, f, known)) and _same(before, f):
            if before.hit.key == "adequacy" and f.hit.key == "dpf":
                before.hit = Match("dpf", before.hit.first, f.hit.last, before.hit.start, f.hit.end)
            before.parts += [(f.hit.start, f.hit.end), *f.parts]
            before.extra = {**f.extra, **before.extra}
            before.modules += f.modules
            before.level = max(before.level, f.level)
        else:
            out.append(f)
    return _frameworks(text, out, hits, languages)


def _same(a: Found, b: Found) -> bool:
    kinds = {a.hit.key, b.hit.key}
    if kinds == {"adequacy", "dpf"}:
        return True
    same_version = a.extra.get("version", b.extra.get("version")) == b.extra.get("version", a.extra.get("version"))
    return len(kinds) == 1 and same_version


def _bound(text: Folded, a: Found, b: Found, known: set[int]) -> bool:
    """Whether nothing but known words, brackets, hyphens and colons are between two hits."""
    start = max([a.hit.end, *(e for _, e in a.parts)])
    gap = text.flat[start : b.hit.start]
    if start > b.hit.start:
        return True
    if re.search(r"[,;+&/\n]", gap):
        return False
    return all(len(text.tokens[i].word) <= 3 and i in known for i in text.within(start, b.hit.start))


def _frameworks(text: Folded, found: list[Found], hits: list[Match], languages: tuple[str, ...]) -> list[Found]:
    """Swiss and UK parts belong to the framework where its European part is named too; alone they are unknown."""
    country = where(text, ("switzerland",), languages)
    union = [h for h in hits if h.key == "eu-us"]
    every = [f.hit for f in found]
    for part in doubt.parts(text, languages):
        own = [found[i] for i in between(every, part.start, part.end)]
        swiss = [f for f in own if f.hit.key in ("swiss", "uk-part")]
        frame = [f for f in own if f.hit.key == "dpf"]
        if not swiss and not (frame and between(country, part.start, part.end)):
            continue
        european = between(union, part.start, part.end) or any(_names_union(text, f) for f in frame)
        if european and frame and not any(f.level for f in [*frame, *swiss]):
            for f in swiss:
                f.hit = Match("dropped", f.hit.first, f.hit.last, f.hit.start, f.hit.end)
        elif european and swiss and not frame and not any(f.level for f in swiss):
            swiss[0].hit = Match("dpf", swiss[0].hit.first, swiss[0].hit.last, swiss[0].hit.start, swiss[0].hit.end)
        elif not european:
            for f in [*frame, *swiss]:
                f.extra["swiss"] = "yes"
    return [f for f in found if f.hit.key != "dropped"]


def _names_union(text: Folded, f: Found) -> bool:
    """Whether the words of a framework name the Union."""
    union = {w for texts in group("union").values() for w in texts}
    return any(t.word in union for t in text.tokens[f.hit.first : f.hit.last])


def _all_values(text: Folded, found: Sequence[Found], languages: tuple[str, ...]) -> list[Value]:
    """Values in order, without overlap: what is not in place gives way to what is, and is named once."""
    out = [v for f in found if f.level < doubt.DENIED for v in _values(text, f, _extent(text, f, languages))]
    taken = bytearray(len(text.source))
    for v in out:
        taken[v.start : v.end] = b"x" * (v.end - v.start)
    for f, around in zip(found, _around(found, len(text.flat)), strict=True):
        start, end = text.span(f.hit.start, f.hit.end)
        if f.level < doubt.DENIED or b"x" in taken[start:end]:
            continue
        v = _values(text, f, _label(text, f.hit, found, around, languages))[0]
        if b"x" not in taken[v.start : v.end]:
            taken[v.start : v.end] = b"x" * (v.end - v.start)
            out.append(v)
    return sorted(out, key=lambda v: v.start)


def _around(found: Sequence[Found], length: int) -> list[Span]:
    """For each tool the end of the last one before it that is in place, and the start of the first one behind it."""
    starts, ends, start, end = [], [], 0, length
    for f in found:
        starts.append(start)
        start = f.hit.end if f.level < doubt.DENIED else start
    for f in reversed(found):
        ends.append(end)
        end = f.hit.start if f.level < doubt.DENIED else end
    return list(zip(starts, reversed(ends), strict=True))


def _values(text: Folded, f: Found, at: Span) -> list[Value]:
    kind, why, sure = f.hit.key, "", True
    start, end = at
    if kind in GENERAL and "46" not in text.source:
        why, sure = SECURITY, False
    if kind in ("swiss", "uk-part") or "swiss" in f.extra:
        kind, why = "unknown", SWISS
        f.extra.pop("swiss", None)
    elif kind == "unknown":
        why = KIND
    if f.level == doubt.DENIED:
        kind, why = "unknown", DENIED
    elif f.level == doubt.OPEN:
        sure, why = False, why or OPEN
    extra = {k: v for k, v in f.extra.items() if k in ("version", "signed")}
    if kind == "unknown":
        sure, extra = False, {"label": text.words(start, end)}
    else:
        extra |= {"module": f.modules[0][0]} if f.modules else {}
    values = [Value(kind, *text.span(start, end), extra, sure, why)]
    if kind == "scc":
        for number, span in f.modules[1:]:
            if (span[0] >= end or span[1] <= start) and number not in [m for m, _ in f.modules[:1]]:
                values.append(Value(kind, *text.span(*span), {**extra, "module": number}, sure, why))
    return values


def _extent(text: Folded, f: Found, languages: tuple[str, ...]) -> Span:
    """The hit with the parts that belong to it, as far as only known words are between them."""
    start, end = f.hit.start, f.hit.end
    further = sorted([*f.parts, *(s for _, s in f.modules[:1])])
    if not further:
        return start, end
    known = fillers(text, languages, [f.hit])
    for a, b in further:
        gap = [text.tokens[i] for i in (*text.within(end, a), *text.within(b, start))]
        if all(any(x <= t.start < y for x, y in known) for t in gap):
            start, end = min(start, a), max(end, b)
    return start, end


def _label(text: Folded, hit: Match, found: Sequence[Found], around: Span, languages: tuple[str, ...]) -> Span:
    """The words of a tool that is not in place, with those that deny it: its segment between other tools."""
    part = doubt.part_at(text, hit.start, languages)
    start, end = max(part.start, around[0]), min(part.end, around[1])
    doubted = [m for m in inside(doubt.marks(text, languages), part.start, part.end) if m.key in _DENYING]
    number = part.clause(hit.start)
    if part.inside[number] >= 0:
        own = [(a, b) for a, b, c in part.clauses if c == number]
        if any(between(doubted, a, b) for a, b in own):
            start, end = max(start, own[0][0]), min(end, own[-1][1])
    colon = text.flat.rfind(":", start, hit.start) + 1
    if colon and not between(doubted, start, colon):
        start = colon
    denied = {part.clause(o.hit.start) for o in found if o.level == doubt.DENIED and start <= o.hit.start < end}
    spans = [(a, b) for a, b, c in part.overlapping(start, end) if c in denied or between(doubted, a, b)]
    start, end = max(start, min(a for a, _ in spans)), min(end, max(b for _, b in spans))
    inner = text.within(start, end)
    return text.tokens[inner[0]].start, text.tokens[inner[-1]].end
