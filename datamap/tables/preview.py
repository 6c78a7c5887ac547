"""A frame that a notebook displays as a small table: some columns, the first rows, and texts in full."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from datamap import display, labels
from datamap.labels import colours
from datamap.model.vocabulary import VERDICTS

ROWS = 12
"""Rows that are shown."""


class Sheeted(pd.DataFrame):
    """A DataFrame whose :meth:`to_excel` writes a workbook for people, in which no text becomes a formula."""

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return Sheeted

    def to_excel(self, path: str | Path, *, sheet_name: str = "Table", force: bool = False) -> Path:  # type: ignore[override]
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
    worst_first : bool
        Whether the rows that are shown of a longer frame are those with the worst verdicts, or the first.
    """

    _metadata = ["shows", "caption", "worst_first"]  # noqa: RUF012  pandas looks for it here
    shows: tuple[str, ...]
    caption: str
    worst_first: bool

    @classmethod
    def of(cls, frame: pd.DataFrame, caption: str, shows: tuple[str, ...], *, worst_first: bool = True) -> Preview:
        """A frame with what it shows."""
        out = cls(frame)
        out.shows, out.caption, out.worst_first, out.attrs = shows, caption, worst_first, dict(frame.attrs)
        return out

    def __repr__(self) -> str:
        """The columns that are shown, as text; a terminal and the text beside a stored table show this."""
        rows = pd.DataFrame(self)[[c for c in self.shows if c in self.columns]]
        return f"{self.caption}\n{rows.head(ROWS).to_string(max_colwidth=40)}" + (
            f"\n{len(rows) - ROWS} more rows" if len(rows) > ROWS else ""
        )

    def _repr_html_(self) -> str:
        marks = {c: verdict_marks() for c in self.shows if c.startswith("verdict")}
        order = {"verdict": VERDICTS} if self.worst_first else {}
        return display.frame(self, self.caption, self.shows, ROWS, order, marks)


def verdict_marks() -> dict[str, display.Mark]:
    """Each verdict as a word with its colour."""
    return {v: display.Mark(labels.word("verdict", v), colours.VERDICTS[v]) for v in VERDICTS}
