"""How lines of an inventory that would resolve a finding are described: fields to set, items to change or to add.

A value may be a place to fill in (:mod:`datamap.formats.yaml.places`), which no reader accepts as a fact, or
:data:`CONTRACT`, which becomes the contract that can be signed under the exporter's law on the day
(:mod:`datamap.rules.remedies`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel

from datamap.formats.yaml import writer
from datamap.formats.yaml.places import fill
from datamap.law.pack import Law
from datamap.model import Inventory
from datamap.model.assessment import Assessment
from datamap.model.entry import Identified
from datamap.rules import remedies
from datamap.rules.facts import Facts
from datamap.rules.phrases import enumerated

CONTRACT = object()
"""In place of a safeguard: the contract that can be signed."""


@dataclass(frozen=True)
class About:
    """What a finding is about, for the lines that resolve it.

    Attributes
    ----------
    finding : mapping
        Its columns.
    inventory : Inventory
    entry : BaseModel
        Its subject; of a finding on the organisation, the organisation.
    table, id : str
        Where the entry is; the id is empty for what an inventory has once.
    law : Law
    regime : str
        Law of the exporter.
    ends : tuple of (str or None)
        Roles of exporter and importer, as the law pack names them; None where they are not known.
    day : date
    """

    finding: Mapping[str, Any]
    inventory: Inventory
    entry: BaseModel
    table: str
    id: str
    law: Law
    regime: str
    ends: tuple[str | None, str | None]
    day: dt.date
    facts: Facts
    assessment: Assessment | None = None

    def of(self, table: str, entry: Identified) -> About:
        """The same finding, for lines in another entry."""
        return replace(self, table=table, id=entry.id, entry=entry)


@dataclass(frozen=True)
class Change:
    """Fields of one entry, as they would be after the finding is resolved; ``new``: an entry that is not there yet."""

    table: str
    id: str
    fields: Mapping[str, Any]
    new: bool = False


Lines = Callable[[About], list[Change]]
"""What resolves a finding; an empty list where nothing can be typed in this case."""


def contract(about: About) -> dict[str, Any] | None:
    """The contract that can be signed, as an entry of ``safeguards``; None where there is none to sign."""
    found = remedies.signable(about.law, about.regime, about.day)
    if not found:
        return None
    first = found[0]
    out: dict[str, Any] = {"kind": first.kind}
    if first.kind == "scc":
        versions = dict.fromkeys(i.version for i in found if i.kind == "scc")
        out["version"] = first.version if len(versions) == 1 else fill(" or ".join(sorted(versions)))
    if first.modules:
        out["module"] = fill(f"the module that was signed, {modules(first, about)}")
    out["signed"] = fill("the day of signature")
    if first.kind == "scc" and first.modules:
        out["annexes"] = fill("yes, if its annexes are completed")
    if remedies.assessed(about.law, about.regime, about.day):
        out |= {
            "tia": fill("the outcome, positive or negative"),
            "tia_reference": fill("where the assessment is filed"),
        }
    return out


def modules(instrument: Any, about: About) -> str:
    """The modules of clauses, and which of them fit the roles: ``1, 2, 3 or 4; 2 fits the roles``."""
    fitting = [
        m for m, ends in instrument.modules if all(a in (None, b) for a, b in zip(about.ends, ends, strict=True))
    ]
    all_ = [m for m, _ in instrument.modules]
    fits = f"; {enumerated(fitting, 'or')} fits the roles" if 0 < len(fitting) < len(all_) else ""
    return f"{enumerated(all_, 'or')}{fits}"


def _resolved(value: Any, about: About) -> Any:
    return contract(about) if value is CONTRACT else value


def put(*, at: str = "", **fields: Any) -> Lines:
    """Fields of the subject, or of what an inventory has once (``controller``, ``notice``, ``meta``)."""

    def lines(about: About) -> list[Change]:
        values = {k: _resolved(v, about) for k, v in fields.items()}
        return [] if None in values.values() else [Change(at or about.table, "" if at else about.id, values)]

    return lines


def add(name: str, item: Any, drop: Callable[[Any], bool] = lambda item: False) -> Lines:
    """A list of the subject with one item more, and without those that ``drop`` selects."""

    def lines(about: About) -> list[Change]:
        new = _resolved(item, about)
        kept = [writer.entry(i) for i in items(about.entry, name) if not drop(i)]
        return [] if new is None else [Change(about.table, about.id, {name: [*kept, new]})]

    return lines


def each(name: str, which: Callable[[Any], bool] = lambda item: True, /, **fields: Any) -> Lines:
    """A list of the subject in which the items that ``which`` selects have other fields; None removes a field."""

    def lines(about: About) -> list[Change]:
        found = items(about.entry, name)
        if not any(map(which, found)):
            return []
        changed = [_changed(i, fields) if which(i) else writer.entry(i) for i in found]
        return [Change(about.table, about.id, {name: changed})]

    return lines


def both(*ways: Lines) -> Lines:
    """Several changes of one entry as one."""

    def lines(about: About) -> list[Change]:
        found = [change for way in ways for change in way(about)]
        merged = {name: value for change in found for name, value in change.fields.items()}
        return [Change(about.table, about.id, merged)] if found else []

    return lines


def items(entry: BaseModel, name: str) -> list[Any]:
    """The items of a list of an entry; none where it is unknown."""
    return list(getattr(entry, name))


def _changed(item: BaseModel, fields: Mapping[str, Any]) -> dict[str, Any]:
    merged = {**writer.entry(item), **fields}
    return {k: v for k, v in merged.items() if v is not None}


def is_unknown(*names: str) -> Callable[[Any], bool]:
    """Items of which one of these fields is unknown or empty."""

    def unknown(item: Any) -> bool:
        return any(not (v := getattr(item, n)) or v == "unknown" for n in names)

    return unknown


def among(name: str, values: Iterable[str]) -> Callable[[Any], bool]:
    """Items with one of these values in a field."""
    known = frozenset(values)
    return lambda item: getattr(item, name) in known
