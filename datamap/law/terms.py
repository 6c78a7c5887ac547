"""What is applied to a map: the law of a day, as it was known, without some instruments, and the participants lists."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from datamap.law.reading import load

if TYPE_CHECKING:
    from datamap.law.dpf import Participants
    from datamap.law.pack import Law


@dataclass(frozen=True)
class Terms:
    """The terms of an audit: plain values, so that they travel to another process.

    Attributes
    ----------
    day : date
        The day whose law and inventory are applied.
    known_on : date, optional
        Read the law pack as it was on this day.
    without : tuple of str
        Instruments to leave out, by id or kind (``eu-us-dpf``).
    dpf_list : tuple of str
        Paths of Data Privacy Framework participants workbooks.

    Examples
    --------
    >>> Terms(dt.date(2026, 9, 30), without=("eu-us-dpf",)).law().removed
    frozenset({'eu-us-dpf'})
    """

    day: dt.date
    known_on: dt.date | None = None
    without: tuple[str, ...] = ()
    dpf_list: tuple[str, ...] = ()

    def law(self) -> Law:
        """The law pack on these terms.

        Raises
        ------
        CallError
            An instrument that the pack does not have, or a day before its first edition.
        """
        pack = load(self.known_on)
        return pack.without(*self.without) if self.without else pack

    def participants(self) -> Participants | None:
        """The participants lists; None where none is named.

        Raises
        ------
        InputError
        """
        if not self.dpf_list:
            return None
        from datamap.law import dpf  # here, because few audits have a list

        return dpf.read(list(self.dpf_list))
