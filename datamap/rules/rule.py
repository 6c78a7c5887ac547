"""What a rule is.

A rule is one file: its docstring is its page, ``find`` is a filter over the tables, and ``RULE`` adds the code, the
severity, the sources and the message. ``find`` returns one row for each finding: ``row`` (the position of the subject
in its table), the fields of its message, and what distinguishes two findings on one subject.
"""

from __future__ import annotations

import datetime as dt
import string
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from datamap.rules.citations import GDPR_APPLIES
from datamap.rules.facts import Facts
from datamap.tables import SINGULAR

Find = Callable[[Facts], pd.DataFrame]


@dataclass(frozen=True)
class Rule:
    """One rule.

    Attributes
    ----------
    code : str
        Stable code, such as ``TR001``.
    name : str
        The problem; the file is named after it.
    severity : {'error', 'warning', 'note'}
        Of its findings; ``find`` may override it for some, in a column ``severity``.
    basis : {'law', 'good practice'}
        Whether the law itself requires it; a column ``basis`` overrides it.
    articles : tuple of str
        The articles, decisions and guidelines behind it; a column ``articles`` overrides them.
    subject : str
        The table of its subjects.
    rows_of : str
        The table whose rows it goes through, if it is not that of its subjects: without rows there, it finds nothing.
    message, remedy : str
        Templates over the columns that ``find`` returns, and ``{subject}``.
    action : str
        The action that resolves it, as a template: findings with the same action are resolved together.
    each : str
        The placeholder of the action that may list several values: the subject, or a column that ``find`` returns.
    by : tuple of str
        Columns that distinguish two findings on one subject; part of the fingerprint.
    find : callable
        Facts -> frame with ``row``, and optionally ``table`` and ``at`` (the entry whose words and line are shown).
    since : date
        First day on which it runs: before the GDPR applied only the transfer rules do.
    page : str
        The module's docstring.
    """

    code: str
    name: str
    severity: str
    basis: str
    articles: tuple[str, ...]
    subject: str
    message: str
    remedy: str
    action: str
    find: Find
    page: str
    by: tuple[str, ...] = ()
    each: str = "subject"
    since: dt.date = GDPR_APPLIES
    rows_of: str = ""

    @cached_property
    def fields(self) -> frozenset[str]:
        """The placeholders of its templates."""
        templates = (self.message, self.remedy, self.action)
        return frozenset(f for t in templates for _, f, _, _ in string.Formatter().parse(t) if f)

    def applies(self, facts: Facts) -> bool:
        """Whether there can be anything to find: a small map leaves most tables empty, and most rules need not run."""
        named = (self.subject, self.rows_of)
        return self.since <= facts.day and all(facts.tables.size(name) for name in named if name)

    @property
    def title(self) -> str:
        """The first line of the page."""
        return self.page.strip().split("\n", 1)[0].rstrip(".")

    @property
    def kind(self) -> str:
        """What the subject is, in the singular: recipient, purpose, category ..."""
        return SINGULAR.get(self.subject, self.subject.rstrip("s"))

    @property
    def family(self) -> str:
        """The letters of the code."""
        return self.code.rstrip("0123456789")
