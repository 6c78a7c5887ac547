"""The countries of a line: which recipient is in which, where the register states it."""

from __future__ import annotations

import re

from datamap.drafting.facts import DraftRecipient, Fact
from datamap.drafting.tables import cells, words
from datamap.drafting.tables.behind_places import BESIDE, WHOSE, Placed, placed, without_names
from datamap.drafting.tables.grid import Line, Said
from datamap.drafting.tables.naming import behind_names, called, may_name_another, owners, parts_by_name, without
from datamap.drafting.tables.recipients import names_of, place_all, places_of, role_of
from datamap.drafting.tables.roster import Roster
from datamap.drafting.tables.tools import add_tools, limit_in_turn, tools_of
from datamap.labels import values
from datamap.labels import words as ours


class Countries:
    """Gives the recipients of a line their countries."""

    def __init__(self, roster: Roster):
        self.roster, self.asking = roster, roster.asking

    def read(self, line: Line, here: dict[str, DraftRecipient]) -> tuple[list[Fact], list[Fact]]:
        """Read the cells of countries; the places and tools that belong to no recipient yet."""
        for said in line.of("countries", "abroad", "transfer"):
            if here and cells.is_nowhere(said.words):
                self.roster.note(said)
                why = f"it is under '{said.title}', and names no place"
                self.asking.ask("location", said, why, "the country of each recipient; the places are unknown")
        open_: list[Fact] = []
        tools: list[Fact] = []
        stated = [s for s in line.of("transfer") if not cells.is_nothing(s.words)]
        stated += [s for s in line.of("abroad") if cells.is_yes_and_no_name(s.words)]  # it names no recipient
        texts = [*line.of("countries"), *stated]
        where = [s for s in texts if not cells.is_yes(s.words)]
        if len(where) < len(texts) and any(
            not cells.in_eea(v.value) for s in where for v in values.read_places(s.words).values
        ):
            texts = where  # beside a country, a "yes" adds nothing
        for cell in texts:
            if cells.is_nowhere(cell.words):
                continue
            if found := placed(cell, here.values()):
                open_ += [p for part in found for p in self._placed(part, here)]
                continue
            parts = [self._country(said, here) for said in parts_by_name(cell, here) if not cells.is_blank(said.words)]
            limit_in_turn(parts, cell, self.asking)
            open_ += [p for places, _ in parts for p in places]
            tools += [t for _, found in parts for t in found]
        return open_, tools

    def _placed(self, part: Placed, here: dict[str, DraftRecipient]) -> list[Fact]:
        """Give places to the recipients that are named behind them; those without a name belong to none yet."""
        places, tools = places_of(part.places, self.asking)
        if part.behind is None:
            return places
        known = called(here.values())
        of = owners(words.named_in(part.behind.words, list(known)), known)
        if not of:
            first = part.behind.part(0, len(re.split("[,;:]", part.behind.text.words)[0]))
            of = [self.roster.add(one) for one in names_of(first, self.asking)[0]]
        if part.also is not None and any(not cells.in_eea(f.value) for f in places_of(part.also, self.asking)[0]):
            self.asking.ask("location", part.also, WHOSE, "the place of each recipient; read as theirs")
        for beside in without_names(part.behind, list(called(of))):
            if cells.is_none(beside.words) or values.read_tools(cells.readable(beside.words)).values:
                tools += tools_of(beside, self.asking, [p.value for p in places])
            elif not cells.is_blank(beside.words) and not values.is_filler(beside.words):
                self.roster.note(part.behind)
                self.asking.ask("location", beside, BESIDE, "a name, or a tool; it was not read")
        codes = [p.value for p in places if p.value != "unknown"]
        for one in of:
            place_all(one, places_of(part.also, self.asking)[0] if part.also is not None else [])
            place_all(one, places)
            add_tools(one, tools, codes)
        return []

    def _country(self, said: Said, here: dict[str, DraftRecipient]) -> tuple[list[Fact], list[Fact]]:
        """Give what a part of a cell states to the recipient that it names; what is left belongs to none yet."""
        text = said.text.words
        head, colon, tail = text.partition(":")
        known = called(here.values())
        in_tail = words.named_in(tail, list(known)) if colon else []
        if colon and _is_run_elsewhere(head):
            for name in in_tail:
                known[name].places.append(Fact("unknown", (said.quote,), extra={"place": head.strip()}))
            return [], []
        if colon and cells.is_blank(head):
            if values.read_places(tail).values:
                self.roster.note(said)
                self.asking.ask("location", said, "it is not stated whose place it is", "the recipient that is there")
            return [], []
        after = said.part(len(head) + 1) if colon else said
        if colon and in_tail and cells.place_codes(head):
            places, _ = places_of(said.part(0, len(head)), self.asking)
            for name in in_tail:
                place_all(known[name], places)
            return [], []
        named = words.named_in(head if colon else text, list(known))
        if len(named) == 1:
            self._give(said, after if colon else without(said, named[0]), known[named[0]])
            return [], []
        if named and (rest := behind_names(said, named)) is not None:
            for name in named:
                self._give(said, rest, known[name])
            return [], []
        if colon and may_name_another(head) and values.read_places(tail).values:
            bare, role, how = role_of(said.part(0, len(head)))
            found, _ = names_of(bare, self.asking)
            for one in found:
                one.role = Fact(role, (bare.quote,)) if role else one.role
                one.name = Fact(one.name.value, one.name.quotes, how or one.name.how, cells.MARKED if how else "")
                self._give(said, after, self.roster.add(one))
            if not found:  # the data are there, whoever gets them
                activity = self.roster.activity
                self._give(said, after, DraftRecipient(Fact(""), places=activity.places, tools=activity.tools))
            return [], []
        places, tools = places_of(said, self.asking)
        if any(p.value == "unknown" for p in places):
            self.roster.note(said)
        return places, tools

    def _give(self, said: Said, about: Said, recipient: DraftRecipient) -> None:
        if not about.words or cells.is_nothing(about.words):
            return
        places, tools = places_of(about, self.asking)
        place_all(recipient, places)
        add_tools(recipient, tools, [p.value for p in places if p.value != "unknown"])


def _is_run_elsewhere(head: str) -> bool:
    """Whether our records state that a place is run from elsewhere, or that the recipient's place is not known."""
    flat = words.plain(head)
    texts = [text for term in ("run-elsewhere", "run-unknown") for text in ours("term")[term].values()]
    return any(words.is_in(words.plain(text), flat) for text in texts)
