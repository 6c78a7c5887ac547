"""Decisions on an earlier draft, carried over to the draft of a new version: only what is new is asked again.

A decision holds for the words on which it is based. It is carried over to a proposal on the same subject and field,
with the same value and the same words; an answer, to an entry of the reading list on the same matter with the same
words.
Everything else is open again, and each decision that is not carried over is reported with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from datamap import formats
from datamap.drafting.facts import JOINT, ToRead
from datamap.drafting.merge import MERGED, Merged
from datamap.errors import InputError
from datamap.findings import acceptances, deciding
from datamap.findings.decision import Decision
from datamap.findings.whole_sources import Given
from datamap.model import Inventory
from datamap.tables import from_inventories
from datamap.tables.arrays import records
from datamap.tables.proposal_list import cited, key, listed, plain_words, rows_by_path

GONE = "its words are in no document now"
SETTLED = "nothing is open about it now"
DIFFER = "the documents contradict each other about it now"
UNNAMED = "it does not name the value and the words on which it is based"
NO_TARGET = "the entry that it belongs to is not there now"
OTHER = "it cannot be applied together with what the documents state now"
WHOLE = "the earlier draft does not have what was confirmed in the whole source"
REJECTED = "what was rejected with the whole source is not recorded; 'datamap review --apply' records it"


@dataclass(frozen=True)
class Earlier:
    """Decisions on an earlier draft.

    Attributes
    ----------
    file : str
    decisions : tuple of (Decision, str, int)
        With file and line; those on findings are not among them.
    inventory : Inventory, optional
        The draft that they were applied to: it has what was confirmed with a whole source.
    answered : set of Decision
        The answers that hold for an entry of the reading list.
    """

    file: str
    decisions: tuple[Given, ...]
    inventory: Inventory | None = None
    answered: frozenset[Decision] = frozenset()


@dataclass(frozen=True)
class Lapsed:
    """A decision that is not carried over, with its file and line, and why."""

    decision: Decision
    file: str
    line: int
    why: str

    def __str__(self) -> str:
        d = self.decision
        on = d.source or " ".join(filter(None, (d.subject, d.field, d.value)))
        words = f' "{" ".join(d.words.split())}"' if d.words else ""
        return f"{self.file}:{self.line}: {d.decision} {on}{words}: {self.why}"


@dataclass(frozen=True)
class CarriedOver:
    """A draft after earlier decisions.

    Attributes
    ----------
    inventory : Inventory
    applied : tuple of Decision
        The decisions and answers that hold for what the documents state now.
    lapsed : tuple of Lapsed
        Those that hold for nothing in them.
    """

    inventory: Inventory
    applied: tuple[Decision, ...]
    lapsed: tuple[Lapsed, ...]


def read(path: str | Path) -> Earlier:
    """Read stored decisions, with the draft beside them where one of them is on a whole source.

    Raises
    ------
    InputError
    """
    file = Path(path)
    given = tuple(x for x in acceptances.read(file).decisions if x[0].decision != "do")
    beside = file.with_name(file.name.removesuffix(formats.DECISIONS) + ".yaml")
    wanted = any(d.source for d, _, _ in given) and beside != file and beside.is_file()
    return Earlier(str(file), given, formats.read(beside) if wanted else None)


def answer(merged: Merged, earlier: Earlier) -> Earlier:
    """Take from the reading list what earlier answers settle; the result has the answers that did so."""
    answers: dict[tuple[str, str, str], Decision] = {}
    merged_answers: dict[tuple[str, str], Decision] = {}
    for decision, _, _ in earlier.decisions:
        if decision.decision == "answer":
            merged_answers[(decision.value, plain_words(decision.subject))] = decision
            for subject, words in pairs(decision.subject, decision.words):
                answers[(decision.value, subject, words)] = decision
    used: set[Decision] = set()
    for draft in merged.drafts:
        left: list[ToRead] = []
        for entry in draft.reading:
            if entry.group == MERGED:  # its words are those of the document that was read last
                found = {("", ""): merged_answers.get((entry.what, plain_words(entry.subject)))}
            else:
                found = {p: answers.get((entry.what, *p)) for p in pairs(entry.subject, entry.quote.words)}
            told = [d for d in found.values() if d is not None]
            used.update(told)
            if len(told) < len(found):
                left.append(_rest(entry, {words for (_, words), d in found.items() if d is not None}))
            else:
                text = "; ".join(dict.fromkeys(f"{d.to} ({d.owner}, {d.decided})" for d in told))
                merged.answered.append((entry, text))
        draft.reading[:] = left
    return replace(earlier, answered=frozenset(used))


def pairs(subject: str, words: str) -> list[tuple[str, str]]:
    """Subject and words of an entry, one pair for each entry that it is made of."""
    parts = [plain_words(w) for w in words.split(JOINT)]
    subjects = [plain_words(s) for s in subject.split(JOINT)] if subject else [""] * len(parts)
    if len(parts) != len(subjects):
        return [(plain_words(subject), plain_words(words))]
    return list(zip(subjects, parts, strict=True))


def _rest(entry: ToRead, told: set[str]) -> ToRead:
    """An entry for several words, without those that were answered."""
    parts = entry.quote.words.split(JOINT)
    left = [w for w in parts if plain_words(w) not in told]
    return entry if len(left) == len(parts) else replace(entry, quote=entry.quote._replace(words=JOINT.join(left)))


def carry_over(merged: Merged, inventory: Inventory, earlier: Earlier) -> CarriedOver:
    """Apply earlier decisions to a draft as far as they are based on what its documents state, after :func:`answer`."""
    tables = from_inventories([inventory])
    check = _Check(merged, listed(tables), cited(tables), {n: set(map(str, tables[n]["id"])) for n in deciding.MERGED})
    keep: list[Given] = []
    lapsed: list[Lapsed] = []
    applied: list[Decision] = []
    for one in earlier.decisions:
        decision = one[0]
        if decision.decision == "answer":
            if decision in earlier.answered:
                applied.append(decision)
            else:
                lapsed.append(Lapsed(*one, check.gone(decision.words)))
        elif decision.source:
            found = [d for d in _of_source(decision, earlier.inventory) if not check.why_not(d)]
            keep += [(d, *one[1:]) for d in found]
            if found:
                applied.append(decision)
            else:
                lapsed.append(Lapsed(*one, WHOLE if decision.decision == "confirm" else REJECTED))
        elif why := check.why_not(decision, earlier.decisions):
            lapsed.append(Lapsed(*one, why))
        else:
            keep.append(one)
            applied.append(decision)
    done, refused = _apply(inventory, keep)
    lapsed += refused
    gone = {x.decision for x in refused}
    return CarriedOver(done, tuple(d for d in applied if d not in gone), tuple(lapsed))


def _apply(inventory: Inventory, keep: list[Given]) -> tuple[Inventory, list[Lapsed]]:
    """Apply decisions; those that cannot be applied together with the others lapse."""
    refused: list[Lapsed] = []
    while True:
        try:
            return deciding.apply(inventory, keep).inventory, refused
        except InputError as e:
            wrong = {(p.file, p.line) for p in e.problems}
            refused += [Lapsed(*x, OTHER) for x in keep if x[1:] in wrong]
            left = [x for x in keep if x[1:] not in wrong]
            if len(left) == len(keep):
                raise
            keep = left


@dataclass
class _Check:
    """Whether decisions hold for what is open now."""

    merged: Merged
    open: pd.DataFrame
    cited: pd.DataFrame
    ids: dict[str, set[str]]

    def __post_init__(self) -> None:
        self.keys = set(self.open["key"])
        self.with_words = {k[:4] for k in self.keys if k[4]}
        self.known = set(self.cited["key"])
        self.text = " ".join(
            plain_words(t.words) for d in self.merged.drafts for doc in d.documents for t in doc.texts()
        )
        names = records(self.open, "subject_kind", "subject_id", "subject")
        self.names = {f"{kind} {id_}": name for kind, id_, name in names}

    def gone(self, words: str) -> str:
        """Why nothing is open on some words."""
        return SETTLED if all(w in self.text for _, w in pairs("", words)) else GONE

    def why_not(self, d: Decision, given: Iterable[Given] = ()) -> str:
        """Why a decision on a proposal is not carried over; empty where it is."""
        at = key_of(d)
        if not d.value or not at[4] and at[:4] in self.with_words:
            return UNNAMED
        whole = d.decision == "belongs-to" and at[2] in deciding.MERGED and at in self.known
        if at not in self.keys and not whole:
            return SETTLED if at in self.known else self.gone(d.words)
        if d.decision == "belongs-to" and d.to not in self.ids.get(at[2], (d.to,)):
            return NO_TARGET
        return DIFFER if self._in_dispute(d, given) else ""

    def _in_dispute(self, d: Decision, given: Iterable[Given]) -> bool:
        """Whether an open question is about the tools of a recipient, with a tool that was not decided on."""
        if d.field.split(".")[0] != "safeguards":
            return False
        decided = {
            x.value.split(":")[0] for x, _, _ in given
            if (x.subject, x.field) == (d.subject, d.field)
        }  # fmt: skip
        name = self.names.get(d.subject, "")
        return any(
            e.group == MERGED and e.what == "transfer tool" and " ".join(e.about.split()) == name
            and not decided.issuperset(e.values)
            for draft in self.merged.drafts for e in draft.reading
        )  # fmt: skip


def key_of(d: Decision) -> tuple[str, ...]:
    """What a decision is about, as the list of proposals identifies it."""
    kind, _, id_ = d.subject.partition(" ")
    return key(kind, id_, d.field or deciding.list_of(d), d.value, d.words)


def _of_source(d: Decision, earlier: Inventory | None) -> Iterable[Decision]:
    """One decision for each fact that a decision on a whole source confirmed in the earlier draft."""
    if earlier is None or d.decision != "confirm":
        return
    found, paths = cited(from_inventories([earlier])), rows_by_path(earlier)
    data: dict[str, Any] = earlier.model_dump(by_alias=True, warnings=False)
    columns = ("table", "row", "subject_kind", "subject_id", "field", "value", "words", "section", "document")
    for table, row, kind, id_, field, value, words, *places in records(found, *columns):
        if plain_words(d.source) not in map(plain_words, places) or d.field not in ("", field):
            continue
        entry: Any = data
        for step in paths[table][row]:
            entry = entry[step]
        fact = field.rsplit(".", 1)[-1]
        mine = [e for e in entry["evidence"] or () if fact in (e["facts"] or ())] or entry["evidence"] or ()
        if any((e["confirmed_by"], e["confirmed_on"]) == (d.owner, d.decided) for e in mine):
            changes = {"source": "", "subject": f"{kind} {id_}", "field": field, "value": value, "words": words}
            yield d.model_copy(update=changes)
