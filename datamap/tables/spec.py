"""The one table spec, derived from the model: which tables there are, their columns, whose rows they refer to."""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, Union, get_args, get_origin

from datamap import model as inventory
from datamap.model.entry import Entry, Evidence

SAID = ("unknown", "none", "listed")

# field of a model class -> name of its child table; a field that is not here has no table
CHILDREN: dict[tuple[type, str], str] = {
    (inventory.Controller, "also_under"): "other_laws",
    (inventory.Controller, "representative"): "representatives",
    (inventory.Controller, "dpo"): "dpos",
    (inventory.Controller, "joint_controllers"): "joint_controllers",
    (inventory.Controller, "authority"): "authorities",
    (inventory.Notice, "informs"): "informs",
    (inventory.Notice, "observations"): "observations",
    (inventory.Observation, "purposes"): "observation_purposes",
    (inventory.Observation, "recipients"): "observation_recipients",
    (inventory.Category, "subjects"): "category_subjects",
    (inventory.Purpose, "sub_purposes"): "sub_purposes",
    (inventory.Purpose, "on_behalf_of"): "principals",
    (inventory.Purpose, "joint_with"): "joint_partners",
    (inventory.Purpose, "subjects"): "purpose_subjects",
    (inventory.Purpose, "categories"): "uses",
    (inventory.Purpose, "legal_bases"): "bases",
    (inventory.Purpose, "retention"): "retentions",
    (inventory.Purpose, "sources"): "sources",
    (inventory.Purpose, "recipients"): "disclosures",
    (inventory.Purpose, "measures"): "purpose_measures",
    (inventory.Purpose, "systems"): "systems",
    (inventory.LegalBasis, "conditions"): "basis_conditions",
    (inventory.Retention, "categories"): "retention_categories",
    (inventory.Source, "categories"): "source_categories",
    (inventory.ServedBy, "categories"): "disclosure_categories",
    (inventory.Recipient, "aliases"): "aliases",
    (inventory.Recipient, "checked"): "contract_checks",
    (inventory.ContractCheck, "fails"): "contract_failings",
    (inventory.Recipient, "sites"): "sites",
    (inventory.Recipient, "safeguards"): "safeguards",
    (inventory.Recipient, "sub_processors"): "sub_processors",
    (inventory.Recipient, "categories"): "recipient_categories",
    (inventory.Recipient, "scope"): "scope_facts",
    (inventory.Safeguard, "countries"): "safeguard_countries",
    (inventory.Assessment, "transfers"): "assessed_transfers",
    (inventory.Assessment, "tools"): "assessed_tools",
    (inventory.Assessment, "activities"): "assessed_activities",
    (inventory.Assessment, "criteria"): "screening_criteria",
    (inventory.Assessment, "measures"): "assessment_measures",
    (inventory.Assessment, "answers"): "assessment_answers",
    (inventory.Assessment, "rests_on"): "assessment_inputs",
    (inventory.AssessedTransfer, "countries"): "assessed_countries",
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
    ("observation_purposes", "purpose"): "purposes",
    ("observation_recipients", "recipient"): "recipients",
    ("disclosures", "recipient"): "recipients",
    ("sub_processors", "sub_processor"): "recipients",
    ("assessed_transfers", "recipient"): "recipients",
    ("assessed_activities", "purpose"): "purposes",
}

# name of the one value of a row in a table made from a list of plain values
VALUES = {
    "category_subjects": "subject",
    "sub_purposes": "text",
    "purpose_subjects": "subject",
    "purpose_measures": "measure",
    "systems": "text",
    "basis_conditions": "condition",
    "retention_categories": "category",
    "source_categories": "category",
    "disclosure_categories": "category",
    "aliases": "text",
    "contract_failings": "letter",
    "other_laws": "law",
    "recipient_categories": "category",
    "safeguard_countries": "country",
    "assessed_countries": "country",
    "assessed_tools": "tool",
    "assessed_activities": "purpose",
    "observation_purposes": "purpose",
    "observation_recipients": "recipient",
}

SINGULAR = {
    "inventories": "controller",
    "controllers": "organisation",
    "notices": "notice",
    "subjects": "subject",
    "categories": "category",
    "measures": "measure",
    "purposes": "purpose",
    "recipients": "recipient",
    "bases": "basis",
    "retentions": "retention",
    "sources": "source",
    "disclosures": "disclosure",
    "safeguards": "safeguard",
    "contract_checks": "contract_check",
    "observations": "observation",
    "assessments": "assessment",
    "documents": "document",
    "assessed_transfers": "assessed_transfer",
}


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
        Field of the model it holds; empty for the value of a plain list.
    """

    name: str
    kind: str
    words: tuple[str, ...] = ()
    refers: str = ""
    field: str = ""


@dataclass(frozen=True)
class Table:
    """One table: the model it holds, whose child it is, its columns beside ``controller``, the parent and ``line``."""

    name: str
    model: type | None
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
    """The type itself, without ``Annotated`` and without the words that may be used instead, such as ``| None``."""
    while True:
        origin = get_origin(annotation)
        if origin is None:
            return annotation
        if hasattr(annotation, "__metadata__"):
            annotation = annotation.__origin__
        elif origin in (Union, types.UnionType):
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
    def walk(name: str, model: type[Entry], parent: str, at: str) -> Iterator[Table]:
        fields = {f: i.annotation for f, i in model.model_fields.items() if f != "evidence"}
        yield Table(name, model, parent, at, tuple(_column(name, f, a) for f, a in fields.items()))
        for f, annotation in fields.items():
            child = CHILDREN.get((model, f))
            if not child:
                continue
            item = _inner(get_args(_inner(annotation))[0])
            if isinstance(item, type) and issubclass(item, Entry):
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

    yield from walk("inventories", inventory.Meta, "", "meta")
    yield from walk("controllers", inventory.Controller, "", "controller")
    yield from walk("subjects", inventory.DataSubject, "", "subjects")
    yield from walk("categories", inventory.Category, "", "categories")
    yield from walk("measures", inventory.Measure, "", "measures")
    yield from walk("recipients", inventory.Recipient, "", "recipients")
    yield from walk("purposes", inventory.Purpose, "", "purposes")
    yield from walk("notices", inventory.Notice, "", "notice")
    yield from walk("rights", inventory.Right, "", "rights")
    yield from walk("assessments", inventory.Assessment, "", "assessments")
    yield from walk("documents", inventory.SignedDocument, "", "documents")


SPEC: dict[str, Table] = {t.name: t for t in _tables()}
"""Every table of the map by name, parents before children, and what others refer to before those."""

TOP_LISTS = ("subjects", "categories", "measures", "recipients", "purposes", "rights", "assessments", "documents")
EVIDENCE = Table(
    "evidence",
    Evidence,
    "",
    "",
    (
        Column("table", "word", tuple(SPEC)),
        *(_column("evidence", f, i.annotation) for f, i in Evidence.model_fields.items()),
    ),
)
SPEC["evidence"] = EVIDENCE
SPEC["inventories"] = Table(
    "inventories",
    inventory.Meta,
    "",
    "meta",
    SPEC["inventories"].columns
    + (Column("file", "text"), Column("sha256", "text"))
    + tuple(Column(name, "said", SAID) for name in TOP_LISTS),
)

CHILD_TABLES = {t.name: [c for c in SPEC.values() if c.parent == t.name] for t in SPEC.values()}
"""The child tables of each table."""
