"""The rows of our workbook -> the inventory as nested data, with the row that each entry came from."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from datamap.formats.workbook.cells import Reader
from datamap.formats.workbook.rows import Entry, Report
from datamap.labels import ENTRY, PARENT, Sheet, cells, holder
from datamap.model import Evidence, shape
from datamap.model.vocabulary import UNKNOWN

LISTS = ("subjects", "categories", "measures", "recipients", "purposes")
"""The lists whose entries have ids."""


class Entries:
    """Puts the entries of a workbook together.

    Parameters
    ----------
    entries : dict
        Path of the model -> its rows.
    warn, error : callable
        Report a problem: place, found, expected.
    """

    def __init__(self, entries: dict[str, list[Entry]], warn: Report, error: Report):
        self.entries, self._warn, self._error = entries, warn, error
        self.reader = Reader(warn, error)
        self._at: dict[tuple[Any, ...], Entry] = {}

    def read(self, evidence: list[Entry]) -> None:
        """Read the values of all rows, then the evidence."""
        self._references()
        for path, entries in self.entries.items():
            self._decode(path, entries)
        self._evidence(evidence)

    def _references(self) -> None:
        """Collect the ids and names of the entries that others refer to."""
        for path in LISTS:
            names: dict[str, list[str]] = {}
            former: dict[str, str] = {}
            for e in self.entries[path]:
                if e.said:
                    continue
                e.noun["id"] = id_ = self.reader.id_of(e)
                if id_ in names:
                    found = f"the id '{cells.shorten(id_)}' is used twice"
                    self._error(e.place("id"), found, "a different id for each entry")
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
        """Add each piece of evidence to the entry it belongs to, in the order of its number."""
        paths = _paths_by_name()
        fields = shape.of(Evidence)
        for e in sorted(rows, key=_order):
            of, wanted = (str(e.cells.get(key, "")).strip() for key in ("of", "row"))
            path = paths.get(of.casefold())
            if path is None:
                names = sorted(paths.keys() - RECORDS)
                self._error(e.place("of"), cells.shorten(of) or "a blank cell", f"one of: {', '.join(names)}")
                continue
            owner = self._owner(path, wanted)
            if owner is None:
                found = f"'{cells.shorten(wanted)}' is not an entry of '{of}'"
                expected = "an existing entry; the evidence of an entry that was deleted is deleted with it"
                self._warn(e.place("row"), found, expected)
                continue
            values = {k: self.reader.value(e, "evidence", f) for k, f in fields.items() if k in e.letters}
            noun = {k: v for k, v in values.items() if v is not None}
            owner.noun.setdefault("evidence", []).append(noun)

    def _owner(self, path: str, wanted: str) -> Entry | None:
        """The entry with an id, or with a number where the entries of the list have no ids."""
        for entry in self.entries[path]:
            name = entry.noun.get("id") if path in LISTS else str(entry.number or "")
            if not entry.said and name == wanted:
                return entry
        return None

    def nested(self, meta_notes: list[str]) -> dict[str, Any]:
        """The inventory as nested data; every list in the order of its numbers, new entries last."""
        data: dict[str, Any] = {"meta": {}, "controller": {}, "notice": {}}
        for path in sorted(self.entries, key=lambda p: p.count(".")):
            entries = sorted(self.entries[path], key=lambda e: (e.number is None, e.number or 0))
            if path in data:
                real = [e for e in entries if not e.said]
                if len(real) != 1:
                    self._error(holder()[path][0].name, f"{len(real)} rows", f"one row for '{path}'")
                    continue
                data[path] = real[0].noun
                self._at[path,] = real[0]
            else:
                self._list(data, path, entries)
        if meta_notes:
            data["meta"]["notes"] = "\n".join(x for x in (data["meta"].get("notes", ""), *meta_notes) if x)
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
            self._at[(*at, key, len(held))] = e
            held.append(e.noun)
        for name, (owner, _) in owners.items():
            if key not in owner:
                owner[key] = said[name].said if name in said else ("unknown" if not up and path in LISTS else silent)
            elif name in said and said[name].said == cells.NONE:
                e = said[name]
                expected = "either that row or the entries deleted; the entries were read"
                self._warn(e.place(ENTRY), "'none' in a list that has entries", expected)

    def place(self, path: tuple[Any, ...]) -> str:
        """The cell of a path of the inventory, or of the nearest entry around it."""
        for size in range(len(path), 0, -1):
            entry = self._at.get(path[:size])
            if entry is not None:
                return entry.place(next((p for p in path[size:] if isinstance(p, str)), ENTRY))
        return ""


RECORDS = {"controller record", "processor record"}
"""Sheets that also show the purposes."""


def _paths_by_name() -> dict[str, str]:
    """What the sheet of evidence calls a list -> its path in the model."""
    names = {"activity" if path == "purposes" else _name(path, on[0]): path for path, on in holder().items()}
    return names | dict.fromkeys(RECORDS - names.keys(), "purposes")


def _name(path: str, sheet: Sheet) -> str:
    return (sheet.holds[path] or sheet.name).casefold()


def _order(row: Entry) -> tuple[int, int]:
    """Rows with a number in its order, then the others."""
    number = str(row.cells.get(ENTRY, ""))
    return (int(number), row.row) if number.isdigit() else (1 << 60, row.row)


def _noun(path: str) -> type[BaseModel]:
    """The kind of entry at a path of the model."""
    _, field = shape.at(tuple(path.split(".")))
    if field is None:
        raise KeyError(path)
    return field.entry
