"""From an audit to a file in one of the layouts; everything is checked before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path

from datamap.documents import package
from datamap.documents.sheets import Painter
from datamap.files import writing
from datamap.labels import LAYOUTS
from datamap.model import arguments
from datamap.pipeline import Audit
from datamap.publish.workbook import anonymise, full
from datamap.publish.workbook.view import View


def write_ropa(
    audit: Audit,
    path: str | Path,
    layout: str = "full",
    *,
    anonymise_contacts: bool = False,
    changes: Sequence[Mapping[str, str]] | None = None,
    force: bool = False,
) -> Path:
    """Write the Art. 30 record.

    Parameters
    ----------
    audit : Audit
    path : str or Path
        The ``.xlsx`` to write; a failure leaves an existing file unchanged.
    layout : {'full', 'minimum', 'ico', 'cnil', 'cz'}
        ``full`` contains every fact and can be read back; the others follow the models that regulators publish.
    anonymise_contacts : bool
        Whether to withhold names of contact persons, e-mail addresses and telephone numbers.
    changes : sequence of mapping, optional
        Since an earlier record, with ``change`` and ``effect`` in words; for the change log of the full layout.
    force : bool
        Whether to replace a file that datamap did not write, or that was edited since.

    Raises
    ------
    CallError
        An unknown layout, a text that does not fit into a cell, a name that does not end in ``.xlsx``, a file that
        cannot be written, or that is not replaced without `force`.
    """
    writing.check(path, writing.WORKBOOK, force=force)
    data = book_bytes(audit, layout, anonymise_contacts=anonymise_contacts, changes=changes)
    return writing.write(path, data, force=force)


def book_bytes(
    audit: Audit,
    layout: str = "full",
    *,
    anonymise_contacts: bool = False,
    changes: Sequence[Mapping[str, str]] | None = None,
) -> bytes:
    """The record as bytes: the same audit gives the same bytes. Parameters as in :func:`write_ropa`."""
    arguments.check_type(audit, Audit, "audit", "an audit, as dm.audit(...) gives it")
    arguments.check_one_of(layout, LAYOUTS, "layout")
    with Painter(anonymise.scrubber(audit) if anonymise_contacts else None) as painter:
        if layout == "full":
            view = View(audit)
            full.build(painter, view, changes, anonymise_contacts)
        else:
            build: Callable[[Painter, Audit], View] = import_module(f"datamap.publish.workbook.{layout}").build
            view = build(painter, audit)
        full.set_properties(painter, view, layout, anonymise_contacts)
        return package.save(painter.book, audit.as_of)
