"""The catalogue of rules: what each finds, why, and when it is wrong."""

from __future__ import annotations

import pandas as pd

from datamap import rules
from datamap.tables.preview import Preview


def catalogue(*chosen: str) -> pd.DataFrame:
    """The rules, in the order of the catalogue.

    Parameters
    ----------
    *chosen : str
        Only these rules, by code, family or name; all rules if none is given.

    Returns
    -------
    DataFrame
        ``code, name, severity, title, basis, articles, page``; ``page`` is the whole documentation of the rule.

    Raises
    ------
    CallError
        A word that does not match any rule, with the nearest one.

    Examples
    --------
    >>> import datamap as dm
    >>> dm.catalogue("TR001")[["code", "name", "severity"]].values.tolist()
    [['TR001', 'transfer_without_safeguard', 'error']]
    """
    codes = rules.chosen(chosen, "catalogue") if chosen else rules.BY_CODE.keys()
    listed = [
        {
            "code": r.code,
            "name": r.name,
            "severity": r.severity,
            "title": r.title,
            "basis": r.basis,
            "articles": r.articles,
            "page": r.page.strip(),
        }
        for r in rules.RULES
        if r.code in codes
    ]
    return Preview.of(pd.DataFrame(listed), "The rules", ("code", "severity", "title", "basis"))
