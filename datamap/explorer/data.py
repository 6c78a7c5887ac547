"""What the explorer draws: the flows, the transfers that carry them, the map, and the open proposals, as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datamap.model.vocabulary import VERDICTS
from datamap.publish import panels, review
from datamap.publish.charts import nodes, world

if TYPE_CHECKING:
    from datamap.pipeline import Audit


def explorer_data(audit: Audit) -> dict[str, Any]:
    """The data of :func:`datamap.publish.panels.flow_data`, and what the explorer needs beside it.

    ``transfers``: by row of ``audit.transfers``; ``carriers``: for each flow the rows that carry it; ``map``: the world
    map as SVG; ``proposals``: the open ones, what changes a verdict first.
    """
    rows = sorted(panels.transfers(audit), key=lambda x: x["row"])
    return {
        **panels.flow_data(audit),
        "transfers": [_transfer(x) for x in rows],
        "carriers": nodes.transfers_of_flows(audit),
        "map": world.world_svg(audit),
        "proposals": [
            {"subject": f.subject, "field": f.field, "value": f.value, "words": f.words, "changes": f.changes}
            for f in proposals(audit)
        ],
    }


def proposals(audit: Audit) -> list[review.Fact]:
    """The open proposals that a person decides on."""
    return [f for f in review.facts_of(audit) if f.open] if audit.has_proposals else []


def _transfer(x: dict[str, Any]) -> dict[str, Any]:
    """One transfer: its nodes, the rank of its verdict, what the table shows, and the text that a search looks at."""
    shown = [x["label"], x["place"], x["tool"], x["recipient_id"], x["country"], x["verdict"], *x["reasons"]]
    covered = x["verdict"] == "covered"
    return {
        "r": x["r"],
        "l": x["l"],
        "rank": VERDICTS.index(x["verdict"]),
        "tool": x["tool"],
        "claimed": x["claimed"],
        "until": (x["valid_until"] or "no fixed end") if covered else "–",
        "reason": x["reasons"][0] if x["reasons"] else "",
        "text": " ".join(shown).lower(),
    }
