"""Transfer tools: which ones a text states to be in place, with generation, module and day of signature.

What is denied, postponed, conditional or one of alternatives is ``unknown`` with its words as ``label``: it must never
be a safeguard in place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from datamap.labels import words
from datamap.labels.values import doubt
from datamap.labels.values.answers import fillers, is_denial
from datamap.labels.values.clauses import DECISION, Found, details
from datamap.labels.values.lexicon import LANGUAGES, Lexicon, Match, group, where
from datamap.labels.values.text import REMEMBERED, Folded, Reading, Span, Value, fold, rest

WEAK = frozenset({"adequacy", "privacy-shield", "safe-harbour", "dpa", "other"})
"""Tools whose denial does not touch others beside them."""
DENIED = "the words deny, postpone or limit it"
OPEN = "words beside it may deny or postpone it"
SWISS = "only the Swiss or UK part of the framework is named"
UNKNOWN_WORDS = "the words behind it are not understood"
_TAIL_CUT = re.compile(r"[;\n,()+&/]")
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
    for part in doubt.parts(folded, languages):
        own = [f for f in found if part.start <= f.hit.start < part.end]
        if own:
            used += details(folded, part, own, languages)
    found = _merged(folded, found, hits, languages)
    values: list[Value] = []
    for f in found:
        values += _values(folded, f, found, languages)
    values = _joined(values)
    spans = [(h.start, h.end) for h in hits] + used + fillers(folded, languages, hits) + _inside(folded, values)
    free = rest(folded, spans)
    return Reading(tuple(_tailed(text, v, free) for v in values), free)


def _tailed(text: str, v: Value, free: tuple[Span, ...]) -> Value:
    """A tool that one or two unknown words follow at the end of its line is not sure: they may postpone it."""
    tail = next((text[a:b] for a, b in free if a >= v.end and not _TAIL_CUT.search(text[v.end : b].strip(" -(:"))), "")
    words_ = tail.split()
    ends = tail and re.match(r"[\s).!]*(?:$|[;\n])", text[text.index(tail, v.end) + len(tail) :])
    shouted = text.isupper()  # nothing shows there which words are names
    if not v.sure or not ends or not 1 <= len(words_) <= 2:
        return v
    if not all(w.isalpha() and (shouted or w.islower()) for w in words_):
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
        inside = [t for t in text.tokens if v.start <= text.at[t.start] < v.end]
        out.append((inside[0].start, inside[-1].end))
    return out


def _merged(text: Folded, found: list[Found], hits: list[Match], languages: tuple[str, ...]) -> list[Found]:
    """One tool for a name and its abbreviation; an adequacy decision that is the framework; Swiss and UK parts."""
    known = [*fillers(text, languages, hits), *((h.start, h.end) for h in hits)]
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


def _bound(text: Folded, a: Found, b: Found, known: Sequence[Span]) -> bool:
    """Whether nothing but known words, brackets, hyphens and colons are between two hits."""
    start = max([a.hit.end, *(e for _, e in a.parts)])
    gap = text.flat[start : b.hit.start]
    if start > b.hit.start:
        return True
    if re.search(r"[,;+&/\n]", gap):
        return False
    between = [t for t in text.tokens if start <= t.start < b.hit.start]
    return all(len(t.word) <= 3 and any(x <= t.start < y for x, y in known) for t in between)


def _frameworks(text: Folded, found: list[Found], hits: list[Match], languages: tuple[str, ...]) -> list[Found]:
    """Swiss and UK parts belong to the framework where its European part is named too; alone they are unknown."""
    for part in doubt.parts(text, languages):
        own = [f for f in found if part.start <= f.hit.start < part.end]
        swiss = [f for f in own if f.hit.key in ("swiss", "uk-part")]
        country = [m for m in where(text, ("switzerland",), languages) if part.start <= m.start < part.end]
        frame = [f for f in own if f.hit.key == "dpf"]
        if not swiss and not (frame and country):
            continue
        european = any(h.key == "eu-us" and part.start <= h.start < part.end for h in hits) or any(
            _names_union(text, f) for f in frame
        )
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


def _values(text: Folded, f: Found, found: Sequence[Found], languages: tuple[str, ...]) -> list[Value]:
    kind, why, sure = f.hit.key, "", True
    start, end = _extent(text, f, languages)
    if kind in GENERAL and "46" not in text.source:
        why, sure = SECURITY, False
    if kind in ("swiss", "uk-part") or "swiss" in f.extra:
        kind, why = "unknown", SWISS
        f.extra.pop("swiss", None)
    elif kind == "unknown":
        why = KIND
    if f.level == doubt.DENIED:
        kind, why = "unknown", DENIED
        start, end = _label(text, f, found, languages)
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
    known = fillers(text, languages, [f.hit])
    for a, b in sorted([*f.parts, *(s for _, s in f.modules[:1])]):
        gap = [t for t in text.tokens if (end <= t.start < a) or (b <= t.start < start)]
        if all(any(x <= t.start < y for x, y in known) for t in gap):
            start, end = min(start, a), max(end, b)
    return start, end


def _label(text: Folded, f: Found, found: Sequence[Found], languages: tuple[str, ...]) -> Span:
    """The words of a tool that is not in place, with those that deny it: its segment between other tools."""
    part = next(p for p in doubt.parts(text, languages) if p.start <= f.hit.start < p.end)
    good = [o.hit for o in found if o.level < doubt.DENIED]
    start = max([part.start, *(h.end for h in good if h.end <= f.hit.start)])
    end = min([part.end, *(h.start for h in good if h.start >= f.hit.end)])
    doubted = [m for m in doubt.marks(text, languages) if m.key in ("negation", "postponed", "condition")]
    number = part.clause(f.hit.start)
    own = [(a, b) for a, b, c in part.clauses if c == number]
    if part.inside[number] >= 0 and any(a <= m.start < b for m in doubted for a, b in own):
        start, end = max(start, own[0][0]), min(end, own[-1][1])
    colon = text.flat.rfind(":", start, f.hit.start) + 1
    if colon and not any(start <= m.start < colon for m in doubted):
        start = colon
    denied = {part.clause(o.hit.start) for o in found if o.level == doubt.DENIED and start <= o.hit.start < end}
    spans = [(a, b) for a, b, c in part.clauses if c in denied or any(a <= m.start < b for m in doubted)]
    spans = [(a, b) for a, b in spans if a < end and start < b]
    start, end = max(start, min(a for a, _ in spans)), min(end, max(b for _, b in spans))
    inside = [t for t in text.tokens if start <= t.start < end]
    return inside[0].start, inside[-1].end


def _joined(values: list[Value]) -> list[Value]:
    """Values in order, without overlap: what is not in place gives way to what is, and is named once."""
    out = [v for v in values if v.why != DENIED]
    for v in values:
        if v.why == DENIED and not any(o.start < v.end and v.start < o.end for o in out):
            out.append(v)
    return sorted(out, key=lambda v: v.start)
