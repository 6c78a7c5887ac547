"""Answers into the inventory, one by one: accepted, proposed, rerouted, contradicted, stale, or not understood."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from datamap.errors import InputError, Problem
from datamap.formats.yaml import reader
from datamap.forms.reroutes import Reroute
from datamap.forms.returned import Reply, Returned
from datamap.forms.table import Row, digest, find_entry, row_of
from datamap.forms.values import Understood, is_only_name, person_asked, understand
from datamap.forms.words import OFFICES, word
from datamap.labels.values import fold
from datamap.model import Inventory

if TYPE_CHECKING:
    from datamap.law.dpf import Participants

UNTAKEN = ("contradicted", "stale", "not understood")
"""What an answer can become that leaves the map as it is, although a person answered."""
BESIDE = "it is beside the cells for answers; nothing was written"
NEW_IN = {"recipients": "recipient", "categories": "category", "subjects": "", "measures": ""}
"""The kinds of entries that an answer can add, with the field that names the entry in a link to it."""


@dataclass(frozen=True)
class Outcome:
    """What became of one answer.

    Attributes
    ----------
    file, place, question, answer : str
    status : str
        ``accepted, proposed, rerouted, contradicted, stale, not understood, known, no answer``.
    detail : str
        What was read, or why nothing was written.
    """

    file: str
    place: str
    question: str
    answer: str
    status: str
    detail: str = ""


@dataclass(frozen=True)
class Merged:
    """An inventory with the answers of forms."""

    inventory: Inventory
    outcomes: tuple[Outcome, ...]
    reroutes: tuple[Reroute, ...]

    @property
    def untaken(self) -> int:
        """Number of answers that were not imported."""
        return sum(o.status in UNTAKEN for o in self.outcomes)


@dataclass(frozen=True)
class _Given:
    """One reply with the entry that it is about."""

    form: Returned
    reply: Reply
    row: Row
    at: int = -1
    entry: Any = None
    read: Understood = field(default_factory=Understood)

    def ends(self, status: str, detail: str = "") -> Outcome:
        q = self.reply.question
        text = q.text or q.key
        return Outcome(self.form.file, self.reply.place, text, self.reply.answer or self.reply.ask, status, detail)


def merge(
    inventory: Inventory, forms: Sequence[Returned], day: dt.date, participants: Participants | None = None
) -> Merged:
    """Merge the answers of forms into an inventory.

    Every answer is compared with the map as it was before: the order of the forms makes no difference.

    Parameters
    ----------
    inventory : Inventory
    forms : sequence of Returned
    day : date
        The day of the confirmation where a form has none, and of the check against the participants list.
    participants : Participants, optional
        The list against which a claim of the Data Privacy Framework is checked.

    Raises
    ------
    InputError
        A form that belongs to another inventory.
    """
    wrong = [
        Problem(f.file, 0, "datamap!B2", f"a form of the inventory '{f.inventory}'", f"one of '{inventory.meta.id}'")
        for f in forms
        if f.inventory != inventory.meta.id
    ]
    if wrong:
        raise InputError(wrong)
    return _Merging(inventory, day, participants).merge(forms)


class _Merging:
    def __init__(self, inventory: Inventory, day: dt.date, participants: Participants | None):
        self.source, self.now, self.day, self.participants = inventory, inventory, day, participants
        self.reroutes: list[Reroute] = []

    def merge(self, forms: Sequence[Returned]) -> Merged:
        given = [self._given(form, reply) for form in forms for reply in form.replies]
        values: dict[tuple[str, int], set[str]] = {}
        for g in given:
            if isinstance(g, _Given) and g.read.value is not None:
                values.setdefault((g.row.kind + g.row.field, g.at), set()).add(repr((g.read.value, g.read.new)))
        # the legal entity first: a claim is checked for the entity that the same round names
        order = sorted(
            range(len(given)), key=lambda n: getattr(getattr(given[n], "row", None), "field", "") != "legal_entity"
        )
        done: dict[int, Outcome] = {}
        for n in order:
            g = given[n]
            if isinstance(g, Outcome):
                done[n] = g
            elif len(values.get((g.row.kind + g.row.field, g.at), ())) > 1:
                done[n] = g.ends("contradicted", "another form has another answer; nothing was written")
            else:
                done[n] = self._apply(g)
        strays = (
            Outcome(form.file, stray.place, "", stray.text, "not understood", BESIDE)
            for form in forms
            for stray in form.strays
        )
        return Merged(self.now, (*(done[n] for n in range(len(given))), *strays), tuple(self.reroutes))

    def _given(self, form: Returned, reply: Reply) -> _Given | Outcome:
        """A reply that can be applied, or what became of it."""
        q = reply.question
        row = row_of(q.kind, q.field)
        assert row is not None, "the reader of forms refuses other questions"
        g = _Given(form, reply, row)
        if reply.unreadable:
            return g.ends("not understood", f"the cell holds {reply.unreadable}; expected a text")
        asked = person_asked(reply.answer) if reply.answer else None
        if not reply.answer and not reply.ask:
            return g.ends("no answer")
        if asked == "" and not reply.ask:
            return g.ends("no answer", "the person does not know; no other person is named")
        found = find_entry(self.source, q.kind, q.id)
        if found is None:
            return g.ends("stale", f"the map has no entry '{q.id}' any more; nothing was written")
        g = replace(g, at=found[0], entry=found[1])
        if reply.answer and asked is None and reply.ask:
            return g.ends("not understood", f"an answer, and '{reply.ask[:60]}' to ask; expected one of the two")
        read = (
            Understood() if asked is not None or not reply.answer else understand(reply.answer, row, self.source, q.id)
        )
        if digest(g.entry, q.field) != q.digest:
            return self._changed(replace(g, read=read))
        if asked is not None or not reply.answer:
            return self._reroute(g, asked or reply.ask)
        return replace(g, read=read)

    def _changed(self, g: _Given) -> Outcome:
        """The map has changed since the form was sent."""
        q, entry = g.reply.question, g.entry
        if g.read.value is not None and not g.read.new and entry.id == q.id and self._same(g):
            return g.ends("known", "the map already records this")
        if entry.id != q.id:
            return g.ends("stale", f"'{q.id}' is now '{entry.id}' ({entry.name}); nothing was written")
        what = "it has another name" if g.row.is_open(entry) else "the map has recorded the fact"
        return g.ends("stale", f"{what} since the form was sent ({g.form.sent}); nothing was written")

    def _same(self, g: _Given) -> bool:
        data = self.source.model_dump(by_alias=True, warnings=False)
        data[g.row.kind][g.at][g.row.field] = g.read.value
        try:
            entry = getattr(reader.revalidated(data), g.row.kind)[g.at]
        except ValidationError:
            return False
        return bool(getattr(entry, g.row.field) == getattr(g.entry, g.row.field))

    def _reroute(self, g: _Given, person: str) -> Outcome:
        person = " ".join(person.split())[:100]
        by = g.form.name or g.form.person
        self.reroutes.append(Reroute(g.reply.question.key, person, by, g.form.day or self.day))
        return g.ends("rerouted", f"to {person}")

    def _apply(self, g: _Given) -> Outcome:
        if g.read.value is None:
            return self._stray(g)
        claim = self._check_claim(g)
        if claim.startswith("!"):
            return g.ends("contradicted", claim[1:])
        data = self.now.model_dump(by_alias=True, warnings=False)
        value = g.read.value
        if g.read.new:
            key = NEW_IN[g.row.reads]
            kind = g.row.reads
            ids = [self._propose(data, g, name, kind) for name in g.read.new]
            links = ({key: i, "how": "proposed", "why": self._why(g)} if key else i for i in ids)
            value = [*value, *links]
        entry = data[g.row.kind][g.at]
        entry[g.row.field] = value
        entry["evidence"] = [self._evidence(g), *(entry["evidence"] or ())]
        try:
            self.now = reader.rechecked(data).with_origin(self.source.origin)
        except (ValidationError, InputError) as e:
            why = e.problems[0].found if isinstance(e, InputError) else e.errors()[0]["msg"]
            return g.ends("not understood", f"'{g.read.shown[:80]}' cannot be recorded: {why[:200]}")
        note = f"; {claim}" if claim else ""
        if g.form.who != "vendor" and not g.form.name:
            note += "; not confirmed: the form has no name"
        return g.ends("proposed" if g.read.new else "accepted", g.read.shown + note)

    def _stray(self, g: _Given) -> Outcome:
        """An answer that is not one to this question: the name of a recipient may be one that the map lacks."""
        hint = f"; expected: {', '.join(g.row.choices)}" if g.row.choices else ""
        name = " ".join(g.reply.answer.split())
        if g.row.reads not in ("places", "period", "sources", "bases", "answer", "choice") or not is_only_name(name):
            return g.ends("not understood", f"{g.read.why}{hint}")
        known = [e.name for e in self.source.recipients if name.casefold() in (e.name.casefold(), e.id)]
        if known:
            return g.ends("not understood", f"'{known[0]}' is a recipient{hint}")
        data = self.now.model_dump(by_alias=True, warnings=False)
        id_ = self._propose(data, g, name)
        served = data["purposes"][g.at]["recipients"] if g.row.kind == "purposes" else None
        if isinstance(served, (list, tuple)) and served:  # an unknown list stays unknown: one name does not complete it
            link = {"recipient": id_, "how": "proposed", "why": self._why(g)}
            data["purposes"][g.at]["recipients"] = [*served, link]
        self.now = reader.revalidated(data).with_origin(self.source.origin)
        return g.ends("proposed", f"'{name}' as a recipient; the question is still open{hint}")

    def _propose(self, data: dict[str, Any], g: _Given, name: str, kind: str = "recipients") -> str:
        """The id of an entry that the map does not have yet: it is a proposal."""
        listed = list(data[kind])
        there = next((r["id"] for r in listed if r["name"].casefold() == name.casefold()), "")
        if there:
            return str(there)
        taken = {r["id"] for r in listed} | {f for r in listed for f in r.get("formerly") or ()}
        id_ = unique_id(name, taken)
        evidence = {"document": Path(g.form.file).name, "words": g.reply.answer, "how": "proposed"}
        listed.append({"id": id_, "name": name, "how": "proposed", "why": self._why(g), "evidence": [evidence]})
        data[kind] = listed
        return id_

    def _why(self, g: _Given) -> str:
        return f"named by {g.form.name or g.form.person} in an answer about {g.entry.name}"

    def _evidence(self, g: _Given) -> Mapping[str, Any]:
        """A vendor's answer is evidence; that of one's own people confirms the fact."""
        form = g.form
        found: dict[str, Any] = {
            "facts": [g.row.field],
            "document": Path(form.file).name,
            "section": g.reply.place,
            "words": g.reply.answer,
            "how": "stated",
        }
        if form.who == "vendor":
            return found | {"why": f"answer of {form.name or form.person}, {form.day or self.day}"}
        if form.name:
            function = form.function or (word("office", form.who) if form.who in OFFICES else form.who)
            found |= {"confirmed_by": form.name, "confirmed_as": function, "confirmed_on": form.day or self.day}
        return found

    def _check_claim(self, g: _Given) -> str:
        """A remark on a claim of the Data Privacy Framework; it begins with ``!`` where the list contradicts it."""
        if g.row.field != "safeguards" or not any(t["kind"] == "dpf" for t in g.read.value):
            return ""
        if self.participants is None:
            return "the claim was not checked: no participants list (--dpf-list)"
        entry = self.now.recipients[g.at]  # type: ignore[index]  # it has entries: the question is about one
        stated = entry.legal_entity not in ("unknown", "none", "")
        how = entry.how_of("legal_entity") if stated else ""
        names = (entry.name, *entry.aliases)
        found = self.participants.check(entry.legal_entity if stated else "", how, self.day, aliases=names)
        if found.outcome == "verified":
            return f"verified: {found.reason}"
        if found.outcome == "contradicted":
            return f"!the participants list contradicts the claim: {found.reason.rstrip('.')}; nothing was written"
        return f"!the claim is not on the participants list: {found.reason.rstrip('.')}; nothing was written"


def unique_id(name: str, taken: set[str]) -> str:
    """A short id for a name that no other entry has.

    Examples
    --------
    >>> unique_id("Břevo & Co.", {"brevo-co"})
    'brevo-co-2'
    """
    plain = re.sub(r"[^a-z0-9]+", "-", fold(name).flat).strip("-")[:40].strip("-") or "recipient"
    return next(i for n in range(1, len(taken) + 2) if (i := plain if n == 1 else f"{plain}-{n}") not in taken)
