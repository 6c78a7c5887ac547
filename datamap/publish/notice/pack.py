"""Documents of a processor: its sub-processors, the letter on a change of them, the annex of an Art. 28 contract."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from datamap import tables
from datamap.errors import CallError
from datamap.labels import LANGUAGES, word
from datamap.model import arguments
from datamap.model.purpose import Purpose
from datamap.model.recipient import Recipient
from datamap.model.vocabulary import UNKNOWN
from datamap.pipeline import Audit
from datamap.publish.notice.facts import SILENT, Scope, Sight, contact_of
from datamap.publish.notice.phrases import Phrases, packed
from datamap.publish.notice.structure import Paper
from datamap.questions.reach import Reach, listed


@dataclass(frozen=True)
class Pack:
    """What the documents of one organisation need."""

    scope: Scope
    phrases: Phrases

    @classmethod
    def of(cls, audit: Audit, language: str | None) -> Pack:
        """The facts of the one organisation of an audit.

        Raises
        ------
        CallError
        """
        arguments.check_type(audit, Audit, "audit", "an audit, as dm.audit(inventory) gives it")
        reach = Reach(audit)
        if len(reach.inventories) != 1:
            raise CallError(f"notice: {len(reach.inventories)} maps. Expected the map of one organisation")
        key, inventory = next(iter(reach.inventories.items()))
        own = inventory.meta.language
        language = language or (own if own in LANGUAGES else "en")
        if language not in LANGUAGES:
            raise CallError(f"language: {language!r} is not known. {arguments.list_expected(language, LANGUAGES)}")
        return cls(Scope(reach, key, ()), Phrases(language, reach.regimes[key]))

    def __call__(self, key: str, **values: str) -> str:
        """A phrase of these documents."""
        return packed(key, self.phrases.language, **values)

    @property
    def open(self) -> str:
        return self.phrases.open

    @property
    def day(self) -> dt.date:
        return self.scope.reach.audit.as_of

    @property
    def contact(self) -> str:
        return contact_of(self.scope.inventory.controller) or self.open

    def paper(self, kind: str) -> Paper:
        """An empty document of a kind."""
        phrases, name = self.phrases, self.scope.inventory.controller.name
        about = f"{name} · {phrases('as-of', day=str(self.day))}"
        return Paper(self(kind, name=name), about, phrases("footer"), phrases.language, str(self.day))

    def activities(self) -> dict[str, Purpose]:
        """The activities that the organisation carries out as a processor.

        Raises
        ------
        CallError
            There are none.
        """
        alone = self.scope.inventory.controller.role == "processor"
        found = {
            p.id: p
            for p in listed(self.scope.inventory.purposes)
            if (p.role == "processor" or (p.role == "unknown" and alone)) and p.status not in ("ended", "planned")
        }
        if not found:
            raise CallError("--pack: the map has no activity as processor. Expected one with `role: processor`")
        return found

    def receivers(self, activities: dict[str, Purpose]) -> list[str]:
        """Ids of the sub-processors: who receives the data of these activities, directly or through another."""
        got = {f.recipient for f in self.scope.reach.flows if f.activity in activities}
        return [r.id for r in listed(self.scope.inventory.recipients) if r.id in got and engaged(r)]

    def sight(self, recipient: str) -> Sight:
        return self.scope.sight(self.scope.reach.recipients[self.scope.organisation, recipient])

    def rows(self, recipients: list[str], dates: dict[str, str] | None) -> list[tuple[str, ...]]:
        """The rows of a table of recipients, with a date where asked."""
        return [self._row(self.sight(r), (dates or {}).get(r, "") if dates is not None else None) for r in recipients]

    def _row(self, sight: Sight, date: str | None) -> tuple[str, ...]:
        r, phrases = sight.recipient, self.phrases
        tools = "; ".join(phrases.tool(*t) for t in sight.tools)
        return (
            sight.name,
            stated(r.legal_entity) or self.open,
            stated(r.service) or self.open,
            "; ".join(phrases.place(c) for c in sight.places),
            tools or (self.open if sight.unprotected or sight.unsure else ""),
            *([] if date is None else [date or self.open]),
        )

    def header(self, date: str = "") -> tuple[str, ...]:
        return (*(self.phrases("columns", c) for c in ("name", "entity", "service", "place", "tools")), date)[
            : 6 if date else 5
        ]

    def people(self, activity: Purpose) -> str:
        people = self.scope.reach.people
        return self.joined([people[self.scope.organisation, s].name for s in listed(activity.subjects)])

    def data(self, activity: Purpose) -> list[str]:
        """Names of the categories of an activity."""
        categories = self.scope.reach.categories
        return [categories[self.scope.organisation, u.category].name for u in listed(activity.categories)]

    def joined(self, names: list[str]) -> str:
        return self.phrases.many(names)

    def kept(self, activity: Purpose) -> str:
        """The periods of an activity in words."""
        found = []
        for limit in listed(activity.retention):
            period = "" if limit.period in SILENT else self.phrases.period(limit.period)
            if period and limit.starts not in SILENT:
                period = self.phrases("activity", "from", period=period, event=limit.starts)
            found.append("; ".join(t for t in (period, limit.criterion) if t))
        return self.joined([t for t in found if t])

    def measures(self, activity: Purpose) -> list[str]:
        """The security measures of an activity; those of the organisation where it names none."""
        known = listed(self.scope.inventory.measures)
        wanted = known if activity.measures is UNKNOWN else [m for m in known if m.id in activity.measures]
        return [f"{m.name}: {m.description}" if m.description else m.name for m in wanted]


def engaged(recipient: Recipient) -> bool:
    """Whether a recipient may be one that processes on behalf of others."""
    return recipient.role in ("processor", "sub-processor", "unknown")


def stated(text: str) -> str:
    """A text; empty where it states nothing."""
    return "" if text in SILENT else text


def subprocessors(audit: Audit, language: str | None = None) -> Paper:
    """The page on the sub-processors: who they are, where, under which safeguard, since when."""
    pack = Pack.of(audit, language)
    paper = pack.paper("subprocessors")
    found = pack.receivers(pack.activities())
    entries = {r.id: r for r in listed(pack.scope.inventory.recipients)}
    since = {r: str(entries[r].from_) for r in found if entries[r].from_}
    if found:
        paper.table(pack.header(pack("since")), pack.rows(found, since))
    else:
        paper.para(pack("none"))
    return paper


def change(audit: Audit, language: str | None = None, days: int | None = None) -> Paper:
    """The letter to customers on sub-processors that begin or end after the day of the audit.

    Raises
    ------
    CallError
        Nothing changes, or a change takes effect before customers could object.
    """
    pack = Pack.of(audit, language)
    paper = pack.paper("change")
    engaged_by = pack.activities()
    new, ended = list(_changes(audit, engaged_by, "from_")), list(_changes(audit, engaged_by, "until"))
    if not new and not ended:
        raise CallError(
            f"--pack change: no sub-processor begins or ends after {pack.day}. "
            "Expected recipients with `from` or `until` on a later day, or an earlier --as-of"
        )
    paper.para(pack("dear"))
    for heading, date, found in (("new", "from", new), ("ended", "until", ended)):
        if found:
            paper.heading(pack(heading))
            paper.table(pack.header(pack(date)), [_plain_row(pack, r, day) for r, day in found])
    if days is None:
        paper.para(pack("window-open", open=pack.open))
        return paper
    last = pack.day + dt.timedelta(days)
    early = [f"{r.name} ({day})" for r, day in new if day <= last]
    if early:
        raise CallError(
            f"--notice-days: {', '.join(early)} would begin before the {days} days end on {last}. "
            "Expected fewer days, or a later day on which it begins"
        )
    paper.para(pack("window", day=str(last), days=str(days), contact=pack.contact), boxed=True)
    return paper


def _changes(audit: Audit, activities: dict[str, Purpose], field: str) -> Iterator[tuple[Recipient, dt.date]]:
    """Recipients of the activities that begin or end after the day, from the map before it is cut to the day."""
    inventory = next(iter(tables.to_inventories(audit.source)))
    served = {
        s.recipient
        for p in listed(inventory.purposes)
        if p.id in activities
        for s in listed(p.recipients)
        if s.how != "proposed"
    }
    for recipient in listed(inventory.recipients):
        day = getattr(recipient, field)
        if recipient.id in served and engaged(recipient) and recipient.how != "proposed" and day and day > audit.as_of:
            yield recipient, day


def _plain_row(pack: Pack, recipient: Recipient, day: dt.date) -> tuple[str, ...]:
    """A recipient of another day: a safeguard that is needed stays open, for it is named only once it is in force."""
    found = [s.country for s in listed(recipient.sites) if s.how != "proposed"]
    places = [pack.phrases.place(c) for c in found]
    tool = "" if found and all(map(pack.scope.inside, found)) else pack.open
    entity, service = (stated(t) or pack.open for t in (recipient.legal_entity, recipient.service))
    return recipient.name, entity, service, pack.joined(places), tool, str(day)


def contract(audit: Audit, language: str | None = None) -> Paper:
    """The annex of a processing contract: what Art. 28(3) asks it to set out, and measures and sub-processors."""
    pack = Pack.of(audit, language)
    paper = pack.paper("contract")
    for key, activity in pack.activities().items():
        paper.heading(activity.name)
        for field, text in (
            ("principals", pack.joined([p.name for p in listed(activity.on_behalf_of)])),
            ("subject", activity.name),
            ("duration", f"{activity.from_} – {activity.until}" if activity.from_ and activity.until else pack.open),
            ("nature", activity.description or pack.open),
            ("purpose", pack.joined(list(listed(activity.sub_purposes)))),
            ("people", pack.people(activity)),
            ("data", pack.joined(pack.data(activity))),
            ("kept", pack.kept(activity)),
        ):
            paper.para(text, pack(field))
        paper.heading(pack("security"), 3)
        for text in pack.measures(activity) or [pack.open]:
            paper.item(text)
        found = pack.receivers({key: activity})
        if found:
            paper.heading(pack("subprocessors", name=activity.name), 3)
            paper.table(pack.header(), pack.rows(found, None))
    return paper


def role_of(pack: Pack, activity: Purpose) -> str:
    """The organisation's role in an activity, in the language."""
    role = activity.role if activity.role != "unknown" else pack.scope.inventory.controller.role
    return pack.open if role in ("unknown", "both") else word("role", role, pack.phrases.language)
