"""Legal bases of an activity: only where a sentence states one, not where it mentions consent in passing.

Two bases in prose are always a question: which of them applies to what is for a person to confirm.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from datamap.drafting.facts import Fact
from datamap.drafting.prose.fold import fold
from datamap.drafting.prose.readers import read_softly
from datamap.drafting.prose.spans import Span, fact, sentences
from datamap.drafting.prose.words import Words
from datamap.labels import values
from datamap.labels.values import doubt
from datamap.labels.values.cases import cases
from datamap.labels.values.denied import are_denied, may_be_past
from datamap.labels.values.lexicon import group

TWO = "the text names several legal bases: confirm which one applies to what"
CONSENT = "consent is named as a condition and not as the legal basis"
IN_WORDS = "read from words that may describe something else"
PAST = "words in front of it may date it back"
BRIEF = 12
"""Words of an item that is a basis and not a sentence about one."""

_ARTICLE = re.compile(r"\b(?:art\w*|cl)\.?\s*(?:6|9|10)\b|\b6\s?\(1\)|\b6\.1\b")
_CITED = re.compile(rf"{_ARTICLE.pattern}|\b(?:art|cl)$")
_SPECIAL = re.compile(r"\b(?:art\w*|cl)\.?\s*(?:9|10)\b|\b9\s?\(2\)|,\s*9\b")
_CLAUSE = re.compile(r"[,;:()]|\s[-]\s|\.\s")
_TAIL = re.compile(r"[,;:()]|\s-\s|\.\s|\.$|$")


@dataclass(slots=True)
class Bases:
    """What the sentences of an activity state about its legal bases."""

    bases: list[Fact] = field(default_factory=list)
    conditions: list[Fact] = field(default_factory=list)
    consent: list[Fact] = field(default_factory=list)
    """Consent that is only a condition: a basis if nothing else is stated."""
    statements: int = 0
    places: int = 0
    """In how many lines bases are stated."""
    given: bool = False
    """Whether such consent is in a list of bases."""
    denied: list[Span] = field(default_factory=list)
    """Sentences that state no basis, and deny one or date it back."""

    def add(self, span: Span, words: Words, asked: bool, led: bool = False, doubt: str = "") -> None:
        """Read the sentences of a span.

        Parameters
        ----------
        span : Span
        words : Words
        asked : bool
            The span answers the question for the legal basis.
        led : bool
            The span is an item under a sentence that announces legal bases.
        doubt : str
            Why nothing in it is sure.
        """
        known, before = len(self.bases), self.statements
        for sentence in sentences(span, words):
            short = led and (sentence.words.count(" ") < BRIEF or _begins(sentence, words))
            found = self._sentence(sentence, words, asked or short)
            if led and not found and self.consent:
                self.given = True
        self.places += self.statements > before
        self.bases[known:] = [
            Fact(f.value, f.quotes, f.how, f.why or doubt, f.sure and not doubt, f.extra) for f in self.bases[known:]
        ]

    def _sentence(self, sentence: Span, words: Words, asked: bool) -> bool:
        cited = _ARTICLE.search(sentence.folded) is not None
        bracket = _bracketed(sentence, words)
        if bracket is not None and not cited and not asked:
            self._stated(bracket, words, False, True)
            return True
        if cited or asked or words.has("bases_cue", sentence.folded):
            found = self._stated(sentence, words, cited, asked)
            if _SPECIAL.search(sentence.folded) or asked:
                for v in read_softly(values.read_conditions, sentence.words, words):
                    if v.value not in [c.value for c in self.conditions]:
                        why = v.why or ("" if _SPECIAL.search(sentence.folded) else IN_WORDS)
                        self.conditions.append(fact(v.value, sentence.part(v.start, v.end), sentence, why=why))
            if found:
                if "6-1-a" not in {b.value for b in self.bases} and (m := _consent(sentence, words)) is not None:
                    self.consent.append(fact("6-1-a", m, sentence, why=CONSENT, how="inferred"))
                    self.given = True
                return True
        if (m := _consent(sentence, words)) is not None:
            self.consent.append(fact("6-1-a", m, sentence, why=CONSENT, how="inferred"))
        return False

    def _stated(self, sentence: Span, words: Words, cited: bool, asked: bool) -> bool:
        plain = without_passing(sentence, words)
        plain = words.cue("not_bases").sub(lambda m: "\0" * len(m[0]), plain)
        masked, interest, hidden = _without_interest(plain, words)
        text = "".join(c if f != "\0" else " " for c, f in zip(sentence.words, masked, strict=True))
        read = read_softly(values.read_bases, text, words)
        found = [(v.value, v.start, v.end, v.why or ("" if v.sure else IN_WORDS)) for v in read]
        seen = {f[0] for f in found}
        if not cited:
            denied = _denied(text, masked, words)
            for basis, m in words.basis_words(masked):
                if basis not in seen and not any(a < m.end() and m.start() < b for _, a, b, _ in found):
                    if m.start() in denied or (seen and basis == "6-1-c" and _conditional(text[: m.start()], words)):
                        continue  # "consent, where required by law" states consent alone
                    seen.add(basis)
                    found.append(
                        (basis, m.start(), m.end(), "" if asked or words.has("bases_cue", masked) else IN_WORDS)
                    )
        if words.has("negation", masked) and not cited:
            found = [(v, a, b, why or "words beside it may deny it") for v, a, b, why in found]
        past = may_be_past(text, [(a, b) for _, a, b, _ in found], words.reading)
        found = [(v, a, b, why or (PAST if was else "")) for (v, a, b, why), was in zip(found, past, strict=True)]
        self.statements += bool(found)
        if not found and not cited and denied:
            self.denied.append(sentence)
        found.sort(key=lambda f: f[1])
        within = cases(sentence.words, [(a, b) for _, a, b, _ in found], words.reading)
        for (value, start, end, why), case in zip(found, within, strict=True):
            tail = _interest(sentence, interest, words, hidden) if value == "6-1-f" else ""
            why = why or (TWO if hidden and value == "6-1-f" else "")
            when = sentence.part(*case).words if case and not tail else ""
            extra = {"interest": tail, "when": when}
            self._keep(fact(value, sentence.part(start, end), sentence, why=why, extra=extra))
        return bool(found)

    def _keep(self, new: Fact) -> None:
        for i, old in enumerate(self.bases):
            if old.value == new.value:
                if new.sure and not old.sure:
                    self.bases[i] = new
                return
        self.bases.append(new)

    def facts(self) -> list[Fact]:
        """The bases; none of several is sure, and consent as a condition counts where nothing else is stated."""
        stated = self.bases or self.consent[:1]
        if self.bases and self.given and "6-1-a" not in {b.value for b in stated}:
            stated = [*stated, self.consent[0]]
        if len(stated) < 2:
            return stated
        return [Fact(f.value, f.quotes, f.how, f.why or TWO, False, f.extra) for f in stated]


def _interest(sentence: Span, place: tuple[int, int], words: Words, hidden: bool) -> str:
    """The words that describe an interest, without the small words at their start and an article behind them.

    ``hidden``: whether they name another basis; behind a comma they are then about that one.
    """
    span = sentence.part(*place)
    if hidden and re.match(r"\s*[,;:]", span.words):
        return ""
    cited = _CITED.search(span.folded)
    span = span.part(0, cited.start() if cited else None).trimmed()
    while cited and (m := re.search(r"(?:^|\s)(\w+)$", span.folded)) and m[1] in _citing(words.reading):
        span = span.part(0, m.start()).trimmed()
    while (m := re.match(r"[\w']+\s+", span.folded)) and m[0].strip() in words.leading:
        span = span.part(m.end())
    return span.words


@cache
def _citing(languages: tuple[str, ...]) -> frozenset[str]:
    """The words that lead to a law, each alone: "according", "to"."""
    phrases = (p for texts in group("leading", languages).values() for p in texts)
    return frozenset(w for p in phrases for w in fold(p).split())


def without_passing(sentence: Span, words: Words) -> str:
    """The folded sentence without the clauses that only mention how consent ends or that it is not needed."""
    folded = sentence.folded
    cuts = [0, *(m.end() for m in _CLAUSE.finditer(folded)), len(folded)]
    out = []
    for a, b in zip(cuts, cuts[1:], strict=False):
        out.append(
            "\0" * (b - a) if words.has("passing", folded[a:b]) and not _ARTICLE.search(folded[a:b]) else folded[a:b]
        )
    return "".join(out)


def _without_interest(folded: str, words: Words) -> tuple[str, tuple[int, int], bool]:
    """The sentence without the words that describe the legitimate interest; where they are; other bases among them."""
    m = words.bases["6-1-f"].search(folded)
    if m is None:
        return folded, (0, 0), False
    end = _TAIL.search(folded, m.end() + 1)
    stop = end.start() if end else len(folded)
    other = re.compile(r"\bor\b|\boder\b|\bou\b|\bnebo\b").search(folded, m.end(), stop)
    if other:
        stop = other.start()
    tail = folded[m.end() : stop]
    hidden = any(True for basis, _ in words.basis_words(tail) if basis != "6-1-f")
    return folded[: m.end()] + "\0" * (stop - m.end()) + folded[stop:], (m.end(), stop), hidden


def _bracketed(sentence: Span, words: Words) -> Span | None:
    """A bracket that holds little more than the words for a basis: ``(legal obligation)``."""
    for m in re.finditer(r"\(([^()]{3,80})\)", sentence.words):
        inner = sentence.part(m.start(1), m.end(1))
        if (
            (inner.words.count(" ") < 6 or _begins(inner, words))
            and any(True for _ in words.basis_words(inner.folded))
            and not words.has("passing", inner.folded)
        ):
            return inner
    return None


def _begins(span: Span, words: Words) -> bool:
    """Whether words for a basis are what a text begins with: "the contract with you about ..."."""
    return any(not words.content(span.folded[: m.start()]) for _, m in words.basis_words(span.folded))


def _denied(text: str, masked: str, words: Words) -> set[int]:
    """Where words for a basis begin that the sentence denies or dates back: "we no longer rely on consent"."""
    found = [m.span() for _, m in words.basis_words(masked)]
    return {a for (a, _), no in zip(found, are_denied(text, found, words.reading), strict=True) if no}


def _conditional(before: str, words: Words) -> bool:
    """Whether a text ends with a word of condition."""
    folded = values.fold(before)
    marks = [m for m in doubt.marks(folded, words.reading) if m.last == len(folded.tokens)]
    return any(m.key == "condition" for m in marks)


def _consent(sentence: Span, words: Words) -> Span | None:
    plain = without_passing(sentence, words)
    m = words.cue("consent").search(plain)
    if m is None or are_denied(sentence.words, [m.span()], words.reading)[0]:
        return None
    return sentence.part(m.start(), m.end())
