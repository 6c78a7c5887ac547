"""Transfer tools: which ones a text states to be in place, with generation, module and day of signature.

What is denied, postponed, conditional or one of alternatives is ``unknown`` with its words as ``label``: it must never
be a safeguard in place.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from datamap.labels import words
from datamap.labels.values import doubt
from datamap.labels.values.answers import fillers, is_denial
from datamap.labels.values.lexicon import LANGUAGES, Lexicon, Match, group, lexicon, where
from datamap.labels.values.text import REMEMBERED, Folded, Reading, Span, Value, fold, rest

WEAK = frozenset({"adequacy", "privacy-shield", "safe-harbour", "dpa", "other"})
"""Tools whose denial does not touch others beside them."""
DENIED = "the words deny, postpone or limit it"
OPEN = "words beside it may deny or postpone it"
SWISS = "only the Swiss or UK part of the framework is named"
KIND = "the kind is not stated"
GENERAL = "security certificates and codes are not transfer tools unless Art. 46 is named"

_DECISION = re.compile(
    r"(?<!\d)(?:\((?:eu|ec|ue|ce|eg|we)\)\s*)?(2021/914|2010/87|2004/915|2002/16|2001/497)(?!\d)(?:/(?:eu|ec|ue|ce|eg|es|we))?"
)
_VERSION = {"2021/914": "2021", "2010/87": "2010", "2004/915": "2004", "2002/16": "2002", "2001/497": "2001"}
_ISO = re.compile(r"(?<![\d/-])(\d{4})-(\d{2})-(\d{2})(?![\d/-])")
_DOTTED = re.compile(r"(?<![\d/.-])(\d{1,2})[./]\s?(\d{1,2})[./]\s?(\d{4})(?![\d/-])")
_YEAR = re.compile(r"(?<![\w./-])(2021|2010|2004|2001)(?![\w/-]|\.\d)")
_ADOPTED = dt.date(2021, 6, 4)
_LETTER = re.compile(
    r"(?<!\d)49\s*[\s.,(§)/-]*(?:(?:abs|odst|par|paragraph|ust|lid|1)\.?[\s.,(§)-]*)*(?:lit|pism|lett|letter|point|let)?\.?\s*\(?\b([a-g])\b\)?"
)


@dataclass(slots=True)
class _Found:
    """A tool on the way: its hit, the doubt about it, and the parts that belong to it."""

    hit: Match
    level: int
    extra: dict[str, str] = field(default_factory=dict)
    parts: list[Span] = field(default_factory=list)
    modules: list[tuple[str, Span]] = field(default_factory=list)


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
    hits = _lexicon(languages).find(folded)
    if not hits:
        if is_denial(text, languages):
            return Reading(denied=True)
        none = [(m.start, m.end) for m in where(folded, ("no_transfer",), languages)]
        return Reading((), rest(folded, none + fillers(folded, languages, [])), bool(none))
    real = [h for h in hits if h.key not in ("module", "eu-us")]
    levels = [
        max(a, b)
        for a, b in zip(
            doubt.doubts(folded, real, languages, WEAK), doubt.alternatives(folded, real, languages), strict=True
        )
    ]
    found = [_Found(h, level) for h, level in zip(real, levels, strict=True)]
    used: list[Span] = []
    for part in doubt.parts(folded, languages):
        own = [f for f in found if part.start <= f.hit.start < part.end]
        if own:
            used += _details(folded, part, own, languages)
    found = _merged(folded, found, hits, languages)
    values: list[Value] = []
    for f in found:
        values += _values(folded, f, found, languages)
    values = _joined(values)
    spans = [(h.start, h.end) for h in hits] + used + fillers(folded, languages, hits) + _inside(folded, values)
    return Reading(tuple(values), rest(folded, spans))


def tool_words(text: Folded, languages: tuple[str, ...]) -> list[Span]:
    """Places in the folded text of words for tools and of numbers of decisions; "EU" in them is not a place."""
    hits = _lexicon(languages).find(text)
    return [(h.start, h.end) for h in hits] + [m.span() for m in _DECISION.finditer(text.flat)] if hits else []


def _inside(text: Folded, values: Sequence[Value]) -> list[Span]:
    """The folded places of values."""
    out = []
    for v in values:
        inside = [t for t in text.tokens if v.start <= text.at[t.start] < v.end]
        out.append((inside[0].start, inside[-1].end))
    return out


def _details(text: Folded, part: doubt.Part, own: list[_Found], languages: tuple[str, ...]) -> list[Span]:
    """Give generations, modules and days to the clauses, letters to derogations; return the parts that hold them."""
    used: list[Span] = []
    flat = text.flat
    clauses = [f for f in own if f.hit.key == "scc"]
    derogations = [f for f in own if f.hit.key == "derogation"]
    for m in _LETTER.finditer(flat, part.start, part.end) if derogations else ():
        derogations[0].extra.setdefault("version", f"49-1-{m[1]}")
        derogations[0].parts.append(m.span())
        used.append(m.span())
    if not clauses:
        return used
    for m in _DECISION.finditer(flat, part.start, part.end):
        _give(_nearest(clauses, m.start()), "version", _VERSION[m[1]], m.span(), used)
    signed = [m for m in where(text, ("signed",), languages) if part.start <= m.start < part.end]
    dated = [m for m in where(text, ("dated",), languages) if part.start <= m.start < part.end]
    june = [m for m in where(text, ("adopted",), languages) if part.start <= m.start < part.end]
    for m in june:
        if m.last - m.first > 2 or not any(s.end <= m.start and s.last + 1 >= m.first for s in signed):
            _give(_nearest(clauses, m.start), "version", "2021", (m.start, m.end), used)
    for day, span in _days(flat, part):
        if day == _ADOPTED:
            _give(_nearest(clauses, span[0]), "version", "2021", span, used)
        elif signed or dated:
            _give(_nearest(clauses, span[0]), "signed", day.isoformat(), span, used)
    for m in _YEAR.finditer(flat, part.start, part.end):
        near = text.flat[max(part.start, m.start() - 30) : m.start()]
        if any(a <= m.start() < b for a, b in used) or any(near.endswith(w) for w in _before(text, signed, m.start())):
            continue
        if re.search(r"(^|[\s(,:/-])$", near) and _beside(text, clauses, m.span(), used, languages):
            _give(_nearest(clauses, m.start()), "version", m[1], m.span(), used)
    _modules(text, part, clauses, used, languages)
    return used


def _before(text: Folded, signed: Sequence[Match], at: int) -> list[str]:
    """The words of signature that end right before a position, up to three words away."""
    index = next((i for i, t in enumerate(text.tokens) if t.start >= at), len(text.tokens))
    return [text.flat[s.start : at] for s in signed if s.end <= at and index - s.last <= 2]


def _beside(
    text: Folded, clauses: Sequence[_Found], span: Span, used: Sequence[Span], languages: tuple[str, ...]
) -> bool:
    """Whether only known words are between a bare year and the clauses: not every year is a generation."""
    near = _nearest(clauses, span[0]).hit
    a, b = (near.end, span[0]) if near.end <= span[0] else (span[1], near.start)
    known = [*used, *fillers(text, languages, [near]), *((c.hit.start, c.hit.end) for c in clauses)]
    known += [(m.start, m.end) for m in where(text, ("modules",), languages)]
    return not any(
        a <= t.start < b and len(t.word) > 1 and not any(x <= t.start < y for x, y in known) for t in text.tokens
    )


def _days(flat: str, part: doubt.Part) -> list[tuple[dt.date, Span]]:
    out = []
    for pattern, order in ((_ISO, (1, 2, 3)), (_DOTTED, (3, 2, 1))):
        for m in pattern.finditer(flat, part.start, part.end):
            try:
                out.append((dt.date(*(int(m[i]) for i in order)), m.span()))
            except ValueError:
                continue
    return out


def _nearest(clauses: Sequence[_Found], at: int) -> _Found:
    before = [f for f in clauses if f.hit.start <= at]
    return before[-1] if before else clauses[0]


def _give(to: _Found, key: str, value: str, span: Span, used: list[Span]) -> None:
    to.extra.setdefault(key, value)
    to.parts.append(span)
    used.append(span)


_NUMBER = {"one": "1", "two": "2", "three": "3", "four": "4", "i": "1", "ii": "2", "iii": "3", "iv": "4"}


def _modules(
    text: Folded, part: doubt.Part, clauses: list[_Found], used: list[Span], languages: tuple[str, ...]
) -> None:
    """Modules by number ("Module 2 and 3", "Modul Zwei") or by roles ("C2P", "controller to processor")."""
    for m in where(text, ("modules",), languages):
        if not part.start <= m.start < part.end:
            continue
        target = _nearest(clauses, m.start)
        if m.key != "module":
            target.modules.append((m.key, (m.start, m.end)))
            used.append((m.start, m.end))
            continue
        if m.last >= len(text.tokens):
            continue
        t = text.tokens[m.last]
        numbers = lexicon(("numbers",), languages).at(text, m.last)
        number = (
            t.word if t.word in "1234" and len(t.word) == 1 else _NUMBER.get(t.word) or (numbers.key if numbers else "")
        )
        if number not in ("1", "2", "3", "4"):
            continue
        target.modules.append((number, (m.start, t.end)))
        used.append((m.start, t.end))
        for n in _further(text, m.last, languages):
            target.modules.append((text.tokens[n].word, (text.tokens[n].start, text.tokens[n].end)))
            used.append((t.end, text.tokens[n].end))


def _further(text: Folded, first: int, languages: tuple[str, ...]) -> list[int]:
    """Tokens of further modules: "Module 2 and 3", "Modul 2, 3"."""
    out, i = [], first + 1
    connectors = lexicon(("and", "alternative"), languages)
    while i < len(text.tokens):
        word = connectors.at(text, i)
        n = word.last if word else i
        sign = text.gaps[i] in (",", "/", "&", "+", "),", ")/")
        if n >= len(text.tokens) or not (word or sign) or text.tokens[n].word not in ("1", "2", "3", "4"):
            return out
        out.append(n)
        i = n + 1
    return out


def _merged(text: Folded, found: list[_Found], hits: list[Match], languages: tuple[str, ...]) -> list[_Found]:
    """One tool for a name and its abbreviation; an adequacy decision that is the framework; Swiss and UK parts."""
    known = [*fillers(text, languages, hits), *((h.start, h.end) for h in hits)]
    out: list[_Found] = []
    for f in found:
        before = out[-1] if out else None
        if before and _bound(text, before, f, known) and _same(before, f):
            if before.hit.key == "adequacy" and f.hit.key == "dpf":
                before.hit = Match("dpf", before.hit.first, f.hit.last, before.hit.start, f.hit.end)
            before.parts += [(f.hit.start, f.hit.end), *f.parts]
            before.extra = {**f.extra, **before.extra}
            before.modules += f.modules
            before.level = max(before.level, f.level)
        else:
            out.append(f)
    return _frameworks(text, out, hits, languages)


def _same(a: _Found, b: _Found) -> bool:
    kinds = {a.hit.key, b.hit.key}
    if kinds == {"adequacy", "dpf"}:
        return True
    same_version = a.extra.get("version", b.extra.get("version")) == b.extra.get("version", a.extra.get("version"))
    return len(kinds) == 1 and kinds != {"unknown"} and same_version


def _bound(text: Folded, a: _Found, b: _Found, known: Sequence[Span]) -> bool:
    """Whether nothing but known words, brackets, hyphens and colons are between two hits."""
    start = max([a.hit.end, *(e for _, e in a.parts)])
    gap = text.flat[start : b.hit.start]
    if start > b.hit.start:
        return True
    if re.search(r"[,;+&/\n]", gap):
        return False
    between = [t for t in text.tokens if start <= t.start < b.hit.start]
    return all(len(t.word) <= 3 and any(x <= t.start < y for x, y in known) for t in between)


def _frameworks(text: Folded, found: list[_Found], hits: list[Match], languages: tuple[str, ...]) -> list[_Found]:
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


def _names_union(text: Folded, f: _Found) -> bool:
    """Whether the words of a framework name the Union."""
    union = {w for texts in group("union").values() for w in texts}
    return any(t.word in union for t in text.tokens[f.hit.first : f.hit.last])


def _values(text: Folded, f: _Found, found: Sequence[_Found], languages: tuple[str, ...]) -> list[Value]:
    kind, why, sure = f.hit.key, "", True
    start, end = _extent(text, f, languages)
    if kind in ("code", "certification") and not re.search(r"(?<!\d)46(?!\d)", text.flat):
        return []
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


def _extent(text: Folded, f: _Found, languages: tuple[str, ...]) -> Span:
    """The hit with the parts that belong to it, as far as only known words are between them."""
    start, end = f.hit.start, f.hit.end
    known = fillers(text, languages, [f.hit])
    for a, b in sorted([*f.parts, *(s for _, s in f.modules[:1])]):
        gap = [t for t in text.tokens if (end <= t.start < a) or (b <= t.start < start)]
        if all(any(x <= t.start < y for x, y in known) for t in gap):
            start, end = min(start, a), max(end, b)
    return start, end


def _label(text: Folded, f: _Found, found: Sequence[_Found], languages: tuple[str, ...]) -> Span:
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
    inside = [t for t in text.tokens if start <= t.start < end]
    return inside[0].start, inside[-1].end


def _joined(values: list[Value]) -> list[Value]:
    """Values in order, without overlap: what is not in place gives way to what is, and is named once."""
    out = [v for v in values if v.why != DENIED]
    for v in values:
        if v.why == DENIED and not any(o.start < v.end and v.start < o.end for o in out):
            out.append(v)
    return sorted(out, key=lambda v: v.start)
