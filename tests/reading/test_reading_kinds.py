"""What kind a file is: by its content, by its suffix where the content fits several; what is refused, and how."""

from __future__ import annotations

import io
import zipfile

import pytest

from datamap.errors import InputError
from datamap.reading import kinds
from datamap.reading.refuse import ACCEPTED

OFFICE = "save it as .docx, .xlsx or .pdf"
PICTURE = ("a picture", "text; a picture of one is not read")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 40


def zipped(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def odf(kind: str) -> bytes:
    return zipped(mimetype=f"application/vnd.oasis.opendocument.{kind}", content_xml="<a/>")


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"plain", ""),
        (b"x %PDF-1.4", "pdf"),
        (b"x" * 1019 + b"%PDF-", "pdf"),
        (b"x" * 1020 + b"%PDF-", ""),
        (zipped(word__document_xml="<a/>"), "docx"),
        (zipped(word__document2_xml="<a/>"), "docx"),
        (zipped(xl__workbook_xml="<a/>"), "xlsx"),
        (zipped(content_xml="<a/>"), "ods"),
        (odf("spreadsheet"), "ods"),
        (odf("text" + " " * 200), "ods"),
    ],
)
def test_the_kind_of_bytes(raw, kind):
    assert kinds.kind_of_bytes(raw, "a") == kind


@pytest.mark.parametrize(
    ("raw", "found", "expected"),
    [
        (b"\xef\xbb\xbf \r\n\t\0\xff\xfe", "an empty file", "a file with text in it"),
        (b"{\\rtf1", "a rich text file (.rtf)", OFFICE),
        (b"\x89PNG", *PICTURE),
        (b"\xff\xd8\xff", *PICTURE),
        (b"GIF89a", *PICTURE),
        (b"II*\0x", *PICTURE),
        (b"MM\0*x", *PICTURE),
        (b"\x1f\x8bx", "a compressed file (.gz)", "the file in it"),
        (b"7z\xbc\xafx", "a compressed file (.7z)", "the files in it, one at a time"),
        (b"Rar!x", "a compressed file (.rar)", "the files in it, one at a time"),
        (b"SQLite format 3x", "a database", ACCEPTED),
        (b"PAR1x", "a Parquet file", ACCEPTED),
        (OLE, "an office file of the old binary kind", OFFICE),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "an office file with a password", "one without a password"),
        (OLE + "WordDocument".encode("utf-16-le"), "a document of the old binary kind (.doc)", "save it as .docx"),
        (OLE + "Workbook".encode("utf-16-le"), "a workbook of the old binary kind (.xls)", "save it as .xlsx"),
        (OLE + "Book".encode("utf-16-le"), "a workbook of the old binary kind (.xls)", "save it as .xlsx"),
        (OLE + "PowerPoint Document".encode("utf-16-le"), "a presentation", OFFICE),
        (
            OLE + "__substg1.0_".encode("utf-16-le"),
            "an e-mail (.msg)",
            "the text itself; save it as .html or .txt, or save the attachment",
        ),
        (b"PK\x01\x02" * 10_001, "a zip of too many files", "at most 10,000 files in a document"),
        (zipped(**{"xl__workbook.bin": "x"}), "a binary workbook (.xlsb)", "save it as .xlsx"),
        (zipped(ppt__presentation_xml="x"), "a presentation", OFFICE),
        (zipped(**{"Index__Document.iwa": "x"}), "a document of Apple's programs", OFFICE),
        (zipped(word__other_xml="x"), "a zip file that is not a document", "the documents in it, one at a time"),
        (zipped(word__document="x"), "a zip file that is not a document", "the documents in it, one at a time"),
        (odf("text"), "a text document (.odt)", "save it as .docx"),
        (odf("text-template"), "a text document (.odt)", "save it as .docx"),
        (odf("presentation"), "a presentation", "save it as .pdf"),
        (odf("graphics"), "a drawing", "save it as .pdf"),
        (b"PK", "an office file that is damaged (File is not a zip file)", "a whole file; save it again"),
    ],
)
def test_a_kind_that_is_not_read(raw, found, expected):
    with pytest.raises(InputError) as caught:
        kinds.kind_of_bytes(raw, "a.x")
    assert [(p.file, p.line, p.field, p.found, p.expected) for p in caught.value.problems] == [
        ("a.x", 0, "", found, expected)
    ]


def test_ten_thousand_files_are_not_too_many():
    with pytest.raises(InputError, match="damaged"):
        kinds.kind_of_bytes(b"PK\x01\x02" * 10_000, "a.x")


TABLE = "a;b;c\n1;2;3\n4;5;6\n"
MARKED = "# One\n\ntext\n"
PARTS = "<p>a</p><div>b</div>"


@pytest.mark.parametrize(
    ("file", "text", "kind"),
    [
        *((f"a{suffix.upper()}", "words", "csv") for suffix in (".csv", ".tsv", ".tab")),
        *((f"a{suffix}", TABLE, "txt") for suffix in (".txt", ".TEXT")),
        *((f"a{suffix}", TABLE, "md") for suffix in (".md", ".markdown", ".mdown")),
        *((f"a{suffix}", TABLE, "html") for suffix in (".html", ".htm", ".xhtml")),
        *((f"a{suffix}", TABLE, "yaml") for suffix in (".yaml", ".yml")),
        ("a.json", "{}", "json"),
        ("a.json", "{", "json"),
        ("a", "words", "txt"),
        ("a.doc", "words", "txt"),
        ("a", MARKED, "md"),
        ("a.txt", MARKED, "txt"),
        ("a.txt", MARKED * 2, "md"),
        ("a", "#no heading\n", "txt"),
        ("a", "a | b\n--|--\n", "md"),
        ("a", "a | b\n| :--: |\n", "md"),
        ("a", TABLE, "csv"),
        ("a.txt", TABLE, "txt"),
        ("a.md", TABLE, "md"),
        ("a", ' [{"a": 1}]', "json"),
        ("a.csv", '{"a": 1}', "json"),
        ("a.txt", '{"a": 1}', "txt"),
        ("a.md", "[1]", "md"),
        ("a", "[1", "txt"),
        ("a", "[" * 100_000, "txt"),
        ("a.csv", "<html>", "html"),
        ("a.txt", " <?xml version='1'?> <!-- a\n--> <!DOCTYPE html>", "html"),
        ("a.md", "<table>", "md"),
        ("a.md", " <HTML>", "html"),
        ("a.md", "<!doctype html>", "html"),
        ("a", "<style>", "html"),
        ("a", "<styles>", "txt"),
        ("a", f"x {PARTS}<li>c</LI>", "html"),
        ("a", f"x {PARTS}", "txt"),
        ("a.txt", f"x {PARTS}<td>c</td>", "txt"),
        ("a", "From: a\nTo: b\nand: c\n", "txt"),
        ("a", "From: a\nReceived: b\n", "txt"),
    ],
)
def test_the_kind_of_text(file, text, kind):
    assert kinds.kind_of_text(text, file) == kind


@pytest.mark.parametrize(
    ("text", "found", "expected"),
    [
        (
            "From: a\r\nX-To: b,\r\n\tc\r\nMessage-ID: d\r\n",
            "an e-mail or a web archive",
            "the text itself; save it as .html or .txt",
        ),
        ("\n<?xml version='1'?><a/>", "an XML file", f"{ACCEPTED}; save it in one of these"),
        ("<a b='c' xmlns='d'>", "an XML file", f"{ACCEPTED}; save it in one of these"),
    ],
)
def test_a_text_that_is_not_read(text, found, expected):
    with pytest.raises(InputError) as caught:
        kinds.kind_of_text(text, "a.txt")
    assert [(p.file, p.found, p.expected) for p in caught.value.problems] == [("a.txt", found, expected)]
