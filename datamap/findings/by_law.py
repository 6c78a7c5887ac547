"""What of a finding depends on the law and the day: the tools that its remedy names, and what it cites."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from datamap.findings.texts import Text, texts
from datamap.rules import citations, remedies
from datamap.rules.facts import Facts
from datamap.rules.rule import Rule


def remedies_of(facts: Facts, rule: Rule, found: pd.DataFrame, controller: np.ndarray) -> dict[str, Text]:
    """What can be agreed on the day, by the law of the exporter, which may be a processor that hands data on."""
    names = sorted(rule.fields & remedies.WORDS.keys())
    if not names:
        return {}
    if "regime" in found:
        law = found["regime"].to_numpy(dtype=object)
    elif rule.subject == "recipients":
        law = facts.exporter_regime[found["row"].to_numpy()]
    else:
        law = facts.regime[controller]

    def words(name: str) -> Text:
        return _by_regime(law, lambda regime: remedies.WORDS[name](facts.law, regime, facts.day))

    return {name: words(name) for name in names}


def _by_regime(law: np.ndarray, read: Callable[[str], str]) -> Text:
    """A text by the law of each finding; one text where all are under one law."""
    codes, regimes = pd.factorize(law)
    here = [read(regime) for regime in regimes]
    return here[0] if len(here) == 1 else texts(np.array(here, dtype=object)).take(pa.array(codes))


def cited(facts: Facts, rule: Rule, found: pd.DataFrame, controller: np.ndarray) -> Text:
    """The citation of each finding, by the law that its organisation is under and the day."""

    law = facts.regime[controller]

    def cite(articles: tuple[str, ...]) -> Text:
        def read(of: str) -> str:  # where nothing of it is law there and then, what the rule cites
            options = (citations.cited(rule.code, a, of, facts.day) for a in (articles, rule.articles))
            return next(filter(None, options), "")

        return _by_regime(law, read)

    if "articles" not in found:
        return cite(rule.articles)
    codes, own = pd.factorize(found["articles"])  # few distinct ones
    each = [
        texts(np.array([t] * len(found), dtype=object)) if isinstance(t := cite(tuple(a.split("; "))), str) else t
        for a in own
    ]
    return pc.choose(pa.array(codes), *each)
