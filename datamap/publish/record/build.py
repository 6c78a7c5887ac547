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
from datamap.publish.record import anonymise, standard
from datamap.publish.record.edition import Edition
from datamap.publish.record.texts import language_of

FIXED = {"ico": "en", "cnil": "fr", "cz": "cs", "dsk": "de"}
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
    layout : {'record', 'minimum', 'ico', 'cnil', 'cz', 'dsk'}
        ``record`` is datamap's; the others follow models that regulators publish, or published practice.
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
    paper = A3 if layout in ("ico", "cnil", "cz") else A4
    with Painter(scrub, paper=paper, page=record("phrase", "page", own)) as painter:
        view = Edition(audit, own, authority=edition == "authority")
        if layout == "record":
            standard.build(painter, view, changes)
        else:
            build: Callable[[Painter, Edition], None] = import_module(f"datamap.publish.record.{layout}").build
            build(painter, view)
            if customers := standard.annex(view):
                standard.write_table(painter, view, "annex", customers)
        _set_properties(painter, view, layout, anonymise_contacts)
        return package.save(painter.book, audit.as_of)


def check_choices(layout: str, edition: str = "authority", language: str | None = None) -> None:
    """Refuse an unknown layout, edition or language, and a combination of them that does not exist.

    Raises
    ------
    CallError
    """
    arguments.check_one_of(layout, LAYOUTS, "layout")
    arguments.check_one_of(edition, EDITIONS, "edition")
    if edition == "internal" and layout != "record":
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


def _set_properties(painter: Painter, view: Edition, layout: str, anonymised: bool) -> None:
    """Document properties: what the file is; in the internal edition also which law and which inventory it is from."""
    from openpyxl.packaging.custom import StringProperty

    book, stamp = painter.book, view.audit.stamp()
    book.properties.title = f"{record('title', 'record', view.language)} ({record('title', 'law', view.language)})"
    book.properties.subject = ", ".join(i["controller"] for i in stamp["inputs"][:5])
    book.properties.creator, book.properties.lastModifiedBy = "datamap", "datamap"
    book.properties.language = view.language
    properties = {
        "datamap layout": layout,
        "datamap as of": stamp["as_of"],
        "datamap contacts": "withheld" if anonymised else "shown",
    }
    if view.verdicts:
        properties |= {
            "datamap law pack": stamp["law"]["version"],
            "datamap input sha256": " ".join(i["sha256"] for i in stamp["inputs"][:3]),
        }
    for name, value in properties.items():
        book.custom_doc_props.append(StringProperty(name=name, value=value or "unknown"))
