"""The Art. 30 record as a workbook, in the layouts that regulators know, made from an audit.

    write_ropa -> Edition (what is shown) -> layout (record, minimum, ico, cnil, cz, dsk)
        -> documents.sheets (styles, print) -> documents.package (bytes)

Every layout is an authority's edition; ``record`` also has an internal one.
"""

from datamap.publish.record.build import book_bytes, write_ropa

__all__ = ["book_bytes", "write_ropa"]
