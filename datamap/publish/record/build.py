"""From an audit to a file in one of the layouts; everything is checked before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path

from datamap.documents import package
from datamap.documents.sheets import A3, A4, Painter
from datamap.errors import CallError
from datamap.files import writing
from datamap.labels import EDITIONS, LANGUAGES, LAYOUTS, record
from datamap.model import arguments
from datamap.pipeline import Audit
from datamap.publish.record import anonymise, full, standard
from datamap.publish.record.edition import Edition
from datamap.publish.record.texts import language_of
from datamap.publish.record.view import View

FIXED = {"ico": "en", "cnil": "fr", "cz": "cs", "dsk": "de", "full": "en"}
"""Layouts that have the language of those who publish them."""


def write_ropa(
    audit: Audit,
    path: str | Path,
    layout: str = "record",
    *,
    edition: str = "authority",
    language: str | None = None,
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
    layout : {'record', 'full', 'minimum', 'ico', 'cnil', 'cz', 'dsk'}
        ``record`` is datamap's; ``full`` contains every fact and can be read back; the others follow models that
        regulators publish, or published practice.
    edition : {'authority', 'internal'}
        ``authority`` contains nothing of the audit; ``internal`` adds verdicts and findings, in layout ``record``.
    language : {'en', 'fr', 'cs', 'de'}, optional
        Of layouts ``record`` and ``minimum``; without it the inventory's, else English.
    anonymise_contacts : bool
        Whether to withhold names of contact persons, e-mail addresses and telephone numbers.
    changes : sequence of mapping, optional
        Since an earlier record, with ``change`` and ``effect`` in words; for the change log.
    force : bool
        Whether to replace a file that datamap did not write, or that was edited since.

    Raises
    ------
    CallError
        An unknown layout, edition or language, a combination of them that does not exist, a text that does not fit
        into a cell, a name that does not end in ``.xlsx``, a file that cannot be written, or that is not replaced
        without `force`.
    """
    writing.check(path, writing.WORKBOOK, force=force)
    data = book_bytes(
        audit, layout, edition=edition, language=language, anonymise_contacts=anonymise_contacts, changes=changes
    )
    return writing.write(path, data, force=force)


def book_bytes(
    audit: Audit,
    layout: str = "record",
    *,
    edition: str = "authority",
    language: str | None = None,
    anonymise_contacts: bool = False,
    changes: Sequence[Mapping[str, str]] | None = None,
) -> bytes:
    """The record as bytes: the same audit gives the same bytes. Parameters as in :func:`write_ropa`."""
    arguments.check_type(audit, Audit, "audit", "an audit, as dm.audit(...) gives it")
    check_choices(layout, edition, language)
    own = FIXED.get(layout) or language or language_of(audit, LANGUAGES)
    scrub = anonymise.scrubber(audit) if anonymise_contacts else None
    paper = A3 if layout in ("full", "ico", "cnil", "cz") else A4
    with Painter(scrub, paper=paper, page=record("phrase", "page", own)) as painter:
        view: View
        if layout == "full":
            view = View(audit)
            full.build(painter, view, changes, anonymise_contacts)
        elif layout == "record":
            view = Edition(audit, own, authority=edition == "authority")
            standard.build(painter, view, changes)
        else:
            view = Edition(audit, own, authority=True)
            build: Callable[[Painter, Edition], None] = import_module(f"datamap.publish.record.{layout}").build
            build(painter, view)
        full.set_properties(painter, view, layout, anonymise_contacts)
        return package.save(painter.book, audit.as_of)


def check_choices(layout: str, edition: str = "authority", language: str | None = None) -> None:
    """Refuse an unknown layout, edition or language, and a combination of them that does not exist.

    Raises
    ------
    CallError
    """
    arguments.check_one_of(layout, LAYOUTS, "layout")
    arguments.check_one_of(edition, EDITIONS, "edition")
    if edition == "internal" and layout not in ("record", "full"):
        raise CallError(
            f"edition: internal, with layout {layout}. Expected the edition 'authority', because the layouts of "
            "regulators are for them, or the layout 'record', which has the internal edition"
        )
    if language is None:
        return
    arguments.check_one_of(language, LANGUAGES, "language")
    if FIXED.get(layout, language) != language:
        raise CallError(
            f"language: {language}, with layout {layout}, which exists in '{FIXED[layout]}' only. Expected that "
            "language, or the layout 'record' or 'minimum'"
        )
