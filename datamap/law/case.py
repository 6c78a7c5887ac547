"""The input and the output of a decision: a tool, a case, a verdict; and between them, how one tool fits one case."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from datamap.labels import countries
from datamap.law.pack import Instrument, Law, Regime, Status
from datamap.model.safeguard import format_safeguard

if TYPE_CHECKING:
    from datamap.law.dpf import DpfMatch, Participants

MODULES = {"c2c": "1", "c2p": "2", "p2p": "3", "p2c": "4"}
ARTICLE = re.compile(
    r"(United|European|EU|EEA|Holy|Isle|Dominican|Central|US|British|Netherlands|Bahamas|Gambia|Philippines|Comoros|"
    r"Maldives|Seychelles|Congo)\b|.* Islands\b"
)


CONTROLLER, PROCESSOR = "controller", "processor"
ROLES = {
    "controller": CONTROLLER,
    "joint": CONTROLLER,
    "authority": CONTROLLER,
    "processor": PROCESSOR,
    "sub-processor": PROCESSOR,
}
"""Which of the two ends of the clauses a role belongs to."""


def the(code: str) -> str:
    """Name of a place as a sentence has it: ``the United States``, ``Japan``."""
    name = countries.name(code)
    return f"the {name}" if ARTICLE.match(name) else name


def capital(text: str) -> str:
    """With a capital first letter."""
    return text[:1].upper() + text[1:]


@dataclass(frozen=True, slots=True)
class Tool:
    """One safeguard as the inventory gives it.

    Parameters
    ----------
    kind, version : str
        Words of :mod:`datamap.model.vocabulary`: ``scc`` and ``2021``, ``derogation`` and ``49-1-a``, ``dpa``.
    module : str
        ``1`` to ``4`` of the 2021 clauses (``c2c``, ``c2p``, ``p2p``, ``p2c`` are read as those), or ``unknown``.
    signed, document_date : date, optional
        When it was signed; the date of the document that names it (else :attr:`Case.inventory_date` counts).
    tia : str
        Transfer impact assessment: ``positive``, ``negative``, ``none`` made, ``unknown``.
    suspended_on : date, optional
        Day on which a supervisory authority suspended transfers under it.
    from_, until : date, optional
        First and last day on which it was in place.
    within_group, occasional, authorised : str
        ``yes``, ``no`` or ``unknown``: both ends in the group that the rules bind; the transfer is occasional; the
        authority has authorised or approved it.
    label : str
        The inventory's words.
    """

    kind: str
    version: str = "unknown"
    module: str = "unknown"
    signed: dt.date | None = None
    document_date: dt.date | None = None
    tia: str = "unknown"
    suspended_on: dt.date | None = None
    from_: dt.date | None = None
    until: dt.date | None = None
    within_group: str = "unknown"
    occasional: str = "unknown"
    authorised: str = "unknown"
    label: str = ""

    def __post_init__(self) -> None:
        if self.module not in ("unknown", "1", "2", "3", "4"):
            object.__setattr__(self, "module", MODULES.get(self.module.lower(), self.module))

    def __str__(self) -> str:
        return format_safeguard(self.kind, self.version)


@dataclass(frozen=True, slots=True)
class Case:
    """Everything a verdict depends on beside the day, the law and the participant list.

    Parameters
    ----------
    country : str
        The destination, a code of :mod:`datamap.labels.countries`; ``unknown``, ``worldwide``, ``various`` are codes.
    place_sort : str
        ``country``, ``organisation``, ``region``, ``vague`` or ``unknown`` as read; empty: by the code alone.
    site_kind, run_by_country : str
        What happens there (establishment, hosting, access, unknown), and where the company that runs the site is.
    tools : tuple of Tool or None
        None where safeguards are not recorded; ``()`` where it is recorded that there are none.
    exporter_role, importer_role : str
        controller, joint, processor, sub-processor, authority, or unknown. Empty: not asked; the verdict then supposes
        roles that the clauses are made for, and states so.
    exporter_sector, importer_sector : str
        private, public or unknown.
    data : str
        ``hr`` (the exporter's own staff's), ``special``, ``other`` or ``unknown``.
    importer_gdpr, affiliate : str
        yes, no or unknown: the importer is itself under the GDPR (Art. 3(2)); it belongs to the exporter's group.
    importer, importer_how, aliases, parent : str, str, tuple of str, str
        The importing legal entity (empty: unknown), how it is known (stated, inferred, assumed), other names, parent.
    facts : tuple of (str, str)
        The inventory's answers (yes, no, unknown) to scope elements and to the conditions of a reason for no transfer,
        by the element's id in the law pack. An id that is missing was not asked for.
    no_transfer : str
        A reason of :data:`datamap.law.verdict.NOT_CHAPTER_V`, or empty.
    other_entity : bool
        The recipient is known to be another legal entity than the organisation.
    onward : bool
        The leg from a processor to its sub-processor: no reason of the exporter's own takes it out of Chapter V.
    exporter_places : tuple of str
        For an onward leg, where the processor is established: the law there decides. Empty: not asked.
    exporter_basis : tuple of str or None
        The grounds on which the processor itself receives the data: kinds of decisions, ``tool`` for any other. None:
        not asked; a decision on its country is then supposed to be the basis, a listing is not.
    received_under : tuple of str
        For an onward leg, the laws under which the processor receives the data, where they are several: the leg is
        judged under each. Empty: under ``regime``.
    regime : str
        Law of the exporter: ``eu``, ``uk``, ``ch``.
    inventory_date : date, optional
        Of the document that the facts come from.
    """

    country: str
    place_sort: str = ""
    site_kind: str = "unknown"
    run_by_country: str = "unknown"
    tools: tuple[Tool, ...] | None = None
    exporter_role: str = ""
    importer_role: str = ""
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
    other_entity: bool = False
    onward: bool = False
    exporter_places: tuple[str, ...] = ()
    exporter_basis: tuple[str, ...] | None = None
    received_under: tuple[str, ...] = ()
    regime: str = "eu"
    inventory_date: dt.date | None = None


@dataclass(frozen=True)
class Verdict:
    """The answer.

    Attributes
    ----------
    verdict : str
        no-transfer, covered, not-covered or undetermined.
    ground : str
        The basis: a kind of safeguard, or eea, own-area, transition, bridge, not-chapter-v, place-unknown, none.
    instrument, citation, url : str
        The legal instrument (id in the law pack, empty if none), its citation, and where it can be read.
    evidence : str
        declared, verified, not-found or contradicted (the last three by a participant list).
    contested : bool
        Lawyers or courts disagree; ``reasons`` state on what.
    valid_until : date or None
        Last day of the cover as far as it is fixed already: sunset, end of grandfathering, the tool's own end.
    reasons : tuple of str
        Sentences, the deciding one first.
    relied_on, fallback : str, tuple of str
        The tool relied on, as ``kind:version``, and the others that would cover if its instrument fell.
    later_annulled : str
        What annulled the instrument after the day, empty if nothing did.
    missing : tuple of str
        What is unknown and would decide: place, importer, tool, version, signing-date, roles, group, sector, listing,
        authorisation, assessment, exporter, received, onward, law, ``scope:<element>``.
    asks : tuple of str
        Open points of a cover, or of a reason for no transfer, that a finding should close: listing, listing:hr,
        renewal, module, version, unchanged, ``scope:<element>``.
    set_aside : str
        Why the stated reason for no transfer does not count; empty where there is none, or it counts.
    dpf : DpfMatch or None
        What the participant list states, where it was asked.
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
    set_aside: str = ""
    dpf: DpfMatch | None = None


@dataclass(frozen=True, slots=True)
class Fit:
    """How one tool or decision fits the case: ``state`` is covers, fails or unclear; ``reason`` states why."""

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
    """A case at one place on a day under a law: what the fits are computed from."""

    case: Case
    place: str
    day: dt.date
    law: Law
    regime: Regime
    status: Status
    participants: Participants | None
    importer_unplaced: bool = False
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def at(self) -> str:
        """Name of the place, for sentences."""
        return the(self.place)
