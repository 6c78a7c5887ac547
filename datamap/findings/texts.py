"""Texts of findings as Arrow arrays: one text for all rows, or one for each; templates filled once per row."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

Text: TypeAlias = str | pa.Array
"""One text for all rows, or one for each."""
TEXT = pa.large_string()


def texts(values: Any) -> pa.Array:
    """A column of any kind as texts, as ``str`` writes its values."""
    column = getattr(values, "array", values)
    if isinstance(column, pd.Categorical):
        return texts(np.asarray(column.categories, dtype=object)).take(pa.array(column.codes))
    if isinstance(column, pd.arrays.ArrowStringArray):
        chunks = column.__arrow_array__()
        return (chunks.chunk(0) if chunks.num_chunks == 1 else chunks.combine_chunks()).cast(TEXT)
    objects = np.asarray(column, dtype=object)
    try:
        out = pa.array(objects, type=TEXT)
    except pa.ArrowTypeError:
        out = None
    return out if out is not None and not out.null_count else pa.array([str(v) for v in objects.tolist()], type=TEXT)


def join(parts: Sequence[Text]) -> Text:
    """Texts one after the other, row by row."""
    if all(isinstance(p, str) for p in parts):
        return "".join(parts)
    return pc.binary_join_element_wise(
        *(pa.scalar(p, TEXT) if isinstance(p, str) else p for p in parts), pa.scalar("", TEXT)
    )


def render(template: str, columns: Mapping[str, Text]) -> Text:
    """A template filled once per row: ``{recipient} gets {what}``; without fields it stays as it is."""
    parsed = list(string.Formatter().parse(template))
    if not any(field for _, field, _, _ in parsed):
        return template
    return join(
        [
            part
            for text, field, _, _ in parsed
            for part in ((text, columns[field]) if field else (text,))
            if not isinstance(part, str) or part
        ]
    )


def some(first: pa.Array, count: np.ndarray, nothing: str) -> pa.Array:
    """Phrases such as "Identification information and 4 more" from the first name and the count."""
    more = texts(
        np.array(["", "", *(f" and {n - 1} more" for n in range(2, int(count.max(initial=0)) + 1))], dtype=object)
    )
    return pc.if_else(pa.array(count == 0), pa.scalar(nothing, TEXT), join([first, more.take(pa.array(count))]))
