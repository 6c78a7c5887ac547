"""Rows of a list that name several recipients, and several rows of one: what their cells state of each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from datamap.drafting.facts import DraftRecipient
from datamap.drafting.tables import cells, words
from datamap.drafting.tables.asking import Asking
from datamap.drafting.tables.grid import Record, Said
from datamap.drafting.tables.naming import parts_by_name, without
from datamap.labels import values
from datamap.law import names

TOOLS = "its row names several recipients, and it does not state which tool is for whom"
PLACES = "its row names several recipients, and it does not state which place is whose"
_PIECE = re.compile(r"(?:[^,()]|\([^()]*\))+")
_SIGNS = " :=-–—,"
EACH = "a line for each recipient"


def said_of(record: Record, key: str, one: DraftRecipient, row: Sequence[DraftRecipient], asking: Asking) -> list[Said]:
    """The texts under a key that are about one of the recipients of a row.

    Where a text names some of them ("Owl Ltd: SCC; Lark Ltd: none", "yes (Owl Ltd)"), its parts are of these. Several
    tools without a name are a question and of no one; several places are of all of them, with a question.
    """
    if len(row) < 2:
        return record.all(key)
    out: list[Said] = []
    for said in record.all(key):
        parts = _named(said, one, row)
        if parts is not None:
            out += parts
        elif key == "tools" and _is_mixed(said):
            one.notes.append(cells.note(said))
            asking.ask("transfer tool", said, TOOLS, f"{EACH}; assigned to none of them")
        else:
            if key == "places" and len(set(cells.place_codes(said.words))) > 1:
                asking.ask("location", said, PLACES, f"{EACH}; each has all of them")
            out.append(said)
    return out


def codes_beside(record: Record, said: Said, codes: list[str]) -> list[str]:
    """The places outside the EEA in the lines that state a tool; all of the recipient's where these state none.

    "Owl Ltd, USA, SCC" and "Owl Ltd, India" in two lines state no tool for India.
    """
    if len(record.lines) < 2:
        return codes
    text = words.plain(said.words)
    lines = [line for line in record.lines if any(words.plain(s.words) == text for s in line.of("tools"))]
    stated = {v.value for line in lines for s in line.of("places") for v in values.read_places(s.text.words).values}
    if not any(len(c) == 2 and not cells.in_eea(c) for c in stated):
        return codes
    here = [c for c in codes if c in stated]
    return codes if all(c in here or cells.in_eea(c) for c in codes) else here


def companies(said: Said, one: DraftRecipient, record: Record) -> bool:
    """Whether a text names a company other than the recipient of its row, as under "sub-processors"."""
    known = [one.name.value, *(s.words for key in ("entity", "aliases") for s in record.all(key))]
    found = [v.value for v in values.read_names(said.text.words).values if names.has_form(v.value)]
    return any(not any(names.is_of(k, v) or names.is_of(v, k) for k in known) for v in found)


def _named(said: Said, one: DraftRecipient, row: Sequence[DraftRecipient]) -> list[Said] | None:
    """The parts of a text that are about one recipient of a row; None where it does not name them one by one."""
    known = [r.name.value for r in row]
    if not words.named_in(said.words, known):
        return None
    parts = parts_by_name(said, {words.plain(n): r for n, r in zip(known, row, strict=True)})
    parts = [p for part in parts for p in (_pieces(part) if len(words.named_in(part.words, known)) > 1 else [part])]
    named = [words.named_in(part.words, known) for part in parts]
    if max(map(len, named)) > 1:
        return None
    out = []
    for part, of in zip(parts, named, strict=True):
        if not of or of == [one.name.value]:
            bare = _without(part, of[0]) if of else part
            out += [bare] if bare.words else []
    return out


def _pieces(said: Said) -> list[Said]:
    """The parts of a text between commas outside brackets."""
    return [said.part(*m.span()) for m in _PIECE.finditer(said.text.words)]


def _without(said: Said, name: str) -> Said:
    """A text without the name at its beginning or end, and without the signs beside it."""
    bare = without(said, name)
    text = bare.text.words
    bare = bare.part(len(text) - len(text.lstrip(_SIGNS)), len(text.rstrip(_SIGNS + "([")))
    text = bare.words
    if text[:1] == "(" and text[-1:] == ")" and text.count("(") == 1:
        bare = bare.part(1, len(bare.text.words) - 1)
    return bare if bare.words.strip("()[] ") else bare.part(0, 0)


def _is_mixed(said: Said) -> bool:
    """Whether a text states several tools, or one and none."""
    kinds = {v.value for v in values.read_tools(cells.readable(said.text.words)).values if v.value != "dpa"}
    return len(kinds) > 1 or (bool(kinds) and any(cells.is_none(i.words) for i in cells.items(said)))
