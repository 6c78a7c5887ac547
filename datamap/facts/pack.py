"""A whole pack: its files, its ledger of sources, its editions, and what it was on an earlier day."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from datamap.errors import CallError, DatamapError
from datamap.facts import parsed
from datamap.facts.file import File, keep
from datamap.facts.parsing import Row, parse
from datamap.facts.schema import Schema

HEAD, LEDGER = "pack", "sources"
"""The two files that every pack has: its editions, and its sources."""


class Pack:
    """A folder of dated, cited rows.

    Parameters
    ----------
    folder : Path
        With ``pack.yaml``, ``sources.yaml`` and the data files.
    names : sequence of str
        The data files, without ``.yaml``.
    schema : Schema
    title : str
        What messages call it, such as ``the law pack``.
    error : type of DatamapError
        Raised for mistakes in the files.

    Attributes
    ----------
    sources : mapping of str to Row
        The ledger: ``title`` and ``url`` of each source.

    Raises
    ------
    DatamapError
        Of the class ``error``, for a file that cannot be parsed. All other mistakes are collected, and :meth:`edition`
        raises them together.
    """

    def __init__(self, folder: Path, names: Sequence[str], schema: Schema, *, title: str, error: type[DatamapError]):
        self._title, self._error, self._schema = title, error, schema
        self._problems: list[str] = []
        files, known = (LEDGER, HEAD, *names), parsed.read(folder)
        self._files = {name: self._read(folder / f"{name}.yaml", known) for name in files}
        ledger, head = self._files[LEDGER], self._files[HEAD]
        sources = {str(k): v for k, v in ledger.data.items()}
        self.sources: Mapping[str, Row] = {
            k: v for k, v in sources.items() if ledger.check(v, "sources", f"source {k}")
        }
        self._whole = {name for name in names if self._files[name].check(self[name], "file", "the file")}
        if head.check(head.data, "pack.yaml", "the file"):
            self._whole.add(HEAD)

    def _read(self, path: Path, known: Mapping[str, Row]) -> File:
        raw = path.read_bytes()
        data = known.get(parsed.digest(raw))
        if data is None:
            data = parse(path.name, raw, self._error)
        return File(path.name, data, raw, self._schema, self._problems)

    def __getitem__(self, name: str) -> Row:
        """The content of a file: the columns at its top."""
        return self._files[name].data

    def rows(self, name: str, sort: str, known_on: dt.date | None = None) -> list[dict[str, Any]]:
        """The rows of a sort in a file as known on a day, with defaults; wrong rows are noted and omitted."""
        return self._files[name].rows(sort, known_on, self.sources) if name in self._whole else []

    def edition(self, known_on: dt.date | None = None) -> dict[str, Any]:
        """The edition in use on a day, by default the newest. Call it after :meth:`rows`, before the rows are used.

        Raises
        ------
        DatamapError
            Of the class given to the pack. The message has every mistake, and states how to correct each.
        CallError
            If the pack did not exist yet on that day.
        """
        editions = self.rows(HEAD, "editions")
        if self._problems:
            raise self._error("\n".join(self._problems))
        days = [e["recorded"] for e in editions]
        if not days or days != sorted(days):
            raise self._error(f"{HEAD}.yaml editions: expected at least one edition, the oldest first")
        known = {(str(e["version"]), e["recorded"]) for e in editions}
        for version, day in sorted({(str(v), d) for v, d, _ in self._history() if v} - known):
            expected = f"the version of an edition of {day}"
            raise self._error(f"{HEAD}.yaml editions: rows are of edition {version}. Expected {expected}")
        for day in sorted(self._recorded() - set(days)):
            expected = "an edition of that day, with its own version"
            raise self._error(f"{HEAD}.yaml editions: rows were recorded on {day}. Expected {expected}")
        if known_on is not None and known_on < days[0]:
            raise CallError(
                f"--known-on: {self._title} has no edition before {days[0]}; expected that day or a later one, "
                f"found {known_on}"
            )
        return keep(editions, known_on)[-1]

    def _recorded(self) -> set[dt.date]:
        """Every day on which a row was recorded, also of rows that were replaced."""
        return {day for _, day, _ in self._history()}

    def _history(self) -> Iterator[tuple[str, dt.date, tuple[str, str, Row]]]:
        """Every row, also if replaced: the edition that it names, its day, and itself with its file and sort."""
        for name, file in self._files.items():
            for sort in self._schema.corrected if name in self._whole else ():
                for row in file.data.get(sort, ()):
                    day = row.get("recorded", file.data["defaults"].get("recorded"))
                    yield row.get("edition", ""), day, (name, sort, row)

    def content(self, version: str) -> str:
        """The first digits of SHA-256 over what an edition contains: a published edition must not change.

        All rows count that it and the editions before it have, and the columns at the top of the files. When a row was
        last checked does not count, and neither does the ledger, where addresses are added later.
        """
        editions = self._files[HEAD].data["editions"]
        order = {str(e["version"]): n for n, e in enumerate(editions)}
        first = {e["recorded"]: n for n, e in reversed(list(enumerate(editions)))}
        rows = [r for v, day, r in self._history() if (order[v] if v else first[day]) <= order[version]]
        dated = {*self._schema.corrected, "editions"}
        tops = [{k: v for k, v in f.data.items() if k not in dated} for n, f in self._files.items() if n != LEDGER]
        text = json.dumps([_unchecked(tops), _unchecked(rows)], default=str, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def digest(self, known_on: dt.date | None = None) -> str:
        """SHA-256 over the bytes of all files, in their order, and the day as known on which they are read."""
        digest = hashlib.sha256(b"".join(f.raw for f in self._files.values()))
        digest.update(known_on.isoformat().encode() if known_on else b"")
        return digest.hexdigest()

    def link(self, row: Mapping[str, Any]) -> str:
        """Where a row can be looked up: the first of its sources that has a link, empty if none has."""
        cited = (self.sources.get(str(s), Row()) for s in row["source"])
        return next((source["url"] for source in cited if source.get("url")), "")


def _unchecked(value: Any) -> Any:
    """Nested data without the days of the last check."""
    if isinstance(value, Mapping):
        return {k: _unchecked(v) for k, v in value.items() if k != "verified_on"}
    return [_unchecked(v) for v in value] if isinstance(value, (list, tuple)) else value
