"""What a plant is, and the list of all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.estate.company import Company
from benchmarks.estate.entries import Entry

Planted = Iterator[tuple[str, str, Entry]]


@dataclass(frozen=True)
class Plant:
    """A kind of defect: the finding it is named after, what plants it, how many companies in 100 have it, its scene."""

    code: str
    spoil: Callable[[Company], Planted]
    percent: int
    scene: str


PLANTS: list[Plant] = []


def plant(
    code: str, percent: int = 8, scene: str = "plain"
) -> Callable[[Callable[[Company], Planted]], Callable[[Company], Planted]]:
    """Enter a function among the plants."""

    def enter(spoil: Callable[[Company], Planted]) -> Callable[[Company], Planted]:
        PLANTS.append(Plant(code, spoil, percent, scene))
        return spoil

    return enter
