"""Which facts of law behind the verdicts were last checked long ago."""

from __future__ import annotations

import datetime as dt

import numpy as np

from datamap.law import Law, checks
from datamap.tables import Tables
from datamap.transfers import exporters
from datamap.transfers.coverage import Coverage


def old_checks(law: Law, tables: Tables, coverage: Coverage, day: dt.date) -> dict[str, str]:
    """Facts that were last checked more than a year before the day, with the date of the check.

    Only those count on which the transfers of these organisations depend: their places and their recorded tools.
    """
    if law.oldest_check() >= checks.year_before(day):
        return {}
    frame = coverage.frame
    of = np.array(exporters.REGIMES, dtype=object)[exporters.regimes(tables)]
    facts: dict[str, dt.date] = {}
    for regime in dict.fromkeys(of.tolist()):
        mine = np.flatnonzero(of == regime)
        places = frame.loc[frame["controller"].isin(mine), "country"].astype(str).unique().tolist()
        sites, tools = (tables[n].loc[tables[n]["controller"].isin(mine)] for n in ("sites", "safeguards"))
        places += sites["run_by_country"].astype(str).unique().tolist()
        named = tools[["kind", "version"]].astype(str).drop_duplicates().itertuples(index=False, name=None)
        facts |= checks.behind(law, day, regime, places, named)
    return checks.old(facts, day)
