"""The workbook and the way back: nothing is lost, nothing is live, the same bytes."""

from __future__ import annotations

import pytest

from datamap import formats
from datamap.audit import audit
from datamap.formats import shape, workbook
from datamap.labels import sheets
from datamap.model import Evidence, Inventory
from datamap.publish.workbook import book_bytes, write_ropa


@pytest.fixture(scope="module")
def smartsupp(root):
    return formats.read(root / "inventory/smartsupp.yaml")


@pytest.fixture(scope="module")
def record(smartsupp, tmp_path_factory):
    return write_ropa(audit(smartsupp, "2026-09-30"), tmp_path_factory.mktemp("ropa") / "ropa.xlsx")


def test_smartsupp_comes_back_as_it_was(smartsupp, record):
    got = workbook.read(record)
    assert got.inventory == smartsupp
    assert got.warnings == ()


def test_the_same_audit_gives_the_same_bytes(smartsupp, record):
    assert book_bytes(audit(smartsupp, "2026-09-30")) == record.read_bytes()


def test_every_fact_of_the_model_stands_in_exactly_one_column():
    """Walks the model, not the table spec: a field added there without a column here would be lost on the way back."""
    columns: dict[tuple[str, str], list[str]] = {}
    for sheet in sheets().values():
        for path in sheet.holds:
            for c in sheet.columns:
                if not c.derived and not c.key.startswith("#"):
                    columns.setdefault((path, c.key), []).append(sheet.name)

    def walk(noun, path):
        for key, field in shape.of(noun).items():
            if field.noun is Evidence:
                continue
            at = f"{path}.{key}" if path else key
            if field.noun is not None:
                assert any(at in s.holds for s in sheets().values()), f"no sheet holds {at}"
                walk(field.noun, at)
                continue
            found = columns.pop((path, key), [])
            expected = ["Controller record", "Processor record"] if path == "purposes" else found[:1]
            assert found == expected, f"{path}.{key} stands on {found}"
            assert found, f"{path}.{key} stands nowhere"

    walk(Inventory, "")
    organisation_only = {k for k in columns if k[0].startswith("controller.")}
    assert set(columns) == organisation_only, "columns that are no fact of the model"


def test_labels_of_a_sheet_are_unlike_each_other():
    for sheet in sheets().values():
        labels = [c.label.casefold() for c in sheet.columns]
        assert len(labels) == len(set(labels)), sheet.name
