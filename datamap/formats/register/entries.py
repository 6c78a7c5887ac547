"""What the parts of a register's reader share: the entries of a list, and the report of what was not understood."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from datamap.errors import Problem
from datamap.formats import problems
from datamap.formats.register import words as read
from datamap.formats.register.sheets import Activity, Said


class Entries:
    """The entries of one list of the inventory, by name: each name once, with an id made from it."""

    def __init__(self, kind: str):
        self.kind = kind
        self.by_name: dict[str, dict[str, Any]] = {}
        self._ids: set[str] = set()

    def of(self, name: str, where: Iterable[dict[str, str]] = ()) -> dict[str, Any]:
        """The entry of a name; a new one where it is new."""
        name = " ".join(name.split())
        key = read.plain(name)
        if key not in self.by_name:
            self.by_name[key] = {"id": self.fresh(name), "name": name, "evidence": list(where)}
        return self.by_name[key]

    def fresh(self, name: str) -> str:
        """An id that is not taken."""
        made = stem = problems.id_meant(name)[:48].strip("-") or self.kind
        number = 1
        while made in self._ids or made in ("unknown", "none"):
            number += 1
            made = f"{stem}-{number}"
        self._ids.add(made)
        return made

    def listed(self) -> Any:
        """The entries as the inventory takes them."""
        return list(self.by_name.values()) or "unknown"


class Reporter:
    """Reports what was not understood, with its cell."""

    def __init__(self, file: str):
        self.file = file
        self.warnings: list[Problem] = []

    def warn(self, place: str, found: str, expected: str) -> None:
        self.warnings.append(Problem(self.file, 0, place, found, expected))

    def _nothing(self, text: str) -> bool:
        return read.blank(text) or read.says("none", text) or read.says("absent", text)

    def _list(self, a: Activity, key: str) -> str | list[Said]:
        """The items of a list; ``none`` where the register says so, ``unknown`` where it says nothing."""
        out, none = [], False
        for s in a.said.get(key, ()):
            if read.blank(s.text):
                continue
            if read.says("none", s.text) or key == "joint" and read.says("absent", s.text):
                none = True
            elif read.says("absent", s.text):
                self.warn(s.place, f"'{s.text}' for '{s.label}'", "what there is, or none; read as unknown")
            else:
                out += [Said(t, s.place, s.label) for t in read.items(s.text) if not self._nothing(t)]
        return out or ("none" if none else "unknown")
