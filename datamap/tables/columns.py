"""One column of a Parquet file -> one column of a frame, or what is wrong with it: how often, and the first examples.

Every check runs on the distinct values, so that ten values in ten million rows cost ten checks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from datamap.model import shape
from datamap.model.vocabulary import PERIOD, REGIONS, SLUG, UNKNOWN, VAGUE_PLACES, is_citation, shown
from datamap.tables.frames import TEXT, spare
from datamap.tables.spec import Column, Table

ADDED = {
    *(("purposes", name) for name in ("people", "automated_ground", "human_review", "device_access")),
    *(("purposes", name) for name in ("large_scale", "monitoring", "dpia_ground")),
    ("inventories", "assessments"),
    ("inventories", "documents"),
    ("documents", "found"),
    ("bases", "parents"),
    ("categories", "national_id"),
    ("subjects", "children"),
    ("recipients", "checked"),
    ("controllers", "also_under"),
    ("controllers", "staff"),
    *(("assessments", name) for name in ("authority_informed", "people_informed")),
}
"""Columns of facts that files of an earlier version lack; there they have their default (unknown, or none)."""
EXAMPLES = 3
"""How many examples a problem shows."""


class Wrong(Exception):
    """A column cannot be used: what was found, what was expected."""

    def __init__(self, found: str, expected: str):
        super().__init__(found, expected)
        self.found, self.expected = found, expected


def kind(table: Table, column: Column) -> str:
    """What a value is: a kind of :class:`datamap.model.shape.Field`, or the column's (``said``, ``ref``, ``ids``)."""
    if column.kind in ("said", "ref", "ids", "word"):
        return column.kind
    if table.model is None:
        return "place" if column.name == "country" else "text"
    field = _fields(table.model).get(column.field)
    return field.kind if field else "text"


def default(table: Table, column: Column) -> str | None:
    """The value that a missing cell means; None where every row must have one."""
    if column.kind == "ref" or table.model is None:
        return None
    field = _fields(table.model).get(column.field)
    if field is None:
        return "unknown" if column.kind == "said" else "" if column.name in ("file", "sha256") else None
    if field.required:
        return None
    if column.kind == "said":
        return "unknown" if field.default is UNKNOWN else "none"
    return field.default if isinstance(field.default, str) else ""


def optional(table: Table, column: Column) -> bool:
    """Whether a file may lack the column. A column of facts may not be missing: an unknown fact is ``unknown``."""
    return (
        (table.name, column.name) in ADDED
        or column.kind in ("said", "ids")
        or default(table, column) not in (None, "unknown")
    )


@cache
def _fields(model: type) -> dict[str, shape.Field]:
    return {f.name: f for f in shape.of(model).values()}


Encoded = tuple[np.ndarray, pa.Array]
"""A column of a file as codes and their words; -1 where the cell is null."""


def encoded(values: pa.ChunkedArray) -> Encoded:
    """Codes (int32) and distinct values of a text column; -1 where the cell is null.

    Raises
    ------
    Wrong
        The column holds no text.
    """
    t = values.type
    inner = t.value_type if pa.types.is_dictionary(t) else t
    if pa.types.is_null(t):
        return np.full(len(values), -1, dtype=np.int32), pa.array([], pa.string())
    if pa.types.is_date(inner) or pa.types.is_timestamp(inner):
        values = _dates(values)
    elif (pa.types.is_list(inner) or pa.types.is_large_list(inner)) and _is_text(inner.value_type):
        values = pa.chunked_array(
            [pa.array(map(_joined, c.to_pylist()), pa.string()) for c in values.chunks], pa.string()
        )
    elif not _is_text(inner):
        raise Wrong(f"a column of type {t}", "text")
    if not pa.types.is_dictionary(values.type):
        values = pc.dictionary_encode(values)
    one = values.unify_dictionaries().combine_chunks()
    if isinstance(one, pa.ChunkedArray):
        one = one.chunk(0) if one.num_chunks else pa.array([], values.type)
    indices = one.indices.fill_null(-1) if one.indices.null_count else one.indices
    codes, words = indices.to_numpy(zero_copy_only=False).astype(np.int32), one.dictionary
    if not (pa.types.is_string(words.type) or pa.types.is_large_string(words.type)):
        words = words.cast(pa.large_string())
    if words.null_count:  # a null may also be in the dictionary
        codes[np.isin(codes, np.flatnonzero(words.is_null()))] = -1
        words = words.fill_null("")
    return codes, words


def _joined(items: list[str | None] | None) -> str | None:
    if items is None:
        return None
    if None in items:
        raise Wrong("a list with an item that is null", "a text for each item")
    return " ".join(items)  # type: ignore[arg-type]


def _is_text(t: pa.DataType) -> bool:
    return bool(pa.types.is_string(t) or pa.types.is_large_string(t) or pa.types.is_string_view(t))


def _dates(values: pa.ChunkedArray) -> pa.ChunkedArray:
    try:
        return values.cast(pa.date32()).cast(pa.string())
    except pa.ArrowException as e:
        raise Wrong(
            f"dates that no calendar has ({str(e).splitlines()[0][:120]})", "dates such as 2026-09-30"
        ) from None


class Words:
    """Texts by row, as codes into a list of words; -1 is empty.

    Examples
    --------
    >>> texts = Words(np.array([1, -1, 1]), ["DE", "FR"])
    >>> [texts[row] for row in range(3)]
    ['FR', None, 'FR']
    """

    def __init__(self, codes: np.ndarray, words: list[str] | pa.Array):
        self.codes, self._words = codes, words

    @property
    def words(self) -> list[str]:
        """The words, as Python texts; an Arrow array becomes them when they are asked for."""
        if not isinstance(self._words, list):
            self._words = self._words.to_pylist()
        return self._words

    @property
    def is_shared(self) -> bool:
        """Whether the codes are worth keeping beside the texts."""
        return spare(len(self.codes), len(self._words))

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int) -> Any:
        return self.words[self.codes[row]] if self.codes[row] >= 0 else None

    def distinct(self) -> Words:
        """The same texts, where every code has a word, with each word once and only words that a row has.

        Examples
        --------
        >>> texts = Words(np.array([2, 0, 2]), ["DE", "FR", "DE"]).distinct()
        >>> texts.words, texts.codes
        (['DE'], array([0, 0, 0], dtype=int32))
        """
        once = {w: i for i, w in enumerate(dict.fromkeys(self.words))}
        codes = self.codes % len(self.words) if len(self.codes) else self.codes  # -1 is the last word, as in a list
        if len(once) < len(self.words):
            codes = np.array([once[w] for w in self.words], dtype=np.int32)[codes]
        used = np.bincount(codes, minlength=len(once)) > 0
        if used.all():
            return Words(codes.astype(np.int32, copy=False), list(once))
        return Words(
            (np.cumsum(used, dtype=np.int32) - 1)[codes], [w for w, u in zip(once, used.tolist(), strict=True) if u]
        )

    def texts(self) -> Any:
        """As a column of a frame; every row has a word."""
        words = pa.array(self._words, pa.large_string()) if isinstance(self._words, list) else self._words
        return pd.array(words.take(pa.array(self.codes)), dtype=TEXT)


def is_number(values: pa.ChunkedArray) -> bool:
    """Whether a column holds whole numbers: row numbers instead of ids."""
    return pa.types.is_integer(values.type)


def examples(bad: np.ndarray, values: Sequence[Any] | Words) -> str:
    """How many rows are bad, and the first of them, counted from 0.

    Parameters
    ----------
    bad : bool array
    values : sequence
        As many as ``bad``, or only those that are bad.

    Examples
    --------
    >>> examples(np.array([False, True, False]), ["Spain", "Narnia", "Italy"])
    "1 of 3 rows: 'Narnia' (row 1)"
    """
    at = np.flatnonzero(bad)
    first = [values[i if len(values) == len(bad) else n] for n, i in enumerate(at[:EXAMPLES].tolist())]
    some = ", ".join(
        f"{shown(v) if isinstance(v, str) else v} (row {i})" for v, i in zip(first, at.tolist(), strict=False)
    )
    return f"{len(at):,} of {len(bad):,} rows: {some}" + (" ..." if len(at) > EXAMPLES else "")


def read(table: Table, column: Column, values: Encoded) -> tuple[Any, list[Wrong]]:
    """A column of plain values (no reference), as :func:`encoded` gives it, as the frame holds it; and what is wrong.

    Returns
    -------
    array
        Codes for a word, :class:`Words` otherwise; wrong cells hold the default.
    list of Wrong
    """
    what, codes = kind(table, column), values[0]
    empty = codes < 0
    if what == "text" and not empty.any() and np.bincount(codes, minlength=len(values[1])).all():
        return Words(*values), []  # any text is right, and each is there once: nothing has to be made of it
    words = values[1].to_pylist()
    wrong: list[Wrong] = []
    missing = default(table, column)
    if missing is None and empty.any():
        wrong.append(Wrong(f"no value in {examples(empty, Words(codes, words))}", "a value in every row"))
    meant: list[str | None] = words if what == "text" else [_READ[what](v, column) for v in words]
    if None in meant:
        bad = np.array([m is None for m in meant], dtype=bool)
        hit = np.zeros(len(codes), dtype=bool)
        hit[codes >= 0] = bad[codes[codes >= 0]]
        if hit.any():
            wrong.append(Wrong(examples(hit, Words(codes, words)), _expected(what, column)))
    fallback = _fallback(table, column)
    final = [*(fallback if m is None else m for m in meant), fallback]
    if column.words:
        position = {w: i for i, w in enumerate(column.words)}
        return np.array([position[w] for w in final], dtype=np.int8)[codes], wrong
    return Words(codes, final).distinct(), wrong  # -1 is the last word: the default


def filled(table: Table, column: Column, size: int) -> Any:
    """A column that the file lacks: the default in every row."""
    word = _fallback(table, column)
    if column.words:
        return np.full(size, column.words.index(word), dtype=np.int8)
    return Words(np.zeros(size, dtype=np.int32), [word])


def _fallback(table: Table, column: Column) -> str:
    """The value of an empty cell; where every row must have a value, a problem is reported, or there is no row."""
    missing = default(table, column)
    return missing if missing is not None else column.words[0] if column.words else "unknown"


# --- single values: the value as the model has it, or None ----------------------------------------------------------


def _id(value: str, column: Column) -> str | None:
    return value if SLUG.fullmatch(value) and value not in ("unknown", "none") else None


def _ids(value: str, column: Column) -> str | None:
    parts = value.split()
    return " ".join(parts) if column.name == "facts" or all(SLUG.fullmatch(p) for p in parts) else None


def _word(value: str, column: Column) -> str | None:
    return value if value in column.words else None


def _place(value: str, column: Column) -> str | None:
    from datamap.labels import countries  # here, because it reads a table of countries

    return value if value in (*VAGUE_PLACES, *REGIONS) else countries.code_of(value)


def _period(value: str, column: Column) -> str | None:
    return value if value in ("unknown", "none") or PERIOD.fullmatch(value) else None


def _people(value: str, column: Column) -> str | None:
    from datamap.labels.values import read_people  # here, because it reads the words of all languages

    return value if value == "unknown" else read_people(value).only or None


def _date(value: str, column: Column) -> str | None:
    if value == "":
        return value
    try:
        return value if dt.date.fromisoformat(value).isoformat() == value else None
    except ValueError:
        return None


def _day(value: str, column: Column) -> str | None:
    return value if value in ("unknown", "none") else _date(value, column) or None


_READ: dict[str, Callable[[str, Column], str | None]] = {
    "id": _id,
    "ids": _ids,
    "word": _word,
    "said": _word,
    "place": _place,
    "period": _period,
    "people": _people,
    "date": _date,
    "day": _day,
    "citation": lambda value, column: value if is_citation(value) else None,
}


def _expected(what: str, column: Column) -> str:
    if what in ("word", "said"):
        return shape.listed(column.words)
    return {
        "id": "ids of lower-case letters and digits, joined by '-', '_' or '.'",
        "ids": "ids, separated by blanks",
        "place": "a country (name or ISO 3166-1 code), an organisation such as EPO, a region such as EU, or unknown, "
        "worldwide, various",
        "citation": "citations such as GDPR Art. 7(3), separated by '; ', or unknown",
        "period": "a period such as P5Y, none or unknown",
        "people": "a number of people such as 5000, 1-100 or 1000+, or unknown",
        "date": "a date such as 2026-09-30",
        "day": "a date such as 2026-09-30, none or unknown",
    }[what]


REQUIRED = (
    "inventories",
    "controllers",
    "subjects",
    "categories",
    "recipients",
    "purposes",
    "purpose_subjects",
    "uses",
    "bases",
    "retentions",
    "disclosures",
    "sites",
    "safeguards",
)
"""Tables that every partition has; any other one may be missing, and its lists are then as their parents state them."""
