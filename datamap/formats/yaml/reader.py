"""The native format: YAML that people write -> an Inventory, or every problem at once with its line."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from datamap.errors import KEPT, InputError
from datamap.files import reading
from datamap.formats import check, filed
from datamap.formats.problems import Fault, faults, located
from datamap.formats.yaml import including
from datamap.formats.yaml.places import left
from datamap.formats.yaml.tree import Tree
from datamap.model import Inventory, Origin
from datamap.model.vocabulary import ErrorLimit

Countries = Callable[[str], str | None]
"""From a country as people write it to its code, or None where it cannot be read."""


def read(path: str | Path, *, country: Countries | None = None) -> Inventory:
    """Read an inventory from a YAML file.

    Parameters
    ----------
    path : str or Path
        At most :data:`datamap.files.reading.LIMIT` bytes of UTF-8.
    country : callable, optional
        Reads country spellings; by default :func:`datamap.labels.countries.code_of`.

    Raises
    ------
    InputError
        With every problem, each with file, line, field, what was found and what was expected.
    """
    raw = reading.load(path)
    inventory = parse(reading.decode(raw, str(path)), str(path), hashlib.sha256(raw).hexdigest(), country=country)
    if not inventory.documents or inventory.origin is None:
        return inventory
    return inventory.with_origin(replace(inventory.origin, found=filed.look(inventory, Path(path).parent)))


def parse(text: str, file: str = "inventory.yaml", sha256: str = "", *, country: Countries | None = None) -> Inventory:
    """Read an inventory from YAML text; ``file`` is how problems name it.

    Examples
    --------
    >>> parse("{meta: {id: demo}, controller: Demo Ltd, recipients: [{id: slack, name: Slack, sites: [USA]}]}")
    <Inventory demo: 0 categories, 0 purposes, 1 recipient>
    """
    tree = Tree(text)
    if tree.fatal:
        raise InputError(tree.problems(file))
    origin = Origin(file, sha256 or hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(), tree.lines)
    found = [*tree.faults, *(left(tree.data) if "<<fill in " in text else ())]
    if including.KEY not in tree.data:
        return validated(tree.data, origin, country=country, found=found)
    return _with_included(tree.data, origin, country, found)


def _with_included(data: dict[str, Any], origin: Origin, country: Countries | None, found: list[Fault]) -> Inventory:
    """An inventory with the recipients of the files that it includes after its own."""
    real = Path(origin.file).resolve()
    own = data.get("recipients")
    more = including.Including(real.parent)
    more.add(data, origin, real, len(own) if isinstance(own, list) else 0)
    if more.recipients and (own is None or isinstance(own, list) or own in ("unknown", "none")):
        data["recipients"] = [*(own if isinstance(own, list) else ()), *more.recipients]
    origin = replace(origin, included=tuple(more.files))
    try:
        inventory = validated(data, origin, country=country, found=found)
    except InputError as e:
        if more.problems:
            raise InputError([*more.problems, *e.problems]) from None
        raise
    if more.problems:
        raise InputError(more.problems)
    return inventory


def validated(
    data: Mapping[str, Any], origin: Origin, *, country: Countries | None = None, found: list[Fault] | None = None
) -> Inventory:
    """An inventory from plain nested data, as every reader of a format makes it.

    Parameters
    ----------
    data : mapping
        Values as text; a list as a list, or the word ``unknown`` or ``none``; short forms as in YAML. Values in words
        are understood (:mod:`datamap.formats.words`) and listed in the inventory's origin.
    origin : Origin
        The file, and the lines by path.
    country : callable, optional
        As in :func:`read`.
    found : list of Fault
        What the reader itself found wrong; reported with the rest.

    Raises
    ------
    InputError
        With every problem: of the reader, of the fields, and between the entries.
    """
    place = country or _country()
    inventory, refused = _model(data, place, origin)
    if refused and isinstance(data, Mapping):
        from datamap.formats import understood  # here, because exact values do not need the words of all languages

        exact = understood.read_words(data, place)
        if exact.understood:
            data, origin = exact.data, replace(origin, understood=tuple(exact.understood))
            inventory, refused = _model(data, place, origin)
        unclear = {f.path for f in exact.faults}
        refused = [f for f in refused if not any(f.path[:n] in unclear for n in range(len(f.path) + 1))]
        refused += exact.faults
    wrong = [*(found or ()), *refused, *check.check(data, place)]
    if inventory is None or wrong:
        raise InputError(located(wrong, data, origin))
    return inventory.with_origin(origin)


def _model(data: Mapping[str, Any], place: Countries, origin: Origin) -> tuple[Inventory | None, list[Fault]]:
    """The inventory that exact data are, or what the model refuses in them."""
    limit = ErrorLimit(KEPT)
    try:
        return Inventory.model_validate(data, context={"country": place, "errors": limit}), []
    except ValidationError as e:
        return None, faults(e, origin=origin, omitted=limit.omitted)


def revalidated(data: Mapping[str, Any]) -> Inventory:
    """An inventory from data that an inventory gave and that was changed since.

    Raises
    ------
    pydantic.ValidationError
        A value that the model does not allow.
    """
    return Inventory.model_validate(data, context={"country": _country(), "errors": ErrorLimit(KEPT)})


def rechecked(data: Mapping[str, Any]) -> Inventory:
    """As :func:`revalidated`, and the entries fit together as in a file that is read.

    Raises
    ------
    pydantic.ValidationError
        A value that the model does not allow.
    InputError
        Entries that do not fit together, such as a chain of sub-processors that returns to its start.
    """
    inventory = revalidated(data)
    wrong = list(check.check(inventory.model_dump(by_alias=True, warnings=False), _country()))
    if wrong:
        raise InputError(located(wrong, data, Origin("", "", {})))
    return inventory


def _country() -> Countries:
    from datamap.labels import countries  # here, because it reads a table of countries

    return countries.code_of
