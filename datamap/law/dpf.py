"""Is an importer on the Data Privacy Framework list? The answer for one legal entity, one framework, one kind of data, one day.

Decision (EU) 2023/1795, Art. 1 and recital 53: only organisations on the list are covered, each as the legal entity that
certified itself or as an entity that its row names, and only for the kind of data (HR, non-HR) that the row names.

The newest vintage not after the day counts. Both active statuses are participation; a past "Usage End Date" alone is no
lapse, but one between the vintage and the day cannot be seen here (``renewal_unseen``).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from datamap.errors import CallError
from datamap.labels.counting import count
from datamap.law import dpf_list, names
from datamap.law.dpf_list import Vintage

SHORT = {"eu": "EU-U.S.", "uk": "UK Extension", "ch": "Swiss-U.S."}
NEAR = 88
"""Least likeness, of 100, at which a listed name is proposed; it is never a match."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the list: an organisation under one framework.

    Attributes
    ----------
    display, legal : str
    regime : {'eu', 'uk', 'ch'}
    active, hr, non_hr : bool
    status : str
        In the list's words.
    installed, due, inactive_from : str
        ISO dates, empty for none; ``installed`` not before the framework began.
    link : str
        Address of the participant's page.
    line : int
        Row of the workbook.
    vintage : date
    """

    display: str
    legal: str
    regime: str
    active: bool
    status: str
    hr: bool
    non_hr: bool
    installed: str
    due: str
    inactive_from: str
    link: str
    line: int
    vintage: dt.date

    @property
    def who(self) -> str:
        """The legal name, with the display name where that is another."""
        return (
            self.legal
            if names.plain(self.legal) == names.plain(self.display)
            else f"{self.legal} (shown as {self.display})"
        )


@dataclass(frozen=True, slots=True)
class DpfMatch:
    """What the list says of an importer.

    Attributes
    ----------
    outcome : {'verified', 'contradicted', 'not-found'}
    reason : str
    row : Row or None
        The row it rests on.
    matched_on : str
        ``legal``, ``display`` or ``covered``, and the name as the list writes it.
    vintage : date or None
    age_days : int
        Days from the vintage to the day asked for.
    renewal_unseen : bool
        The certification was due between the vintage and the day.
    suggestions, warnings : tuple of str
    """

    outcome: str
    reason: str
    row: Row | None = None
    matched_on: str = ""
    vintage: dt.date | None = None
    age_days: int = 0
    renewal_unseen: bool = False
    suggestions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Hit:
    """A name on the list that equals a name asked for."""

    row: Row
    kind: str
    written: str
    asked: str


@dataclass(frozen=True)
class Participants:
    """One or several vintages of the list.

    Attributes
    ----------
    lists : tuple of Vintage
        Oldest first.
    """

    lists: tuple[Vintage, ...]
    _seen: dict = field(default_factory=dict, repr=False, compare=False)

    @property
    def vintages(self) -> tuple[dt.date, ...]:
        """The days of the lists, oldest first."""
        return tuple(v.day for v in self.lists)

    @property
    def files(self) -> tuple[str, ...]:
        """Names of the files, in the same order."""
        return tuple(Path(v.file).name for v in self.lists)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the lists' own."""
        return hashlib.sha256(" ".join(f"{v.day} {v.sha256}" for v in self.lists).encode()).hexdigest()

    def at(self, day: dt.date) -> dt.date | None:
        """The newest vintage not after a day; None where all are later."""
        return max((v.day for v in self.lists if v.day <= day), default=None)

    def check(
        self,
        entity: str,
        how: str,
        day: dt.date,
        *,
        data: str = "unknown",
        regime: str = "eu",
        aliases: Sequence[str] = (),
        parent: str = "",
        affiliate: str = "unknown",
    ) -> DpfMatch:
        """What the list that counts on a day says of an importer.

        Parameters
        ----------
        entity : str
            The importing legal entity; empty where only a brand is known.
        how : {'stated', 'inferred', 'assumed', ''}
            How the entity is known: only a stated one can be contradicted.
        day : date
        data : {'unknown', 'other', 'hr', 'special'}
            ``hr`` is the exporter's own staff's data.
        regime : {'eu', 'uk', 'ch'}
            Which framework the exporter needs.
        aliases : sequence of str
            Other names, the brand among them: equal to a listed name they count, near to one they are a suggestion.
        parent : str
            A parent's row covers only the entities that it names.
        affiliate : {'unknown', 'yes', 'no'}
            Whether the importer belongs to the exporter's group.

        Raises
        ------
        CallError
            If every list is later than the day.
        """
        key = (entity, how, day, data, regime, tuple(aliases), parent, affiliate)
        if key not in self._seen:
            self._seen[key] = self._check(*key)
        return self._seen[key]

    def _check(
        self,
        entity: str,
        how: str,
        day: dt.date,
        data: str,
        regime: str,
        aliases: tuple[str, ...],
        parent: str,
        affiliate: str,
    ) -> DpfMatch:
        vintage = max((v for v in self.lists if v.day <= day), key=lambda v: v.day, default=None)
        if vintage is None:
            raise CallError(f"participants list: all lists are later than {day}. Expected one of that day or before it")
        age = (day - vintage.day).days
        of = f"list of {vintage.day}" + (f", {count(age, 'days')} old" if age else "")

        def answer(outcome: str, reason: str, **more: object) -> DpfMatch:
            return DpfMatch(outcome, f"{reason} ({of}).", vintage=vintage.day, age_days=age, **more)

        hits = _named(vintage, entity, strip=True) if entity else []
        stated = how == "stated" and bool(entity)
        if not hits and not stated:  # a stated entity is the importer: what its brand equals is somebody else
            hits = [h for a in aliases for h in _named(vintage, a, strip=False)]
        suggestions = () if hits else _suggestions(vintage, entity, aliases, parent)
        if not hits:
            if stated:
                return answer(
                    "contradicted",
                    f"{entity} is not on the list, neither as an organisation nor as a covered entity",
                    suggestions=suggestions,
                )
            told = (
                f"{entity} (inferred) is not on the list"
                if entity
                else f"only a brand is known ({aliases[0]}), and the list has no such name"
                if aliases
                else "no name is known"
            )
            return answer("not-found", told, suggestions=suggestions)

        def told(hits: list[_Hit]) -> DpfMatch:
            return self._told(hits, entity or hits[0].asked, stated, day, vintage, data, regime, affiliate, answer)

        own = [h for h in hits if h.kind != "covered"]
        if len(_organisations(own)) == 1:
            found = told(own)
            if found.outcome == "verified":
                return found
            # who gave up an entry of its own may have become an entity that another row covers
            named = _named(vintage, own[0].asked, strip=bool(entity), covered=True)
            covered = [h for h in named if not _organisations([h]) & _organisations(own)]
            other = told(covered) if len(_organisations(covered)) == 1 else None
            return other if other and other.outcome == "verified" else found
        if len(_organisations(hits)) > 1:
            both = " and ".join(dict.fromkeys(h.row.who for h in hits))
            return answer("not-found", f"“{hits[0].asked}” fits more than one organisation on the list: {both}")
        return told(hits)

    def _told(self, hits, entity, stated, day, vintage, data, regime, affiliate, answer) -> DpfMatch:  # noqa: ANN001
        """What the rows of the one organisation that fits say."""
        fails = "contradicted" if stated else "not-found"
        first = hits[0]
        foreign = names.foreign_form(first.written) if first.kind == "covered" else ""
        same = names.plain(entity) == names.plain(first.row.legal)
        where = (
            f"is named as a covered entity of {first.row.who}"
            if first.kind == "covered"
            else "is on the list"
            if same
            else f"is {first.row.who}"
        )
        on = f"{first.kind}: {first.written}"
        if foreign:
            return answer(
                "not-found",
                f"{entity} {where}, but it is no organisation of the United States by its legal form",
                matched_on=on,
                row=first.row,
            )
        mine = [h.row for h in hits if h.row.regime == regime]
        if not mine:
            return answer(
                fails, f"{entity} {where}, but without the {SHORT[regime]} framework", matched_on=on, row=first.row
            )
        active = [r for r in mine if r.active]
        if not active:
            row = max(mine, key=lambda r: r.inactive_from)
            since = f" since {row.inactive_from}" if row.inactive_from else ""
            return answer(
                fails,
                f"{entity} {where}, and the row is inactive{since} ({row.status.partition(' - ')[2].lower() or row.status})",
                matched_on=on,
                row=row,
            )
        row = max(active, key=lambda r: (r.hr + r.non_hr, r.due))
        hr, non_hr = any(r.hr for r in active), any(r.non_hr for r in active)
        warnings = []
        if data == "hr" and not hr:
            lacks = f"{entity} {where}, active, but not for HR data"
            if affiliate == "yes":
                return answer(fails, lacks, matched_on=on, row=row)
            if affiliate != "no" or not non_hr:
                why = "" if affiliate == "no" else ", and whether it belongs to the exporter's own group is not known"
                return answer("not-found", lacks + why, matched_on=on, row=row)
            warnings.append(
                f"The row of {row.who} does not name HR data: for a processor outside the group whether it must is disputed (EDPB report of 2024-11-04)."
            )
        elif data in ("other", "special", "all") and not non_hr:
            return answer(fails, f"{entity} {where}, active, but for HR data only", matched_on=on, row=row)
        elif data == "unknown":
            if not non_hr:
                return answer(
                    "not-found",
                    f"{entity} {where}, active for HR data only, and whose data these are is not said",
                    matched_on=on,
                    row=row,
                )
            if not hr:
                warnings.append(
                    f"The row of {row.who} does not name HR data, and whether own staff are among the people is not said."
                )
        kinds = " and ".join(k for k, v in (("HR", hr), ("non-HR", non_hr)) if v)
        unseen = bool(row.due) and vintage.day.isoformat() <= row.due < day.isoformat()
        review = ", re-certification under review" if "Review" in row.status else ""
        due = (
            f"; its certification was due on {row.due}, and whether it was renewed this list cannot show"
            if unseen
            else f", due {row.due}"
            if row.due
            else ""
        )
        said = f"{entity} {where}: {SHORT[regime]} row active for {kinds} data{review}, since {row.installed}{due}; row {row.line}"
        return answer("verified", said, matched_on=on, row=row, renewal_unseen=unseen, warnings=tuple(warnings))


def read(paths: Iterable[str | Path], cache: bool = True) -> Participants:
    """Read one or several vintages of the participants list.

    Parameters
    ----------
    paths : iterable of path
        Official workbooks.
    cache : bool
        Keep and use the parsed form in the user's cache folder.

    Raises
    ------
    InputError
        For a file that is no such workbook, or two lists of one day that differ.
    """
    from datamap.errors import InputError, Problem

    lists: dict[dt.date, Vintage] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            found = dpf_list.load(path, cache)
        except InputError as e:
            problems += e.problems
            continue
        other = lists.setdefault(found.day, found)
        if other.sha256 != found.sha256:
            problems.append(
                Problem(str(path), 0, "", f"another list of {found.day} than {other.file}", "one list of a day")
            )
    if problems:
        raise InputError(problems)
    return Participants(tuple(lists[d] for d in sorted(lists)))


_ROW = "r.display, r.legal, r.regime, r.active, r.status, r.hr, r.non_hr, r.installed, r.due, r.inactive_from, r.link, r.line"


def _row(values: tuple, day: dt.date) -> Row:
    display, legal, regime, active, status, hr, non_hr, *rest = values
    return Row(display, legal, regime, bool(active), status, bool(hr), bool(non_hr), *rest, day)


def _organisations(hits: Iterable[_Hit]) -> set[str]:
    """The participants whose rows these are."""
    return {h.row.link or h.row.legal for h in hits}


def _named(vintage: Vintage, name: str, strip: bool, covered: bool = False) -> list[_Hit]:
    """Rows that a name fits: by exact spelling, else without punctuation, else (``strip``) without US legal forms.

    ``covered``: only as an entity that a row covers.
    """
    legal, brand = names.trading(name)
    for level, make in ((0, dpf_list.spelt), (1, names.plain), *(((2, names.stripped),) if strip else ())):
        for asked in filter(None, (name, legal, brand)):
            if level == 2 and names.foreign_form(asked):
                continue
            found = vintage.base.execute(
                f"select distinct n.kind, n.written, {_ROW} from names n join rows r on r.org = n.org where n.name = ? and n.level = ?"
                " and (n.kind = 'covered' or not ?) order by n.kind = 'covered', r.line",
                (make(asked), level, covered),
            ).fetchall()
            if found:
                return [_Hit(_row(values, vintage.day), kind, written, asked) for kind, written, *values in found]
    return []


def _suggestions(vintage: Vintage, entity: str, aliases: Sequence[str], parent: str) -> tuple[str, ...]:
    """Names that could be meant: a listed parent, and the nearest spellings. None of them is a match."""
    from rapidfuzz import fuzz, process  # here, because only a name that is not found needs it

    out = []
    if parent:
        for h in _named(vintage, parent, strip=True)[:1]:
            out.append(
                f"its parent {h.row.who} is on the list ({h.row.status.lower()}), which covers only the entities that its row names"
            )
    asked = [names.stripped(n) for n in (entity, *aliases) if n]
    known = dict(
        vintage.base.execute("select name, written from names where level = 2 and length(name) > 2").fetchall()
    )
    for name in dict.fromkeys(asked):
        if len(name) < 3:
            continue
        for near, _, _ in process.extract(name, known.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=NEAR, limit=3):
            out.append(f"the list has “{known[near]}”")
        out += [f"the list has “{known[k]}”" for k in sorted(known) if k.startswith(name + " ")][:3]
    return tuple(dict.fromkeys(out))[:4]
