"""Periods of storage: only in sentences on keeping or deleting, never the time to answer a request."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from datamap.drafting.facts import Fact
from datamap.drafting.prose.spans import Span, fact, sentences
from datamap.drafting.prose.words import Words
from datamap.labels import values
from datamap.labels.values import LANGUAGES, fold
from datamap.labels.values.lexicon import where
from datamap.labels.values.periods import DENIED
from datamap.reading.document import Quote

SEVERAL = "several periods or criteria are named: confirm which one applies to what"
OTHER = "the period may be that of an answer or a notice, not of storage"
CRITERION = "a criterion in words, without a period"
LIMITED = "words in the sentence may deny or limit it"

PART = "the sentence is about some of the data: confirm which ones the period is for"
STEM = 3
"""Letters by which words of a name are compared."""

_CLAUSE = re.compile(r"[,;:()]")
_KEPT = ("starts", "law", "remark", "criterion", "maximum", "minimum", "example")


@dataclass(slots=True)
class Periods:
    """What the sentences of an activity state about storage."""

    found: list[Fact] = field(default_factory=list)
    criteria: list[Fact] = field(default_factory=list)

    def add(self, span: Span, words: Words, asked: bool, doubt: str = "") -> None:
        """Read the sentences of a span; ``asked``: it answers the question how long; ``doubt``: why nothing is sure."""
        known = len(self.found)
        for sentence in sentences(span, words):
            kept = words.has("keep", sentence.folded)
            if not (kept or asked):
                continue
            self._sentence(sentence, words, asked)
        self.found[known:] = [
            Fact(f.value, f.quotes, f.how, f.why or doubt, f.sure and not doubt, f.extra) for f in self.found[known:]
        ]

    def _sentence(self, sentence: Span, words: Words, asked: bool) -> None:
        other = words.has("no_period", sentence.folded)
        read = values.read_periods(sentence.words, words.reading)
        seen = {f.value for f in self.found}
        for v in read.values:
            extra = {k: str(x) for k, x in v.extra.items() if k in _KEPT}
            quoted = sentence.part(v.start, v.end)
            if not v.value.startswith("P"):
                self.criteria.append(
                    fact("none", quoted, sentence, why=v.why or CRITERION, extra={"criterion": sentence.words} | extra)
                )
            elif v.value not in seen:
                doubt = "" if v.why == DENIED else v.why or ("" if v.sure else CRITERION)
                why = (
                    doubt or (OTHER if other else "") or _limited(sentence, words) or _denied(sentence, v.start, words)
                )
                seen.add(v.value)
                text = (
                    {} if words.has("keep", sentence.folded) else {"text": sentence.words}
                )  # an answer, not a sentence
                self.found.append(fact(v.value, quoted, sentence, why=why, extra=extra | text))
        lasting = asked or words.has("lasting", sentence.folded)
        if not read.values and lasting and len(sentence.words) > 12 and not read.denied:
            self.criteria.append(fact("none", sentence, why=CRITERION, extra={"criterion": sentence.words}))

    def facts(self) -> list[Fact]:
        """The periods; none of several is sure. A criterion counts where there is no period."""
        if len(self.found) > 1 or (self.found and self.criteria):
            return [Fact(f.value, f.quotes, f.how, f.why or SEVERAL, False, f.extra) for f in self.found]
        return self.found or self.criteria[:1]


def _denied(sentence: Span, start: int, words: Words) -> str:
    """Why a denial in front of a period makes it unsure: "we do not keep them for 2 years", "not for 2 years".

    The denial must be of the storage or of the period itself, not of other words in the clause: "data that are no
    longer needed are deleted after 2 years", "no longer than 2 years".
    """
    clause = _CLAUSE.split(sentence.folded[:start])[-1]
    for m in words.cue("negation").finditer(clause):
        rest = clause[m.end() :]
        first = next((w for w in re.finditer(r"[\w']+", rest) if not words.is_small(w[0])), None)
        if first is None or words.cue("keep").match(rest, first.start()):
            return LIMITED
    return ""


def _limited(sentence: Span, words: Words) -> str:
    """Why a condition or denial in the sentence makes a period unsure."""
    if words.has("limits", sentence.folded):
        return LIMITED
    return ""


def of_part(found: list[Fact], name: str) -> list[Fact]:
    """The periods of an activity; one whose sentence is about some of its data, such as invoices, is not sure."""
    own = {fold(name).flat[m.start : m.start + STEM] for m in where(fold(name), ("some_data",), LANGUAGES)}
    out = []
    for f in found:
        first, last = (f.quotes[0], f.quotes[-1]) if f.quotes else (Quote("", "", 0, 0),) * 2
        sentence = fold(last.words[: max(0, first.start - last.start)])  # behind the period is what it starts from
        named = {sentence.flat[m.start : m.start + STEM] for m in where(sentence, ("some_data",), LANGUAGES)}
        partly = f.sure and f.value.startswith("P") and bool(named - own)
        out.append(replace(f, sure=False, why=PART) if partly else f)
    return out
