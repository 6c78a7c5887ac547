"""An assessment: which transfers or activities it covers, what it found, and the facts on which it rests."""

from typing import Annotated, Any, Literal

from pydantic import Field

from datamap.model.entry import Dated, Entry, Identified
from datamap.model.vocabulary import UNKNOWN, Answer, Day, Place, SafeguardKind, Several, Slug, Text, keyed, vocabulary

AssessmentKind = Literal["tia", "dpia-screening", "balancing-test", "compelling-interests"]
"""Transfer impact assessment; whether an impact assessment is required (Art. 35); the balancing of Art. 6(1)(f); the
assessment of Art. 49(1), second subparagraph."""
ON_ACTIVITIES: tuple[AssessmentKind, ...] = ("dpia-screening", "balancing-test")
"""Kinds that are about processing activities; the others are about transfers."""
MadeBy = Literal["unknown", "organisation", "exporter"]
Status = Literal["unknown", "draft", "in-force", "withdrawn"]
Outcome = Literal["unknown", "positive", "negative", "required", "not-required"]
OUTCOMES: dict[str, tuple[str, ...]] = {
    "tia": ("positive", "negative"),
    "dpia-screening": ("required", "not-required"),
    "balancing-test": ("positive", "negative"),
    "compelling-interests": ("positive", "negative"),
}
"""Kind of assessment -> the outcomes that it can have."""
Criterion = Literal[
    "evaluation",
    "automated-decisions",
    "monitoring",
    "sensitive-data",
    "large-scale",
    "matching",
    "vulnerable-people",
    "innovative-technology",
    "denial-of-service",
]
"""The nine criteria of WP248 rev.01, section III.B, in its order."""
SupplementaryKind = Literal[
    "unknown",
    "encryption-at-rest",
    "encryption-in-transit",
    "end-to-end-encryption",
    "pseudonymisation",
    "split-processing",
    "contractual",
    "organisational",
]
Keys = Literal["unknown", "exporter", "importer"]
Point = Literal[
    "purposes",
    "data",
    "format",
    "recipient-type",
    "sector",
    "chain",
    "onward",
    "storage",
    "channels",
    "tool",
    "access",
    "oversight",
    "redress",
    "practice",
    "importer-information",
    "importer-requests",
    "contractual",
    "technical",
    "organisational",
    "procedure",
    "review",
    "description",
    "exemption",
    "advice",
    "reasons",
    "interest",
    "lawful",
    "necessity",
    "impact",
    "expectations",
    "safeguards",
    "objection",
    "balance",
    "no-other-basis",
    "not-repetitive",
    "number-of-people",
    "circumstances",
]
"""What an assessment answers. A transfer impact assessment: in the order of the EDPB's six steps (Recommendations
01/2020), clause 14(b) to (d); then what a screening, a balancing test and Art. 49(1), second subparagraph, ask."""
Input = Literal[
    "recipient",
    "places",
    "data",
    "tools",
    "chain",
    "law",
    "country-sheet",
    "vendor",
    "activity",
    "people",
    "legal-basis",
    "disclosures",
]
"""Groups of facts on which an assessment rests: the first eight of a transfer, the data and the last four of an
activity."""
OF_TRANSFERS: tuple[str, ...] = vocabulary(Input)[:8]
OF_ACTIVITIES: tuple[str, ...] = ("activity", "data", "people", "legal-basis", "disclosures")
"""Groups of facts on which an assessment of transfers rests, and one of activities."""
INPUTS_OF = {kind: OF_ACTIVITIES if kind in ON_ACTIVITIES else OF_TRANSFERS for kind in vocabulary(AssessmentKind)}
"""Kind of assessment -> the groups of facts on which it rests."""


class AssessedTransfer(Entry):
    """A transfer that an assessment examines. Short form: the recipient's id."""

    SHORT_FIELD = "recipient"
    recipient: Slug = Field(description="id of the recipient that imports the data")
    exporter: Text = Field(
        default="", description="id of the processor that exports the data; empty: the organisation itself"
    )
    countries: Several[Place] = Field(
        default=(), description="countries of destination; empty: all sites of the recipient"
    )


class SupplementaryMeasure(Entry):
    """A measure that supplements the transfer tool (clause 14(b)(iii)). Short form: the measure in words."""

    kind: SupplementaryKind = Field(default="unknown", description="kind of measure")
    keys: Keys = Field(default="unknown", description="who has the keys, if the measure is encryption")
    text: Text = Field(default="", description="the measure in words")

    @classmethod
    def short(cls, text: str) -> Any:
        from datamap.labels.values.protection import read_protection  # here, because it reads the words of languages

        return {"text": text, **read_protection(text)}


class AssessmentAnswer(Entry):
    """The answer to one point of an assessment, in words."""

    point: Point = Field(description="what it answers: clause 14(b) to (d), by the EDPB's six steps")
    text: Text = Field(description="the answer")


class ScreeningCriterion(Entry):
    """Whether a criterion of WP248 rev.01 is met, and why."""

    criterion: Criterion = Field(description="one of the nine criteria of WP248 rev.01")
    met: Answer = Field(default="unknown", description="whether the activities meet it")
    reason: Text = Field(default="", description="why, in words")


class AssessmentInput(Entry):
    """A group of facts on which an assessment rests, with a digest: another digest means that a fact has changed."""

    input: Input = Field(description="which facts")
    digest: Text = Field(description="digest of these facts when the assessment was made")


class Assessment(Identified, Dated):
    """A documented assessment: of transfers (clause 14(b) to (d); Art. 49(1)), or of activities (Art. 35, 6(1)(f))."""

    kind: AssessmentKind = Field(
        default="tia",
        description="transfer impact assessment; whether a DPIA is required (Art. 35); balancing test (Art. 6(1)(f)); "
        "compelling legitimate interests (Art. 49(1), second subparagraph)",
    )
    name: Text = Field(default="", description="title")
    activities: Several[Slug] = Field(
        default=UNKNOWN, description="ids of the purposes that it examines: a screening, a balancing test"
    )
    transfers: Several[AssessedTransfer] = Field(default=UNKNOWN, description="transfers that it examines")
    tools: Several[SafeguardKind] = Field(
        default=(), description="kinds of transfer tool that it is about; empty: all tools of these transfers"
    )
    made_by: MadeBy = Field(
        default="unknown", description="who made it: the organisation, or the processor that exports the data"
    )
    checked: Answer = Field(
        default="unknown",
        description="whether the organisation checked an assessment that the exporting processor made (EDPB Opinion "
        "22/2024)",
    )
    status: Status = Field(default="unknown", description="draft, in force or withdrawn; only in force does it count")
    outcome: Outcome = Field(
        default="unknown",
        description="positive: the tool is effective there, with the measures; the interest is not overridden; the "
        "conditions of Art. 49(1) are met; negative: they are not. Of a screening: whether a DPIA is required",
    )
    decided_on: Day = Field(default="unknown", description="day of the decision")
    by: Text = Field(default="unknown", description="who decided")
    review_on: Day = Field(default="unknown", description="day of the next review (step 6)")
    reference: Text = Field(default="unknown", description="where the document is filed (clause 14(d))")
    clear_text: Answer = Field(
        default="unknown", description="whether the importer needs the data in clear text (use cases 6 and 7)"
    )
    impinges: Answer = Field(
        default="unknown",
        description="whether law or practice of the country may impinge on the effectiveness of the tool (step 3)",
    )
    applied: Answer = Field(
        default="unknown",
        description="whether there is reason to believe that such law is applied to these data and this importer",
    )
    measures: Several[SupplementaryMeasure] = Field(
        default=UNKNOWN, description="measures that supplement the tool (step 4)"
    )
    criteria: Annotated[Several[ScreeningCriterion], keyed("criterion", "met")] = Field(
        default=(), description="the criteria of WP248 rev.01 that a screening answered"
    )
    authority_informed: Day = Field(
        default="unknown", description="day on which the supervisory authority was informed (Art. 49(1))"
    )
    people_informed: Day = Field(
        default="unknown", description="day on which the people concerned were informed (Art. 49(1))"
    )
    answers: Annotated[Several[AssessmentAnswer], keyed("point", "text")] = Field(
        default=(), description="answers in words, by point"
    )
    rests_on: Annotated[Several[AssessmentInput], keyed("input", "digest")] = Field(
        default=(), description="digests of the facts on which it rests; datamap writes them"
    )
