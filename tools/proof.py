"""The page of what was tried how often, on which commit, and the small files of results that it is made from.

``make fuzz``, ``make faults``, ``make injection``, ``make mutants``, ``make judges`` and ``make coverage`` write these
files if they are asked to (``ARGS=--record``). A portion that continues the last one of the same commit and
seed is added to it.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "benchmarks" / "proof"
COMMIT = re.compile(r"[0-9a-f]{12}")


class ResultError(Exception):
    """A result that cannot be recorded, or a file that is not one."""


@dataclass(frozen=True)
class Result:
    """What was tried: ``faults`` of the ``tried`` cases are faults of the project, ``counts`` says how all ended.

    The commit is that of the code which was tried, without changes.
    """

    kind: str
    part: str
    commit: str
    day: str
    seed: int | None
    first: int
    tried: int
    counts: dict[str, int]
    faults: int
    command: str
    note: str = ""

    def __post_init__(self) -> None:
        problems = [
            f"{name}: {value!r}; expected {expected}"
            for name, value, fits, expected in (
                ("kind", self.kind, self.kind in KINDS, f"one of {', '.join(KINDS)}"),
                ("commit", self.commit, COMMIT.fullmatch(self.commit), "12 hexadecimal digits"),
                ("tried", self.tried, 0 < self.tried == sum(self.counts.values()), "the sum of the counts"),
                ("faults", self.faults, 0 <= self.faults <= self.tried, "at most what was tried"),
            )
            if not fits
        ]
        if problems:
            raise ResultError(f"{self.kind} {self.part}: {'; '.join(problems)}")
        dt.date.fromisoformat(self.day)

    @property
    def path(self) -> Path:
        """The file of this result."""
        words = re.sub(r"[^a-z0-9]+", "-", self.part.lower()).strip("-")
        return FOLDER / f"{self.kind}-{words}.json"

    @property
    def met(self) -> bool:
        """Whether the target of its kind is met, in number and in share."""
        kind = KINDS[self.kind]
        return self.tried >= kind.number and self.faults <= self.tried * (1 - kind.share)


@dataclass(frozen=True)
class Kind:
    """A kind of proof on the page: what is tried, and the target of each part."""

    title: str
    about: str
    part: str
    number: int = 1
    share: float = 1.0
    untried: Mapping[str, str] = field(default_factory=dict)
    """Why a part has no result, by its name; a part that has one is not listed."""


KINDS = {
    name: Kind(**about)
    for name, about in yaml.safe_load(Path(__file__).with_name("proof.yaml").read_text(encoding="utf-8")).items()
}


def read() -> list[Result]:
    """All results, in the order of the page."""
    found = []
    for path in sorted(FOLDER.glob("*.json")):
        result = Result(**json.loads(path.read_text(encoding="utf-8")))
        if result.path != path:
            raise ResultError(f"{path.name}: expected the name {result.path.name}")
        found.append(result)
    return sorted(found, key=lambda r: list(KINDS).index(r.kind))


def commit() -> str:
    """The commit of the code that is tried; refused where the code was changed since."""
    changed = _git("status", "--porcelain", "--", "datamap", "tests", "tools")
    if changed:
        raise ResultError(f"{changed.splitlines()[0].strip()}: changed since the last commit; expected no changes")
    return _git("rev-parse", "--short=12", "HEAD")


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def record(
    kind: str,
    part: str,
    counts: dict[str, int],
    faults: int,
    command: str,
    *,
    at: str,
    seed: int | None = None,
    first: int = 0,
) -> Path:
    """Write a result into its file; a portion that continues what the file holds is added to it.

    Parameters
    ----------
    kind, part : str
        One of :data:`KINDS`, and which input, command or package was tried.
    counts : dict of int
        How many cases ended in which way.
    faults : int
        How many of them are faults.
    command : str
        What was typed.
    at : str
        The commit, from :func:`commit` before the run began.
    seed, first : int
        Which cases they were.
    """
    today = dt.date.today().isoformat()
    new = Result(kind, part, at, today, seed, first, sum(counts.values()), dict(counts), faults, command)
    if new.path.exists():
        old = Result(**json.loads(new.path.read_text(encoding="utf-8")))
        if (old.commit, old.seed, old.first + old.tried) == (new.commit, seed, first) and first:
            both = {k: old.counts.get(k, 0) + counts.get(k, 0) for k in old.counts | counts}
            faults += old.faults
            new = Result(kind, part, at, today, seed, old.first, sum(both.values()), both, faults, command)
    FOLDER.mkdir(exist_ok=True)
    new.path.write_text(json.dumps(asdict(new), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return new.path


def page() -> str:
    """The page: for each kind what was tried how often, on which commit, and each missed target with its reason."""
    results = read()
    missed = [f"- {KINDS[r.kind].title}, {r.part}: {r.note}" for r in results if not r.met]
    tried = {(r.kind, r.part) for r in results}
    missed += [
        f"- {about.title}, {part}: not recorded. {why}"
        for kind, about in KINDS.items()
        for part, why in about.untried.items()
        if (kind, part) not in tried
    ]
    lines = [
        "# What was tried, how often",
        "",
        "Made by `python -m tools proof` from the files in `benchmarks/proof/`; do not edit. Each row is one run: what",
        "was tried, how it ended, and the commit of the code. The same commit, seed and command try the same cases.",
        "",
        *[line for kind in KINDS for line in _section(kind, [r for r in results if r.kind == kind])],
        "## Targets that are missed",
        "",
        *(missed or ["None."]),
    ]
    return "\n".join(lines) + "\n"


def _section(kind: str, results: Sequence[Result]) -> Iterator[str]:
    about = KINDS[kind]
    yield from (f"## {about.title}", "", about.about, "")
    if not results:
        yield from ("Not recorded yet.", "")
        return
    tried, faults = sum(r.tried for r in results), sum(r.faults for r in results)
    yield from (f"In all {tried:,} tried, {faults:,} {'fault' if faults == 1 else 'faults'}.", "")
    yield f"| {about.part} | tried | ended | faults | share without | target met | commit, day | seed |"
    yield "|---|---:|---|---:|---:|---|---|---:|"
    for r in results:
        ended = ", ".join(f"{words} {number:,}" for words, number in sorted(r.counts.items()))
        share = math.floor(1000 * (1 - r.faults / r.tried)) / 10  # rounded down: a missed target never reads as met
        yield (
            f"| {r.part} | {r.tried:,} | {ended} | {r.faults:,} | {share:g} % | "
            f"{'yes' if r.met else 'no'} | `{r.commit}`, {r.day} | {'' if r.seed is None else r.seed} |"
        )
    yield ""
    yield from (f"- {r.part}: {r.note}" for r in results if r.met and r.note)
    if any(r.met and r.note for r in results):
        yield ""
