"""What an organisation records: the typed entries of a data map, and the closed vocabularies of their values.

The files with entries have no ``from __future__ import annotations``: as texts, pydantic would compile each annotation
of each field whenever a command starts, and :mod:`datamap.model.shape` once more.
"""

from datamap.model.assessment import (
    AssessedTransfer,
    Assessment,
    AssessmentAnswer,
    AssessmentInput,
    ScreeningCriterion,
    SupplementaryMeasure,
)
from datamap.model.entry import Evidence
from datamap.model.inventory import Inventory, Origin
from datamap.model.notice import Informs, Notice, Observation
from datamap.model.party import Controller, Meta, Party
from datamap.model.purpose import LegalBasis, Purpose, Retention, ServedBy, Source, UsedCategory
from datamap.model.recipient import ContractCheck, Recipient, Safeguard, ScopeFact, Site, SubProcessor
from datamap.model.signed import SignedDocument
from datamap.model.subject import Category, DataSubject, Measure, Right

__all__ = [
    "AssessedTransfer",
    "Assessment",
    "AssessmentAnswer",
    "AssessmentInput",
    "Category",
    "ContractCheck",
    "Controller",
    "DataSubject",
    "Evidence",
    "Informs",
    "Inventory",
    "LegalBasis",
    "Measure",
    "Meta",
    "Notice",
    "Observation",
    "Origin",
    "Party",
    "Purpose",
    "Recipient",
    "Retention",
    "Right",
    "Safeguard",
    "ScopeFact",
    "ScreeningCriterion",
    "ServedBy",
    "SignedDocument",
    "Site",
    "Source",
    "SubProcessor",
    "SupplementaryMeasure",
    "UsedCategory",
]
