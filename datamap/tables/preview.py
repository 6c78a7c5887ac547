"""A frame that a notebook displays as a small table: some columns, the first rows, and texts in full."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from datamap import display, labels
from datamap.labels import colours
from datamap.labels.counting import count
from datamap.model import arguments
from datamap.model.vocabulary import VERDICTS

ROWS = 12
"""Rows that are shown."""


SEARCHED = 50
"""The same for the rows that a search finds."""


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

    def search(self, words: str) -> Preview:
        """The rows that contain these words in some column, in upper or lower case.

        Examples
        --------
        >>> frame = styled(pd.DataFrame({"who": ["Ann", "Bob"], "how": [("mail",), ("phone", "post")]}), "People")
        >>> frame.search("POST")
        1 of 2 rows with “POST”
           who            how
        1  Bob  (phone, post)
        """
        wanted = arguments.check_text(words, "words").lower()
        rows = pd.DataFrame(self)
        found = rows[rows.map(lambda value: wanted in _words(value)).any(axis=1)]
        shown = self.shows if isinstance(self, Preview) else tuple(map(str, self.columns))
        return Preview.of(found, f"{len(found):,} of {count(len(rows), 'rows')} with “{words}”", shown, most=SEARCHED)


class Preview(Sheeted):
    """A DataFrame with a display for notebooks; whatever is made from it has no such display.

    Attributes
    ----------
    shows : tuple of str
        The columns that are shown; the others are there.
    caption : str
    worst_first : bool
        Whether the display starts with the worst verdicts, whatever the order of the rows.
    most : int
        Rows that are shown.
    """

    _metadata = ["shows", "caption", "worst_first", "most"]  # noqa: RUF012  pandas looks for it here
    shows: tuple[str, ...]
    caption: str
    worst_first: bool
    most: int

    @classmethod
    def of(
        cls,
        frame: pd.DataFrame,
        caption: str,
        shows: tuple[str, ...],
        *,
        worst_first: bool = True,
        most: int = ROWS,
    ) -> Preview:
        """A frame with what it shows."""
        out = cls(frame)
        out.shows, out.caption, out.worst_first, out.most = shows, caption, worst_first, most
        out.attrs = dict(frame.attrs)
        return out

    def _seen(self) -> pd.DataFrame:
        """The rows and columns that are shown."""
        rows = pd.DataFrame(self)[[c for c in self.shows if c in self.columns]]
        if self.worst_first and "verdict" in rows:
            rank = {verdict: n for n, verdict in enumerate(VERDICTS)}
            rows = rows.sort_values("verdict", key=lambda v: v.map(rank), kind="stable")
        return rows.head(self.most)

    def _title(self) -> str:
        left = len(self) - self.most
        return self.caption + (f"; {left:,} more, and {len(self.columns)} columns in all" if left > 0 else "")

    def __repr__(self) -> str:
        """What is shown, as text: a terminal and the text beside a stored table."""
        return f"{self._title()}\n{self._seen().to_string(max_colwidth=40)}"

    def _repr_html_(self) -> str:
        marks = {c: verdict_marks() for c in self.shows if c.startswith("verdict")}
        return display.frame(self._seen(), self._title(), marks)


def _words(value: object) -> str:
    """What a cell contains, as a search compares it."""
    return (", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)).lower()


def styled(frame: pd.DataFrame, caption: str, most: int = 50) -> Preview:
    """Any frame as a notebook shows the results of an audit: text on the left, verdicts in words and colours."""
    arguments.check_type(frame, pd.DataFrame, "frame", "a DataFrame")
    return Preview.of(frame, caption, tuple(map(str, frame.columns)), worst_first=False, most=most)


def verdict_marks() -> dict[str, display.Mark]:
    """Each verdict as a word with its colour."""
    return {v: display.Mark(labels.word("verdict", v), colours.VERDICTS[v]) for v in VERDICTS}
