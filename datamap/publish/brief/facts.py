"""What the brief needs to know of one organisation on the day of a report; each report keeps it as ``brief.json``.

The brief of a group is made from these files alone: no map is judged again.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, TypeAdapter, ValidationError

from datamap.history import stored
from datamap.history.stored import Day
from datamap.model.vocabulary import Severity, Verdict

NAME = "brief.json"

State = Literal["overdue", "open", ""]
Way = Literal["worse", "better"]


def _day(value: str) -> str:
    """A day, or an empty text where none is recorded."""
    return TypeAdapter(Day).validate_python(value) if value else ""


MaybeDay = Annotated[str, AfterValidator(_day)]


@dataclass(frozen=True)
class Party:
    """A recipient: its name, and its legal entity where that is recorded.

    Attributes
    ----------
    entry : str
        Its id, where another entry of the same map has the same name or legal entity: entries of one map are counted
        one by one, as everywhere else in a report.
    """

    name: str
    entity: str = ""
    entry: str = ""


@dataclass(frozen=True)
class Move:
    """A transfer with another verdict than in the earlier report.

    Attributes
    ----------
    cause : str
        As a comparison gives it: law, time, inventory, datamap, acceptance, or several of them.
    way : {'worse', 'better'}
    place, reason : str
        The country by its name; the first reason for the verdict of now.
    listed : bool
        Whether the verdict of now is due to the list of participants of the Data Privacy Framework.
    """

    cause: str
    way: Way
    party: Party
    place: str
    before: Verdict
    after: Verdict
    reason: str
    listed: bool = False


@dataclass(frozen=True)
class Counted:
    """Findings that are new or resolved, with one cause: how many, how many of them errors, about what."""

    cause: str
    way: Way
    errors: int
    others: int
    titles: tuple[str, ...]


@dataclass(frozen=True)
class Point:
    """An open finding.

    Attributes
    ----------
    rank : tuple of int
        The greater comes first; see :mod:`datamap.questions.risk`.
    template, item, kind : str
        The action with a placeholder, what it names, and of which kind that is.
    party : Party or None
        The recipient that it is about.
    message : str
        Of the most serious finding of each action; the others leave it empty.
    alike : str
        Equal for findings whose messages differ only in what they are about; empty where that is not known.
    state, owner, due : str
        What was decided to be done about it.
    """

    rank: tuple[int, ...]
    rule: str
    severity: Severity
    template: str
    item: str
    kind: str
    party: Party | None
    message: str
    alike: str = ""
    state: State = ""
    owner: str = ""
    due: MaybeDay = ""


@dataclass(frozen=True)
class Overdue:
    """A decision to do something whose day has passed, and how many quarters it has been open."""

    what: str
    owner: str
    due: Day
    quarters: int


@dataclass(frozen=True)
class Expired:
    """An acceptance that no longer applies."""

    what: str
    owner: str
    why: str


@dataclass(frozen=True)
class Base:
    """A legal instrument behind covered transfers: its last day (empty: none is fixed), who relies on it."""

    instrument: str
    until: MaybeDay
    contested: bool
    parties: tuple[Party, ...]


@dataclass(frozen=True)
class Confirmed:
    """How far the map was confirmed.

    Attributes
    ----------
    entries, year, since : int
        Entries of the map; those with a fact confirmed in the twelve months before the day; since the earlier report.
    last, dated : str
        The day of the last confirmation, and the day that the inventory states for its facts; empty: not recorded.
    quarters : int
        Quarters since the last of these days; -1 where neither is recorded.
    edited : int
        Changes of the map since the earlier report, without renames.
    renamed : int
    """

    entries: int
    year: int
    since: int
    last: MaybeDay
    dated: MaybeDay
    quarters: int
    edited: int
    renamed: int


@dataclass(frozen=True)
class Facts:
    """What the brief states about one organisation."""

    id: str
    name: str
    as_of: Day
    compared: MaybeDay
    law: str
    counts: dict[str, int]
    errors: int
    confirmed: Confirmed
    moves: tuple[Move, ...] = ()
    counted: tuple[Counted, ...] = ()
    points: tuple[Point, ...] = ()
    overdue: tuple[Overdue, ...] = ()
    expired: tuple[Expired, ...] = ()
    bases: tuple[Base, ...] = ()

    @property
    def stale(self) -> bool:
        """Whether no fact of the map was confirmed since the earlier report."""
        return not self.confirmed.since


_SHAPE: TypeAdapter[list[Facts]] = TypeAdapter(list[Facts])


def plain(facts: tuple[Facts, ...]) -> dict[str, Any]:
    """The facts as plain data, for JSON."""
    return {"organisations": [asdict(f) for f in facts]}


def read(file: Path) -> tuple[Facts, ...]:
    """The facts that a report kept.

    Raises
    ------
    Unreadable
    """
    value = stored.read(file).get("organisations")
    try:
        found = tuple(_SHAPE.validate_python(value))
        for f in found:
            f.counts["not-covered"], f.counts["undetermined"], f.counts["covered"]
    except ValidationError as e:
        raise stored.Unreadable(f"not the facts of a brief ({e.error_count()} fields)") from e
    except (KeyError, RecursionError) as e:
        raise stored.Unreadable("not the facts of a brief") from e
    if not found:
        raise stored.Unreadable("no organisation in it")
    return found
