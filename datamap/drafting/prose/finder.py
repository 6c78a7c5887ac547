"""Running text, lists and numbered sections -> activities, recipients and the rest of a draft. Begin here.

Each step adds what its own words state. Whatever a rule may have got wrong is not sure, and what names something that
no step could use is put on the reading list.
"""

from __future__ import annotations

from collections.abc import Iterator

from datamap.drafting.doubts import make_doubtful
from datamap.drafting.facts import Draft, DraftRecipient, ToRead
from datamap.drafting.prose import capacity, categories, people
from datamap.drafting.prose.activities import Found, find_activities
from datamap.drafting.prose.assign import assign
from datamap.drafting.prose.fold import fold
from datamap.drafting.prose.labelled import apart, denied, unread
from datamap.drafting.prose.lines import lines_of
from datamap.drafting.prose.mentions import plain
from datamap.drafting.prose.parties import find_parties
from datamap.drafting.prose.readers import other_kind
from datamap.drafting.prose.recipients import Recipients
from datamap.drafting.prose.representatives import find_representatives
from datamap.drafting.prose.sections import Section, about, tree_of
from datamap.drafting.prose.spans import fact, whole
from datamap.drafting.prose.words import Words, languages_of, languages_of_lines, words
from datamap.drafting.prose.written_parties import find_written, name_people
from datamap.drafting.tables import items
from datamap.drafting.tables.asking import Asking
from datamap.drafting.tables.in_turn import each_in_turn
from datamap.labels.values.denied import is_planned
from datamap.reading.document import Document, Heading, Quote, Table


def find_prose(document: Document, draft: Draft) -> None:
    """Add what the running text of a document states to a draft.

    Parameters
    ----------
    document : Document
    draft : Draft
        Facts are added to it; tables inside the document are left to another finder.
    """
    texts = [block.text.words for block in document.blocks if not isinstance(block, Table)]
    spoken = languages_of(fold("\n".join(texts)))
    cues = words(tuple(dict.fromkeys((*spoken, *languages_of_lines(map(fold, dict.fromkeys(_frame(document))))))))
    root = tree_of(lines_of(document, cues), cues)
    part = Draft()
    find_written(root, part)
    find_parties(root, part, cues)
    find_representatives(root, part, cues)
    _without_listed(draft, part)
    known = categories.announced(root, cues)
    part.categories = [(fact(a.name.words, a.name, a.about, why=a.why), categories.special(a, cues)) for a in known]
    activities = find_activities(root, known, cues)
    part.activities = [a.draft for a in activities]
    name_people(root, part.activities)
    assign(root, activities, part, cues)
    part.reading += people.unassigned(root, part.activities, cues)
    _without_read(activities)
    _recipients(root, activities, part, cues)
    _measures(root, part, cues)
    part.reading += [*categories.unnamed((part,), cues), *categories.unrecorded(root, (draft, part), cues)]
    part.reading += [*denied(activities), *unread(activities, part, cues)]
    part.reading += list(apart(root, activities, part))
    _without_empty(part)
    if not document.exact:
        make_doubtful(part)
    _merge(draft, part)


def _frame(document: Document) -> Iterator[str]:
    """Headings and labels in bold: their language may be another one than that of the values behind them."""
    for block in document.blocks:
        if isinstance(block, Heading):
            yield block.text.words
        elif not isinstance(block, Table) and block.text.strong and block.text.strong[0][0] == 0:
            yield block.text.words[: block.text.strong[0][1]]


LISTS = ("subjects", "categories", "bases", "conditions", "retention", "measures", "sources")
"""Fields of an activity that are lists of facts."""


def _without_listed(draft: Draft, part: Draft) -> None:
    """Leave out an organisation that is only supposed, where a table of the document lists it as a recipient."""
    name = part.controller.get("name")
    if name is not None and not name.sure and plain(name.value) in {plain(r.name.value) for r in draft.recipients}:
        for key in ("name", "address", "country", "registration"):
            part.controller.pop(key, None)


def _without_empty(part: Draft) -> None:
    """Leave out what has no words: titles and labels of signs alone."""
    part.activities = [a for a in part.activities if a.name.value]
    part.recipients = [r for r in part.recipients if r.name.value]
    part.categories = [c for c in part.categories if c[0].value]
    part.measures = [m for m in part.measures if m.value]
    part.controller = {k: f for k, f in part.controller.items() if f.value}
    for activity in part.activities:
        for name in LISTS:
            setattr(activity, name, [f for f in getattr(activity, name) if f.value])


def _without_read(activities: list[Found]) -> None:
    """Leave out the lines that were read exactly: what names a source or an interest is not a recipient."""
    for one in activities:
        for section in one.section.walk() if one.section is not None and one.read else ():
            section.lines = [line for line in section.lines if id(line) not in one.read]


def _recipients(root: Section, activities: list[Found], part: Draft, cues: Words) -> None:
    """The recipients of the document; those that the section of an activity names belong to it."""
    own = {plain(f.value) for key, f in part.controller.items() if key == "name"}
    own |= {plain(p["name"].value) for p in part.parties.get("representative", ()) if "name" in p}
    everywhere = Recipients(cues, own)
    within = {id(s): a.draft for a in activities if a.section is not None for s in a.section.walk()}
    for section in root.walk():
        before = {id(r): len(r.name.quotes) for r in everywhere.found.values()}
        everywhere.section(section)
        activity = within.get(id(section))
        if activity is not None:
            new = [r for r in everywhere.found.values() if before.get(id(r)) != len(r.name.quotes)]
            activity.recipients += [r for r in new if not any(r is x for x in activity.recipients)]
    for one in activities:
        if one.section is None:
            named = [r for r in everywhere.found.values() if _within(r, one)]
            one.draft.recipients += [r for r in named if not any(r is x for x in one.draft.recipients)]
    part.recipients = list(everywhere.found.values())
    part.reading += everywhere.reading
    asking = Asking()
    for r in part.recipients:
        part.reading += list(capacity.settle(r, cues))
        if r.tools and r.tools[0].quotes:
            r.tools = each_in_turn(r.tools, [p.value for p in r.places], r.tools[0].quotes[0], asking)
    part.reading += asking.entries
    part.reading += _unknown_tools(part)


def _unknown_tools(part: Draft) -> list[ToRead]:
    """An entry for each tool that is denied or postponed in a list, where none stands for its words yet."""
    listed = [e.quote for e in part.reading]
    return [
        ToRead("transfer tool", t.quotes[0], t.why or "it is not certain that it is in place", about=r.name.value)
        for r in part.recipients
        for t in r.tools
        if t.value == "unknown" and t.quotes and not any(_covers(q, t.quotes[0]) for q in listed)
    ]


def _covers(listed: Quote, quote: Quote) -> bool:
    return listed.where == quote.where and listed.start < quote.end and quote.start < listed.end


def _within(recipient: DraftRecipient, one: Found) -> bool:
    """Whether a line on recipients of an activity names a recipient."""
    places = [
        (line.text.where, line.text.offsets[0], line.text.offsets[-1])
        for line, span, roles in one.parts
        if "recipients" in roles and span
    ]
    return any(q.where == where and a <= q.start <= b for q in recipient.name.quotes[:1] for where, a, b in places)


def _measures(root: Section, part: Draft, cues: Words) -> None:
    for section in root.walk():
        if "security" in section.within and not any(s.activity for s in section.up()):
            for line, roles in about(section, cues):
                if line.kind == "item" and "security" in roles:
                    span = whole(line).trimmed()
                    part.measures.append(
                        fact(
                            span.words,
                            span,
                            why=other_kind(span, cues)
                            or ("" if span.words.count(" ") < 16 else "a description")
                            or items.LIMITED * is_planned(span.words),
                        )
                    )


def _merge(draft: Draft, part: Draft) -> None:
    for key, value in part.controller.items():
        draft.controller.setdefault(key, value)
    for key, entries in part.parties.items():
        draft.parties.setdefault(key, []).extend(entries)
    draft.activities += part.activities
    draft.recipients += part.recipients
    draft.categories += part.categories
    draft.measures += part.measures
    draft.rights += part.rights
    draft.reading += part.reading
