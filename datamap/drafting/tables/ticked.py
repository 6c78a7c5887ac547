"""Columns that are named by a value, with yes or no under it: "SCC | DPF" above "yes | no", "Consent" above "x"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from datamap.drafting.tables import cells, words
from datamap.drafting.tables.grid import Said
from datamap.drafting.tables.shapes import Part
from datamap.drafting.tables.words import REMEMBERED
from datamap.labels import values
from datamap.labels.values import doubt, fold

ROLES = frozenset(("processor", "controller", "joint"))
"""Roles that a column may be named by; "Sub-processor: yes" may state that a recipient has one."""
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NOTE = re.compile(r"[(\[*†‡¹²³⁴⁵⁶⁷⁸⁹]")


@lru_cache(maxsize=REMEMBERED)
def tool_of(label: str) -> str:
    """The words of a label that is the name of a transfer tool and nothing else; empty for any other.

    Examples
    --------
    >>> tool_of("SCC (yes/no)"), tool_of("Angemessenheitsbeschluss?"), tool_of("SCC date"), tool_of("Transfer tool")
    ('SCC', 'Angemessenheitsbeschluss', '', '')
    >>> tool_of("SCC required"), tool_of("No SCC"), tool_of("DPA"), tool_of("DPF, SCC")
    ('', '', '', '')
    """
    bare = _bare(label)
    read = values.read_tools(bare)
    if len(read.values) != 1 or read.rest or read.denied:
        return ""
    (tool,) = read.values
    named = tool.sure or (tool.value == "unknown" and tool.extra.get("label") == bare)  # "BCR" does not state whose
    return bare if named and tool.value not in ("dpa", "none") and not values.is_doubted(bare) else ""


@lru_cache(maxsize=REMEMBERED)
def value_of(label: str, key: str) -> str:
    """The words of a label that is a value of a key: a tool, a legal basis, places, a role; empty for any other.

    Examples
    --------
    >>> value_of("Consent", "bases"), value_of("USA (y/n)", "places"), value_of("Processor?", "role")
    ('Consent', 'USA', 'Processor')
    >>> value_of("Legal basis", "bases"), value_of("Country", "places"), value_of("Role", "role")
    ('', '', '')
    """
    if key in ("tools", "safeguards"):
        return tool_of(label)
    bare = _bare(label)
    if key in ("places", "countries"):
        codes = cells.place_codes(bare)  # "third country" does not name a place
        return bare if codes and all(len(c) == 2 or c == "EEA" for c in codes) else ""
    if key in ("role", "role_of"):
        return bare if values.read_roles(bare).only in ROLES else ""
    read = values.read_bases(bare) if key == "bases" else None
    return bare if read is not None and read.only and not values.is_doubted(bare) else ""


def _limits(label: str) -> str:
    """What the brackets of a label state beside its name: "(planned)", "(old)"; not how to fill it in: "(yes/no)".

    Examples
    --------
    >>> _limits("SCC (planned)"), _limits("SCC (yes/no)"), _limits("SCC (if any)"), _limits("SCC")
    (' (planned)', '', '', '')
    """
    stated = [m[0] for m in _BRACKETS.finditer(label) if not _is_hint(m[0][1:-1])]
    return "".join(f" {text}" for text in stated)


def _is_hint(text: str) -> bool:
    """Whether a bracket of a label states how to fill its column in: answers to choose from, or when to tick."""
    kinds = {m.key for m in doubt.marks(fold(text), values.LANGUAGES)}
    return cells.is_yes(text) or _is_choice(text) or ("condition" in kinds and not kinds & {"negation", "postponed"})


def _bare(label: str) -> str:
    """A label without what is in brackets and without a question mark."""
    bare = " ".join(_BRACKETS.sub(" ", label).split()).rstrip(" ?:*")
    return bare if len(bare) <= cells.LONGEST_NAME else ""


def keys_of(part: Part, section: str, known: Mapping[int, tuple[str, ...]]) -> dict[int, str]:
    """The keys of the columns that are named by a value; ``known``: the keys of the labels that are known as such.

    Other columns than those of tools have nothing but answers. One column with the name of a legal basis alone may be
    about something else: a contract.
    """
    found: dict[int, str] = {}
    offered = ("safeguards", "bases", "countries", "role_of") if section == "columns" else ("tools", "places", "role")
    for c, title in part.titles.items():
        key = next((k for k in offered if value_of(title.words, k)), "")
        if key in ("tools", "safeguards"):
            found.update({c: key} if c not in known else {})
        elif key and _answers(part.texts(c)) and not (key == "role" and known.get(c, ("who",))[0] != "who"):
            found[c] = key
    ticked = {key for c, key in found.items() if any(map(cells.is_yes, part.texts(c)))} | {"tools", "safeguards"}
    if sum(key == "bases" for key in found.values()) < 2:
        ticked -= {"bases"}
    if "controller" not in {values.read_roles(part.titles[c].words).only for c, k in found.items() if k == "role_of"}:
        ticked -= {"role_of"}  # "Processor: yes" alone may state that there is one
    return {c: key for c, key in found.items() if key in ticked}


def _answers(texts: list[str]) -> bool:
    """Whether a column has nothing but answers."""
    stated = [t for t in texts if not cells.is_blank(t) and not cells.is_nothing(t)]
    return all(values.read_yes_no(t).values for t in stated)


def as_stated(said: Said, key: str) -> Said | None:
    """What a cell under the name of a value states: that value, with what limits it; None where it denies it."""
    name = value_of(said.label.words, key) if said.label is not None else ""
    if said.label is None or not name or cells.is_blank(said.words):
        return said
    name += _limits(said.label.words)
    answer = values.read_yes_no(said.words)
    if key in ("tools", "safeguards"):
        if values.read_tools(cells.readable(said.words)).values:
            return said  # the cell names tools itself
    elif not answer.values:
        return said
    if answer.only == "no" or cells.is_nothing(said.words):
        return None
    text = said.text.stripped()
    if _is_choice(said.words):
        return Said(text.meaning(f"{name} ?"), said.label)
    end = answer.values[0].end if answer.only == "yes" else 0
    stated = text.part(0, end or None).meaning(name)
    behind = text.part(end + len(text.words[end:]) - len(text.words[end:].lstrip(" ,;:-–")))
    noted = end and _NOTE.match(behind.words)
    return Said(stated.followed_by(behind) if noted else stated.followed_by(behind, " (", ")"), said.label)


def without_bare(texts: list[Said]) -> list[Said]:
    """The texts of a line on tools without a tick that another column describes: "SCC: yes" beside "SCC version"."""
    read = [{v.value for v in values.read_tools(cells.readable(s.text.words)).values} for s in texts]
    bare = [s.label is not None and s.words == tool_of(s.label.words) for s in texts]
    told = {kind for kinds, alone in zip(read, bare, strict=True) if not alone for kind in kinds}
    return [s for s, kinds, alone in zip(texts, read, bare, strict=True) if not alone or not kinds <= told]


def _is_choice(text: str) -> bool:
    """Whether a text has yes and no side by side, of which none was chosen: "yes / no"."""
    answers = {values.read_yes_no(part).only for part in re.split(r"[/|]", text)}
    return {"yes", "no"} <= answers


_AMOUNT = re.compile(r"[1-9]\d{0,2}(?:[.,]5)?")


def with_unit(said: Said) -> Said:
    """A number under the label of a period with its unit: "3" under "Retention (years)"; any other text as it is."""
    unit = words.unit_of(said.label.words) if said.label is not None else ""
    text = said.text.stripped()
    if not unit or not _AMOUNT.fullmatch(text.words):
        return said
    return Said(text.meaning(f"{text.words} {unit}"), said.label)
