"""Participants lists: every organisation of a list that is read is found with its facts, or the list is refused."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

from datamap.documents import cells
from datamap.law import dpf_list
from tests.dpf_fixture import ROWS, save
from tests.fuzz.harness import Silent
from tests.fuzz.words import damage_bytes, marker, typed

DATES = ("5/4/2017", "2026-01-05", "13/45/2026", "45000", dt.datetime(2026, 1, 5), "")
KEPT = ("Public Display Name", "Legal Name", "Covered Entities", "Public Link")
"""Columns whose texts a look-up gives back as they are."""


def attempt(rng: random.Random, folder: Path) -> None:
    """One list."""
    header, rows = list(dpf_list.COLUMNS), [list(r) for r in ROWS]
    for _ in range(rng.choice((1, 1, 2, 3))):
        rng.choice(_WAYS)(rng, header, rows)
    path = save(folder / "participants_2026-03-24.xlsx", [_cells(r) for r in rows], _cells(header))
    if rng.random() < 0.1:
        path.write_bytes(damage_bytes(rng, path.read_bytes()))
    vintage = dpf_list.load(path, cache=False)
    _come_back(vintage, header, rows)


def _cells(row: list) -> list:
    """Texts as a spreadsheet program writes them: what looks like its own escape is escaped."""
    return [cells.escape(v) if isinstance(v, str) else v for v in row]


def _come_back(vintage: dpf_list.Vintage, header: list, rows: list) -> None:
    found = vintage.base.execute("select display, legal, covered, link, status from rows").fetchall()
    kept = {" ".join(str(v).split()) for row in found for v in row}
    for row in rows:
        if "Inactive" in str(row):  # those that ended under Privacy Shield are left out
            continue
        texts = {name: row[n] for n, name in enumerate(header) if n < len(row) and name in KEPT}
        for name, text in texts.items():
            if isinstance(text, str) and text.strip() and " ".join(text.split()) not in kept:
                raise Silent(f"{name} {text!r} is not in what was read")


def _type(rng, header, rows):
    row = rng.choice(rows)
    row[rng.randrange(len(row))] = typed(rng)


def _type_name(rng, header, rows):
    rng.choice(rows)[rng.choice((0, 1, 13))] = f"{marker(rng)}, Inc."


def _type_date(rng, header, rows):
    rng.choice(rows)[rng.choice((2, 3, 4))] = rng.choice(DATES)


def _type_word(rng, header, rows):
    row = rng.choice(rows)
    at = rng.choice((5, 6, 7, 8))
    row[at] = rng.choice((rng.choice(rows)[at], str(row[at]).upper(), f" {row[at]} ", "", typed(rng)))


def _repeat(rng, header, rows):
    rows.insert(rng.randrange(len(rows) + 1), list(rng.choice(rows)))


def _remove(rng, header, rows):
    if len(rows) > 1:
        del rows[rng.randrange(len(rows))]


def _blank(rng, header, rows):
    rows.insert(rng.randrange(len(rows) + 1), [""] * len(header))


def _move_column(rng, header, rows):
    a, b = rng.randrange(len(header)), rng.randrange(len(header))
    for row in (header, *rows):
        row[a], row[b] = row[b], row[a]


def _rename_column(rng, header, rows):
    header[rng.randrange(len(header))] = typed(rng)


def _remove_column(rng, header, rows):
    at = rng.randrange(len(header))
    for row in (header, *rows):
        del row[at : at + 1]


_WAYS = (
    *[_type, _type_name, _type_date, _type_word] * 3,
    _repeat,
    _remove,
    _blank,
    _move_column,
    _rename_column,
    _remove_column,
)
