"""Decisions on a whole source, as one decision for each fact that they were about.

A decision is about what a person saw. To keep "all of Annex 2" would decide on rows that a later version adds, which
no one has seen: what is kept is each fact with its words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from datamap.errors import InputError, Problem
from datamap.files import reading
from datamap.findings import acceptances
from datamap.findings.acceptances import Acceptances
from datamap.findings.decision import Decision
from datamap.formats.yaml import writer
from datamap.tables.arrays import records

Given = tuple[Decision, str, int]
"""A decision with its file and line."""

_WIDTH = len("- ")


@dataclass(frozen=True)
class Spread:
    """Decisions, those on a whole source as one for each fact.

    Attributes
    ----------
    decisions : list of (Decision, str, int)
        In the order of the file, each with the file and line of what it comes from.
    whole : mapping of (Decision, str, int) to tuple of Decision
        For each decision on a whole source that is about something: what it was about.
    """

    decisions: list[Given]
    whole: Mapping[Given, tuple[Decision, ...]]


def spread(
    open_: pd.DataFrame, decisions: Iterable[Given], about: Callable[[pd.DataFrame, Decision], pd.Series]
) -> Spread:
    """One decision for each open proposal of a whole source; a decision on that proposal alone goes first.

    Parameters
    ----------
    open_ : DataFrame
        The open proposals.
    decisions : iterable of (Decision, str, int)
    about : callable
        The open proposals that a decision is about (bool).

    Raises
    ------
    InputError
        Two decisions on whole sources contradict each other on a fact.
    """
    given = list(decisions)
    alone = pd.Series(False, index=open_.index)
    for one, _, _ in given:
        if not one.source and one.subject:
            alone |= about(open_, one)
    claimed: dict[int, Given] = {}
    wrong: list[Problem] = []
    out: list[Given] = []
    whole: dict[Given, tuple[Decision, ...]] = {}
    for decision, file, line in given:
        mine = open_[about(open_, decision) & ~alone] if decision.source else open_[:0]
        found = _each(decision, mine[~mine.index.isin(list(claimed))])
        for n in mine.index:
            other, _, there = claimed.setdefault(n, (decision, file, line))
            if (other.decision, other.to) != (decision.decision, decision.to):
                what = (
                    f"'{decision.decision}' contradicts '{other.decision}' in line {there} on “{mine.at[n, 'value']}”"
                )
                wrong.append(Problem(file, line, "source", what, "one decision for each proposal"))
                break
        if len(mine):
            whole[(decision, file, line)] = tuple(found)
        out += [(d, file, line) for d in found] if len(mine) else [(decision, file, line)]
    if wrong:
        raise InputError(wrong)
    return Spread(out, whole)


def _each(decision: Decision, mine: pd.DataFrame) -> list[Decision]:
    """A decision for each proposal, with its words and, as the reason, where it comes from."""
    reason = f"{decision.reason} (all of {decision.source})" if decision.reason else f"all of {decision.source}"
    out: dict[tuple[str, ...], Decision] = {}
    for kind, id_, *rest in records(mine, "subject_kind", "subject_id", "field", "value", "words"):
        named = dict(zip(("field", "value", "words"), rest, strict=True))
        changes = {"source": "", "subject": f"{kind} {id_}", "reason": reason, **named}
        one = decision.model_copy(update=changes)
        out.setdefault(one.target, one)
    return list(out.values())


def kept_as(path: str | Path, whole: Mapping[Given, tuple[Decision, ...]]) -> str:
    """The text of a file of decisions with those on a whole source as one for each fact; comments stay.

    A file of an unusual layout is written without its comments: what is written is read again.
    """
    text = reading.decode(reading.load(path), str(path))
    before = acceptances.read(path)
    wanted = [d for one in before.decisions for d in whole.get(one, (one[0],))]
    lines = text.splitlines()
    for (_, _, line), decisions in sorted(whole.items(), key=lambda x: -x[0][2]):
        at = line - 1
        indent = len(lines[at]) - len(lines[at].lstrip())
        end = at + 1
        while end < len(lines) and lines[end].startswith(" " * (indent + _WIDTH)):
            end += 1
        entries = writer.lines(_plain(decisions)).splitlines()
        lines[at:end] = [" " * indent + entry for entry in entries]
    new = "\n".join(lines) + "\n"
    return new if _reads(new, str(path), before, wanted) else writer.lines(_all(before, wanted))


def _plain(decisions: Iterable[Decision]) -> list[dict[str, object]]:
    return [d.model_dump(mode="json", exclude_defaults=True) | {"decision": d.decision} for d in decisions]


def _all(before: Acceptances, wanted: list[Decision]) -> dict[str, list[dict[str, object]]]:
    """A whole file as plain data."""
    accepted = [a.model_dump(mode="json", exclude_defaults=True) for a, _, _ in before.items]
    decisions = {"decisions": _plain(wanted)}
    return {"acceptances": accepted} | decisions if accepted else decisions


def _reads(text: str, file: str, before: Acceptances, wanted: list[Decision]) -> bool:
    """Whether a text has the decisions that are wanted and the acceptances from before."""
    try:
        found = acceptances.parse(text, file)
    except InputError:
        return False
    accepted = [[a for a, _, _ in x.items] for x in (found, before)]
    return [d for d, _, _ in found.decisions] == wanted and accepted[0] == accepted[1]
