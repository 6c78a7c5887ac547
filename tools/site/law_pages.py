"""The law pack as pages: each instrument, each place that a row names, and the ledger of sources."""

from __future__ import annotations

from collections.abc import Iterator

from datamap.labels import countries
from datamap.law import Instrument, Law, Status
from tools.site.words import link, period, table, toctree

KINDS = {
    "adequacy": "Adequacy decisions",
    "dpf": "Data Privacy Framework",
    "privacy-shield": "Privacy Shield",
    "safe-harbour": "Safe Harbour",
    "scc": "Standard contractual clauses",
    "bcr": "Binding corporate rules",
    "derogation": "Derogations",
}
"""Kind -> heading, in this order; a kind without an entry is shown under its own word, at the end."""


def pages(law: Law) -> Iterator[tuple[str, str]]:
    """Name and text of each page."""
    yield "law/index.md", _start(law)
    yield "law/sources.md", _sources(law)
    yield "law/instruments/index.md", _instruments(law)
    for i in law.instruments():
        yield f"law/instruments/{i.id}.md", _instrument(law, i)
    yield "law/countries/index.md", _countries(law)
    for code in places(law):
        yield f"law/countries/{code}.md", _country(law, code)


def places(law: Law) -> list[str]:
    """Every place that a row of the pack names, by its name."""
    found: set[str] = set()
    for r in law.regimes.values():
        found |= {*r.by_place, *r.decisions, *r.same_as, *r.remarks}
    return sorted(found, key=lambda code: (countries.name(code), code))


def _start(law: Law) -> str:
    regimes = [(r.name, r.law, r.starts, r.tia_required_from) for r in law.regimes.values()]
    return "\n".join(
        [
            "# The law pack\n",
            "Dated, cited facts on transfers of personal data. Each row has its source and the day on which it was "
            f"last compared with it. This is edition {law.version}. The newest source is of {law.horizon}: "
            f"{law.horizon_note}.\n",
            "Facts about law are not legal advice.\n",
            *table(("law of", "provisions", "in the pack from", "transfer impact assessment from"), regimes),
            "`datamap law COUNTRY --as-of DAY` answers for one country, one day and one safeguard.",
            *toctree(["instruments/index", "countries/index", "sources"]),
            "",
        ]
    )


def _instruments(law: Law) -> str:
    out = ["# Instruments\n", "Adequacy decisions, transfer tools and derogations: for how long each is valid.\n"]
    for r in law.regimes.values():
        out.append(f"## {r.name}\n")
        kinds = dict.fromkeys([*KINDS, *(i.kind for i in r.instruments)])
        for kind in kinds:
            rows = [
                (f"[{i.short}]({i.id}.md)", period(i.from_, i.until), i.citation)
                for i in r.instruments
                if i.kind == kind
            ]
            if rows:
                out += [f"### {KINDS.get(kind, kind)}\n", *table(("instrument", "valid", "citation"), rows)]
    return "\n".join([*out, *toctree([i.id for i in law.instruments()], hidden=True), ""])


def _instrument(law: Law, i: Instrument) -> str:
    facts = [
        ("identifier", f"`{i.id}`"),
        ("kind", f"`{i.kind}`"),
        ("law of", law.regime(i.regime).name),
        ("citation", link(i.citation, i.url)),
        ("earlier citation", i.citation_before),
        ("valid", period(i.from_, i.until)),
        ("annulled", f"{i.annulled_on}, {i.annulled_by}" if i.annulled_on else ""),
        ("ends by its own terms", i.sunset or ""),
        ("could be signed", period(i.signable_from or i.from_, i.signable_until) if i.signable_until else ""),
        ("kept if", i.kept),
        ("contested", f"from {i.contested_from}: {i.contested_why}" if i.contested_from else ""),
        ("transfer impact assessment", f"required from {law.tia_required_from(i.regime)}" if i.tia else ""),
        ("places", ", ".join(f"[{countries.name(c)}](../countries/{c}.md)" for c in i.places)),
        ("only within one group", "yes" if i.within_group else ""),
        ("only to importers that are not under the GDPR", "yes" if i.importer_not_under_gdpr else ""),
        ("only from exporters in the sector", i.exporter_sector),
        ("needs", i.needs_text),
        ("not for public authorities", f"from {i.not_for_public}" if i.not_for_public else ""),
        ("occasional transfers only", f"from {i.occasional_only}" if i.occasional_only else ""),
        ("amended by", "; ".join(i.amended)),
        ("note", i.note),
        ("checked", f"{i.verified_on}, confidence {i.confidence}"),
    ]
    out = [f"# {i.short}\n", *table(("", ""), [(f"**{k}**", v) for k, v in facts if v])]
    if i.elements:
        rows = [
            (
                "must be met" if e.sort == "condition" else "not included",
                e.text,
                period(e.from_ or i.from_, e.until or i.until),
            )
            for e in i.elements
        ]
        out += ["## Scope\n", *table(("", "what", "applies"), rows)]
    if i.onward:
        out += [
            "## Onward transfers\n",
            *table(("what is required", "applies"), [(o.text, period(o.from_, o.until)) for o in i.onward]),
        ]
    pending = [w for w in law.watching if i.id in w.about]
    if pending:
        out += [
            "## Pending\n",
            *table(
                ("period", "what", "confidence"), [(period(w.since, w.until), w.text, w.confidence) for w in pending]
            ),
        ]
    return "\n".join([*out, *_sourced(law, i.source)]) + "\n"


def _countries(law: Law) -> str:
    columns = ("place", "code", *(r.name for r in law.regimes.values()))
    rows = [
        (f"[{countries.name(c)}]({c}.md)", c, *(law.status(c, law.horizon, r).status for r in law.regimes))
        for c in places(law)
    ]
    return "\n".join(
        [
            "# Countries and organisations\n",
            f"The status on {law.horizon}, the last day that the pack knows, by the law that the exporter is under. A "
            "place that is not in this list has no decision under any of them.\n",
            *table(columns, rows),
            *toctree(places(law), hidden=True),
            "",
        ]
    )


def _country(law: Law, code: str) -> str:
    out = [f"# {countries.name(code)} ({code})\n"]
    sources: dict[str, None] = {}
    for r in law.regimes.values():
        history = law.history(code, r.id)
        out += [f"## Exporters under the law of: {r.name}\n"]
        out += table(("period", "status", "citation", "limits", "checked"), [_interval(s) for s in history])
        remark = law.remark(code, law.horizon, r.id)
        out += [f"{remark[0].upper()}{remark[1:]}.\n"] if remark else []
        sources |= dict.fromkeys(
            key for s in history for key in (*s.source, *(k for i in s.instruments for k in i.source))
        )
    pending = [w for w in law.watching if code in w.about]
    if pending:
        out += [
            "## Pending\n",
            *table(
                ("period", "what", "confidence"), [(period(w.since, w.until), w.text, w.confidence) for w in pending]
            ),
        ]
    return "\n".join([*out, *_sourced(law, tuple(sources))]) + "\n"


def _interval(s: Status) -> tuple[str, ...]:
    instruments = "; ".join(f"[{i.short}](../instruments/{i.id}.md): {i.cited(s.day)}" for i in s.instruments)
    limits = [text for i in s.instruments for text in _limits(i, s)] or s.notes
    annulled = [f"later annulled: {i.annulled_on}, {i.annulled_by}" for i in s.instruments if i.annulled_on]
    checked = f"{s.verified_on}, {s.confidence}" if s.verified_on else ""
    cited = instruments or link(s.citation, s.url)
    return period(s.since or s.day, s.until), s.status, cited, "; ".join([*limits, *annulled]), checked


def _limits(i: Instrument, s: Status) -> Iterator[str]:
    """Each condition and exclusion of a decision in the interval of a status, with its days where it has some."""
    for e in i.elements:
        if (e.from_ and s.until and e.from_ > s.until) or (e.until and e.until < (s.since or s.day)):
            continue
        dated = f" ({period(e.from_, e.until)})" if e.from_ or e.until else ""
        named = f"{i.short}: " if len(s.instruments) > 1 else ""
        yield f"{named}{'only if' if e.sort == 'condition' else 'not for'} {e.text}{dated}"


def _sourced(law: Law, keys: tuple[str, ...]) -> list[str]:
    rows = [f"- {link(law.sources[k]['title'], law.sources[k].get('url', ''))}" for k in keys]
    return ["## Sources\n", *rows, ""] if rows else []


def _sources(law: Law) -> str:
    rows = [(f"`{key}`", link(row["title"], row.get("url", ""))) for key, row in sorted(law.sources.items())]
    return "\n".join(
        ["# Sources\n", "Every document to which a fact of the pack refers.\n", *table(("key", "document"), rows)]
    )
