"""Who gets the data of an activity, where, under which tool: what the cells of its lines state together.

A register often names recipients in one cell and countries in another. Which recipient is in which country is taken
from it only where it states so: by name, on one line, or by one recipient alone (``inferred``). Else the countries are
those of a recipient that is not named.
"""

from __future__ import annotations

import re

from datamap.drafting.facts import DraftActivity, DraftRecipient, Fact
from datamap.drafting.tables import cells, words
from datamap.drafting.tables.asking import Asking
from datamap.drafting.tables.grid import Line, Record, Said
from datamap.drafting.tables.recipients import add_tools, names_of, place_all, places_of, role_of, tools_of, undecided
from datamap.labels import values
from datamap.labels import words as ours
from datamap.labels.counting import count
from datamap.law import names as legal

ALONE = "the only recipient of the activity for which the register names the country"


class Links:
    """Reads the recipients, places and tools of one activity."""

    def __init__(self, activity: DraftActivity, asking: Asking):
        self.activity, self.asking = activity, asking
        self.row: dict[str, DraftRecipient] = {}
        self.none: Fact | None = None

    def read(self, record: Record) -> None:
        """Read all lines; a text that several lines share, because their cells are merged, is read with the first."""
        seen: dict[str, set[str]] = {}
        for line in record.lines:
            own = Line(line.place, {})
            for key, texts in line.said.items():
                done = seen.setdefault(key, set())
                shared = key not in ("recipients", "countries", "safeguards", "abroad", "transfer")
                own.said[key] = [s for s in texts if not shared or words.plain(s.words) not in done]
                done |= {words.plain(s.words) for s in texts}
            self._line(own)
        self._contracts(record)
        if self.row:
            self.activity.recipients = list(self.row.values())
        elif self.none is not None:
            self.activity.recipients = []
            self.activity.facts["no_recipients"] = self.none

    def add(self, found: DraftRecipient) -> DraftRecipient:
        """A recipient of the activity; one of the same name is the same."""
        key = words.plain(found.name.value)
        held = self.row.get(key)
        if held is None:
            self.row[key] = found
            return found
        if found.role is not None:
            if held.role is not None and held.role.value != found.role.value:
                why = f"'{held.name.value[:60]}' in two roles"
                self.asking.ask("role", found.role.quotes[0], why, "one role, or an entry for each; read as unknown")
                held.role = Fact("unknown", (*held.role.quotes, *found.role.quotes))
            held.role = held.role or found.role
        place_all(held, found.places)
        add_tools(held, found.tools, [])
        held.notes += [n for n in found.notes if n.value not in [h.value for h in held.notes]]
        return held

    def note(self, said: Said) -> None:
        """Keep a text of the table in the notes of the activity."""
        text = f"{said.title}: {said.words}" if said.title else said.words
        if text not in [n.value for n in self.activity.notes]:
            self.activity.notes.append(Fact(text, (said.quote,)))

    # --- one line ----------------------------------------------------------------------------------------------------

    def _line(self, line: Line) -> None:
        here: dict[str, DraftRecipient] = {}
        for said in line.of("recipients"):
            if cells.is_nothing(said.words):
                self.none = cells.fact("none", said) if cells.is_none(said.words) else self.none
                continue
            found, denied = names_of(said, self.asking)
            if denied:
                self.none = cells.fact("none", said)
                self.note(said)
            elif not found:
                self.note(said)
            for recipient in found:
                one = self.add(recipient)
                here[words.plain(one.name.value)] = one
        if self._names(line, "abroad"):
            self._abroad(line, here)
        else:
            self._countries(line, here or self.row)

    def _names(self, line: Line, key: str) -> list[Said]:
        """The items under a key that name something."""
        return [
            item
            for s in line.of(key)
            if not cells.is_nowhere(s.words)
            for item in cells.items(s)
            if not cells.is_blank(item.words)
        ]

    def _abroad(self, line: Line, here: dict[str, DraftRecipient]) -> None:
        """A column of recipients in third countries, beside those of countries and tools."""
        named, countries = self._names(line, "abroad"), self._names(line, "countries")
        placed = [places_of(c, self.asking) for c in countries]
        tools = [t for s in self._names(line, "safeguards") for t in tools_of(s, self.asking) if t.value != "none"]
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
                entry = self.add(self._known(recipient, here))
                mine = [placed[i]] if paired else placed if len(named) == 1 else []
                places = [p for ps, _ in mine for p in ps]
                place_all(entry, places or ([] if entry.places else [cells.fact("unknown", said)]))
                codes = [p.value for p in places if p.value != "unknown"]
                add_tools(entry, tools or bare or [t for _, ts in mine for t in ts], codes)

    def _known(self, found: DraftRecipient, here: dict[str, DraftRecipient]) -> DraftRecipient:
        """The recipient of the line that a name means, if it begins with it."""
        flat = words.plain(found.name.value)
        begun = [r for k, r in here.items() if k == flat or k.startswith(f"{flat},")]
        return begun[0] if len(begun) == 1 and begun[0] is not found else found

    # --- countries and safeguards that belong to the recipients of a line --------------------------------------------

    def _countries(self, line: Line, here: dict[str, DraftRecipient]) -> None:
        for said in line.of("countries", "abroad", "transfer"):
            if here and cells.is_nowhere(said.words):
                self.note(said)
                why = f"it is under '{said.title}', and names no place"
                self.asking.ask("location", said, why, "the country of each recipient; the places are unknown")
        open_: list[Fact] = []
        tools: list[Fact] = []
        for cell in [*line.of("countries"), *(s for s in line.of("transfer") if not cells.is_nothing(s.words))]:
            if cells.is_nowhere(cell.words):
                continue
            for said in self._by_name(cell, here):
                if not cells.is_blank(said.words):
                    places, found = self._country(said, here)
                    open_ += places
                    tools += found
        self._safeguards(line, here, open_, tools)

    def _by_name(self, said: Said, here: dict[str, DraftRecipient]) -> list[Said]:
        """The parts of a cell: its items; where names of recipients begin the parts, one for each name."""
        text = said.text.words
        at = _heads(text, here)
        if not at:
            return cells.items(said)
        out = [*cells.items(said.part(0, at[0]))] if text[: at[0]].strip() else []
        for a, b in zip(at, [*at[1:], len(text)], strict=True):
            part = said.part(a, a + len(text[a:b].rstrip(" \n,;")))
            lines = cells.items(part) if "\n" in part.words or ";" in part.words else [part]
            out += lines
        return out

    def _country(self, said: Said, here: dict[str, DraftRecipient]) -> tuple[list[Fact], list[Fact]]:
        """Give what a part of a cell states to the recipient that it names; what is left belongs to none yet."""
        text = said.text.words
        head, colon, tail = text.partition(":")
        known = [r.name.value for r in here.values()]
        in_tail = words.named_in(tail, known) if colon else []
        if colon and _elsewhere(head):
            for name in in_tail:
                here[words.plain(name)].places.append(Fact("unknown", (said.quote,), extra={"place": head.strip()}))
            return [], []
        if colon and cells.is_blank(head):
            return [], []
        after = said.part(len(head) + 1) if colon else said
        if colon and in_tail and cells.place_codes(head):
            places, _ = places_of(said.part(0, len(head)), self.asking)
            for name in in_tail:
                place_all(here[words.plain(name)], places)
            return [], []
        named = words.named_in(head if colon else text, known)
        if len(named) == 1:
            self._give(said, after if colon else self._without(said, named[0]), here[words.plain(named[0])])
            return [], []
        if colon and self._stranger(head, here) and values.read_places(tail).values:
            bare, role, how = role_of(said.part(0, len(head)))
            found, _ = names_of(bare, self.asking)
            for one in found:
                one.role = Fact(role, (bare.quote,)) if role else one.role
                one.name = Fact(one.name.value, one.name.quotes, how or one.name.how, cells.MARKED if how else "")
                self._give(said, after, self.add(one))
            return [], []
        places, tools = places_of(said, self.asking)
        if any(p.value == "unknown" for p in places):
            self.note(said)
        return places, tools

    def _give(self, said: Said, about: Said, recipient: DraftRecipient) -> None:
        if not about.words or cells.is_nothing(about.words):
            return
        places, tools = places_of(about, self.asking)
        place_all(recipient, places)
        add_tools(recipient, tools, [p.value for p in places if p.value != "unknown"])

    def _without(self, said: Said, name: str) -> Said:
        """A text without the name that is at its beginning or its end."""
        text = said.text.words
        at = text.casefold().find(name.casefold())
        if at < 0:
            return said
        before, after = said.part(0, at), said.part(at + len(name))
        return after if len(after.words) >= len(before.words) else before

    def _stranger(self, head: str, here: dict[str, DraftRecipient]) -> bool:
        """Whether what is before a colon may be the name of a recipient that is not on the line."""
        head = head.strip()
        if not cells.namelike(head) or values.read_places(head).values or values.read_tools(head).values:
            return False
        return values.read_yes_no(head).only == "" and bool(re.search(r"[^\W\d]", head))

    def _safeguards(self, line: Line, here: dict[str, DraftRecipient], open_: list[Fact], inside: list[Fact]) -> None:
        """Tools by part: those that name recipients go to these, the others to whoever is in the places left."""
        rest: list[Said] = []
        told: set[str] = set()
        for said in line.of("safeguards"):
            if cells.is_none(said.words) and words.has_mark("exceptional", said.label.words if said.label else ""):
                continue  # no transfer of Art. 49(1), second subparagraph, states nothing of other tools
            for part in self._parts(said, here):
                if not cells.is_blank(part.words) and not cells.is_absent(part.words):
                    told |= self._safeguard(part, here, rest)
        left = [p for p in open_ if p.value not in told]
        if not left:
            for said in rest:
                if not cells.is_none(said.words):
                    self._alone(said, here)
            return
        codes = [p.value for p in left if p.value != "unknown"]
        tools = [*inside, *(t for s in rest for t in tools_of(s, self.asking))]
        if len(here) == 1:
            target = next(iter(here.values()))
            place_all(target, [Fact(p.value, p.quotes, "inferred", ALONE, p.sure, p.extra) for p in left])
            add_tools(target, tools, codes)
        else:
            stand_in = DraftRecipient(Fact(""), places=self.activity.places, tools=self.activity.tools)
            place_all(stand_in, left)
            add_tools(stand_in, tools, codes)

    def _parts(self, said: Said, here: dict[str, DraftRecipient]) -> list[Said]:
        """The lines of a cell of safeguards; a line that names several recipients in turn is parted at their names."""
        out = []
        for line in cells.lines(said):
            head = line.words.partition(":")[0]
            out += [line] if cells.place_codes(head) or cells.is_blank(head) else self._named_parts(line, here)
        return out

    def _named_parts(self, line: Said, here: dict[str, DraftRecipient]) -> list[Said]:
        text = line.text.words
        heads = _heads(text, here)
        strangers = re.search(r";[^;:]+:", text)
        if not heads and not strangers:
            return [line]
        return [p for whole in self._by_name(line, here) for p in cells.items(whole)]

    def _safeguard(self, said: Said, here: dict[str, DraftRecipient], rest: list[Said]) -> set[str]:
        """Give the tools of a line to the recipients that it names; the places that it names with them."""
        head, colon, tail = said.text.words.partition(":")
        codes = list(cells.place_codes(head)) if colon else []
        known = [r.name.value for r in here.values()]
        named = words.named_in(tail if codes else said.words, known)
        if not named:
            if colon and not codes and self._stranger(head, here) and (len(here) > 1 or legal.has_form(head)):
                self.note(said)
                why = "it is about a recipient that is not named for this activity"
                self.asking.ask("transfer tool", said, why, "the names of the recipients; assigned to none of them")
            else:
                rest.append(said)
            return set()
        end = len(head) + 1 + len(tail.rpartition(":")[0] or tail)
        text, none = undecided(said.part(len(head) + 1, end) if codes else said)
        if not codes and colon and words.named_in(head, known):
            text = said.part(len(head) + 1)
        elif not codes and text is not None and len(named) == 1 and not colon:
            text = self._without(text, named[0])
        if text is None or (not codes and cells.is_blank(head)):
            return set(codes)
        tools = [cells.fact("none", text)] if none else tools_of(text, self.asking) if text.words else []
        for name in named:
            entry = here[words.plain(name)]
            if codes and not any(p.extra.get("place") for p in entry.places):
                # 'EU, run from a third country' is not the EU
                place_all(entry, places_of(said.part(0, len(head)), self.asking)[0])
            elif not entry.places:
                entry.places.append(Fact("unknown", (said.quote,), "inferred", "a safeguard is named, and no country"))
            add_tools(entry, [t for t in tools if t.value != "none" or codes or len(named) == 1], codes)
        return set(codes)

    def _alone(self, said: Said, here: dict[str, DraftRecipient]) -> None:
        """A tool without a country left that it could be for."""
        if len(here) == 1 and (one := next(iter(here.values()))).places:
            add_tools(one, tools_of(said, self.asking), [])
            return
        self.note(said)
        self.asking.ask("transfer tool", said, "no country that it is for", "a country in the column of countries")

    # --- contracts ---------------------------------------------------------------------------------------------------

    def _contracts(self, record: Record) -> None:
        """Contracts under Art. 28, by the recipient they name, or of the only one."""
        for cell in record.all("contracts"):
            for line in cells.lines(cell):
                if cells.is_blank(line.words) or cells.is_absent(line.words):
                    continue
                head, colon, _ = line.text.words.partition(":")
                named = self.row.get(words.plain(head)) if colon else None
                text = line.part(len(head) + 1) if named else line
                named = named or (next(iter(self.row.values())) if len(self.row) == 1 else None)
                if cells.is_blank(text.words) or cells.is_absent(text.words):
                    continue
                if named is None:
                    self.note(line)
                    if not cells.is_none(line.words):
                        why = "it does not state whose contract it is"
                        self.asking.ask("contract", line, why, "'recipient: contract'; kept in the notes")
                elif cells.is_none(text.words):
                    named.dpa = cells.fact("no", text)
                elif values.is_denial(text.words) or values.is_postponed(text.words) or "?" in text.words:
                    self.note(line)
                    why = "it may state that there is no contract"
                    self.asking.ask("contract", line, why, "yes, no, or where it is; kept in the notes")
                else:
                    reference = {} if cells.is_yes(text.words) else {"reference": text.words}
                    named.dpa = cells.fact("yes", text, extra=reference)


def _heads(text: str, here: dict[str, DraftRecipient]) -> list[int]:
    """Where names of recipients are that a sign follows, as in ``Postbird: USA`` and ``Postbird (USA)``."""
    flat = text.lower()
    if len(flat) != len(text) or not re.search(r"[:(=–-]", text):
        return []
    found = []
    for recipient in here.values():
        name = recipient.name.value.lower()
        at = flat.find(name) if name else -1
        while at >= 0:
            end = at + len(name)
            if not flat[max(at - 1, 0) : at].isalnum() and re.match(r"\s*[:(=–-]", text[end : end + 3]):
                found.append(at)
            at = flat.find(name, end)
    return sorted(set(found))


def _elsewhere(head: str) -> bool:
    """Whether our records state that a place is run from elsewhere, or that the recipient's place is not known."""
    flat = words.plain(head)
    texts = [text for term in ("run-elsewhere", "run-unknown") for text in ours("term")[term].values()]
    return any(words.is_in(words.plain(text), flat) for text in texts)
