"""Someone else's register -> an inventory: what it says, in our words, and a report of all that was not understood.

    sheets -> activities and parties (sheets.py) -> words (words.py) -> entries (here) -> checked like any inventory

Nothing is guessed. A blank cell or a text that is not recognised is unknown; the text is kept in the notes and reported
with its cell. What follows from the register without standing in it is marked ``inferred``, with the reason.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from datamap.errors import InputError, Problem
from datamap.formats import grid, problems
from datamap.formats.register import words as read
from datamap.formats.register.activities import Activities
from datamap.formats.register.parties import Parties
from datamap.formats.register.sheets import Activity, Sheets
from datamap.formats.workbook.reader import Imported
from datamap.formats.yaml import reader
from datamap.model import Origin


def read_register(path: str | Path, book: grid.Book, raw: bytes) -> Imported:
    """Read a register in a layout that is not ours to write back: the CNIL's, the ICO's, one of many columns.

    Raises
    ------
    InputError
        No sheet of which a row, a column or blocks say what is processed for which purpose.
    """
    return _Register(str(path), book, hashlib.sha256(raw).hexdigest()).run()


class _Register(Activities, Parties):
    def __init__(self, file: str, book: grid.Book, sha256: str):
        super().__init__(file)
        self.sha256, self.book = sha256, book

    def run(self) -> Imported:
        sheets = Sheets(self.book, self.warn)
        found = sheets.found
        if not found.activities and not sheets.known:
            found_sheets = f"no register (its sheets: {', '.join(list(self.book.sheets)[:6])})"
            expected = (
                "a table with a column for the purpose and at least two more of Art. 30, sheets in the CNIL's blocks, "
                "or a workbook that 'datamap ropa' wrote"
            )
            raise InputError([Problem(self.file, 0, "", found_sheets, expected)])
        for name in found.unread:
            self.warn(name, "a sheet without activities or parties", "nothing: it was not read")
        activities = self._chosen(found.activities)
        if not activities:
            self.warn("", "a register without an activity", "a row that is filled in; purposes are read as unknown")
        controller = self._controller(found.parties, activities)
        data: dict[str, Any] = {
            "meta": {
                "id": problems.id_meant(Path(self.file).stem)[:60] or "register",
                "title": f"Register read from {Path(self.file).name}",
            },
            "controller": controller,
        }
        purposes = [self._purpose(a) for a in activities]
        roles = {p["role"] for p in purposes if p["role"] != "unknown"}
        if roles and all(p["role"] != "unknown" for p in purposes):
            controller["role"] = (
                "both" if {"processor"} < roles else "processor" if roles == {"processor"} else "controller"
            )
        for key, said in self.plain_data.items():
            if all(said):
                self.categories.by_name[key].setdefault("special", "none")
        self.recipients.settle()
        data |= {
            "subjects": self.subjects.listed(),
            "categories": self.categories.listed(),
            "measures": self.measures.listed(),
            "recipients": self.recipients.entries.listed(),
            "purposes": purposes or "unknown",
        }
        return Imported(reader.validated(data, Origin(self.file, self.sha256, {})), tuple(dict.fromkeys(self.warnings)))

    def _chosen(self, found: list[Activity]) -> list[Activity]:
        """The activities to read: a list's line is merged into the activity's sheet; examples are left out."""
        forms = {k: a for a in found if not a.place for k in (a.first("ref"), read.plain(a.first("name"))) if k}
        out = []
        for a in found:
            form = forms.get(a.first("ref")) if a.place else None
            form = (
                form
                if form is not None and self._same(a, form)
                else forms.get(read.plain(a.first("name")))
                if a.place
                else None
            )
            if form is None:
                out.append(a)
                continue
            form.example |= a.example
            for key, said in a.said.items():
                form.said.setdefault(key, said)
            form.rest += a.rest
        own = [a for a in out if not a.example]
        for a in out:
            if a.example:
                self.warn(
                    f"{a.sheet}{'!' if a.place else ''}{a.place}",
                    f"an example of the template: '{a.first('name')[:60]}'",
                    "activities of the organisation; it was "
                    + ("left out" if own else "read, for there is nothing else"),
                )
        return own or out

    def _same(self, line: Activity, form: Activity) -> bool:
        a, b = read.plain(line.first("name")), read.plain(form.first("name"))
        return a == b or a.endswith(b) or not a or not b
