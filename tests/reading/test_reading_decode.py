"""The encoding of a text that does not state it: what it is, and what is refused, with the whole message."""

from __future__ import annotations

import codecs

import pytest

from datamap.errors import InputError
from datamap.reading import decode
from datamap.reading.decode import code_page, decoded

BINARY = ("bytes that are not text", "a text file, or a document of a kind that is read")
ONE = "one encoding; save the file again as UTF-8"
MIXED = ("text that is partly UTF-8 and partly not", ONE)


@pytest.mark.parametrize(
    ("raw", "text", "encoding"),
    [
        (codecs.BOM_UTF8 + "é".encode(), "é", "utf-8"),
        (codecs.BOM_UTF16_LE + "é".encode("utf-16-le"), "é", "utf-16"),
        (codecs.BOM_UTF16_BE + "é".encode("utf-16-be"), "é", "utf-16"),
        (codecs.BOM_UTF32_LE + "é".encode("utf-32-le"), "é", "utf-32"),
        (codecs.BOM_UTF32_BE + "é".encode("utf-32-be"), "é", "utf-32"),
        (codecs.BOM_UTF8 * 2 + b"a", "a", "utf-8"),
        ("ab".encode("utf-16-le"), "ab", "utf-16-le"),
        ("ab".encode("utf-16-be"), "ab", "utf-16-be"),
        (("abc" * 7 + "žščř" + "abc").encode("utf-16-le"), "abc" * 7 + "žščř" + "abc", "utf-16-le"),
        ("žé".encode(), "žé", "utf-8"),
        (b"", "", "utf-8"),
        (b"a\x01\x02\x03b", "a\x01\x02\x03b", "utf-8"),
        ("Jiří a Žofie".encode("cp1250"), "Jiří a Žofie", "cp1250"),
        ("naïve Fußgänger".encode("cp1252"), "naïve Fußgänger", "cp1252"),
        ("naïve ".encode("cp1252") + b"\x81", "naïve \ufffd", "cp1252"),
    ],
)
def test_the_text_and_its_encoding(raw, text, encoding):
    assert decoded(raw, "a.txt") == (text, encoding)


@pytest.mark.parametrize(
    ("raw", "found", "expected", "line"),
    [
        (codecs.BOM_UTF16_LE + b"a\0b", "text that begins as UTF-16 and is not, at byte 4", ONE, 0),
        (codecs.BOM_UTF8 + b"a\xff", "text that begins as UTF-8 and is not, at byte 1", ONE, 0),
        (
            b"a\0b\0c\0" + "d".encode("utf-16-le") + b"\x20\xd8",
            "text that begins as UTF-16-LE and is not, at byte 8",
            ONE,
            0,
        ),
        (b"a\x01\x02\x03\x04b", *BINARY, 0),
        (b"a\0b", *BINARY, 0),
        (b"a\xe9\x01b", *BINARY, 0),
        (b"a\n\xc5\x99\nb \xf8", *MIXED, 2),
        ("ab\n\u20ac x ".encode() + b"\x80", *MIXED, 2),
        (b"\xe9\n\n\xe2\x82\xac", *MIXED, 3),
    ],
)
def test_what_is_refused(raw, found, expected, line):
    with pytest.raises(InputError) as caught:
        decoded(raw, "a.txt")
    assert [(p.file, p.line, p.found, p.expected) for p in caught.value.problems] == [("a.txt", line, found, expected)]


def test_control_characters_are_few_for_the_length(monkeypatch):
    assert decoded(b"\x01" * 4 + b"a" * 1996, "a.txt")[1] == "utf-8"
    with pytest.raises(InputError):
        decoded(b"\x01" * 4 + b"a" * 1995, "a.txt")
    monkeypatch.setattr(decode, "_SAMPLE", 10)
    assert decoded(b"a" * 10 + b"\x01" * 9, "a.txt")[1] == "utf-8"


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (b"a\0b", None),
        (b"abcd", None),
        (b"a\0b\0", "utf-16-le"),
        (b"\0a\0b", "utf-16-be"),
        (b"a\0\0\0", None),
        (b"a\0b\0c\0d\0e\0f\0g\0hxixjx", None),
        (b"a\0b\0c\0d\0e\0f\0g\0h\0ixjx", "utf-16-le"),
        (b"\0a\0b\0c\0d\0e\0f\0gxhxixj", None),
        (b"\0a\0b\0c\0d\0e\0f\0g\0hxixj", "utf-16-be"),
        (b"a\0" * 2048 + b"\0\0", "utf-16-le"),
        (b"a\0" * 2047 + b"\0\0", None),
    ],
)
def test_utf16_without_a_mark_by_its_zeros(raw, encoding):
    assert decode._utf16_without_mark(raw) == encoding


def test_the_code_page_of_bytes():
    assert code_page("Údaje zákazníků ".encode("cp1250") + b"\x81") == "cp1250"
    assert code_page("Données des employés ".encode("cp1252") + b"\x81") == "cp1252"
