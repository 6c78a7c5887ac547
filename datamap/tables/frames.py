"""The frames of one or many inventories, and the frames as they held on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import Any

import numpy as np
import pandas as pd

from datamap.errors import CallError
from datamap.labels.counting import count
from datamap.model import arguments
from datamap.model.vocabulary import shown
from datamap.tables.arrays import among, passing, records
from datamap.tables.children import Children
from datamap.tables.memo import Once
from datamap.tables.spec import EVIDENCE, SPEC, Table

Codes = tuple[np.ndarray, list[str]]
"""A column as integers, and what they mean."""


def spare(rows: int, words: int) -> bool:
    """Whether codes of a column are worth keeping: most rows have their word in common with another one."""
    return words <= rows // 2


TEXT = pd.Series([], dtype="str").dtype
"""The type of a column of texts, made once: to find it by its name costs more than a small column."""


@cache
def _vocabulary(words: tuple[str, ...]) -> pd.CategoricalDtype:
    """The type of a column of words. A hundred columns have one, and it costs pandas more than a small column."""
    return pd.CategoricalDtype(words)


def frame(table: Table, columns: Mapping[str, Any]) -> pd.DataFrame:
    """A frame of the table's types from plain columns: codes for words, rows for references, texts.

    Parameters
    ----------
    table : Table
    columns : mapping of str to sequence
        All columns of the table, with ``controller``, the parent's and ``line``.
    """
    if not any(map(len, columns.values())):
        return _empty(table, tuple(columns)).copy(deep=False)
    return _frame(table, columns)


@cache
def _empty(table: Table, columns: tuple[str, ...]) -> pd.DataFrame:
    """The frame of a table without rows. Most tables of a small map have none, and a frame costs pandas much."""
    return _frame(table, dict.fromkeys(columns, ()))


def _frame(table: Table, columns: Mapping[str, Any]) -> pd.DataFrame:
    out: dict[str, Any] = {}
    for name, values in columns.items():
        column = next((c for c in table.columns if c.name == name), None)
        if column is None or column.kind == "ref":
            out[name] = np.asarray(values, dtype=np.int32)
        elif column.kind in ("word", "said"):
            out[name] = pd.Categorical.from_codes(np.asarray(values, dtype=np.int8), dtype=_vocabulary(column.words))
        else:
            out[name] = pd.array(values, dtype=TEXT)
    return pd.DataFrame(out, copy=False)


class MissingTable(CallError, KeyError):
    """There is no table of that name. It is also a ``KeyError``, as for any mapping."""

    __str__ = Exception.__str__  # a KeyError shows its message in quotes


class Tables(Once, Mapping[str, pd.DataFrame]):
    """The frames of one or many inventories, by table name; also as attributes (``tables.purposes``).

    Frames are built when first asked for. They are shared, not copied: treat them as read-only.

    Parameters
    ----------
    frames : mapping
        By table name a frame, or the columns for one.
    codes : mapping, optional
        By table and column what :meth:`codes` gives, where the reader has it.
    rows : mapping, optional
        Of tables that are part of others: by table the row that each row has there, where rows were left out.
    """

    def __init__(
        self,
        frames: Mapping[str, Any],
        codes: Mapping[tuple[str, str], Codes] | None = None,
        rows: Mapping[str, np.ndarray] | None = None,
    ):
        self._frames, self.rows = dict(frames), dict(rows or {})
        self._read = {key: (at, words) for key, (at, words) in (codes or {}).items() if spare(len(at), len(words))}
        self._codes = dict(self._read)

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._frames:
            raise MissingTable(
                f"tables: {shown(name)} is not known. {arguments.list_expected(str(name), self._frames)}"
            )
        value = self._frames[name]
        if not isinstance(value, pd.DataFrame):
            value = self._frames[name] = frame(SPEC[name], value)
        return value

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_") or name not in SPEC:
            raise AttributeError(name)
        return self[name]

    def __iter__(self) -> Iterator[str]:
        return iter(SPEC)

    def __len__(self) -> int:
        return len(SPEC)

    def __repr__(self) -> str:
        of, *held = (count(len(self[name]), name) for name in ("inventories", "purposes", "recipients"))
        return f"<Tables of {of}: {', '.join(held)}>"

    def as_read(self) -> Tables:
        """The same tables without what was worked out from them, for measurements."""
        return Tables(self._frames, self._read)

    def codes(self, table: str, column: str) -> Codes:
        """A column as integers and what they mean; worked out once, because the law does not change it."""
        key = (table, column)
        if key not in self._codes:
            values = self[table][column]
            if isinstance(values.dtype, pd.CategoricalDtype):
                self._codes[key] = values.cat.codes.to_numpy().astype(np.int64), list(values.cat.categories)
            else:
                codes, found = pd.factorize(values)
                self._codes[key] = codes, [str(v) for v in found]
        return self._codes[key]

    def numbers(self, table: str, column: str) -> Codes | None:
        """What :meth:`codes` gives if it is already worked out, else None."""
        return self._codes.get((table, column))

    def among(self, table: str, column: str, words: Collection[str]) -> np.ndarray:
        """Which rows of a column have one of some words (bool)."""
        if known := self.numbers(table, column):
            codes, found = known
            return passing(words.__contains__, found, codes)
        return among(self[table][column], words)

    def on(self, day: dt.date) -> Tables:
        """The tables as they held on a day: rows not in force are left out, with all that belongs to them.

        References are renumbered, so that every row number is still a position in its frame.
        """
        iso = day.isoformat()
        own = {table.name: _in_force(self, table.name, iso) for table in SPEC.values() if table.dated}
        return self.keep({name: keep for name, keep in own.items() if not keep.all()})

    def keep(self, own: Mapping[str, np.ndarray]) -> Tables:
        """The tables with only some rows of some tables, and without all that belongs or refers to the others."""
        if not own:
            return self  # frames that are not asked for need not be built
        kept = dict[str, np.ndarray]()
        for table in SPEC.values():
            f = self[table.name]
            keep = own[table.name].copy() if table.name in own else np.ones(len(f), dtype=bool)
            if table.parent and table.parent in kept:
                keep &= kept[table.parent][f[table.parent_key].to_numpy()]
            for column in table.columns:
                if column.kind == "ref" and column.refers in kept:
                    rows = f[column.name].to_numpy()
                    keep &= (rows < 0) | kept[column.refers][rows]
            if table is EVIDENCE:
                names, rows = f["table"].cat.codes.to_numpy(), f["row"].to_numpy()
                for code, name in enumerate(EVIDENCE["table"].words):
                    if name in kept:
                        mine = names == code
                        keep[mine] &= kept[name][rows[mine]]
            if not keep.all():
                kept[table.name] = keep
        return self._only(kept) if kept else self

    def children(self, table: str, column: str) -> Children:
        """The rows of a table that belong to each row of the table that a column refers to, worked out once."""
        return self.once(_children, table, column)

    def size(self, name: str) -> int:
        """The number of rows of a table; the frame need not be built for this."""
        held = self._frames[name]
        return len(held) if isinstance(held, pd.DataFrame) else max(map(len, held.values()), default=0)

    def has(self, table: str, column: str, word: str) -> bool:
        """Whether any row of a column of words has a word; the frame need not be built for this."""
        held, code = self._frames[table], SPEC[table][column].words.index(word)
        if isinstance(held, pd.DataFrame):
            return bool((held[column].cat.codes.to_numpy() == code).any())
        codes = held[column]
        return code in codes if isinstance(codes, list) else bool((np.asarray(codes) == code).any())

    def with_columns(self, changed: Mapping[str, Mapping[str, Any]]) -> Tables:
        """The same rows with other values in some columns: table -> column -> values."""
        frames = {name: self[name].assign(**columns) for name, columns in changed.items()}
        return Tables({**self._frames, **frames}, rows=self.rows)

    def rows_in(self, other: Tables, name: str) -> np.ndarray:
        """For each row of a table its row in other tables that are part of the same ones; -1 where it is left out."""
        mine, theirs = self.rows.get(name), other.rows.get(name)
        mine = np.arange(len(self[name])) if mine is None else mine
        if theirs is None:
            return mine
        at = np.full(max(mine.max(initial=-1), theirs.max(initial=-1)) + 1, -1)
        at[theirs] = np.arange(len(theirs))
        return at[mine]

    def of(self, low: int, high: int) -> Tables:
        """The tables of the controllers ``low`` to ``high - 1`` alone, renumbered."""
        controllers = {name: self[name]["controller"].to_numpy() for name in SPEC}
        part = self._only({name: (c >= low) & (c < high) for name, c in controllers.items()})
        return Tables({name: f.assign(controller=(f["controller"] - low).astype(np.int32)) for name, f in part.items()})

    def _only(self, kept: Mapping[str, np.ndarray]) -> Tables:
        new = {name: np.cumsum(keep) - 1 for name, keep in kept.items()}
        frames: dict[str, pd.DataFrame] = {}
        for table in SPEC.values():
            f = self[table.name]
            moved = {
                c: r
                for c, r in [(table.parent_key, table.parent), *((c.name, c.refers) for c in table.columns if c.refers)]
                if r in kept
            }
            if table.name not in kept and not moved and table is not EVIDENCE:
                frames[table.name] = f
                continue
            f = f[kept[table.name]].reset_index(drop=True) if table.name in kept else f.copy()
            for column, target in moved.items():
                rows = f[column].to_numpy()
                f[column] = np.where(rows < 0, -1, new[target][rows]).astype(np.int32)
            if table is EVIDENCE:
                names, rows = f["table"].cat.codes.to_numpy(), f["row"].to_numpy().copy()
                for code, name in enumerate(EVIDENCE["table"].words):
                    if name in kept:
                        mine = names == code
                        rows[mine] = new[name][rows[mine]]
                f["row"] = rows.astype(np.int32)
            frames[table.name] = f
        rows = {
            name: self.rows[name][keep] if name in self.rows else np.flatnonzero(keep) for name, keep in kept.items()
        }
        return Tables(frames, rows={**self.rows, **rows})

    @cached_property
    def evidence_words(self) -> list[dict[str, str]]:
        """Each piece of evidence as plain data, without what it leaves empty."""
        keys = ("section", "words", "how", "why", "document", "facts")
        columns = [self["evidence"][k].astype(str).tolist() for k in keys]
        return [{k: v for k, v in zip(keys, row, strict=True) if v} for row in zip(*columns, strict=True)]

    @cached_property
    def evidence_at(self) -> dict[tuple[str, int], list[int]]:
        """Rows of ``evidence`` by (table, row): where the words behind an entry are."""
        found: dict[tuple[str, int], list[int]] = {}
        for i, key in enumerate(records(self["evidence"], "table", "row")):
            found.setdefault(key, []).append(i)
        return found


def _in_force(tables: Tables, name: str, iso: str) -> np.ndarray:
    """Rows of a dated table that hold on a day."""
    held = tables._frames[name]  # columns, or a frame that is built
    limits = [pd.array(held[c], dtype="str") for c in ("from", "until")]
    known = [tables.numbers(name, c) for c in ("from", "until")]
    has_day = [
        passing(bool, k[1], k[0]) if k else np.asarray(days != "") for k, days in zip(known, limits, strict=True)
    ]
    dated = np.flatnonzero(has_day[0] | has_day[1])  # of millions, a few
    start, end = (np.asarray(s.take(dated), dtype=object) for s in limits)
    out = np.ones(len(limits[0]), dtype=bool)
    out[dated] = (start <= iso) & ((end == "") | (end >= iso))
    return out


def _children(tables: Tables, table: str, column: str) -> Children:
    spec = SPEC[table]
    parent = spec.parent if column == spec.parent_key else spec[column].refers
    return Children(tables[table][column].to_numpy(), tables.size(parent))


def whole(texts: Any) -> Any:
    """A column of texts in one piece: taking rows of one in many pieces costs a search through them, every time."""
    if not isinstance(texts, pd.arrays.ArrowStringArray):
        return texts
    return pd.array(texts.__arrow_array__().combine_chunks(), dtype=texts.dtype)


def concat(parts: Sequence[Tables]) -> Tables:
    """The tables of several sets of controllers as one, in their order.

    Several parts are used up: each releases a table when its rows are joined, so that a group is in memory once only.
    """
    if len(parts) == 1:
        return parts[0]
    start = {name: np.cumsum([0, *(len(p[name]) for p in parts)]) for name in SPEC}
    frames: dict[str, pd.DataFrame] = {}
    for table in SPEC.values():
        moved = {"controller": "inventories", **({table.parent_key: table.parent} if table.parent else {})}
        moved |= {c.name: c.refers for c in table.columns if c.refers}
        out: dict[str, Any] = {}
        for column in parts[0][table.name].columns:
            values = [p[table.name][column] for p in parts]
            if column in moved:
                at = start[moved[column]]
                out[column] = np.concatenate(
                    [np.where(v < 0, -1, v.to_numpy() + at[i]) for i, v in enumerate(values)]
                ).astype(np.int32)
            elif table is EVIDENCE and column == "row":
                begin = np.array([start[name] for name in EVIDENCE["table"].words])
                names = [p["evidence"]["table"].cat.codes.to_numpy() for p in parts]
                out[column] = np.concatenate(
                    [v.to_numpy() + begin[n, i] for i, (v, n) in enumerate(zip(values, names, strict=True))]
                ).astype(np.int32)
            else:
                out[column] = whole(pd.concat(values, ignore_index=True).array)
        frames[table.name] = pd.DataFrame(out, copy=False)
        values.clear()
        for p in parts:
            del p._frames[table.name]
    for p in parts:
        p._codes.clear()
    known = [key for key in parts[0]._read if all(key in p._read for p in parts)]
    return Tables(frames, {key: _joined([p._read.pop(key) for p in parts]) for key in known})


def _joined(parts: Sequence[Codes]) -> Codes:
    """Codes of columns one after the other, over the words of all of them."""
    known: dict[str, int] = {}
    moved = [
        np.array([known.setdefault(w, len(known)) for w in words], dtype=np.int32)[codes] for codes, words in parts
    ]
    return np.concatenate(moved), list(known)
