"""The organisation whose map a draft is, as the inventory takes it, with its officer, representatives and partners."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from datamap.drafting import entries as parts
from datamap.drafting.facts import Draft, Fact
from datamap.drafting.merge import Merged


def controller(merged: Merged, roles: set[str]) -> dict[str, Any]:
    """The organisation: of each fact the first that is sure, else the first as a proposal.

    Parameters
    ----------
    merged : Merged
    roles : set of str
        Its roles in its activities; its own role follows where all of them are stated.
    """
    out: dict[str, Any] = {}
    found: dict[str, list[tuple[Draft, Fact]]] = {}
    for draft in merged.drafts:
        for key, fact in draft.controller.items():
            found.setdefault(key, []).append((draft, fact))
    for key, facts in found.items():
        first = parts.certain(facts)[0]
        parts.state(out, key, first[1].value, [first])
    for draft in merged.drafts:
        for kind, people in draft.parties.items():
            named = [_party(draft, p) for p in people if "none" not in p]
            if named:
                out[kind] = [*out[kind], *named] if isinstance(out.get(kind), list) else named
            elif any("none" in p and p["none"].sure for p in people):
                out.setdefault(kind, "none")
            elif people and kind not in out:  # it may be that there is none: proposed, with its words
                parts.state(out, kind, "none", [(draft, people[0]["none"])])
    out.setdefault("name", "unknown")
    if roles and "unknown" not in roles:
        out["role"] = "both" if {"processor"} < roles else "processor" if roles == {"processor"} else "controller"
    return out


def _party(draft: Draft, facts: Mapping[str, Fact]) -> dict[str, Any]:
    """A person or organisation; proposed as a whole where its name is."""
    name = facts.get("name", Fact("unknown"))
    out: dict[str, Any] = {"name": name.value, **parts.doubted(draft, name)}
    for key, fact in facts.items():
        if key != "name":
            parts.state(out, key, fact.value, [(draft, fact)])
    return out
