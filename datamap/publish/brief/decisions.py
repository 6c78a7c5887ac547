"""Decisions requested, with owner and day, and the actions that are overdue."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from datamap.history.quarter import next_end
from datamap.labels.counting import count, noun
from datamap.publish.brief.items import Item
from datamap.publish.brief.sections import at, by_template, limited, subjects
from datamap.publish.brief.words import cut, day, name, names, quarters, sentence, width
from datamap.questions import plan
from datamap.rules.run import acceptance_expired

if TYPE_CHECKING:
    from datamap.publish.brief.facts import Facts, Overdue, Point

ACTIONS, EXPIRED, OVERDUE = 3, 2, 3
"""Items of each kind."""
SOON = dt.timedelta(30)
"""For a serious finding whose action has no day: the day of the report and this."""
INSIDE = 60
"""Width of names up to which they are within a sentence; longer ones follow it, where they may be cut."""
RECORDED = "NAME.decisions.yaml beside the map"
"""Where an owner is recorded."""


def decisions(facts: Sequence[Facts]) -> tuple[Item, ...]:
    """The decision that matters most, the acceptances that have expired, further decisions; each with owner and day."""
    groups = [g for g in by_template(facts) if g[0][1].rule != acceptance_expired.RULE.code]
    told, actions = False, []
    for group in groups[:ACTIONS]:
        alone = not any(p.owner for _, p in group)
        actions.append(_decision(facts, group, hint=alone and not told))
        told = told or alone
    return (*actions[:1], *_expired(facts), *actions[1:])


def _decision(facts: Sequence[Facts], group: Sequence[tuple[Facts, Point]], hint: bool) -> Item:
    points = [p for _, p in group]
    about = subjects(facts, group)
    template, kind = points[0].template, points[0].kind
    what = plan.title(template, [name(s) for s in about], kind)
    where = "" if kind == "controller" else at(facts, (f for f, _ in group))
    if len(about) > 1 and "{}" in template:
        what = _with_names(template, about, kind)
    return Item(sentence(f"{what} {where}", _who(facts, points, hint)))


def _with_names(template: str, about: Sequence[str], kind: str) -> str:
    """An action for several: their names are where their number is, if the sentence goes on after it."""
    named = names(about, 2)
    if template.endswith("{}") or width(named) > INSIDE:
        return f"{plan.title(template, list(about), kind)} ({named})"
    many = count(len(about), plan.PLURALS.get(kind, kind + "s"), kind)
    return plan.title(template, [named if len(about) == 2 else f"{many} ({named})"], kind)


def _who(facts: Sequence[Facts], points: Sequence[Point], hint: bool) -> str:
    """Owner and day of an action: as decided, else that no owner is recorded and a day by default.

    Parameters
    ----------
    hint : bool
        Whether to state where an owner is recorded: once in a brief is enough.
    """
    owners = list(dict.fromkeys(p.owner for p in points if p.owner))
    partly = " (for a part)" if owners and any(not p.owner for p in points) else ""
    dues = sorted(p.due for p in points if p.due)
    if any(p.state == "overdue" for p in points):
        when = f"overdue since {day(dues[0])}"
    elif dues:
        when = f"by {day(dues[0])}"
    else:
        when = f"by {day(_default(facts, any(p.severity == 'error' for p in points)))}"
    if owners:
        return f"Owner: {names(owners, 2)}{partly}, {when}"
    return f"No owner is recorded{f' (record one in {RECORDED})' if hint else ''}; decide {when}"


def _default(facts: Sequence[Facts], serious: bool) -> str:
    """The day until when to decide: soon about what is serious, else the end of the next quarter."""
    today = dt.date.fromisoformat(max(f.as_of for f in facts))
    return (today + SOON if serious else next_end(today)).isoformat()


def _expired(facts: Sequence[Facts]) -> Iterator[Item]:
    found = [(f, e) for f in facts for e in f.expired]
    by = day(_default(facts, serious=True))
    items = []
    for f, e in found:
        where = f" {at(facts, [f])}".rstrip()
        text = f"Renew or end an acceptance{where} that no longer applies ({cut(e.why, 60)}): {e.what}"
        items.append(Item(sentence(text, f"Owner: {name(e.owner)}, by {by}"), "open"))
    yield from limited(items, EXPIRED, lambda n: f"{count(n, 'further acceptances')} no longer apply. By {by}.")


def _late(facts: Sequence[Facts], f: Facts, o: Overdue) -> str:
    where = at(facts, [f])
    return f"{where}{', ' if where else ''}owner: {name(o.owner)}, due on {day(o.due)}".strip()


def overdue(facts: Sequence[Facts]) -> tuple[Item, ...]:
    """The overdue actions, those open for most quarters first."""
    found = sorted(((f, o) for f in facts for o in f.overdue), key=lambda x: (-x[1].quarters, x[1].due, x[1].what))
    items = [Item(sentence(f"Open for {quarters(o.quarters)}: {o.what}", _late(facts, f, o)), "bad") for f, o in found]
    if len(items) > OVERDUE:
        numbers = Counter(o.quarters for _, o in found)
        each = ", ".join(f"{n:,} for {quarters(q)}" for q, n in sorted(numbers.items(), reverse=True)[:4])
        total = f"{count(len(items), 'actions')} {noun(len(items), 'are', 'is')} overdue; open {each}"
        return (Item(sentence(total), "bad"), *items[: OVERDUE - 1])
    return tuple(items)
