"""Labelled lines that state their facts exactly, with the words of the notices that `datamap notice` writes.

People edit such a notice afterwards, so each line is read for itself: one that was reworded is read as any other text
is. A part of a value follows its mark: "legitimate interests; our interest: direct marketing".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from datamap.drafting.facts import DraftActivity, DraftRecipient, Fact
from datamap.drafting.prose.bases import Bases
from datamap.drafting.prose.fold import fold
from datamap.drafting.prose.lines import Line
from datamap.drafting.prose.periods import SEVERAL
from datamap.drafting.prose.spans import Span, fact, whole
from datamap.drafting.prose.words import Words
from datamap.labels import LANGUAGES, data, values, words

Part = tuple[Line, Span, frozenset[str]]
MARKS = ("interest", "law", "condition", "when", "withdraw", "criterion")
CONCLUDED = "the text states that it is to be confirmed"
ALONE = ("about", "kept", "criteria", "sources", "inferred", "provision", "automated")
"""Fields whose lines nothing else reads."""


@dataclass(frozen=True)
class Phrases:
    """The phrases of one language, folded.

    Attributes
    ----------
    fields : dict of str to str
        What a label is about.
    marks : dict of str to str
        Words before a part of a value, and which part it is.
    sources : dict of str to str
        Words for kinds of sources.
    answers : dict of str to str
        How a text on automated decisions begins, and what it states.
    event, of : tuple of str
        Words around the event from which a period runs, and around the data that an entry is about.
    open, maybe : str
        What is in place of a fact that is not known; the sentence where it is not known whom an activity concerns.
    """

    fields: dict[str, str]
    marks: dict[str, str]
    sources: dict[str, str]
    answers: dict[str, str]
    event: str
    of: str
    open: str
    maybe: str

    @cached_property
    def cut(self) -> re.Pattern[str]:
        """Where a marked part begins: with the value, or behind a semicolon."""
        return re.compile(rf"(?:^|; )(?P<mark>{'|'.join(map(re.escape, self.marks))})")


@cache
def phrases(language: str) -> Phrases:
    """The phrases of a language."""
    found = data(f"notices/{language}")
    activity = found["activity"]

    def before(key: str) -> str:
        return fold(activity[key].partition("{text}")[0])

    return Phrases(
        {fold(text).strip(" :?"): key for key, text in found["fields"].items()},
        {before(key): key for key in MARKS},
        {
            fold(activity["you" if k == "subject" else k]): k
            for k in ("subject", "third-party", "public", "own-records")
        },
        {fold(activity["decisions-no"]): "no", fold(activity["decisions-yes"].partition("{")[0]).strip(): "yes"},
        fold(activity["from"].replace("{period}", "").partition("{event}")[0]),
        fold(activity["for"].replace("{text}", "").partition("{data}")[0]),
        fold(found["open"]),
        fold(activity["maybe"].format(open=found["open"])),
    )


def _every() -> list[Phrases]:
    return [phrases(language) for language in LANGUAGES]


def is_open(span: Span) -> bool:
    """Whether a text is what a notice has in place of a fact that is not known."""
    return span.folded.strip(" .") in {p.open for p in _every()}


@dataclass(slots=True)
class _Group:
    """A label and the lines that belong to it, with the phrases of its language."""

    key: str
    phrases: Phrases
    parts: list[Part]


def take(draft: DraftActivity, parts: list[Part], bases: Bases, cues: Words) -> list[Part]:
    """Read the lines of an activity that have the words of such a notice; what remains for the other readers."""
    rest: list[Part] = []
    for group in _groups(parts):
        if not _read(group, draft, bases, cues):
            rest += group.parts
    return rest


def _groups(parts: list[Part]) -> Iterator[_Group]:
    """Each labelled item with the items below it; any other line alone, without a label."""
    open_: _Group | None = None
    for part in parts:
        line = part[0]
        if open_ is not None and line.kind == "item" and line.depth:
            open_.parts.append(part)
            continue
        if open_ is not None:
            yield open_
        key, found = _label(line)
        open_ = _Group(key, found, [part])
    if open_ is not None:
        yield open_


def _label(line: Line) -> tuple[str, Phrases]:
    """What the bold label at the start of an item is about; empty where a notice has no such label."""
    strong = line.text.strong
    if line.kind == "item" and not line.depth and strong and strong[0][0] == 0:
        label = line.folded[: strong[0][1]].strip(" :?")
        for one in _every():
            if label in one.fields:
                return one.fields[label], one
    return ("maybe" if line.folded in {p.maybe for p in _every()} else ""), _every()[0]


def _spans(group: _Group) -> list[Span]:
    """The values of a group: behind its label, or the items below it."""
    line = group.parts[0][0]
    own = whole(line).part(line.text.strong[0][1]).trimmed(" :?") if line.text.strong else whole(line)
    return [s for s in (own, *(whole(x) for x, _, _ in group.parts[1:])) if s]


def _read(group: _Group, draft: DraftActivity, bases: Bases, cues: Words) -> bool:
    """Read a group; whether it was understood."""
    if group.key == "maybe":
        draft.facts["whom_open"] = fact("unknown", whole(group.parts[0][0]))
        return True
    if group.key not in (*ALONE, "bases", "recipients"):
        return False
    spans = _spans(group)
    if spans and all(is_open(s) for s in spans):
        return True
    if group.key == "bases":
        return _bases(group, spans, bases, cues)
    if group.key in ("kept", "criteria"):
        return _retention(group, spans, draft, cues)
    if group.key == "sources":
        return _sources(group, spans, draft)
    if group.key == "inferred":
        draft.recipients += [DraftRecipient(fact(s.words, s, why=CONCLUDED), "") for s in spans]
        return True
    if group.key == "recipients":
        return _recipients(group, spans, draft)
    if group.key in ("about", "provision"):
        field = "description" if group.key == "about" else "provision_required"
        draft.facts |= {field: fact(spans[0].words, spans[0])} if spans else {}
        return True
    return _automated(group, spans, draft)


def _cut(span: Span, group: _Group) -> tuple[Span, dict[str, Span], Span | None]:
    """The head of a value, its marked parts, and the data that it is about."""
    of, data_ = group.phrases.of, None
    at = span.folded.rfind(of)
    if at > 0 and span.folded.endswith(")"):
        span, data_ = span.part(0, at), span.part(at + len(of), len(span.folded) - 1)
    cuts = sorted((m.start(), m.end(), m["mark"]) for m in group.phrases.cut.finditer(span.folded))
    ends = [start for start, _, _ in cuts[1:]] + [len(span.folded)]
    found = {
        group.phrases.marks[mark]: span.part(start, end).trimmed(" ")
        for (_, start, mark), end in zip(cuts, ends, strict=False)
    }
    return span.part(0, cuts[0][0] if cuts else None).trimmed(" "), found, data_


def _bases(group: _Group, spans: list[Span], bases: Bases, cues: Words) -> bool:
    """Each basis with its interest, law, conditions, case and way of withdrawal; false where no part is marked."""
    entries = [_cut(s, group) for s in spans]
    if not any(parts for _, parts, _ in entries):
        return False
    for head, parts, _ in entries:
        before, bases.bases = bases.bases, []
        bases.add(head, cues, True)
        extra = {
            {"withdraw": "withdrawal"}.get(key, key): part.words
            for key, part in parts.items()
            if key != "condition" and not is_open(part)
        }
        if "condition" in parts:
            extra["conditions"] = _condition(parts["condition"])
        if bases.bases:
            last = bases.bases[-1]
            bases.bases[-1] = Fact(last.value, last.quotes, last.how, last.why, last.sure, {**last.extra, **extra})
        known = {(b.value, b.extra.get("when")) for b in before}  # several of a kind differ by their case
        bases.bases = [*before, *(b for b in bases.bases if (b.value, b.extra.get("when")) not in known)]
    return True


def _condition(span: Span) -> str:
    """A condition of Art. 9(2), by its words in any language."""
    return next(
        (key for key, texts in words("condition").items() if span.folded in {fold(texts[x]) for x in LANGUAGES}), ""
    )


def _retention(group: _Group, spans: list[Span], draft: DraftActivity, cues: Words) -> bool:
    """Periods with the event from which they run, or criteria; false where a period is not one alone."""
    found = []
    for span in spans:
        head, parts, of = _cut(span, group)
        extra: dict[str, str] = {
            k: parts[k].words for k in ("law", "criterion") if k in parts and not is_open(parts[k])
        }
        if of is not None:
            extra["categories"] = of.words.replace("; ", "\n")
        at = head.folded.find(group.phrases.event)
        if at > 0 and group.key == "kept":
            extra["starts"] = head.part(at + len(group.phrases.event)).words
            head = head.part(0, at)
        if group.key == "criteria":
            found.append(fact("none", span, extra={"criterion": head.words} | extra))
            continue
        read = values.read_periods(head.words, cues.reading)
        if len(read.values) != 1 or read.rest or not read.values[0].value.startswith("P"):
            return False
        found.append(fact(read.values[0].value, head, span, extra=extra))
    if sum("categories" not in f.extra and f.value != "none" for f in found) > 1:
        found = [Fact(f.value, f.quotes, f.how, SEVERAL, False, f.extra) for f in found]
    draft.retention += found
    return True


def _sources(group: _Group, spans: list[Span], draft: DraftActivity) -> bool:
    """Sources by kind and name; false where a notice has no such kind."""
    found = []
    for span in spans:
        head, _, of = _cut(span, group)
        kind, _, name = head.folded.partition(": ")
        if kind not in group.phrases.sources:
            return False
        extra = {} if name in ("", group.phrases.open) else {"name": head.words[len(kind) + 2 :]}
        if of is not None:
            extra["categories"] = of.words.replace("; ", "\n")
        found.append(fact(group.phrases.sources[kind], span, extra=extra))
    draft.sources += found
    return True


def _recipients(group: _Group, spans: list[Span], draft: DraftActivity) -> bool:
    """The recipients below the label; false where they are not names in bold, as such a notice has them."""
    names = [line for line, _, _ in group.parts[1:]]
    if not names or any(line.text.strong[:1] != ((0, len(line.text.words)),) for line in names):
        return False
    draft.recipients += [DraftRecipient(fact(s.words, s), "") for s in spans]
    return True


def _automated(group: _Group, spans: list[Span], draft: DraftActivity) -> bool:
    """Whether there are automated decisions, and their logic."""
    for begin, answer in group.phrases.answers.items():
        if spans and spans[0].folded.startswith(begin.rstrip(" .")):
            draft.facts["automated_decisions"] = fact(answer, spans[0])
            logic = spans[0].part(min(len(begin), len(spans[0].folded))).trimmed(" ")
            if answer == "yes" and logic and not is_open(logic):
                draft.facts["automated_logic"] = fact(logic.words, logic)
            return True
    return False
