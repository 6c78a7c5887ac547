"""The facts of one organisation or of a group -> the sentences of the brief, once for all its forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from datamap.labels.counting import count, noun
from datamap.publish.brief import decisions as deciding
from datamap.publish.brief import sections, standing
from datamap.publish.brief.facts import Facts
from datamap.publish.brief.fitting import fitted, room
from datamap.publish.brief.items import Item, Section
from datamap.publish.brief.standing import Row
from datamap.publish.brief.words import cut, day, names, plain

TITLE = 72
"""Width of the name of one organisation in the title: with it, the title takes two to three lines."""


@dataclass(frozen=True)
class Brief:
    """The content of the brief.

    Attributes
    ----------
    title, about : str
        For whom; of which day, and compared with which.
    status : Item
        How it is, in a sentence.
    summary : tuple of str
        The transfers by verdict, and what is new.
    rows : tuple of Row
        The companies of a group; empty for one organisation.
    rest : str
        How many companies are not among the rows.
    sections : tuple of Section
    mail : tuple of str
        The most important sentences, the first ones first.
    footer : str
    """

    title: str
    about: str
    status: Item
    summary: tuple[str, ...]
    rows: tuple[Row, ...]
    rest: str
    sections: tuple[Section, ...]
    mail: tuple[str, ...]
    footer: str


def compose(facts: Sequence[Facts], group: str = "", missing: Sequence[str] = ()) -> Brief:
    """The brief on one organisation, or on a group.

    Parameters
    ----------
    facts : sequence of Facts
        At least one.
    group : str
        Title of the group; empty for one organisation.
    missing : sequence of str
        Companies without a report of this quarter.
    """
    ordered = sorted(facts, key=standing.order)
    status = standing.status(ordered, missing)
    changed, risks = sections.changed(ordered), sections.risks(ordered)
    decisions = deciding.decisions(ordered)
    confirmed = sections.confirmed(ordered, missing)
    parts = (
        Section("What became worse or better, and why", changed),
        Section("The worst risks", risks),
        Section("Decisions requested", decisions),
        Section("Overdue actions", deciding.overdue(ordered)),
        Section("Is the map up to date?", confirmed),
        Section("What may cease to apply", sections.depends(ordered)),
    )
    rows, rest = standing.rows(ordered) if len(ordered) > 1 else ((), "")
    summary = standing.transfers(ordered)
    worst = [i for i in changed if i.tone == "bad"] or list(changed)
    stale = [i for i in confirmed[1:] if i.tone == "stale"]
    mail = (
        status.text,
        standing.transfers(ordered, short=True),
        *(i.text for i in (*worst[:1], *decisions[:1], *stale[:1], *decisions[1:2], *worst[1:2], *risks[:1])),
    )
    whom = group or (cut(ordered[0].name, TITLE) if len(ordered) == 1 else names((f.name for f in ordered), 1))
    title = f"Personal data: brief for the management of {whom}"
    left = room(title, [status.text, summary, *([rest] if rest else [])], rows)
    return Brief(
        title=title,
        about=_about(ordered),
        status=status,
        summary=(summary,),
        rows=rows,
        rest=rest,
        sections=fitted([p for p in parts if p.items], left),
        mail=tuple(dict.fromkeys(mail)),
        footer=_footer(ordered),
    )


def _about(facts: Sequence[Facts]) -> str:
    of = f"{count(len(facts), 'companies')}, as" if len(facts) > 1 else "As"
    before = sorted({f.compared for f in facts if f.compared})
    compared = f"compared with {day(before[0])}" if len(before) == 1 else "compared with earlier reports"
    compared = compared if before else "without an earlier report"
    return f"{of} of {day(max(f.as_of for f in facts))}, {compared}. Art. 38(3) GDPR."


def _footer(facts: Sequence[Facts]) -> str:
    packs = names(sorted({f.law for f in facts}))
    word = noun(len({f.law for f in facts}), "versions")
    return plain(
        f"Legal facts: {word} {packs}. Each statement has its reasons and sources in the report beside this brief. "
        "A transfer is a disclosure to a recipient outside the area where the exporter's law protects the data."
    )
