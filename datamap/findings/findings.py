"""Findings: what the rules found, in words, with evidence, remedy and a fingerprint that survives rewording."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from typing import Any

import numpy as np
import pandas as pd

from datamap import display
from datamap.findings import frame as wording
from datamap.findings.frame import COLUMNS, ranked
from datamap.findings.written import Written
from datamap.labels.counting import count, few
from datamap.model import arguments
from datamap.model.vocabulary import SEVERITIES
from datamap.rules import BY_CODE, chosen, citations
from datamap.rules.facts import Facts
from datamap.rules.rule import Rule
from datamap.tables import SPEC, Tables
from datamap.tables.arrays import records
from datamap.tables.columns import ADDED, default
from datamap.tables.preview import Sheeted
from datamap.transfers import flows

__all__ = ["COLUMNS", "Findings", "digest", "find", "ranked", "told"]

SHOWN = 8
"""Rules of which a notebook shows the first finding in full, below the list of rules."""


def find(facts: Facts, rules: Iterable[Rule]) -> Findings:
    """Run rules over the facts.

    Parameters
    ----------
    facts : Facts
    rules : iterable of Rule
        Those whose ``since`` is not after the day run.

    Returns
    -------
    Findings
        Worst first: by severity, special categories first, then by how many categories and purposes are exposed.
    """
    swiss = (facts.tables["controllers"]["regime"] == "ch").to_numpy()
    found = []
    for rule in rules:
        if rule.applies(facts) and len(f := rule.find(facts)):
            if swiss.any() and not citations.swiss(rule.code, facts.day):
                f = f[~swiss[facts.tables[rule.subject]["controller"].to_numpy()[f["row"].to_numpy()]]]
            if len(f):
                found.append((rule, f))
    return Findings(wording.frame(facts, found), facts)


def find_worst(facts: Facts, others: Iterable[Facts], rules: Sequence[Rule]) -> Findings:
    """The findings on a map, and the worse ones on other maps that may be true instead, where facts are proposed."""
    out = find(facts, rules)
    for other in others:
        out = out.with_worse(find(other, rules))
    return out


def told(counts: Mapping[str, int]) -> str:
    """Counts of findings in words: ``1 error, 2 warnings, 0 notes, 3 accepted``."""
    return ", ".join(f"{n:,} accepted" if s == "accepted" else count(n, f"{s}s") for s, n in counts.items())


class Findings(Written):
    """The findings of an audit. Verbs give new objects; a Jupyter cell shows them grouped by rule.

    Attributes
    ----------
    frame : DataFrame
        One row per finding, worst first, with the columns :data:`COLUMNS`.
    """

    def __init__(self, frame: pd.DataFrame, facts: Facts | None = None):
        self.frame = frame
        self._facts = facts

    def __len__(self) -> int:
        return len(self.frame)

    def __repr__(self) -> str:
        return f"<Findings: {told(self.counts)}>"

    @property
    def facts(self) -> Facts | None:
        """What the rules read; None for findings read back from a file."""
        return self._facts

    @property
    def inventories(self) -> pd.DataFrame | None:
        """The inventories that were judged; None for findings read back from a file."""
        return self._facts.tables["inventories"] if self._facts else None

    @cached_property
    def counts(self) -> dict[str, int]:
        """Number of open findings by severity; accepted ones are counted apart, as ``accepted``."""
        accepted = self.frame["accepted"].astype(bool)
        open_ = self.frame.loc[~accepted, "severity"].value_counts()
        return {**{s: int(open_.get(s, 0)) for s in SEVERITIES}, "accepted": int(accepted.sum())}

    def where(self, mask: Any) -> Findings:
        """The findings for which a bool mask over the frame holds."""
        return Findings(self.frame[np.asarray(mask, dtype=bool)].reset_index(drop=True), self._facts)

    def select(self, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> Findings:
        """Those of some rules, families or names (``TR``, ``TR001``, ``transfer_without_safeguard``), without others.

        Raises
        ------
        CallError
            A word that does not match any rule.
        """
        code = self.frame["rule"]
        select, ignore = arguments.check_texts(select, "select"), arguments.check_texts(ignore, "ignore")
        keep = code.isin(chosen(select, "select")) if select else pd.Series(True, index=self.frame.index)
        return self.where(keep & ~code.isin(chosen(ignore, "ignore")))

    def at_least(self, severity: str) -> Findings:
        """Open findings of a severity or worse.

        Raises
        ------
        CallError
            A severity that is not known.
        """
        arguments.check_one_of(severity, SEVERITIES, "severity")
        worst = SEVERITIES[: SEVERITIES.index(severity) + 1]
        return self.where(self.frame["severity"].isin(worst) & ~self.frame["accepted"].astype(bool))

    def against(self, known: Mapping[str, tuple[str, bool]]) -> Findings:
        """Those that an earlier run did not have, or had less severe, or had accepted while they are open now.

        Parameters
        ----------
        known : mapping
            Of :func:`datamap.history.archive.known`.
        """

        def is_known(print_: str, severity: str, accepted: bool) -> bool:
            before, was_accepted = known.get(print_, ("", False))
            worse = before not in SEVERITIES or SEVERITIES.index(severity) < SEVERITIES.index(before)
            return not worse and (accepted or not was_accepted)

        columns = (self.frame[c].tolist() for c in ("fingerprint", "severity", "accepted"))
        return self.where([not is_known(*row) for row in zip(*columns, strict=True)])

    def accept(self, fingerprints: Iterable[str]) -> Findings:
        """The same findings, with some marked accepted. They stay visible."""
        frame = self.frame.copy()
        frame["accepted"] = frame["accepted"].astype(bool) | frame["fingerprint"].isin(list(fingerprints))
        return Findings(frame, self._facts)

    def __add__(self, other: Findings) -> Findings:
        """Both together, worst first."""
        parts = [f.frame for f in (self, other) if len(f)]
        return Findings(ranked(pd.concat(parts, ignore_index=True)), self._facts) if parts else self

    def with_worse(self, other: Findings) -> Findings:
        """These, and of other findings on the same inventories those that these lack or have less severe."""
        if not len(other) or self._facts is None or other._facts is None:
            return self
        rank = {s: n for n, s in enumerate(SEVERITIES)}
        mine = dict(zip(self.frame["fingerprint"], self.frame["severity"].map(rank), strict=True))
        theirs = zip(other.frame["fingerprint"], other.frame["severity"].map(rank), strict=True)
        more = other.frame[[rank_ < mine.get(print_, len(rank)) for print_, rank_ in theirs]].copy()
        if not len(more):
            return self
        for table, row in (("table", "row"), ("at_table", "at")):
            rows = more[row].to_numpy().copy()
            for name in more[table].unique():
                at = (more[table] == name).to_numpy()
                rows[at] = other._facts.tables.rows_in(self._facts.tables, name)[rows[at]]
            more[row] = rows
        kept = self.where(~self.frame["fingerprint"].isin(set(more["fingerprint"]))).frame
        parts = [f for f in (kept, more) if len(f)]
        return Findings(ranked(pd.concat(parts, ignore_index=True)), self._facts)

    def digest(self, position: int) -> str:
        """Digest of the facts behind one finding; an acceptance names it, and lapses when they change."""
        if not self._facts:
            return ""
        table, row, at_table, at = (self.frame[c].iat[position] for c in ("table", "row", "at_table", "at"))
        places = [(table, int(row)), (at_table, int(at))]
        if table == "inventories" and not self.frame["rule"].iat[position].startswith("RU"):
            # the facts of the organisation are in another table; title and date are facts of the document, which only
            # the rules on the run itself check
            places = [("controllers", int(row)), *(p for p in places if p[0] != table)]
        received = self._received.get(int(row), ()) if table == "recipients" else ()
        return digest(self._facts.tables, dict.fromkeys(places), received)

    @cached_property
    def _received(self) -> dict[int, list[str]]:
        """What reaches each recipient: purpose, people, category and special status, as other entries record it."""
        return flows.received(self._facts.tables) if self._facts else {}

    def groups(self) -> pd.DataFrame:
        """One row per rule: ``rule, name, severity, title, count, subjects`` (the first three, and how many more)."""
        grouped = self.frame.groupby("rule", sort=False)
        out = grouped.agg(
            name=("name", "first"), severity=("severity", "first"), count=("rule", "size"), subjects=("subject", few)
        ).reset_index()
        out.insert(3, "title", [BY_CODE[c].title if c in BY_CODE else c for c in out["rule"]])
        return out

    @cached_property
    def _places(self) -> list[tuple[str, int, str, int]]:
        """Entry and subject of each finding: table and row of both."""
        return list(records(self.frame, "at_table", "at", "table", "row"))

    def evidence(self, position: int) -> list[dict[str, str]]:
        """Every piece of evidence behind one finding: that of the entry it points at, then of its subject."""
        tables = self._facts.tables if self._facts else None
        if tables is None:
            return json.loads(self.frame["evidence"].iat[position]) if "evidence" in self.frame else []
        at_table, at, table, row = self._places[position]
        out = []
        for key in dict.fromkeys([(at_table, at), (table, row)]):
            out += [tables.evidence_words[i] for i in tables.evidence_at.get(key, ())]
        return out

    def records(self) -> list[dict[str, Any]]:
        """Findings as plain data, for JSON; the keys that other programs rely on among them."""
        out = []
        for i, f in enumerate(self.frame.to_dict("records")):
            record = {k: f[k] for k in COLUMNS[: COLUMNS.index("message") + 1]}
            record["articles"] = f["articles"].split("; ")
            record["evidence"] = self.evidence(i) or (
                [{"section": f["section"], "words": f["words"]}] if f["section"] or f["words"] else []
            )
            record |= {k: f[k] for k in ("remedy", "action", "country", "file")}
            record |= {
                "line": int(f["line"]),
                "categories": int(f["categories"]),
                "purposes": int(f["purposes"]),
                "special": bool(f["special"]),
            }
            record |= {"fingerprint": f["fingerprint"], "accepted": bool(f["accepted"])}
            out.append(record)
        return out

    @property
    def table(self) -> Sheeted:
        """The columns a person reads first: severity, rule, subject, message, remedy."""
        columns = ["severity", "rule", "controller", "subject", "message", "remedy", "fingerprint", "accepted"]
        return Sheeted(self.frame[columns])

    def _repr_html_(self) -> str:
        columns = ["severity", "rule", "title", "count", "subjects"]
        groups = display.table(repr(self).strip("<>"), columns, self.groups()[columns].to_numpy().tolist())
        if self.frame.empty:
            return groups
        first = self.frame.drop_duplicates("rule").head(SHOWN)
        left = len(self.frame) - len(first)
        title = "The first of each rule, worst first" + (f"; {left:,} more in .frame" if left else "")
        columns = ["severity", "message", "remedy", "fingerprint"]
        return groups + display.table(title, columns, first[columns].to_numpy().tolist())


def digest(tables: Tables, places: Iterable[tuple[str, int]], received: Iterable[str] = ()) -> str:
    """Digest of facts: entries (table, row), all below them, what a recipient gets; without order, lines or notes."""

    def facts(name: str, at: int) -> str:
        spec, values = SPEC[name], tables[name].iloc[at]
        own = []
        for column in spec.columns:
            # an acceptance holds wherever the file is kept, and what else is edited in it
            if column.name in ("notes", "why", "formerly", "description", "file", "sha256"):
                continue
            value = values[column.name]
            if (name, column.name) in ADDED and value == default(spec, column):
                continue  # an acceptance of an earlier version goes on to hold
            if column.kind == "ref":
                value = _known_as(tables, column.refers, int(value))
            own.append(f"{column.name}={value}")
        below = []
        for child in SPEC.values():
            if child.parent == name:
                rows = np.flatnonzero(tables[child.name][child.parent_key].to_numpy() == at)
                below += [f"{child.name}({facts(child.name, int(r))})" for r in rows]
        return ";".join(own + sorted(below))

    return sha256("|".join([*(facts(*p) for p in places), *sorted(received)]).encode()).hexdigest()[:12]


def _known_as(tables: Tables, table: str, row: int) -> str:
    """The id behind a reference; of a category also how special it is, since that alone changes what is owed."""
    if row < 0:
        return "unknown"
    entry = tables[table].iloc[row]
    return f"{entry['id']} ({entry['special']})" if table == "categories" else str(entry["id"])
