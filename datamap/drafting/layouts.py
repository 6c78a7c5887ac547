"""Private layouts: which label of a table stands for which fact, as a user taught it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from datamap.drafting.tables import words
from datamap.errors import CallError, InputError, Problem
from datamap.files import reading
from datamap.model.vocabulary import shown

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
KNOWN = tuple(sorted({*KEYS, *OF_ACTIVITIES}))
"""The facts that a label may stand for."""


def parse(texts: tuple[str, ...]) -> dict[str, str]:
    """``Where=country`` as the label and the fact that it stands for.

    Raises
    ------
    CallError
    """
    found = {}
    for text in texts:
        label, sign, fact = text.rpartition("=")
        if not sign or not label.strip() or fact.strip() not in KNOWN:
            raise CallError(f"--map: '{text}' is not LABEL=FACT. Expected a label and one of: {', '.join(KNOWN)}")
        found[label.strip()] = fact.strip()
    return found


def taught_by(path: str | Path, maps: Mapping[str, str]) -> dict[str, str]:
    """The labels that a user taught, by ``maps`` and by ``FILE.map.yaml`` beside the file (its suffix may be in it).

    Raises
    ------
    InputError
        The file beside it is not a mapping of labels to facts.
    CallError
        A fact of ``maps`` is not known.
    """
    for label, fact in maps.items():
        if not isinstance(fact, str) or fact not in KNOWN:
            raise CallError(f"maps: {label!r}: {shown(fact)} is not a fact. Expected one of: {', '.join(KNOWN)}")
    found: dict[str, str] = {}
    named = (Path(path).with_suffix(".map.yaml"), Path(f"{path}.map.yaml"))
    for beside in (p for p in named if p.is_file()):
        found |= _read(beside)
    return found | dict(maps)


def _read(beside: Path) -> dict[str, str]:
    """The labels and facts of a file, all of its mistakes at once."""
    file = str(beside)
    expected = f"labels and facts, such as 'Where: country'; facts are {', '.join(KNOWN)}"
    try:
        node = yaml.compose(reading.decode(reading.load(beside), file), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as e:
        mark = getattr(e, "problem_mark", None)
        raise InputError([Problem(file, mark.line + 1 if mark else 0, "", "it is not YAML", expected)]) from e
    if node is not None and not isinstance(node, yaml.MappingNode):
        raise InputError([Problem(file, node.start_mark.line + 1, "", "no mapping", expected)])
    found: dict[str, str] = {}
    wrong = []
    for key, value in node.value if node is not None else ():
        label, fact = (n.value if isinstance(n, yaml.ScalarNode) else "" for n in (key, value))
        what = "" if label and fact in KNOWN else f"'{fact}' is not a fact" if fact else "there is no fact"
        what = f"'{label}' appears twice" if label in found else what if label else "there is no label"
        if what:
            wrong.append(Problem(file, key.start_mark.line + 1, label, what, expected))
        found[label] = fact
    if wrong:
        raise InputError(wrong)
    return found


def key_for(fact: str, kind: str) -> str:
    """The key of a column for a fact that was taught, in a table of some kind."""
    return (OF_ACTIVITIES if kind == "activities" else KEYS).get(fact, "")


def by_label(taught: Mapping[str, str]) -> dict[str, str]:
    """The facts by label as labels are compared."""
    return {words.label(label): fact for label, fact in taught.items()}
