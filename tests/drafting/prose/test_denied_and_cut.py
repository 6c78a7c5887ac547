"""What is denied, cut in two or beside something else is not read as stated: it is asked about, or kept whole."""

from __future__ import annotations

import pytest
from drafting.prose.test_activities import bases, drafted
from lines_fixture import drafted as lines
from lines_fixture import named

from datamap.drafting import draft
from datamap.drafting.coverage import telling
from datamap.drafting.prose.words import languages_of, languages_of_lines

DENIED_PERIODS = [
    ("We do not keep them for 2 years.", False),
    ("We keep them, but not for 2 years.", False),
    ("We will not usually store your data for 2 years.", False),
    ("Retention: not 2 years.", False),
    ("No conservamos los datos durante 2 años.", False),
    ("Data that are no longer needed are deleted after 2 years.", True),
    ("We keep them no longer than 2 years.", True),
    ("We keep them for 2 years and do not share them.", True),
]


@pytest.mark.parametrize("sentence, sure", DENIED_PERIODS)
def test_a_period_behind_a_denial_is_not_sure(tmp_path, sentence, sure):
    basis = "La base jurídica es el consentimiento." if sentence.startswith("No ") else "Legal basis: consent."
    text = f"# Privacy\n\n## Newsletter\n\nWe send news. {basis}\n\n{sentence}\n"
    ((period,),) = (a.retention for a in drafted(tmp_path, text).activities)
    assert (period.value, period.sure) == ("P2Y", sure)


DENIED_CONTROLLERS = [
    "Acme Ltd is not the controller.",
    "The controller is not Acme Ltd, Road 1.",
    "Not Acme Ltd but Owl Ltd is the controller.",
    "Správcem není Acme s.r.o., Brno 1.",
    "Verantwortlicher ist nicht die Acme GmbH.",
]


@pytest.mark.parametrize("sentence", DENIED_CONTROLLERS)
def test_a_denied_controller_is_asked_about(tmp_path, sentence):
    found = drafted(tmp_path, f"# Privacy\n\n{sentence}\n")
    assert not found.controller and not found.recipients
    assert [e.quote.words for e in found.reading if e.what == "organisation"] == [sentence]


@pytest.mark.parametrize("behind", ["and does not share data", "", "and not a processor", ", not Owl Ltd"])
def test_a_controller_that_does_not_do_something_is_one(tmp_path, behind):
    found = drafted(tmp_path, f"# Privacy\n\nThe controller is Acme Ltd {behind}.\n")
    assert found.controller["name"].value.startswith("Acme Ltd") and found.controller["name"].sure


LISTS = [
    (
        "Owl, Lark (USA) and Customs and Border Protection",
        {"Owl": True, "Lark": True, "Customs and Border Protection": False},
    ),
    ("Owl, Lark and Elm", {"Owl": True, "Lark": True, "Elm": True}),
    ("Owl, Elm and Lark and Jay", {"Owl": True, "Elm and Lark": False, "Jay": False}),
    ("Owl, Lark (USA) and Jay, Elm", {"Owl": True, "Lark": False, "Jay": False, "Elm": True}),
]


@pytest.mark.parametrize("listed, sure", LISTS)
def test_a_name_that_may_be_cut_is_not_sure(tmp_path, listed, sure):
    found = drafted(tmp_path, f"# Privacy\n\n## Recipients\n\nWe share data with: {listed}.\n")
    assert {r.name.value: r.name.sure for r in found.recipients} == sure


@pytest.mark.parametrize("text", ["See § 26 BDSG", "§26", "§§ 3, 4", "Art. 6(1)(f)", "Artikel 6", "čl. 6 odst. 1"])
def test_an_article_is_telling(text):
    assert telling(text) == "an article"


@pytest.mark.parametrize("sentence", ["This rests on Art. 21 GDPR.", "See § 26 BDSG.", "Podle čl. 21 odst. 1 GDPR."])
def test_a_sentence_with_an_article_is_listed(tmp_path, sentence):
    path = tmp_path / "notice.md"
    path.write_text(f"# Privacy\n\n## Something else\n\nHello there. {sentence}\n", encoding="utf-8")
    (found,) = draft.draft(path).drafts
    assert [e.quote.words.strip() for e in found.reading if "an article" in e.why] == [sentence]


def test_a_number_behind_a_label_is_not_that_of_the_next_heading(tmp_path):
    text = "# Privacy\n\n**Registration:** 17\n\n## Purposes\n\n### Newsletter\n\nWe send news.\n\n### Payroll\n\n"
    found = drafted(tmp_path, text + "We pay our staff.\n")
    assert list(bases(found)) == ["Newsletter", "Payroll"]


@pytest.mark.parametrize("below", ["Your rights", "Controller", "Data protection officer", "Changes"])
def test_an_activity_may_have_a_chapter_about_rights(tmp_path, below):
    text = f"# Privacy\n\n## Newsletter\n\nLegal basis: consent.\n\n### {below}\n\nYou may object.\n\n## Shop\n\n"
    assert bases(drafted(tmp_path, text + "Legal basis: contract.\n")) == {"Newsletter": ["6-1-a"], "Shop": ["6-1-b"]}


def test_a_part_with_a_list_of_purposes_is_not_one_activity(tmp_path):
    text = "## Website\n\n### Controller\n\nAcme Ltd, Road 5, Brno\n\n### Purposes\n\n- Newsletter (consent)\n"
    text += "- Payroll (contract)\n\n### Your rights\n\nYou may object.\n\n## Cookies\n\nLegal basis: consent.\n"
    assert bases(drafted(tmp_path, text)) == {"Newsletter": ["6-1-a"], "Payroll": ["6-1-b"]}


def test_letters_of_abbreviations_are_of_no_language():
    text = "safeguard: n/a; safeguard: n/a; safeguard: n/a; owl a.s., lark a.s."
    assert languages_of(text) == languages_of("")
    assert not languages_of_lines([text] * 3)


def test_labelled_details_beside_not_applicable_are_kept():
    found = lines(
        "## Recipients",
        "- Owl Ltd. Location: Spain",
        "- Lark Ltd. Location: USA. Safeguard: n/a",
        "- Elm Ltd. Location: India. Safeguard: n/a",
    )
    assert [x[1] for x in named(found).values()] == [["ES"], ["US"], ["IN"]]


ADDRESSES = {
    "- Owl Ltd: Hill Road 5, Spain": ("Owl Ltd", ["ES"], []),
    "- Owl Ltd: Hill Road 5, 29001 Malaga, Spain": ("Owl Ltd", ["ES"], []),
    "- Owl Ltd: Hill Road 5, Malaga": ("Owl Ltd", [], ["Hill Road 5, Malaga"]),
    "- Owl | Company: Owl Inc., USA": ("Owl", ["US"], []),
}


@pytest.mark.parametrize("item, expected", ADDRESSES.items())
def test_an_address_behind_a_name_is_not_its_service(item, expected):
    (found,) = lines("## Recipients", item).recipients
    assert found.service is None
    assert (found.name.value, [p.value for p in found.places], [n.value for n in found.notes]) == expected


def test_a_legal_form_in_two_parts_is_one_name():
    found = lines("## Recipients", "We share data with Owl (Europe) S.à r.l. et Cie, S.C.A. and Lark Ltd, for example.")
    assert list(named(found)) == ["Owl (Europe) S.à r.l. et Cie, S.C.A.", "Lark Ltd"]


def test_the_town_of_a_country_is_one_name(tmp_path):
    path = tmp_path / "vendors.csv"
    path.write_text(
        "Recipient,Country\nOwl,Germany (Frankfurt am Main)\nLark,Germany (Hill and Dale)\n", encoding="utf-8"
    )
    (found,) = draft.draft(path).drafts
    assert [[p.value for p in r.places] for r in found.recipients] == [["DE"], ["DE", "unknown", "unknown"]]
    assert "Frankfurt am Main" in [e.quote.words for e in found.reading]


def test_a_town_ends_in_front_of_a_small_word():
    found = lines("## Recipients", "Their servers are in Hill Town and we like it.")
    assert [e.quote.words for e in found.reading if e.what == "location"] == ["servers are in Hill Town"]


HEAD = "# Privacy\n\nThe controller is Acme Ltd, Road 4, Brno.\n\n"
OFFICERS = [
    ("## Data protection officer\n\nEva Stone, dpo@acme.example", "Eva Stone"),
    ("## Data protection officer\n\nEva Stone\n\nHill Road 4\n\ndpo@acme.example", "Eva Stone"),
    ("## Data protection officer\n\nName: Eva Stone\n\nE-mail: dpo@acme.example", "Eva Stone"),
    ("## Data protection officer\n\nWrite to us: dpo@acme.example.\n\nHill Road, Kassel", ""),
]


@pytest.mark.parametrize("text, name", OFFICERS)
def test_the_name_below_the_title_of_the_officer_is_theirs(tmp_path, text, name):
    (officer,) = drafted(tmp_path, HEAD + text + "\n").parties["dpo"]
    assert (officer["name"].value if "name" in officer else "") == name
    assert officer["email"].value == "dpo@acme.example"


@pytest.mark.parametrize("text", ["## Data protection officer\n\nnone", "**Data protection officer:** none"])
def test_none_as_the_value_of_an_officer_is_proposed(tmp_path, text):
    (officer,) = drafted(tmp_path, HEAD + text + "\n").parties["dpo"]
    assert list(officer) == ["none"] and not officer["none"].sure


def test_a_denial_before_or_behind_a_named_officer_is_asked_about(tmp_path):
    both = ["We have not appointed a data protection officer.", "Our data protection officer is Eva Stone."]
    for pair in (both, both[::-1]):
        found = drafted(tmp_path, HEAD + " ".join(pair) + "\n")
        assert [e.quote.words for e in found.reading if e.what == "officer"] == [pair[1]]


@pytest.mark.parametrize("number", ["81234", "812", "81234 B"])
def test_a_number_of_the_register_is_not_an_address(tmp_path, number):
    controller = drafted(tmp_path, f"# Privacy\n\nThe controller is Acme GmbH, HRB {number}.\n").controller
    assert controller["registration"].value == number and "address" not in controller
