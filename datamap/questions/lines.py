"""The lines to type that would resolve a finding: which entry, where it is, which fields, what is to be filled in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from datamap import vendors
from datamap.errors import InputError
from datamap.files import reading
from datamap.formats.yaml import writer
from datamap.law.case import ROLES
from datamap.pipeline import Audit
from datamap.questions import cells
from datamap.rules.lines import About, Change
from datamap.rules.snippets import LINES, NO_LINES, USUAL, WHY_NONE
from datamap.tables.memo import Once
from datamap.transfers.exporters import ROLES as EXPORTERS
from datamap.transfers.exporters import exporter_roles
from datamap.vendors import suggesting

WIDTH = 76
"""Characters of a line that a field may take."""
DEPENDS = "What to type depends on the answer."
_SINGLE = {"inventories": "controller"}
_ON_SPECIAL_DATA = ("LB007", "LB010")


@dataclass(frozen=True)
class Typed:
    """Lines to type into one entry.

    Attributes
    ----------
    table, id : str
        Where the entry is: ``recipients`` and ``mailchimp``; the id is empty for ``controller``, ``notice`` and so on,
        and for a new entry.
    file : str
    line : int
        0 where the entry is not in the file yet.
    fields : dict
    new : bool
        Whether it is an entry that is not there yet.
    name : str
        The name of the entry.
    """

    table: str
    id: str
    file: str
    line: int
    fields: dict[str, Any]
    new: bool = False
    name: str = ""

    @property
    def cells(self) -> list[str]:
        """The cells of the workbook in which the fields are typed."""
        return cells.of_fields(self.table, self.name, self.fields, new=self.new)

    @property
    def yaml(self) -> str:
        """The fields as lines of a file, without the entry around them; a short field on one line."""
        out = ""
        for name, value in self.fields.items():
            block, line = writer.lines({name: value}), writer.line({name: value})
            out += f"{line}\n" if block.count("\n") > 1 and len(line) <= WIDTH else block
        return out

    def text(self, around: str) -> str:
        """The fields as they are typed beside those of the entry, whose first line is given.

        An entry in braces takes them on one line, after its last field.
        """
        if self.new:
            return "".join(f"    {line}" for line in self.yaml.splitlines(keepends=True)).replace("    ", "  - ", 1)
        inner = around.lstrip(" -")
        if self.id and re.match(r"(?:[\w.-]+: *)?\{", inner):
            return f", {writer.line(self.fields)}\n"
        column = len(around) - len(inner) if self.id and inner.startswith(("id:", "name:")) else 2
        column = len(around) - len(around.lstrip()) + 2 if self.id and not around.lstrip().startswith("-") else column
        return "".join(" " * column + line for line in self.yaml.splitlines(keepends=True))

    @property
    def entry(self) -> str:
        """The entry in words: ``recipients, mailchimp``."""
        return f"{self.table}, {'a new entry' if self.new else self.id}" if self.id or self.new else self.table


class Resolving(Once):
    """The lines to type for the findings of an audit."""

    def __init__(self, audit: Audit):
        self.audit = audit
        tables = audit.tables
        self._number = {name: n for n, name in enumerate(tables["inventories"]["id"].tolist())}
        self._entries: dict[tuple[int, str, str], Any] = {}
        self._known: dict[tuple[int, str], list[dict[str, str]]] = {}
        for n, inventory in enumerate(audit.inventories):
            for table in ("purposes", "recipients", "categories", "subjects", "documents"):
                self._entries |= {(n, table, e.id): e for e in getattr(inventory, table)}

    def changes(self, finding: dict[str, Any]) -> list[Typed]:
        """What would resolve one finding (a row of the findings frame); nothing where nothing can be typed."""
        make = LINES.get(finding["rule"])
        about = self._about(finding)
        if make is None or about is None:
            return []
        return [self._typed(change, finding) for change in make(about)]

    def question(self, finding: dict[str, Any]) -> str:
        """What is usual for this kind of data, as a question; empty where nothing is."""
        about = self._about(finding) if finding["rule"] in _ON_SPECIAL_DATA else None
        if about is None:
            return ""
        used = {u.category for u in getattr(about.entry, "categories", ())}
        kinds = dict.fromkeys(c.special for c in about.inventory.categories if c.id in used)
        return " ".join(USUAL[kind] for kind in kinds if kind in USUAL)

    def known(self, finding: dict[str, Any]) -> list[dict[str, str]]:
        """What the facts about vendors suggest for the recipient that a finding is on; it changes no finding."""
        if finding["table"] != "recipients":
            return []
        n, row = self._number[finding["controller"]], int(finding["row"])
        key = (n, str(self.audit.tables["recipients"]["id"].iat[row]))
        if key not in self._known:
            audit, inventory = self.audit, self.audit.inventories[n]
            entry = self._entries.get((n, "recipients", key[1]))
            place = suggesting.region(inventory, audit.law, audit.as_of)
            country = inventory.controller.country
            found = suggesting.suggest(self.once(_vendors), entry, place, country) if entry else suggesting.Suggested()
            self._known[key] = suggesting.in_words(found, audit.as_of)
        return self._known[key]

    def _about(self, finding: dict[str, Any]) -> About | None:
        audit, table = self.audit, finding["table"]
        n = self._number[finding["controller"]]
        inventory, row = audit.inventories[n], int(finding["row"])
        named = _SINGLE.get(table, table)
        id_ = "" if table in _SINGLE else str(audit.tables[table]["id"].iat[row])
        entry = inventory.controller if table in _SINGLE else self._entries.get((n, table, id_))
        if entry is None:
            return None
        facts = audit.facts
        regime = facts.exporter_regime[row] if table == "recipients" else facts.regime[n]
        if finding["at_table"] == "informs":
            finding = {**finding, "letter": str(audit.tables["informs"]["letter"].iat[int(finding["at"])])}
        ends = self._ends(finding["rule"], row) if table == "recipients" else (None, None)
        assessment = None
        if finding["at_table"] == "assessments":
            at = str(audit.tables["assessments"]["id"].iat[int(finding["at"])])
            assessment = next((a for a in inventory.assessments if a.id == at), None)
        law, day = audit.law, audit.as_of
        return About(finding, inventory, entry, named, id_, law, str(regime), ends, day, facts, assessment)

    def _ends(self, rule: str, recipient: int) -> tuple[str | None, str | None]:
        """The roles of exporter and importer; a sub-processor gets the data from a processor."""
        t = self.audit.tables
        if rule == "TR009" or t["recipients"]["role"].iat[recipient] == "sub-processor":
            return ROLES["processor"], ROLES["processor"]
        exporter = EXPORTERS[t.once(exporter_roles)[recipient]]
        return ROLES.get(exporter), ROLES.get(str(t["recipients"]["role"].iat[recipient]))

    def _typed(self, change: Change, finding: dict[str, Any]) -> Typed:
        fields = dict(change.fields)
        n = self._number[finding["controller"]]
        lines = self.once(_lines)
        line = lines.get((n, change.table, change.id), 0)
        name = getattr(self._entries.get((n, change.table, change.id)), "name", "") or change.id
        return Typed(change.table, change.id, finding["file"], line, fields, change.new, name)


def _vendors(resolving: Resolving) -> vendors.Vendors:
    """The facts about vendors as of the audit's day and as known when its law was; none from before there were any."""
    return vendors.load_for(resolving.audit.as_of, resolving.audit.law.known_on)


def _lines(resolving: Resolving) -> dict[tuple[int, str, str], int]:
    """The line of each entry by inventory, table and id."""
    out: dict[tuple[int, str, str], int] = {}
    tables = resolving.audit.source
    for name in ("purposes", "recipients", "categories", "subjects", "measures", "assessments", "documents"):
        t = tables[name]
        for controller, id_, line in zip(t["controller"].tolist(), t["id"].tolist(), t["line"].tolist(), strict=True):
            out[controller, name, id_] = int(line)
    for name, key in (("controllers", "controller"), ("notices", "notice"), ("inventories", "meta")):
        for controller, line in zip(tables[name]["controller"].tolist(), tables[name]["line"].tolist(), strict=True):
            out[controller, key, ""] = int(line)
    return out


def _file(name: str) -> list[str]:
    """The lines of an inventory's file; none where it cannot be read any more, or is not YAML."""
    if not name.lower().endswith((".yaml", ".yml")):
        return []
    try:
        return reading.decode(reading.load(name), name).splitlines()
    except InputError:
        return []


def of_finding(audit: Audit, finding: dict[str, Any], *, beside: bool = True) -> dict[str, Any]:
    """The lines for one finding (a row of the findings frame), as plain data.

    Parameters
    ----------
    audit : Audit
    finding : mapping
    beside : bool
        Whether to indent ``text`` like the entry in the file, which must be read for it, and to name the ``cells``.

    Returns
    -------
    dict
        ``lines`` (entry, file, line, the fields as ``yaml``, and as the ``text`` that is typed there; ``new``: an
        entry that is not there yet; ``cells``: where the fields are in a workbook), ``question``, ``no_lines``, why
        there is nothing to type, and ``known``, what the facts about vendors suggest (field, text with source and age,
        url).
    """
    by, rule = audit.once(Resolving), finding["rule"]
    typed = by.changes(finding)
    around = _file(finding["file"]) if typed and beside else []
    first = [around[t.line - 1] if 0 < t.line <= len(around) else "" for t in typed]
    return {
        "lines": [
            {"entry": t.entry, "file": t.file, "line": t.line, "yaml": t.yaml, "text": t.text(line), "new": t.new}
            | ({"cells": t.cells} if beside else {})
            for t, line in zip(typed, first, strict=True)
        ],
        "question": by.question(finding),
        "known": by.known(finding),
        "no_lines": "" if typed else (NO_LINES.get(rule) or WHY_NONE.get(rule) or DEPENDS),
    }
