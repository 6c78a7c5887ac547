"""Recall and precision of an audit, rule by rule, against the truth of an estate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

KEYS = ["rule", "controller", "subject_kind", "subject_id"]


def truth(estate: Path) -> pd.DataFrame:
    """What was planted, one row per finding to be expected."""
    return pd.read_csv(estate / "truth.csv", dtype=str, keep_default_na=False)


def score(findings: pd.DataFrame, planted: pd.DataFrame, rules: Iterable[str] = ()) -> pd.DataFrame:
    """Per rule: ``planted, found, hit, recall, precision``.

    Findings are compared one by one, each as often as it was planted. Of ``rules`` each has a row. A rule of which
    nothing was planted was not put to the test: its recall is 0.
    """
    expected = Counter(planted[KEYS].astype(str).itertuples(index=False, name=None))
    found = Counter(findings[KEYS].astype(str).itertuples(index=False, name=None))
    hit = expected & found
    rows = []
    for rule in sorted({k[0] for k in (*expected, *found)} | set(rules)):
        n, m, h = (sum(v for k, v in c.items() if k[0] == rule) for c in (expected, found, hit))
        rows.append((rule, n, m, h, h / n if n else 0.0, h / m if m else 1.0))
    return pd.DataFrame(rows, columns=["rule", "planted", "found", "hit", "recall", "precision"])


def wrong(findings: pd.DataFrame, planted: pd.DataFrame) -> pd.DataFrame:
    """The findings that nobody planted, with their messages."""
    known = pd.MultiIndex.from_frame(planted[KEYS].astype(str))
    return findings[~pd.MultiIndex.from_frame(findings[KEYS].astype(str)).isin(known)]
