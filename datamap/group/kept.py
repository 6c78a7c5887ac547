"""What ``datamap audit -o RUN`` keeps so that ``--since RUN`` judges only what changed, and whether it may be used.

    kept.json          the terms of the audit, the files with their SHA-256, and a digest of itself
    units.parquet      every unit: its paths, a digest of what was read, the sizes of its tables, its counts
    part-00000.parquet ...  the findings of each partition
    proposals.parquet  the open proposals

It counts only under the same terms (:func:`basis`) and undamaged; everything is judged otherwise. Where the law pack or
the participant list is another one, it counts for the units that the difference cannot reach.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from datamap.files import writing
from datamap.files.pausing import without_collector
from datamap.formats import Listed
from datamap.group import partition, units
from datamap.group.partition import Ask, Part
from datamap.group.units import Unit
from datamap.history import proof, stored
from datamap.labels.counting import few
from datamap.law import checks, differences

NAME, UNITS, PROPOSALS = "kept.json", "units.parquet", "proposals.parquet"
WRONG = (OSError, pa.ArrowException, ValueError, KeyError, TypeError, IndexError, AttributeError, MemoryError)
"""What a damaged file makes its reader raise."""
WORDS = {
    "code": "another version of datamap made it",
    "versions": "other versions of the packages that datamap uses made it",
    "as_of": "it is of another day",
    "known_on": "its law pack is as known on another day",
    "acceptances": "its files of accepted findings are others",
    "chosen": "it has other rules",
}
"""Why what was kept is not used, by the term that differs."""


NAMED = 5
"""How many places and kinds of tool a note names."""


def file_of(number: int) -> str:
    """The file with the findings of a partition."""
    return f"part-{number:05}.parquet"


class Unusable(Exception):
    """What an earlier audit kept cannot be used; the reason in words."""


def basis(ask: Ask) -> dict[str, Any]:
    """The terms of an audit on which each of its findings rests, beside what the inventories state."""
    law = ask.terms.law()
    return {
        "code": proof.code(without="law/data"),
        "versions": {name: v for name, v in proof.versions().items() if name != "datamap"},
        "as_of": ask.terms.day.isoformat(),
        "known_on": str(ask.terms.known_on or ""),
        "pack": law.digest,
        "law": differences.facts(law, ask.terms.day),
        "dpf_list": [proof.sha256(Path(p)) for p in ask.terms.dpf_list],
        "acceptances": [proof.sha256(Path(p)) for p in ask.acceptances],
        "chosen": [list(ask.select), list(ask.ignore)],
    }


def write(folder: Path, terms: dict[str, Any], parts: Sequence[Part], *, evidence: bool) -> None:
    """Keep the partitions that were judged, whose findings are in the folder already; ``kept.json`` is written last.

    Parameters
    ----------
    terms : dict
        The :func:`basis`, from before anything was read.
    evidence : bool
        Whether the findings have their evidence.
    """
    about: list[dict[str, Any]] = []
    rows: list[Unit] = []
    for n, part in enumerate(parts):
        if part.problems or not part.units:
            continue
        file = file_of(n)
        about.append(
            {
                "file": file,
                "sha256": proof.sha256(folder / file),
                "units": len(part.units),
                "old_checks": part.stamp["law"]["old_checks"],
                "proposals": part.proposals is not None,
            }
        )
        rows += part.units
    partition.write(_frame(rows), folder / UNITS)
    files = {UNITS: proof.sha256(folder / UNITS)}
    proposals = [p.proposals for p in parts if p.proposals is not None]
    if proposals:
        partition.write(pd.concat(proposals, ignore_index=True), folder / PROPOSALS)
        files[PROPOSALS] = proof.sha256(folder / PROPOSALS)
    manifest = {"basis": terms, "evidence": evidence, "parts": about, "files": files}
    writing.write(folder / NAME, proof.sealed(manifest), force=True)


def _frame(rows: Sequence[Unit]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "paths": [list(u.paths) for u in rows],
            "digest": [u.digest for u in rows],
            "sizes": [np.array(u.sizes, dtype=np.int64) for u in rows],
            "counts": [np.array(u.counts, dtype=np.int64) for u in rows],
            "inputs": [json.dumps(u.inputs, ensure_ascii=False) for u in rows],
            "files": [list(u.files) for u in rows],
            "met": [list(u.met) for u in rows],
            "names": [list(u.names) for u in rows],
        }
    )


class Kept:
    """What an earlier audit kept.

    Attributes
    ----------
    folder : Path
    place : dict
        By the paths of a unit its partition and its position there.
    reached : frozenset of str
        What a unit must name so that the law that is another one now can reach it.
    """

    def __init__(self, folder: Path, manifest: dict[str, Any], rows: list[Unit], reached: frozenset[str]):
        self.folder, self.manifest, self.reached = folder, manifest, reached
        self.units: list[list[Unit]] = []
        self._findings: dict[int, pd.DataFrame] = {}
        self.place: dict[tuple[str, ...], tuple[int, int]] = {}
        start = 0
        for n, about in enumerate(manifest["parts"]):
            mine = rows[start : start + about["units"]]
            self.place |= {unit.paths: (n, k) for k, unit in enumerate(mine)}
            self.units.append(mine)
            start += about["units"]
        if start != len(rows):
            raise ValueError("the units do not belong to these partitions")

    def unit(self, paths: tuple[str, ...], listed: Listed) -> tuple[int, int] | None:
        """The partition and position of a unit, if it was judged as it is now."""
        found = self.place.get(paths)
        if found is None:
            return None
        kept = self.units[found[0]][found[1]]
        if not kept.digest or not self.reached.isdisjoint(kept.names):
            return None
        return found if kept.digest == units.digest(paths, listed) else None

    def findings(self, part: int) -> pd.DataFrame:
        """The findings of a partition.

        Raises
        ------
        Unusable
        """
        if part not in self._findings:
            about = self.manifest["parts"][part]
            table = _read(self.folder, about["file"], about["sha256"])
            self._findings[part] = table.to_pandas(use_threads=False)
        return self._findings[part]

    @property
    def law(self) -> str:
        """On which of the places and kinds of tool that the units name the law is another one now, in words."""
        named = {name for part in self.units for unit in part for name in unit.names}
        met = few(sorted(self.reached & named), NAMED)
        return f"the law on {met} is another one" if met else "the law is another one, but not on what they name"

    def about(self, part: int) -> dict[str, Any]:
        """What was kept on a partition as a whole."""
        return self.manifest["parts"][part]

    @cached_property
    def proposals(self) -> pd.DataFrame:
        """The open proposals.

        Raises
        ------
        Unusable
        """
        return _read(self.folder, PROPOSALS, self.manifest["files"][PROPOSALS]).to_pandas()


def _read(folder: Path, name: str, digest: str) -> pa.Table:
    """A Parquet file, from the very bytes that have the digest."""
    try:
        raw = (folder / name).read_bytes()
        if hashlib.sha256(raw).hexdigest() != digest:
            raise Unusable(f"{name} in it was changed")
        # not by pq.read_table, which takes twice as long for a small file
        return pq.ParquetFile(pa.BufferReader(raw)).read(use_threads=False)
    except WRONG as e:
        raise Unusable(f"{name} in it cannot be read") from e


@without_collector
def load(folder: Path, ask: Ask) -> Kept:
    """What an audit kept in its folder.

    Raises
    ------
    Unusable
        It is damaged, or it is of other terms.
    """
    file = folder / NAME
    if not file.is_file():
        raise Unusable(f"there is no {NAME} in it, which `datamap audit -o` writes")
    try:
        manifest = stored.read(file)
        if file.read_bytes() != proof.sealed(manifest).encode():
            raise Unusable(f"{NAME} in it was changed")
        now = basis(ask)
        differs = [why for term, why in WORDS.items() if manifest["basis"].get(term) != now[term]]
        if differs:
            raise Unusable(differs[0])
        if ask.evidence and not manifest["evidence"]:
            raise Unusable("it does not have the evidence behind the findings, which --format json keeps")
        if ask.transfers:
            raise Unusable("it does not have the transfers")
        rows = _read(folder, UNITS, manifest["files"][UNITS])
        return Kept(folder, manifest, _units(rows), _reached(manifest, now, ask))
    except (*WRONG, stored.Unreadable) as e:
        raise Unusable("what it keeps cannot be read") from e


def _reached(manifest: dict[str, Any], now: dict[str, Any], ask: Ask) -> frozenset[str]:
    """What a unit must name so that another law pack or participant list than before can reach it.

    Raises
    ------
    Unusable
        The difference can reach every unit.
    """
    then, law = manifest["basis"], ask.terms.law()
    reached = differences.reach(then["law"], now["law"])
    if then["dpf_list"] != now["dpf_list"]:
        reached |= differences.of_participants(law)
    if differences.EVERYTHING in reached:
        raise Unusable("its law pack is another one, in facts that can reach every inventory")
    # another pack may have been checked on other days, and which old facts matter is known of whole partitions only
    old = law.oldest_check() < checks.year_before(ask.terms.day) or any(p["old_checks"] for p in manifest["parts"])
    if old and (reached or then["pack"] != now["pack"]):
        raise Unusable("its law pack is another one, and facts of it were last checked more than a year before")
    return reached


def _units(rows: pa.Table) -> list[Unit]:
    """The units of a table that :func:`_frame` made."""
    if not len(rows):
        return []
    # each column as one array: its thousands of lists, one by one, would take longer than all else
    columns = {name: _tuples(rows[name]) for name in Unit._fields if name not in ("digest", "inputs")}
    columns["digest"] = rows["digest"].to_pylist()
    columns["inputs"] = list(map(tuple, json.loads(f"[{','.join(rows['inputs'].to_pylist())}]")))
    return [Unit(*row) for row in zip(*(columns[name] for name in Unit._fields), strict=True)]


def _tuples(lists: pa.ChunkedArray) -> list[Any]:
    """The lists of a column, each as a tuple."""
    whole = lists.combine_chunks()
    ends = whole.offsets.to_numpy()
    values = whole.flatten().to_numpy(zero_copy_only=False).tolist()
    return [tuple(values[start:end]) for start, end in pairwise((ends - ends[0]).tolist())]
