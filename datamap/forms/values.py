"""An answer in words -> the value of a fact. What is not wholly understood is not a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from datamap.forms.table import Row
from datamap.forms.words import choice_of, phrases
from datamap.labels import values as read
from datamap.model import Inventory

SEPARATORS = re.compile(r"[\n\r;]+")
_NAME = re.compile(r"[^\W\d_][\w&.'-]*")


@dataclass(frozen=True)
class Understood:
    """What an answer means.

    Attributes
    ----------
    value : object
        In the words of the model; None where the answer was not understood.
    shown : str
        The value for a person.
    why : str
        Why it was not understood.
    new : tuple of str
        Names of recipients that the map does not have.
    """

    value: Any = None
    shown: str = ""
    why: str = ""
    new: tuple[str, ...] = ()


NOT = "not understood"
LONGEST_NAME = 60


@dataclass(frozen=True)
class _Context:
    inventory: Inventory
    row: Row
    own: str = field(default="")


def person_asked(answer: str) -> str | None:
    """The person that an answer names instead of answering; empty: it only states that the answer is not known.

    Examples
    --------
    >>> person_asked("don't know, ask Petra from IT"), person_asked("ask IT"), person_asked("No idea")
    ('Petra from IT', 'IT', '')
    >>> person_asked("3 years") is None
    True
    """
    known, asked = _patterns()
    found = asked.fullmatch(answer.strip())
    if found:
        return found[1].strip(" .!")
    return "" if known.fullmatch(answer.strip()) else None


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Answers that state that the answer is not known, and those that name a person to ask."""
    unknown, ask = ("|".join(map(_pattern, phrases(key))) for key in ("unknown", "ask"))
    gap = r"[\s,.;:!\u2013-]"
    flags = re.IGNORECASE | re.DOTALL
    return re.compile(rf"(?:{unknown})\W*", flags), re.compile(rf"(?:(?:{unknown}){gap}*)?(?:{ask})\s+(.+)", flags)


def _pattern(phrase: str) -> str:
    return re.escape(phrase).replace("'", "['\u2019]?").replace(r"\ ", r"[\s,]+")


def understand(answer: str, row: Row, inventory: Inventory, id_: str) -> Understood:
    """What an answer to a question means."""
    chosen = choice_of(row.words, row.choices, answer) if row.choices else ""
    return _READERS[row.reads](chosen or answer.strip(), _Context(inventory, row, id_))


def _sure(reading: read.Reading) -> str:
    """Why a reading is not a value; empty where all of the text is understood."""
    doubted = next((v.why or "it can be read in several ways" for v in reading.values if not v.sure), "")
    if doubted:
        return doubted
    return "a part of the answer was not understood" if reading.rest else "" if reading.values else NOT


def _text(answer: str, _: _Context) -> Understood:
    if read.is_blank(answer) or read.is_denial(answer):
        return Understood(why="it is not a name")
    return Understood(" ".join(answer.split()), answer)


def _texts(answer: str, _: _Context) -> Understood:
    if read.is_denial(answer):
        return Understood([], "none")
    found = [" ".join(p.split()) for p in re.split(r"[\n\r;,]+", answer) if p.strip()]
    return Understood(found, ", ".join(found))


def _answer(answer: str, c: _Context) -> Understood:
    found = (read.read_contract if c.row.field == "dpa" else read.read_yes_no)(answer)
    why = _sure(found)
    return Understood(why=why) if why else Understood(found.values[0].value, found.values[0].value)


def _choice(answer: str, c: _Context) -> Understood:
    plain = re.sub(r"[\s_]+", "-", read.fold(answer).flat.strip())
    if plain in c.row.choices:
        return Understood(plain, plain)
    reader: Callable[[str], read.Reading] = {"special": read.read_special, "dpia": read.read_dpia}.get(
        c.row.field, read.read_roles
    )
    found = reader(answer)
    if found.denied and "none" in c.row.choices:
        return Understood("none", "none")
    value = found.only
    return Understood(value, value) if value in c.row.choices else Understood(why=_sure(found) or NOT)


def _period(answer: str, _: _Context) -> Understood:
    found = read.read_periods(answer)
    why = _sure(found) or ("several periods" if len(found.values) > 1 else "")
    if why:
        return Understood(why=why)
    value = found.values[0]
    if {"minimum", "example"} & set(value.extra):
        return Understood(why="it states no limit")
    entry = {"period": value.value} | {k: v for k, v in value.extra.items() if k in ("starts", "law", "criterion")}
    entry |= {"notes": value.extra["remark"]} if "remark" in value.extra else {}
    return Understood([entry], ", ".join(entry.values()))


def _places(answer: str, _: _Context) -> Understood:
    found = read.read_places(answer)
    why = _sure(found)
    if why or any(v.value == "unknown" for v in found.values):
        return Understood(why=why or "it can be one of several places")
    codes = list(dict.fromkeys(v.value for v in found.values))
    return Understood([{"country": c} for c in codes], ", ".join(codes))


def _tools(answer: str, _: _Context) -> Understood:
    found = read.read_tools(answer)
    if found.denied and not found.values and not found.rest:
        return Understood([], "none")
    why = _sure(found)
    if not why and any(v.value in ("unknown", "dpa", "other") for v in found.values):
        why = "it is not a transfer tool"
    if why:
        return Understood(why=why)
    keep = ("version", "module", "signed")
    tools = [{"kind": v.value} | {k: x for k, x in v.extra.items() if k in keep} for v in found.values]
    return Understood(tools, ", ".join(" ".join(t.values()) for t in tools))


def _bases(answer: str, _: _Context) -> Understood:
    return _each(read.read_bases(answer), "basis")


def _sources(answer: str, c: _Context) -> Understood:
    if answer in c.row.choices:
        return Understood([{"kind": answer}], answer)
    return _each(read.read_sources(answer), "kind")


def _each(found: read.Reading, key: str) -> Understood:
    why = _sure(found)
    if why:
        return Understood(why=why)
    codes = list(dict.fromkeys(v.value for v in found.values))
    return Understood([{key: c} for c in codes], ", ".join(codes))


def _known(entries: Sequence[Any], name: str) -> list[str]:
    """Ids of the entries that have a name."""
    wanted = read.fold(name).flat.strip()
    return [
        e.id
        for e in entries
        if wanted in {read.fold(n).flat.strip() for n in (e.id, e.name, *getattr(e, "aliases", ()))}
    ]


def _listed(answer: str, entries: Sequence[Any]) -> tuple[list[str], list[str], str]:
    """Ids of the entries that an answer names, the names that no entry has, and a name that several share."""
    ids: list[str] = []
    new: list[str] = []
    for line in SEPARATORS.split(answer):
        parts = [line] if _known(entries, line) else line.split(",")
        for part in filter(None, (" ".join(p.split()) for p in parts)):
            found = _known(entries, part)
            if len(found) > 1:
                return ids, new, part
            if found:
                ids += found
            else:
                new.append(part)
    return list(dict.fromkeys(ids)), list(dict.fromkeys(new)), ""


def _entries(answer: str, c: _Context) -> Understood:
    """Names of categories, people or measures of the map."""
    entries = list(getattr(c.inventory, c.row.reads if c.row.reads == "measures" else c.row.field))
    ids, new, shared = _listed(answer, entries)
    if shared:
        return Understood(why=f"several entries are called '{shared}'")
    for name in new:  # a name alone may be a recipient, which must not become a fact of another kind
        if is_only_name(name) or len(name) > LONGEST_NAME or read.is_blank(name) or read.is_denial(name):
            known = ", ".join(e.name for e in entries[:8])
            return Understood(why=f"the map has no '{name[:80]}'; it has: {known or 'none yet'}")
    found = [{"category": i} for i in ids] if c.row.field == "categories" else ids
    return Understood(found, ", ".join([*ids, *new]), new=tuple(new)) if ids or new else Understood(why=NOT)


def _recipients(answer: str, c: _Context) -> Understood:
    if read.is_denial(answer):
        return Understood([], "none")
    entries = list(c.inventory.recipients)
    ids, new, shared = _listed(answer, entries)
    if c.row.kind == "recipients" and c.own in ids:
        return Understood(why="it names the company itself")
    odd = shared or next((n for n in new if not is_name(n)), "")
    if odd:
        return Understood(why=f"several entries are called '{shared}'" if shared else f"'{odd[:80]}' is not a name")
    return Understood([{"recipient": i} for i in ids], ", ".join([*ids, *new]), new=tuple(new))


def is_name(text: str) -> bool:
    """Whether a text can only be the name of an organisation: a few words, capitalised, that no reader knows.

    Examples
    --------
    >>> is_name("Brevo"), is_name("Germany"), is_name("3 years"), is_name("Yes"), is_name("contract")
    (True, False, False, False, False)
    """
    words = text.split()
    if not 0 < len(words) <= 5 or not words[0][:1].isupper() or not _NAME.fullmatch(words[0].rstrip(",")):
        return False
    readers = (read.read_places, read.read_periods, read.read_tools, read.read_bases, read.read_yes_no)
    if any(reader(text).values for reader in (*readers, read.read_roles, read.read_special, read.read_sources)):
        return False
    if read.is_blank(text) or read.is_denial(text) or read.is_postponed(text):
        return False
    named = read.read_names(text)
    return named.only == text


def is_only_name(text: str) -> bool:
    """Whether a text that answers another question can only be the name of an organisation: each word is capitalised.

    Examples
    --------
    >>> is_only_name("Brevo"), is_only_name("Payroll system")
    (True, False)
    """
    return is_name(text) and all(w[:1].isupper() or w in ("&", "and", "of") for w in text.split())


_READERS: dict[str, Callable[[str, _Context], Understood]] = {
    "text": _text,
    "texts": _texts,
    "answer": _answer,
    "choice": _choice,
    "period": _period,
    "places": _places,
    "tools": _tools,
    "bases": _bases,
    "sources": _sources,
    "categories": _entries,
    "subjects": _entries,
    "measures": _entries,
    "recipients": _recipients,
}
