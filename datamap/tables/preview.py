"""A frame that a notebook displays as a small table: some columns, the first rows, and texts in full."""

from __future__ import annotations

import pandas as pd

from datamap import display, labels
from datamap.labels import colours
from datamap.model.vocabulary import VERDICTS

ROWS = 12
"""Rows that are shown."""


class Preview(pd.DataFrame):
    """A DataFrame with a display for notebooks; whatever is made from it is a plain DataFrame.

    Attributes
    ----------
    shows : tuple of str
        The columns that are shown; the others are there.
    caption : str
    """

    _metadata = ["shows", "caption"]  # noqa: RUF012  pandas looks for it here
    shows: tuple[str, ...]
    caption: str

    @classmethod
    def of(cls, frame: pd.DataFrame, caption: str, shows: tuple[str, ...]) -> Preview:
        """A frame with what it shows."""
        out = cls(frame)
        out.shows, out.caption, out.attrs = shows, caption, dict(frame.attrs)
        return out

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return pd.DataFrame

    def _repr_html_(self) -> str:
        marks = {c: verdict_marks() for c in self.shows if c.startswith("verdict")}
        return display.frame(self, self.caption, self.shows, ROWS, {"verdict": VERDICTS}, marks)


def verdict_marks() -> dict[str, display.Mark]:
    """Each verdict as a word with its colour."""
    return {v: display.Mark(labels.word("verdict", v), colours.VERDICTS[v]) for v in VERDICTS}
