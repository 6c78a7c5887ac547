"""The text of a file whose encoding it does not state: UTF-8 and UTF-16, else the code page that fits the words."""

from __future__ import annotations

import codecs
import re

from datamap.reading.refuse import refused

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks, the longer ones first: one of UTF-16 begins one of UTF-32."""
_HIGH = re.compile(rb"[\x80-\xff]+")
_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_WRITTEN = re.compile("[\u00a0-\u024f\u2010-\u203a\u20ac\u2122]")
"""What words in the languages of Europe are written with, beyond ASCII."""
_SAMPLE = 1 << 18


def decoded(raw: bytes, file: str) -> tuple[str, str]:
    """The text of a file, and the encoding that it was read with.

    Raises
    ------
    InputError
        The bytes are not text, or partly in one encoding and partly in another.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _strict(raw, encoding, file), encoding.removesuffix("-sig")
    if (wide := _utf16_without_mark(raw)) is not None:
        return _strict(raw, wide, file), wide
    try:
        return _checked(raw.decode("utf-8"), file), "utf-8"
    except UnicodeDecodeError:
        pass
    if _CONTROL.search(raw[:_SAMPLE].decode("latin-1")):
        raise refused(file, "bytes that are not text", "a text file, or a document of a kind that is read")
    _refuse_mixed(raw, file)
    encoding = code_page(raw)
    return _checked(raw.decode(encoding, errors="replace"), file), encoding


def _strict(raw: bytes, encoding: str, file: str) -> str:
    try:
        return _checked(raw.decode(encoding).removeprefix("\ufeff"), file)
    except UnicodeDecodeError as e:
        found = f"text that begins as {encoding.removesuffix('-sig').upper()} and is not, at byte {e.start:,}"
        raise refused(file, found, "one encoding; save the file again as UTF-8") from None


def _checked(text: str, file: str) -> str:
    """A text without the characters that only binary files have in any number."""
    odd = len(_CONTROL.findall(text[:_SAMPLE]))
    if odd > 3 + len(text[:_SAMPLE]) // 2000 or "\0" in text:
        raise refused(file, "bytes that are not text", "a text file, or a document of a kind that is read")
    return text


def _utf16_without_mark(raw: bytes) -> str | None:
    """UTF-16 by its zeros: in a European text nearly every second byte is one."""
    sample = raw[: 4096 & ~1]
    if len(sample) < 4 or b"\0" not in sample:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 0.7 * (len(sample) // 2) and even == 0:
        return "utf-16-le"
    if even > 0.7 * (len(sample) // 2) and odd == 0:
        return "utf-16-be"
    return None


def _refuse_mixed(raw: bytes, file: str) -> None:
    """Refuse bytes of which some are UTF-8 and some are not: each code page would spoil a part of the words."""
    for run in _HIGH.finditer(raw):
        for part in _UTF8.finditer(run[0]):
            if _WRITTEN.fullmatch(part[0].decode("utf-8", errors="replace")):
                line = raw.count(b"\n", 0, run.start()) + 1
                found = "text that is partly UTF-8 and partly not"
                raise refused(file, found, "one encoding; save the file again as UTF-8", line)


def code_page(raw: bytes) -> str:
    """``cp1250`` or ``cp1252``, whichever makes more likely words of the bytes beyond ASCII.

    Examples
    --------
    >>> code_page("Údaje zákazníků".encode("cp1250")), code_page("Données des employés".encode("cp1252"))
    ('cp1250', 'cp1252')
    """
    from datamap.reading import language

    return language.code_page(raw.decode("cp1250", errors="replace"), raw.decode("cp1252", errors="replace"))
