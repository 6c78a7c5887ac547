"""What an answer on a country leaves open: questions on the basis it gives, and what was not examined for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from datamap.law.case import Case, Verdict
from datamap.law.pack import ADEQUACY_KINDS, Instrument, Law

__all__ = ["not_examined", "questions"]

ASSESSMENT = "is there a transfer impact assessment of the importer's law and practice, and what is its outcome?"
ANNEXES = "are the annexes of the clauses completed?"
PUBLIC = "is the exporter a public authority? In the exercise of its powers it cannot use this derogation"


def questions(law: Law, case: Case, v: Verdict, day: dt.date) -> list[str]:
    """What the instrument itself requires beside being in place, to ask before the answer is relied on."""
    i = _instrument(law, v)
    return [*_decisive(i, v), *_required(law, case, i, day)] if i else []


def _decisive(i: Instrument, v: Verdict) -> Iterator[str]:
    """What is not known and decides whether the instrument fits."""
    if "group" in v.missing:
        yield "does the importer belong to the group that the rules bind?"
    if "sector" in v.missing:
        yield f"are exporter and importer both {i.exporter_sector} bodies?"
    if "authorisation" in v.missing and i.needs_text:
        yield f"is there evidence of {i.needs_text}?"


def _required(law: Law, case: Case, i: Instrument, day: dt.date) -> Iterator[str]:
    if i.tia and law.at(case.regime, day).tia_required_from <= day:
        yield ASSESSMENT
    if i.modules:
        yield ANNEXES
    if i.kind == "derogation" and (condition := law.condition(i.version, day, case.regime)):
        yield condition.question
        if i.not_for_public and i.not_for_public <= day and case.exporter_sector == "unknown":
            yield PUBLIC


def not_examined(law: Law, case: Case, v: Verdict) -> list[str]:
    """What may change an answer that rests or turns on a tool, and was not given, in words."""
    i = _instrument(law, v)
    if i is None or i.kind in ADEQUACY_KINDS:
        return []
    return [*_not_given(case, i), "who else has access: onward transfers, other places of the importer"]


def _not_given(case: Case, i: Instrument) -> Iterator[str]:
    if (i.roles or i.modules) and not (case.exporter_role and case.importer_role):
        yield "the roles of both parties" + (" and the module of the clauses" if i.modules else "")
    if i.kind == "scc" and not any(t.kind == "scc" and t.signed for t in case.tools or ()):
        yield "the day of signature"
    if i.importer_not_under_gdpr and case.importer_gdpr == "unknown":
        yield "whether the importer is itself subject to the GDPR (Art. 3(2))"


def _instrument(law: Law, v: Verdict) -> Instrument | None:
    """The instrument that the verdict is based on, or turns on."""
    return law.instrument(v.instrument) if v.instrument else None
