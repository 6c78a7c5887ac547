"""A workbook about one processing: a sheet each for its purposes, data, people, recipients and transfers."""

from __future__ import annotations

from datamap.drafting.facts import DraftActivity
from datamap.drafting.tables import words
from datamap.drafting.tables.activities import activity_of
from datamap.drafting.tables.asking import Asking
from datamap.drafting.tables.grid import Grid, Line, Record, Said
from datamap.drafting.tables.vendors import Vendors
from datamap.reading.document import Table

ENOUGH = 3
"""Sheets that list something, beside the one of the processing, for a workbook to be one of this kind."""
OTHERS = {"name": set[str](), "purpose": {"name", "categories"}}
"""Keys that a list of these does not state of the activity."""
MAIN = {"purposes": "purpose", "categories": "categories", "subjects": "subjects", "measures": "measures"}


def related(tables: list[Table], asking: Asking) -> DraftActivity | None:
    """The one activity that the sheets of a workbook describe together; None for any other document."""
    lists: dict[str, list[Grid]] = {}
    for table in tables:
        key = words.key_of("lists", table.name)
        if not key:
            continue
        grid = Grid(table)
        if grid.height > 1 and any(words.key_of("fields", grid.at(0, c)) == "name" for c in grid.filled(0)):
            lists.setdefault(key, []).append(grid)
    if "activity" not in lists or len(lists) <= ENOUGH:
        return None
    main = lists.pop("activity")
    if len(main) > 1 or main[0].height != 2:
        return None
    record = Record(main[0].name, _lines(main[0], "name"))
    for key, grids in lists.items():
        for grid in grids:
            if key in MAIN:
                record.lines += _lines(grid, MAIN[key])
    out = activity_of(record, asking)
    named: dict[str, Record] = {}
    for key in ("recipients", "transfers"):
        for grid in lists.get(key, ()):
            for line in _lines(grid, "who", "vendors"):
                name = words.plain(" ".join(said.words for said in line.of("who")))
                named.setdefault(name, Record(grid.name)).lines.append(line)
    for one in named.values():
        out.recipients += Vendors(asking).read(one)
    return out


def _lines(grid: Grid, main: str, section: str = "columns") -> list[Line]:
    """The rows of a sheet below its labels; its names under the key of what it lists."""
    keys = {}
    for c in grid.filled(0):
        text = grid.at(0, c)
        found = words.keys_of(section, text)
        keys[c] = main if words.key_of("fields", text) == "name" else found[0] if found else ""
    others = OTHERS.get(main, {"name", "categories", "description"}) - {main}
    lines = []
    for r in range(1, grid.height):
        line = Line(grid.place(r))
        for c in grid.filled(r):
            said = Said(grid.text(r, c), grid.text(0, c))
            if keys.get(c) and (section != "columns" or keys[c] not in others):
                line.said.setdefault(keys[c], []).append(said)
            else:
                line.rest.append(said)
        if line.said or line.rest:
            lines.append(line)
    return lines
