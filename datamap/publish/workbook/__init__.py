"""The Art. 30 record as a workbook, in the layouts that regulators know, made from an audit.

    write_ropa -> layout (full, minimum, ico, cnil, cz) -> paint (sheets, styles, print) -> package (the bytes)

The full layout carries every fact of the map, so that :mod:`datamap.formats.workbook.reader` reads the inventory back from it.
"""

from datamap.publish.workbook.build import book_bytes, write_ropa

__all__ = ["book_bytes", "write_ropa"]
