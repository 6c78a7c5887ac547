"""Each field that a fact of a file may have: what a value must be, where the fact goes, and what is a mistake."""

from __future__ import annotations

import json

import pytest
from drafting.facts_fixture import quoted

from datamap.drafting.facts import Draft, DraftActivity, DraftRecipient, Fact
from datamap.drafting.given import WHY, Given, add_facts, read_facts
from datamap.errors import InputError
from datamap.reading.document import Document, Paragraph, Text

WORDS = "Owl Ltd prints our letters."


def draft(path="folder/notice.md", **parts) -> Draft:
    return Draft([Document(path, "md", "", (Paragraph(Text.plain(WORDS, "line 1")),))], **parts)


def problems(tmp_path, entry) -> list[tuple[str, str, str]]:
    file = tmp_path / "facts.json"
    file.write_text(json.dumps([entry]))
    try:
        read_facts(file)
    except InputError as e:
        assert {p.file for p in e.problems} == {str(file)} and {p.line for p in e.problems} == {0}
        return [(p.field, p.found, p.expected) for p in e.problems]
    return []


def entry(about, field, value, **more):
    return {"about": about, "name": "Owl Ltd", "field": field, "value": value, "quote": "Owl Ltd", **more}


GOOD = [
    ("controller", "name", "Own Ltd"),
    ("controller", "address", "5 Hill Road"),
    ("controller", "email", "post@own.example"),
    ("controller", "country", "Norway"),
    ("controller", "dpo", "Eva Stone"),
    ("recipient", "name", "Owl Ltd"),
    ("recipient", "alias", "Owlet"),
    ("recipient", "service", "letters"),
    ("recipient", "legal_entity", "Owl Inc."),
    ("recipient", "country", "US"),
    ("recipient", "safeguard", "scc"),
    ("recipient", "role", "processor"),
    ("recipient", "dpa", "yes"),
    ("activity", "name", "Letters"),
    ("activity", "description", "we write"),
    ("activity", "category", "names"),
    ("activity", "subject", "guests"),
    ("activity", "recipient", "Owl Ltd"),
    ("activity", "measure", "doors"),
    ("activity", "basis", "6-1-b"),
    ("activity", "condition", "9-2-a"),
    ("activity", "retention", "P2Y"),
    ("category", "name", "names"),
    ("category", "special", "health"),
]


@pytest.mark.parametrize("about, field, value", GOOD)
def test_each_field_takes_a_value_of_its_kind(tmp_path, about, field, value):
    assert problems(tmp_path, entry(about, field, value)) == []
    (found,) = problems(tmp_path, entry(about, field, ""))
    assert found == ("facts[0].value", "nothing", "the value that the words state")


@pytest.mark.parametrize(
    "about, field",
    [(about, field) for about, field, _ in GOOD if field in
     ("country", "safeguard", "role", "dpa", "basis", "condition", "retention", "special")],
)  # fmt: skip
def test_a_value_of_another_kind_is_a_mistake(tmp_path, about, field):
    ((where, found, expected),) = problems(tmp_path, entry(about, field, "x" * 90))
    assert (where, found) == ("facts[0].value", repr("x" * 80))
    assert expected and not expected.startswith("Value error")
    if field == "country":
        assert expected == "expected a country by code or name, EU, EEA or an organisation"


def test_what_an_entry_is_about_and_its_name(tmp_path):
    assert problems(tmp_path, entry("vendor", "name", "x")) == [
        ("facts[0].about", "'vendor'", "one of controller, recipient, activity, category")
    ]
    ((where, found, expected),) = problems(tmp_path, entry("category", "colour", "x"))
    assert (where, found, expected) == ("facts[0].field", "'colour'", "one of name, special")
    assert problems(tmp_path, entry("category", "name", "x", name=" ")) == [
        ("facts[0].name", "nothing", "the name of the category")
    ]
    assert problems(tmp_path, entry("controller", "name", "x", name="")) == []
    assert problems(tmp_path, {"name": None, "about": None}) == [
        ("facts[0].about", "''", "one of controller, recipient, activity, category"),
        ("facts[0].name", "nothing", "the name of the entry"),
    ]
    keys = "about, name, field, value, quote, document"
    assert problems(tmp_path, entry("category", "name", "x", sure=True)) == [
        ("facts[0].sure", "a key that is not known", f"one of {keys}")
    ]
    assert problems(tmp_path, 7) == [("facts[0]", "int", f"an object with {keys}")]


def test_values_are_read_without_white_space_and_countries_as_codes(tmp_path):
    file = tmp_path / "facts.json"
    file.write_text(json.dumps({"facts": [entry("recipient", "country", " Norway ", document=" notice.md ")]}))
    (found,) = read_facts(file)
    assert found == Given("recipient", "Owl Ltd", "country", "NO", "Owl Ltd", "notice.md")
    assert str(found) == "recipient 'Owl Ltd', country: NO"


@pytest.mark.parametrize(
    "text, line, field, found",
    [
        ('{"facts": [\n}', 2, "", "text that is not JSON"),
        ("[" * 100_000, 0, "", "text that is not JSON"),
        ('{"fact": []}', 0, "facts", "no list of facts"),
        ('"facts"', 0, "facts", "no list of facts"),
    ],
)
def test_a_file_of_another_form_names_its_line(tmp_path, text, line, field, found):
    file = tmp_path / "facts.json"
    file.write_text(text)
    with pytest.raises(InputError) as e:
        read_facts(file)
    (problem,) = e.value.problems
    assert (problem.file, problem.line, problem.field, problem.found) == (str(file), line, field, found)
    assert problem.expected == 'JSON such as {"facts": [...]}'


def given(about, field, value, name="Owl Ltd", quote="Owl Ltd", document="") -> Given:
    return Given(about, name, field, value, quote, document)


def added(*facts: Given, to: Draft | None = None) -> Draft:
    made = to or draft()
    add_facts([made], facts)
    return made


def is_proposal(fact: Fact, value: str) -> bool:
    return (fact.value, fact.sure, fact.why, fact.quotes[0].words) == (value, False, WHY, "Owl Ltd")


@pytest.mark.parametrize(
    "field, held",
    [("country", "places"), ("alias", "aliases"), ("safeguard", "tools"), ("service", "service"),
     ("legal_entity", "legal_entity"), ("role", "role"), ("dpa", "dpa")],
)  # fmt: skip
def test_a_fact_of_a_recipient(field, held):
    value = "scc" if field == "safeguard" else "x"
    known = DraftRecipient(quoted("OWL LTD"))
    made = added(given("recipient", field, value), to=draft(recipients=[DraftRecipient(quoted("Lark")), known]))
    found = getattr(known, held)
    (fact,) = found if isinstance(found, list) else [found]
    assert is_proposal(fact, value) and len(made.recipients) == 2
    again = added(given("recipient", field, value), given("recipient", field, value, quote="prints"), to=made)
    found = getattr(again.recipients[1], held)
    assert (found if isinstance(found, list) else [found]) == [fact]
    (new,) = added(given("recipient", field, value)).recipients
    assert is_proposal(new.name, "Owl Ltd")


def test_a_tool_with_its_version_and_day():
    made = added(given("recipient", "safeguard", "scc:2021"), given("recipient", "safeguard", "dpf"))
    assert [(t.value, t.extra) for t in made.recipients[0].tools] == [("scc", {"version": "2021"}), ("dpf", {})]


@pytest.mark.parametrize(
    "field, held",
    [("basis", "bases"), ("condition", "conditions"), ("retention", "retention"), ("category", "categories"),
     ("subject", "subjects"), ("measure", "measures")],
)  # fmt: skip
def test_a_fact_of_an_activity(field, held):
    known = DraftActivity(quoted("letters"))
    made = added(given("activity", field, "x", name="Letters"), to=draft(activities=[known]))
    (fact,) = getattr(known, held)
    assert is_proposal(fact, "x") and made.activities == [known]
    (new,) = added(given("activity", field, "x", name="Letters")).activities
    assert is_proposal(new.name, "Letters")


def test_the_recipients_and_the_description_of_an_activity():
    facts = [
        given("activity", "recipient", "Owl Ltd", name="Letters"),
        given("activity", "recipient", "OWL LTD", name="Letters"),
        given("activity", "recipient", "Lark", name="Letters"),
        given("activity", "description", "we write", name="Letters"),
        given("activity", "description", "we print", name="Letters"),
        given("activity", "name", "Letters", name="Letters"),
    ]
    (activity,) = added(*facts).activities
    assert [r.name.value for r in activity.recipients] == ["Owl Ltd", "Lark"]
    assert {k: f.value for k, f in activity.facts.items()} == {"description": "we write"}
    (one,) = added(given("recipient", "name", "Owl Ltd")).recipients
    assert one == DraftRecipient(one.name) and is_proposal(one.name, "Owl Ltd")


def test_the_organisation_and_categories():
    made = added(given("controller", "country", "NO"), given("controller", "country", "SE"))
    assert list(made.controller) == ["country"] and is_proposal(made.controller["country"], "NO")
    made = added(given("category", "special", "health", name="names"), given("category", "name", "pay", name="pay"))
    assert [(f.value, f.sure, special) for f, special in made.categories] == [
        ("names", False, "health"),
        ("pay", False, "unknown"),
    ]


@pytest.mark.parametrize(
    "quote, document, why",
    [
        ("", "", "it has no quote"),
        ("Owl Ltd", "other.md", "its quote is not in other.md"),
        ("zzz qqq", "", "its quote is not in the documents"),
    ],
)
def test_why_a_fact_is_rejected(quote, document, why):
    made = added(given("recipient", "country", "US", quote=quote, document=document))
    (rejected,) = made.reading
    assert rejected.what == "rejected fact: recipient 'Owl Ltd', country: US" and rejected.why.startswith(why)
    assert (rejected.quote.words, rejected.quote.where, rejected.expected) == (quote, "", "exact words of a document")
    assert made.recipients == []


def test_the_nearest_words_are_shown():
    made = added(given("recipient", "country", "US", quote="Owl Ltd sings our letters."))
    (rejected,) = made.reading
    assert "; nearest: “" in rejected.why and rejected.why.endswith("(line 1)")


def test_a_fact_belongs_to_the_document_that_has_its_words():
    first, second = draft(), draft("other/Second.md")
    second.documents = [Document("other/Second.md", "md", "", (Paragraph(Text.plain("Lark Ltd.", "line 1")),))]
    add_facts([first, second], [given("recipient", "country", "US", name="Lark Ltd", quote="Lark Ltd")])
    assert not first.recipients and [r.name.value for r in second.recipients] == ["Lark Ltd"]
    add_facts([first, second], [given("recipient", "dpa", "yes", name="Lark", quote="Lark", document="x/SECOND.MD")])
    assert len(second.recipients) == 2 and first.reading == []
    add_facts([first, second], [given("recipient", "dpa", "yes", quote="nowhere")])
    assert len(first.reading) == 1 and second.reading == []
