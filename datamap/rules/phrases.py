"""Words: what several rules write in the same way."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from datamap.model.safeguard import format_safeguard, name_safeguard, parse_safeguard


def text(column: pd.Series, at: np.ndarray) -> np.ndarray:
    """Some values of a column, as objects, without converting the whole column of a group."""
    return (
        np.asarray(column.array.take(np.asarray(at, dtype=np.int64)), dtype=object)
        if len(at)
        else np.zeros(0, dtype=object)
    )


def each(values: pd.Series | np.ndarray, read: Callable[[Any], Any]) -> np.ndarray:
    """A function of every value, called once for each distinct value: a group has few of them in millions of rows."""
    codes, found = pd.factorize(values)
    answers = np.empty(len(found) + 1, dtype=object)
    answers[:-1] = [read(v) for v in found]
    return answers[codes]


def worded(column: pd.Series, words: Mapping[str, str], other: str = "") -> Callable[[np.ndarray], np.ndarray]:
    """A function of positions: the words for each value of a vocabulary column."""
    said = np.array([words.get(w, other) for w in column.cat.categories], dtype=object)
    codes = column.cat.codes.to_numpy()
    return lambda at: said[codes[at]]


def tools(safeguards: pd.DataFrame) -> np.ndarray:
    """Kind and version of safeguards, as people write them: ``scc:2010``, ``dpf``."""
    return _formatted(safeguards, format_safeguard)


def safeguard(tool: str) -> str:
    """The name of a safeguard in a sentence: ``scc:2010`` as ``standard contractual clauses (2010)``."""
    return name_safeguard(*parse_safeguard(tool)[:2])


def safeguards(frame: pd.DataFrame) -> np.ndarray:
    """The names of safeguards in a sentence."""
    return _formatted(frame, lambda kind, version: safeguard(format_safeguard(kind, version)))


def _formatted(safeguards: pd.DataFrame, read: Callable[[str, str], str]) -> np.ndarray:
    """A text for kind and version of each safeguard, written once for each pair that there is."""
    (kind, kinds), (version, versions) = (pd.factorize(safeguards[column]) for column in ("kind", "version"))
    pairs, found = pd.factorize(kind * len(versions) + version)
    texts = [read(str(kinds[n // len(versions)]), str(versions[n % len(versions)])) for n in found.tolist()]
    return np.array(texts, dtype=object).take(pairs)


def joined(keys: np.ndarray, words: Sequence[str]) -> pd.Series:
    """The different words of each key, sorted and joined by commas; keys sorted."""
    found: dict[Any, set[str]] = {}
    for key, word in zip(np.asarray(keys).tolist(), words, strict=True):
        found.setdefault(key, set()).add(word)
    return pd.Series({key: ", ".join(sorted(found[key])) for key in sorted(found)}, dtype=object)


def enumerated(words: Sequence[str], last: str = "and") -> str:
    """Words as a list in a sentence: ``a``, ``a and b``, ``a, b and c``; ``last`` is before the last one."""
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def articles(basis: pd.Series) -> np.ndarray:
    """``6-1-f`` as ``Art. 6(1)(f)``, of a column of the vocabulary."""
    words = [re.sub(r"^(\d+)-(\d+)-(\w+)$", r"Art. \1(\2)(\3)", w) for w in basis.cat.categories]
    return np.array(words, dtype=object)[basis.cat.codes.to_numpy()]
