"""What a value in words means: ``contract``, ``SCCs``, ``20 years``, ``yes``, in eight languages.

A file is read strictly first, and its words only where that fails: exact codes cost nothing. A text is understood where
it has one meaning for its field and every word of it is used; what denies or postpones a thing, or has two meanings, is
a problem that lists the choices.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from datamap.labels import data, values, words
from datamap.labels.values.lexicon import Lexicon, lexicon
from datamap.model import arguments, assessment, purpose, recipient, vocabulary
from datamap.model.shape import Field

LONGEST = 300
"""Characters of a text that is read as a value; a longer one is prose."""

_PLAIN = re.compile(r"[\w\s.,;:()\[\]/\u00a7'\"&+-]*")
"""A text without signs that change its meaning, such as ``?``, ``~`` or ``<``."""

PERIOD_FIELDS = frozenset({"starts", "law", "criterion"})
"""What words for a period may also state, and the entry has fields for."""


@dataclass(frozen=True)
class Meaning:
    """What a text means for a field.

    Attributes
    ----------
    entries : tuple of dict
        For each value that the text names, the fields that it sets, the field itself first. Empty: not understood.
    choices : tuple of str
        The values that it can mean, where it is not clear which.
    why : str
        Why it is not clear.
    """

    entries: tuple[dict[str, Any], ...] = ()
    choices: tuple[str, ...] = ()
    why: str = ""


NOTHING = Meaning()


def _group(kind: Any) -> tuple[str, ...]:
    return vocabulary.vocabulary(kind)


GROUPS = {
    _group(vocabulary.Basis): "basis",
    _group(vocabulary.Condition): "condition",
    _group(vocabulary.Special): "special",
    _group(vocabulary.SafeguardKind): "safeguard",
    _group(vocabulary.SafeguardVersion): "version",
    _group(vocabulary.OrganisationRole): "role",
    _group(vocabulary.ProcessingRole): "role",
    _group(vocabulary.RecipientRole): "role",
    _group(vocabulary.SourceKind): "source",
    _group(vocabulary.MeasureKind): "measure",
    _group(vocabulary.Dpia): "dpia",
    _group(vocabulary.How): "how",
    _group(vocabulary.Letter): "letter",
    _group(vocabulary.Answer): "answer",
    _group(vocabulary.Declared): "answer",
    _group(vocabulary.Sector): "sector",
    _group(vocabulary.Regime): "regime",
    _group(vocabulary.Status): "status",
    _group(vocabulary.Activity): "activity",
    _group(vocabulary.Tia): "tia",
    _group(vocabulary.NoTransfer): "no-transfer",
    _group(vocabulary.Told): "told",
    _group(vocabulary.Demand): "demand",
    _group(vocabulary.RecipientKind): "recipient-kind",
    _group(vocabulary.Module): "module",
    _group(vocabulary.RightName): "right",
    _group(vocabulary.Law): "regime",
    _group(purpose.DpiaGround): "dpia-ground",
    _group(purpose.DeviceAccess): "device-access",
    _group(purpose.Monitoring): "monitoring",
    _group(purpose.DecisionGround): "decision-ground",
    _group(recipient.ContractLetter): "contract-letter",
    _group(assessment.AssessmentKind): "assessment-kind",
    _group(assessment.Criterion): "criterion",
    _group(assessment.MadeBy): "assessment-maker",
    _group(assessment.Status): "assessment-status",
    _group(assessment.Outcome): "outcome",
    _group(assessment.SupplementaryKind): "supplementary-measure",
    _group(assessment.Keys): "keys",
    _group(assessment.Point): "assessment-point",
    _group(assessment.Input): "assessment-input",
}
"""Vocabulary -> its group of labels (``labels/words.yaml``) and of further words (``labels/written.yaml``)."""

_READERS: dict[str, Callable[[str], values.Reading]] = {
    "basis": values.read_bases,
    "condition": values.read_conditions,
    "special": values.read_special,
    "safeguard": values.read_tools,
    "role": values.read_roles,
    "source": values.read_sources,
    "dpia": values.read_dpia,
    "answer": values.read_yes_no,
}
"""Group -> the reader of sentences about it."""

_PARTS = {"safeguard": ("version", "module", "signed")}
"""Group -> what its reader finds beside a value that the entry has fields for."""


def meaning(text: str, field: Field) -> Meaning:
    """What a text means for a field of the model; :data:`NOTHING` where it is not understood.

    Examples
    --------
    >>> from datamap.model import shape
    >>> _, basis = shape.at(("purposes", 0, "legal_bases", 0, "basis"))
    >>> meaning("legitimate interest", basis).entries
    ({'basis': '6-1-f'},)
    >>> meaning("consent or contract", basis).choices
    ('6-1-a', '6-1-b')
    """
    if not text.strip() or len(text) > LONGEST:
        return NOTHING
    if not is_unknown(text) and not _PLAIN.fullmatch(values.fold(text).flat):
        return NOTHING
    match field.kind:
        case "word":
            return _word(text, field)
        case "period":
            return _period(text, field)
        case "place":
            return _of_reading(values.read_places(text), field, known=None)
        case "date" | "day":
            return _day(text, field)
    return NOTHING


def is_none(text: str) -> bool:
    """Whether a text in place of a list states that the list is empty.

    Examples
    --------
    >>> is_none("keine"), is_none("not yet"), is_none("no SCC")
    (True, False, False)
    """
    folded = values.fold(text[: LONGEST + 1])
    if len(text) > LONGEST or not _PLAIN.fullmatch(folded.flat):
        return False
    return bool(lexicon(("none", "no")).whole(folded)) and not values.is_postponed(text)


def is_unknown(text: str) -> bool:
    """Whether a text in place of a value states that it is not recorded."""
    return len(text) <= LONGEST and bool(text.strip()) and values.is_blank(text)


def _word(text: str, field: Field) -> Meaning:
    group = GROUPS.get(field.words, "")
    exact = _labels(group, field.words).whole(values.fold(text))
    if exact:
        return Meaning(({field.key: exact},))
    if "unknown" in field.words and is_unknown(text):
        return Meaning(({field.key: "unknown"},))
    if group in ("letter", "version") and (cited := _cited(text)) in field.words:
        return Meaning(({field.key: cited},))
    if group == "dpia" and _labels("answer", ("yes", "no")).whole(values.fold(text)):
        return Meaning(choices=("required", "not-required", "in-progress", "done"), why="a yes or no can mean several")
    read = _READERS.get(group)
    if read is None:
        return NOTHING
    found = read(text)
    if found.denied and "none" in field.words:
        return Meaning(({field.key: "none"},)) if is_none(text) else NOTHING
    meaning = _of_reading(found, field, field.words, _PARTS.get(group, ()))
    if group == "dpia" and meaning.choices == ("done",) and values.is_postponed(text):
        return Meaning(choices=("in-progress", "required", "done"), why="the words postpone it")
    return meaning


def _cited(text: str) -> str:
    """``Art. 13(1)(f)`` -> ``13-1-f``."""
    found = re.fullmatch(r"(?:art(?:icle|ikel)?\.?|čl\.)?\s*(\d\d.*)", text.strip().casefold())
    return re.sub(r"[^0-9a-z]+", "-", found[1]).strip("-") if found else ""


def _of_reading(
    found: values.Reading, field: Field, known: tuple[str, ...] | None, parts: tuple[str, ...] = ()
) -> Meaning:
    """The meaning that a reader found, if it is sure of every value and used every word."""
    named = [v for v in found.values if v.value != "unknown" and (known is None or v.value in known)]
    if len(named) != len(found.values) or found.rest or not all(v.sure for v in named):
        why = next((v.why for v in found.values if v.why), "")
        return Meaning(choices=tuple(dict.fromkeys(v.value for v in named)), why=why)
    return Meaning(tuple({field.key: v.value, **{p: v.extra[p] for p in parts if p in v.extra}} for v in named))


def _period(text: str, field: Field) -> Meaning:
    if is_unknown(text):
        return Meaning(({field.key: "unknown"},))
    found = values.read_periods(text)
    if found.denied:
        return Meaning(
            choices=("none",), why="no period may mean that only a criterion applies, or that no period is set"
        )
    if len(found.values) != 1 or found.rest or not found.values[0].sure:
        why = next((v.why for v in found.values if v.why), "")
        return Meaning(choices=tuple(dict.fromkeys(v.value for v in found.values)), why=why)
    one = found.values[0]
    if set(one.extra) - PERIOD_FIELDS - {"maximum"}:
        return Meaning(choices=(one.value,), why="the words state more than a period")
    return Meaning(({field.key: one.value, **{k: v for k, v in one.extra.items() if k in PERIOD_FIELDS}},))


def _day(text: str, field: Field) -> Meaning:
    day = arguments.guess_date(text)
    if day:
        return Meaning(({field.key: day},))
    if field.kind == "day" and is_unknown(text):
        return Meaning(({field.key: "unknown"},))
    if field.kind == "day" and is_none(text):
        return Meaning(({field.key: "none"},))
    return NOTHING


@cache
def _labels(group: str, known: tuple[str, ...]) -> Lexicon:
    """The labels of the values of a group and further words for them; what could mean two values is left out."""
    phrases: dict[str, list[str]] = {w: [w] for w in known if w}
    for table in (words(group), _written().get(group, {})):
        for value, texts in table.items():
            if value in known:
                listed = texts.values() if isinstance(texts, dict) else texts if isinstance(texts, list) else [texts]
                phrases.setdefault(value, []).extend(str(t) for t in listed)
    means: dict[str, set[str]] = {}
    for value, texts in phrases.items():
        for text in texts:
            means.setdefault(values.fold(text).flat, set()).add(value)
    return Lexicon({v: [t for t in texts if len(means[values.fold(t).flat]) == 1] for v, texts in phrases.items()})


@cache
def _written() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = data("written")
    return found
