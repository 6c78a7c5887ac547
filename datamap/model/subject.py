"""Whose data and which: categories of people and of data, security measures, and the rights of the people concerned."""

from pydantic import Field

from datamap.model.entry import Entry, Identified
from datamap.model.vocabulary import UNKNOWN, Answer, Declared, MeasureKind, RightName, Several, Slug, Special, Text


class DataSubject(Identified, Entry):
    """A category of people (Art. 30(1)(c))."""

    name: Text = Field(description="label in the organisation's words")
    description: Text = Field(default="", description="description of these people")
    vulnerable: Answer = Field(
        default="unknown", description="whether they are vulnerable: children, patients, employees and the like"
    )
    children: Answer = Field(default="unknown", description="whether there are children among them (Art. 8, 12(1))")
    staff: Answer = Field(default="unknown", description="whether they are the organisation's own staff (HR data)")


class Category(Identified, Entry):
    """A category of personal data (Art. 30(1)(c))."""

    name: Text = Field(description="label in the organisation's words")
    description: Text = Field(default="", description="what it includes")
    special: Special = Field(
        default="unknown", description="kind of special category (Art. 9), criminal (Art. 10), or none"
    )
    national_id: Answer = Field(
        default="unknown", description="whether it includes a national identification number (Art. 87)"
    )
    declared: Declared = Field(default="yes", description="no: it is used, but the notice does not mention it")
    subjects: Several[Slug] = Field(default=UNKNOWN, description="ids of the categories of people it is about")


class Measure(Identified, Entry):
    """A security measure (Art. 32(1))."""

    name: Text = Field(description="label")
    kind: MeasureKind = Field(default="unknown", description="technical or organisational")
    description: Text = Field(default="", description="what is done")


class Right(Entry):
    """A right of the people concerned, and how to use it (Art. 12 to 22). Short form: its name."""

    SHORT_FIELD = "right"
    right: RightName = Field(description="which right")
    contact: Text = Field(default="unknown", description="where to exercise it")
    description: Text = Field(default="", description="how the organisation describes it")
