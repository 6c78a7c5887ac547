"""One partition of a group: what a worker is asked, what it answers, and the work itself.

A worker may be another process or another machine. It gets an :class:`Ask` of plain values, runs
:func:`judge_partition` and gives back a :class:`Part`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from datamap.errors import InputError, Problem, RunError
from datamap.files import writing
from datamap.findings import acceptances as accepting
from datamap.findings.acceptances import Acceptances
from datamap.findings.proposals import sent
from datamap.formats import Listed
from datamap.group import units
from datamap.group.units import Unit
from datamap.law.terms import Terms
from datamap.pipeline import Audit, audit
from datamap.questions import vendors
from datamap.tables.reading import read


@dataclass(frozen=True)
class Ask:
    """What a worker is asked to do with one partition: plain values only, so that any process can receive it.

    Attributes
    ----------
    paths : tuple of str
        One Parquet partition, or files of inventories.
    terms : Terms
        The day, the law and the participant list, as paths that the worker reads.
    select, ignore : tuple of str
        As in :func:`datamap.pipeline.audit`.
    acceptances : tuple of str
        Files of accepted findings; without any, those beside the inventories are used.
    law : str
        Digest of the client's law pack; a worker that has another one stops.
    transfers, evidence, proposals : bool
        Whether the transfers, the evidence behind each finding, and the open proposals are wanted too.
    units : bool
        Whether it is wanted what each inventory adds, for a later audit that takes it over.
    output : str
        File into which the worker writes the findings; empty: they are sent back.
    """

    paths: tuple[str, ...]
    terms: Terms
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    acceptances: tuple[str, ...] = ()
    law: str = ""
    transfers: bool = False
    evidence: bool = False
    proposals: bool = False
    units: bool = False
    output: str = ""


@dataclass
class Part:
    """The result of one partition: problems, or findings, the sizes of its tables, and the acceptances used."""

    paths: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    findings: pd.DataFrame | None = None
    transfers: pd.DataFrame | None = None
    proposals: pd.DataFrame | None = None
    stamp: dict[str, Any] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    met: frozenset[str] = frozenset()
    units: tuple[Unit, ...] = ()


def judge_partition(ask: Ask) -> Part:
    """Audit one partition; what a worker runs.

    Raises
    ------
    RunError
        The worker has another law pack than the client.
    """
    pack = ask.terms.law()
    if ask.law and pack.digest != ask.law:
        raise RunError(
            f"a worker has another law pack ({pack.version}, {pack.digest[:12]}) than the client ({ask.law[:12]}): "
            "install one version everywhere"
        )
    participants = ask.terms.participants()
    before = _digests(ask)
    try:
        tables = read(ask.paths)
    except InputError as e:
        return Part(ask.paths, e.problems)
    a = audit(tables, ask.terms.day, law=pack, participants=participants)
    # an acceptance that matches nothing here may match a finding in another partition: only the group knows
    prints = set(a.findings.frame["fingerprint"])
    given = acceptances_of(ask)
    met = Acceptances(x for x in given.items if x[0].fingerprint in prints)
    if met:
        a = audit(tables, ask.terms.day, law=pack, participants=participants, acceptances=met)
    known = frozenset(x[0].fingerprint for x in met.items)
    accepted = a.findings.frame[a.findings.frame["fingerprint"].isin(known).to_numpy()]
    a.findings = a.findings.select(ask.select, ask.ignore)
    part = _answer(ask, a, known)
    if ask.units:
        # what changed while it was read is judged again the next time
        after = _digests(ask)
        digests = {p: d if after[p] == d else "" for p, d in before.items()}
        part.units = units.of(a, ask.paths, digests, accepted, Acceptances() if ask.acceptances else given)
    return part


def _digests(ask: Ask) -> dict[tuple[str, ...], str]:
    """The digest of each path, and of all of them, where units are wanted."""
    each, listed = [(p,) for p in ask.paths], Listed()
    return {p: units.digest(p, listed) for p in dict.fromkeys((*each, ask.paths))} if ask.units else {}


def _answer(ask: Ask, a: Audit, met: frozenset[str]) -> Part:
    """What is sent back; the findings are not, if the worker writes them itself."""
    found = a.findings.frame
    if ask.evidence:
        found = found.assign(evidence=[json.dumps(r["evidence"], ensure_ascii=False) for r in a.findings.records()])
    if ask.output:
        write(found, Path(ask.output))
    return Part(
        paths=ask.paths,
        findings=None if ask.output else found,
        transfers=vendors.transfers_with_vendors(a) if ask.transfers else None,
        proposals=sent(a) if ask.proposals and a.has_proposals else None,
        stamp=a.stamp(),
        counts=a.counts,
        sizes={name: len(f) for name, f in a.tables.items()},
        files=tuple(dict.fromkeys(a.tables["inventories"]["file"])),
        met=met,
    )


def acceptances_of(ask: Ask, listed: Listed | None = None) -> Acceptances:
    """The acceptances that are asked for; without any, those beside the inventories."""
    if ask.acceptances:
        return sum(map(accepting.read, ask.acceptances), Acceptances())
    return accepting.beside(ask.paths, listed)


def write(findings: pd.DataFrame, path: Path) -> None:
    """Findings as a Parquet file, which appears under its name only when it is whole."""
    with writing.made_aside(path) as (unfinished, file):
        findings.to_parquet(file, engine="pyarrow", compression="zstd", index=False)
        file.close()
        unfinished.replace(path)
