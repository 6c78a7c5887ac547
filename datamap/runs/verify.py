"""Whether a run still holds: its hashes, and the same answers and files again from what it stored."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datamap import formats, law, publish
from datamap.errors import CallError, DatamapError, InputError, Problem
from datamap.findings import acceptances as accepting
from datamap.history import archive, proof
from datamap.history.quarter import last_day
from datamap.pipeline import Audit, audit
from datamap.publish.brief import one as brief
from datamap.questions import changes, records


@dataclass(frozen=True)
class Verified:
    """What a check of a run found.

    Attributes
    ----------
    folder : Path
    run : Run or None
        None where the manifest cannot be read.
    error : str
        Why the run could not be checked; the rest is then empty.
    files : tuple of str
        Files that are missing or differ from the manifest.
    strangers : tuple of str
        Files that the manifest does not know.
    answers : tuple of str
        What comes out otherwise when the stored inventory is judged again, and what the manifest states wrongly.
    again : tuple of str
        Files that were made again and came out byte for byte; none where other code or versions made the run.
    """

    folder: Path
    run: archive.Run | None = None
    error: str = ""
    files: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    again: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether everything is as it was."""
        return not (self.error or self.files or self.strangers or self.answers)


def verify(folder: str | Path, dpf_list: Sequence[str] = ()) -> list[Verified]:
    """Check a run's hashes, make it again from its stored inventory under the law pack of that time, and compare.

    Parameters
    ----------
    folder : path
        Of a report, or of a quarter with several.
    dpf_list : sequence of str
        The participants lists, where the run used some.

    Raises
    ------
    InputError
        Where there is no run, or a participants list that cannot be read.

    Notes
    -----
    A run whose manifest cannot be read, or whose participants lists are missing, has an ``error``; others are checked.
    """
    found, problems = archive.readable(folder)
    if not found and not problems:
        raise InputError(
            [Problem(str(folder), 0, "", "no manifest.json in it", "the folder of a report, or of a quarter")]
        )
    participants = None
    if dpf_list:
        from datamap.law import dpf

        participants = dpf.read(dpf_list)
    out = [_verify(r, participants) for r in found] + [Verified(Path(p.file).parent, error=str(p)) for p in problems]
    return sorted(out, key=lambda v: v.folder)


def _verify(run: archive.Run, given: Any) -> Verified:
    try:
        participants = _participants(run, given)
    except CallError as e:
        return Verified(run.folder, run, str(e))
    files, strangers = tuple(proof.damaged(run)), tuple(proof.strangers(run))
    try:
        again = _judged(run, participants)
        answers = (*_differing(run, again), *_misstated(run, again))
        made, otherwise = _made_again(run, again)
    except DatamapError as e:
        return Verified(run.folder, run, "", files, strangers, (f"it cannot be audited again: {e}",))
    return Verified(
        run.folder,
        run,
        "",
        files,
        strangers,
        (*answers, *(f"{n}: made again, it is different" for n in otherwise if n not in files)),
        made,
    )


def _participants(run: archive.Run, given: Any) -> Any:
    used = run.manifest["dpf_list"]
    if not used:
        return None
    if given is None or given.digest != used["digest"]:
        lists = f"the participants lists of {', '.join(used['vintages'])}"
        raise CallError(f"{run.folder}: the run used {lists}. Expected the same with --dpf-list")
    return given


def _judged(run: archive.Run, participants: Any) -> Audit:
    """The stored inventory, judged on the run's day under the pack as the run had it."""
    applied = run.manifest["law"]
    pack = law.load(dt.date.fromisoformat(applied["known_on"] or applied["recorded"])).without(*applied["without"])
    with chdir(run.folder):  # as the notebook did: findings name the file
        accepted = accepting.beside(["inventory.yaml"])
        return audit(
            formats.read("inventory.yaml"), run.as_of, law=pack, participants=participants, acceptances=accepted
        )


def _differing(run: archive.Run, again: Audit) -> Iterator[str]:
    for name, then, now in (
        ("transfers", run.transfers, records.transfers(again)["transfers"]),
        ("findings", run.findings, records.findings(again)["findings"]),
    ):
        now = json.loads(json.dumps(now))
        if then != now:
            differ = sum(a != b for a, b in zip(then, now, strict=False))
            yield f"{name}: {len(then)} then, {len(now)} now, {differ} differ" + (
                "" if _same_makers(run) else "; other code or versions made the run"
            )


def _misstated(run: archive.Run, again: Audit) -> Iterator[str]:
    """Statements of the manifest that do not follow from the files."""
    m, stamp = run.manifest, json.loads(json.dumps(again.stamp()))
    true = {
        "controller": stamp["inputs"][0]["controller"],
        "inputs": stamp["inputs"],
        "counts": {"transfers": again.counts, "findings": again.findings.counts},
        "as_of": last_day(m["quarter"]).isoformat(),
    }
    yield from (
        f"manifest.json: its {key} are not those of the stored inventory" for key in true if m[key] != true[key]
    )


def _same_makers(run: archive.Run) -> bool:
    return run.manifest["basis"].get("code") == proof.code() and run.manifest["versions"] == proof.versions()


def _made_again(run: archive.Run, again: Audit) -> tuple[tuple[str, ...], list[str]]:
    """Names of files that are the same when made again, and of those that differ.

    There are none where other code or versions made the run. The notebook is not run. Pages and the record of a run
    with a baseline are made again where that baseline is still there.
    """
    m = run.manifest
    pack = law.load(dt.date.fromisoformat(m["law"]["known_on"]) if m["law"]["known_on"] else None).without(
        *m["law"]["without"]
    )
    if not _same_makers(run) or pack.digest != m["law"].get("digest"):
        return (), []
    again = again.under(law=pack)
    before, skipped = None, set()
    if m["baseline"]:
        at = run.folder.resolve().parent.parent / m["baseline"]
        try:
            before = changes.since(again, at) if proof.of_run(at) == m["basis"].get("baseline") else None
        except (OSError, ValueError, DatamapError):
            before = None
        skipped = set() if before is not None else {"report.html", "ropa-internal.xlsx", *brief.NAMES}
    script = next((n for n in m["files"] if n.startswith("../")), "")
    with tempfile.TemporaryDirectory() as aside:
        made = [p for p in publish.write_all(again, aside, before, script) if p.name not in skipped]
        same = {p.name: m["files"].get(p.name) == proof.sha256(p) for p in made}
    return tuple(n for n, s in same.items() if s), [n for n, s in same.items() if not s]
