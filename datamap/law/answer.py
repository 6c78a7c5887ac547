"""What ``datamap law`` says: one place, one day, the tools named, in plain data and in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from datamap.errors import CallError
from datamap.law import countries
from datamap.law.pack import Law
from datamap.law.reading import load
from datamap.law.verdict import Case, Tool, judge
from datamap.vocabulary import SafeguardKind, vocabulary

if TYPE_CHECKING:
    from datamap.law.dpf import Participants

KINDS = tuple(k for k in vocabulary(SafeguardKind) if k != "unknown")
VERSIONS = {"scc": ("2001", "2002", "2004", "2010", "2021"), "derogation": tuple(f"49-1-{x}" for x in "abcdefg2")}


def tool(text: str) -> Tool:
    """A safeguard from its short form, ``kind[:version][@signed]``."""
    rest, _, signed = text.partition("@")
    kind, _, version = rest.partition(":")
    if kind not in KINDS:
        raise CallError(f"--safeguard: '{kind}' is not known. Expected one of: {', '.join(KINDS)}")
    if version and version not in VERSIONS.get(kind, ()):
        allowed = ", ".join(VERSIONS[kind]) if kind in VERSIONS else f"no version with {kind}"
        raise CallError(f"--safeguard: '{version}' is no version of {kind}. Expected {allowed}")
    try:
        day = dt.date.fromisoformat(signed) if signed else None
    except ValueError:
        raise CallError(f"--safeguard: '{signed}' is not a day that exists. Expected kind:version@YYYY-MM-DD") from None
    return Tool(kind, version or "unknown", signed=day)


def place(country: str) -> str:
    """The code of a place as people spell it."""
    code = countries.code_of(country)
    if code is None:
        note = countries.read(country).note
        raise CallError(f"country: {note or repr(country)}. Expected a country (name or ISO 3166-1 code), EPO, EU or EEA")
    return code


def answer(
    country: str, day: dt.date, safeguards: Sequence[str] = (), data: str | None = None, sector: str | None = None,
    importer: str | None = None, regime: str = "eu", law: Law | None = None, participants: Participants | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The law on a place for a day and some tools, as plain data with the keys of ``datamap law --format json``."""
    law = law or load()
    code = place(country)
    status = law.status(code, day, regime)
    case = Case(
        code, tools=tuple(tool(s) for s in safeguards), data={"hr": "hr", "non-hr": "other"}.get(data or "", "unknown"),
        importer_sector=sector or "unknown", importer=importer or "", importer_how="stated" if importer else "",
        aliases=(importer,) if importer else (), regime=regime,
    )  # fmt: skip
    v = judge(case, day, law, participants)
    watched = {w.id: w for about in (code, *(i.id for i in status.instruments)) for w in law.watch(about, day)}
    not_covered = [e.text for i in status.instruments for e in i.elements if e.applies_on(day) and e.sort == "exclusion"]
    conditions = [e.text for i in status.instruments for e in i.elements if e.applies_on(day) and e.sort == "condition"]
    link = v.url or next((i.url for i in status.instruments if i.url), "")
    return {
        "country": code, "name": countries.name(code), "regime": regime, "as_of": day.isoformat(), "status": status.status,
        "verdict": v.verdict, "ground": v.ground, "instrument": v.instrument or None, "citation": v.citation or status.citation,
        "valid_until": v.valid_until.isoformat() if v.valid_until else None, "reasons": list(v.reasons), "evidence": v.evidence,
        "contested": v.contested, "missing": list(v.missing), "fallback": list(v.fallback), "later_annulled": v.later_annulled or None,
        "status_until": status.until.isoformat() if status.until else None, "decisions": [i.citation for i in status.instruments],
        "conditions": conditions, "not_covered": not_covered, "pending": [w.text for w in watched.values()], "url": link,
        "law": {"version": law.version, "horizon": law.horizon.isoformat(), "beyond": status.beyond or None, "without": sorted(law.removed)},
    }  # fmt: skip


def history(country: str, regime: str = "eu", law: Law | None = None) -> list[dict[str, Any]]:
    """A place's whole history: one row per interval with ``from, until, status, citation``."""
    law = law or load()
    return [
        {"from": s.since.isoformat() if s.since else "", "until": s.until.isoformat() if s.until else "", "status": s.status,
         "instrument": ", ".join(i.id for i in s.instruments), "citation": s.citation or "; ".join(s.notes)}
        for s in law.history(place(country), regime)
    ]  # fmt: skip


def text(a: dict[str, Any]) -> str:
    """An answer in words."""
    lines = [f"{a['name']} ({a['country']}) on {a['as_of']}, for an exporter under {a['regime'].upper()} law", f"status    {a['status']}" + (f", until {a['status_until']}" if a["status_until"] else "")]
    lines += [f"          {d}" for d in a["decisions"]]
    lines += [f"only if   {c}" for c in a["conditions"]]
    lines += [f"not for   {c}" for c in a["not_covered"]]
    lines += [f"verdict   {a['verdict']} ({a['ground']})" + (f", until {a['valid_until']}" if a["valid_until"] else "") + (", contested" if a["contested"] else "")]
    lines += [f"          {r}" for r in a["reasons"]]
    lines += [f"pending   {p}" for p in a["pending"]]
    lines += [f"link      {a['url']}"] if a["url"] else []
    lines.append(f"law pack  {a['law']['version']}, horizon {a['law']['horizon']}")
    return "\n".join(lines)
