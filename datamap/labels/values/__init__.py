"""Readers of the values that people write in a cell or a phrase, in eight languages.

Each takes a text and returns a :class:`Reading`: values with their place in the text, and what it did not use. The
words are data (``labels/languages/*.yaml``, section ``values``).
"""

from __future__ import annotations

from datamap.labels.values.answers import (
    is_about_abroad,
    is_blank,
    is_denial,
    is_doubted,
    is_filler,
    is_open,
    is_postponed,
    read_dpia,
    read_roles,
    read_sources,
    read_special,
    read_yes_no,
)
from datamap.labels.values.bases import read_bases, read_conditions
from datamap.labels.values.contract import read_contract
from datamap.labels.values.days import read_days
from datamap.labels.values.lexicon import LANGUAGES
from datamap.labels.values.names import is_one_name, read_names
from datamap.labels.values.people import NUMBER_OF_PEOPLE, most_people, read_people
from datamap.labels.values.periods import read_periods
from datamap.labels.values.places import read_places
from datamap.labels.values.text import Folded, Reading, Value, fold, left
from datamap.labels.values.tools import read_tools

__all__ = [
    "LANGUAGES",
    "NUMBER_OF_PEOPLE",
    "Folded",
    "Reading",
    "Value",
    "fold",
    "is_blank",
    "is_denial",
    "is_doubted",
    "is_filler",
    "is_one_name",
    "is_open",
    "is_about_abroad",
    "is_postponed",
    "left",
    "most_people",
    "read_bases",
    "read_conditions",
    "read_contract",
    "read_days",
    "read_dpia",
    "read_names",
    "read_people",
    "read_periods",
    "read_places",
    "read_roles",
    "read_sources",
    "read_special",
    "read_tools",
    "read_yes_no",
]
