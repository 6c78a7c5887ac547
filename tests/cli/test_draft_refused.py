"""Files that ``datamap draft`` cannot read: one message for each, exit code 2, nothing on stdout, nothing written."""

from __future__ import annotations

import io
import struct
import zipfile

import pdf_fixture as pdf
import pytest
from click.testing import CliRunner
from conftest import missing
from reading_fixture import as_docx, as_html, as_xlsx

from datamap.cli import main

ROWS = [["Vendor", "Country"], ["Postbird Inc.", "USA"]]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
LOCKED = OLE + "EncryptedPackage".encode("utf-16-le")
DOCX, XLSX = as_docx(ROWS), as_xlsx(ROWS)


def bomb(raw: bytes) -> bytes:
    """An office file whose directory claims gigabytes for its last part."""
    at = raw.rindex(b"PK\x01\x02")
    return raw[: at + 24] + struct.pack("<I", 0xEFFFFFFF) + raw[at + 28 :]


def without_part(raw: bytes, name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as before, zipfile.ZipFile(out, "w") as after:
        for part in before.namelist():
            if part != name:
                after.writestr(part, before.read(part))
    return out.getvalue()


SWEDISH = """# Integritetspolicy

Vi behandlar dina personuppgifter för att kunna leverera de varor som du har beställt hos oss. Uppgifterna sparas så
länge som det är nödvändigt och raderas därefter. Du har rätt att få veta vilka uppgifter vi har om dig och att begära
att de rättas eller raderas. Om du inte är nöjd med hur vi behandlar dina uppgifter kan du vända dig till myndigheten
som är ansvarig för tillsynen av behandlingen av uppgifter i landet där du bor.
"""
SIGN_IN = "<!doctype html><form>Sign in <input name=u><input type=password><button>Go</button></form>"

TWO_BYTES = "# Příjemci\n\nŽádní.\n".encode("utf-16-le")
CZECH = "Dodavatel;Země\nPošta;Česko\n".encode()

FILES = {
    "picture.pdf": (pdf.made(""), "text"),
    "locked.pdf": (pdf.made(pdf.text([(60.0, 700.0, "Vendors", 12.0, False)]), extra="/Encrypt 9 0 R"), "password"),
    "cut.pdf": (b"%PDF-1.7\n1 0 obj\n<<", "PDF"),
    "locked.docx": (LOCKED, "with a password"),
    "locked.xlsx": (LOCKED, "with a password"),
    "cut.docx": (DOCX[: len(DOCX) // 2], "damaged"),
    "cut.xlsx": (XLSX[: len(XLSX) // 2], "damaged"),
    "hollow.docx": (without_part(DOCX, "word/document.xml"), "a zip file that is not a document"),
    "hollow.xlsx": (without_part(XLSX, "xl/workbook.xml"), "a zip file that is not a document"),
    "bomb.docx": (bomb(DOCX), "MB unpacked"),
    "bomb.xlsx": (bomb(XLSX), "MB unpacked"),
    "old.doc": (OLE + "WordDocument".encode("utf-16-le"), "the old binary kind (.doc)"),
    "encodings.csv": (CZECH + "Žába s.r.o.;Německo\n".encode("cp1250"), "partly UTF-8"),
    "encodings.md": (CZECH + TWO_BYTES, "bytes that are not text"),
    "noise.csv": (bytes(range(256)) * 20, "bytes that are not text"),
    "login.html": (SIGN_IN.encode(), "a page to sign in"),
    "swedish.md": (SWEDISH.encode(), "a language that is not read"),
    "empty.html": (b"", "an empty file"),
}


@pytest.mark.parametrize("name", FILES)
def test_one_clear_message_exit_code_2_and_nothing_written(tmp_path, name):
    if name.endswith(".pdf"):
        try:
            import pdfplumber  # noqa: F401
        except ImportError:
            missing("no pdfplumber")
    raw, found = FILES[name]
    path = tmp_path / name
    path.write_bytes(raw)
    done = CliRunner().invoke(main, ["draft", str(path), "-o", str(tmp_path / "map.yaml")])
    assert done.exit_code == 2, done.output
    assert done.stdout == ""
    assert done.stderr.count(name) == 1 and found in done.stderr
    assert "Traceback" not in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_all_files_that_cannot_be_read_are_named_at_once_and_a_good_one_writes_nothing(tmp_path):
    for name in ("locked.docx", "login.html"):
        (tmp_path / name).write_bytes(FILES[name][0])
    (tmp_path / "good.html").write_text(as_html(ROWS), encoding="utf-8")
    names = ("locked.docx", "good.html", "login.html")
    done = CliRunner().invoke(main, ["draft", *(str(tmp_path / n) for n in names), "-o", str(tmp_path / "map.yaml")])
    assert done.exit_code == 2
    assert [n for n in names if n in done.stderr] == ["locked.docx", "login.html"]
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(names)
