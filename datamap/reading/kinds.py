"""What kind of file it is: by its content first, by its suffix where the content fits several."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

from datamap.reading.refuse import ACCEPTED, refused

_SAVE = "save it as .docx, .xlsx or .pdf"
_BEGINS = (
    (b"{\\rtf", "a rich text file (.rtf)", _SAVE),
    (b"\x89PNG", "a picture", "text; a picture of one is not read"),
    (b"\xff\xd8\xff", "a picture", "text; a picture of one is not read"),
    (b"GIF8", "a picture", "text; a picture of one is not read"),
    (b"II*\0", "a picture", "text; a picture of one is not read"),
    (b"MM\0*", "a picture", "text; a picture of one is not read"),
    (b"\x1f\x8b", "a compressed file (.gz)", "the file in it"),
    (b"7z\xbc\xaf", "a compressed file (.7z)", "the files in it, one at a time"),
    (b"Rar!", "a compressed file (.rar)", "the files in it, one at a time"),
    (b"SQLite format 3", "a database", ACCEPTED),
    (b"PAR1", "a Parquet file", ACCEPTED),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD = (
    ("EncryptedPackage", "an office file with a password", "one without a password"),
    ("WordDocument", "a document of the old binary kind (.doc)", "save it as .docx"),
    ("Workbook", "a workbook of the old binary kind (.xls)", "save it as .xlsx"),
    ("Book", "a workbook of the old binary kind (.xls)", "save it as .xlsx"),
    ("PowerPoint Document", "a presentation", _SAVE),
    ("__substg1.0_", "an e-mail (.msg)", "the text itself; save it as .html or .txt, or save the attachment"),
)
_OTHER = (
    ("xl/workbook.bin", "a binary workbook (.xlsb)", "save it as .xlsx"),
    ("ppt/presentation.xml", "a presentation", _SAVE),
    ("Index/Document.iwa", "a document of Apple's programs", _SAVE),
)
_OPEN = {
    "text": "a text document (.odt): save it as .docx",
    "presentation": "a presentation: save it as .pdf",
    "graphics": "a drawing: save it as .pdf",
}
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|table|style)\b",
    re.I | re.S,
)
_MAIL = re.compile(r"(?:[A-Za-z][A-Za-z-]{1,40}: [^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){3}")
_MAIL_NAMES = re.compile(r"^(?:from|received|mime-version|return-path|message-id|delivered-to):", re.I | re.M)
_MARKDOWN = re.compile(r"^ {0,3}#{1,6} \S|^ {0,3}\|?\s*:?-{2,}:?\s*\|[\s|:-]*$", re.M)
_SUFFIXES = {
    ".md": "md",
    ".markdown": "md",
    ".mdown": "md",
    ".txt": "txt",
    ".text": "txt",
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
}


def kind_of_bytes(raw: bytes, file: str) -> str:
    """``xlsx``, ``ods``, ``docx`` or ``pdf``; empty for what may be text.

    Raises
    ------
    InputError
        An empty file, or one of a kind that is not read.
    """
    if not raw.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise refused(file, "an empty file", "a file with text in it")
    if b"%PDF-" in raw[:1024]:
        return "pdf"
    if raw.startswith(b"PK"):
        return _kind_of_zip(raw, file)
    if raw.startswith(_OLE):
        for name, found, expected in _OLD:
            if name.encode("utf-16-le") in raw:
                raise refused(file, found, expected)
        raise refused(file, "an office file of the old binary kind", _SAVE)
    for start, found, expected in _BEGINS:
        if raw.startswith(start):
            raise refused(file, found, expected)
    return ""


def _kind_of_zip(raw: bytes, file: str) -> str:
    from datamap.spreadsheet.parts import ENTRIES

    if raw.count(b"PK\x01\x02") > ENTRIES:
        raise refused(file, "a zip of too many files", f"at most {ENTRIES:,} files in a document")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = frozenset(archive.namelist())
            info = archive.getinfo("mimetype") if "mimetype" in names else None
            mime = archive.read(info)[:200].decode("ascii", "replace") if info and info.file_size < 200 else ""
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError) as e:
        raise refused(file, f"an office file that is damaged ({str(e)[:80]})", "a whole file; save it again") from None
    if any(n.startswith("word/document") and n.endswith(".xml") for n in names):
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    for name, found, expected in _OTHER:
        if name in names:
            raise refused(file, found, expected)
    if "content.xml" in names:
        for word, what in _OPEN.items():
            if mime.startswith(f"application/vnd.oasis.opendocument.{word}"):
                found, _, expected = what.partition(": ")
                raise refused(file, found, expected)
        return "ods"
    raise refused(file, "a zip file that is not a document", "the documents in it, one at a time")


def kind_of_text(text: str, file: str) -> str:
    """``md``, ``txt``, ``html``, ``csv``, ``yaml`` or ``json``.

    Raises
    ------
    InputError
        An e-mail, or XML that is not a page.
    """
    suffix = _SUFFIXES.get(Path(file).suffix.lower(), "")
    head = text[:20_000]
    if _MAIL.match(head) and len(_MAIL_NAMES.findall(head)) > 1:
        raise refused(file, "an e-mail or a web archive", "the text itself; save it as .html or .txt")
    if _HTML.match(head) and not (suffix == "md" and not re.match(r"\s*<(?:!doctype|html)", head, re.I)):
        return "html"
    if re.match(r"\s*<\?xml|\s*<\w+[^>]*\bxmlns", head):
        raise refused(file, "an XML file", f"{ACCEPTED}; save it in one of these")
    if suffix == "html" or (not suffix and len(re.findall(r"</(?:p|div|td|li|h\d)>", head, re.I)) > 2):
        return "html"
    if suffix not in ("md", "txt") and text.lstrip()[:1] in ("[", "{") and _is_json(text):
        return "json"
    if suffix == "txt" or not suffix:
        return _without_telling_suffix(text, suffix)
    return suffix


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _without_telling_suffix(text: str, suffix: str) -> str:
    from datamap.reading import delimited

    if len(_MARKDOWN.findall(text)) > (1 if suffix else 0):
        return "md"
    if not suffix and delimited.is_delimited(text):
        return "csv"
    return "txt"
