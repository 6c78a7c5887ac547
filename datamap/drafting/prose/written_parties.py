"""The organisation, its officer and authority, the people and their rights, in a notice that `datamap notice` wrote.

Only below a title that such a notice has: elsewhere the same labels are before other texts.
"""

from __future__ import annotations

import re
from functools import cache

from datamap.drafting.facts import Draft, DraftActivity
from datamap.drafting.prose.fold import fold
from datamap.drafting.prose.lines import Line
from datamap.drafting.prose.sections import Section
from datamap.drafting.prose.spans import Span, fact, whole
from datamap.drafting.prose.written import is_open
from datamap.labels import LANGUAGES, data

PARTIES = {"representative": "representative", "dpo": "dpo", "joint": "joint_controllers", "authority": "authority"}
"""Labels of parties, and the field of the organisation that each is."""

_MAIL = re.compile(r"\S+@\S+\.\S+")
_SITE = re.compile(r"(?:https?://|www\.)\S+")
_PHONE = re.compile(r"\+?[\d ()/.-]{6,}")
_PART = re.compile(r"[^;]+(?:;(?! )[^;]*)*")


@cache
def _labels(group: str, headings: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """The labels below each of some titles, folded, in every language: title -> label -> key."""
    found: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        texts = data(f"notices/{language}")
        for heading in headings:
            below = found.setdefault(fold(texts["headings"][heading]), {})
            below |= {fold(text): key for key, text in texts[group].items()}
    return found


def find_written(root: Section, draft: Draft) -> None:
    """Add what such a notice states about the organisation and the rights to a draft."""
    who, rights = _labels("controller", ("controller", "complaint")), _labels("right-names", ("rights",))
    complaint = _labels("controller", ("complaint",))
    for section in root.walk():
        title = section.title.folded if section.title is not None else ""
        for line in section.lines:
            if title in complaint and line.kind == "para":
                draft.rights.append(fact("complaint", whole(line)))
            if (found := _labelled(line)) is None:
                continue
            label, value = found
            if title in who and label in who[title] and value and not is_open(value):
                _party(who[title][label], value, draft)
            right = rights.get(title, {}).get(label.partition(" (")[0])
            if right:
                draft.rights.append(fact(right, whole(line)))


def name_people(root: Section, activities: list[DraftActivity]) -> None:
    """Add the people whom such a notice is for to the activities that, as it states, concern them."""
    people = _people(root)
    if people is None:
        return
    for activity in activities:
        if "whom_open" not in activity.facts and not activity.subjects:
            activity.subjects.append(fact(people.words, people))


def _people(root: Section) -> Span | None:
    """The people that the title of such a notice names; other notices have a like title, but not the same headings."""
    titles = [s.title for s in root.walk() if s.title is not None]
    for language in LANGUAGES:
        texts = data(f"notices/{language}")
        before = fold(texts["title"].partition("{audience}")[0])
        headings = {fold(texts["headings"][h]) for h in ("short", "controller", "purposes", "rights")}
        if titles and titles[0].folded.startswith(before) and headings <= {t.folded for t in titles}:
            return whole(titles[0]).part(len(before)).trimmed(" ")
    return None


def _labelled(line: Line) -> tuple[str, Span] | None:
    """The bold words at the start of an item, and what is behind them."""
    strong = line.text.strong
    if line.kind != "item" or not strong or strong[0][0] != 0:
        return None
    return line.folded[: strong[0][1]].strip(" :?"), whole(line).part(strong[0][1]).trimmed(" :")


def _party(key: str, value: Span, draft: Draft) -> None:
    """A party: its name, and behind semicolons address, contact, e-mail address, telephone and website."""
    if key == "registration":
        draft.controller["registration"] = fact(value.words, value)
        return
    parts = [p for m in _PART.finditer(value.words) if (p := value.part(m.start(), m.end()).trimmed(" ;"))]
    found = {"name": fact(parts[0].words, parts[0], value)}
    for part in parts[1:]:
        found.setdefault(_field(part.words), fact(part.words, part, value))
    if key == "controller":
        draft.controller |= found
    elif key in PARTIES:
        draft.parties.setdefault(PARTIES[key], []).append(found)


def _field(text: str) -> str:
    """What a part of a party is."""
    for field, pattern in (("email", _MAIL), ("website", _SITE), ("phone", _PHONE)):
        if pattern.fullmatch(text):
            return field
    return "address" if any(c.isdigit() for c in text) else "contact"
