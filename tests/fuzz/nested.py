"""Mutations of nested data (YAML, JSON), and which of its texts come back."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

from tests.fuzz.words import typed

Place = tuple[Any, Any]
"""A container, and the key or index of a value in it."""


def places(data: Any) -> list[Place]:
    """Every value within the data."""
    found: list[Place] = []
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in pairs:
        found.append((data, key))
        found += places(value)
    return found


def scalars(data: Any) -> Iterator[str]:
    """Every text within the data, keys excepted."""
    for holder, key in places(data):
        value = holder[key]
        if not isinstance(value, (dict, list)) and value is not None:
            yield str(value)


def mutate(rng: random.Random, data: Any, keys: tuple[str, ...] = ()) -> Any:
    """A copy with one to three changes: values, keys, entries and levels; ``keys`` are names that a field may have."""
    data = copy.deepcopy(data)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        there = places(data)
        if not there:
            break
        leaves = [p for p in there if not isinstance(p[0][p[1]], (dict, list))] or there
        way = rng.choices(range(8), (10, 2, 2, 2, 2, 1, 1, 2))[0]
        holder, key = rng.choice(leaves if way == 0 else there)
        _WAYS[way](rng, holder, key, there, keys)
    return data


def _retype(rng, holder, key, there, keys):
    holder[key] = typed(rng)


def _remove(rng, holder, key, there, keys):
    del holder[key]


def _repeat(rng, holder, key, there, keys):
    if isinstance(holder, list):
        holder.insert(rng.randrange(len(holder) + 1), copy.deepcopy(holder[key]))
    else:
        holder[rng.choice(keys or (typed(rng),))] = copy.deepcopy(holder[key])


def _rename(rng, holder, key, there, keys):
    if isinstance(holder, dict):
        new = rng.choice((*keys, str(key) + "s", str(key).upper(), typed(rng)))
        holder[new] = holder.pop(key)


def _swap(rng, holder, key, there, keys):
    other, at = rng.choice(there)
    holder[key], other[at] = copy.deepcopy(other[at]), copy.deepcopy(holder[key])


def _wrap(rng, holder, key, there, keys):
    value = holder[key]
    holder[key] = rng.choice(([value], [[value]], {rng.choice(keys or ("x",)): value}, [value, typed(rng)]))


def _empty(rng, holder, key, there, keys):
    holder[key] = rng.choice(([], {}, "", None))


def _add(rng, holder, key, there, keys):
    if isinstance(holder, dict) and keys:
        holder[rng.choice(keys)] = typed(rng)
    elif isinstance(holder, list):
        holder.append(typed(rng))


_WAYS = (_retype, _remove, _repeat, _rename, _swap, _wrap, _empty, _add)
