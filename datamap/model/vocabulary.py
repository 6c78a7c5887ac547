"""The closed vocabularies of the model, and how single values are read: text, ids, places, periods, days, lists.

The first value of each vocabulary is its default and its code 0 in the tables.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ValidationInfo, WrapValidator


class Unknown(Enum):
    """The type of :data:`UNKNOWN`: a list about which nothing is said. Falsy, and iterates as empty."""

    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        return False

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = Unknown.UNKNOWN

# --- closed vocabularies; the first value is the default, and the code 0 in the tables -----------------------------

VERDICTS = ("not-covered", "undetermined", "covered", "no-transfer")
"""What can be decided on a transfer, worst first."""
SEVERITIES = ("error", "warning", "note")
"""Of findings, worst first."""
How = Literal["stated", "inferred", "assumed"]
Answer = Literal["unknown", "yes", "no"]
Sector = Literal["unknown", "private", "public"]
OrganisationRole = Literal["unknown", "controller", "processor", "both"]
ProcessingRole = Literal["unknown", "controller", "joint", "processor"]
RecipientRole = Literal["unknown", "processor", "controller", "joint", "authority", "sub-processor", "internal"]
Regime = Literal["unknown", "eu", "uk", "ch"]
Special = Literal[
    "unknown",
    "none",
    "criminal",
    "racial-or-ethnic-origin",
    "political-opinions",
    "religious-or-philosophical-beliefs",
    "trade-union-membership",
    "genetic",
    "biometric",
    "health",
    "sex-life-or-orientation",
    "several",
]
Declared = Literal["yes", "no", "unknown"]
Basis = Literal["unknown", "6-1-a", "6-1-b", "6-1-c", "6-1-d", "6-1-e", "6-1-f"]
Condition = Literal[
    "9-2-a",
    "9-2-b",
    "9-2-c",
    "9-2-d",
    "9-2-e",
    "9-2-f",
    "9-2-g",
    "9-2-h",
    "9-2-i",
    "9-2-j",
    "10",
]
SourceKind = Literal["unknown", "subject", "third-party", "public", "own-records"]
Dpia = Literal["unknown", "not-required", "required", "in-progress", "done"]
Status = Literal["unknown", "planned", "active", "ended"]
Activity = Literal["unknown", "establishment", "hosting", "access"]
SafeguardKind = Literal[
    "unknown",
    "adequacy",
    "dpf",
    "privacy-shield",
    "safe-harbour",
    "scc",
    "bcr-c",
    "bcr-p",
    "code",
    "certification",
    "ad-hoc",
    "public-instrument",
    "admin-arrangement",
    "sa-clauses",
    "derogation",
    "idta",
    "uk-addendum",
    "dpa",
    "other",
]
SafeguardVersion = Literal[
    "unknown",
    "2001",
    "2002",
    "2004",
    "2010",
    "2021",
    "49-1-a",
    "49-1-b",
    "49-1-c",
    "49-1-d",
    "49-1-e",
    "49-1-f",
    "49-1-g",
    "49-1-2",
]
Module = Literal["unknown", "1", "2", "3", "4"]
Tia = Literal["unknown", "none", "positive", "negative"]
NoTransfer = Literal["", "from-the-person", "own-staff-travelling", "publication", "same-legal-entity"]
MeasureKind = Literal["unknown", "technical", "organisational"]
Told = Literal["unknown", "told", "not-told"]
Demand = Literal["unknown", "law", "good-practice"]
RightName = Literal[
    "access",
    "rectification",
    "erasure",
    "restriction",
    "portability",
    "objection",
    "withdrawal",
    "complaint",
    "automated-decisions",
]
Letter = Literal[
    "13-1-a",
    "13-1-b",
    "13-1-c",
    "13-1-d",
    "13-1-e",
    "13-1-f",
    "13-1-f-copy",
    "13-2-a",
    "13-2-b",
    "13-2-c",
    "13-2-d",
    "13-2-e",
    "13-2-f",
    "13-3",
    "14-1-d",
    "14-2-f",
    "21-4",
    "26-2",
]

SLUG = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
PERIOD = re.compile(
    r"P(?!$)(\d+(?:[.,]\d+)?Y)?(\d+(?:[.,]\d+)?M)?(\d+(?:[.,]\d+)?W)?(\d+(?:[.,]\d+)?D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?",
    re.ASCII,
)
_PART = r"(?:\(\w{1,2}\))"
_AT = rf"[1-9]\d?(?!\d){_PART}*"
_PINPOINT = r"(?:Art\.|s\.|reg\.|Sch\.|clause|recital|Annex)(?: ?[\w(), .]+)?"
CITATION = re.compile(
    rf"(?:UK )?GDPR (?:Art\. {_AT}(?:(?:,| to) (?:{_AT}|{_PART}+|recital \d{{1,3}}|(?:first|second|third) subparagraph))*|recital \d{{1,3}})|FADP Art\. [\w(), ]+|DPA 2018 {_PINPOINT}|PECR {_PINPOINT}"
    rf"|(?:Directive|Regulation|Decision) (?:\(E[CU]\) )?\d+/\d+(?:/E[CU])?(?:,? {_PINPOINT})?"  # one pinpoint takes in the next: repeated, it could be read in 2^n ways
    r"|(?:EDPB|WP29) (?:Guidelines|Recommendations|Opinion) \d+/\d{4}|EDPB DPF FAQ v\d\.\d|WP\d+(?: rev\.\d+)?"
    r"|(?:CJEU|General Court) [CT]-\d+/\d+(?:, appeal C-\d+/\d+ P)?"
)
"""One citation: an article, a decision, a guideline or a judgment, as findings cite them."""
VAGUE_PLACES = ("unknown", "worldwide", "various")
REGIONS = ("EU", "EEA")


# --- how single values are read ------------------------------------------------------------------------------------


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def shown(value: Any) -> str:
    """A value as a message quotes it: on one line, without control characters, not too long."""
    text = repr(value[:100] if isinstance(value, str) else value)  # no more than is shown: a value may be megabytes
    return text if len(text) <= 82 else text[:78] + "..." + text[-1]


# A message says what is wrong with the value, then '; expected', then what should stand there instead.


def _slug(value: str) -> str:
    if not SLUG.fullmatch(value):
        raise ValueError(
            f"{shown(value)} is no id; expected lower-case letters and digits, joined by '-', '_' or '.', such as 'customer-support'"
        )
    return value


def _place(value: Any, info: ValidationInfo) -> Any:
    """A country code, a region, an organisation, or one of the vague words; the file's reader knows the spellings."""
    if not isinstance(value, str):
        return value
    read = (info.context or {}).get("country")
    code = read(value) if read else value
    if code is None or not re.fullmatch(r"[A-Z]{2,3}|EU-INST|ORG|" + "|".join(VAGUE_PLACES), code):
        raise ValueError(
            f"{shown(value)} is no country; expected a country (name or ISO 3166-1 code), an organisation such as EPO, "
            "a region such as EU, or unknown, worldwide, various"
        )
    return code


def _period(value: str) -> str:
    if value in ("unknown", "none") or PERIOD.fullmatch(value):
        return value
    raise ValueError(
        f"{shown(value)} is no period; expected an ISO 8601 period such as P5Y, P3Y6M or P30D, or none, or unknown"
    )


def is_citation(value: str) -> bool:
    """Whether a text is a citation, several with ``; `` between them, or ``unknown``."""
    return value == "unknown" or all(CITATION.fullmatch(part) for part in value.split("; "))


def _citation(value: str) -> str:
    if is_citation(value):
        return value
    raise ValueError(
        f"{shown(value)} is no citation; expected such as GDPR Art. 7(3), or EDPB Guidelines 2/2019, several separated by '; ', or unknown"
    )


def _date(value: Any) -> Any:
    """Only ``2026-09-30``: left to itself, pydantic reads a bare number as seconds since 1970."""
    if isinstance(value, str):
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise ValueError(f"{shown(value)} is no date; expected year, month and day as in 2026-09-30")
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"{shown(value)} is no day of the calendar; expected a date such as 2026-09-30") from None
    if isinstance(value, (int, float)):
        raise ValueError(f"{shown(value)} is no date; expected year, month and day as in 2026-09-30")
    return value


def _day_or_word(value: Any, handler: Any) -> Any:
    return value if isinstance(value, str) and value in ("unknown", "none") else handler(value)


def _many(value: Any, handler: Any) -> Any:
    """``unknown`` and ``none`` in words; one thing instead of a list of one; a mapping keyed by id instead of a list."""
    if value is UNKNOWN or value == "unknown":
        return UNKNOWN
    if value == "none":
        return ()
    if isinstance(value, (str, Mapping, BaseModel)):
        value = (value,)
    return handler(value)


Text = Annotated[str, BeforeValidator(_text)]
Slug = Annotated[str, BeforeValidator(_text), AfterValidator(_slug)]
Place = Annotated[str, BeforeValidator(_place)]
Period = Annotated[str, BeforeValidator(_text), AfterValidator(_period)]
Citation = Annotated[str, BeforeValidator(_text), AfterValidator(_citation)]
Date = Annotated[dt.date, BeforeValidator(_date)]
Day = Annotated[Date, WrapValidator(_day_or_word)]
Many = WrapValidator(_many)


def keyed(key: str, value: str) -> Any:
    """A validator that also reads a mapping, ``{13-1-f: told}``, as the list it stands for."""

    def read(v: Any) -> Any:
        if not isinstance(v, Mapping) or key in v:
            return v
        return tuple({key: k, **(b if isinstance(b, Mapping) else {value: b})} for k, b in v.items())

    read.keys = (key, value)  # type: ignore[attr-defined]  # what the readers and the schema need to know
    return BeforeValidator(read)


def vocabulary(kind: Any) -> tuple[str, ...]:
    """The values of one of the closed vocabularies above, in the order of their codes."""
    return tuple(get_args(kind))
