"""A draft as plain data for programs, and the reading list for people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from datamap.documents.markdown import escape
from datamap.drafting.facts import JOINT, DraftActivity, Fact, ToRead
from datamap.drafting.merge import MERGED, Merged, Organisation
from datamap.drafting.quoted import facts_of
from datamap.labels.counting import count
from datamap.reading.document import Quote

PER_1000 = 5
"""Entries of the reading list for each 1,000 words: what is beyond is put together by table or section."""
FIRST = ("transfer tool", "location", "recipient", "organisation", "legal basis", "retention", "contract", "role")
"""What would change a verdict comes first."""
ANSWER = " **Answer:** "
"""Before the answer to an entry in the reading list."""
TOOLS = {
    "scc": "SCC", "dpf": "DPF", "bcr-c": "BCR", "bcr-p": "BCR", "adequacy": "ADEQUACY",
    "privacy-shield": "PRIVACY_SHIELD", "derogation": "DEROGATION",
}  # fmt: skip


def as_data(merged: Merged) -> dict[str, Any]:
    """Recipients, purposes, categories, transfers without a named recipient, and the reading list."""
    categories: dict[str, None] = {}
    for _, activity in merged.activities:
        categories |= dict.fromkeys(f.value for f in activity.categories if f.value != "none")
    for draft in merged.drafts:
        categories |= dict.fromkeys(f.value for f, _ in draft.categories)
    return {
        "documents": [
            {"path": d.documents[0].path, "kind": d.documents[0].kind, "sha256": d.documents[0].sha256}
            for d in merged.drafts
        ],
        "taught": dict(merged.taught),
        "recipients": [_recipient(o) for o in merged.organisations],
        "purposes": [_purpose(a) for _, a in merged.activities],
        "categories": [{"name": name} for name in categories],
        "activities": [
            {"activity": a.name.value, "countries": _countries(a.places), "safeguards": _tools(a.tools)}
            for _, a in merged.activities
            if a.places or a.tools
        ],
        "reading": [
            {"what": e.what, "about": e.subject, "words": e.quote.words, "why": e.why} for e in reading_list(merged)
        ],
    }


def _recipient(o: Organisation) -> dict[str, Any]:
    places, tools = ([f for _, f in o.facts(what)] for what in ("places", "tools"))
    aliases = [f.value for _, f in o.facts("aliases")] + [u.recipient.name.value for u in o.uses]
    return {
        "name": o.name.value,
        "aliases": [a for a in dict.fromkeys(aliases) if a != o.name.value],
        "countries": _countries(places),
        "safeguards": _tools(tools),
        "sure": o.name.sure,
        "sure_countries": all(f.sure for f in places) and not any(f.value == "unknown" for f in places),
        "sure_safeguards": all(f.sure and f.value != "unknown" for f in tools),
        "kind": o.kind,
        "evidence": _evidence([u.recipient.name for u in o.uses] + places + tools),
    }


def _purpose(a: DraftActivity) -> dict[str, Any]:
    periods = [f for f in a.retention if f.value.startswith("P")]
    known = [f for f in (*a.bases, *a.conditions) if f.value not in ("unknown", "none")]
    return {
        "name": a.name.value,
        "legal_basis": list(dict.fromkeys(f.value.replace("-", ".") for f in known)),
        "retention": periods[0].value if periods else None,
        "retention_all": list(dict.fromkeys(f.value for f in periods)),
        "categories": [f.value for f in a.categories if f.value != "none"],
        "sure_basis": bool(known) and all(f.sure for f in (*a.bases, *a.conditions)),
        "sure_retention": bool(periods) and all(f.sure for f in a.retention),
        "evidence": _evidence([a.name, *a.bases, *a.conditions, *a.retention]),
    }


def _countries(facts: Iterable[Fact]) -> list[str]:
    return list(dict.fromkeys(f.value for f in facts if f.value != "unknown"))


def _tools(facts: Iterable[Fact]) -> list[str]:
    return list(dict.fromkeys(TOOLS[f.value] for f in facts if f.value in TOOLS))


def _evidence(facts: Iterable[Fact]) -> list[dict[str, Any]]:
    quotes = dict.fromkeys(q for f in facts for q in f.quotes if q.words)
    return [{"start": q.start, "end": q.end, "words": q.words, "where": q.where} for q in quotes]


def reading_list(merged: Merged) -> list[ToRead]:
    """The entries in order of what would change a verdict; many of one kind in one table or section are one entry."""
    entries = sorted(merged.reading, key=lambda e: FIRST.index(e.what) if e.what in FIRST else len(FIRST))
    if len(entries) <= PER_1000:
        return entries
    total = sum(len(t.words.split()) for d in merged.drafts for doc in d.documents for t in doc.texts())
    most = max(PER_1000, total * PER_1000 // 1000)
    if len(entries) <= most:
        return entries
    by_kind = _joined(entries, lambda e: (e.group, e.what, e.why))
    if len(by_kind) <= most:
        return by_kind
    return _joined(by_kind, lambda e: (e.group, e.what.partition(" '")[0]))


def _joined(entries: list[ToRead], key: Any) -> list[ToRead]:
    """Entries of one key as one; a question that several documents raise stays alone."""
    groups: dict[Any, list[ToRead]] = {}
    for n, entry in enumerate(entries):
        groups.setdefault(n if entry.group == MERGED else key(entry), []).append(entry)
    out = []
    for found in groups.values():
        first = found[0]
        if len(found) == 1:
            out.append(first)
            continue
        pairs = dict.fromkeys((e.quote.words, e.subject) for e in found if e.quote.words)
        said, about = (JOINT.join(parts) for parts in zip(*pairs, strict=True)) if pairs else ("", "")
        why = "; ".join(dict.fromkeys(e.why for e in found))
        quote = Quote(said, first.quote.where, first.quote.start, first.quote.end)
        about = about if any(e.subject for e in found) else ""
        out.append(ToRead(first.what, quote, f"{why} ({len(found)} places)", first.expected, first.group, about))
    return out


def reading_text(merged: Merged) -> str:
    """The reading list as Markdown."""
    entries = reading_list(merged)
    lines = ["# To read", ""]
    if entries:
        lines += [f"{count(len(entries), 'entries')}, those that would change a verdict first.", ""]
    elif merged.answered:
        lines.append("Every entry has an answer.")
    else:
        lines.append("Every text that a map records was used.")
    lines += [_line(e) for e in entries]
    if merged.answered:
        lines += ["", "# Answered", "", *(f"{_line(e)}{ANSWER}{escape(answer)}" for e, answer in merged.answered)]
    return "\n".join(lines) + "\n"


def entries_text(entries: Iterable[ToRead]) -> str:
    """Entries as a reading list in Markdown, where no document was read."""
    lines = [_line(e) for e in entries]
    return "\n".join(["# To read", "", *(lines or ["No question is open."])]) + "\n"


def _line(entry: ToRead) -> str:
    """An entry as a person reads it, and as the page for decisions reads it again."""
    what, about, said, place, why = (
        escape(text) for text in (entry.what, entry.subject, entry.quote.words, entry.quote.where, entry.why)
    )
    named = f", **{about}**" if about else ""
    quoted = f' "{said}"' if said else ""
    where = f" ({place})" if place else ""
    return f"- **{what}**{named}{quoted}{where}: {why}"


def open_points(merged: Merged) -> int:
    """How many entries a person must look at: the reading list, and the proposals that are not on it."""
    listed = {e.quote for e in merged.reading}
    unsure = {
        (f.value, f.quotes[:1])
        for d in merged.drafts
        for f in facts_of(d)
        if not f.sure and f.value != "unknown" and not any(q in listed for q in f.quotes)
    }
    return len(reading_list(merged)) + len(unsure)
