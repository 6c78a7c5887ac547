"""All kinds of input that are tried, by name."""

from __future__ import annotations

from tests.fuzz import decisions, forms, inventories, manifests, participants, partitions, registers, workbooks
from tests.fuzz.harness import Attempt

KINDS: dict[str, Attempt] = {
    "inventory": inventories.attempt,
    "workbook": workbooks.attempt,
    "form": forms.attempt,
    "decisions": decisions.attempt,
    **registers.FORMATS,
    "participants": participants.attempt,
    "parquet": partitions.attempt,
    "manifest": manifests.attempt,
}
