"""Mistakes in an inventory in words: where they are, what was found, what was expected.

Every reader reports through this file, so that a mistake has the same words in YAML and in a workbook.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from datamap.errors import KEPT, Problem
from datamap.model import Inventory, Origin, shape
from datamap.model.arguments import guess_date
from datamap.model.shape import Path
from datamap.model.vocabulary import PERIOD, shown

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

SIMILAR = 70
"""Least likeness, of 100, at which a word is suggested instead of another."""

SAME = {
    "true": "yes",
    "false": "no",
    "y": "yes",
    "n": "no",
    "on": "yes",
    "off": "no",
    "sccs": "scc",
    "bcrs": "bcr-c",
    "bcr": "bcr-c",
    "standard-contractual-clauses": "scc",
    "data-privacy-framework": "dpf",
    "adequacy-decision": "adequacy",
    "data-processing-agreement": "dpa",
    "safe-harbor": "safe-harbour",
    "art-6-1": "6-1-a",
    "c2c": "1",
    "c2p": "2",
    "p2p": "3",
    "p2c": "4",
    "n-a": "unknown",
    "na": "unknown",
    "tbd": "unknown",
    "null": "unknown",
    "consent": "6-1-a",
    "contract": "6-1-b",
    "legal-obligation": "6-1-c",
    "vital-interests": "6-1-d",
    "public-task": "6-1-e",
    "legitimate-interest": "6-1-f",
    "legitimate-interests": "6-1-f",
    "privacyshield": "privacy-shield",
}
"""What people write for a word of a vocabulary where the two are not alike."""

_WRONG_TYPE = {
    "string_type",
    "model_type",
    "model_attributes_type",
    "dict_type",
    "tuple_type",
    "list_type",
    "date_type",
}
"""pydantic's names of errors where the value is of another kind than the field takes."""


class Fault(NamedTuple):
    """One mistake at a path of the inventory; its file and line are added later."""

    path: Path
    found: str
    expected: str
    first: Path = ()
    """The path where the same thing is first, if the mistake is that it is there twice."""
    line: int = 0
    """The line, where it is not that of the path."""
    more: int = 0
    """Further problems that it only counts."""


def near(value: Any, words: Iterable[str]) -> str:
    """The word that was probably meant, or an empty text."""
    if not isinstance(value, str) or not value or len(value) > 200:
        return ""
    words = [w for w in words if w]
    plain = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")
    for candidate in (plain, SAME.get(plain, ""), plain.removeprefix("art-").removeprefix("article-")):
        if candidate in words:
            return candidate
    if m := re.fullmatch(r"(scc)s?[-_: ]?(20\d\d)", plain):
        return f"{m[1]}:{m[2]}" if m[1] in words else ""
    if not re.search(r"[a-z]{3}", plain):
        return ""  # of codes such as 13-1-x, a similar one means something else
    from rapidfuzz import fuzz, process  # here, because a file without mistakes does not need it

    also = [known for known, meant in SAME.items() if meant in words and len(known) > 3]
    best = process.extractOne(plain, [*words, *also], scorer=fuzz.ratio, score_cutoff=SIMILAR)
    return SAME.get(best[0], best[0]) if best else ""


def meant_word(value: Any, words: Iterable[str]) -> str:
    """The word of a vocabulary that was probably meant; of a denial or a doubt, such as "none", only the word itself.

    Examples
    --------
    >>> meant_word("donee", ["done", "required"]), meant_word("none", ["done", "required"])
    ('done', '')
    """
    from datamap.labels.values import is_doubted  # here, because it reads the words of all languages

    words = tuple(words)
    found = near(value, words)
    plain = re.sub(r"[^a-z0-9]+", "-", str(value).lower()).strip("-")
    return found if found in (plain, SAME.get(plain)) or not is_doubted(str(value)[:200]) else ""


def with_hint(expected: str, hint: str) -> str:
    """What was expected, with what was probably meant."""
    return f"{expected}; did you mean '{hint}'?" if hint else expected


def clipped(text: str, size: int = 2000) -> str:
    """A part of a message, cut so that no value fills more than a screen."""
    return text if len(text) <= size else text[: size - 3] + "..."


def what(value: Any) -> str:
    """A value in words."""
    match value:
        case str():
            return shown(value)
        case Mapping():
            names = ", ".join(_short(str(k)) for k in list(value)[:5])
            return f"an entry with the keys {names}" if value else "an entry without keys"
        case list() | tuple():
            return "a list"
        case bool() | int() | float() | dt.date():
            return shown(value) if not isinstance(value, dt.date) else str(value)
        case None:
            return "nothing"
    return "something else"


def faults(
    error: ValidationError, root: type[BaseModel] = Inventory, origin: Origin | None = None, omitted: int = 0
) -> list[Fault]:
    """Everything that pydantic found, in our words.

    Parameters
    ----------
    root : type
        The kind of entry that was validated.
    origin : Origin, optional
        The file and its lines. With it only the first :data:`KEPT` errors are put into words, and one fault counts the
        others.
    omitted : int
        Errors that the validation only counted (:class:`~datamap.model.vocabulary.ErrorLimit`).
    """
    errors = error.errors(include_url=False)
    more: list[Fault] = []
    if origin is not None and len(errors) + omitted > KEPT:
        errors.sort(key=lambda e: origin.line(e["loc"]))
        rest = max(len(errors) - KEPT, 0) + omitted
        more = [Fault((), "", "", more=rest)]
        errors = errors[:KEPT]
    return [*(_fault(e, root) for e in errors), *more]


def located(faults: Iterable[Fault], data: Any, origin: Origin) -> list[Problem]:
    """Faults with their file and line, each once, in the order of the lines; one at the end counts those not kept."""
    found: dict[tuple[int, str, str], Problem] = {}
    uncounted = 0
    for fault in faults:
        if fault.more:
            uncounted += fault.more
            continue
        file, line = origin.place(fault.path)
        line = fault.line or line
        text = clipped(fault.found + _first(fault, origin, file))
        problem = Problem(file, line, written(fault.path, data), text, clipped(fault.expected))
        same = found.get(key := (line, problem.field, f"{file}: {text}"))
        if same is None or len(same.expected) < len(problem.expected):  # one of them has a hint
            found[key] = problem
    problems = sorted(found.values())
    kept, rest = problems[:KEPT], uncounted + len(problems[KEPT:])
    if rest:
        line = problems[min(KEPT, len(problems) - 1)].line if problems else 0
        more = "1 more problem" if rest == 1 else f"{rest:,} more problems"
        kept.append(Problem(origin.file, line, "", more, "the problems above corrected first", rest))
    return kept


def _first(fault: Fault, origin: Origin, file: str) -> str:
    """Where the same thing is first; empty where the mistake is not that it is there twice."""
    there, line = origin.place(fault.first) if fault.first else ("", 0)
    return f" (first in line {line}{'' if there == file else f' of {there}'})" if line else ""


def written(path: Path, data: Any) -> str:
    """A path as a person reads it: ``recipients.slack.safeguards[0].kind``; entries are named by their id."""
    text, here = "", data
    for step in path:
        here = _inside(here, step)
        if isinstance(step, str):
            text += f".{_short(step)}" if text else _short(step)
        else:
            name = here.get("id") if isinstance(here, Mapping) else None
            text += f".{_short(name)}" if isinstance(name, str) and name else f"[{step}]"
    return text


def _short(name: str) -> str:
    """An id or a key, shortened for a path if it is very long."""
    return name if len(name) <= 80 else name[:77] + "..."


def _inside(data: Any, step: str | int) -> Any:
    try:
        return data[step]
    except (KeyError, IndexError, TypeError):
        return None


def _fault(error: Mapping[str, Any], root: Any) -> Fault:
    path, value = tuple(error["loc"]), error.get("input")
    model, field = shape.at(path, root)
    expected = field.expected if field else "a key of the inventory"
    match error["type"]:
        case "missing":
            return Fault(path, "this key is missing", expected)
        case "extra_forbidden":
            return unknown_key(path, model)
        case "literal_error":
            words = field.words if field else ()
            return Fault(path, f"{what(value)} is not known", with_hint(shape.listed(words), meant_word(value, words)))
        case "value_error":
            return _said(path, value, str(error["ctx"]["error"]))
        case kind if kind in _WRONG_TYPE:
            is_item = bool(path) and isinstance(path[-1], int)
            if field and (is_item or field.kind == "entry" and not field.many):
                expected = field.one
            return Fault(path, f"{what(value)} is in this place", expected)
        case "string_unicode":
            return Fault(path, "a character that no file can contain (half of a surrogate pair)", "text")
        case "recursion_loop":
            return Fault(path, "an entry that contains itself", expected)
    return Fault(path, f"{what(value)} cannot be read here", expected)


def unknown_key(path: Path, model: type[BaseModel] | None) -> Fault:
    """A key that an entry does not have."""
    key = path[-1] if path else ""
    known = list(shape.of(model)) if model else []
    expected = with_hint(f"one of the keys: {', '.join(known)}", near(key, known))
    return Fault(path, f"the key {shown(key)} is not known here", expected)


def _said(path: Path, value: Any, message: str) -> Fault:
    """A message of the model: what was found, '; expected', what was expected; a field in quotes may come first."""
    found, _, expected = message.partition("; expected ")
    if isinstance(value, Mapping) and (named := re.match(r"'(\w+)' ", found)) and named[1] in value:
        path = (*path, named[1])
    if found.endswith("is not a country"):
        expected = _place_expected(value, expected)
    elif found.endswith("is not a period"):
        expected = with_hint(expected, period_meant(value))
    elif found.endswith("is not an id"):
        expected = with_hint(expected, id_meant(value))
    elif found.endswith("is not a date"):
        expected = with_hint(expected, guess_date(value))
    return Fault(path, found, expected or "something else")


def _place_expected(value: Any, expected: str) -> str:
    from datamap.labels import countries  # here, because it reads a table of countries

    note = countries.read(value).note if isinstance(value, str) else ""
    if note and not note.startswith("'") and note != "empty":
        return f"{expected} ({note})"
    near = countries.meant(str(value)) if value else ""
    return f"{expected}; did you mean {near}?" if near else expected


def period_meant(value: Any) -> str:
    """``3,5 years`` -> ``P3Y6M``, as documents are read; empty where it is not one period and nothing else."""
    from datamap.labels.values import read_periods  # here, because it reads the words of all languages

    meant = read_periods(str(value)[:200]).only
    return meant if PERIOD.fullmatch(meant) else ""


def id_meant(value: Any) -> str:
    """``Customer Support!`` -> ``customer-support``."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", str(value)[:200]).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60]


def entries(data: Mapping[str, Any], name: str) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Path and content of the entries of a list that have the shape of an entry."""
    return ((path, e) for path, e in items((name,), data.get(name)) if isinstance(e, (dict, Mapping)))


def items(path: Path, value: Any) -> Iterator[tuple[Path, Any]]:
    """Path and content of the items of a list; nothing where the value is not a list."""
    return (((*path, i), v) for i, v in enumerate(value)) if isinstance(value, (list, tuple)) else iter(())
