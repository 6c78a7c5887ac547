"""Our full workbook -> the inventory it was made from, with what was corrected in it.

Sheets go by name and columns by label. What is not understood becomes unknown and is reported with its cell; a reference
that leads nowhere, or a sheet that is gone, is an error, for the entry that was meant cannot be told. Derived cells are not
read; that one was edited shows in the checks beside it, and is reported.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from datamap.errors import InputError, Problem
from datamap.formats import check, grid, problems
from datamap.formats.workbook.cells import Reader
from datamap.labels import CHECK, ENTRY, PARENT, PART, SCHEMA, Column, Sheet, cells, countries, holder, sheets
from datamap.model import Inventory, Origin, shape
from datamap.model.vocabulary import UNKNOWN

LISTS = ("subjects", "categories", "measures", "recipients", "purposes")
_SAID = (cells.UNKNOWN, cells.NONE, cells.NOTHING)


@dataclass(frozen=True)
class Imported:
    """What came back from a workbook.

    Attributes
    ----------
    inventory : Inventory
    warnings : tuple of Problem
        Cells that were not understood, edits to derived cells, columns and sheets that are not ours; ``field`` is the
        place, such as ``Retention!C7``.
    """

    inventory: Inventory
    warnings: tuple[Problem, ...] = ()


@dataclass
class Entry:
    """One row that holds facts: of which list, whose, its number, the texts of its cells and where they stand."""

    path: str
    sheet: str
    row: int
    number: int | None
    cells: dict[str, Any]
    letters: Mapping[str, int]
    parent: str = ""
    said: str = ""
    extra: list[str] = field(default_factory=list)
    noun: dict[str, Any] = field(default_factory=dict)

    def place(self, key: str) -> str:
        """The cell of a fact, such as ``Retention!C7``; the row where the sheet has no such column."""
        at = self.letters.get(key)
        return f"{self.sheet}!{grid_letter(at) if at is not None else ''}{self.row}"


def grid_letter(index: int) -> str:
    """Letters of a column, 0-based: 0 is A, 27 is AB."""
    out = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        out = chr(65 + rest) + out
    return out


def read(path: str | Path) -> Imported:
    """Read a workbook of the full layout back.

    Raises
    ------
    InputError
        No workbook of ours, or one whose entries cannot be put together; with every problem and its cell.
    """
    book, raw = grid.load(path)
    return read_book(path, book, raw)


def read_book(path: str | Path, book: grid.Book, raw: bytes) -> Imported:
    """The same, of a workbook whose cells are read already."""
    return _Import(str(path), book, hashlib.sha256(raw).hexdigest()).run()


def is_ours(book: grid.Book) -> bool:
    """Whether a workbook is, or was, of the full layout: half of its sheets are there."""
    here = {name.strip().casefold() for name in book.sheets}
    wanted = [s.name.casefold() for s in sheets().values() if s.columns]
    return 2 * len(here.intersection(wanted)) >= len(wanted)


class _Import:
    def __init__(self, file: str, book: grid.Book, sha256: str):
        self.file, self.book, self.sha256 = file, book, sha256
        self.warnings: list[Problem] = []
        self.errors: list[Problem] = []
        self.entries: dict[str, list[Entry]] = {path: [] for path in holder()}
        self.reader = Reader(self._warn, self._error)
        self.checked = book.properties.get("datamap contacts") != "withheld"
        self.meta_notes: list[str] = []

    def _warn(self, place: str, found: str, expected: str) -> None:
        self.warnings.append(Problem(self.file, 0, place, found, expected))

    def _error(self, place: str, found: str, expected: str) -> None:
        self.errors.append(Problem(self.file, 0, place, found, expected))

    def run(self) -> Imported:
        self._known()
        evidence: list[Entry] = []
        for name, sheet in sheets().items():
            if sheet.columns:
                found = list(self._rows(sheet, self.book.sheets[self.names[name]]))
                if name == "Map - Evidence":
                    evidence = found
        self._stop()
        self._references()
        for path, entries in self.entries.items():
            self._decode(path, entries)
        self._evidence(evidence)
        data = self._nested()
        self._stop()
        return Imported(self._validated(data), tuple(dict.fromkeys(self.warnings)))

    def _stop(self) -> None:
        if self.errors:
            raise InputError(list(dict.fromkeys(self.errors)))

    def _known(self) -> None:
        """Which sheets are ours; all that have columns must be there."""
        here = {name.strip().casefold(): name for name in self.book.sheets}
        wanted = [s.name for s in sheets().values() if s.columns]
        self.names = {name: here[name.casefold()] for name in wanted if name.casefold() in here}
        if not is_ours(self.book):
            raise InputError(
                [
                    Problem(
                        self.file,
                        0,
                        "",
                        f"no record of the full layout (its sheets: {', '.join(list(self.book.sheets)[:6])})",
                        "a workbook that 'datamap ropa' wrote with layout 'full'; another register is made an inventory first: datamap import FILE -o INVENTORY.yaml",
                    )
                ]
            )
        version = self.book.properties.get("datamap schema", SCHEMA)
        if version != SCHEMA:
            self._error(
                "",
                f"a workbook of schema {version}",
                f"schema {SCHEMA}; read it with the version of datamap that wrote it",
            )
        for name in wanted:
            if (
                name not in self.names
                and not sheets()[name].derived
                or name == "Map - Evidence"
                and name not in self.names
            ):
                self._error(
                    name, "the sheet is missing", "the sheet with its header row, even if nothing is left on it"
                )
            elif name not in self.names:
                self._warn(name, "the sheet is missing", "nothing was lost: it is derived")
                self.book.sheets[name], self.names[name] = [], name
        if not self.checked:
            self._warn(
                "",
                "a workbook whose contacts were withheld",
                "the workbook they were not withheld in: 'withheld' is read as if it were the contact",
            )
        ours = {n.casefold() for n in sheets()}
        for name in self.book.sheets:
            if name.strip().casefold() not in ours:
                self._warn(name, "the sheet is not part of the layout", "nothing: it was not read")
        self._stop()

    # --- rows -------------------------------------------------------------------------------------------------------

    def _rows(self, sheet: Sheet, rows: list[list[Any]]) -> Iterator[Entry]:
        """The entries of a sheet; those that hold facts are filed by their path."""
        by_label = {c.label.casefold(): c for c in sheet.columns}
        head, header = _header(rows, by_label)
        if header is None:
            if not sheet.derived:
                self._error(
                    sheet.name,
                    "no header row",
                    f"a row with the labels {', '.join(c.label for c in sheet.columns[:4])} ...",
                )
            return
        at: dict[str, int] = {}
        strange: dict[int, str] = {}
        used = {i for r in rows[head + 1 :] for i, cell in enumerate(r) if cell != ""}
        for i, cell in enumerate(header):
            label = cell.split("\n")[0].strip() if isinstance(cell, str) else str(cell)
            column = by_label.get(label.casefold())
            if label and column is not None and column.slot not in at:
                at[column.slot] = i
            elif label or i in used:
                strange[i] = label or f"column {grid_letter(i)}"
        self._columns(sheet, at, strange, head, rows)
        for number, row in enumerate(rows[head + 1 :], start=head + 2):
            if all(c == "" or isinstance(c, str) and not c.strip() for c in row):
                continue
            values = {key: row[i] if i < len(row) else "" for key, i in at.items()}
            entry = Entry("", sheet.name, number, None, values, at)
            entry.extra = [
                f"{label}: {_shown(row[i])}" for i, label in strange.items() if i < len(row) and row[i] != ""
            ]
            if self.checked:
                self._checks(sheet, entry)
            if sheet.derived and sheet.name != "Map - Evidence":
                self.meta_notes += [f"{sheet.name}, row {number}, {e}" for e in entry.extra]
            elif sheet.derived or self._filed(sheet, entry):
                yield entry

    def _columns(
        self, sheet: Sheet, at: Mapping[str, int], strange: Mapping[int, str], head: int, rows: list[list[Any]]
    ) -> None:
        for i, label in strange.items():
            place = f"{sheet.name}!{grid_letter(i)}{head + 1}"
            if label in ("Organisation id",) and len({r[i] for r in rows[head + 1 :] if len(r) > i and r[i] != ""}) > 1:
                self._error(
                    place,
                    "a workbook of several organisations",
                    "one organisation: a group is read back from a workbook each",
                )
            kept = "the notes of the inventory" if sheet.derived else "the notes of each entry"
            self._warn(
                place,
                f"the column '{label}' is not part of the layout",
                f"one of the layout's labels; what it says is kept in {kept}",
            )
        for column in sheet.columns:
            if column.key not in at and not column.derived and column.key != ENTRY:
                self._warn(
                    sheet.name,
                    f"the column '{column.label}' is missing",
                    "the column with its label; what it said is read as not stated",
                )

    def _checks(self, sheet: Sheet, entry: Entry) -> None:
        """Report derived cells that are not as they were written."""
        made = [c for c in sheet.columns if c.derived and c.key != CHECK]
        if not made or f"={CHECK}" not in entry.letters:
            return
        checks = str(entry.cells[f"={CHECK}"]).split()
        for i, column in enumerate(made):
            if column.slot not in entry.letters:
                continue
            value = entry.cells[column.slot]
            edited = checks[i] != cells.check([_shown(value)]) if len(checks) == len(made) else value != ""
            if edited:
                where = f"the change on sheet '{column.edit}'" if column.edit else "no change here"
                self._warn(
                    entry.place(column.slot),
                    f"a derived cell was edited: {cells.shorten(_shown(value))}",
                    f"{where}; it was not taken over",
                )

    def _filed(self, sheet: Sheet, entry: Entry) -> bool:
        """File a row under the path it holds; False where it holds nothing."""
        parts = {word.casefold(): path for path, word in sheet.holds.items()}
        part = str(entry.cells.get(PART, "")).strip().casefold() if PART in entry.cells else ""
        path = parts.get(part, "") if len(sheet.holds) > 1 else next(iter(sheet.holds))
        if not path:
            self._error(
                entry.place(PART),
                f"{cells.shorten(part) or 'a blank cell'}",
                f"one of: {', '.join(sheet.holds.values())}",
            )
            return False
        entry.path = path
        first = entry.cells.get(ENTRY, "")
        word = first.strip().casefold() if isinstance(first, str) else ""
        facts = [c.key for c in sheet.columns if not c.derived and c.key not in (ENTRY, PART, PARENT)]
        blank = all(entry.cells.get(k, "") == "" for k in facts) and not entry.extra
        if word in _SAID and blank:
            if word == cells.NOTHING:
                return False
            entry.said = word
        elif word and word not in _SAID:
            if word.isdigit() and int(word) and all(e.number != int(word) for e in self._numbered(path, int(word))):
                entry.number = int(word)
                self._numbers.setdefault(path, {})[entry.number] = entry
            elif not word.isdigit():
                self._warn(
                    entry.place(ENTRY),
                    f"{cells.shorten(word)}",
                    "a number, unknown, none, or nothing for a new row; the row was read as a new one",
                )
        self.entries[path].append(entry)
        return True

    _numbers: dict[str, dict[int, Entry]]

    def _numbered(self, path: str, number: int) -> list[Entry]:
        if not hasattr(self, "_numbers"):
            self._numbers = {}
        found = self._numbers.get(path, {}).get(number)
        return [found] if found else []

    # --- values -----------------------------------------------------------------------------------------------------

    def _references(self) -> None:
        """Ids and names of the entries that others refer to."""
        for path in LISTS:
            names: dict[str, list[str]] = {}
            former: dict[str, str] = {}
            for e in self.entries[path]:
                if e.said:
                    continue
                e.noun["id"] = id_ = self.reader.id_of(e)
                if id_ in names:
                    self._error(
                        e.place("id"), f"the id '{cells.shorten(id_)}' stands twice", "an id of its own for each entry"
                    )
                name, ref = (str(e.cells.get(k, "")) for k in ("name", "ref"))
                names[id_] = [name, f"{ref} {name}"] if ref else [name]
                former |= dict.fromkeys(str(e.cells.get("formerly", "")).split(), id_)
            self.reader.references[path] = cells.References(names, former)

    def _decode(self, path: str, entries: list[Entry]) -> None:
        noun = _noun(path)
        fields = shape.of(noun)
        for e in entries:
            if PARENT in e.cells or PARENT in e.letters:
                e.parent = self.reader.parent(e, path.rpartition(".")[0])
            if e.said:
                continue
            for key, f in fields.items():
                if key == "evidence" or key == "id" and "id" in e.noun or key not in e.letters:
                    continue
                value = self.reader.value(e, path, f)
                if value is not None:
                    e.noun[key] = value
            if e.extra:
                e.noun["notes"] = "\n".join(x for x in (e.noun.get("notes", ""), *e.extra) if x)

    def _evidence(self, rows: list[Entry]) -> None:
        """Each piece of evidence to the entry it belongs to, in the order of its number."""
        from_name = {
            ("activity" if path == "purposes" else (s[0].holds[path] or s[0].name).casefold()): path
            for path, s in holder().items()
        }
        fields = shape.of(shape.at(("meta", "evidence"))[1].noun)  # type: ignore[union-attr, arg-type]

        def order(e: Entry) -> tuple[int, int]:
            n = str(e.cells.get(ENTRY, ""))
            return (int(n), e.row) if n.isdigit() else (1 << 60, e.row)

        for e in sorted(rows, key=order):
            of = str(e.cells.get("of", "")).strip()
            path = from_name.get(
                of.casefold(), "purposes" if of.casefold() in ("controller record", "processor record") else ""
            )
            if not path:
                self._error(
                    e.place("of"), cells.shorten(of) or "a blank cell", f"one of: {', '.join(sorted(from_name))}"
                )
                continue
            wanted = str(e.cells.get("row", "")).strip()
            owner = next(
                (
                    x
                    for x in self.entries[path]
                    if not x.said and (x.noun.get("id") == wanted if path in LISTS else str(x.number or "") == wanted)
                ),
                None,
            )
            if owner is None:
                self._warn(
                    e.place("row"),
                    f"'{cells.shorten(wanted)}' is no entry of '{of}'",
                    "an entry that is there; the evidence of an entry that was deleted goes with it",
                )
                continue
            noun = {
                k: v
                for k, f in fields.items()
                if k in e.letters and (v := self.reader.value(e, "evidence", f)) is not None
            }
            owner.noun.setdefault("evidence", []).append(noun)

    # --- putting together -------------------------------------------------------------------------------------------

    def _nested(self) -> dict[str, Any]:
        """The inventory as nested data; every list in the order of its numbers, new entries last."""
        data: dict[str, Any] = {"meta": {}, "controller": {}, "notice": {}}
        self.at: dict[tuple[Any, ...], Entry] = {}
        for path in sorted(self.entries, key=lambda p: p.count(".")):
            entries = sorted(self.entries[path], key=lambda e: (e.number is None, e.number or 0))
            if path in data:
                real = [e for e in entries if not e.said]
                if len(real) != 1:
                    self._error(holder()[path][0].name, f"{len(real)} rows", f"one row for '{path}'")
                    continue
                data[path] = real[0].noun
                self.at[path,] = real[0]
            else:
                self._list(data, path, entries)
        if self.meta_notes:
            data["meta"]["notes"] = "\n".join(x for x in (data["meta"].get("notes", ""), *self.meta_notes) if x)
        return data

    def _list(self, data: dict[str, Any], path: str, entries: list[Entry]) -> None:
        up, _, key = path.rpartition(".")
        quiet = shape.at(tuple(path.split(".")))[1]
        silent = "unknown" if quiet is not None and quiet.default is UNKNOWN else "none"
        owners: dict[str, tuple[dict[str, Any], tuple[Any, ...]]] = {"": (data, ())}
        if up in data and up not in LISTS:
            owners = {"": (data[up], (up,))}
        elif up:
            listed = data.get(up)
            owners = {o["id"]: (o, (up, i)) for i, o in enumerate(listed)} if isinstance(listed, list) else {}
        said: dict[str, Entry] = {}
        for e in entries:
            if e.parent not in owners:
                continue  # reported with its cell
            owner, at = owners[e.parent]
            if e.said:
                said[e.parent] = e
                continue
            held = owner.setdefault(key, [])
            self.at[(*at, key, len(held))] = e
            held.append(e.noun)
        for name, (owner, _) in owners.items():
            if key not in owner:
                owner[key] = said[name].said if name in said else ("unknown" if not up and path in LISTS else silent)
            elif name in said and said[name].said == cells.NONE:
                e = said[name]
                self._warn(
                    e.place(ENTRY),
                    "'none' in a list that has entries",
                    "that row deleted, or the entries; the entries were read",
                )

    def _validated(self, data: dict[str, Any]) -> Inventory:
        found: list[problems.Fault] = []
        inventory = None
        try:
            inventory = Inventory.model_validate(data, context={"country": countries.code_of})
        except ValidationError as e:
            found += problems.faults(e)
        found += check.check(data, countries.code_of)
        for f in found:
            self._error(self._place(f.path) or problems.written(f.path, data), f.found, f.expected)
        self._stop()
        assert inventory is not None
        return inventory.with_origin(Origin(self.file, self.sha256, {}))

    def _place(self, path: tuple[Any, ...]) -> str:
        """The cell of a path of the inventory, or of the nearest entry around it."""
        for size in range(len(path), 0, -1):
            entry = self.at.get(path[:size])
            if entry is not None:
                return entry.place(next((p for p in path[size:] if isinstance(p, str)), ENTRY))
        return ""


def _noun(path: str) -> Any:
    return shape.at(tuple(path.split(".")))[1].noun  # type: ignore[union-attr]


def _header(rows: list[list[Any]], labels: Mapping[str, Column]) -> tuple[int, list[Any] | None]:
    """The header row: the first with most of the labels, among the first twenty."""
    best, at = 0, -1
    for i, row in enumerate(rows[:20]):
        hits = sum(isinstance(c, str) and c.split("\n")[0].strip().casefold() in labels for c in row)
        if hits > best:
            best, at = hits, i
    return (at, rows[at]) if best > max(1, len(labels) // 3) else (-1, None)


def _shown(value: Any) -> str:
    return value.what if isinstance(value, grid.Odd) else value if isinstance(value, str) else value.isoformat()
