"""Which reader reads a cell: the table of kinds."""

from __future__ import annotations

from collections.abc import Callable

from datamap.formats.workbook import reading, reading_activity, reading_lists, reading_transfers
from datamap.formats.workbook.edits import Refused
from datamap.formats.workbook.reading import Cell, Got
from datamap.formats.workbook.rows import seen

Reader = Callable[[str, Cell], Got]
READERS: dict[str, Reader] = {
    "text": reading.read_text,
    "id": reading.read_text,
    "texts": reading_lists.read_texts,
    "lines": reading_lists.read_lines,
    "word": reading.read_word,
    "place": reading.read_place,
    "date": reading.read_day,
    "day": reading.read_day,
    "people": reading.read_number_of_people,
    "names": reading_lists.read_names,
    "bases": reading_activity.bases,
    "conditions": reading_activity.conditions,
    "withdrawal": reading_activity.withdrawal,
    "scope": reading_lists.read_scope,
    "retention": reading_activity.retention,
    "sources": reading_activity.sources,
    "places": reading_lists.read_sites,
    "countries": reading_lists.read_countries,
    "parties": reading_lists.read_parties,
    "letter": reading_transfers.read_letter,
    "right": reading_transfers.read_right,
    "tool": reading_transfers.read_tool,
}
"""Kind of a column -> the reader of its cells. The kinds ``serves``, ``owner`` and ``entries`` change other entries."""


def read(text: str, cell: Cell) -> Got:
    """What a cell means.

    Raises
    ------
    Refused
    """
    if not seen(text) and cell.column.kind not in ("letter", "right", "conditions", "withdrawal"):
        if cell.column.field.required:
            raise Refused("the cell is blank", "a name")
        return Got({f: reading.nothing(cell.column) if f == cell.key else "unknown" for f in cell.column.fields})
    return READERS[cell.column.kind](text, cell)
