"""Who: the organisation whose map it is, other parties, and the inventory's own details."""

from pydantic import Field

from datamap.model.entry import Entry
from datamap.model.vocabulary import (
    UNKNOWN,
    Date,
    Day,
    Law,
    OrganisationRole,
    People,
    Place,
    Regime,
    Sector,
    Several,
    Slug,
    Text,
)


class Party(Entry):
    """A person or organisation. Short form: its name."""

    SHORT_FIELD = "name"
    name: Text = Field(description="legal name")
    registration: Text = Field(default="unknown", description="registration number and register")
    address: Text = Field(default="unknown", description="postal address")
    country: Place = Field(default="unknown", description="country of establishment, ISO 3166-1 alpha-2")
    email: Text = Field(default="unknown", description="contact e-mail")
    phone: Text = Field(default="unknown", description="contact telephone")
    website: Text = Field(default="unknown", description="website")
    contact: Text = Field(default="unknown", description="contact person or representative")
    sector: Sector = Field(default="unknown", description="private, or public (authority or body)")


LAWS = {"GB": "uk", "CH": "ch"}
"""The law on transfers by the country of an organisation; elsewhere it is that of the EU."""


def law_of(regime: str, country: str) -> str:
    """The law that an organisation is under: eu, uk or ch, as stated, else by its country.

    Examples
    --------
    >>> law_of("unknown", "GB"), law_of("eu", "GB"), law_of("unknown", "unknown")
    ('uk', 'eu', 'eu')
    """
    return LAWS.get(country, "eu") if regime == "unknown" else regime


class Controller(Party):
    """The organisation whose map this is (GDPR Art. 4(7), or 4(8) where it acts for others)."""

    role: OrganisationRole = Field(default="unknown", description="controller, processor, or both")
    also_under: Several[Law] = Field(
        default=(),
        description="other laws that apply to it too, because it targets or monitors people there, Art. 3(2)",
    )
    staff: People = Field(
        default="unknown",
        description="rough number of people who constantly work with automated processing (§ 38 BDSG)",
    )
    regime: Regime = Field(
        default="unknown", description="law that governs its transfers (eu, uk, ch); unknown: follows from its country"
    )
    representative: Several[Party] = Field(default=UNKNOWN, description="representative, Art. 27")
    dpo: Several[Party] = Field(default=UNKNOWN, description="data protection officer, Art. 37")
    joint_controllers: Several[Party] = Field(default=UNKNOWN, description="joint controllers, Art. 26")
    authority: Several[Party] = Field(default=UNKNOWN, description="competent supervisory authority")


class Meta(Entry):
    """About the inventory itself."""

    id: Slug = Field(description="short name of the organisation; names its folder in reports")
    title: Text = Field(default="", description="title of the inventory")
    date: Day = Field(default="unknown", description="date of the facts (of the notice)")
    version: Text = Field(default="", description="version of the record")
    language: Text = Field(default="en", description="language of the labels, ISO 639-1")
    author: Text = Field(default="", description="author of the record")
    approver: Text = Field(default="", description="person who approved the record")
    next_review: Date | None = Field(default=None, description="day of the next review")
