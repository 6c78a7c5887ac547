"""The cells that hold several values: texts, names, places, people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from datamap.formats.words import is_none
from datamap.formats.workbook import show
from datamap.formats.workbook.edits import Refused
from datamap.formats.workbook.names import items
from datamap.formats.workbook.reading import Cell, Got, empty, parts, place_of
from datamap.formats.workbook.rows import blank, seen
from datamap.labels import countries
from datamap.labels.values import is_denial, is_postponed, read_places, read_yes_no
from datamap.labels.values.party import may_be_no_party
from datamap.labels.values.text import fold
from datamap.model import shape
from datamap.model.vocabulary import SLUG, UNKNOWN, VAGUE_PLACES, shown


def read_texts(text: str, cell: Cell) -> Got:
    """Several texts."""
    text = seen(text)
    found = empty(text)
    if found is None:
        before = [*map(show.line, cell.entry[cell.key] or ())]
        found = [item for item, _ in items(text, before.__contains__, companies=cell.key == "aliases")]
    return Got({cell.key: found})


def read_lines(text: str, cell: Cell) -> Got:
    """Several texts, one in each line."""
    text = seen(text)
    found = empty(text)
    return Got({cell.key: text.split("\n") if found is None else found})


def read_names(text: str, cell: Cell) -> Got:
    """References to entries of a list; those that stay keep what is recorded beside them."""
    text = seen(text)
    found = empty(text)
    if found is not None and not cell.names.known(show.target_of(cell.column), text):
        return Got({cell.key: found})
    ids, beside = cell.names.refer(show.target_of(cell.column), text, cell.place)
    return Got({cell.key: references(cell.column.field, ids, cell.entry[cell.key] or ())}, beside)


def references(field_: shape.Field, ids: Sequence[str], before: Any) -> Any:
    """Items of a list of references by their ids; those that were there stay as they are."""
    if not ids:
        return UNKNOWN
    if field_.kind != "entry":
        return list(ids)
    known = {show.referred(item): item for item in before}
    key = "category" if field_.entry.__name__ == "UsedCategory" else "recipient"
    return [known.get(i) or {**blank(field_.entry), key: i} for i in ids]


def read_countries(text: str, cell: Cell) -> Got:
    """Several places."""
    text = seen(text)
    found = empty(text)
    if found:
        raise Refused("not a country", "countries, or nothing for all places of the recipient")
    if found is None:
        found = []
        for part in parts(text):
            found += _codes(part)
    return Got({cell.key: list(dict.fromkeys(found)) if found is not UNKNOWN else []})


def _codes(text: str) -> list[str]:
    read = read_places(text)
    if read.values and all(v.sure for v in read.values) and not read.rest:
        return [v.value for v in read.values]
    return [place_of(text)]


_ACTIVITIES = (
    (
        "hosting",
        re.compile(
            r"host|cloud|server|serveur|stor(?:ed|age)|stockage|data ?cent(?:er|re)|rechenzentrum|hebergement"
            r"|gespeichert|speicherung|ulozist|ulozen|datov"
        ),
    ),
    (
        "access",
        re.compile(r"access|support|remote|zugriff|fernwartung|acces|pristup|acceso|accesso|toegang|dostep"),
    ),
    (
        "establishment",
        re.compile(
            r"establish|office|headquarter|seat|\bhq\b|sitz|niederlassung|siege|etablissement|sidlo|provozovn|\bsede\b"
            r"|zetel|siedzib"
        ),
    ),
)
TWO = "one place with two activities", "each on a line: Germany (hosting), Germany (access)"
_RUN_BY = re.compile(r"(?:run|operated) by\s+(.+)", re.IGNORECASE)
_OPERATOR = re.compile(r"operator in\s+(.+)", re.IGNORECASE)
_HEAD = re.compile(r"([^(:]*?)\s*(?:\((.*)\)|:\s*(.*))?\s*")


def read_sites(text: str, cell: Cell) -> Got:
    """Places of a recipient, each with what happens there; one that stays keeps what is recorded beside it.

    A part that is not understood beside others is a place that is not known: the recipient is nowhere less open.
    """
    text = seen(text)
    found = empty(text)
    if found == [] and not is_none(text):  # "not in the EU" denies one place, and leaves open which one it is
        raise Refused("it denies a place, and leaves open which one it is", "the places; or none, or nothing")
    if found is not None and fold(text).flat not in ("unknown", "various"):
        return Got({cell.key: found})
    before = list(cell.entry[cell.key] or ())
    written = [(show.site(item), item) for item in before]
    out: list[dict[str, Any]] = []
    left: list[Refused] = []
    several = parts(text)
    for part in several:
        same = next((item for told, item in written if told == part and item not in out), None)
        try:
            out += [same] if same else _sites(part, [s for s in before if s not in out], cell)
        except Refused as e:
            left.append(e)
            out.append({**blank(cell.column.field.entry), "country": "unknown", "place": part})
    if len(left) == len(several) and left:
        raise left[0]
    if several and not any(told == several[0] for told, _ in written):
        _company_first(out)
    hint = ["a town goes in brackets behind its country"] if left else []
    return Got({cell.key: out or UNKNOWN}, [*(e.why for e in left), *hint])


def _company_first(sites: list[dict[str, Any]]) -> None:
    """The column asks for the country of the company, then for those of hosting: what is written so means that."""
    if len(sites) > 1 and all(site["activity"] == "hosting" for site in sites[1:]):
        first = sites[0]
        if first["activity"] == "unknown" and first["country"] not in (*VAGUE_PLACES, "EU"):
            first["activity"] = "establishment"


def _sites(part: str, before: Sequence[dict[str, Any]], cell: Cell) -> list[dict[str, Any]]:
    """The places of one part of a cell."""
    m = _HEAD.fullmatch(part)
    head, detail = (m[1], m[2] or m[3] or "") if m else (part, "")
    facts, read = _site_facts(detail), read_places(head)
    named = read.values and all(v.sure for v in read.values) and not read.rest
    codes = [(v.value, v.extra.get("part", "")) for v in read.values] if named else [(place_of(head), "")]
    activity = _activity(fold(head).flat)  # "hosted in Germany", "Germany - hosting"
    if activity and facts.setdefault("activity", activity) != activity:
        raise Refused(*TWO)
    out = []
    for code, state in codes:
        kept = next((s for s in before if s["country"] == code and s not in out), None)
        new = {"country": code, "activity": "unknown", "run_by": "unknown", "run_by_country": "unknown", **facts}
        words_ = facts.get("place") or state
        new |= {"place": words_} if words_ else {}
        out.append({**(kept or blank(cell.column.field.entry)), **new})
    return out


def _site_facts(detail: str) -> dict[str, str]:
    """What a bracket behind a place states."""
    facts: dict[str, str] = {}
    for piece in filter(None, (p.strip() for p in re.split(r"[;,]", detail))):
        flat = fold(piece).flat
        if m := _OPERATOR.fullmatch(piece):
            facts["run_by_country"] = place_of(m[1])
        elif m := _RUN_BY.fullmatch(piece):
            name, _, where = m[1].rpartition(" in ")
            code = countries.code_of(where) if name else None
            facts |= {"run_by": name, "run_by_country": code} if code else {"run_by": m[1]}
        elif activity := _activity(flat):
            if facts.setdefault("activity", activity) != activity:
                raise Refused(*TWO)
            if re.sub(rf"\w*(?:{dict(_ACTIVITIES)[activity].pattern})\w*", "", flat).strip():
                facts["place"] = piece  # "data centre Frankfurt" states more than the activity
        elif read_places(piece).values or is_postponed(piece) or is_denial(piece):
            raise Refused(f"{shown(piece)} beside a place can be read in two ways", "each place on a separate line")
        else:
            facts["place"] = ", ".join(filter(None, (facts.get("place"), piece)))
    return facts


def _activity(flat: str) -> str:
    """What words state to happen at a place; empty for nothing.

    Raises
    ------
    Refused
        They state two things.
    """
    found = [a for a, pattern in _ACTIVITIES if pattern.search(flat)]
    if len(found) > 1:
        raise Refused(*TWO)
    return found[0] if found else ""


_EMAIL = re.compile(r"\S+@\S+\.\S+")
_PHONE = re.compile(r"(?:tel\.?|phone)?:?\s*(\+?[\d ()/.-]{6,})", re.IGNORECASE)
_WEBSITE = re.compile(r"(?:https?://|www\.)\S+")


def read_parties(text: str, cell: Cell) -> Got:
    """People or organisations, one in each line: name, e-mail, telephone, website."""
    text = seen(text)
    found = empty(text)
    if found is not None:
        return Got({cell.key: found})
    before = list(cell.entry[cell.key] or ())
    lines = text.split("\n")
    known = {show.party(item): item for item in before}
    named = {item["name"]: item for item in before}
    out: list[dict[str, Any]] = []
    for number, line in enumerate(lines):
        if line in known:
            out.append(known[line])
            continue
        facts = _party(line)
        same = named.get(facts["name"]) or (before[number] if len(before) == len(lines) else None)
        shown_ = {"email": "unknown", "phone": "unknown", "website": "unknown"}
        out.append({**(same or blank(cell.column.field.entry)), **shown_, **facts})
    return Got({cell.key: out})


def _party(line: str) -> dict[str, str]:
    names: list[str] = []
    facts: dict[str, str] = {}
    for item, quoted in items(line, lambda _: False):
        kind, m = "", None
        if not quoted:
            patterns = (("email", _EMAIL), ("website", _WEBSITE), ("phone", _PHONE))
            kind, m = next(((k, m) for k, p in patterns if (m := p.fullmatch(item))), ("", None))
        if kind and m and kind not in facts:
            facts[kind] = m[1].strip() if kind == "phone" else item
        else:
            names.append(item)
    if not names and not facts:
        raise Refused("no name", "name, e-mail, telephone")
    if names and not facts and may_be_no_party(names[0]):
        raise Refused(
            "it may state that there is none, or that it is not known",
            "none; a name, with an e-mail address if it has such words; or nothing if it is not known yet",
        )
    return {"name": names[0] if names else facts.get("email", ""), **facts, **_address(names[1:])}


def _address(more: Sequence[str]) -> dict[str, str]:
    """What is beside a name is the address, where nothing shows that it is something else."""
    return {"address": ", ".join(more)} if more else {}


def read_scope(text: str, cell: Cell) -> Got:
    """Facts that decide whether a decision covers the importer, one in each line: ``pipeda: yes``."""
    text = seen(text)
    found = empty(text)
    if found is not None:
        return Got({cell.key: found})
    before = {item["fact"]: item for item in cell.entry[cell.key] or ()}
    out = []
    for line in parts(text):
        fact, colon, answer = (p.strip() for p in line.partition(":"))
        value = read_yes_no(answer).only
        if not SLUG.fullmatch(fact) or not colon or not value:
            raise Refused(
                f"{shown(line)} is not a fact with an answer", "a fact as a finding names it, such as pipeda: yes"
            )
        out.append({**(before.get(fact) or blank(cell.column.field.entry)), "fact": fact, "value": value})
    return Got({cell.key: out})
