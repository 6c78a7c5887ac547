"""The closed vocabularies of the model, and how single values are read: text, ids, places, periods, days, lists.

The first value of each vocabulary is its default and its code 0 in the tables.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, Final, Literal, Never, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, GetCoreSchemaHandler, ValidationError, ValidationInfo
from pydantic_core import CoreSchema, PydanticOmit, core_schema


class Unknown(Enum):
    """The type of :data:`UNKNOWN`: a list that is not recorded. It is falsy, and iterates as if it were empty."""

    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        return False

    def __iter__(self) -> Iterator[Never]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown.UNKNOWN
"""In place of a list: not recorded, which is not the same as an empty list."""

# --- closed vocabularies; the first value is the default, and the code 0 in the tables -----------------------------

Verdict = Literal["not-covered", "undetermined", "covered", "no-transfer"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
"""The verdicts on a transfer, worst first."""
Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""The severities of a finding, worst first."""
How = Literal["stated", "inferred", "assumed", "proposed"]
HOW: tuple[How, ...] = get_args(How)
"""How a fact is known, best first; ``proposed``: no one has confirmed it, and it improves no verdict."""
Answer = Literal["unknown", "yes", "no"]
Sector = Literal["unknown", "private", "public"]
OrganisationRole = Literal["unknown", "controller", "processor", "both"]
ProcessingRole = Literal["unknown", "controller", "joint", "processor"]
PROCESSING_ROLES: tuple[ProcessingRole, ...] = get_args(ProcessingRole)
"""The roles that an organisation can have in a processing activity."""
RecipientKind = Literal["organisation", "category"]
RecipientRole = Literal["unknown", "processor", "controller", "joint", "authority", "sub-processor", "internal"]
Regime = Literal["unknown", "eu", "uk", "ch"]
Law = Literal["eu", "uk", "ch"]
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
    "17-1-a",
    "17-1-b",
    "17-1-c",
    "17-1-d",
    "17-1-e",
    "17-1-f",
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
    r"P(?!$)(\d+(?:[.,]\d+)?Y)?(\d+(?:[.,]\d+)?M)?(\d+(?:[.,]\d+)?W)?(\d+(?:[.,]\d+)?D)?"
    r"(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?",
    re.ASCII,
)
_PART = r"(?:\(\w{1,2}\))"
_AT = rf"[1-9]\d?(?!\d)[A-D]?{_PART}*"
_FURTHER = rf"(?:,| to) (?:{_AT}|{_PART}+|recital \d{{1,3}}|(?:first|second|third) subparagraph)"
_ARTICLES = rf"Art\. {_AT}(?:{_FURTHER})*"
_PINPOINT = r"(?:Art\.|s\.|reg\.|Sch\.|clause|recital|Annex)(?: ?[\w(), .]+)?"
CITATION = re.compile(
    rf"(?:UK )?GDPR (?:{_ARTICLES}|recital \d{{1,3}})"
    rf"|FADP Art\. [\w(), ]+|DPA 2018 {_PINPOINT}|PECR {_PINPOINT}"
    # one pinpoint takes in the next: repeated, it could be read in 2^n ways
    rf"|(?:Directive|Regulation|Decision) (?:\(E[CU]\) )?\d+/\d+(?:/E[CU])?(?:,? {_PINPOINT})?"
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
    """A value as a message quotes it: on one line, without control characters, shortened."""
    text = repr(value[:100] if isinstance(value, str) else value)  # cut first: a value may be megabytes long
    return text if len(text) <= 82 else text[:78] + "..." + text[-1]


# A message states what is wrong with the value, then '; expected', then what should be there instead.


def _slug(value: str) -> str:
    if not SLUG.fullmatch(value):
        raise ValueError(
            f"{shown(value)} is not an id; expected lower-case letters and digits, joined by '-', '_' or '.', "
            "such as 'customer-support'"
        )
    return value


def _place(value: Any, info: ValidationInfo) -> Any:
    """A country code, a region, an organisation, or one of the vague words; the file's reader reads other spellings."""
    if not isinstance(value, str):
        return value
    read = (info.context or {}).get("country")
    code = read(value) if read else value
    if code is None or not re.fullmatch(r"[A-Z]{2,3}|EU-INST|ORG|" + "|".join(VAGUE_PLACES), code):
        raise ValueError(
            f"{shown(value)} is not a country; expected a country (name or ISO 3166-1 code), "
            "an organisation such as EPO, a region such as EU, or unknown, worldwide, various"
        )
    return code


def _period(value: str) -> str:
    if value in ("unknown", "none") or PERIOD.fullmatch(value):
        return value
    raise ValueError(
        f"{shown(value)} is not a period; expected an ISO 8601 period such as P5Y, P3Y6M or P30D, or none, or unknown"
    )


def _people(value: str) -> str:
    """A rough number of people in the one way in which the map keeps it; other ways to write it are read."""
    if value == "unknown":
        return value
    from datamap.labels.values import read_people  # here, because it reads the words of all languages

    if read := read_people(value).only:
        return read
    raise ValueError(
        f"{shown(value)} is not a number of people; expected a rough number such as 5000, a range such as 1-100, "
        "1000+ for that many or more, or unknown"
    )


def is_citation(value: str) -> bool:
    """Whether a text is a citation, several with ``; `` between them, or ``unknown``."""
    return value == "unknown" or all(CITATION.fullmatch(part) for part in value.split("; "))


def _citation(value: str) -> str:
    if is_citation(value):
        return value
    raise ValueError(
        f"{shown(value)} is not a citation; expected a citation such as GDPR Art. 7(3) or EDPB Guidelines 2/2019, "
        "several separated by '; ', or unknown"
    )


def _date(value: Any) -> Any:
    """Only ``2026-09-30``: without this check, pydantic reads a bare number as seconds since 1970."""
    if isinstance(value, str):
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise ValueError(f"{shown(value)} is not a date; expected year, month and day as in 2026-09-30")
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            raise ValueError(
                f"{shown(value)} is not a day of the calendar; expected a date such as 2026-09-30"
            ) from None
    if isinstance(value, (int, float)):
        raise ValueError(f"{shown(value)} is not a date; expected year, month and day as in 2026-09-30")
    return value


def _day_or_word(value: Any, handler: Callable[[Any], Any]) -> Any:
    return value if isinstance(value, str) and value in ("unknown", "none") else handler(value)


def _many(value: Any, handler: Callable[[Any], Any]) -> Any:
    """``unknown`` and ``none`` as words, and one thing instead of a list of one."""
    if value is UNKNOWN or value == "unknown":
        return UNKNOWN
    if value == "none":
        return ()
    if not isinstance(value, list) and isinstance(value, (str, Mapping, BaseModel)):  # a list is the usual case
        value = (value,)
    return handler(value)


Text = Annotated[str, BeforeValidator(_text)]
Slug = Annotated[str, BeforeValidator(_text), AfterValidator(_slug)]
Place = Annotated[str, BeforeValidator(_place)]
Period = Annotated[str, BeforeValidator(_text), AfterValidator(_period)]
People = Annotated[str, BeforeValidator(_text), AfterValidator(_people)]
Citation = Annotated[str, BeforeValidator(_text), AfterValidator(_citation)]
Date = Annotated[dt.date, BeforeValidator(_date)]


@dataclass
class ErrorLimit:
    """How many errors a validation may collect; those of further list items are only counted.

    Pass it as ``context={"errors": ErrorLimit(1000)}``: a file of nothing but mistakes would otherwise fill the memory.
    """

    most: int
    found: int = 0
    omitted: int = 0


def _item_within_limit(value: Any, validate: Callable[[Any], Any], info: ValidationInfo) -> Any:
    """An item of a list; one whose errors would exceed the limit is left out, and its errors are counted."""
    limit = (info.context or {}).get("errors")
    if limit is None:
        return validate(value)
    before = limit.found
    try:
        return validate(value)
    except ValidationError as e:
        if before >= limit.most:
            limit.omitted += e.error_count()
            raise PydanticOmit from None
        nested = limit.found - before  # errors of lists within this item, which are counted already
        limit.found += e.error_count() - nested
        raise


# pydantic would check each member of a union and report every one that does not fit. These two read the words first and
# leave only the other member to pydantic, so that one mistake is one problem.


class _DayOrWord:
    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_wrap_validator_function(_day_or_word, handler.generate_schema(Date))


class _SeveralOrWord:
    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        item_type = get_args(get_args(source)[0])[0]
        item = core_schema.with_info_wrap_validator_function(_item_within_limit, handler.generate_schema(item_type))
        items = core_schema.tuple_schema([item], variadic_item_index=0)
        return core_schema.no_info_wrap_validator_function(_many, items)


_Item = TypeVar("_Item")
Day = Annotated[Date | Literal["unknown", "none"], _DayOrWord()]
"""A day, ``unknown`` or ``none``."""
Several = Annotated[tuple[_Item, ...] | Unknown, _SeveralOrWord()]
"""A field of several values: a tuple, or :data:`UNKNOWN`. In a file also ``unknown``, ``none`` or one value alone."""


@dataclass(frozen=True)
class Keyed:
    """Reads a mapping, ``{13-1-f: told}``, as the list of entries that it means.

    Attributes
    ----------
    key, value : str
        The field that the keys of the mapping set, and the field that a bare text beside a key sets.
    """

    key: str
    value: str

    def __call__(self, given: Any) -> Any:
        if not isinstance(given, Mapping) or self.key in given:
            return given
        bodies = ((k, v if isinstance(v, Mapping) else {self.value: v}) for k, v in given.items())
        return tuple({self.key: k, **body} for k, body in bodies)


def keyed(key: str, value: str) -> BeforeValidator:
    """A validator that also reads a mapping by ``key``; see :class:`Keyed`."""
    return BeforeValidator(Keyed(key, value))


def vocabulary(kind: Any) -> tuple[str, ...]:
    """The values of one of the closed vocabularies above, in the order of their codes.

    Examples
    --------
    >>> vocabulary(Answer)
    ('unknown', 'yes', 'no')
    """
    return get_args(kind)
