"""Reading the official Data Privacy Framework participants workbook: one vintage a file, kept in a cache once read.

The list is the US Department of Commerce's (dataprivacyframework.gov): one row per organisation and framework, 17
columns. A vintage becomes a small SQLite database with an index of names, so that a second run opens it and looks up.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import operator
import os
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from datamap import spreadsheet
from datamap.errors import InputError, Problem
from datamap.law import names

COLUMNS = (
    "Public Display Name",
    "Legal Name",
    "Install Date",
    "Usage End Date",
    "Inactive Start Date",
    "Framework",
    "Status",
    "HR Data",
    "Non-HR Data",
    "Street",
    "City",
    "State",
    "Postal Code",
    "Covered Entities",
    "Industries",
    "Privacy Policies",
    "Public Link",
)
NEEDED = tuple(
    c for c in COLUMNS if c not in ("Street", "City", "State", "Postal Code", "Industries", "Privacy Policies")
)
FRAMEWORKS = {
    "EU-U.S. Data Privacy Framework": "eu",
    "UK Extension to the EU-U.S. Data Privacy Framework": "uk",
    "Swiss-U.S. Data Privacy Framework": "ch",
}
STARTS = {"eu": "2023-07-10", "uk": "2023-10-12", "ch": "2024-09-15"}
"""First day of each framework; rows that ended before belong to Privacy Shield, and start dates are floored to it."""
STATUSES = ("Active", "Active - Re-certification under Review", "Inactive - Lapse", "Inactive - Withdrawal")
EXPECTED = "the participants workbook as dataprivacyframework.gov exports it"
LIMIT = 100_000_000
FORM = "5"
"""Version of the database below; another one is built anew."""

Values = tuple[Any, ...]
"""A row in the order of the database's columns, without the organisation's number."""

_TABLES = """
create table rows (org integer, display text, legal text, regime text, active integer, status text, hr integer,
  non_hr integer, installed text, due text, inactive_from text, covered text, link text, line integer);
create table names (level integer, name text, kind text, written text, org integer);
"""


@dataclass(frozen=True, slots=True)
class Vintage:
    """One list: the day it is of, the file, its SHA-256, and the database of its rows and names.

    It may be sent to another process: that one loads the file again, from the cache where there is one.
    """

    day: dt.date
    file: str
    sha256: str
    base: sqlite3.Connection

    def __reduce__(self) -> tuple[Any, ...]:
        return load, (self.file,)


def load(path: str | Path, cache: bool = True) -> Vintage:
    """Read one workbook, or what the cache has of it.

    Parameters
    ----------
    path : path
        The day of the list is in the file's name (``..._2026-03-24.xlsx``), or inside the workbook.
    cache : bool
        Keep the result in the user's cache folder (``DATAMAP_CACHE`` names another one).

    Raises
    ------
    InputError
    """
    file = str(path)
    try:
        if Path(path).stat().st_size > LIMIT:
            raise InputError([Problem(file, 0, "", "a file of more than 100 MB", EXPECTED)])
        raw = Path(path).read_bytes()
    except OSError as e:
        raise InputError(
            [Problem(file, 0, "", f"it cannot be read ({(e.strerror or str(e)).lower()})", EXPECTED)]
        ) from e
    if not raw.startswith(b"PK"):
        what = (
            "an old Excel file (.xls), or one with a password"
            if raw.startswith(b"\xd0\xcf\x11\xe0")
            else "no workbook (a CSV or text file?)"
            if raw
            else "an empty file"
        )
        raise InputError([Problem(file, 0, "", what, EXPECTED + " (.xlsx)")])
    digest = hashlib.sha256(raw).hexdigest()
    day = _day(file, raw)
    kept = _folder() / f"{digest[:32]}-{FORM}.sqlite" if cache else None
    base = _kept(kept, digest) if kept else None
    if base is None:
        base = _build(file, raw)
        if kept:
            _keep(base, kept, digest)
    return Vintage(day, file, digest, base)


def _folder() -> Path:
    given = os.environ.get("DATAMAP_CACHE")
    if given:
        return Path(given)
    from platformdirs import user_cache_path

    return user_cache_path("datamap") / "dpf"


def _seal(digest: str, body: bytes) -> bytes:
    return hashlib.sha256(digest.encode() + body).digest()


def _kept(path: Path, digest: str) -> sqlite3.Connection | None:
    """The database of a list from the cache; None if it is missing, cannot be read, or was changed."""
    try:
        raw = path.read_bytes()
    except OSError:
        return None
    body, seal = raw[:-32], raw[-32:]
    if not body or seal != _seal(digest, body):
        return None
    base = sqlite3.connect(":memory:", check_same_thread=False)
    base.deserialize(body)
    return base


def _keep(base: sqlite3.Connection, path: Path, digest: str) -> None:
    """Into the cache, whole or not at all; a cache that cannot be written is left out."""
    body = base.serialize()
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=path.parent, prefix=".part-")
        try:
            with os.fdopen(handle, "wb") as target:
                target.write(body + _seal(digest, body))
            Path(aside).replace(path)
        finally:
            Path(aside).unlink(missing_ok=True)


def _broken(file: str, e: Exception) -> InputError:
    return InputError(
        [
            Problem(
                file, 0, "", f"a workbook that cannot be read ({str(e)[:80] or type(e).__name__})", EXPECTED + ", whole"
            )
        ]
    )


def _day(file: str, raw: bytes) -> dt.date:
    """The list's day: from the name of the file, else from the workbook's own stamp."""
    for found in re.findall(r"(?<!\d)(20\d\d)-?(\d\d)-?(\d\d)(?!\d)", Path(file).name):
        try:
            return dt.date(*map(int, found))
        except ValueError:
            continue
    try:
        with zipfile.ZipFile(BytesIO(raw)) as z:
            days = {dt.date(*i.date_time[:3]) for i in z.infolist() if i.date_time[0] > 2000}
    except (zipfile.BadZipFile, OSError) as e:
        raise _broken(file, e) from e
    except ValueError:
        days = set()
    if len(days) == 1:
        return days.pop()
    raise InputError(
        [
            Problem(
                file,
                0,
                "",
                "no day of the list, neither in the file's name nor in the workbook",
                EXPECTED + ", with its day in the name: list_2026-03-24.xlsx",
            )
        ]
    )


def _build(file: str, raw: bytes) -> sqlite3.Connection:
    base = sqlite3.connect(":memory:", check_same_thread=False)
    base.executescript(_TABLES)
    rows, named = [], []
    orgs: dict[tuple[str, str, str], int] = {}  # the rows of one organisation under its frameworks share their names
    for row in _rows(file, raw):
        key = (row[0], row[1], row[10])
        if key not in orgs:
            orgs[key] = len(orgs)
            named += [(*entry, orgs[key]) for entry in _names(*key)]
        rows.append((orgs[key], *row))
    base.executemany("insert into rows values (?,?,?,?,?,?,?,?,?,?,?,?,?,?)", rows)
    base.executemany("insert into names values (?,?,?,?,?)", named)
    base.execute("create index by_name on names (name, level)")
    base.execute("create index by_org on rows (org)")
    base.commit()
    return base


def _names(display: str, legal: str, cell: str) -> list[tuple[int, str, str, str]]:
    """What a row can be found by: level (0 as spelt, 1 plain, 2 without US legal form), name, kind, name as written."""
    own, brand = names.trading(legal)
    said = [("legal", legal), ("legal", own), ("display", display), ("display", brand)]
    for whole in names.covered(cell):
        said += [("covered", whole), ("covered", names.trading(whole)[0])]
    out = []
    for kind, name in dict.fromkeys(said):
        if plain := names.plain(name):
            out += [(0, spelt(name), kind, name), (1, plain, kind, name), (2, names.stripped(name), kind, name)]
    return out


def spelt(name: str) -> str:
    """The exact spelling, case and blanks aside."""
    return " ".join(name.casefold().split())


def _rows(file: str, raw: bytes) -> Iterator[Values]:
    """The rows as the database takes them; every problem at once, the first examples of each kind."""
    header, lines = _cells(file, raw)
    at = {name: i for i, name in enumerate(header) if name}
    missing = [c for c in NEEDED if c not in at]
    if missing:
        first = ", ".join(header[:17]) or "nothing"
        found = f"the columns {', '.join(missing)} are missing; the first row has: {first}"
        raise InputError([Problem(file, 1, "", found, f"{EXPECTED}, with the columns {', '.join(COLUMNS)}")])
    problems = _Problems(file)
    cells, width = operator.itemgetter(*(at[c] for c in NEEDED)), len(header)
    out = []
    for line, row in enumerate(lines, 2):
        if any(row):
            values = _values(cells(row if len(row) >= width else [*row, *[""] * width]), line, problems)
            if values:
                out.append(values)
    if not out and not problems.by_column:
        raise InputError([Problem(file, 0, "", "no row", f"{EXPECTED}, with its rows")])
    problems.refuse()
    return iter(out)


class _Problems:
    """What is wrong in the rows, by column."""

    def __init__(self, file: str):
        self.file = file
        self.by_column: dict[str, list[Problem]] = {}

    def add(self, line: int, column: str, value: object, expected: str) -> None:
        self.by_column.setdefault(column, []).append(Problem(self.file, line, column, f"{value!r}", expected))

    def refuse(self) -> None:
        """Raise an error with the first problems of each column and the number of the others, if there are any."""
        few = [p for found in self.by_column.values() for p in found[:5]]
        few += [
            Problem(self.file, 0, column, f"{len(found) - 5} more rows with the same problem", "none")
            for column, found in self.by_column.items()
            if len(found) > 5
        ]
        if few:
            raise InputError(few)


def _values(cells: tuple[Any, ...], line: int, problems: _Problems) -> Values | None:
    """The values of one row for the database; None for a row that is wrong, or of Privacy Shield."""
    display, legal, installed, due, inactive, framework, status, hr, non_hr, covered, link = cells
    regime = FRAMEWORKS.get(framework)
    if regime is None:
        problems.add(line, "Framework", framework, f"one of: {', '.join(FRAMEWORKS)}")
    if status not in STATUSES:
        problems.add(line, "Status", status, f"one of: {', '.join(STATUSES)}")
    if inactive not in ("", None) and str(status).startswith("Active"):
        problems.add(line, "Inactive Start Date", inactive, f"nothing, because the status is {status}")
    days = []
    for column, value in (("Install Date", installed), ("Usage End Date", due), ("Inactive Start Date", inactive)):
        day = _iso(value)
        if day is None:
            problems.add(line, column, value, "a date such as 3/24/2026, or nothing")
        days.append(day or "")
    for column, value in (("HR Data", hr), ("Non-HR Data", non_hr)):
        if value not in ("Yes", "No"):
            problems.add(line, column, value, "Yes or No")
    display, legal = str(display).strip(), str(legal).strip()
    if not legal and not display:
        problems.add(line, "Legal Name", cells[1], "a name")
    if regime is None or (days[2] and days[2] < STARTS["eu"]):
        return None  # history of Privacy Shield, shown under the new framework's name
    active = int(str(status).startswith("Active"))
    since = max(days[0], STARTS[regime])
    yes = (int(hr == "Yes"), int(non_hr == "Yes"))
    return (
        (display, legal or display, regime, active, str(status), *yes)
        + (since, days[1], days[2])
        + (str(covered), str(link), line)
    )


_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: .*)?")


@lru_cache(1 << 14)
def _iso(value: object) -> str | None:
    """A date of the list as ISO text, empty for none, None for what is not a date. The same ones occur many times."""
    if value in ("", None):
        return ""
    if isinstance(value, dt.date):
        return value.isoformat()[:10]
    m = _DATE.fullmatch(str(value))
    try:
        return dt.date(int(m[3]), int(m[1]), int(m[2])).isoformat() if m else None
    except ValueError:
        return None


def _cells(file: str, raw: bytes) -> tuple[list[str], list[list[Any]]]:
    """Header and rows of the first sheet."""
    try:
        book = spreadsheet.read(raw)
    except spreadsheet.Unreadable as e:
        raise InputError([Problem(file, 0, "", e.found, f"{EXPECTED}, {e.expected}")]) from None
    rows = next(iter(book.sheets.values()), [])
    for line, row in enumerate(rows, 1):
        if spreadsheet.Odd in map(type, row):
            odd = next(v for v in row if isinstance(v, spreadsheet.Odd))
            expected = EXPECTED + ", which has no formulas and no errors: these could show any value"
            raise InputError([Problem(file, line, "", f"formulas or errors in the cells: {odd.what}", expected)])
    return [str(c).strip() for c in rows[0]] if rows else [], rows[1:]
