"""Files that are not read: one clear message each, in bounded time and memory."""

from __future__ import annotations

import io
import os
import struct
import zipfile

import pytest
from reading_fixture import VENDORS, as_docx, as_xlsx, grid_of, read

from datamap.errors import InputError
from datamap.reading import grid, reader
from datamap.reading.reader import read_document

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def zipped(parts: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_part(raw: bytes, name: str, change) -> bytes:
    """An office file with one part changed."""
    with zipfile.ZipFile(io.BytesIO(raw)) as before:
        parts = {n: before.read(n) for n in before.namelist()}
    parts[name] = change(parts[name])
    return zipped(parts)


def refusal(tmp_path, name: str, raw: bytes | str) -> str:
    path = tmp_path / name
    path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    with pytest.raises(InputError) as caught:
        read_document(path)
    (problem,) = caught.value.problems
    assert problem.file == str(path) and problem.expected
    return problem.found


DOCX, XLSX = as_docx(VENDORS), as_xlsx(VENDORS)
ENTITY = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'

FILES = {
    "empty.md": (b"", "an empty file"),
    "blank.txt": (b" \r\n\t\n", "an empty file"),
    "letter.rtf": (b"{\\rtf1 hello}", "a rich text file"),
    "old.doc": (b"{\\rtf1 hello}", "a rich text file"),
    "older.doc": (OLE + "WordDocument".encode("utf-16-le"), "the old binary kind (.doc)"),
    "old.xls": (OLE + "Workbook".encode("utf-16-le"), "the old binary kind (.xls)"),
    "mail.msg": (OLE + "__substg1.0_".encode("utf-16-le"), "an e-mail (.msg)"),
    "locked.xlsx": (OLE + "EncryptedPackage".encode("utf-16-le"), "with a password"),
    "locked.docx": (OLE + "EncryptedPackage".encode("utf-16-le"), "with a password"),
    "mail.eml": (b"From: a@b.test\r\nTo: c@d.test\r\nMIME-Version: 1.0\r\nSubject: x\r\n\r\nhello", "an e-mail"),
    "scan.png": (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "a picture"),
    "scan.txt": (b"\xff\xd8\xff\xe0" + b"\1" * 40, "a picture"),
    "noise.csv": (bytes(range(256)) * 20, "bytes that are not text"),
    "noise.txt": (b"text \x00\x01\x02\x03" * 50, "bytes that are not text"),
    "half.csv": (b"\xff\xfea\x00b", "UTF-16"),
    "text.odt": (
        zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
        "a text document (.odt)",
    ),
    "slides.pptx": (zipped({"ppt/presentation.xml": "<a/>"}), "a presentation"),
    "binary.xlsb": (zipped({"xl/workbook.bin": b"x"}), "a binary workbook"),
    "files.zip": (zipped({"a.txt": "hello"}), "a zip file that is not a document"),
    "cut.docx": (DOCX[: len(DOCX) // 2], "an office file that is damaged"),
    "cut.xlsx": (XLSX[:-200], "an office file that is damaged"),
    "broken.docx": (with_part(DOCX, "word/document.xml", lambda part: part[:-40]), "a document that cannot be read"),
    "entity.docx": (with_part(DOCX, "word/document.xml", lambda _: ENTITY), "a document type declaration"),
    "entity-styles.docx": (with_part(DOCX, "word/styles.xml", lambda _: ENTITY), "a document type declaration"),
    "macros.docx": (zipped({"word/document.xml": "<a/>", "word/vbaProject.bin": b"x"}), "with macros"),
    "blank.docx": (with_part(DOCX, "word/document.xml", lambda _: b"<a><body/></a>"), "a document without text"),
    "settings.xml": (b"<?xml version='1.0'?><a><b>1</b></a>", "an XML file"),
    "single.json": (b'{"a": 1}', "no list of entries"),
    "broken.json": (b'[{"a": 1}', "text that is not JSON"),
    "broken.yaml": (b"- a: [1\n- b", "text that is not YAML"),
    "alias.yaml": (b"- &a {x: 1}\n- *a\n", "an alias"),
    "map.yaml": (b"meta: {id: a}\ncontroller: {name: A}\npurposes: []\n", "an inventory of datamap"),
    "deep.json": (b"[" * 5000 + b"]" * 5000, "too deep"),
    "deep.yaml": (b"- " * 500 + b"a", "too deep"),
}


@pytest.mark.parametrize("name", FILES)
def test_one_clear_message(tmp_path, name):
    raw, found = FILES[name]
    assert found in refusal(tmp_path, name, raw)


def test_folders_pipes_and_missing_files(tmp_path):
    os.mkfifo(tmp_path / "pipe.md")
    for name, found in ((".", "a folder"), ("pipe.md", "a pipe"), ("none.md", "no such file")):
        with pytest.raises(InputError, match=found):
            read_document(tmp_path / name)


def test_a_text_that_is_too_long(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "TEXT", 1 << 20)
    assert "MiB of text" in refusal(tmp_path, "long.txt", "a " * (1 << 20))


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path, kind):
    part = {"docx": "word/document.xml", "xlsx": "xl/worksheets/sheet1.xml"}[kind]
    raw = with_part({"docx": DOCX, "xlsx": XLSX}[kind], part, lambda content: content)
    at = raw.rindex(b"PK\x01\x02")
    # the size that the directory claims for its last file
    bomb = raw[: at + 24] + struct.pack("<I", 0xEFFFFFFF) + raw[at + 28 :]
    assert "MB unpacked" in refusal(tmp_path, f"bomb.{kind}", bomb)


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_zip_of_too_many_files(tmp_path, kind):
    assert "too many files" in refusal(tmp_path, f"many.{kind}", b"PK\x03\x04" + b"PK\x01\x02" * 10_001)


def test_a_member_that_is_encrypted(tmp_path):
    at = DOCX.index(b"PK\x01\x02")
    raw = bytearray(DOCX)
    for start in [i for i in range(at, len(raw)) if raw[i : i + 4] == b"PK\x01\x02"]:
        raw[start + 8] |= 1
    assert "password" in refusal(tmp_path, "locked.docx", bytes(raw))


HUGE = {
    "cells.csv": ";" * 100_000,
    "rows.csv": "a\n" + "\n" * 60_000 + "b",
    "bars.md": "a|b\n-|-\n" + "|" * 100_000,
    "bars.txt": "|" * 100_000 + "\n" + "|" * 100_000,
    "spans.html": "<html><table>" + "<tr><td colspan=1000 rowspan=60000>a b c" * 3_000,
}


@pytest.mark.parametrize("name", HUGE)
def test_tables_that_claim_too_much(tmp_path, monkeypatch, name):
    monkeypatch.setattr(grid, "POSITIONS", 50_000)
    assert "tables that are too large" in refusal(tmp_path, name, HUGE[name])


def test_cells_far_apart_take_no_room(tmp_path):
    from openpyxl import Workbook
    from reading_fixture import saved

    book = Workbook()
    for row in range(1, 300):
        book.active.cell(row * 3_000, 1, "a")
    book.active.cell(2, 16_000, "far")
    assert "too large" in refusal(tmp_path, "far.xlsx", saved(book))


SLOW = {
    "brackets.md": "[" * 60_000,
    "stars.md": "*a_ " * 30_000,
    "ticks.md": " ".join("`" * n for n in range(400)),
    "comments.md": "<!--" * 30_000,
    "tags.md": "<p>a</p>\n" + "<a " * 30_000,
    "rules.txt": "-|" * 200_000 + "x",
    "dashes.txt": "- " * 100_000 + "x",
    "quotes.csv": 'a;"' * 5_000,
    "blanks.txt": "a" + " " * 500_000 + "b",
    "numbers.txt": "1." * 100_000 + " x",
    "comments.html": "<html>" + "<!--" * 100_000 + "--><p>some words of the page",
}


@pytest.mark.parametrize("name", SLOW)
def test_texts_that_are_made_to_be_slow_end(tmp_path, name):
    """Without an answer these would not end for hours."""
    try:
        read(tmp_path, name, SLOW[name])
    except InputError as e:
        assert len(e.problems) == 1


def test_lists_in_yaml_and_json_are_tables(tmp_path):
    text = "- name: Postbird\n  country: NO\n  since: 2020-01-01\n  tools: [scc, dpf]\n- name: Hoster\n  note: null\n"
    assert grid_of(read(tmp_path, "list.yaml", text)) == [
        ["name", "country", "since", "tools", "note"],
        ["Postbird", "NO", "2020-01-01", "scc\ndpf", ""],
        ["Hoster", "", "", "", ""],
    ]
    document = read(
        tmp_path, "list.json", '{"owner": "Example", "vendors": [{"name": "A", "eu": true}, {"name": "B"}]}'
    )
    assert grid_of(document) == [["name", "eu"], ["A", "yes"], ["B", ""]]
    assert document.blocks[0].text.words == "owner: Example" and document.kind == "json"
    assert document.blocks[1].rows[1][1].text.where == "vendors, entry 1, eu"
