"""What of a finding depends on the law and the day: the tools that its remedy names, and what it cites."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from datamap.findings.texts import TEXT, Text, texts
from datamap.rules import citations, remedies
from datamap.rules.facts import Facts
from datamap.rules.rule import Rule
from datamap.transfers.exporters import REGIMES


def remedies_of(
    facts: Facts, rule: Rule, found: pd.DataFrame, row: np.ndarray, controller: np.ndarray
) -> dict[str, Text]:
    """What can be agreed on the day, by the law of the exporter, which may be a processor that hands data on."""
    names = sorted(rule.fields & remedies.WORDS.keys())
    if not names:
        return {}
    law = _law_of(facts, rule, found, row, controller)

    def words(name: str) -> Text:
        return _by_regime(law, lambda regime: remedies.WORDS[name](facts.law, regime, facts.day))

    return {name: words(name) for name in names}


def _law_of(facts: Facts, rule: Rule, found: pd.DataFrame, row: np.ndarray, controller: np.ndarray) -> np.ndarray:
    """The law of each finding, as a position in ``REGIMES``: of who exports to a recipient, else the organisation's."""
    if "regime" in found:
        return np.asarray(pd.Index(REGIMES).get_indexer(found["regime"]))
    return facts.exporter.take(row) if rule.subject == "recipients" else facts.organisation.take(controller)


def _by_regime(law: np.ndarray, read: Callable[[str], str]) -> Text:
    """A text by the law of each finding; one text where all are under one law."""
    if (law == law[0]).all():
        return read(REGIMES[law[0]])
    return pa.array([read(regime) for regime in REGIMES], TEXT).take(pa.array(law))


def cited(facts: Facts, rule: Rule, found: pd.DataFrame, row: np.ndarray, controller: np.ndarray) -> Text:
    """The citation of each finding, by the law and the day: of a transfer, the law of whoever exports."""
    law = _law_of(facts, rule, found, row, controller) if rule.family == "TR" else facts.organisation.take(controller)

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
