"""Periods of storage: number and unit, the event they start from, the law or remark beside them; criteria."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from datamap.labels.values import doubt, laws
from datamap.labels.values.answers import fillers, is_denial
from datamap.labels.values.lexicon import LANGUAGES, Lexicon, Match, group, lexicon, where
from datamap.labels.values.text import REMEMBERED, Folded, Reading, Span, Value, fold, rest

SEVERAL = "several periods are named"
EXAMPLE = "the period is only an example"
LEAST = "the words name a shortest period, not the longest"
DENIED = "words beside it may deny, postpone or limit it"
OPEN = "words beside it state that something is not known"
_MARKS = (
    ("maximum", "minimum"),
    ("example",),
    ("starts",),
    ("laws",),
    ("law_fields",),
    ("criteria",),
    ("kept",),
    ("inactivity",),
    ("leading",),
)
_ISO = re.compile(r"\b(p(?:\d+y)?(?:\d+m)?(?:\d+w)?(?:\d+d)?(?:t\d+h)?)\b")
_FRACTION = re.compile(r"\d[.,]\Z")
_NUMERIC = re.compile(r"\d{1,4}(?:[.,]\d{1,2})?")


@cache
def _units(languages: tuple[str, ...]) -> Lexicon:
    return lexicon(("units",), languages)


@cache
def _glued(languages: tuple[str, ...]) -> re.Pattern[str]:
    """A number and its unit in one word: ``30d``, ``2letá``."""
    units = {fold(t).flat: k for k, texts in group("units", languages).items() for t in texts if " " not in t}
    stems = "|".join(
        sorted((re.escape(u.rstrip("*")) + (r"\w*" if u.endswith("*") else "") for u in units), key=len, reverse=True)
    )
    return re.compile(rf"(\d{{1,4}})({stems}|[ydh])")


def _amount(number: str, unit: str) -> str:
    """An ISO 8601 period; empty where it has a fraction that is not of whole months or days."""
    whole, _, part = number.replace(",", ".").partition(".")
    if not part or not int(part):
        if unit == "H" and int(whole) % 24 == 0 and int(whole):
            return f"P{int(whole) // 24}D"
        return f"PT{int(whole)}H" if unit == "H" else f"P{int(whole)}{unit}"
    value = float(f"{whole}.{part}")
    for base, factor, sub in (("Y", 12, "M"), ("W", 7, "D"), ("D", 24, "H")):
        if unit == base and (value * factor).is_integer():
            big, small = int(value), round((value - int(value)) * factor)
            tail = f"T{small}H" if sub == "H" else f"{small}{sub}"
            return f"P{big}{base}{tail}" if base == "Y" and big else _amount(str(round(value * factor)), sub)
    return ""


class _Scan:
    """Finds numbers with their units, from the left."""

    def __init__(self, text: Folded, languages: tuple[str, ...]):
        self.text, self.languages = text, languages
        self.numbers, self.units = lexicon(("numbers",), languages), _units(languages)
        self.ranges = lexicon(("range", "alternative", "and"), languages)
        skipped = where(text, ("not_periods",), languages)
        self.skipped = {i for m in skipped for i in range(m.first, m.last)}

    def number(self, i: int) -> tuple[str, int] | None:
        """A number at a token, and the token behind it: digits, a fraction, or a word; with the other in brackets."""
        text = self.text
        if i >= len(text.tokens) or i in self.skipped:
            return None
        if _FRACTION.search(text.flat[: text.tokens[i].start]):
            return None  # "1.5 months" are not five
        m = _NUMERIC.match(text.flat, text.tokens[i].start)
        if m and (m.end() == text.tokens[i].end or "," in m[0] or "." in m[0]):
            last = i
            while last + 1 < len(text.tokens) and text.tokens[last].end < m.end():
                last += 1
            if text.tokens[last].end != m.end():
                return None
            return self._bracketed(m[0], last + 1)
        word = self.numbers.at(text, i)
        return self._bracketed(word.key, word.last) if word else None

    def _bracketed(self, number: str, i: int) -> tuple[str, int]:
        """``three (3)``: skip the repetition."""
        tokens = self.text.tokens
        if (
            i < len(tokens)
            and self.text.gaps[i] == "("
            and i + 1 < len(tokens)
            and self.text.gaps[i + 1].startswith(")")
        ):
            again = tokens[i].word if tokens[i].word.isdigit() else ""
            word = self.numbers.at(self.text, i)
            if again == number or (word and word.key == number and word.last == i + 1):
                return number, i + 1
        return number, i

    def unit(self, i: int) -> Match | None:
        """A unit at a token that nothing but spaces or a hyphen separates from what precedes it."""
        if i >= len(self.text.tokens) or i in self.skipped or self.text.gaps[i] not in ("", ")"):
            return None
        return self.units.at(self.text, i)

    def one(self, i: int) -> tuple[list[str], int, int] | None:
        """A period at a token: its ISO forms (two of a range), the token behind it, and its end."""
        text, tokens = self.text, self.text.tokens
        m = _ISO.fullmatch(tokens[i].word)
        if m and len(m[1]) > 2 and (text.capitals(tokens[i]) or len(tokens) == 1):
            return [m[1].upper()], i + 1, tokens[i].end
        glued = _glued(self.languages).fullmatch(tokens[i].word)
        if glued and i not in self.skipped:
            unit = self.units.whole(fold(glued[2])) or glued[2].upper()
            return [_amount(glued[1], unit)], i + 1, tokens[i].end
        whole = lexicon(("spans",), self.languages).at(text, i)
        if whole:
            return [whole.key], whole.last, whole.end
        number = self.number(i)
        if number is None:
            return None
        amounts, i = [number[0]], number[1]
        unit = self.unit(i)
        if unit is None:
            word = self.ranges.at(text, i) if i < len(tokens) else None
            start = word.last if word else i
            sign = text.flat[tokens[i - 1].end : tokens[start].start].strip() if start < len(tokens) else ""
            more = self.number(start) if word or sign in ("-", "/") else None
            unit = self.unit(more[1]) if more else None
            if more is None or unit is None:
                return None
            amounts.append(more[0])
        return self._with_lesser(amounts, unit)

    def _with_lesser(self, amounts: list[str], unit: Match) -> tuple[list[str], int, int] | None:
        """Add a lesser unit: ``1 year 6 months``, ``1 year and 6 months``."""
        found = [_amount(a, unit.key) for a in amounts]
        if not all(found):
            return None
        last, end, tokens = unit.last, unit.end, self.text.tokens
        joined = lexicon(("and",), self.languages).at(self.text, last) if last < len(tokens) else None
        start = joined.last if joined else last
        more = self.number(start) if start < len(tokens) and self.text.gaps[start] == "" else None
        lesser = self.unit(more[1]) if more else None
        if len(found) == 1 and more and lesser and unit.key in "YM" and lesser.key in "MD" and unit.key != lesser.key:
            added = _amount(more[0], lesser.key)
            if added:
                return [found[0] + added[1:]], lesser.last, lesser.end
        return found, last, end


def _found(scan: _Scan) -> list[tuple[list[str], int, int, int]]:
    """Every period of a text: its ISO forms, its first token, the token behind it, and its end."""
    found, i = [], 0
    while i < len(scan.text.tokens):
        one = scan.one(i) if i not in scan.skipped else None
        if one and all(one[0]):
            found.append((one[0], i, one[1], one[2]))
            i = one[1]
        else:
            i += 1
    return found


@lru_cache(maxsize=REMEMBERED)
def read_periods(text: str, languages: tuple[str, ...] = LANGUAGES) -> Reading:
    """Periods of storage of a text.

    Returns
    -------
    Reading
        Values are ISO 8601 (whole days for hours that are a multiple of 24), or ``none`` for a criterion. ``extra``:
        ``starts``, ``law``, ``remark``, ``criterion``; ``maximum``, ``minimum`` and ``example`` are ``yes``.
        Several periods are not sure.

    Examples
    --------
    >>> [(v.value, dict(v.extra)) for v in read_periods("max. 30 days").values]
    [('P30D', {'maximum': 'yes'})]
    >>> [(v.value, dict(v.extra)) for v in read_periods("10 years (tax law)").values]
    [('P10Y', {'law': 'tax law'})]
    >>> [(v.value, dict(v.extra)) for v in read_periods("12 měsíců od podpisu smlouvy").values]
    [('P12M', {'starts': 'podpisu smlouvy'})]
    >>> [(v.value, dict(v.extra)) for v in read_periods("Until end of contract").values]
    [('none', {'criterion': 'Until end of contract'})]
    """
    folded = fold(text)
    found = _found(_Scan(folded, languages))
    marks = _marks(folded, languages)
    values: list[Value] = []
    used: list[Span] = []
    parts = doubt.parts(folded, languages)
    hits = [Match("/".join(p), a, b, folded.tokens[a].start, end) for p, a, b, end in found]
    whole = sorted([*hits, *laws.leading_to(marks)], key=lambda m: m.first)
    doubted = dict(zip(whole, doubt.doubts(folded, whole, languages, kinds=("condition",)), strict=True))
    for n, (periods, first, last, _end) in enumerate(found):
        until = found[n + 1][1] if n + 1 < len(found) else len(folded.tokens)
        since = found[n - 1][2] if n else 0
        part = next(p for p in parts if p.start <= folded.tokens[first].start < p.end)
        extra, spans = _beside(folded, marks, part, (since, first, last, until), languages)
        before = _before(folded, marks, part, since, first)
        if before:
            extra["criterion"] = folded.words(*before)
            used.append(before)
        used += spans
        own = [*spans, (folded.tokens[first].start, folded.tokens[last - 1].end), *([before] if before else ())]
        why = _why(folded, part, own, (extra, doubted[hits[n]]), languages)
        values += _of(folded, periods, (first, last), extra, spans, why)
    several = len({v.value for v in values}) > 1
    values = [_several(v) if several else v for v in values]
    criteria = _criteria(folded, parts, hits, marks, languages)
    used += [span for _, span in criteria]
    values = sorted([*values, *(v for v, _ in criteria)], key=lambda v: v.start)
    used += [(h.start, h.end) for h in hits]
    used += [(m.start, m.end) for m in marks if m.key == "kept"]
    free = rest(folded, used + fillers(folded, languages, hits))
    return Reading(
        tuple(values),
        () if not values and is_denial(text, languages) else free,
        not values and is_denial(text, languages),
    )


def _why(
    text: Folded, part: doubt.Part, own: Sequence[Span], said: tuple[Mapping[str, str], int], languages: tuple[str, ...]
) -> str:
    """Why a period is not sure; empty where it is. ``own``: its place and those of what belongs to it."""
    extra, doubted = said
    if doubted or {"example", "minimum"} & extra.keys():
        return EXAMPLE if "example" in extra else DENIED if doubted else LEAST
    clauses = {part.clause(a) for a, _ in own}
    inside = [m.start for m in where(text, ("unknown",), languages) if part.start <= m.start < part.end]
    return OPEN if any(part.clause(m) in clauses or any(a <= m < b for a, b in own) for m in inside) else ""


def _several(v: Value) -> Value:
    return Value(v.value, v.start, v.end, v.extra, False, v.why or SEVERAL)


def _of(
    text: Folded, periods: list[str], at: tuple[int, int], extra: dict[str, str], spans: Sequence[Span], why: str
) -> list[Value]:
    """One value; two of a range, the first with its number alone."""
    first, last = text.tokens[at[0]], text.tokens[at[1] - 1]
    start, end = first.start, last.end
    for a, b in sorted(spans):  # what follows directly belongs to the words of the value
        if not any(end <= t.start < a for t in text.tokens):
            end = max(end, b)
    if len(periods) == 1:
        return [Value(periods[0], *text.span(start, end), extra, not why, why)]
    second = text.tokens[at[0] + 1]
    return [
        Value(periods[0], *text.span(start, first.end), extra, False, why or SEVERAL),
        Value(periods[1], *text.span(second.start, end), {}, False, why or SEVERAL),
    ]


def _marks(text: Folded, languages: tuple[str, ...]) -> list[Match]:
    """The words beside periods. "nach" starts one, "nach Ende" is a criterion: each group is sought alone."""
    return [m for names in _MARKS for m in where(text, names, languages)]


def _beside(
    text: Folded, marks: Sequence[Match], part: doubt.Part, at: tuple[int, int, int, int], languages: tuple[str, ...]
) -> tuple[dict[str, str], list[Span]]:
    """What belongs to a period: its limits, start, law and remark; and the places of these."""
    since, first, last, until = at
    tokens = text.tokens
    extra: dict[str, str] = {}
    spans: list[Span] = []
    clause = part.clause(tokens[first].start)
    for m in marks:
        if m.key in ("maximum", "minimum", "example") and part.start <= m.start < part.end:
            near = since <= m.first < first or (last <= m.first < until and part.clause(m.start) == clause)
            if near:
                extra[m.key] = "yes"
                spans.append((m.start, m.end))
    if last >= len(tokens) or last >= until or tokens[last].start >= part.end:
        return extra, spans
    gap = text.flat[tokens[last - 1].end : tokens[last].start]
    if "(" in gap or "[" in gap:
        end = min(
            (e for e in (text.flat.find(c, tokens[last].start, part.end) for c in ")]") if e >= 0), default=part.end
        )
        inside = [i for i in range(last, until) if tokens[i].start < end]
        if inside and (until == len(tokens) or tokens[until].start >= end):
            spans.append((tokens[last].start, tokens[inside[-1]].end))
            key = "law" if laws.named(marks, inside[0], inside[-1] + 1) else "remark"
            start = next((m for m in marks if m.key == "starts" and m.first == last), None)
            if start and start.last <= inside[-1]:
                key, last = "starts", start.last
            opened = (
                max(gap.rfind("("), gap.rfind("[")) + 1 + tokens[last - 1].end if last == at[2] else tokens[last].start
            )
            extra[key] = text.words(opened, tokens[inside[-1]].end).strip()
            last = inside[-1] + 1
    spans += _following(text, marks, part, (last, until), extra)
    return extra, spans


def _following(
    text: Folded, marks: Sequence[Match], part: doubt.Part, at: tuple[int, int], extra: dict[str, str]
) -> list[Span]:
    """The event or law that the words behind a period name, into ``extra``; their places."""
    last, until = at
    tokens = text.tokens
    end = _event_end(text, last, until, part)
    end = next((m.first for m in marks if m.key == "kept" and last < m.first and m.last == end), end)  # "... gelöscht"
    starts = next((m for m in marks if m.key == "starts" and m.first == last), None)
    law = laws.named(marks, last, end)
    if starts and law and law.first <= starts.last + 1 and any(m.key == "leading" and m.first == last for m in marks):
        starts = None  # "nach § 147 AO": by it, not from it on
    event = next((m for m in marks if m.key == "inactivity" and last <= m.first < end), None)
    for key, first in (
        ("starts", starts.last if starts else None),
        ("law", laws.first_word(text, marks, last, law.first) if law else None),
        ("starts", event.first if event else None),
    ):
        if key not in extra and first is not None and first < end:
            extra[key] = text.words(laws.with_sign(text, first), tokens[end - 1].end)
            return [(tokens[last].start, tokens[end - 1].end)]
    return []


def _before(text: Folded, marks: Sequence[Match], part: doubt.Part, since: int, first: int) -> Span | None:
    """A criterion that a segment states before its first period: "contract duration + 3 years"."""
    tokens = text.tokens
    own = [i for i in range(since, first) if part.start <= tokens[i].start]
    if not own or since and tokens[since - 1].start >= part.start:
        return None
    first_mark = next((m for m in marks if m.key == "criteria" and m.first in own), None)
    if first_mark is None:
        return None
    limits = [
        m.first for m in marks if m.key in ("maximum", "minimum", "example", "starts", "kept") and m.last == first
    ]
    last = min(limits, default=first) - 1
    while last > first_mark.first and lexicon(("and",)).at(text, last):
        last -= 1
    return (tokens[own[0]].start, tokens[last].end) if last > own[0] else None


def _event_end(text: Folded, first: int, until: int, part: doubt.Part) -> int:
    """The token behind an event: it ends with its clause."""
    i = first
    while i < until and text.tokens[i].start < part.end:
        if i > first and (
            re.search(r"[,;()\n]", text.gaps[i])
            or re.search(r"[.]\s", text.flat[text.tokens[i - 1].end : text.tokens[i].start])
        ):
            break
        i += 1
    return i


def _criteria(
    text: Folded, parts: Sequence[doubt.Part], hits: Sequence[Match], marks: Sequence[Match], languages: tuple[str, ...]
) -> list[tuple[Value, Span]]:
    """Segments without a period that begin with a criterion: "until the end of the contract"."""
    out = []
    for part in parts:
        inside = [t for t in text.tokens if part.start <= t.start < part.end]
        if not inside or any(part.start <= h.start < part.end for h in hits) or any(t.word.isdigit() for t in inside):
            continue
        at = next((m for m in marks if m.key == "criteria" and part.start <= m.start < part.end), None)
        if at is None:
            continue
        before = [t for t in inside if t.start < at.start]
        known = [*fillers(text, languages, []), *((m.start, m.end) for m in marks)]
        if not all(any(a <= t.start < b for a, b in known) for t in before):
            continue
        span = (inside[0].start, inside[-1].end)
        words = text.words(*span)
        out.append((Value("none", *text.span(*span), {"criterion": words}), span))
    return out
