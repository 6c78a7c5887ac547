"""Who exports: the law that each organisation is under, and the role in which it gives data to each recipient."""

from __future__ import annotations

import numpy as np

from datamap.model.party import LAWS
from datamap.model.vocabulary import PROCESSING_ROLES
from datamap.tables import Tables
from datamap.tables.arrays import gathered

REGIMES = ("eu", "uk", "ch")
ROLES = PROCESSING_ROLES
"""Roles in which an organisation gives data to a recipient."""

UNKNOWN, CONTROLLER, JOINT, PROCESSOR = (np.int8(n) for n in range(len(ROLES)))

_OF_ORGANISATION = np.array([UNKNOWN, CONTROLLER, PROCESSOR, UNKNOWN], dtype=np.int8)
"""Role by the code of an organisation's ``role`` (unknown, controller, processor, both)."""

_FLAG = np.array([1 << role for role in range(len(ROLES))], dtype=np.int8)
"""One flag for each role, so that the roles of several purposes can be joined."""

_OF_FLAGS = np.zeros(1 << len(ROLES), dtype=np.int8)
"""Role by joined flags: a single role is that role; several together, or none, are UNKNOWN."""
_OF_FLAGS[_FLAG] = np.arange(len(ROLES))


def regimes(tables: Tables) -> np.ndarray:
    """The law each organisation is under, as a position in :data:`REGIMES`: as stated, else by its country."""
    stated = tables["controllers"]["regime"].cat.codes.to_numpy()  # unknown, eu, uk, ch
    country = tables["controllers"]["country"].to_numpy()
    by_country = np.select([country == c for c in LAWS], [REGIMES.index(law) for law in LAWS.values()], 0)
    return np.where(stated > 0, stated - 1, by_country).astype(np.int8)


def exporter_roles(tables: Tables) -> np.ndarray:
    """The role in which each recipient is given data, as a position in :data:`ROLES`."""
    own, purposes = tables["controllers"]["role"].cat.codes.to_numpy(), tables["purposes"]
    of_controller = _OF_ORGANISATION[own]
    role = purposes["role"].cat.codes.to_numpy()
    role = np.where(role == UNKNOWN, of_controller[purposes["controller"].to_numpy()], role)
    links, recipients = tables["disclosures"], tables["recipients"]
    found = gathered(links["recipient"].to_numpy(), _FLAG[role][links["purpose"].to_numpy()], len(recipients))
    out = _OF_FLAGS[found]
    none = found == 0
    out[none] = of_controller[recipients["controller"].to_numpy()[none]]
    # a sub-processor is engaged by a processor (Art. 28(4)): if only a controller is named, the exporter is not known
    out[(recipients["role"] == "sub-processor").to_numpy() & (out != PROCESSOR)] = UNKNOWN
    return out
