"""How a fact is written in a cell and read back: texts, lists, references, places.

A text stands as it is. Only where that could be taken for something else is it marked: an empty text that is not the
same as silence is ``""``; in a list, one item a line, a line break within an item has a backslash before it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

EMPTY = '""'
UNKNOWN, NONE, NOTHING = "unknown", "none", "no entries"
_MARKED = re.compile(r'\\*""')
_REFERENCE = re.compile(r"(.*)\[([^\[\]\n]*)\]\s*", re.DOTALL)


def text_out(value: str, silence: str = "") -> str:
    """A text as a cell shows it; a blank cell stands for ``silence``.

    Examples
    --------
    >>> text_out("", "unknown"), text_out("unknown", "unknown"), text_out("=1")
    ('""', 'unknown', '=1')
    """
    if value == "":
        return "" if silence == "" else EMPTY
    return "\\" + value if _MARKED.fullmatch(value) else value


def text_in(cell: str, silence: str = "") -> str:
    """The text that a cell shows; the way back of :func:`text_out`."""
    if cell == "":
        return silence
    if cell == EMPTY:
        return ""
    return cell[1:] if cell.startswith("\\") and _MARKED.fullmatch(cell) else cell


def list_out(items: Sequence[str], said: str, silence: str) -> str:
    """A list as a cell shows it: one item a line; ``unknown`` and ``none`` in words, blank if a blank means the same.

    Parameters
    ----------
    items : sequence of str
    said : {'unknown', 'none', 'listed'}
    silence : {'unknown', 'none'}
        What a blank cell stands for.
    """
    if said != "listed":
        return "" if said == silence == NONE else said
    written = [_item(i) for i in items]
    if len(items) == 1 and items[0].strip().casefold() in (UNKNOWN, NONE):
        return "\\" + written[0]
    return "\n".join(written)


def _item(item: str) -> str:
    if item == "":
        return EMPTY
    written = item.replace("\\", "\\\\").replace("\n", "\\\n")
    return "\\" + written if written == EMPTY or not item.strip() and "\n" not in item else written


def list_in(cell: str, silence: str) -> str | list[str]:
    """The list that a cell shows: ``unknown``, ``none`` or its items. The way back of :func:`list_out`.

    Examples
    --------
    >>> list_in("a\\nb", "unknown"), list_in("", "none"), list_in("unknown", "none")
    (['a', 'b'], 'none', 'unknown')
    """
    if cell.strip() == "":
        return silence
    if cell.strip().casefold() in (UNKNOWN, NONE):
        return cell.strip().casefold()
    items, item, escaped, marked = [], "", False, False
    for c in cell + "\n":
        if escaped:
            item, escaped, marked = item + c, False, True
        elif c == "\\":
            escaped = True
        elif c == "\n":
            if item == EMPTY and not marked:
                items.append("")
            elif item.strip() or marked:
                items.append(item)
            item, marked = "", False
        else:
            item += c
    if escaped:
        items.append(item + "\\")
    return items or silence


def reference_out(label: str, id_: str) -> str:
    """A reference: the label for the eye, the id in brackets for the map."""
    label = " ".join(label.replace("[", "(").replace("]", ")").split())
    return f"{label} [{id_}]"


class References:
    """Reads references to the entries of a list: the id in brackets, an id alone, or a name that only one entry has.

    Parameters
    ----------
    names : mapping of str to sequence of str
        Id -> what the entry is called.
    former : mapping of str to str
        Former id -> id.
    """

    def __init__(self, names: Mapping[str, Sequence[str]], former: Mapping[str, str] | None = None):
        self._names = {i: {_plain(n) for n in called} for i, called in names.items()}
        self._former = former or {}
        self._by_name: dict[str, set[str]] = {}
        for id_, called in self._names.items():
            for name in called:
                self._by_name.setdefault(name, set()).add(id_)

    def read(self, cell: str) -> tuple[str, str]:
        """The id, and what is wrong in words (empty if nothing is)."""
        cell = cell.strip()
        m = _REFERENCE.fullmatch(cell)
        if m:
            label, id_ = _plain(m[1]), m[2].strip()
            id_ = id_ if id_ in self._names else self._former.get(id_, id_)
            if id_ not in self._names:
                return id_, f"'{id_}' does not name an entry"
            if label in self._by_name and label not in self._names[id_]:
                return id_, f"the name is that of another entry, the id in brackets is '{id_}'"
            return id_, ""
        if cell in self._names:
            return cell, ""
        found = self._by_name.get(_plain(cell), set())
        if len(found) == 1:
            return next(iter(found)), ""
        return cell, f"'{cell[:80]}' is {'the name of several entries' if found else 'no name or id of an entry'}"


def _plain(name: str) -> str:
    return " ".join(name.replace("[", "(").replace("]", ")").split()).casefold()


def place_out(code: str, name: Callable[[str], str]) -> str:
    """A place: ISO code and name; the words unknown, worldwide and various alone."""
    called = name(code)
    return called if called.startswith(code) else f"{code} {called}"


def place_in(cell: str, code_of: Callable[[str], str | None], name: Callable[[str], str]) -> str | None:
    """The code of a place, or None where code and name disagree or neither is known."""
    cell = " ".join(cell.split())
    head, _, rest = cell.partition(" ")
    if re.fullmatch(r"[A-Z]{2,3}|EU-INST", head) and cell == place_out(head, name):
        return head
    whole = code_of(cell)
    if whole is not None:
        return whole
    code = code_of(head) if re.fullmatch(r"[A-Z]{2,3}", head) else None
    return code if code is not None and code_of(rest) == code else None


def check(values: Iterable[Any]) -> str:
    """A short check of each derived cell of a row, so that an edit to one is seen when the workbook comes back."""
    return " ".join(f"{zlib.crc32(str(v).encode('utf-8', 'surrogatepass')) & 0xFFFF:04x}" for v in values)


def shorten(text: str, size: int = 80) -> str:
    """A text on one line, not too long for a message."""
    plain = " ".join(text.split())
    return plain if len(plain) <= size else plain[: size - 3] + "..."
