"""Facts that a person or a model found in a document, checked against it: a fact counts only with its exact words.

    {"facts": [{"about": "recipient", "name": "Pigeon Ltd", "field": "country", "value": "US",
                "quote": "Pigeon Ltd (USA)"}]}

A fact whose quote is in a document becomes a proposal: it must be confirmed, whoever found it. A fact without a quote,
or whose quote is in none of the documents, is rejected. A file of another form is an error that lists every problem.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from datamap.drafting.facts import Draft, DraftActivity, DraftRecipient, Fact, ToRead
from datamap.errors import InputError, Problem
from datamap.files import reading as files
from datamap.labels import countries
from datamap.law import names
from datamap.model import vocabulary
from datamap.model.recipient import Safeguard
from datamap.reading.document import Quote
from datamap.reading.search import Search

KEYS = ("about", "name", "field", "value", "quote", "document")
WHY = "taken from a file of facts; its words are in the document"


@dataclass(frozen=True, slots=True)
class Given:
    """One entry of the file, of the right form."""

    about: str
    name: str
    field: str
    value: str
    quote: str = ""
    document: str = ""

    def __str__(self) -> str:
        return f"{self.about} '{self.name}', {self.field}: {self.value}"


def _place(text: str) -> str:
    place = countries.read(text)
    if place.sort == "unknown":
        raise ValueError("expected a country by code or name, EU, EEA or an organisation")
    return place.code


def _word(kind: Any) -> Callable[[str], str]:
    adapter: TypeAdapter[Any] = TypeAdapter(kind)

    def check(text: str) -> str:
        adapter.validate_python(text)
        return text

    return check


def _tool(text: str) -> str:
    Safeguard.model_validate(text)
    return text


@cache
def _fields() -> dict[str, dict[str, Callable[[str], str]]]:
    """What a fact may be about, its fields, and what a value must be."""
    text = _word(vocabulary.Text)
    return {
        "controller": {"name": text, "address": text, "email": text, "country": _place, "dpo": text},
        "recipient": {
            **dict.fromkeys(("name", "alias", "service", "legal_entity"), text),
            "country": _place,
            "safeguard": _tool,
            "role": _word(vocabulary.RecipientRole),
            "dpa": _word(vocabulary.Answer),
        },
        "activity": {
            **dict.fromkeys(("name", "description", "category", "subject", "recipient", "measure"), text),
            "basis": _word(vocabulary.Basis),
            "condition": _word(vocabulary.Condition),
            "retention": _word(vocabulary.Period),
        },
        "category": {"name": text, "special": _word(vocabulary.Special)},
    }


def read_facts(path: str | Path) -> list[Given]:
    """Read a file of facts.

    Raises
    ------
    InputError
        Not JSON, or entries that are not of the form; with every problem.
    """
    raw = files.decode(files.load(path), str(path))
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as e:
        line = getattr(e, "lineno", 0)
        raise InputError(
            [Problem(str(path), line, "", "text that is not JSON", 'JSON such as {"facts": [...]}')]
        ) from e
    entries = data.get("facts") if isinstance(data, dict) else data
    if not isinstance(entries, list):
        raise InputError([Problem(str(path), 0, "facts", "no list of facts", 'JSON such as {"facts": [...]}')])
    problems: list[Problem] = []
    found = [g for n, e in enumerate(entries) if (g := _given(str(path), n, e, problems))]
    if problems:
        raise InputError(problems)
    return found


def _given(file: str, n: int, entry: Any, problems: list[Problem]) -> Given | None:
    at = f"facts[{n}]"
    if not isinstance(entry, dict):
        problems.append(Problem(file, 0, at, f"{type(entry).__name__}", f"an object with {', '.join(KEYS)}"))
        return None
    before = len(problems)
    for key in entry.keys() - set(KEYS):
        problems.append(Problem(file, 0, f"{at}.{key}", "a key that is not known", f"one of {', '.join(KEYS)}"))
    texts = {k: str(entry.get(k) or "").strip() for k in KEYS}
    fields = _fields().get(texts["about"])
    if fields is None:
        problems.append(Problem(file, 0, f"{at}.about", repr(texts["about"]), f"one of {', '.join(_fields())}"))
    elif texts["field"] not in fields:
        problems.append(Problem(file, 0, f"{at}.field", repr(texts["field"]), f"one of {', '.join(fields)}"))
    else:
        texts["value"] = _checked(file, f"{at}.value", fields[texts["field"]], texts["value"], problems)
    if not texts["name"] and texts["about"] != "controller":
        problems.append(Problem(file, 0, f"{at}.name", "nothing", f"the name of the {texts['about'] or 'entry'}"))
    return Given(**texts) if len(problems) == before else None


def _checked(file: str, at: str, check: Callable[[str], str], value: str, problems: list[Problem]) -> str:
    if not value:
        problems.append(Problem(file, 0, at, "nothing", "the value that the words state"))
        return value
    try:
        return check(value)
    except ValidationError as e:
        problems.append(Problem(file, 0, at, repr(value[:80]), e.errors()[0]["msg"].removeprefix("Value error, ")))
    except ValueError as e:
        problems.append(Problem(file, 0, at, repr(value[:80]), str(e)))
    return value


def add_facts(drafts: Sequence[Draft], given: Iterable[Given]) -> None:
    """Add each fact to the draft of the document that has its words; the others go on the reading list as rejected."""
    searches = [(d, Search(d.documents[0])) for d in drafts]
    for fact in given:
        draft, quote, why = _found(searches, fact)
        if draft is not None and quote is not None:
            value, extra = _tool_of(fact.value) if fact.field == "safeguard" else (fact.value, {})
            _add(draft, fact, Fact(value, (quote,), why=WHY, sure=False, extra=extra))
        else:
            entry = ToRead(f"rejected fact: {fact}", Quote(fact.quote, "", 0, 0), why, "exact words of a document")
            drafts[0].reading.append(entry)


def _tool_of(text: str) -> tuple[str, dict[str, str]]:
    """The kind of a transfer tool and what is behind it: ``scc:2021``."""
    tool = Safeguard.model_validate(text)
    return tool.kind, {k: str(v) for k in ("version", "signed") if (v := getattr(tool, k)) not in ("unknown", None)}


def _found(searches: Sequence[tuple[Draft, Search]], fact: Given) -> tuple[Draft | None, Quote | None, str]:
    """The draft and the words of a fact; without them, why it is rejected."""
    if not fact.quote:
        return None, None, "it has no quote"
    named = Path(fact.document).name.casefold()
    near = ""
    for draft, search in searches:
        if named and Path(draft.documents[0].path).name.casefold() != named:
            continue
        found = search.find(fact.quote)
        if found.state == "present" and found.quote:
            return draft, found.quote, ""
        if found.quote and not near:
            near = f"; nearest: “{found.quote.words[:120]}” ({found.quote.where})"
    return None, None, f"its quote is not in {fact.document or 'the documents'}{near}"


def _add(draft: Draft, given: Given, fact: Fact) -> None:
    if given.about == "controller":
        draft.controller.setdefault(given.field, fact)
    elif given.about == "category":
        _category(draft, given, fact)
    elif given.about == "recipient":
        _recipient(draft, given, fact)
    else:
        _activity(draft, given, fact)


def _category(draft: Draft, given: Given, fact: Fact) -> None:
    special = fact.value if given.field == "special" else "unknown"
    draft.categories.append((Fact(given.name, fact.quotes, why=fact.why, sure=False), special))


def _recipient(draft: Draft, given: Given, fact: Fact) -> None:
    wanted = names.plain(given.name)
    r = next((r for r in draft.recipients if names.plain(r.name.value) == wanted), None)
    if r is None:
        r = DraftRecipient(Fact(given.name, fact.quotes, why=fact.why, sure=False))
        draft.recipients.append(r)
    lists = {"country": r.places, "safeguard": r.tools, "alias": r.aliases}
    if given.field in lists:
        _once(lists[given.field], fact)
    elif given.field != "name" and getattr(r, given.field) is None:
        setattr(r, given.field, fact)


def _activity(draft: Draft, given: Given, fact: Fact) -> None:
    wanted = names.plain(given.name)
    a = next((a for a in draft.activities if names.plain(a.name.value) == wanted), None)
    if a is None:
        a = DraftActivity(Fact(given.name, fact.quotes, why=fact.why, sure=False))
        draft.activities.append(a)
    lists = {
        "basis": a.bases,
        "condition": a.conditions,
        "retention": a.retention,
        "category": a.categories,
        "subject": a.subjects,
        "measure": a.measures,
    }
    if given.field in lists:
        _once(lists[given.field], fact)
    elif given.field == "recipient":
        if all(names.plain(r.name.value) != names.plain(fact.value) for r in a.recipients):
            a.recipients.append(DraftRecipient(fact))
    elif given.field != "name":
        a.facts.setdefault(given.field, fact)


def _once(facts: list[Fact], fact: Fact) -> None:
    """Add a fact, unless the document's own reading found the same."""
    if all(f.value != fact.value for f in facts):
        facts.append(fact)
