"""Names of recipients: parted where each part is a name; places, tools and remarks beside them; denials."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datamap.labels.values import read_names


def names(text):
    return [v.value for v in read_names(text).values]


@pytest.mark.parametrize(
    "text, found",
    [
        ("Postbird Ltd", ["Postbird Ltd"]),
        ("Hosting Ltd, Postbird Inc., Bank AG", ["Hosting Ltd", "Postbird Inc.", "Bank AG"]),
        ("Nuage, Inc., Hoster GmbH & Co. KG", ["Nuage, Inc.", "Hoster GmbH & Co. KG"]),
        ("Lípa, s.r.o., Dub, a.s.", ["Lípa, s.r.o.", "Dub, a.s."]),
        ("Sosna spol. s r.o.; Buk v.o.s.", ["Sosna spol. s r.o.", "Buk v.o.s."]),
        ("Brzoza Sp. z o.o., Wierzba S.A.", ["Brzoza Sp. z o.o.", "Wierzba S.A."]),
        ("Quercia S.r.l. e Pino S.p.A.", ["Quercia S.r.l.", "Pino S.p.A."]),
        ("Chêne SARL et Pin SAS", ["Chêne SARL", "Pin SAS"]),
        ("Roble, S.L. y Pino, S.A.", ["Roble, S.L.", "Pino, S.A."]),
        ("Eik B.V. en Den N.V.", ["Eik B.V.", "Den N.V."]),
        ("Eiche GmbH und Tanne AG", ["Eiche GmbH", "Tanne AG"]),
        ("Dub s.r.o. a Lípa a.s.", ["Dub s.r.o.", "Lípa a.s."]),
        ("Dąb Sp. z o.o. i Sosna S.A.", ["Dąb Sp. z o.o.", "Sosna S.A."]),
        ("Mailbird, Sendcloud and Postbox", ["Mailbird", "Sendcloud", "Postbox"]),
        ("Mailbird / Sendcloud", ["Mailbird", "Sendcloud"]),
        ("Mailbird\nSendcloud\n- Postbox", ["Mailbird", "Sendcloud", "Postbox"]),
        ("1. Mailbird\n2. Sendcloud", ["Mailbird", "Sendcloud"]),
        ("tax advisers, banks, carriers", ["tax advisers", "banks", "carriers"]),
        ("Johnson & Sons Ltd", ["Johnson & Sons Ltd"]),
        ("Research and Development GmbH, Postbird Inc.", ["Research and Development GmbH", "Postbird Inc."]),
        ("Mærsk A/S", ["Mærsk A/S"]),
        ("Postbird Ltd (email, SMS, push)", ["Postbird Ltd"]),
        ("mail.example.com, shop.example.org", ["mail.example.com", "shop.example.org"]),
        ("Hosting and maintenance provider", ["Hosting and maintenance provider"]),
        ("Versand- und Druckdienstleister", ["Versand- und Druckdienstleister"]),
        ("Postbird Ireland Ltd, Harbour House, Quay 4, Ireland", ["Postbird Ireland Ltd"]),
        ("Post\u00adbird\u00a0Ltd", ["Postbird Ltd"]),
        ("Postbird, Mailbird, and Wren", ["Postbird", "Mailbird", "Wren"]),
        ("Vercel (US) + Neon (US)", ["Vercel", "Neon"]),
        ("Wren (Europe) S.à r.l. et Cie, S.C.A.", ["Wren (Europe) S.à r.l. et Cie, S.C.A."]),
        ("dodavatel tisku – Lípa s.r.o.", ["Lípa s.r.o."]),
    ],
)
def test_names_are_parted_where_each_part_is_one(text, found):
    assert names(text) == found


@pytest.mark.parametrize(
    "text, extra",
    [
        ("Postbird Inc. (US)", {"place": "US"}),
        ("Swedbank AS (LV)", {"place": "LV"}),
        ("Postbird Inc., USA", {"place": "US"}),
        ("Postbird Inc. - États-Unis", {"place": "US"}),
        ("Postbird Inc. (USA, SCC)", {"place": "US", "tool": "SCC"}),
        ("Postbird Inc. (SCC 2021/914)", {"tool": "SCC 2021/914"}),
        ("Printer Ltd (processor)", {"role": "processor"}),
        ("Drucker GmbH (Auftragsverarbeiter)", {"role": "processor"}),
        ("Postbird Inc. (formerly Mailbird)", {"alias": "Mailbird"}),
        ("Postbird GmbH (vormals Mailbird)", {"alias": "Mailbird"}),
        ("Amber Web Services (AWS)", {"alias": "AWS"}),
        ("Postbird Ltd (newsletter)", {"remark": "newsletter"}),
        ("Eiche SE & Co. KG", {}),
        ("Wren eG", {}),
        ("Postbird Analytics (Postbird Ireland Ltd)", {"entity": "Postbird Ireland Ltd"}),
        ("Mailbird (The Wren Group LLC, USA)", {"entity": "The Wren Group LLC", "place": "US"}),
        ("dodavatel tisku – Lípa s.r.o.", {"remark": "dodavatel tisku"}),
        ("banks", {"kind": "category"}),
        ("Steuerberater", {"kind": "category"}),
        ("přepravci", {"kind": "category"}),
    ],
)
def test_what_is_beside_a_name_belongs_to_it(text, extra):
    (value,) = read_names(text).values
    assert {k: v for k, v in value.extra.items() if not k.endswith("_at")} == extra and value.sure
    for key, at in value.extra.items():
        if key.endswith("_at"):
            start, end = map(int, at.split(":"))
            assert text[start:end].strip()


def test_a_country_code_behind_each_name_of_a_list_is_its_place():
    found = read_names("Postbird HR, Mailbird FR").values
    assert [(v.value, v.extra.get("place")) for v in found] == [("Postbird", "HR"), ("Mailbird", "FR")]


@pytest.mark.parametrize(
    "text",
    [
        "None (self-hosted)",
        "N/A - internal processing only",
        "Nobody",
        "No third parties; not shared outside the company",
        "Internal only",
        "none",
        "n/a",
        "not a sub-processor",
        "keine Weitergabe an Dritte",
        "Keine (selbst gehostet)",
        "nur intern",
        "aucun",
        "Aucun destinataire externe",
        "usage interne",
        "žádní příjemci",
        "nepředává se",
        "pouze interně",
        "Ninguno",
        "sin destinatarios",
        "Nessuno (self-hosted)",
        "solo uso interno",
        "geen ontvangers",
        "alleen intern",
        "brak odbiorców",
        "nie udostępnia się",
    ],
)
def test_a_denial_is_not_a_recipient(text):
    reading = read_names(text)
    assert reading.values == () and reading.denied


@pytest.mark.parametrize(
    "text",
    [
        "Postbird Ltd (planned)",
        "Postbird Ltd (not production)",
        "Postbird Ltd?",
        "Postbird GmbH (geplant)",
        "Pigeon SAS (en test)",
        "Holub s.r.o. (plánujeme)",
        "Paloma S.L. (en pruebas)",
        "Piccione S.r.l. (in valutazione)",
        "Duif B.V. (niet in gebruik)",
        "Gołąb Sp. z o.o. (planowane)",
        "Mailbird and Sendcloud",
        "We share the data with our partners, if you agree, and others",
        "only the staff who need it",
    ],
)
def test_what_may_not_be_a_recipient_is_never_sure(text):
    assert not any(v.sure and v.extra.get("kind") != "category" for v in read_names(text).values)


@pytest.mark.parametrize("text", ["", " - ", "tbd", "unbekannt", "?", "à compléter"])
def test_blank_is_neither_a_name_nor_a_denial(text):
    assert read_names(text).values == () and not read_names(text).denied


@pytest.mark.parametrize("beside", ["USA (SCC)", "USA (SCC 2021)", "USA, SCC", "USA (Standardvertragsklauseln)"])
def test_a_place_with_its_tool_behind_a_name_is_no_part_of_it(beside):
    (found,) = read_names(f"Shifts Cloud Inc., {beside}").values
    assert (found.value, found.sure, found.extra["place"]) == ("Shifts Cloud Inc.", True, "US")
    assert "tool" in found.extra


word = st.sampled_from(["Postbird", "Mailbird", "Lípa", "Nuage", "Eiche", "Gołąb", "Wren7", "reTail"])
form = st.sampled_from(["", " Ltd", " GmbH", ", Inc.", " s.r.o.", ", a.s.", " SARL", " S.p.A.", " B.V.", " Sp. z o.o."])
one = st.builds(lambda a, b, f: f"{a}{b}{f}", word, st.sampled_from(["", " Cloud", " 24"]), form)


@given(st.lists(one, min_size=1, max_size=4, unique=True), st.sampled_from(["\n", "; ", ", ", " / ", " \u2022 "]))
def test_joined_names_come_back(given_names, separator):
    assert names(separator.join(given_names)) == given_names


@given(st.lists(one.filter(lambda n: "." in n or n.endswith(("Ltd", "GmbH"))), min_size=2, max_size=3, unique=True))
def test_companies_joined_by_and_come_back_in_every_language(given_names):
    for joint in (" and ", " und ", " et ", " a ", " y ", " e ", " en ", " i "):
        assert names(joint.join(given_names)) == given_names, joint
