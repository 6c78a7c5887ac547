"""Recipients: names, places and tools as cells state them, and lists of vendors and sub-processors."""

from __future__ import annotations

import re
from dataclasses import replace

from datamap.drafting import services
from datamap.drafting.facts import DraftRecipient, Fact
from datamap.drafting.tables import cells, own_contract, usage, words
from datamap.drafting.tables.asking import Asking
from datamap.drafting.tables.grid import Record, Said
from datamap.labels import values
from datamap.labels import words as ours
from datamap.labels.values.names import ONE
from datamap.law import load, names

QUESTION = "a question mark is behind it"
REMARK = "a remark names it, and may not state that it is in place"
PARENT = "the company in brackets may be its legal entity or its parent"
PLACE = "countries, by name or code; the location is unknown until then"
TOOL = "adequacy, standard clauses, binding rules ... that are in place; the tool is unknown until then"


def places_of(said: Said, asking: Asking) -> tuple[list[Fact], list[Fact]]:
    """The places and the tools that a cell about locations states; what cannot be read is a place ``unknown``."""
    text = said.text.words
    if said.words == "NO":
        asking.ask("location", said, "'NO' may be Norway or a no", "the country's name; read as unknown")
        return [cells.fact("unknown", said, why="NO may be Norway or a no")], []
    place, tool = values.read_places(text), values.read_tools(text)
    found = [cells.from_value(v, said) for v in place.values]
    tools = [cells.from_value(v, said) for v in tool.values] if not tool.denied else []
    for v in place.values:
        if not v.sure:
            asking.ask("location", said.part(v.start, v.end), v.why or "it can be read in another way", PLACE)
    for v in tool.values:
        if not v.sure or v.value == "unknown":
            asking.ask(
                "transfer tool", said.part(v.start, v.end), v.why or "it is not certain that it is in place", TOOL
            )
    left = cells.unread(said, values.left(text, place, tool))
    denied = place.denied or tool.denied
    for part in left if not denied else ():
        if found and _in_brackets(said, part):
            asking.ask("location", part, "it may be a part of the place before it", "a town or region of that place")
            continue
        asking.ask("location", part if found else said, "no country, region or organisation is recognised", PLACE)
        found.append(Fact("unknown", (part.quote,), extra={"place": part.words}))
    if not found and not denied and cells.is_yes(text):
        asking.ask("location", said, "a transfer is stated, and not where", PLACE)
        found.append(cells.fact("unknown", said))
    return _once(found), tools


def _in_brackets(said: Said, part: Said) -> bool:
    """Whether a short text in brackets is right behind a place: ``Germany (Frankfurt)``.

    Before a comma (``Dublin, Ireland``) it is a place that is not known: it could as well be another country.
    """
    text, start = said.text.words, said.text.words.find(part.words)
    before, after = text[:start].rstrip(), text[start + len(part.words) :].lstrip()
    return before.endswith("(") and len(before) > 1 and after.startswith(")") and len(part.words.split()) <= 3


def _once(facts: list[Fact]) -> list[Fact]:
    kept: dict[tuple[str, str], Fact] = {}
    for fact in facts:
        kept.setdefault((fact.value, fact.extra.get("place", "") if fact.value == "unknown" else ""), fact)
    return list(kept.values())


def tools_of(said: Said, asking: Asking) -> list[Fact]:
    """The tools of a cell about safeguards; a fact ``none`` where it states that there is none."""
    if cells.is_none(said.words):
        return [cells.fact("none", said)]
    text = cells.readable(said.text.words)
    read = values.read_tools(text)
    if read.denied and not read.values:
        return [cells.fact("none", said, extra={"label": said.words})]
    tools = [cells.from_value(v, said) for v in read.values]
    for fact, v in zip(tools, read.values, strict=True):
        if fact.value == "unknown":
            fact.extra.setdefault("label", said.words)
        if not v.sure or v.value == "unknown":
            why = v.why or "it is not certain which tool is in place"
            asking.ask("transfer tool", said, why, TOOL)
    if not tools:
        asking.ask("transfer tool", said, "no transfer tool that is known to be in place is recognised", TOOL)
        tools = [cells.fact("unknown", said, extra={"label": said.words})]
    elif all(v.sure and v.value != "unknown" for v in read.values):  # else the whole cell is listed
        for part in cells.unread(said, values.left(text, read)):
            asking.ask("transfer tool", part, "it is not recognised as a transfer tool", TOOL)
    return tools


def undecided(said: Said) -> tuple[Said | None, bool]:
    """A text without the verdict and ground that our records add, and whether they state that there is no tool."""
    meant = {
        key: {words.plain(t) for t in e.values()} for group in ("verdict", "ground") for key, e in ours(group).items()
    }
    parts = [(p, next((k for k, t in meant.items() if words.plain(p.words) in t), "")) for p in cells.items(said)]
    if {"none", "not-covered"} <= {key for _, key in parts}:
        return said, True
    kept = [p for p, key in parts if not key]
    if len(kept) == len(parts):
        return said, False
    return (kept[0] if kept else None), False


def place_all(recipient: DraftRecipient, places: list[Fact]) -> None:
    """Add places that the recipient does not have yet."""
    for fact in places:
        key = (fact.value, fact.extra.get("place", ""))
        if key not in [(p.value, p.extra.get("place", "")) for p in recipient.places]:
            recipient.places.append(fact)


def add_tools(recipient: DraftRecipient, tools: list[Fact], codes: list[str]) -> None:
    """Add tools for some countries; ``none`` stays only while nothing else is stated."""
    for tool in tools:
        if tool.value == "none" and recipient.tools:
            continue
        recipient.tools[:] = [t for t in recipient.tools if t.value != "none" or tool.value == "none"]
        parts = ("version", "module", "label")
        same = [
            t
            for t in recipient.tools
            if t.value == tool.value and all(t.extra.get(p) == tool.extra.get(p) for p in parts)
        ]
        target = same[0] if same else Fact(tool.value, tool.quotes, tool.how, tool.why, tool.sure, dict(tool.extra))
        if codes:
            held = target.extra.get("countries", "").split(",") if target.extra.get("countries") else []
            target.extra["countries"] = ",".join(dict.fromkeys([*held, *codes]))
        if not same:
            recipient.tools.append(target)


def names_of(said: Said, asking: Asking, *, asked: bool = True) -> tuple[list[DraftRecipient], bool]:
    """The recipients that a cell names, and whether it states that there are none.

    A text that denies, postpones or restricts is a question and never a recipient; its words are on the reading list.
    """
    found: list[DraftRecipient] = []
    denied = unknown = False
    if cells.is_none(said.words):
        return [], True
    for item in cells.items(said):
        if cells.is_nothing(item.words):
            denied |= cells.is_none(item.words)
            if cells.is_blank(item.words) and any(c.isalnum() for c in item.words) and not cells.is_blank(said.words):
                unknown = True
                asking.ask("recipient", item, "further recipients are not known yet", "names of recipients")
            continue
        bare, role, how = role_of(_without_external(item))
        doubted = bare.words.endswith("?")
        if doubted:
            bare = bare.part(0, bare.text.words.rstrip().rindex("?"))
        if role == "internal" and values.is_denial(bare.words):
            role = ""
        read = values.read_names(bare.text.words)
        if read.denied:
            denied = True
            if asked:
                asking.ask("recipient", item, "it states that there is none, with a remark", "names of recipients")
        for v in read.values:
            if not v.sure and v.why != ONE:
                asking.ask("recipient", bare.part(v.start, v.end), v.why, "a recipient that gets data")
                continue
            found.append(_recipient(bare, v, role, how, asking))
            if doubted:
                name = found[-1].name
                found[-1].name = Fact(name.value, name.quotes, name.how, QUESTION, False, name.extra)
                asking.ask("recipient", item, QUESTION, "a recipient that gets data; it is proposed")
        if not read.values and not read.denied:
            asking.ask("recipient", item, "no name of a recipient is recognised", "names of recipients")
    return found, denied and not found and not unknown


def _without_external(item: Said) -> Said:
    """An item without "external:" in front of the names."""
    head, colon, _ = item.text.words.partition(":")
    return item.part(len(head) + 1) if colon and words.is_mark("external", head) else item


def _recipient(said: Said, v: values.Value, role: str, how: str, asking: Asking) -> DraftRecipient:
    name = cells.from_value(v, said)
    if how:
        name = Fact(name.value, name.quotes, how, cells.MARKED, name.sure, name.extra)
    if not v.sure:
        asking.ask("recipient", said.part(v.start, v.end), v.why or "it may not be a recipient", "names of recipients")
    kind = "category" if v.extra.get("kind") == "category" else "organisation"
    out = DraftRecipient(name, kind)
    if role:
        out.role = Fact(role, (said.quote,))
    if place := v.extra.get("place"):
        out.places = [Fact(code, name.quotes, "stated", "", True) for code in re.split(r"[,; ]+", place) if code]
    if tool := v.extra.get("tool"):
        kinds = values.read_tools(tool).values
        out.tools = [Fact(k.value, name.quotes, extra=dict(k.extra)) for k in kinds] or [Fact(tool, name.quotes)]
    if alias := v.extra.get("alias"):
        out.aliases = [Fact(a, name.quotes) for a in alias.split("\n")]
    if entity := v.extra.get("entity"):
        same = names.is_of(v.value, entity)
        out.legal_entity = Fact(entity, name.quotes, sure=same, why="" if same else PARENT)
        if not same:
            asking.ask("legal entity", said.part(v.start, v.end), PARENT, "the company that receives the data")
    _country_behind(out, said, v, asking)
    if remark := v.extra.get("remark"):
        out.notes = [Fact(remark, name.quotes)]
    return out


def _country_behind(recipient: DraftRecipient, said: Said, v: values.Value, asking: Asking) -> None:
    """A country's code behind a name: it is one behind a company form; else the letters may belong to the name."""
    m = re.fullmatch(r"(.*\S)\s+([A-Z]{2})", recipient.name.value)
    code = cells.place_codes(m[2]) if m else ()
    if not m or not code or recipient.places or names.plain(m[2]) in names.FORMS:
        return
    if names.has_form(m[1]):
        name = recipient.name
        recipient.name = Fact(m[1], name.quotes, name.how, name.why, name.sure, name.extra)
        recipient.places = [Fact(code[0], name.quotes)]
    else:
        asking.ask("location", said.part(v.start, v.end), f"'{m[2]}' may be a country or part of the name", PLACE)


def role_of(said: Said) -> tuple[Said, str, str]:
    """A recipient's name, role and how it is known, from ``Slack (processor, inferred)``."""
    m = re.fullmatch(r"(\s*.*\S)\s*\(([^()]*)\)\s*", said.text.words, re.DOTALL)
    if m:
        parts = [p.strip() for p in m[2].split(",")]
        found = [(role_named(p), cells.spelled("how").get(words.plain(p), "")) for p in parts]
        if all(a or b for a, b in found):
            how = next((b for _, b in found if b), "")
            return said.part(0, m.end(1)), next((a for a, _ in found if a), ""), "" if how == "stated" else how
    return said, role_named(said.words), ""


def role_named(text: str) -> str:
    """The role that a whole text names, or an empty text."""
    return values.read_roles(cells.readable(text)).only or cells.spelled("role").get(words.plain(text), "")


def _in_eea(text: str) -> bool:
    """Whether a text states a place in the EEA and nothing else."""
    codes = cells.place_codes(text)
    law = load()
    inside = ("eea", "own-area")
    return bool(codes) and all(c in ("EU", "EEA") or law.status(c, law.horizon, "eu").status in inside for c in codes)


def _is_abroad(recipient: DraftRecipient) -> bool:
    """Whether a place outside the EEA is stated, so that a bare "yes" to a transfer adds nothing."""
    codes = [p.value for p in recipient.places if p.sure and len(p.value) == 2]
    return any(not _in_eea(code) for code in codes)


class Vendors:
    """Reads the rows of a list of recipients."""

    def __init__(self, asking: Asking):
        self.asking = asking

    def read(self, record: Record, role: str = "") -> list[DraftRecipient]:
        """The recipients of a record: usually one."""
        name = record.first("who", cells.is_blank)
        if name is None:
            return []
        if status := usage.not_in_use(record):
            where = f"in '{status.title}'" if status.label else "above it"
            self.asking.ask("recipient", name, f"'{status.words}' {where}", "a recipient that is in use")
            self.stand_for(record)
            return []
        found, denied = names_of(name, self.asking)
        if denied or not found:
            self.stand_for(record)
            return []
        remark = usage.remark_on_use(record)
        for recipient in found:
            if remark and recipient.name.sure:
                recipient.name = replace(recipient.name, sure=False, why=f"'{remark}': it may not be in use")
            self._facts(record, recipient, role, alone=len(found) == 1)
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
            and all(map(_in_eea, places))
        )

    def stand_for(self, record: Record) -> None:
        """Let the entry of a row's name stand for the whole row."""
        for line in record.lines:
            self.asking.covered += [s.quote for texts in [*line.said.values(), line.rest] for s in texts]

    def _facts(self, record: Record, recipient: DraftRecipient, role: str, alone: bool) -> None:
        own = bool(recipient.places)
        stated = [s for s in record.all("places") if not cells.is_blank(s.words)]
        for said in sorted(stated, key=lambda s: cells.is_yes(s.words)):  # where, before whether
            if cells.is_yes(said.words) and _is_abroad(recipient):
                recipient.notes.append(cells.note(said))
            else:
                self._places(said, recipient, alone or not own)
        for said in record.all("tools"):
            if not cells.is_blank(said.words) and not cells.is_absent(said.words):
                add_tools(recipient, tools_of(said, self.asking), [])
        for said in record.all("address"):
            if not recipient.places and not cells.is_nothing(said.words):
                self._address(said, recipient)
        self._role(record, recipient, role)
        if services := [s for s in record.all("service") if not cells.is_nothing(s.words)]:
            recipient.service = Fact(
                "; ".join(dict.fromkeys(s.words for s in services)), tuple(s.quote for s in services)
            )
        for said in record.all("dpa"):
            own_contract.read_contract(said, recipient, self.asking)
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
        self._notes(record, recipient)

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
        for said in (*record.all("kept"), *record.rest()):
            self._remark(said, recipient)
        if record.band is not None:
            recipient.notes.append(cells.fact(record.band.words, record.band))

    def _remark(self, said: Said, recipient: DraftRecipient) -> None:
        """The tools that a remark names: to confirm, for it may be about something else."""
        tools = [v for v in values.read_tools(cells.readable(said.text.words)).values if v.value != "dpa"]
        if tools:
            self.asking.ask("transfer tool", said, REMARK, TOOL)
            made = [cells.from_value(v, said) for v in tools]
            add_tools(recipient, [Fact(f.value, f.quotes, f.how, REMARK, False, f.extra) for f in made], [])

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
            recipient.places.append(Fact(v.value, (quote,), "inferred", "the country of its address"))
        else:
            recipient.notes.append(cells.note(said))

    def _role(self, record: Record, recipient: DraftRecipient, role: str) -> None:
        for said in record.all("role"):
            named = role_named(said.words)
            if named and recipient.role is None:
                recipient.role = Fact(named, (said.quote,))
            elif named and recipient.role is not None and recipient.role.value != named:
                recipient.notes.append(cells.note(said))
                self.asking.ask("role", said, "another line states another one", "one role")
            elif named:
                continue
            elif not cells.is_nothing(said.words):
                recipient.notes.append(cells.note(said))
        label = next((s.label for s in record.all("who") if s.label is not None), None)
        if recipient.role is None and (named := (role_named(label.words) if label is not None else "") or role):
            quotes = (label.stripped().quote(),) if label is not None and label.words else ()
            recipient.role = Fact(named, quotes, "inferred" if not quotes else "stated", "the title of the list")
