"""Hosts that a website contacted, against the recipients that a map declares.

Reads ``inspection.json`` of the website evidence collector (European Data Protection Supervisor). A host belongs to a
declared recipient only if the recipient's name or alias contains the host's own name as a word, or is the host's
domain. Other domains of the same organisation must be recorded as aliases.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from datamap.errors import InputError, Problem
from datamap.law.names import plain

KINDS = ("requests", "beacons", "cookies", "localStorage")
"""Kinds of hosts in an inspection that the page contacted. Links are not among them: only a visitor follows a link."""
_SECOND_LEVEL = frozenset(("co", "com", "org", "net", "gov", "ac", "edu", "or", "ne", "go"))
_LOCAL = re.compile(r"localhost|.*\.(?:local|internal|test)|\d+(?:\.\d+){3}")


def is_inspection(data: Any) -> bool:
    """Whether parsed JSON is the output of an inspection."""
    return isinstance(data, dict) and isinstance(data.get("hosts"), dict) and "uri_ins" in data


def check(inspection: dict[str, Any], file: str) -> None:
    """Check the part of an inspection that is read.

    Raises
    ------
    InputError
        With every kind of hosts that is not a list of names.
    """
    problems = []
    for kind in KINDS:
        found = inspection["hosts"].get(kind)
        hosts = found.get("thirdParty") if isinstance(found, dict) else found
        if found is not None and not isinstance(found, dict):
            problems.append(
                Problem(file, 0, f"hosts.{kind}", type(found).__name__, "an object with firstParty, thirdParty")
            )
        elif hosts is not None and not (isinstance(hosts, list) and all(isinstance(h, str) for h in hosts)):
            problems.append(Problem(file, 0, f"hosts.{kind}.thirdParty", type(hosts).__name__, "a list of host names"))
    if problems:
        raise InputError(problems)


def domain(host: str) -> str:
    """The domain that an organisation registers, of a host's name.

    Examples
    --------
    >>> domain("www.google-analytics.com"), domain("cdn.example.co.uk")
    ('google-analytics.com', 'example.co.uk')
    """
    parts = host.strip(".").casefold().split(".")
    second = len(parts) > 2 and len(parts[-1]) == 2 and parts[-2] in _SECOND_LEVEL
    return ".".join(parts[-3:] if second else parts[-2:])


def undeclared(inspection: Mapping[str, Any], declared: Mapping[str, Iterable[str]]) -> list[str]:
    """Third-party domains that were contacted and belong to no declared recipient, with what was seen of each.

    Parameters
    ----------
    inspection : mapping
        The parsed ``inspection.json``.
    declared : mapping of str to iterable of str
        Recipients with all their names.

    Returns
    -------
    list of str
        Such as ``doubleclick.net (requests: googleads.g.doubleclick.net)``.
    """
    words = {w for names in declared.values() for n in names for w in _spellings(n)}
    domains = {domain(n) for names in declared.values() for n in names if "." in n and " " not in n}
    seen: dict[str, dict[str, list[str]]] = {}
    for kind in KINDS:
        for host in dict.fromkeys((inspection["hosts"].get(kind) or {}).get("thirdParty") or ()):
            name = host.strip(".").casefold()
            if name and not _LOCAL.fullmatch(name):
                seen.setdefault(domain(name), {}).setdefault(kind, []).append(name)
    lacking = [d for d in sorted(seen) if d not in domains and _squashed(d.split(".")[0]) not in words]
    return [f"{d} ({_kinds(seen[d])})" for d in lacking]


def _kinds(found: Mapping[str, list[str]]) -> str:
    return "; ".join(f"{kind}: {', '.join(names)}" for kind, names in found.items())


def _squashed(label: str) -> str:
    return plain(label.replace("-", " ")).replace(" ", "")


def _spellings(name: str) -> set[str]:
    """Up to three words of a name in a row, written together, as a domain writes them."""
    words = plain(name).split()
    return {"".join(words[a:b]) for a in range(len(words)) for b in range(a + 1, min(a + 3, len(words)) + 1)}
