"""An accountant's list of purchases: who is known to get data, who is asked about, and who gets none."""

from __future__ import annotations

import pytest

import datamap as dm
from datamap.drafting.services import needs_data, needs_no_data
from datamap.labels.values import is_postponed

HEAD = "| Dodavatel | {label} | Obrat v Kč |\n|---|---|---|\n"
ROWS = [
    ("Elektrárna Jih a.s.", "elektrický proud Brno"),
    ("Plynaři s.r.o.", "dodávky plynu"),
    ("Hosting Vrba s.r.o.", "webhosting"),
    ("Slack", "chat"),
    ("Advokát Buk s.r.o.", "právní služby"),
    ("Záhada s.r.o.", "kvadranty"),
]


def drafted(tmp_path, label, rows=ROWS):
    text = HEAD.format(label=label) + "".join(
        f"| {name} | {what} | {n + 100} |\n" for n, (name, what) in enumerate(rows)
    )
    (tmp_path / "list.md").write_text(text, encoding="utf-8")
    merged = dm.draft(tmp_path / "list.md").merged
    return {o.name.value: o.name for o in merged.organisations}, {e.what: e.quote.words for e in merged.reading}


@pytest.mark.parametrize("label", ["Předmět plnění", "Co dodává", "Co nám vozí", "Xyz"])
def test_what_is_supplied_is_found_under_a_label_that_is_not_known(tmp_path, label):
    found, listed = drafted(tmp_path, label)
    assert listed["not recipients"] == "Elektrárna Jih a.s. | Plynaři s.r.o."
    assert {name: fact.sure for name, fact in found.items()} == {
        "Hosting Vrba s.r.o.": True,
        "Slack": True,
        "Advokát Buk s.r.o.": True,
        "Záhada s.r.o.": False,
    }
    assert "purchases" in found["Záhada s.r.o."].why


def test_a_list_of_purchases_without_what_is_supplied_has_no_sure_recipients(tmp_path):
    text = "| Dodavatel | Obrat v Kč |\n|---|---|\n| Elektrárna Jih a.s. | 100 |\n| Záhada s.r.o. | 200 |\n"
    (tmp_path / "list.md").write_text(text, encoding="utf-8")
    assert not any(o.name.sure for o in dm.draft(tmp_path / "list.md").merged.organisations)


def test_a_list_that_is_not_of_purchases_states_recipients(tmp_path):
    text = "| Zpracovatel | Služba |\n|---|---|\n| Záhada s.r.o. | kvadranty |\n"
    (tmp_path / "list.md").write_text(text, encoding="utf-8")
    assert all(o.name.sure for o in dm.draft(tmp_path / "list.md").merged.organisations)


def test_a_period_in_what_is_supplied_contradicts_the_notice(tmp_path):
    notice = "# Zásady\n## 1. Zasílání newsletteru\nPrávním základem je souhlas. E-mail uchováváme 3 roky.\n"
    (tmp_path / "notice.md").write_text(notice, encoding="utf-8")
    rows = [("Pošťák s.r.o.", "newsletter, kontakty 5 let"), ("Hosting Vrba s.r.o.", "hosting, smlouva na 4 roky")]
    text = HEAD.format(label="Služba") + "".join(f"| {name} | {what} | 100 |\n" for name, what in rows)
    (tmp_path / "list.md").write_text(text, encoding="utf-8")
    asked = [e.why for e in dm.draft([tmp_path / "notice.md", tmp_path / "list.md"]).merged.reading]
    (period,) = [a for a in asked if "states 5 years" in a]
    assert "notice.md" in period and "states 3 years" in period and not any("4 years" in a for a in asked)


@pytest.mark.parametrize(
    "text", ["židle do čekárny", "elektrického proudu", "odvoz komunálního odpadu", "papír, tonery"]
)
def test_supplies_without_data_in_the_words_of_an_accountant(text):
    assert needs_no_data(text) and not needs_data(text)


def test_a_waiting_room_does_not_wait():
    assert is_postponed("čeká na podpis") and is_postponed("čekající") and not is_postponed("židle do čekárny")


@pytest.mark.parametrize(
    "one, other",
    [("Dub Limited", "DUB Ltd."), ("Dub spol. s r. o.", "Dub, s.r.o."), ("Dub akciová společnost", "Dub, a.s.")],
)
def test_a_legal_form_in_full_and_abbreviated_is_one_organisation(tmp_path, one, other):
    (tmp_path / "list.md").write_text(f"| Processor |\n|---|\n| {one} |\n| {other} |\n| Dub LLC |\n", encoding="utf-8")
    names = [o.name.value for o in dm.draft(tmp_path / "list.md").merged.organisations]
    assert names == [one, "Dub LLC"]
