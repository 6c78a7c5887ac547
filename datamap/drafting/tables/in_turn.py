"""Several tools for several places, in two cells that do not state which is for which: "USA, India", "DPF, SCC"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from datamap.drafting.facts import Fact
from datamap.drafting.tables import cells
from datamap.drafting.tables.asking import Asking
from datamap.drafting.tables.grid import Said
from datamap.law import load
from datamap.law.pack import ADEQUACY_KINDS
from datamap.reading.document import Quote

WHICH = "it names several tools for several places, and does not state which tool is for which place"
EACH = "a tool for each place: 'USA: DPF; India: SCC'"
NONE_TOO = "it states tools and also that there is none, and does not state for which place or recipient"
_BESIDE = frozenset({"none", "dpa", "other", "uk-addendum", "idta"})
"""What is beside a tool, or no tool."""


def each_in_turn(tools: list[Fact], codes: Sequence[str], said: Said | Quote, asking: Asking) -> list[Fact]:
    """The tools of a cell, each for as few of several places outside the EEA as the words can mean, with a question.

    A decision on adequacy is for the places that it is about; as many tools as places are in their order; else no one
    knows, and the tools are only proposed.
    """
    free = [t for t in tools if t.value not in _BESIDE and not t.extra.get("countries")]
    if len({t.value for t in free}) < 2:
        return tools
    abroad = [c for c in dict.fromkeys(codes) if len(c) == 2 and not cells.in_eea(c)]
    if len(abroad) < 2:
        return tools
    asking.ask("transfer tool", said, WHICH, EACH)
    placed: dict[int, list[str]] = {}
    left = list(abroad)
    for tool in free:
        if decided := _decided(tool.value):
            of = [c for c in abroad if c in decided]
            placed[id(tool)] = of or abroad
            left = [c for c in left if c not in of]
    others = [t for t in free if id(t) not in placed]
    left = left or abroad
    for n, tool in enumerate(others):
        if len(others) == 1 and placed:
            placed[id(tool)] = left
        elif len(others) == len(left):
            placed[id(tool)] = [left[n]]
    return [_for(t, placed.get(id(t))) if any(t is f for f in free) else t for t in tools]


Parts = Sequence[tuple[Said, list[str], list[Fact]]]
"""Parts of cells with the places that each is for, and their tools."""


def in_turn(parts: Parts, asking: Asking) -> list[tuple[Said, list[str], list[Fact]]]:
    """The tools of several parts; those for the same places are in turn, as if one cell named them."""
    if len(parts) < 2:
        return list(parts)
    turned: dict[int, Fact] = {}
    for said, of, tools in parts:
        if any(id(tool) not in turned for tool in tools):
            same = [tool for _, o, found in parts if o == of for tool in found]
            turned |= dict(zip(map(id, same), each_in_turn(same, of, said, asking), strict=True))
    return [(said, of, [turned[id(tool)] for tool in tools]) for said, of, tools in parts]


@cache
def _decided(kind: str) -> frozenset[str]:
    """The places that the decisions of a kind are about; empty for tools that may be for any place."""
    made = [i for i in load().instruments() if i.kind == kind] if kind in ADEQUACY_KINDS else []
    return frozenset(place for i in made for place in i.places)


def _for(tool: Fact, places: list[str] | None) -> Fact:
    """A tool for some places; where these are not known, it is proposed."""
    if places is None:
        return replace(tool, sure=False, why=tool.why or WHICH)
    return replace(tool, extra={**tool.extra, "countries": ",".join(places)})


def of_columns(parts: Parts, asking: Asking) -> list[tuple[list[str], list[Fact]]]:
    """The tools of the cells of a recipient, with their places; "none" limits those of its own column only."""
    turned = in_turn(parts, asking)
    columns = dict.fromkeys(said.title for said, _, _ in turned)  # "Adequacy: none" beside "Safeguards: SCC"
    return [out for c in columns for out in none_too([p for p in turned if p[0].title == c], asking)]


def none_too(parts: Parts, asking: Asking) -> list[tuple[list[str], list[Fact]]]:
    """The tools of the parts of a cell, with their places; beside a part with none, others are only proposed.

    "SCC" and "none" in two lines of a cell, and no place in front of them: one of the places has no tool.
    """
    kinds = [{t.value for t in tools} for _, _, tools in parts]
    out = []
    for (said, of, tools), kind in zip(parts, kinds, strict=True):
        beside = {k for (_, o, _), ks in zip(parts, kinds, strict=True) for k in ks if set(o) & set(of) or o == of}
        if kind == {"none"} and beside - kind:
            asking.ask("transfer tool", said, NONE_TOO, EACH)
        if kind != {"none"} and "none" in beside:
            tools = [replace(t, sure=False, why=t.why or NONE_TOO) for t in tools]
        out.append((of, tools))
    return out
