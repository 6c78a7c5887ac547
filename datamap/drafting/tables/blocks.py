"""A sheet that describes one activity in titled blocks, each with lines and headings of its own, as the CNIL's."""

from __future__ import annotations

import re

from datamap.drafting.facts import DraftActivity, DraftRecipient, Fact
from datamap.drafting.tables import cells, data, words
from datamap.drafting.tables.activities import activity_of
from datamap.drafting.tables.asking import Asking
from datamap.drafting.tables.grid import Grid, Line, Record, Said
from datamap.drafting.tables.parties import Party, party_table
from datamap.drafting.tables.recipients import place_all, places_of, role_named
from datamap.drafting.tables.tools import add_tools, tools_of, undecided
from datamap.reading.document import Text

ENOUGH = 3
_NUMBERED = re.compile(r"\d\W*$")
"""The end of a label that only counts: ``Security measure 2``."""


def blocks_of(grid: Grid) -> dict[int, str]:
    """The rows of the titles of blocks; none where the sheet is a form, with values beside its labels."""
    found = {r: key for r in range(grid.height) if grid.width and (key := words.key_of("blocks", grid.at(r, 0)))}
    if len(set(found.values())) < ENOUGH:
        return {}
    starts = [*sorted(found), grid.height]
    with_lines = 0
    for start, end in zip(starts, starts[1:], strict=False):
        body = [r for r in range(start + 1, end) if not grid.blank(r)]
        own = [r for r in body if not words.key_of("columns", grid.at(r, 0)) or found[start] == "purposes"]
        beside = [grid.at(start, c) for c in grid.filled(start) if c]  # labels of lines, be there none yet
        with_lines += bool(own) or any(words.key_of(name, t) for name in ("columns", "fields") for t in beside)
    return found if 2 * with_lines > len(found) else {}


class Blocks:
    """Reads a sheet in blocks."""

    def __init__(self, grid: Grid, blocks: dict[int, str], asking: Asking):
        self.grid, self.asking = grid, asking
        self.record = Record(grid.name, [Line("")])
        self.parties: dict[str, list[Party]] = {}
        self.data: list[tuple[str, Said | None, list[Said | None]]] = []
        self.served: list[list[Said | None]] = []
        self.transfers: list[list[Said | None]] = []
        self._read(blocks)

    @property
    def line(self) -> Line:
        """The one line of the record."""
        return self.record.lines[0]

    def _read(self, blocks: dict[int, str]) -> None:
        grid = self.grid
        starts = [*sorted(blocks), grid.height]
        top = [grid.at(r, c) for r in range(min(3, starts[0])) for c in grid.filled(r)]
        self.record.example = any(words.has_mark("example", t) and len(t) < 60 for t in top)
        self._head(range(starts[0]))
        for start, end in zip(starts, starts[1:], strict=False):
            kind = blocks[start]
            if kind == "actors":
                self.parties |= party_table(grid, range(start, end)) or {}
            elif kind == "purposes":
                self._head(range(start + 1, end))
            else:
                columns = [c for c in grid.filled(start) if c]
                for r in range(start + 1, end):
                    if any(c for c in grid.filled(r)):
                        self._line(kind, r, start, columns)

    def _head(self, rows: range) -> None:
        """Labels in the first column, values in the second."""
        for r in rows:
            if self.grid.at(r, 0) and self.grid.own(r, 1):
                title = self.grid.text(r, 0)
                said = Said(self.grid.text(r, 1), title)
                key = words.key_of("columns", title.words)
                if key:
                    self.line.said.setdefault(key, []).append(said)
                elif words.starts_with_mark("sub", title.words.replace(" ", "-", 1)) or words.starts_with_mark(
                    "sub", title.words
                ):
                    self.line.said.setdefault("sub", []).append(said)
                else:
                    self.line.rest.append(said)

    def _line(self, kind: str, r: int, head: int, columns: list[int]) -> None:
        grid = self.grid
        own = [Said(grid.text(r, c), grid.text(head, c)) if grid.at(r, c) else None for c in columns]
        beside = max(columns, default=0) + 1
        while grid.across(head, beside):
            beside += 1
        for c in grid.filled(r):
            if c and c not in columns and c <= beside:  # what a blank column parts from the block is another one
                self.asking.ask("text", grid.text(r, c), "it is under no label", "a label above it; it was not read")
        given = [s for s in own if s is not None]
        if not given:
            return
        label = Said(grid.text(r, 0)) if grid.at(r, 0) else None
        if kind in ("data", "sensitive"):
            self.data.append((kind, label, own))
        elif kind == "recipients":
            self.served.append(own)
        elif kind == "transfers":
            self.transfers.append(own)
        else:
            key = {"people": "subjects", "measures": "measures"}[kind]
            texts = [s for s in given if not cells.is_blank(s.words)]
            if texts:
                texts = [label, *texts] if label is not None and not _NUMBERED.search(label.words) else texts
                first = texts[0].text.stripped()
                joined = ": ".join([first.words, *(s.words for s in texts[1:])])
                held = [*first.offsets, *[first.offsets[-1]] * (len(joined) - len(first.words))]
                text = Text(joined, first.where, first.source, held)  # its words are those of the first cell
                self.line.said.setdefault(key, []).append(Said(text, texts[0].label))

    # --- the activity ------------------------------------------------------------------------------------------------

    def activity(self) -> DraftActivity | None:
        """The activity that the sheet describes; None, with a question where something is in it, if it has no name."""
        named = any(not cells.is_blank(s.words) for key in ("name", "purpose") for s in self.line.of(key))
        if not named:
            if set(self.line.said) - {"ref"} or self.data or self.served or self.transfers:
                about = next(s for s in [*self._texts(), Said(self.grid.text(0, 0))])
                why = "a sheet in blocks without the name of an activity"
                self.asking.ask("activity", about, why, "a name or a purpose; it was not read")
            return None
        out = activity_of(self.record, self.asking)
        self._data(out)
        row: dict[str, DraftRecipient] = {words.plain(r.name.value): r for r in out.recipients}
        for own in self.served:
            self._served(row, own)
        for own in self.transfers:
            self._transfer(out, row, own)
        out.recipients = list(row.values())
        return out

    def _texts(self) -> list[Said]:
        return [s for texts in self.line.said.values() for s in texts if s.words]

    def _data(self, out: DraftActivity) -> None:
        kinds = data.special_kinds()
        for kind, label, own in self.data:
            text, limit = (*own, None, None)[:2]
            nothing = all(s is None or cells.is_nothing(s.words) for s in (text, label))
            if nothing or (text is not None and cells.is_none(text.words)):
                continue
            special = kinds.get(words.plain(label.words), "") if kind == "sensitive" and label is not None else ""
            if special and text is not None:
                first, *more = cells.lines(text)
                fact = data._add(out, first)
                inside = "\n".join(s.words for s in more)
            else:
                name = label if label is not None else text
                assert name is not None
                fact = data._add(out, name)
                same = text is None or words.plain(text.words) == words.plain(name.words)
                inside = "" if same or text is None else text.words
            if inside:  # a category may have several lines
                held = fact.extra.get("description", "").split("\n")
                new = [x for x in inside.split("\n") if x not in held]
                fact.extra["description"] = "\n".join(filter(None, [*held, *new]))
            if kind == "sensitive":
                fact.extra["special"] = special or "unknown"
                if not special and label is not None:
                    self.asking.ask(
                        "special data",
                        label,
                        "no kind of special data is recognised",
                        "a kind of Art. 9 or 10; read as unknown",
                    )
            if limit is not None and not cells.is_blank(limit.words):
                for line in cells.lines(limit):
                    data._limit(line, [], [fact.value], out, self.asking)
        data._merged(out, [f.value for f in out.categories])

    def _served(self, row: dict[str, DraftRecipient], own: list[Said | None]) -> None:
        kind, name = (*own, None, None)[:2]
        if name is None or cells.is_blank(name.words):
            name = kind
        if name is None or cells.is_nothing(name.words):
            return
        role = next((r for line in (cells.lines(kind) if kind else ()) if (r := role_named(line.words))), "")
        self._add(row, name, role)

    def _add(self, row: dict[str, DraftRecipient], name: Said, role: str = "") -> DraftRecipient:
        flat = words.plain(name.words)
        begun = [r for k, r in row.items() if k == flat or k.startswith(f"{flat},")]
        if len(begun) == 1:
            held = begun[0]
        else:
            held = row.setdefault(flat, DraftRecipient(cells.fact(" ".join(name.words.split()), name)))
        if role:
            held.role = held.role or Fact(role, (name.quote,))
            if held.role.value != role:
                self.asking.ask("role", name, "another line states another one", "one role")
        return held

    def _transfer(self, out: DraftActivity, row: dict[str, DraftRecipient], own: list[Said | None]) -> None:
        keys = ("recipient", "country", "safeguard", "document")
        said = {k: s for k, s in zip(keys, own, strict=False) if s is not None and not cells.is_blank(s.words)}
        if not said or (len(said) == 1 and all(cells.is_none(s.words) for s in said.values())):
            return
        unnamed = DraftRecipient(Fact(""), places=out.places, tools=out.tools)
        entry = self._add(row, said["recipient"]) if "recipient" in said else unnamed
        places, inside = places_of(said["country"], self.asking) if "country" in said else ([], [])
        first = next(iter(said.values()))
        place_all(entry, places or [cells.fact("unknown", first)])
        codes = [p.value for p in places if p.value != "unknown"]
        tools = list(inside)
        text, none = undecided(said["safeguard"]) if "safeguard" in said else (None, False)
        if text is not None:
            tools += [cells.fact("none", text)] if none else tools_of(text, self.asking)
        if "document" in said:
            document = said["document"]
            if len(tools) == 1 and tools[0].value != "none":
                tools[0].extra["reference"] = document.words
            else:
                out.notes.append(Fact(f"{document.title}: {document.words}", (document.quote,)))
        add_tools(entry, tools, codes)
