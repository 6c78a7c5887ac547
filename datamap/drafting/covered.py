"""For which places each tool of an organisation is, where several rows or documents state places of it."""

from __future__ import annotations

from dataclasses import replace

from datamap.drafting.facts import Draft, Fact
from datamap.drafting.merge import Organisation, Use
from datamap.drafting.tables import cells


def tools_of(organisation: Organisation) -> list[tuple[Draft, Fact]]:
    """The tools of all uses; one that its row limits to no place is for the places of that row, and not of others.

    "Owl Ltd, USA, SCC" and "Owl Ltd, India" in two rows state no tool for India.
    """
    facts = organisation.all_facts("tools")
    uses = [use for use in organisation.uses for _ in use.recipient.tools]
    return [(d, _limited(f, use, organisation)) for (d, f), use in zip(facts, uses, strict=True)]


def _limited(tool: Fact, use: Use, organisation: Organisation) -> Fact:
    own = _abroad(use)
    if tool.extra.get("countries") or tool.value in ("none", "unknown") or own is None or not own:
        return tool
    others = {p for u in organisation.uses if u is not use for p in _abroad(u) or ()}
    return replace(tool, extra={**tool.extra, "countries": ",".join(sorted(own))}) if others - own else tool


def _abroad(use: Use) -> set[str] | None:
    """The countries outside the EEA that a use states; None where it is not certain which they are."""
    codes = {p.value for p in use.recipient.places}
    if any(len(c) != 2 for c in codes - {"EEA"}):
        return None
    return {c for c in codes if not cells.in_eea(c)}
