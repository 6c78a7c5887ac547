"""The one decision: a case (who sends what to whom, where, under which tools) on a day -> a verdict, with its reasons.

The order follows Chapter V GDPR: is it a transfer at all; is there an adequacy decision that fits (Art. 45); is there a
tool that fits (Art. 46, :mod:`datamap.law.tools`); a derogation (Art. 49); else it is not covered. What is not known
and would decide makes the answer ``undetermined``, never ``covered``. All facts of law come from the pack.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from datamap.law import countries
from datamap.law.pack import Instrument, Law, Status

if TYPE_CHECKING:
    from datamap.law.dpf import DpfMatch, Participants

VAGUE = ("unknown", "worldwide", "various", "ORG", "")
INSIDE = {"eea": "is inside the EU/EEA", "own-area": "is the exporter's own country", "transition": "was treated as a member state",
          "bridge": "was not treated as a third country"}  # fmt: skip
NOT_CHAPTER_V = {
    "from-the-person": "the person sends the data herself: no controller or processor exports (EDPB Guidelines 05/2021, 2.2)",
    "own-staff-travelling": "the organisation's own staff reads the data on a journey: there is no importer (EDPB Guidelines 05/2021, 2.2)",
    "publication": "publication on the internet is not a transfer (CJEU C-101/01 Lindqvist)",
    "same-legal-entity": "exporter and importer are one legal entity (EDPB Guidelines 05/2021, 2.3)",
}


@dataclass(frozen=True, slots=True)
class Tool:
    """One safeguard as the inventory gives it; ``module`` is "1" to "4", the answers are yes, no or unknown."""

    kind: str
    version: str = "unknown"
    module: str = "unknown"
    signed: dt.date | None = None
    tia: str = "unknown"
    suspended_on: dt.date | None = None
    from_: dt.date | None = None
    until: dt.date | None = None
    within_group: str = "unknown"
    occasional: str = "unknown"
    authorised: str = "unknown"
    label: str = ""

    def __str__(self) -> str:
        return self.kind if self.version == "unknown" else f"{self.kind}:{self.version}"


@dataclass(frozen=True, slots=True)
class Case:
    """Everything a verdict depends on beside the day, the law and the participant list.

    ``country`` is a code of :mod:`datamap.law.countries`; ``tools`` is None where nothing is said of safeguards, ``()``
    where it is said that there are none; ``data`` is hr (the exporter's own staff's), special, other or unknown;
    ``importer`` is the legal entity, with ``importer_how`` stated, inferred or assumed; ``facts`` answers scope elements.
    """

    country: str
    site_kind: str = "unknown"
    run_by_country: str = "unknown"
    tools: tuple[Tool, ...] | None = None
    exporter_role: str = "unknown"
    importer_role: str = "unknown"
    exporter_sector: str = "unknown"
    importer_sector: str = "unknown"
    data: str = "unknown"
    importer_gdpr: str = "unknown"
    importer: str = ""
    importer_how: str = ""
    aliases: tuple[str, ...] = ()
    parent: str = ""
    affiliate: str = "unknown"
    facts: tuple[tuple[str, str], ...] = ()
    no_transfer: str = ""
    onward: bool = False
    regime: str = "eu"
    inventory_date: dt.date | None = None


@dataclass(frozen=True)
class Verdict:
    """The answer. ``reasons`` are sentences, the deciding one first; ``valid_until`` is the last day, None for open.

    ``missing`` names what is unknown and would decide (place, importer, tool, version, module, listing, group,
    authorisation, ``scope:<element>``); ``asks`` are open points of a cover that a finding should close.
    """

    verdict: str
    ground: str
    instrument: str = ""
    citation: str = ""
    url: str = ""
    evidence: str = "declared"
    contested: bool = False
    valid_until: dt.date | None = None
    reasons: tuple[str, ...] = ()
    relied_on: str = ""
    fallback: tuple[str, ...] = ()
    later_annulled: str = ""
    missing: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    dpf: DpfMatch | None = None


@dataclass(frozen=True, slots=True)
class Fit:
    """How one tool or decision fits the case: ``state`` is covers, fails or unclear."""

    state: str
    kind: str
    reason: str
    tool: str = ""
    instrument: Instrument | None = None
    evidence: str = "declared"
    contested: str = ""
    until: dt.date | None = None
    missing: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    dpf: DpfMatch | None = None


@dataclass(slots=True)
class Scene:
    """A case at its place on a day: what the fits are computed from."""

    case: Case
    place: str
    day: dt.date
    law: Law
    status: Status
    participants: Participants | None
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def at(self) -> str:
        """Name of the place, for sentences."""
        return countries.name(self.place)


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
    """
    if case.no_transfer and not case.onward:
        why = NOT_CHAPTER_V.get(case.no_transfer, case.no_transfer)
        return Verdict("no-transfer", "not-chapter-v", citation="GDPR Art. 44", reasons=(f"Not a transfer under Chapter V: {why}.",))
    place, lacking = _place(case, law, day)
    if lacking:
        return Verdict("undetermined", "place-unknown", citation="GDPR Art. 30(1)(e), 44", reasons=(lacking,), missing=("place",))
    status = law.status(place, day, case.regime)
    beyond = _beyond(status, law, day)
    name = countries.name(place)
    if status.status in INSIDE:
        ground = status.status
        words = f"{name} {INSIDE[ground]} on {day}"
        note = f" ({status.citation})" if status.citation else ""
        return Verdict(
            "no-transfer", ground, citation=status.citation, reasons=(f"{words}{note}: no transfer to a third country.", *beyond),
            valid_until=status.until if ground in ("transition", "bridge") else None,
        )  # fmt: skip
    if place != case.country:
        beyond = (f"The data are hosted in {countries.name(case.country)}, but the site is run from {name}: that is where the importer is.", *beyond)
    scene = Scene(case, place, day, law, status, participants, dict(case.facts))
    return _weigh(scene, _fits(scene), beyond)


def _place(case: Case, law: Law, day: dt.date) -> tuple[str, str]:
    """Where the importer is, or why that is not known. What counts is the importer, not the server (EDPB 05/2021)."""
    regime = law.at(case.regime, day)
    here = case.country
    inside = here in regime.inside or (here not in VAGUE and law.status(here, day, case.regime).status in INSIDE)
    if case.site_kind == "hosting" and inside:
        if case.run_by_country in VAGUE:
            return "", f"The data are hosted in {countries.name(here)}, but where the company that runs the site is, is not known: hosting says nothing of who can read the data."
        return case.run_by_country, ""
    if here in VAGUE:
        words = {"worldwide": "the place is given as worldwide", "various": "the places are not named", "ORG": "the international organisation is not named"}
        return "", f"Where the data go is not known: {words.get(here, 'no country is given')}."
    if here in ("EU", "EEA") and here not in regime.inside and not regime.decisions.get(here):
        return "", f"{countries.name(here)} is a region: the country must be named."
    return here, ""


def _beyond(status: Status, law: Law, day: dt.date) -> tuple[str, ...]:
    if status.beyond == "beyond-horizon":
        return (f"{day} is beyond the law pack's horizon ({law.horizon}): later changes are unchecked.",)
    if status.beyond == "before-pack":
        return (f"{day} is before the first day of the law pack: the answer is not reliable.",)
    return ()


def _fits(s: Scene) -> list[Fit]:
    from datamap.law import tools  # the two files are one decision; the types live here

    fits = [tools.decision(s, i) for i in s.status.instruments if i.kind == "adequacy"]
    claimed = s.case.tools or ()
    for tool in claimed:
        fit = tools.fit(s, tool)
        if fit:
            fits.append(fit)
    if s.participants is not None and not any(t.kind == "dpf" for t in claimed):
        found = tools.unclaimed_listing(s)
        if found:
            fits.append(found)
    return fits


RANK = ("adequacy", "dpf", "privacy-shield", "safe-harbour", "scc", "idta", "uk-addendum", "bcr-c", "bcr-p", "public-instrument",
        "admin-arrangement", "sa-clauses", "code", "certification", "ad-hoc", "derogation")  # fmt: skip
"""Which cover is named first where several fit: a decision of the Commission, then contracts, then derogations."""


def _rank(fit: Fit) -> tuple[bool, int, bool]:
    place = RANK.index(fit.kind) if fit.kind in RANK else len(RANK)
    declared_listing = fit.kind == "dpf" and fit.evidence != "verified"
    return (bool(fit.contested) and fit.kind not in ("dpf",), place, declared_listing)


def _weigh(s: Scene, fits: list[Fit], beyond: tuple[str, ...]) -> Verdict:
    covers = sorted((f for f in fits if f.state == "covers"), key=_rank)
    unclear = [f for f in fits if f.state == "unclear"]
    fails = [f for f in fits if f.state == "fails"]
    if covers:
        best, rest = covers[0], covers[1:]
        i = best.instrument
        until = min((d for d in (i.until if i else None, best.until) if d), default=None)
        watch = _watch(s, i)
        contested = best.contested or ("; ".join(watch) if watch else "")
        reasons = [best.reason, *best.notes]
        if i and i.until and i.annulled_on is None:
            reasons.append(f"It ends on {i.until}.")
        if rest:
            reasons.append("Should it fall, " + ", ".join(f.tool or f.kind for f in rest) + " would also cover.")
        reasons += [f"Pending: {w}." for w in watch]
        if best.contested:
            reasons.append(f"Contested: {best.contested}.")
        reasons += [f.reason for f in (*unclear, *fails)]
        annulled = f"{i.short} was annulled on {i.annulled_on} ({i.annulled_by})" if i and i.annulled_on and i.annulled_on > s.day else ""
        if annulled:
            reasons.append(f"{annulled}: what was known on {s.day} is reported here.")
        return Verdict(
            "covered", best.kind, i.id if i else "", i.cited(s.day) if i else "", i.url if i else "", best.evidence, bool(contested), until,
            (*reasons, *beyond), best.tool or best.kind, tuple(f.tool or f.kind for f in rest), annulled, (), best.asks, best.dpf,
        )  # fmt: skip
    dpf = next((f.dpf for f in (*unclear, *fails) if f.dpf), None)
    evidence = next((f.evidence for f in (*unclear, *fails) if f.evidence != "declared"), "declared")
    if unclear:
        first = unclear[0]
        return Verdict(
            "undetermined", first.kind if first.kind in RANK else "none", first.instrument.id if first.instrument else "",
            first.instrument.cited(s.day) if first.instrument else s.law.at(s.case.regime, s.day).law, first.instrument.url if first.instrument else "",
            evidence, any(f.contested for f in unclear), None, (*(f.reason for f in unclear), *(n for f in unclear for n in f.notes), *(f.reason for f in fails), *beyond),
            missing=tuple(dict.fromkeys(m for f in unclear for m in f.missing)), dpf=dpf,
        )  # fmt: skip
    if s.status.status == "national-extension":
        why = f"{s.at}: {s.status.notes[0]}. Whether the GDPR's own area reaches it is contested."
        return Verdict("undetermined", "none", citation="TFEU Art. 198, 355; GDPR Art. 44", contested=True, reasons=(why, *(f.reason for f in fails), *beyond), missing=("place",))
    if s.status.notes and s.status.confidence == "low":
        return Verdict("undetermined", "none", citation=s.status.citation, reasons=(f"{s.at}: {s.status.notes[0]}.", *(f.reason for f in fails), *beyond), missing=("law",))
    law = s.law.at(s.case.regime, s.day)
    decision = f"no adequacy decision for {s.at} on {s.day}" if not s.status.instruments else f"no adequacy decision for {s.at} that applies on {s.day}"
    if fails:
        reasons = [*(f.reason for f in fails)]
        if all(f.kind in ("dpa", "other") for f in fails):
            reasons.insert(0, f"No transfer tool declared: {decision}, and what is named is none.")
        else:
            reasons.append(f"There is {decision}, and no other tool is declared.")
        missing: tuple[str, ...] = ()
    elif s.case.tools is None:
        reasons, missing = [f"No transfer tool declared: there is {decision}, and nothing is said of a safeguard."], ("tool",)
    else:
        reasons, missing = [f"No transfer tool declared: there is {decision}."], ()
    instrument = next((f.instrument for f in fails if f.instrument), None)
    return Verdict(
        "not-covered", "none", "", f"{'Directive 95/46/EC Art. 25, 26' if s.day < dt.date(2018, 5, 25) and law.id == 'eu' else 'GDPR Art. 44 to 46' if law.id == 'eu' else law.law}",
        instrument.url if instrument else "", evidence, False, None, (*reasons, *beyond), missing=missing, dpf=dpf,
    )  # fmt: skip


def _watch(s: Scene, instrument: Instrument | None) -> list[str]:
    """What is pending against the instrument itself on the day: the cover is then contested."""
    if instrument is None:
        return []
    return [w.text for w in s.law.watch(instrument.id, s.day) if w.id in instrument.watch]
