"""Legal bases (Art. 6(1)) and conditions for special data (Art. 9(2), Art. 10), by letter or in words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from operator import itemgetter

from datamap.labels import words
from datamap.labels.values import doubt
from datamap.labels.values.answers import DOUBTED, fillers
from datamap.labels.values.lexicon import LANGUAGES, Lexicon, Match, between, group, inside, where
from datamap.labels.values.text import REMEMBERED, Folded, Reading, Span, Value, fold, rest

DIFFER = "the letter and the words beside it name different bases"
ALTERNATIVE = "one of several bases"
BETWEEN = "it is between two letters that are cited"
LIMITED = "it names a basis that words beside it limit or postpone; the map does not state that one"
_PARTED = re.compile(r"[,;\n+]")
_APART = re.compile(r"[,;\n+]|\sand\s")
_SEP = r"[\s.,(§)/-]*"


@cache
def _either(name: str, languages: tuple[str, ...]) -> str:
    """The words of a group as alternatives of a pattern."""
    return "|".join(re.escape(fold(w).flat.rstrip(".")) for w in group(name, languages)[name])


@cache
def _until(languages: tuple[str, ...]) -> str:
    """The words between the first and last letter of several, of more than one letter: "to", not the Italian "a"."""
    found = (re.escape(fold(w).flat) for w in group("range", languages)["range"])
    return "|".join(w for w in found if len(w) > 1)


@cache
def _citation(article: str, paragraph: str, letters: str, languages: tuple[str, ...]) -> re.Pattern[str]:
    """A citation with all its letters: ``6(1)(b), (c)``, ``Abs. 1 lit. b und f``, ``odst. 1 písm. a) a f)``."""
    mark = _either("letters", languages)
    par = _either("paragraphs", languages)
    join = _either("and", languages)
    either = _either("alternative", languages)
    law = _either("regulation", languages)
    marked = rf"(?:(?:{mark})(?![^\W\d_])\.?\s*)"  # not the English "letter" in "lettera"
    end = rf"(?=\s*(?:[).;:,/&+\n–-]|$|(?:{join}|{either}|{law})\b))"
    one = (
        rf"(?:{marked}?\(\s*[{letters}]\s*\)|{marked}?\b[{letters}]\)|{marked}\(?[{letters}]\b\)?|\b[{letters}]\b{end})"
    )
    sentence = rf"(?:{_SEP}(?:{_either('sentences', languages)})\.?\s*1)?"
    said = group("ordinals", languages).get(paragraph[0], [])
    paragraph = "|".join([paragraph, *(re.escape(fold(w).flat) for w in said)])
    number = rf"(?<![\d.])(?<!\d[(/-]){article}{_SEP}(?:(?:{par}){_SEP})*(?:{paragraph})(?!\d){sentence}"
    sign = rf"\s*(?:[,/&+-]|\b(?:{join}|{either}|{_until(languages)})\b)\s*"
    return re.compile(rf"{number}{_SEP}({one}(?:(?:{sign})+{one})*)")


@cache
def _single(letters: str, languages: tuple[str, ...]) -> re.Pattern[str]:
    """The letters of a citation, without the words that connect them: ``a) a f)`` has two."""
    mark = _either("letters", languages)
    join = "|".join(_either(name, languages) for name in ("and", "alternative"))
    join += f"|{_until(languages)}"
    return re.compile(rf"(?:^|[,/&+-]|\b(?:{join})\b)\s*(?:(?:{mark})(?![^\W\d_])\.?\s*)?\(?\s*([{letters}])\b\s*\)?")


@cache
def _to(languages: tuple[str, ...]) -> re.Pattern[str]:
    """What is between two letters that stand for those between them too: ``a) - c)``."""
    mark = _either("letters", languages)
    return re.compile(rf"\s*\)?\s*(?:-|\b(?:{_until(languages)})\b)\s*(?:(?:{mark})(?![^\W\d_])\.?\s*)?\(?\s*")


def _ranged(text: Folded, h: Match) -> bool:
    """Whether a letter is only between two that a text cites."""
    return h.end - h.start > 1 and re.match(r"[a-j]\W", text.flat[h.start : h.end]) is not None


@lru_cache(maxsize=REMEMBERED)
def letters(text: Folded, kind: str, languages: tuple[str, ...]) -> tuple[tuple[str, Span, Span], ...]:
    """Letters of an article that a text cites: key, place of the letter, place of the whole citation."""
    article, paragraph, which = _ARTICLES[kind]
    out: list[tuple[str, Span, Span]] = []
    for m in _citation(article, paragraph, which, languages).finditer(text.flat):
        first = len(out)
        found = list(_single(which, languages).finditer(m[1]))
        for before, letter in zip([None, *found], found, strict=False):
            at = m.start(1) + letter.start(1)
            if before is not None and _to(languages).fullmatch(m[1][before.end(1) : letter.start(1)]):
                between = (m.start(1) + before.start(1), at + 1)
                out += [
                    (f"{article}-{paragraph[0]}-{chr(n)}", between, m.span())
                    for n in range(ord(before[1]) + 1, ord(letter[1]))
                ]
            out.append((f"{article}-{paragraph[0]}-{letter[1]}", (at, at + 1), m.span()))
        if len(out) > first:  # the first letter is quoted with its article
            key, at_, whole = out[first]
            out[first] = (key, (_head(text, m.start(), languages), at_[1]), whole)
    return tuple(out)


_ARTICLES = {"6": ("6", "1|i", "a-f"), "9": ("9", "2|ii", "a-j"), "49": ("49", "1|i", "a-g")}


@cache
def _article(languages: tuple[str, ...]) -> str:
    return rf"\b(?:{_either('articles', languages)})\.?\s*"


def _head(text: Folded, start: int, languages: tuple[str, ...]) -> int:
    """The place of the word for 'article' before a citation."""
    m = re.compile(_article(languages) + "$").search(text.flat, max(0, start - 15), start)
    return m.start() if m else start


@cache
def _phrases(name: str, table: str, languages: tuple[str, ...]) -> Lexicon:
    known = {k: list(v) for k, v in group(name, languages).items()}
    if name == "bases":  # longer phrases that are not a basis: explicit consent beside Art. 9, withdrawal of consent
        known["-"] = [*known.get("-", ()), *group("passing", languages).get("passing", ())]
    for key, said in words(table).items():
        if key != "unknown":
            known.setdefault(key, []).extend(_gloss(t) for t in said.values())
    return Lexicon(known)


def _gloss(text: str) -> str:
    """The words behind a citation in the texts that our records write."""
    return re.sub(r"^.*?(?:\([a-j]\)|\b[a-j]\)|Art\. 10|art\. 10|čl\. 10)\s*", "", text)


def _in_words(text: Folded, name: str, table: str, languages: tuple[str, ...], cited: list[Span]) -> list[Match]:
    """Phrases outside citations and words for transfer tools: "contractual clauses" are not the basis contract."""
    taken = [*cited, *((m.start, m.end) for m in where(text, ("tools",), languages))]
    free = frozenset(range(len(text.tokens))).difference(*(text.within(a, b) for a, b in taken))
    return [m for m in _phrases(name, table, languages).find(text, free) if m.key != "-"]


def _pseudo(text: Folded, key: str, span: Span) -> Match:
    """A citation as a match, so that doubts apply to it."""
    own = text.within(*span)
    first = own.start - (own.start > 0 and text.tokens[own.start - 1].end > span[0])
    return Match(key, first, own.stop, *span)


@lru_cache(maxsize=REMEMBERED)
def read_bases(text: str, languages: tuple[str, ...] = LANGUAGES) -> Reading:
    """Legal bases of a text: every letter of Art. 6(1), else words for a basis. Art. 9 is never a basis.

    Examples
    --------
    >>> [v.value for v in read_bases("Art. 6(1)(b), (c)").values]
    ['6-1-b', '6-1-c']
    >>> [v.value for v in read_bases("čl. 6 odst. 1 písm. a) a f)").values], read_bases("no consent needed").values
    (['6-1-a', '6-1-f'], ())
    >>> read_bases("Art. 9(2)(a) explicit consent").values
    ()
    """
    folded = fold(text)
    cited = letters(folded, "6", languages)
    other = letters(folded, "9", languages)
    spans = [whole for _, _, whole in cited + other]
    hits = [_pseudo(folded, key, span) for key, span, _ in cited]
    in_words = _in_words(folded, "bases", "basis", languages, spans)
    letters_, values = set(hits), []
    used = [(_head(folded, whole[0], languages), whole[1]) for _, _, whole in cited]
    every = sorted([*hits, *in_words], key=lambda m: m.start)
    levels = dict(zip(every, doubt.doubts(folded, every, languages, kinds=doubt.STATED), strict=True))
    or_ = dict(zip(every, doubt.alternatives(folded, every, languages), strict=True))
    denied = {whole[0] for (_, _, whole), h in zip(cited, hits, strict=True) if levels[h] == doubt.DENIED}
    used = [u for u in used if denied.isdisjoint(range(*u))]
    glosses = _glossing(folded, other)
    for h in every:
        span = folded.span(h.start, h.end)
        why = DOUBTED if levels[h] else ALTERNATIVE if or_[h] else BETWEEN if _ranged(folded, h) else ""
        if levels[h] == doubt.DENIED:
            continue
        if h not in letters_:
            part = doubt.part_at(folded, h.start, languages)
            beside = {c.key for c in inside(hits, part.start, part.end)}
            if h.key in beside:
                used.append((h.start, h.end))
                continue
            if glosses(h):
                continue
            why = DIFFER if beside else why
            used.append((h.start, h.end))
        values.append(Value(h.key, *_closed(text, *span), {}, not why, why))
    kept = _starts(folded, [(_head(folded, whole[0], languages), whole[1]) for _, _, whole in other])
    known = [s for s in fillers(folded, languages, every) + _law(folded, languages) if s[0] not in kept]
    return Reading(_once(values), rest(folded, used + known))


@lru_cache(maxsize=REMEMBERED)
def is_limited(text: str, languages: tuple[str, ...] = LANGUAGES) -> bool:
    """Whether a text names a legal basis that is not read because words limit or postpone it, and not as denied.

    Examples
    --------
    >>> is_limited("contract; consent where required"), is_limited("contract; no consent"), is_limited("contract")
    (True, False, False)
    """
    folded = fold(text)
    cited, other = letters(folded, "6", languages), letters(folded, "9", languages)
    hits = [_pseudo(folded, key, span) for key, span, _ in cited]
    in_words = _in_words(folded, "bases", "basis", languages, [whole for _, _, whole in cited + other])
    glosses = _glossing(folded, other)
    every = sorted([*hits, *(m for m in in_words if not glosses(m))], key=lambda m: m.start)
    denied = [m for m in doubt.marks(folded, languages) if m.key in ("negation", "except")]
    read = {v.value for v in read_bases(text, languages).values}
    past = doubt.doubts(folded, every, languages, kinds=("former",))
    for part in doubt.parts(folded, languages):
        clauses = {part.clause(m.start) for m in inside(denied, part.start, part.end)}
        own = [every[i] for i in between(every, part.start, part.end) if not past[i]]
        if any(h.key not in read and part.clause(h.start) not in clauses for h in own):
            return True
    return False


def _closed(text: str, start: int, end: int) -> Span:
    """A citation with the bracket that closes it: ``Art. 6(1)(b)``."""
    while text[start:end].count("(") > text[start:end].count(")") and text[end : end + 1] == ")":
        end += 1
    return start, end


def _starts(text: Folded, spans: list[Span]) -> set[int]:
    """Where the tokens of parts of a text begin."""
    return {text.tokens[i].start for a, b in spans for i in text.within(a, b)}


def _glossing(text: Folded, other: Sequence[tuple[str, Span, Span]]) -> Callable[[Match], bool]:
    """Whether words follow or precede a citation of Art. 9 in the same clause: they explain it."""
    cited = sorted({whole for _, _, whole in other})

    def glosses(h: Match) -> bool:
        n = bisect_right(cited, h.start, key=itemgetter(1))  # between it and a farther one there is more, not less
        if n and not _APART.search(text.flat, cited[n - 1][1], h.start):
            return True
        n = bisect_left(cited, h.end, key=itemgetter(0))
        return n < len(cited) and not _PARTED.search(text.flat, h.end, cited[n][0])

    return glosses


@cache
def _regulation(languages: tuple[str, ...]) -> Lexicon:
    return Lexicon(
        {k: v for name in ("regulation", "letters", "paragraphs") for k, v in group(name, languages).items()}
    )


def _law(text: Folded, languages: tuple[str, ...]) -> list[Span]:
    return [(m.start, m.end) for m in _regulation(languages).find(text)]


def _once(values: list[Value]) -> tuple[Value, ...]:
    """Values in order; one that is stated twice counts once, sure if it is so anywhere."""
    out: dict[str, Value] = {}
    for v in sorted(values, key=lambda v: v.start):
        if v.value not in out or (v.sure and not out[v.value].sure):
            out[v.value] = v
    return tuple(sorted(out.values(), key=lambda v: v.start))


@lru_cache(maxsize=REMEMBERED)
def read_conditions(text: str, languages: tuple[str, ...] = LANGUAGES) -> Reading:
    """Conditions for special data: letters of Art. 9(2), ``10``, or words for them.

    Examples
    --------
    >>> [v.value for v in read_conditions("Art. 9(2)(a) explicit consent").values], read_conditions("Art. 10").only
    (['9-2-a'], '10')
    """
    folded = fold(text)
    tenth = re.finditer(_article(languages) + r"10\b(?!\s*\()", folded.flat)
    cited = (*letters(folded, "9", languages), *(("10", m.span(), m.span()) for m in tenth))
    other = letters(folded, "6", languages)
    hits = [_pseudo(folded, key, span) for key, span, _ in cited]
    in_words = _in_words(folded, "conditions", "condition", languages, [w for _, _, w in cited + other])
    every = sorted([*hits, *in_words], key=lambda m: m.start)
    levels = dict(zip(every, doubt.doubts(folded, every, languages, kinds=doubt.STATED), strict=True))
    denied = {h.start for h in every if levels[h] == doubt.DENIED}
    used = [(_head(folded, whole[0], languages), whole[1]) for _, _, whole in cited]
    used = [u for u in used if denied.isdisjoint(range(*u))]
    values, letters_, glosses = [], set(hits), _glossing(folded, cited)
    for h in every:
        if levels[h] == doubt.DENIED:
            continue
        if h not in letters_:
            used.append((h.start, h.end))
            if hits and glosses(h):
                continue
        why = DOUBTED if levels[h] else BETWEEN if _ranged(folded, h) else ""
        values.append(Value(h.key, *_closed(text, *folded.span(h.start, h.end)), {}, not why, why))
    kept = _starts(folded, [(_head(folded, whole[0], languages), whole[1]) for _, _, whole in other])
    known = [s for s in fillers(folded, languages, every) + _law(folded, languages) if s[0] not in kept]
    return Reading(_once(values), rest(folded, used + known))
