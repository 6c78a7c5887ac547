"""The errors that a caller may catch. The library raises them; it neither prints nor exits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
"""Characters that a reader does not see but that act on a terminal or reverse a text: control characters except the
line feed, marks of direction, characters without width, halves of surrogate pairs. Joiners stay, since words and emoji
need them."""


def visible(text: str) -> str:
    """A text in which invisible characters are written as escapes, for everything that people read on a terminal.

    Examples
    --------
    >>> print(visible("a" + chr(27) + "[2Jb"))
    a\\x1b[2Jb
    """
    return UNSEEN.sub(lambda c: repr(c[0])[1:-1] if not c[0].isprintable() else f"\\u{ord(c[0]):04x}", text)


class DatamapError(Exception):
    """Base of all errors of this library. The command line turns it into exit code 2."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with an input: where it is, what was found, what was expected.

    Parameters
    ----------
    file : str
        Name of the file (or folder, or workbook) as the user gave it.
    line : int
        1-based line; 0 where the input has no lines.
    field : str
        Path of the field, such as ``recipients.slack.safeguards[0].kind``; for a workbook ``Sheet!B7``.
    found, expected : str
        What the input contains there, and what it should contain.
    times : int
        Number of problems that it represents: more than one where a file has too many to keep them all.
    """

    file: str
    line: int
    field: str
    found: str
    expected: str
    times: int = 1

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        field = f" {self.field}:" if self.field else ""
        return f"{place}:{field} {self.found}. Expected {self.expected}"


LISTED = 100
"""Problems that a message lists; it gives the number of the others."""
KEPT = 1000
"""Problems of one file that are kept; one more counts the others, so that they do not fill the memory."""
LONGEST = 4000
"""Characters of one problem in a message; the rest is cut."""


class InputError(DatamapError):
    """An input is wrong. Contains every problem found, not only the first; of one file the first :data:`KEPT`.

    Its text lists the first :data:`LISTED` problems and gives the number of the others.

    Attributes
    ----------
    problems : tuple of Problem
    """

    def __init__(self, problems: Sequence[Problem]):
        self.problems = tuple(problems)
        super().__init__(listed(self.problems))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)  # so that it comes back complete from another process


def listed(problems: Sequence[Problem]) -> str:
    """Problems line by line: the first :data:`LISTED`, and the number of the others.

    Examples
    --------
    >>> print(listed([Problem("a.yaml", 1, "meta.id", "nothing is in this place", "an id")]))
    a.yaml:1: meta.id: nothing is in this place. Expected an id
    """
    return "\n".join(lines(problems))


def lines(problems: Sequence[Problem]) -> list[str]:
    """The lines of :func:`listed`."""
    texts = (str(p) for p in problems[:LISTED])
    out = [t if len(t) <= LONGEST else t[: LONGEST - 3] + "..." for t in texts]
    if len(problems) > LISTED:
        more = sum(p.times for p in problems[LISTED:])
        out.append(f"... and {more:,} more problems, {LISTED + more:,} in all")
    return out


IN_PYTHON = " (in Python force=True)"
"""What a message adds to an option for those who call a function; the command line leaves it out."""


class CallError(DatamapError):
    """The call is wrong: an option, a date, a parameter."""


class LawError(DatamapError):
    """The law pack itself is inconsistent; the message explains how to correct it."""


class VendorError(DatamapError):
    """The facts about vendors are inconsistent; the message explains how to correct them."""


class RunError(DatamapError):
    """A report run failed. The last good report is untouched.

    Attributes
    ----------
    notebook : Path or None
        The failed notebook, which is kept with the error at its top.
    """

    def __init__(self, message: str, notebook: Path | None = None):
        self.notebook = notebook
        super().__init__(message)
