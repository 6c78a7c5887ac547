"""The parts of an inventory's entries as plain data: evidence, sites, safeguards, legal bases, periods, sources.

What is not sure is an entry that is proposed; a single field that is not sure has evidence that is proposed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

from datamap.drafting.facts import Draft, DraftActivity, Fact
from datamap.drafting.tables import words
from datamap.formats import problems
from datamap.model.vocabulary import Module, SafeguardKind, SafeguardVersion

Stated = list[tuple[Draft, Fact]]
KINDS, VERSIONS, MODULES = (frozenset(get_args(t)) for t in (SafeguardKind, SafeguardVersion, Module))


class Entries:
    """The entries of one list of the inventory, by name: each name once, with an id made from it."""

    def __init__(self, kind: str):
        self.kind = kind
        self.by_name: dict[str, dict[str, Any]] = {}
        self.by_id: dict[str, dict[str, Any]] = {}
        self._ids: set[str] = set()
        self._last: dict[str, int] = {}

    def of(self, name: str, evidence: Iterable[dict[str, Any]] = (), *, doubt: str = "") -> dict[str, Any]:
        """The entry of a name; a new one where it is new. It is proposed as long as all uses of it are in doubt."""
        name = " ".join(name.split())
        entry = self.by_name.setdefault(words.plain(name), {})
        if not entry:
            entry |= {"id": self.fresh(name), "name": name, "evidence": list(evidence)}
            self.by_id[entry["id"]] = entry
            entry |= {"how": "proposed", "why": doubt} if doubt else {}
        elif not doubt and entry.get("how") == "proposed":
            del entry["how"], entry["why"]
            entry["evidence"] = list(evidence) or entry["evidence"]
        return entry

    def fresh(self, name: str) -> str:
        """An id that is not taken."""
        made = stem = problems.id_meant(name)[:48].strip("-._") or self.kind
        number = self._last.get(stem, 1)
        while made in self._ids or made in ("unknown", "none"):
            number += 1
            made = f"{stem}-{number}"
        self._last[stem] = number
        self._ids.add(made)
        return made

    def listed(self) -> Any:
        """The entries as the inventory takes them."""
        return list(self.by_name.values()) or "unknown"


_CELL = re.compile(r"^(.*)!\$?[A-Z]+\$?(\d+)$")


@lru_cache(maxsize=64)
def _file_name(path: str) -> str:
    return Path(path).name


@lru_cache(maxsize=1 << 10)
def _row_of(cell: str) -> str:
    """The row of a cell of a sheet: the facts of one row follow each other."""
    m = _CELL.match(cell)
    return f"{m[1]}, row {m[2]}" if m else cell


def evidence(draft: Draft, fact: Fact, *, row: bool = False) -> list[dict[str, Any]]:
    """Document, place and words of a fact; ``row``: the row of a sheet instead of its cell."""
    document = _file_name(draft.documents[0].path)
    found: list[dict[str, Any]] = []
    for quote in fact.quotes[:3]:
        where = _row_of(quote.where) if row else quote.where
        entry = {"document": document, "section": where, "words": quote.words}
        if entry not in found:
            found.append(entry if all(entry.values()) else {k: v for k, v in entry.items() if v})
    return found


def doubt(fact: Fact) -> str:
    """Why a fact must be confirmed; empty for one that is sure."""
    return "" if fact.sure else fact.why or "it must be confirmed"


def marked(fact: Fact) -> dict[str, str]:
    """How a fact is known, where it is not stated for sure; there is nothing to confirm in one that is unknown."""
    if not fact.sure and fact.value != "unknown":
        return {"how": "proposed", "why": doubt(fact)}
    return {} if fact.how == "stated" else {"how": fact.how, "why": fact.why or "read from the document"}


def doubted(draft: Draft, fact: Fact) -> dict[str, Any]:
    """What marks an entry that a fact in doubt makes: proposed, with the words; nothing for a fact that is sure."""
    mark = {} if fact.sure else marked(fact)
    return {**mark, "evidence": evidence(draft, fact)[:1]} if mark else {}


def certain(facts: Stated) -> Stated:
    """The facts that are sure; all of them where none is."""
    return [(d, f) for d, f in facts if f.sure] or facts


def state(entry: dict[str, Any], key: str, value: Any, facts: Stated) -> None:
    """Set a field; where none of its facts is sure, the field is proposed."""
    entry[key] = value
    if any(f.sure for _, f in facts):
        return
    for draft, fact in facts:
        mark = {"facts": [key], **marked(fact)}
        entry.setdefault("evidence", []).extend({**e, **mark} for e in evidence(draft, fact)[:1] or [{}])


def several(draft: Draft, facts: list[Fact], entry: Callable[[Fact], dict[str, Any]]) -> Any:
    """A list as the inventory takes it: ``unknown`` where nothing is stated, ``none`` where that is stated for sure."""
    if facts and all(f.value == "none" and f.sure for f in facts):
        return "none"
    found = [f for f in facts if f.value != "none" and (f.sure or f.value != "unknown")]
    return [{**entry(f), **marked(f), **doubted(draft, f)} for f in found] or "unknown"


def texts(out: dict[str, Any], key: str, draft: Draft, facts: list[Fact]) -> None:
    """A list of texts as the inventory takes it: those that are sure, else all of them, as a proposal."""
    found = certain([(draft, f) for f in facts])
    named = list(dict.fromkeys(f.value for _, f in found if f.value != "none"))
    if named:
        state(out, key, named, found)
    elif found and all(f.sure for _, f in found):
        out[key] = "none"


def sites(facts: Stated, entry: dict[str, Any]) -> None:
    """The places of a recipient; one that is not sure is proposed, where it is not stated elsewhere."""
    made: list[dict[str, Any]] = entry.setdefault("sites", [])
    for draft, fact in sorted(facts, key=lambda x: not x[1].sure):
        code = fact.value
        place = fact.extra.get("place", "") or ("" if fact.sure or not fact.quotes else fact.quotes[0].words)
        site: dict[str, Any] = {"country": code, **({"place": place} if place else {}), **marked(fact)}
        if code != "unknown" and code in [s["country"] for s in made]:
            continue
        if (code, place) in [(s["country"], s.get("place", "")) for s in made]:
            continue
        if fact.quotes:
            site["evidence"] = evidence(draft, fact)[:1]
        made.append(site)
    if not made:
        del entry["sites"]


def safeguards(facts: Stated, entry: dict[str, Any]) -> None:
    """The tools of a recipient; one that is not sure is proposed, and one that is denied or to come is not known."""
    tools = sorted(((d, f) for d, f in facts if f.value != "none"), key=lambda x: not x[1].sure)
    if not tools:
        if facts:
            state(entry, "safeguards", "none", facts)
        return
    places = {s["country"] for s in entry.get("sites", ())}
    made: list[dict[str, Any]] = []
    # a contract alone is not a tool, so the transfer is not covered: words in doubt must not make that milder
    certain = entry.get("dpa") == "yes" or any(f.sure and f.value != "unknown" for _, f in tools)
    for draft, fact in tools:
        tool = _tool(fact)
        if certain and not fact.sure and tool["kind"] == "unknown":
            tool["how"] = "proposed"  # beside a tool that is stated it must not make the verdict milder
        known = [c for c in fact.extra.get("countries", "").split(",") if c]
        keys = ("kind", "version", "module", "label", "signed")
        alike = [m for m in made if all(m.get(k) == tool.get(k) for k in keys)]
        same = next((m for m in alike if (m.get("how") == "proposed") == (tool.get("how") == "proposed")), None)
        if same is None and not any(m["all"] for m in alike):
            tool["evidence"] = evidence(draft, fact)[:1] if fact.quotes else []
            made.append(tool | {"countries": known, "all": not known})
        elif same is not None:
            same["countries"] = list(dict.fromkeys([*same["countries"], *known]))
            same["all"] |= not known
    for tool in made:
        stated = tool.pop("countries")
        of = [c for c in stated if c in places]
        if tool.pop("all") or places <= set(of):
            continue
        if of:
            tool["countries"] = of
        else:  # it covers none of the places that are stated
            tool |= {"how": "proposed", "why": f"it is for {', '.join(stated)}, which is not stated as a place"}
    entry["safeguards"] = made


def _tool(fact: Fact) -> dict[str, Any]:
    extra = fact.extra
    text = extra.get("label") or (fact.quotes[0].words if fact.quotes else "")
    if fact.value not in KINDS or fact.value == "unknown":
        return {"kind": "unknown", **({"label": text} if text else {})}
    tool: dict[str, Any] = {"kind": fact.value, **marked(fact)}
    version = extra.get("version", "")
    if version in VERSIONS and version != "unknown":
        tool["version"] = version
    if extra.get("module") in MODULES and fact.value == "scc" and version in ("", "2021", "unknown"):
        tool["module"] = extra["module"]
    if re.fullmatch(r"\d{4}-\d\d-\d\d", extra.get("signed", "")):
        tool["signed"] = extra["signed"]
    for key in ("label", "reference"):
        if extra.get(key):
            tool[key] = extra[key]
    return tool


def bases(draft: Draft, a: DraftActivity, out: dict[str, Any]) -> None:
    """The legal bases of an activity; one that is not sure is proposed, where it is not stated elsewhere."""
    made: list[dict[str, Any]] = []
    sure = {f.value for f in a.bases if f.sure}
    for fact in a.bases:
        words_ = fact.quotes[0].words if fact.quotes else ""
        if not fact.sure and fact.value in sure:
            continue
        if fact.value in ("unknown", "none"):
            entry: dict[str, Any] = {"basis": "unknown", "notes": fact.extra.get("notes") or words_}
        else:
            entry = {"basis": fact.value, **marked(fact)}
            entry |= {k: fact.extra[k] for k in ("notes", "interest", "law", "when", "withdrawal") if fact.extra.get(k)}
            entry |= {"conditions": [fact.extra["conditions"]]} if fact.extra.get("conditions") else {}
        entry["evidence"] = evidence(draft, fact)[:1]
        if not any(_same_basis(m, entry) for m in made):
            made.append(entry)
    if a.conditions:
        made = made or [{"basis": "unknown"}]
        for entry in made:
            texts(entry, "conditions", draft, a.conditions)
    out["legal_bases"] = made or "unknown"


def _same_basis(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """Whether two entries are one legal basis: several of a kind differ by the case in which each applies."""
    return bool(a["basis"] == b["basis"] != "unknown") and a.get("when") == b.get("when")


def retention(draft: Draft, facts: list[Fact], ids: dict[str, str], out: dict[str, Any]) -> None:
    """How long data are kept; a period that is not sure is proposed."""
    made = []
    for fact in facts:
        extra = fact.extra
        text = extra.get("criterion") or extra.get("text") or (fact.quotes[0].words if fact.quotes else "")
        if fact.value == "unknown":
            entry: dict[str, Any] = {"period": "unknown", "criterion": text}
        elif fact.value == "none":
            entry = {"period": "none", "criterion": text} | ({"law": extra["law"]} if extra.get("law") else {})
        else:
            entry = {"period": fact.value} | {k: extra[k] for k in ("starts", "law", "criterion") if extra.get(k)}
        remarks = [extra[k] for k in ("remark", "maximum") if extra.get(k) and extra[k] != "yes"]
        if fact.value not in ("unknown", "none") and _more(extra.get("text", ""), fact, extra):
            remarks.append(extra["text"])
        if remarks:
            entry["notes"] = "; ".join(dict.fromkeys(remarks))
        of = _listed(extra, ids)
        if of and set(of) != set(ids.values()):
            entry["categories"] = of
        entry |= marked(fact)
        entry["evidence"] = evidence(draft, fact)[:1]
        made.append(entry)
    out["retention"] = made or "unknown"


def _more(text: str, fact: Fact, extra: dict[str, str]) -> bool:
    """Whether a text states more than the period that was read from it."""
    text, quoted = words.plain(text), words.plain(fact.quotes[0].words if fact.quotes else "")
    rest = text.replace(quoted, " ").replace(words.plain(extra.get("starts", "\n")) or "\n", " ")
    return bool(re.search(r"\w{2}", rest)) and text != quoted


def source(fact: Fact, ids: dict[str, str]) -> dict[str, Any]:
    """A source of data; ``ids``: of the categories of the activity by name."""
    name = fact.extra.get("name", "")
    of = _listed(fact.extra, ids)
    return {"kind": fact.value, **({"name": name} if name else {}), **({"categories": of} if of else {})}


def _listed(extra: dict[str, str], ids: dict[str, str]) -> list[str]:
    """Ids of the categories that an entry is about."""
    return [ids[words.plain(n)] for n in extra.get("categories", "").split("\n") if words.plain(n) in ids]
