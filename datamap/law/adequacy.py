"""Does an adequacy decision fit a case (Art. 45)? By its scope; for the frameworks with the United States by listing.

Each function answers with a :class:`~datamap.law.case.Fit`. What the scope is, is data of the law pack.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from datamap.errors import LawError
from datamap.law.case import ROLES, Case, Fit, Scene, Tool, the
from datamap.law.pack import Element, Instrument, altered

if TYPE_CHECKING:
    from datamap.law.dpf import DpfMatch, Participants

VALUES: Mapping[str, Callable[[Case], str]] = {
    "sector": lambda c: c.importer_sector,
    "exporter_sector": lambda c: c.exporter_sector,
    "data": lambda c: c.data,
    "affiliate": lambda c: c.affiliate,
    "importer_role": lambda c: ROLES.get(c.importer_role, "unknown"),
}
"""What a test on a scope element can ask of a case."""

LISTINGS = {"dpf": "The Data Privacy Framework", "privacy-shield": "Privacy Shield", "safe-harbour": "Safe Harbour"}


# --- scope ---------------------------------------------------------------------------------------------------------


def _holds(s: Scene, tests: tuple[str, ...], e: Element) -> bool:
    """Whether one of an element's tests holds: ``sector=private``, ``data=hr & not affiliate=no`` ...

    ``fact`` is the inventory's own answer to the element and is looked at before; ``listed`` is looked up by listing;
    ``place`` holds for every importer there.
    """
    return any(all(_part_holds(s, part, e) for part in test.split(" & ")) for test in tests)


def _part_holds(s: Scene, test: str, e: Element) -> bool:
    """Whether one part of a test holds. An unknown value passes none, and so passes every ``not``."""
    if test.startswith("not "):
        return not _part_holds(s, test.removeprefix("not "), e)
    if test == "place":
        return True
    if test in ("fact", "listed"):
        return False
    name, sign, wanted = test.partition("!=" if "!=" in test else "=")
    read = VALUES.get(name)
    if name.startswith("fact:") and sign:
        value = s.facts.get(name.removeprefix("fact:"), "unknown")
    elif read and sign:
        value = read(s.case)
    else:
        known = ", ".join(f"{v}=..." for v in VALUES)
        expected = f"fact, fact:ID=..., listed, place, {known}"
        raise LawError(f"scope element {e.id}: the test '{test}' is not known; expected {expected}")
    return value != "unknown" and (value == wanted) == (sign == "=")


def _condition(s: Scene, e: Element) -> str:
    """met, unmet or unknown. The inventory's own answer counts; where it gives none, the sector decides.

    An answer of "unknown" takes away what is only supposed to be met, and not what is known to be unmet.
    """
    fact = s.facts.get(e.id, "unknown")
    if fact != "unknown":
        return "met" if fact == "yes" else "unmet"
    if _holds(s, e.unmet_by, e):
        return "unmet"
    return "met" if e.id not in s.facts and _holds(s, e.met_by, e) else "unknown"


def _exclusion(s: Scene, e: Element) -> str:
    """hit, ruled-out, usual or open. What is answered in general does not reach data of another class.

    An answer of "unknown" takes away what is only supposed to be ruled out, and not what is known to be hit.
    """
    if _holds(s, tuple(t for t in e.ruled_out_by if t.startswith("data")), e):
        return "ruled-out"
    fact = s.facts.get(e.id, "unknown")
    if fact != "unknown":
        return "hit" if fact == "yes" else "ruled-out"
    if _holds(s, e.hit_by, e):
        return "hit"
    if e.id not in s.facts and _holds(s, e.ruled_out_by, e):
        return "ruled-out"
    return "usual" if _holds(s, e.usual_by, e) else "open"


def scope(s: Scene, i: Instrument) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
    """Whether a decision's scope fits, its listing apart: state, reason, what is missing, what is open."""
    missing, asks, wanting, usual = [], [], [], []
    cite = i.cited(s.day)
    name = f"The adequacy decision “{i.short}”" if i.kind == "adequacy" else i.short
    for e in i.elements:
        if not e.applies_on(s.day) or "listed" in e.met_by:
            continue
        if e.sort == "condition":
            found = _condition(s, e)
            if found == "unmet":
                why = f"{name} does not apply, because a condition is not met: {e.text} ({cite})."
                return "fails", why, (), ()
            if found == "unknown":
                missing.append(f"scope:{e.id}")
                wanting.append(e.text)
        else:
            found = _exclusion(s, e)
            if found == "hit":
                return "fails", f"{name} does not cover {e.text} ({cite}).", (), ()
            if found == "open":
                asks.append(f"scope:{e.id}")
            if found == "usual":
                missing.append(f"scope:{e.id}")
                usual.append(e.text)
    if wanting:
        why = f"{name} applies only if {' and '.join(wanting)}, which is not known ({cite})."
        return "unclear", why, tuple(missing), ()
    if usual:
        excluded = " or ".join(usual)
        why = f"{name} does not cover {excluded}; that is the usual case, and it is not ruled out ({cite})."
        return "unclear", why, tuple(missing), ()
    return "covers", "", (), tuple(asks)


def decision(s: Scene, i: Instrument) -> Fit:
    """An adequacy decision in force: it covers by law, claimed or not, if its scope fits."""
    ends = [t.suspended_on for t in s.case.tools or () if t.kind == "adequacy" and t.suspended_on]
    if ends and min(ends) <= s.day:
        decided = f"despite the adequacy decision ({i.cited(s.day)})"
        reason = f"A supervisory authority suspended transfers on {min(ends)}, {decided}."
        return Fit("fails", "adequacy", reason, "adequacy", i)
    state, reason, missing, asks = scope(s, i)
    if state != "fails" and s.importer_unplaced:
        reason = (
            f"The data are hosted in {s.at}, but the location of the company that runs the site is not known: the "
            "place of hosting does not show who accesses the data, and the adequacy decision covers importers in "
            f"{s.at} only ({i.cited(s.day)})."
        )
        return Fit("unclear", "place-unknown", reason, "adequacy", i, missing=("place", *missing))
    if state == "covers":
        reason = f"Adequacy decision in force for {s.at} on {s.day} ({i.cited(s.day)})."
    return Fit(state, "adequacy", reason, "adequacy", i, missing=missing, asks=asks)


def claimed(s: Scene) -> Fit | None:
    """A claim of adequacy: None where there is a decision, which is judged by law already."""
    if any(i.kind == "adequacy" for i in s.status.instruments):
        return None
    reason = f"Adequacy is claimed, but there is no adequacy decision for {s.at} on {s.day}."
    if s.status.instruments:
        reason += f" {s.status.instruments[0].short} applies to listed organisations only, not the country."
    return Fit("fails", "adequacy", reason, "adequacy")


# --- listing -------------------------------------------------------------------------------------------------------


def _framework(s: Scene, kind: str) -> tuple[Instrument | None, str]:
    """The list-based decision of a kind that is in force for the place and day, or why there is none."""
    name = LISTINGS[kind]
    rows = s.law.tools(kind, regime=s.case.regime, day=s.day)
    earlier = s.law.regimes.get(s.regime.before)
    if not rows and earlier:  # annulled before the exporter's law became one of its own
        rows = tuple(i for i in s.law.tools(kind, regime=earlier.id) if i.annulled_on and i.annulled_on <= s.day)
    if not rows:
        of = f"{s.regime.name}{altered(s.law, kind)}"
        return None, f"{name}: not a transfer tool of the law that applies to the exporter ({of})."
    if s.law.resolve(s.place, s.regime) not in rows[-1].places:
        return None, f"{name} fits only a listed importer in {_names(rows[-1].places)}, not {s.at}."
    live = next((i for i in rows if i.in_force(s.day)), None)
    if live:
        return live, ""
    if s.day < rows[0].from_:
        return None, f"{name} was not in force on {s.day}: it starts on {rows[0].from_} ({rows[0].citation})."
    last = rows[-1]
    if last.annulled_on:
        return None, f"{name} ended on {last.annulled_on} ({last.annulled_by}): it covers nothing on {s.day}."
    return None, f"{name} ended on {last.until} ({last.citation}): it covers nothing on {s.day}."


def _names(places: tuple[str, ...]) -> str:
    return ", ".join(the(p) for p in places)


def listing(s: Scene, tool: Tool) -> Fit:
    """DPF, Privacy Shield, Safe Harbour: each covers an importer on its list, on the days it was in force."""
    i, why = _framework(s, tool.kind)
    if i is None:
        return Fit("fails", tool.kind, why, str(tool))
    state, reason, missing, asks = scope(s, i)
    if state != "covers":
        return Fit(state, tool.kind, reason, str(tool), i, missing=missing)

    def answer(
        state: str, words: str, evidence: str = "declared", more: tuple[str, ...] = (), m: DpfMatch | None = None
    ) -> Fit:
        unknown, notes = ("listing",) if state == "unclear" else (), tuple(m.warnings) if m else ()
        return Fit(
            state,
            tool.kind,
            words,
            str(tool),
            i,
            evidence,
            until=tool.until,
            missing=unknown,
            asks=(*asks, *more),
            notes=notes,
            dpf=m,
        )

    staff = ("listing:hr",) if s.case.data == "hr" else ()
    if tool.kind != "dpf":
        words = f"{i.short} is claimed, and was in force on {s.day} ({i.cited(s.day)})"
        return answer("covers", f"{words}; the list of that time was not checked.", more=staff)
    if s.participants is None or s.participants.at(s.day) is None:
        later = " (the lists given are all later than this day)" if s.participants is not None else ""
        words = (
            f"{i.short} is claimed, not checked against the list{later}; it is in force on {s.day} ({i.cited(s.day)})."
        )
        return answer("covers", words, more=(*staff, "listing"))
    m = _check(s, s.participants)
    said = _sentence(m.reason)
    if m.outcome == "verified":
        renewal = ("renewal",) if m.renewal_unseen else ()
        return answer("covers", f"{i.short}, verified ({i.cited(s.day)}): {said}", "verified", renewal, m)
    if m.outcome == "contradicted":
        return answer("fails", f"{i.short} is claimed, but the list contradicts it: {said}", "contradicted", m=m)
    return answer("unclear", f"{i.short} is claimed, but the list does not confirm it: {said}", "not-found", m=m)


def _sentence(text: str) -> str:
    """With a full stop at the end, be it that of ``Inc.``"""
    return text if text.endswith(".") else f"{text}."


def _check(s: Scene, participants: Participants) -> DpfMatch:
    c = s.case
    return participants.check(
        c.importer,
        c.importer_how,
        s.day,
        data=c.data,
        regime=s.regime.id,
        aliases=c.aliases,
        parent=c.parent,
        affiliate=c.affiliate,
    )


def found(s: Scene) -> Fit | None:
    """An importer on the participants list whose listing is not claimed."""
    if s.participants is None or s.participants.at(s.day) is None or not (s.case.importer or s.case.aliases):
        return None
    i, _ = _framework(s, "dpf")
    if i is None:
        return None
    state, _, _, asks = scope(s, i)
    m = _check(s, s.participants) if state == "covers" else None
    if m is None or m.outcome != "verified":
        return None
    asks += ("renewal",) if m.renewal_unseen else ()
    words = f"Not claimed, but on the Data Privacy Framework list ({i.cited(s.day)}): {_sentence(m.reason)}"
    return Fit("covers", "dpf", words, "dpf", i, "verified", asks=asks, notes=tuple(m.warnings), dpf=m)
