"""The rows of a list of recipients: who they are, where, under which tool, and those that get no personal data."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from datamap.drafting import services
from datamap.drafting.facts import DraftRecipient, Fact
from datamap.drafting.tables import cells, own_contract, usage, words
from datamap.drafting.tables.asking import Asking
from datamap.drafting.tables.grid import Record, Said
from datamap.drafting.tables.in_turn import of_columns
from datamap.drafting.tables.recipients import (
    PLACE,
    REMARK,
    names_of,
    place_all,
    places_of,
    role_named,
)
from datamap.drafting.tables.safeguards import names_another
from datamap.drafting.tables.several import codes_beside, companies, said_of
from datamap.drafting.tables.side_by_side import side_by_side
from datamap.drafting.tables.tools import TOOL, add_tools, by_place, tools_of
from datamap.labels import LANGUAGES, data, values

ADDRESS = "the country of its address: another location is stated beside it"
LABEL = "it is the label of a form"
"""Why a name must be confirmed that lists use as a label: the table may be a form."""
ROLES = "it names a role among other words, or several roles"
OTHERS = "it names other companies, which may get data too"
ANOTHER_ROW = "it is about a recipient that its row does not name"
ELSEWHERE = "it may be a location of the recipient: the label above it is not known as one"


def _is_abroad(recipient: DraftRecipient) -> bool:
    """Whether a place outside the EEA is stated, so that a bare "yes" to a transfer adds nothing."""
    codes = [p.value for p in recipient.places if p.sure and len(p.value) == 2]
    return any(not cells.in_eea(code) for code in codes)


@cache
def _groups() -> frozenset[str]:
    """What is in the column on the service of a category of recipients, as a notice from a map has it."""
    return frozenset(words.plain(data(f"notices/{language}")["kind-category"]) for language in LANGUAGES)


def _is_group(record: Record) -> bool:
    """Whether a row states that it is a category of recipients."""
    return any(words.plain(s.words) in _groups() for s in record.all("service"))


def _is_label(text: str) -> bool:
    """Whether a name is a label of a list, of its places, tools, remarks, or of a form: its officer."""
    return words.key_of("vendors", text) not in ("", "who") or any(words.key_of(k, text) for k in ("others", "parties"))


class Vendors:
    """Reads the rows of a list of recipients."""

    def __init__(self, asking: Asking):
        self.asking = asking

    def read(self, record: Record) -> list[DraftRecipient]:
        """The recipients of a record: usually one."""
        lines = side_by_side(record.lines[0], "who", self.asking, ask=False) if len(record.lines) == 1 else []
        if len(lines) < 2:
            return self._read(record)
        return [r for line in lines for r in self._read(Record(record.table, [line], record.band, record.example))]

    def _read(self, record: Record) -> list[DraftRecipient]:
        name = record.first("who", cells.is_blank)
        if name is None:
            return []
        if status := usage.not_in_use(record):
            where = f"in '{status.title}'" if status.label else "above it"
            self.asking.ask("recipient", name, f"'{status.words}' {where}", "a recipient that is in use")
            self.stand_for(record)
            return []
        if _is_group(record):  # its name may be an enumeration
            found, denied = [DraftRecipient(cells.fact(name.words, name), "category")], False
        else:
            found, denied = names_of(name, self.asking)
        if denied or not found:
            self.stand_for(record)
            return []
        remark = usage.remark_on_use(record)
        for recipient in found:
            doubt = usage.may_not_be_used(remark) if remark else LABEL if _is_label(name.words) else ""
            if doubt and recipient.name.sure:
                recipient.name = replace(recipient.name, sure=False, why=doubt)
            self._facts(record, recipient, found)
        return found

    def is_irrelevant(self, record: Record) -> bool:
        """Whether a supplier gets no personal data, by what it provides: electricity, rent, furniture.

        Never one with a tool, a contract on processing, data, or a place that is not in the EEA for sure.
        """
        provided = [s.words for s in record.all("service") if not cells.is_blank(s.words)]
        data = [s for key in ("data", "tools", "dpa") for s in record.all(key) if not cells.is_nothing(s.words)]
        remarks = [s.words for s in (*record.all("kept"), *record.rest())]
        stated = [s.words for s in record.all("places") if not cells.is_blank(s.words)]
        places = [t for t in stated if not cells.is_nowhere(t)]
        return (
            bool(provided)
            and not data
            and all(map(services.needs_no_data, provided))
            and not any(values.read_tools(cells.readable(t)).values for t in remarks)
            and all(map(cells.in_eea, places))
        )

    def may_get_no_data(self, record: Record) -> bool:
        """Whether nothing that is stated of a supplier shows that it gets personal data."""
        provided = [s.words for s in (*record.all("service"), *record.all("kept"), *record.rest())]
        data = [s for key in ("data", "tools", "dpa", "role") for s in record.all(key) if not cells.is_nothing(s.words)]
        return not data and not any(map(services.needs_data, provided))

    def stand_for(self, record: Record) -> None:
        """Let the entry of a row's name stand for the whole row."""
        for line in record.lines:
            self.asking.covered += [s.quote for texts in [*line.said.values(), line.rest] for s in texts]

    def _facts(self, record: Record, recipient: DraftRecipient, row: list[DraftRecipient]) -> None:
        own, alone = bool(recipient.places), len(row) == 1
        stated = [s for s in said_of(record, "places", recipient, row, self.asking) if not cells.is_blank(s.words)]
        for said in sorted(stated, key=lambda s: cells.is_yes(s.words)):  # where, before whether
            if cells.is_yes(said.words) and _is_abroad(recipient):
                recipient.notes.append(cells.note(said))
            else:
                self._places(said, recipient, alone or not own)
        self._tools(record, recipient, row)
        for said in record.all("address"):
            if not cells.is_nothing(said.words):
                self._address(said, recipient)
        self._role(record, recipient, row)
        provided = [s for s in record.all("service") if not cells.is_nothing(s.words)]
        if services := [s for s in provided if words.plain(s.words) not in _groups()]:
            recipient.service = Fact(
                "; ".join(dict.fromkeys(s.words for s in services)), tuple(s.quote for s in services)
            )
        known = [recipient.name.value, *(s.words for s in (*record.all("entity"), *record.all("aliases")))]
        for said in said_of(record, "dpa", recipient, row, self.asking):
            own_contract.read_contract(said, recipient, self.asking, known)
        if alone:
            self._names(record, recipient)
        else:
            for said in (*record.all("entity"), *record.all("aliases")):
                if not cells.is_nothing(said.words):
                    recipient.notes.append(cells.note(said))
                    self.asking.ask("legal entity", said, "its row names several recipients", "whose name it is")
        self._notes(record, recipient)

    def _names(self, record: Record, recipient: DraftRecipient) -> None:
        """The legal entity and other names of the one recipient of a row."""
        for said in record.all("entity"):
            if cells.is_nothing(said.words):
                continue
            if recipient.legal_entity is None:
                recipient.legal_entity = cells.fact(said.words, said)
            elif words.plain(said.words) != words.plain(recipient.legal_entity.value):
                recipient.notes.append(cells.note(said))
                self.asking.ask("legal entity", said, "another line states another one", "one legal entity")
        for said in record.all("aliases"):
            if not cells.is_nothing(said.words) and words.plain(said.words) != words.plain(recipient.name.value):
                recipient.aliases.append(cells.fact(said.words, said))

    def _tools(self, record: Record, recipient: DraftRecipient, row: list[DraftRecipient]) -> None:
        codes = [p.value for p in recipient.places if p.value != "unknown"]
        others = [*recipient.aliases, *([recipient.legal_entity] if recipient.legal_entity else [])]
        known = [recipient.name.value, *(f.value for f in others), *(s.words for s in record.all("entity"))]
        parts: list[tuple[Said, list[str], list[Fact]]] = []
        for said in said_of(record, "tools", recipient, row, self.asking):
            if not words.named_in(said.words, known) and names_another(said, known[:1]):
                recipient.notes.append(cells.note(said))
                self.asking.ask("transfer tool", said, ANOTHER_ROW, TOOL)
            elif not cells.is_blank(said.words) and not cells.is_absent(said.words):
                here = codes_beside(record, said, codes)
                found = by_place([said], here, self.asking)
                parts += [(part, of, tools_of(part, self.asking, of, known)) for part, of in found]
        for of, tools in of_columns(parts, self.asking):
            add_tools(recipient, tools, of if of != codes else [])

    def _notes(self, record: Record, recipient: DraftRecipient) -> None:
        """What the other columns state of a recipient; a tool in a remark is to confirm."""
        for key in ("data", "kept", "status"):
            recipient.notes += [
                Fact(f"{s.title}: {s.words}", (s.quote,)) for s in record.all(key) if not cells.is_blank(s.words)
            ]
        recipient.notes += [
            Fact(f"{s.title}: {s.words}" if s.title else s.words, (s.quote,))
            for s in record.rest()
            if not cells.is_blank(s.words)
        ]
        provided = [(s, values.read_tools(s.words)) for s in record.all("service")]
        named = [s for s, read in provided if read.values and not read.rest]  # a tool in place of a service
        for said in (*record.all("kept"), *record.rest(), *named):
            self._remark(said, recipient)
        for said in record.all("kept"):
            if companies(said, recipient, record):
                self.asking.ask("recipient", said, OTHERS, "a row for each, if they get data; kept in the notes")
        if record.band is not None:
            recipient.notes.append(cells.fact(record.band.words, record.band))

    def _remark(self, said: Said, recipient: DraftRecipient) -> None:
        """The tools that a remark names: to confirm, for it may be about something else."""
        tools = [v for v in values.read_tools(cells.readable(said.text.words)).values if v.value != "dpa"]
        if tools:
            self.asking.ask("transfer tool", said, REMARK, TOOL)
            made = [cells.from_value(v, said) for v in tools]
            add_tools(recipient, [Fact(f.value, f.quotes, f.how, REMARK, False, f.extra) for f in made], [])
        codes = cells.place_codes(said.words)
        if codes and not cells.in_eea(said.words):  # a country under a label that is not known may be where data go
            self.asking.ask("location", said, ELSEWHERE, PLACE)
            place_all(recipient, [cells.fact(c, said, why=ELSEWHERE, sure=False) for c in codes])

    def _places(self, said: Said, recipient: DraftRecipient, certain: bool) -> None:
        if cells.is_nowhere(said.words):
            recipient.notes.append(cells.note(said))
            if not recipient.places:
                self.asking.ask("location", said, f"'{said.title}' names no place", PLACE)
            return
        places, tools = places_of(said, self.asking)
        place_all(recipient, places)
        add_tools(recipient, tools, [p.value for p in places if p.value != "unknown"] if len(places) == 1 else [])

    def _address(self, said: Said, recipient: DraftRecipient) -> None:
        """The country at the end of an address, or before a semicolon."""
        last = re.split(r"[,\n]", said.text.words.rstrip(" ,.\n"))[-1]
        start = said.text.words.rfind(last)
        read = values.read_places(last)
        if len(read.values) == 1 and not read.rest and read.values[0].sure:
            v = read.values[0]
            quote = said.text.part(start + v.start, start + v.end).quote()
            if not recipient.places:
                recipient.places.append(Fact(v.value, (quote,), "inferred", "the country of its address"))
                return
            if not cells.in_eea(v.value):  # the company may be there, whatever is stated of its servers
                place_all(recipient, [Fact(v.value, (quote,), "stated", ADDRESS, False)])
        recipient.notes.append(cells.note(said))

    def _role(self, record: Record, recipient: DraftRecipient, row: list[DraftRecipient]) -> None:
        for said in said_of(record, "role", recipient, row, self.asking):
            named, held = role_named(said.words), recipient.role
            if named and held is None:
                recipient.role = Fact(named, (said.quote,))
            elif held is not None and named == held.value:
                continue
            elif not cells.is_nothing(said.words):
                recipient.notes.append(cells.note(said))
                if named:
                    self.asking.ask("role", said, "another line states another one", "one role")
                elif values.read_roles(cells.readable(said.words)).values:
                    self.asking.ask("role", said, ROLES, "one role; it is unknown until then")
        label = next((s.label for s in record.all("who") if s.label is not None), None)
        if recipient.role is None and label is not None and (named := role_named(label.words)):
            recipient.role = Fact(named, (label.stripped().quote(),), why="the title of the list")
