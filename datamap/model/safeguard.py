"""The short form of a safeguard, ``kind[:version][@signed]``, and its name in a sentence: one parser, one printer."""

from __future__ import annotations

import re
from typing import NamedTuple

DEROGATION = re.compile(r"(\d+)-(\d+)-(\w)")
"""Version of a derogation: article, paragraph, letter; 2 for the second subparagraph of Art. 49(1)."""


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


KINDS = {
    "unknown": "an unspecified safeguard",
    "adequacy": "an adequacy decision",
    "dpf": "the Data Privacy Framework",
    "privacy-shield": "the Privacy Shield",
    "safe-harbour": "Safe Harbour",
    "scc": "standard contractual clauses",
    "bcr-c": "binding corporate rules for controllers",
    "bcr-p": "binding corporate rules for processors",
    "code": "a code of conduct",
    "certification": "a certification",
    "ad-hoc": "ad hoc contractual clauses",
    "public-instrument": "an instrument between public authorities",
    "admin-arrangement": "an administrative arrangement",
    "sa-clauses": "clauses adopted by a supervisory authority",
    "derogation": "a derogation",
    "idta": "the International Data Transfer Agreement",
    "uk-addendum": "the UK Addendum",
    "dpa": "a data processing agreement",
    "other": "another measure",
}
"""Kind of safeguard -> its name in a sentence."""


def name_safeguard(kind: str, version: str = "") -> str:
    """The name of a safeguard in a sentence; an empty or unknown version is left out.

    Examples
    --------
    >>> name_safeguard("scc", "2010"), name_safeguard("dpf", "unknown"), name_safeguard("derogation", "49-1-a")
    ('standard contractual clauses (2010)', 'the Data Privacy Framework', 'the derogation of Art. 49(1)(a)')
    """
    if kind == "derogation" and (found := DEROGATION.fullmatch(version)):
        article, paragraph, letter = found.groups()
        part = ", second subparagraph" if letter == "2" else f"({letter})"
        return f"the derogation of Art. {article}({paragraph}){part}"
    known = KINDS.get(kind, kind)
    return known if version in ("", "unknown") else f"{known} ({version})"
