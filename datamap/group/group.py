"""Audits of a group, partition by partition.

    Parquet folders, or batches of inventories -> an audit of each -> one list of findings, one of transfers

The result is what one audit of everything gives, row for row. A partition that cannot be read is named, and the others
are audited all the same. The questions about a group are in :mod:`datamap.questions.vendors`.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from datamap import formats, rules
from datamap.errors import IN_PYTHON, CallError, InputError, Problem
from datamap.files import folders, writing
from datamap.files.partitions import split
from datamap.files.pausing import without_collector
from datamap.findings import Findings, find, ranked
from datamap.findings import accepted as acceptances
from datamap.findings.acceptances import Acceptances
from datamap.findings.proposals import merged
from datamap.group import kept
from datamap.group.partition import Ask, Part, acceptances_of
from datamap.group.since import Since, judge_all
from datamap.labels.counting import count, counted
from datamap.law.terms import Terms
from datamap.tables.reading import read
from datamap.transfers.coverage import Coverage

BATCH = 200
"""Inventories that are audited together where they come as files of their own."""


class Group:
    """What an audit of a group found.

    Attributes
    ----------
    as_of : date
    findings : Findings
        Of all partitions that could be read, worst first.
    problems : tuple of Problem
        Of the partitions that could not be read.
    counts : dict
        Number of transfers by verdict.
    note : str
        What was taken over from an earlier audit, or why nothing was; empty where none was named.
    """

    def __init__(self, as_of: dt.date, parts: Sequence[Part], more: Sequence[pd.DataFrame] = (), note: str = ""):
        self.as_of, self.parts, self._more, self.note = as_of, tuple(parts), tuple(more), note
        self.problems = tuple(p for part in parts for p in part.problems)
        self.judged = [p for p in parts if not p.problems]
        self.counts = _sum(p.counts for p in self.judged)

    @cached_property
    def findings(self) -> Findings:
        frames = [*(p.findings for p in self._placed()), *(f for f in self._more if len(f))]
        return Findings(ranked(pd.concat(frames, ignore_index=True)) if frames else _nothing())

    @cached_property
    def transfers(self) -> pd.DataFrame:
        """One row per transfer (:func:`datamap.questions.vendors.transfers_with_vendors`), if it was asked for."""
        frames = [p.transfers for p in self.judged if p.transfers is not None]
        if not frames:
            return pd.DataFrame()
        words = {
            c: sorted(set().union(*(f[c].cat.categories for f in frames)))
            for c in frames[0]
            if isinstance(frames[0][c].dtype, pd.CategoricalDtype)
        }
        return pd.concat(
            [f.assign(**{c: f[c].cat.set_categories(w) for c, w in words.items()}) for f in frames], ignore_index=True
        )

    @cached_property
    def proposals(self) -> pd.DataFrame:
        """The open proposals of all partitions, those that would change a verdict first, if they were asked for."""
        return merged([p.proposals for p in self.judged if p.proposals is not None])

    @property
    def has_proposals(self) -> bool:
        """Whether open proposals were asked for and found."""
        return any(p.proposals is not None for p in self.judged)

    def _placed(self) -> list[Part]:
        """Parts whose row numbers count through the whole group."""
        start: dict[str, int] = {}
        out = []
        for part in self.judged:
            if part.findings is not None and len(part.findings):
                f = part.findings
                moved = {}
                for column, of in (("row", "table"), ("at", "at_table")):
                    codes, names = pd.factorize(f[of])
                    first = np.array([start.get(name, 0) for name in names], dtype=np.int64)
                    moved[column] = f[column].to_numpy().astype(np.int64) + first[codes]
                out.append(Part(part.paths, findings=f.assign(**moved)))
            for name, size in part.sizes.items():
                start[name] = start.get(name, 0) + size
        return out

    def stamp(self) -> dict[str, Any]:
        """What every output states, as :meth:`datamap.pipeline.Audit.stamp`; ``inputs`` are all controllers'."""
        nothing: dict[str, Any] = {"as_of": self.as_of.isoformat(), "law": None, "dpf_list": None}
        first = next((p.stamp for p in self.judged), nothing)
        old = {name: checked for p in self.judged for name, checked in p.stamp["law"]["old_checks"].items()}
        law = first["law"] and {**first["law"], "old_checks": old}
        return {**first, "law": law, "inputs": [i for p in self.judged for i in p.stamp["inputs"]]}

    def __repr__(self) -> str:
        size = count(sum(len(p.stamp["inputs"]) for p in self.judged), "controllers")
        where = f"{size} in {count(len(self.judged), 'partitions')}"
        return f"<Group of {where} as of {self.as_of}: {counted(self.counts)}, {self.findings!r}>"


def audit_group(
    paths: Iterable[str | Path],
    as_of: dt.date,
    *,
    known_on: dt.date | None = None,
    without: Sequence[str] = (),
    dpf_list: Sequence[str] = (),
    acceptances: Sequence[str] = (),
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    jobs: int = 1,
    scheduler: str = "",
    transfers: bool = False,
    evidence: bool = False,
    proposals: bool = False,
    output: str | Path = "",
    force: bool = False,
    since: str | Path = "",
) -> Group:
    """Audit a group partition by partition: here, in processes, or on a Dask cluster.

    Parameters
    ----------
    paths : iterable of path
        Parquet folders, inventories, folders or globs of them.
    as_of, known_on, without, dpf_list, acceptances, select, ignore
        As on the command line. Workers read by these paths.
    jobs, scheduler
        As in :func:`datamap.group.workers.run`.
    transfers, evidence, proposals : bool
        Whether to bring back the transfers, the evidence behind each finding, and the open proposals.
    output : path, optional
        A folder for the findings: a Parquet file per partition, by the worker that audited it, and ``audit.json``.
    force : bool
        Whether to replace the folder of an earlier audit; it stays as it is until the new one is complete.
    since : path, optional
        The `output` of an earlier audit: only what changed is judged, or everything; :attr:`Group.note` explains it.

    Raises
    ------
    InputError
        No partition could be read, or an inventory among files is wrong.
    CallError, RunError
        As in :func:`datamap.group.workers.run`.
    """
    rules.chosen(select, "select"), rules.chosen(ignore, "ignore")  # a misspelling is reported here, not by a worker
    _check_free(output, force)
    ask = Ask(
        paths=(),
        terms=Terms(as_of, known_on, tuple(without), tuple(map(_absolute, dpf_list))),
        select=tuple(select),
        ignore=tuple(ignore),
        acceptances=tuple(map(_absolute, acceptances)),
        transfers=transfers,
        evidence=evidence,
        proposals=proposals or bool(output),
        units=bool(output or since),
    )
    return _audit_parts(ask, *split(paths), output, since, jobs=jobs, scheduler=scheduler)


def _audit_parts(
    ask: Ask,
    partitions: Sequence[Path],
    files: Sequence[str | Path],
    output: str | Path,
    since: str | Path,
    *,
    jobs: int,
    scheduler: str,
) -> Group:
    """The audit of all partitions: those of the folders first, then those of files."""
    listed = formats.Listed()
    ask, parts = replace(ask, law=ask.terms.law().digest), _batches(partitions, files, listed)
    # what is wrong with the acceptances or the participant list is reported before any work is given out
    accepted = acceptances_of(replace(ask, paths=tuple(p for part in parts for p in part)), listed)
    ask.terms.participants()
    terms = kept.basis(ask) if output else {}
    with _output_folder(output) as target:
        refused, earlier = _refused(partitions), Since(since, ask, accepted, listed) if since else None
        left = [() if p in refused else p for p in parts]
        done = judge_all(ask, left, target, earlier, jobs=jobs, scheduler=scheduler)
        ordered = [done.get(p) or Part(p, refused[p]) for p in parts]
        wrong_files = [x for p in ordered[len(partitions) :] for x in p.problems] or _twice(ordered[len(partitions) :])
        if wrong_files or all(p.problems for p in ordered):
            raise InputError([x for p in ordered for x in p.problems] or wrong_files)
        group = Group(ask.terms.day, ordered, _orphans(accepted, ask, ordered), earlier.note if earlier else "")
        if target is not None:
            kept.write(target, terms, ordered, evidence=ask.evidence)
            _write_about(group, target)
        return group


def _twice(parts: Sequence[Part]) -> list[Problem]:
    """Files with the same id in different batches; within one the reader of the files reports it."""
    first: dict[str, str] = {}
    out = []
    for part in parts:
        for path, one in zip(part.paths, part.stamp["inputs"], strict=False):
            name = one["controller"]
            if name in first:
                found = f"'{name}' is also the id in {first[name]}"
                out.append(Problem(path, 0, "meta.id", found, "a different id for every inventory of a run"))
            first.setdefault(name, path)
    return out


ABOUT = "audit.json"
_OURS = re.compile(r"(audit|kept)\.json|(units|proposals|part-\d+)\.parquet")


def _check_free(output: str | Path, force: bool) -> None:
    """Refuse a folder in which something would be lost."""
    target = Path(output)
    if output and writing.is_link(target):
        raise CallError(f"{output}: is a link. Expected a new or empty folder; nothing was written")
    if not output or not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    if not force or not target.is_dir():
        earlier = f", or --force{IN_PYTHON} to replace the result of an earlier audit"
        hint = earlier if target.is_dir() else ""
        raise CallError(f"{output}: exists already. Expected a new or empty folder{hint}; nothing was written")
    others = sorted(p.name for p in target.iterdir() if not _OURS.fullmatch(p.name) or not p.is_file())
    if others:
        raise CallError(
            f"{output}: {others[0]} is not from an audit. "
            "Expected a folder with the result of an earlier audit only; nothing was written"
        )


@contextmanager
def _output_folder(output: str | Path) -> Iterator[Path | None]:
    """The folder for the findings: a new one, or one beside an earlier result, which is replaced at the end."""
    if not output:
        yield None
        return
    target = Path(output).absolute()
    if not target.is_dir() or not any(target.iterdir()):
        with folders.folder(target) as new:
            yield new
        return
    aside = folders.aside(target)
    try:
        yield aside
        folders.land(aside, target)
    finally:
        folders.remove(aside)


@without_collector
def _batches(partitions: Sequence[Path], files: Sequence[str | Path], listed: formats.Listed) -> list[tuple[str, ...]]:
    """The paths of each partition: a folder, or some of the files."""
    each = [_absolute(p) for p in formats.expanded(files, listed)] if files else []
    return [(_absolute(p),) for p in partitions] + [tuple(each[i : i + BATCH]) for i in range(0, len(each), BATCH)]


def _write_about(group: Group, target: Path) -> None:
    """Write ``audit.json`` beside the findings, and remove what a lost worker had begun."""
    for left in target.glob(".part-*"):
        left.unlink(missing_ok=True)
    about = {
        **group.stamp(),
        "counts": group.findings.counts,
        "verdicts": group.counts,
        "problems": [str(p) for p in group.problems],
    }
    writing.write(target / ABOUT, json.dumps(about, ensure_ascii=False, indent=2) + "\n", force=True)


def _absolute(path: str | Path) -> str:
    """A path that means the same on every worker."""
    return path if isinstance(path, str) and os.path.isabs(path) else str(Path(path).absolute())  # noqa: PTH117


def _orphans(accepted: Acceptances, ask: Ask, parts: Sequence[Part]) -> list[pd.DataFrame]:
    """Findings on acceptances that match no finding in any partition.

    Each belongs to the partition whose inventory it is beside, else to the first.
    """
    met = {fingerprint for p in parts for fingerprint in p.met}
    lost = [x for x in accepted.items if x[0].fingerprint not in met]
    if not lost:
        return []
    out, start = [], 0
    judged = [p for p in parts if not p.problems]
    for n, part in enumerate(judged):
        beside = tuple(name for f in part.files if f for name in acceptances.names_beside(f))
        mine = [x for x in lost if x[1].startswith(beside)] if beside else []
        lost = [x for x in lost if x not in mine]
        if n == len(judged) - 1 and lost:
            mine, part, start = [*mine, *lost], judged[0], 0
        if mine:
            out.append(_on_acceptances(mine, ask, part, start))
        start += part.sizes["inventories"]
    return out


def _on_acceptances(mine: list[Any], ask: Ask, part: Part, start: int) -> pd.DataFrame:
    day = ask.terms.day
    tables = read(part.paths).on(day)
    facts = rules.Facts(tables, Coverage(pd.DataFrame(), ()), day, ask.terms.law())
    judged = acceptances.judge(Acceptances(mine), Findings(_nothing(), facts), day)
    found = find(replace(facts, acceptances=judged), rules.ON_ACCEPTANCES).select(ask.select, ask.ignore).frame
    return found.assign(
        row=found["row"] + start, at=found["at"] + start, **({"evidence": "[]"} if ask.evidence else {})
    )


def _refused(partitions: Sequence[Path]) -> dict[tuple[str, ...], tuple[Problem, ...]]:
    """Partitions with controllers that an earlier one already has, and the problems."""
    if len(partitions) < 2:
        return {}
    from datamap.tables import parquet

    return {(str(p.resolve()),): tuple(found) for p, found in parquet.clashes(list(partitions)).items()}


def _sum(counts: Iterable[dict[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for c in counts:
        for k, v in c.items():
            total[k] = total.get(k, 0) + v
    return total


def _nothing() -> pd.DataFrame:
    from datamap.findings import COLUMNS

    return pd.DataFrame({c: [] for c in (*COLUMNS, "table", "row", "at_table", "at")})
