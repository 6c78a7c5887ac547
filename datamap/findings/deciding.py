"""Decisions on proposals, applied to an inventory: confirmed, rejected, corrected, or merged with another entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from pydantic import ValidationError

from datamap.errors import CallError, InputError, Problem
from datamap.findings.decision import Decision
from datamap.findings.whole_sources import Given, spread
from datamap.formats import merging
from datamap.formats.problems import faults
from datamap.formats.yaml import reader
from datamap.labels.counting import few
from datamap.model import Inventory, Origin, arguments
from datamap.model.safeguard import parse_safeguard
from datamap.model.shape import Path
from datamap.tables import SPEC, from_inventories
from datamap.tables.arrays import records
from datamap.tables.proposal_list import cited, listed, plain_words, rows_by_path
from datamap.tables.spec import SINGULAR

VALUE = {"sites": "country", "bases": "basis", "retentions": "period", "sources": "kind", "uses": "category"}
VALUE |= {"disclosures": "recipient", "sub_processors": "recipient", "scope_facts": "value", "informs": "told"}
"""The field that the value of a corrected entry sets, by table; the name for all others."""


MERGED = ("recipients", "categories", "purposes")
"""The lists of which an entry may belong to another one."""


@dataclass(frozen=True)
class Applied:
    """An inventory after decisions.

    Attributes
    ----------
    inventory : Inventory
    applied : tuple of Decision
    unmatched : tuple of (Decision, str, int)
        Decisions that no open proposal is about: of an earlier version, or already applied.
    whole : mapping of (Decision, str, int) to tuple of Decision
        Of each decision on a whole source: one for each fact that it was about.
    """

    inventory: Inventory
    applied: tuple[Decision, ...]
    unmatched: tuple[Given, ...]
    whole: Mapping[Given, tuple[Decision, ...]] = field(default_factory=dict)


def apply(inventory: Inventory, decisions: Iterable[Given]) -> Applied:
    """Apply decisions on proposals to an inventory.

    A confirmed fact becomes stated, and its evidence keeps who confirmed it, in what function and when. A rejected
    fact is unknown again, and a rejected entry is removed with all that refers to it. What belongs to another entry is
    stated there; so may an entry be that is not a proposal. Decisions on findings and answers to
    the reading list are left alone.

    Raises
    ------
    InputError
        With every decision whose value cannot be used, or that contradicts another one on a whole source.
    """
    tables = from_inventories([inventory])
    open_, stated = listed(tables), cited(tables)
    paths = rows_by_path(inventory)
    work = _Work(inventory.model_dump(by_alias=True, warnings=False), inventory)
    applied: list[Decision] = []
    unmatched: list[Given] = []
    found: list[tuple[Path, str, str, Given]] = []
    each = spread(open_, decisions, _about)
    for given in each.decisions:
        decision = given[0]
        if decision.decision in ("accept", "do", "answer"):
            continue
        mine = open_[_about(open_, decision)]
        if not len(mine) and decision.decision == "belongs-to":
            mine = stated[
                _about(stated, decision) & stated["table"].isin(MERGED) & (stated["field"] == stated["table"])
            ]
        if len(mine):
            applied.append(decision)
        else:
            unmatched.append(given)
        for table, row, name in records(mine, "table", "row", "field"):
            fact = "" if name == (SPEC[table].field or table) else name.rsplit(".", 1)[-1]
            found.append((paths[table][row], table, fact, given))
    for path, table, fact, given in sorted(found, key=lambda x: -len(x[0])):  # the inner facts first: paths stay
        work.decide(given, table, path, fact)
    return Applied(work.result(), tuple(applied), tuple(unmatched), each.whole)


def confirm(
    inventory: Inventory,
    subject: str = "",
    field: str = "",
    value: str = "",
    *,
    source: str = "",
    by: str,
    function: str = "",
    on: str | dt.date | None = None,
    reason: str = "",
) -> Inventory:
    """The inventory with some open proposals confirmed.

    Parameters
    ----------
    inventory : Inventory
    subject : str, optional
        Kind and id of an entry, such as ``recipient mailchimp``, or its id alone.
    field, value : str, optional
        Only proposals on this field, or with this value.
    source : str, optional
        Only proposals from this section or document.
    by, function : str
        Who confirms, and in what function.
    on : date or ISO text, optional
        Day of the confirmation; today if not given.
    reason : str, optional
        Why.

    Raises
    ------
    CallError
        No open proposal is like this.
    """
    arguments.check_type(inventory, Inventory, "inventory", "an inventory, as dm.read(path) gives it")
    day = dt.date.today() if on is None else arguments.parse_day(on)
    open_ = listed(from_inventories([inventory]))
    keep = _like(open_, subject, field, value, source)
    if not keep.any():
        known = few(
            f"{k} {i} {f}: {v}" for k, i, f, v in records(open_, "subject_kind", "subject_id", "field", "value")
        )
        raise CallError(f"confirm: no open proposal is like this. Expected one of: {known or 'none: all are settled'}")
    columns = ("subject_kind", "subject_id", "field", "value", "words")
    decisions = [
        Decision(
            decision="confirm",
            subject=f"{kind} {id_}",
            field=field_,
            value=value_,
            words=words,
            owner=by,
            function=function,
            decided=day,
            reason=reason,
        )
        for kind, id_, field_, value_, words in records(open_[keep], *columns)
    ]
    return apply(inventory, [(d, "", 0) for d in decisions]).inventory


def _like(open_: pd.DataFrame, subject: str, field: str, value: str, source: str) -> pd.Series:
    """The open proposals with a subject, field, value and source (bool); an empty text stands for any."""
    keep = pd.Series(True, index=open_.index)
    for column, wanted in (("field", field), ("value", value)):
        keep &= (open_[column] == wanted) if wanted else True
    if subject:
        keep &= (open_["subject_id"] == subject) | (open_["subject_kind"] + " " + open_["subject_id"] == subject)
    return keep & _from(open_, source) if source else keep


def _about(open_: pd.DataFrame, d: Decision) -> pd.Series:
    """The open proposals that a decision is about (bool)."""
    name = d.field or (list_of(d) if d.decision == "belongs-to" else "")
    keep = _like(open_, d.subject, name, d.value, d.source)
    return keep & (open_["words"].map(plain_words) == plain_words(d.words)) if d.words else keep


def list_of(d: Decision) -> str:
    """The list of the entry that a decision names."""
    return next((name for name in MERGED if SINGULAR[name] == d.subject.partition(" ")[0]), "recipients")


def _from(open_: pd.DataFrame, source: str) -> pd.Series:
    """The proposals from a section or document (bool)."""
    wanted = plain_words(source)
    return (open_["section"].map(plain_words) == wanted) | (open_["document"].map(plain_words) == wanted)


@dataclass
class _Work:
    """An inventory's data while decisions are applied: entries are removed at the end, so that paths stay."""

    data: dict[str, Any]
    source: Inventory
    gone: list[Path] = field(default_factory=list)
    merged: list[tuple[str, str, str, Given]] = field(default_factory=list)
    corrected: list[tuple[Path, Given]] = field(default_factory=list)
    wrong: list[Problem] = field(default_factory=list)

    def decide(self, given: Given, table: str, path: Path, fact: str) -> None:
        """Apply one decision to one proposal."""
        decision, entry = given[0], _at(self.data, path)
        if decision.decision == "reject":
            if fact:
                entry.pop(fact, None)
                _support(entry, fact, None)
            else:
                self.gone.append(path)
        elif decision.decision == "belongs-to":
            if table in MERGED and not fact:
                self.merged.append((table, entry["id"], decision.to, given))
            else:
                self._move(given, table, path, fact)
        else:
            if decision.decision == "correct":
                self.corrected.append((path, given))
                _correct(entry, table, fact, decision.to)
            if not fact:
                entry["how"] = "stated"
            _support(entry, fact, decision)

    def _move(self, given: Given, table: str, path: Path, fact: str) -> None:
        """State a part of one entry, or one fact of it, in another entry of the same list."""
        decision = given[0]
        others = [e for i, e in enumerate(self.data[str(path[0])]) if i != path[1]] if len(path) > 1 else []
        target = next((e for e in others if e["id"] == decision.to), None)
        if target is None or len(path) != (2 if fact else 4):
            one = SINGULAR.get(str(path[0]), "entry")
            found, expected = f"'{decision.to}' is not the id of another {one}", f"the id of the {one} it belongs to"
            self.wrong.append(Problem(given[1], given[2], "to", found, expected))
            return
        entry = _at(self.data, path)
        if fact:
            target[fact] = entry.pop(fact)
            words = [{**e, "facts": [fact]} for e in entry["evidence"] or () if fact in (e["facts"] or ())]
            target["evidence"] = [*words, *(target["evidence"] or ())]
            _support(target, fact, decision)
            _support(entry, fact, None)
            return
        moved, key, field_ = {**entry, "how": "stated"}, VALUE.get(table, "name"), str(path[2])
        _support(moved, "", decision)
        there = target[field_] if isinstance(target.get(field_), (list, tuple)) else []
        refers = key in moved and SPEC[table][key].kind == "ref"
        if not (refers and any(e[key] == moved[key] for e in there)):
            target[field_] = [*there, moved]
        self.gone.append(path)

    def result(self) -> Inventory:
        """The inventory; every value that it cannot hold is a problem at the decision's line."""
        merging.remove(self.data, self.gone)
        wrong = self.wrong + [
            Problem(file, line, "to", f"'{to}' is not the id of another {one}", f"the id of a {one} that stays")
            for list_, id_, to, (_, file, line) in self.merged
            for one in (SINGULAR[list_],)
            if not merging.merge(self.data, list_, id_, to)
        ]
        try:
            origin = self.source.origin or Origin("", "", {})
            found = reader.revalidated(self.data).with_origin(origin)
        except ValidationError as e:
            wrong += [self._problem(fault.path, fault.found, fault.expected) for fault in faults(e)]
        if wrong:
            raise InputError(wrong)
        return found

    def _problem(self, path: Path, found: str, expected: str) -> Problem:
        given = next((g for at, g in self.corrected if path[: len(at)] == at), None)
        _, file, line = given or (None, "", 0)
        return Problem(file, line, "to", found, expected)


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _correct(entry: dict[str, Any], table: str, fact: str, value: str) -> None:
    """Set the right value of a fact, or of the entry."""
    if fact:
        entry[fact] = value
    elif table == "safeguards":
        entry |= {"version": "unknown", "module": "unknown", "signed": "unknown"}
        entry |= {k: v for k, v in parse_safeguard(value)._asdict().items() if v}
    else:
        entry[VALUE.get(table, "name")] = value


def _support(entry: dict[str, Any], fact: str, decision: Decision | None) -> None:
    """Mark the evidence of a fact (of the entry, if it is empty) as confirmed; without a decision remove the fact."""
    kept: list[dict[str, Any]] = []
    done = decision is None
    for e in entry.get("evidence") or ():
        names = list(e["facts"] or ())
        mine = fact in names if fact else not names
        rest = [name for name in names if name != fact]
        if mine and not done and decision is not None:
            kept.append({**e, "facts": [fact] if fact else [], **_confirmed(decision)})
            done = True
        elif not mine or e["how"] != "proposed":
            kept.append(e)
            continue
        if rest:
            kept.append({**e, "facts": rest})
    if not done and decision is not None:
        kept.insert(0, {"facts": [fact] if fact else [], **_confirmed(decision)})
    entry["evidence"] = kept


def _confirmed(d: Decision) -> dict[str, Any]:
    who = {"confirmed_by": d.owner, "confirmed_as": d.function, "confirmed_on": d.decided}
    return {"how": "stated", **({"why": d.reason} if d.reason else {}), **who}
