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
from datamap.formats.words import meaning
from datamap.formats.workbook import show
from datamap.formats.workbook.edits import Refused
from datamap.formats.workbook.layout import Column
from datamap.formats.workbook.names import Registry, items
from datamap.formats.workbook.rows import seen
from datamap.labels import countries, words
from datamap.labels.values import (
    is_blank,
    is_denial,
    is_doubted,
    read_contract,
    read_dpia,
    read_people,
    read_places,
    read_roles,
    read_special,
    read_yes_no,
)
from datamap.labels.values.text import Reading, fold
from datamap.model import shape
from datamap.model.arguments import guess_date
from datamap.model.vocabulary import UNKNOWN, shown

WORDS: dict[str, Callable[[str], Reading]] = {
    "role": read_roles,
    "special": read_special,
    "dpia": read_dpia,
    "dpa": read_contract,
}
"""Field -> the reader of its words; of yes and no it is :func:`read_yes_no`."""
PLAIN_WORDS = {
    "module": {"c2c": "1", "c2p": "2", "p2p": "3", "p2c": "4", **{f"module {n}": str(n) for n in range(1, 5)}},
    "regime": {"gdpr": "eu", "uk gdpr": "uk", "fadp": "ch", "united kingdom": "uk", "switzerland": "ch"},
    "tia": {"done, positive": "positive", "done, negative": "negative", "missing": "none", "not done": "none"},
    "told": {"told": "yes", "not told": "no"},
}


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
    return [] if default == () else default


def parts(text: str) -> list[str]:
    """The values of a cell as they are written."""
    return [item for item, _ in items(seen(text), lambda _: False)]


def rest_of(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The words of a text that a reader did not use."""
    return " ".join(text[a:b] for a, b in spans).strip(" ,;:.()-") if spans else ""


def inside(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The words of a text from the first to the last that a reader did not use; all of a bracket that holds them."""
    if not spans:
        return ""
    first, last = min(a for a, _ in spans), max(b for _, b in spans)
    opened, closed = text.rfind("(", 0, first), text.find(")", last)
    within = text[opened + 1 : closed] if opened >= 0 and closed >= 0 else ""
    if within and within.count("(") == within.count(")"):
        return within.strip()  # "§ 53 of Act No. 372/2011 Coll.", with its signs
    return text[first:last].strip(" ,;:()-–")


def read_text(text: str, cell: Cell) -> Got:
    """A text as it is; a word for unknown where the field can be unknown."""
    default = cell.column.field.default
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if cell.key == "name":
        plain = show.line(plain)  # a name is one line of other cells
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
    meant = meaning(text, field_).entries
    if len(meant) == 1 and set(meant[0]) == {field_.key}:
        return str(meant[0][field_.key]), ""
    plain = folded(text)
    known: dict[str, str] = {}
    for word in field_.words:
        if word:
            known |= dict.fromkeys(map(folded, (word, word.replace("-", " "), show.spoken(field_.key, word))), word)
            entry = words(show.GROUPS.get(field_.key, "")).get(word)
            known |= {folded(t): word for t in entry.values()} if isinstance(entry, Mapping) else {}
    known |= {k: v for k, v in PLAIN_WORDS.get(field_.key, {}).items() if v in field_.words}
    if plain in known:
        return known[plain], ""
    if "unknown" in field_.words and is_blank(text):
        return "unknown", ""
    none = denied(text)
    answers = {"yes", "no"} <= set(field_.words)
    reader = WORDS.get(field_.key) or (read_yes_no if answers else None)
    expected = _choices(field_, text)
    if reader is None:
        if "none" in field_.words and none:
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


def folded(text: str) -> str:
    """A text for comparison with the words of a vocabulary."""
    return " ".join(fold(text).flat.split()).strip(" .")


def _choices(field_: shape.Field, text: str) -> str:
    offered = ", ".join(show.spoken(field_.key, w) for w in field_.words if w not in ("", "unknown"))
    if field_.key == "dpia" and is_doubted(text):
        return (
            f"one of: {offered}, or nothing; if none was made: is one mandatory? 'required' if so, else 'not required'"
        )
    near = problems.meant_word(text, field_.words)
    return problems.with_hint(f"one of: {offered}, or nothing", show.spoken(field_.key, near) if near else "")


def read_word(text: str, cell: Cell) -> Got:
    """A word of a vocabulary."""
    value, left = word_of(seen(text), cell.column.field)
    return Got({cell.key: value}, [left] if left else [])


def day_of(text: str) -> str:
    """A day as YYYY-MM-DD.

    Raises
    ------
    Refused
        Day and month could be read in two ways, or the text is not a day.
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
    if cell.column.kind == "day" and denied(text):
        return Got({cell.key: "none"})
    if is_blank(text):
        return Got({cell.key: "unknown" if cell.column.kind == "day" else None}, meaning="unknown")
    return Got({cell.key: dt.date.fromisoformat(day_of(text))})


def read_number_of_people(text: str, cell: Cell) -> Got:
    """A rough number of people."""
    text = seen(text)
    if is_blank(text):
        return Got({cell.key: "unknown"}, meaning="unknown")
    number = read_people(text).only
    if not number:
        raise Refused("not a rough number of people", "a number such as 5000, about 5,000, 1-100 or 1000+")
    return Got({cell.key: number})


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
        "a country, EU, worldwide or unknown; a town in brackets behind its country: Germany (Munich)",
        near.partition("'")[2].partition("'")[0],
    )


def read_place(text: str, cell: Cell) -> Got:
    """One place."""
    return Got({cell.key: place_of(seen(text))})


def denied(text: str) -> bool:
    """Whether a text states that there is none.

    Raises
    ------
    Refused
        It is "n/a": not applicable, or not available?
    """
    if folded(text).replace(".", "").replace("/", "").replace(" ", "") == "na":
        raise Refused("it can mean that there is none, or that it is not known", "none, or nothing if it is not known")
    return is_denial(text)


def empty(text: str) -> Any:
    """The list of a cell that states there is none, or that nothing is known; None for another text."""
    plain = folded(text)
    if plain == "none" or denied(text):
        return []
    return UNKNOWN if plain == "unknown" or is_blank(text) else None
