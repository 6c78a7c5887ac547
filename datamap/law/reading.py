"""The law pack's files -> :class:`~datamap.law.pack.Law`. The columns of its rows, and the class that each becomes.

How a pack is read, checked, and corrected by later rows: :mod:`datamap.facts`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from functools import cache, wraps
from pathlib import Path
from typing import Any

from datamap.errors import LawError
from datamap.facts import HISTORY, Pack, Schema, Sort
from datamap.law.pack import (
    Condition,
    Dated,
    Element,
    Instrument,
    Law,
    National,
    PlaceRow,
    Provision,
    Reason,
    Regime,
    Watch,
)
from datamap.model import arguments
from datamap.model.vocabulary import NoTransfer, SafeguardKind, vocabulary

DATA = Path(__file__).parent / "data"
REGIMES = ("eu", "uk", "ch")
SCOPE = ("met_by", "unmet_by", "hit_by", "ruled_out_by", "usual_by")

_HEAD = ("regime", "name", "law", "starts", "defaults", "tia_required_from", "inside", "same_as")
_ROWS = ("frameworks", "places", "instruments", "no_tool", "no_transfer")
_CITED = ("citable", "counterparts", "provisions", "conditions", "national")
_TEXTS = ("citations", "if_regular", "onward")
_INSTRUMENT_DAYS = (
    "annulled_on",
    "sunset",
    "signable_from",
    "signable_until",
    "end_set",
    "contested_from",
    "not_for_public",
    "occasional_only",
)
_OF_INSTRUMENT = tuple(f.name for f in fields(Instrument))
_CONFIDENCE = ("high", "medium", "low")

SCHEMA = Schema(
    sorts={
        "file": Sort((*_HEAD, *_ROWS), ("before", "undetermined_before", "remarks", *_CITED)),
        "frameworks": Sort(
            ("id", "citation", "from", "source"), ("until", "onward_text", "doubts_others", "undetermined", *HISTORY)
        ),
        "places": Sort(
            ("places", "status", "from", "note", "source"),
            ("until", "citation", "confidence", "verified_on", *HISTORY),
            codes=("places",),
            one_at_a_time="places",
        ),
        "instruments": Sort(
            ("id", "kind", "short", "citation", "from", "source"),
            (*(name for name in _OF_INSTRUMENT if name not in ("from_", "regime", "url")), *HISTORY),
            codes=("places",),
            parts={"elements": "elements", **dict.fromkeys(_TEXTS, "texts")},
        ),
        "elements": Sort(("sort", "id", "text"), (*SCOPE, "states", "from", "until")),
        "texts": Sort(("text",), ("from", "until")),
        "no_tool": Sort(("kind", "text", "citation", "source"), ("version", "from", "until", *HISTORY)),
        "no_transfer": Sort(
            ("reason", "text", "citation", "from", "source"),
            ("until", "roles", "roles_text", "other_entity", "elements", *HISTORY),
            parts={"elements": "elements"},
        ),
        "citable": Sort(("cite", "from", "source"), HISTORY),
        "counterparts": Sort(("of", "source"), ("cite", *HISTORY)),
        "provisions": Sort(("rule", "cite", "from", "source"), ("until", *HISTORY)),
        "conditions": Sort(("letter", "question", "to_document", "citation", "from", "source"), ("until", *HISTORY)),
        "national": Sort(
            ("topic", "country", "value", "text", "citation", "from", "source"), ("until", "confidence", *HISTORY)
        ),
        "watch": Sort(("id", "about", "since", "text", "source", "confidence"), ("until", *HISTORY), codes=("about",)),
    },
    days=frozenset((*_INSTRUMENT_DAYS, "since", "starts", "tia_required_from")),
    lists=frozenset(
        ("places", "elements", "roles", "exporter_role", "needs", "watch", "about", "inside", *SCOPE, *_TEXTS)
    ),
    cites=("source", "amended"),
    words={
        "confidence": _CONFIDENCE,
        "effect_confidence": _CONFIDENCE,
        "sort": ("condition", "exclusion"),
        "status": ("eea", "own-area", "transition", "bridge", "national-extension", "no-decision"),
        "kind": tuple(k for k in vocabulary(SafeguardKind) if k != "unknown"),
        "reason": tuple(r for r in vocabulary(NoTransfer) if r),
        "other_exporter": ("fails", "contested"),
        "topic": ("analytics", "officer"),
    },
)
"""The columns of the law pack."""


def _source(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(map(str, row["source"]))


def _place(r: Mapping[str, Any], url: str) -> PlaceRow:
    return PlaceRow(
        places=tuple(r["places"]),
        status=r["status"],
        from_=r["from"],
        until=r.get("until"),
        note=r["note"],
        citation=r.get("citation", ""),
        confidence=r["confidence"],
        source=_source(r),
        url=url,
        verified_on=r["verified_on"],
        recorded=r["recorded"],
    )


def _element(e: Mapping[str, Any]) -> Element:
    tests = {k: tuple(e.get(k, ())) for k in SCOPE}
    states = bool(e.get("states"))
    return Element(e["sort"], e["id"], e["text"], states=states, from_=e.get("from"), until=e.get("until"), **tests)


def _texts(rows: Iterable[Mapping[str, Any]]) -> tuple[Dated, ...]:
    return tuple(Dated(r["text"], r.get("from"), r.get("until")) for r in rows)


def _instrument(r: Mapping[str, Any], regime: str, url: str) -> Instrument:
    values = {name: r[name] for name in _OF_INSTRUMENT if name in r}
    values |= {k: tuple(values.get(k, ())) for k in ("places", "exporter_role", "needs", "watch", "amended")}
    values |= {k: _texts(r.get(k, ())) for k in _TEXTS}
    values |= {
        "regime": regime,
        "from_": r["from"],
        "url": url,
        "source": _source(r),
        "elements": tuple(map(_element, r.get("elements", ()))),
        "roles": tuple(map(tuple, r.get("roles", ()))),
        "modules": tuple((str(m), tuple(p)) for m, p in r.get("modules", {}).items()),
    }
    return Instrument(**values)


def _reason(r: Mapping[str, Any]) -> Reason:
    return Reason(
        id=r["reason"],
        text=r["text"],
        citation=r["citation"],
        from_=r["from"],
        until=r.get("until"),
        roles=tuple(r.get("roles", ())),
        roles_text=r.get("roles_text", ""),
        other_entity=bool(r.get("other_entity")),
        elements=tuple(map(_element, r.get("elements", ()))),
    )


def _national(r: Mapping[str, Any]) -> National:
    return National(
        topic=r["topic"],
        country=r["country"],
        value=str(r["value"]),
        text=r["text"],
        citation=r["citation"],
        from_=r["from"],
        until=r.get("until"),
        source=_source(r),
    )


def _watch(w: Mapping[str, Any]) -> Watch:
    return Watch(
        id=w["id"],
        about=tuple(w["about"]),
        since=w["since"],
        text=w["text"],
        confidence=w["confidence"],
        source=_source(w),
        recorded=w["recorded"],
        until=w.get("until"),
    )


def _regime(pack: Pack, name: str, rows: Mapping[str, list[dict[str, Any]]]) -> Regime:
    d = pack[name]
    return Regime(
        id=name,
        name=d["name"],
        law=d["law"],
        starts=d["starts"],
        before=d.get("before", ""),
        undetermined_before=d.get("undetermined_before", ""),
        tia_required_from=d["tia_required_from"],
        places=tuple(_place(r, pack.link(r)) for r in rows["places"]),
        instruments=tuple(_instrument(r, name, pack.link(r)) for r in rows["instruments"]),
        same_as={code: of for of, codes in d["same_as"].items() for code in codes},
        inside=tuple(d["inside"]),
        no_tool=tuple(rows["no_tool"]),
        no_transfer=tuple(map(_reason, rows["no_transfer"])),
        frameworks=tuple({**r, "url": pack.link(r)} for r in rows["frameworks"]),
        remarks=dict(d.get("remarks") or {}),
        citable=tuple((r["cite"], r["from"]) for r in rows["citable"]),
        counterparts=tuple((r["of"], r.get("cite", "")) for r in rows["counterparts"]),
        provisions=tuple(Provision(r["rule"], r["cite"], r["from"], r.get("until")) for r in rows["provisions"]),
        conditions=tuple(
            Condition(str(r["letter"]), r["question"], r["to_document"], r["from"], r.get("until"))
            for r in rows["conditions"]
        ),
        national=tuple(map(_national, rows["national"])),
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
    """The law pack, or the pack as it was on a day.

    Parameters
    ----------
    known_on : date or ISO text, optional
        Leave out facts that were recorded later, and undo corrections that were made later.

    Raises
    ------
    CallError
        If the pack did not exist yet on that day.
    LawError
        If the data files are wrong; the message has every mistake, and states how to correct each.
    """
    pack = Pack(DATA, REGIMES, SCHEMA, title="the law pack", error=LawError)
    rows = {name: {sort: pack.rows(name, sort, known_on) for sort in (*_ROWS, *_CITED)} for name in REGIMES}
    watching = pack.rows("pack", "watch", known_on)
    edition = pack.edition(known_on)  # raises where there are mistakes: below, every row is whole
    return Law(
        version=str(edition["version"]),
        horizon=edition["horizon"],
        horizon_note=edition["horizon_note"],
        known_on=known_on,
        removed=frozenset(),
        digest=pack.digest(known_on),
        recorded=edition["recorded"],
        regimes={name: _regime(pack, name, rows[name]) for name in REGIMES},
        watching=tuple(map(_watch, watching)),
        sources=pack.sources,
    )
