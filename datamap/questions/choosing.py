"""Which transfers, the worst first: by verdict, country and recipient."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from datamap.model import arguments
from datamap.model.vocabulary import VERDICTS
from datamap.pipeline import Audit


def choose(
    audit: Audit,
    *,
    verdicts: Sequence[str] = (),
    places: Sequence[str] = (),
    recipients: Sequence[str] = (),
) -> pd.DataFrame:
    """The transfers of an audit that have one of these verdicts, places and recipients; the worst first.

    Parameters
    ----------
    audit : Audit
    verdicts : sequence of str
        Any verdict if empty.
    places : sequence of str
        Countries by name or code, ``EU``, ``EEA``, organisations, or ``unknown``.
    recipients : sequence of str
        By id or name.

    Returns
    -------
    DataFrame
        Rows of ``audit.transfers``.

    Raises
    ------
    CallError
        A verdict, place or recipient that is not known.

    Examples
    --------
    >>> import datamap as dm
    >>> audit = dm.audit(dm.read("inventory/smartsupp.yaml"), as_of="2026-09-30")
    >>> choose(audit, verdicts=["not-covered"], places=["United States"])["recipient"].tolist()
    ['HelpJuice']
    """
    frame = pd.DataFrame(audit.transfers)
    kept = pd.Series(True, index=frame.index)
    if verdicts:
        kept &= frame["verdict"].isin([arguments.check_one_of(v, VERDICTS, "verdict") for v in verdicts])
    if places:
        kept &= frame["country"].isin([arguments.parse_place(p, "country", ("unknown",)) for p in places])
    if recipients:
        names = list(zip(frame["recipient_id"], frame["recipient"], strict=True))
        known = f"recipient on {audit.as_of}"
        kept &= frame["recipient_id"].isin(set().union(*(arguments.find_ids(r, names, known) for r in recipients)))
    return worst_first(frame[kept])


def worst_first(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows with a ``verdict``, the worst first; rows of the same verdict stay in their order."""
    rank = {verdict: at for at, verdict in enumerate(VERDICTS)}  # the worst first
    return frame.iloc[frame["verdict"].map(rank).argsort(kind="stable")].reset_index(drop=True)
