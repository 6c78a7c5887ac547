"""A second judge: section by section what a lawyer would ask, straight over the YAML of the law pack.

It shares no code with :mod:`datamap.law` (only the input, a case with its tools). What a participant list answers is
given to it as the first alias of the case; without one, a claimed listing is taken as declared.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from yaml_fixture import content

DATA = Path(__file__).parents[2] / "datamap" / "law" / "data"
WORST_FIRST = ("not-covered", "undetermined", "covered", "no-transfer")
BEST_FIRST = (
    *("adequacy", "dpf", "privacy-shield", "safe-harbour", "scc", "idta", "uk-addendum", "bcr-c", "bcr-p"),
    *("public-instrument", "admin-arrangement", "sa-clauses", "code", "certification", "ad-hoc", "derogation"),
)
LISTINGS = ("dpf", "privacy-shield", "safe-harbour")
NOWHERE = ("", "unknown", "worldwide", "various", "ORG", "XI")
END = {"controller": "controller", "joint": "controller", "authority": "controller"}
END |= {"processor": "processor", "sub-processor": "processor", "": ""}
Row = dict[str, Any]
Fit = tuple[str, str]
"""``covers``, ``fails`` or ``unclear``, and the kind of the tool or decision."""


@cache
def pack(regime: str) -> Row:
    """One law, as it is known today: without the rows that later rows replace."""
    data = content(DATA / f"{regime}.yaml")
    for table, rows in data.items():
        if isinstance(rows, list) and rows and isinstance(rows[0], dict):
            gone = {name for row in rows for name in row.get("replaces", ())}
            data[table] = [row for row in rows if row.get("row", row.get("id")) not in gone]
    return data


def in_force(row: Row, day: dt.date) -> bool:
    return row.get("from", dt.date.min) <= day <= row.get("until", dt.date.max)


def law_of(regime: str, day: dt.date) -> Row:
    """The law that binds an exporter on a day: before its own first day perhaps another one."""
    data = pack(regime)
    return law_of(data["before"], day) if day < data["starts"] and "before" in data else data


# --- what the inventory answers ---------------------------------------------------------------------------------------


def answer(case, name: str) -> str:
    return dict(case.facts).get(name, "unknown")


def holds(case, condition: str) -> bool:
    """One entry of met_by, hit_by, ruled_out_by, unmet_by or usual_by, other than the answer to the element itself."""
    for part in condition.split(" & "):
        word, wanted = part.removeprefix("not "), not part.startswith("not ")
        if word == "place":
            true = True
        elif word.startswith("fact:"):
            fact, _, value = word.removeprefix("fact:").partition("=")
            true = answer(case, fact) == value
        elif word == "fact":
            true = False
        else:
            what, _, value = word.partition("=")
            role, named = END.get(case.importer_role, "unknown"), {"sector": "importer_sector"}.get(what, what)
            true = value == (role if what == "importer_role" else getattr(case, named))
        if true != wanted:
            return False
    return True


def element(case, row: Row) -> str:
    """Whether one element of a scope is for the cover (``in``), against it (``out``), or open (``open``, ``usual``)."""
    given, name = answer(case, row["id"]), row["id"]
    if row["sort"] == "condition":
        if name in dict(case.facts):  # an answer, also the answer that it is not known, goes before the general rule
            known = any(holds(case, c) for c in row.get("unmet_by", ()))
            return {"yes": "in", "no": "out"}.get(given, "out" if known else "open")
        if any(holds(case, c) for c in row.get("unmet_by", ())):
            return "out"
        return "in" if any(holds(case, c) for c in row.get("met_by", ())) else "open"
    if any(c.startswith("data") and holds(case, c) for c in row.get("ruled_out_by", ())):
        return "in"  # what is excluded are data of another class
    if given in ("yes", "no"):
        return "out" if given == "yes" else "in"
    if any(holds(case, c) for c in row.get("hit_by", ())):
        return "out"
    if any(holds(case, c) for c in row.get("ruled_out_by", ())):
        return "in"
    return "usual" if any(holds(case, c) for c in row.get("usual_by", ())) else "in"


# --- 3. adequacy decisions --------------------------------------------------------------------------------------------


def in_place(tool, day: dt.date) -> bool:
    """Whether the inventory has the tool in place on the day."""
    return (tool.from_ or day) <= day <= (tool.until or day)


def suspended(tool, day: dt.date) -> bool:
    return tool.suspended_on is not None and tool.suspended_on <= day


def decision(case, row: Row, day: dt.date) -> Fit:
    kind = row["kind"]
    if kind == "adequacy" and any(t.kind == kind and suspended(t, day) for t in case.tools or ()):
        return "fails", kind
    states = []
    for part in row.get("elements", ()):
        if not in_force(part, day):
            continue
        if "listed" in part.get("met_by", ()):
            claims = [t for t in case.tools or () if t.kind == kind and in_place(t, day)]
            claimed = any(not suspended(t, day) for t in claims)
            says = case.aliases[0] if case.aliases and kind == "dpf" else ""  # a list, if one is given
            by_list = {"verified": "in", "not-found": "open" if claimed else "out", "contradicted": "out"}
            states.append("out" if claims and not claimed else by_list.get(says, "in" if claimed else "out"))
        else:
            states.append(element(case, part))
    if "out" in states:
        return "fails", kind
    return ("unclear" if {"open", "usual"} & set(states) else "covers"), kind


# --- 4. tools of Art. 46 ----------------------------------------------------------------------------------------------


def article_46(case, tool, row: Row, day: dt.date) -> str:
    """Whether one tool fits one row of the law."""
    states = [signing(case, tool, row, day), roles(case, tool, row)]
    if tool.tia == "negative" or suspended(tool, day):
        return "fails"
    if row.get("contested_from", dt.date.max) <= day:
        states.append("unclear")
    if row.get("importer_not_under_gdpr") and case.importer_gdpr == "yes":
        states.append("unclear")
    if row.get("within_group"):
        states.append(group(case, tool))
    if beside := [t for t in case.tools if (t.kind, t.version) == ("scc", row.get("added_to"))]:  # Addendum, Table 2
        clauses = next(r for r in pack("eu")["instruments"] if r.get("version") == row["added_to"])
        states.append(min((roles(case, t, clauses) for t in beside), key=("covers", "unclear", "fails").index))
    if "authorised" in row.get("needs", ()):
        states.append(yes(tool.authorised))
    if "exporter_sector" in row:  # "between public authorities or bodies": both ends
        for sector in (case.exporter_sector, case.importer_sector):
            states.append(yes({"unknown": "unknown", row["exporter_sector"]: "yes"}.get(sector, "no")))
    if "exporter_role" in row:
        end = END.get(case.exporter_role, "unknown")
        if end == "unknown":
            states.append("unclear")
        elif end and end not in row["exporter_role"]:
            states.append("unclear" if row.get("other_exporter") == "contested" else "fails")
    return worst(states)


def group(case, tool) -> str:
    """BCR bind the members of one group: for BCR-C the exporter's own, for BCR-P the processor's."""
    if tool.kind == "bcr-c" and case.affiliate == "no":
        return "fails"
    own = tool.kind == "bcr-c" and tool.within_group == "unknown"
    return yes(case.affiliate if own else tool.within_group)


def yes(given: str) -> str:
    return {"yes": "covers", "no": "fails"}.get(given, "unclear")


def worst(states: list[str]) -> str:
    return "fails" if "fails" in states else "unclear" if "unclear" in states else "covers"


def signing(case, tool, row: Row, day: dt.date) -> str:
    first, last = row.get("signable_from", dt.date.min), row.get("signable_until")
    if tool.signed:
        return "covers" if first <= tool.signed <= min(last or day, day) else "fails"
    return "covers"  # clauses without a date count as signed while they could be


def roles(case, tool, row: Row) -> str:
    ends = (END.get(case.exporter_role, "unknown"), END.get(case.importer_role, "unknown"))
    if "modules" in row:
        pairs = [row["modules"][tool.module]] if tool.module != "unknown" else list(row["modules"].values())
    elif "roles" in row:
        pairs = row["roles"]
    else:
        return "covers"
    fits = any(all(end in ("", "unknown", role) for end, role in zip(ends, pair, strict=True)) for pair in pairs)
    if not fits:
        return "fails"
    return "unclear" if "unknown" in ends and len(pairs) == 1 else "covers"


def clauses_of_unknown_version(case, tool, law: Row, day: dt.date) -> str:
    rows = [r for r in law["instruments"] if r["kind"] == "scc" and in_force(r, day)]
    written = max((d for d in (tool.document_date or case.inventory_date, tool.signed) if d), default=dt.date.min)
    if min(written, day) > max(r.get("until", dt.date.min) for r in law["instruments"] if r["kind"] == "scc"):
        rows = [r for r in rows if r["version"] == "2021"]
        return article_46(case, tool, rows[0], day) if rows else "fails"
    return "unclear" if {article_46(case, tool, r, day) for r in rows} & {"covers", "unclear"} else "fails"


# --- 5. derogations ---------------------------------------------------------------------------------------------------


def derogation(case, tool, row: Row, day: dt.date) -> str:
    if suspended(tool, day) or (tool.signed and tool.signed > day):
        return "fails"
    if tool.version == "49-1-2" and tool.tia == "negative":  # its own assessment found that its conditions are not met
        return "fails"
    states = []
    if row.get("not_for_public", dt.date.max) <= day:
        states.append("fails" if case.exporter_sector == "public" else "covers")
    if row.get("occasional_only", dt.date.max) <= day:
        states.append("covers" if tool.occasional == "yes" else "fails")
    return worst(states)


# --- all tools and decisions ------------------------------------------------------------------------------------------


def fits(case, place: str, law: Row, day: dt.date) -> list[Fit]:
    decisions = [r for r in law["instruments"] if place in r.get("places", ()) and in_force(r, day)]
    found = [decision(case, r, day) for r in decisions]
    standing = [t for t in case.tools or () if in_place(t, day) and not (t.signed and t.signed > day)]
    doubted = [t for t in standing if t.tia == "negative" or suspended(t, day)]
    for tool in case.tools or ():
        late = tool.signed is not None and tool.signed > day
        if tool.kind == "unknown" and in_place(tool, day) and not suspended(tool, day) and not late:
            found.append(("unclear", tool.kind))
        if tool.kind in ("unknown", "dpa", "other", "adequacy", *LISTINGS) or not in_place(tool, day):
            continue
        rows = [r for r in law["instruments"] if r["kind"] == tool.kind and in_force(r, day)]
        versions = [r for r in rows if r.get("version", "unknown") == tool.version or "version" not in r]
        if tool.kind == "derogation":
            state = "fails" if late or suspended(tool, day) else "unclear" if tool.version == "unknown" else "fails"
            state = derogation(case, tool, versions[0], day) if versions else state
        elif tool.kind == "scc" and tool.version == "unknown":
            state = clauses_of_unknown_version(case, tool, law, day)
        else:
            state = article_46(case, tool, versions[0], day) if versions else "fails"
        if state == "covers" and tool.kind != "derogation" and tool.tia != "positive" and doubted:
            state = "unclear"
        found.append((state, tool.kind))
    return found


def nowhere(place: str, day: dt.date) -> bool:
    return place in NOWHERE or (place == "AN" and day > dt.date(2010, 10, 9))


def at_place(case, place: str, unplaced: bool, day: dt.date) -> tuple[str, str]:
    """The verdict at one place; ``unplaced``: it hosts the data, and where the importer is, is not known."""
    if nowhere(place, day):
        return "undetermined", "place-unknown"
    law = law_of(case.regime, day)
    # 2. inside the exporter's own area
    status = [r["status"] for r in law["places"] if place in r["places"] and in_force(r, day)]
    inside = "eea" if place in law["inside"] else status[-1] if status else ""
    if inside in ("eea", "own-area", "transition", "bridge"):
        return ("undetermined", "place-unknown") if unplaced else ("no-transfer", inside)
    if day < law["starts"] and "undetermined_before" in law:
        return "undetermined", "none"
    for whole, parts in law["same_as"].items():
        place = whole if place in parts else place
    found = fits(case, place, law, day)
    if unplaced:
        found = [("unclear", "place-unknown") if f[1] == "adequacy" and f[0] != "fails" else f for f in found]
    for state in ("covers", "unclear"):
        kinds = [k for s, k in found if s == state]
        kinds.sort(key=lambda k: BEST_FIRST.index(k) if k in BEST_FIRST else -(k == "place-unknown") or 99)
        if kinds:
            return ("covered" if state == "covers" else "undetermined"), kinds[0] if kinds[0] != "unknown" else "none"
    return ("undetermined" if case.tools is None or inside == "national-extension" else "not-covered"), "none"


def transfer(case, day: dt.date) -> tuple[str, str]:
    return deciding(case, day)[:2]


def deciding(case, day: dt.date) -> tuple[str, str, str]:
    """The verdict on a transfer by the exporter, and the place that decides: of the data, or of who runs the site."""
    elsewhere = case.run_by_country != case.country and not nowhere(case.run_by_country, day)
    unplaced = case.site_kind == "hosting" and nowhere(case.run_by_country, day)
    here = "unknown" if case.place_sort in ("vague", "unknown") else case.country
    verdict, ground = at_place(case, here, unplaced, day)
    place = case.country
    if elsewhere and ground != "place-unknown":
        importer = at_place(case, case.run_by_country, False, day)
        worse = WORST_FIRST.index(verdict) < WORST_FIRST.index(importer[0])
        if worse and importer[0] == "covered" and importer[1] in LISTINGS and case.site_kind in ("hosting", "unknown"):
            # a listing belongs to the organisation: it reaches its servers elsewhere, not its people there
            verdict, ground = importer if case.site_kind == "hosting" else ("undetermined", importer[1])
            place = case.run_by_country
        elif not worse:
            (verdict, ground), place = importer, case.run_by_country
    return verdict, ground, place


# --- 2. onward transfers ----------------------------------------------------------------------------------------------


def bound_by(place: str, own: str, day: dt.date) -> str:
    """The regime that binds a processor at a place, empty if none of the three does."""
    for regime in (own, "eu", "uk", "ch"):
        rows = law_of(regime, day)["places"]
        if any(r["status"] == "own-area" and place in r["places"] and in_force(r, day) for r in rows):
            return regime
    for regime in (own, "eu", "uk", "ch"):
        law = law_of(regime, day)
        rows = [r["status"] for r in law["places"] if place in r["places"] and in_force(r, day)]
        if law["regime"] == regime and (place in law["inside"] or {"eea", "transition"} & set(rows)):
            return regime
    return ""


def behind(case, place: str, plain: tuple[str, str], day: dt.date) -> tuple[str, str]:
    """The verdict on an onward transfer by a processor at one place."""
    regime = bound_by(place, case.regime, day)
    if regime:
        own = transfer(replace(case, regime=regime), day)
        return plain if regime == case.regime or own[1] == "own-area" else own
    basis = ("adequacy",) if case.exporter_basis is None else case.exporter_basis
    law = law_of(case.regime, day)
    found = [r for r in law["instruments"] if place in r.get("places", ()) and in_force(r, day)]
    found = [r for r in found if r["kind"] in basis]
    if not found or not set(basis) <= {"adequacy", *LISTINGS}:
        return plain  # a contract binds the processor, also for this
    decides = deciding(case, day)[2]
    decides = next((whole for whole, parts in law["same_as"].items() if decides in parts), decides)
    kind, reached = found[0]["kind"], decides in found[0]["places"]
    if plain[1] == "place-unknown" or (plain == ("covered", kind) and reached):
        return plain  # one decision covers both places
    met = answer(case, "onward-requirements")
    if met == "no":
        return "not-covered", "none"
    stopped = any(t.tia == "negative" or suspended(t, day) for t in case.tools or ())
    if stopped and (plain[0] == "not-covered" or (met == "yes" and plain[0] == "undetermined")):
        return plain
    return ("covered" if met == "yes" else "undetermined"), kind


def agreed(found: list[tuple[str, str]]) -> tuple[str, str]:
    """What is lawful under each law that may bind the processor; open where they differ."""
    if {v for v, _ in found} == {"covered", "no-transfer"}:
        found = [f for f in found if f[0] == "covered"]
    return found[0] if len({v for v, _ in found}) == 1 else ("undetermined", "none")


def onward(case, day: dt.date) -> tuple[str, str]:
    """The law that binds the processor decides, where it is established."""
    plain = transfer(case, day)
    if plain[0] == "no-transfer" or not case.exporter_places:
        return plain
    return agreed([behind(case, place, plain, day) for place in dict.fromkeys(case.exporter_places)])


# --- 2. reasons why it is not a transfer ------------------------------------------------------------------------------


def reason(case, day: dt.date) -> tuple[str, set[str | None]]:
    """Whether the stated reason holds (``yes``, ``no``, ``open``; empty: none), and what is answered to exclusions."""
    law = law_of(case.regime, day)
    rows = [r for r in law["no_transfer"] if r["reason"] == case.no_transfer]
    rows = [r for r in rows if in_force(r, day)] or rows[:1]
    if case.onward or not rows:
        return "", set()
    parts, roles = rows[-1].get("elements", ()), rows[-1].get("roles", ())
    states = [element(case, part) for part in parts]
    asked = {part["id"]: dict(case.facts).get(part["id"]) for part in parts}
    excluded = {asked[part["id"]] for part in parts if part["sort"] == "exclusion"}
    if "out" in states or case.importer_role in roles or (rows[-1].get("other_entity") and case.other_entity):
        return "no", excluded
    return "open" if "unknown" in asked.values() or (roles and case.importer_role == "unknown") else "yes", excluded


def second_judge(case, day: dt.date) -> tuple[str, str]:
    """Verdict and ground of one case on one day."""
    stated, excluded = reason(case, day)
    if stated == "yes":
        return "no-transfer", "not-chapter-v"
    under = [replace(case, regime=r) for r in case.received_under or (case.regime,)]
    verdict, ground = agreed([onward(c, day) for c in under]) if case.onward else transfer(case, day)
    by_place = verdict == "no-transfer" or (verdict, ground) == ("covered", "adequacy")
    any_receiver = case.importer or (by_place and not excluded & {"yes", "unknown"})
    # what nothing covers is not covered whoever receives it; an element on the page may send it to someone else
    any_receiver = any_receiver or (verdict == "not-covered" and excluded <= {"no"})
    if stated == "no" and not any_receiver:
        return "undetermined", ground if verdict == "undetermined" else "none"
    if stated == "open" and not (verdict in ("covered", "no-transfer") and any_receiver):
        return "undetermined", "not-chapter-v"
    return verdict, ground
