"""A cell that people edited -> the value of the model: words, days, places, names.

What is understood is accepted, and the interpretation is shown. What can be read in two ways, or not at all, is refused
with the choices: it is never guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from datamap.formats import problems
from datamap.formats.workbook import show
from datamap.formats.workbook.edits import Refused
from datamap.formats.workbook.layout import Column
from datamap.formats.workbook.names import Registry, items
from datamap.formats.workbook.rows import blank, seen
from datamap.labels import countries, words
from datamap.labels.values import (
    is_blank,
    is_denial,
    is_postponed,
    read_dpia,
    read_places,
    read_roles,
    read_special,
    read_tools,
    read_yes_no,
)
from datamap.labels.values.text import Reading, fold
from datamap.model import shape
from datamap.model.arguments import guess_date
from datamap.model.vocabulary import UNKNOWN, shown

WORDS: dict[str, Callable[[str], Reading]] = {"role": read_roles, "special": read_special, "dpia": read_dpia}
"""Field -> the reader of its words; of yes and no it is :func:`read_yes_no`."""
PLAIN_WORDS = {
    "module": {"c2c": "1", "c2p": "2", "p2p": "3", "p2c": "4", **{f"module {n}": str(n) for n in range(1, 5)}},
    "regime": {"gdpr": "eu", "uk gdpr": "uk", "fadp": "ch", "united kingdom": "uk", "switzerland": "ch"},
    "tia": {"done, positive": "positive", "done, negative": "negative", "missing": "none", "not done": "none"},
    "told": {"told": "yes", "not told": "no"},
}
_CONTRACT = re.compile(r"\b(?:art(?:icle)?\.? ?28|dpa|avv|contract|agreement|adv)\b")


@dataclass
class Got:
    """What a cell means.

    Attributes
    ----------
    values : dict
        Field -> value.
    left : list of str
        What was understood beside it, or not at all, and is not in the values.
    meaning : str
        The interpretation, where the values alone do not show it.
    more : list of dict
        Further values of a cell whose row is one of them: the other transfer tools.
    """

    values: dict[str, Any]
    left: list[str] = field(default_factory=list)
    meaning: str = ""
    more: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Cell:
    """What a reader may need beside the text.

    Attributes
    ----------
    column : Column
    entry : mapping
        The entry as it is now.
    names : Registry
    place : str
    """

    column: Column
    entry: Mapping[str, Any]
    names: Registry
    place: str

    @property
    def key(self) -> str:
        """The first field that the cell shows."""
        return self.column.fields[0]


def nothing(column: Column) -> Any:
    """The value of a blank cell."""
    default = column.field.default
    if column.kind == "word" and "unknown" in column.field.words:
        return "unknown"
    return [] if default == () else default


def parts(text: str) -> list[str]:
    """The values of a cell as they are written."""
    return [item for item, _ in items(seen(text), lambda _: False)]


def rest_of(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The words of a text that a reader did not use."""
    return " ".join(text[a:b] for a, b in spans).strip(" ,;:.()-") if spans else ""


def inside(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The words of a text from the first to the last that a reader did not use."""
    return text[min(a for a, _ in spans) : max(b for _, b in spans)].strip(" ,;:()-–") if spans else ""


# --- single values -------------------------------------------------------------------------------------------------


def read_text(text: str, cell: Cell) -> Got:
    """A text as it is; a word for unknown where the field can be unknown."""
    default = cell.column.field.default
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if plain == '""':
        return Got({cell.key: ""})
    if default == "unknown" and is_blank(plain):
        return Got({cell.key: "unknown"}, meaning="unknown")
    return Got({cell.key: plain})


def word_of(text: str, field_: shape.Field) -> tuple[str, str]:
    """A word of a vocabulary, and what is left of the text.

    Raises
    ------
    Refused
    """
    plain = _fold(text)
    known: dict[str, str] = {}
    for word in field_.words:
        if word:
            known |= dict.fromkeys(map(_fold, (word, word.replace("-", " "), show.spoken(field_.key, word))), word)
            entry = words(show.GROUPS.get(field_.key, "")).get(word)
            known |= {_fold(t): word for t in entry.values()} if isinstance(entry, Mapping) else {}
    known |= {k: v for k, v in PLAIN_WORDS.get(field_.key, {}).items() if v in field_.words}
    if plain in known:
        return known[plain], ""
    if "unknown" in field_.words and is_blank(text):
        return "unknown", ""
    answers = {"yes", "no"} <= set(field_.words)
    reader = WORDS.get(field_.key) or (read_yes_no if answers else None)
    expected = _choices(field_, text)
    if reader is None:
        if "none" in field_.words and is_denial(text):
            return "none", ""
        raise Refused("not one of the words of this column", expected)
    found = reader(text)
    values = {v.value for v in found.values}
    if field_.key == "special" and found.denied:
        return "none", ""
    if field_.key == "special" and len(values) > 1 and all(v.sure for v in found.values):
        return "several", rest_of(text, found.rest)
    if len(values) != 1 or not found.values[0].sure or not values <= set(field_.words) - {"unknown"}:
        why = next((v.why for v in found.values if v.why), "")
        raise Refused(why or "not one of the words of this column", expected)
    return found.values[0].value, rest_of(text, found.rest)


def _fold(text: str) -> str:
    return " ".join(fold(text).flat.split()).strip(" .")


def _choices(field_: shape.Field, text: str) -> str:
    offered = ", ".join(show.spoken(field_.key, w) for w in field_.words if w not in ("", "unknown"))
    near = problems.near(text, field_.words)
    return problems.with_hint(f"one of: {offered}, or nothing", show.spoken(field_.key, near) if near else "")


def read_word(text: str, cell: Cell) -> Got:
    """A word of a vocabulary."""
    value, left = word_of(seen(text), cell.column.field)
    return Got({cell.key: value}, [left] if left else [])


def read_dpa(text: str, cell: Cell) -> Got:
    """Whether there is a contract under Art. 28; the name of such a contract is a yes."""
    text = seen(text)
    try:
        value, left = word_of(text, cell.column.field)
    except Refused:
        if not _CONTRACT.search(_fold(text)) or is_postponed(text) or is_denial(text) or read_yes_no(text).values:
            raise
        value, left = "yes", ""
    return Got({cell.key: value}, [left] if left and not _CONTRACT.fullmatch(_fold(left)) else [])


def day_of(text: str) -> str:
    """A day as YYYY-MM-DD.

    Raises
    ------
    Refused
        Day and month could be read in two ways, or it is no day.
    """
    guess = guess_date(text)
    if not guess:
        both = re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}", text)
        why = "day and month can be read in two ways" if both else "not a day"
        raise Refused(why, "a day such as 2026-09-30")
    return guess


def read_day(text: str, cell: Cell) -> Got:
    """A day, or the words none and unknown where the field has them."""
    text = seen(text)
    if cell.column.kind == "day" and is_denial(text):
        return Got({cell.key: "none"})
    if is_blank(text):
        return Got({cell.key: "unknown" if cell.column.kind == "day" else None}, meaning="unknown")
    return Got({cell.key: dt.date.fromisoformat(day_of(text))})


def place_of(text: str) -> str:
    """The code of one place.

    Raises
    ------
    Refused
    """
    code = countries.code_of(text)
    if code:
        return code
    found = read_places(text)
    if found.only:
        return found.only
    raise Refused(_no_place(text, found), _place_expected(text))


def _no_place(text: str, found: Reading) -> str:
    why = next((v.why for v in found.values if v.why), "")
    return why or countries.read(text).note or f"{shown(text)} is not one country"


def _place_expected(text: str) -> str:
    near = countries.meant(text)
    return problems.with_hint(
        "the name of a country, EU, worldwide or unknown", near.partition("'")[2].partition("'")[0]
    )


def read_place(text: str, cell: Cell) -> Got:
    """One place."""
    return Got({cell.key: place_of(seen(text))})


# --- lists ---------------------------------------------------------------------------------------------------------


def empty(text: str) -> Any:
    """The list of a cell that states there is none, or that nothing is known; None for another text."""
    plain = _fold(text)
    if plain == "none" or is_denial(text):
        return []
    return UNKNOWN if plain == "unknown" or is_blank(text) else None


def read_texts(text: str, cell: Cell) -> Got:
    """Several texts."""
    text = seen(text)
    found = empty(text)
    if found is None:
        before = [*map(show.line, cell.entry[cell.key] or ())]
        found = [item for item, _ in items(text, before.__contains__)]
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
    if field_.kind != "noun":
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
    ("hosting", re.compile(r"host|server|stor(?:ed|age)|data ?cent(?:er|re)|rechenzentrum|hebergement")),
    ("access", re.compile(r"access|support|remote|zugriff|acces")),
    ("establishment", re.compile(r"establish|office|headquarter|seat|\bhq\b|sitz|siege|sidlo")),
)
_RUN_BY = re.compile(r"(?:run|operated) by\s+(.+)", re.IGNORECASE)
_OPERATOR = re.compile(r"operator in\s+(.+)", re.IGNORECASE)
_HEAD = re.compile(r"([^(:]*?)\s*(?:\((.*)\)|:\s*(.*))?\s*")


def read_sites(text: str, cell: Cell) -> Got:
    """Places of a recipient, each with what happens there; one that stays keeps what is recorded beside it."""
    text = seen(text)
    found = empty(text)
    if found is not None and fold(text).flat not in ("unknown", "various"):
        return Got({cell.key: found})
    before = list(cell.entry[cell.key] or ())
    written = [(show.site(item), item) for item in before]
    out: list[dict[str, Any]] = []
    for part in parts(text):
        same = next((item for told, item in written if told == part and item not in out), None)
        out += [same] if same else _sites(part, [s for s in before if s not in out], cell)
    return Got({cell.key: out or UNKNOWN})


def _sites(part: str, before: Sequence[dict[str, Any]], cell: Cell) -> list[dict[str, Any]]:
    """The places of one part of a cell."""
    m = _HEAD.fullmatch(part)
    head, detail = (m[1], m[2] or m[3] or "") if m else (part, "")
    facts = _site_facts(detail)
    read = read_places(head)
    named = read.values and all(v.sure for v in read.values) and not read.rest
    codes = [(v.value, v.extra.get("part", "")) for v in read.values] if named else [(place_of(head), "")]
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
        elif activity := next((a for a, pattern in _ACTIVITIES if pattern.search(flat)), ""):
            if facts.get("activity", activity) != activity:
                raise Refused("one place with two activities", "each on a line: Germany (hosting), Germany (access)")
            facts["activity"] = activity
        elif read_places(piece).values or is_postponed(piece) or is_denial(piece):
            raise Refused(f"{shown(piece)} beside a place can be read in two ways", "each place on a line of its own")
        else:
            facts["place"] = ", ".join(filter(None, (facts.get("place"), piece)))
    return facts


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
    return {"name": names[0] if names else facts.get("email", ""), **facts, **_address(names[1:])}


def _address(more: Sequence[str]) -> dict[str, str]:
    """What stands beside a name is the address, where nothing shows that it is something else."""
    return {"address": ", ".join(more)} if more else {}


# --- the sheets of transfers and of the notice ---------------------------------------------------------------------


def read_tool(text: str, cell: Cell) -> Got:
    """One transfer tool, or several; ``none``: it is recorded that there is none."""
    text = seen(text)
    if _fold(text) == "none" or is_denial(text):
        return Got({"kind": "none"})
    for (kind, version), told in _told().items():
        if _fold(told) == _fold(text):
            return Got({"kind": kind, "version": version})
    found = read_tools(text)
    if not found.values:
        raise Refused("no transfer tool", "one of: DPF, SCCs, adequacy, BCR, derogation 49-1-a ..., none")
    for v in found.values:
        if not v.sure or v.value == "unknown":
            raise Refused(v.why or "no transfer tool that is in place", "a tool that is in place, or nothing")
    out = [
        {"kind": v.value, **{k: v.extra[k] for k in ("version", "module", "signed") if k in v.extra}}
        for v in found.values
    ]
    for values in out:
        values.setdefault("version", "unknown")
        if values.get("signed", "none") not in ("none", "unknown"):
            values["signed"] = dt.date.fromisoformat(values["signed"])
    left = rest_of(text, found.rest)
    return Got(out[0], [left] if left else [], more=out[1:])


def _told() -> dict[tuple[str, str], str]:
    kinds, versions = shape.of(_safeguard())["kind"].words, shape.of(_safeguard())["version"].words
    return {(k, v): show.tool(k, v) for k in kinds if k != "unknown" for v in versions}


def _safeguard() -> Any:
    from datamap.model import Safeguard

    return Safeguard


def read_letter(text: str, cell: Cell) -> Got:
    """Whether the notice contains an information."""
    field_ = shape.of(cell.column.field.entry)["told"]
    plain = _fold(text)
    if is_blank(text):
        told = "unknown"
    elif plain in field_.words or plain == "not told":
        told = plain.replace(" ", "-")
    else:
        told = {"yes": "told", "no": "not-told"}.get(read_yes_no(seen(text)).only, "")
    if not told:
        raise Refused("neither yes nor no", "yes, no, or nothing")
    before = list(cell.entry["informs"] or ())
    new = {**blank(cell.column.field.entry), "letter": cell.column.item, "told": told}
    out = [{**i, "told": told} if i["letter"] == cell.column.item else i for i in before]
    out += [new] if not any(i["letter"] == cell.column.item for i in before) else []
    return Got({"informs": out}, meaning=told.replace("-", " "))


def read_right(text: str, cell: Cell) -> Got:
    """How a right is exercised; ``yes``: the notice describes it; blank or ``no``: it does not."""
    text = seen(text)
    before = [r for r in cell.entry["rights"] or () if r["right"] != cell.column.item]
    if not text or _fold(text) == "no" or is_blank(text) or is_denial(text):
        return Got({"rights": before or UNKNOWN}, meaning="not described")
    same = next((r for r in cell.entry["rights"] or () if r["right"] == cell.column.item), None)
    contact = "unknown" if _fold(text) == "yes" else text
    new = {**(same or {**blank(cell.column.field.entry), "right": cell.column.item}), "contact": contact}
    order = cell.column.field.entry.model_fields["right"].annotation.__args__
    return Got({"rights": sorted([*before, new], key=lambda r: order.index(r["right"]))})
