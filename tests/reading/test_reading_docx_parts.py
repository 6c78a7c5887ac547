"""Attributes, switches, styles and markers of a Word document, each by itself."""

from __future__ import annotations

import pytest

from datamap.reading.docx.numbering import Numbering, _counted
from datamap.reading.docx.styles import Style, Styles, is_on, value, whole


@pytest.mark.parametrize(
    ("attributes", "found"),
    [
        ({"w:val": "1", "x:val": "2"}, "1"),
        ({"x:val": "2", "w:val": "1"}, "1"),
        ({"x:val": "2", "w:other": "3"}, "2"),
        ({"other": "3", "val": "2"}, "2"),
        ({"w:val": "", "val": "2"}, ""),
        ({"w:value": "3"}, ""),
        ({}, ""),
    ],
)
def test_an_attribute_whatever_its_prefix(attributes, found):
    assert value(attributes) == found


def test_a_switch_is_on_unless_it_is_stated_to_be_off():
    found = {given: is_on({"w:val": given}) for given in ("1", "true", "on", "", "0", "false", "off", "none")}
    assert [given for given, on in found.items() if not on] == ["0", "false", "off", "none"] and is_on({})


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("1000", 1000),
        ("1001", 1000),
        ("999999", 1000),
        ("1000000", 0),
        ("-1", 0),
        ("", 0),
        ("²", 0),
        ("٣", 0),
    ],
)
def test_a_small_whole_number(text, number):
    assert whole(text) == number


@pytest.mark.parametrize(
    ("number", "kind", "shown"),
    [
        (1, "lowerLetter", "a"),
        (26, "upperLetter", "Z"),
        (27, "lowerLetter", "aa"),
        (53, "upperLetter", "AAA"),
        (26 * 9 + 1, "lowerLetter", "a" * 9),
        (0, "lowerLetter", "0"),
        (4, "lowerRoman", "iv"),
        (9, "upperRoman", "IX"),
        (45, "lowerRoman", "xlv"),
        (99, "lowerRoman", "xcix"),
        (388, "upperRoman", "CCCLXXXVIII"),
        (399, "lowerRoman", "cccxcix"),
        (400, "lowerRoman", "400"),
        (0, "lowerRoman", "0"),
        (12, "decimal", "12"),
    ],
)
def test_a_count_in_letters_and_roman(number, kind, shown):
    assert _counted(number, kind) == shown


def test_a_text_without_lists_has_plain_markers():
    assert Numbering(None).marker("1", 0) == "-"


def test_styles_based_on_one_another():
    styles = Styles(
        {
            **{f"s{n}": Style(based_on=f"s{n + 1}") for n in range(30)},
            "s19": Style(name="heading 3", number="4", depth=2, bold=True, hidden=True),
            "s25": Style(name="heading 4"),
            "list": Style(name="list number 2", based_on="s20"),
            "plain": Style(name="list bullet"),
            "low": Style(level=8, bold=False, based_on="s19"),
            "none": Style(level=9, based_on="s0"),
            "title": Style(name="title", level=4),
        }
    )
    names = ("s0", "s19", "s20", "list", "plain", "low", "none", "title", "other", "")
    assert {
        n: (styles.level(n), styles.number(n), styles.inner(n), styles.bold(n), styles.hidden(n)) for n in names
    } == {
        "s0": (3, ("4", 2), 0, True, True),
        "s19": (3, ("4", 2), 0, True, True),
        "s20": (4, ("", 0), 0, False, False),
        "list": (4, ("", 0), 1, False, False),
        "plain": (None, ("", 0), 0, False, False),
        "low": (9, ("4", 2), 0, False, True),
        "none": (None, ("", 0), 0, False, False),
        "title": (1, ("", 0), 0, False, False),
        "other": (None, ("", 0), 0, False, False),
        "": (None, ("", 0), 0, False, False),
    }
    assert len(styles.chain("s0")) == 20
