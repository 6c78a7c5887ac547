"""Annexes I to III of the standard contractual clauses of 2021, one set for each transfer that relies on them."""

from __future__ import annotations

from datamap.errors import CallError
from datamap.labels import word
from datamap.model import arguments
from datamap.model.party import Party
from datamap.model.purpose import Purpose
from datamap.model.recipient import Recipient, Safeguard
from datamap.pipeline import Audit
from datamap.publish.notice.pack import Pack, role_of, stated
from datamap.publish.notice.structure import Paper
from datamap.questions.reach import listed

AUTHORISATIONS = ("specific", "general")
WITH_THIRD = ("2", "3")
"""Modules to which Annex III belongs, where sub-processors need a specific authorisation."""


def annexes(
    audit: Audit, language: str | None = None, importer: str | None = None, authorisation: str | None = None
) -> Paper:
    """The annexes for each importer that the clauses of 2021 are recorded for.

    Parameters
    ----------
    importer : str, optional
        Id or name of the one recipient that is wanted.
    authorisation : {'specific', 'general'}, optional
        What the parties agreed on sub-processors (clause 9); without it Annex III is open.

    Raises
    ------
    CallError
        No importer, or not this one, has these clauses.
    """
    pack = Pack.of(audit, language)
    reach = pack.scope.reach
    wanted = {k[1] for k in reach.find(reach.recipients, importer, "--for")} if importer else None
    found = [
        (r, s)
        for r in listed(pack.scope.inventory.recipients)
        for s in listed(r.safeguards)
        if s.kind == "scc" and s.version in ("2021", "unknown") and (wanted is None or r.id in wanted)
    ]
    if not found:
        with_clauses = [r.name for r in listed(pack.scope.inventory.recipients) if _has_clauses(r)]
        if importer and with_clauses:
            raise CallError(
                f"--for: the clauses of 2021 are not recorded for '{importer}'. "
                f"{arguments.list_expected(importer, with_clauses)}"
            )
        raise CallError("--pack annexes: no recipient with the clauses of 2021. Expected a safeguard `scc:2021`")
    paper = pack.paper("annexes")
    for recipient, clauses in found:
        _Set(pack, paper, recipient, clauses).write(authorisation)
    return paper


def _has_clauses(recipient: Recipient) -> bool:
    return any(s.kind == "scc" and s.version in ("2021", "unknown") for s in listed(recipient.safeguards))


class _Set:
    """The annexes for one importer."""

    def __init__(self, pack: Pack, paper: Paper, recipient: Recipient, clauses: Safeguard):
        self.pack, self.paper, self.recipient, self.clauses = pack, paper, recipient, clauses
        got = {f.activity for f in pack.scope.reach.flows if f.recipient == recipient.id}
        self.activities = [p for p in listed(pack.scope.inventory.purposes) if p.id in got]

    def write(self, authorisation: str | None) -> None:
        """All annexes that belong to the module."""
        pack, paper = self.pack, self.paper
        module = self.clauses.module
        paper.heading(self.recipient.name)
        paper.para(pack.open if module == "unknown" else module, pack("module"))
        self._parties()
        paper.heading(pack("description"), 3)
        for activity in self.activities:
            self._description(activity)
        paper.heading(pack("authority"), 3)
        authorities = [a.name for a in listed(pack.scope.inventory.controller.authority)]
        paper.para(pack.joined(authorities))
        if module != "4":
            self._measures()
        if module in (*WITH_THIRD, "unknown") and authorisation != "general":
            self._third(authorisation)

    def _parties(self) -> None:
        pack, paper, own, r = self.pack, self.paper, self.pack.scope.inventory.controller, self.recipient
        roles = [role_of(pack, p) for p in self.activities]
        paper.heading(pack("parties"), 3)
        paper.item(_lines(own, pack.open), pack("exporter"))
        paper.item(_contact(own) or pack.open, pack("contact"), 1)
        paper.item(pack.joined(roles), pack("role"), 1)
        paper.item(pack.open, pack("signature"), 1)
        name = stated(r.legal_entity) or r.name
        paper.item("; ".join(t or pack.open for t in (name, stated(r.address))), pack("importer"))
        paper.item(stated(r.contact) or pack.open, pack("contact"), 1)
        role = word("role", r.role, pack.phrases.language) if r.role != "unknown" else pack.open
        paper.item(role, pack("role"), 1)
        signed = str(self.clauses.signed)
        paper.item(signed if signed[:1].isdigit() else pack.open, pack("signature"), 1)

    def _description(self, activity: Purpose) -> None:
        pack, scope = self.pack, self.pack.scope
        sent = {f.category for f in scope.reach.flows if f.recipient == self.recipient.id and f.activity == activity.id}
        kinds = [scope.reach.categories[scope.organisation, c] for c in sorted(sent - {""})]
        special = [c.name for c in kinds if c.special not in ("none", "unknown")]
        unsure = [c.name for c in kinds if c.special == "unknown"]
        sensitive = pack.joined([*special, *(f"{n}: {pack.open}" for n in unsure)]) if special or unsure else ""
        further = [scope.reach.recipients[scope.organisation, s].name for s in self._engaged()]
        self.paper.para(activity.description or pack.open, activity.name)
        for field, text in (
            ("people", pack.people(activity)),
            ("data", pack.joined([c.name for c in kinds])),
            ("sensitive", sensitive or (pack("none") if kinds else pack.open)),
            ("frequency", pack.open),
            ("nature", stated(self.recipient.service) or pack.open),
            ("purpose", activity.name),
            ("kept", pack.kept(activity)),
            ("further", pack.joined(further)),
        ):
            self.paper.item(text, pack(field))

    def _engaged(self) -> list[str]:
        return [s.recipient for s in listed(self.recipient.sub_processors)]

    def _measures(self) -> None:
        """Annex II: the measures for this transfer."""
        pack = self.pack
        self.paper.heading(pack("measures"), 3)
        texts = dict.fromkeys(t for p in self.activities for t in pack.measures(p))
        for text in texts or [pack.open]:
            self.paper.item(text)

    def _third(self, authorisation: str | None) -> None:
        """Annex III, where sub-processors need a specific authorisation, or it is not known whether they do."""
        pack = self.pack
        self.paper.heading(pack("third"), 3)
        if authorisation is None:
            self.paper.para(pack("third-open", open=pack.open))
            return
        found = self._engaged()
        if found:
            self.paper.table(pack.header(), pack.rows(found, None))
        else:
            self.paper.para(pack.open)


def _contact(party: Party) -> str:
    """The contact person of a party, and how to reach it."""
    return "; ".join(t for t in (party.contact, party.email, party.phone) if stated(t))


def _lines(party: Party, open_: str) -> str:
    return "; ".join((party.name, stated(party.address) or open_))
