"""How a cell looks: font, colours, wrapping; links within and out of a workbook; the height of a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

WRAP = Alignment(horizontal="left", vertical="top", wrap_text=True)
TOP = Alignment(horizontal="left", vertical="top")
HEADER = {"law": "1F3A5F", "optional": "4A4A4A"}
"""Header colours; white has a contrast above 8 to 1 on them, and the header repeats their meaning in words."""

MARGIN = 1
"""Width in characters that the margins of a cell take."""

LINE, HIGHEST = 13.2, 409
"""Points of a line of text, and the highest row that a workbook allows."""


@dataclass(frozen=True)
class Look:
    """How a cell looks. Frozen: equal looks share one cell object and one style of the workbook."""

    bold: bool = False
    size: int = 10
    fill: str = ""
    text: str = "000000"
    link: bool = False
    wrap: bool = True

    def style_id(self, sheet: Any, sort: str) -> int:
        """Its number in the workbook: for a text (``s``), a text like a formula (``q``), a date or a number."""
        cell = Cell(sheet, 1, 1)
        underline = "single" if self.link else None
        cell.font = Font(name="Calibri", bold=self.bold, size=self.size, color=self.text, underline=underline)
        cell.alignment = WRAP if self.wrap else TOP
        if self.fill:
            cell.fill = PatternFill("solid", start_color=self.fill)
        if sort == "d":
            cell.number_format = "yyyy-mm-dd"
        elif sort == "q":
            cell.quotePrefix = True
        return int(cell.style_id)


class StyledCell(Cell):
    """A cell whose style and place are known: openpyxl works both out anew for each cell that it writes."""

    has_style = True
    style_id = 0
    hyperlink = None
    coordinate = ""

    @classmethod
    def of(cls, sheet: Any, style_id: int, sort: str) -> Self:
        """A cell for values of a sort (see :meth:`Look.style_id`)."""
        made = cls(sheet, 1, 1)
        made.style_id, made.data_type = style_id, "s" if sort == "q" else sort
        return made


def header_look(optional: bool = False) -> Look:
    """White on the colour of columns that Art. 30 requires, or of the others."""
    return Look(bold=True, fill=HEADER["optional" if optional else "law"], text="FFFFFF")


PLAIN, LABEL, LINK = Look(), Look(bold=True), Look(link=True, text="1B4A7A")


def link_to_sheet(sheet: Any, row: int, column: int, name: str) -> None:
    """A link to the first cell of another sheet: a location within the workbook, nothing outside it."""
    quoted = name.replace("'", "''")
    sheet._hyperlinks.append(Hyperlink(ref=f"{get_column_letter(column)}{row}", location=f"'{quoted}'!A1"))


def link_to_file(sheet: Any, row: int, column: int, path: str) -> None:
    """A link to a file beside the workbook, by a path relative to it."""
    sheet._hyperlinks.append(Hyperlink(ref=f"{get_column_letter(column)}{row}", target=path))


def lines(text: Any, width: int) -> int:
    """Lines that a text takes in a cell of a width, broken between words, a little more rather than less.

    Examples
    --------
    >>> lines("a short text", 20), lines("organisational and technical measures", 16)
    (1, 3)
    """
    if not isinstance(text, str) or (len(text) < width - MARGIN and "\n" not in text):
        return 1
    room = max(width - MARGIN, 4)
    return sum(1 if len(part) <= room else _broken(part, room) for part in text.split("\n"))


def _broken(text: str, room: int) -> int:
    """Lines of a text that is broken between words, and within a word that is longer than a line."""
    count, used = 1, 0
    for size in map(len, text.split(" ")):
        if used and used + 1 + size > room:
            count, used = count + 1, 0
        whole = max(size - 1, 0) // room
        count += whole
        used = used + bool(used) + size - whole * room
    return count


def row_heights(rows: Sequence[Sequence[Any]], widths: Sequence[int], first: int = 1) -> dict[int, dict[str, str]]:
    """The height of each row that needs more than a line, as attributes of the row; the rows start at ``first``.

    Examples
    --------
    >>> row_heights([["short"], ["two\\nlines"]], [20])
    {2: {'ht': '29.4', 'customHeight': '1'}}
    """
    most = (max((lines(v, w) for v, w in zip(row, widths, strict=False)), default=1) for row in rows)
    return {row: height_of(n) for row, n in enumerate(most, start=first) if n > 1}


def height_of(count: float) -> dict[str, str]:
    """Attributes of a row that shows a number of lines."""
    return {"ht": f"{min(count * LINE + 3, HIGHEST):g}", "customHeight": "1"}
