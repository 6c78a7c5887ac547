"""Audits of a group, partition by partition, and the questions that only a group has.

    partitions (Parquet folders, or inventories in batches) -> an audit of each -> one list of findings, one of transfers

What comes out is what one audit of everything gives, row for row; a partition that cannot be read is named, the others
are judged all the same.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from datamap import formats, rules
from datamap import law as lawpack
from datamap.errors import CallError, InputError, Problem, RunError
from datamap.files import folders, writing
from datamap.findings import Findings, find, ranked
from datamap.findings import acceptances as accepting
from datamap.findings import accepted as acceptances
from datamap.findings.acceptances import Acceptances
from datamap.group import workers
from datamap.labels.counting import count, counted
from datamap.model.vocabulary import VERDICTS
from datamap.pipeline import Audit, audit
from datamap.tables import Tables, concat, from_inventories
from datamap.transfers import coverage

if TYPE_CHECKING:
    from datamap.law import Law
    from datamap.law.dpf import Participants

BATCH = 200
"""Inventories that are judged together where they come as files of their own."""


@dataclass(frozen=True)
class Ask:
    """What a worker is asked to do with one partition: plain values only, so that it travels anywhere.

    Attributes
    ----------
    paths : tuple of str
        One Parquet partition, or files of inventories.
    as_of, known_on : str
        ISO days; ``known_on`` may be empty.
    without, dpf_list, select, ignore : tuple of str
        As in :func:`datamap.pipeline.audit`; the participant list as paths, which the worker reads.
    acceptances : tuple of str
        Files of accepted findings; without any, those beside the inventories count.
    law : str
        Digest of the law pack that the client has; a worker with another one refuses.
    transfers, evidence : bool
        Whether the transfers, and the evidence behind each finding, are wanted too.
    output : str
        File into which the worker writes the findings; empty: they travel back.
    """

    paths: tuple[str, ...]
    as_of: str
    known_on: str = ""
    without: tuple[str, ...] = ()
    dpf_list: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    acceptances: tuple[str, ...] = ()
    law: str = ""
    transfers: bool = False
    evidence: bool = False
    output: str = ""


@dataclass
class Part:
    """What came of one partition: problems, or findings, the sizes of its tables, and the acceptances that met a finding."""

    paths: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    findings: pd.DataFrame | None = None
    transfers: pd.DataFrame | None = None
    stamp: dict[str, Any] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    met: frozenset[str] = frozenset()


def read(paths: Iterable[str | Path]) -> Tables:
    """Everything behind paths as one set of tables: Parquet folders, inventories, or both.

    Raises
    ------
    InputError
        With the problems of all of them.
    """
    parts, problems = [], []
    folders, files = split(paths)
    for folder in folders:
        from datamap.tables import parquet

        try:
            parts.append(parquet.load(folder))
        except InputError as e:
            problems += e.problems
    if files:
        try:
            parts.append(from_inventories(formats.read_many(files)))
        except InputError as e:
            problems += e.problems
    if problems:
        raise InputError(problems)
    return concat(parts)


def split(paths: Iterable[str | Path]) -> tuple[list[Path], list[str | Path]]:
    """The Parquet partitions among paths, and the paths that are something else."""
    folders, files = [], []
    for path in paths:
        found = _partitions(Path(path))
        folders += found
        if not found:
            files.append(path)
    return folders, files


def _partitions(path: Path) -> list[Path]:
    if not path.is_dir() or not (any(path.glob("*.parquet")) or any(path.glob("*/*.parquet"))):
        return []
    from datamap.tables import parquet  # here, because it needs an extra

    return parquet.partitions(path)


def judge(ask: Ask) -> Part:
    """Audit one partition; what a worker runs."""
    pack = _pack(ask)
    if ask.law and pack.digest != ask.law:
        raise RunError(
            f"a worker has another law pack ({pack.version}, {pack.digest[:12]}) than the client ({ask.law[:12]}): install one version everywhere"
        )
    participants = _participants(ask)
    try:
        tables = read(ask.paths)
    except InputError as e:
        return Part(ask.paths, e.problems)
    a = audit(tables, ask.as_of, law=pack, participants=participants)
    # an acceptance that meets nothing here may meet something in another partition: only the group can tell
    prints = set(a.findings.frame["fingerprint"])
    met = Acceptances(x for x in _accepting(ask).items if x[0].fingerprint in prints)
    if met:
        a = audit(tables, ask.as_of, law=pack, participants=participants, acceptances=met)
    a.findings = a.findings.select(ask.select, ask.ignore)
    found = a.findings.frame
    if ask.evidence:
        found = found.assign(evidence=[json.dumps(r["evidence"], ensure_ascii=False) for r in a.findings.records()])
    sizes, files = {name: len(f) for name, f in a.tables.items()}, tuple(dict.fromkeys(a.tables["inventories"]["file"]))
    part = Part(
        ask.paths, (), found, None, a.stamp(), a.counts, sizes, files, frozenset(x[0].fingerprint for x in met.items)
    )
    if ask.transfers:
        part.transfers = transfers(a)
    if ask.output:
        write(found, Path(ask.output))
        part.findings = None
    return part


def _pack(ask: Ask) -> Law:
    pack = lawpack.load(dt.date.fromisoformat(ask.known_on) if ask.known_on else None)
    return pack.without(*ask.without) if ask.without else pack


def _participants(ask: Ask) -> Participants | None:
    if not ask.dpf_list:
        return None
    from datamap.law import dpf

    return dpf.read(list(ask.dpf_list))


def _accepting(ask: Ask) -> Acceptances:
    return sum(map(accepting.read, ask.acceptances), Acceptances()) if ask.acceptances else accepting.beside(ask.paths)


def write(findings: pd.DataFrame, path: Path) -> None:
    """Findings as a Parquet file, which appears under its name only when it is whole."""
    with writing.made_aside(path) as (unfinished, file):
        findings.to_parquet(file, engine="pyarrow", compression="zstd", index=False)
        file.close()
        unfinished.replace(path)


class Group:
    """What an audit of a group found.

    Attributes
    ----------
    as_of : date
    findings : Findings
        Of all partitions that could be read, worst first.
    problems : tuple of Problem
        Of those that could not.
    counts : dict
        Number of transfers by verdict.
    """

    def __init__(self, as_of: dt.date, parts: Sequence[Part], more: Sequence[pd.DataFrame] = ()):
        self.as_of, self.parts, self._more = as_of, tuple(parts), tuple(more)
        self.problems = tuple(p for part in parts for p in part.problems)
        self.judged = [p for p in parts if not p.problems]
        self.counts = _sum(p.counts for p in self.judged)

    @cached_property
    def findings(self) -> Findings:
        frames = [*(p.findings for p in self._placed()), *(f for f in self._more if len(f))]
        return Findings(ranked(pd.concat(frames, ignore_index=True)) if frames else _nothing())

    @cached_property
    def transfers(self) -> pd.DataFrame:
        """One row per transfer of the group, as :func:`transfers`; only where it was asked for."""
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

    def _placed(self) -> list[Part]:
        """Parts whose row numbers count through the whole group."""
        start: dict[str, int] = {}
        out = []
        for part in self.judged:
            if part.findings is not None and len(part.findings):
                f = part.findings
                moved = {
                    c: f[c].to_numpy().astype(np.int64) + f[of].map(start).fillna(0).to_numpy().astype(np.int64)
                    for c, of in (("row", "table"), ("at", "at_table"))
                }
                out.append(Part(part.paths, findings=f.assign(**moved)))
            for name, size in part.sizes.items():
                start[name] = start.get(name, 0) + size
        return out

    def stamp(self) -> dict[str, Any]:
        """What every output states, as :meth:`datamap.pipeline.Audit.stamp`; ``inputs`` are all controllers'."""
        first = next((p.stamp for p in self.judged), {"as_of": self.as_of.isoformat(), "law": None, "dpf_list": None})
        old = {name: checked for p in self.judged for name, checked in p.stamp["law"]["old_checks"].items()}
        law = first["law"] and {**first["law"], "old_checks": old}
        return {**first, "law": law, "inputs": [i for p in self.judged for i in p.stamp["inputs"]]}

    def __repr__(self) -> str:
        return f"<Group of {count(sum(len(p.stamp['inputs']) for p in self.judged), 'controllers')} in {count(len(self.judged), 'partitions')} as of {self.as_of}: {counted(self.counts)}, {self.findings!r}>"


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
    output: str | Path = "",
    force: bool = False,
) -> Group:
    """Audit a group partition by partition: here, in processes, or on a Dask cluster.

    Parameters
    ----------
    paths : iterable of path
        Parquet folders (:mod:`datamap.tables.parquet`), inventories, folders or globs of them.
    as_of : date
    known_on, without, dpf_list, acceptances, select, ignore
        As on the command line. Workers read the participant list, the acceptances and the partitions by these paths.
    jobs, scheduler
        As in :func:`datamap.group.workers.run`.
    transfers, evidence : bool
        Whether to bring back the transfers, and the evidence behind each finding.
    output : path, optional
        A folder that takes the findings: a Parquet file per partition, written by whoever judged it, and ``audit.json``.
    force : bool
        Whether to replace the folder of an earlier audit; it stays as it is until the new one is complete.

    Raises
    ------
    InputError
        No partition could be read, or an inventory among files is wrong.
    CallError, RunError
        As in :func:`datamap.group.workers.run`.
    """
    rules.chosen(select, "select"), rules.chosen(ignore, "ignore")  # what is misspelt is said here, not by a worker
    folders, files = split(paths)
    parts: list[tuple[str, ...]] = [(_absolute(f),) for f in folders]
    if files:
        each = [_absolute(p) for p in formats.expand(files)]
        parts += [tuple(each[i : i + BATCH]) for i in range(0, len(each), BATCH)]
    _free(output, force)
    ask = Ask(
        (),
        as_of.isoformat(),
        known_on.isoformat() if known_on else "",
        tuple(without),
        tuple(map(_absolute, dpf_list)),
        tuple(select),
        tuple(ignore),
        tuple(map(_absolute, acceptances)),
        transfers=transfers,
        evidence=evidence,
    )
    ask = replace(ask, law=_pack(ask).digest)
    everything = replace(ask, paths=tuple(p for part in parts for p in part))
    accepted, _ = (
        _accepting(everything),
        _participants(ask),
    )  # what is wrong with them is said before any work is given out
    with _output(output) as target:
        refused = _refused(folders)
        asks = [
            replace(ask, paths=p, output=str(target / f"part-{n:05}.parquet") if target else "")
            for n, p in enumerate(parts)
            if p not in refused
        ]
        done = {part.paths: part for _, part in workers.run(judge, asks, jobs=jobs, scheduler=scheduler, lost=_lost)}
        ordered = [done.get(p) or Part(p, refused[p]) for p in parts]
        wrong_files = [x for p in ordered[len(folders) :] for x in p.problems]
        if wrong_files or all(p.problems for p in ordered):
            raise InputError([x for p in ordered for x in p.problems])
        for a, part in zip(asks, (done[a.paths] for a in asks), strict=True):
            if a.output and not part.problems:
                part.findings = pd.read_parquet(a.output, engine="pyarrow")
        group = Group(as_of, ordered, _orphans(accepted, ask, ordered))
        if target is not None:
            for left in target.glob(".part-*"):  # what a lost worker had begun
                left.unlink(missing_ok=True)
            about = {
                **group.stamp(),
                "counts": group.findings.counts,
                "verdicts": group.counts,
                "problems": [str(p) for p in group.problems],
            }
            writing.write(target / ABOUT, json.dumps(about, ensure_ascii=False, indent=2) + "\n", force=True)
        return group


ABOUT = "audit.json"
_OURS = re.compile(r"audit\.json|part-\d+\.parquet")


def _free(output: str | Path, force: bool) -> None:
    """Refuse a folder in which something would be lost."""
    target = Path(output)
    if output and writing.is_link(target):
        raise CallError(f"{output}: is a link. Expected a new or empty folder; nothing was written")
    if not output or not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    if not force or not target.is_dir():
        hint = (
            ", or --force (in Python force=True) to replace the result of an earlier audit" if target.is_dir() else ""
        )
        raise CallError(f"{output}: exists already. Expected a new or empty folder{hint}; nothing was written")
    others = sorted(p.name for p in target.iterdir() if not _OURS.fullmatch(p.name) or not p.is_file())
    if others:
        raise CallError(
            f"{output}: {others[0]} is not from an audit. Expected a folder with the result of an earlier audit only; nothing was written"
        )


@contextmanager
def _output(output: str | Path) -> Iterator[Path | None]:
    """The folder that takes the findings: a new one, or one beside an earlier result, which is replaced at the end."""
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
        shutil.rmtree(aside, ignore_errors=True)


def _lost(ask: Ask, reason: str) -> Part:
    """A partition that nobody could judge: named, like one that cannot be read."""
    return Part(
        ask.paths,
        tuple(
            Problem(p, 0, "", f"not judged: {reason}", "a partition that a worker's memory can hold") for p in ask.paths
        ),
    )


def _absolute(path: str | Path) -> str:
    """A path that means the same on every worker."""
    return str(Path(path).absolute())


def _orphans(accepted: Acceptances, ask: Ask, parts: Sequence[Part]) -> list[pd.DataFrame]:
    """Findings on acceptances that no partition has a finding for; each belongs to the inventory it stands beside, else to the first."""
    met = frozenset().union(*(p.met for p in parts))
    lost = [x for x in accepted.items if x[0].fingerprint not in met]
    out, start = [], 0
    judged = [p for p in parts if not p.problems]
    for n, part in enumerate(judged):
        beside = tuple(f.rsplit(".", 1)[0] + ".acceptances" for f in part.files if f)
        mine = [x for x in lost if x[1].startswith(beside)] if beside else []
        lost = [x for x in lost if x not in mine]
        if n == len(judged) - 1 and lost:
            mine, part, start = [*mine, *lost], judged[0], 0
        if mine:
            out.append(_on_acceptances(mine, ask, part, start))
        start += part.sizes["inventories"]
    return out


def _on_acceptances(mine: list[Any], ask: Ask, part: Part, start: int) -> pd.DataFrame:
    day = dt.date.fromisoformat(ask.as_of)
    tables = read(part.paths).on(day)
    facts = rules.Facts(tables, coverage.Coverage(pd.DataFrame(), ()), day, _pack(ask))
    judged = acceptances.judge(Acceptances(mine), Findings(_nothing(), facts), day)
    found = find(replace(facts, acceptances=judged), rules.ON_ACCEPTANCES).select(ask.select, ask.ignore).frame
    return found.assign(
        row=found["row"] + start, at=found["at"] + start, **({"evidence": "[]"} if ask.evidence else {})
    )


def _refused(folders: list[Path]) -> dict[tuple[str, ...], tuple[Problem, ...]]:
    """Partitions with controllers that an earlier one has already."""
    if len(folders) < 2:
        return {}
    from datamap.tables import parquet

    return {(str(p.resolve()),): tuple(found) for p, found in parquet.clashes(folders).items()}


def _sum(counts: Iterable[dict[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for c in counts:
        for k, v in c.items():
            total[k] = total.get(k, 0) + v
    return total


def _nothing() -> pd.DataFrame:
    from datamap.findings import COLUMNS

    return pd.DataFrame({c: [] for c in (*COLUMNS, "table", "row", "at_table", "at")})


# --- the questions of a group -------------------------------------------------------------------------------------------


def transfers(a: Audit) -> pd.DataFrame:
    """The transfers of an audit, lean enough for a group of thousands.

    Returns
    -------
    DataFrame
        One row per transfer: ``controller, recipient_id, recipient, vendor, country, data, verdict, ground, instrument,
        fallback, valid_until``; ``vendor`` is what entries of different controllers for one organisation share.
    """
    f, r = a.coverage.frame, a.tables["recipients"]
    row = f["recipient"].to_numpy()
    word = {c: f[c] for c in ("country", "data", "verdict", "ground")}
    return pd.DataFrame(
        {
            "controller": a.tables["inventories"]["id"].array.take(f["controller"].to_numpy()),
            "recipient_id": r["id"].array.take(row),
            "recipient": r["name"].array.take(row),
            "vendor": vendors(a.tables).array.take(row),
            **{c: pd.Categorical(v.astype(str)) for c, v in word.items()},
            "instrument": pd.Categorical(a.coverage.instruments),
            "fallback": a.coverage.texts(lambda v: ", ".join(v.fallback)),
            "valid_until": f["valid_until"],
        }
    )


def vendors(tables: Tables) -> pd.Series:
    """Who each recipient is, the same for all controllers: its legal entity where that is known, else its name, in lower case."""
    r = tables["recipients"]
    entity = r["legal_entity"].where(~r["legal_entity"].isin(["unknown", "none", ""]), r["name"])
    return entity.str.casefold().str.replace(r"\s+", " ", regex=True).str.strip()


def depends_on(transfers: pd.DataFrame, instrument: str) -> pd.DataFrame:
    """Who depends on one instrument, everywhere.

    Parameters
    ----------
    transfers : DataFrame
        Of :func:`transfers` or :attr:`Group.transfers`.
    instrument : str
        Id in the law pack, such as ``eu-us-dpf``.

    Returns
    -------
    DataFrame
        One row per vendor and country, the most widespread first: ``vendor, recipient, country, controllers, transfers``,
        and ``alone``: transfers without another tool to fall back on.
    """
    mine = transfers[
        (transfers["instrument"] == instrument).to_numpy() & (transfers["verdict"] == "covered").to_numpy()
    ]
    mine = mine.assign(country=mine["country"].astype(str), alone=(mine["fallback"] == "").to_numpy())
    grouped = mine.groupby(["vendor", "country"], sort=True)
    out = grouped.agg(
        recipient=("recipient", "min"),
        controllers=("controller", "nunique"),
        transfers=("controller", "size"),
        alone=("alone", "sum"),
    ).reset_index()
    out = out[["vendor", "recipient", "country", "controllers", "transfers", "alone"]]
    return out.sort_values(
        ["controllers", "alone", "vendor", "country"], ascending=[False, False, True, True], ignore_index=True
    )


def widespread(transfers: pd.DataFrame) -> pd.DataFrame:
    """The vendors that serve most controllers.

    Returns
    -------
    DataFrame
        One row per vendor: ``vendor, recipient, controllers, countries, transfers`` and the number of transfers by verdict.
    """
    t = transfers.assign(verdict=transfers["verdict"].astype(str), country=transfers["country"].astype(str))
    grouped = t.groupby("vendor", sort=True)
    out = grouped.agg(
        recipient=("recipient", "min"),
        controllers=("controller", "nunique"),
        countries=("country", "nunique"),
    ).reset_index()
    by = pd.crosstab(t["vendor"], t["verdict"]).reindex(out["vendor"])
    for verdict in VERDICTS:
        out[verdict] = by[verdict].to_numpy() if verdict in by else 0
    out.insert(4, "transfers", out["not-covered"] + out["undetermined"] + out["covered"])
    return out.sort_values(["controllers", "transfers", "vendor"], ascending=[False, False, True], ignore_index=True)


def by_vendor(findings: Findings, transfers: pd.DataFrame) -> pd.DataFrame:
    """Findings on recipients, by vendor and rule: one contract may mend many.

    Returns
    -------
    DataFrame
        One row per vendor and rule: ``vendor, recipient, rule, severity, findings, controllers`` and one ``action``.
    """
    f = findings.frame[(findings.frame["subject_kind"] == "recipient") & ~findings.frame["accepted"].astype(bool)]
    names = transfers.drop_duplicates(["controller", "recipient_id"])[["controller", "recipient_id", "vendor"]]
    joined = f.merge(names, left_on=["controller", "subject_id"], right_on=["controller", "recipient_id"], how="left")
    joined["vendor"] = joined["vendor"].astype(object).where(joined["vendor"].notna(), joined["subject"].str.casefold())
    grouped = joined.groupby(["vendor", "rule"], sort=True)
    out = grouped.agg(
        recipient=("subject", "min"),
        severity=("severity", "first"),
        findings=("rule", "size"),
        controllers=("controller", "nunique"),
        action=("action", "min"),
    ).reset_index()
    out = out[["vendor", "recipient", "rule", "severity", "findings", "controllers", "action"]]
    return out.sort_values(["findings", "vendor", "rule"], ascending=[False, True, True], ignore_index=True)
