"""Answers about an activity: automated decisions, the impact assessment. Of rows that differ, the stricter counts."""

from __future__ import annotations

from datamap.drafting.facts import DraftActivity
from datamap.drafting.tables import cells, items, words
from datamap.drafting.tables.asking import Asking
from datamap.drafting.tables.grid import Record, Said
from datamap.labels import values

DIFFER = "the rows of this activity differ"
UNCLEAR = "yes or no; kept in the notes, read as unknown"
STATES = "not required, required, in progress or done; kept in the notes"
_ORDER = ("unknown", "not-required", "required", "in-progress", "done")
"""The states of an assessment, the later ones over those that other columns state."""
_OPEN = ("required", "in-progress")
"""The states that leave something to do, the stricter first."""


def read_automated(record: Record, out: DraftActivity, asking: Asking) -> None:
    """Whether there are automated decisions: a yes counts over a no, and what is unclear leaves a no open."""
    found: dict[str, Said] = {}
    for said in record.all("automated"):
        if cells.is_blank(said.words):
            continue
        profiling = said.label is not None and items.is_profiling(said.label.words)
        answer = values.read_yes_no(said.words).only or ("no" if cells.is_none(said.words) else "")
        if not profiling and answer in ("yes", "no"):
            found.setdefault(answer, said)
            continue
        found.setdefault("unclear" if not profiling else "profiling", said)
        out.notes.append(cells.note(said))
        why = items.PROFILING if profiling else "it is neither yes nor no"
        asking.ask("automated decisions", said, why, UNCLEAR)
    if len(found.keys() & {"yes", "no"}) > 1:
        asking.ask("automated decisions", found["no"], DIFFER, "one answer; read as yes")
    answer = "yes" if "yes" in found else "no" if "no" in found and "unclear" not in found else ""
    if answer:
        out.facts["automated_decisions"] = cells.fact(answer, found[answer])


def read_dpia(record: Record, out: DraftActivity, asking: Asking) -> None:
    """The state of the impact assessment: of several columns the latest, of several rows the one that is open."""
    by_label: dict[str, dict[str, Said]] = {}
    for said in record.all("dpia"):
        if got := _state(said):
            by_label.setdefault(said.title, {}).setdefault(got, said)
        elif not cells.is_blank(said.words) and not cells.is_absent(said.words):
            out.notes.append(cells.note(said))
            asking.ask("impact assessment", said, "its state is not clear", STATES)
    for states in by_label.values():
        got, said = next(iter(states.items()))
        if len(states) > 1:
            got = next((s for s in _OPEN if s in states), "")
            asking.ask("impact assessment", list(states.values())[-1], DIFFER, f"one state; read as {got or 'unknown'}")
            said = states.get(got, said)
        held = out.facts.get("dpia")
        if got and (held is None or _ORDER.index(got) > _ORDER.index(held.value)):
            out.facts["dpia"] = cells.fact(got, said)


def _state(said: Said) -> str:
    """The state that a cell names; a bare yes or no only under a label that asks whether one is required."""
    text = cells.readable(said.words)
    bare = values.read_yes_no(text).only in ("yes", "no") or cells.is_none(text)
    asks = said.label is not None and words.has_mark("required", said.label.words)
    got = values.read_dpia(text).only
    if bare and not asks and got in ("required", "not-required"):
        got = ""
    if bare and asks and not got:
        got = "required" if values.read_yes_no(text).only == "yes" else "not-required"
    return got
