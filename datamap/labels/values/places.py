"""Places in a text: countries, the EU and EEA, organisations, parts of the United States, vague words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from datamap.labels import abbreviations, countries, spellings, words
from datamap.labels.values import doubt
from datamap.labels.values.answers import fillers, is_denial
from datamap.labels.values.lexicon import LANGUAGES, Lexicon, Match, group, lexicon, where
from datamap.labels.values.text import REMEMBERED, Folded, Reading, Span, Value, fold, rest
from datamap.labels.values.tools import tool_hits, tool_words

STATE = "a part of the country"
TWICE = "the words can also mean the longer name beside them"
DOUBTED = "words beside it may deny, postpone or limit it"
AMONG = "two or three capitals among words may be a code or an abbreviation"
_CODE = re.compile(r"[A-Z]{2,3}")
_UNKNOWN = "unknown: "
_PARTED = re.compile(r"[;\n()\[\]:]")
_OF = frozenset(["of", "the", "de", "du", "des", "d", "la", "l", "del", "della", "dell", "di", "der", "van"])
"""Words between hours and the place that they are of: "heures de bureau de l'UE"."""


@cache
def _names() -> Lexicon:
    """Names of places in all languages to codes; names that mean several places to ``unknown: why``."""
    known: dict[str, str] = {}
    for name, code in countries.names(("cs", "de", "es", "fr", "it", "nl", "pl", "sk")).items():
        known[name] = code
    for table in (spellings.EXTRA, spellings.REGIONS, spellings.ORGANISATIONS, spellings.VAGUE):
        known |= {n: c for n, c in table.items() if len(n) > 3 and c != "unknown"}
    known |= {n: _UNKNOWN + why for n, why in spellings.AMBIGUOUS.items() if len(n) > 3}
    phrases: dict[str, list[str]] = {}
    for name, code in known.items():
        if len(name.replace(" ", "")) > 3:
            phrases.setdefault(code, []).append(name)
    for code, texts in group("places").items():
        phrases.setdefault(code, []).extend(texts)
    for why, texts in group("ambiguous").items():
        phrases.setdefault(_UNKNOWN + why, []).extend(texts)
    for code, texts in group("states").items():
        phrases.setdefault(f"{code}/state", []).extend(texts)
    for code, said in words("place").items():
        phrases.setdefault(code, []).extend(said.values())
    return Lexicon({k: dict.fromkeys(v) for k, v in _settled(phrases).items()})


def _settled(phrases: dict[str, list[str]]) -> dict[str, list[str]]:
    """Phrases without those of a country that are listed as ambiguous or as a state."""
    special = {fold(t).flat for k, texts in phrases.items() if k.startswith(_UNKNOWN) or "/" in k for t in texts}
    return {
        k: texts if k.startswith(_UNKNOWN) or "/" in k else [t for t in texts if fold(t).flat not in special]
        for k, texts in phrases.items()
    }


@lru_cache(maxsize=REMEMBERED)
def read_places(text: str, languages: tuple[str, ...] = LANGUAGES) -> Reading:
    """Places that a text names.

    Returns
    -------
    Reading
        Values are the codes of the model; ``unknown`` for names that mean several places. A state of the United States
        is ``US`` with ``extra["part"]``. ISO codes must be in capitals, and apart from running words.

    Examples
    --------
    >>> [v.value for v in read_places("Germany; USA (SCC)").values], read_places("USA (SCC)").rest
    (['DE', 'US'], ((5, 8),))
    >>> [v.value for v in read_places("Jersey / New Jersey").values]
    ['unknown', 'US']
    """
    folded = fold(text)
    whole = _whole(text, folded, languages)
    if whole is not None:
        return whole
    hits = _names().find(folded)
    codes = _codes(folded, hits, languages)
    hits = sorted([*hits, *codes], key=lambda m: m.start)
    taken = tool_words(folded, languages)
    hits = [h for h in hits if not any(a <= h.start < b for a, b in taken)]
    hits = [h for h in hits if not _of_time(folded, h, languages)]
    tools = tool_hits(folded, languages)  # "USA (SCC to be signed)" postpones the clauses, not the place
    named = sorted([*hits, *tools], key=lambda m: m.start)
    found = dict(zip(named, doubt.doubts(folded, named, languages, kinds=("postponed", "condition")), strict=True))
    levels = [found[h] == doubt.DENIED for h in hits]
    values: list[Value] = []
    used: list[Span] = []
    denied, twice = _denials(folded, hits, languages), _doubles(folded, hits)
    for h, level in zip(hits, levels, strict=True):
        if denied(h):
            continue
        code, why, extra = h.key, "", {}
        if code.startswith(_UNKNOWN):
            code, why = "unknown", h.key.removeprefix(_UNKNOWN)
        elif code.endswith("/state"):
            code = code.removesuffix("/state")
            extra = {"part": folded.words(h.start, h.end)}
        elif twice(h):
            code, why = "unknown", TWICE
        elif level or codes.get(h):
            why = DOUBTED if level else codes[h]
        used.append((h.start, h.end))
        values.append(Value(code, *folded.span(h.start, h.end), extra, not why, why))
    values = _together(folded.source, values)
    if not values and is_denial(text, languages):
        return Reading(denied=True)
    known = [s for s in fillers(folded, languages, hits) + _fill(folded, languages) if not _is_code(folded, s)]
    return Reading(tuple(values), rest(folded, used + known))


def _is_code(text: Folded, span: Span) -> bool:
    """Whether a word is written as a code is: "DE" among English words is not the French "de"."""
    words = text.words(*span)
    return words.isupper() and bool(_code(words)) and not text.source.isupper()


def _whole(text: str, folded: Folded, languages: tuple[str, ...]) -> Reading | None:
    """A text that is one place, or none, as the inventory reads it."""
    if not folded.tokens:
        return Reading()
    start, end = folded.span(folded.tokens[0].start, folded.tokens[-1].end)
    if _names().whole(folded) in ("various", "worldwide"):
        return None
    if is_denial(text, languages):
        code = _code(text.strip()) if text.strip().isupper() else ""
        if not code:
            return None
        if lexicon(("absent",), languages).whole(folded):
            return Reading(denied=True)
        why = f"'{text.strip()}' may be {countries.name(code)} or a no"
        return Reading((Value("unknown", start, end, {}, False, why),))
    if _names().whole(folded).startswith((_UNKNOWN, *(f"{c}/" for c in group("states")))):
        return None
    alone = len(folded.tokens) == 1 and folded.tokens[0].end - folded.tokens[0].start <= 3
    if alone and not text.isascii():
        return None  # ČR is not a code: without its accent it would be another country
    if alone:
        short = countries.code_of(text)
        if short and short != "unknown":
            why = "" if _written_as_code(text, folded, languages) else f"'{text.strip()}' may be a word or a code"
            return Reading((Value(short, start, end, {}, not why, why),))
    place = countries.read(folded.source) if len(folded.source) <= countries.LONGEST else None
    if place and place.sort in ("country", "region", "organisation"):
        formed = folded.tokens[0].dotted and lexicon(("forms",), languages).whole(folded)
        why = f"'{text.strip()}' may be a legal form or a place" if formed else ""
        return Reading((Value(place.code, start, end, {}, not why, why),))
    return None


def _written_as_code(text: str, folded: Folded, languages: tuple[str, ...]) -> bool:
    """Whether two or three letters alone are surely a place: in small letters "and" and "in" are words."""
    if text.strip().isupper() or _names().whole(folded):
        return True
    words = ("filler", "and", "alternative", "negation", "place_words")
    return len(folded.tokens[0].word) == 2 and not where(folded, words, languages)


def _codes(text: Folded, hits: Sequence[Match], languages: tuple[str, ...]) -> dict[Match, str]:
    """ISO codes in capitals, with why they are not sure: among running words, "IT" may be a department."""
    taken = {i for h in hits for i in range(h.first, h.last)}
    known = where(text, ("filler", "and", "alternative", "yes", "place_words"), languages)
    beside = taken | {i for m in known for i in range(m.first, m.last)}
    codes = {
        i: c
        for i, t in enumerate(text.tokens)
        if i not in taken and 2 <= len(t.word) <= 3 and text.capitals(t) and (c := _code(t.word.upper()))
        if abbreviations.accented(text.words(t.start, t.end)) is None
    }
    loud = text.source.isupper()
    out = {}
    for i, code in codes.items():
        t = text.tokens[i]
        alone = [_apart(text, i), _apart(text, i + 1)]
        near = [i - 1 in beside or i - 1 in codes, i + 1 in beside or i + 1 in codes]
        state = _state(text, i, hits, codes)
        if loud and i in beside:  # in a text of capitals, AND, IN and IS are words
            near = [False, False]
        if state or all(a or n for a, n in zip(alone, near, strict=True)):
            out[Match(state or code, i, i + 1, t.start, t.end)] = "" if all(alone) or state else AMONG
    return out


def _state(text: Folded, i: int, hits: Sequence[Match], codes: dict[int, str]) -> str:
    """The key of a state where a code behind a town is one: "Mountain View, CA, USA", "Dover, DE 19901"."""
    if i == 0 or i - 1 in codes or text.tokens[i].word.upper() not in _state_codes():
        return ""
    before = any(h.last == i for h in hits)
    after = text.tokens[i + 1].word if i + 1 < len(text.tokens) else ""
    country = any(h.first == i + 1 and h.key == "US" for h in hits)
    town = not before and "," in text.gaps[i] and text.gaps[i].strip() == ","
    return "US/state" if town and (country or (len(after) == 5 and after.isdigit())) else ""


@cache
def _state_codes() -> frozenset[str]:
    return frozenset(t for texts in group("state_codes").values() for t in texts)


def _apart(text: Folded, i: int) -> bool:
    """Whether a sign, a line break or an end of the text is before a token."""
    if i in (0, len(text.tokens)):
        return True
    gap = text.flat[text.tokens[i - 1].end : text.tokens[i].start]
    return bool(re.search(r"[^\s'.]", gap)) or "\n" in gap


@cache
def _code(word: str) -> str:
    """The country of an ISO code of two or three letters."""
    if word in countries.codes():
        return word
    code = countries.code_of(word) if _CODE.fullmatch(word) and len(word) == 3 else None
    return code if code and len(code) == 2 else ""


def _of_time(text: Folded, h: Match, languages: tuple[str, ...]) -> bool:
    """Whether a name of a place only states which hours or days are meant: "outside EU office hours"."""
    times = where(text, ("time_words",), languages)
    if any(m.first == h.last and text.flat[h.end : m.start] in (" ", "-") for m in times):
        return True
    first = h.first
    while first > 0 and text.tokens[first - 1].word in _OF and not re.search(r"[^\s']", text.gaps[first]):
        first -= 1
    return any(m.last == first and not text.gaps[first].strip() for m in times)


def _denials(text: Folded, hits: Sequence[Match], languages: tuple[str, ...]) -> Callable[[Match], bool]:
    """Whether a denial is right before a place, with nothing but filler between: "not in the USA"."""
    known = {m.last: m for m in where(text, ("filler", "place_words", "nothing", "and", "alternative"), languages)}
    denials = {m.last for m in where(text, ("negation", "no"), languages)}
    others = {o.last: o for o in hits}
    found = {0: False}
    for i in range(1, len(text.tokens) + 1):  # what is behind a denial, then what is behind that
        if i in denials:
            found[i] = i < len(text.gaps) and not text.gaps[i]
        elif i < len(text.tokens) and _PARTED.search(text.flat[text.tokens[i - 1].end : text.tokens[i].start]):
            found[i] = False
        else:
            step = known.get(i) or others.get(i)
            found[i] = step is not None and found[step.first]
    return lambda h: found[h.first]


def _doubles(text: Folded, hits: Sequence[Match]) -> Callable[[Match], bool]:
    """Whether a name is part of a longer one beside it that means another place: "Jersey / New Jersey"."""
    longer: dict[tuple[str, tuple[str, ...]], tuple[Match, Match]] = {}  # of each name, the first and the last
    for o in hits:
        name = o.key, _words(text, o)
        longer[name] = longer.get(name, (o, o))[0], o

    @cache
    def containing(key: str, mine: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
        return [n for n in longer if n[0].split("/")[0] != key and len(n[1]) > len(mine) and _inside(mine, n[1])]

    def twice(h: Match) -> bool:
        for name in containing(h.key, _words(text, h)):
            if name[0].endswith("/state"):
                return True
            if any("/" in text.flat[min(h.end, o.end) : max(h.start, o.start)] for o in longer[name]):
                return True
        return False

    return twice


def _words(text: Folded, h: Match) -> tuple[str, ...]:
    return tuple(t.word for t in text.tokens[h.first : h.last])


def _inside(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    return any(long[k : k + len(short)] == short for k in range(len(long) - len(short) + 1))


def _fill(text: Folded, languages: tuple[str, ...]) -> list[Span]:
    return [(m.start, m.end) for m in where(text, ("place_words", "no_transfer"), languages)]


def _together(text: str, values: list[Value]) -> list[Value]:
    """One value for a place that is named twice side by side: "Germany (DE)", "Germany (EU)", "New Jersey, USA"."""
    out: list[Value] = []
    for v in values:
        before = out[-1] if out else None
        between = fold(text[before.end : v.start]).flat if before else ""
        if before and re.fullmatch(r"\s*[(\[]\s*|\s*-\s*|\s*,\s*|\s+", between):
            one = _one(before, v, bracket="(" in between or "[" in between)
            if one:
                out[-1] = one
                continue
        out.append(v)
    return out


def _one(a: Value, b: Value, bracket: bool) -> Value | None:
    same = a.value == b.value and (a.sure or b.sure)
    code = ""
    if same:
        code = a.value
    elif "part" in a.extra or "part" in b.extra:
        code = a.value if a.value == b.value else ""
    elif bracket and {a.value, b.value} & {"EU", "EEA"}:
        other = b.value if a.value in ("EU", "EEA") else a.value
        code = other if other in countries.MEMBERS else ""
    elif b.value == "US" and a.value == "unknown" and "state" in a.why:
        return Value("US", a.start, b.end, dict(b.extra))
    if not code:
        return None
    sure = a.sure and b.sure if not same else True
    return Value(code, a.start, b.end, {**a.extra, **b.extra}, sure, "" if sure else a.why or b.why)
