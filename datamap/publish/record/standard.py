"""The standard layout of the record: cover, activities, processing for others, recipients, transfers, time limits,
security; and in the internal edition what the audit found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from datamap.documents.sheets import Grid, Painter
from datamap.labels import record
from datamap.publish.record import cover, derived, internal
from datamap.publish.record.derived import SILENT
from datamap.publish.record.edition import Edition
from datamap.publish.record.spread import spread_grid
from datamap.publish.record.texts import ANNEXED, Texts, activities_as, contact


@dataclass(frozen=True)
class Col:
    """A column of a sheet: key of its header, letter of Art. 30 (``1d``; empty: voluntary), width, values."""

    key: str
    letter: str
    width: int
    values: list[Any]


def build(painter: Painter, view: Edition, changes: Sequence[Mapping[str, str]] | None) -> None:
    """Lay out the record of an edition."""
    made: dict[str, list[Col]] = {
        "activities": _activities(view),
        "behalf": _behalf(view),
        "recipients": _recipients(view),
        "transfers": _transfers(view),
        "retention": _retention(view),
        "security": _security(view),
    }
    listed = annex(view)
    sheets = {}
    for key, columns in made.items():
        if columns or key != "security":
            sheets[key] = columns
        if key == "behalf" and listed:
            sheets["annex"] = listed
    inside = [] if view.authority else internal.sheets(view)
    cover.build(painter, view, [*sheets, *inside])
    for key, columns in sheets.items():
        write_table(painter, view, key, columns)
    if inside:
        internal.build(painter, view, changes)


def write_table(painter: Painter, view: Edition, key: str, columns: list[Col]) -> None:
    heads = []
    for c in columns:
        mark = view.letter(c.letter[0], c.letter[1]) if c.letter else view.phrase("voluntary")
        heads.append(f"{record('column', c.key, view.language)}\n{mark}")
    values = [c.values for c in columns]
    if not columns[0].values:
        values = [[_empty(view, key)], *[[""]] * (len(columns) - 1)]
    grid = Grid(record("sheet", key, view.language), heads, [c.width for c in columns], values)
    grid.optional = [not c.letter for c in columns]
    painter.table(spread_grid(grid, view.phrase("continued", name="{name}")))


def _empty(view: Edition, key: str) -> str:
    """What a sheet without rows states: that there is nothing, or that it is not known."""
    own = set(view.column("controllers", "role"))
    if key == "transfers":
        return view.answer("unknown") if _anything_open(view) else view.phrase("no-transfer")
    if key in ("activities", "behalf"):
        other = "processor" if key == "activities" else "controller"
        return view.phrase("no-activity") if own == {other} else view.answer("unknown")
    table = {"security": "measures", "retention": "purposes"}.get(key, key)
    return view.answer("none" if set(view.column("inventories", table)) == {"none"} else "unknown")


def _anything_open(view: Edition) -> bool:
    """Whether it is not known of every activity who receives the data, so that there may be transfers."""
    return view.hides("recipients") or any(
        view.column("purposes", "recipients")[i] == "unknown" or view.adds_open("disclosures", i)
        for i in view.shown("purposes")
    )


def _who(view: Edition, table: str, rows: Sequence[int]) -> list[Col]:
    """The column of organisations, where the record is one of several."""
    if not view.many:
        return []
    name = dict(zip(view.column("controllers", "controller"), view.column("controllers", "name"), strict=True))
    at = view.column(table, "controller")
    return [Col("organisation", "1a", 24, [name[at[r]] for r in rows])]


def _open_row(view: Edition, table: str, columns: list[Col]) -> list[Col]:
    """The columns, with a last row where entries of the list are open as a whole."""
    if view.hides(table):
        for n, c in enumerate(columns):
            c.values.append(view.open_word if n == 0 else "")
    return columns


# --- activities ---------------------------------------------------------------------------------------------------


def _activities(view: Edition) -> list[Col]:
    rows = activities_as("controller", view)
    texts = Texts(view)
    spec = [
        ("purpose", "name", "1b", 27),
        ("joint", "joint", "1a", 15),
        ("subjects", "subjects", "1c", 15),
        ("categories", "categories", "1c", 22),
        ("recipients", "recipients", "1d", 22),
        ("countries", "countries", "1e", 15),
        ("limits", "limits", "1f", 21),
        ("bases", "bases", "", 19),
    ]
    columns = [Col(key, letter, width, texts.column(name, rows)) for key, name, letter, width in spec]
    cover_states = {view.answer(v) for v in view.column("controllers", "joint_controllers")}
    columns = [c for c in columns if c.key != "joint" or set(c.values) != cover_states or len(cover_states) != 1]
    columns.insert(-1, Col("measures", "1g", 15, _measures(view, texts, rows)))
    return [*_who(view, "purposes", rows), *_open_row(view, "purposes", columns)]


def _measures(view: Edition, texts: Texts, rows: Sequence[int]) -> list[str]:
    """The measures of each activity; where all measures of the organisation apply, the sheet that lists them."""
    found = texts.column("measures", rows)
    all_ = len(view.shown("measures"))
    see = view.phrase("see", sheet=record("sheet", "security", view.language))
    return [see if all_ > 3 and len(view.measures(i)) == all_ else f for i, f in zip(rows, found, strict=True)]


def _behalf(view: Edition) -> list[Col]:
    rows = activities_as("processor", view)
    texts = Texts(view)
    return [
        *_who(view, "purposes", rows),
        Col("processing", "2b", 36, texts.column("name", rows)),
        Col("principals", "2a", 38, texts.column("principals", rows)),
        Col("countries", "2c", 22, texts.column("countries", rows)),
        Col("measures", "2d", 26, _measures(view, texts, rows)),
        Col("engaged", "", 34, texts.column("recipients", rows)),
    ]


def annex(view: Edition) -> list[Col]:
    """The controllers on whose behalf data are processed, where an activity has many: three in a row."""
    by: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for i in activities_as("processor", view):
        own = view.kids("principals")[i]
        if len(own) > ANNEXED:
            by[tuple(contact(view, "principals", r) for r in own)].append(view.activities[i])
    cells: list[list[str]] = [[], [], [], []]
    for customers, activities in by.items():
        for start in range(0, len(customers), 3):
            three = [*customers[start : start + 3], "", ""][:3]
            for column, text in zip(cells, ["\n".join(activities) if not start else "", *three], strict=True):
                column.append(text)
    if not cells[0]:
        return []
    return [Col("processing", "2b", 27, cells[0]), *(Col("principals", "2a", 43, c) for c in cells[1:])]


# --- recipients, transfers ----------------------------------------------------------------------------------------


def _serves(view: Edition) -> dict[int, list[int]]:
    """The activities that each recipient gets data from, also through others, by rows."""
    out: dict[int, list[int]] = defaultdict(list)
    shown = set(view.shown("purposes"))
    for purpose, recipients in view.reached.items():
        if purpose in shown:
            for r in recipients:
                out[r].append(purpose)
    return out


def short_names(view: Edition, rows: Sequence[int]) -> str:
    """References of activities where they have them, else their names; a word for all of them."""
    shown = view.shown("purposes")
    if len(shown) > 3 and len(set(rows)) == len(shown):
        return view.phrase("all-activities")
    ref, name = view.column("purposes", "ref"), view.column("purposes", "name")
    if rows and all(ref[i] for i in rows):
        return ", ".join(ref[i] for i in sorted(rows))
    return "\n".join(name[i] for i in sorted(rows))


def _recipients(view: Edition) -> list[Col]:
    rows, serves = view.shown("recipients"), _serves(view)
    c = view.column

    def places(r: int) -> str:
        at = c("sites", "country")
        found = [view.country(at[s]) for s in view.kids("sites")[r]]
        open_ = [view.answer("unknown")] if view.adds_open("sites", r) else []
        return view.lines([*found, *open_]) or view.answer(c("recipients", "sites")[r])

    columns = [
        Col("recipient", "1d", 30, [c("recipients", "name")[r] for r in rows]),
        Col("role", "", 16, [view.word("role", c("recipients", "role")[r]) for r in rows]),
        Col("service", "", 34, [view.answer(c("recipients", "service")[r]) for r in rows]),
        Col("places", "", 24, [places(r) for r in rows]),
    ]
    if not view.authority:
        document = [
            d or view.answer(a) for d, a in zip(c("recipients", "dpa_reference"), c("recipients", "dpa"), strict=True)
        ]
        columns.append(Col("contract", "", 20, [document[r] for r in rows]))
    columns.append(Col("activities", "1d", 30, [short_names(view, serves[r]) or view.answer("unknown") for r in rows]))
    return [*_who(view, "recipients", rows), *_open_row(view, "recipients", columns)]


def _transfers(view: Edition) -> list[Col]:
    """One row for each recipient and country outside the area of free movement, or where that is not known."""
    serves, names = _serves(view), view.column("recipients", "name")
    ids = {
        (w, i): n for w, i, n in zip(*(view.column("recipients", c) for c in ("controller", "id", "name")), strict=True)
    }
    at = view.column("recipients", "controller")
    found: dict[tuple[Any, ...], None] = {}
    for t in view.transfers:
        if view.is_transfer(t) == "no":
            continue
        via = ids.get((at[t["row"]], t["via"]), "")
        name = view.phrase("engaged", name=names[t["row"]], by=via) if via else names[t["row"]]
        documents = "\n".join(view.documents(t["row"])) or view.answer("none" if _nothing(view, t) else "unknown")
        tools = "\n".join(view.safeguard_names(t))
        found[t["row"], name, view.place(t), tools, documents, short_names(view, serves[t["row"]])] = None
    rows = sorted(found, key=lambda r: r[0])
    values = [list(c) for c in zip(*rows, strict=True)] or [[] for _ in range(6)]
    columns = [
        Col("recipient", "1e", 34, values[1]),
        Col("country", "1e", 26, values[2]),
        Col("tool", "", 40, values[3]),
        Col("document", "1e", 32, values[4]),
        Col("activities", "", 24, [v or view.answer("unknown") for v in values[5]]),
    ]
    who = _who(view, "recipients", [r[0] for r in rows])
    return [*who, *(_open_row(view, "recipients", columns) if rows else columns)]


def _nothing(view: Edition, t: Mapping[str, Any]) -> bool:
    """Whether there is no document because there is no safeguard, or an adequacy decision is enough."""
    kinds = {view.column("safeguards", "kind")[r] for r in view.tools(t)}
    stated = view.column("recipients", "safeguards")[t["row"]]
    return kinds <= {"adequacy", "dpf"} and (bool(kinds) or t["ground"] == "adequacy" or stated == "none")


# --- time limits, security ----------------------------------------------------------------------------------------


def _retention(view: Edition) -> list[Col]:
    """One row for each time limit of an activity."""
    activities, listed = view.activities, view.column("purposes", "retention")
    rows: list[tuple[int, str, str]] = [
        row for i in view.shown("purposes") for row in _limits_of(view, i, view.answer(listed[i]))
    ]
    columns = [
        Col("activity", "1b", 44, [activities[i] for i, *_ in rows]),
        Col("data", "1c", 50, [data for _, data, _ in rows]),
        Col("limit", "1f", 62, [limit for *_, limit in rows]),
    ]
    return [*_who(view, "purposes", [i for i, *_ in rows]), *_open_row(view, "purposes", columns)]


def _limits_of(view: Edition, i: int, stated: str) -> Iterator[tuple[int, str, str]]:
    names, at = view.column("categories", "name"), view.column("retention_categories", "category")
    for r in view.kids("retentions")[i]:
        data = [names[at[n]] for n in view.kids("retention_categories")[r]]
        yield i, ", ".join(data) or view.phrase("all-data"), derived.limit(view, r, data=False)
    if view.adds_open("retentions", i):
        yield i, view.open_word, view.open_word
    elif not view.kids("retentions")[i]:
        yield i, view.phrase("all-data"), stated


def _security(view: Edition) -> list[Col]:
    rows = view.shown("measures")
    protects: dict[int, list[int]] = defaultdict(list)
    for i in view.shown("purposes"):
        for m, _ in view.measures(i):
            protects[m].append(i)
    c: Callable[[str], list[Any]] = lambda name: view.column("measures", name)  # noqa: E731
    columns = [
        Col("measure", "1g", 44, [c("name")[m] for m in rows]),
        Col("kind", "", 16, [view.word("measure", c("kind")[m]) for m in rows]),
        Col("description", "1g", 64, [v if (v := c("description")[m]) not in SILENT else "" for m in rows]),
        Col("activities", "", 32, [short_names(view, protects[m]) or view.phrase("all-activities") for m in rows]),
    ]
    if not any(columns[2].values):
        del columns[2]
    return [*_who(view, "measures", rows), *_open_row(view, "measures", columns)]
