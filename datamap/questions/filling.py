"""``datamap known --fill``: the facts about vendors as open proposals in a map, and what differs as questions.

A proposal never improves a verdict. Who is behind a company is proposed as its onward recipients, together with those
who are not known: an Irish company alone would hide the transfer to its parent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datamap.drafting import output
from datamap.drafting.facts import ToRead
from datamap.files import reading, writing
from datamap.formats.yaml import editing, reader, writer
from datamap.forms.merging import unique_id
from datamap.law.names import plain
from datamap.law.pack import Law
from datamap.model import Inventory
from datamap.model.recipient import Recipient
from datamap.model.vocabulary import UNKNOWN
from datamap.questions import drafted
from datamap.reading.document import Quote
from datamap.vendors import answer
from datamap.vendors.pack import Fact, Vendors
from datamap.vendors.suggesting import Suggested, active, listing, region, suggest

WHAT = {
    "legal_entity": "organisation",
    "parent": "organisation",
    "role": "role",
    "sites": "location",
    "safeguards": "transfer tool",
    "sub_processors": "recipient",
}
"""What an entry of the reading list is about, by the field that the question is on."""
SECTION = "facts about vendors"
"""Section that the evidence of every such proposal names."""


@dataclass(frozen=True)
class Filled:
    """A map with what the facts about vendors suggest.

    Attributes
    ----------
    inventory : Inventory
        With the proposals; what was recorded is as it was.
    suggested : tuple of (Recipient, Suggested)
        The recipients for which the facts suggest something, with what they suggest.
    reading : tuple of ToRead
        The questions.
    """

    source: Inventory
    inventory: Inventory
    suggested: tuple[tuple[Recipient, Suggested], ...]
    reading: tuple[ToRead, ...]
    day: dt.date

    @property
    def rows(self) -> list[tuple[str, str, str, str]]:
        """Recipient, field, value and source of each proposal, then of each question."""
        out = []
        for recipient, found in self.suggested:
            out += [(recipient.name, p.field, p.value, answer.cited(p.fact, self.day)) for p in found.proposals]
            out += [(recipient.name, "sub_processors", f["name"], answer.cited(f, self.day)) for f in found.legs]
            out += [(recipient.name, f"{q.field}?", " / ".join(q.values), q.text) for q in found.questions]
        return out

    @property
    def data(self) -> dict[str, Any]:
        """The proposals and questions as plain data."""
        return {
            "as_of": self.day.isoformat(),
            "recipients": [_data(r, s, self.day) for r, s in self.suggested],
            "reading": [
                {"what": e.what, "about": e.subject, "words": e.quote.words, "why": e.why} for e in self.reading
            ],
        }

    def save(self, path: str | Path, *, force: bool = False) -> tuple[Path, Path]:
        """Write the draft, and its reading list beside it: both files, or none.

        Raises
        ------
        CallError
            One of the files exists, or cannot be written.
        """
        draft, listed = drafted.targets(path, force=force)
        writing.write_all({draft: self._text(draft), listed: output.entries_text(self.reading)}, force=force)
        return draft, listed

    def _text(self, path: Path) -> str:
        """The inventory's own file with the proposals in it; a map from a workbook as a new file."""
        origin = self.source.origin
        if origin is None or Path(origin.file).suffix.lower() not in (".yaml", ".yml"):
            return writer.dump(self.inventory)
        text = reading.decode(reading.load(origin.file), origin.file)
        return editing.elsewhere(text, self.inventory, path)


def _data(recipient: Recipient, found: Suggested, day: dt.date) -> dict[str, Any]:
    return {
        "id": recipient.id,
        "name": recipient.name,
        "services": [s.id for s in found.services],
        "near": found.near,
        "proposals": [
            {"field": p.field, "value": p.value, "fact": answer.cited(p.fact, day), "url": p.fact.url}
            for p in found.proposals
        ],
        "behind": [{"name": f["name"], "country": f["country"], "kind": f["kind"], "url": f.url} for f in found.legs],
        "questions": [{"field": q.field, "values": list(q.values), "question": q.text} for q in found.questions],
    }


def fill(inventory: Inventory, vendors: Vendors, law: Law, day: dt.date) -> Filled:
    """A map with what the facts about vendors suggest for its recipients, as proposals and questions.

    Parameters
    ----------
    inventory : Inventory
    vendors : Vendors
    law : Law
        Which countries are in the EEA on the day.
    day : date
    """
    known, place = vendors.on(day), region(inventory, law, day)
    work = _Work(inventory, day)
    onward = {sub.recipient for r in inventory.recipients for sub in r.sub_processors}
    onward -= {given.recipient for p in inventory.purposes for given in p.recipients}
    found = []
    for recipient in inventory.recipients:
        # a proposed one: first comes the decision whether it exists; one that only others pass data on to: its contract
        # is with them
        if recipient.how == "proposed" or recipient.id in onward:
            continue
        suggested = suggest(known, recipient, place, inventory.controller.country)
        if suggested.services or suggested.near:
            found.append((recipient, suggested))
    for recipient, suggested in found:
        work.propose(recipient, suggested)
    entries = [e for r, s in found for e in _questions(r, s, day)]
    return Filled(inventory, work.result(), tuple(found), tuple(entries), day)


def _questions(recipient: Recipient, found: Suggested, day: dt.date) -> Iterable[ToRead]:
    """The questions on one recipient as entries of a reading list."""
    if found.near:
        why = f"the facts about vendors have '{found.near}': if it is meant, record that name as an alias"
        yield ToRead("organisation", Quote(recipient.name, "the map", 0, 0), why, about=recipient.name)
    if len(found.services) > 1:
        names = tuple(s.brand for s in found.services)
        why = f"it may be {' or '.join(names)}: which service do you use?"
        yield ToRead("recipient", Quote(recipient.name, "the map", 0, 0), why, about=recipient.name, values=names)
    for question in found.questions:
        yield ToRead(
            WHAT[question.field],
            Quote("", SECTION, 0, 0),
            f"{question.text} ({answer.sources(question.facts, day)})",
            about=recipient.name,
            values=question.values,
        )


def _unknown_others(found: Suggested) -> str:
    """Why there may be further recipients behind a service."""
    lists = [f["url"] for s in found.services for f in s.of("addresses") if f["what"] == "sub-processors"]
    if lists:
        return f"further sub-processors are in the published list: {lists[0]}"
    return "who else gets the data is not known: no list of sub-processors is known"


class _Work:
    """The data of a map, to which proposals are added."""

    def __init__(self, inventory: Inventory, day: dt.date):
        self._day = day
        self._inventory = inventory
        self._data = inventory.model_dump(by_alias=True, warnings=False)
        self._ids = {r.id for r in inventory.recipients}
        if inventory.recipients:
            self._data["recipients"] = list(self._data["recipients"])
        self._entries = {r["id"]: r for r in self._data["recipients"]} if inventory.recipients else {}
        self._behind: dict[str, str] = {}
        self._changed = False

    def result(self) -> Inventory:
        """The map with the proposals."""
        return reader.rechecked(self._data).with_origin(self._inventory.origin) if self._changed else self._inventory

    def propose(self, recipient: Recipient, found: Suggested) -> None:
        """Add what the facts suggest for one recipient."""
        entry = self._entries[recipient.id]
        evidence = []
        for p in found.proposals:
            if p.field == "sites":
                site = {"country": p.value, "activity": "establishment", **self._proposed(p.fact)}
                entry["sites"] = [site]
            elif p.field == "safeguards":
                entry["safeguards"] = [{"kind": p.value, **self._proposed(p.fact)}]
            else:
                entry[p.field] = p.value
                evidence.append({"facts": [p.field], **self._evidence(p.fact)})
        if found.proposals or found.legs:
            self._changed = True
            # first, because the first evidence that names a field decides how it is known
            entry["evidence"] = [*evidence, *entry["evidence"]]
            self._onward(recipient, found, entry)

    def _onward(self, recipient: Recipient, found: Suggested, entry: dict[str, Any]) -> None:
        """Who is behind the company as its onward recipients, and that others are not known."""
        if recipient.sub_processors is not UNKNOWN:  # recorded, even if only that there are none: never replaced
            return
        subs = [{"recipient": self._leg(f, recipient, found), **self._proposed(f)} for f in found.legs]
        why = _unknown_others(found)
        others = self._other(recipient, found, why)
        entry["sub_processors"] = [*subs, {"recipient": others, "how": "proposed", "why": why}]

    def _leg(self, fact: Fact, recipient: Recipient, found: Suggested) -> str:
        """The id of the entry for a company behind another; one entry for each company."""
        key = plain(fact["name"])
        if key not in self._behind:
            activity = "access" if fact["kind"] == "support" else "establishment"
            row = listing(found.services, fact["name"])
            entry: dict[str, Any] = {
                "name": fact["name"],
                "legal_entity": fact["name"],
                "service": f"{answer.LEGS[fact['kind']]} of {found.services[0].brand}",
                "role": self._role(recipient, found),
                "sites": [{"country": fact["country"], "activity": activity, **self._proposed(fact)}],
                **self._proposed(fact),
            }
            if row is not None and active(row):
                entry["safeguards"] = [{"kind": "dpf", **self._proposed(row)}]
            self._behind[key] = self._add(entry)
        return self._behind[key]

    def _other(self, recipient: Recipient, found: Suggested, why: str) -> str:
        """The id of the entry for those behind a service who are not known."""
        key = "others: " + " ".join(s.id for s in found.services)
        if key not in self._behind:
            named = found.services[0].brand if len(found.services) == 1 else recipient.name
            entry = {
                "name": f"Further recipients behind {named}",
                "kind": "category",
                "role": self._role(recipient, found),
                "how": "proposed",
                "why": why,
            }
            self._behind[key] = self._add(entry)
        return self._behind[key]

    def _role(self, recipient: Recipient, found: Suggested) -> str:
        proposed = next((p.value for p in found.proposals if p.field == "role"), recipient.role)
        return "sub-processor" if proposed in ("processor", "sub-processor") else "unknown"

    def _add(self, entry: dict[str, Any]) -> str:
        id_ = unique_id(entry["name"], self._ids)
        self._ids.add(id_)
        self._data["recipients"].append({"id": id_, **entry})
        return id_

    def _proposed(self, fact: Fact) -> dict[str, Any]:
        return {"how": "proposed", "evidence": [self._evidence(fact)]}

    def _evidence(self, fact: Fact) -> dict[str, Any]:
        return {
            "document": fact.url or ", ".join(fact.source),
            "section": SECTION,
            "how": "proposed",
            "why": f"{answer.value(fact)} ({answer.checked(fact, self._day)})",
        }
