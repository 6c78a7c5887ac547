"""An audit of a group that takes over what an earlier one kept, and judges only what changed.

Each partition is put together from units: those of the earlier audit that were read from the same bytes, and those that
are judged now. Another law pack or participant list judges those again that name a place or a kind of tool on which it
differs. The result is what an audit of everything gives, row for row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from datamap.errors import CallError, Problem
from datamap.findings import ranked
from datamap.findings.acceptances import Acceptances
from datamap.findings.proposals import merged
from datamap.formats import Listed
from datamap.group import workers
from datamap.group.kept import Kept, Unusable, file_of, load
from datamap.group.partition import Ask, Part, acceptances_of, judge_partition, write
from datamap.group.units import Unit, crossing, moved, owners, starts
from datamap.labels.counting import COVERED_UNVERIFIED, count
from datamap.model.vocabulary import VERDICTS
from datamap.pipeline import stamp
from datamap.tables import SPEC

if TYPE_CHECKING:
    from datamap.law.dpf import Participants

Place = tuple[int, int]
"""A partition of the earlier audit, and the position of a unit in it."""


@dataclass(frozen=True)
class Plan:
    """What is taken over of one partition, and what is judged.

    Attributes
    ----------
    paths : tuple of str
        Of the partition.
    units : tuple of (paths, place or None)
        In the order of the partition; None for what is judged.
    """

    paths: tuple[str, ...]
    units: tuple[tuple[tuple[str, ...], Place | None], ...]

    @property
    def changed(self) -> tuple[str, ...]:
        """The paths that are judged."""
        return tuple(p for paths, place in self.units if place is None for p in paths)


class Since:
    """What an earlier audit kept, for one that follows it.

    Attributes
    ----------
    accepted : Acceptances
        All that are given, or are beside an inventory of the group.
    note : str
        In one line what was taken over, or why nothing was.
    """

    def __init__(self, folder: str | Path, ask: Ask, accepted: Acceptances, listed: Listed):
        if not Path(folder).is_dir():
            raise CallError(f"--since: {folder} is not a folder. Expected the folder of an earlier `datamap audit -o`")
        self.folder, self.ask, self.accepted, self._listed = folder, ask, accepted, listed
        self.kept: Kept | None = None
        self.note = ""
        try:
            self.kept = load(Path(folder), ask)
        except Unusable as e:
            self.refuse(str(e))

    def refuse(self, reason: str) -> None:
        """Take nothing over, for a reason."""
        self.kept = None
        self.note = f"--since: {self.folder} is not used: {reason}; everything was judged"

    def plan_of(self, paths: tuple[str, ...]) -> Plan:
        """What is taken over of a partition."""
        if self.kept is None:
            return _everything(paths)
        if len(paths) > 1 and (place := self.kept.unit(paths, self._listed)):
            return Plan(paths, ((paths, place),))
        return Plan(paths, tuple(((p,), self.kept.unit((p,), self._listed)) for p in paths))

    def tell(self, plans: Iterable[Plan]) -> None:
        """Note how much is taken over, if it can be."""
        if self.kept:
            plans = list(plans)
            again, every = sum(len(p.changed) for p in plans), sum(len(p.paths) for p in plans)
            them = count(every, "files or partitions")
            law = f" ({self.kept.law})" if self.kept.reached else ""
            self.note = f"--since: judged {again:,} of {them}{law}; the others are taken over from {self.folder}"

    def put_together(
        self, plans: Mapping[int, Plan], judged: Mapping[int, Part], target: Path | None
    ) -> dict[int, Part]:
        """The partitions that can be put together from what was kept and what was judged now; none if it is damaged."""
        done = {}
        try:
            for n, plan in plans.items():
                if (part := self._put_together(plan, judged.get(n))) and not self._crossed(part):
                    done[n] = part
        except Unusable as e:
            self.refuse(str(e))
            return {}
        for n, part in done.items():
            if target and part.findings is not None:
                write(part.findings, target / file_of(n))
        return done

    def _put_together(self, plan: Plan, judged: Part | None) -> Part | None:
        """One partition; None where all of it has to be judged.

        Raises
        ------
        Unusable
            A file of the earlier audit is damaged.
        """
        kept, new = self.kept, {unit.paths: unit for unit in judged.units} if judged else {}
        assert kept
        if any(place is None and paths not in new for paths, place in plan.units):
            return None
        chosen = [kept.units[place[0]][place[1]] if place else new[paths] for paths, place in plan.units]
        ids = [i["controller"] for u in chosen for i in u.inputs]
        if len(set(ids)) < len(ids):
            return None  # the reader of all of them refuses it
        sizes = np.array([u.sizes for u in chosen], dtype=np.int64)
        first = starts(sizes)
        taken = sorted({p[0] for _, p in plan.units if p})
        old = {name: checked for n in taken for name, checked in kept.about(n)["old_checks"].items()}
        if len(chosen) > 1 and (old or (judged and judged.stamp["law"]["old_checks"])):
            return None  # which old facts of law matter is known only of a partition as a whole
        sources = [(kept.units[n], self._findings(n), n) for n in taken]
        frames = []
        for units, findings, n in sources:
            to = {place[1]: at for at, (_, place) in enumerate(plan.units) if place and place[0] == n}
            frames.append(_taken(units, findings, to, first))
        if judged and judged.findings is not None:
            at = {paths: k for k, (paths, _) in enumerate(plan.units)}
            frames.append(
                _taken(judged.units, judged.findings, {k: at[u.paths] for k, u in enumerate(judged.units)}, first)
            )
        counts = np.sum([u.counts for u in chosen], axis=0).tolist()
        frames = [f for f in frames if len(f)] or frames[:1]
        return Part(
            paths=plan.paths,
            findings=frames[0] if len(frames) == 1 and len(sources) == 1 and not judged else ranked(_joined(frames)),
            proposals=self._proposals(chosen, plan, judged),
            stamp={**self._stamp(old), "inputs": [i for u in chosen for i in u.inputs]},
            counts=dict(zip((*VERDICTS, COVERED_UNVERIFIED), counts, strict=True)),
            sizes=dict(zip(SPEC, sizes.sum(axis=0).tolist(), strict=True)),
            files=tuple(dict.fromkeys(f for u in chosen for f in u.files)),
            met=frozenset(x for u in chosen for x in u.met),
            units=tuple(chosen),
        )

    def _stamp(self, old: dict[str, str]) -> dict[str, Any]:
        terms = self.ask.terms
        return stamp(terms.day, terms.law(), self._participants, old)

    @cached_property
    def _participants(self) -> Participants | None:
        return self.ask.terms.participants()

    def _findings(self, part: int) -> pd.DataFrame:
        assert self.kept
        found = self.kept.findings(part)
        return found if self.ask.evidence or "evidence" not in found else found.drop(columns="evidence")

    def _proposals(self, chosen: Sequence[Unit], plan: Plan, judged: Part | None) -> pd.DataFrame | None:
        """The open proposals of the units, in their order."""
        assert self.kept
        have = {n for _, place in plan.units if place for n in [place[0]] if self.kept.about(n)["proposals"]}
        if not self.ask.proposals or not (have or (judged and judged.proposals is not None)):
            return None
        frames = []
        for unit, (_, place) in zip(chosen, plan.units, strict=True):
            source = self.kept.proposals if place and place[0] in have else None
            source = judged.proposals if judged and place is None else source
            if source is not None:
                frames.append(source[source["controller"].isin([i["controller"] for i in unit.inputs]).to_numpy()])
        frames = [f for f in frames if len(f)]
        return pd.DataFrame(merged(frames)) if frames else None

    def _crossed(self, part: Part) -> bool:
        """Whether an acceptance beside one inventory names a finding on another one, or may: then all are judged."""
        if self.ask.acceptances or len(part.units) < 2 or not self.accepted.items:
            return False
        beside = acceptances_of(replace(self.ask, paths=part.paths))
        if beside.items and (self.ask.select or self.ask.ignore):
            return True
        sizes = np.array([u.sizes for u in part.units], dtype=np.int64)
        assert part.findings is not None
        return crossing(beside, part.findings, sizes, part.paths)


def _taken(units: Sequence[Unit], findings: pd.DataFrame, to: dict[int, int], first: np.ndarray) -> pd.DataFrame:
    """The findings of some units of a partition, with the rows that they have in another one.

    Parameters
    ----------
    to : dict
        By the position of a unit in its partition the one in the other partition.
    first : int array
        The first row of each unit in each table of the other partition.
    """
    sizes = np.array([u.sizes for u in units], dtype=np.int64)
    by = np.zeros_like(sizes)
    mine = np.array([k in to for k in range(len(units))], dtype=bool)
    by[list(to)] = first[list(to.values())] - starts(sizes)[list(to)]
    if mine.all() and not by.any():
        return findings
    owner = owners(sizes, findings)
    keep = mine[owner]
    return moved(findings[keep].reset_index(drop=True), owner[keep], by)


def _joined(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(frames, ignore_index=True)


def judge_all(
    ask: Ask,
    parts: Sequence[tuple[str, ...]],
    target: Path | None,
    since: Since | None,
    *,
    jobs: int,
    scheduler: str,
) -> dict[tuple[str, ...], Part]:
    """What became of every partition, by its paths; what is not taken over is judged here, by processes or a cluster.

    Parameters
    ----------
    parts : sequence of tuple of str
        By their number the paths of each partition; empty where a partition was refused.
    target : Path, optional
        The folder for the findings of each partition.
    """
    plans = {n: since.plan_of(paths) if since else _everything(paths) for n, paths in enumerate(parts) if paths}
    if since:
        since.tell(plans.values())

    def judged(paths: dict[int, tuple[str, ...]]) -> dict[int, Part]:
        """The partitions with these numbers, of which only some paths may be judged."""
        asks = {}
        for n, mine in paths.items():
            output = str(target / file_of(n)) if target and mine == parts[n] else ""
            asks[n] = replace(ask, paths=mine, output=output)
        found = workers.run(judge_partition, list(asks.values()), jobs=jobs, scheduler=scheduler, lost=_lost)
        done = dict(zip(asks, (part for _, part in sorted(found, key=lambda x: x[0])), strict=True))
        for n, part in done.items():
            if asks[n].output and not part.problems:  # what a worker wrote is read again
                part.findings = pd.read_parquet(asks[n].output, engine="pyarrow")
        return done

    first = judged({n: plan.changed for n, plan in plans.items() if plan.changed})
    done = {n: part for n, part in first.items() if part.problems or part.paths == parts[n]}
    if since and since.kept:
        done |= since.put_together({n: plan for n, plan in plans.items() if n not in done}, first, target)
    done |= judged({n: plan.paths for n, plan in plans.items() if n not in done})
    return {parts[n]: replace(part, paths=parts[n]) for n, part in done.items()}


def _everything(paths: tuple[str, ...]) -> Plan:
    return Plan(paths, tuple(((p,), None) for p in paths))


def _lost(ask: Ask, reason: str) -> Part:
    """A partition that no worker could audit: named, like one that cannot be read."""
    expected = "a partition that a worker's memory can hold"
    return Part(ask.paths, tuple(Problem(p, 0, "", f"not judged: {reason}", expected) for p in ask.paths))
