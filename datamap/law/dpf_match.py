"""What one vintage of the Data Privacy Framework list states on an importer: found by its names, judged by its rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from datamap.labels.counting import count
from datamap.law import dpf_list, names
from datamap.law.dpf_list import Vintage

SHORT = {"eu": "EU-U.S.", "uk": "UK Extension", "ch": "Swiss-U.S."}
NEAR = 88
"""Least likeness, of 100, at which a listed name is suggested; it never counts as a match."""


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
        same = names.plain(self.legal) == names.plain(self.display)
        return self.legal if same else f"{self.legal} (shown as {self.display})"


@dataclass(frozen=True, slots=True)
class DpfMatch:
    """What the list states on an importer.

    Attributes
    ----------
    outcome : {'verified', 'contradicted', 'not-found'}
    reason : str
    row : Row or None
        The row it is based on.
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
class Hit:
    """A name on the list that equals a name asked for."""

    row: Row
    kind: str
    written: str
    asked: str


@dataclass(frozen=True, slots=True)
class Question:
    """An importer to look up; the values are those of :meth:`datamap.law.dpf.Participants.check`."""

    entity: str
    how: str
    day: dt.date
    data: str
    regime: str
    aliases: tuple[str, ...]
    parent: str
    affiliate: str

    @property
    def stated(self) -> bool:
        """Whether the legal entity is stated: only then can the list contradict it."""
        return self.how == "stated" and bool(self.entity)


class Lookup:
    """Answers a question from one vintage."""

    def __init__(self, question: Question, vintage: Vintage):
        self._q, self._vintage = question, vintage
        self._age = (question.day - vintage.day).days

    def answer(self) -> DpfMatch:
        """What the list states on the importer."""
        q = self._q
        hits = named(self._vintage, q.entity, strip=True) if q.entity else []
        if not hits and not q.stated:  # a stated entity is the importer: what its brand equals is another organisation
            hits = [h for alias in q.aliases for h in named(self._vintage, alias, strip=False)]
        if not hits:
            return self._not_listed()
        own = [h for h in hits if h.kind != "covered"]
        if len(organisations(own)) == 1:
            found = self._by_rows(own)
            if found.outcome == "verified":
                return found
            # an organisation that gave up its own entry may have become an entity that another row covers
            others = named(self._vintage, own[0].asked, strip=bool(q.entity), covered=True)
            covered = [h for h in others if not organisations([h]) & organisations(own)]
            other = self._by_rows(covered) if len(organisations(covered)) == 1 else None
            return other if other and other.outcome == "verified" else found
        if len(organisations(hits)) > 1:
            both = " and ".join(dict.fromkeys(h.row.who for h in hits))
            return self._made("not-found", f"“{hits[0].asked}” matches more than one organisation on the list: {both}")
        return self._by_rows(hits)

    def _made(
        self,
        outcome: str,
        reason: str,
        hit: Hit | None = None,
        row: Row | None = None,
        *,
        renewal_unseen: bool = False,
        suggestions: tuple[str, ...] = (),
        warnings: tuple[str, ...] = (),
    ) -> DpfMatch:
        old = f", {count(self._age, 'days')} old" if self._age else ""
        return DpfMatch(
            outcome,
            f"{reason} (list of {self._vintage.day}{old}).",
            row=row or (hit.row if hit else None),
            matched_on=f"{hit.kind}: {hit.written}" if hit else "",
            vintage=self._vintage.day,
            age_days=self._age,
            renewal_unseen=renewal_unseen,
            suggestions=suggestions,
            warnings=warnings,
        )

    def _not_listed(self) -> DpfMatch:
        q = self._q
        near = suggestions(self._vintage, q.entity, q.aliases, q.parent)
        if q.stated:
            why = f"{q.entity} is not on the list, neither as an organisation nor as a covered entity"
            return self._made("contradicted", why, suggestions=near)
        if q.entity:
            why = f"{q.entity} (inferred) is not on the list"
        elif q.aliases:
            why = f"only a brand is known ({q.aliases[0]}), and the list has no such name"
        else:
            why = "no name is known"
        return self._made("not-found", why, suggestions=near)

    def _by_rows(self, hits: list[Hit]) -> DpfMatch:
        """What the rows of the one organisation that matches state."""
        q, first = self._q, hits[0]
        who = f"{q.entity or first.asked} {self._relation(first)}"
        fails = "contradicted" if q.stated else "not-found"
        if first.kind == "covered" and names.foreign_form(first.written):
            why = f"{who}, but by its legal form it is not an organisation of the United States"
            return self._made("not-found", why, first)
        mine = [h.row for h in hits if h.row.regime == q.regime]
        if not mine:
            return self._made(fails, f"{who}, but without the {SHORT[q.regime]} framework", first)
        active = [r for r in mine if r.active]
        if not active:
            row = max(mine, key=lambda r: r.inactive_from)
            since = f" since {row.inactive_from}" if row.inactive_from else ""
            status = row.status.partition(" - ")[2].lower() or row.status
            return self._made(fails, f"{who}, and the row is inactive{since} ({status})", first, row)
        return self._by_data(first, who, fails, active)

    def _relation(self, hit: Hit) -> str:
        """How the name asked for relates to the row found."""
        if hit.kind == "covered":
            return f"is named as a covered entity of {hit.row.who}"
        same = names.plain(self._q.entity or hit.asked) == names.plain(hit.row.legal)
        return "is on the list" if same else f"is {hit.row.who}"

    def _by_data(self, hit: Hit, who: str, fails: str, active: list[Row]) -> DpfMatch:
        """Whether the active rows are for the kind of data that is transferred."""
        q = self._q
        row = max(active, key=lambda r: (r.hr + r.non_hr, r.due))
        hr, non_hr = any(r.hr for r in active), any(r.non_hr for r in active)
        warnings: tuple[str, ...] = ()
        if q.data == "hr" and not hr:
            lacks = f"{who}, active, but not for HR data"
            if q.affiliate == "yes":
                return self._made(fails, lacks, hit, row)
            if q.affiliate != "no":
                lacks += ", and whether it belongs to the exporter's own group is not known"
            if q.affiliate != "no" or not non_hr:
                return self._made("not-found", lacks, hit, row)
            warnings = (
                f"The row of {row.who} does not list HR data. Whether the row of a processor outside the group must "
                "list it is disputed (EDPB report of 2024-11-04).",
            )
        elif q.data in ("other", "special", "all") and not non_hr:
            return self._made(fails, f"{who}, active, but for HR data only", hit, row)
        elif q.data == "unknown" and not non_hr:
            why = f"{who}, active for HR data only, and whose data are transferred is not recorded"
            return self._made("not-found", why, hit, row)
        elif q.data == "unknown" and not hr:
            warnings = (
                f"The row of {row.who} does not list HR data, and whether the exporter's own staff are among the data "
                "subjects is not recorded.",
            )
        return self._verified(
            hit, who, row, " and ".join(k for k, v in (("HR", hr), ("non-HR", non_hr)) if v), warnings
        )

    def _verified(self, hit: Hit, who: str, row: Row, kinds: str, warnings: tuple[str, ...]) -> DpfMatch:
        unseen = bool(row.due) and self._vintage.day.isoformat() <= row.due < self._q.day.isoformat()
        review = ", re-certification under review" if "Review" in row.status else ""
        due = f", due {row.due}" if row.due else ""
        if unseen:
            due = f"; its certification was due on {row.due}, and this list cannot show whether it was renewed"
        active = f"{SHORT[row.regime]} row active for {kinds} data{review}, since {row.installed}{due}; row {row.line}"
        return self._made("verified", f"{who}: {active}", hit, row, renewal_unseen=unseen, warnings=warnings)


_ROW = (
    "r.display, r.legal, r.regime, r.active, r.status, r.hr, r.non_hr, r.installed, r.due, r.inactive_from, r.link, "
    "r.line"
)


def _row(values: Sequence[Any], day: dt.date) -> Row:
    display, legal, regime, active, status, hr, non_hr, installed, due, inactive_from, link, line = values
    return Row(
        display=display,
        legal=legal,
        regime=regime,
        active=bool(active),
        status=status,
        hr=bool(hr),
        non_hr=bool(non_hr),
        installed=installed,
        due=due,
        inactive_from=inactive_from,
        link=link,
        line=line,
        vintage=day,
    )


def organisations(hits: Iterable[Hit]) -> set[str]:
    """The participants whose rows these are."""
    return {h.row.link or h.row.legal for h in hits}


def named(vintage: Vintage, name: str, strip: bool, covered: bool = False) -> list[Hit]:
    """Rows that a name fits: by exact spelling, else without punctuation, else (``strip``) without US legal forms.

    ``covered``: only as an entity that a row covers.
    """
    legal, brand = names.trading(name)
    for level, make in ((0, dpf_list.spelt), (1, names.plain), *(((2, names.stripped),) if strip else ())):
        for asked in filter(None, (name, legal, brand)):
            if level == 2 and names.foreign_form(asked):
                continue
            found = vintage.base.execute(
                f"select distinct n.kind, n.written, {_ROW} from names n join rows r on r.org = n.org"
                " where n.name = ? and n.level = ? and (n.kind = 'covered' or not ?)"
                " order by n.kind = 'covered', r.line",
                (make(asked), level, covered),
            ).fetchall()
            if found:
                return [Hit(_row(values, vintage.day), kind, written, asked) for kind, written, *values in found]
    return []


def suggestions(vintage: Vintage, entity: str, aliases: Sequence[str], parent: str) -> tuple[str, ...]:
    """Names that could be meant: a listed parent, and the nearest spellings. None of them is a match."""
    from rapidfuzz import fuzz, process  # here, because only a name that is not found needs it

    out = []
    if parent:
        for h in named(vintage, parent, strip=True)[:1]:
            status = h.row.status.lower()
            out.append(
                f"its parent {h.row.who} is on the list ({status}); it covers only the entities that its row names"
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
