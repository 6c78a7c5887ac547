"""The tables of a document -> activities, recipients, parties and measures of a draft."""

from __future__ import annotations

from dataclasses import dataclass, field

from datamap.drafting.facts import Draft, DraftActivity
from datamap.drafting.layouts import key_for
from datamap.drafting.tables import cells, usage, words
from datamap.drafting.tables.activities import activity_of
from datamap.drafting.tables.asking import Asking
from datamap.drafting.tables.blocks import Blocks, blocks_of
from datamap.drafting.tables.grid import Grid, Record
from datamap.drafting.tables.kinds import Kind, kind_of
from datamap.drafting.tables.legend import codes_of, explained
from datamap.drafting.tables.lists import make_unsure, read_cookies, read_measures, read_vendors, unlabelled
from datamap.drafting.tables.parties import add_parties, inline_parties, party_pairs, party_table
from datamap.drafting.tables.pending import Pending, chosen
from datamap.drafting.tables.records import Records
from datamap.drafting.tables.related import related
from datamap.drafting.tables.shapes import Part, parts
from datamap.reading.document import Document, Heading, Paragraph, Table

UNREAD = "neither activities, recipients nor parties are recognised"


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
    _pending: list[Pending] = field(default_factory=list)
    _last: tuple[Part, Kind] | None = None
    _at: int = 0
    _doubt: str = ""
    """Why the recipients of the table must be confirmed, from what is above it."""

    def read(self) -> None:
        """Find the facts of all tables."""
        tables = [b for b in self.document.blocks if isinstance(b, Table)]
        linked = related(tables, self.asking)
        if linked is not None:
            self.known = True
            self.draft.activities.append(linked)
        else:
            caption = line = ""
            codes = codes_of(self.document.texts())
            for block in self.document.blocks:
                if isinstance(block, Table):
                    self._at = id(block)
                    planned = usage.planned_by(line) or usage.planned_by(block.name or caption)
                    self._doubt = usage.may_not_be_used(planned) if planned else ""
                    table, legend = explained(block, codes)
                    self.asking.covered += legend
                    self._table(Grid(table), block.name or caption, caption)
                elif isinstance(block, Heading):
                    caption = block.text.words.strip()
                    self._last = None
                line = block.text.words.strip() if isinstance(block, Paragraph) else ""
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
            self._pending.append(Pending(sheet.record, "", sheet))
            return
        found = parts(grid, self.taught)
        unread: list[Part] = []
        above = self._doubt
        for part in found:
            kind = self._kind(part, part.caption or caption)
            planned = usage.planned_by(part.caption)
            self._doubt = usage.may_not_be_used(planned) if planned else above
            if kind.name:
                self._use(part, kind, "" if grid.name else heading)
                self._last = (part, kind)
            else:
                unread.append(part)
        if len(unread) < len(found):
            add_parties(self.draft, party_pairs(grid, range(found[0].top)), self.asking)
            self._list_above(grid, found[0].top)
            for part in unread:
                if part.lines:
                    self.asking.ask("table", next(iter(part.titles.values())), UNREAD, "nothing: it was not read")
            return
        whole = range(grid.height)
        parties = party_table(grid, whole)
        parties = parties if parties is not None else party_pairs(grid, range(min(40, grid.height)))
        add_parties(self.draft, parties, self.asking)
        for part in found if parties else ():
            if part.lines and any(
                {"name", "purpose"} & set(words.keys_of("columns", t.words)) for t in part.titles.values()
            ):
                self.asking.ask("table", next(iter(part.titles.values())), UNREAD, "nothing: it was not read")
        if not parties:
            first = next(grid.text(r, c) for r in whole for c in grid.filled(r))
            self.listed.add(self._at)
            where = f"the sheet '{grid.name}'" if grid.name else "a table"
            self.asking.ask(where, first, UNREAD, "nothing: it was not read")

    def _list_above(self, grid: Grid, top: int) -> None:
        """List the rows above the labels that are at least half as wide as the widest row and are about no party."""
        parties = [self.draft.controller, *(p for of in self.draft.parties.values() for p in of)]
        quoted = {q.where for of in parties for fact in of.values() for q in fact.quotes}
        widest = max(len(grid.filled(r)) for r in range(grid.height))
        for r in range(top):
            said = [grid.text(r, c).stripped().quote() for c in grid.filled(r) if not grid.across(r, c)]
            if 2 * len(said) > max(widest, 4) and not quoted & {q.where for q in said}:
                self.asking.ask(
                    "row", said[0], "it is above the labels of the table", "a row below them; it was not read"
                )
                self.asking.covered += said

    def _kind(self, part: Part, caption: str) -> Kind:
        kind = kind_of(part, caption, self.taught)
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
                kind.guessed.discard(c)
                kind.provided.discard(c)
        return kind

    def _use(self, part: Part, kind: Kind, caption: str) -> None:
        """Take the facts of a table, or list it."""
        title = next(iter(part.titles.values()), None)
        if kind.doubt and title is not None:
            self.asking.ask("table", title, kind.doubt, "a decision on what it lists")
        if kind.name == "parties":
            found = party_table(part.grid, range(part.top, part.bottom), least=2)
            add_parties(self.draft, found or {}, self.asking)
        elif kind.name == "activities":
            self.known = True
            number = len(self._pending)  # a number that only this table has
            for record in Records(part, kind, self.asking).read():
                name = caption if part.shape == "columns" else ""
                self._pending.append(Pending(record, name, table=number, doubt=_doubt(part, kind, record)))
        elif kind.name == "recipients":
            self.known = True
            read_vendors(part, kind, self.draft, self.asking, self._doubt)
        elif kind.name == "measures":
            read_measures(part, self.draft, self.asking)
        elif kind.name == "cookies":
            self.listed.add(self._at)
            read_cookies(part, kind, self.draft, self.asking)
        elif title is not None:
            self.listed.add(self._at)
            why = "periods of data, and not which activity they belong to"
            self.asking.ask("retention", title, why, "nothing: it was not read")

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
        for pending in chosen(self._pending, self.asking):
            activity = self._activity(pending)
            if activity is not None:
                self.draft.activities.append(activity)

    def _activity(self, pending: Pending) -> DraftActivity | None:
        if pending.blocks is not None:
            return pending.blocks.activity()
        self.asking.group = pending.record.table
        record = pending.record
        keys = {key for line in record.lines for key, texts in line.said.items() if texts}
        told = [s for line in record.lines for k, texts in line.said.items() if k != "sheet_role" for s in texts]
        named = keys & {"name", "purpose", "function", "categories", "subjects"} or (pending.caption and keys)
        if named and not all(cells.is_blank(s.words) for s in told):  # "unknown" in each cell: no activity is known
            activity = activity_of(record, self.asking, pending.caption)
            if pending.doubt:
                for recipient in activity.recipients:
                    make_unsure(recipient, pending.doubt)
            return activity
        text = next((s for line in record.lines for ss in [*line.said.values(), line.rest] for s in ss), None)
        if text is not None:
            self.asking.ask("row", text, "it has no purpose", "an activity; it was not read")
        return None


def _doubt(part: Part, kind: Kind, record: Record) -> str:
    """Why the recipients of a register's line must be confirmed: their label is not known, or a remark is about use."""
    if kind.guessed:
        return unlabelled(part.titles[min(kind.guessed)].words.strip())
    remark = usage.remark_on_use(record)
    return usage.may_not_be_used(remark) if remark else ""
