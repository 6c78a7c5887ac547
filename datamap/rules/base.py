"""What a rule is, and what it works on.

A rule is one file: its docstring is its page, ``find`` is a filter over the tables, ``RULE`` ties them together with the
code, the severity, the sources and the message. ``find`` answers with one row per finding: ``row`` (position of the
subject in its table), the fields its message names, and what tells two findings of one subject apart.
"""

from __future__ import annotations

import datetime as dt
import re
import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from datamap.labels.counting import noun
from datamap.model.safeguard import format_safeguard
from datamap.model.vocabulary import PERIOD
from datamap.rules import citations
from datamap.tables import SINGULAR, Tables
from datamap.tables.arrays import among, distinct, marked, repeats
from datamap.transfers import flows
from datamap.transfers.coverage import REGIMES, Coverage, Key, regimes

if TYPE_CHECKING:
    from datamap.law import Law
    from datamap.law.dpf import Participants

GDPR_APPLIES = citations.GDPR_APPLIES


@dataclass(frozen=True)
class Facts:
    """What a rule looks at: the map as it held on a day, the verdicts, the law, the list, the acceptances.

    Attributes
    ----------
    tables : Tables
        As they held on ``day``.
    coverage : Coverage
    day : date
    law : Law
    participants : Participants or None
    acceptances : tuple
        Of :mod:`datamap.findings.accepted`; the rules on the run itself look at them.
    """

    tables: Tables
    coverage: Coverage
    day: dt.date
    law: Law
    participants: Participants | None = None
    acceptances: tuple[Any, ...] = ()

    def shared(self, work: Callable[[Facts], Any]) -> Any:
        """What several rules need, worked out once."""
        if work not in self._shared:
            self._shared[work] = work(self)
        return self._shared[work]

    @cached_property
    def _shared(self) -> dict[Callable, Any]:
        return {}

    def exposure(self, recipients: np.ndarray | None = None) -> pd.DataFrame:
        """Counts of what reaches each recipient, or those of a bool mask (:func:`datamap.transfers.flows.exposure`)."""
        return flows.exposure(self.tables, recipients)

    @cached_property
    def regime(self) -> np.ndarray:
        """Law that each organisation is under: ``eu``, ``uk``, ``ch``; as stated, else by where it is established."""
        return np.array(REGIMES, dtype=object)[regimes(self.tables)]

    @cached_property
    def regimes(self) -> list[str]:
        """The different ones among them."""
        return sorted(set(self.regime))

    @cached_property
    def regime_number(self) -> np.ndarray:
        """Per organisation the position of its own in :attr:`regimes`."""
        return np.array([self.regimes.index(r) for r in self.regime], dtype=np.int8)

    @cached_property
    def as_controller(self) -> np.ndarray:
        """Purposes that the organisation pursues as controller, alone or jointly (bool): not those it carries out for others."""
        p, c = self.tables["purposes"], self.tables["controllers"]
        processor = (c["role"] == "processor").to_numpy()[p["controller"].to_numpy()]
        return (p["role"] != "processor").to_numpy() & ~(processor & (p["role"] == "unknown").to_numpy())

    @cached_property
    def transfers(self) -> pd.DataFrame:
        """The coverage frame."""
        return self.coverage.frame

    def found(self, test: Callable[[Any], bool]) -> pd.DataFrame:
        """Transfers whose verdict passes a test."""
        return self._found(self.which(test))

    def _found(self, mask: np.ndarray) -> pd.DataFrame:
        """What rules say of some transfers, with ``part``: the class of data where one place has several verdicts. A fingerprint names it only there."""
        at = np.flatnonzero(mask)  # of a group's transfers a rule wants few: positions beat a mask by far
        return self._short.take(at).assign(part=self._part[at]) if len(at) else self._nothing

    @cached_property
    def _short(self) -> pd.DataFrame:
        return self.transfers[["controller", "recipient", "via", "country", "verdict", "judgment"]]

    @cached_property
    def _part(self) -> np.ndarray:
        t, recipient = self.transfers, self.transfers["recipient"].to_numpy()
        at = (
            np.flatnonzero(np.bincount(recipient)[recipient] > 1) if len(t) else np.zeros(0, np.int64)
        )  # most recipients have one place
        place = Key(len(at))
        for codes, card in (
            (recipient, len(self.tables.recipients)),
            (t["via"].to_numpy() + 1, len(self.tables.recipients) + 1),
        ):
            place.add(codes[at], card)
        place.add(t["country"].cat.codes.to_numpy()[at], len(t["country"].cat.categories))
        at = at[pd.Series(place.code).duplicated(keep=False).to_numpy()]
        part = np.full(len(t), "", dtype=object)
        part[at] = text(t["data"], at)
        return part

    @cached_property
    def _nothing(self) -> pd.DataFrame:
        return self._short.iloc[:0].assign(part="")

    def bearing(self, verdict: Sequence[str]) -> pd.DataFrame:
        """Transfers with one of the verdicts, with ``row`` (the recipient)."""
        t = self._found(among(self.transfers["verdict"], verdict))
        return t.assign(row=t["recipient"].to_numpy())

    def text(self, frame: pd.DataFrame, read: Callable[[Any], Any]) -> np.ndarray:
        """One value of each transfer row's verdict; read once per distinct verdict among these rows."""
        numbers = frame["judgment"].to_numpy()
        values = np.empty(len(self.coverage.verdicts), dtype=object)
        for n in np.unique(numbers):
            values[n] = read(self.coverage.verdicts[n])
        return values[numbers]

    def which(self, test: Callable[[Any], bool]) -> np.ndarray:
        """For each transfer row whether its verdict passes a test; the test runs once per distinct verdict."""
        passed = np.array([bool(test(v)) for v in self.coverage.verdicts], dtype=bool)
        return passed[self.transfers["judgment"].to_numpy()] if len(self.transfers) else np.zeros(0, bool)


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
        Of its findings; ``find`` may give one of their own to some, in a column ``severity``.
    basis : {'law', 'good practice'}
        Whether the law itself demands it; of some, a column ``basis``.
    articles : tuple of str
        Articles, decisions, guidelines it rests on; of some, a column ``articles``.
    subject : str
        The table of its subjects.
    message, remedy : str
        Templates over the columns that ``find`` gives, and ``{subject}``.
    action : str
        The action that clears it, as a template: findings with the same action are cleared together.
    each : str
        What an action names one of, so that one action can name several: the subject, or a column that ``find`` gives.
    by : tuple of str
        Columns that tell two findings of one subject apart; part of the fingerprint.
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
    fields: frozenset[str] = field(init=False, default=frozenset())

    def __post_init__(self) -> None:
        names = {f for t in (self.message, self.remedy, self.action) for _, f, _, _ in string.Formatter().parse(t) if f}
        object.__setattr__(self, "fields", frozenset(names))

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


def each(values: pd.Series | np.ndarray, read: Callable[[Any], Any]) -> np.ndarray:
    """A function of every value, called once per distinct value: a group has thousands of them in millions of rows."""
    codes, found = pd.factorize(values)
    answers = np.empty(len(found) + 1, dtype=object)
    answers[:-1] = [read(v) for v in found]
    return answers[codes]


UNITS = ("year", "month", "week", "day", "hour", "minute", "second")


def spelt(period: str) -> str:
    """``P3Y6M`` as ``3 years 6 months``; ``unknown`` and ``none`` as they are."""
    if not (match := PERIOD.fullmatch(period)):
        return period
    years, months, weeks, days, _, hours, minutes, seconds = match.groups()
    found = zip((years, months, weeks, days, hours, minutes, seconds), UNITS, strict=True)
    # "1.5 years" and "1,5 years" are not "1 year"
    return " ".join(f"{n[:-1]} {noun(1 if n[:-1] == '1' else 2, unit + 's')}" for n, unit in found if n)


def rows(mask: pd.Series | np.ndarray, **columns: Any) -> pd.DataFrame:
    """Findings of a whole table: the positions where a mask holds, with further columns cut to them.

    A column may be a function of the positions: what is long to word is worded for the findings only.
    """
    at = np.flatnonzero(np.asarray(mask))
    return pd.DataFrame(
        {
            "row": at,
            **{
                k: v(at) if callable(v) else np.asarray(v.iloc[at] if isinstance(v, pd.Series) else v[at])
                for k, v in columns.items()
            },
        }
    )


def worded(column: pd.Series, words: Mapping[str, str], other: str = "") -> Callable[[np.ndarray], np.ndarray]:
    """A function of positions: what to say of a column of the vocabulary, by its word."""
    said = np.array([words.get(w, other) for w in column.cat.categories], dtype=object)
    codes = column.cat.codes.to_numpy()
    return lambda at: said[codes[at]]


def text(column: pd.Series, at: np.ndarray) -> np.ndarray:
    """Some values of a column, as objects; a group's column is not converted as a whole."""
    return (
        np.asarray(column.array.take(np.asarray(at, dtype=np.int64)), dtype=object)
        if len(at)
        else np.zeros(0, dtype=object)
    )


def tools(safeguards: pd.DataFrame) -> np.ndarray:
    """Kind and version of safeguards, as people write them: ``scc:2010``, ``dpf``."""
    kinds, versions = (safeguards[column].astype(str) for column in ("kind", "version"))
    return np.array([format_safeguard(k, v) for k, v in zip(kinds, versions, strict=True)], dtype=object)


def joined(keys: np.ndarray, words: Sequence[str]) -> pd.Series:
    """The different words of each key, sorted and joined by commas; keys sorted."""
    found: dict[Any, set[str]] = {}
    for key, word in zip(np.asarray(keys).tolist(), words, strict=True):
        found.setdefault(key, set()).add(word)
    return pd.Series({key: ", ".join(sorted(found[key])) for key in sorted(found)}, dtype=object)


def once(frame: pd.DataFrame, *keys: str) -> pd.DataFrame:
    """One row per recipient and keys, where it has several sites under one thing: their countries are joined."""
    if not frame.duplicated(["row", *keys]).any():
        return frame
    countries = frame.groupby(["row", *keys], sort=False, observed=True)["country"].agg(
        lambda x: ", ".join(sorted(set(x)))
    )
    kept = frame.drop_duplicates(["row", *keys])
    return kept.assign(country=countries.to_numpy())


def articles(basis: pd.Series) -> np.ndarray:
    """``6-1-f`` as ``Art. 6(1)(f)``, of a column of the vocabulary."""
    words = [re.sub(r"^(\d+)-(\d+)-(\w+)$", r"Art. \1(\2)(\3)", w) for w in basis.cat.categories]
    return np.array(words, dtype=object)[basis.cat.codes.to_numpy()]


def used_categories(facts: Facts) -> np.ndarray:
    """Categories that some purpose uses (bool)."""
    return marked(len(facts.tables.categories), facts.tables.uses["category"].to_numpy())


def served(facts: Facts) -> np.ndarray:
    """Recipients that some purpose names (bool)."""
    return marked(len(facts.tables.recipients), facts.tables.disclosures["recipient"].to_numpy())


def uses_without_condition(facts: Facts, kind: Callable[[pd.Series], pd.Series], condition: str) -> pd.DataFrame:
    """Purposes that use categories of a kind and name no condition that begins so.

    Returns
    -------
    DataFrame
        ``row``, ``which`` and ``kinds`` of the categories, ``said``: that none is recorded, or that none is stated to hold.
    """
    t = facts.tables
    uses, c, conditions = t.uses, t.categories, t.basis_conditions
    nothing = pd.DataFrame({"row": [], "which": [], "kinds": []})
    fits = kind(pd.Series(c["special"].cat.categories)).to_numpy()[c["special"].cat.codes.to_numpy()]
    at = np.flatnonzero(np.append(fits, False)[uses["category"].to_numpy()])  # category -1 is the last
    if not len(at):
        return nothing
    by = np.array([x.startswith(condition) for x in conditions["condition"].cat.categories], dtype=bool)
    mine = by[conditions["condition"].cat.codes.to_numpy()]
    named = marked(len(t.purposes), t.bases["purpose"].to_numpy()[conditions["basis"].to_numpy()[mine]])
    open_ = marked(len(t.purposes), t.bases["purpose"].to_numpy(), (t.bases["conditions"] == "unknown").to_numpy())
    open_ |= (t.purposes["legal_bases"] == "unknown").to_numpy()
    at = at[(~named & facts.as_controller)[uses["purpose"].to_numpy()[at]]]
    if not len(at):
        return nothing
    purpose, category = uses["purpose"].to_numpy()[at], uses["category"].to_numpy()[at]
    which = joined(purpose, text(c["name"], category))
    kinds = joined(
        purpose,
        worded(c["special"], {w: w for w in c["special"].cat.categories} | {"several": "several special kinds"})(
            category
        ),
    )
    found = pd.DataFrame({"row": which.index.to_numpy(), "which": which.to_numpy(), "kinds": kinds.to_numpy()})
    said = np.where(open_[found["row"].to_numpy(dtype=np.int64)], "is recorded", "is there by what is stated")
    return found.assign(said=said.astype(object))


def repeated(
    table: pd.DataFrame, keys: Sequence[np.ndarray], ids: np.ndarray, names: Callable[[np.ndarray], np.ndarray]
) -> pd.DataFrame:
    """Rows of a table that share all keys with another one and differ in ``ids``: one per group, the first by id.

    Parameters
    ----------
    table : DataFrame
    keys : sequence of int array
        Codes from 0. A row whose last key is -1 belongs to no group.
    ids : int array
        Code of what tells entries apart.
    names : callable
        Rows -> what tells each apart, in words.

    Returns
    -------
    DataFrame
        ``row``, ``count`` (of distinct ids) and ``ids`` (joined).
    """
    nothing = pd.DataFrame({"row": [], "count": [], "ids": []})
    at = np.flatnonzero(keys[-1] >= 0)
    if not len(at):
        return nothing
    key = Key(len(at))
    for values in keys:
        key.add(values[at], int(values.max(initial=0)) + 1)
    key.add(np.arange(len(at)), len(at))  # so that sorting brings together rows of one key, in their order
    together = np.sort(key.code)
    base = together // len(at)
    mine = repeats(base)  # of thousands, the few that share their keys with another
    at, (numbers, found_keys) = at[together[mine] % len(at)], pd.factorize(base[mine])
    if not len(at):
        return nothing
    pairs = distinct(numbers.astype(np.int64) * (int(ids.max(initial=0)) + 1) + ids[at])  # each id of a group once
    several = np.bincount(pairs // (int(ids.max(initial=0)) + 1), minlength=len(found_keys)) > 1
    at, numbers = at[several[numbers]], numbers[several[numbers]]
    if not len(at):
        return nothing
    found: dict[int, list[tuple[str, int]]] = {}
    for number, row, name in zip(numbers.tolist(), at.tolist(), names(at), strict=True):
        found.setdefault(number, []).append((name, row))
    told = [(min(x)[1], sorted({name for name, _ in x})) for _, x in sorted(found.items())]
    return pd.DataFrame(
        {"row": [r for r, _ in told], "count": [len(x) for _, x in told], "ids": [", ".join(x) for _, x in told]}
    )
