"""Transfer tools as cells state them, and the places that each is for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from datamap.drafting import footnotes
from datamap.drafting.facts import DraftRecipient, Fact
from datamap.drafting.tables import cells, words
from datamap.drafting.tables.asking import Asking
from datamap.drafting.tables.grid import Said
from datamap.drafting.tables.in_turn import each_in_turn
from datamap.labels import values
from datamap.labels import words as ours
from datamap.labels.values.beside import Bound, bind
from datamap.labels.values.tools import OPEN

TOOL = "adequacy, standard clauses, binding rules ... that are in place; the tool is unknown until then"
NOT_ALL = "it may be for further places that are named beside it"
EACH = "a line for each place; until then it covers no other"
NOT_STATED = "it is for a place that is not stated"


def tools_of(said: Said, asking: Asking, codes: Sequence[str] = (), names: Sequence[str] = ()) -> list[Fact]:
    """The tools of a cell about safeguards; a fact ``none`` where it states that there is none.

    ``codes``: the places of the transfer; of several tools without a place, each is for as few of them as it can be.
    ``names``: of the recipients that the tools are for; beside a tool they need no question.
    """
    if cells.is_none(said.words):
        return [cells.fact("none", said)]
    if cells.is_absent(said.words):
        return []  # "not applicable" does not state that there is none
    text = cells.readable(said.text.words)
    read = values.read_tools(text)
    if read.denied and not read.values:
        return [cells.fact("none", said, extra={"label": said.words})]
    tools = [cells.from_value(v, said) for v in read.values]
    for fact, v in zip(tools, read.values, strict=True):
        if fact.value == "unknown":
            fact.extra.setdefault("label", said.words)
        if not v.sure or v.value == "unknown":
            why = v.why or "it is not certain which tool is in place"
            asking.ask("transfer tool", said, why, TOOL)
    if not tools:
        asking.ask("transfer tool", said, "no transfer tool that is known to be in place is recognised", TOOL)
        tools = [cells.fact("unknown", said, extra={"label": said.words})]
    bound = _bound(text)
    if read.values:
        limit(tools, bound, said, asking)
    if read.values and all(v.sure and v.value != "unknown" for v in read.values):  # else the whole cell is listed
        named = [values.read_places(text)] if any(b.codes for b in bound) else []
        for part in cells.unread(said, values.left(text, read, *named)):
            if not _only_names(part.words, names):
                asking.ask("transfer tool", part, "it is not recognised as a transfer tool", TOOL)
    return each_in_turn(tools, codes, said, asking)


def _only_names(text: str, names: Sequence[str]) -> bool:
    """Whether a text has the names of recipients and nothing else."""
    flat = words.plain(text)
    for name in words.named_in(text, list(names)):
        flat = flat.replace(words.plain(name), " ")
    return flat != words.plain(text) and not any(c.isalnum() for c in flat)


def undecided(said: Said) -> tuple[Said | None, bool]:
    """A text without the verdict and ground that our records add, and whether they state that there is no tool."""
    meant = {
        key: {words.plain(t) for t in e.values()} for group in ("verdict", "ground") for key, e in ours(group).items()
    }
    parts = [(p, next((k for k, t in meant.items() if words.plain(p.words) in t), "")) for p in cells.items(said)]
    if {"none", "not-covered"} <= {key for _, key in parts}:
        return said, True
    kept = [p for p, key in parts if not key]
    if len(kept) == len(parts):
        return said, False
    return (kept[0] if kept else None), False


def by_place(texts: list[Said], codes: list[str], asking: Asking) -> list[tuple[Said, list[str]]]:
    """Parts of texts with the places that each is for: "India: SCC; DPF". One without a place is for the others."""
    items = [item for said in texts for item in cells.items(said)]
    heads = [
        cells.place_codes(head) if colon else () for head, colon, _ in (i.text.words.partition(":") for i in items)
    ]
    inside = [[] if of else _bound(item.text.words) for item, of in zip(items, heads, strict=True)]
    named = {code for of in heads for code in of} | {c for found in inside for b in found for c in b.codes or ()}
    if not named:
        return [(said, codes) for said in texts]
    parts = []
    for item, of, bound in zip(items, heads, inside, strict=True):
        tool = item.part(item.text.words.find(":") + 1) if of else item
        if cells.is_blank(tool.words) or cells.is_absent(tool.words):
            continue
        meant = [c for c in codes if (c in of if of else c not in named)]
        stray = of and not meant and not cells.is_none(tool.words)
        if stray or any(b.codes is not None and not set(b.codes) & set(codes) for b in bound):
            asking.ask("transfer tool", item, NOT_STATED, "a place; it covers no other")
        parts.append((tool, meant or list(of) or codes))
    return parts


def _bound(text: str) -> list[Bound]:
    """The tools of a text about tools, with the places that it names for them; in the EEA a place needs no tool."""
    text = cells.readable(text)
    abroad = [v for v in values.read_places(text).values if v.sure and not cells.in_eea(v.value)]
    return bind(text, abroad, values.read_tools(text).values)


def limit(tools: list[Fact], bound: Iterable[Bound], said: Said, asking: Asking) -> None:
    """Limit tools to the places that the words beside them name; a question where these can be read in two ways."""
    for n, (fact, found) in enumerate(zip(tools, bound, strict=True)):
        if fact.value != "unknown" and footnotes.begins(said.text.words[found.tool.end :]):
            tools[n] = replace(fact, sure=False, why=footnotes.NOTED)
            asking.ask("transfer tool", said, footnotes.NOTED, TOOL)
        if found.codes is not None and fact.why != OPEN:  # "SCC (except India)"
            fact.extra["countries"] = ",".join(found.codes)
        if fact.value != "unknown" and not all(map(cells.in_eea, found.others)):  # in the EEA a place needs no tool
            asking.ask("transfer tool", said.part(found.tool.start, found.tool.end), NOT_ALL, EACH)


def limit_in_turn(parts: Sequence[tuple[list[Fact], list[Fact]]], cell: Said, asking: Asking) -> None:
    """Limit a tool between places to those in front of it, where a cell has a line for each: "USA; SCC; India; DPF"."""
    placed = [n for n, (places, _) in enumerate(parts) if places]
    for n, (places, tools) in enumerate(parts):
        if tools and not places and placed and min(placed) < n < max(placed):
            before = max(i for i in placed if i < n)
            for fact in tools:
                fact.extra["countries"] = ",".join(p.value for p in parts[before][0])
            asking.ask("transfer tool", cell, NOT_ALL, EACH)


def add_tools(recipient: DraftRecipient, tools: list[Fact], codes: list[str]) -> None:
    """Add tools for some countries; ``none`` stays only while nothing else is stated.

    Without ``codes`` a tool is for all places, and stays so if a part of them is named again. What the words limit to
    some places (:func:`limit`) is for these, and what they do not limit is for the others.
    """
    bound = {c for t in tools for c in t.extra.get("countries", "").split(",")}
    others = [c for c in codes if c not in bound] or codes
    for tool in tools:
        of = tool.extra["countries"].split(",") if tool.extra.get("countries") else others
        if tool.value == "none" and recipient.tools:
            continue
        recipient.tools[:] = [t for t in recipient.tools if t.value != "none" or tool.value == "none"]
        parts = ("version", "module", "label")
        same = [
            t
            for t in recipient.tools
            if t.value == tool.value and all(t.extra.get(p) == tool.extra.get(p) for p in parts)
        ]
        target = same[0] if same else Fact(tool.value, tool.quotes, tool.how, tool.why, tool.sure, dict(tool.extra))
        if of and not (same and not target.extra.get("countries")):
            held = target.extra.get("countries", "").split(",") if target.extra.get("countries") else []
            target.extra["countries"] = ",".join(dict.fromkeys([*held, *of]))
        if not same:
            recipient.tools.append(target)
