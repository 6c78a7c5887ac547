"""A company in brackets behind a name: its legal entity where the names agree, else a question."""

from __future__ import annotations

import pytest

from datamap.drafting.draft import draft


@pytest.mark.parametrize(
    "cell, entity, is_sure",
    [
        ("AWS (Amazon Web Services, Inc.)", "Amazon Web Services, Inc.", True),
        ("HubSpot (HubSpot Ireland Ltd)", "HubSpot Ireland Ltd", True),
        ("Chirp (Big Group, Inc.)", "Big Group, Inc.", False),  # it may be the parent
    ],
)
def test_a_company_in_brackets(tmp_path, cell, entity, is_sure):
    file = tmp_path / "list.csv"
    file.write_text(f'Vendor,Country\n"{cell}",USA\n', encoding="utf-8")
    found = draft(file)
    (organisation,) = found.organisations
    ((_, fact),) = organisation.facts("legal_entity")
    assert (organisation.name.value, fact.value, fact.sure) == (cell.partition(" ")[0], entity, is_sure)
    assert [e.what for e in found.reading] == ([] if is_sure else ["legal entity"])
