"""The whole chain on one screen: read this file first.

    inventories -> tables -> the tables of the day -> coverage (the verdicts) -> rules -> findings

The graph, the charts and the workbook are made from the :class:`Audit` on request.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from datamap import display, formats, rules, tables
from datamap import law as lawpack
from datamap.errors import CallError
from datamap.findings import accepted, fingerprints, tasks
from datamap.findings import proposals as open_proposals
from datamap.findings.acceptances import Acceptances
from datamap.findings.accepted import Judged
from datamap.findings.findings import Findings, find, find_worst
from datamap.labels.counting import COVERED_UNVERIFIED, count, counted, transfers
from datamap.law import Law
from datamap.model import Inventory, arguments
from datamap.model.vocabulary import VERDICTS, shown
from datamap.tables import Tables, proposals
from datamap.tables.preview import Preview, verdict_marks
from datamap.transfers import coverage, flows, old_facts

if TYPE_CHECKING:
    import networkx as nx

    from datamap.law.dpf import Participants


LAW = "a law pack, as dm.law.load() gives it"
SOURCE = "an inventory, as dm.read(path) gives it, several of them in a list, or a path"


class Audit(open_proposals.Proposing, fingerprints.Fingerprinted):
    """What an audit of one or many inventories found on a day.

    Attributes
    ----------
    as_of : date
    law : Law
    participants : Participants or None
    source : Tables
        The whole map, whatever the day; what the workbook carries.
    tables : Tables
        As they held on the day; of what is proposed, only that it exists.
    coverage : Coverage
        The verdicts, integer-coded.
    accepting : Acceptances
        The accepted findings.
    """

    def __init__(
        self,
        tables_: Tables,
        as_of: dt.date,
        law: Law,
        participants: Participants | None,
        which: Iterable[rules.Rule],
        accepting: Acceptances | None = None,
    ):
        self.as_of, self.law, self.participants = as_of, law, participants
        self.source, self._rules, self.accepting = tables_, tuple(which), accepting or Acceptances()
        self._worlds = proposals.worlds(tables_)
        here = self._worlds.on(as_of) if self._worlds else None
        self.tables = here.masked if here else tables_.on(as_of)
        self.coverage = coverage.judge_transfers(self.tables, as_of, law, participants, here.others if here else ())
        self.facts = rules.Facts(self.tables, self.coverage, as_of, law, participants)
        self._limits = here.limits if here else ()

    @cached_property
    def _found(self) -> tuple[Findings, tuple[Judged, ...]]:
        """What the rules find, and what became of each acceptance. Running them takes longer than all verdicts."""
        on_facts = [r for r in self._rules if r not in rules.ON_ACCEPTANCES]
        others = (rules.Facts.of(t, self.as_of, self.law, self.participants) for t in self._limits)
        found = find_worst(self.facts, others, on_facts)
        judged = accepted.judge(self.accepting, found, self.as_of)
        if judged:
            facts = replace(self.facts, acceptances=judged)
            on_them = find(facts, [r for r in self._rules if r in rules.ON_ACCEPTANCES])
            found = found.accept(accepted.accepted(judged)) + on_them
        return found, judged

    @cached_property
    def findings(self) -> Findings:
        """What the rules found, worst first; the rules run when it is first asked for."""
        return self._found[0]

    @cached_property
    def acceptances(self) -> tuple[Judged, ...]:
        """What became of each acceptance."""
        return self._found[1]

    @cached_property
    def transfers(self) -> pd.DataFrame:
        """Tidy frame, one row per recipient and site: the JSON keys of ``datamap transfers``, and more."""
        f, t = self.coverage.frame, self.tables
        r, row = t["recipients"], self.coverage.frame["recipient"].to_numpy()
        read = self.coverage.texts
        return Preview.of(
            pd.DataFrame(
                {
                    "controller": t["inventories"]["id"].to_numpy()[f["controller"].to_numpy()],
                    "recipient_id": r["id"].to_numpy()[row],
                    "recipient": r["name"].to_numpy()[row],
                    "via": [r["id"].iat[v] if v >= 0 else "" for v in f["via"].tolist()],
                    "country": f["country"].astype(str),
                    "data": f["data"].astype(str),
                    "verdict": f["verdict"].astype(str),
                    "ground": f["ground"].astype(str),
                    "instrument": self.coverage.instruments,
                    "evidence": f["evidence"].astype(str),
                    "contested": f["contested"],
                    "valid_until": f["valid_until"].astype(str),
                    "reasons": read(lambda v: v.reasons),
                    "citation": read(lambda v: v.citation),
                    "relied_on": read(lambda v: v.relied_on),
                    "fallback": read(lambda v: v.fallback),
                    "later_annulled": read(lambda v: v.later_annulled),
                    "missing": read(lambda v: v.missing),
                    "asks": read(lambda v: v.asks),
                    **flows.ids_of_transfers(t, f),
                }
            ),
            f"Transfers as of {self.as_of}, what is open first",
            ("recipient", "country", "verdict", "ground", "valid_until", "reasons"),
        )

    @cached_property
    def tasks(self) -> tuple[tasks.Task, ...]:
        """What people decided to do, with what of it is open, overdue or done (:mod:`datamap.findings.tasks`)."""
        return tasks.judge(self.accepting, self.findings, self.as_of)

    @cached_property
    def if_confirmed(self) -> Audit:
        """The audit of the same map as if every proposal were confirmed; this audit where nothing is proposed."""
        if self._worlds is None:
            return self
        return Audit(self._worlds.accepted, self.as_of, self.law, self.participants, self._rules, self.accepting)

    @cached_property
    def inventories(self) -> list[Inventory]:
        """The inventories that were judged, as objects."""
        return tables.to_inventories(self.source)

    def under(
        self, *without: str, law: Law | None = None, as_of: str | dt.date | None = None, source: Tables | None = None
    ) -> Audit:
        """The same map under another law, without some instruments, or on another day: a new audit.

        ``source`` is another version of the map, judged on the same terms.
        """
        day = self.as_of if as_of is None else arguments.parse_day(as_of)
        law = self.law if law is None else arguments.check_type(law, Law, "law", LAW)
        law = law.without(*without) if without else law
        return Audit(source or self.source, day, law, self.participants, self._rules, self.accepting)

    @cached_property
    def counts(self) -> dict[str, int]:
        """Number of transfer rows by verdict; ``covered_unverified`` is a part of the covered ones.

        These are based on the claim that the importer is listed (Data Privacy Framework), which no participants list
        verified.
        """
        frame = self.coverage.frame
        found = frame["verdict"].value_counts()
        by_verdict: dict[str, int] = {v: int(found.get(v, 0)) for v in VERDICTS}
        return {**by_verdict, COVERED_UNVERIFIED: int(self.coverage.unverified.sum())}

    @cached_property
    def graph(self) -> nx.MultiDiGraph:
        """The map as a graph, with verdicts, bases, safeguards and findings on its nodes and edges."""
        from datamap.transfers import graph  # here, because networkx takes longer to load than an audit to run

        return graph.build(self.tables, self.coverage, self.findings.frame, self.as_of)

    def why(self, recipient: str) -> pd.DataFrame:
        """Every verdict on one recipient, by id or name, with all reasons; a row per reason.

        Raises
        ------
        CallError
            A recipient that is not on the map that day.
        """
        t = self.transfers
        named = zip(t["recipient_id"].tolist(), t["recipient"].tolist(), strict=True)
        mine = t[t["recipient_id"].isin(arguments.find_ids(recipient, named, f"recipient on {self.as_of}"))]
        told = mine[["recipient", "country", "data", "verdict", "reasons"]].explode("reasons", ignore_index=True)
        return Preview.of(told, f"Why, as of {self.as_of}", tuple(told.columns))

    @cached_property
    def old_checks(self) -> dict[str, str]:
        """Facts of law behind these verdicts that were last checked more than a year before the day, with that date."""
        return old_facts.old_checks(self.law, self.tables, self.coverage, self.as_of)

    def stamp(self) -> dict[str, Any]:
        """What every output states: the terms (:func:`stamp`), and the hashes of the inputs."""
        inv = self.tables["inventories"]
        return {
            **stamp(self.as_of, self.law, self.participants, self.old_checks),
            "inputs": [
                {"controller": i, "name": n, "file": f.replace("\\", "/").rsplit("/", 1)[-1], "sha256": s, "date": d}
                for i, n, f, s, d in zip(
                    inv["id"], self.tables["controllers"]["name"], inv["file"], inv["sha256"], inv["date"], strict=True
                )
            ],
        }

    def __repr__(self) -> str:
        of = count(len(self.tables["inventories"]), "inventories")
        return f"<Audit of {of} as of {self.as_of}: {counted(self.counts)}, {self.findings!r}>"

    def _repr_html_(self) -> str:
        title = f"{count(transfers(self.counts), 'transfers')} as of {self.as_of}; verdicts on recipients and places"
        marks = verdict_marks()
        verdicts = display.table(title, ["verdict", "rows"], [(marks.get(v, v), n) for v, n in self.counts.items()])
        return verdicts + self.findings._repr_html_() + (self.proposals._repr_html_() if self.has_proposals else "")


def stamp(day: dt.date, law: Law, participants: Participants | None, old_checks: dict[str, str]) -> dict[str, Any]:
    """What every output states of the terms: the day, the law pack and its horizon, the participant list."""
    listed = None
    if participants is not None:
        listed = {"vintages": [v.isoformat() for v in participants.vintages], "digest": participants.digest}
    return {
        "as_of": day.isoformat(),
        "law": {
            "version": law.version,
            "horizon": law.horizon.isoformat(),
            "digest": law.digest,
            "known_on": law.known_on.isoformat() if law.known_on else None,
            "without": sorted(law.removed),
            "beyond_horizon": day > law.horizon,
            "old_checks": old_checks,
        },
        "dpf_list": listed,
    }


def audit(
    source: Inventory | Tables | Sequence[Inventory] | str | Path,
    as_of: str | dt.date | None = None,
    *,
    law: Law | None = None,
    participants: Participants | None = None,
    acceptances: Acceptances | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
) -> Audit:
    """Judge every transfer and run every rule.

    Parameters
    ----------
    source : Inventory, sequence of Inventory, Tables, or path
        A path is read with :func:`datamap.formats.read_many`: a file, a folder or a glob.
    as_of : date or ISO text, optional
        The day; today if not given.
    law : Law, optional
        The newest law pack if not given; see :func:`datamap.law.load` and :meth:`datamap.law.Law.without`.
    participants : Participants, optional
        The Data Privacy Framework participants list (:func:`datamap.law.dpf.read`).
    acceptances : Acceptances, optional
        Accepted findings (:mod:`datamap.findings.acceptances`).
    select, ignore : sequence of str
        Rules by code, family or name.

    Returns
    -------
    Audit

    Raises
    ------
    CallError
        An argument that cannot be used.
    InputError
        A file that cannot be read.

    Examples
    --------
    >>> import datamap as dm
    >>> audit = dm.audit(dm.read("inventory/smartsupp.yaml"), as_of="2026-09-30")
    >>> audit.counts["not-covered"]
    1
    """
    day = dt.date.today() if as_of is None else arguments.parse_day(as_of)
    pack = lawpack.load() if law is None else arguments.check_type(law, Law, "law", LAW)
    _check(participants, acceptances)
    chosen = arguments.check_texts(select, "select"), arguments.check_texts(ignore, "ignore")
    # an acceptance of a rule that is not selected matches something all the same
    which = rules.RULES if acceptances else _chosen(*chosen)
    result = Audit(_frames(source), day, pack, participants, which, acceptances)
    if acceptances and any(chosen):
        result.findings = result.findings.select(*chosen)
    return result


def _check(participants: Any, acceptances: Any) -> None:
    """Refuse a list or acceptances of another type."""
    if participants is not None:
        from datamap.law.dpf import Participants

        arguments.check_type(participants, Participants, "participants", "what dm.law.dpf.read([path, ...]) gives")
    if acceptances is not None:
        arguments.check_type(
            acceptances, Acceptances, "acceptances", "what datamap.findings.acceptances.read(path) gives"
        )


def _chosen(select: Sequence[str], ignore: Sequence[str]) -> tuple[rules.Rule, ...]:
    """The rules that a caller selected; all of them by default."""
    kept = rules.chosen(select, "select") if select else rules.BY_CODE.keys()
    left_out = rules.chosen(ignore, "ignore")
    return tuple(r for r in rules.RULES if r.code in kept and r.code not in left_out)


def _frames(source: Any) -> Tables:
    """The tables of what a caller gave."""
    if isinstance(source, Tables):
        return source
    if isinstance(source, (str, os.PathLike)):
        source = formats.read_many(arguments.parse_path(source, "source", SOURCE))
    found = [source] if isinstance(source, Inventory) else list(source) if isinstance(source, (list, tuple)) else []
    if not found or not all(isinstance(i, Inventory) for i in found):
        raise CallError(f"source: {type(source).__name__} {shown(source)} cannot be audited. Expected {SOURCE}")
    return tables.from_inventories(found)
