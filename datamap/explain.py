"""From one finding back to what it rests on: the facts in the inventory, the words of the notice, the law."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from datamap.errors import CallError
from datamap.rules import BY_CODE
from datamap.tables import SPEC

if TYPE_CHECKING:
    from datamap.audit import Audit


def explain(audit: Audit, fingerprint: str) -> dict[str, Any]:
    """Everything behind one finding, as plain data.

    Parameters
    ----------
    audit : Audit
    fingerprint : str
        Or its first characters, where they fit one finding only.

    Returns
    -------
    dict
        ``finding`` (as in the findings' JSON), ``facts`` (entry, field, value, how, file, line), ``evidence``,
        ``verdicts`` (country, verdict, reasons, instrument, citation, url), ``rule`` (title, basis, articles, page),
        ``digest`` and ``acceptance`` (what to write to accept it).

    Raises
    ------
    CallError
        If no finding, or more than one, begins so.
    """
    frame = audit.findings.frame
    fits = frame.index[frame["fingerprint"].str.startswith(fingerprint)] if fingerprint else []
    if len(fits) != 1:
        found = "no finding has it" if not len(fits) else f"{len(fits)} findings begin with it"
        raise CallError(
            f"fingerprint: '{fingerprint}': {found}. Expected one of `datamap audit --format json`, 16 characters of 0-9 and a-f"
        )
    at = int(fits[0])
    row = frame.iloc[at]
    rule = BY_CODE[row["rule"]]
    digest = audit.findings.digest(at)
    return {
        **audit.stamp(),
        "finding": audit.findings.where(frame["fingerprint"] == row["fingerprint"]).records()[0],
        "facts": _facts(audit, row["table"], int(row["row"])),
        "evidence": audit.findings.evidence(at),
        "verdicts": _verdicts(audit, int(row["row"])) if row["table"] == "recipients" and rule.family == "TR" else [],
        "rule": {
            "code": rule.code,
            "title": rule.title,
            "basis": rule.basis,
            "articles": list(rule.articles),
            "page": rule.page.strip(),
        },
        "digest": digest,
        "acceptance": {
            "fingerprint": row["fingerprint"],
            "facts": digest,
            "reason": "",
            "owner": "",
            "decided": dt.date.today().isoformat(),
            "review": "",
        },
    }


def _facts(audit: Audit, table: str, row: int) -> list[dict[str, Any]]:
    """The fields of an entry that say something, and those of the entries below it."""
    tables, spec = audit.tables, SPEC[table]
    values = tables[table].iloc[row]
    entry = f"{table}.{values['id']}" if "id" in spec_columns(table) else table
    file = str(tables["inventories"]["file"].iat[int(values["controller"])])
    out = []
    for column in spec.columns:
        value = values[column.name]
        if column.kind == "ref":
            value = tables[column.refers]["id"].iat[int(value)] if value >= 0 else "unknown"
        if (
            column.kind == "said"
            and value == "listed"
            or value in ("", "unknown")
            and column.name not in ("country", "safeguards", "sites", "legal_bases")
        ):
            continue
        if column.name in ("id", "how", "why", "notes"):
            continue
        out.append(
            {
                "entry": entry,
                "field": column.name,
                "value": str(value),
                "how": str(values["how"]) if "how" in values else "stated",
                "file": file,
                "line": int(values["line"]),
            }
        )
    for child in SPEC.values():
        if child.parent == table:
            frame = tables[child.name]
            for at in frame.index[frame[child.parent_key] == row]:
                out += _facts(audit, child.name, int(at))
    return out


def spec_columns(table: str) -> set[str]:
    """Names of a table's own columns."""
    return {c.name for c in SPEC[table].columns}


def _verdicts(audit: Audit, recipient: int) -> list[dict[str, Any]]:
    f = audit.coverage.frame
    out = []
    for country, judgment in (
        f.loc[f["recipient"] == recipient, ["country", "judgment"]].drop_duplicates().itertuples(index=False)
    ):
        v = audit.coverage.verdicts[judgment]
        out.append(
            {
                "country": str(country),
                "verdict": v.verdict,
                "ground": v.ground,
                "reasons": list(v.reasons),
                "instrument": v.instrument,
                "citation": v.citation,
                "url": v.url,
                "contested": v.contested,
            }
        )
    return out


def text(told: dict[str, Any]) -> str:
    """The explanation in words."""
    f, rule = told["finding"], told["rule"]
    lines = [f"{f['rule']} {f['name']} ({f['severity']}, {rule['basis']}), as of {told['as_of']}", f["message"], ""]
    lines += ["What the inventory says"]
    last = ""
    for fact in told["facts"]:
        place = f"{fact['file']}:{fact['line']}"
        if fact["entry"] + place != last:
            lines.append(f"  {fact['entry']} ({place})")
            last = fact["entry"] + place
        mark = "" if fact["how"] == "stated" else f"  [{fact['how']}]"
        lines.append(f"    {fact['field']}: {fact['value']}{mark}")
    if told["evidence"]:
        lines += ["", "What it rests on"]
        lines += ["  " + _evidence(e) for e in told["evidence"]]
    for v in told["verdicts"]:
        lines += [
            "",
            f"What the law says of {v['country']}: {v['verdict']} ({v['ground']})"
            + (", contested" if v["contested"] else ""),
        ]
        lines += [f"  {r}" for r in v["reasons"]]
        lines += [f"  {v['citation']}" + (f"  {v['url']}" if v["url"] else "")] if v["citation"] else []
    lines += [
        "",
        f"The rule: {rule['title']}",
        f"  {'; '.join(rule['articles'])}",
        f"  datamap rules {rule['code']}",
        "",
        "What to do",
        f"  {f['remedy']}",
    ]
    a = told["acceptance"]
    lines += [
        "",
        "To accept it, add to the acceptances file:",
        f"  - fingerprint: {a['fingerprint']}",
        f"    facts: {a['facts']}",
        "    reason: ",
        "    owner: ",
        f"    decided: {a['decided']}",
        "    review: ",
    ]
    return "\n".join(lines)


def _evidence(e: dict[str, str]) -> str:
    where = " ".join(x for x in (e.get("document", ""), f"section {e['section']}" if e.get("section") else "") if x)
    words = f": “{e['words']}”" if e.get("words") else ""
    why = (
        f" ({e.get('how', 'stated')}: {e['why']})"
        if e.get("why")
        else f" ({e['how']})"
        if e.get("how", "stated") != "stated"
        else ""
    )
    return f"{where or 'the inventory'}{words}{why}"
