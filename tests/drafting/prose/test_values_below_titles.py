"""Numbered sections of a register: the words below a title that asks for a field are its value."""

from __future__ import annotations

import pytest

import datamap as dm

REGISTER = """1. Verarbeitungstätigkeit: Besprechungen
1.1 Zweck
Durchführung von Besprechungen
1.2 Rechtsgrundlage
Art. 6 Abs. 1 lit. e DSGVO
1.3 Kategorien betroffener Personen
Beschäftigte
1.4 Kategorien personenbezogener Daten
Stammdaten, Gesundheitsdaten
1.5 Kategorien von Empfängern
{recipients}
1.6 Übermittlung in Drittländer
{transfer}

2. Verarbeitungstätigkeit: Kasse
2.1 Rechtsgrundlage
Art. 6 Abs. 1 lit. c DSGVO
2.2 Kategorien von Empfängern
Wald und Wiese AG
"""


def drafted(tmp_path, recipients, transfer="Findet nicht statt."):
    path = tmp_path / "a.txt"
    path.write_text(REGISTER.format(recipients=recipients, transfer=transfer), encoding="utf-8")
    merged = dm.draft(path).merged
    return [a for _, a in merged.activities][0], {o.name.value: o for o in merged.organisations}, merged.reading


def test_words_below_a_title_are_its_value(tmp_path):
    first, found, reading = drafted(tmp_path, "Finanzamt Süd, Sparkasse Elm und Umland, Vogelpost AöR")
    names = ["Finanzamt Süd", "Sparkasse Elm und Umland", "Vogelpost AöR"]
    assert [r.name.value for r in first.recipients] == names and [*found] == [*names, "Wald und Wiese AG"]
    assert [(f.value, f.extra["special"]) for f in first.categories] == [
        ("Stammdaten", "unknown"),
        ("Gesundheitsdaten", "health"),
    ]
    assert [f.value for f in first.subjects] == ["Beschäftigte"] and reading == []


def test_a_sentence_below_a_title_is_no_value(tmp_path):
    first, _, _ = drafted(tmp_path, "Die Daten sind nur für Personen der Abteilung Personal bestimmt.")
    assert [r.name.value for r in first.recipients if r.name.sure] == []


@pytest.mark.parametrize(
    "transfer, places, tools",
    [
        ("USA; Standardvertragsklauseln", ["US"], ["scc"]),
        ("Findet nicht statt.", [], []),
        ("An Zebra Inc. in die USA, Standardvertragsklauseln", [], []),
    ],
)
def test_a_transfer_of_an_activity_is_proposed_for_its_only_recipient(tmp_path, transfer, places, tools):
    _, found, _ = drafted(tmp_path, "Eule Systems, Inc.", transfer)
    owl = found["Eule Systems, Inc."]
    assert [f.value for _, f in owl.facts("places")] == places and [f.value for _, f in owl.facts("tools")] == tools
    assert not any(f.sure for what in ("places", "tools") for _, f in owl.facts(what))


def test_a_transfer_of_an_activity_with_two_recipients_belongs_to_neither(tmp_path):
    _, found, reading = drafted(tmp_path, "Eule Systems, Inc., Zebra GmbH", "USA; Standardvertragsklauseln")
    assert not any(o.facts("places") or o.facts("tools") for o in found.values())
    assert any("Standardvertragsklauseln" in e.quote.words for e in reading)
