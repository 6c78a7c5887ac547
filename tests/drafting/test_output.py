"""A draft for programs, and the reading list: what comes first, what is put together, how an entry is written."""

from __future__ import annotations

import pytest
from drafting.facts_fixture import quoted, unsure

from datamap.drafting import output
from datamap.drafting.coverage import facts_of
from datamap.drafting.facts import Draft, DraftActivity, DraftRecipient, Fact, ToRead
from datamap.drafting.merge import MERGED, Merged, Organisation, Use
from datamap.reading.document import Document, Paragraph, Quote, Text


def draft(words: int = 0, **parts) -> Draft:
    blocks = (Paragraph(Text.plain("word " * words, "line 1")),) if words else ()
    return Draft([Document("list.csv", "csv", "0" * 64, blocks)], **parts)


def organisation(*uses: DraftRecipient) -> Organisation:
    return Organisation([Use(draft(), r) for r in uses])


def data(**parts):
    return output.as_data(Merged([draft(**parts)]))


def one(*uses: DraftRecipient):
    (found,) = output.as_data(Merged([draft()], [organisation(*uses)]))["recipients"]
    return found


def spot(value, where="line 1"):
    return {"start": 0, "end": len(value), "words": value, "where": where}


def test_a_recipient_for_programs():
    found = one(
        DraftRecipient(
            quoted("Owl"),
            aliases=[quoted("Owlet"), quoted("Owl")],
            places=[quoted("US"), quoted("US"), quoted("DE")],
            tools=[quoted("scc"), quoted("dpf"), quoted("none"), quoted("scc", "line 2")],
        ),
        DraftRecipient(quoted("OWL", "line 3"), kind="category"),
    )
    evidence = found.pop("evidence")
    assert found == {
        "name": "Owl",
        "aliases": ["Owlet", "OWL"],
        "countries": ["US", "DE"],
        "safeguards": ["SCC", "DPF"],
        "sure": True,
        "sure_countries": True,
        "sure_safeguards": True,
        "kind": "organisation",
    }
    tools = [spot("scc"), spot("dpf"), spot("none")]
    assert evidence == [spot("Owl"), spot("OWL", "line 3"), spot("US"), spot("DE"), *tools]


@pytest.mark.parametrize(
    "kind, shown",
    [("scc", "SCC"), ("dpf", "DPF"), ("bcr-c", "BCR"), ("bcr-p", "BCR"), ("adequacy", "ADEQUACY"),
     ("privacy-shield", "PRIVACY_SHIELD"), ("derogation", "DEROGATION")],
)  # fmt: skip
def test_the_words_for_tools(kind, shown):
    assert one(DraftRecipient(quoted("Owl"), tools=[quoted(kind)]))["safeguards"] == [shown]


@pytest.mark.parametrize(
    "places, tools, sure",
    [
        ([], [], (True, True)),
        ([unsure("US")], [unsure("scc")], (False, False)),
        ([quoted("unknown")], [quoted("unknown")], (False, False)),
        ([quoted("US"), unsure("DE")], [quoted("scc"), unsure("dpf")], (False, False)),
        ([quoted("US")], [quoted("none")], (True, True)),
    ],
)
def test_what_is_sure_of_a_recipient(places, tools, sure):
    found = one(DraftRecipient(unsure("Owl"), places=places, tools=tools))
    assert (found["sure"], found["sure_countries"], found["sure_safeguards"]) == (False, *sure)
    assert "unknown" not in found["countries"]


def purpose(**fields):
    (found,) = data(activities=[DraftActivity(quoted("Payroll"), **fields)])["purposes"]
    return found


def test_a_purpose_for_programs():
    found = purpose(
        bases=[quoted("6-1-b"), quoted("unknown"), quoted("6-1-b")],
        conditions=[quoted("9-2-b"), quoted("none")],
        retention=[quoted("none"), quoted("P2Y"), quoted("P3Y"), quoted("P2Y")],
        categories=[quoted("names"), quoted("none")],
    )
    evidence = found.pop("evidence")
    assert found == {
        "name": "Payroll",
        "legal_basis": ["6.1.b", "9.2.b"],
        "retention": "P2Y",
        "retention_all": ["P2Y", "P3Y"],
        "categories": ["names"],
        "sure_basis": True,
        "sure_retention": True,
    }
    shown = ["Payroll", "6-1-b", "unknown", "9-2-b", "none", "P2Y", "P3Y"]
    assert [e["words"] for e in evidence] == shown


@pytest.mark.parametrize(
    "fields, sure",
    [
        ({}, (False, False)),
        ({"bases": [quoted("unknown")], "retention": [quoted("none")]}, (False, False)),
        ({"bases": [unsure("6-1-b")], "retention": [unsure("P2Y")]}, (False, False)),
        ({"bases": [quoted("6-1-b")], "conditions": [unsure("9-2-b")]}, (False, False)),
        ({"conditions": [quoted("9-2-b")], "retention": [quoted("P2Y"), unsure("none")]}, (True, False)),
    ],
)
def test_what_is_sure_of_a_purpose(fields, sure):
    found = purpose(**fields)
    assert (found["sure_basis"], found["sure_retention"]) == sure
    assert purpose()["retention"] is None


def test_the_rest_for_programs():
    first = DraftActivity(quoted("Payroll"), categories=[quoted("names"), quoted("none")], places=[quoted("US")])
    second = DraftActivity(quoted("Orders"), tools=[quoted("scc")], categories=[quoted("names")])
    third = DraftActivity(quoted("Letters"))
    entry = ToRead("location", Quote("Ruritania", "line 1", 0, 9), "why", about="Owl", values=("a", "b"))
    drafts = [draft(activities=[first, second, third], categories=[(quoted("pay"), "none")], reading=[entry])]
    found = output.as_data(Merged(drafts, taught={"Wo": "country"}))
    assert found["documents"] == [{"path": "list.csv", "kind": "csv", "sha256": "0" * 64}]
    assert found["taught"] == {"Wo": "country"}
    assert found["categories"] == [{"name": "names"}, {"name": "pay"}]
    assert found["activities"] == [
        {"activity": "Payroll", "countries": ["US"], "safeguards": []},
        {"activity": "Orders", "countries": [], "safeguards": ["SCC"]},
    ]
    assert found["reading"] == [{"what": "location", "about": "Owl: a / b", "words": "Ruritania", "why": "why"}]


def entry(what="text", words="x", why="w", group="g", about="", at=0):
    return ToRead(what, Quote(words, f"line {at}", at, at + len(words)), why, "e", group, about)


def listed(entries, words=0):
    return [
        (e.what, e.quote.words, e.why, e.about) for e in output.reading_list(Merged([draft(words, reading=entries)]))
    ]


def test_what_would_change_a_verdict_comes_first():
    kinds = ["other", "role", "contract", "transfer tool", "retention"]
    order = ["transfer tool", "retention", "contract", "role", "other"]
    assert [x[0] for x in listed([entry(k) for k in kinds])] == order
    kinds = ["legal basis", "organisation", "recipient", "location"]
    assert [x[0] for x in listed([entry(k) for k in kinds])] == ["location", "recipient", "organisation", "legal basis"]


@pytest.mark.parametrize("words, most", [(0, 5), (1000, 5), (1199, 5), (1200, 6), (2000, 10)])
def test_so_many_entries_stay_alone(words, most):
    same = [entry(words=f"w{n}", at=n) for n in range(most)]
    assert len(listed(same, words)) == most
    same.append(entry(words="more", at=99))
    assert len(listed(same, words)) == 1


def test_many_entries_of_one_kind_in_one_table_are_one():
    same = [entry(words=w, about=a, at=n) for n, (w, a) in enumerate([("a", "A"), ("b", ""), ("a", "A"), ("", "C")])]
    others = [entry(why="v", words="d"), entry(group="h", words="e"), entry("note", words="f")]
    found = listed([*same, *others])
    assert found == [
        ("text", "a | b", "w (4 places)", "A | "),
        ("text", "d", "v", ""),
        ("text", "e", "w", ""),
        ("note", "f", "w", ""),
    ]
    (first, *_) = output.reading_list(Merged([draft(reading=[*same, *others])]))
    assert (first.quote, first.expected, first.group) == (Quote("a | b", "line 0", 0, 1), "e", "g")


def test_still_too_many_are_put_together_by_what_they_are():
    many = [entry(f"the label '{n}'", words=str(n), why=f"w{n % 2}", at=n) for n in range(8)]
    assert listed(many) == [
        ("the label '0'", "0 | 1 | 2 | 3 | 4 | 5 | 6 | 7", "w0; w1 (8 places)", ""),
    ]


def test_a_question_that_several_documents_raise_stays_alone():
    many = [entry(words=str(n), group=MERGED, at=n) for n in range(7)]
    assert len(listed(many)) == 7
    assert len(listed([entry(words="", at=n) for n in range(7)])) == 1


def text(*entries, answered=()):
    return output.reading_text(Merged([draft(reading=list(entries))], answered=list(answered)))


def test_the_reading_list_as_text():
    assert text() == "# To read\n\nEvery text that a map records was used.\n"
    done = entry("location", "b*c", "w", about="Owl", at=3)
    assert text(answered=[(done, "US")]) == (
        "# To read\n\nEvery entry has an answer.\n\n# Answered\n\n"
        '- **location**, **Owl** "b\\*c" (line 3): w **Answer:** US\n'
    )
    assert text(entry(), entry("location", "", "v")) == (
        "# To read\n\n2 entries, those that would change a verdict first.\n\n"
        '- **location** (line 0): v\n- **text** "x" (line 0): w\n'
    )
    assert "1 entry, " in text(entry())
    nowhere = ToRead("text", Quote("", "", 0, 0), "w")
    assert output.entries_text([nowhere]) == "# To read\n\n- **text**: w\n"
    assert output.entries_text([]) == "# To read\n\nNo question is open.\n"


def test_the_points_that_are_open():
    quote = Quote("x", "line 1", 0, 1)
    facts = [
        Fact("a", (quote,), sure=False),
        unsure("b"),
        unsure("b"),
        unsure("unknown"),
        quoted("c"),
        unsure("b", "w"),
    ]
    found = Merged([draft(measures=facts, reading=[ToRead("text", quote, "w")])])
    assert output.open_points(found) == 2  # the entry, and "b"
    found = Merged([draft(measures=[unsure("b"), Fact("b", sure=False)])])
    assert output.open_points(found) == 2


def test_all_facts_of_a_draft():
    r = DraftRecipient(
        quoted("name"), aliases=[quoted("alias")], places=[quoted("place")], tools=[quoted("tool")],
        role=quoted("role"), service=quoted("service"), dpa=quoted("dpa"), legal_entity=quoted("entity"),
        notes=[quoted("note")],
    )  # fmt: skip
    lists = ("subjects", "categories", "bases", "conditions", "retention", "measures", "sources", "places", "tools")
    a = DraftActivity(
        quoted("activity"), facts={"ref": quoted("ref")}, recipients=[DraftRecipient(quoted("served"))],
        more={"systems": [quoted("system")]}, notes=[quoted("remark")], **{key: [quoted(key)] for key in lists},
    )  # fmt: skip
    found = draft(
        controller={"name": quoted("own")}, parties={"dpo": [{"name": quoted("officer")}]}, measures=[quoted("door")],
        rights=[quoted("access")], categories=[(quoted("names"), "none")], recipients=[r], activities=[a],
    )  # fmt: skip
    of_recipient = ["name", "alias", "place", "tool", "note", "role", "service", "dpa", "entity"]
    of_activity = ["activity", "ref", *lists, "remark", "system", "served"]
    assert [f.value for f in facts_of(found)] == [
        "own", "officer", "door", "access", "names", *of_recipient, *of_activity,
    ]  # fmt: skip
    assert [f.value for f in facts_of(draft(recipients=[DraftRecipient(quoted("name"))]))] == ["name"]
