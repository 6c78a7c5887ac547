"""Onward transfers: a processor hands the data on, and the law that binds the processor decides.

A processor in the European Union, the United Kingdom or Switzerland is under the regime of that place. Behind another
place with an adequacy decision, and behind an importer on a list, what that decision requires of onward transfers
decides: it is data of the law pack (``onward``), and the inventory answers it at the sub-processor
(:data:`REQUIREMENTS`). Behind any other processor, the exporter's own regime follows the data (Art. 44). Where the
processor receives data under several laws, or is in several places, what it hands on must be lawful under each.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from datamap.labels import countries
from datamap.law.case import Case, Verdict, capital, the
from datamap.law.pack import ADEQUACY_KINDS, Instrument, Law
from datamap.model.vocabulary import VAGUE_PLACES

__all__ = ["REQUIREMENTS", "judge_onward"]

REQUIREMENTS = "onward-requirements"
"""The fact, recorded at a sub-processor, that the processor meets what binds it when it hands the data on."""

SAME_AREA = ("eea", "transition")


def judge_onward(case: Case, day: dt.date, law: Law, decide: Callable[[Case], Verdict]) -> Verdict:
    """The verdict on an onward leg; ``decide`` gives the verdict under one regime."""
    laws = case.received_under or (case.regime,)
    found = [_received_under_one(replace(case, regime=r), day, law, decide) for r in laws]
    named = "; ".join(dict.fromkeys(str(law.framework(day, r)["citation"]) for r in laws))
    why = (
        f"The processor receives the data under different laws ({named}); under which of them it received what it "
        "hands on is not recorded, and the answers differ."
    )
    return _joined(found, "received", why, str(law.framework(day, laws[0])["citation"]))


def _received_under_one(case: Case, day: dt.date, law: Law, decide: Callable[[Case], Verdict]) -> Verdict:
    """The verdict on an onward leg of data that the processor receives under one law."""
    plain = decide(case)
    # a place that is not named stays one of them: it leaves open which law or decision applies
    places = list(dict.fromkeys(p if _named(p) else "unknown" for p in case.exporter_places))
    examined = law.framework(day, case.regime).get("onward_text")
    if not (places and examined) or plain.verdict == "no-transfer":
        return plain
    found = [_behind(case, place, plain, day, law, decide) for place in places]
    named = " and ".join(the(p) if p != "unknown" else "a place that is not named" for p in sorted(places, key=_last))
    why = (
        f"The processor is established in {named}; from which of them it hands the data on is not recorded, and the "
        "answers differ."
    )
    return _joined(found, "exporter", why, str(law.framework(day, case.regime)["citation"]))


def _joined(found: list[Verdict], lacks: str, why: str, citation: str) -> Verdict:
    """The verdict that holds under each law that may bind the processor; undetermined where the laws differ.

    Covered under one law, and not a transfer under another, is lawful under both: covered.
    """
    verdicts = {v.verdict for v in found}
    if verdicts == {"covered", "no-transfer"}:
        found, verdicts = [v for v in found if v.verdict == "covered"], {"covered"}
    reasons = tuple(dict.fromkeys(r for v in found for r in v.reasons))
    first, contested = found[0], any(v.contested for v in found)
    if len(verdicts) > 1:
        open_ = _undetermined(first, (lacks, *(m for v in found for m in v.missing)), (why,))
        return replace(open_, citation=citation, reasons=(why, *reasons), contested=contested)
    end = min((v.valid_until for v in found if v.valid_until), default=None)
    annulled = next((v.later_annulled for v in found if v.later_annulled), "")
    # it holds as long as it holds under each of them, and what is open under one of them is open
    missing, asks = (tuple(dict.fromkeys(x for v in found for x in getattr(v, name))) for name in ("missing", "asks"))
    return replace(
        first,
        valid_until=end,
        contested=contested,
        later_annulled=annulled,
        missing=missing,
        asks=asks,
        reasons=reasons,
    )


def _named(place: str) -> bool:
    return place in countries.codes() or (place in countries.OTHERS and place not in VAGUE_PLACES)


def _last(place: str) -> bool:
    return place == "unknown"


def _behind(
    case: Case, place: str, plain: Verdict, day: dt.date, law: Law, decide: Callable[[Case], Verdict]
) -> Verdict:
    """The verdict with the processor at one place."""
    regime = _regime(law, place, day, case.regime)
    if regime == case.regime:
        return plain
    if regime:
        v = decide(replace(case, regime=regime))
        if v.ground == "own-area":  # it stays in the processor's own country
            return plain
        why = (
            f"The processor that hands the data on is in {the(place)}: its own law applies "
            f"({law.framework(day, regime)['citation']})."
        )
        return replace(v, reasons=(*v.reasons[:1], why, *v.reasons[1:]))
    decision = _decision(case, place, day, law)
    # what is required of a transfer to an unknown place cannot be met; another law above may do without the place
    if decision is None or plain.ground == "place-unknown":
        return plain
    if plain.verdict == "covered" and plain.instrument == decision.id:
        return plain
    return _by_decision(case, place, decision, plain, day, law)


def _regime(law: Law, place: str, day: dt.date, own: str) -> str:
    """The regime that binds a processor at a place; empty if none of the pack's does."""
    order = dict.fromkeys((own, *law.regimes))
    status = {r: law.status(place, day, r).status for r in order}
    of_place = next((r for r in order if status[r] == "own-area"), "")
    return of_place or next((r for r in order if status[r] in SAME_AREA and law.at(r, day).id == r), "")


def _decision(case: Case, place: str, day: dt.date, law: Law) -> Instrument | None:
    """The decision by which the processor receives the data; None where it relies on something else."""
    basis = case.exporter_basis
    if basis is not None and not set(basis) <= set(ADEQUACY_KINDS):
        return None  # a contract binds the processor, for onward transfers too
    found = law.status(place, day, case.regime).instruments
    relied = ("adequacy",) if basis is None else basis
    return next((i for i in found if i.kind in relied), None)


def _by_decision(case: Case, place: str, decision: Instrument, plain: Verdict, day: dt.date, law: Law) -> Verdict:
    """The verdict by what a decision requires of onward transfers, as the inventory answers it."""
    required = decision.on(decision.onward, day) or str(law.framework(day, case.regime)["onward_text"])
    cited = decision.cited(day)
    name = f"The processor is in {the(place)} and receives the data under {decision.short}"
    answer = dict(case.facts).get(REQUIREMENTS, "unknown")
    stopped = [t for t in case.tools or () if t.tia == "negative" or (t.suspended_on and t.suspended_on <= day)]
    if answer == "no":
        why = f"{name}; its requirements for the onward transfer are not met: {required} ({cited})."
        return Verdict("not-covered", "none", citation=cited, reasons=(why,))
    # found insufficient for this very leg: what the processor meets in general does not change that
    if stopped and (plain.verdict == "not-covered" or (answer == "yes" and plain.verdict == "undetermined")):
        return plain
    if answer == "yes":
        why = f"{name}; its requirements for the onward transfer are recorded as met: {required} ({cited})."
        return Verdict(
            "covered",
            decision.kind,
            instrument=decision.id,
            citation=cited,
            url=decision.url,
            valid_until=decision.end_known(day),
            reasons=(why, *_ends(decision, day)),
            relied_on=decision.kind,
        )
    why = f"{name}. For the onward transfer, {required} ({cited}); whether this is met is not recorded."
    verdict = _undetermined(plain, ("onward",), (why, f"As a transfer by the organisation itself: {plain.reasons[0]}"))
    return replace(verdict, ground=decision.kind, instrument=decision.id, citation=cited, url=decision.url)


def _ends(decision: Instrument, day: dt.date) -> tuple[str, ...]:
    end = decision.end_known(day)
    return (f"This transfer basis ends on {end}.",) if end else ()


def _undetermined(v: Verdict, missing: tuple[str, ...], reasons: tuple[str, ...]) -> Verdict:
    """The verdict made open: nothing that it had found is relied on."""
    return replace(
        v,
        verdict="undetermined",
        ground="none",
        instrument="",
        url="",
        evidence="declared" if v.verdict == "covered" else v.evidence,
        valid_until=None,
        reasons=tuple(capital(r) for r in reasons),
        relied_on="",
        fallback=(),
        later_annulled="",
        missing=tuple(dict.fromkeys(missing)),
        asks=(),
    )
