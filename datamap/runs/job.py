"""One report of a run: what it is made from, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from datamap import formats
from datamap.errors import Problem
from datamap.formats.yaml import including, writer
from datamap.law.terms import Terms
from datamap.model.vocabulary import SEVERITIES
from datamap.runs.notebook import NOTEBOOK

TIMEOUT = 900.0
"""Seconds for one notebook."""


@dataclass(frozen=True)
class Job:
    """One report to make.

    Attributes
    ----------
    source : Path
        The inventory.
    controller : str
        Its id, and the name of the report's folder.
    target : Path
        The report's folder.
    terms : Terms
        The last day of the quarter, the law and the participants lists to apply.
    acceptances, baseline : str
        Paths; empty: none.
    notebook : Path
    more : tuple of pairs
        Further parameters of the notebook.
    """

    source: Path
    controller: str
    target: Path
    quarter: str
    terms: Terms
    acceptances: str = ""
    baseline: str = ""
    compared: str = ""
    """Quarter and controller of the baseline, as ``2026Q2/smartsupp``: what is kept of its path."""
    note: str = ""
    engine: str = "fork"
    timeout: float = TIMEOUT
    resume: bool = False
    notebook: Path = NOTEBOOK
    more: tuple[tuple[str, Any], ...] = ()
    shared: tuple[tuple[str, str], ...] = ()
    """plotly.js where the pages share one: its place relative to them, and its SHA-256."""
    force: bool = False
    """Whether to replace a report folder in which something was edited, or that is not from a run."""
    included: tuple[tuple[str, str], ...] = ()
    """Files that the inventory included, with their SHA-256, where ``source`` is a copy that has their entries."""

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """The files that the inventory includes, each with its SHA-256."""
        return self.included or including.hashes(self.source)

    def map(self) -> bytes:
        """What is judged, as one YAML file: a workbook, or an inventory that includes others, written out as one.

        An inventory that lists signed documents is written out with what was at their paths.
        """
        if self.source.suffix.lower() in (".yaml", ".yml") and not self.is_composed:
            return self.source.read_bytes()
        return writer.dump(formats.read(self.source).as_found).encode()

    @property
    def is_composed(self) -> bool:
        """Whether a YAML file is judged together with others: those that it includes, signed documents."""
        if self.source.suffix.lower() not in (".yaml", ".yml"):
            return False
        seen = including.glance(self.source)
        return seen.includes or seen.documents

    def parameters(self) -> dict[str, Any]:
        """What the notebook is given."""
        return {
            "inventory": "inventory.yaml",
            "quarter": self.quarter,
            "as_of": self.terms.day.isoformat(),
            "output": ".",
            "known_on": self.terms.known_on.isoformat() if self.terms.known_on else "",
            "dpf_list": ";".join(self.terms.dpf_list),
            "without": ";".join(self.terms.without),
            "acceptances": "inventory.acceptances.yaml" if self.acceptances else "",
            "baseline": self.baseline,
            **({"plotly_js": self.shared[0][0]} if self.shared else {}),
            **dict(self.more),
        }


@dataclass(frozen=True)
class Outcome:
    """What became of one report.

    Attributes
    ----------
    controller : str
        The inventory's id, or its file where it could not be read.
    state : {'made', 'current', 'failed'}
        ``current``: left as it was by ``resume``.
    folder : Path or None
    counts : mapping
        Of transfers by verdict and findings by severity.
    problems : tuple of Problem
        Why the inventory could not be read.
    error : str
    notebook : Path or None
        The notebook that failed, with the error on top.
    note : str
        What is worth knowing of a report that was made.
    seconds : float
    """

    controller: str
    state: str
    folder: Path | None = None
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    error: str = ""
    notebook: Path | None = None
    note: str = ""
    seconds: float = 0.0

    def at_least(self, severity: str) -> bool:
        """Whether an open finding of a severity or worse is there."""
        worst = SEVERITIES[: SEVERITIES.index(severity) + 1]
        return any(self.counts.get("findings", {}).get(s, 0) for s in worst)
