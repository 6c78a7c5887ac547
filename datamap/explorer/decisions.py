"""What a person decides in the explorer, as the file that ``datamap review --apply`` reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

import pandas as pd

from datamap.errors import CallError
from datamap.explorer.data import proposals
from datamap.files import writing
from datamap.findings import deciding
from datamap.findings.decision import Decision
from datamap.formats import DECISIONS
from datamap.formats.yaml import writer
from datamap.labels.counting import count
from datamap.model.vocabulary import shown

if TYPE_CHECKING:
    from datamap.model import Inventory
    from datamap.pipeline import Audit

COLUMNS = ("decision", "subject", "field", "value", "words")
KINDS = ("confirm", "reject")


def frame(audit: Audit, decided: Mapping[Any, str]) -> pd.DataFrame:
    """What is decided, one row each."""
    rows = [{"decision": kind, **target} for kind, target in _targets(audit, decided)]
    return pd.DataFrame(rows, columns=list(COLUMNS)).fillna("")


def made(audit: Audit, decided: Mapping[Any, str], *, by: str, function: str, reason: str) -> list[Decision]:
    """The decisions, with who made them today.

    Raises
    ------
    CallError
        Nothing is decided, or no name is given.
    """
    if not decided:
        raise CallError("decided: nothing. Expected a decision on a proposal: confirm or reject it in the explorer")
    if not by.strip():
        raise CallError("by: empty. Expected the name of the person who decides")
    signed = {"owner": by, "function": function, "decided": dt.date.today(), "reason": reason}
    return [
        Decision.model_validate({"decision": cast(Literal["confirm", "reject"], kind), **target, **signed})
        for kind, target in _targets(audit, decided)
    ]


def write(audit: Audit, decisions: Sequence[Decision], path: str | Path | None, *, force: bool) -> Path:
    """Write decisions as a file of their own."""
    if path is None:
        (file, *others) = audit.tables["inventories"]["file"].tolist()
        if others or Path(file).suffix not in writing.INVENTORY or not Path(file).is_file():
            raise CallError(
                "path: the proposals are of several inventories, or of a draft that is not saved. Expected the name of "
                f"the file, such as mine{DECISIONS}"
            )
        path = Path(file).with_name(Path(file).stem + DECISIONS)
    entries = [d.model_dump(mode="json", exclude_defaults=True) | {"decision": d.decision} for d in decisions]
    return writing.write(path, writer.lines({"decisions": entries}), force=force)


def apply(audit: Audit, decisions: Sequence[Decision]) -> Inventory:
    """The inventory of the audit after decisions.

    Raises
    ------
    CallError
        The audit is of several inventories.
    """
    if len(audit.inventories) != 1:
        raise CallError(f"audit: of {len(audit.inventories)} inventories. Expected the audit of one inventory")
    return deciding.apply(audit.inventories[0], [(d, "", 0) for d in decisions]).inventory


def checked(audit: Audit, decided: Mapping[Any, str]) -> dict[str, str]:
    """Position of a proposal -> what is decided; positions are texts, as they are keys in JSON.

    Raises
    ------
    CallError
        A position without a proposal, or a decision of another kind.
    """
    places = range(len(proposals(audit)))
    for at, kind in decided.items():
        if str(at) not in map(str, places) or kind not in KINDS:
            raise CallError(
                f"decided: {shown(at)}: {shown(kind)}. Expected the position of one of "
                f"{count(len(places), 'proposals')}, counted from 0, and {' or '.join(KINDS)}"
            )
    return {str(at): kind for at, kind in decided.items()}


def _targets(audit: Audit, decided: Mapping[Any, str]) -> list[tuple[str, dict[str, str]]]:
    """Kind and target of each decision, in the order of the proposals."""
    known = proposals(audit)
    return [(decided[at], known[int(at)].target) for at in sorted(decided, key=int)]
