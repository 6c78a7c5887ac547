"""Rows of a list that name several recipients, and several rows of one: what their cells state of each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from datamap.drafting.facts import DraftRecipient
from datamap.drafting.tables import cells, words
from datamap.drafting.tables.asking import Asking
from datamap.drafting.tables.behind_places import WHOSE, joined, placed, without_names
from datamap.drafting.tables.grid import Record, Said
from datamap.drafting.tables.naming import behind_names, called, owners, parts_by_name, without
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
        parts = _behind_places(said, one, row, asking) if key == "places" else None
        parts = _named(said, one, row) if parts is None else parts
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
    by_name = called(row)
    known = list(by_name)
    if not words.named_in(said.words, known):
        return None
    parts = parts_by_name(said, {words.plain(r.name.value): r for r in row})
    out = []
    for part in (p for whole in parts for p in _apart(whole, known)):
        named = words.named_in(part.words, known)
        of = owners(named, by_name)
        bare = part if not of else behind_names(part, named) if len(of) > 1 else _without(part, named[0])
        if bare is None:
            return None
        if not of or one in of:
            out += [bare] if bare.words else []
    return out


def _apart(part: Said, known: Sequence[str]) -> list[Said]:
    """A part that names several recipients, at its commas; one where a sign behind them makes it that of all."""
    named = words.named_in(part.words, list(known))
    return _pieces(part) if len(named) > 1 and behind_names(part, named) is None else [part]


def _behind_places(said: Said, one: DraftRecipient, row: Sequence[DraftRecipient], asking: Asking) -> list[Said] | None:
    """The places of a text behind which one recipient of a row is named, with the tools beside it; None for another."""
    by_name = called(row)
    found = placed(said, row)
    if not found:
        return None
    out: list[Said] = []
    for part in found:
        of = owners(words.named_in(part.behind.words, list(by_name)), by_name) if part.behind is not None else []
        if part.behind is None or one in of:
            beside = without_names(part.behind, list(called(of))) if part.behind is not None else []
            out += [*([part.also] if part.also is not None else []), joined([part.places, *beside])]
        if part.also is not None and one in of and not cells.in_eea(part.also.words):
            asking.ask("location", part.also, WHOSE, EACH)
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
