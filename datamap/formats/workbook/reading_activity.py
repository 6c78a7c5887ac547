"""The cells of an activity that hold law: legal bases, conditions for special data, time limits, sources."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from datamap.formats.workbook import show
from datamap.formats.workbook.edits import Refused
from datamap.formats.workbook.names import items
from datamap.formats.workbook.reading import Cell, Got, denied, inside, parts, rest_of
from datamap.formats.workbook.rows import blank, seen
from datamap.labels.values import is_blank, is_open, read_bases, read_conditions, read_periods, read_sources
from datamap.model.vocabulary import UNKNOWN, shown

BASES = "contract, consent, legal obligation (law), vital interests, public task (law), legitimate interest (interest)"

_BRACKETS = re.compile(r"\([^()]*\)")


def bases(text: str, cell: Cell) -> Got:
    """Legal bases, each with what is in brackets behind it, and with conditions for special data."""
    text = seen(text)
    if denied(text):
        return Got({cell.key: []})
    before = list(cell.entry[cell.key] or ())
    written = {show.basis(item): item for item in before}
    out: list[dict[str, Any]] = []
    whole = read_bases(text)
    several = len(whole.values) > 1 and not whole.rest  # "Art. 6(1)(b), (c)": no part is a basis alone
    for part in (text,) if several else parts(text):
        if part in written:
            out.append(written[part])
            continue
        for new in _bases(part, out, cell):
            same = next((b for b in before if b["basis"] == new["basis"] and b not in out), None)
            out.append({**(same or blank(cell.column.field.entry)), **new})
    told = "; ".join(filter(None, (_cited(b) for b in out)))
    return Got({cell.key: out or UNKNOWN}, meaning=told)


def _cited(item: Mapping[str, Any]) -> str:
    told = show.word("basis", item["basis"])
    detail = item[show.DETAILS.get(item["basis"], "when")]
    told = f"{told} ({detail})" if detail not in ("unknown", "") else told
    told += f" {item['when']}" if item["basis"] in show.DETAILS and item["when"] else ""
    conditions = " and ".join(show.word("condition", c) for c in item["conditions"] or ())
    return f"{told} with {conditions}" if conditions else told


def _bases(part: str, out: list[dict[str, Any]], cell: Cell) -> list[dict[str, Any]]:
    """The bases of one part of a cell; conditions alone belong to the basis before them."""
    if is_blank(part):
        return []
    found, conditions = read_bases(part), read_conditions(part)
    doubt = next((v.why for v in found.values if not v.sure), "")
    if doubt or not found.values and not conditions.values:
        raise Refused(doubt or f"{shown(part)} is not a legal basis", f"one of: {BASES}")
    if read_periods(_BRACKETS.sub(" ", part)).values:
        raise Refused(f"{shown(part)} reads as a time of storage", f"one of: {BASES}")
    cited = [v.value for v in conditions.values if v.sure and "9" in part or v.value == "10"]
    if not found.values:
        if not out:
            raise Refused("a condition for special data, and no legal basis", f"first one of: {BASES}")
        out[-1] = {**out[-1], "conditions": [*(out[-1]["conditions"] or ()), *(v.value for v in conditions.values)]}
        return []
    used = [(v.start, v.end) for v in conditions.values] if cited else []
    rest = [(a, b) for a, b in found.rest if not any(a < y and x < b for x, y in used)]
    if rest and len(found.values) > 1:
        raise Refused("several legal bases with a remark", "each legal basis on a separate line")
    new: dict[str, Any] = {"basis": found.values[0].value}
    new |= {"conditions": cited} if cited else {}
    new |= _detail(part, found.values[0].end, rest, show.DETAILS.get(new["basis"], "when"))
    return [new, *({"basis": v.value} for v in found.values[1:])]


def _detail(part: str, behind: int, rest: list[tuple[int, int]], key: str) -> dict[str, str]:
    """What a part states beside its legal basis: in the bracket behind it, and the case in which it applies."""
    end = _bracket(part, behind)
    within = [(a, b) for a, b in rest if behind <= a < end]
    case = part[end:].strip(" ,;:-–") if within and any(a >= end for a, _ in rest) else ""
    if not case:
        return {key: detail} if (detail := inside(part, rest)) else {}
    detail = part[behind:end].strip()[1:-1].strip()
    if any(a < behind for a, _ in rest):
        raise Refused("words before and behind the legal basis", f"one of: {BASES}")
    return {"when": f"{detail}; {case}"} if key == "when" else {key: detail, "when": case}


def _bracket(text: str, start: int) -> int:
    """The place behind the bracket that opens at ``start`` or behind blanks; ``start`` where none does."""
    at = start + len(text[start:]) - len(text[start:].lstrip())
    if text[at : at + 1] != "(":
        return start
    depth = 0
    for i in range(at, len(text)):
        depth += {"(": 1, ")": -1}.get(text[i], 0)
        if not depth:
            return i + 1
    return start


def conditions(text: str, cell: Cell) -> Got:
    """Conditions for special data; they belong to a legal basis."""
    text = seen(text)
    before = list(cell.entry[cell.key] or ())
    if not text or is_blank(text) or denied(text):
        value: Any = [] if denied(text) and not is_blank(text) else UNKNOWN
        return Got({cell.key: [{**b, "conditions": value} for b in before] or cell.entry[cell.key]})
    found = read_conditions(text)
    doubt = next((v.why for v in found.values if not v.sure), "")
    if doubt or not found.values:
        raise Refused(
            doubt or f"{shown(text)} is not a condition of Art. 9(2)",
            "such as: health care, explicit consent, Art. 9(2)(b)",
        )
    values = list(dict.fromkeys(v.value for v in found.values))
    told = "; ".join(show.word("condition", v) for v in values)
    have = [b for b in before if b["conditions"]]
    bound = have if len(have) == 1 else before
    if len(bound) > 1:
        raise Refused(
            "several legal bases: it is not clear which one it belongs to",
            "the condition behind its legal basis: contract + Art. 9(2)(h)",
        )
    detail = inside(text, found.rest) if len(values) == 1 else rest_of(text, found.rest)
    if not bound:
        new = {**blank(cell.column.field.entry), "basis": "unknown", "conditions": values}
        return Got({cell.key: [{**new, "law": detail or "unknown"}]}, [], told)
    law = bound[0]["law"] in ("unknown", "") or show.DETAILS.get(bound[0]["basis"]) != "law"
    more = {"law": detail} if detail and law else _noted(bound[0], detail)
    out = [{**b, "conditions": values, **more} if b is bound[0] else b for b in before]
    return Got({cell.key: out}, meaning=f"{told} ({detail})" if detail else told)


def _noted(basis: Mapping[str, Any], detail: str) -> dict[str, Any]:
    """The law of a condition whose legal basis cites another law: a note, because a basis has one place for a law."""
    noted = "" if basis["notes"] in ("unknown", None) else str(basis["notes"])
    return {"notes": "; ".join(filter(None, (noted, detail)))} if detail and detail not in noted else {}


def withdrawal(text: str, cell: Cell) -> Got:
    """How consent is withdrawn; it belongs to the legal basis consent."""
    value = "unknown" if is_blank(seen(text)) else seen(text)
    before = list(cell.entry[cell.key] or ())
    bound = [b for b in before if b["basis"] == "6-1-a"] if value != "unknown" else before
    if not bound and value != "unknown":
        raise Refused("the legal basis of the activity is not consent", "consent in the column Legal basis, or nothing")
    out = [{**b, "withdrawal": value} if b in bound else b for b in before]
    return Got({cell.key: out if before else cell.entry[cell.key]})


PERIODS = "a period such as 5 years after end of contract, or a criterion such as until consent is withdrawn"


def retention(text: str, cell: Cell) -> Got:
    """Time limits: a period with its start and law, for some of the data where they are named; or a criterion."""
    text = seen(text)
    if is_blank(text):
        return Got({cell.key: UNKNOWN}, meaning="unknown")
    if denied(text):
        raise Refused(
            "it is not clear whether there is no limit or nothing is kept", f"unlimited, 0 days, or {PERIODS}"
        )
    names = show.Names(cell.names.data)
    written = {show.retention(item, names): item for item in cell.entry[cell.key] or ()}
    out: list[dict[str, Any]] = []
    left: list[str] = []
    lines = text.split("\n")
    if len(lines) == 1 and text not in written and len(read_periods(text).values) > 1:
        lines = [p.strip() for p in re.split(r";", text) if p.strip()]
    for line in lines:
        if line in written:
            out.append(written[line])
            continue
        new, unknown = _limit(line, cell)
        out.append(new)
        if unknown:  # the period does not hold for this part: its own stays unknown
            out.append(blank(cell.column.field.entry))
            left += unknown
    return Got({cell.key: out}, left, "; ".join(_told(item, names) for item in out))


def _told(item: Mapping[str, Any], names: show.Names) -> str:
    noted = "" if item["notes"] in ("unknown", None) else item["notes"]
    return show.retention(item, names) + (f" (as a note: {noted})" if noted else "")


def _headed(line: str, cell: Cell) -> tuple[list[str], str]:
    """The data that a line is about, where the words before a colon are their names, and the line behind it."""
    for colon in (i for i, sign in enumerate(line) if sign == ":"):
        heads = [name for name, _ in items(line[:colon].strip(), lambda t: cell.names.known("categories", t))]
        if heads and all(cell.names.known("categories", name) for name in heads):
            return [cell.names.find("categories", name) for name in heads], line[colon + 1 :].strip()
    return [], line


def _limit(line: str, cell: Cell) -> tuple[dict[str, Any], list[str]]:
    """The time limit of a line, and the parts of the line that state that something else is not known."""
    if is_blank(line):
        return blank(cell.column.field.entry), []
    categories, line = _headed(line, cell)
    found = read_periods(line)
    if len(found.values) != 1 or not found.values[0].sure:
        why = next((v.why for v in found.values if v.why), f"{shown(line)} is not a period")
        several = len(found.values) > 1
        raise Refused(why, "each period on a line: invoices: 10 years" if several else PERIODS)
    value = found.values[0]
    new: dict[str, Any] = {"period": value.value, "categories": categories}
    new |= {k: value.extra[k] for k in ("starts", "law", "criterion") if k in value.extra}
    rest = [(a, b) for a, b in found.rest if line[a:b].strip(" ,;.()")]
    unknown = [(a, b) for a, b in _clauses(line) if not a <= value.start < b and is_open(line[a:b])]
    rest = [(a, b) for a, b in rest if not any(x <= a < y for x, y in unknown)]
    colon = line.find(":", 0, value.start)
    begin = max((b for _, b in unknown if b <= colon), default=0)
    label = line[begin:colon].strip(" ,;") if any(b <= colon for _, b in rest) else ""
    if label and "criterion" not in new:  # "payroll sheets: 30 years": what the period is for
        new["criterion"], rest = label, [(a, b) for a, b in rest if b > colon]
    detail = "; ".join(filter(None, (inside(line, run) for run in _runs(rest, unknown))))
    if detail and "law" not in new and re.search(rf"\({re.escape(detail)}\)", line):
        new["law"], detail = detail, ""
    noted = "; ".join(filter(None, (value.extra.get("remark"), detail)))
    made = {**blank(cell.column.field.entry), **new, **({"notes": noted} if noted else {})}
    return made, [line[a:b].strip(" .") for a, b in unknown]


def _clauses(line: str) -> list[tuple[int, int]]:
    """The parts of a line between commas, semicolons and brackets."""
    return [m.span() for m in re.finditer(r"[^,;()]+", line)]


def _runs(spans: list[tuple[int, int]], between: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Places of words in the groups that no part of ``between`` separates."""
    groups: dict[int, list[tuple[int, int]]] = {}
    for a, b in spans:
        groups.setdefault(sum(x < a for x, _ in between), []).append((a, b))
    return list(groups.values())


_ARTICLE = re.compile(r"(?:from |directly from |von |de )?(?:the|our|die|den|unseren|les|nos) ", re.IGNORECASE)


def sources(text: str, cell: Cell) -> Got:
    """Sources of data, each with its name in brackets."""
    text = seen(text)
    if is_blank(text):
        return Got({cell.key: UNKNOWN}, meaning="unknown")
    if denied(text):
        return Got({cell.key: []})
    before = list(cell.entry[cell.key] or ())
    written = {show.source(item): item for item in before}
    out: list[dict[str, Any]] = []
    for part in parts(text):
        if part in written:
            out.append(written[part])
            continue
        if cell.names.known("subjects", _ARTICLE.sub("", part).removesuffix(" themselves")):
            part = "the data subject"  # patients as the source of data on patients
        found = read_sources(part)
        if len({v.value for v in found.values}) != 1 or not found.values[0].sure:
            why = next((v.why for v in found.values if v.why), f"{shown(part)} does not show what kind of source it is")
            raise Refused(why, "the data subject, a third party (name), a public source (name), own records")
        kind, name = found.values[0].value, inside(part, found.rest)
        same = next((s for s in before if s["kind"] == kind and s not in out), None)
        out.append({**(same or blank(cell.column.field.entry)), "kind": kind, **({"name": name} if name else {})})
    return Got({cell.key: out})
