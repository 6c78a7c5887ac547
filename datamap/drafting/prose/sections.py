"""Titles -> a tree of sections, and what each section is about.

A section is about what its title states (purposes, recipients, retention ...), or it is one processing activity, whose
sub-sections ("Why?", "How long?") then belong to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from datamap.drafting.prose.lines import Line
from datamap.drafting.prose.words import WEAK, Words
from datamap.law import names

FIELDS = frozenset(
    {
        "purposes",
        "categories",
        "subjects",
        "bases",
        "interest",
        "recipients",
        "transfers",
        "retention",
        "sources",
        "security",
        "automated",
        "obligation",
        "cookies",
    }
)
"""What a sub-section of an activity may be about."""

APART = frozenset({"rights", "complaint", "changes", "definitions", "controller", "dpo", "obligation", "automated"})
"""Sections that state facts about no activity."""

NOT_NAMED = frozenset({"purposes", "bases", "recipients", "transfers"})
"""A title about these is not the name of an activity, whatever labels are below it."""
_BRACKET = re.compile(r"\(([^()]{3,60})\)")
ARTICLE = re.compile(r"\b(?:art\w*|cl)\.?\s*6\b|\b6\s?\(1\)|\b6\.1\b")
"""A citation of Art. 6."""
_DEPTHS = {"caps": 0, "number": 0, "bold": 1, "question": 2, "short": 1}


@dataclass(slots=True, eq=False)
class Section:
    """A title with everything up to the next one of its rank.

    Attributes
    ----------
    title : Line or None
        None for the document itself.
    roles : frozenset of str
        What the title is about.
    only : bool
        Whether the title states nothing else.
    activity : bool
        Whether it is one processing activity.
    split : bool
        Whether sections below it are activities too, so that it is only about its own lines.
    """

    title: Line | None
    parent: Section | None = None
    lines: list[Line] = field(default_factory=list)
    children: list[Section] = field(default_factory=list)
    roles: frozenset[str] = frozenset()
    only: bool = False
    activity: bool = False
    split: bool = False

    def walk(self) -> Iterator[Section]:
        """The section and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def up(self) -> Iterator[Section]:
        """The section and all above it."""
        here: Section | None = self
        while here is not None:
            yield here
            here = here.parent

    @property
    def within(self) -> frozenset[str]:
        """What the section is about; where its title does not state it, what the nearest section above is about."""
        for section in self.up():
            if section.roles:
                return section.roles
            if section.activity:
                break
        return frozenset()


LISTS = frozenset({"categories", "recipients", "retention", "purposes", "bases", "subjects", "security", "rights"})
"""What a line before a list may announce."""


def about(section: Section, words: Words) -> Iterator[tuple[Line, frozenset[str]]]:
    """The lines of a section with what each is about: its label, the line that announces its list, or the title."""
    announced, depth = frozenset[str](), -1  # depth: of the item whose label announced the list
    within = section.within
    for line in section.lines:
        if line.kind == "table":
            announced = frozenset()
            continue
        listed = line.kind == "item"
        if listed and line.depth <= depth:
            announced, depth = frozenset(), -1
        yield line, line.label or (announced if listed and announced else within)
        if not listed:
            announced = frozenset()
        if line.lead and (line.label or not (listed and announced)):  # a label announces its own list
            announced = line.label or words.roles(line.folded)[0] & LISTS
            depth = line.depth if listed and line.label else -1
            if announced & within:
                announced = within


def tree_of(lines: list[Line], words: Words) -> Section:
    """The sections of a document."""
    root = Section(None)
    here, numbered = root, dict[tuple[str, ...], Section]()
    for line in lines:
        if line.kind != "title":
            here.lines.append(line)
            continue
        parent = _parent(here, line, numbered)
        here = Section(line, parent)
        parent.children.append(here)
        if line.path:
            numbered[line.path] = here
            for path in [p for p in numbered if len(p) > len(line.path)]:
                del numbered[path]
    for section in root.walk():
        if section.title is not None:
            section.roles, section.only = words.roles(section.title.folded)
            named = words.cue("titled").match(section.title.folded)
            if named and not section.only and section.parent is root:
                section.roles = frozenset()  # what follows is the name of the organisation
    _mark(root, words)
    for section in root.walk():
        section.lines = [_value_of(line, section, words) for line in _without_weak_labels(section, words)]
    return root


def _without_weak_labels(section: Section, words: Words) -> Iterator[Line]:
    """The lines; in a list of data "contact data: name, address" is a category, not the label of a contact."""
    listed = False
    for line in section.lines:
        if line.kind != "item":
            data = words.has("process", line.folded) and words.has("data_words", line.folded)
            listed = line.lead and (data or "categories" in words.roles(line.folded)[0])
        elif line.label and line.label <= WEAK and (listed or "categories" in section.within):
            line = replace(line, label=frozenset(), value=0)
        yield line


VALUES = frozenset({"categories", "recipients", "subjects"})
"""Lists that are written as words below a title: "1.5 Recipients", and "Payroll office, bank" on the next line."""


def _value_of(line: Line, section: Section, words: Words) -> Line:
    """A line below a title that asks for one field of an activity: it is the value of that label, if no sentence."""
    asked = section.roles & FIELDS
    above = section.parent is not None and any(s.activity for s in section.parent.up())
    if line.kind != "para" or line.label or not (above and section.only and len(asked) == 1 and asked <= VALUES):
        return line
    spoken = any(words.has(cue, line.folded) for cue in ("process", "share", "keep", "be", "negation"))
    ended = line.words.endswith((".", ":", "!", "?")) and not names.has_form(line.words)
    return line if spoken or ended else replace(line, label=asked)


def _parent(here: Section, line: Line, numbered: dict[tuple[str, ...], Section]) -> Section:
    if line.path[:-1] in numbered and not line.style.startswith("h"):
        return numbered[line.path[:-1]]
    rank = _rank(line)
    for section in here.up():
        if section.title is None:
            return section
        other = _rank(section.title)
        if line.style.startswith("h") and not section.title.style.startswith("h"):
            continue  # a real heading ends everything that only looks like one
        if other < rank and not _alike(section.title, line):
            return section
        if other == rank and _counts_within(section, line):
            return section
    return here


def _counts_within(section: Section, line: Line) -> bool:
    """Whether a number begins a count inside a section that another kind of number heads: ``1.`` under ``I.``"""
    if section.title is None or not (section.title.path and line.path and line.style == "number"):
        return False
    kind = _count(line.path[0])
    return kind != _count(section.title.path[0]) and not any(
        s.title is not None and s.title.path and _count(s.title.path[0]) == kind for s in section.up()
    )


def _count(number: str) -> str:
    """The kind of a number."""
    return "digit" if number.isdigit() else "roman" if set(number) <= set("IVX") else "letter"


def _rank(line: Line) -> tuple[int, int]:
    if line.style.startswith("h"):
        return (0, int(line.style[1:]))
    return (1 + _DEPTHS[line.style], len(line.path))


def _alike(a: Line, b: Line) -> bool:
    return a.style == b.style and len(a.path) == len(b.path)


def _mark(root: Section, words: Words) -> None:
    """Which sections are processing activities."""
    for section in root.walk():
        if section.title is None or any(s.activity and not s.split for s in section.up()):
            continue
        if _labelled(section) or _based(section):
            section.activity, section.roles = True, frozenset()
            continue
        if section.only and section.roles & (FIELDS | APART) or _whole(section, root, words) or _listing(section):
            continue
        around = section.parent.within if section.parent else frozenset()
        if around & APART and not around & {"purposes"}:
            continue
        inside = around & {"purposes", "bases", "cookies"}
        if inside and not _group(section, words) and not section.only:
            section.activity = bool(section.lines or section.children)
            section.split = section.activity and bool(_stating(section, words))
            if section.activity:  # an activity with "rights" in its name is not about the rights of people
                section.roles -= APART
        elif not section.roles & APART and not around and _states(section, words) and not _group(section, words):
            section.activity = not (section.only and section.roles & {"recipients", "transfers"})
            section.split = section.activity and bool(_stating(section, words))


def _labelled(section: Section) -> bool:
    """Whether a section is an activity by its labels, although its title is that of a field: "IT security"."""
    above = section.parent.within if section.parent is not None else frozenset()
    fields = frozenset[str]().union(*(line.label & FIELDS for line in section.lines))
    once = sum("purposes" in line.label for line in section.lines) == 1
    if once and "bases" in fields and section.roles and not section.roles & NOT_NAMED:
        return True
    return section.only and "purposes" in above and "bases" in fields and len(fields) > 2


def _based(section: Section) -> bool:
    """Whether a section cites a legal basis, and a weak word is only a part of its title: "Contact form"."""
    weak = section.roles & APART and section.roles <= WEAK and not section.only
    return bool(weak) and any(ARTICLE.search(line.folded) for line in section.lines)


def _listing(section: Section) -> bool:
    """Whether a section lists purposes, so that each entry is an activity."""
    return "purposes" in section.roles and sum(line.kind == "item" for line in section.lines) > 1


def _whole(section: Section, root: Section, words: Words) -> bool:
    """Whether a section is the document, or a part with chapters, and not one activity.

    Beside others that state a basis, one that does so itself is an activity: "Your rights" below it are those there.
    """
    if root.children == [section]:
        return True
    beside = section.parent.children if section.parent is not None else []
    stating = sum(_states(s, words) for s in beside)
    titled = section.title is not None and words.has("titled", section.title.folded)
    about = frozenset[str]().union(*(c.roles for c in section.children))
    alone = _own(section, words) or (_states(section, words) and not about & {"controller", "dpo", "changes"})
    listing = any(_listing(c) for c in section.children)
    if stating > 1 and alone and not listing and not titled and not _stating(section, words):
        return False
    return any(
        s.only and s.roles & {"controller", "dpo", "rights", "changes"} for s in section.walk() if s is not section
    )


def _group(section: Section, words: Words) -> bool:
    """Whether a section only gathers activities: it states nothing itself, and several below it do."""
    if _own(section, words):
        return False
    named = [c for c in section.children if not c.only]
    return len(named) > 0 and sum(_states(c, words) for c in named) >= min(2, len(named))


def _stating(section: Section, words: Words) -> list[Section]:
    """Sections directly below that state something and are not about one field of the activity above."""
    return [c for c in section.children if not c.only and not c.roles & APART and _states(c, words)]


def _own(section: Section, words: Words) -> bool:
    return any(_stated(line, words) for line in section.lines)


def _stated(line: Line, words: Words) -> bool:
    """Whether a line may state a basis, purpose or period."""
    if line.label & {"bases", "purposes", "retention"} or ARTICLE.search(line.folded):
        return True
    if words.has("bases_cue", line.folded) or words.has("consent", line.folded):
        return True
    if any(any(True for _ in words.basis_words(m[1])) for m in _BRACKET.finditer(line.folded)):
        return True
    return words.has("keep", line.folded) and words.has("counted", line.folded)


def _states(section: Section, words: Words) -> bool:
    """Whether a section states a purpose, basis or period, itself or under sub-titles that are about nothing else."""
    if _own(section, words):
        return True
    return any(c.only and c.roles & {"purposes", "bases", "retention"} for c in section.children)
