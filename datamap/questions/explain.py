"""From one finding back to what it is based on: the facts in the inventory, the words of the notice, the law."""

from __future__ import annotations

import datetime as dt
import re
import textwrap
from typing import Any

from datamap.errors import CallError
from datamap.formats.yaml.places import FILL, fill
from datamap.labels.counting import count
from datamap.model import arguments
from datamap.pipeline import Audit
from datamap.questions import cells, lines, pasting
from datamap.rules import BY_CODE
from datamap.tables import SPEC, Table
from datamap.tables.spec import Column

FINGERPRINT = re.compile("[0-9a-f]{1,16}")
REVIEW = dt.timedelta(days=90)
"""From the day of a decision to the review that is proposed."""


def is_fingerprint(text: str) -> bool:
    """Whether a text can be a fingerprint or its first characters; codes and names of rules cannot.

    Examples
    --------
    >>> is_fingerprint("c1fc64"), is_fingerprint("TR001")
    (True, False)
    """
    return bool(FINGERPRINT.fullmatch(text.strip().lower()))


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
        (title, page, and the finding's basis and articles), ``lines`` (what to type to resolve it: entry, file, line,
        yaml, cells of a workbook), ``rows`` (of a workbook that show the entry), ``question`` (what is usual for such
        data), ``no_lines`` (why there is nothing to type), ``known`` (what the facts about vendors suggest),
        ``digest``, and for the ``decisions_file``: ``acceptance`` and ``task``, entries with places to fill in, and
        ``to_accept`` and ``to_do``, the same as lines to add at the end of that file.

    Raises
    ------
    CallError
        If no finding, or more than one, begins so.
    """
    arguments.check_type(audit, Audit, "audit", "an audit, as dm.audit(...) gives it")
    frame, at = audit.findings.frame, _position(audit, fingerprint)
    row = frame.iloc[at]
    rule = BY_CODE[row["rule"]]
    digest = audit.findings.digest(at)
    today = dt.date.today()
    file = pasting.file_of(row["file"])
    decided = {"owner": fill("who decided"), "decided": today.isoformat()}
    accepting = {"fingerprint": row["fingerprint"], "facts": digest, "reason": fill("why the finding is accepted")}
    accepting |= {**decided, "review": (today + REVIEW).isoformat()}
    task = {"fingerprint": row["fingerprint"], **decided, "due": fill("the last day"), "note": fill("how")}
    return {
        **audit.stamp(),
        "finding": audit.findings.where(frame["fingerprint"] == row["fingerprint"]).records()[0],
        "facts": _facts(audit, row["table"], int(row["row"])) + _assessment(audit, row["at_table"], row["at"]),
        "evidence": audit.findings.evidence(at),
        "verdicts": _verdicts(audit, int(row["row"])) if row["table"] == "recipients" and rule.family == "TR" else [],
        "rule": {
            "code": rule.code,
            "title": rule.title,
            "basis": row["basis"],
            "articles": row["articles"].split("; "),
            "page": rule.page.strip(),
        },
        **lines.of_finding(audit, row.to_dict()),
        "rows": _rows(audit, row),
        "digest": digest,
        "decisions_file": file.name if file else "",
        "acceptance": accepting,
        "task": task,
        "to_accept": pasting.lines({"decision": "accept", **accepting}, file),
        "to_do": pasting.lines({"decision": "do", **task}, file),
    }


def _rows(audit: Audit, finding: Any) -> list[str]:
    """The rows of the workbook that show the entry with a finding."""
    found = cells.sheets_of(finding["table"])
    name = str(audit.tables[finding["table"]]["name"].iat[int(finding["row"])]) if found else ""
    return [f"sheet {sheet}, row '{name}'" for sheet in found]


def _position(audit: Audit, fingerprint: str) -> int:
    """The position of the one finding whose fingerprint begins so."""
    fingerprint = arguments.check_text(fingerprint, "fingerprint").strip().lower()
    frame = audit.findings.frame
    fits = frame.index[frame["fingerprint"].str.startswith(fingerprint)]
    if len(fits) != 1:
        found = "no finding has it" if not len(fits) else f"{count(len(fits), 'findings')} begin with it"
        raise CallError(
            f"fingerprint: '{fingerprint}': {found}. "
            "Expected one of `datamap audit --format json`, 16 characters of 0-9 and a-f"
        )
    return int(fits[0])


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


def _assessment(audit: Audit, table: str, row: int) -> list[dict[str, Any]]:
    """The fields of the assessment that a finding is about; nothing where it is about none."""
    return _facts(audit, table, int(row)) if table == "assessments" else []


def _states_nothing(spec: Table, column: Column, value: Any) -> bool:
    """Whether a field is not worth showing: it is empty or unknown, or only marks a list."""
    if column.kind == "said" and (value == "listed" or value == "none" and _empty(spec, column.field)):
        return True
    return value in ("", "unknown") and column.name not in ("country", "safeguards", "sites", "legal_bases")


def _empty(spec: Table, field: str) -> bool:
    """Whether a list is empty where the inventory does not have it: then an empty list states nothing."""
    known = getattr(spec.model, "model_fields", {}).get(field)
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


def text(told: dict[str, Any], width: int = 0) -> str:
    """The explanation in words, folded to a width if one is given; lines to type are left as they are."""
    f, rule = told["finding"], told["rule"]
    said = [f"{f['rule']} {f['name']} ({f['severity']}, {rule['basis']}), as of {told['as_of']}", f["message"], ""]
    said += ["Facts in the inventory"]
    last = ""
    for fact in told["facts"]:
        place = f"{fact['file']}:{fact['line']}" if fact["line"] else fact["file"]
        if fact["entry"] + place != last:
            said.append(f"  {fact['entry']} ({place})")
            last = fact["entry"] + place
        mark = "" if fact["how"] == "stated" else f"  [{fact['how']}]"
        said.append(f"    {fact['field']}: {fact['name'] or fact['value']}{mark}")
    if told["evidence"]:
        said += ["", "Evidence"]
        said += ["  " + _evidence(e) for e in told["evidence"]]
    for v in told["verdicts"]:
        said += [
            "",
            f"The law on {v['country']}: {v['verdict']} ({v['ground']})" + (", contested" if v["contested"] else ""),
        ]
        said += [f"  {r}" for r in v["reasons"]]
        said += [f"  {v['citation']}" + (f"  {v['url']}" if v["url"] else "")] if v["citation"] else []
    said += [
        "",
        f"The rule: {rule['title']}",
        f"  {'; '.join(rule['articles'])}",
        f"  datamap rules {rule['code']}",
        "",
        "What to do",
        f"  {f['remedy']}",
    ]
    if told["known"]:
        said += ["", "What is known about the vendor (it suggests; your own contract decides)"]
        said += [f"  {k['field']}: {k['text']}" for k in told["known"]]
    typed = ["", *_to_type(told, width), "", *_to_decide(told)]
    return "\n".join([*(_folded(line, width) for line in said), *typed])


def _folded(line: str, width: int) -> str:
    """A line of prose within a width; what goes on is indented."""
    if not width or len(line) <= width:
        return line
    indent = " " * (len(line) - len(line.lstrip()))
    return textwrap.fill(
        line.strip(),
        width,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _to_type(told: dict[str, Any], width: int) -> list[str]:
    """The lines or cells that resolve the finding, each with the entry in which they belong."""
    in_book = cells.is_workbook(told["finding"]["file"])
    if not told["lines"]:
        rows = [_folded(f"  In the workbook: {c}", width) for c in told["rows"] if in_book]
        return ["What to type" if rows else "Lines to type", f"  {told['no_lines']}", *rows]
    out = []
    for one in told["lines"]:
        out += [_folded(f"In the workbook: {c}", width) for c in one["cells"]]
        if one["cells"] and cells.is_workbook(one["file"]):
            asked = dict.fromkeys(what.removeprefix("the id of ") for what in FILL.findall(one["text"]))  # names there
            out += [_folded(f"  to fill in: {what}", width) for what in asked]
            continue
        place = f" ({one['file']}:{one['line']})" if one["line"] else f" ({one['file']})"
        braces = one["text"].startswith(", ")
        how = "within its braces, " if braces else ""
        instead = "" if one["new"] else f", {how}in place of the same fields"
        out += [f"Lines to type in {one['entry']}{place}{instead}:", one["text"].rstrip("\n")]
    return out + ([f"  {told['question']}"] if told["question"] else [])


def _to_decide(told: dict[str, Any]) -> list[str]:
    """The lines of a decision, as they can be pasted."""
    file = told["decisions_file"] or "the file of decisions"
    out = [f"To accept it, add this at the end of {file}:", *told["to_accept"]]
    out += ["", f"To decide that it is to be done, add this at the end of {file}:", *told["to_do"]]
    return [*out, "The finding stays open until it is resolved."]


def _evidence(e: dict[str, str]) -> str:
    where = " ".join(x for x in (e.get("document", ""), f"section {e['section']}" if e.get("section") else "") if x)
    words = f": “{e['words']}”" if e.get("words") else ""
    how = e.get("how", "stated")
    why = f" ({how}: {e['why']})" if e.get("why") else f" ({how})" if how != "stated" else ""
    return f"{where or 'the inventory'}{words}{why}"
