"""The Art. 30 record as a workbook, in the layouts that regulators know, made from an audit.

    write_ropa -> Edition (what is shown) -> layout (record, minimum, ico, cnil, cz, dsk; full)
        -> documents.sheets (styles, print) -> documents.package (bytes)

Every layout but ``full`` is an authority's edition; ``record`` also has an internal one. The full layout
contains every fact of the map, so that :mod:`datamap.formats.workbook.reader` can read it back.
"""

from datamap.publish.record.build import book_bytes, write_ropa

__all__ = ["book_bytes", "write_ropa"]
