"""A recipient: where it is, which safeguards its transfers rely on, and whom it engages."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import Field

from datamap.model.entry import Dated, Entry, Identified
from datamap.model.safeguard import parse_safeguard
from datamap.model.vocabulary import (
    UNKNOWN,
    Activity,
    Answer,
    Day,
    Module,
    NoTransfer,
    Place,
    RecipientKind,
    RecipientRole,
    SafeguardKind,
    SafeguardVersion,
    Sector,
    Several,
    Slug,
    Text,
    Tia,
    keyed,
)

ContractLetter = Literal["28-3-a", "28-3-b", "28-3-c", "28-3-d", "28-3-e", "28-3-f", "28-3-g", "28-3-h"]


class Site(Dated):
    """A place where a recipient is established, hosts the data or accesses them. Short form: the country."""

    SHORT_FIELD = "country"
    country: Place = Field(
        default="unknown", description="country, organisation (EPO), region (EU, EEA), or worldwide, various, unknown"
    )
    activity: Activity = Field(
        default="unknown", description="what happens there: establishment, hosting, (remote) access"
    )
    run_by: Text = Field(
        default="unknown", description="legal entity that runs the site, where it is not the recipient itself"
    )
    run_by_country: Place = Field(default="unknown", description="country of the entity that runs it")
    place: Text = Field(default="", description="the place in words, where the code is less precise")


class Safeguard(Dated):
    """One tool that a transfer relies on (Chapter V). Short form: ``kind[:version][@signed]``."""

    kind: SafeguardKind = Field(description="kind of tool; dpa and other can be recorded, but are not transfer tools")
    version: SafeguardVersion = Field(
        default="unknown",
        description="generation of standard clauses; letter of a derogation (GDPR Art. 49, FADP Art. 17)",
    )
    module: Module = Field(default="unknown", description="module of the 2021 clauses: 1 C2C, 2 C2P, 3 P2P, 4 P2C")
    signed: Day = Field(default="unknown", description="day of signature")
    reference: Text = Field(default="unknown", description="where the signed document is filed")
    annexes: Answer = Field(default="unknown", description="whether the clauses' annexes are completed")
    tia: Tia = Field(default="unknown", description="transfer impact assessment: positive, negative, none made")
    tia_reference: Text = Field(default="", description="where the assessment is filed")
    suspended: Day = Field(default="none", description="day on which an authority suspended transfers under it")
    within_group: Answer = Field(
        default="unknown", description="whether both ends belong to the group bound by the BCR"
    )
    occasional: Answer = Field(
        default="unknown", description="whether the transfer is occasional (recital 111; not under the FADP)"
    )
    authorised: Answer = Field(
        default="unknown",
        description="whether the authority approved or authorised it (BCR, code, certification, Art. 46(3) tools)",
    )
    countries: Several[Place] = Field(
        default=(), description="countries it applies to; empty: all sites of the recipient"
    )
    label: Text = Field(default="", description="the measure in the source's words")

    @classmethod
    def short(cls, text: str) -> Any:
        return {part: value for part, value in parse_safeguard(text)._asdict().items() if value or part == "kind"}


class SubProcessor(Entry):
    """A further recipient that a processor engages (Art. 28(2), (4)). Short form: its id."""

    SHORT_FIELD = "recipient"
    recipient: Slug = Field(description="id of the sub-processor among the recipients")


class ContractCheck(Entry):
    """A check of the contract under Art. 28 against the letters of Art. 28(3)."""

    by: Text = Field(default="unknown", description="who checked it")
    on: Day = Field(default="unknown", description="day of the check")
    document: Text = Field(default="unknown", description="the version of the contract that was checked")
    fails: Several[ContractLetter] = Field(
        default=(), description="letters of Art. 28(3) that the contract does not meet; empty: it meets all"
    )


class ScopeFact(Entry):
    """A fact that decides on the importer, by its id in the law pack, such as ``pipeda: yes``.

    Scope elements of adequacy decisions, conditions of a reason for no transfer, requirements for onward transfers.
    """

    fact: Slug = Field(
        description=(
            "id in the law pack: scope of a decision (pipeda, hr-provincial, appi, credit-information ...), condition "
            "of not_a_transfer (own-initiative, page-element, own-staff, no-separate-entity, publicly-accessible), "
            "onward-requirements"
        )
    )
    value: Answer = Field(description="whether it is so")


def to_look_up(name: str, aliases: Iterable[str], legal_entity: str) -> tuple[str, ...]:
    """The names of a recipient, the surest one first.

    A name and its aliases mean one service; a company may provide several, so its name comes last.

    Examples
    --------
    >>> to_look_up("Traffic", ["Google Analytics"], "Google LLC"), to_look_up("Desk", [], "unknown")
    (('Traffic', 'Google Analytics', 'Google LLC'), ('Desk',))
    """
    return (name, *aliases, *(() if legal_entity in ("", "unknown", "none") else (legal_entity,)))


class Recipient(Identified, Dated):
    """A person or body to which data are disclosed (Art. 4(9)); one entry for each use of an organisation.

    An entry may also be a category of recipients, such as carriers or tax advisers (Art. 30(1)(d), 13(1)(e)).
    """

    name: Text = Field(description="name as the source gives it")
    kind: RecipientKind = Field(
        default="organisation", description="one organisation, or a category of recipients (carriers, tax advisers)"
    )
    organisation: Text = Field(
        default="", description="id that all entries of one organisation share; empty: this entry's id"
    )
    aliases: Several[Text] = Field(default=(), description="other names")
    legal_entity: Text = Field(default="unknown", description="legal entity that imports the data")
    parent: Text = Field(default="unknown", description="parent company")
    role: RecipientRole = Field(default="unknown", description="role in relation to the organisation")
    sector: Sector = Field(default="unknown", description="private, or public")
    service: Text = Field(default="unknown", description="service that it provides to the organisation")
    address: Text = Field(default="unknown", description="postal address")
    contact: Text = Field(default="unknown", description="contact")
    sites: Several[Site] = Field(
        default=UNKNOWN, description="where it is established, hosts the data, or accesses them from"
    )
    safeguards: Several[Safeguard] = Field(default=UNKNOWN, description="transfer tools that are in place")
    dpa: Answer = Field(default="unknown", description="contract under Art. 28(3)")
    dpa_reference: Text = Field(default="", description="where that contract is filed")
    checked: Several[ContractCheck] = Field(
        default=(), description="checks of that contract against the letters of Art. 28(3)"
    )
    joint_arrangement: Answer = Field(
        default="unknown", description="arrangement under Art. 26(1), where it is a joint controller"
    )
    sub_processors: Several[SubProcessor] = Field(default=UNKNOWN, description="its sub-processors")
    subject_to_gdpr: Answer = Field(
        default="unknown", description="whether the importer itself is subject to the GDPR (Art. 3(2))"
    )
    affiliate: Answer = Field(default="unknown", description="whether it belongs to the organisation's group")
    not_a_transfer: NoTransfer = Field(
        default="", description="why disclosing data to it is not a transfer under Chapter V"
    )
    categories: Several[Slug] = Field(
        default=UNKNOWN,
        description="ids of all categories that it may receive; unknown: all categories of its purposes",
    )
    scope: Annotated[Several[ScopeFact], keyed("fact", "value")] = Field(
        default=(),
        description="facts that decide whether an adequacy decision or a reason for no transfer applies",
    )

    @property
    def org(self) -> str:
        """Id of the organisation: shared by all entries of one organisation."""
        return self.organisation or self.id

    @property
    def names(self) -> tuple[str, ...]:
        """Every name, in the order in which they are looked up (:func:`to_look_up`)."""
        return to_look_up(self.name, self.aliases or (), self.legal_entity)
