"""The transfer tools of a line: of the recipients that a text names, else of those in the places that are left."""

from __future__ import annotations

import re

from datamap.drafting.facts import DraftRecipient, Fact
from datamap.drafting.tables import cells, words
from datamap.drafting.tables.grid import Line, Said
from datamap.drafting.tables.in_turn import in_turn, none_too
from datamap.drafting.tables.naming import called, heads, may_name_another, owners, parts_by_name, without
from datamap.drafting.tables.recipients import place_all, places_of
from datamap.drafting.tables.roster import Roster
from datamap.drafting.tables.tools import TOOL, add_tools, by_place, tools_of, undecided
from datamap.labels import values
from datamap.law import names as legal

ANOTHER = "it is about a recipient that is not named for this activity"
MIXED = "it names several recipients and several tools, and not which tool is for whom"
ALONE = "the only recipient of the activity for which the register names the country"


class Safeguards:
    """Gives the recipients of a line their transfer tools."""

    def __init__(self, roster: Roster):
        self.roster, self.asking = roster, roster.asking

    def read(self, line: Line, here: dict[str, DraftRecipient], open_: list[Fact], inside: list[Fact]) -> None:
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
            self._alone([said for said in rest if not cells.is_none(said.words)], here)
            return
        codes = [p.value for p in left if p.value != "unknown"]
        if len(here) == 1:
            target = next(iter(here.values()))
            place_all(target, [Fact(p.value, p.quotes, "inferred", ALONE, p.sure, p.extra) for p in left])
        else:
            target = DraftRecipient(Fact(""), places=self.roster.activity.places, tools=self.roster.activity.tools)
            place_all(target, left)
        add_tools(target, inside, codes)
        for of, tools in none_too(self._placed(rest, codes), self.asking):
            add_tools(target, tools, of)

    def _placed(self, texts: list[Said], codes: list[str]) -> list[tuple[Said, list[str], list[Fact]]]:
        """The tools of some texts with the places that they are for; several for the same places are in turn."""
        parts = [(said, of, tools_of(said, self.asking, of)) for said, of in by_place(texts, codes, self.asking)]
        return in_turn(parts, self.asking)

    def _parts(self, said: Said, here: dict[str, DraftRecipient]) -> list[Said]:
        """The lines of a cell of safeguards; a line that names several recipients in turn is parted at their names."""
        out = []
        for line in cells.lines(said):
            head = line.words.partition(":")[0]
            unplaced = cells.is_blank(head) and ":" in line.words
            out += (
                [line] if cells.place_codes(head) else cells.items(line) if unplaced else self._named_parts(line, here)
            )
        return out

    def _named_parts(self, line: Said, here: dict[str, DraftRecipient]) -> list[Said]:
        text = line.text.words
        at = heads(text, here)
        strangers = re.search(r";[^;:]+:", text)
        if not at and not strangers:
            items = cells.items(line)
            own = [i for i in items if words.named_in(i.words, list(called(here.values())))]
            parted = own and all(values.read_tools(i.text.words).values for i in own)
            return items if parted else [line]
        return [p for whole in parts_by_name(line, here) for p in cells.items(whole)]

    def _safeguard(self, said: Said, here: dict[str, DraftRecipient], rest: list[Said]) -> set[str]:
        """Give the tools of a line to the recipients that it names; the places that it names with them."""
        head, colon, tail = said.text.words.partition(":")
        codes = list(cells.place_codes(head)) if colon else []
        by_name = called(here.values()) if len(here) > 1 else {r.name.value: r for r in here.values()}
        known = list(by_name)
        named = words.named_in(tail if codes else said.words, known)
        if not named:
            if not codes and names_another(said, [r.name.value for r in here.values()]):
                self.roster.note(said)
                self.asking.ask("transfer tool", said, ANOTHER, "the names of the recipients; assigned to none of them")
            else:
                rest.append(said)
            return set()
        end = len(head) + 1 + len(tail.rpartition(":")[0] or tail)
        first, again, last = tail.rpartition(":")
        if codes and again and words.named_in(first, known) and not words.named_in(last, known):
            text, none = undecided(said.part(len(head) + 1 + len(first) + 1))  # place, name, tool
        else:
            text, none = undecided(said.part(len(head) + 1, end) if codes else said)
        if not codes and colon and words.named_in(head, known):
            text = said.part(len(head) + 1)
        elif not codes and text is not None and len(named) == 1 and not colon:
            text = without(text, named[0])
        if text is None:
            return set(codes)
        if not codes and cells.is_blank(head) and not values.read_tools(tail).values:
            return set()  # our records: the place and the tool of these recipients are not known
        if cells.is_absent(text.words) or (not codes and cells.is_blank(head)):
            self.roster.note(said)
            why = "it may mean none, or not known" if cells.is_absent(text.words) else "the place is not known"
            self.asking.ask("transfer tool", said, why, TOOL)
            return set(codes)
        self._give(said, text, none, owners(named, by_name), codes)
        return set(codes)

    def _give(self, said: Said, text: Said, none: bool, named: list[DraftRecipient], codes: list[str]) -> None:
        """Give the tools of a text to the recipients that its line names, each for the places that it names."""
        head = said.text.words.partition(":")[0]
        if len(named) > 1 and not none and _is_mixed(said.text.words, named):
            self.roster.note(said)
            self.asking.ask("transfer tool", said, MIXED, "a line for each recipient; assigned to none of them")
            return
        if not text.words:
            self.asking.ask("transfer tool", said, "it names a recipient, and no tool beside it", TOOL)
        known = list(called(named))
        for entry in named:
            if codes and not any(p.extra.get("place") for p in entry.places):
                # 'EU, run from a third country' is not the EU
                place_all(entry, places_of(said.part(0, len(head)), self.asking)[0])
            elif not entry.places:
                entry.places.append(Fact("unknown", (said.quote,), "inferred", "a safeguard is named, and no country"))
            held = [p.value for p in entry.places if p.value != "unknown"]
            parts = [(text, codes)] if codes or not text.words else by_place([text], held, self.asking)
            for part, of in parts:
                tools = (
                    [cells.fact("none", part)] if none else tools_of(part, self.asking, of, known) if part.words else []
                )
                tools = [t for t in tools if t.value != "none" or codes or len(named) == 1]
                add_tools(entry, tools, of if codes or of != held else [])

    def _alone(self, texts: list[Said], here: dict[str, DraftRecipient]) -> None:
        """Tools without a country left that they could be for."""
        if len(here) == 1 and (one := next(iter(here.values()))).places:
            held = [p.value for p in one.places if p.value != "unknown"]
            for _, of, tools in self._placed(texts, held):
                add_tools(one, tools, of if of != held else [])
            return
        for said in texts:
            self.roster.note(said)
            self.asking.ask("transfer tool", said, "no country that it is for", "a country in the column of countries")


def names_another(said: Said, known: list[str]) -> bool:
    """Whether a text on tools names another recipient than these: ``Wren: SCC``, ``SCC with Wren Ltd``."""
    text = said.text.words
    head, sign, _ = re.split(r"([:=])", text, maxsplit=1) if re.search("[:=]", text) else (text, "", "")
    flat = words.plain(head)
    if sign and may_name_another(head) and not (len(known) == 1 and words.plain(known[0]).startswith(f"{flat} ")):
        return not any(words.key_of(name, head) for name in ("columns", "vendors"))
    left = values.left(text, values.read_tools(text)) if len(known) == 1 else []
    return any(legal.has_form(p.words) for p in cells.unread(said, left))


def _is_mixed(text: str, named: list[DraftRecipient]) -> bool:
    """Whether names and tools take turns: ``SCC Owl, DPF Lark``, or a tool is behind one of them: ``Owl SCC, Lark``."""
    tools = values.read_tools(text).values
    flat = text.casefold()
    found = [[flat.find(n.casefold()) for n in called([r])] for r in named]
    ends = [next((at for at in places if at >= 0), -1) for places in found]
    at = [t.start for t in tools]
    if tools and len(tools) < len(named) and any(min(ends) < t < max(ends) for t in at):
        return True
    return len({t.value for t in tools}) > 1 and min(at) < max(ends) and min(ends) < max(at)
