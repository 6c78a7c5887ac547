"""Inventories with an entry of each kind, whose fields for free text hold given texts."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from typing import Any

from datamap.model import Inventory, Safeguard, shape
from datamap.model.entry import Evidence
from datamap.model.vocabulary import UNKNOWN

MARK = "Placeholder of a text"
"""What stands where a text will be."""


def filled(text: str, id_: str = "x1") -> Inventory:
    """A valid inventory with an entry of each kind, in which every field for free text holds ``text``."""
    data = {k: _filled(f, text, id_) for k, f in shape.of(Inventory).items()}
    other = {"id": "x2", "name": text}
    data["recipients"] = [*data["recipients"], other]
    (entry,) = data["assessments"]
    without = {"kind": "compelling-interests", "outcome": "positive", "activities": UNKNOWN, "criteria": ()}
    of_activities = {"id": f"{id_}-2", "kind": "dpia-screening", "outcome": "required", "transfers": UNKNOWN}
    data["assessments"] = [{**entry, **without}, {**entry, **of_activities}]
    return Inventory.model_validate(data)


def filled_in_turn(texts: Sequence[str], first: int = 0) -> Inventory:
    """As :func:`filled`, with the texts in turn, from the ``first`` on: a field for each of them, not all in each."""
    return Inventory.model_validate(in_turn(texts, first))


def in_turn(texts: Sequence[str], first: int = 0, left_out: Sequence[str] = ()) -> dict[str, Any]:
    """The data of such an inventory, without some keys."""
    turn = itertools.count(first)

    def turned(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: turned(v) for k, v in value.items() if k not in left_out}
        if isinstance(value, (list, tuple)):
            return [turned(v) for v in value]
        return texts[next(turn) % len(texts)] if value == MARK else value

    data: dict[str, Any] = turned(filled(MARK).model_dump(exclude_none=True, warnings=False))
    return data


def _filled(field: shape.Field, text: str, id_: str) -> Any:
    if field.key in ("replaced_by", "formerly", "exporter"):
        return field.default
    if field.key == "facts":
        return ["how"]
    if field.key == "sha256":
        return "0" * 64
    if field.key == "path":  # not every text is the path of a file
        return "contracts/1.pdf"
    if field.kind == "entry":
        if field.model is Evidence:
            return [{"section": text}, {"section": text, "words": text}, _entry(Evidence, text, id_)]
        entry = _entry(field.model, text, id_)
        if field.model is Safeguard:
            entry |= {"kind": "scc", "version": "2021", "module": "2"}
        return [entry] if field.many else entry
    value = {
        "text": text,
        "id": "x2" if field.key == "recipient" else id_,
        "place": "US",
        "period": "P1Y",
        "people": "1-100",
        "citation": "GDPR Art. 5",
        "date": dt.date(2026, 1, 1),
        "day": dt.date(2026, 1, 1),
        "word": field.words[-1] if field.words else "",
    }[field.kind]
    return [value] if field.many else value


def _entry(model: Any, text: str, id_: str) -> dict[str, Any]:
    entry = {k: _filled(f, text, id_) for k, f in shape.of(model).items()}
    if model.__name__ == "SubProcessor":
        entry["recipient"] = "x2"
    elif model.__name__ == "ServedBy":
        entry["recipient"] = id_
    elif model.__name__ == "Observation":
        entry["recipients"] = ["x2"]
    return entry
