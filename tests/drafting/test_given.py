"""Facts from a file count only with their exact words: found, they are proposals; else they are rejected."""

from __future__ import annotations

import json

import pytest

from datamap.drafting.facts import Draft
from datamap.drafting.given import add_facts, read_facts
from datamap.errors import InputError
from datamap.reading.document import Document, Paragraph, Text

WORDS = "Pigeon Ltd (USA) sends our mail under the standard contractual clauses. We keep letters for 3 years."


def draft() -> Draft:
    return Draft([Document("notice.txt", "txt", "", (Paragraph(Text.plain(WORDS, "line 1")),))])


def given(tmp_path, *entries):
    file = tmp_path / "facts.json"
    file.write_text(json.dumps({"facts": list(entries)}))
    return read_facts(file)


def entry(about="recipient", name="Pigeon Ltd", field="country", value="USA", quote="Pigeon Ltd (USA)", **more):
    return {"about": about, "name": name, "field": field, "value": value, "quote": quote, **more}


def test_a_fact_with_its_words_becomes_a_proposal(tmp_path):
    made = draft()
    entries = [
        entry(),
        entry(field="safeguard", value="scc:2021", quote="standard contractual clauses"),
        entry("activity", "Letters", "retention", "P3Y", "letters for 3 years"),
    ]
    assert add_facts(made, given(tmp_path, *entries)) == []
    (recipient,), (activity,) = made.recipients, made.activities
    assert [f.value for f in (*recipient.places, *recipient.tools, *activity.retention)] == ["US", "scc:2021", "P3Y"]
    assert not any(f.sure for f in (recipient.name, *recipient.places, *recipient.tools, *activity.retention))
    assert recipient.places[0].quotes[0].words == "Pigeon Ltd (USA)"


@pytest.mark.parametrize(
    "quote, why",
    [("", "no quote"), ("Pigeon Ltd (Canada)", "is not in"), ("Raven Inc. in Peru counts every letter", "is not in")],
)
def test_a_fact_without_its_words_is_rejected(tmp_path, quote, why):
    made = draft()
    (rejected,) = add_facts(made, given(tmp_path, entry(quote=quote)))
    assert why in rejected.why and "Pigeon Ltd" in rejected.fact
    assert made.recipients == []


def test_a_quote_in_another_document_than_the_named_one_is_rejected(tmp_path):
    assert add_facts(draft(), given(tmp_path, entry(document="other.txt")))
    assert not add_facts(draft(), given(tmp_path, entry(document="folder/notice.txt")))


def test_every_mistake_of_the_file_is_listed(tmp_path):
    with pytest.raises(InputError) as e:
        given(
            tmp_path,
            entry(value="Atlantis"),
            entry(about="vendor"),
            entry(field="colour"),
            entry(name=""),
            7,
            entry(field="safeguard", value="magic"),
            {**entry(), "sure": True},
        )
    fields = [p.field for p in e.value.problems]
    assert fields == [
        "facts[0].value",
        "facts[1].about",
        "facts[2].field",
        "facts[3].name",
        "facts[4]",
        "facts[5].value",
        "facts[6].sure",
    ]


@pytest.mark.parametrize("text", ["", "{", "7", '{"fact": []}', "[" * 100_000])
def test_what_is_not_such_a_file_is_one_clear_error(tmp_path, text):
    file = tmp_path / "facts.json"
    file.write_text(text)
    with pytest.raises(InputError, match="facts"):
        read_facts(file)
