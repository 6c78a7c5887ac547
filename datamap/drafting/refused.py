"""A tool that one part of a document states of an organisation, and that another part denies or puts off."""

from __future__ import annotations

from dataclasses import replace

from datamap.drafting.facts import Fact
from datamap.drafting.merge import Organisation
from datamap.labels.values import fold
from datamap.labels.values.lexicon import LANGUAGES
from datamap.labels.values.tools import tool_hits

REFUSED = "other words on the organisation deny it, put it off, or are not certain of it"


def doubt_refused(organisation: Organisation) -> None:
    """Propose the tools that other words on the same organisation deny; an entry stands for those words already."""
    stated = [f for _, f in organisation.all_facts("tools")]
    refused = [f for f in stated if f.value == "unknown" and not f.sure and f.extra.get("label")]
    for use in organisation.uses if refused else ():
        tools = use.recipient.tools
        tools[:] = [replace(t, sure=False, why=t.why or REFUSED) if _is_refused(t, refused) else t for t in tools]


def _is_refused(tool: Fact, refused: list[Fact]) -> bool:
    """Whether words elsewhere refuse a tool of its kind, for one of its places."""
    return tool.sure and any(
        tool.value in _kinds(f.extra["label"]) and _places(tool, f) and not _beside(tool, f) for f in refused
    )


def _kinds(label: str) -> set[str]:
    """The kinds of the tools that words name, in place or not."""
    return {h.key.partition(":")[0] for h in tool_hits(fold(label), LANGUAGES)}


def _places(tool: Fact, other: Fact) -> bool:
    """Whether two tools may be for the same place."""
    mine, theirs = (set(filter(None, f.extra.get("countries", "").split(","))) for f in (tool, other))
    return not mine or not theirs or bool(mine & theirs)


def _beside(tool: Fact, other: Fact) -> bool:
    """Whether both are in one cell or line: what is beside a tool is read with it."""
    return bool({q.where for q in tool.quotes[:1]} & {q.where for q in other.quotes[:1]})
