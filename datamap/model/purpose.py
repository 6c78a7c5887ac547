"""A purpose of processing: its legal bases, time limits, sources, data and recipients."""

from typing import Literal

from pydantic import Field

from datamap.model.entry import Dated, Entry, Identified
from datamap.model.party import Party
from datamap.model.vocabulary import (
    UNKNOWN,
    Answer,
    Basis,
    Condition,
    Date,
    Dpia,
    People,
    Period,
    ProcessingRole,
    Several,
    Slug,
    SourceKind,
    Status,
    Text,
)

DpiaGround = Literal["unknown", "none", "35-3-a", "35-3-b", "35-3-c", "list-cz", "list-de", "list-fr", "list-other"]
DeviceAccess = Literal["unknown", "none", "necessary", "analytics", "advertising", "other"]
Monitoring = Literal["unknown", "none", "people", "public-area"]
DecisionGround = Literal["unknown", "none", "contract", "law", "consent"]


class LegalBasis(Entry):
    """A legal basis (Art. 6(1)) of a purpose. Short form: ``6-1-b``."""

    SHORT_FIELD = "basis"
    basis: Basis = Field(description="letter of Art. 6(1)")
    conditions: Several[Condition] = Field(
        default=UNKNOWN, description="condition of Art. 9(2), or 10, for special data"
    )
    when: Text = Field(default="", description="when or for whom this basis applies, where a purpose has several")
    interest: Text = Field(default="unknown", description="legitimate interest pursued (6-1-f)")
    law: Text = Field(default="unknown", description="law that obliges or authorises (6-1-c, 6-1-e, Art. 9, Art. 10)")
    withdrawal: Text = Field(default="unknown", description="how consent is withdrawn (6-1-a)")
    reference: Text = Field(default="", description="where the balancing test (6-1-f) or the consent record is filed")
    parents: Text = Field(
        default="unknown", description="how parents consent or authorise, where children use the service (Art. 8)"
    )


class Retention(Entry):
    """How long data are kept (Art. 30(1)(f), 13(2)(a)). Short form: ``P5Y``."""

    SHORT_FIELD = "period"
    period: Period = Field(
        default="unknown", description="ISO 8601 period; none: only a criterion applies; unknown: not recorded"
    )
    starts: Text = Field(default="unknown", description="event from which the period runs")
    criterion: Text = Field(default="", description="the criterion in words, where there is no period")
    law: Text = Field(default="unknown", description="law that sets the period")
    categories: Several[Slug] = Field(
        default=(), description="ids of the data categories; empty: all categories of the purpose"
    )


class Source(Entry):
    """Where the data come from (Art. 14(2)(f)). Short form: the kind."""

    SHORT_FIELD = "kind"
    kind: SourceKind = Field(
        default="unknown", description="the person concerned, a third party, a public source, own records"
    )
    name: Text = Field(default="unknown", description="name of the source")
    categories: Several[Slug] = Field(
        default=(), description="ids of the data categories; empty: all categories of the purpose"
    )


class UsedCategory(Entry):
    """A category that a purpose uses. Short form: its id."""

    SHORT_FIELD = "category"
    category: Slug = Field(description="id of the data category")
    when: Text = Field(default="", description="restriction in words, such as 'if it concerns support'")


class ServedBy(Entry):
    """A recipient that a purpose discloses data to. Short form: its id."""

    SHORT_FIELD = "recipient"
    recipient: Slug = Field(description="id of the recipient")
    categories: Several[Slug] = Field(
        default=UNKNOWN,
        description="ids of the categories it receives; unknown: all categories of the purpose, marked as assumed",
    )


class Purpose(Identified, Dated):
    """A processing activity (Art. 30(1)(b); as processor Art. 30(2)(b))."""

    ref: Text = Field(default="", description="reference in the source, such as B.1")
    name: Text = Field(description="label in the organisation's words")
    description: Text = Field(default="", description="what is done and why")
    sub_purposes: Several[Text] = Field(default=(), description="narrower purposes")
    function: Text = Field(default="unknown", description="business function or department")
    owner: Text = Field(default="unknown", description="person or department responsible for it")
    role: ProcessingRole = Field(
        default="unknown",
        description="role in this activity; unknown: the organisation's role, unless that is 'both'",
    )
    on_behalf_of: Several[Party] = Field(
        default=UNKNOWN, description="controllers on whose behalf a processor acts, Art. 30(2)(a)"
    )
    joint_with: Several[Party] = Field(default=UNKNOWN, description="joint controllers of this activity, Art. 26")
    arrangement: Answer = Field(
        default="unknown", description="whether an arrangement under Art. 26 exists, where joint"
    )
    subjects: Several[Slug] = Field(default=UNKNOWN, description="ids of the categories of people")
    people: People = Field(
        default="unknown",
        description="rough number of people whose data are used: 5000, about 5,000, 1-100 or 1000+",
    )
    categories: Several[UsedCategory] = Field(default=UNKNOWN, description="data categories used")
    legal_bases: Several[LegalBasis] = Field(default=UNKNOWN, description="legal bases, Art. 6(1)")
    retention: Several[Retention] = Field(default=UNKNOWN, description="time limits for erasure")
    sources: Several[Source] = Field(default=UNKNOWN, description="sources of the data")
    recipients: Several[ServedBy] = Field(default=UNKNOWN, description="recipients of the data")
    measures: Several[Slug] = Field(default=UNKNOWN, description="ids of the security measures, Art. 30(1)(g)")
    systems: Several[Text] = Field(default=UNKNOWN, description="systems used")
    automated_decisions: Answer = Field(
        default="unknown", description="automated decisions including profiling, Art. 22"
    )
    automated_logic: Text = Field(default="", description="the logic involved, where there are such decisions")
    automated_ground: DecisionGround = Field(
        default="unknown", description="what allows these decisions, Art. 22(2): contract, law, consent (explicit)"
    )
    human_review: Answer = Field(
        default="unknown", description="whether people can obtain a review of such a decision by a person, Art. 22(3)"
    )
    device_access: DeviceAccess = Field(
        default="unknown",
        description=(
            "what is stored on, or read from, people's devices (cookies, pixels, SDKs; Directive 2002/58 Art. 5(3)): "
            "none, only what is strictly necessary, analytics, advertising, other"
        ),
    )
    large_scale: Answer = Field(
        default="unknown", description="whether the processing is on a large scale, Art. 35(3), 37(1)"
    )
    monitoring: Monitoring = Field(
        default="unknown",
        description="regular and systematic monitoring of people, Art. 37(1)(b), or of a public area, Art. 35(3)(c)",
    )
    provision_required: Text = Field(
        default="unknown",
        description="whether people must provide the data, and what follows if they do not, Art. 13(2)(e)",
    )
    dpia: Dpia = Field(default="unknown", description="data protection impact assessment, Art. 35")
    dpia_reference: Text = Field(
        default="", description="where the assessment is filed, or the reasons for not making it"
    )
    dpia_ground: DpiaGround = Field(
        default="unknown",
        description="what makes the assessment mandatory: a letter of Art. 35(3), or an authority's list, Art. 35(4)",
    )
    status: Status = Field(default="unknown", description="planned, active or ended")
    replaced_by: Text = Field(default="", description="id of the purpose that replaces it")
    next_review: Date | None = Field(default=None, description="day of the next review")
