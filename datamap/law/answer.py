"""The answer of ``datamap law``: one place, one day, the tools named, in plain data and in words."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from datamap.errors import CallError
from datamap.labels import countries
from datamap.law import checks, open_points
from datamap.law.pack import Instrument, Law, Status
from datamap.law.reading import load
from datamap.law.verdict import Case, Tool, Verdict, judge
from datamap.model import arguments
from datamap.model.safeguard import parse_safeguard
from datamap.model.vocabulary import SafeguardKind, SafeguardVersion, vocabulary

if TYPE_CHECKING:
    from datamap.law.dpf import Participants

KINDS = tuple(k for k in vocabulary(SafeguardKind) if k != "unknown")
DEROGATIONS = tuple(v for v in vocabulary(SafeguardVersion) if v.startswith(("49-", "17-")))
VERSIONS = {"scc": ("2001", "2002", "2004", "2010", "2021"), "derogation": DEROGATIONS}

ASKS = {
    "listing": "is the importing legal entity on the list? (--importer, --dpf-list)",
    "listing:hr": "does its listing reach data on the exporter's staff?",
    "renewal": "has its listing been renewed? A newer list shows it",
    "module": "which module of the clauses was signed?",
    "unchanged": "has the processing stayed as it was since they could no longer be signed?",
    "version": "which generation of the clauses was signed?",
}


DATA = ("hr", "non-hr")
SECTORS = ("private", "public")


def tool(text: str, name: str = "--safeguard") -> Tool:
    """A safeguard from its short form, ``kind[:version][@signed]``; ``name`` is that of the argument."""
    written = arguments.check_text(text, name).strip()
    kind, version, signed = parse_safeguard(written)
    kind = kind.lower()
    if written.endswith((":", "@")) or ":@" in written:
        raise CallError(f"{name}: '{text}' ends too early. Expected kind[:version][@YYYY-MM-DD]")
    if kind not in KINDS:
        arguments.check_one_of(kind, KINDS, name)
    if version and version not in VERSIONS.get(kind, ()):
        allowed = (
            arguments.list_expected(version, VERSIONS[kind]) if kind in VERSIONS else f"Expected no version with {kind}"
        )
        raise CallError(f"{name}: '{version}' is not a version of {kind}. {allowed}")
    day = arguments.parse_day(signed, name) if signed else None
    return Tool(kind, version or "unknown", signed=day)


def place(country: str) -> str:
    """The code of a place as people spell it."""
    return arguments.parse_place(country, "country")


def answer(
    country: str,
    day: dt.date,
    safeguards: Sequence[str] = (),
    data: str | None = None,
    sector: str | None = None,
    importer: str | None = None,
    regime: str = "eu",
    law: Law | None = None,
    participants: Participants | None = None,
) -> dict[str, Any]:
    """The law on a place for a day and some tools, as plain data with the keys of ``datamap law --format json``."""
    law = load() if law is None else arguments.check_type(law, Law, "law", "a law pack, as dm.law.load() gives it")
    code, day = place(country), arguments.parse_day(day, "day")
    for name, value, words in (("data", data, DATA), ("sector", sector, SECTORS)):
        if value is not None:
            arguments.check_one_of(value, words, name)
    safeguards = arguments.check_texts(safeguards, "--safeguard")
    status = law.status(code, day, regime)
    case = _case(code, safeguards, data, sector, importer, regime)
    v = judge(case, day, law, participants)
    framework = law.framework(day, regime)
    named = [(t.kind, t.version) for t in case.tools or ()]
    notes = [law.remark(code, day, regime), *(i.note for i in (*status.instruments[:1], *_named(law, v.instrument)))]
    return {
        "country": code,
        "name": countries.name(code),
        "regime": regime,
        "as_of": day.isoformat(),
        "status": status.status,
        "verdict": v.verdict,
        "ground": v.ground,
        "instrument": v.instrument or None,
        "citation": v.citation or status.citation,
        "valid_until": _iso(v.valid_until),
        "reasons": list(v.reasons),
        "evidence": v.evidence,
        "contested": v.contested,
        "missing": list(v.missing),
        "questions": [*_questions(law, v), *open_points.questions(law, case, v, day)],
        "not_examined": open_points.not_examined(law, case, v),
        "fallback": list(v.fallback),
        "later_annulled": v.later_annulled or None,
        "status_since": _iso(status.since),
        "status_until": _iso(status.until),
        "decisions": [i.cited(day) for i in status.instruments],
        **_scope(status, day),
        "pending": _pending(law, status),
        "notes": list(dict.fromkeys(n for n in notes if n)),
        "url": v.url or status.url or framework["url"],
        "confidence": status.confidence,
        "verified_on": _iso(status.verified_on),
        "sources": [law.sources[s]["title"] for s in status.source or framework["source"]],
        "law": stamp(law, day),
        "old_checks": checks.old(checks.behind(law, day, regime, [code], named), day),
    }


def _case(
    code: str, safeguards: Sequence[str], data: str | None, sector: str | None, importer: str | None, regime: str
) -> Case:
    return Case(
        code,
        tools=tuple(tool(s) for s in safeguards),
        data={"hr": "hr", "non-hr": "other"}.get(data or "", "unknown"),
        importer_sector=sector or "unknown",
        importer=importer or "",
        importer_how="stated" if importer else "",
        aliases=(importer,) if importer else (),
        regime=regime,
    )


def _questions(law: Law, v: Verdict) -> list[str]:
    """The open points of a verdict as questions: what a finding should close, and what a scope leaves undetermined."""
    scope = {f"scope:{e.id}": e.text for e in law.elements()}
    open_ = [a for a in v.missing if a in scope]
    conditions = {f"scope:{e.id}" for e in law.elements() if e.sort == "condition"}
    words = {a: f"is it so: {scope[a]}?" if a in conditions else f"is it this: {scope[a]}?" for a in scope}
    return [ASKS.get(a) or words.get(a, a) for a in dict.fromkeys((*open_, *v.asks))]


def _pending(law: Law, status: Status) -> list[str]:
    """What is pending on a place or a decision on it."""
    place = law.resolve(status.country, law.at(status.regime, status.day))
    about = (status.country, place, *(i.id for i in status.instruments))
    return list({w.id: w.text for name in about for w in law.watch(name, status.day)}.values())


def _scope(status: Status, day: dt.date) -> dict[str, list[str]]:
    """What the decision of a status asks for, and what it leaves out, on a day."""
    elements = [e for i in status.instruments[:1] for e in i.elements if e.applies_on(day)]
    return {
        key: [e.text for e in elements if e.sort == sort]
        for key, sort in (("conditions", "condition"), ("not_covered", "exclusion"))
    }


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _named(law: Law, id_: str) -> list[Instrument]:
    return [law.instrument(id_)] if id_ else []


def stamp(law: Law, day: dt.date | None = None) -> dict[str, Any]:
    """Which law an answer is based on; ``beyond``: the day is after the pack's horizon."""
    beyond = None if day is None else law.beyond(day) or None
    return {
        "version": law.version,
        "horizon": law.horizon.isoformat(),
        "beyond": beyond,
        "known_on": _iso(law.known_on),
        "without": sorted(law.removed),
        "digest": law.digest,
    }


def history(country: str, regime: str = "eu", law: Law | None = None) -> list[dict[str, Any]]:
    """A place's whole history: one row per interval with ``from, until, status, citation`` and what limits it."""
    law = law or load()
    return [
        {
            "from": _iso(s.since) or "",
            "until": _iso(s.until) or "",
            "status": s.status,
            "instrument": ", ".join(i.id for i in s.instruments),
            "citation": "; ".join(i.citation for i in s.instruments) or s.citation,
            **_scope(s, s.since or s.day),
            "annulled": next((f"{i.annulled_on}, {i.annulled_by}" for i in s.instruments if i.annulled_on), ""),
            "url": s.url,
            "confidence": s.confidence,
            "country": s.country,
            "regime": regime,
            "law": stamp(law),
        }
        for s in law.history(place(country), regime)
    ]


def flat(row: dict[str, Any]) -> dict[str, Any]:
    """A row for CSV: lists in one cell, the law's keys in columns of their own."""
    plain = {**{k: v for k, v in row.items() if k != "law"}, **{f"law_{k}": v for k, v in row["law"].items()}}
    lists = {k: [f"{name} {told}" for name, told in v.items()] if isinstance(v, dict) else v for k, v in plain.items()}
    return {k: "; ".join(map(str, v)) if isinstance(v, list) else v for k, v in lists.items()}


def _lines(label: str, words: str, width: int | None, indent: int = 10) -> str:
    """One line, or as many as the terminal is wide, under a label."""
    text = f"{label:<{indent}}{words}"
    if width is None or len(text) <= width:
        return text.rstrip()
    return textwrap.fill(text, width, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False)


def text(a: dict[str, Any], width: int | None = None) -> str:
    """An answer in words, folded at a width."""
    law, ends = a["law"], a["status_until"] and f", until {a['status_until']}"
    verdict = (
        f"{a['verdict']} ({a['ground']})"
        + (f", until {a['valid_until']}" if a["valid_until"] else "")
        + (", contested" if a["contested"] else "")
    )
    said = " ".join(a["reasons"])
    checked = f"{a['verified_on']}, confidence {a['confidence']}" if a["verified_on"] else ""
    pack = f"{law['version']}, horizon {law['horizon']}" + (
        f", as known on {law['known_on']}" if law["known_on"] else ""
    )
    pack += f", without {', '.join(law['without'])}" if law["without"] else ""
    pack += {
        None: "",
        "beyond-horizon": "; the day is beyond it: later changes are unchecked",
        "before-pack": "; the day is before its first",
    }[law["beyond"]]
    rows = [
        ("", [f"{a['name']} ({a['country']}) on {a['as_of']}, for an exporter under {a['regime'].upper()} law"]),
        ("status", [a["status"] + (ends or ""), *a["decisions"]]),
        ("only if", a["conditions"]),
        ("not for", a["not_covered"]),
        ("verdict", [verdict, *a["reasons"]]),
        ("to ask", a["questions"]),
        ("open", [f"not examined: {x}" for x in a["not_examined"]]),
        ("pending", [p for p in a["pending"] if p not in said]),
        ("note", a["notes"]),
        ("link", [a["url"]] if a["url"] else []),
        ("checked", [x for x in (checked, checks.said(a["old_checks"])) if x]),
        ("law pack", [pack]),
    ]
    return "\n".join(
        _lines(label if n == 0 else "", words, width, 10 if label else 0)
        for label, told in rows
        for n, words in enumerate(told)
    )


def history_text(rows: list[dict[str, Any]], width: int | None = None) -> str:
    """A history in words: a line per interval."""
    told = []
    for r in rows:
        limits = [f"only if {c}" for c in r["conditions"]] + [f"not for {c}" for c in r["not_covered"]]
        words = "; ".join([r["citation"], *limits, *([f"annulled on {r['annulled']}"] if r["annulled"] else [])])
        period = f"{r['from']} to {r['until']}" if r["until"] else f"{r['from']} on"
        told.append(_lines(f"{period:<26}{r['status']:<20}", words, width, 46))
    return "\n".join(told)
