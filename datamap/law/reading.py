"""The law pack's files -> :class:`~datamap.law.pack.Law`: what a lawyer wrote is checked, and every mistake told at once.

A row says when the pack learnt it (``recorded``). A correction is a new row that ``replaces`` the old one, which stays,
so that :func:`load` can read the pack as it stood on an earlier day (``known_on``).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache, wraps
from pathlib import Path
from typing import Any

import yaml

from datamap.errors import CallError, LawError
from datamap.law.pack import Element, Instrument, Law, PlaceRow, Regime, Watch
from datamap.model import arguments
from datamap.model.vocabulary import SafeguardKind, vocabulary

DATA = Path(__file__).parent / "data"
REGIMES = ("eu", "uk", "ch")
HISTORY = ("row", "replaces", "recorded")  # a row's name, the rows it corrects, when the pack learnt it
SCOPE = ("met_by", "unmet_by", "hit_by", "ruled_out_by")

# what the columns of each sort of row must hold, and what they may hold
COLUMNS = {
    "file": (
        (
            "regime",
            "name",
            "law",
            "starts",
            "defaults",
            "tia_required_from",
            "frameworks",
            "places",
            "inside",
            "same_as",
            "instruments",
            "no_tool",
        ),
        ("before", "undetermined_before", "remarks"),
    ),
    "frameworks": (("id", "citation", "from", "source"), ("until", *HISTORY)),
    "places": (
        ("places", "status", "from", "note", "source"),
        ("until", "citation", "confidence", "verified_on", *HISTORY),
    ),
    "instruments": (
        ("id", "kind", "short", "citation", "from", "source"),
        (*(f.name for f in fields(Instrument) if f.name not in ("from_", "regime", "url")), *HISTORY),
    ),
    "elements": (("sort", "id", "text"), (*SCOPE, "from", "until")),
    "no_tool": (("kind", "text", "citation", "source"), ("version", *HISTORY)),
    "pack.yaml": (("defaults", "editions", "watch"), ()),
    "editions": (("version", "horizon", "horizon_note", "recorded"), ()),
    "watch": (("id", "about", "since", "text", "source", "confidence"), ("until", *HISTORY)),
    "sources": (("title", "url"), ()),
}
DAYS = frozenset(
    (
        "from",
        "until",
        "annulled_on",
        "sunset",
        "signable_from",
        "signable_until",
        "end_set",
        "contested_from",
        "not_for_public",
        "verified_on",
        "recorded",
        "since",
        "starts",
        "horizon",
        "tia_required_from",
    )
)
LISTS = frozenset(
    (
        "places",
        "source",
        "replaces",
        "amended",
        "elements",
        "roles",
        "exporter_role",
        "needs",
        "watch",
        "about",
        "inside",
        *SCOPE,
    )
)
WORDS = {
    "confidence": ("high", "medium", "low"),
    "effect_confidence": ("high", "medium", "low"),
    "sort": ("condition", "exclusion"),
    "status": ("eea", "own-area", "transition", "bridge", "national-extension", "no-decision"),
    "kind": tuple(k for k in vocabulary(SafeguardKind) if k != "unknown"),
}


class Row(dict):
    """A mapping of a file, with the line that it starts on."""

    line = 0


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """YAML with lines, where a key that stands twice is a mistake and not the second value."""

    def row(self, node: yaml.MappingNode) -> Row:
        seen: set[Any] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"the key '{key.value}' stands twice; keep one", problem_mark=key.start_mark
                )
            seen.add(key.value)
        row = Row(self.construct_mapping(node, deep=True))
        row.line = node.start_mark.line + 1
        return row


_Loader.add_constructor("tag:yaml.org,2002:map", _Loader.row)


@dataclass(frozen=True)
class _File:
    """One data file as read, and the mistakes found in it so far."""

    name: str
    data: Row
    raw: bytes
    problems: list[str]

    def wrong(self, row: Any, where: str, found: str, expected: str) -> None:
        self.problems.append(f"{self.name}:{getattr(row, 'line', 0)} {where}: {found}. Expected {expected}")

    def check(self, row: Any, sort: str, where: str) -> bool:
        """Whether a row has its columns, each with the right sort of value."""
        if not isinstance(row, Row):
            self.wrong(self.data, where, f"found {row!r}", "columns and values")
            return False
        needed, more = COLUMNS[sort]
        before = len(self.problems)
        for key in row:
            if key not in needed and key not in more:
                self.wrong(
                    row,
                    where,
                    f"the column '{key}' is not known",
                    f"one of: {', '.join(dict.fromkeys((*needed, *more)))}",
                )
        for key in needed:
            if row.get(key) is None:
                self.wrong(row, where, f"the column '{key}' is missing", "a value")
        for key, value in row.items():
            if key in DAYS and value is not None and type(value) is not dt.date:
                self.wrong(row, where, f"{key} is {value!r}", "a day as YYYY-MM-DD, without quotes or time")
            elif key in LISTS and not isinstance(value, list):
                self.wrong(row, where, f"{key} is {value!r}", "a list in [ ]")
            elif key in ("places", "about") and sort != "file" and not all(isinstance(x, str) for x in value):
                self.wrong(
                    row, where, f"{key} holds {value!r}", 'codes and ids (an unquoted NO is false in YAML: write "NO")'
                )
            elif key in WORDS and value not in WORDS[key]:
                self.wrong(row, where, f"{key} is {value!r}", f"one of: {', '.join(WORDS[key])}")
        if len(self.problems) == before and row.get("from") and row.get("until") and row["until"] < row["from"]:
            self.wrong(
                row,
                where,
                f"until {row['until']} is before from {row['from']}",
                "two inclusive days, the first one first",
            )
        return len(self.problems) == before

    def rows(self, sort: str, known_on: dt.date | None, sources: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The rows of a sort that were known on a day, complete; mistakes are noted and their rows left out."""
        found = self.data.get(sort) or []
        if not isinstance(found, list):
            self.wrong(self.data, sort, f"found {found!r}", "a list of rows, each after a dash")
            return []
        good = []
        for n, row in enumerate(found):
            where = f"{sort} {name_of(row) or row.get('places') or n}" if isinstance(row, Row) else sort
            if not self.check(row, sort, where):
                continue
            missing = [s for s in map(str, (*row.get("source", ()), *row.get("amended", ()))) if s not in sources]
            if missing:
                self.wrong(
                    row,
                    where,
                    f"source {', '.join(missing)} is not in sources.yaml",
                    "a source of the ledger; add it there with title and url",
                )
            if not all([self.check(e, "elements", f"{where}, elements") for e in row.get("elements", ())]):
                continue
            good.append({**self.data["defaults"], **row})
        names = [name_of(r) for r in found if isinstance(r, Row)]
        for row in good:
            for gone in row.get("replaces", ()):
                if gone not in names:
                    self.wrong(
                        row,
                        f"{sort} {name_of(row)}",
                        f"it replaces '{gone}', and no row has that name",
                        "the `row` (or `id`) of the row that it corrects",
                    )
            if name_of(row) and names.count(name_of(row)) > 1:
                self.wrong(
                    row,
                    f"{sort} {name_of(row)}",
                    "two rows have this name",
                    "a correction to have a `row` name of its own",
                )
        kept = keep(good, known_on)
        ids = [r["id"] for r in kept if "id" in r]
        for twice in sorted({i for i in ids if ids.count(i) > 1}):
            self.wrong(
                self.data,
                f"{sort} {twice}",
                "two rows with this id are in force",
                "the newer one to name the older one under `replaces`",
            )
        return kept


def name_of(row: Mapping[str, Any]) -> str:
    """What a correction calls a row by: its ``row``, else its ``id``; else, for messages, what it is about."""
    return str(row.get("row") or row.get("id") or row.get("version") or "")


def keep(rows: Iterable[Mapping[str, Any]], known_on: dt.date | None) -> list[dict[str, Any]]:
    """Rows as known on a day: those learnt later are left out, and those replaced by then."""
    known = [dict(r) for r in rows if known_on is None or r["recorded"] <= known_on]
    gone = {x for r in known for x in r.get("replaces", ())}
    return [r for r in known if not name_of(r) or name_of(r) not in gone]


def _read(name: str, problems: list[str]) -> _File:
    raw = (DATA / name).read_bytes()
    try:
        data = yaml.load(raw, Loader=_Loader)
    except (yaml.YAMLError, ValueError) as e:  # a ValueError: a day that does not exist
        mark = getattr(e, "problem_mark", None)
        raise LawError(f"{name}:{mark.line + 1 if mark else 0} {getattr(e, 'problem', None) or e}") from e
    if not isinstance(data, Row):
        raise LawError(f"{name}: found {type(data).__name__}. Expected columns and values")
    return _File(name, data, raw, problems)


def _rows(*files: _File) -> list[dict[str, Any]]:
    """Every dated row of some files, those that were replaced too."""
    sorts = ("frameworks", "places", "instruments", "no_tool", "watch")
    return [{**f.data["defaults"], **row} for f in files for sort in sorts for row in f.data.get(sort, ())]


def _url(row: Mapping[str, Any], sources: Mapping[str, Mapping[str, str]]) -> str:
    """Where a row can be read up: the first of its sources that has a link."""
    return next((sources[s]["url"] for s in map(str, row["source"]) if sources.get(s, {}).get("url")), "")


def _source(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(map(str, row["source"]))


def _place(r: Mapping[str, Any], sources: Mapping[str, Any]) -> PlaceRow:
    return PlaceRow(
        tuple(r["places"]),
        r["status"],
        r["from"],
        r.get("until"),
        r["note"],
        r.get("citation", ""),
        r["confidence"],
        _source(r),
        _url(r, sources),
        r["verified_on"],
        r["recorded"],
    )


def _element(e: Mapping[str, Any]) -> Element:
    return Element(
        e["sort"],
        e["id"],
        e["text"],
        from_=e.get("from"),
        until=e.get("until"),
        **{k: tuple(e.get(k, ())) for k in SCOPE},
    )


def _instrument(r: Mapping[str, Any], regime: str, sources: Mapping[str, Any]) -> Instrument:
    values = {f.name: r[f.name] for f in fields(Instrument) if f.name in r}
    values |= {k: tuple(values.get(k, ())) for k in ("places", "exporter_role", "needs", "watch", "amended")}
    values |= {
        "regime": regime,
        "from_": r["from"],
        "url": _url(r, sources),
        "source": _source(r),
        "elements": tuple(map(_element, r.get("elements", ()))),
        "roles": tuple(map(tuple, r.get("roles", ()))),
        "modules": tuple((str(m), tuple(p)) for m, p in r.get("modules", {}).items()),
    }
    return Instrument(**values)


def _watch(w: Mapping[str, Any]) -> Watch:
    return Watch(
        w["id"], tuple(w["about"]), w["since"], w["text"], w["confidence"], _source(w), w["recorded"], w.get("until")
    )


def _regime(f: _File, name: str, known_on: dt.date | None, sources: Mapping[str, Any]) -> Regime | None:
    if not f.check(f.data, "file", "the file"):
        return None
    d = f.data
    frameworks, places, instruments, no_tool = (
        f.rows(k, known_on, sources) for k in ("frameworks", "places", "instruments", "no_tool")
    )
    if f.problems:
        return None
    same = {code: of for of, codes in d["same_as"].items() for code in codes}
    return Regime(
        name,
        d["name"],
        d["law"],
        d["starts"],
        d.get("before", ""),
        d.get("undetermined_before", ""),
        d["tia_required_from"],
        tuple(_place(r, sources) for r in places),
        tuple(_instrument(r, name, sources) for r in instruments),
        same,
        tuple(d["inside"]),
        tuple(no_tool),
        tuple({**r, "url": _url(r, sources)} for r in frameworks),
        dict(d.get("remarks") or {}),
    ).indexed()


def _by_day(read: Callable[[dt.date | None], Law]) -> Callable[..., Law]:
    """A reader of the pack that reads it once for each day, however the day is given."""
    kept = cache(read)

    @wraps(read)
    def load(known_on: str | dt.date | None = None) -> Law:
        return kept(None if known_on is None else arguments.parse_day(known_on, "known_on"))

    return load


@_by_day
def load(known_on: dt.date | None = None) -> Law:
    """The law pack, or the pack as it stood on a day.

    Parameters
    ----------
    known_on : date or ISO text, optional
        Leave out facts that the pack learnt later, and undo corrections made later.

    Raises
    ------
    CallError
        If the pack did not exist yet on that day.
    LawError
        If the data files do not make sense; the message has every mistake, and says how to mend each.
    """
    problems: list[str] = []
    ledger, head, *files = (_read(f"{n}.yaml", problems) for n in ("sources", "pack", *REGIMES))
    sources = {str(k): v for k, v in ledger.data.items() if ledger.check(v, "sources", f"source {k}")}
    regimes = {n: _regime(f, n, known_on, sources) for n, f in zip(REGIMES, files, strict=True)}
    editions, watching = [], []
    if head.check(head.data, "pack.yaml", "the file"):
        editions, watching = head.rows("editions", None, sources), head.rows("watch", known_on, sources)
    if problems:
        raise LawError("\n".join(problems))
    days = [e["recorded"] for e in editions]
    if days != sorted(set(days)):
        raise LawError("pack.yaml editions: expected one edition a day, the oldest first")
    for day in sorted({row["recorded"] for row in _rows(head, *files)} - set(days)):
        raise LawError(
            f"pack.yaml editions: rows were recorded on {day}. Expected an edition of that day, with a version of its own"
        )
    first = days[0]
    if known_on is not None and known_on < first:
        raise CallError(
            f"--known-on: the law pack knows nothing before {first}; expected that day or a later one, found {known_on}"
        )
    edition = keep(editions, known_on)[-1]
    digest = hashlib.sha256(b"".join(f.raw for f in (ledger, head, *files)))
    digest.update(known_on.isoformat().encode() if known_on else b"")
    return Law(
        str(edition["version"]),
        edition["horizon"],
        edition["horizon_note"],
        known_on,
        frozenset(),
        digest.hexdigest(),
        edition["recorded"],
        regimes,
        tuple(map(_watch, watching)),
        sources,
    )
