"""Numbers with what they count, in the singular and the plural, and which rows of verdicts are transfers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

NO_TRANSFER = "no-transfer"
COVERED_UNVERIFIED = "covered_unverified"
"""Key of a part of the covered rows: those based on a claim to be listed, which no participants list verified."""


def count(number: int, nouns: str, one: str = "") -> str:
    """A number with what it counts.

    Parameters
    ----------
    number : int
    nouns : str
        The plural.
    one : str, optional
        The singular, where it is more than the plural without its ending.

    Examples
    --------
    >>> count(1, "categories"), count(3, "categories"), count(1, "addresses"), count(1, "files")
    ('1 category', '3 categories', '1 address', '1 file')
    >>> count(1, "categories of people", "category of people")
    '1 category of people'
    """
    return f"{number:,} {noun(number, nouns, one)}"


def noun(number: int, nouns: str, one: str = "") -> str:
    """The noun alone, as it goes with a number."""
    return (one or _singular(nouns)) if number == 1 else nouns


def _singular(nouns: str) -> str:
    if nouns.endswith("ies"):
        return nouns[:-3] + "y"
    return nouns[:-2] if nouns.endswith(("sses", "ches", "shes", "xes")) else nouns.removesuffix("s")


def few(names: Iterable[str], most: int = 3, separator: str = ", ") -> str:
    """The first of several names, and how many more there are; a repeated name counts once.

    Examples
    --------
    >>> few(["a", "b", "c"]), few(["a", "b", "a", "c", "d", "e"]), few(["a", "b", "c"], 2, "; "), few([])
    ('a, b, c', 'a, b, c and 2 more', 'a; b and 1 more', '')
    """
    listed = list(dict.fromkeys(names))
    return separator.join(listed[:most]) + (f" and {len(listed) - most:,} more" if len(listed) > most else "")


def counted(counts: Mapping[str, int]) -> str:
    """Rows by verdict in words: the transfers, then the rows that are not transfers.

    Examples
    --------
    >>> counted({"not-covered": 1, "undetermined": 0, "covered": 2, "no-transfer": 5})
    '3 transfers (1 not-covered, 0 undetermined, 2 covered), 5 no-transfer'
    >>> counted({"not-covered": 0, "undetermined": 0, "covered": 2, "no-transfer": 0, "covered_unverified": 1})
    '2 transfers (0 not-covered, 0 undetermined, 2 covered, of which 1 not verified), 0 no-transfer'
    """
    each = ", ".join(
        f"{n:,} {verdict}" for verdict, n in counts.items() if verdict not in (NO_TRANSFER, COVERED_UNVERIFIED)
    )
    each += unverified(counts)
    return f"{count(transfers(counts), 'transfers')} ({each}), {counts.get(NO_TRANSFER, 0):,} {NO_TRANSFER}"


def transfers(counts: Mapping[str, int]) -> int:
    """How many transfers there are among rows counted by verdict: those inside the exporter's own area do not count.

    A row for which this is unknown counts as a transfer, because it may be one.

    Examples
    --------
    >>> transfers({"covered": 2, "not-covered": 1, "undetermined": 3, "no-transfer": 5})
    6
    """
    return sum(n for verdict, n in counts.items() if verdict not in (NO_TRANSFER, COVERED_UNVERIFIED))


def unverified(counts: Mapping[str, int]) -> str:
    """What follows the number of covered transfers: how many of them are based on a claim that was not verified.

    Examples
    --------
    >>> unverified({"covered": 3, "covered_unverified": 2}), unverified({"covered": 3, "covered_unverified": 0})
    (', of which 2 not verified', '')
    """
    n = counts.get(COVERED_UNVERIFIED) or 0
    return f", of which {n:,} not verified" if n else ""
