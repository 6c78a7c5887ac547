"""Private layouts: which label of a table stands for which fact, as a user taught it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from datamap.drafting.tables import words
from datamap.errors import CallError, InputError, Problem

KEYS = {
    "country": "places", "location": "places", "place": "places", "tool": "tools", "safeguard": "tools",
    "name": "who", "recipient": "who", "service": "service", "role": "role", "dpa": "dpa", "entity": "entity",
    "notes": "kept", "address": "address",
}  # fmt: skip
"""What a user writes for a fact of a recipient, and the key of the column."""
OF_ACTIVITIES = {
    "country": "countries", "location": "countries", "place": "countries", "tool": "safeguards",
    "safeguard": "safeguards", "activity": "name", "name": "name", "purpose": "purpose", "data": "categories",
    "category": "categories", "people": "subjects", "subject": "subjects", "recipient": "recipients",
    "basis": "bases", "retention": "limits", "period": "limits", "measure": "measures", "department": "function",
    "source": "sources", "system": "systems", "condition": "conditions",
}  # fmt: skip
"""The same for a fact of an activity."""


def parse(texts: tuple[str, ...]) -> dict[str, str]:
    """``Where=country`` as the label and the fact that it stands for.

    Raises
    ------
    CallError
    """
    found = {}
    for text in texts:
        label, sign, fact = text.rpartition("=")
        if not sign or not label.strip() or fact.strip() not in {*KEYS, *OF_ACTIVITIES}:
            known = ", ".join(sorted({*KEYS, *OF_ACTIVITIES}))
            raise CallError(f"--map: '{text}' is not LABEL=FACT. Expected a label and one of: {known}")
        found[label.strip()] = fact.strip()
    return found


def taught_by(path: str | Path, maps: Mapping[str, str]) -> dict[str, str]:
    """The labels that a user taught, by ``maps`` and by ``FILE.map.yaml`` beside the file (its suffix may be in it).

    Raises
    ------
    InputError
        The file beside it is not a mapping of labels to facts.
    """
    found: dict[str, str] = {}
    named = (Path(path).with_suffix(".map.yaml"), Path(f"{path}.map.yaml"))
    for beside in (p for p in named if p.is_file()):
        try:
            read = yaml.safe_load(beside.read_text(encoding="utf-8")) or {}
        except (yaml.YAMLError, UnicodeDecodeError):
            read = None
        known = {*KEYS, *OF_ACTIVITIES}
        expected = f"labels and facts, such as 'Where: country'; facts are {', '.join(sorted(known))}"
        if not isinstance(read, dict):
            raise InputError([Problem(str(beside), 0, "", "no mapping", expected)])
        wrong = [
            Problem(str(beside), 0, str(label), f"'{fact}' is not a fact", expected)
            for label, fact in read.items()
            if not isinstance(label, str) or fact not in known
        ]
        if wrong:
            raise InputError(wrong)
        found |= read
    return found | dict(maps)


def key_for(fact: str, kind: str) -> str:
    """The key of a column for a fact that was taught, in a table of some kind."""
    return (OF_ACTIVITIES if kind == "activities" else KEYS).get(fact, "")


def by_label(taught: Mapping[str, str]) -> dict[str, str]:
    """The facts by label as labels are compared."""
    return {words.label(label): fact for label, fact in taught.items()}
