"""Facts from a file count only with their exact words: found, they are proposals; else they are rejected."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from datamap.cli import main
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
    add_facts([made], given(tmp_path, *entries))
    assert made.reading == []
    (recipient,), (activity,) = made.recipients, made.activities
    found = (*recipient.places, *recipient.tools, *activity.retention)
    assert [(f.value, f.extra) for f in found] == [("US", {}), ("scc", {"version": "2021"}), ("P3Y", {})]
    assert not any(f.sure for f in (recipient.name, *recipient.places, *recipient.tools, *activity.retention))
    assert recipient.places[0].quotes[0].words == "Pigeon Ltd (USA)"


@pytest.mark.parametrize(
    "quote, why",
    [("", "no quote"), ("Pigeon Ltd (Canada)", "is not in"), ("Raven Inc. in Peru counts every letter", "is not in")],
)
def test_a_fact_without_its_words_is_rejected(tmp_path, quote, why):
    made = draft()
    add_facts([made], given(tmp_path, entry(quote=quote)))
    (rejected,) = made.reading
    assert why in rejected.why and "Pigeon Ltd" in rejected.what
    assert made.recipients == []


def test_a_quote_counts_only_in_the_named_document(tmp_path):
    elsewhere, here = draft(), draft()
    add_facts([elsewhere], given(tmp_path, entry(document="other.txt")))
    add_facts([here], given(tmp_path, entry(document="folder/notice.txt")))
    assert not elsewhere.recipients and len(elsewhere.reading) == 1
    assert here.recipients and not here.reading


def test_the_command_takes_facts_and_lists_the_rejected_ones(tmp_path):
    (tmp_path / "notice.md").write_text(f"# Privacy notice\n\n{WORDS}\n")
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps([entry(name="Raven Post", quote="sends our mail"), entry(name="Crow", quote="never")]))
    call = ["draft", str(tmp_path / "notice.md"), "--facts", str(facts), "--format", "json"]
    done = CliRunner().invoke(main, call)
    found = json.loads(done.stdout)
    assert {r["name"]: r["sure"] for r in found["recipients"]}["Raven Post"] is False
    assert any("Crow" in e["what"] for e in found["reading"])
    facts.write_text("{")
    assert CliRunner().invoke(main, call).exit_code == 2


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
