"""The brief of one report: its three forms, and the facts from which the brief of a group is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datamap.publish.brief import facts, render
from datamap.publish.brief.collect import collect
from datamap.publish.brief.content import compose
from datamap.questions import records

if TYPE_CHECKING:
    import pandas as pd

    from datamap.pipeline import Audit

NAMES = (facts.NAME, *render.NAMES)
"""The names of the files."""


def files(audit: Audit, changes: pd.DataFrame | None = None) -> dict[str, str | bytes]:
    """The files of the brief, by name.

    Parameters
    ----------
    changes : DataFrame, optional
        What changed since an earlier report (:func:`datamap.questions.changes.since`).
    """
    kept = collect(audit, changes)
    return {facts.NAME: records.dumps(facts.plain(kept)), **render.files(compose(kept), audit.as_of.isoformat())}
