"""Names, places and marks in front of values: each value goes where its line states it, or is asked."""

from __future__ import annotations

import pytest
from drafting.test_records import record_of
from drafting.test_stored_tables import found as found_in_tables

from datamap.drafting.tables.activities import activity_of
from datamap.drafting.tables.asking import Asking
from datamap.drafting.tables.vendors import Vendors


def activity(*lines: str):
    """The activity of a record, and what is asked about it."""
    asking = Asking()
    return activity_of(record_of(["name: Orders", *lines]), asking), asking.entries


def tools(*lines: str) -> tuple[dict[str, list[str]], list[str]]:
    """The tools of each recipient with their places, in order, and the words that are asked about."""
    made, asked = activity(*lines)
    by = {
        r.name.value: [f"{t.value} {t.extra.get('countries', '')}{'' if t.sure else '?'}".strip() for t in r.tools]
        for r in made.recipients
    }
    return by, [e.quote.words for e in asked]


@pytest.mark.parametrize(
    ("places", "safeguards", "expected"),
    [
        ("Owl Ltd: USA, India", "Owl Ltd: USA: SCC", ["scc US"]),
        ("Owl Ltd: USA, India", "Owl Ltd: USA: SCC; Owl Ltd: India: adequacy", ["scc US", "adequacy IN"]),
        ("Owl Ltd: USA, India", "USA: Owl Ltd: SCC", ["scc US"]),
        ("Owl Ltd: USA, India", "Owl Ltd: SCC", ["scc"]),
        ("Owl Ltd: USA, India", "Owl Ltd: SCC\\nUSA: Owl Ltd: SCC", ["scc"]),
    ],
)
def test_a_tool_behind_a_name_and_a_place_is_for_that_place(places, safeguards, expected):
    by, _ = tools("recipients: Owl Ltd; Lark Ltd", f"countries: {places}", f"safeguards: {safeguards}")
    assert by == {"Owl Ltd": expected, "Lark Ltd": []}


def test_a_tool_for_one_place_of_a_recipient_alone_is_for_that_place():
    assert tools("recipients: Owl Ltd (USA, India)", "safeguards: USA: SCC")[0] == {"Owl Ltd": ["scc US"]}


@pytest.mark.parametrize("text", ["Wren: SCC", "Wren Ltd: SCC", "Wren = SCC", "SCC with Wren Ltd"])
@pytest.mark.parametrize("others", ["", "; Lark Ltd"])
def test_a_tool_of_another_name_is_asked_and_kept(text, others):
    by, asked = tools(f"recipients: Owl Ltd{others}", "countries: Owl Ltd: USA", f"safeguards: {text}")
    assert by["Owl Ltd"] == [] and asked
    if not others:
        made, _ = activity("recipients: Owl Ltd", "countries: USA", f"safeguards: {text}")
        assert [n.value for n in made.notes] == [f"safeguards: {text}"]


def test_a_label_or_the_short_name_of_the_only_recipient_is_no_other_name():
    for head in ("Transfer tool", "Owl"):
        by, asked = tools("recipients: Owl Ltd", "countries: USA", f"safeguards: {head}: SCC")
        assert by == {"Owl Ltd": ["scc US"]}, (head, asked)


def test_names_behind_tools_have_each_their_own():
    by, _ = tools("recipients: Owl; Lark", "countries: USA", "safeguards: SCC Owl; Lark DPF")
    assert by == {"Owl": ["scc"], "Lark": ["dpf"]}
    by, asked = tools("recipients: Owl; Lark", "countries: USA", "safeguards: SCC Owl, DPF Lark")
    assert by == {"Owl": [], "Lark": []} and asked == ["SCC Owl, DPF Lark"]
    by, _ = tools("recipients: Owl; Lark", "countries: USA", "safeguards: SCC and adequacy: Owl, Lark")
    assert by == {"Owl": ["scc", "adequacy"], "Lark": ["scc", "adequacy"]}


@pytest.mark.parametrize("answer", ["no", "none"])
def test_special_data_that_a_register_denies_and_names_are_a_question(answer):
    made, asked = activity("categories: contact data; health data", f"sensitive: {answer}")
    assert [f.extra["special"] for f in made.categories] == ["none", "unknown"]
    assert [e.why for e in asked] == ["'health data' is among the categories"]
    assert not activity("categories: contact data", f"sensitive: {answer}")[1]


@pytest.mark.parametrize("text", ["n/a", "not applicable"])
def test_not_applicable_behind_a_name_is_not_none(text):
    by, asked = tools(
        "recipients: Owl Ltd; Lark Ltd", "countries: Owl Ltd: USA; Lark Ltd: India", f"safeguards: Lark Ltd: {text}"
    )
    assert by == {"Owl Ltd": [], "Lark Ltd": []} and asked == [f"Lark Ltd: {text}"]


def test_what_is_behind_unknown_is_not_dropped():
    made, asked = activity("recipients: Owl Ltd", "countries: unknown: Canada")
    assert [e.quote.words for e in asked] == ["unknown: Canada"] and made.notes and not made.recipients[0].places
    made, _ = activity("recipients: Owl Ltd; Lark Ltd", "countries: India", "safeguards: unknown: Owl Ltd; India: SCC")
    assert [(t.value, t.extra["countries"]) for t in made.tools] == [("scc", "IN")]


@pytest.mark.parametrize(
    "name", ["(example) Wren Ltd", "Wren Ltd (example)", "[Muster] Wren Ltd", "(exemple) Wren Ltd"]
)
def test_an_example_of_a_template_is_no_recipient(name):
    by, asked = tools(f"recipients: {name}")
    assert by == {} and asked == [name]


@pytest.mark.parametrize("mark", ["assumed", "processor, assumed", "inferred"])
def test_our_own_mark_is_no_doubt_about_use(mark):
    (one,) = Vendors(Asking()).read(record_of([f"who: Wren ({mark})", "service: calls"]))
    assert one.name.sure and one.name.value == "Wren" and "not be in use" not in one.name.why


def test_none_that_goes_on_is_neither_a_recipient_nor_none():
    made, asked = activity("recipients: no recipients, see the annex")
    assert not made.recipients and "no_recipients" not in made.facts and asked


@pytest.mark.parametrize("word", ["or", "and/or", "ou", "nebo", "of", "o", "lub"])
def test_one_or_the_other_is_to_confirm(word):
    made, asked = activity(f"recipients: Owl Ltd {word} Lark Ltd")
    assert made.recipients and not any(r.name.sure for r in made.recipients) and asked


@pytest.mark.parametrize("name", ["Bank of Ireland", "Kring of Vrienden", "Comptoir d'Or SA"])
def test_a_small_word_of_another_language_is_part_of_a_name(name):
    made, _ = activity(f"recipients: {name}")
    assert all(r.name.why != "it may be one name or several" for r in made.recipients)


def test_the_officer_of_a_form_is_no_sure_recipient():
    text = found_in_tables("= Own\nName | Own Ltd | Address | 5 Hill Road\nDPO | Jane Elm | |")
    assert "DPO (to confirm; it is the label of a form)" in text


def test_a_second_description_of_a_category_is_kept():
    text = found_in_tables(
        "= Paie\nNom de l'activité | Paie |\nFinalités du traitement effectué | |\nFinalité principale | payer |\n"
        "Catégories de données personnelles concernées | Description | Délai d'effacement\nNoms | prénoms | 2 ans\n"
        "Noms | surnoms | 2 ans\nCatégories de personnes concernées | Description |\nCatégorie 1 | salariés |"
    )
    assert "Noms (description prénoms\\nsurnoms)" in text


def test_a_tool_of_another_name_in_a_list_of_vendors_is_asked_and_kept():
    for text, expected in (("Wren: SCC", []), ("Owl Ltd: SCC", ["scc"]), ("Owl: SCC", ["scc"]), ("SCC", ["scc"])):
        asking = Asking()
        (one,) = Vendors(asking).read(record_of(["who: Owl Ltd", "places: USA", f"tools: {text}"]))
        assert [t.value for t in one.tools] == expected, text
        assert expected or (one.notes and asking.entries)


def test_a_tool_behind_two_names_is_for_both():
    given = tools("recipients: Owl Ltd; Lark Ltd", "countries: USA", "safeguards: Owl Ltd, Lark Ltd: SCC")
    assert given == ({"Owl Ltd": ["scc"], "Lark Ltd": ["scc"]}, [])


def test_all_places_in_brackets_are_read():
    made, _ = activity("recipients: Owl Ltd (USA, India)")
    assert [p.value for p in made.recipients[0].places] == ["US", "IN"]
