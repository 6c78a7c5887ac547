"""The defects that a real estate has, one small function each: what it does to a clean company, and what must be found.

A plant adds entries of its own, complete but for the defect, so that no two plants meet. It yields what an auditor who
reads the inventory would write down: the code of the finding, and the entry it is about. Written from the rules' pages,
sharing no code with them. To plant for a new rule, add a function.
"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.estate.company import Company
from benchmarks.plants.plant import PLANTS as PLANTS

# isort: off
# each enters its plants, in this order: the last takes all security measures away, which entries of the others name
from benchmarks.plants import transfers, content, organisation  # noqa: F401


def spoil(company: Company) -> Iterator[tuple[str, str, str]]:
    """Spoil a company here and there, as its scene has it.

    Yields the code, kind of subject and id of each finding to be expected.
    """
    for p in PLANTS:
        if p.scene == company.scene and company.random.randrange(100) < p.percent:
            for code, kind, entry in p.spoil(company):
                yield code, kind, entry["id"]
