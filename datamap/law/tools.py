"""Does one tool, or one adequacy decision, fit a case? The parts of :func:`datamap.law.verdict.judge`.

Each function answers with a :class:`~datamap.law.verdict.Fit`: covers, fails or unclear, and why.
"""

from __future__ import annotations

import datetime as dt

from datamap.law.pack import Element, Instrument
from datamap.law.verdict import Fit, Scene, Tool

CONTROLLER, PROCESSOR = "controller", "processor"
ROLES = {"controller": CONTROLLER, "joint": CONTROLLER, "authority": CONTROLLER, "processor": PROCESSOR, "sub-processor": PROCESSOR}
DAY = dt.timedelta(1)


# --- Art. 45: decisions and their scope ----------------------------------------------------------------------------


def _answer(s: Scene, tests: tuple[str, ...], fact: str) -> bool:
    """Whether one of the named tests holds, with the inventory's own answer to the element given."""
    known = {"fact": fact == "yes", "sector=private": s.case.importer_sector == "private", "sector=public": s.case.importer_sector == "public",
             "data=hr": s.case.data == "hr", "data=other": s.case.data == "other"}  # fmt: skip
    return any(known.get(t, False) for t in tests)


def _condition(s: Scene, e: Element) -> str:
    """met, unmet or unknown; the inventory's own answer goes before what follows from the sector."""
    fact = s.facts.get(e.id, "unknown")
    if "fact" in e.met_by and fact == "no":
        return "unmet"
    if _answer(s, e.met_by, fact):
        return "met"
    return "unmet" if _answer(s, e.unmet_by, fact) else "unknown"


def _exclusion(s: Scene, e: Element) -> str:
    """hit, ruled-out or open."""
    fact = s.facts.get(e.id, "unknown")
    if "fact" in e.hit_by and fact == "yes":
        return "hit"
    if fact == "no":
        return "ruled-out"
    if _answer(s, tuple(t for t in e.hit_by if t != "fact"), fact):
        return "hit"
    return "ruled-out" if _answer(s, tuple(t for t in e.ruled_out_by if t != "fact"), fact) else "open"


def scope(s: Scene, i: Instrument) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
    """Whether a decision's scope fits, beside a listing: state, reason, what is missing, what is open."""
    missing, asks, wanting = [], [], []
    for e in i.elements:
        if not e.applies_on(s.day) or "listed" in e.met_by:
            continue
        if e.sort == "condition":
            found = _condition(s, e)
            if found == "unmet":
                return "fails", f"{i.short} does not cover it: the condition that {e.text} is not met ({i.citation}).", (), ()
            if found == "unknown":
                missing.append(f"scope:{e.id}")
                wanting.append(e.text)
        else:
            found = _exclusion(s, e)
            if found == "hit":
                return "fails", f"{i.short} does not cover {e.text} ({i.citation}).", (), ()
            if found == "open":
                asks.append(f"scope:{e.id}")
    if missing:
        return "unclear", f"{i.short} covers it only if {' and '.join(wanting)}: not known ({i.citation}).", tuple(missing), ()
    return "covers", "", (), tuple(asks)


def decision(s: Scene, i: Instrument) -> Fit:
    """An adequacy decision in force: it covers by law, claimed or not, if its scope fits."""
    state, reason, missing, asks = scope(s, i)
    if state == "covers":
        reason = f"Adequacy decision in force for {s.at} on {s.day} ({i.citation})."
    return Fit(state, "adequacy", reason, i.id, i, missing=missing, asks=asks)


def _claimed_adequacy(s: Scene, tool: Tool) -> Fit | None:
    if any(i.kind == "adequacy" for i in s.status.instruments):
        return None  # judged by law already
    hint = " The Data Privacy Framework covers listed organisations only, not the country." if s.law.resolve(s.place, s.law.at(s.case.regime, s.day)) == "US" and s.status.instruments else ""
    return Fit("fails", "adequacy", f"Adequacy is claimed, but there is no decision for {s.at} on {s.day}.{hint}")


def _lists(s: Scene, kind: str) -> tuple[Instrument | None, str]:
    """The list-based decision of a kind for the place and day, or why there is none."""
    regime = s.law.at(s.case.regime, s.day)
    rows = s.law.tools(kind, regime=s.case.regime, day=s.day)
    names = {"dpf": "The Data Privacy Framework", "privacy-shield": "Privacy Shield", "safe-harbour": "Safe Harbour"}
    if not rows:
        return None, f"{names[kind]} is no instrument of the law applied ({regime.name})."
    if s.law.resolve(s.place, regime) not in rows[-1].places:
        return None, f"{names[kind]} fits only a listed importer in the United States, not {s.at}."
    live = next((i for i in rows if i.in_force(s.day)), None)
    if live:
        return live, ""
    if s.day < rows[0].from_:
        return None, f"{names[kind]} was not in force on {s.day}: it starts on {rows[0].from_} ({rows[0].citation})."
    last = rows[-1]
    if last.annulled_on:
        return None, f"{names[kind]} ended on {last.annulled_on} ({last.annulled_by}): it covers nothing on {s.day}."
    return None, f"{names[kind]} ended on {last.until}: it covers nothing on {s.day}."


def _listing(s: Scene, tool: Tool) -> Fit:
    """DPF, Privacy Shield, Safe Harbour: covers a listed US importer, on the days it was in force."""
    i, why = _lists(s, tool.kind)
    if i is None:
        return Fit("fails", tool.kind, why, str(tool))
    state, reason, missing, asks = scope(s, i)
    if state == "fails":
        return Fit(state, tool.kind, reason, str(tool), i)
    if tool.kind != "dpf":
        return Fit("covers", tool.kind, f"{i.short} claimed, in force on {s.day} ({i.citation}); the list of that time was not checked.", str(tool), i, until=tool.until, asks=asks)
    if s.participants is None:
        asks += ("listing:hr",) if s.case.data == "hr" else ()
        return Fit("covers", "dpf", f"Data Privacy Framework claimed, in force on {s.day} ({i.citation}); the claim was not checked against the participants list.", str(tool), i, until=tool.until, asks=(*asks, "listing"))
    m = _check(s)
    notes = tuple(m.warnings)
    if m.outcome == "verified":
        return Fit("covers", "dpf", f"Data Privacy Framework, verified: {m.reason} ({i.citation}).", str(tool), i, "verified", until=tool.until, asks=(*asks, *(("renewal",) if m.renewal_unseen else ())), notes=notes, dpf=m)
    if m.outcome == "contradicted":
        return Fit("fails", "dpf", f"Data Privacy Framework claimed, but the participants list contradicts it: {m.reason}.", str(tool), i, "contradicted", dpf=m)
    return Fit("unclear", "dpf", f"Data Privacy Framework claimed, but not found on the participants list: {m.reason}.", str(tool), i, "not-found", missing=("listing",), notes=notes, dpf=m)


def _check(s: Scene):
    c = s.case
    return s.participants.check(c.importer, c.importer_how, s.day, data=c.data, regime=s.law.at(c.regime, s.day).id, aliases=c.aliases, parent=c.parent, affiliate=c.affiliate)


def unclaimed_listing(s: Scene) -> Fit | None:
    """A US importer that the participants list has although nobody claimed it."""
    i, _ = _lists(s, "dpf")
    if i is None or not (s.case.importer or s.case.aliases):
        return None
    m = _check(s)
    if m.outcome != "verified" or scope(s, i)[0] == "fails":
        return None
    return Fit("covers", "dpf", f"Not claimed, but on the Data Privacy Framework list: {m.reason} ({i.citation}).", "dpf", i, "verified", asks=scope(s, i)[3], notes=tuple(m.warnings), dpf=m)


# --- Art. 46 and 49 ------------------------------------------------------------------------------------------------


def _role(word: str) -> str:
    return ROLES.get(word, "")


def _defeated(s: Scene, tool: Tool) -> str:
    """Why the tool does not carry the transfer whatever its kind: not held, suspended, or assessed as insufficient."""
    if tool.from_ and s.day < tool.from_:
        return f"{tool} is in place from {tool.from_} only"
    if tool.until and s.day > tool.until:
        return f"{tool} was in place until {tool.until}"
    if tool.suspended_on and tool.suspended_on <= s.day:
        return f"a supervisory authority suspended transfers under {tool} on {tool.suspended_on} (GDPR Art. 58(2)(j))"
    if tool.tia == "negative" and tool.kind != "derogation":
        return f"the transfer impact assessment found that {tool} does not protect the data there (CJEU C-311/18)"
    return ""


def fit(s: Scene, tool: Tool) -> Fit | None:
    """How one declared tool fits; None for a claim that adds nothing (adequacy that the law gives anyway)."""
    why = _defeated(s, tool)
    if why:
        return Fit("fails", tool.kind, f"{why[0].upper()}{why[1:]}.", str(tool))
    if tool.kind == "adequacy":
        return _claimed_adequacy(s, tool)
    if tool.kind in ("dpf", "privacy-shield", "safe-harbour"):
        return _listing(s, tool)
    if tool.kind == "scc":
        return _clauses(s, tool)
    none = s.law.no_tool(tool.kind, tool.version, s.law.at(s.case.regime, s.day).id)
    if none:
        named = f"“{tool.label}”: " if tool.label else ""
        return Fit("fails", tool.kind, f"{named}{none['text']} ({none['citation']}).", str(tool))
    if tool.kind == "unknown":
        return Fit("unclear", "unknown", "A safeguard is named, but not which.", "unknown", missing=("tool",))
    if tool.kind == "derogation" and tool.version == "unknown":
        return Fit("unclear", "derogation", "A derogation is claimed, but not which letter of Art. 49(1).", str(tool), missing=("version",))
    return _other(s, tool)


def _clauses(s: Scene, tool: Tool) -> Fit:
    """Standard contractual clauses: the generation against the signing date and the day, the module against the roles."""
    regime = s.law.at(s.case.regime, s.day)
    none = s.law.no_tool("scc", tool.version, regime.id) if tool.version != "unknown" else None
    if none:
        return Fit("fails", "scc", f"{none['text'][0].upper()}{none['text'][1:]} ({none['citation']}).", str(tool))
    generations = s.law.tools("scc", regime=s.case.regime, day=s.day)
    if tool.version != "unknown":
        i = next((g for g in generations if g.version == tool.version), None)
        if i is None:
            return Fit("fails", "scc", f"The {tool.version} clauses are no instrument of the law applied ({regime.name}).", str(tool))
        return _generation(s, tool, i)
    if tool.signed:
        could = [g for g in generations if g.from_ <= tool.signed and (g.signable_until is None or tool.signed <= g.signable_until)]
        fits = [_generation(s, tool, g) for g in could]
        states = {f.state for f in fits}
        if len(states) == 1:
            best = min(fits, key=lambda f: bool(f.contested))
            return best if len(fits) == 1 or best.state != "covers" else _but(best, f"whichever of the clauses that could be signed on {tool.signed} it is")
        return Fit("unclear", "scc", f"Standard clauses signed on {tool.signed}, but which generation is not said.", str(tool), missing=("version",))
    newest = generations[-1] if generations else None
    old_end = max((g.until for g in generations if g.until), default=None)
    if newest and newest.until is None and old_end and s.case.inventory_date and s.case.inventory_date > old_end:
        if newest.in_force(s.day):
            f = _generation(s, tool, newest)
            return _but(f, f"the version is not said; the inventory is of {s.case.inventory_date}, when only the {newest.version} clauses were left") if f.state == "covers" else f
        return Fit("unclear", "scc", f"Standard clauses are named, but which clauses were in place on {s.day} is not said: the inventory is of {s.case.inventory_date}.", str(tool), missing=("version",))
    of = f", and the inventory is of {s.case.inventory_date}" if s.case.inventory_date else ""
    return Fit("unclear", "scc", f"Standard clauses are named, but not which generation or when they were signed{of}: the older ones ended on {old_end}.", str(tool), missing=("version", "signing-date"))


def _but(f: Fit, note: str) -> Fit:
    from dataclasses import replace

    return replace(f, reason=f"{f.reason.rstrip('.')}; {note}.", asks=(*f.asks, "version"))


def _generation(s: Scene, tool: Tool, i: Instrument) -> Fit:
    name = i.short[0].upper() + i.short[1:]
    if not i.in_force(s.day):
        when = f"start on {i.from_}" if s.day < i.from_ else f"could be relied on until {i.until}"
        return Fit("fails", "scc", f"{name} {when}: they cover nothing on {s.day} ({i.citation}).", str(tool), i)
    if tool.signed and tool.signed > s.day:
        return Fit("fails", "scc", f"{name}: signed on {tool.signed}, after {s.day}.", str(tool), i)
    if tool.signed and (tool.signed < i.from_ or (i.signable_until and tool.signed > i.signable_until)):
        window = f"from {i.from_}" + (f" to {i.signable_until}" if i.signable_until else "")
        return Fit("fails", "scc", f"{name} could be signed {window}; these were signed on {tool.signed} ({i.citation}).", str(tool), i)
    exporter, importer = _role(s.case.exporter_role), _role(s.case.importer_role)
    pairs = dict(i.modules) if i.modules else {str(n): p for n, p in enumerate(i.roles)}
    if i.modules and tool.module != "unknown":
        pairs = {tool.module: pairs[tool.module]}
    fitting = [m for m, (a, b) in pairs.items() if (not exporter or exporter == a) and (not importer or importer == b)]
    if not fitting:
        which = f"module {tool.module}" if i.modules and tool.module != "unknown" else "they"
        made = ", ".join(f"{a} to {b}" for a, b in pairs.values())
        return Fit("fails", "scc", f"{name}: {which} is made for {made}, not {exporter or 'unknown'} to {importer or 'unknown'} ({i.citation}).".replace("they is", "they are"), str(tool), i)
    if i.importer_not_under_gdpr and s.case.importer_gdpr == "yes":
        return Fit("unclear", "scc", f"{name} are made for importers that are not under the GDPR themselves (Art. 1(1), recital 7); this one is (Art. 3(2)), and clauses for that are not adopted.", str(tool), i,
                   contested="clauses towards an importer under Art. 3(2)", missing=("tool",))  # fmt: skip
    contested = i.contested_why if i.contested_from and s.day >= i.contested_from else ""
    asks = ("module",) if i.modules and tool.module == "unknown" else ()
    return Fit("covers", "scc", f"{name} are in place ({i.citation}).", str(tool), i, contested=contested, until=tool.until, asks=asks)


def _other(s: Scene, tool: Tool) -> Fit:
    """Binding rules, codes, certification, ad hoc clauses, arrangements, UK instruments, derogations: all by their row."""
    regime = s.law.at(s.case.regime, s.day)
    rows = s.law.tools(tool.kind, tool.version, s.case.regime, s.day)
    if not rows:
        return Fit("fails", tool.kind, f"{tool} is no instrument of the law applied ({regime.name}).", str(tool))
    i = rows[-1]
    cite = i.cited(s.day)
    name = i.short[0].upper() + i.short[1:]
    if not i.in_force(s.day):
        return Fit("fails", tool.kind, f"{name} could not be relied on on {s.day}: " + (f"from {i.from_}" if s.day < i.from_ else f"until {i.until}") + f" ({cite}).", str(tool), i)
    if i.not_for_public and s.case.exporter_sector == "public":
        return Fit("fails", tool.kind, f"{name} is not open to public authorities ({cite}, Art. 49(3)).", str(tool), i)
    if i.occasional_only and tool.occasional != "yes":
        return Fit("fails", tool.kind, f"{name} serves occasional transfers only, and this flow is not said to be one ({cite}; recital 111; EDPB Guidelines 2/2018).", str(tool), i)
    if i.exporter_sector:
        if s.case.exporter_sector not in (i.exporter_sector, "unknown"):
            return Fit("fails", tool.kind, f"{name} is for {i.exporter_sector} bodies ({cite}).", str(tool), i)
        if s.case.exporter_sector == "unknown" or s.case.importer_sector == "unknown":
            return Fit("unclear", tool.kind, f"{name} is for public bodies on both sides: the sector is not known ({cite}).", str(tool), i, missing=("sector",))
        if s.case.importer_sector != i.exporter_sector:
            return Fit("fails", tool.kind, f"{name} is for public bodies on both sides ({cite}).", str(tool), i)
    if i.within_group:
        # the controller's own rules bind its group; a processor's rules bind the processor's
        group = tool.within_group if tool.within_group != "unknown" or tool.kind != "bcr-c" else s.case.affiliate
        if group == "no":
            return Fit("fails", tool.kind, f"{name} bind the members of a group; the importer is not one ({cite}).", str(tool), i)
        if group == "unknown":
            return Fit("unclear", tool.kind, f"{name} bind the members of a group; whether the importer is one is not known ({cite}).", str(tool), i, missing=("group",))
    if i.exporter_role:
        role = _role(s.case.exporter_role)
        if role not in i.exporter_role:
            return Fit("unclear", tool.kind, f"{name} serve a processor's transfer within its group; whether they carry a controller's own transfer is contested (EDPB Recommendations 1/2026, draft).", str(tool), i,
                       contested="processor rules for a controller's own transfer", missing=("group",))  # fmt: skip
    for need in i.needs:
        answer = getattr(tool, need)
        if answer == "no":
            return Fit("fails", tool.kind, f"{name} needs {i.needs_text}, and there is none ({cite}).", str(tool), i)
        if answer == "unknown":
            return Fit("unclear", tool.kind, f"{name} needs {i.needs_text}: not known ({cite}).", str(tool), i, missing=("authorisation",))
    if i.importer_not_under_gdpr and s.case.importer_gdpr == "yes":
        return Fit("unclear", tool.kind, f"{name} serves importers that are not under the GDPR themselves ({cite}).", str(tool), i, contested="importer under Art. 3(2)", missing=("tool",))
    return Fit("covers", tool.kind, f"{name}: in place ({cite}).", str(tool), i, until=tool.until)
