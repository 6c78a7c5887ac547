"""The tables of a document -> activities, recipients, parties and measures of a draft."""

from __future__ import annotations

from dataclasses import dataclass, field

from datamap.drafting import services
from datamap.drafting.facts import Draft, DraftActivity, DraftRecipient, Fact
from datamap.drafting.layouts import key_for
from datamap.drafting.tables import cells, words
from datamap.drafting.tables.activities import activity_of
from datamap.drafting.tables.asking import Asking
from datamap.drafting.tables.blocks import Blocks, blocks_of
from datamap.drafting.tables.grid import Grid, Line, Record, Said
from datamap.drafting.tables.kinds import Kind, kind_of
from datamap.drafting.tables.parties import add_parties, inline_parties, party_pairs, party_table
from datamap.drafting.tables.recipients import Vendors, names_of
from datamap.drafting.tables.records import Records
from datamap.drafting.tables.related import related
from datamap.drafting.tables.shapes import Part, parts
from datamap.reading.document import Document, Heading, Quote, Table

ADDED = {"name", "ref", "categories", "subjects", "limits", "measures", "bases", "conditions", "recipients", "systems"}
"""Keys of a table that only adds facts to the activities of another one."""


@dataclass(slots=True)
class _Pending:
    """An activity that is not put together yet: a line of a table, or a sheet in blocks."""

    record: Record
    caption: str = ""
    blocks: Blocks | None = None
    table: int = 0


@dataclass(slots=True)
class Tables:
    """Reads the tables of one document into a draft.

    Attributes
    ----------
    known : bool
        Whether a table of activities or recipients was found, even one without a row.
    """

    document: Document
    draft: Draft
    taught: dict[str, str] = field(default_factory=dict)
    asking: Asking = field(default_factory=Asking)
    known: bool = False
    listed: set[int] = field(default_factory=set)
    """Tables, by the identity of their blocks, that one entry of the reading list stands for as a whole."""
    _pending: list[_Pending] = field(default_factory=list)
    _last: tuple[Part, Kind] | None = None
    _at: int = 0

    def read(self) -> None:
        """Find the facts of all tables."""
        tables = [b for b in self.document.blocks if isinstance(b, Table)]
        linked = related(tables, self.asking)
        if linked is not None:
            self.known = True
            self.draft.activities.append(linked)
        else:
            caption = ""
            for block in self.document.blocks:
                if isinstance(block, Table):
                    self._at = id(block)
                    self._table(Grid(block), block.name or caption, caption)
                elif isinstance(block, Heading):
                    caption = block.text.words.strip()
                    self._last = None
        self._activities()
        inline_parties(self.draft, self.asking)
        self.draft.reading += self.asking.entries
        self.draft.is_register |= self.known

    # --- one table ---------------------------------------------------------------------------------------------------

    def _table(self, grid: Grid, caption: str, heading: str) -> None:
        if not any(grid.filled(r) for r in range(grid.height)):
            return
        self._cut(grid)
        self.asking.group = caption
        if blocks := blocks_of(grid):
            self.known = True
            sheet = Blocks(grid, blocks, self.asking)
            if sheet.record.example or not (sheet.line.of("name") or sheet.line.of("purpose")):
                self.listed.add(self._at)
            add_parties(self.draft, sheet.parties, self.asking)
            self._pending.append(_Pending(sheet.record, "", sheet))
            return
        found, top = parts(grid)
        used = False
        for part in found:
            kind = self._kind(part, caption)
            if kind.name and part.shape != "none":
                used |= self._use(part, kind, "" if grid.name else heading)
                self._last = (part, kind)
        if used:
            add_parties(self.draft, party_pairs(grid, range(top)), self.asking)
            return
        whole = range(grid.height)
        parties = party_table(grid, whole)
        parties = parties if parties is not None else party_pairs(grid, range(min(40, grid.height)))
        add_parties(self.draft, parties, self.asking)
        if not parties:
            first = next(grid.text(r, c) for r in whole for c in grid.filled(r))
            self.listed.add(self._at)
            where = f"the sheet '{grid.name}'" if grid.name else "a table"
            self.asking.ask(
                where, first, "neither activities, recipients nor parties are recognised", "nothing: it was not read"
            )

    def _kind(self, part: Part, caption: str) -> Kind:
        kind = kind_of(part, caption)
        if part.shape == "none" and self._last is not None and not kind.name:
            before, earlier = self._last
            if (
                before.grid.name == part.grid.name == ""
                and before.shape == "rows"
                and max(before.titles, default=-1) < part.grid.width <= before.grid.width
            ):
                part.shape, part.titles = "rows", before.titles  # its header is above, on the page before
                return earlier
        if part.shape == "none" and kind.name:
            first = part.lines[0]
            part.shape = "rows"
            if not any(cells.company(part.grid.at(first, c)) for c in kind.guessed):
                part.titles = {c: part.grid.text(first, c) for c in part.grid.filled(first)}
                part.lines = part.lines[1:]
        for c, title in part.titles.items():
            taught = self.taught.get(words.label(title.words))
            if taught is not None and (key := key_for(taught, kind.name)):
                kind.keys[c] = key
        return kind

    def _use(self, part: Part, kind: Kind, caption: str) -> bool:
        """Take the facts of a table; whether it was used or listed."""
        title = next(iter(part.titles.values()), None)
        if kind.doubt and title is not None:
            self.asking.ask("table", title, kind.doubt, "a decision on what it lists")
        if kind.name == "parties":
            found = party_table(part.grid, range(part.top, part.bottom))
            add_parties(self.draft, found or {}, self.asking)
        elif kind.name == "activities":
            self.known = True
            number = len(self._pending)  # a number that only this table has
            for record in Records(part, kind, self.asking).read():
                name = caption if part.shape == "columns" else ""
                self._pending.append(_Pending(record, name, table=number))
        elif kind.name == "recipients":
            self.known = True
            self._vendors(part, kind)
        elif kind.name == "measures":
            column = min(part.titles)
            for line in part.lines:
                if text := part.words(line, column):
                    self.draft.measures.append(cells.fact(text.split("\n")[0], Said(part.cell(line, column))))
        elif kind.name == "cookies":
            self.listed.add(self._at)
            self._cookies(part, kind)
        elif title is not None:
            whys = {
                "retention": ("retention", "periods of data, and not which activity they belong to"),
                "choices": ("table", "the choices of a template"),
            }
            what, why = whys[kind.name]
            self.listed.add(self._at)
            self.asking.ask(what, title, why, "nothing: it was not read")
        return True

    def _vendors(self, part: Part, kind: Kind) -> None:
        vendors = Vendors(self.asking)
        role = "sub-processor" if words.role_of_sheet(part.grid.name) == "sub-processor" else ""
        irrelevant: list[tuple[Said, bool]] = []
        for record in Records(part, kind, self.asking).read():
            name = record.first("who", cells.is_blank)
            if name is not None and vendors.is_irrelevant(record):
                irrelevant.append((name, any(services.works_in_rooms(s.words) for s in record.all("service"))))
                vendors.stand_for(record)
                continue
            if record.example and name is not None:
                self.asking.ask("recipient", name, "an example of the template", "a recipient; it was left out")
                vendors.stand_for(record)
                continue
            if name is None:
                text = next(
                    iter(s for line in record.lines for ss in [*line.said.values(), line.rest] for s in ss), None
                )
                if text is not None:
                    self.asking.ask("row", text, "it names no recipient", "a name; it was not read")
                continue
            for recipient in vendors.read(record, role):
                if kind.guessed:
                    _unsure(recipient, "no known label is above it")
                self.draft.recipients.append(recipient)
        self._irrelevant(irrelevant)

    def _irrelevant(self, found: list[tuple[Said, bool]]) -> None:
        """One decision for all rows that are no recipients of personal data; those that work in the rooms are named."""
        if found:
            first = found[0][0].quote
            names = " | ".join(s.words for s, _ in found)
            why = "what they provide needs no personal data; they were left out"
            if inside := [s.words for s, rooms in found if rooms]:
                why += f". Do any of these see personal data in the rooms: {', '.join(inside)}?"
            quote = Quote(names, first.where, first.start, first.end)
            self.asking.ask("not recipients", quote, why, "to add any that get personal data")

    def _cookies(self, part: Part, kind: Kind) -> None:
        """A table of cookies: who sets them are recipients that a person must confirm; the rest is listed."""
        title = next(iter(part.titles.values()))
        self.asking.ask("cookies", title, "a table of cookies", "their providers as recipients; the rest was not read")
        for c, key in kind.keys.items():
            if key != "who":
                continue
            for line in part.lines:
                if text := part.words(line, c):
                    found, _ = names_of(Said(part.cell(line, c), part.titles.get(c)), self.asking, asked=False)
                    for recipient in found if cells.namelike(text) else ():
                        _unsure(recipient, "named as the provider of a cookie")
                        self.draft.recipients.append(recipient)

    def _cut(self, grid: Grid) -> None:
        for row in grid.cells:
            for cell in row:
                if not cell.repeats and cells.was_cut(cell.text.words):
                    self.asking.ask(
                        "list",
                        cell.text,
                        "a list that was cut short",
                        "the whole list: what was left out is not known here",
                    )

    # --- activities --------------------------------------------------------------------------------------------------

    def _activities(self) -> None:
        for pending in self._chosen():
            activity = self._activity(pending)
            if activity is not None:
                self.draft.activities.append(activity)

    def _activity(self, pending: _Pending) -> DraftActivity | None:
        if pending.blocks is not None:
            return pending.blocks.activity()
        self.asking.group = pending.record.table
        record = pending.record
        keys = {key for line in record.lines for key, texts in line.said.items() if texts}
        told = [s for line in record.lines for k, texts in line.said.items() if k != "sheet_role" for s in texts]
        named = keys & {"name", "purpose", "function", "categories", "subjects"} or (pending.caption and keys)
        if named and not all(cells.is_blank(s.words) for s in told):  # "unknown" in each cell: no activity is known
            return activity_of(record, self.asking, pending.caption)
        text = next((s for line in record.lines for ss in [*line.said.values(), line.rest] for s in ss), None)
        if text is not None:
            self.asking.ask("row", text, "it has no purpose", "an activity; it was not read")
        return None

    def _chosen(self) -> list[_Pending]:
        """The activities to read: a list's line is merged into the activity's sheet; examples are left out."""
        forms: dict[str, _Pending] = {}
        for p in self._pending:
            if p.blocks is not None:
                for key in (_first(p, "ref"), words.plain(_first(p, "name"))):
                    if key:
                        forms[key] = p
        out = []
        for p in _joined(self._pending):
            form = None
            if p.blocks is None:
                form = forms.get(_first(p, "ref"))
                form = form if form is not None and _same(p, form) else forms.get(words.plain(_first(p, "name")))
            if form is None:
                out.append(p)
                continue
            form.record.example |= p.record.example
            target = form.record.lines[0]
            for line in p.record.lines:
                for key, said in line.said.items():
                    target.said.setdefault(key, said)
                target.rest += line.rest
        own = [
            p for p in out if not p.record.example and (p.blocks is None or _first(p, "name") or _first(p, "purpose"))
        ]
        for p in out:
            name = p.record.first("name", cells.is_blank) or p.record.first("purpose", cells.is_blank)
            if p.record.example and name is not None:
                left = "left out" if own else "read, for there is nothing else"
                self.asking.ask(
                    "activity", name, "an example of the template", f"activities of the organisation; it was {left}"
                )
        return own or out


def _joined(found: list[_Pending]) -> list[_Pending]:
    """The activities, without the lines of tables that add facts to those of another table: these are joined to them.

    A table adds to another one if each of its activities is there, under a name that only one has, if it states no
    purpose beside that name, and nothing that tells activities of the same name apart.
    """
    tables: dict[int, list[_Pending]] = {}
    for p in found:
        if p.blocks is None and not p.record.example:
            tables.setdefault(p.table, []).append(p)
    named = {at: {_name(p): p for p in own} for at, own in tables.items()}
    gone: set[int] = set()
    for at, own in tables.items():
        keys = {key for p in own for line in p.record.lines for key, texts in line.said.items() if texts}
        if not keys <= ADDED or "name" not in keys or "" in named[at]:
            continue
        for other, whole in named.items():
            wider = any(p.record.all("purpose") for p in whole.values())
            if (
                other != at
                and other not in gone
                and wider
                and len(whole) == len(tables[other])
                and named[at].keys() <= whole.keys()
            ):
                gone.add(at)
                for name, p in named[at].items():
                    whole[name].record.lines += [Line(x.place, x.said | {"name": []}, x.rest) for x in p.record.lines]
                break
    return [p for p in found if p.table not in gone or p.blocks is not None]


def _name(p: _Pending) -> str:
    """The name of an activity for comparison, without what describes it on further lines."""
    return words.plain((_first(p, "name") or _first(p, "purpose")).strip().split("\n")[0])


def _first(p: _Pending, key: str) -> str:
    said = p.record.first(key, cells.is_blank)
    return said.words if said is not None else ""


def _same(line: _Pending, form: _Pending) -> bool:
    a, b = words.plain(_first(line, "name")), words.plain(_first(form, "name"))
    return a == b or a.endswith(b) or not a or not b


def _unsure(recipient: DraftRecipient, why: str) -> None:
    name = recipient.name
    recipient.name = Fact(name.value, name.quotes, name.how, why, False, name.extra)
