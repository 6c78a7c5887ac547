"""From one finding back to what it rests on: the facts in the inventory, the words of the notice, the law."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from datamap.errors import CallError
from datamap.formats import ACCEPTANCES, DECISIONS
from datamap.labels.counting import count
from datamap.model import arguments
from datamap.pipeline import Audit
from datamap.rules import BY_CODE
from datamap.tables import SPEC, Table
from datamap.tables.spec import Column

REVIEW = dt.timedelta(days=90)
"""From the day of a decision to the review that is proposed."""


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
        ``finding`` (as in the findings' JSON), ``facts`` (entry, field, value, name of the entry that an id refers to,
        how, file, line), ``evidence``, ``verdicts`` (country, verdict, reasons, instrument, citation, url), ``rule``
        (title, page, and the finding's basis and articles), ``digest`` and ``acceptance`` (an entry that accepts it,
        with a reason and an owner to be filled in).

    Raises
    ------
    CallError
        If no finding, or more than one, begins so.
    """
    arguments.check_type(audit, Audit, "audit", "an audit, as dm.audit(...) gives it")
    fingerprint = arguments.check_text(fingerprint, "fingerprint").strip().lower()
    frame = audit.findings.frame
    fits = frame.index[frame["fingerprint"].str.startswith(fingerprint)]
    if len(fits) != 1:
        found = "no finding has it" if not len(fits) else f"{count(len(fits), 'findings')} begin with it"
        raise CallError(
            f"fingerprint: '{fingerprint}': {found}. "
            "Expected one of `datamap audit --format json`, 16 characters of 0-9 and a-f"
        )
    at = int(fits[0])
    row = frame.iloc[at]
    rule = BY_CODE[row["rule"]]
    digest = audit.findings.digest(at)
    today = dt.date.today()
    return {
        **audit.stamp(),
        "finding": audit.findings.where(frame["fingerprint"] == row["fingerprint"]).records()[0],
        "facts": _facts(audit, row["table"], int(row["row"])),
        "evidence": audit.findings.evidence(at),
        "verdicts": _verdicts(audit, int(row["row"])) if row["table"] == "recipients" and rule.family == "TR" else [],
        "rule": {
            "code": rule.code,
            "title": rule.title,
            "basis": row["basis"],
            "articles": row["articles"].split("; "),
            "page": rule.page.strip(),
        },
        "digest": digest,
        "acceptance": {
            "fingerprint": row["fingerprint"],
            "facts": digest,
            "reason": "write here why the finding is accepted",
            "owner": "write here who decided",
            "decided": today.isoformat(),
            "review": (today + REVIEW).isoformat(),
        },
    }


def _facts(audit: Audit, table: str, row: int, above: str = "") -> list[dict[str, Any]]:
    """The fields of an entry that state something, and those of the entries below it; ``above`` is its place."""
    tables, spec = audit.written, SPEC[table]
    values, counted = tables[table].iloc[row], audit.tables[table].iloc[row]
    place = above or (f"{table}.{values['id']}" if "id" in spec_columns(table) else table)
    file = str(tables["inventories"]["file"].iat[int(values["controller"])])
    out = []
    for column in spec.columns:
        value = values[column.name]
        name, how = "", str(values["how"]) if "how" in values else "stated"
        if str(value) != str(counted[column.name]):  # what is written is not what counts
            how = "proposed"
        if column.kind == "ref":
            known = value >= 0
            name = str(tables[column.refers]["name"].iat[int(value)]) if known else ""
            value = tables[column.refers]["id"].iat[int(value)] if known else "unknown"
        if column.name in ("id", "how", "why", "notes") or _states_nothing(spec, column, value):
            continue
        out.append(
            {
                "entry": place,
                "field": column.name,
                "value": str(value),
                "name": name,
                "how": how,
                "file": file,
                "line": int(values["line"]),
            }
        )
    for child in SPEC.values():
        if child.parent == table:
            frame = tables[child.name]
            for at in frame.index[frame[child.parent_key] == row]:
                out += _facts(audit, child.name, int(at), f"{place}.{child.field}")
    return out


def _states_nothing(spec: Table, column: Column, value: Any) -> bool:
    """Whether a field is not worth showing: it is empty or unknown, or only marks a list."""
    if column.kind == "said" and (value == "listed" or value == "none" and _empty(spec, column.field)):
        return True
    return value in ("", "unknown") and column.name not in ("country", "safeguards", "sites", "legal_bases")


def _empty(spec: Table, field: str) -> bool:
    """Whether a list is empty where the inventory does not have it: then an empty list states nothing."""
    known = getattr(spec.noun, "model_fields", {}).get(field)
    return known is not None and known.default == ()


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
    lines += ["Facts in the inventory"]
    last = ""
    for fact in told["facts"]:
        place = f"{fact['file']}:{fact['line']}"
        if fact["entry"] + place != last:
            lines.append(f"  {fact['entry']} ({place})")
            last = fact["entry"] + place
        mark = "" if fact["how"] == "stated" else f"  [{fact['how']}]"
        lines.append(f"    {fact['field']}: {fact['name'] or fact['value']}{mark}")
    if told["evidence"]:
        lines += ["", "Evidence"]
        lines += ["  " + _evidence(e) for e in told["evidence"]]
    for v in told["verdicts"]:
        lines += [
            "",
            f"The law on {v['country']}: {v['verdict']} ({v['ground']})" + (", contested" if v["contested"] else ""),
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
        f"To accept it, write this at the end of {_beside(f['file'])} (a new file may hold it alone), "
        "with your reason and owner:",
        *(f"  {'-' if key == 'fingerprint' else ' '} {key}: {value}" for key, value in a.items()),
    ]
    return "\n".join(lines)


def _beside(file: str) -> str:
    """The file of decisions that is read with an inventory: the one that is there, else the one to begin."""
    at = Path(file)
    if at.suffix not in (".yaml", ".yml"):
        return "the file of decisions"
    old = at.with_name(at.stem + ACCEPTANCES)
    return old.name if old.is_file() else at.stem + DECISIONS


def _evidence(e: dict[str, str]) -> str:
    where = " ".join(x for x in (e.get("document", ""), f"section {e['section']}" if e.get("section") else "") if x)
    words = f": “{e['words']}”" if e.get("words") else ""
    how = e.get("how", "stated")
    why = f" ({how}: {e['why']})" if e.get("why") else f" ({how})" if how != "stated" else ""
    return f"{where or 'the inventory'}{words}{why}"
