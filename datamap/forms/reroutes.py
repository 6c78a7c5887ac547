"""Questions that someone passed on: kept in one file beside the inventory, so that the next round asks that person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

from datamap.errors import InputError, Problem
from datamap.files import reading, writing
from datamap.formats import QUESTIONS
from datamap.model import arguments

EXPECTED = "a list of {question, ask, by, on} under 'asked'"


@dataclass(frozen=True)
class Reroute:
    """One question that a person passed on.

    Attributes
    ----------
    question : str
        ``kind/id/field`` of the fact.
    ask : str
        The person to ask.
    by : str
        Who named that person.
    on : date
    """

    question: str
    ask: str
    by: str
    on: dt.date


def beside(inventory: str | Path) -> Path:
    """The file that belongs to an inventory: ``x.questions.yaml`` beside ``x.yaml``."""
    path = Path(inventory)
    return path.with_name(path.stem + QUESTIONS)


def read(path: Path) -> tuple[Reroute, ...]:
    """The questions that were passed on; none where there is no such file.

    Raises
    ------
    InputError
    """
    if not path.exists():
        return ()
    text = reading.decode(reading.load(path), str(path))
    try:
        data = yaml.safe_load(text) or {}
    except (yaml.YAMLError, ValueError, RecursionError) as e:
        raise InputError([Problem(str(path), 0, "", "a file that is not YAML", EXPECTED)]) from e
    listed = data.get("asked") if isinstance(data, dict) else None
    if not isinstance(listed, list):
        raise InputError([Problem(str(path), 0, "asked", "no list", EXPECTED)])
    found = [_read(item) for item in listed]
    wrong = [Problem(str(path), 0, str(key), "a key that is not known", EXPECTED) for key in data if key != "asked"]
    wrong += [
        Problem(str(path), 0, f"asked[{n}]", "an entry that is not complete", EXPECTED)
        for n, f in enumerate(found)
        if f is None
    ]
    if wrong:
        raise InputError(wrong[:20])
    return tuple(f for f in found if f is not None)


def _read(item: Any) -> Reroute | None:
    if not isinstance(item, dict) or set(item) != {"question", "ask", "by", "on"}:
        return None
    day = item["on"] if isinstance(item["on"], dt.date) else arguments.day_or_none(item["on"])
    question, ask, by = (item[k] for k in ("question", "ask", "by"))
    if day is None or not all(isinstance(t, str) and t for t in (question, ask, by)):
        return None
    return Reroute(question, ask, by, day)


def write(path: Path, reroutes: Iterable[Reroute]) -> None:
    """Write the questions that were passed on; of one question the last one counts."""
    last = {r.question: asdict(r) for r in reroutes}
    body = yaml.safe_dump({"asked": list(last.values())}, allow_unicode=True, sort_keys=False)
    writing.write(
        path, f"# Questions that a person passed on to another. The next datamap ask reads them.\n{body}", force=True
    )
