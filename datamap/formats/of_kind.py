"""What an assessment of its kind cannot have, and outcomes that contradict the ``tia`` of a safeguard."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from datamap.formats.problems import Fault, items
from datamap.model.assessment import ON_ACTIVITIES, OUTCOMES
from datamap.model.shape import Path
from datamap.model.vocabulary import shown


def of_another_kind(path: Path, entry: Mapping[str, Any], kind: Any) -> Iterator[Fault]:
    """What an assessment of its kind cannot have."""
    if kind not in OUTCOMES:  # validation reports it
        return
    outcome, known = entry.get("outcome", "unknown"), {o for of in OUTCOMES.values() for o in of}
    if outcome in known and outcome not in OUTCOMES[kind]:
        yield Fault((*path, "outcome"), f"{shown(outcome)} of a {kind}", f"one of {', '.join(OUTCOMES[kind])}, unknown")
    other = "transfers" if kind in ON_ACTIVITIES else "activities"
    if entry.get(other) and isinstance(entry[other], (list, tuple)):
        mine = "activities" if kind in ON_ACTIVITIES else "transfers"
        yield Fault((*path, other), f"{other} of a {kind}", f"{mine}: that is what it is about")
    if entry.get("criteria") and isinstance(entry["criteria"], (list, tuple)) and kind != "dpia-screening":
        yield Fault((*path, "criteria"), f"criteria of a {kind}", "criteria only of a dpia-screening")


def contradicted(
    path: Path,
    entry: Mapping[str, Any],
    leg: Mapping[str, Any],
    importer: Mapping[str, Any],
    place: Callable[[str], str | None],
) -> Iterator[Fault]:
    """An outcome that contradicts the ``tia`` of a safeguard of the importer in one transfer."""

    def places(of: Mapping[str, Any]) -> set[str | None]:
        return {place(c) for _, c in items((), of.get("countries")) if isinstance(c, str)}

    about = {t for _, t in items((), entry.get("tools")) if isinstance(t, str)}
    for _, tool in items((), importer.get("safeguards")):
        if not isinstance(tool, Mapping) or tool.get("tia") not in ("none", "positive", "negative"):
            continue
        apart = places(leg) and places(tool) and not places(leg) & places(tool)
        if tool["tia"] == entry["outcome"] or apart or (about and tool.get("kind") not in about) or tool.get("until"):
            continue
        found = f"'{entry['outcome']}', but a safeguard of {shown(importer['id'])} states tia: {tool['tia']}"
        yield Fault((*path, "outcome"), found, "one outcome: leave out 'tia' where an assessment covers the transfer")
