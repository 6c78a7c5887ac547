"""A frame that a notebook displays as a small table: some columns, the first rows, and texts in full."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from datamap import display
from datamap.model.vocabulary import VERDICTS

ROWS = 12
"""Rows that are shown."""


class Sheeted(pd.DataFrame):
    """A DataFrame whose :meth:`to_excel` writes a workbook for people, in which no text becomes a formula."""

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return Sheeted

    def to_excel(self, path: str | Path, *, sheet_name: str = "Table", force: bool = False) -> Path:
        """Write the rows into a workbook with safe cells; lists become texts.

        Parameters
        ----------
        path : str or Path
            A name that ends in ``.xlsx``.
        sheet_name : str
        force : bool
            Whether to replace a file that datamap did not write, or that was edited since.

        Raises
        ------
        CallError
        """
        from datamap.documents import frames  # here, because only a workbook needs openpyxl

        return frames.write_frame(self, path, sheet_name, force=force)


class Preview(Sheeted):
    """A DataFrame with a display for notebooks; whatever is made from it has no such display.

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

    def _repr_html_(self) -> str:
        return display.frame(self, self.caption, self.shows, ROWS, {"verdict": VERDICTS})
