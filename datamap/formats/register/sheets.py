"""Where the activities stand in someone else's register: a row each, a column each, or a sheet in blocks each.

A table is the first row that has labels of an activity; a transposed one has them in its first column; a sheet in
blocks has the titles of blocks there. What stands above or beside, as label and value, are the parties.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from datamap.formats import grid
from datamap.formats.register import words as read
from datamap.formats.workbook.rows import grid_letter

Warn = Callable[[str, str, str], None]
Rows = list[list[Any]]
DEEP, ENOUGH = 40, 3
"""Rows among which a header is looked for, and labels that make a row one."""


@dataclass(frozen=True)
class Said:
    """A text of the register: under which label, in which cell."""

    text: str
    place: str
    label: str = ""


@dataclass
class Activity:
    """What a register says of one activity: texts by key, the rest by label, and what blocks tell together."""

    sheet: str
    place: str
    said: dict[str, list[Said]] = field(default_factory=dict)
    rest: list[Said] = field(default_factory=list)
    data: list[dict[str, Said]] = field(default_factory=list)
    served: list[dict[str, Said]] = field(default_factory=list)
    transfers: list[dict[str, Said]] = field(default_factory=list)
    example: bool = False

    def first(self, key: str) -> str:
        """The first text of a key that says something."""
        return next((s.text for s in self.said.get(key, ()) if not read.blank(s.text)), "")


@dataclass
class Found:
    """All that was found in a workbook: activities, parties by title and field, sheets without either."""

    activities: list[Activity] = field(default_factory=list)
    parties: dict[str, list[dict[str, Said]]] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)


class _PartySheets:
    """Reads tables and pairs of label and value that describe parties."""

    def __init__(self, warn: Warn):
        self.warn, self.found = warn, Found()

    def _party_table(self, name: str, rows: Rows, first: int = 0) -> bool:
        """A table whose first column says which party, and whose others are its details."""
        for r, row in enumerate(rows):
            at = {c: k for c, text in enumerate(row) if c and (k := read.named("fields", text))}
            if len(set(at.values())) < ENOUGH:
                continue
            for n, line in enumerate(rows[r + 1 :], start=first + r + 2):
                party = read.named("parties", line[0]) if line else ""
                if party:
                    self._party(
                        party,
                        {
                            k: Said(line[c], f"{name}!{grid_letter(c)}{n}")
                            for c, k in at.items()
                            if c < len(line) and line[c] and not read.named("fields", line[c])
                        },
                    )
            return True
        return False

    def _pairs(self, name: str, rows: Rows) -> bool:
        """Labels with their values beside them, under or beside the title of a party."""
        titles: dict[int, str] = {}
        parties: dict[tuple[str, int], dict[str, Said]] = {}
        for r, row in enumerate(rows):
            taken = set()
            for c, text in enumerate(row):
                beside = row[c + 1] if c + 1 < len(row) else ""
                party = read.named("parties", text) if text and c not in taken else ""
                key = read.named("fields", text) if text and c not in taken else ""
                if party:
                    titles[c] = party
                    if beside and not read.named("fields", beside) and not read.named("parties", beside):
                        parties.setdefault((party, c), {})["name"] = Said(beside, f"{name}!{grid_letter(c + 1)}{r + 1}")
                        taken.add(c + 1)
                elif key and beside and not read.named("fields", beside):
                    title = titles.get(c) or titles.get(0)
                    if title:
                        parties.setdefault((title, c if c in titles else 0), {})[key] = Said(
                            beside, f"{name}!{grid_letter(c + 1)}{r + 1}"
                        )
                        taken.add(c + 1)
        for (party, _), said in parties.items():
            self._party(party, said)
        return bool(parties)

    def _party(self, party: str, said: dict[str, Said]) -> None:
        if said:
            self.found.parties.setdefault(party, []).append(said)


class Sheets(_PartySheets):
    """Reads the sheets of a workbook; ``warn`` takes place, found, expected."""

    def __init__(self, book: grid.Book, warn: Warn):
        super().__init__(warn)
        self.known = False
        for name, rows in book.sheets.items():
            self._sheet(name, [[self._text(name, r, c, v) for c, v in enumerate(row)] for r, row in enumerate(rows)])

    def _text(self, sheet: str, row: int, column: int, value: Any) -> str:
        if isinstance(value, grid.Odd):
            self.warn(f"{sheet}!{grid_letter(column)}{row + 1}", value.what, "a value; read as unknown")
            return ""
        text = value.isoformat() if isinstance(value, dt.date) else value
        if read.cut(text):
            self.warn(
                f"{sheet}!{grid_letter(column)}{row + 1}",
                "a list that was cut short",
                "the whole list: what was left out is not known here",
            )
        return "" if any(read.plain(text).startswith(p) for p in read._whole("placeholder")) else text.strip()

    def _sheet(self, name: str, rows: Rows) -> None:
        if not any(any(r) for r in rows):
            return
        blocks = {i: key for i, r in enumerate(rows) if r and r[0] and (key := read.named("blocks", r[0]))}
        at, keys = _header(rows)
        side = _header_column(rows)
        self.known |= bool(keys or side)
        if len(set(blocks.values())) >= ENOUGH:
            self._form(name, rows, blocks)
        elif len(set(side.values())) > len(set(keys.values())):
            top = min(side)
            self._pairs(name, rows[:top])
            self._table(name, rows, side, top, down=False)
        elif keys:
            self._pairs(name, rows[:at])
            self._table(name, rows, keys, at, down=True)
        elif not self._party_table(name, rows) and not self._pairs(name, rows[:DEEP]):
            self.found.unread.append(name)

    def _table(self, name: str, rows: Rows, keys: dict[int, str], at: int, down: bool) -> None:
        """``keys`` maps a column (``down``) or row of the table to its content; labels are in row ``at``/column A."""
        lines = range(at + 1, len(rows)) if down else range(1, max(map(len, rows)))
        fields = range(max(map(len, rows))) if down else range(at, len(rows))

        def cell(line: int, part: int) -> tuple[str, str]:
            r, c = (line, part) if down else (part, line)
            return (rows[r][c] if c < len(rows[r]) else ""), f"{name}!{grid_letter(c)}{r + 1}"

        titles = {f: (cell(at if down else 0, f)[0] or (cell(at - 1, f)[0] if down and at else "")) for f in fields}
        self._labels(name, titles, keys, at, cell, down, lines)
        role = read.role_of_sheet(name)
        for line in lines:
            texts = {f: Said(*cell(line, f), titles[f].split("\n")[0]) for f in fields}
            filled = [s.text for s in texts.values() if s.text]
            if not filled or any(read.mentions("empty", t) for t in filled):
                continue
            if len(filled) > 1 and 2 * sum(
                bool(re.fullmatch(r"[A-Za-z]+:\s?\w+\s*|\S*\s?https?://\S+\s*", t)) for t in filled
            ) > len(filled):
                self.warn(f"{name}!{line + 1}", "a row of terms of a vocabulary", "an activity; it was not read")
                continue
            where = f"row {line + 1}" if down else f"column {grid_letter(line)}"
            activity = Activity(
                name, where, example=any(read.mentions("example", t) and len(t) < 60 for t in filled[:2])
            )
            for f, said in texts.items():
                if said.text and f in keys:
                    activity.said.setdefault(keys[f], []).append(said)
                elif said.text and titles[f]:
                    activity.rest.append(said)
                elif said.text:
                    self.warn(
                        said.place, f"'{said.text[:80]}' beside the table", "a column with a label; it was not read"
                    )
            if role:
                activity.said.setdefault("sheet_role", []).append(Said(role, name))
            if any(key in activity.said for key in ("name", "purpose", "function", "categories", "subjects")):
                self.found.activities.append(activity)
            else:
                self.warn(f"{name}!{where}", f"'{filled[0][:80]}' without a purpose", "an activity; it was not read")

    def _labels(
        self, name: str, titles: dict[int, str], keys: dict[int, str], at: int, cell: Any, down: bool, lines: range
    ) -> None:
        for f, title in titles.items():
            place = cell(at if down else 0, f)[1]
            if title and f not in keys and any(cell(line, f)[0] for line in lines):
                self.warn(
                    place,
                    f"the label '{title.splitlines()[0][:80]}' names no fact of an inventory",
                    "nothing; what it says is kept in the notes of each activity",
                )

    def _form(self, name: str, rows: Rows, blocks: dict[int, str]) -> None:
        activity = Activity(
            name, "", example=any(read.mentions("example", c) and len(c) < 60 for r in rows[:3] for c in r if c)
        )
        starts = [*sorted(blocks), len(rows)]
        self._head(activity, name, rows[: starts[0]])
        for start, end in zip(starts, starts[1:], strict=False):
            kind, head = blocks[start], rows[start]
            at = {i: c for i, c in enumerate(head) if i and c}
            body = [(r, row) for r, row in enumerate(rows[start + 1 : end], start=start + 2) if any(row[1:])]
            if kind == "actors":
                self._party_table(name, rows[start:end], start)
            elif kind == "purposes":
                self._head(activity, name, rows[start + 1 : end], start + 1)
            else:
                for r, row in body:
                    self._line(activity, name, kind, r, row, at)
        if activity.first("name") or activity.first("purpose"):
            self.found.activities.append(activity)
        elif activity.said.keys() - {"ref"} or activity.data or activity.served:
            self.warn(name, "a sheet in blocks without the name of an activity", "a name or a purpose; it was not read")

    def _head(self, activity: Activity, name: str, rows: Rows, first: int = 0) -> None:
        """Labels in the first column, values in the second."""
        for r, row in enumerate(rows, start=first + 1):
            if len(row) > 1 and row[0] and row[1]:
                said = Said(row[1], f"{name}!B{r}", row[0])
                key = read.named("columns", row[0])
                if key:
                    activity.said.setdefault(key, []).append(said)
                elif re.match(r"sous[- ]finalit", read.plain(row[0])):
                    activity.said.setdefault("sub", []).append(said)
                else:
                    activity.rest.append(said)

    def _line(self, activity: Activity, name: str, kind: str, r: int, row: list[str], at: dict[int, str]) -> None:
        columns = [*at]
        values = {c: Said(row[c], f"{name}!{grid_letter(c)}{r}", at[c]) for c in columns if c < len(row) and row[c]}
        own = [values.get(c) for c in columns]
        given = [s for s in own if s is not None]
        for c, text in enumerate(row):
            if c and text and c not in at and c <= max(at, default=0):
                self.warn(
                    f"{name}!{grid_letter(c)}{r}", f"'{text[:80]}' under no label", "a label above it; it was not read"
                )
        if not given:
            return
        label = Said(row[0], f"{name}!A{r}")
        if kind in ("data", "sensitive"):
            activity.data.append({"label": label, "kind": Said(kind, ""), **_pair(own, "description", "limit")})
        elif kind == "recipients":
            activity.served.append(_pair(own, "type", "name"))
        elif kind == "transfers":
            activity.transfers.append(
                {
                    k: s
                    for k, s in zip(("recipient", "country", "safeguard", "document"), own, strict=False)
                    if s is not None
                }
            )
        else:
            activity.said.setdefault({"people": "subjects", "measures": "measures"}[kind], []).append(
                Said(": ".join(s.text for s in given if not read.blank(s.text)), given[0].place, given[0].label)
            )


def _pair(own: list[Said | None], first: str, second: str) -> dict[str, Said]:
    return {k: s for k, s in zip((first, second), own, strict=False) if s is not None}


def _header(rows: Rows) -> tuple[int, dict[int, str]]:
    """The row with most labels of an activity, and what its columns hold; a blank one goes by the label above it."""
    best: tuple[int, dict[int, str]] = (0, {})
    for r, row in enumerate(rows[:DEEP]):
        keys = {c: k for c, text in enumerate(row) if text and (k := read.named("columns", text))}
        above = rows[r - 1] if r else []
        for c, text in enumerate(above):
            k = read.named("columns", text) if text and c not in keys else ""
            if k and k not in keys.values() and len(keys) >= ENOUGH - 1:
                keys[c] = k
        if len(set(keys.values())) > len(set(best[1].values())):
            best = r, keys
    told = set(best[1].values())
    return best if len(told) >= ENOUGH and told & {"name", "purpose"} else (0, {})


def _header_column(rows: Rows) -> dict[int, str]:
    """Rows whose first cell is a label of an activity, where there are enough of them."""
    keys = {r: k for r, row in enumerate(rows) if row and row[0] and (k := read.named("columns", row[0]))}
    start = next(iter(_corner(keys)), None)
    keys = {r: k for r, k in keys.items() if start is not None and r >= start}
    return keys if len(set(keys.values())) > ENOUGH and set(keys.values()) & {"name", "purpose"} else {}


def _corner(keys: dict[int, str]) -> Iterator[int]:
    """The first row that is about an activity: parties stand above it."""
    return (
        r for r, k in keys.items() if k not in ("controller", "controller_contact", "dpo", "representative", "joint")
    )
