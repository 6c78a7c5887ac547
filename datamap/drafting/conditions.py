"""Conditions for special data that words limit to some kinds of them: "Art. 9(2)(h) for health data"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from datamap.drafting.facts import Fact
from datamap.labels import values

LIMITED = "the words state it for some kinds of special data: confirm the condition for the others"


def limited(
    conditions: Iterable[Fact], categories: Iterable[Fact], texts: Mapping[str, str] | None = None
) -> list[Fact]:
    """The conditions; not sure where the words beside them name some of the special data of an activity, and not all.

    Parameters
    ----------
    conditions : iterable of Fact
        The last quote of each is the sentence that states it, unless ``texts`` has the cell by the condition.
    categories : iterable of Fact
        The categories of the activity, with the kind of special data of each.
    texts : mapping of str to str, optional
    """
    kinds = {f.extra.get("special", "") for f in categories} - {"", "none", "unknown"}
    found = list(conditions)
    told = [(texts or {}).get(f.value) or (f.quotes[-1].words if f.quotes else "") for f in found]
    named = [_named(text) for text in told]
    every = set().union(*named)
    left = kinds - every
    return [
        replace(f, sure=False, why=f.why or LIMITED) if mine and (left or "several" in kinds) else f
        for f, mine in zip(found, named, strict=True)
    ]


def _named(text: str) -> set[str]:
    """The kinds of special data that a text names outside the words for conditions."""
    for v in values.read_conditions(text).values:
        text = text[: v.start] + " " * (v.end - v.start) + text[v.end :]
    return {v.value for v in values.read_special(text).values} - {"none", "unknown"}
