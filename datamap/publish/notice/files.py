"""The files of a document: Markdown, a page that opens without a network, a text document."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from markupsafe import Markup

from datamap.documents import package
from datamap.documents import page as shell
from datamap.files import writing
from datamap.pipeline import Audit
from datamap.publish.brief.render import PARTS
from datamap.publish.notice.build import notice
from datamap.publish.notice.markdown import markdown
from datamap.publish.notice.structure import Paper, label

PACKAGE = "datamap.publish"


def page(paper: Paper) -> str:
    """The page, which loads nothing."""
    style = Markup(shell.source(PACKAGE, "notice.css"))
    return shell.render(PACKAGE, "notice.html.j2", paper=paper, look=style, kinds=_kinds(paper), label=label)


def text_document(paper: Paper) -> bytes:
    """The text document (.docx)."""
    parts = {**PARTS, "word/numbering.xml": "numbering.xml.j2", "word/document.xml": "notice.xml.j2"}
    values = {"brief": {"title": paper.title}, "paper": paper, "day": paper.day, "kinds": _kinds(paper), "label": label}
    return package.zipped(
        {part: shell.fill(PACKAGE, f"docx/{name}", numbered=True, **values) for part, name in parts.items()}
    )


def _kinds(paper: Paper) -> list[str]:
    return [type(block).__name__.lower() for block in paper.blocks]


WRITERS: dict[str, Callable[[Paper], str | bytes]] = {".md": markdown, ".html": page, ".docx": text_document}
SUFFIXES = tuple(WRITERS)


def write(paper: Paper, path: str | Path, *, force: bool = False) -> Path:
    """Write a document; the ending of the name chooses its form.

    Raises
    ------
    CallError
    """
    writing.check(path, SUFFIXES, force=True)
    made = WRITERS[Path(path).suffix.lower()](paper)
    return writing.write(path, made, force=force, same=True)


def write_notice(
    audit: Audit, path: str | Path, audience: str, language: str | None = None, *, force: bool = False
) -> Path:
    """Write the notice to an audience.

    Parameters
    ----------
    audit : Audit
    path : str or Path
        Ends in .md, .html or .docx.
    audience : str
        Id or name of a category of people.
    language : str, optional
        One of :data:`datamap.labels.LANGUAGES`; without it the map's, else English.
    force : bool
        Whether to replace a file that datamap did not write, or that was edited since.

    Raises
    ------
    CallError
    """
    return write(notice(audit, audience, language), path, force=force)
