"""The verdict on every transfer of a set of tables, as one frame.

A transfer is a recipient at a site (no site known: one row, country ``unknown``), reached directly or through a
processor (``via``), and a class of data. Ten thousand controllers share a few thousand distinct situations, so
:func:`datamap.law.verdict.judge` is called once for each of those (:mod:`datamap.transfers.situations`). Everything
else is integer arithmetic on the tables.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from datamap.law.adequacy import LISTINGS
from datamap.law.verdict import Verdict
from datamap.model.vocabulary import VERDICTS
from datamap.tables import Tables
from datamap.tables.arrays import among, is_first, marked, most_of_group, repeats, take_or
from datamap.transfers.classes import DATA, classes_by_recipient, split_by_class
from datamap.transfers.proposed import in_other, worst_of
from datamap.transfers.situations import Legs, judge_situations

if TYPE_CHECKING:
    from datamap.law import Law
    from datamap.law.dpf import Participants

EVIDENCE = ("declared", "verified", "not-found", "contradicted")


@dataclass(frozen=True)
class Coverage:
    """The verdicts on the transfers of a day.

    Attributes
    ----------
    frame : DataFrame
        One row per recipient, site, way it is reached and class of data: ``controller, recipient, via, site`` (rows of
        their tables, -1 for none), ``country``, ``data``, ``verdict``, ``ground``, ``evidence``, ``contested``,
        ``valid_until`` (ISO, empty: open) and ``judgment`` (position in ``verdicts``).
    verdicts : tuple of Verdict
        The distinct decisions, with instrument, citation and reasons.
    """

    frame: pd.DataFrame
    verdicts: tuple[Verdict, ...]

    @cached_property
    def instruments(self) -> np.ndarray:
        """Instrument of each row, as text; empty where there is none."""
        return self.texts(lambda v: v.instrument)

    @cached_property
    def unverified(self) -> np.ndarray:
        """Rows covered by the claim of a listing that no participants list verified (bool)."""
        f = self.frame
        claimed = among(f["ground"], LISTINGS) & (f["evidence"] == "declared").to_numpy()
        return claimed & (f["verdict"] == "covered").to_numpy()

    def texts(self, read: Callable[[Verdict], Any]) -> np.ndarray:
        """One value of each row's verdict, as an object array."""
        values = np.empty(len(self.verdicts), dtype=object)
        values[:] = [read(v) for v in self.verdicts]
        return values[self.frame["judgment"].to_numpy()]


def judge_transfers(
    tables: Tables,
    day: dt.date,
    law: Law,
    participants: Participants | None = None,
    others: Sequence[Tables] = (),
) -> Coverage:
    """Judge every transfer in the tables.

    Parameters
    ----------
    tables : Tables
        As they held on the day (:meth:`datamap.tables.Tables.on`).
    day : date
    law : Law
    participants : Participants, optional
        The Data Privacy Framework participants list; without it a DPF claim stays ``declared``.
    others : sequence of Tables
        Other maps that may be true too (:class:`datamap.tables.proposals.WorldsOfDay`): each transfer gets the worst
        verdict that any map gives it.

    Returns
    -------
    Coverage
    """
    recipient, via = _ways_there(tables)
    leg, site = tables.children("sites", "recipient").of(recipient, lonely=True)
    recipient, via = recipient[leg], via[leg]
    # one row for each class of data; those with the same verdict become one row again below
    flags = classes_by_recipient(tables)
    for other in others:
        flags = flags | take_or(classes_by_recipient(other), tables.rows_in(other, "recipients"), 0)
    row, data = split_by_class(flags[recipient])
    legs = Legs(recipient[row], via[row], site[row], data)
    judgment, verdicts = judge_situations(tables, legs, day, law, participants)
    if others:
        terms = (day, law, participants)
        judgment, verdicts = worst_of(judgment, verdicts, [(o, in_other(tables, legs, o)) for o in others], terms)
    return Coverage(_frame(tables, *_folded(legs, row, judgment, verdicts), verdicts), verdicts)


def _ways_there(tables: Tables) -> tuple[np.ndarray, np.ndarray]:
    """Every way in which data reach a recipient, by recipient: the recipient, and the processor in between (-1: none).

    A recipient that is only a sub-processor is reached only through its processor; any other one is reached directly.
    """
    size, subs = len(tables["recipients"]), tables["sub_processors"]
    sub = subs["sub_processor"].to_numpy()
    sure = (subs["how"] != "proposed").to_numpy()  # a proposal hides no direct disclosure
    is_sub, direct = marked(size, sub, sure), marked(size, tables["disclosures"]["recipient"].to_numpy())
    own = np.flatnonzero(direct | ~is_sub)
    recipient = np.concatenate([own, sub[sub >= 0]])
    via = np.concatenate([np.full(len(own), -1), subs["recipient"].to_numpy()[sub >= 0]])
    by_recipient = np.argsort(recipient, kind="stable")
    return recipient[by_recipient], via[by_recipient]


def _folded(legs: Legs, row: np.ndarray, judgment: np.ndarray, verdicts: Sequence[Verdict]) -> tuple[Legs, np.ndarray]:
    """The transfers with one row instead of several where all classes of data have the same verdict; their decisions.

    ``row`` is the transfer that each leg belongs to, in order. Most transfers have one class; only the others are
    compared.
    """
    many = repeats(row)
    if not len(many):
        return legs, judgment
    same_as: dict[tuple[Any, ...], int] = {}
    kind = np.array([same_as.setdefault(_outcome(v), len(same_as)) for v in verdicts], dtype=np.int64)[judgment[many]]
    mine, first = judgment[many], is_first(row[many])
    group = np.cumsum(first) - 1  # each transfer's number
    alike = most_of_group(kind, first) == -most_of_group(-kind, first)
    # the decision that asks most is kept, so that a question that is open for staff data stays open
    asking = np.array([len(v.asks) + len(v.missing) for v in verdicts])[mine]
    kept = np.flatnonzero(asking == most_of_group(asking, first))
    kept = kept[is_first(group[kept])]  # the first of each transfer
    judgment, data, keep = judgment.copy(), legs.data.copy(), np.ones(len(row), dtype=bool)
    judgment[many] = np.where(alike, mine[kept][group], mine)
    data[many[alike]] = DATA.index("all")
    keep[many[alike & ~first]] = False
    return Legs(legs.recipient, legs.via, legs.site, data).take(keep), judgment[keep]


def _outcome(v: Verdict) -> tuple[Any, ...]:
    """The parts of a verdict that a row shows: classes of data that agree on these become one row."""
    return v.verdict, v.ground, v.instrument, v.evidence, v.contested, v.valid_until


def _frame(tables: Tables, legs: Legs, judgment: np.ndarray, verdicts: Sequence[Verdict]) -> pd.DataFrame:
    """The coverage frame. What a verdict gives is looked up once for each verdict and spread over the rows."""

    def word(values: Iterable[str], words: Sequence[str]) -> pd.Categorical:
        codes = {w: i for i, w in enumerate(words)}
        of_verdict = np.array([codes[v] for v in values], dtype=np.int8)
        return pd.Categorical.from_codes(of_verdict[judgment], dtype=pd.CategoricalDtype(list(words)))

    until = [v.valid_until.isoformat() if v.valid_until else "" for v in verdicts]
    return pd.DataFrame(
        {
            "controller": tables["recipients"]["controller"].to_numpy()[legs.recipient],
            "recipient": legs.recipient.astype(np.int32),
            "via": legs.via.astype(np.int32),
            "site": legs.site.astype(np.int32),
            "country": _countries(tables, legs.site),
            "data": pd.Categorical.from_codes(legs.data.astype(np.int8), dtype=pd.CategoricalDtype(list(DATA))),
            "verdict": word((v.verdict for v in verdicts), VERDICTS),
            "ground": word((v.ground for v in verdicts), sorted({v.ground for v in verdicts})),
            "evidence": word((v.evidence for v in verdicts), EVIDENCE),
            "contested": np.array([v.contested for v in verdicts], dtype=bool)[judgment],
            "valid_until": pd.array(until, dtype="str").take(judgment),
            "judgment": judgment.astype(np.int32),
        }
    )


def _countries(tables: Tables, site: np.ndarray) -> pd.Categorical:
    """The country of each site; ``unknown`` where there is no site."""
    codes, words = tables.codes("sites", "country")
    country, words = take_or(codes, site, len(words)), [*words, "unknown"]
    names = pd.Index(words).unique()  # ``unknown`` may be among the sites' own words
    position = names.get_indexer(pd.Index(words))
    return pd.Categorical.from_codes(position[country], dtype=pd.CategoricalDtype(names))
