"""Dated, cited facts: packs of YAML rows that a lawyer can read, correct and reproduce as they were on an earlier day.

A pack is a folder. ``pack.yaml`` lists its editions, ``sources.yaml`` every source that it cites; the other files
contain rows, each with its days, its source and the day of its last check. A correction is a new row that ``replaces``
the old one, which stays: a pack can be read as it was known on a day. :class:`Pack` reads it and refuses what is wrong.
"""

from datamap.facts.file import keep
from datamap.facts.interval import Interval
from datamap.facts.pack import Pack
from datamap.facts.schema import HISTORY, Schema, Sort

__all__ = ["HISTORY", "Interval", "Pack", "Schema", "Sort", "keep"]
