"""The nouns of a data map, frozen and typed: what an organisation says about its processing.

Terms are those of the GDPR and of W3C DPV. Three values that are easily confused are kept apart everywhere:

* ``unknown``: nobody has said. The default of every fact.
* ``none``: somebody has said that there is none (``safeguards: none``).
* a value.

A field that holds several things is a tuple, or :data:`UNKNOWN`, which iterates as if it were empty but is not ``()``.
People write the YAML, so most nouns have a short form (``scc:2021@2022-05-01`` for a safeguard, ``6-1-b`` for a legal
basis); the short forms are parsed here and nowhere else. Country spellings are read by whoever opens the file: pass a
reader as ``context={"country": reader}``; without one only codes are understood.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from datamap import display
from datamap.labels.counting import count
from datamap.model.entry import Dated, Identified, Noun
from datamap.model.vocabulary import (
    UNKNOWN,
    Activity,
    Answer,
    Basis,
    Citation,
    Condition,
    Date,
    Day,
    Declared,
    Demand,
    Dpia,
    Letter,
    Many,
    MeasureKind,
    Module,
    NoTransfer,
    OrganisationRole,
    Period,
    Place,
    ProcessingRole,
    RecipientRole,
    Regime,
    RightName,
    SafeguardKind,
    SafeguardVersion,
    Sector,
    Slug,
    SourceKind,
    Special,
    Status,
    Text,
    Tia,
    Told,
    keyed,
)

# --- who -----------------------------------------------------------------------------------------------------------


class Party(Noun):
    """A person or organisation. Short form: its name."""

    SHORT = "the name"
    name: Text = Field(description="legal name")
    registration: Text = Field("unknown", description="registration number and register")
    address: Text = Field("unknown", description="postal address")
    country: Place = Field("unknown", description="country of establishment, ISO 3166-1 alpha-2")
    email: Text = Field("unknown", description="contact e-mail")
    phone: Text = Field("unknown", description="contact telephone")
    website: Text = Field("unknown", description="website")
    contact: Text = Field("unknown", description="person who represents it or answers for it")
    sector: Sector = Field("unknown", description="private, or public (authority or body)")

    @classmethod
    def short(cls, text: str) -> Any:
        return {"name": text}


class Controller(Party):
    """The organisation whose map this is (GDPR Art. 4(7), or 4(8) where it acts for others)."""

    role: OrganisationRole = Field("unknown", description="controller, processor, or both")
    regime: Regime = Field("unknown", description="law the exports fall under; unknown: by country (eu, uk, ch)")
    representative: Annotated[tuple[Party, ...], Many] = Field(UNKNOWN, description="representative, Art. 27")
    dpo: Annotated[tuple[Party, ...], Many] = Field(UNKNOWN, description="data protection officer, Art. 37")
    joint_controllers: Annotated[tuple[Party, ...], Many] = Field(UNKNOWN, description="joint controllers, Art. 26")
    authority: Annotated[tuple[Party, ...], Many] = Field(UNKNOWN, description="competent supervisory authority")


class Meta(Noun):
    """About the inventory itself."""

    id: Slug = Field(description="short name of the organisation; names its folder in reports")
    title: Text = Field("", description="title of the inventory")
    date: Day = Field("unknown", description="day the facts are of (the notice's date)", validate_default=False)
    version: Text = Field("", description="version of the record")
    language: Text = Field("en", description="language of the labels, ISO 639-1")
    author: Text = Field("", description="who wrote it")
    approver: Text = Field("", description="who approved it")
    next_review: Date | None = Field(None, description="day of the next review")


class Informs(Noun):
    """What the notice tells on one letter of Art. 13, 14, 21(4) or 26(2). Short form: told, not-told or unknown."""

    SHORT = "told, not-told or unknown"
    letter: Letter = Field(description="letter, such as 13-1-f; 13-1-f-copy: the means to obtain a copy of safeguards")
    told: Told = Field("unknown", description="whether the notice tells it")


class Observation(Noun):
    """What somebody who read the notice doubts, where no fact of the map shows it: a judgement, which has a finding of its own."""

    topic: Slug = Field(description="short name, such as withdrawal-of-cookies; stable over time")
    text: Text = Field(description="what is doubted, as the rest of a sentence, in careful words")
    articles: Citation = Field(
        "unknown", description="provision it touches, as findings cite it; several are separated by '; '"
    )
    demand: Demand = Field("unknown", description="whether the law demands it, or good practice only")
    purposes: Annotated[tuple[Slug, ...], Many] = Field(
        (), description="ids of the purposes concerned; empty: the notice as a whole"
    )
    recipients: Annotated[tuple[Slug, ...], Many] = Field(
        (), description="ids of the recipients concerned; empty: none in particular"
    )
    remedy: Text = Field("", description="what would settle it, as an instruction")


class Notice(Noun):
    """The document the inventory was read from."""

    title: Text = Field("unknown", description="title")
    document: Text = Field("unknown", description="file name or address of the document")
    date: Day = Field("unknown", description="day it took effect", validate_default=False)
    informs: Annotated[tuple[Informs, ...], Many, keyed("letter", "told")] = Field(
        UNKNOWN, description="what it tells, letter by letter"
    )
    observations: Annotated[tuple[Observation, ...], Many, keyed("topic", "text")] = Field(
        (), description="what its reader doubts, beyond the letters"
    )


# --- what and whose ------------------------------------------------------------------------------------------------


class DataSubject(Identified, Noun):
    """A category of people (Art. 30(1)(c))."""

    name: Text = Field(description="label in the organisation's words")
    description: Text = Field("", description="who they are")
    vulnerable: Answer = Field("unknown", description="children, patients, employees and others in a weak position")
    staff: Answer = Field("unknown", description="whether they are the organisation's own staff (HR data)")


class Category(Identified, Noun):
    """A category of personal data (Art. 30(1)(c))."""

    name: Text = Field(description="label in the organisation's words")
    description: Text = Field("", description="what it includes")
    special: Special = Field("unknown", description="kind of special category (Art. 9), criminal (Art. 10), or none")
    declared: Declared = Field("yes", description="no: it is used but the notice does not announce it")
    subjects: Annotated[tuple[Slug, ...], Many] = Field(
        UNKNOWN, description="ids of the categories of people it is about"
    )


class Measure(Identified, Noun):
    """A security measure (Art. 32(1))."""

    name: Text = Field(description="label")
    kind: MeasureKind = Field("unknown", description="technical or organisational")
    description: Text = Field("", description="what is done")


class Right(Noun):
    """A right of the people concerned, and how to use it (Art. 12 to 22). Short form: its name."""

    SHORT = "the right's name"
    right: RightName = Field(description="which right")
    contact: Text = Field("unknown", description="where to use it")
    description: Text = Field("", description="what the organisation says of it")

    @classmethod
    def short(cls, text: str) -> Any:
        return {"right": text}


# --- purposes ------------------------------------------------------------------------------------------------------


class LegalBasis(Noun):
    """A legal basis (Art. 6(1)) of a purpose. Short form: ``6-1-b``."""

    SHORT = "6-1-a to 6-1-f"
    basis: Basis = Field(description="letter of Art. 6(1)")
    conditions: Annotated[tuple[Condition, ...], Many] = Field(
        UNKNOWN, description="condition of Art. 9(2), or 10, for special data"
    )
    when: Text = Field("", description="when or for whom this basis applies, where a purpose has several")
    interest: Text = Field("unknown", description="legitimate interest pursued (6-1-f)")
    law: Text = Field("unknown", description="law that obliges or authorises (6-1-c, 6-1-e, Art. 9, Art. 10)")
    withdrawal: Text = Field("unknown", description="how consent is withdrawn (6-1-a)")
    reference: Text = Field("", description="assessment or consent record")

    @classmethod
    def short(cls, text: str) -> Any:
        return {"basis": text}


class Retention(Noun):
    """How long data are kept (Art. 30(1)(f), 13(2)(a)). Short form: ``P5Y``."""

    SHORT = "an ISO 8601 period"
    period: Period = Field("unknown", description="ISO 8601 period; none: a criterion only; unknown: not said")
    starts: Text = Field("unknown", description="event the period runs from")
    criterion: Text = Field("", description="the criterion in words, where there is no period")
    law: Text = Field("unknown", description="law that sets the period")
    categories: Annotated[tuple[Slug, ...], Many] = Field(
        (), description="ids of the data categories; empty: all of the purpose"
    )

    @classmethod
    def short(cls, text: str) -> Any:
        return {"period": text}


class Source(Noun):
    """Where the data come from (Art. 14(2)(f)). Short form: the kind."""

    SHORT = "subject, third-party, public or own-records"
    kind: SourceKind = Field("unknown", description="the person concerned, a third party, a public source, own records")
    name: Text = Field("unknown", description="who or what the source is")
    categories: Annotated[tuple[Slug, ...], Many] = Field(
        (), description="ids of the data categories; empty: all of the purpose"
    )

    @classmethod
    def short(cls, text: str) -> Any:
        return {"kind": text}


class UsedCategory(Noun):
    """A category that a purpose uses. Short form: its id."""

    SHORT = "the category's id"
    category: Slug = Field(description="id of the data category")
    when: Text = Field("", description="restriction in words, such as 'if it concerns support'")

    @classmethod
    def short(cls, text: str) -> Any:
        return {"category": text}


class ServedBy(Noun):
    """A recipient that a purpose discloses to. Short form: its id."""

    SHORT = "the recipient's id"
    recipient: Slug = Field(description="id of the recipient")
    categories: Annotated[tuple[Slug, ...], Many] = Field(
        UNKNOWN, description="ids of the categories it gets; unknown: all of the purpose, a reach marked assumed"
    )

    @classmethod
    def short(cls, text: str) -> Any:
        return {"recipient": text}


class Purpose(Identified, Dated):
    """A processing activity (Art. 30(1)(b); as processor Art. 30(2)(b))."""

    ref: Text = Field("", description="reference in the source, such as B.1")
    name: Text = Field(description="label in the organisation's words")
    description: Text = Field("", description="what is done and why")
    sub_purposes: Annotated[tuple[Text, ...], Many] = Field((), description="narrower purposes")
    function: Text = Field("unknown", description="business function or department")
    owner: Text = Field("unknown", description="who answers for it inside")
    role: ProcessingRole = Field(
        "unknown", description="role in this activity; unknown: as the organisation's, if that is one"
    )
    on_behalf_of: Annotated[tuple[Party, ...], Many] = Field(
        UNKNOWN, description="controllers a processor acts for, Art. 30(2)(a)"
    )
    joint_with: Annotated[tuple[Party, ...], Many] = Field(
        UNKNOWN, description="joint controllers of this activity, Art. 26"
    )
    arrangement: Answer = Field("unknown", description="whether an arrangement under Art. 26 exists, where joint")
    subjects: Annotated[tuple[Slug, ...], Many] = Field(UNKNOWN, description="ids of the categories of people")
    categories: Annotated[tuple[UsedCategory, ...], Many] = Field(UNKNOWN, description="data categories used")
    legal_bases: Annotated[tuple[LegalBasis, ...], Many] = Field(UNKNOWN, description="legal bases, Art. 6(1)")
    retention: Annotated[tuple[Retention, ...], Many] = Field(UNKNOWN, description="time limits for erasure")
    sources: Annotated[tuple[Source, ...], Many] = Field(UNKNOWN, description="sources of the data")
    recipients: Annotated[tuple[ServedBy, ...], Many] = Field(UNKNOWN, description="recipients served")
    measures: Annotated[tuple[Slug, ...], Many] = Field(
        UNKNOWN, description="ids of the security measures, Art. 30(1)(g)"
    )
    systems: Annotated[tuple[Text, ...], Many] = Field(UNKNOWN, description="systems used")
    automated_decisions: Answer = Field("unknown", description="automated decisions incl. profiling, Art. 22")
    automated_logic: Text = Field("", description="the logic involved, where there are any")
    provision_required: Text = Field(
        "unknown", description="whether providing the data is required, and what follows if not, Art. 13(2)(e)"
    )
    dpia: Dpia = Field("unknown", description="data protection impact assessment, Art. 35")
    dpia_reference: Text = Field("", description="where the assessment is")
    status: Status = Field("unknown", description="planned, active or ended")
    replaced_by: Text = Field("", description="id of the purpose that replaces it")
    next_review: Date | None = Field(None, description="day of the next review")


# --- recipients ----------------------------------------------------------------------------------------------------


class Site(Dated):
    """A place where a recipient has, hosts or reaches the data. Short form: the country."""

    SHORT = "the country"
    country: Place = Field(
        "unknown", description="country, organisation (EPO), region (EU, EEA), or worldwide, various, unknown"
    )
    activity: Activity = Field("unknown", description="what happens there: establishment, hosting, (remote) access")
    run_by: Text = Field("unknown", description="legal entity that runs the site, where it is not the recipient's own")
    run_by_country: Place = Field("unknown", description="country of the entity that runs it")
    place: Text = Field("", description="the place in words, where the code is coarser")

    @classmethod
    def short(cls, text: str) -> Any:
        return {"country": text}


class Safeguard(Dated):
    """One tool that a transfer is said to rest on (Chapter V). Short form: ``kind[:version][@signed]``."""

    SHORT = "dpf, scc:2021, scc:2010@2020-01-01, derogation:49-1-a"
    kind: SafeguardKind = Field(description="kind of tool; dpa and other are understood and are no transfer tools")
    version: SafeguardVersion = Field("unknown", description="generation of standard clauses; letter of a derogation")
    module: Module = Field("unknown", description="module of the 2021 clauses: 1 C2C, 2 C2P, 3 P2P, 4 P2C")
    signed: Day = Field("unknown", description="day of signature", validate_default=False)
    reference: Text = Field("unknown", description="where the signed document is")
    annexes: Answer = Field("unknown", description="whether the clauses' annexes are filled in")
    tia: Tia = Field("unknown", description="transfer impact assessment: positive, negative, none made")
    tia_reference: Text = Field("", description="where the assessment is")
    suspended: Day = Field("none", description="day an authority suspended transfers under it", validate_default=False)
    within_group: Answer = Field("unknown", description="whether both ends belong to the group that the BCR bind")
    occasional: Answer = Field("unknown", description="whether the transfer is occasional (Art. 49, recital 111)")
    authorised: Answer = Field("unknown", description="authorisation by the supervisory authority (Art. 46(3))")
    countries: Annotated[tuple[Place, ...], Many] = Field(
        (), description="countries it is for; empty: all sites of the recipient"
    )
    label: Text = Field("", description="the measure in the source's words")

    @classmethod
    def short(cls, text: str) -> Any:
        rest, _, signed = text.partition("@")
        kind, _, version = rest.partition(":")
        return {"kind": kind, **({"version": version} if version else {}), **({"signed": signed} if signed else {})}


class SubProcessor(Noun):
    """A further recipient that a processor engages (Art. 28(2), (4)). Short form: its id."""

    SHORT = "the recipient's id"
    recipient: Slug = Field(description="id of the sub-processor among the recipients")

    @classmethod
    def short(cls, text: str) -> Any:
        return {"recipient": text}


class ScopeFact(Noun):
    """A fact that decides whether an adequacy decision's scope fits the importer, such as ``pipeda: yes``."""

    fact: Slug = Field(description="scope element as the law pack names it: pipeda, appi, lgpd, credit-information ...")
    value: Answer = Field(description="whether it holds")


class Recipient(Identified, Dated):
    """Somebody the data are disclosed to (Art. 4(9)); one entry per use of an organisation."""

    name: Text = Field(description="name as the source gives it")
    organisation: Text = Field("", description="id shared by the entries of one organisation; empty: its own id")
    aliases: Annotated[tuple[Text, ...], Many] = Field((), description="other names")
    legal_entity: Text = Field("unknown", description="legal entity that imports the data")
    parent: Text = Field("unknown", description="parent company")
    role: RecipientRole = Field("unknown", description="role towards the organisation")
    sector: Sector = Field("unknown", description="private, or public")
    service: Text = Field("unknown", description="what it does for the organisation")
    address: Text = Field("unknown", description="postal address")
    contact: Text = Field("unknown", description="contact")
    sites: Annotated[tuple[Site, ...], Many] = Field(
        UNKNOWN, description="where it is, hosts, or reaches the data from"
    )
    safeguards: Annotated[tuple[Safeguard, ...], Many] = Field(
        UNKNOWN, description="transfer tools said to be in place"
    )
    dpa: Answer = Field("unknown", description="contract under Art. 28(3)")
    dpa_reference: Text = Field("", description="where that contract is")
    joint_arrangement: Answer = Field(
        "unknown", description="arrangement under Art. 26(1), where it is a joint controller"
    )
    sub_processors: Annotated[tuple[SubProcessor, ...], Many] = Field(UNKNOWN, description="its sub-processors")
    subject_to_gdpr: Answer = Field("unknown", description="whether the importer itself is under the GDPR (Art. 3(2))")
    affiliate: Answer = Field("unknown", description="whether it belongs to the organisation's group")
    not_a_transfer: NoTransfer = Field("", description="reason why disclosing to it is no transfer under Chapter V")
    categories: Annotated[tuple[Slug, ...], Many] = Field(
        UNKNOWN, description="ids of the categories it gets at most; unknown: all of its purposes"
    )
    scope: Annotated[tuple[ScopeFact, ...], Many, keyed("fact", "value")] = Field(
        (), description="facts that decide the scope of adequacy"
    )

    @property
    def org(self) -> str:
        """Id of the organisation: shared by all entries of one organisation."""
        return self.organisation or self.id


@dataclass(frozen=True)
class Origin:
    """The file an inventory was read from.

    Attributes
    ----------
    file : str
        Path as the user gave it.
    sha256 : str
        Of the file's bytes, in hex.
    lines : mapping
        1-based line by path, such as ``("recipients", 3, "safeguards", 0)``.
    """

    file: str
    sha256: str
    lines: Mapping[tuple[str | int, ...], int]

    def line(self, path: tuple[str | int, ...]) -> int:
        """Line of a path, or of the nearest enclosing entry that has one; 0 where there is none."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)


class Inventory(BaseModel):
    """One organisation's map: what people write in ``inventory/*.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, arbitrary_types_allowed=True)

    meta: Meta = Field(description="about the inventory")
    controller: Controller = Field(description="the organisation")
    notice: Notice = Field(default_factory=Notice, description="the document it was read from")
    subjects: Annotated[tuple[DataSubject, ...], Many, keyed("id", "name")] = Field(
        UNKNOWN, description="categories of people"
    )
    categories: Annotated[tuple[Category, ...], Many, keyed("id", "name")] = Field(
        UNKNOWN, description="categories of personal data"
    )
    purposes: Annotated[tuple[Purpose, ...], Many, keyed("id", "name")] = Field(
        UNKNOWN, description="processing activities"
    )
    recipients: Annotated[tuple[Recipient, ...], Many, keyed("id", "name")] = Field(UNKNOWN, description="recipients")
    measures: Annotated[tuple[Measure, ...], Many, keyed("id", "name")] = Field(
        UNKNOWN, description="security measures"
    )
    rights: Annotated[tuple[Right, ...], Many] = Field(UNKNOWN, description="rights and how to use them")

    _origin: Origin | None = PrivateAttr(None)

    @property
    def origin(self) -> Origin | None:
        """The file it was read from, or None. No part of what the inventory says: equality ignores it."""
        return self._origin

    def with_origin(self, origin: Origin | None) -> Self:
        """The same inventory, with another origin."""
        copy = self.model_copy()
        copy._origin = origin
        return copy

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Inventory) and all(
            getattr(self, name) == getattr(other, name) for name in type(self).model_fields
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        counts = ", ".join(count(len(getattr(self, k)), k) for k in ("categories", "purposes", "recipients"))
        return f"<Inventory {self.meta.id}: {counts}>"

    __str__ = __repr__

    def _repr_html_(self) -> str:
        rows: list[list[object]] = []
        for name in ("subjects", "categories", "purposes", "recipients", "measures"):
            entries = getattr(self, name)
            names = [] if entries is UNKNOWN else [e.name for e in entries]
            count = "not recorded" if entries is UNKNOWN else len(names)
            rows.append([name, count, ", ".join(names[:4]) + (" ..." if len(names) > 4 else "")])
        title = self.meta.title or self.controller.name
        return display.table(f"{title}, of {self.meta.date}", ["", "entries", "such as"], rows)
