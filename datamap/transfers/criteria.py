"""What a map shows about the nine criteria of WP248 rev.01; what it does not show is unknown, not no.

``evaluation``, ``matching``, ``innovative-technology`` and ``denial-of-service`` are not facts of the map. That no
special data are used does not answer ``sensitive-data``: the criterion includes data of a highly personal nature.
"""

from __future__ import annotations

import numpy as np

from datamap.model.assessment import Criterion
from datamap.tables import Tables
from datamap.tables.arrays import among, marked, take_or
from datamap.tables.memo import kept
from datamap.transfers.classes import special_categories


@kept
def met(tables: Tables) -> dict[Criterion, np.ndarray]:
    """For each criterion that the map can show the activities that meet it (bool)."""
    p = tables["purposes"]
    return {
        "automated-decisions": (p["automated_decisions"] == "yes").to_numpy(),
        "monitoring": among(p["monitoring"], ["people", "public-area"]),
        "sensitive-data": uses_special(tables),
        "large-scale": (p["large_scale"] == "yes").to_numpy(),
        "vulnerable-people": vulnerable(tables),
    }


@kept
def uses_special(tables: Tables) -> np.ndarray:
    """Purposes that use a category of special or criminal data (bool)."""
    uses = tables["uses"]
    sensitive = take_or(special_categories(tables), uses["category"].to_numpy(), False)
    return marked(len(tables["purposes"]), uses["purpose"].to_numpy(), sensitive)


def concerned(tables: Tables, people: np.ndarray) -> np.ndarray:
    """Purposes that concern some of the categories of people in a bool mask (bool)."""
    pairs = tables["purpose_subjects"]
    of = take_or(people, pairs["subject"].to_numpy(), False)
    return marked(len(tables["purposes"]), pairs["purpose"].to_numpy(), of)


@kept
def vulnerable(tables: Tables) -> np.ndarray:
    """Purposes that concern vulnerable people, children among them (bool)."""
    s = tables["subjects"]
    return concerned(tables, (s["vulnerable"] == "yes").to_numpy() | (s["children"] == "yes").to_numpy())
