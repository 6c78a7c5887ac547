"""From an audit to the file of a notice; everything is checked before anything is written."""

from __future__ import annotations

from pathlib import Path

from datamap.files import writing
from datamap.pipeline import Audit
from datamap.publish.notice.blocks import Text
from datamap.publish.notice.content import notice
from datamap.publish.notice.render import SUFFIXES, rendered


def write_notice(
    audit: Audit,
    path: str | Path,
    people: str = "",
    *,
    language: str | None = None,
    force: bool = False,
) -> Text:
    """Write the notice for one category of people (Art. 13, 14), for a person to complete and edit.

    Parameters
    ----------
    audit : Audit
        Of one organisation.
    path : str or Path
        The ``.md``, ``.html`` or ``.docx`` to write; a failure leaves an existing file unchanged.
    people : str
        Id or name of a category of people, such as ``customers``; empty: everyone on the map.
    language : {'en', 'fr', 'cs', 'de'}, optional
        Without it the inventory's, else English. What the map names itself stays in the map's language.
    force : bool
        Whether to replace a file that datamap did not write, or that was edited since.

    Returns
    -------
    Text
        What was written; ``gaps()`` counts the facts that it marks as not known.

    Raises
    ------
    CallError
        Several organisations, unknown people or language, no activity as a controller, a name with another ending,
        a file that cannot be written, or that is not replaced without `force`.
    """
    writing.check(path, tuple(SUFFIXES), force=force)
    text = notice(audit, people, language)
    writing.write(path, rendered(text, path, audit.as_of.isoformat()), force=force)
    return text
