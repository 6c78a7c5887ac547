"""Processing activities: sections that are one, entries of a list of purposes, or the document as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from datamap.drafting.conditions import limited
from datamap.drafting.facts import DraftActivity, Fact
from datamap.drafting.prose import answers, categories, written
from datamap.drafting.prose.bases import Bases
from datamap.drafting.prose.categories import Announced
from datamap.drafting.prose.fold import fold
from datamap.drafting.prose.lines import Line
from datamap.drafting.prose.periods import Periods, of_part
from datamap.drafting.prose.readers import other_kind
from datamap.drafting.prose.sections import APART, ARTICLE, Section, about
from datamap.drafting.prose.spans import Span, entries, fact, sentences, span_of, whole
from datamap.drafting.prose.words import Words
from datamap.drafting.tables import cells, items
from datamap.labels import values
from datamap.labels.values.denied import is_planned

REPEATED = "the same label occurs twice in this section: it may be about two activities"
HINTED = "the title may be about something else than one activity"
SCATTERED = "the section states legal bases in several places: it may be about two activities"
UNTITLED = "named by its purpose, not by a title"
MIXED = "a sentence behind labelled lines: it may be about another activity"
LONG = 16  # words of a purpose; a longer one is described, not named

SHORT = 10
"""Words of a part of an entry."""
BESIDE = "it is beside the purpose, without words for what it is"
_PART = re.compile(r"\s[-–—]\s|:\s|\s?\(|;\s|,\s")
_HEAD = re.compile(r"\s[-–—]\s|:\s|\s\(|;|\.(?=\s+\D|\s*$)")


@dataclass(slots=True)
class Found:
    """An activity and the lines that are about it.

    Attributes
    ----------
    draft : DraftActivity
    section : Section or None
        The section that it is; None for an entry of a list.
    parts : list of (Line, Span, frozenset of str)
        Each line, the words after its label, and what label or sub-title they are under.
    read : set of int
        Lines, by identity, that state their facts exactly, so that nothing else is read from them.
    denied : list of Span
        Sentences that state no legal basis, and deny one or date it back.
    """

    draft: DraftActivity
    section: Section | None
    parts: list[tuple[Line, Span, frozenset[str]]] = field(default_factory=list)
    read: set[int] = field(default_factory=set)
    denied: list[Span] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        """The lines that are about it."""
        return [line for line, _, _ in self.parts]


def find_activities(root: Section, known: list[Announced], words: Words) -> list[Found]:
    """The activities of a document, with all facts that their own text states."""
    stated = [_of_section(s) for s in root.walk() if s.activity]
    for one in stated:
        _fill(one, known, words)
    found = [one for one in stated if _kept(one, words)]
    found += [f for s in root.walk() if _lists(s) for f in _of_list(s, words)]
    labelled = [f for s in root.walk() if not _lists(s) and not _about_activity(s) for f in _of_labels(s, words)]
    for one in labelled if found or len(labelled) == 1 else ():
        name = one.draft.name
        one.draft.name = Fact(name.value, name.quotes, name.how, UNTITLED, False)
    found += labelled
    if not found and (alone := _of_document(root, words)) is not None:
        found = [alone]
    for one in found:
        if one not in stated:
            _fill(one, known, words)
    return found


def _kept(found: Found, words: Words) -> bool:
    """Whether a section is an activity: it is under a title about purposes, or states a basis; else it is not sure."""
    section, draft = found.section, found.draft
    if section is None:
        return True
    if not draft.bases and _is_contract(draft.name.value, words):
        section.activity = False
        return False
    if section.parent is not None and section.parent.within & {"purposes", "bases", "cookies"}:
        if section.split or (not draft.bases and words.has("data_words", fold(draft.name.value))):
            draft.name = Fact(draft.name.value, draft.name.quotes, "stated", HINTED, False)
        return True
    if draft.bases or any("purposes" in line.label for line in found.lines):
        if section.split or (section.title is not None and words.hints(section.title.folded)):
            draft.name = Fact(draft.name.value, draft.name.quotes, "stated", HINTED, False)
        return True
    draft.name = Fact(draft.name.value, draft.name.quotes, "stated", "its text states no legal basis", False)
    answered = any("bases" in own for _, _, own in found.parts)  # in words that are not understood
    if not section.roles and (answered or any(r.value.startswith("P") for r in draft.retention)):
        return True
    section.activity = False
    return False


def _about_activity(section: Section) -> bool:
    if any(s.activity for s in section.up()) or section.within & APART:
        return True
    return any(s.roles & {"recipients", "transfers"} for s in section.up())  # the purpose of a recipient is its service


def _of_labels(section: Section, words: Words) -> Iterator[Found]:
    """Activities that labelled lines state one after the other: each begins with its purpose."""
    last: Found | None = None
    for line, roles in about(section, words):
        if "purposes" in line.label and line.label == frozenset({"purposes"}):
            last = next(_of_label(line, words), None)
            if last is not None:
                yield last
        elif last is not None and line.label:
            last.parts.append((line, span_of(line), roles))


def _lists(section: Section) -> bool:
    """Whether a section lists purposes: as items or in a sentence, and not as labelled lines."""
    return (
        "purposes" in section.roles
        and (any(x.kind == "item" for x in section.lines) or not any("purposes" in x.label for x in section.lines))
        and not any(s.activity for s in section.up())
        and not any(c.activity for c in section.children)
    )


def _of_section(section: Section) -> Found:
    assert section.title is not None
    name = whole(section.title).trimmed(" .:*")
    draft = DraftActivity(fact(name.words, name))
    if section.title.path:
        ref = ".".join(section.title.path)
        draft.facts["ref"] = Fact(ref, draft.name.quotes)
    return Found(draft, section, list(_parts(section, frozenset())))


def _parts(section: Section, roles: frozenset[str]) -> Iterator[written.Part]:
    """The lines of an activity and of the sections below it that are about nothing else."""
    yield from _own_parts(section.lines, roles)
    for child in section.children:
        if not child.activity:
            yield from _parts(child, child.roles if child.roles else roles)


def _own_parts(lines: list[Line], roles: frozenset[str]) -> Iterator[written.Part]:
    """Lines with what each is about."""
    lead: frozenset[str] = frozenset()
    for line in lines:
        if line.kind == "table":
            continue
        own = line.label or roles or (lead if line.kind == "item" else frozenset())
        yield line, span_of(line), own
        if line.kind != "item":
            lead = frozenset()
        if line.lead:
            lead = line.label or _lead(line)


def _lead(line: Line) -> frozenset[str]:
    """What a line that ends with a colon announces."""
    return (
        frozenset({"lead:bases"})
        if re.search(r"(?:basis|bases|based|grundlage|base |fonde|zaklad|duvod)", line.folded)
        else frozenset()
    )


def _of_list(section: Section, words: Words) -> Iterator[Found]:
    """Each entry of a list of purposes."""
    items = [line for line, roles in about(section, words) if line.kind == "item" and "purposes" in roles]
    last: Found | None = None
    for line, roles in about(section, words):
        if "purposes" not in roles and not (line.kind == "item" and line.depth):
            last = None
        elif line.kind == "item" and line.depth == 0:
            name = _name(line, words)
            if name is None:
                last = None
                continue
            why = "" if name.words.count(" ") < LONG else "a description, not a name"
            last = Found(DraftActivity(fact(name.words, name, whole(line), why=why)), None)
            last.parts.append((line, whole(line), frozenset({"entry"})))
            yield last
        elif last is not None and line.kind == "item":
            last.parts.append((line, span_of(line), line.label))
        elif not items and line.kind == "para":
            yield from _of_sentence(line, words)


def _name(line: Line, words: Words) -> Span | None:
    span = span_of(line) if line.label else whole(line)
    if line.text.strong and line.text.strong[0][0] == 0:
        return whole(line).part(0, line.text.strong[0][1]).trimmed()
    cut = _HEAD.search(span.words)
    name = span.part(0, cut.start()).trimmed() if cut and cut.start() > 2 else span.trimmed()
    for comma in re.finditer(r",\s", name.words):
        rest = name.folded[comma.end() :].partition(",")[0]
        if ARTICLE.match(rest) or any(
            (m := words.cue(c).search(rest)) and m.start() < 12 for c in ("bases_cue", "consent")
        ):
            name = name.part(0, comma.start()).trimmed()
            break
    return name if name and any(c.isalpha() for c in name.words) else None


def _of_label(line: Line, words: Words) -> Iterator[Found]:
    span = span_of(line).trimmed()
    if span:
        why = "" if span.words.count(" ") < LONG else "a description, not a name"
        found = Found(DraftActivity(fact(span.words, span, why=why)), None)
        found.parts.append((line, span, frozenset({"entry"})))
        yield found


def _of_sentence(line: Line, words: Words) -> Iterator[Found]:
    """Purposes that a sentence lists after a colon."""
    for sentence in sentences(whole(line), words):
        at = sentence.words.find(":")
        if at < 0 or "purposes" not in words.roles(sentence.folded[:at])[0]:
            continue
        for entry in entries(sentence.part(at + 1), words.conjunctions):
            found = Found(DraftActivity(fact(entry.words, entry, sentence, why="a list in a sentence")), None)
            found.parts.append((line, entry, frozenset({"entry"})))
            yield found


def _of_document(root: Section, words: Words) -> Found | None:
    """The document as one activity, where it states purposes, bases or periods without naming activities."""
    sections = [s for s in root.walk() if s.roles & {"purposes", "bases", "retention"} and not s.roles & APART]
    labelled = [x for s in root.walk() if not _about_activity(s) for x in s.lines if x.label & {"purposes", "bases"}]
    first = next((s for s in root.walk() if s.title is not None), None)
    if not sections and not labelled:
        return None
    named = next((x for x in labelled if "purposes" in x.label), None)
    if named is not None and span_of(named):
        name, why = span_of(named).trimmed(), "the document does not name its activity"
    elif first is not None and first.title is not None and not _is_contract(first.title.words, words):
        name, why = whole(first.title).trimmed(), "the title of the document: it does not name its activity"
    else:
        return None
    found = Found(DraftActivity(fact(name.words, name, why=why)), None)
    for section in root.walk():
        if not section.within & APART:
            found.parts += _own_parts(section.lines, section.within)
    return found


def _is_contract(title: str, words: Words) -> bool:
    """Whether a title is that of a contract on processing, which is not an activity."""
    return any(v.value == "dpa" for v in values.read_tools(title, words.reading).values)


def _fill(found: Found, known: list[Announced], words: Words) -> None:
    """Add what the text of an activity states."""
    draft, bases, periods, labelled = found.draft, Bases(), Periods(), False
    parts = written.take(draft, found.parts, bases, words)
    found.read = {id(line) for line in found.lines} - {id(line) for line, _, _ in parts}
    for line, span, own in parts:
        if (answer := answers.automated(line, span, words)) is not None:
            draft.facts.setdefault("automated_decisions", answer)
        if own & APART:
            continue
        labelled = labelled or bool(line.label & {"purposes", "bases", "retention"})
        mixed = labelled and line.kind == "para" and not own
        if not _of_other(line, own, words):
            bases.add(span, words, "bases" in own, "lead:bases" in own, MIXED if mixed else "")
        periods.add(span, words, "retention" in own, MIXED if mixed else "")
        if own == {"entry"}:
            for part in _beside(span):
                _read_beside(part, bases, periods, words)
        if own & {"categories", "subjects", "security"} and cells.refers(span.words.strip()):
            continue
        if own & {"categories"} and not line.label:
            named = categories.of_line(line, words)
            draft.categories += [fact(a.name.words, a.name, why=a.why, extra=a.details) for a in named]
        if "subjects" in own:
            people = [e for e in entries(span, words.conjunctions) if not items.unstated(e.words)]
            draft.subjects += [fact(e.words, e, why=_long(e) or other_kind(e, words)) for e in people]
        denied = "recipients" in line.label and values.is_denial(span.words, words.reading)
        if denied and not values.is_about_abroad(span.words, words.reading):
            draft.facts.setdefault("no_recipients", fact("none", span))
        if "security" in own and (line.kind == "item" or line.label):
            draft.measures += [
                fact(e.words, e, why=_long(e) or other_kind(e, words) or items.LIMITED * is_planned(e.words))
                for e in ([span.trimmed()] if line.kind == "item" else entries(span, words.conjunctions))
            ]
        if "sources" in own:
            draft.sources += answers.sources(line, span, words)
    draft.categories = categories.unique(
        [
            *draft.categories,
            *categories.used([x for x, _, own in parts if not own & {"retention", "recipients"}], known, words),
        ]
    )
    draft.bases, draft.conditions = _with_interest(bases.facts(), parts), limited(bases.conditions, draft.categories)
    found.denied = bases.denied
    draft.retention += of_part(periods.facts(), draft.name.value)
    if bases.places > 1:
        draft.retention = _unsure(draft.retention, SCATTERED)
    _describe(found, parts, words)
    _doubt_repeats(found)


def _beside(span: Span) -> Iterator[Span]:
    """What is behind the name of an entry, between signs: "Newsletter – consent, 2 years"."""
    cuts = list(_PART.finditer(span.words))
    for m, end in zip(cuts, [*(m.start() for m in cuts[1:]), len(span.words)], strict=False):
        part = span.part(m.end(), end).trimmed(" ().;,")
        if part and part.words.count(" ") < SHORT:
            yield part


def _read_beside(part: Span, bases: Bases, periods: Periods, words: Words) -> None:
    """A legal basis or a period that is all that a part of an entry states, and that nothing was read from yet."""
    read = values.read_periods(part.words, words.reading)
    if len(read.values) == 1 and not read.rest and not periods.found:
        periods.add(part, words, True, BESIDE)
    first = next(((key, m) for key, m in words.basis_words(part.folded) if not part.folded[: m.start()].strip()), None)
    if first is not None and not bases.bases:
        key, m = first
        if key == "6-1-f" or not words.content(part.folded[m.end() :]):
            bases.add(part, words, True, doubt=BESIDE)


def _with_interest(found: list[Fact], parts: list[written.Part]) -> list[Fact]:
    """The legal bases with the interest that a labelled line states."""
    span = next((span for line, span, _ in parts if "interest" in line.label and span), None)
    if span is None:
        return found
    return [
        replace(f, quotes=(*f.quotes, span.text.quote()), extra=f.extra | {"interest": span.words})
        if f.value == "6-1-f" and not f.extra.get("interest")
        else f
        for f in found
    ]


def _of_other(line: Line, own: frozenset[str], words: Words) -> bool:
    """Whether a line is about something else and names a basis in passing: "until the end of the contract"."""
    if "bases" in own or ARTICLE.search(line.folded):
        return False
    return "retention" in own or (own == {"categories"} and not words.has("bases_cue", line.folded))


def _long(entry: Span) -> str:
    return "" if entry.words.count(" ") < 12 else "a sentence, not a name"


def _describe(found: Found, parts: list[written.Part], words: Words) -> None:
    """The purpose in words: a labelled purpose, the answer to "Why?", else the first sentence."""
    stated = [span for _, span, own in parts if "purposes" in own and span]
    first = stated or [span for line, span, own in parts if line.kind == "para" and not own and span]
    if not first or found.section is None:
        return
    sentence = next(sentences(first[0], words), None)
    if sentence is not None:
        found.draft.facts.setdefault("description", fact(sentence.words, sentence))


def _doubt_repeats(found: Found) -> None:
    """Labels that occur twice: the section may be about two activities, so nothing in it is sure."""
    seen: set[frozenset[str]] = set()
    for line in found.lines:
        if line.label & {"purposes", "bases", "retention"}:
            if line.label in seen:
                draft = found.draft
                draft.bases, draft.retention = _unsure(draft.bases, REPEATED), _unsure(draft.retention, REPEATED)
                draft.categories = _unsure(draft.categories, REPEATED)
                return
            seen.add(line.label)


def _unsure(facts: list[Fact], why: str) -> list[Fact]:
    return [Fact(f.value, f.quotes, f.how, f.why or why, False, f.extra) for f in facts]
