"""The units of a group: what an audit with ``--since`` judges again or takes over, an inventory or a Parquet partition.

The rows of a unit are neighbours in every table, and no verdict, rule or text depends on another unit.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from datamap import formats
from datamap.errors import InputError
from datamap.files import reading
from datamap.findings import accepted
from datamap.findings.acceptances import Acceptances
from datamap.formats import Listed
from datamap.formats.yaml import including
from datamap.model.vocabulary import VERDICTS
from datamap.tables import SPEC

if TYPE_CHECKING:
    import pandas as pd

    from datamap.pipeline import Audit
    from datamap.tables import Tables

NAMES = tuple(SPEC)
"""The tables, in the order of :attr:`Unit.sizes`."""


NAMING = tuple(
    (name, column.name)
    for name, table in SPEC.items()
    for column in table.columns
    if column.name in ("country", "run_by_country", "exporter", "tool")
) + (("safeguards", "kind"),)
"""The columns that name places or kinds of tool."""


class Unit(NamedTuple):
    """One unit of a partition that was judged.

    Attributes
    ----------
    paths : tuple of str
        The inventory, or the folder of the partition; all inventories of a partition that cannot be divided.
    digest : str
        Of everything that was read for it (:func:`digest`).
    sizes : tuple of int
        Number of rows of each table on the day, in the order of :data:`NAMES`.
    counts : tuple of int
        Number of transfers by verdict, and of those that are covered but not verified.
    inputs : tuple of dict
        What the stamp states on each of its inventories.
    files : tuple of str
        The files that its inventories were read from.
    met : tuple of str
        Fingerprints of its findings that acceptances name.
    names : tuple of str
        What of the law can reach it: the places and the kinds of tool that it names, on whatever day.
    """

    paths: tuple[str, ...]
    digest: str
    sizes: tuple[int, ...]
    counts: tuple[int, ...]
    inputs: tuple[dict[str, Any], ...]
    files: tuple[str, ...]
    met: tuple[str, ...]
    names: tuple[str, ...]


def digest(paths: Sequence[str], listed: Listed) -> str:
    """SHA-256 of all that is read for a unit: the file, what it includes and the decisions beside it, or the partition.

    Empty where something cannot be read; such a unit is judged again.
    """
    each = [_digest(path, listed) for path in paths]
    return each[0] if len(each) == 1 else "" if "" in each else hashlib.sha256(" ".join(each).encode()).hexdigest()


def _digest(path: str, listed: Listed) -> str:
    try:
        # Path is slow, and a group has ten thousand files
        if not path.endswith((".yaml", ".yml")) and os.path.isdir(path):  # noqa: PTH112
            from datamap.tables import parquet_reader  # here, because files do not need it

            return parquet_reader.digest(Path(path))
        seen = listed.glance(path)
        read = [("", seen.sha256)]
        read += including.hashes(Path(path)) if seen.includes else ()
        if seen.documents and (origin := formats.read(path).origin):
            read += origin.found.items()  # a document that is gone is a finding, though no inventory has changed
        if beside := formats.file_beside(path, listed):
            read.append((beside.name, hashlib.sha256(reading.load(beside)).hexdigest()))
    except (InputError, OSError):
        return ""
    return hashlib.sha256(repr(read).encode()).hexdigest()


def of(
    audit: Audit,
    paths: tuple[str, ...],
    digests: Mapping[tuple[str, ...], str],
    met: pd.DataFrame,
    beside: Acceptances,
) -> tuple[Unit, ...]:
    """The units of an audited partition: each inventory, or the partition as a whole where it cannot be divided.

    Parameters
    ----------
    audit : Audit
    paths : tuple of str
        One Parquet partition, or files of one inventory each.
    digests : mapping
        The digest of each path, and of all of them, as it was before they were read.
    met : DataFrame
        The findings that acceptances name.
    beside : Acceptances
        Those that were read because they are beside the inventories.
    """
    number = len(audit.tables["inventories"])
    # which old facts of law matter is known only of the partition as a whole
    divided = number == len(paths) and not audit.old_checks
    sizes = _sizes(audit, np.arange(number), number) if divided else None
    if sizes is not None and crossing(beside, met, sizes, paths):
        sizes = None
    divided = sizes is not None
    place = np.arange(number) if divided else np.zeros(number, dtype=np.int64)
    size = number if divided else 1
    sizes = _sizes(audit, place, size) if sizes is None else sizes
    assert sizes is not None
    counts, files = _counts(audit, place, size), audit.tables["inventories"]["file"].to_numpy()
    inputs = np.array(audit.stamp()["inputs"], dtype=object)
    each = [(path,) for path in paths] if divided else [paths]
    owner, named = owners(sizes, met), names(audit.source)
    return tuple(
        Unit(
            mine,
            digests[mine],
            tuple(sizes[n].tolist()),
            tuple(counts[n].tolist()),
            tuple(inputs[place == n]),
            tuple(dict.fromkeys(files[place == n])),
            tuple(sorted(met["fingerprint"].to_numpy()[owner == n])),
            tuple(sorted(set().union(*(named[k] for k in np.flatnonzero(place == n))))),
        )
        for n, mine in enumerate(each)
    )


def _sizes(audit: Audit, place: np.ndarray, size: int) -> np.ndarray | None:
    """Number of rows of each unit (down) in each table (across); None where the rows of a unit are not neighbours."""
    units = [place[audit.tables[name]["controller"].to_numpy()] for name in NAMES]
    if any((np.diff(u) < 0).any() for u in units):
        return None
    return np.stack([np.bincount(u, minlength=size) for u in units], axis=1)


def names(tables: Tables) -> list[set[str]]:
    """What each inventory names: places as codes, and kinds of tool. Proposals count, and what holds on other days."""
    out: list[set[str]] = [set() for _ in range(len(tables["inventories"]))]
    for name, column in NAMING:
        codes, words = tables.codes(name, column)
        for at, code in np.unique(np.stack([tables[name]["controller"], codes]), axis=1).T.tolist():
            out[at].add(words[code])
    return [named - {"unknown", "none", ""} for named in out]


def crossing(beside: Acceptances, findings: pd.DataFrame, sizes: np.ndarray, paths: Sequence[str]) -> bool:
    """Whether an acceptance beside one inventory names a finding on another one of the same partition."""
    if not beside.items or len(sizes) < 2:
        return False
    owner = dict(zip(findings["fingerprint"].tolist(), owners(sizes, findings).tolist(), strict=True))
    return any(
        not file.startswith(accepted.names_beside(paths[owner[a.fingerprint]]))
        for a, file, _ in beside.items
        if a.fingerprint in owner
    )


def _counts(audit: Audit, place: np.ndarray, size: int) -> np.ndarray:
    """What :attr:`datamap.pipeline.Audit.counts` gives, for each unit."""
    frame = audit.coverage.frame
    unit, verdict = place[frame["controller"].to_numpy()], frame["verdict"].cat.codes.to_numpy()
    rows = [np.bincount(unit[verdict == n], minlength=size) for n in range(len(VERDICTS))]
    return np.stack([*rows, np.bincount(unit[audit.coverage.unverified], minlength=size)], axis=1)


def starts(sizes: np.ndarray) -> np.ndarray:
    """The first row of each unit in each table: units down, tables across.

    Examples
    --------
    >>> starts(np.array([[2, 5], [1, 0], [4, 1]]))
    array([[0, 0],
           [2, 5],
           [3, 5]])
    """
    out = np.zeros_like(sizes)
    np.cumsum(sizes[:-1], axis=0, out=out[1:])
    return out


def owners(sizes: np.ndarray, findings: pd.DataFrame) -> np.ndarray:
    """The unit that each finding of a partition belongs to: that of its subject's row."""
    ends, out = np.cumsum(sizes, axis=0), np.zeros(len(findings), dtype=np.int64)
    table, row = findings["table"].to_numpy(), findings["row"].to_numpy()
    for n, name in enumerate(NAMES):
        mine = table == name
        if mine.any():
            out[mine] = np.searchsorted(ends[:, n], row[mine], side="right")
    return out


def moved(findings: pd.DataFrame, unit: np.ndarray, by: np.ndarray) -> pd.DataFrame:
    """Findings whose row numbers count from elsewhere.

    Parameters
    ----------
    unit : int array
        The unit of each finding.
    by : int array
        What is added to row numbers, by unit and table.
    """
    place = {name: n for n, name in enumerate(NAMES)}
    columns = {}
    for row, table in (("row", "table"), ("at", "at_table")):
        at = np.array([place[t] for t in findings[table].tolist()], dtype=np.int64)
        old = findings[row].to_numpy()
        columns[row] = (old + by[unit, at]).astype(old.dtype) if len(at) else old
    return findings.assign(**columns)
