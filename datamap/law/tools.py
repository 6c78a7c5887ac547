"""Does one declared tool fit a case (Art. 46 and 49)? Clauses by generation, date and roles; the others by their row.

Each function answers with a :class:`~datamap.law.case.Fit`: covers, fails or unclear, and why. Which tool asks for what
(dates, roles, group, authorisation, occasional transfers only ...) is data of the law pack.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import product
from typing import NamedTuple

from datamap.law import adequacy
from datamap.law.case import CONTROLLER, PROCESSOR, ROLES, Fit, Scene, Tool, capital
from datamap.law.pack import Instrument, altered
from datamap.model.safeguard import name_safeguard

COMPELLING = "49-1-2"
"""Version of the derogation for compelling legitimate interests (Art. 49(1), second subparagraph)."""


def named(tool: Tool) -> str:
    """The name of a declared tool in a sentence."""
    return name_safeguard(tool.kind, tool.version)


def fit(s: Scene, tool: Tool) -> Fit | None:
    """How one declared tool fits; None for a claim that adds nothing (adequacy that the law gives anyway)."""
    if tool.kind == "adequacy":
        return adequacy.claimed(s)
    why = _defeated(s, tool)
    if why:
        return Fit("fails", tool.kind, f"{why}.", str(tool))
    if tool.kind in adequacy.LISTINGS:
        return adequacy.listing(s, tool)
    none = s.law.no_tool(tool.kind, tool.version, s.regime.id, s.day)
    if none and not (tool.kind == "scc" and tool.version == "unknown"):
        text = f"“{tool.label}”: {none['text']}" if tool.label else capital(none["text"])
        return Fit("fails", tool.kind, f"{text} ({none['citation']}).", str(tool))
    if tool.signed and tool.signed > s.day:
        return Fit(
            "fails",
            tool.kind,
            f"The contract named ({named(tool)}) was signed on {tool.signed}, after {s.day}.",
            str(tool),
        )
    if tool.kind == "scc":
        return _clauses(s, tool)
    if tool.kind == "unknown":
        label = f" (“{tool.label}”)" if tool.label else ""
        words = f"A safeguard is named{label}, but its kind is not recorded."
        return Fit("unclear", "unknown", words, "unknown", missing=("tool",))
    if tool.kind == "derogation" and tool.version == "unknown":
        words = "A derogation is claimed, but not which one (letter of Art. 49(1))."
        return Fit("unclear", "derogation", words, str(tool), missing=("version",))
    return _other(s, tool)


def _defeated(s: Scene, tool: Tool) -> str:
    """Why the tool carries nothing whatever its kind: not in place, suspended, or assessed as insufficient."""
    if tool.from_ and s.day < tool.from_:
        return f"{capital(named(tool))}: in place from {tool.from_} only"
    if tool.until and s.day > tool.until:
        return f"{capital(named(tool))}: in place until {tool.until} only"
    if tool.suspended_on and tool.suspended_on <= s.day:
        return f"A supervisory authority suspended transfers under {named(tool)} on {tool.suspended_on}"
    if tool.tia == "negative":
        assessed = [i for i in s.law.tools(tool.kind, tool.version, s.case.regime, s.day) if i.tia]
        if assessed:
            why = f"the data are not protected in {s.at} under {named(tool)} ({assessed[-1].cited(s.day)})"
            return f"The transfer impact assessment found that {why}"
        if (tool.kind, tool.version) == ("derogation", COMPELLING):
            return f"The assessment found that the conditions of {named(tool)} are not met"
    return ""


def doubted(s: Scene, tool: Tool, found: Fit | None) -> Fit | None:
    """A fit that covers, made open by what was found about another tool towards the same importer.

    A transfer impact assessment is about the transfer, not about the paper: where it was negative, or an authority
    suspended the transfers, another tool of Art. 46 needs an assessment of its own.
    """
    if found is None or found.state != "covers" or not (found.instrument and found.instrument.tia):
        return found
    other = next((t for t in s.case.tools or () if t != tool and _negative(t, s.day)), None)
    if other is None or tool.tia == "positive" or not s.law.framework(s.day, s.regime.id).get("doubts_others"):
        return found
    stopped = other.suspended_on and other.suspended_on <= s.day
    made = (
        "an assessment" if (other.kind, other.version) == ("derogation", COMPELLING) else "a transfer impact assessment"
    )
    why = "a supervisory authority suspended transfers" if stopped else f"{made} was negative"
    words = (
        f"{found.reason.rstrip('.')}. But {why} under another tool towards the same importer ({named(other)}), and no "
        f"separate assessment is recorded for {named(tool)}."
    )
    return Fit("unclear", found.kind, words, found.tool, found.instrument, missing=("assessment",))


def _negative(tool: Tool, day: dt.date) -> bool:
    """Whether a tool in place on a day was assessed as insufficient, or suspended."""
    in_place = max(tool.from_ or day, tool.signed or day) <= day <= (tool.until or day)
    stopped = tool.suspended_on is not None and tool.suspended_on <= day
    return in_place and (tool.tia == "negative" or stopped)


def _not_here(s: Scene, kind: str, what: str) -> str:
    without = altered(s.law, kind)
    return f"{what}: not a transfer tool of the law that applies to the exporter ({s.regime.name}{without})."


# --- standard contractual clauses ----------------------------------------------------------------------------------


def _clauses(s: Scene, tool: Tool) -> Fit:
    """Standard contractual clauses: the generation against signing date and day, the module against the roles."""
    generations = s.law.tools("scc", regime=s.case.regime, day=s.day)
    if tool.version != "unknown":
        i = next((g for g in generations if g.version == tool.version), None)
        if i is None:
            return Fit("fails", "scc", _not_here(s, "scc", f"The {tool.version} generation of the clauses"), str(tool))
        return _generation(s, tool, i)
    if not generations:
        return Fit("fails", "scc", _not_here(s, "scc", "A set of standard contractual clauses"), str(tool))
    fits = [_generation(s, tool, g) for g in generations]
    could = [f for f in fits if f.state != "fails"]
    if not could:
        words = f"Standard contractual clauses are named; whichever generation they are, they cover nothing on {s.day}."
        # the newest generation that could have been signed then gives the best reason
        n = max((n for n, g in enumerate(generations) if g.from_ <= (tool.signed or s.day)), default=0)
        today = [row for row in s.regime.no_tool if row.get("from", s.day) <= s.day <= row.get("until", s.day)]
        none = [f"{capital(row['text'])} ({row['citation']})." for row in today if row["kind"] == "scc"]
        return Fit("fails", "scc", " ".join([words, fits[n].reason, *none]), str(tool), fits[n].instrument)
    newest, old_end = generations[-1], max((g.until for g in generations if g.until), default=None)
    document = max((d for d in (tool.document_date or s.case.inventory_date, tool.signed) if d), default=None)
    late = old_end and document and min(document, s.day) > old_end  # the document states nothing on days before that
    if fits[-1].state != "fails" and newest.until is None and late:
        f, left = fits[-1], f"when only the {newest.version} clauses were left"
        note = f"the generation is not recorded, but the document is dated {document}, {left}"
        asks = (*f.asks, "version") if f.state == "covers" else f.asks
        return replace(f, reason=f"{f.reason.rstrip('.')}; {note}.", asks=asks)
    known = f", signed on {tool.signed}," if tool.signed else ""
    words = f"Standard contractual clauses{known} are named, but not which generation"
    if document and old_end and document > old_end:
        words += f": the document is of {document}, and which clauses were in place on {s.day} is not recorded"
    elif old_end and any(g.end_known(s.day) for g in generations):
        words += f": the earlier ones {'ended' if s.day > old_end else 'end'} on {old_end}" + (
            f", and the document is of {document}" if document else ""
        )
    missing = ("version",) if tool.signed else ("version", "signing-date")
    return Fit("unclear", "scc", f"{words}.", str(tool), missing=missing)


def _generation(s: Scene, tool: Tool, i: Instrument) -> Fit:
    """One generation of the clauses, as if it was the one that was signed."""
    name = f"The {i.short.partition(',')[0]}"

    def fails(words: str) -> Fit:
        return Fit("fails", "scc", f"{name} {words} ({i.cited(s.day)}).", str(tool), i)

    if s.day < i.from_:
        return fails(f"can be used from {i.from_} only: they cover nothing on {s.day}")
    if not i.in_force(s.day):
        return fails(f"could be relied on until {i.until}: they cover nothing on {s.day}")
    first = i.signable_from or i.from_
    if tool.signed and (tool.signed < first or (i.signable_until and tool.signed > i.signable_until)):
        window = f"from {first}" + (f" to {i.signable_until}" if i.signable_until else " on")
        return fails(f"could be signed {window}; these were signed on {tool.signed}")
    state, words, ask = _roles(s, tool, i)
    if state == "fails":
        return fails(words)
    if i.importer_not_under_gdpr and s.case.importer_gdpr == "yes":
        words = (
            f"{name} are made for importers that are not under the GDPR themselves; this one is (Art. 3(2)), the "
            f"clauses announced for that are not adopted, and whether these do is contested "
            f"({i.citation}, Art. 1(1), recital 7)."
        )
        why = "clauses towards an importer under Art. 3(2) GDPR"
        return Fit("unclear", "scc", words, str(tool), i, contested=why, missing=("tool",))
    if state == "unclear":
        return Fit(
            "unclear", "scc", f"{name} may not fit: {words} ({i.cited(s.day)}).", str(tool), i, missing=("roles",)
        )
    if i.contested_from and s.day >= i.contested_from:
        words = f"{name} are in place, and whether they still cover is contested: {i.contested_why} ({i.cited(s.day)})."
        return Fit("unclear", "scc", words, str(tool), i, contested=i.contested_why, missing=("tool",))
    note = f", {words}" if words else ""
    if i.kept and i.signable_until and s.day > i.signable_until:
        note, ask = f"{note}, {i.kept}", (*ask, "unchanged")
    return Fit(
        "covers", "scc", f"{name} are in place{note} ({i.cited(s.day)}).", str(tool), i, until=tool.until, asks=ask
    )


def _roles(s: Scene, tool: Tool, i: Instrument) -> tuple[str, str, tuple[str, ...]]:
    """Whether the clauses are made for the roles of both ends: state, words, what to ask.

    A module that is not recorded fits if some module fits the roles. A role that is not known leaves it open, unless
    the clauses fit whatever it is; a role that was not asked for is supposed to fit.
    """
    pairs = dict(i.modules) if i.modules else {str(n): p for n, p in enumerate(i.roles)}
    if not pairs:
        return "covers", "", ()
    stated = bool(i.modules) and tool.module != "unknown"
    if stated and tool.module not in pairs:
        return "fails", f"have no module {tool.module}", ()
    if stated:
        pairs = {tool.module: pairs[tool.module]}
    given = (s.case.exporter_role, s.case.importer_role)
    ends = [{ROLES[r]} if r in ROLES else {CONTROLLER, PROCESSOR} for r in given]
    possible = set(product(*ends))
    fitting = [m for m, p in pairs.items() if p in possible]
    made = " or ".join(dict.fromkeys(f"{a} to {b}" for a, b in pairs.values()))
    made = f"{made} (module {tool.module})" if stated else made
    if not fitting:
        here = " to ".join(ROLES.get(r, "an unknown role") for r in given)
        return "fails", f"are made for {made}, not for {here}", ()
    if not possible <= set(pairs.values()):
        if any(r and r not in ROLES for r in given):
            open_ = " and ".join(e for e, r in zip(("exporter", "importer"), given, strict=True) if r not in ROLES)
            return "unclear", f"they are made for {made}, and the role of the {open_} is not known", ()
        return "covers", f"assuming the roles for which they are made: {made}", ()
    if i.modules and not stated:
        which = f", and module {' or '.join(fitting)} fits the roles" if len(fitting) < len(pairs) else ""
        return "covers", f"their module is not recorded{which}", ("module",)
    return "covers", "", ()


# --- all other tools, by their row ---------------------------------------------------------------------------------


def _other(s: Scene, tool: Tool) -> Fit:
    """Binding rules, codes, certification, ad hoc clauses, arrangements, UK instruments, derogations."""
    rows = s.law.tools(tool.kind, tool.version, s.case.regime, s.day)
    if not rows:
        return Fit("fails", tool.kind, _not_here(s, tool.kind, capital(named(tool))), str(tool))
    i = next((r for r in rows if r.in_force(s.day)), rows[-1] if s.day > rows[-1].from_ else rows[0])
    limits = [found for check in _LIMITS if (found := check(s, tool, i))]
    failing = [limit for limit in limits if limit.state == "fails"]
    held = "claimed for this transfer" if tool.kind == "derogation" else "in place"
    # what fails decides whatever else is open; of what is open, everything is asked for
    said = failing[:1] or limits or [_Limit("covers", held)]
    reason = f"{capital(i.short)}: {'; '.join(limit.words for limit in said)} ({i.cited(s.day)})."
    return Fit(
        said[0].state,
        tool.kind,
        reason,
        str(tool),
        i,
        missing=tuple(dict.fromkeys(m for limit in said for m in limit.missing)),
        contested=next((limit.contested for limit in said if limit.contested), ""),
        until=None if limits else tool.until,
        notes=() if limits else _advice(s, tool, i),
    )


def _advice(s: Scene, tool: Tool, i: Instrument) -> tuple[str, ...]:
    """What a reader should know of an exception that is used for a regular transfer, where the law allows that."""
    text = i.on(i.if_regular, s.day)
    return (f"{capital(text)}.",) if text and tool.occasional != "yes" else ()


class _Limit(NamedTuple):
    """Why a tool does not carry the transfer, or may not."""

    state: str
    words: str
    missing: tuple[str, ...] = ()
    contested: str = ""


def _time(s: Scene, tool: Tool, i: Instrument) -> _Limit | None:
    if i.in_force(s.day):
        return None
    when = f"usable from {i.from_} only" if s.day < i.from_ else f"usable until {i.until}"
    return _Limit("fails", f"{when}, so it covers nothing on {s.day}")


def _occasion(s: Scene, tool: Tool, i: Instrument) -> _Limit | None:
    if i.not_for_public and i.not_for_public <= s.day and s.case.exporter_sector == "public":
        return _Limit("fails", "not available to a public authority in the exercise of its powers")
    if not i.only_occasional(s.day) or tool.occasional == "yes":
        return None
    this = "this one is not" if tool.occasional == "no" else "this one is not recorded as occasional"
    return _Limit("fails", f"for occasional transfers only, and {this}; it cannot justify a systematic flow")


def _sectors(s: Scene, tool: Tool, i: Instrument) -> _Limit | None:
    ends = (s.case.exporter_sector, s.case.importer_sector)
    if not i.exporter_sector or all(end == i.exporter_sector for end in ends):
        return None
    only = f"for {i.exporter_sector} bodies on both sides only"
    if any(end not in (i.exporter_sector, "unknown") for end in ends):
        return _Limit("fails", only)
    return _Limit("unclear", f"{only}, and the sector of one of them is not known", ("sector",))


def _group(s: Scene, tool: Tool, i: Instrument) -> _Limit | None:
    if not i.within_group:
        return None
    # the controller's own rules bind its own group; a processor's rules bind the processor's, which is not ours
    answers = {tool.within_group} if PROCESSOR in i.exporter_role else {tool.within_group, s.case.affiliate}
    if "no" in answers:
        return _Limit("fails", "only members of the group are bound, and the importer is not one")
    if "yes" in answers:
        return None
    words = "only members of the group are bound, and whether the importer is one is not known"
    return _Limit("unclear", words, ("group",))


def _exporter(s: Scene, tool: Tool, i: Instrument) -> _Limit | None:
    role = s.case.exporter_role
    if not i.exporter_role or not role or ROLES.get(role) in i.exporter_role:
        return None
    made = f"made for a {' or '.join(i.exporter_role)}'s transfers within its group"
    if role not in ROLES:
        return _Limit("unclear", f"{made}, and the exporter's role is not known", ("roles",))
    if i.other_exporter == "fails":
        theirs = "data that it processes for its customers" if ROLES[role] == PROCESSOR else f"a {ROLES[role]}'s data"
        return _Limit("fails", f"{made}, not for {theirs}")
    why = f"whether they cover a {ROLES[role]}'s own transfer"
    return _Limit("unclear", f"{made}; {why} is contested", ("tool",), why)


def _authorisation(s: Scene, tool: Tool, i: Instrument) -> _Limit | None:
    for need in i.needs:
        held = getattr(tool, need)
        if held == "no":
            return _Limit("fails", f"{i.needs_text} is required, and the inventory states that it was not given")
        if held != "yes":
            words = f"{i.needs_text} is required, and whether it was given is not recorded"
            return _Limit("unclear", words, ("authorisation",))
    return None


def _importer(s: Scene, tool: Tool, i: Instrument) -> _Limit | None:
    if not i.importer_not_under_gdpr or s.case.importer_gdpr != "yes":
        return None
    words = (
        "only for importers that are not subject to the GDPR themselves, and this one is: whether it fits is contested"
    )
    return _Limit("unclear", words, ("tool",), "an importer under Art. 3(2) GDPR")


def _clauses_beside(s: Scene, tool: Tool, i: Instrument) -> _Limit | None:
    """An addendum works with the module of the clauses to which it is added, where these are recorded beside it."""
    rows = s.law.tools("scc", i.added_to, s.regime.before) if i.added_to else ()
    beside = [t for t in s.case.tools or () if (t.kind, t.version) == ("scc", i.added_to)]
    if not rows or not beside:
        return None
    found = {state: words for state, words, _ in (_roles(s, t, rows[-1]) for t in beside)}
    if "covers" in found:
        return None
    if "unclear" in found:
        return _Limit("unclear", f"the clauses to which it is added may not fit: {found['unclear']}", ("roles",))
    return _Limit("fails", f"the clauses to which it is added {found['fails']}")


_LIMITS = (_time, _occasion, _sectors, _group, _exporter, _authorisation, _importer, _clauses_beside)
"""What the row of a tool may ask for, in the order in which the limits are named."""
