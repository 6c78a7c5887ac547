"""What an exporter can still agree on a day, in words: a remedy is dated and belongs to a law, like the law itself.

The words come from the law pack: which contracts can be signed under the exporter's law on that day, for which roles,
and whether a transfer impact assessment is required. A rule's templates use them as ``{clauses}``, ``{contract}`` and
so on (:data:`WORDS`), so that no rule names an instrument that did not exist or belongs to another law.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping

from datamap.law.pack import Instrument, Law
from datamap.model.safeguard import KINDS
from datamap.rules.citations import GDPR_APPLIES
from datamap.rules.phrases import enumerated

CONTRACTS = ("scc", "idta", "uk-addendum")
"""Kinds of tool that two parties sign without asking an authority, in the order in which they are proposed."""
NO_CONTRACT = "a contract with sufficient safeguards"
"""What is left where no contract can be signed as it is."""

Wording = Callable[[Law, str, dt.date], str]
"""Law, regime of the exporter, day -> words."""


def signable(law: Law, regime: str, day: dt.date) -> tuple[Instrument, ...]:
    """The contracts that an exporter can sign on a day, newest generation first.

    One whose end is already fixed is left out where another has no end: no one would sign it any more.

    Examples
    --------
    >>> import datetime as dt
    >>> from datamap import law
    >>> [i.id for i in signable(law.load(), "uk", dt.date(2026, 9, 30))]
    ['uk-idta', 'uk-addendum']
    """
    found = [
        i
        for i in law.at(regime, day).instruments
        if i.kind in CONTRACTS and i.in_force(day) and (i.signable_until is None or day <= i.signable_until)
    ]
    lasting = [i for i in found if not i.end_known(day)]
    newest_first = sorted(lasting or found, key=lambda i: i.version, reverse=True)
    return tuple(sorted(newest_first, key=lambda i: CONTRACTS.index(i.kind)))


def clauses(law: Law, regime: str, day: dt.date) -> str:
    """What can be signed, by name: ``the 2021 standard contractual clauses``.

    Examples
    --------
    >>> import datetime as dt
    >>> from datamap import law
    >>> clauses(law.load(), "uk", dt.date(2026, 9, 30))
    'the International Data Transfer Agreement or the UK Addendum to the EU clauses'
    >>> clauses(law.load(), "eu", dt.date(2019, 6, 1))
    'standard contractual clauses of 2010 (controller to processor) or of 2001 or 2004 (controller to controller)'
    """
    found = signable(law, regime, day)
    generations = [i for i in found if i.kind == "scc"]
    names = [_generations(generations)] if generations else []
    names += [f"the {i.short}" for i in found if i.kind != "scc"]
    return " or ".join(names) or _authorised(law, regime, day)


def _generations(found: list[Instrument]) -> str:
    """Generations of standard clauses; where there are several, by the roles that they are made for."""
    if len(found) == 1:
        year = f" {found[0].version}"
        name = found[0].short.partition(",")[0]
        return f"the{year} {name.removesuffix(year)}" if name.endswith(f"clauses{year}") else f"the {name}"
    by_roles: dict[str, list[str]] = {}
    for i in found:
        by_roles.setdefault(enumerated([f"{a} to {b}" for a, b in i.roles]), []).insert(0, i.version)
    name = re.split(r",| of | \d", found[0].short)[0]
    parts = (f"of {' or '.join(years)}" + (f" ({made})" if made else "") for made, years in by_roles.items())
    return f"{name} {' or '.join(parts)}"


def _authorised(law: Law, regime: str, day: dt.date) -> str:
    """Where nothing can be signed as it is: a contract that an authority has to authorise, if the law knows one."""
    needs = [i.needs_text for i in law.at(regime, day).instruments if i.kind == "ad-hoc" and i.in_force(day)]
    return f"{NO_CONTRACT} and {needs[0]}" if needs and needs[0] else NO_CONTRACT


def contract(law: Law, regime: str, day: dt.date) -> str:
    """What can be signed, by kind: ``standard contractual clauses``."""
    kinds = dict.fromkeys(KINDS[i.kind] for i in signable(law, regime, day))
    return " or ".join(kinds) or NO_CONTRACT


def assess(law: Law, regime: str, day: dt.date) -> str:
    """What follows "sign the clauses" once a transfer impact assessment is required; before, nothing."""
    return ", document a transfer impact assessment" if assessed(law, regime, day) else ""


def assessed(law: Law, regime: str, day: dt.date) -> bool:
    """Whether the exporter's law requires a transfer impact assessment on a day."""
    return law.at(regime, day).tia_required_from <= day


def processing(law: Law, regime: str, day: dt.date) -> str:
    """Modules for a processor, which also replace the agreement under Art. 28 GDPR, in parentheses; else nothing."""
    found = [m for i in signable(law, regime, day) if i.regime == "eu" for m, (_, to) in i.modules if to == "processor"]
    return f" (module {' or '.join(found)}; they also satisfy Art. 28)" if found else ""


def onward(law: Law, regime: str, day: dt.date) -> str:
    """What a processor can sign with its sub-processor, in parentheses, such as a module of the clauses."""
    found = signable(law, regime, day)
    modules = [f"module {m} of the clauses" for i in found for m, ends in i.modules if set(ends) == {"processor"}]
    contracts = modules or [KINDS[i.kind] for i in found if not i.roles]
    named = enumerated(contracts, "or")
    return f" (for instance {named})" if named else ""


def inside(law: Law, regime: str, day: dt.date) -> str:
    """What to record for recipients that are all inside the exporter's own area."""
    area = {"uk": ("GB", "the United Kingdom"), "ch": ("CH", "Switzerland")}.get(law.at(regime, day).id)
    code, name = area or ("EU", "the EU or EEA")
    return f"“{code}” is enough if all are inside {name}"


def record_names(law: Law, regime: str, day: dt.date) -> str:
    """What the record must name of a transfer: the Directive and the FADP of 1992 do not ask for such a record."""
    if day < max(law.at(regime, day).starts, GDPR_APPLIES):
        return ""
    return ". Where there is a transfer, the record must name the country; the category of recipients is enough"


WORDS: Mapping[str, Wording] = {
    "clauses": clauses,
    "contract": contract,
    "assess": assess,
    "processing": processing,
    "onward": onward,
    "inside": inside,
    "record_names": record_names,
}
"""Placeholder of a template -> what it stands for."""
