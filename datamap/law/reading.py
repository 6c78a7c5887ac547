"""Reading the data files of the law pack: YAML with line numbers -> the nouns of :mod:`datamap.law.facts`.

Everything wrong in the files is reported at once, each with its line and how to mend it. A correction is a row of its
own that ``replaces`` the old one and says since when the pack knows it (``recorded``); reading the pack as it stood on
an earlier day leaves later rows out and what they replaced in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from datamap.errors import LawError
from datamap.law.facts import Act, Element, Instrument, PlaceRow, Regime, Remark, Watch

STATUSES = ("eea", "own-area", "transition", "bridge", "national-extension", "no-decision")
CONFIDENCE = ("high", "medium", "low")
ROW = ("row", "replaces", "withdrawn")  # columns of every row, for corrections
LISTS = {
    "places", "source", "watch", "amends", "about", "threatens", "needs", "exporter_role", "met_by", "unmet_by",
    "hit_by", "ruled_out_by",
}  # fmt: skip
DATES = {
    "from", "until", "since", "adopted", "published", "annulled_on", "sunset", "signable_until", "contested_from",
    "verified_on", "recorded",
}  # fmt: skip
FLAGS = {"tia", "within_group", "importer_not_under_gdpr", "not_for_public", "occasional_only"}


class Row(dict):
    """A mapping in a data file, with the file and line it stands in."""

    where: str


@dataclass
class Problems:
    """What is wrong with the files, collected."""

    found: list[str] = field(default_factory=list)

    def add(self, row: Row, text: str) -> None:
        self.found.append(f"{row.where}: {text}")

    def check(self) -> None:
        if self.found:
            raise LawError("\n".join(self.found))


# --- YAML ----------------------------------------------------------------------------------------------------------


def yaml_of(path: Path) -> Row:
    """One data file as plain data; mappings are :class:`Row`."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        node = yaml.compose(path.read_bytes(), Loader=loader)
    except OSError as e:
        raise LawError(f"{path.name}: cannot be read ({e.strerror}); the law pack is incomplete, install it anew") from e
    except yaml.YAMLError as e:
        raise LawError(f"{path.name}: not readable as YAML; {e}") from e
    if not isinstance(node, yaml.MappingNode):
        raise LawError(f"{path.name}: expected columns with values (key: value) at the top of the file")
    return _built(node, path.name)


def _built(node: yaml.Node, file: str) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node, file)
    if isinstance(node, yaml.SequenceNode):
        return [_built(n, file) for n in node.value]
    row = Row()
    row.where = f"{file}:{node.start_mark.line + 1}"
    for key, value in node.value:
        if key.value in row:
            raise LawError(f"{file}:{key.start_mark.line + 1}: '{key.value}' stands twice; keep one of the two")
        row[key.value] = _built(value, file)
    return row


def _scalar(node: yaml.ScalarNode, file: str) -> Any:
    kind, value = node.tag.rpartition(":")[2], node.value
    if kind == "timestamp":
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            where = f"{file}:{node.start_mark.line + 1}"
            raise LawError(f"{where}: '{value}' is no day of the calendar; write YYYY-MM-DD") from None
    if kind == "bool":
        if value not in ("true", "false"):
            where = f"{file}:{node.start_mark.line + 1}"
            raise LawError(f"{where}: {value} without quotes is a truth value in YAML; write \"{value}\"")
        return value == "true"
    return None if kind == "null" else value


# --- rows ----------------------------------------------------------------------------------------------------------


def kept(rows: Iterable[Row], defaults: Mapping[str, Any], known_on: dt.date | None, p: Problems) -> list[Row]:
    """Rows as known on a day, defaults filled in: later rows are left out, and those that were replaced by then."""
    full: list[Row] = []
    for r in rows:
        row = Row({**defaults, **r})
        row.where = r.where
        full.append(row)
    keys: dict[str, Row] = {}
    for row in full:
        key = row.get("row") or row.get("id")
        if key in keys:
            p.add(row, f"'{key}' is the name of an earlier row too; give a correction a `row:` name of its own")
        if key:
            keys[key] = row
    known = []
    for row in full:
        if not isinstance(row.get("recorded"), dt.date):
            p.add(row, "`recorded` must say since when the pack knows this (YYYY-MM-DD)")
            continue
        for old in row.get("replaces", ()):
            if old not in keys:
                p.add(row, f"replaces '{old}', which is no row of this list; name the old row by its `row:` or `id:`")
        if known_on is None or row["recorded"] <= known_on:
            known.append(row)
    gone = {old for row in known for old in row.get("replaces", ())}
    return [row for row in known if (row.get("row") or row.get("id")) not in gone and not row.get("withdrawn")]


def noun(cls: type, row: Row, ledger: Mapping[str, Row], p: Problems, **given: Any) -> Any:
    """One row as a noun; wrong or missing columns are reported, and None is returned for them."""
    columns = {k: f for k, f in _columns(cls).items() if f.name not in given}
    before = len(p.found)
    values: dict[str, Any] = {}
    for key, value in row.items():
        if key in ROW:
            continue
        if key not in columns:
            p.add(row, f"column '{key}' is not known; expected one of {', '.join(columns)}")
        else:
            values[columns[key].name] = _value(key, value, row, ledger, p)
    required = [n for n, f in columns.items() if _required(f) and f.name not in values]
    if required:
        p.add(row, f"{', '.join(required)} missing; every row of this kind has it")
    start, end = values.get("from_", values.get("since")), values.get("until")
    if isinstance(start, dt.date) and isinstance(end, dt.date) and end < start:
        p.add(row, f"ends on {end}, before it starts on {start}; correct one of the two days")
    if values.get("confidence", "high") not in CONFIDENCE:
        p.add(row, f"confidence '{values['confidence']}' is not known; expected {', '.join(CONFIDENCE)}")
    if "url" in columns and not values.get("url"):
        values["url"] = next((ledger[s]["url"] for s in values.get("source", ()) if s in ledger and ledger[s].get("url")), "")
    return cls(**values, **given) if len(p.found) == before else None


@cache
def _columns(cls: type) -> dict[str, Any]:
    return {f.name.rstrip("_"): f for f in fields(cls)}


def _required(f: Any) -> bool:
    return f.default is MISSING and f.default_factory is MISSING


def _value(key: str, value: Any, row: Row, ledger: Mapping[str, Row], p: Problems) -> Any:
    if key in DATES:
        if value is not None and not isinstance(value, dt.date):
            p.add(row, f"{key}: '{value}' is no date; write it as YYYY-MM-DD without quotes")
        return value
    if key in FLAGS:
        if not isinstance(value, bool):
            p.add(row, f"{key}: '{value}' is neither true nor false")
        return value
    if key == "elements":
        found = (noun(Element, e, ledger, p) for e in value)
        return tuple(e for e in found if e is not None)
    if key == "roles":
        return tuple(tuple(pair) for pair in value)
    if key == "modules":
        return tuple((number, tuple(pair)) for number, pair in value.items())
    if key in LISTS:
        if not isinstance(value, list):
            p.add(row, f"{key}: '{value}' must be a list, [{value}]")
            return ()
        if key == "source":
            for s in value:
                if s not in ledger:
                    p.add(row, f"source '{s}' is not in sources.yaml; add it there with title and url")
        return tuple(value)
    if not isinstance(value, str):
        p.add(row, f"{key}: '{value}' must be text")
    return value


# --- files ---------------------------------------------------------------------------------------------------------


def regime(
    folder: Path, name: str, ledger: Mapping[str, Row], watching: Iterable[Watch], known_on: dt.date | None, p: Problems
) -> Regime:
    """One regime: its head file and the files that the head names under ``also``."""
    head = yaml_of(folder / f"{name}.yaml")
    lists: dict[str, list[Row]] = {
        k: list(head.get(k, ()))
        for k in ("frameworks", "places", "remarks", "same_as", "instruments", "acts", "no_tool")
    }
    for other in head.get("also", ()):
        for key, rows in yaml_of(folder / other).items():
            if key not in lists:
                p.add(head, f"{other}: the list '{key}' is not known; expected one of {', '.join(lists)}")
            else:
                lists[key] += rows
    defaults = head["defaults"]
    known = {key: kept(rows, defaults, known_on, p) for key, rows in lists.items()}
    kinds: Mapping[str, Row] = head.get("kinds", {})
    threats: dict[str, list[str]] = {}
    for w in watching:
        for i in w.threatens:
            threats.setdefault(i, []).append(w.id)

    def instrument(r: Row) -> Instrument | None:
        full = Row({**kinds.get(r.get("kind", ""), {}), **r})
        full.where = r.where
        return noun(Instrument, full, ledger, p, regime=name, watch=tuple(threats.get(r.get("id", ""), ())))

    def several(cls: type, key: str) -> tuple[Any, ...]:
        return tuple(x for r in known[key] if (x := noun(cls, r, ledger, p)) is not None)

    instruments = tuple(i for r in known["instruments"] if (i := instrument(r)) is not None)
    places = several(PlaceRow, "places")
    for row in known["places"]:
        if row.get("status") not in STATUSES:
            p.add(row, f"status '{row.get('status')}' is not known; expected one of {', '.join(STATUSES)}")
    for row in (*known["frameworks"], *known["no_tool"], *known["same_as"]):
        _value("source", row.get("source", []), row, ledger, p)
    return Regime(
        id=name, name=head["name"], law=head["law"], starts=head["starts"], before=head.get("before", ""),
        undetermined_before=head.get("undetermined_before", ""), tia_required_from=head["tia_required_from"],
        places=places, remarks=several(Remark, "remarks"), instruments=instruments, acts=several(Act, "acts"),
        same_as={code: r["of"] for r in known["same_as"] for code in r["places"]}, inside=tuple(head["inside"]),
        no_tool=tuple(known["no_tool"]), frameworks=tuple(known["frameworks"]),
    )  # fmt: skip
