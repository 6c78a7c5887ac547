"""The classes of data that matter to a verdict, and which of them each purpose uses and each recipient gets.

A listing in the Data Privacy Framework may leave out the exporter's own staff's data (HR), and special categories need
more than other data. One recipient may therefore have a different verdict for each class.
"""

from __future__ import annotations

from enum import IntFlag

import numpy as np
import pandas as pd

from datamap.tables import Tables
from datamap.tables.arrays import among, gathered, marked, take_or
from datamap.tables.children import Children
from datamap.tables.memo import kept


class DataClass(IntFlag):
    """Classes of data, as flags: a recipient may get several.

    Attributes
    ----------
    UNKNOWN
        Data of people of whom it is not recorded whether they are the exporter's own staff.
    OTHER
        Data of people who are not the exporter's own staff.
    HR
        Data of the exporter's own staff.
    SPECIAL
        Special categories and criminal data, of people who are not the exporter's own staff.

    Examples
    --------
    >>> DataClass.HR in DataClass(6), DataClass.SPECIAL in DataClass(6)
    (True, False)
    """

    UNKNOWN = 1
    OTHER = 2
    HR = 4
    SPECIAL = 8
    ALL = UNKNOWN | OTHER | HR | SPECIAL


DATA = ("all", "unknown", "other", "hr", "special")
"""The words for a transfer row's class of data; ``all`` where the verdict is the same for every class."""

# The same flags as numpy's smallest integers: a column of them takes a byte per row, and stays one under "&" and "|".
UNKNOWN, HR, SPECIAL = (np.int8(x) for x in (DataClass.UNKNOWN, DataClass.HR, DataClass.SPECIAL))

_BY_STAFF = np.array([DataClass.UNKNOWN, DataClass.HR, DataClass.OTHER], dtype=np.int8)
"""Class of data by the code of ``staff`` (unknown, yes, no)."""

_IN_SET = np.array(
    [
        (flags, code)
        for flags in range(DataClass.ALL + 1)
        for code, word in enumerate(DATA)
        if word != "all" and DataClass[word.upper()] in DataClass(flags)
    ],
    dtype=np.int8,
).T
"""Every set of classes, once for each class in it, and that class as its position in :data:`DATA`."""


def split_by_class(flags: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """One row for each class in each row's flags: the position of the row, and the class (position in :data:`DATA`).

    Examples
    --------
    The first row has other people's and staff data (2 + 4), the second special categories (8).

    >>> row, data = split_by_class(np.array([6, 8], dtype=np.int8))
    >>> row
    array([0, 0, 1])
    >>> [DATA[code] for code in data]
    ['other', 'hr', 'special']
    """
    row, place = Children(_IN_SET[0], DataClass.ALL + 1).of(flags)
    return row, _IN_SET[1][place]


def flags_of(data: pd.Series) -> np.ndarray:
    """The flags of a column of class words (:data:`DATA`).

    Examples
    --------
    >>> flags_of(pd.Series(["all", "hr", "special"], dtype="category"))
    array([15,  4,  8])
    """
    return data.astype(str).map({word: int(DataClass[word.upper()]) for word in DATA}).to_numpy()


@kept
def classes_by_purpose(tables: Tables) -> np.ndarray:
    """Whose data each purpose uses, as flags: UNKNOWN, OTHER, HR. Where the people are not recorded, it is UNKNOWN."""
    link = tables["purpose_subjects"]
    staff = tables["subjects"]["staff"].cat.codes.to_numpy()
    flags = take_or(_BY_STAFF[staff], link["subject"].to_numpy(), 0)
    out = gathered(link["purpose"].to_numpy(), flags, len(tables["purposes"]))
    out[out == 0] = UNKNOWN
    return out


@kept
def special_categories(tables: Tables) -> np.ndarray:
    """Categories that are recorded as special or criminal (bool)."""
    return ~among(tables["categories"]["special"], ["none", "unknown"])


def narrow_to_special(flags: np.ndarray, special: np.ndarray) -> np.ndarray:
    """Flags of flows whose category is special (a mask): special data of other people are of the class SPECIAL alone.

    Examples
    --------
    A category that is not special keeps its classes; special data of other people (2) become 8, those of staff (4)
    become 4 + 8.

    >>> narrow_to_special(np.array([2, 2, 4], dtype=np.int8), np.array([False, True, True]))
    array([ 2,  8, 12], dtype=int8)
    """
    return np.where(special, (flags & (UNKNOWN | HR)) | SPECIAL, flags)


def classes_by_recipient(tables: Tables) -> np.ndarray:
    """Classes of data that each recipient gets, as flags of :class:`DataClass` (int8).

    A purpose whose people are not recorded, or of whom it is not recorded whether they are staff, gives UNKNOWN. A
    recipient that serves no purpose gets UNKNOWN too.
    """
    recipients = len(tables["recipients"])
    special = special_categories(tables)
    out = gathered(tables["disclosures"]["recipient"].to_numpy(), _disclosed(tables, special), recipients)
    limit = tables["recipient_categories"]
    if len(limit):  # what the recipient gets at most narrows the special categories too
        capped = (tables["recipients"]["categories"] != "unknown").to_numpy()
        listed = take_or(special, limit["category"].to_numpy(), False)
        may = marked(recipients, limit["recipient"].to_numpy(), listed)
        out[capped & ~may] &= ~SPECIAL
    out[out == 0] = UNKNOWN
    # sub-processors get what the processor gets
    subs = tables["sub_processors"]
    while True:
        before = out.copy()
        out |= gathered(subs["sub_processor"].to_numpy(), out[subs["recipient"].to_numpy()], recipients)
        if (before == out).all():
            return out


def _disclosed(tables: Tables, special: np.ndarray) -> np.ndarray:
    """Classes of data of each disclosure, as flags; ``special`` is a mask of the categories."""
    links, uses, narrow = tables["disclosures"], tables["uses"], tables["disclosure_categories"]
    purpose = links["purpose"].to_numpy()
    flags = classes_by_purpose(tables)
    sensitive = marked(len(flags), uses["purpose"].to_numpy(), take_or(special, uses["category"].to_numpy(), False))
    given = (flags | sensitive * SPECIAL)[purpose]
    narrowed = (links["categories"] != "unknown").to_numpy()
    if narrowed.any():  # then what is listed counts, not what the purpose uses
        listed = take_or(special, narrow["category"].to_numpy(), False)
        listed = marked(len(links), narrow["disclosure"].to_numpy(), listed)
        given = np.where(narrowed, flags[purpose] | listed * SPECIAL, given)
    return given
