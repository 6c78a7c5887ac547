"""Recipients in lists and sentences: names, kinds, places, tools; what is denied is never in place."""

from __future__ import annotations

import itertools

import pytest
from lines_fixture import drafted, named

from datamap.drafting.facts import Draft
from datamap.drafting.prose import find_prose
from datamap.reading.document import Document, Heading, Item, Text

TOOLS = ("the EU-U.S. Data Privacy Framework", "the standard contractual clauses", "binding corporate rules")
DENIALS = (
    "Ferrow LLC in the United States does not rely on {}.",
    "Ferrow LLC (USA) is not bound by {}.",
    "We have never agreed {} with Ferrow LLC.",
    "Ferrow LLC, USA: {} not yet signed.",
    "With Ferrow LLC in the USA, {} are to be signed.",
    "Ferrow LLC in the USA has withdrawn from {}.",
    "We plan to agree {} with Ferrow LLC.",
)


@pytest.mark.parametrize(("denial", "tool"), list(itertools.product(DENIALS, TOOLS)))
@pytest.mark.parametrize("mark", ["", "- "], ids=["sentence", "item"])
def test_a_denied_or_postponed_tool_is_never_in_place(denial, tool, mark):
    draft = drafted("## Recipients", mark + denial.format(tool))
    assert [t for r in draft.recipients for t in r.tools if t.value != "unknown" and t.sure] == []
    in_place = [t.value for r in draft.recipients for t in r.tools if t.value != "unknown"]
    assert in_place == [], "a denied tool is recorded as in place"


@pytest.mark.parametrize(
    ("heading", "denial"),
    [
        ("Empfänger", "Die Ferrow LLC in den USA ist nicht nach dem EU-U.S. Data Privacy Framework zertifiziert."),
        ("Empfänger", "Mit der Ferrow LLC (USA) sind Standardvertragsklauseln noch abzuschließen."),
        ("Destinataires", "Ferrow LLC (États-Unis) n'est pas certifiée au titre du Data Privacy Framework."),
        ("Destinataires", "Aucune clause contractuelle type n'a été signée avec Ferrow LLC (États-Unis)."),
        ("Příjemci", "Společnost Ferrow LLC, USA, není certifikována podle Data Privacy Framework."),
        ("Příjemci", "Se společností Ferrow LLC (USA) nebyly uzavřeny standardní smluvní doložky."),
    ],
)
def test_a_denied_tool_is_not_in_place_in_other_languages(heading, denial):
    draft = drafted(f"## {heading}", denial)
    assert [t for r in draft.recipients for t in r.tools if t.value != "unknown"] == []


def test_a_general_statement_on_transfers_belongs_to_no_recipient():
    draft = drafted(
        "## Who receives your data",
        "We share data with Ferrow LLC (USA) and with Quernbit GmbH (Germany).",
        "## Transfers outside the EEA",
        "Where data leave the EEA we use standard contractual clauses or rely on an adequacy decision.",
    )
    assert named(draft) == {
        "Ferrow LLC": ("organisation", ["US"], []),
        "Quernbit GmbH": ("organisation", ["DE"], []),
    }
    assert [r.what for r in draft.reading] == ["transfer tool"]


def test_two_entities_of_one_brand_are_two_recipients_and_a_repeated_name_is_one():
    draft = drafted(
        "## Recipients", "- Zestbit LLC (USA)", "- Zestbit Ltd (United Kingdom)", "We also send logs to Zestbit LLC."
    )
    assert list(named(draft)) == ["Zestbit LLC", "Zestbit Ltd"]
    assert len({q.where for q in draft.recipients[0].name.quotes}) == 2


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("We share data with partners such as Oatcast, Pebblr and Quince.io.", ["Oatcast", "Pebblr", "Quince.io"]),
        ("Dodavatelé: Oatcast, Pebblr s.r.o., Quince.io", ["Oatcast", "Pebblr s.r.o.", "Quince.io"]),
        ("Wir geben Daten an Dienstleister wie Oatcast24, Pebblr und Quince.io weiter.",
         ["Oatcast24", "Pebblr", "Quince.io"]),
        ("Nous faisons appel à des prestataires tels que Oatcast, Pebblr et Quince.io.",
         ["Oatcast", "Pebblr", "Quince.io"]),
    ],
)  # fmt: skip
def test_names_of_an_enumeration(sentence, names):
    found = {name: kind for name, (kind, _, _) in named(drafted("## Recipients", sentence)).items()}
    assert [n for n in found if n in names] == names
    assert {found[n] for n in names} == {"organisation"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Data go to Basalt & Sons, Inc. in the USA.", "Basalt & Sons, Inc."),
        ("Data go to our carrier Van den Loo B.V. for delivery.", "Van den Loo B.V."),
        ("Data are shared with (Kestrel) Archive Ltd, our archive.", "(Kestrel) Archive Ltd"),
        ("We share data with the company Modrá Sova, a.s.", "Modrá Sova, a.s."),
        ("Data go to Les Vergers du Lac SAS.", "Les Vergers du Lac SAS"),
        ("We pass data to Müller und Söhne GmbH & Co. KG.", "Müller und Söhne GmbH & Co. KG"),
    ],
)
def test_a_name_ends_with_its_company_form_and_begins_with_its_first_capital(text, name):
    assert name in named(drafted("## Recipients", text))


def test_planned_and_denied_entries_are_to_be_read_and_not_recipients():
    draft = drafted(
        "## Our sub-processors",
        "- Oatcast Ltd (United Kingdom)",
        "- Pebblr Inc. (planned for 2027)",
        "- None in Asia",
        "## Not sub-processors",
        "- Quernbit Bank plc",
    )
    assert list(named(draft)) == ["Oatcast Ltd"]
    assert len(draft.reading) >= 2


def test_the_organisation_itself_is_not_its_recipient():
    draft = drafted("Controller: Oatcast Ltd, Leeds", "## Recipients", "- Pebblr Ltd", "Oatcast Ltd shares the rest.")
    assert list(named(draft)) == ["Pebblr Ltd"]


def test_the_representative_is_not_the_controller():
    draft = drafted("## Who we are", "Oatcast Inc. is the controller. Our EU representative is Pebblr GmbH in Berlin.")
    assert draft.controller["name"].value == "Oatcast Inc."


def test_lines_with_labels_make_one_entry_each():
    draft = drafted(
        "## List of sub-processors",
        "Name: Oatcast Ltd",
        "Address: 5 Hill Road, Leeds, United Kingdom",
        "Name: Pebblr Inc.",
        "Location: USA",
        "Transfer mechanism: Standard Contractual Clauses",
    )
    assert named(draft) == {
        "Oatcast Ltd": ("organisation", ["GB"], []),
        "Pebblr Inc.": ("organisation", ["US"], ["scc"]),
    }


SEATS = (
    ("## Empfänger", "Wir geben Daten an die Rheinblick Software GmbH mit Sitz in {} weiter.", "mit Sitz in"),
    ("## Recipients", "We share data with Northmail Ltd, based in {}, for mailings.", "based in"),
    (
        "## Destinataires",
        "Nous transmettons vos données à Lettrage SARL, dont le siège est à {}.",
        "dont le siège est à",
    ),
    ("## Příjemci údajů", "Údaje předáváme společnosti Poštovna s.r.o. se sídlem v {}.", "se sídlem v"),
)


@pytest.mark.parametrize(("heading", "sentence", "cue"), SEATS)
@pytest.mark.parametrize("town", ["Neustadt am Rübenberge", "St. Gallen", "Lyon"])
def test_a_seat_that_is_a_town_is_asked_and_no_country_is_invented(heading, sentence, cue, town):
    draft = drafted(heading, sentence.format(town))
    (one,) = draft.recipients
    assert one.places == [] and [e.quote.words for e in draft.reading if e.what == "location"] == [f"{cue} {town}"]


@pytest.mark.parametrize(("heading", "sentence", "cue"), SEATS[:2])
def test_a_seat_in_a_country_is_read_and_not_asked(heading, sentence, cue):
    draft = drafted(heading, sentence.format("Norway" if "based" in cue else "Norwegen"))
    assert [p.value for r in draft.recipients for p in r.places] == ["NO"]
    assert [e for e in draft.reading if e.what == "location"] == []


POSTPONED = ("SCCs under negotiation", "SCCs to be signed", "DPF certification applied for")


@pytest.mark.parametrize("words", POSTPONED)
@pytest.mark.parametrize(
    "item", ["- Coldstore, Inc. (USA) - backups; {}", "- Coldstore, Inc. - Transfer mechanism: {}"]
)
def test_a_postponed_tool_of_a_list_is_on_the_reading_list(words, item):
    draft = drafted("## Sub-processors", item.format(words))
    assert [t.value for r in draft.recipients for t in r.tools] == ["unknown"]
    assert any(words.split()[0] in e.quote.words for e in draft.reading if e.what == "transfer tool")


ENGAGING = (
    ("## Sub-processors", "{} uses the following sub-processors to provide its service."),
    ("## Sous-traitants", "{} fait appel aux sous-traitants suivants."),
    ("## Auftragsverarbeiter", "{} setzt die folgenden Dienstleister ein."),
    ("## Zpracovatelé", "{} využívá tyto zpracovatele."),
)


@pytest.mark.parametrize(("heading", "sentence"), ENGAGING)
def test_who_engages_the_recipients_is_not_one_for_sure(heading, sentence):
    draft = drafted(heading, sentence.format("Orvelle GmbH"))
    assert [r.name.value for r in draft.recipients if r.name.sure] == []


@pytest.mark.parametrize("mark", ["©", "© 2026", "Copyright 2026"])
def test_a_line_of_copyright_names_no_recipient(mark):
    assert drafted("## Recipients", f"{mark} Orvelle GmbH, Main Street 1").recipients == []


TO = (
    ("## Empfänger", "Ihre Daten übermitteln wir an die {}.", "Kassenzahnärztliche Vereinigung Hamburg"),
    ("## Recipients", "We disclose your data to the {} every year.", "Irish Revenue Commissioners"),
    ("## Příjemci", "Vaše údaje předáme společnosti {}, pokud s tím souhlasíte.", "Hodnotilka"),
)


@pytest.mark.parametrize(("heading", "sentence", "name"), TO)
def test_a_name_behind_to_is_proposed(heading, sentence, name):
    draft = drafted(heading, sentence.format(name))
    assert [(r.name.value, r.name.sure) for r in draft.recipients] == [(name, False)]


@pytest.mark.parametrize(
    "sentence",
    [
        "We transfer your data to the United States.",
        "Data are shared according to Article 6.",
        "We share data subject to the Standard Contractual Clauses.",
    ],
)
def test_a_place_an_article_or_a_tool_behind_to_is_no_recipient(sentence):
    assert [r.name.value for r in drafted("## Recipients", sentence).recipients] == []


def test_a_sentence_about_recipients_with_an_unknown_name_is_on_the_reading_list():
    draft = drafted("## Who receives your data", "The accounts are kept by our accountant Jana Malá.")
    assert any("Jana Malá" in e.why for e in draft.reading)


LABELS = (("Entity location: USA", "US"), ("Data location: Amsterdam, Netherlands", "NL"))


@pytest.mark.parametrize(("label", "place"), LABELS)
def test_details_below_an_item_belong_to_it(label, place):
    blocks = [Heading(Text.plain("Sub-processors", "line 1"), 1), Heading(Text.plain("Core", "line 2"), 2)]
    for n, (words, depth) in enumerate(
        (("Gnat, Inc.", 0), (label, 1), ("Transfer mechanism: SCCs", 1), ("Colour: Blue", 1), ("Other Ltd", 0)), 3
    ):
        blocks.append(Item(Text.plain(words, f"line {n}"), depth))
    draft = Draft()
    find_prose(Document("x.md", "md", "", tuple(blocks), text=""), draft)
    found = named(draft)
    assert found.keys() == {"Gnat, Inc.", "Other Ltd"} and found["Other Ltd"][1:] == ([], [])
    assert [e.quote.words for e in draft.reading if e.what == "detail"] == ["Colour: Blue"]
    assert place in found["Gnat, Inc."][1] and found["Gnat, Inc."][2] == ["scc"]


@pytest.mark.parametrize("word", ["and", "&", "as well as"])
def test_a_bracket_and_a_conjunction_part_two_companies(word):
    draft = drafted("## Recipients", f"We share data with Elm GmbH (Germany) {word} Fernchat (Asia) Ltd (India).")
    assert {k: v[1] for k, v in named(draft).items()} == {"Elm GmbH": ["DE"], "Fernchat (Asia) Ltd": ["IN"]}


@pytest.mark.parametrize(
    ("behind", "places"),
    [
        ("12 Hill Road, Denver, USA, with which we have agreed standard contractual clauses", ["US"]),
        ("Am Ring 4, 50667 Köln, Germany", ["DE"]),
        ("Denver, USA, and Maps Ltd", ["US"]),  # "and" is not Andorra
        ("which sends 12 letters, also from Denver, USA, for us", []),
    ],
)
def test_the_country_of_an_address_within_a_sentence(behind, places):
    found = named(drafted("## Newsletter", f"For our newsletter we use Pigeonmail Inc., {behind}."))
    assert found["Pigeonmail Inc."][1] == places


def test_a_labelled_tool_that_is_none_is_on_the_reading_list():
    draft = drafted("## Sub-processors", "- **Pigeonmail Inc.** Location: USA; Transfer tool: to be agreed")
    assert named(draft)["Pigeonmail Inc."][1:] == (["US"], [])
    assert [(e.what, e.quote.words) for e in draft.reading] == [("transfer tool", "to be agreed")]


def test_the_name_of_an_organisation_in_the_title_of_a_notice_is_no_cue():
    draft = drafted(
        "## Privacy notice of Shared Recipients Ltd",
        "## Membership",
        "We process your name to run your membership. It is based on our contract (Art. 6(1)(b) GDPR).",
    )
    assert [a.name.value for a in draft.activities] == ["Membership"]


@pytest.mark.parametrize(
    ("beside", "place"),
    [("in the USA", "US"), ("in Germany", "DE"), ("in the United States", "US"), ("from New Zealand", "NZ")],
)
def test_a_place_before_and_is_of_the_company_before_it(beside, place):
    found = named(
        drafted("## Newsletter", f"For our newsletter we use Pigeonmail Inc. {beside} and Maps Ltd in India.")
    )
    assert {name: places for name, (_, places, _) in found.items()} == {"Pigeonmail Inc.": [place], "Maps Ltd": ["IN"]}


def test_and_within_the_name_of_a_company_stays():
    found = named(
        drafted("## Newsletter", "For our newsletter we use Hill and Dale Ltd and, for maps, France and Sons Ltd too.")
    )
    assert list(found) == ["Hill and Dale Ltd", "France and Sons Ltd"]


@pytest.mark.parametrize(
    "lines, name",
    [
        (("We share the data with the Wharf and Harbour Service.",), "Wharf and Harbour Service"),
        (("We share the data with Customs and Harbour Protection.",), "Customs and Harbour Protection"),
        (("We share the data with Acme Ltd and Customs and Coast Protection.",), "Customs and Coast Protection"),
        (
            ("We share the data with such companies as: Acme Ltd, Wharf and Harbour Authority.",),
            "Wharf and Harbour Authority",
        ),
        (("Recipients: Ministry of Boats and Coastal Affairs.",), "Ministry of Boats and Coastal Affairs"),
        (
            ("Empfänger: Bundesamt für Seen und Inseln.", "Wir geben die Daten an das Amt weiter."),
            "Bundesamt für Seen und Inseln",
        ),
    ],
)
def test_an_institution_with_and_in_its_name_is_one_recipient_to_confirm(lines, name):
    found = drafted("## Recipients", *lines)
    assert not [r for r in found.recipients if r.name.sure and "Acme" not in r.name.value]
    assert any(r.name.value == name for r in found.recipients), [r.name.value for r in found.recipients]
