"""One table spec, derived from the model, that frames, Parquet, workbook sheets, import and diff all follow.

Every noun of the model has a table, every list in it a child table. Reading order: :data:`SPEC` names the tables,
:func:`from_inventories` fills them, :func:`to_inventories` goes back. One inventory or ten thousand make the same
frames:

* ``controller``: row of ``inventories`` (int32), in every table;
* a reference (``purpose``, ``category``, ``recipient`` ...): row of that table (int32), -1 where it points nowhere;
* a word of a closed vocabulary: categorical over the whole vocabulary, ``unknown`` among it, never NaN;
* a list: a column of its name saying ``unknown``, ``none`` or ``listed``, and its rows in the child table;
* a date: ISO 8601 text, ``unknown`` or ``none``, empty where the model has None;
* ``line``: line in the file it was read from, 0 where there is none.
"""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, get_args, get_origin

import numpy as np
import pandas as pd

from datamap import model
from datamap.model import Evidence, Inventory, Noun
from datamap.vocabulary import UNKNOWN

SAID = ("unknown", "none", "listed")

# field of a noun -> name of its child table; a field that is not here has no table of its own
CHILDREN: dict[tuple[type, str], str] = {
    (model.Controller, "representative"): "representatives",
    (model.Controller, "dpo"): "dpos",
    (model.Controller, "joint_controllers"): "joint_controllers",
    (model.Controller, "authority"): "authorities",
    (model.Notice, "informs"): "informs",
    (model.Category, "subjects"): "category_subjects",
    (model.Purpose, "sub_purposes"): "sub_purposes",
    (model.Purpose, "on_behalf_of"): "principals",
    (model.Purpose, "joint_with"): "joint_partners",
    (model.Purpose, "subjects"): "purpose_subjects",
    (model.Purpose, "categories"): "uses",
    (model.Purpose, "legal_bases"): "bases",
    (model.Purpose, "retention"): "retentions",
    (model.Purpose, "sources"): "sources",
    (model.Purpose, "recipients"): "disclosures",
    (model.Purpose, "measures"): "purpose_measures",
    (model.Purpose, "systems"): "systems",
    (model.LegalBasis, "conditions"): "basis_conditions",
    (model.Retention, "categories"): "retention_categories",
    (model.Source, "categories"): "source_categories",
    (model.ServedBy, "categories"): "disclosure_categories",
    (model.Recipient, "aliases"): "aliases",
    (model.Recipient, "sites"): "sites",
    (model.Recipient, "safeguards"): "safeguards",
    (model.Recipient, "sub_processors"): "sub_processors",
    (model.Recipient, "categories"): "recipient_categories",
    (model.Recipient, "scope"): "scope_facts",
    (model.Safeguard, "countries"): "safeguard_countries",
}

# (table, field) -> table that the ids in it refer to
REFERENCES: dict[tuple[str, str], str] = {
    ("category_subjects", "subject"): "subjects",
    ("purpose_subjects", "subject"): "subjects",
    ("purpose_measures", "measure"): "measures",
    ("uses", "category"): "categories",
    ("retention_categories", "category"): "categories",
    ("source_categories", "category"): "categories",
    ("disclosure_categories", "category"): "categories",
    ("recipient_categories", "category"): "categories",
    ("disclosures", "recipient"): "recipients",
    ("sub_processors", "sub_processor"): "recipients",
}

# name of the one value of a row in a table made from a list of plain values
VALUES = {
    "category_subjects": "subject", "sub_purposes": "text", "purpose_subjects": "subject", "purpose_measures": "measure",
    "systems": "text", "basis_conditions": "condition", "retention_categories": "category",
    "source_categories": "category", "disclosure_categories": "category", "aliases": "text",
    "recipient_categories": "category", "safeguard_countries": "country",
}  # fmt: skip

SINGULAR = {
    "inventories": "controller", "controllers": "organisation", "notices": "notice", "subjects": "subject",
    "categories": "category", "measures": "measure", "purposes": "purpose", "recipients": "recipient", "bases": "basis",
    "retentions": "retention", "sources": "source", "disclosures": "disclosure", "safeguards": "safeguard",
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    name : str
        Name in the frame.
    kind : {'text', 'word', 'date', 'ids', 'ref', 'said'}
        ``ids`` is a list of short names in one text, separated by blanks (``formerly``, ``facts``).
    words : tuple of str
        The vocabulary, of a ``word`` or ``said``.
    refers : str
        The table a ``ref`` points into.
    field : str
        Field of the noun it holds; empty for the value of a plain list.
    """

    name: str
    kind: str
    words: tuple[str, ...] = ()
    refers: str = ""
    field: str = ""


@dataclass(frozen=True)
class Table:
    """One table: which noun it holds, whose child it is, its columns beside ``controller``, the parent and ``line``."""

    name: str
    noun: type | None
    parent: str
    field: str
    columns: tuple[Column, ...]

    @property
    def key(self) -> str:
        """Name of the column by which children refer to it."""
        return SINGULAR.get(self.name, self.name)

    @property
    def parent_key(self) -> str:
        """Name of its own column that refers to the parent; empty for a table of the inventory itself."""
        return SINGULAR[self.parent] if self.parent else ""

    @property
    def dated(self) -> bool:
        """Whether its rows hold for a time."""
        return any(c.name == "from" for c in self.columns)

    def __getitem__(self, name: str) -> Column:
        return next(c for c in self.columns if c.name == name)


def _inner(annotation: Any) -> Any:
    """The type itself, without ``Annotated`` and without ``| None``."""
    while True:
        origin = get_origin(annotation)
        if origin is None:
            return annotation
        if hasattr(annotation, "__metadata__"):
            annotation = annotation.__origin__
        elif origin is types.UnionType or type(None) in get_args(annotation):
            annotation = next(a for a in get_args(annotation) if a is not type(None))
        else:
            return annotation


def _column(table: str, name: str, annotation: Any) -> Column:
    inner, column = _inner(annotation), name.rstrip("_")
    if get_origin(inner) is Literal:
        return Column(column, "word", get_args(inner), field=name)
    if inner is dt.date:
        return Column(column, "date", field=name)
    if (table, column) in REFERENCES:
        return Column(column, "ref", refers=REFERENCES[table, column], field=name)
    if (table, name) == ("sub_processors", "recipient"):
        return Column("sub_processor", "ref", refers="recipients", field=name)
    if get_origin(inner) is tuple:
        if name in ("formerly", "facts"):
            return Column(column, "ids", field=name)
        return Column(column, "said", SAID, field=name)
    return Column(column, "text", field=name)


def _tables() -> Iterator[Table]:
    def walk(name: str, noun: type, parent: str, at: str) -> Iterator[Table]:
        fields = {f: i.annotation for f, i in noun.model_fields.items() if f != "evidence"}
        yield Table(name, noun, parent, at, tuple(_column(name, f, a) for f, a in fields.items()))
        for f, annotation in fields.items():
            child = CHILDREN.get((noun, f))
            if not child:
                continue
            item = _inner(get_args(_inner(annotation))[0])
            if isinstance(item, type) and issubclass(item, Noun):
                yield from walk(child, item, name, f)
                continue
            value = VALUES[child]
            if (child, value) in REFERENCES:
                column = Column(value, "ref", refers=REFERENCES[child, value])
            elif get_origin(item) is Literal:
                column = Column(value, "word", get_args(item))
            else:
                column = Column(value, "text")
            yield Table(child, None, name, f, (column,))

    yield from walk("inventories", model.Meta, "", "meta")
    yield from walk("controllers", model.Controller, "", "controller")
    yield from walk("notices", model.Notice, "", "notice")
    yield from walk("subjects", model.DataSubject, "", "subjects")
    yield from walk("categories", model.Category, "", "categories")
    yield from walk("measures", model.Measure, "", "measures")
    yield from walk("recipients", model.Recipient, "", "recipients")
    yield from walk("purposes", model.Purpose, "", "purposes")
    yield from walk("rights", model.Right, "", "rights")


SPEC: dict[str, Table] = {t.name: t for t in _tables()}
"""Every table of the map by name, parents before children."""

TOP_LISTS = ("subjects", "categories", "measures", "recipients", "purposes", "rights")
EVIDENCE = Table(
    "evidence", Evidence, "", "",
    (Column("table", "word", tuple(SPEC)), *(_column("evidence", f, i.annotation) for f, i in Evidence.model_fields.items())),
)  # fmt: skip
SPEC["evidence"] = EVIDENCE
SPEC["inventories"] = Table(
    "inventories", model.Meta, "", "meta",
    SPEC["inventories"].columns + (Column("file", "text"), Column("sha256", "text"))
    + tuple(Column(name, "said", SAID) for name in TOP_LISTS),
)  # fmt: skip


@dataclass
class _Rows:
    """Rows on their way into frames: per table and column one list of codes or texts."""

    columns: dict[str, dict[str, list]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for t in SPEC.values():
            names = ["controller", *([t.parent_key] if t.parent else []), *(c.name for c in t.columns), "line"]
            if t is EVIDENCE:
                names.insert(2, "row")
            self.columns[t.name] = {n: [] for n in names}

    def size(self, table: str) -> int:
        return len(self.columns[table]["controller"])


_CODES: dict[tuple[str, ...], dict[str, int]] = {}


def _code(words: tuple[str, ...], word: str) -> int:
    codes = _CODES.get(words)
    if codes is None:
        codes = _CODES[words] = {w: i for i, w in enumerate(words)}
    return codes[word]


def _cell(column: Column, value: Any, ids: Mapping[str, Mapping[str, int]]) -> Any:
    if column.kind == "text":
        return value
    if column.kind == "word":
        return _code(column.words, value)
    if column.kind == "said":
        return 0 if value is UNKNOWN else 2 if value else 1
    if column.kind == "ref":
        return ids[column.refers].get(value, -1)
    if column.kind == "ids":
        return " ".join(value)
    return "" if value is None else value if isinstance(value, str) else value.isoformat()


def _add(rows: _Rows, table: Table, noun: Any, controller: int, parent: int, path: tuple, inv: Inventory, ids: dict) -> None:
    row, columns = rows.size(table.name), rows.columns[table.name]
    columns["controller"].append(controller)
    if table.parent:
        columns[table.parent_key].append(parent)
    columns["line"].append(inv.origin.line(path) if inv.origin else 0)
    for column in table.columns:
        if column.field or table.noun is None:
            value = getattr(noun, column.field) if column.field else noun
            columns[column.name].append(_cell(column, value, ids))
    if table.noun is None:
        return
    for i, e in enumerate(noun.evidence):
        line = inv.origin.line((*path, "evidence", i)) if inv.origin else 0
        for name, value in (("controller", controller), ("row", row), ("table", _code(EVIDENCE["table"].words, table.name)), ("line", line)):
            rows.columns["evidence"][name].append(value)
        for column in EVIDENCE.columns[1:]:
            rows.columns["evidence"][column.name].append(_cell(column, getattr(e, column.field), ids))
    for child in _CHILD_TABLES[table.name]:
        for i, item in enumerate(getattr(noun, child.field)):
            _add(rows, child, item, controller, row, (*path, child.field, i), inv, ids)


_CHILD_TABLES = {t.name: [c for c in SPEC.values() if c.parent == t.name] for t in SPEC.values()}


def frame(table: Table, columns: Mapping[str, Any]) -> pd.DataFrame:
    """A frame of the table's types from plain columns: codes for words, rows for references, texts.

    Parameters
    ----------
    table : Table
    columns : mapping of str to sequence
        All columns of the table, with ``controller``, the parent's and ``line``.
    """
    out: dict[str, Any] = {}
    for name, values in columns.items():
        column = next((c for c in table.columns if c.name == name), None)
        if column is None or column.kind == "ref":
            out[name] = np.asarray(values, dtype=np.int32)
        elif column.kind in ("word", "said"):
            out[name] = pd.Categorical.from_codes(np.asarray(values, dtype=np.int8), dtype=pd.CategoricalDtype(column.words))
        else:
            out[name] = pd.array(values, dtype="str")
    return pd.DataFrame(out, copy=False)


class Tables(Mapping[str, pd.DataFrame]):
    """The frames of one or many inventories, by table name; also as attributes (``tables.purposes``).

    Frames are built when first asked for. They are shared, not copied: treat them as read-only.
    """

    def __init__(self, frames: Mapping[str, Any]):
        self._frames = dict(frames)

    def __getitem__(self, name: str) -> pd.DataFrame:
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
        return f"<Tables of {len(self['inventories'])} inventories: {len(self['purposes'])} purposes, {len(self['recipients'])} recipients>"

    def on(self, day: dt.date) -> Tables:
        """The tables as they held on a day: rows not in force are left out, with all that hangs on them.

        References are renumbered, so that every row number is still a position in its frame.
        """
        iso, kept = day.isoformat(), {}
        for table in SPEC.values():
            f = self[table.name]
            keep = np.ones(len(f), dtype=bool)
            if table.dated:
                keep &= ((f["from"] <= iso) & ((f["until"] == "") | (f["until"] >= iso))).to_numpy()
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

    def _only(self, kept: Mapping[str, np.ndarray]) -> Tables:
        new = {name: np.cumsum(keep) - 1 for name, keep in kept.items()}
        frames: dict[str, pd.DataFrame] = {}
        for table in SPEC.values():
            f = self[table.name]
            moved = {
                c: r for c, r in [(table.parent_key, table.parent), *((c.name, c.refers) for c in table.columns if c.refers)]
                if r in kept
            }  # fmt: skip
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
        return Tables(frames)

    @cached_property
    def evidence_at(self) -> dict[tuple[str, int], list[int]]:
        """Rows of ``evidence`` by (table, row): where the words behind an entry are."""
        found: dict[tuple[str, int], list[int]] = {}
        f = self["evidence"]
        for i, key in enumerate(zip(f["table"].tolist(), f["row"].tolist(), strict=True)):
            found.setdefault(key, []).append(i)
        return found


def from_inventories(inventories: Iterable[Inventory]) -> Tables:
    """Tables of inventories, in the order given.

    Parameters
    ----------
    inventories : iterable of Inventory

    Returns
    -------
    Tables
        Row ``i`` of ``inventories``, ``controllers`` and ``notices`` is the i-th inventory.
    """
    rows = _Rows()
    for controller, inv in enumerate(inventories):
        ids = {
            name: {e.id: rows.size(name) + i for i, e in enumerate(getattr(inv, name))}
            for name in ("subjects", "categories", "measures", "recipients", "purposes")
        }
        head = rows.columns["inventories"]
        head["file"].append(inv.origin.file if inv.origin else "")
        head["sha256"].append(inv.origin.sha256 if inv.origin else "")
        for name in TOP_LISTS:
            value = getattr(inv, name)
            head[name].append(0 if value is UNKNOWN else 2 if value else 1)
        for table in SPEC.values():
            if table.parent or table is EVIDENCE:
                continue
            value = getattr(inv, table.field)
            entries = enumerate(value) if table.name in TOP_LISTS else ((None, value),)
            for i, noun in entries:
                path = (table.field,) if i is None else (table.field, i)
                _add(rows, table, noun, controller, -1, path, inv, ids)
    return Tables(rows.columns)


def to_inventories(tables: Tables) -> list[Inventory]:
    """Inventories back from their tables; the way back of :func:`from_inventories`.

    Raises
    ------
    pydantic.ValidationError
        Where the frames hold what the model does not allow. Frames made by this module never do.
    """
    plain = plain_inventories(tables)
    return [Inventory.model_validate(p) for p in plain]


def plain_inventories(tables: Tables) -> list[dict[str, Any]]:
    """Inventories as nested mappings of plain values, not yet validated: what a reader of tables works on."""
    nouns: dict[str, list[Any]] = {}
    for table in SPEC.values():
        if table is not EVIDENCE:
            nouns[table.name] = _plain(table, tables)
    f = tables["evidence"]
    for name, row, *values in zip(f["table"], f["row"], *(f[c.name] for c in EVIDENCE.columns[1:]), strict=True):
        entry = {c.field: v.split() if c.kind == "ids" else v for c, v in zip(EVIDENCE.columns[1:], values, strict=True)}
        nouns[name][row].setdefault("evidence", []).append(entry)
    for table in reversed(list(SPEC.values())):
        if not table.parent:
            continue
        for parent, item in zip(tables[table.name][table.parent_key], nouns[table.name], strict=True):
            held = nouns[table.parent][parent].get(table.field)
            if not isinstance(held, list):
                held = nouns[table.parent][parent][table.field] = []
            held.append(item)
    out: list[dict[str, Any]] = []
    for i in range(len(tables["inventories"])):
        said = {name: tables["inventories"][name].iloc[i] for name in TOP_LISTS}
        lists = {name: [] if word == "listed" else word for name, word in said.items()}
        out.append({"meta": nouns["inventories"][i], "controller": nouns["controllers"][i], "notice": nouns["notices"][i], **lists})
    for name in TOP_LISTS:
        for controller, item in zip(tables[name]["controller"], nouns[name], strict=True):
            held = out[controller].get(name)
            if not isinstance(held, list):
                held = out[controller][name] = []
            held.append(item)
    return out


def _plain(table: Table, tables: Tables) -> list[Any]:
    f = tables[table.name]
    columns = []
    for c in table.columns:
        values: list[Any] = f[c.name].tolist()
        if c.kind == "ref":
            ids = tables[c.refers]["id"].tolist()
            values = [ids[r] if r >= 0 else "unknown" for r in values]
        elif c.kind == "ids":
            values = [v.split() for v in values]
        elif c.kind == "date":
            values = [v or None for v in values]
        columns.append(values)
    if table.noun is None:
        return columns[0]
    named = [(c, v) for c, v in zip(table.columns, columns, strict=True) if c.field]
    rows = [dict(zip([c.field for c, _ in named], row, strict=True)) for row in zip(*(v for _, v in named), strict=True)]
    for row in rows:
        for c, _ in named:
            if c.kind == "said" and row[c.field] == "listed":
                row[c.field] = []
            elif c.kind == "date" and row[c.field] is None:
                del row[c.field]
    return rows
