"""The parts of the brief below its first lines: what changed and why, risks, whether the map is up to date, bases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from datamap.labels.counting import count, few, noun
from datamap.publish.brief import shared
from datamap.publish.brief.items import Item
from datamap.publish.brief.standing import oldest_first
from datamap.publish.brief.words import cause, day, name, names, quarters, sentence

if TYPE_CHECKING:
    from datamap.publish.brief.facts import Base, Counted, Facts, Move, Party, Point

CHANGES, RISKS, STALE, BASES = 5, 3, 3, 3
"""Items of each section."""
PROGRAM = "datamap"
LIST = "the list of the Data Privacy Framework changed"
VERDICT = {
    "not-covered": "not covered",
    "undetermined": "undetermined for lack of facts",
    "covered": "covered",
    "no-transfer": "no transfer",
}


def at(facts: Sequence[Facts], some: Iterable[Facts]) -> str:
    """At which companies, where there are several: the beginning of a tail."""
    who = list(dict.fromkeys(f.name for f in some))
    if len(facts) == 1:
        return ""
    if len(who) == len(facts):
        return f"at all {len(who):,} companies"
    return f"at {names(who)}" if len(who) <= 2 else f"at {len(who):,} companies ({names(who, 2)})"


def limited(items: Sequence[Item], most: int, rest: Callable[[int], str]) -> tuple[Item, ...]:
    """The first items, and a last one that counts the others."""
    if len(items) <= most:
        return tuple(items)
    return (*items[: most - 1], Item(rest(len(items) - most + 1)))


def changed(facts: Sequence[Facts]) -> tuple[Item, ...]:
    """What became worse or better since the earlier report, with the cause; the worst first."""
    if not any(f.compared for f in facts):
        return (Item("There is no earlier report to compare with: this one is the first."),)
    worse, better = ([*_moves(facts, way), *_counts(facts, way)] for way in ("worse", "better"))
    items = limited(
        [*worse, *better], CHANGES, lambda n: f"{count(n, 'further changes')}: see “What changed” in the reports."
    )
    if not items:
        stale = any(f.stale for f in facts)
        doubt = " This does not prove that nothing changed: not every map was re-confirmed" if stale else ""
        items = (
            Item(sentence(f"No transfer and no serious finding has another result.{doubt}"), "stale" if stale else ""),
        )
    first = [f for f in facts if not f.compared]
    new = [Item(sentence("There is no earlier report to compare with", at(facts, first)))] if first else []
    return (*items, *new, *_program(facts), *_edits(facts))


def _moves(facts: Sequence[Facts], way: str) -> Iterator[Item]:
    """Transfers with another verdict: a recipient that several companies share is one item."""
    found = [(f, m) for f in facts for m in f.moves if m.way == way and m.cause != PROGRAM]
    key = shared.keys(_parties(facts))
    groups = shared.grouped((key[m.party], (f, m)) for f, m in found)
    for pairs in sorted(groups.values(), key=lambda g: (min(_after(m) for _, m in g), -len(g))):
        moves = [m for _, m in pairs]
        before, after = (_verdicts(getattr(m, side) for m in moves) for side in ("before", "after"))
        where = names((m.place for m in moves), 2)
        why = LIST if all(m.listed for m in moves) and causes(moves) == "law" else cause(causes(moves))
        who = f"{name(shared.label([m.party for m in moves]))} ({where})"
        text = f"{way.title()}: transfers to {who}, {before} before, are now {after}, because {why}"
        yield Item(sentence(text, at(facts, (f for f, _ in pairs))), "bad" if way == "worse" else "good")


def causes(moves: Iterable[Move]) -> str:
    """The causes of several changes, joined."""
    return " and ".join(dict.fromkeys(m.cause for m in moves))


def _after(m: Move) -> int:
    return list(VERDICT).index(m.after) if m.after in VERDICT else 0


def _verdicts(several: Iterable[str]) -> str:
    return " or ".join(VERDICT.get(v, v) for v in sorted(set(several), key=list(VERDICT).index))


def _parties(facts: Sequence[Facts]) -> Iterator[Party]:
    """Every recipient that the brief may name."""
    for f in facts:
        yield from (m.party for m in f.moves)
        yield from (p.party for p in f.points if p.party is not None)
        yield from (p for b in f.bases for p in b.parties)


def _counts(facts: Sequence[Facts], way: str) -> Iterator[Item]:
    """Serious findings that are new or resolved, by cause."""
    found = [(f, c) for f in facts for c in f.counted if c.way == way and c.errors and c.cause != PROGRAM]
    for why, pairs in shared.grouped((c.cause, (f, c)) for f, c in found).items():
        number = sum(c.errors for _, c in pairs)
        what = (
            f"{count(number, 'serious findings')} {noun(number, 'are', 'is')} {'new' if way == 'worse' else 'resolved'}"
        )
        text = f"{way.title()}, because {cause(why)}: {what}: {_titles(c for _, c in pairs)}"
        yield Item(sentence(text, at(facts, (f for f, _ in pairs))), "bad" if way == "worse" else "good")


def _titles(counted: Iterable[Counted]) -> str:
    return few((t for c in counted for t in c.titles), 2, "; ")


def _program(facts: Sequence[Facts]) -> Iterator[Item]:
    """What only a changed check of this program reports otherwise: not a change of the company."""
    moved = [(f, 1, "") for f in facts for m in f.moves if m.cause == PROGRAM]
    counted = [(f, c.errors + c.others, _titles([c])) for f in facts for c in f.counted if c.cause == PROGRAM]
    if found := [*moved, *counted]:
        titles = "; ".join(list(dict.fromkeys(t for _, _, t in found if t))[:2])
        number = count(sum(n for _, n, _ in found), "results")
        who = "companies" if len(facts) > 1 else "company"
        text = f"Not a change of the {who}: only a new edition of a check of this program changed {number}"
        yield Item(sentence(f"{text}{': ' + titles if titles else ''}", at(facts, (f for f, _, _ in found))))


def _edits(facts: Sequence[Facts]) -> Iterator[Item]:
    edited, renamed = (sum(getattr(f.confirmed, x) for f in facts) for x in ("edited", "renamed"))
    if edited or renamed:
        parts = [count(edited, "changes") if edited else ""]
        parts += [f"{count(renamed, 'entries', 'entry')} renamed, which alone changes no result" if renamed else ""]
        who = at(facts, (f for f in facts if f.confirmed.edited or f.confirmed.renamed))
        yield Item(sentence(f"Edits of the map: {', '.join(p for p in parts if p)}", who))


def by_template(facts: Sequence[Facts]) -> list[list[tuple[Facts, Point]]]:
    """The open findings that one action resolves, over all companies; the most serious first."""
    groups = shared.grouped((p.template, (f, p)) for f in facts for p in f.points)
    return sorted(groups.values(), key=lambda g: max(p.rank for _, p in g), reverse=True)


def subjects(facts: Sequence[Facts], group: Sequence[tuple[Facts, Point]]) -> list[str]:
    """What the findings of one action are about: each recipient once, by the name that the group uses."""
    return list(_called(facts, group).values())


def _called(facts: Sequence[Facts], group: Sequence[tuple[Facts, Point]]) -> dict[str, str]:
    """The words for each subject of the findings of one action."""
    key = shared.keys(_parties(facts))
    parties = shared.grouped((key[p.party], p.party) for _, p in group if p.party is not None)
    words = {k: shared.label(v) for k, v in parties.items()}
    return {_about(key, p): words[key[p.party]] if p.party is not None else p.item for _, p in group}


def _about(key: dict[Party, str], p: Point) -> str:
    """What distinguishes the subjects of findings."""
    return key[p.party] if p.party is not None else f"item {p.item}"


def risks(facts: Sequence[Facts]) -> tuple[Item, ...]:
    """The worst risks, a sentence each, with the others to which the same applies."""
    items = []
    for group in by_template(facts)[:RISKS]:
        _, worst = max(group, key=lambda x: (x[1].rank, bool(x[1].message)))
        also = _others(facts, group, worst)
        where = "" if worst.kind == "controller" else at(facts, (f for f, _ in group))
        tail = f"{also} {where}".strip()
        items.append(Item(sentence(worst.message, tail), "bad" if worst.severity == "error" else "open"))
    return tuple(items)


def _others(facts: Sequence[Facts], group: Sequence[tuple[Facts, Point]], worst: Point) -> str:
    """To whom else the sentence applies, and who needs the same decision because of another sentence."""
    key = shared.keys(_parties(facts))
    called = _called(facts, group)
    own = _about(key, worst)
    alike = {_about(key, p) for _, p in group if p.alike and p.alike == worst.alike}
    same = [text for about, text in called.items() if about != own and about in alike]
    rest = [text for about, text in called.items() if about != own and about not in alike]
    parts = [f"the same for {names(same, 2)}"] if same else []
    if rest:
        who = count(len(rest), "others", "other") if same else names(rest, 2)
        parts.append(f"the same decision is needed for {who}")
    return "".join(f"; {part}" for part in parts)


def confirmed(facts: Sequence[Facts], missing: Sequence[str] = ()) -> tuple[Item, ...]:
    """Which share of the map was confirmed in twelve months, and which maps were not re-confirmed."""
    entries, year, since = (sum(getattr(f.confirmed, x) for f in facts) for x in ("entries", "year", "since"))
    share = 100 * year // entries if entries else 0
    of = f"{year:,} of {count(entries, 'entries', 'entry')} of the map ({share}%)"
    lately = "since the earlier report" if any(f.compared for f in facts) else "in this quarter"
    text = f"At least one fact was confirmed in the last twelve months in {of}, and {lately} in {since:,}"
    items = [Item(sentence(text), "" if since else "stale")]
    stale = [Item(sentence(_stale(f, len(facts) > 1)), "stale") for f in oldest_first(facts)]
    items += limited(
        stale, STALE, lambda n: f"{count(n, 'further maps')} not re-confirmed: see the index of this quarter."
    )
    if missing:
        items.append(Item(sentence(f"No report of this quarter could be made for {names(missing)}"), "stale"))
    return tuple(items)


def _stale(f: Facts, several: bool) -> str:
    c = f.confirmed
    who = f"{names([f.name])}: not re-confirmed" if several else "Not re-confirmed"
    long = f" for {quarters(c.quarters)}" if c.quarters > 0 else ""
    last = f"The last confirmation is of {day(c.last)}" if c.last else "No confirmation is recorded"
    dated = f"; the facts are of {day(c.dated)}" if c.dated and not c.last else ""
    return f"{who}{long}. {last}{dated}. Its answers may be out of date"


def depends(facts: Sequence[Facts]) -> tuple[Item, ...]:
    """Legal instruments that may cease to apply, with how many recipients and who relies on them."""
    key = shared.keys(_parties(facts))
    found: dict[tuple[str, str], list[tuple[Facts, Base]]] = {}
    for f in facts:
        for b in f.bases:
            found.setdefault((b.instrument, b.until), []).append((f, b))
    items = []
    for (instrument, until), pairs in sorted(found.items(), key=lambda x: (x[0][1] or "9999", x[0][0])):
        groups = shared.grouped((key[p], p) for _, b in pairs for p in b.parties)
        number = len(groups)
        ends = [f"ends on {day(until)}"] if until else []
        ends += ["is contested and may be annulled"] if any(b.contested for _, b in pairs) else []
        who = names(shared.label(parties) for parties in groups.values())
        rely = f"{count(number, 'recipients')} {noun(number, 'rely', 'relies')} on the {name(instrument)}"
        text = f"{rely}, which {' and '.join(ends)}: {who}"
        items.append(Item(sentence(text, at(facts, (f for f, _ in pairs))), "open"))
    return limited(items, BASES, lambda n: f"{count(n, 'further instruments')}: see the tab “Law” of the reports.")
