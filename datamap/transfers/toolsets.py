"""The safeguards that apply to each transfer, as numbered sets: many recipients share few distinct sets."""

from __future__ import annotations

import datetime as dt

import numpy as np

from datamap.law.verdict import Tool
from datamap.tables import Tables
from datamap.tables.arrays import Key, among, marked, numbered, records

TOOL_FIELDS = (
    "kind",
    "version",
    "module",
    "signed",
    "tia",
    "suspended",
    "within_group",
    "occasional",
    "authorised",
    "from",
    "until",
    "label",
)

Toolsets = tuple[np.ndarray, list[tuple[Tool, ...]]]
"""The number of each row's set of tools, and the sets."""


def day_or_none(text: str) -> dt.date | None:
    """A day as the tables hold it: ISO text, or nothing where it is empty or not known.

    Examples
    --------
    >>> day_or_none("2026-09-30"), day_or_none("unknown"), day_or_none("")
    (datetime.date(2026, 9, 30), None, None)
    """
    return dt.date.fromisoformat(text) if text and text not in ("unknown", "none") else None


def toolsets(tables: Tables, recipient: np.ndarray, country: np.ndarray, countries: list[str]) -> Toolsets:
    """The tools that apply to each row, which is a recipient at a country.

    Parameters
    ----------
    tables : Tables
    recipient, country : int array
        For each row the recipient, and the country as a position in ``countries``.
    countries : list of str
    """
    tool, tools = _tools(tables)
    owner, size = tables["safeguards"]["recipient"].to_numpy(), len(tables["recipients"])
    named = (tables["safeguards"]["countries"] == "listed").to_numpy()
    everywhere, found = numbered(owner, tool, size)
    numbers = everywhere[recipient]
    if named.any():  # few recipients have a tool for some countries only: theirs are worked out row by row
        rows = np.flatnonzero(marked(size, owner, named)[recipient])
        at, safeguard = tables.children("safeguards", "recipient").of(recipient[rows])
        keep = ~named[safeguard] | _is_for(tables, safeguard, country[rows[at]], countries)
        there, more = numbered(at[keep], tool[safeguard[keep]], len(rows))
        known = {codes: n for n, codes in enumerate(found)}
        numbers[rows] = np.array([known.setdefault(codes, len(known)) for codes in more], dtype=np.int64)[there]
        found = list(known)
    return numbers, [tuple(tools[c] for c in codes) for codes in found]


def _is_for(tables: Tables, safeguard: np.ndarray, country: np.ndarray, countries: list[str]) -> np.ndarray:
    """Whether each safeguard lists the country beside it (bool)."""
    allowed = set(records(tables["safeguard_countries"], "safeguard", "country"))
    pairs = zip(safeguard.tolist(), country.tolist(), strict=True)
    return np.fromiter(((s, countries[c]) in allowed for s, c in pairs), dtype=bool, count=len(safeguard))


def _tools(tables: Tables) -> tuple[np.ndarray, list[Tool]]:
    """The tool of each safeguard as a number, and the tools; a label is kept only where it is all that is known."""
    f = tables["safeguards"]
    key = Key(len(f))
    columns = {}
    for name in TOOL_FIELDS:
        codes, words = tables.codes("safeguards", name)
        if name == "label":
            codes = np.where(among(f["kind"], ("other", "dpa", "unknown")), codes + 1, 0)
            words = ["", *words]
        columns[name] = (codes, words)
        key.add(codes, len(words))
    numbers, some = key.distinct()
    values = [{name: words[codes[row]] for name, (codes, words) in columns.items()} for row in some]
    # sorted by their own values, so that the order in which people write entries does not change the reasons
    kinds = list(f["kind"].cat.categories)
    by = sorted(range(len(values)), key=lambda n: (kinds.index(values[n]["kind"]), *values[n].values()))
    return np.argsort(by)[numbers] if by else numbers, [_tool(values[n]) for n in by]


def _tool(v: dict[str, str]) -> Tool:
    return Tool(
        kind=v["kind"],
        version=v["version"],
        module=v["module"],
        signed=day_or_none(v["signed"]),
        tia=v["tia"],
        suspended_on=day_or_none(v["suspended"]),
        from_=day_or_none(v["from"]),
        until=day_or_none(v["until"]),
        within_group=v["within_group"],
        occasional=v["occasional"],
        authorised=v["authorised"],
        label=v["label"],
    )
