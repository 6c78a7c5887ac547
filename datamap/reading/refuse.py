"""The error of a file that is not read."""

from __future__ import annotations

from datamap.errors import InputError, Problem

ACCEPTED = "a .md, .txt, .html, .csv, .xlsx, .ods, .docx or .pdf file, or a list of entries in .yaml or .json"


def refused(file: str, found: str, expected: str = ACCEPTED, line: int = 0) -> InputError:
    """What was found in a file, and what was expected."""
    return InputError([Problem(file, line, "", found, expected)])
