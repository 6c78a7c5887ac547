"""One table spec, derived from the model, that frames, Parquet, workbook sheets, import and diff all follow.

Every class of the model has a table, every list in it a child table. Reading order: ``spec`` names the tables,
``frames`` holds them, ``convert`` fills them from inventories and goes back, ``parquet`` reads and writes them as a
folder, ``reading`` reads whatever some paths lead to.
One inventory or ten thousand make the same frames:

* ``controller``: row of ``inventories`` (int32), in every table;
* a reference (``purpose``, ``category``, ``recipient`` ...): row of that table (int32), -1 where it refers to nothing;
* a word of a closed vocabulary: categorical over the whole vocabulary, ``unknown`` among it, never NaN;
* a list: a column of its name with ``unknown``, ``none`` or ``listed``, and its rows in the child table;
* a date: ISO 8601 text, ``unknown`` or ``none``, empty where the model has None;
* ``line``: line in the file it was read from, 0 where there is none.
"""

from datamap.tables.convert import from_inventories, plain_inventories, to_inventories
from datamap.tables.frames import Tables, concat, frame
from datamap.tables.spec import EVIDENCE, SAID, SINGULAR, SPEC, TOP_LISTS, Column, Table

__all__ = [
    "EVIDENCE",
    "SAID",
    "SINGULAR",
    "SPEC",
    "TOP_LISTS",
    "Column",
    "Table",
    "Tables",
    "concat",
    "frame",
    "from_inventories",
    "plain_inventories",
    "to_inventories",
]
