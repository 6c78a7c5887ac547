"""The short form of a safeguard, ``kind[:version][@signed]``: the one parser and the one printer of the library."""

from __future__ import annotations

from typing import NamedTuple


class ShortForm(NamedTuple):
    """The parts of a safeguard's short form; a part that is not written is an empty text."""

    kind: str
    version: str = ""
    signed: str = ""


def parse_safeguard(text: str) -> ShortForm:
    """The parts of a short form; their values are not checked.

    Examples
    --------
    >>> parse_safeguard("scc:2021@2022-05-01")
    ShortForm(kind='scc', version='2021', signed='2022-05-01')
    >>> parse_safeguard("dpf")
    ShortForm(kind='dpf', version='', signed='')
    """
    tool, _, signed = text.partition("@")
    kind, _, version = tool.partition(":")
    return ShortForm(kind, version, signed)


def format_safeguard(kind: str, version: str = "", signed: str = "") -> str:
    """The short form of a safeguard; an empty or unknown part is left out.

    Examples
    --------
    >>> format_safeguard("scc", "2021", "2022-05-01"), format_safeguard("dpf", "unknown")
    ('scc:2021@2022-05-01', 'dpf')
    """
    written = kind
    if version not in ("", "unknown"):
        written += f":{version}"
    if signed not in ("", "unknown"):
        written += f"@{signed}"
    return written
