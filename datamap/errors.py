"""The errors a caller can meet. The library raises them; it neither prints nor exits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
"""Characters that act on a terminal or turn a text round instead of being seen: control characters but the line feed,
marks of direction, those without width, halves of pairs. The joiners are left, since words and pictures need them."""


def visible(text: str) -> str:
    """A text with what cannot be seen in it spelled out, for everything that people read on a terminal.

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
        What stands there, and what should.
    times : int
        Problems that it stands for: more than one where a file has so many that not all are kept.
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
"""Problems that a message lists; of the others it gives the number."""
KEPT = 1000
"""Problems of one file that are kept; one more gives the number of the others, so that they do not fill the memory."""
LONGEST = 4000
"""Characters of a problem in a message."""


class InputError(DatamapError):
    """An input is wrong. Carries every problem found, not only the first; of one file the first :data:`KEPT`.

    Its text lists the first :data:`LISTED` problems and says how many more there are.

    Attributes
    ----------
    problems : tuple of Problem
    """

    def __init__(self, problems: Sequence[Problem]):
        self.problems = tuple(problems)
        super().__init__(listed(self.problems))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)  # whole, when it comes back from another process


def listed(problems: Sequence[Problem]) -> str:
    """Problems line by line: the first :data:`LISTED`, and the number of the others.

    Examples
    --------
    >>> print(listed([Problem("a.yaml", 1, "meta.id", "nothing stands here", "an id")]))
    a.yaml:1: meta.id: nothing stands here. Expected an id
    """
    return "\n".join(lines(problems))


def lines(problems: Sequence[Problem]) -> list[str]:
    """The lines of :func:`listed`."""
    out = [text if len(text := str(p)) <= LONGEST else text[: LONGEST - 3] + "..." for p in problems[:LISTED]]
    if len(problems) > LISTED:
        more = sum(p.times for p in problems[LISTED:])
        out.append(f"... and {more:,} more problems, {LISTED + more:,} in all")
    return out


class CallError(DatamapError):
    """The call is wrong: an option, a date, a parameter."""


class LawError(DatamapError):
    """The law pack itself does not make sense; the message says how to mend it."""


class RunError(DatamapError):
    """A report run failed. The last good report is untouched.

    Attributes
    ----------
    notebook : Path or None
        The failed notebook, kept with the error on top.
    """

    def __init__(self, message: str, notebook: Path | None = None):
        self.notebook = notebook
        super().__init__(message)
