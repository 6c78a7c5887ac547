"""The one decision: a case (who sends what to whom, where, under which tools) on a day -> a verdict, with its reasons.

The order follows Chapter V GDPR: is it a transfer at all; is there an adequacy decision that fits (Art. 45,
:mod:`datamap.law.adequacy`); is there a tool that fits (Art. 46, :mod:`datamap.law.tools`); a derogation (Art. 49);
else it is not covered. What is not known and would decide makes the answer ``undetermined``, never ``covered``. All
facts of law come from the pack, so that the regimes of the EU, the UK and Switzerland differ by data alone.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from datamap.labels import countries, spellings
from datamap.law import adequacy, onward, reasons, tools
from datamap.law.case import Case, Fit, Scene, Tool, Verdict, capital, the
from datamap.law.pack import Instrument, Law, Status
from datamap.law.status import left_open
from datamap.model.vocabulary import VERDICTS, NoTransfer, vocabulary

if TYPE_CHECKING:
    from datamap.law.dpf import Participants

__all__ = ["NOT_CHAPTER_V", "Case", "Tool", "Verdict", "judge"]

VAGUE = {
    "worldwide": "the place is given as worldwide",
    "various": "the places are not named",
    "ORG": "the international organisation is not named",
    "unknown": "no country is given",
    "": "no country is given",
}
ORGANISATIONS = frozenset(spellings.ORGANISATIONS.values())
INSIDE = {
    "eea": "inside the EU/EEA",
    "own-area": "the exporter's own country",
    "transition": "treated as a member state during the transition period",
    "bridge": "not treated as a third country during the bridge",
}
NOT_CHAPTER_V = tuple(reason for reason in vocabulary(NoTransfer) if reason)
"""The closed list of reasons why disclosing data abroad is not a transfer under Chapter V."""

RANK = (
    "adequacy",
    "dpf",
    "privacy-shield",
    "safe-harbour",
    "scc",
    "idta",
    "uk-addendum",
    "bcr-c",
    "bcr-p",
    "public-instrument",
    "admin-arrangement",
    "sa-clauses",
    "code",
    "certification",
    "ad-hoc",
    "derogation",
)
"""Which basis is relied on where several fit: a decision by law, a listing, contracts, other tools, derogations."""


def judge(case: Case, day: dt.date, law: Law, participants: Participants | None = None) -> Verdict:
    """Decide one case as of a day.

    Parameters
    ----------
    case : Case
    day : date
        The law of that day is applied, as the pack knows it.
    law : Law
    participants : Participants, optional
        Data Privacy Framework participants list; without it a DPF claim stays ``declared``.

    Returns
    -------
    Verdict

    Raises
    ------
    CallError
        If the case names a regime that the pack does not have.

    Examples
    --------
    >>> import datetime as dt
    >>> from datamap import law
    >>> shield = Case("US", tools=(Tool("privacy-shield"),))
    >>> judge(shield, dt.date(2020, 7, 16), law.load()).verdict
    'not-covered'
    """

    def decide(c: Case) -> Verdict:
        return _decide(c, day, law, participants)

    verdict = onward.judge_onward(case, day, law, decide) if case.onward else decide(case)
    return reasons.apply(case, verdict, day, law) if case.no_transfer else verdict


def _decide(case: Case, day: dt.date, law: Law, participants: Participants | None) -> Verdict:
    """The verdict on a transfer under the regime of the case."""
    runs = case.run_by_country if _readable(case.run_by_country, law, case, day) else "unknown"
    lacking = _unplaced(case, runs, law, day)
    if lacking:
        named = ", ".join(dict.fromkeys(tools.named(t) for t in case.tools or ()))
        also = (f"Without the place, the safeguards named cannot be assessed: {named}.",) if named else ()
        cite = _cited(law, case, day)
        return Verdict("undetermined", "place-unknown", citation=cite, reasons=(lacking, *also), missing=("place",))
    unplaced = case.site_kind == "hosting" and runs == "unknown"
    site = _at(case, case.country, unplaced, day, law, participants)
    if runs in ("unknown", case.country):
        return site
    return _run_from_elsewhere(case, runs, site, _at(case, runs, False, day, law, participants))


def _run_from_elsewhere(case: Case, runs: str, site: Verdict, importer: Verdict) -> Verdict:
    """The verdict on a site in one country that a company in another country runs.

    The location of the importer counts, not that of the server; but the law of a third country that hosts reaches the
    data too, so both must be covered. A listing belongs to the organisation: it covers the data wherever its servers
    are, but not people elsewhere who access them.
    """
    listed = importer.verdict == "covered" and importer.ground in adequacy.LISTINGS
    worse = VERDICTS.index(site.verdict) < VERDICTS.index(importer.verdict)
    if worse and listed and case.site_kind == "unknown":
        why = (
            f"The listing of the importer in {the(runs)} covers servers in {the(case.country)}, but not people there "
            "who access the data; what happens there is not known."
        )
        return replace(
            importer,
            verdict="undetermined",
            reasons=(why, *site.reasons),
            valid_until=None,
            relied_on="",
            fallback=(),
            asks=(),
            missing=("place",),
        )
    if worse and not (listed and case.site_kind == "hosting"):
        return site
    note = f"The site is in {the(case.country)}, but it is run from {the(runs)}: the importer is there."
    return replace(importer, reasons=(*importer.reasons[:1], note, *importer.reasons[1:]))


def _cited(law: Law, case: Case, day: dt.date) -> str:
    """The law on transfers that applied to the exporter on the day."""
    return str(law.framework(day, case.regime)["citation"])


def _readable(place: str, law: Law, case: Case, day: dt.date) -> bool:
    """Whether a code names a country, an organisation, or a region that the exporter's law takes as a whole."""
    if place in VAGUE:
        return False
    regime = law.at(case.regime, day)
    known = place in countries.codes() or place in ORGANISATIONS or countries.existed(place, day)
    return known or place in regime.inside or place in regime.decisions


def _unplaced(case: Case, runs: str, law: Law, day: dt.date) -> str:
    """Why the place of the importer is not known; empty if it is."""
    here = case.country
    if here in VAGUE or case.place_sort in ("vague", "unknown"):
        return f"The destination of the data is not known: {VAGUE.get(here, 'the place cannot be read')}."
    if not _readable(here, law, case, day):
        gone = countries.ended(here, day)
        why = f"{gone}" if gone else f"“{here}” is not a known country or organisation"
        return f"The destination of the data is not known: {why}."
    if case.site_kind == "hosting" and runs == "unknown" and law.status(here, day, case.regime).status in INSIDE:
        return (
            f"The data are hosted in {the(here)}, but the location of the company that runs the site is not known: "
            "the place of hosting does not show who accesses the data."
        )
    return ""


def _at(case: Case, place: str, unplaced: bool, day: dt.date, law: Law, participants: Participants | None) -> Verdict:
    """The verdict with the importer at one place; ``unplaced``: it is a server's place, the importer's is unknown."""
    status = law.status(place, day, case.regime)
    notes = _notes(status, case, law, day)
    if status.status in INSIDE:
        basis = status.citation if status.status in ("transition", "bridge") else "; ".join(status.notes)
        note = f" ({basis})" if basis else ""
        sent = f"Sending data to {the(place)} on {day} is not a transfer to a third country"
        words = f"{sent}: {INSIDE[status.status]}{note}."
        ends = status.until if status.status in ("transition", "bridge") else None
        return Verdict(
            "no-transfer", status.status, citation=status.citation, reasons=(words, *notes), valid_until=ends
        )
    scene = Scene(case, place, day, law, law.at(case.regime, day), status, participants, unplaced, dict(case.facts))
    fits = _fits(scene)
    covers = [f for f in fits if f.state == "covers"]
    if scene.regime.undetermined_before and day < scene.regime.starts:
        return _open(scene, [replace(f, state="unclear") if f.state == "covers" else f for f in fits], notes)
    return _covered(scene, fits, covers, notes) if covers else _open(scene, fits, notes)


def _notes(status: Status, case: Case, law: Law, day: dt.date) -> tuple[str, ...]:
    """What the reader must know of the pack's own limits."""
    notes = []
    regime = law.at(case.regime, day)
    if regime.id != case.regime:
        exporter = law.regime(case.regime).name
        notes.append(f"The {exporter} rules did not apply yet on {day}: this is the answer of the {regime.name} rules.")
    if status.beyond == "beyond-horizon":
        notes.append(f"{day} is beyond the law pack's horizon ({law.horizon}): later changes are unchecked.")
    elif status.beyond == "before-pack":
        notes.append(f"{day} is before the first day of the law pack: the answer is not reliable.")
    if status.confidence != "high":
        place = the(status.country)
        notes.append(f"The law pack records this fact on {place} with {status.confidence} confidence.")
    if any(i.effect_confidence != "high" and i.from_ == day for i in status.instruments):
        notes.append(f"{day} is the day of adoption: the exact day of effect is not proven.")
    return tuple(notes)


def _fits(s: Scene) -> list[Fit]:
    fits = [adequacy.decision(s, i) for i in s.status.instruments if i.kind == "adequacy"]
    claimed = s.case.tools or ()
    fits += [f for t in dict.fromkeys(claimed) if (f := tools.doubted(s, t, tools.fit(s, t)))]
    # a claim that is in place, or suspended, speaks for itself; without one, the list is asked all the same
    mine = [t for t in claimed if t.kind == "dpf" and (t.from_ or s.day) <= s.day <= (t.until or s.day)]
    if not mine and (listed := adequacy.found(s)):
        fits.append(listed)
    return fits


def _rank(fit: Fit) -> tuple[int, bool, int]:
    """By kind, then what is verified, then what lasts longest."""
    kind = RANK.index(fit.kind) if fit.kind in RANK else len(RANK)
    end = min((d for d in (fit.until, fit.instrument.until if fit.instrument else None) if d), default=dt.date.max)
    return kind, fit.evidence != "verified", -end.toordinal()


def _covered(s: Scene, fits: list[Fit], covers: list[Fit], notes: tuple[str, ...]) -> Verdict:
    covers = sorted(covers, key=_rank)
    best, i = covers[0], covers[0].instrument
    others = _others(covers)
    pending = _pending(s, i)
    said = [best.reason, *best.notes]
    ends = [d for d in (best.until, i.end_known(s.day) if i else None) if d]
    if ends:
        said.append(f"This transfer basis ends on {min(ends)}.")
    if i and i.end_set and s.day < i.end_set:
        end = f"On {i.end_set}, {i.until} was set as the end of this transfer basis"
        said.append(f"{end}; on {s.day} no end was set.")
    if others:
        names = ", ".join(f.instrument.short if f.instrument else f.tool for f in others)
        said.append(f"If it fell, the transfer would still be covered by: {names}.")
    if s.status.status == "national-extension":
        why = f"whether {s.at} is a third country at all ({s.status.notes[0]})"
        said.append(f"Contested: {why}; with this tool it is covered either way.")
    said += [f"Pending: {w}." for w in pending]
    if i and i.confidence != "high" and i.confidence != s.status.confidence:
        said.append(f"The law pack records {i.short} with {i.confidence} confidence.")
    said += [f.reason for state in ("unclear", "fails") for f in fits if f.state == state]
    annulled = ""
    if i and i.annulled_on and i.annulled_on > s.day:
        annulled = f"{i.short} was annulled on {i.annulled_on} ({i.annulled_by})"
        said.append(f"Later, {annulled}; on {s.day} it was not yet annulled.")
    return Verdict(
        verdict="covered",
        ground=best.kind,
        instrument=i.id if i else "",
        citation=i.cited(s.day) if i else "",
        url=i.url if i else "",
        evidence=best.evidence,
        contested=bool(pending) or s.status.status == "national-extension",
        valid_until=min(ends, default=None),
        reasons=(*said, *notes),
        relied_on=best.tool,
        fallback=tuple(dict.fromkeys(f.tool for f in others)),
        later_annulled=annulled,
        asks=best.asks,
        dpf=best.dpf or next((f.dpf for f in fits if f.dpf), None),
    )


def _others(covers: list[Fit]) -> list[Fit]:
    """What else covers, apart from the best; a second contract on the same instrument falls with it."""
    others: list[Fit] = []
    resting = [covers[0].instrument]
    for fit in covers:
        if not any(fit.instrument is x for x in resting):
            others.append(fit)
            resting.append(fit.instrument)
    return others


def _open(s: Scene, fits: list[Fit], notes: tuple[str, ...]) -> Verdict:
    """Nothing covers: undetermined if something unknown could, not covered otherwise."""
    unclear, fails = [f for f in fits if f.state == "unclear"], [f for f in fits if f.state == "fails"]
    dpf = next((f.dpf for f in fits if f.dpf), None)
    evidence = next((f.evidence for f in (*unclear, *fails) if f.evidence != "declared"), "declared")
    law = _cited(s.law, s.case, s.day)
    failed = [f.reason for f in fails]
    seen = [f"Pending: {w.text}." for w in s.law.watch(s.place, s.day)]
    missing = [m for f in unclear for m in f.missing]
    contested = any(f.contested for f in unclear)
    first = unclear[0] if unclear else None
    said = [x for f in unclear for x in (f.reason, *f.notes)]

    def undetermined(words: list[str], missing: list[str], citation: str, contested: bool) -> Verdict:
        ground = first.kind if first and first.kind in (*RANK, "place-unknown") else "none"
        i = first.instrument if first else None
        return Verdict(
            verdict="undetermined",
            ground=ground,
            instrument=i.id if i else "",
            citation=i.cited(s.day) if i else citation,
            url=i.url if i else "",
            evidence=evidence,
            contested=contested,
            reasons=(*words, *failed, *seen, *notes),
            missing=tuple(dict.fromkeys(missing)),
            dpf=dpf,
        )

    if s.status.status == "national-extension":
        why = f"Whether {s.at} is a third country is contested: {s.status.notes[0]}."
        return undetermined([why, *said], ["law", *missing], s.status.citation or law, True)
    if s.regime.undetermined_before and s.day < s.regime.starts:
        why = f"{capital(left_open(s.law, s.day, s.case.regime))}: this decides on {s.at}."
        return undetermined([why, *said], ["law", *missing], law, contested)
    if unclear:
        return undetermined(said, missing, law, contested)
    decision = f"no adequacy decision for {s.at} {_applies(s)}"
    if s.case.tools is None:
        why = f"There is {decision}, and whether there is a transfer tool is not recorded."
        return undetermined([why], ["tool"], law, False)
    if all(f.kind in ("dpa", "other") for f in fails):
        failed.insert(0, f"No transfer tool declared: there is {decision}{_no_tool(s.case)} ({law}).")
    else:
        failed.append(f"There is {decision}, and no other transfer tool is declared ({law}).")
    failed += [n for f in fails for n in f.notes]
    words = (*failed, *seen, *notes)
    return Verdict("not-covered", "none", citation=law, evidence=evidence, reasons=words, dpf=dpf)


def _applies(s: Scene) -> str:
    """In what sense there is no adequacy decision: none, none that fits, or one for listed organisations only."""
    if listed := [i.short for i in s.status.instruments if i.kind != "adequacy"]:
        return f"as a whole on {s.day} ({' and '.join(listed)} applies to listed organisations only)"
    return f"{'that applies' if s.status.instruments else 'in force'} on {s.day}"


def _no_tool(case: Case) -> str:
    """What is named instead of a tool, for the sentence that there is none."""
    words = {
        "a data processing agreement" if t.kind == "dpa" else f"“{t.label}”" if t.label else "a measure"
        for t in case.tools or ()
    }
    return f", and only {' and '.join(sorted(words))} is named, which is not a transfer tool" if words else ""


def _pending(s: Scene, instrument: Instrument | None) -> list[str]:
    """What is pending against the instrument itself on the day: the basis is then contested."""
    if instrument is None:
        return []
    return [w.text for w in s.law.watch(instrument.id, s.day) if w.id in instrument.watch]
