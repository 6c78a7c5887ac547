"""Mistakes between the entries: unknown references, ids that clash, entries that contradict each other.

Works on the plain nested data of an inventory, before or without validation, so that these mistakes are reported
together with misspelt fields. Only certain mistakes are reported here; what is missing or unwise is for the rules.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from datamap.formats import filed, parties
from datamap.formats.of_kind import contradicted, of_another_kind
from datamap.formats.problems import Fault, clipped, entries, items, near, unknown_key, with_hint
from datamap.labels.counting import few
from datamap.model import Inventory, shape
from datamap.model.assessment import OUTCOMES
from datamap.model.safeguard import parse_safeguard
from datamap.model.shape import Path
from datamap.model.vocabulary import REGIONS, VAGUE_PLACES, shown

LISTS = ("subjects", "categories", "purposes", "recipients", "measures", "assessments", "documents")
"""The lists whose entries have ids."""

# list -> its fields that refer: (field, key of the reference within an item, list referred to)
REFERENCES = {
    "categories": (("subjects", "", "subjects"),),
    "purposes": (
        ("subjects", "", "subjects"),
        ("categories", "category", "categories"),
        ("recipients", "recipient", "recipients"),
        ("measures", "", "measures"),
    ),
    "recipients": (("categories", "", "categories"), ("sub_processors", "recipient", "recipients")),
    "assessments": (("transfers", "recipient", "recipients"), ("activities", "", "purposes")),
}
# fields of a purpose whose items may name some of the purpose's categories
NARROWING = ("recipients", "retention", "sources")

# a folder in reports/ has the inventory's id: names that Windows reserves for devices, a length that all systems accept
DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}
LONGEST_ID = 80

CLAUSES = ("scc", "uk-addendum", "dpa", "other", "unknown")
"""Kinds of safeguard that can have a generation of standard clauses."""
OLD_CLAUSES = ("2001", "2002", "2004", "2010")
END: tuple[Path, str] = ((), "")
"""Marks the end of a recipient's sub-processors."""


def check(data: Any, place: Callable[[str], str | None]) -> list[Fault]:
    """All mistakes between the entries of one inventory.

    Parameters
    ----------
    data : mapping
        The inventory as plain nested data; a list is a list, or the word ``unknown`` or ``none``. What has another
        shape is skipped: validation reports it.
    place : callable
        From a country as written to its code, or None.
    """
    if not isinstance(data, Mapping):
        return []
    ids = _Ids(data)
    found = [*_meta(data)]
    for name in LISTS:
        found += _clashes(data, name)
    for name, fields in REFERENCES.items():
        for path, entry in entries(data, name):
            for field, key, target in fields:
                found += _dangling(ids, (*path, field), entry.get(field), key, target)
    for path, purpose in entries(data, "purposes"):
        found += _narrowing(ids, path, purpose)
        found += _replaced(ids, path, purpose)
    for path, recipient in entries(data, "recipients"):
        found += _safeguards(path, recipient, place)
        found += _twice((*path, "scope"), recipient.get("scope"), "fact")
    if isinstance(notice := data.get("notice"), Mapping):
        found += _twice(("notice", "informs"), notice.get("informs"), "letter")
        found += _twice(("notice", "observations"), notice.get("observations"), "topic")
        for path, entry in items(("notice", "observations"), notice.get("observations")):
            for field in ("purposes", "recipients") if isinstance(entry, Mapping) else ():
                found += _dangling(ids, (*path, field), entry.get(field), "", field)
    found += _assessments(ids, data, place)
    found += filed.check(data)
    found += parties.check(data)
    found += _cycles(data)
    found += _everywhere((), data, Inventory)
    return found


class _Ids:
    """Ids of each list, and the ids its entries had before, with the id each stands for now."""

    HINTS = 300
    """References for which a similar id is searched: each search reads all ids, and a message lists a hundred."""

    def __init__(self, data: Mapping[str, Any]):
        self._of = {name: self._listed(data, name) for name in LISTS}
        self._hints = self.HINTS

    def __getitem__(self, name: str) -> dict[str, str]:
        return self._of[name]

    def meant(self, ref: str, name: str) -> str:
        """The id that was probably meant, or an empty text."""
        self._hints -= 1
        return near(ref, self._of[name]) if self._hints >= 0 else ""

    @staticmethod
    def _listed(data: Mapping[str, Any], name: str) -> dict[str, str]:
        listed = [(e.get("id"), e.get("formerly")) for _, e in entries(data, name)]
        former = {
            old: new
            for new, olds in listed
            if isinstance(new, str)
            for _, old in items((), olds)
            if isinstance(old, str)
        }
        return former | {i: i for i, _ in listed if isinstance(i, str)}


def _meta(data: Mapping[str, Any]) -> Iterator[Fault]:
    meta = data.get("meta")
    name = meta.get("id") if isinstance(meta, Mapping) else None
    if not isinstance(name, str):
        return
    if name.split(".")[0] in DEVICES:
        yield Fault(
            ("meta", "id"),
            f"{shown(name)} is a name that Windows reserves for a device",
            "an id that can name a folder",
        )
    elif len(name) > LONGEST_ID:
        yield Fault(
            ("meta", "id"), f"an id of {len(name)} characters", f"at most {LONGEST_ID}: it names the folder in reports"
        )


def _clashes(data: Mapping[str, Any], name: str) -> Iterator[Fault]:
    """Ids that are used twice, among the present and the former ones, and ids that could be read as a word."""
    owner: dict[str, str] = {}
    first: dict[str, Path] = {}
    for path, entry in entries(data, name):
        own = entry.get("id")
        if not isinstance(own, str):
            continue
        if own in ("unknown", "none"):
            yield Fault(
                (*path, "id"), f"'{own}' is not an id: elsewhere it means that something is {own}", "another id"
            )
        elif own in owner:
            found = f"the id {shown(own)} is used twice under {name}"
            yield Fault((*path, "id"), found, "a different id for each entry", first[own])
        owner.setdefault(own, own)
        first.setdefault(own, (*path, "id"))
    for path, entry in entries(data, name):
        own = entry.get("id")
        for p, old in items((*path, "formerly"), entry.get("formerly")):
            if not isinstance(old, str) or not isinstance(own, str):
                continue
            if old in owner:
                other = shown(owner[old])
                clash = f"is the id of {other}" if owner[old] == old else f"is also a former id of {other}"
                clash = "is its present id" if old == own else clash
                yield Fault(p, f"{shown(old)} {clash}", f"an id that no other entry under {name} has or had")
            else:
                owner[old] = own


def _dangling(ids: _Ids, path: Path, value: Any, key: str, target: str) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    known = ids[target]
    for n, item in enumerate(value) if isinstance(value, (list, tuple)) else ():
        ref = item.get(key) if key and isinstance(item, (dict, Mapping)) else item
        if not isinstance(ref, str):
            continue
        if known.get(ref) != ref:
            yield _leads_nowhere(ids, (*path, n) if ref is item else (*path, n, key), ref, target)
        elif ref is item and ref in seen:
            yield Fault((*path, n), f"{shown(ref)} is twice in this list", "each id once", (*path, seen[ref]))
        seen.setdefault(ref, n)


def _leads_nowhere(ids: _Ids, path: Path, ref: str, target: str) -> Fault:
    known = ids[target]
    if ref in known:
        return Fault(path, f"{shown(ref)} is a former id under {target}", f"its present id, {shown(known[ref])}")
    if not known:
        found = f"{shown(ref)} is not an id under {target}, which has no entries"
        return Fault(path, found, f"an entry with that id under '{target}:'")
    expected = with_hint(f"the id of one of the {len(known)} entries there", ids.meant(ref, target))
    return Fault(path, f"{shown(ref)} is not an id under {target}", expected)


def _narrowing(ids: _Ids, path: Path, purpose: Mapping[str, Any]) -> Iterator[Fault]:
    """Categories that a recipient, a time limit or a source of a purpose names must be categories the purpose uses."""
    used = {
        name
        for _, c in items((), purpose.get("categories"))
        if isinstance(name := c.get("category") if isinstance(c, Mapping) else c, str)
    }
    for field in NARROWING:
        for p, item in items((*path, field), purpose.get(field)):
            if not isinstance(item, Mapping):
                continue
            yield from _dangling(ids, (*p, "categories"), item.get("categories"), "", "categories")
            if not isinstance(purpose.get("categories"), (list, tuple)):
                continue
            for q, ref in items((*p, "categories"), item.get("categories")):
                if isinstance(ref, str) and ref not in used and ids["categories"].get(ref) == ref:
                    found = f"{shown(ref)} is not a category that this purpose uses"
                    yield Fault(q, found, "one of its 'categories', or that category added there")


def _replaced(ids: _Ids, path: Path, purpose: Mapping[str, Any]) -> Iterator[Fault]:
    new, here = purpose.get("replaced_by"), (*path, "replaced_by")
    if not isinstance(new, str) or new in ("", "unknown", "none"):
        return
    if ids["purposes"].get(new) != new:
        yield _leads_nowhere(ids, here, new, "purposes")
    elif new == purpose.get("id"):
        yield Fault(here, "the purpose replaces itself", "the id of another purpose")


def _safeguards(path: Path, recipient: Mapping[str, Any], place: Callable[[str], str | None]) -> Iterator[Fault]:
    """Modules and versions on tools that have none, and tools for countries where the recipient has no site."""
    sites = [
        s if isinstance(s, str) else s.get("country", "unknown")
        for _, s in items((), recipient.get("sites"))
        if isinstance(s, (str, Mapping))
    ]
    where = {place(s) for s in sites if isinstance(s, str)}
    all_known = where and not where & {None, *VAGUE_PLACES, *REGIONS}
    named = sorted(map(str, where))
    some = few(named, 10)
    for p, tool in items((*path, "safeguards"), recipient.get("safeguards")):
        if isinstance(tool, str):
            kind, version, _ = parse_safeguard(tool)
            yield from _clauses(p, kind, version, None)
        elif isinstance(tool, Mapping):
            yield from _clauses(p, *(tool.get(k) for k in ("kind", "version", "module")))
            for q, country in items((*p, "countries"), tool.get("countries")):
                if all_known and isinstance(country, str) and (code := place(country)) and code not in where:
                    found = f"{shown(country)} is not among the recipient's sites"
                    yield Fault(q, found, f"one of {some}, or that site added")


def _clauses(path: Path, kind: Any, version: Any, module: Any) -> Iterator[Fault]:
    if not isinstance(kind, str):
        return
    tool = shown(kind)
    if isinstance(version, str):
        at, expected = (*path, "version"), f"no version for {tool}"
        if version.startswith("49-") and kind not in ("derogation", "other", "unknown"):
            found = f"{shown(version)} is a letter of Art. 49, and the tool is {tool}"
            yield Fault(at, found, f"kind 'derogation', or {expected}")
        elif version[:2] == "20" and kind not in CLAUSES:
            found = f"{shown(version)} is a generation of standard clauses, and the tool is {tool}"
            yield Fault(at, found, f"kind 'scc', or {expected}")
    if isinstance(module, str) and module in ("1", "2", "3", "4"):
        at = (*path, "module")
        if kind not in CLAUSES or kind == "dpa":
            found = f"a module of the 2021 standard clauses, and the tool is {tool}"
            yield Fault(at, found, f"kind 'scc', or no module for {tool}")
        elif version in OLD_CLAUSES:
            found = f"a module, and the clauses are those of {version}"
            yield Fault(at, found, "no module: only the clauses of 2021 have modules")


def _assessments(ids: _Ids, data: Mapping[str, Any], place: Callable[[str], str | None]) -> Iterator[Fault]:
    """Exporters that are not on the map, and outcomes that contradict the ``tia`` of a safeguard."""
    importers = {r["id"]: r for _, r in entries(data, "recipients") if isinstance(r.get("id"), str)}
    for path, entry in entries(data, "assessments"):
        kind = entry.get("kind", "tia")
        decided = kind == "tia" and entry.get("status") == "in-force" and entry.get("outcome") in OUTCOMES["tia"]
        yield from _twice((*path, "answers"), entry.get("answers"), "point")
        yield from _twice((*path, "rests_on"), entry.get("rests_on"), "input")
        yield from _twice((*path, "criteria"), entry.get("criteria"), "criterion")
        yield from of_another_kind(path, entry, kind)
        counts = decided and not entry.get("until") and entry.get("made_by") != "exporter"
        for p, leg in items((*path, "transfers"), entry.get("transfers")):
            leg = leg if isinstance(leg, Mapping) else {"recipient": leg}
            exporter = leg.get("exporter")
            if isinstance(exporter, str) and exporter and ids["recipients"].get(exporter) != exporter:
                yield _leads_nowhere(ids, (*p, "exporter"), exporter, "recipients")
            importer = importers.get(leg["recipient"]) if isinstance(leg.get("recipient"), str) else None
            if counts and importer is not None:
                yield from contradicted(path, entry, leg, importer, place)


def _twice(path: Path, value: Any, key: str) -> Iterator[Fault]:
    seen: dict[str, Path] = {}
    for p, item in items(path, value):
        if isinstance(item, Mapping) and isinstance(name := item.get(key), str):
            if name in seen:
                yield Fault((*p, key), f"{shown(name)} is used twice", f"each {key} once", seen[name])
            seen.setdefault(name, (*p, key))


def _cycles(data: Mapping[str, Any]) -> Iterator[Fault]:
    """Chains of sub-processors that return to their start; each is reported once."""
    engages: dict[str, list[tuple[Path, str]]] = {}
    for path, entry in entries(data, "recipients"):
        if isinstance(entry.get("id"), str):
            subs = items((*path, "sub_processors"), entry.get("sub_processors"))
            refs = (
                (p, s if isinstance(s, str) else s.get("recipient")) for p, s in subs if isinstance(s, (str, Mapping))
            )
            engages.setdefault(entry["id"], []).extend((p, r) for p, r in refs if isinstance(r, str))
    done: set[str] = set()
    for start in engages:
        if start in done:
            continue
        chain, on_chain, open_ = [start], {start: 0}, [iter(engages[start])]
        while open_:  # a loop instead of recursion: chains may be longer than Python's stack
            path, after = next(open_[-1], END)
            if not path:
                open_.pop()
                del on_chain[chain[-1]]
                done.add(chain.pop())
            elif after in on_chain:
                at = on_chain[after]
                ring = [*chain[at : at + 5], *(["..."] if len(chain) > at + 5 else []), after]
                said = " > ".join(clipped(name, 80) for name in ring)
                yield Fault(path, f"a chain of sub-processors returns to its start: {said}", "a chain that ends")
            elif after in engages and after not in done:
                on_chain[after] = len(chain)
                chain.append(after)
                open_.append(iter(engages[after]))


def _everywhere(path: Path, entry: Mapping[str, Any], model: Any) -> Iterator[Fault]:
    """Checks of every entry: evidence names fields that exist, and the days are in order."""
    fields = shape.of(model)
    evidence = entry.get("evidence") if "evidence" in fields else ()
    for n, e in enumerate(evidence) if isinstance(evidence, (list, tuple)) else ():
        facts = e.get("facts") if isinstance(e, (dict, Mapping)) else None
        for q, fact in items((*path, "evidence", n, "facts"), facts) if facts else ():
            if isinstance(fact, str) and fact not in fields:
                expected = unknown_key((fact,), model).expected.replace("one of the keys", "one of its fields")
                yield Fault(q, f"{shown(fact)} is not a field of this entry", expected)
    if "until" in fields and (start := _day(entry.get("from"))) and (end := _day(entry.get("until"))) and start > end:
        yield Fault((*path, "until"), f"'until' {end} is before 'from' {start}", "a day not before it")
    for key, value in entry.items():
        field = fields.get(key)
        if field is None or field.model is None or key == "evidence":
            continue
        within = items((*path, key), value) if field.many else [((*path, key), value)]
        for p, inner in within:
            if isinstance(inner, (dict, Mapping)):  # the usual type first: there are many
                yield from _everywhere(p, inner, field.model)


def _day(value: Any) -> dt.date | None:
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None
