"""The brief as a page, a text document and a mail: three templates over one content."""

from __future__ import annotations

import hashlib

from markupsafe import Markup

from datamap.documents import package
from datamap.documents import page as shell
from datamap.errors import visible
from datamap.publish.brief.content import Brief

PACKAGE = "datamap.publish"
PAGE, DOCUMENT, MAIL = NAMES = "brief.html", "brief.docx", "mail.txt"
WORDS = 150
"""Words of the mail, at most."""
WHOLE = 36
"""Words that a sentence of the mail may have; a longer one is cut."""

PARTS = {
    "[Content_Types].xml": "types.xml.j2",
    "_rels/.rels": "package.xml.j2",
    "docProps/core.xml": "core.xml.j2",
    "word/_rels/document.xml.rels": "document_rels.xml.j2",
    "word/styles.xml": "styles.xml.j2",
    "word/document.xml": "document.xml.j2",
}
"""The parts of the text document, and the template of each."""

FILLS = {"bad": "F6D5C2", "stale": "FBE6B8", "open": "EFE3EC", "good": "CDEBE0", "": "E8EDF2"}
"""Background of a tone in the text document; the words beside it have the same meaning."""


def files(brief: Brief, day: str) -> dict[str, str | bytes]:
    """The files of a brief by name.

    Parameters
    ----------
    day : str
        The day of the report, ISO 8601: the day of the text document.
    """
    text = mail(brief)
    known = hashlib.sha256(text.encode("utf-8")).hexdigest()
    style = Markup(shell.source(PACKAGE, "brief.css"))
    return {
        PAGE: shell.render(PACKAGE, "brief.html.j2", brief=brief, look=style, mail=known),
        DOCUMENT: package.zipped(
            {
                part: shell.fill(PACKAGE, f"docx/{template}", brief=brief, day=day, fills=FILLS)
                for part, template in PARTS.items()
            }
        ),
        MAIL: text,
    }


def mail(brief: Brief) -> str:
    """The mail: its subject, the most important sentences, and where the page is; at most :data:`WORDS` words."""
    title = " ".join(brief.title.split())  # a header is one line
    subject, about = f"Subject: {title}", brief.about
    end = f"The whole brief: {PAGE} or {DOCUMENT}, beside this text."
    room = WORDS - sum(len(t.split()) for t in (subject, about, end))
    kept: list[str] = []
    for text in brief.mail:
        words = text.split()
        short = text if len(words) <= WHOLE else " ".join(words[:WHOLE]).rstrip(".,;:") + "…"
        if len(short.split()) > room:
            continue
        kept.append(short)
        room -= len(short.split())
    return visible("\n\n".join([subject, about, *kept, end])) + "\n"


def mail_of(html: bytes) -> str:
    """The digest of the mail that a page was written with; empty where it states none.

    A text has no room for a digest: the page beside it proves that the mail was not edited.
    """
    _, found, rest = html.partition(b'<meta name="mail" content="')
    return rest[:64].decode("ascii", "replace") if found else ""
