"""Remarks and further columns of a list: in the language of their label, and known numbers of a company."""

from __future__ import annotations

import pytest

import datamap as dm


def drafted(tmp_path, head, *rows):
    lines = [head, ["---"] * len(head), *rows]
    (tmp_path / "a.md").write_text("\n".join(f"| {' | '.join(line)} |" for line in lines), encoding="utf-8")
    return dm.draft(tmp_path / "a.md")


@pytest.mark.parametrize(
    "label, remark, sure",
    [
        ("Poznámka", "platí se kartou", True),  # "se" is a condition in Italian
        ("Note", "se necessario", False),
        ("Poznámka", "od ledna nepoužíváme?", False),
        ("Poznámka", "planned", False),
        ("Bemerkung", "wird geprüft", False),
    ],
)
def test_a_remark_is_read_in_the_language_of_its_label(tmp_path, label, remark, sure):
    found = drafted(tmp_path, ["Processor", "Service", label], ["Owl Ltd", "hosting", remark])
    assert [o.name.sure for o in found.merged.organisations] == [sure]


@pytest.mark.parametrize("label", ["IČO", "USt-IdNr.", "VAT number", "SIRET", "P. IVA", "NIF", "KvK", "NIP", "Poř."])
def test_the_number_of_a_company_or_row_is_no_question(tmp_path, label):
    found = drafted(tmp_path, ["Processor", label], ["Owl Ltd", "12345"])
    assert found.merged.reading == []


def test_a_recipient_that_may_be_out_of_use_does_not_hide_another_of_its_service(tmp_path):
    notice = (
        "# Zásady\n## 1. Zasílání newsletteru\nPrávním základem je souhlas. Newsletter rozesílá Sova Mail, s.r.o.\n"
    )
    (tmp_path / "notice.md").write_text(notice, encoding="utf-8")
    head = ["Dodavatel", "Služba", "Poznámka"]
    drafted(tmp_path, head, ["Sova Mail, s.r.o.", "newsletter", "už ne?"], ["Zebra Inc.", "newsletter", "kartou"])
    asked = [e for e in dm.draft([tmp_path / "notice.md", tmp_path / "a.md"]).merged.reading if e.what == "recipient"]
    assert any("notice.md" in e.why and "Zebra Inc." in e.why for e in asked)


def test_another_spelling_of_a_name_in_a_row_in_doubt_is_no_proposal(tmp_path):
    head = ["Dodavatel", "Služba", "Poznámka"]
    rows = ["Sova Mail, s.r.o.", "hosting", "kartou"], ["SOVA MAIL s.r.o.", "newsletter", "už ne?"]
    (found,) = drafted(tmp_path, head, *rows).inventory.recipients
    assert found.aliases in ((), "unknown")
