"""The names in a workbook: which entry a name means, and new entries for names that do not exist yet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from datamap.formats import problems
from datamap.formats.workbook.edits import Refused
from datamap.formats.workbook.layout import LISTS
from datamap.formats.workbook.rows import blank
from datamap.labels import countries
from datamap.labels.counting import few
from datamap.labels.values import is_blank, read_names, read_yes_no
from datamap.labels.values.name import forms
from datamap.labels.values.text import fold
from datamap.model import Inventory, shape
from datamap.model.vocabulary import UNKNOWN, shown

NOUNS = {name: shape.of(Inventory)[name].entry for name in LISTS}
ONE = {
    "subjects": "group of people",
    "categories": "kind of data",
    "measures": "security measure",
    "recipients": "recipient",
    "purposes": "activity",
}
LONGEST = 8
"""Parts between commas of one name that is known."""
_WITH_ID = re.compile(r"(.*?)\s*\[([^\[\]]+)\]")


@dataclass
class Created:
    """An entry that a name made: its list, id and name, the place where the name is, and a remark."""

    target: str
    id: str
    name: str
    place: str
    remark: str = ""


@dataclass
class Registry:
    """Names and ids of the entries of an inventory, while a workbook is read.

    Attributes
    ----------
    data : dict
        The inventory that is changed.
    created : list of Created
    used : dict
        (list, id) -> the place of an edited cell that names it.
    """

    data: dict[str, Any]
    created: list[Created] = field(default_factory=list)
    used: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._ids: dict[str, set[str]] = {name: set() for name in LISTS}
        self._named: dict[str, dict[str, set[str]]] = {name: {} for name in LISTS}
        self._other: dict[str, dict[str, set[str]]] = {name: {} for name in LISTS}
        self.initially: dict[str, Any] = {name: [] if self.data[name] == [] else UNKNOWN for name in LISTS}
        for name in LISTS:
            for entry in self.data[name] or ():
                self.add(name, entry["id"], entry["name"])
                for other in entry.get("aliases") or ():
                    self._other[name].setdefault(key(other), set()).add(entry["id"])
                self.reserve(name, entry["formerly"] or ())

    def reserve(self, target: str, ids: Any) -> None:
        """Ids that no new entry may have."""
        self._ids[target].update(ids)

    def add(self, target: str, id_: str, name: str) -> None:
        """A name of an entry."""
        self._ids[target].add(id_)
        if key(name):
            self._named[target].setdefault(key(name), set()).add(id_)

    def other(self, target: str, id_: str, name: str) -> None:
        """A name by which an entry was known; a name that an entry has now comes before it."""
        self._other[target].setdefault(key(name), set()).add(id_)

    def find(self, target: str, name: str) -> str:
        """The id of the entry that a name means; empty for none.

        Raises
        ------
        Refused
            Several entries have this name.
        """
        m = _WITH_ID.fullmatch(name)
        if m and m[2] in self._ids[target]:
            return m[2]
        found = self._named[target].get(key(name)) or self._other[target].get(key(name), set())
        if len(found) > 1:
            choices = few([f"{name} [{i}]" for i in sorted(found)], 5)
            raise Refused(f"several entries of this name: {shown(name)}", f"one of: {choices}")
        if found:
            return next(iter(found))
        return name if name in self._ids[target] else ""

    def known(self, target: str, name: str) -> bool:
        """Whether a text is the name of an entry, or of several."""
        try:
            return bool(self.find(target, name))
        except Refused:
            return True

    def new_id(self, target: str, name: str) -> str:
        """An id that is free, made from a name."""
        made = problems.id_meant(name) or ONE[target].split()[-1]
        if made in ("unknown", "none"):
            made = f"{made}-1"
        id_, number = made, 1
        while id_ in self._ids[target]:
            number += 1
            id_ = f"{made}-{number}"
        return id_

    def create(self, target: str, name: str, place: str, more: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """A new entry at the end of its list."""
        near = self._near(target, name)
        entry = {**blank(NOUNS[target]), "id": self.new_id(target, name), "name": name, **(more or {})}
        if self.data[target] is UNKNOWN:
            self.data[target] = []
        self.data[target].append(entry)
        self.add(target, entry["id"], name)
        self.created.append(Created(target, entry["id"], name, place, f"similar to '{near}'" if near else ""))
        return entry

    def undo(self, mark: int) -> None:
        """Take back the entries that were created since there were ``mark`` of them."""
        for made in self.created[mark:]:
            left = [e for e in self.data[made.target] if e["id"] != made.id]
            self.data[made.target] = left or self.initially[made.target]
            self._ids[made.target].discard(made.id)
            self._named[made.target][key(made.name)].discard(made.id)
            self.used.pop((made.target, made.id), None)
        del self.created[mark:]

    def _near(self, target: str, name: str) -> str:
        names = [e["name"] for e in self.data[target] or ()]
        if len(names) > 2000:
            return ""
        from rapidfuzz import fuzz, process  # here, because most workbooks have no new names

        best = process.extractOne(name, names, scorer=fuzz.ratio, score_cutoff=88)
        return str(best[0]) if best else ""

    def refer(self, target: str, text: str, place: str) -> tuple[list[str], list[str]]:
        """The ids of the names in a cell, and what was understood beside them; names that are new are created."""
        found: list[str] = []
        beside: list[str] = []
        for item, quoted in items(text, lambda t: self.known(target, t), companies=target == "recipients"):
            id_ = self.find(target, item)
            if not id_:
                id_ = self._new(target, item, quoted, place, beside)
            if id_:
                found.append(id_)
                self.used.setdefault((target, id_), place)
        return list(dict.fromkeys(found)), beside

    def _new(self, target: str, item: str, quoted: bool, place: str, beside: list[str]) -> str:
        """The id of a name that no entry has as it is written."""
        if is_blank(item):
            return ""
        if quoted:
            return str(self.create(target, item, place)["id"])
        if "?" in item:
            raise Refused(f"{shown(item)} is put as a question", "a name without a question mark, or nothing")
        if not any(c.isalpha() for c in item):
            raise Refused(f"{shown(item)} has no letter", "a name; in quotation marks if it is unusual")
        if item != "X" and read_yes_no(item).only and not read_yes_no(item).rest:
            raise Refused(f"{shown(item)} is an answer, not a name", "a name; in quotation marks if it is unusual")
        if target != "recipients":
            return str(self.create(target, item, place)["id"])
        if countries.code_of(item):
            raise Refused(f"{shown(item)} is a place, not a recipient", "a name; in quotation marks if it is unusual")
        read = read_names(item)
        if len(read.values) != 1 or not read.values[0].sure:
            why = next((v.why for v in read.values if v.why), "")
            raise Refused(
                why or f"{shown(item)} is not a name", "the name of a recipient, in quotation marks if it is unusual"
            )
        value = read.values[0]
        id_ = self.find(target, value.value)
        more: dict[str, Any] = {}
        if value.extra.get("kind") == "category":
            more["kind"] = "category"
        if value.value != item:
            beside.append(item)
        return id_ or str(self.create(target, value.value, place, more)["id"])


def key(name: str) -> str:
    """A name for comparison: without case, accents and the kinds of blanks."""
    return " ".join(fold(name).flat.split())


def items(text: str, known: Callable[[str], bool], companies: bool = True) -> Iterator[tuple[str, bool]]:
    """The values of a cell, with whether each was in quotation marks.

    Lines separate values; within a line commas and semicolons do, except in quotation marks, in brackets, within a name
    that is known, and among ``companies`` before a legal form: of data, "CV" is a document.

    Examples
    --------
    >>> [item for item, _ in items('Slack, "A, B"\\nAcme, Inc., x (y, z)', lambda text: False)]
    ['Slack', 'A, B', 'Acme, Inc.', 'x (y, z)']
    >>> [item for item, _ in items("name, age, IP", lambda text: text == "name, age")]
    ['name, age', 'IP']
    """
    for line in text.split("\n"):
        line = line.strip().lstrip("•*").strip()
        if line and known(line):
            yield line, False
            continue
        parts = list(_parts(line))
        while parts:
            size = next((n for n in range(min(len(parts), LONGEST), 1, -1) if known(_joined(parts[:n]))), 1)
            while companies and size < min(len(parts), LONGEST) and not parts[0][1] and _is_form(parts[size][0]):
                size += 1
            item, quoted = _joined(parts[:size]), parts[0][1]
            parts = parts[size:]
            if item:
                yield item, quoted


def _joined(parts: list[tuple[str, bool, str]]) -> str:
    return "".join(text + (mark if i < len(parts) - 1 else "") for i, (text, _, mark) in enumerate(parts)).strip()


def _is_form(text: str) -> bool:
    folded = fold(text)
    return bool(folded.tokens) and bool(forms().whole(folded))


_PART = re.compile(r'\s*(?:"((?:[^"]|"")*)"(?=\s*(?:[,;]|$))|((?:\([^()]*\)|\[[^\[\]]*\]|[^,;])*))\s*([,;]\s*|$)')


def _parts(line: str) -> Iterator[tuple[str, bool, str]]:
    """What is between separators: the text, whether it was in quotation marks, the separator behind it."""
    at = 0
    while at < len(line):
        m = _PART.match(line, at)
        if m is None or m.end() == at:
            yield line[at:].strip(), False, ""
            return
        text, quoted = (m[1].replace('""', '"'), True) if m[1] is not None else (m[2].strip(), False)
        if text.strip():
            yield text, quoted, m[3]
        at = m.end()
