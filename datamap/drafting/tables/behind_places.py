"""A cell of places with the recipient behind each: "USA (Owl Ltd), India (Lark Ltd: SCC)", "USA - Owl Ltd"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from datamap.drafting.facts import DraftRecipient
from datamap.drafting.tables import cells, words
from datamap.drafting.tables.grid import Said
from datamap.drafting.tables.naming import called, parts_by_name

WHOSE = "it is not stated whether this place is of the recipient behind the next one too"
BESIDE = "it is beside a recipient, and is neither a transfer tool nor a name"
_PIECE = re.compile(r"(?:[^,()\[\]]|\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\])+")
_BEHIND = re.compile(r"\s*([^():\[\]]*[^():\[\]\s–—-])\s*(?:[(\[](.*)[)\]]\s*|(?::|\s[–—-])\s*(.+))", re.DOTALL)
_SIGN = re.compile(r"[(\[:–—-]")
_SIGNS = " ,;:=–—-()[]&+/"


@dataclass(frozen=True, slots=True)
class Placed:
    """Places of a cell, and what is behind them: names of recipients, with or without tools; None for no name."""

    places: Said
    behind: Said | None = None
    also: Said | None = None
    """Places in front of these, without a name."""


def placed(cell: Said, recipients: Iterable[DraftRecipient]) -> list[Placed]:
    """The places of a cell with the names behind them; nothing where a cell has no name behind a place.

    A place with a text for each of several names behind it, "India (Owl Ltd: SCC; Lark Ltd: none)", counts for each.
    """
    if not _SIGN.search(cell.text.words):
        return []
    here = {words.plain(r.name.value): r for r in recipients}
    known = list(called(here.values()))
    out: list[Placed] = []
    for item in cells.items(cell):
        bare: Said | None = None
        for piece in _pieces(item, known):
            found = _read(piece, known)
            if found is None and cells.place_codes(piece.words):
                bare = item.part(_at(bare, item), _at(piece, item) + len(piece.words)) if bare else piece
            elif found is not None:
                out += [Placed(found.places, behind, bare) for behind in _by_name(found.behind, here)]
                bare = None
            else:
                return []
        if bare is not None:
            out.append(Placed(bare))
    return out if any(p.behind for p in out) else []


def _by_name(behind: Said | None, here: dict[str, DraftRecipient]) -> list[Said | None]:
    """The parts of a text that are about a recipient each; the whole text where a part names none."""
    parts = parts_by_name(behind, here) if behind is not None else []
    known = list(called(here.values()))
    apart = all(words.named_in(p.words, known) or cells.company(re.split(r"[,;:]", p.words)[0]) for p in parts)
    return [*parts] if parts and apart else [behind]


def _at(part: Said, whole: Said) -> int:
    """Where a part of a text begins in it."""
    return list(whole.text.offsets).index(part.text.offsets[0])


def _pieces(item: Said, known: Sequence[str]) -> Iterator[Said]:
    """The parts of an item between commas; one that does not begin with a place goes on with the names before it."""
    text = item.text.words
    spans: list[tuple[int, int]] = []
    for m in _PIECE.finditer(text):
        piece = item.part(*m.span())
        if not piece.words:
            continue
        begins = cells.place_codes(piece.words) or _read(piece, known) is not None
        if spans and not begins and _read(item.part(*spans[-1]), known) is not None:
            spans[-1] = (spans[-1][0], m.end())
        else:
            spans.append(m.span())
    yield from (item.part(*span) for span in spans)


def _read(piece: Said, known: Sequence[str]) -> Placed | None:
    """A place with names behind it; None for any other text."""
    m = _BEHIND.fullmatch(piece.text.words)
    if m is None or not cells.place_codes(m[1]):
        return None
    behind = piece.part(*m.span(2 if m[2] is not None else 3))
    first = re.split(r"[,;:]", behind.words)[0]
    if words.named_in(behind.words, list(known)) or cells.company(first):
        return Placed(piece.part(*m.span(1)), behind)
    return None


def without_names(behind: Said, names: Sequence[str]) -> list[Said]:
    """What is beside the names of recipients in a text."""
    text = behind.text.words
    taken = [m.span() for n in names for m in re.finditer(re.escape(n), text, re.IGNORECASE)]
    out, at = [], 0
    for start, end in [*sorted(taken), (len(text), len(text))]:
        if start >= at:
            part = text[at:start]
            left = len(part) - len(part.lstrip(_SIGNS))
            kept = behind.part(at + left, at + max(left, len(part.rstrip(_SIGNS))))
            out += [kept] if any(c.isalnum() for c in kept.words) else []
        at = max(at, end)
    return out


def joined(parts: Sequence[Said]) -> Said:
    """Parts of one text as a text, with blanks between them."""
    first, *more = parts
    text = first.text
    for part in more:
        text = text.followed_by(part.text, " ")
    return Said(text, first.label)
