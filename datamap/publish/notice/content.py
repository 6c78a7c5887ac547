"""What a notice states for one category of people (GDPR Art. 13, 14, 21(4); UK GDPR; FADP Art. 19).

It rests on the view of the record for an authority: confirmed facts only, and "being determined" where a fact is not
known. It contains nothing of the audit: no verdict, finding, decision, owner or evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from datamap.errors import CallError
from datamap.labels import LANGUAGES, translated
from datamap.model import arguments
from datamap.model.party import law_of
from datamap.model.vocabulary import shown
from datamap.pipeline import Audit
from datamap.publish.notice.blocks import Text
from datamap.publish.record import derived
from datamap.publish.record.cover import contacts
from datamap.publish.record.derived import SILENT
from datamap.publish.record.edition import Edition
from datamap.publish.record.texts import activities_as, language_of

DIRECT = ("subject",)
"""Kinds of source for which Art. 13 applies; Art. 14 requires the source to be named for the others."""


def notice(audit: Audit, people: str = "", language: str | None = None) -> Text:
    """The notice for one category of people, layered: first what matters most, then each activity.

    Parameters
    ----------
    audit : Audit
        Of one organisation.
    people : str
        Id or name of a category of people, such as ``customers``; empty: everyone on the map.
    language : str, optional
        One of :data:`datamap.labels.LANGUAGES`; without it the inventory's, else English. What the map names itself
        (activities, data, recipients) stays in the map's language.

    Raises
    ------
    CallError
        Several organisations, an unknown category of people, or none of its activities is as a controller.
    """
    arguments.check_type(audit, Audit, "audit", "an audit, as dm.audit(inventory) gives it")
    if language is not None and language not in LANGUAGES:
        raise CallError(f"language: {shown(language)} has no notice. Expected {', '.join(LANGUAGES)}")
    view = Edition(audit, language or language_of(audit, LANGUAGES), authority=True)
    if view.many:
        raise CallError(f"inventory: {view.size('inventories')} organisations. Expected the map of one organisation")
    facts = _Facts(view, _audience(view, people))
    if not facts.activities:
        whose = f" for {shown(people)}" if people else ""
        raise CallError(
            f"people: the map has no activity{whose} as a controller, and a processor gives no notice of its own "
            "(Art. 13, 14). Expected people of an activity that the organisation decides on"
        )
    text = Text(view.language, view.open_word)
    _opening(text, facts)
    _activities(text, facts)
    _recipients(text, facts)
    _rights(text, facts)
    return text


def _audience(view: Edition, people: str) -> set[int]:
    """Rows of the category of people; empty for everyone."""
    if not people:
        return set()
    wanted = arguments.check_text(people, "people").strip().casefold()
    ids, names = view.column("subjects", "id"), view.column("subjects", "name")
    found = {r for r in view.shown("subjects") if wanted in (ids[r].casefold(), names[r].casefold())}
    if not found:
        known = {x for r in view.shown("subjects") for x in (ids[r], names[r])}
        raise CallError(f"people: {shown(people)} is not known. {arguments.list_expected(people, known)}")
    return found


class _Facts:
    """The facts of the notice, by row of the map.

    Parameters
    ----------
    view : Edition
    people : set of int
        Rows of the people it is for; empty for everyone.
    """

    def __init__(self, view: Edition, people: set[int]):
        self.view, self.people = view, people
        self.law = law_of(*(view.column("controllers", c)[0] for c in ("regime", "country")))

    def word(self, group: str, key: str, **values: Any) -> str:
        """Words of the notice, with the law's name."""
        law = translated("notice", "law", self.law, self.view.language)
        text = translated("notice", group, key, self.view.language).format(law=law, **values)
        return text[:-1] if text.endswith("..") else text  # a name that ends in a full stop, such as s.r.o.

    def of(self, table: str, column: str, row: int) -> str:
        """A value of a row; what names nothing is empty."""
        value = self.view.column(table, column)[row]
        return "" if value in SILENT else str(value)

    @cached_property
    def activities(self) -> dict[int, bool]:
        """Rows of the activities that concern these people, and whether the map states that they do."""
        found = {i: self._concerns(i) for i in activities_as("controller", self.view)}
        return {i: certain for i, certain in found.items() if certain is not None}

    def _concerns(self, i: int) -> bool | None:
        if not self.people:
            return True
        at = self.view.column("purpose_subjects", "subject")
        if self.people & {at[r] for r in self.view.kids("purpose_subjects")[i]}:
            return True
        open_ = self.view.column("purposes", "subjects")[i] == "unknown"
        return False if open_ or self.view.adds_open("purpose_subjects", i) else None

    def uses(self, i: int) -> list[int]:
        """Rows of the data of an activity that may be about these people."""
        at, whose = self.view.column("uses", "category"), self.view.column("category_subjects", "subject")
        rows = self.view.kids("uses")[i]
        of = {r: {whose[n] for n in self.view.kids("category_subjects")[at[r]]} for r in rows}
        mine = [r for r in rows if not self.people or not of[r] or of[r] & self.people]
        return mine or rows

    def letters(self) -> set[str]:
        """The legal bases of all activities of the notice; ``unknown`` where one has none."""
        found, _ = self.view.once(derived.bases_of)
        return {letter for i in self.activities for letter in found[i] or ["unknown"]}

    @cached_property
    def explicit(self) -> bool:
        """Whether special data rest on explicit consent."""
        _, found = self.view.once(derived.bases_of)
        return any(found[i] for i in self.activities)

    @cached_property
    def reached(self) -> list[int]:
        """Rows of the recipients of the activities, those behind a processor included, each once."""
        return list(dict.fromkeys(r for i in self.activities for r in self.view.reached.get(i, ())))

    @cached_property
    def contact(self) -> str:
        """Where people write to: the data protection officer, else the organisation."""
        for table in ("dpos", "controllers"):
            for row in self.view.shown(table):
                for column in ("email", "address", "phone"):
                    if text := self.of(table, column, row):
                        return text
        return self.view.open_word

    def any_open(self) -> bool:
        """Whether the recipients of an activity are not all known."""
        stated = self.view.column("purposes", "recipients")
        return any(stated[i] == "unknown" or self.view.adds_open("disclosures", i) for i in self.activities)


def _opening(text: Text, facts: _Facts) -> None:
    """Title, what matters most, who is responsible, the right to object."""
    view, word = facts.view, facts.word
    names = ", ".join(view.column("subjects", "name")[r] for r in sorted(facts.people))
    text.heading(1, word("heading", "title-for", people=names) if names else word("heading", "title"))
    text.paragraph(word("phrase", "as-of", day=view.day.isoformat()))
    text.heading(2, word("heading", "short"))
    abroad = {view.is_transfer(t) for r in facts.reached for t in view.by_recipient.get(r, ())}
    where = "abroad" if "yes" in abroad else "unknown" if "unknown" in abroad or facts.any_open() else "inside"
    for key in ("who", "why", where, "rights"):
        values = {"name": view.column("controllers", "name")[0], "n": len(facts.activities), "open": view.open_word}
        text.paragraph(word("phrase", f"short-{key}", **values))
    if objects := facts.letters() & {"6-1-e", "6-1-f", "unknown"} or facts.law == "ch":
        text.heading(2, word("heading", "objection"))
        if facts.law == "ch":
            text.paragraph(word("phrase", "objection-ch"), apart=True)
        elif objects:
            text.paragraph(word("phrase", "objection"), apart=True)
            text.paragraph(word("phrase", "marketing"), apart=True)
    text.heading(2, word("heading", "who"))
    text.bullets(_parties(facts))


def _parties(facts: _Facts) -> list[tuple[str, str]]:
    """Label and contact details of the organisation and of those who act for it."""
    view, found = facts.view, []
    fields = {"controllers": "", "representatives": "representative", "dpos": "dpo", "joint_controllers": ""}
    for table, field in fields.items():
        label = facts.word("label", "controller" if table == "controllers" else table)
        rows = view.shown(table)
        found += [(label, ", ".join([view.column(table, "name")[r], *contacts(view, table, r)])) for r in rows]
        if not rows and field and view.column("controllers", field)[0] == "unknown" and table == "dpos":
            found.append((label, view.open_word))
    return found


def _activities(text: Text, facts: _Facts) -> None:
    view, word = facts.view, facts.word
    text.heading(2, word("heading", "activities"))
    decided = view.column("purposes", "automated_decisions")
    provided = view.column("purposes", "provision_required")
    for i, certain in facts.activities.items():
        text.heading(3, view.activities[i])
        if what := facts.of("purposes", "description", i):
            text.paragraph(what)
        if not certain:
            text.paragraph(word("phrase", "uncertain", open=view.open_word))
        text.bullets(_activity(facts, i))
    answers = {decided[i] for i in facts.activities}
    if answers == {"no"}:
        text.paragraph(word("phrase", "automated-no"))
    general = [("automated", view.open_word)] if "unknown" in answers else []
    if any(provided[i] == "unknown" for i in facts.activities):
        general.append(("provision", view.open_word))
    text.bullets([(word("label", key), value) for key, value in general])


def _activity(facts: _Facts, i: int) -> list[tuple[str, str]]:
    """Label and text of what the notice states of an activity."""
    view, open_ = facts.view, facts.view.open_word
    lines: list[tuple[str, str]] = [("categories", _data(facts, i))]
    bases = view.kids("bases")[i]
    lines += [("bases", _basis(facts, r)) for r in bases] or [("bases", open_)]
    for r in bases:
        if facts.of("bases", "basis", r) == "6-1-f":
            lines.append(("interest", facts.of("bases", "interest", r) or open_))
        if facts.of("bases", "basis", r) == "6-1-a" and (how := facts.of("bases", "withdrawal", r)):
            lines.append(("withdrawal", how))
        kinds = view.column("basis_conditions", "condition")
        conditions = [view.word("condition", kinds[n]) for n in view.kids("basis_conditions")[r]]
        lines += [("conditions", "; ".join(conditions))] if conditions else []
    lines += [("limits", derived.limit(view, r)) for r in view.kids("retentions")[i]] or [("limits", open_)]
    lines.append(("recipients", _named(facts, i)))
    if sources := _sources(facts, i):
        lines.append(("sources", "; ".join(sources)))
    partners = [view.column("joint_partners", "name")[r] for r in view.kids("joint_partners")[i]]
    lines += [("joint", ", ".join(partners))] if partners else []
    if required := facts.of("purposes", "provision_required", i):
        lines.append(("provision", required))
    if view.column("purposes", "automated_decisions")[i] == "yes":
        logic = facts.of("purposes", "automated_logic", i) or open_
        lines.append(("automated", facts.word("phrase", "automated-yes", logic=logic)))
    return [(facts.word("label", key), text) for key, text in lines]


def _data(facts: _Facts, i: int) -> str:
    view = facts.view
    at, when, names = view.column("uses", "category"), view.column("uses", "when"), view.column("categories", "name")
    found = [names[at[r]] + (f" ({when[r]})" if when[r] else "") for r in facts.uses(i)]
    open_ = [view.open_word] if view.adds_open("uses", i) or not found else []
    return "; ".join([*dict.fromkeys(found), *open_])


def _basis(facts: _Facts, r: int) -> str:
    letter = facts.of("bases", "basis", r)
    parts = [facts.word("basis", letter)] if letter else [facts.view.open_word]
    parts += [t for t in (facts.of("bases", "when", r), facts.of("bases", "law", r)) if t]
    return "; ".join(parts)


def _named(facts: _Facts, i: int) -> str:
    """The recipients that an activity gives data to."""
    view = facts.view
    at, names = view.column("disclosures", "recipient"), view.column("recipients", "name")
    found = [names[at[r]] for r in view.kids("disclosures")[i]]
    stated = view.column("purposes", "recipients")[i]
    if view.adds_open("disclosures", i) or (not found and stated != "none"):
        found.append(view.open_word)
    return "; ".join(found) or view.answer("none")


def _sources(facts: _Facts, i: int) -> list[str]:
    """Where the data come from; asked where that is not recorded (Art. 14(2)(f))."""
    view, found = facts.view, []
    for r in view.kids("sources")[i]:
        kind, name = view.column("sources", "kind")[r], facts.of("sources", "name", r)
        known = facts.word("source", kind) if kind != "unknown" else view.open_word
        found.append(f"{known}: {name}" if name and kind not in DIRECT else known)
    return list(dict.fromkeys(found)) or (
        [view.open_word] if view.column("purposes", "sources")[i] == "unknown" else []
    )


def _recipients(text: Text, facts: _Facts) -> None:
    view, word = facts.view, facts.word
    text.heading(2, word("heading", "recipients"))
    columns = ("recipient", "service", "country", "safeguard")
    text.table(tuple(word("column", c) for c in columns), [row for r in facts.reached for row in _places(facts, r)])
    kinds = view.column("recipients", "kind")
    if any(kinds[r] == "category" for r in facts.reached):
        text.paragraph(word("phrase", "categories-of"))
    if facts.any_open():
        text.paragraph(word("phrase", "more-recipients", open=view.open_word))
    if any(view.is_transfer(t) != "no" for r in facts.reached for t in view.by_recipient.get(r, ())):
        text.paragraph(word("phrase", "copy", contact=facts.contact))


def _places(facts: _Facts, r: int) -> list[tuple[str, ...]]:
    """The rows of a recipient: one for each place, with what protects data there (Art. 13(1)(f))."""
    view = facts.view
    name, service = view.column("recipients", "name")[r], facts.of("recipients", "service", r)
    found: dict[tuple[str, ...], None] = {}
    for t in view.by_recipient.get(r, ()):
        inside = view.is_transfer(t) == "no" or view.inside(t)
        found[name, service, view.country(t["country"]), "" if inside else "; ".join(view.safeguard_names(t))] = None
    return list(found) or [(name, service, view.open_word, "")]


def _rights(text: Text, facts: _Facts) -> None:
    view, word = facts.view, facts.word
    text.heading(2, word("heading", "rights"))
    text.paragraph(word("phrase", "contact", contact=facts.contact))
    text.bullets([("", word("right-ch" if facts.law == "ch" else "right", key)) for key in _granted(facts)])
    own = [view.column("authorities", "name")[r] for r in view.shown("authorities")]
    key = "complaint-ch" if facts.law == "ch" else "complaint"
    text.paragraph(word("phrase", key, name=", ".join(own) or view.open_word))


def _granted(facts: _Facts) -> Sequence[str]:
    """The rights that the legal bases of the notice give; a basis that is not known gives each."""
    letters, always = facts.letters(), ["access", "rectification", "erasure"]
    if facts.law == "ch":
        return [*always, "portability"]
    always.append("restriction")
    if letters & {"6-1-a", "6-1-b", "unknown"} or facts.explicit:
        always.append("portability")
    if letters & {"6-1-a", "unknown"} or facts.explicit:
        always.append("withdrawal")
    if "yes" in {facts.view.column("purposes", "automated_decisions")[i] for i in facts.activities}:
        always.append("automated")
    return always
