"""The privacy notice: what it informs people of, and what a reader of it questions."""

from typing import Annotated

from pydantic import Field

from datamap.model.entry import Entry
from datamap.model.vocabulary import UNKNOWN, Citation, Day, Demand, Letter, Several, Slug, Text, Told, keyed


class Informs(Entry):
    """What the notice states on one letter of Art. 13, 14, 21(4) or 26(2).

    Short form: ``told``, ``not-told`` or ``unknown``.
    """

    letter: Letter = Field(description="letter, such as 13-1-f; 13-1-f-copy: the means to obtain a copy of safeguards")
    told: Told = Field(default="unknown", description="whether the notice contains this information")


class Observation(Entry):
    """A point that a reader of the notice questions and that no fact of the map shows. Each becomes a finding."""

    topic: Slug = Field(description="short name, such as withdrawal-of-cookies; stable over time")
    text: Text = Field(description="the doubt in careful words, as the rest of a sentence")
    articles: Citation = Field(
        default="unknown", description="provision concerned, as findings cite it; separate several with '; '"
    )
    demand: Demand = Field(default="unknown", description="whether the law requires it, or only good practice")
    purposes: Several[Slug] = Field(
        default=(), description="ids of the purposes concerned; empty: the notice as a whole"
    )
    recipients: Several[Slug] = Field(
        default=(), description="ids of the recipients concerned; empty: none in particular"
    )
    remedy: Text = Field(default="", description="what would resolve it, as an instruction")


class Notice(Entry):
    """The document the inventory was read from."""

    title: Text = Field(default="unknown", description="title")
    document: Text = Field(default="unknown", description="file name or address of the document")
    date: Day = Field(default="unknown", description="day on which it took effect")
    informs: Annotated[Several[Informs], keyed("letter", "told")] = Field(
        default=UNKNOWN, description="information that the notice gives, letter by letter"
    )
    observations: Annotated[Several[Observation], keyed("topic", "text")] = Field(
        default=(), description="points that a reader of the notice questions, beyond the letters"
    )
