"""Who gets the data of an activity, where, under which tool: what the cells of its lines state together.

A register often names recipients in one cell and countries in another. Which recipient is in which country is taken
from it only where it states so: by name, on one line, or by one recipient alone (``inferred``). Else the countries are
those of a recipient that is not named.
"""

from __future__ import annotations

from datamap.drafting.facts import DraftActivity, DraftRecipient, Fact
from datamap.drafting.tables import cells, words
from datamap.drafting.tables.asking import Asking
from datamap.drafting.tables.contracts import read_contracts
from datamap.drafting.tables.countries import Countries
from datamap.drafting.tables.grid import Line, Record, Said
from datamap.drafting.tables.recipients import PLACE, names_of, place_all, places_of
from datamap.drafting.tables.roster import Roster
from datamap.drafting.tables.safeguards import Safeguards
from datamap.drafting.tables.side_by_side import side_by_side
from datamap.drafting.tables.tools import add_tools, tools_of
from datamap.labels import values
from datamap.labels.counting import count

NO_PLACE = "no country, region or organisation is recognised"


def _own_contracts(line: Line, record: Record) -> list[Said]:
    """The texts on contracts that one of several lines has for itself; those of merged cells are of all."""
    if len(record.lines) < 2:
        return []
    quotes = [s.quote for other in record.lines if other is not line for s in other.of("contracts")]
    return [s for s in line.of("contracts") if s.quote not in quotes]


def _without(line: Line, read: list[Said]) -> Line:
    """A line without the texts on contracts that are read already."""
    left = [s for s in line.said["contracts"] if s not in read]
    return Line(line.place, {**line.said, "contracts": left}, line.rest)


class Links:
    """Reads the recipients, places and tools of one activity."""

    def __init__(self, activity: DraftActivity, asking: Asking):
        self.activity, self.asking = activity, asking
        self.roster = Roster(activity, asking)
        self.countries, self.safeguards = Countries(self.roster), Safeguards(self.roster)
        self.none: Fact | None = None

    def read(self, record: Record) -> None:
        """Read all lines; a text that several lines share, because their cells are merged, is read with the first."""
        seen: dict[str, set[str]] = {}
        whole = Record(record.table, [])
        for line in record.lines:
            own = line if len(record.lines) == 1 else Line(line.place, {})
            for key, texts in line.said.items() if own is not line else ():
                done = seen.setdefault(key, set())
                shared = key not in ("recipients", "countries", "safeguards", "abroad", "transfer")
                own.said[key] = [s for s in texts if not shared or words.plain(s.words) not in done]
                done |= {words.plain(s.words) for s in texts}
            parts = side_by_side(own, "recipients", self.asking)
            for part in parts:
                here = self._line(part)
                if len(parts) > 1:
                    read_contracts(Record(record.table, [part]), self.roster, here)
                elif here and (stated := _own_contracts(line, record)):
                    read_contracts(Record(record.table, [Line(line.place, {"contracts": stated})]), self.roster, here)
                    line = _without(line, stated)
            whole.lines += [line] if len(parts) == 1 else []
        read_contracts(whole, self.roster, self.roster.row)
        if self.roster.row:
            self.activity.recipients = list(self.roster.row.values())
        elif self.none is not None:
            self.activity.recipients = []
            self.activity.facts["no_recipients"] = self.none

    def _line(self, line: Line) -> dict[str, DraftRecipient]:
        """Read a line; the recipients that it names."""
        here: dict[str, DraftRecipient] = {}
        for said in line.of("recipients"):
            if cells.is_nothing(said.words):
                none = cells.is_none(said.words) and not values.is_about_abroad(said.words)
                self.none = cells.fact("none", said) if none else self.none
                if cells.is_none(said.words) and not none:
                    self.roster.note(said)
                continue
            found, denied = names_of(said, self.asking)
            if denied:
                self.none = self.none if values.is_about_abroad(said.words) else cells.fact("none", said)
                self.roster.note(said)
            elif not found:
                self.roster.note(said)
            for recipient in found:
                one = self.roster.add(recipient)
                here[words.plain(one.name.value)] = one
        if any(not cells.is_yes_and_no_name(item.words) for item in _items(line, "abroad")):
            self._abroad(line, here)
        else:
            told = here or self.roster.row
            self.safeguards.read(line, told, *self.countries.read(line, told))
        return here

    def _abroad(self, line: Line, here: dict[str, DraftRecipient]) -> None:
        """A column of recipients in third countries, beside those of countries and tools."""
        named, countries = _items(line, "abroad"), _items(line, "countries")
        countries += self._transfers(line, placed=bool(countries))
        placed = [places_of(c, self.asking) for c in countries]
        tools = [t for s in _items(line, "safeguards") for t in tools_of(s, self.asking) if t.value != "none"]
        bare = [
            cells.fact("none", s)
            for s in line.of("safeguards")
            if cells.is_none(s.words) and not words.has_mark("exceptional", s.label.words if s.label else "")
        ]
        paired = len(named) == len(placed)
        if len(named) > 1 and not paired and placed:
            mismatch = f"{count(len(named), 'recipients')} and {count(len(placed), 'places')}"
            self.asking.ask("location", countries[0], mismatch, "one place for each recipient; the places are unknown")
        for i, said in enumerate(named):
            found, _ = names_of(said, self.asking)
            for recipient in found:
                entry = self.roster.add(_meant(recipient, here))
                mine = [placed[i]] if paired else placed if len(named) == 1 else []
                places = [p for ps, _ in mine for p in ps]
                place_all(entry, places or ([] if entry.places else [cells.fact("unknown", said)]))
                codes = [p.value for p in places if p.value != "unknown"]
                add_tools(entry, tools or bare or [t for _, ts in mine for t in ts], codes)

    def _transfers(self, line: Line, placed: bool) -> list[Said]:
        """The places that a column on transfers names beside yes or no; ``placed``: another column has the places.

        What names no place, or is beside such a column, must be read.
        """
        found = []
        for said in line.of("transfer"):
            if cells.is_nothing(said.words) or cells.is_yes(said.words):
                continue
            if values.read_places(said.words).values and not placed:
                found += cells.items(said)
            else:
                self.roster.note(said)
                why = f"it is under '{said.title}', and not read with the places" if placed else NO_PLACE
                self.asking.ask("location", said, why, PLACE)
        return found


def _items(line: Line, key: str) -> list[Said]:
    """The items under a key that name something."""
    return [
        item
        for s in line.of(key)
        if not cells.is_nowhere(s.words)
        for item in cells.items(s)
        if not cells.is_blank(item.words)
    ]


def _meant(found: DraftRecipient, here: dict[str, DraftRecipient]) -> DraftRecipient:
    """The recipient of the line that a name means, if it begins with it."""
    flat = words.plain(found.name.value)
    begun = [r for k, r in here.items() if k == flat or k.startswith(f"{flat},")]
    return begun[0] if len(begun) == 1 and begun[0] is not found else found
