"""Where a text of a register names the recipients of its line, and the parts that belong to each of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from datamap.drafting.facts import DraftRecipient
from datamap.drafting.tables import cells
from datamap.drafting.tables.grid import Said
from datamap.drafting.tables.words import REMEMBERED
from datamap.labels import values
from datamap.labels.values import fold
from datamap.labels.values.lexicon import lexicon
from datamap.law import names


def called(recipients: Iterable[DraftRecipient]) -> dict[str, DraftRecipient]:
    """What recipients are called: their names, and those without the legal form, where no other one is called so."""
    full = {r.name.value: r for r in recipients if r.name.value}
    short: dict[str, list[DraftRecipient]] = {}
    for name, recipient in full.items():
        if (bare := _short(name)) != name:
            short.setdefault(bare, []).append(recipient)
    begun = [names.plain(name).split()[:1] for name in full]
    for bare, of in short.items():
        if len(of) == 1 and begun.count(names.plain(bare).split()[:1]) == 1:
            full[bare] = of[0]
    return full


def owners(named: Iterable[str], known: dict[str, DraftRecipient]) -> list[DraftRecipient]:
    """The recipients that names are of, each once."""
    return list({id(known[n]): known[n] for n in named}.values())


@lru_cache(maxsize=REMEMBERED)
def _short(name: str) -> str:
    """A name without the legal form at its end; the whole name where what is left could mean something else."""
    brand, parts = names.brand(name), name.split()
    while len(parts) > 1 and names.brand(" ".join(parts[:-1])) == brand:
        parts.pop()
    bare = " ".join(parts).rstrip(" ,")
    if len(bare) < 3 or names.plain(bare) != brand or values.read_places(bare).values or values.read_tools(bare).values:
        return name
    return bare


def parts_by_name(said: Said, here: dict[str, DraftRecipient]) -> list[Said]:
    """The parts of a cell: its items; where names of recipients begin the parts, one for each name."""
    text = said.text.words
    at = heads(text, here)
    if not at:
        return cells.items(said)
    out = [*cells.items(said.part(0, at[0]))] if text[: at[0]].strip() else []
    for a, b in zip(at, [*at[1:], len(text)], strict=True):
        part = said.part(a, a + len(text[a:b].rstrip(" \n,;")))
        lines = cells.items(part) if "\n" in part.words or ";" in part.words else [part]
        out += lines
    return out


def heads(text: str, here: dict[str, DraftRecipient]) -> list[int]:
    """Where names of recipients are that a sign follows, as in ``Postbird: USA`` and ``Postbird (USA)``."""
    flat = text.lower()
    if len(flat) != len(text) or not re.search(r"[:(=–-]", text):
        return []
    ends: dict[int, int] = {}
    for name in map(str.lower, called(here.values())):
        at = flat.find(name) if name else -1
        while at >= 0:
            end = at + len(name)
            within = at > 1 and flat[at - 1] in "(["  # "USA (Owl: SCC)": the part begins before it
            if not within and not flat[max(at - 1, 0) : at].isalnum():
                ends[at] = max(end, ends.get(at, 0))
            at = flat.find(name, end)
    starts: set[int] = set()
    begin = None
    for at, end in sorted(ends.items()):
        begin = at if begin is None else begin
        if sign := re.match(r"\s*([:(=–-])", text[end : end + 3]):
            starts.add(at if sign[1] == "(" else begin)  # "Owl, Lark: USA" is of both, "Owl, Lark (USA)" of the last
            begin = None
        elif not any(_joins(text[end:later]) for later in ends if later > end):
            begin = None
    return sorted(starts)


def _joins(between: str) -> bool:
    """Whether a text between two names puts them side by side: a comma, or a word for "and"."""
    return between.strip() in (",", "&", "+", "/") or bool(lexicon(("and",)).whole(fold(between.strip(" ,"))))


def without(said: Said, name: str) -> Said:
    """A text without the name that is at its beginning or its end."""
    text = said.text.words
    at = text.casefold().find(name.casefold())
    if at < 0:
        return said
    before, after = said.part(0, at), said.part(at + len(name))
    return after if len(after.words) >= len(before.words) else before


def behind_names(said: Said, named: list[str]) -> Said | None:
    """What is behind several names that a colon, dash or equals sign ends: "Owl, Lark - USA"; else None."""
    text = said.text.words.casefold()
    last = max((text.find(name.casefold()) + len(name) for name in named), default=0)
    sign = re.match(r"\s*[:=–-]", text[last:])
    return said.part(last + sign.end()) if sign else None


def may_name_another(head: str) -> bool:
    """Whether what is before a colon may be the name of a recipient that is not on the line."""
    head = head.strip()
    if not cells.namelike(head) or values.read_places(head).values or values.read_tools(head).values:
        return False
    return values.read_yes_no(head).only == "" and bool(re.search(r"[^\W\d]", head))
