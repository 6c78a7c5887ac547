"""Dated, cited legal facts on transfers, the look-ups on them, and the one decision (:mod:`datamap.law.verdict`)."""

from datamap.law.pack import ADEQUACY_KINDS, Element, Instrument, Law, Regime, Status, Watch
from datamap.law.reading import load

__all__ = ["ADEQUACY_KINDS", "Element", "Instrument", "Law", "Regime", "Status", "Watch", "load"]
