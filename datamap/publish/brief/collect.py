"""An audit, and what changed since an earlier report -> the facts of the brief, for each organisation."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import pandas as pd

from datamap.labels.counting import COVERED_UNVERIFIED, few
from datamap.law import names as spelling
from datamap.law.checks import year_before
from datamap.model.vocabulary import SEVERITIES, VERDICTS
from datamap.publish.brief.facts import Base, Confirmed, Counted, Expired, Facts, Move, Overdue, Party, Point
from datamap.publish.charts import style
from datamap.questions import plan
from datamap.questions.risk import Risk, risks
from datamap.rules import BY_CODE
from datamap.tables.arrays import records
from datamap.tables.spec import SPEC

if TYPE_CHECKING:
    from datamap.pipeline import Audit

ENTRIES = ("subjects", "categories", "purposes", "recipients", "measures")
"""The lists of a map whose entries are confirmed."""

TITLES = 4
"""Titles of rules that stand for the findings of one cause."""

_RANKED = tuple(f.name for f in fields(Risk) if f.compare)


def collect(audit: Audit, changes: pd.DataFrame | None = None) -> tuple[Facts, ...]:
    """The facts on each organisation of an audit.

    Parameters
    ----------
    changes : DataFrame, optional
        What changed since an earlier report (:func:`datamap.questions.changes.since`).
    """
    return tuple(_Organisation(audit, row, changes).facts() for row in range(len(audit.tables["inventories"])))


def quarters(earlier: dt.date, later: dt.date) -> int:
    """How many quarters lie between two days: 0 within one quarter.

    Examples
    --------
    >>> quarters(dt.date(2025, 12, 10), dt.date(2026, 9, 30))
    3
    """
    return max((later.year - earlier.year) * 4 + (later.month - 1) // 3 - (earlier.month - 1) // 3, 0)


def alike(message: str, subject: str) -> str:
    """A short text that is equal for messages that differ only in their subject: it takes the place of the message.

    Examples
    --------
    >>> alike("A has no period.", "A") == alike("B has no period.", "B") != alike("B has no date.", "B")
    True
    """
    return hashlib.sha256(message.replace(subject, "{}").encode()).hexdigest()[:12]


@dataclass(frozen=True)
class _Organisation:
    audit: Audit
    row: int
    changes: pd.DataFrame | None

    @property
    def id(self) -> str:
        return str(self.audit.tables["inventories"]["id"].iat[self.row])

    @property
    def compared(self) -> str:
        """The day of the earlier report; empty where there is none."""
        return "" if self.changes is None else str(self.changes.attrs.get("since", {}).get(self.id, ""))

    def facts(self) -> Facts:
        audit = self.audit
        transfers = audit.transfers
        mine = transfers[(transfers["controller"] == self.id).to_numpy()]
        cover = audit.coverage
        own = (cover.frame["controller"] == self.row).to_numpy()
        counts: dict[str, int] = {v: int((mine["verdict"] == v).sum()) for v in VERDICTS}
        counts[COVERED_UNVERIFIED] = int(cover.unverified[own].sum())
        changed = self._changed()
        moves = tuple(self._moves(changed, mine))
        points = tuple(self._points())
        return Facts(
            id=self.id,
            name=str(audit.tables["controllers"]["name"].iat[self.row]),
            as_of=audit.as_of.isoformat(),
            compared=self.compared,
            law=audit.law.version,
            counts=counts,
            errors=sum(p.severity == SEVERITIES[0] for p in points),
            confirmed=self._confirmed(changed),
            moves=moves,
            counted=tuple(_counted(changed)),
            points=points,
            overdue=tuple(self._overdue()),
            expired=tuple(self._expired()),
            bases=tuple(self._bases(mine)),
        )

    def _changed(self) -> pd.DataFrame:
        if self.changes is None:
            return pd.DataFrame(columns=["part", "change"])
        return self.changes[(self.changes["controller"] == self.id).to_numpy()]

    def _parties(self) -> dict[str, Party]:
        """The recipients by id."""
        t = self.audit.tables["recipients"]
        own = t[(t["controller"] == self.row).to_numpy()]
        ids = own["id"].tolist()
        names = dict(zip(ids, plan.entries(own["name"].tolist(), ids), strict=True))
        entities = {i: "" if e in ("unknown", "none") else str(e) for i, e in records(own, "id", "legal_entity")}
        spelt = {i: {spelling.plain(n), spelling.plain(entities[i])} - {""} for i, n in records(own, "id", "name")}
        several = Counter(word for words in spelt.values() for word in words)
        return {i: Party(names[i], entities[i], i if any(several[word] > 1 for word in spelt[i]) else "") for i in ids}

    def _moves(self, changed: pd.DataFrame, mine: pd.DataFrame) -> Iterable[Move]:
        parties = self._parties()
        now = {
            (i, c, v): (r[0], e)
            for i, c, v, r, e in records(mine, "recipient_id", "country", "verdict", "reasons", "evidence")
        }
        for c in changed[(changed["part"] == "transfer").to_numpy()].to_dict("records"):
            before, after = (c[side].partition(" (")[0] for side in ("before", "after"))
            if before == after or c["id"] not in parties:
                continue
            code = c["name"].rpartition(" (")[2].removesuffix(")")
            reason, evidence = now.get((c["id"], code, after), ("", ""))
            steps = VERDICTS.index(after) - VERDICTS.index(before)
            yield Move(
                c["cause"],
                "worse" if steps < 0 else "better",
                parties[c["id"]],
                style.country(code),
                before,
                after,
                reason,
                after != "covered" and evidence in ("contradicted", "not-found"),
            )

    def _points(self) -> Iterable[Point]:
        """The open findings, the most serious first; actions that only notes ask for are left out.

        A note that an action of the brief resolves too is kept: the action is for as many subjects as in the report.
        """
        whole = self.audit.findings
        frame = whole.frame
        own = ~frame["accepted"].astype(bool) & (frame["controller"] == self.id)
        asked = frame["together"][own & (frame["severity"] != SEVERITIES[-1])]
        found = whole.where(own & frame["together"].isin(asked))
        parties = self._parties()
        doing = {p: t for t in self.audit.tasks if t.state in ("overdue", "open") for p in t.fingerprints}
        rows = found.frame.to_dict("records")
        seen: set[str] = set()
        for risk, f in sorted(zip(risks(found), rows, strict=True), key=lambda x: x[0], reverse=True):
            task = doing.get(f["fingerprint"])
            point = Point(
                tuple(int(getattr(risk, name)) for name in _RANKED),
                f["rule"],
                f["severity"],
                f["together"],
                plan.item(f["together"], f["action"]),
                f["subject_kind"],
                parties.get(f["subject_id"]) if f["table"] == "recipients" else None,
                "" if f["together"] in seen else f["message"],
                alike(f["message"], f["subject"]),
                *((task.state, task.owner, task.due.isoformat()) if task else ()),
            )
            seen.add(point.template)
            yield point

    def _overdue(self) -> Iterable[Overdue]:
        if self.row:  # a decision about several organisations is listed once
            return
        frame = self.audit.findings.frame
        subjects = dict(zip(frame["fingerprint"].tolist(), frame["subject"].tolist(), strict=True))
        for t in self.audit.tasks:
            if t.state == "overdue":
                what = t.what.replace("...", few(subjects[f] for f in t.fingerprints if f in subjects))
                yield Overdue(what, t.owner, t.due.isoformat(), quarters(t.decided, self.audit.as_of))

    def _expired(self) -> Iterable[Expired]:
        frame = self.audit.findings.frame
        # a rule's title and whom it is about fit into the sentence; a message would be cut
        about = {f: f"{BY_CODE[r].title}: {s}" for f, r, s in records(frame, "fingerprint", "rule", "subject")}
        for j in self.audit.acceptances:
            if j.state == "expired" and j.controller == self.row:
                yield Expired(about.get(j.fingerprint, ""), j.owner, j.said)

    def _bases(self, mine: pd.DataFrame) -> Iterable[Base]:
        """The instruments that may cease to apply: contested ones, and those with a last day."""
        parties = self._parties()
        covered = mine[(mine["verdict"] == "covered").to_numpy()]
        short = {i.id: i.short for i in self.audit.law.instruments()}
        for (instrument, until), group in covered.groupby(["instrument", "valid_until"], sort=True):
            contested = bool(group["contested"].any())
            if contested or until:
                who = tuple(parties[i] for i in dict.fromkeys(group["recipient_id"]) if i in parties)
                yield Base(short.get(instrument, instrument), until, contested, who)

    def _confirmed(self, changed: pd.DataFrame) -> Confirmed:
        audit, day = self.audit, self.audit.as_of
        lists = {name: audit.source[name] for name in ENTRIES}
        entries = sum(int((t["controller"] == self.row).sum()) for t in lists.values())
        days = self._last_days()
        since = self.compared or _start_of_quarter(day)
        edited, renamed = _edits(changed)
        dated = str(audit.source["inventories"]["date"].iat[self.row])
        known = [d for d in (max(days.values(), default=""), dated) if d[:4].isdigit() and d <= day.isoformat()]
        last = max(days.values(), default="")
        return Confirmed(
            entries=entries,
            year=sum(d > year_before(day).isoformat() for d in days.values()),
            since=sum(d > since for d in days.values()),
            last=last,
            dated=dated if dated[:4].isdigit() else "",
            quarters=quarters(dt.date.fromisoformat(max(known)), day) if known else -1,
            edited=edited,
            renamed=renamed,
        )

    def _last_days(self) -> dict[tuple[str, int], str]:
        """The day of the last confirmation of a fact, by entry of the map; not of one that is only proposed."""
        source, day = self.audit.source, self.audit.as_of.isoformat()
        e = source["evidence"]
        e = e[((e["controller"] == self.row) & (e["confirmed_on"] != "") & (e["how"] != "proposed")).to_numpy()]
        out: dict[tuple[str, int], str] = {}
        for table, row, on in records(e, "table", "row", "confirmed_on"):
            name, at = str(table), int(row)
            while SPEC[name].parent and name not in ENTRIES:
                at = int(source[name][SPEC[name].parent_key].iat[at])
                name = SPEC[name].parent
            if name in ENTRIES and on <= day:
                out[name, at] = max(out.get((name, at), ""), on)
        return out


def _edits(changed: pd.DataFrame) -> tuple[int, int]:
    """How many facts of the map were edited, and how many entries renamed. A confirmation is not an edit."""
    rows = changed[(changed["part"] == "inventory").to_numpy()].to_dict("records")
    rows = [c for c in rows if not c["field"].startswith("evidence") and ".evidence" not in c["field"]]
    rows = [c for c in rows if (c["entry"], c["field"]) != ("meta", "date")]
    renamed = {(c["entry"], c["id"]) for c in rows if c["change"] == "renamed" or c["field"] == "name"}
    return sum(c["change"] != "renamed" and c["field"] != "name" for c in rows), len(renamed)


def _start_of_quarter(day: dt.date) -> str:
    """The last day before the quarter of a day."""
    return (dt.date(day.year, day.month - (day.month - 1) % 3, 1) - dt.timedelta(1)).isoformat()


def _counted(changed: pd.DataFrame) -> Iterable[Counted]:
    """Findings that are new or resolved, by cause. Those on transfers with another verdict are among the moves."""
    found = changed[(changed["part"] == "finding").to_numpy()]
    if not len(found):
        return
    moved = {c["id"] for c in changed[(changed["part"] == "transfer").to_numpy()].to_dict("records")}
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for c in found.to_dict("records"):
        if c["entry"] == "recipient" and c["id"] in moved and c["cause"] != "datamap":
            continue
        way = "better" if c["change"] == "resolved" else "worse"
        groups.setdefault((c["cause"], way), []).append(c)
    for (cause, way), rows in groups.items():
        errors = sum(c["reason"] == SEVERITIES[0] for c in rows)
        first = Counter(c["field"] for c in sorted(rows, key=lambda c: SEVERITIES.index(c["reason"])))
        titles = tuple(BY_CODE[code].title for code in list(first)[:TITLES] if code in BY_CODE)
        yield Counted(cause, way, errors, len(rows) - errors, titles)  # type: ignore[arg-type]
