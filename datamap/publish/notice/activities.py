"""The part of a notice on each activity: data, legal basis, period, source, recipients (Art. 13, 14)."""

from __future__ import annotations

from datamap.labels import word
from datamap.model.purpose import LegalBasis, Purpose, Retention, Source
from datamap.model.vocabulary import UNKNOWN
from datamap.publish.notice.facts import SILENT, Gaps, Scope
from datamap.publish.notice.phrases import Phrases
from datamap.publish.notice.structure import Named, Paper
from datamap.questions.reach import listed


class Activities:
    """Writes the activities of a notice, and notes what is not known."""

    def __init__(self, scope: Scope, phrases: Phrases, gaps: Gaps):
        self.scope, self.phrases, self.gaps = scope, phrases, gaps

    def write(self, paper: Paper) -> None:
        """Every activity with its heading."""
        for key, activity in self.scope.activities.items():
            paper.heading(activity.name, 3)
            if not all(self.scope.data(key).values()):
                self.gaps.add("concerns", activity.name)
                paper.para(self.phrases("activity", "maybe", open=self.phrases.open))
            if activity.description:
                paper.item(activity.description, self.phrases("fields", "about"))
            self._lists(paper, activity)
            self._decisions(paper, activity)

    def _nowhere(self, field: str) -> bool:
        """Whether a fact is open for each of several activities: then it is listed once, with what is open.

        It still counts as a gap of each activity.
        """
        every = self.scope.activities.values()
        unknown = {
            "provision": all(self._provision(p) in ([], None) for p in every),
            "automated": all(p.automated_decisions == "unknown" for p in every),
        }
        if unknown.get(field) and len(every) > 1:
            for p in every:
                if field == "automated" or self._provision(p) == []:
                    self.gaps.add(field, p.name)
            return True
        return False

    def _lists(self, paper: Paper, activity: Purpose) -> None:
        phrases, name = self.phrases, activity.name
        for field, texts in (
            ("data", self._data(activity)),
            ("bases", self._bases(activity)),
            ("kept", self._kept(activity)),
            ("criteria", self._criteria(activity)),
            ("sources", self._sources(activity)),
            ("recipients", self._recipients(activity, True)),
            ("inferred", self._recipients(activity, False)),
            ("provision", self._provision(activity)),
        ):
            if texts is None or (not texts and self._nowhere(field)):
                continue
            if not texts:
                self.gaps.add(field, name)
            paper.entries(phrases("fields", field), texts or [phrases.open])

    def _data(self, activity: Purpose) -> list[Named]:
        found = []
        used = {u.category: u.when for u in listed(activity.categories)}
        for key in self.scope.data(activity.id):
            if not key:
                continue
            category = self.scope.category(key)
            case = self.phrases("activity", "used", text=used[key]) if used.get(key) else ""
            found.append(Named(category.name, "; ".join(t for t in (category.description, case) if t)))
        return found

    def _bases(self, activity: Purpose) -> list[str]:
        return [self._basis(activity, b) for b in listed(activity.legal_bases) if b.basis != "unknown"]

    def _basis(self, activity: Purpose, basis: LegalBasis) -> str:
        phrases = self.phrases
        parts = [phrases.basis(basis.basis)]
        if basis.basis == "6-1-f":
            known = basis.interest not in SILENT
            if not known:
                self.gaps.add("interest", activity.name)
            parts.append(phrases("activity", "interest", text=basis.interest if known else phrases.open))
        if basis.law not in SILENT:
            parts.append(phrases("activity", "law", text=basis.law))
        for condition in listed(basis.conditions):
            parts.append(phrases("activity", "condition", text=word("condition", condition, phrases.language)))
        if basis.when:
            parts.append(phrases("activity", "when", text=basis.when))
        if basis.basis == "6-1-a":
            known = basis.withdrawal not in SILENT
            if not known:
                self.gaps.add("withdrawal", activity.name)
            parts.append(phrases("activity", "withdraw", text=basis.withdrawal if known else phrases.open))
        return "; ".join(parts)

    def _kept(self, activity: Purpose) -> list[str] | None:
        """Periods; None where only criteria are known, which have a label of their own."""
        limits = self._limits(activity)
        texts = [self._limit(r, activity) for r in limits if r.period not in SILENT]
        return texts or (None if self._criteria(activity) else [])

    def _criteria(self, activity: Purpose) -> list[str] | None:
        """Criteria without a period (Art. 13(2)(a)); None where there is none."""
        texts = (self._limit(r, activity) for r in self._limits(activity) if r.period in SILENT)
        return [t for t in texts if t] or None

    def _limits(self, activity: Purpose) -> list[Retention]:
        return [r for r in listed(activity.retention) if self.scope.about(r, activity.id) is not None]

    def _limit(self, limit: Retention, activity: Purpose) -> str:
        phrases, parts = self.phrases, []
        if limit.period not in SILENT:
            period = phrases.period(limit.period)
            known = limit.starts not in SILENT
            parts.append(phrases("activity", "from", period=period, event=limit.starts) if known else period)
        if limit.criterion:
            parts.append(phrases("activity", "criterion", text=limit.criterion) if parts else limit.criterion)
        if limit.law not in SILENT:
            parts.append(phrases("activity", "law", text=limit.law))
        return self._for("; ".join(parts), limit, activity)

    def _for(self, text: str, entry: Retention | Source, activity: Purpose) -> str:
        """A text with the data of the audience that it is about, where these are not all."""
        names = self.scope.names_of(self.scope.about(entry, activity.id))
        return self.phrases("activity", "for", text=text, data="; ".join(names)) if text and names else text

    def _sources(self, activity: Purpose) -> list[str]:
        found = []
        for source in listed(activity.sources):
            if self.scope.about(source, activity.id) is None or source.kind == "unknown":
                continue
            text = self.phrases("activity", "you" if source.kind == "subject" else source.kind)
            if source.name not in SILENT and source.kind != "subject":
                text = f"{text}: {source.name}"
            elif source.kind in ("third-party", "public"):
                self.gaps.add("sources", activity.name)
                text = f"{text}: {self.phrases.open}"
            found.append(self._for(text, source, activity))
        return list(dict.fromkeys(found))

    def _recipients(self, activity: Purpose, confirmed: bool) -> list[Named] | list[str] | None:
        """Recipients that a source states for the activity, or those that someone only concluded.

        The authorities' guidelines on transparency (WP260) advise against "may", so the latter are to be confirmed.
        """
        if activity.recipients is not UNKNOWN and not activity.recipients:
            return [self.phrases("activity", "none-recipients")] if confirmed else None
        every = self.scope.recipients_of([activity.id])
        names = [s.name for s in every if self.scope.confirmed(activity.id, s.recipient.id) == confirmed]
        if not confirmed:
            for name in names:
                self.gaps.add("confirm", name)
        if not names and (not confirmed or every):
            return None
        return [Named(name, bold=True) for name in dict.fromkeys(names)]

    def _provision(self, activity: Purpose) -> list[str] | None:
        """Whether data must be provided; only where they come from the person (Art. 13(2)(e))."""
        kinds = {s.kind for s in listed(activity.sources)}
        if kinds and not kinds & {"subject", "unknown"}:
            return None
        return [] if activity.provision_required in SILENT else [activity.provision_required]

    def _decisions(self, paper: Paper, activity: Purpose) -> None:
        phrases, taken = self.phrases, activity.automated_decisions
        if taken == "unknown" and self._nowhere("automated"):
            return
        if taken == "yes":
            if not activity.automated_logic:
                self.gaps.add("logic", activity.name)
            text = phrases("activity", "decisions-yes", logic=activity.automated_logic or phrases.open)
        else:
            if taken == "unknown":
                self.gaps.add("automated", activity.name)
            text = phrases("activity", "decisions-no") if taken == "no" else phrases.open
        paper.item(text, phrases("fields", "automated"))
