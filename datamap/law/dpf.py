"""Is an importer on the Data Privacy Framework list? For one legal entity, framework, kind of data and day.

Decision (EU) 2023/1795, Art. 1 and recital 53: only organisations on the list are covered, each as the legal entity
that certified itself or as an entity that its row names, and only for the kind of data (HR, non-HR) that the row names.

The newest vintage not after the day counts. Both active statuses are participation. A "Usage End Date" in the past is
not a lapse by itself, but whether a certification due between the vintage and the day was renewed is unknown
(``renewal_unseen``).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from datamap.errors import CallError
from datamap.law import dpf_list
from datamap.law.dpf_list import Vintage
from datamap.law.dpf_match import DpfMatch, Lookup, Question, Row

__all__ = ["DpfMatch", "Participants", "Row", "read"]


@dataclass(frozen=True)
class Participants:
    """One or several vintages of the list.

    Attributes
    ----------
    lists : tuple of Vintage
        Oldest first.
    """

    lists: tuple[Vintage, ...]
    _seen: dict[Question, DpfMatch] = field(default_factory=dict, repr=False, compare=False)

    @property
    def vintages(self) -> tuple[dt.date, ...]:
        """The days of the lists, oldest first."""
        return tuple(v.day for v in self.lists)

    @property
    def files(self) -> tuple[str, ...]:
        """Names of the files, in the same order."""
        return tuple(Path(v.file).name for v in self.lists)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the lists' own."""
        return hashlib.sha256(" ".join(f"{v.day} {v.sha256}" for v in self.lists).encode()).hexdigest()

    def of(self, vintages: Iterable[dt.date]) -> Participants:
        """Only the lists of some days, such as those that an earlier run had."""
        wanted = frozenset(vintages)
        return Participants(tuple(v for v in self.lists if v.day in wanted))

    def at(self, day: dt.date) -> dt.date | None:
        """The newest vintage not after a day; None where all are later."""
        return max((v.day for v in self.lists if v.day <= day), default=None)

    def check(
        self,
        entity: str,
        how: str,
        day: dt.date,
        *,
        data: str = "unknown",
        regime: str = "eu",
        aliases: Sequence[str] = (),
        parent: str = "",
        affiliate: str = "unknown",
    ) -> DpfMatch:
        """What the list that counts on a day states on an importer.

        Parameters
        ----------
        entity : str
            The importing legal entity; empty where only a brand is known.
        how : {'stated', 'inferred', 'assumed', ''}
            How the entity is known: only a stated one can be contradicted.
        day : date
        data : {'unknown', 'other', 'hr', 'special'}
            ``hr`` is data on the exporter's own staff.
        regime : {'eu', 'uk', 'ch'}
            Which framework the exporter needs.
        aliases : sequence of str
            Other names, such as the brand: one equal to a listed name counts, one close to it is a suggestion.
        parent : str
            A parent's row covers only the entities that it names.
        affiliate : {'unknown', 'yes', 'no'}
            Whether the importer belongs to the exporter's group.

        Raises
        ------
        CallError
            If every list is later than the day.
        """
        question = Question(entity, how, day, data, regime, tuple(aliases), parent, affiliate)
        if question not in self._seen:
            vintage = max((v for v in self.lists if v.day <= day), key=lambda v: v.day, default=None)
            if vintage is None:
                raise CallError(
                    f"participants list: all lists are later than {day}. Expected one of that day or earlier"
                )
            self._seen[question] = Lookup(question, vintage).answer()
        return self._seen[question]


def read(paths: Iterable[str | Path], cache: bool = True) -> Participants:
    """Read one or several vintages of the participants list.

    Parameters
    ----------
    paths : iterable of path
        Official workbooks.
    cache : bool
        Keep and use the parsed form in the user's cache folder.

    Raises
    ------
    InputError
        For a file that is not such a workbook, or two lists of one day that differ.
    """
    from datamap.errors import InputError, Problem

    lists: dict[dt.date, Vintage] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            found = dpf_list.load(path, cache)
        except InputError as e:
            problems += e.problems
            continue
        other = lists.setdefault(found.day, found)
        if other.sha256 != found.sha256:
            problems.append(
                Problem(str(path), 0, "", f"another list of {found.day} than {other.file}", "one list of a day")
            )
    if problems:
        raise InputError(problems)
    return Participants(tuple(lists[d] for d in sorted(lists)))
