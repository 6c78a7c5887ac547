"""How an organisation or a group is doing: the transfers by verdict, and the state of each map in words and a tone.

Only a map that was confirmed since the earlier report, and that has nothing serious open, gets the tone ``good``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from datamap.labels.counting import COVERED_UNVERIFIED, count, noun
from datamap.labels.counting import transfers as total
from datamap.publish.brief.facts import Facts
from datamap.publish.brief.items import Item
from datamap.publish.brief.words import cut, name, names, quarters, sentence

ROWS, COLUMN = 6, 26
"""Companies that have a row, and the width of their names there."""


@dataclass(frozen=True)
class Row:
    """One company of a group."""

    name: str
    not_covered: int
    undetermined: int
    covered: str
    serious: int
    state: str
    tone: str


def declined(f: Facts) -> bool:
    """Whether something became worse for a reason other than a changed check of this program."""
    return any(m.way == "worse" and m.cause != "datamap" for m in f.moves) or any(
        c.way == "worse" and c.errors and c.cause != "datamap" for c in f.counted
    )


def improved(f: Facts) -> bool:
    """Whether something became better for such a reason, and nothing worse."""
    better = any(m.way == "better" and m.cause != "datamap" for m in f.moves) or any(
        c.way == "better" and c.errors and c.cause != "datamap" for c in f.counted
    )
    return better and not declined(f)


def order(f: Facts) -> tuple[int, int, int, int, str]:
    """The worst first: transfers not covered, serious findings, undetermined transfers, quarters not re-confirmed."""
    return -f.counts["not-covered"], -f.errors, -f.counts["undetermined"], -_age(f), f.id


def _age(f: Facts) -> int:
    """Quarters without a confirmation; one that is not recorded is older than every other."""
    return 0 if not f.stale else f.confirmed.quarters if f.confirmed.quarters >= 0 else 10_000


def oldest_first(facts: Iterable[Facts]) -> list[Facts]:
    """The companies whose map was not re-confirmed, the longest ago first."""
    return sorted((f for f in facts if f.stale), key=lambda f: (-_age(f), f.id))


def state(f: Facts) -> tuple[str, str]:
    """The state of one map, in words and a tone."""
    parts = ["worse"] if declined(f) else ["better"] if improved(f) else []
    if f.stale:
        n = f.confirmed.quarters
        parts.append(f"not re-confirmed for {quarters(n)}" if n > 0 else "not re-confirmed")
    elif not parts:
        parts.append("re-confirmed in full" if f.confirmed.since >= f.confirmed.entries else "re-confirmed in part")
    tone = "bad" if declined(f) else "stale" if f.stale else "open" if _open(f) else "good"
    text = ", ".join(parts)
    return text[:1].upper() + text[1:], tone


def _open(f: Facts) -> bool:
    partly = f.confirmed.since < f.confirmed.entries
    return bool(f.counts["not-covered"] or f.counts["undetermined"] or f.errors or f.overdue or f.expired or partly)


def status(facts: Sequence[Facts], missing: Sequence[str] = ()) -> Item:
    """How it is, in a sentence; for a group the companies by name."""
    worse, stale = [f for f in facts if declined(f)], oldest_first(facts)
    tones = {state(f)[1] for f in facts}
    tone = next((t for t in ("bad", "stale", "open", "good") if t in tones), "open")
    if missing and tone == "good":
        tone = "stale"
    if len(facts) == 1:
        (f,) = facts
        return Item(f"{state(f)[0]}. {_serious(f.errors)}.", tone)
    parts = [
        f"worse: {names((f.name for f in worse), 2)}" if worse else "",
        f"not re-confirmed: {names((f.name for f in stale), 2)}" if stale else "",
        f"most is open at {name(facts[0].name)}" if _open(facts[0]) else "",
        f"no report: {names(missing, 2)}" if missing else "",
    ]
    return Item(sentence("; ".join(p for p in parts if p) or "every map was re-confirmed"), tone)


def _serious(number: int) -> str:
    return (
        f"{count(number, 'serious findings')} {noun(number, 'are', 'is')} open"
        if number
        else "No serious finding is open"
    )


def counts(facts: Iterable[Facts]) -> dict[str, int]:
    """The rows by verdict, over all organisations."""
    out: dict[str, int] = {}
    for f in facts:
        for verdict, number in f.counts.items():
            out[verdict] = out.get(verdict, 0) + number
    return out


def transfers(facts: Sequence[Facts], short: bool = False) -> str:
    """The transfers by verdict, in a sentence, or shorter; rows inside the exporter's own area are not among them.

    A row whose place is not known is among them, because it may be a transfer: the words name no third country.
    """
    found = counts(facts)
    number = total(found)
    if not number:
        return "No transfer of personal data to a third country is recorded."
    if short:
        claimed = found.get(COVERED_UNVERIFIED, 0)
        unchecked = f" ({claimed:,} not checked against the list)" if claimed else ""
        return (
            f"Transfers: {found['not-covered']:,} not covered, "
            f"{found['undetermined']:,} undetermined, {found['covered']:,} covered{unchecked}."
        )
    bad, open_, good = found["not-covered"], found["undetermined"], found["covered"]
    claimed = found.get(COVERED_UNVERIFIED, 0)
    unchecked = f", of which {claimed:,} not checked against the list of participants" if claimed else ""
    return (
        f"Of {count(number, 'transfers')} of personal data, {bad:,} {noun(bad, 'are', 'is')} "
        f"without a valid transfer basis, {open_:,} {noun(open_, 'are', 'is')} undetermined because facts are missing, "
        f"and {good:,} {noun(good, 'are', 'is')} covered{unchecked}."
    )


def rows(facts: Sequence[Facts]) -> tuple[tuple[Row, ...], str]:
    """A row for each company, the worst first; of many, the worst and those not confirmed for longest."""
    shown = list(facts)
    if len(shown) > ROWS:
        stale = oldest_first(facts)[: ROWS // 2]
        worst = [f for f in facts if f not in stale][: ROWS - len(stale)]
        shown = sorted([*worst, *stale], key=order)
    more = len(facts) - len(shown)
    rest = f"{count(more, 'further companies', 'further company')}: see the index of this quarter." if more else ""
    return tuple(_row(f) for f in shown), rest


def _row(f: Facts) -> Row:
    words, tone = state(f)
    claimed = f.counts.get(COVERED_UNVERIFIED, 0)
    covered = f"{f.counts['covered']:,}" + (f" ({claimed:,} not checked)" if claimed else "")
    return Row(cut(f.name, COLUMN), f.counts["not-covered"], f.counts["undetermined"], covered, f.errors, words, tone)
