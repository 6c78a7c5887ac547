"""What an estate is audited with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Scene:
    """What an estate is audited with: its day, the notices' day, whether it has a participants list and acceptances."""

    as_of: str
    notices: str
    listed: bool = False
    accepted: bool = False
    sector: str = "private"
    regime: str = "eu"


SCENES = {
    "plain": Scene("2026-09-30", "2026-06-30"),
    "listed": Scene("2026-09-30", "2026-06-30", listed=True),
    "accepted": Scene("2026-09-30", "2026-06-30", accepted=True),
    "public": Scene("2026-09-30", "2026-06-30", sector="public"),
    "swiss": Scene("2026-09-30", "2026-06-30", regime="ch"),
    "past": Scene("2019-06-30", "2019-01-31"),
    "beyond": Scene("2027-03-31", "2026-12-31"),
}
"""Some defects need a day or a list of their own; most are planted in ``plain``."""

VINTAGE = "2026-06-01"
"""Day of the participants list: too old for an audit as of 2026-09-30."""
