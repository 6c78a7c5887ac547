"""A notice (Art. 13, 14) put together: first what matters, then each activity, recipients, rights, what is open."""

from __future__ import annotations

from datamap.errors import CallError
from datamap.labels import LANGUAGES, word
from datamap.model import arguments
from datamap.model.recipient import Recipient
from datamap.model.vocabulary import UNKNOWN
from datamap.pipeline import Audit
from datamap.publish.notice import rights
from datamap.publish.notice.activities import Activities
from datamap.publish.notice.facts import SILENT, Gaps, Scope, Sight, contact_of, party
from datamap.publish.notice.phrases import LISTED, Phrases
from datamap.publish.notice.structure import Paper
from datamap.questions.reach import listed

OF_RECIPIENTS = ("place", "tools", "cover", "confirm")
"""Gaps that name recipients; the others name activities."""


def notice(audit: Audit, audience: str, language: str | None = None) -> Paper:
    """The notice to an audience.

    Parameters
    ----------
    audit : Audit
    audience : str
        Id or name of a category of people.
    language : str, optional
        One of :data:`datamap.labels.LANGUAGES`; without it the map's, else English.

    Raises
    ------
    CallError
    """
    arguments.check_type(audit, Audit, "audit", "an audit, as dm.audit(inventory) gives it")
    if language is not None and language not in LANGUAGES:
        raise CallError(f"language: {language!r} is not known. {arguments.list_expected(language, LANGUAGES)}")
    scope = Scope.of(audit, arguments.check_text(audience, "--for"))
    own = scope.inventory.meta.language
    phrases = Phrases(language or (own if own in LANGUAGES else "en"), scope.law, scope.laws[1:])
    return _Notice(scope, phrases).paper()


class _Notice:
    def __init__(self, scope: Scope, phrases: Phrases):
        self.scope, self.phrases, self.gaps = scope, phrases, Gaps()
        self.controller = scope.inventory.controller
        self.contact = contact_of(self.controller)

    def paper(self) -> Paper:
        phrases, scope = self.phrases, self.scope
        day = str(scope.reach.audit.as_of)
        title = phrases("title", audience=scope.audience)
        about = f"{self.controller.name} · {phrases('as-of', day=day)}"
        paper = Paper(title, about, phrases("footer"), phrases.language, day)
        self._short(paper)
        self._who(paper)
        rights.objection(paper, scope, phrases, self.contact)
        paper.heading(phrases("headings", "purposes"))
        Activities(scope, phrases, self.gaps).write(paper)
        self._recipients(paper)
        rights.write(paper, scope, phrases, self.gaps, self.contact)
        self.gaps.add("changes")
        paper.heading(phrases("headings", "changes"))
        paper.para(phrases("changes", day=day, open=phrases.open))
        self._open(paper)
        return paper

    # --- the first layer ---------------------------------------------------------------------------------------------

    def _short(self, paper: Paper) -> None:
        phrases, scope = self.phrases, self.scope
        names = [p.name for p in scope.activities.values()]
        paper.heading(phrases("headings", "short"))
        paper.item(phrases("short", "who", name=self.controller.name, contact=self.contact or phrases.open))
        paper.item(phrases("short", "why", purposes=phrases.many(names)))
        paper.item(self._who_receives())
        for text in self._abroad():
            paper.item(text)
        paper.item(phrases("short", "keep"))
        paper.item(phrases("short", "rights", rights=phrases.many(rights.names(scope, phrases))))
        if rights.opposed(scope):
            paper.item(phrases("short", "objection"))
        paper.item(phrases("short", "contact", contact=self.contact or phrases.open))

    def _who_receives(self) -> str:
        phrases, scope = self.phrases, self.scope
        found = [s.name for s in scope.sights.values()]
        unknown = any(p.recipients is UNKNOWN for p in scope.activities.values())
        if not found:
            return phrases("short", "receive-open", open=phrases.open) if unknown else phrases("short", "receive-none")
        if len(found) > LISTED + 1:
            return phrases("short", "receive-many", number=str(len(found)), some=phrases.some(found))
        return phrases("short", "receive", recipients=phrases.many(found))

    def _abroad(self) -> list[str]:
        phrases, scope = self.phrases, self.scope
        seen = scope.sights.values()
        places = [phrases.place(c) for s in seen for c in s.abroad]
        unsure = [s.name for s in seen if s.unsure]
        texts = [phrases("short", "abroad", area=phrases.area, places=phrases.many(places))] if places else []
        if unsure:
            texts.append(
                phrases("short", "abroad-open", area=phrases.area, open=phrases.open, recipients=phrases.some(unsure))
            )
        known = all(p.recipients is not UNKNOWN for p in scope.activities.values())
        return texts or ([phrases("short", "abroad-none", area=phrases.area)] if known else [])

    # --- who ---------------------------------------------------------------------------------------------------------

    def _who(self, paper: Paper) -> None:
        phrases, own = self.phrases, self.controller
        paper.heading(phrases("headings", "controller"))
        if not self.contact:
            self.gaps.add("controller")
        paper.item(party(own), phrases("controller", "controller"))
        if len(self.scope.laws) > 1:
            paper.item(", ".join(phrases("laws", law) for law in self.scope.laws), phrases("controller", "law"))
        if own.registration not in SILENT:
            paper.item(own.registration, phrases("controller", "registration"))
        for name in ("representative", "dpo", "joint"):
            for one in listed(own.joint_controllers if name == "joint" else getattr(own, name)):
                paper.item(party(one), phrases("controller", name))
        if own.dpo is UNKNOWN:
            self.gaps.add("dpo")
            paper.item(phrases.open, phrases("controller", "dpo"))
        joint = own.joint_controllers or [p for p in self.scope.activities.values() if p.role == "joint"]
        if joint:
            self.gaps.add("arrangement")
            paper.item(phrases.open, phrases("controller", "arrangement"))

    # --- recipients --------------------------------------------------------------------------------------------------

    def _recipients(self, paper: Paper) -> None:
        phrases, scope = self.phrases, self.scope
        if not scope.sights:
            return
        paper.heading(phrases("headings", "recipients"))
        entity = any(s.recipient.legal_entity not in SILENT for s in scope.sights.values())
        columns = ["name", *(["entity"] if entity else []), "service", "role", "place", "tools"]
        rows = []
        for sight in scope.sights.values():
            row = self._row(sight)
            rows.append(tuple(row[c] for c in columns))
        paper.table(tuple(phrases("columns", c) for c in columns), list(dict.fromkeys(rows)))
        if any(s.tools for s in scope.sights.values() if s.abroad) or any(s.unprotected for s in scope.sights.values()):
            paper.heading(phrases("headings", "copy"))
            if not self.contact:
                self.gaps.add("copy")
            paper.para(phrases("copy", contact=self.contact or phrases.open))

    def _row(self, sight: Sight) -> dict[str, str]:
        phrases, r = self.phrases, sight.recipient
        places = [phrases.place(c) for c in sight.places]
        if sight.unsure:
            self.gaps.add("place", sight.name)
        if sight.unprotected:
            self.gaps.add("tools", sight.name)
        if sight.uncertain:
            self.gaps.add("cover", sight.name)
        tools = [phrases.tool(*t) for t in sight.tools]
        return {
            "name": sight.name,
            "entity": "" if r.legal_entity in SILENT or r.legal_entity == r.name else r.legal_entity,
            "service": self._kind(r),
            "role": "" if r.role == "unknown" else word("role", r.role, phrases.language),
            "place": "; ".join(places),
            "tools": "; ".join(tools) or (phrases.open if sight.unprotected or sight.unsure else ""),
        }

    def _kind(self, recipient: Recipient) -> str:
        """The service of a category of recipients, or that it is one."""
        own = "" if recipient.service in SILENT else recipient.service
        return own if own or recipient.kind == "organisation" else self.phrases("kind-category")

    # --- what is open ------------------------------------------------------------------------------------------------

    def _open(self, paper: Paper) -> None:
        phrases = self.phrases
        if not self.gaps.found:
            return
        paper.heading(phrases("headings", "open"))
        for kind, names in self.gaps.found.items():
            about = phrases.purposes(
                [n for n in names if n], len(self.scope.activities) if kind not in OF_RECIPIENTS else 0
            )
            paper.item(f"{phrases.open}: {phrases('gaps', kind, purposes=about, recipients=about)}")
