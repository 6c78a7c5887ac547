"""Filters: masks over a table, and frames of findings that several rules build in the same way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.phrases import joined, text, worded
from datamap.tables.arrays import Key, among, distinct, marked, records, repeats, take_or
from datamap.tables.memo import kept
from datamap.transfers import classes, criteria

NOTHING = pd.DataFrame({"row": np.zeros(0, dtype=np.int64)})
"""What a rule found that found nothing: returned before the texts are made, which cost pandas more than the search."""


def rows(mask: pd.Series | np.ndarray, **columns: Any) -> pd.DataFrame:
    """Findings of a whole table: the positions where a mask is true, with further columns at these positions.

    A column may be a function of the positions: costly texts are written only for the findings.
    """
    at = np.flatnonzero(np.asarray(mask))
    if not len(at):
        return NOTHING
    return pd.DataFrame(
        {
            "row": at,
            **{
                k: v(at) if callable(v) else np.asarray(v.iloc[at] if isinstance(v, pd.Series) else v[at])
                for k, v in columns.items()
            },
        }
    )


def once(frame: pd.DataFrame, *keys: str) -> pd.DataFrame:
    """One row for each recipient and keys; the countries of several sites are joined."""
    if not frame.duplicated(["row", *keys]).any():
        return frame
    at, countries = dict[Any, int](), dict[Any, set[str]]()
    for n, (key, country) in enumerate(zip(records(frame, "row", *keys), frame["country"].tolist(), strict=True)):
        at.setdefault(key, n)
        countries.setdefault(key, set()).add(country)
    kept = frame.take(list(at.values()))
    return kept.assign(country=[", ".join(sorted(each)) for each in countries.values()])


def acceptances(facts: Facts, state: str) -> pd.DataFrame:
    """Findings about the accepted findings that are in a state, such as ``expired``."""
    mine = [a for a in facts.acceptances if a.state == state]
    columns = {"row": "controller", "fingerprint_": "fingerprint", **{c: c for c in ("owner", "said", "line", "file")}}
    return pd.DataFrame({column: [getattr(a, name) for a in mine] for column, name in columns.items()})


@kept
def used_categories(facts: Facts) -> np.ndarray:
    """Categories that some purpose uses (bool)."""
    return marked(len(facts.tables.categories), facts.tables.uses["category"].to_numpy())


@kept
def served(facts: Facts) -> np.ndarray:
    """Recipients that some purpose names (bool)."""
    return marked(len(facts.tables.recipients), facts.tables.disclosures["recipient"].to_numpy())


@kept
def going_on(facts: Facts) -> np.ndarray:
    """Purposes that are neither only planned nor ended (bool)."""
    return ~among(facts.tables.purposes["status"], ["planned", "ended"])


def special_kinds(facts: Facts) -> np.ndarray:
    """Categories that are recorded as special or criminal data (bool)."""
    return classes.special_categories(facts.tables)


def uses_special(facts: Facts) -> np.ndarray:
    """Purposes that use a category of special or criminal data (bool)."""
    return criteria.uses_special(facts.tables)


def concerned(facts: Facts, people: np.ndarray) -> np.ndarray:
    """Purposes that concern some of the categories of people in a bool mask (bool)."""
    return criteria.concerned(facts.tables, people)


def vulnerable(facts: Facts) -> np.ndarray:
    """Purposes that concern vulnerable people, children among them (bool)."""
    return criteria.vulnerable(facts.tables)


@kept
def in_categories(facts: Facts) -> np.ndarray:
    """Recipients that are a category of recipients, not one organisation (bool)."""
    return (facts.tables.recipients["kind"] == "category").to_numpy()


def uses_without_condition(facts: Facts, kind: Callable[[pd.Series], pd.Series], condition: str) -> pd.DataFrame:
    """Purposes that use categories of a kind, without a condition that begins in a given way.

    Returns
    -------
    DataFrame
        ``row``, ``which`` and ``kinds`` of the categories, and ``said``: a condition is not recorded, or stated not to
        apply.
    """
    t = facts.tables
    uses, c, conditions = t.uses, t.categories, t.basis_conditions
    nothing = pd.DataFrame({"row": [], "which": [], "kinds": []})
    fits = kind(pd.Series(c["special"].cat.categories)).to_numpy()[c["special"].cat.codes.to_numpy()]
    at = np.flatnonzero(take_or(fits, uses["category"].to_numpy(), False))
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
    which = joined(purpose, text(c["name"], category).tolist())
    words = {w: w for w in c["special"].cat.categories} | {"several": "several special categories"}
    kinds = joined(purpose, worded(c["special"], words)(category).tolist())
    found = pd.DataFrame({"row": which.index.to_numpy(), "which": which.to_numpy(), "kinds": kinds.to_numpy()})
    said = np.where(open_[found["row"].to_numpy(dtype=np.int64)], "is recorded", "applies according to the inventory")
    return found.assign(said=said.astype(object))


def repeated(
    table: pd.DataFrame, keys: Sequence[np.ndarray], ids: np.ndarray, names: Callable[[np.ndarray], np.ndarray]
) -> pd.DataFrame:
    """Rows of a table that share all keys with another row and differ in ``ids``: one for each group, the first by id.

    Parameters
    ----------
    table : DataFrame
    keys : sequence of int array
        Codes from 0. A row whose last key is -1 does not belong to a group.
    ids : int array
        Code of what distinguishes entries.
    names : callable
        Rows -> what distinguishes each, in words.

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
    mine = repeats(base)  # the few rows among thousands that share their keys with another
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
