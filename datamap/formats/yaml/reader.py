"""The native format: YAML that people write -> an Inventory, or every problem at once with its line."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from datamap.errors import KEPT, InputError
from datamap.files import reading
from datamap.formats import check
from datamap.formats.problems import Fault, faults, located
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
    return parse(reading.decode(raw, str(path)), str(path), hashlib.sha256(raw).hexdigest(), country=country)


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
    return validated(tree.data, origin, country=country, found=found)


def validated(
    data: Mapping[str, Any], origin: Origin, *, country: Countries | None = None, found: list[Fault] | None = None
) -> Inventory:
    """An inventory from plain nested data, as every reader of a format makes it.

    Parameters
    ----------
    data : mapping
        Values as text; a list as a list, or the word ``unknown`` or ``none``; short forms as in YAML.
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
    inventory, wrong, limit = None, list(found or ()), ErrorLimit(KEPT)
    try:
        inventory = Inventory.model_validate(data, context={"country": place, "errors": limit})
    except ValidationError as e:
        wrong += faults(e, origin=origin, omitted=limit.omitted)
    wrong += check.check(data, place)
    if inventory is None or wrong:
        raise InputError(located(wrong, data, origin))
    return inventory.with_origin(origin)


def revalidated(data: Mapping[str, Any]) -> Inventory:
    """An inventory from data that an inventory gave and that was changed since.

    Raises
    ------
    pydantic.ValidationError
        A value that the model does not allow.
    """
    return Inventory.model_validate(data, context={"country": _country(), "errors": ErrorLimit(KEPT)})


def _country() -> Countries:
    from datamap.labels import countries  # here, because it reads a table of countries

    return countries.code_of
