"""Each fact that a label may be taught to stand for; what is in doubt beside what is sure; whom an entry concerns."""

from __future__ import annotations

import pytest
from drafting.facts_fixture import quoted, unsure

from datamap.drafting import layouts
from datamap.drafting.doubts import RECONSTRUCTED, list_left_out, make_doubtful
from datamap.drafting.facts import Draft, DraftActivity, DraftRecipient, Fact, ToRead
from datamap.drafting.subjects import name_subjects, row_of
from datamap.errors import CallError, InputError
from datamap.reading.document import Document, Quote

RECIPIENTS = {
    "country": "places", "location": "places", "place": "places", "tool": "tools", "safeguard": "tools", "name": "who",
    "recipient": "who", "service": "service", "role": "role", "dpa": "dpa", "entity": "entity", "notes": "kept",
    "address": "address", "purpose": "", "basis": "",
}  # fmt: skip
ACTIVITIES = {
    "country": "countries", "location": "countries", "place": "countries", "tool": "safeguards",
    "safeguard": "safeguards", "activity": "name", "name": "name", "purpose": "purpose", "data": "categories",
    "category": "categories", "people": "subjects", "subject": "subjects", "recipient": "recipients",
    "basis": "bases", "retention": "limits", "period": "limits", "measure": "measures", "department": "function",
    "source": "sources", "system": "systems", "condition": "conditions", "dpa": "", "service": "",
}  # fmt: skip


@pytest.mark.parametrize("fact, key", RECIPIENTS.items())
def test_what_is_taught_of_a_recipient(fact, key):
    assert layouts.key_for(fact, "") == layouts.key_for(fact, "recipients") == key
    assert fact in layouts.KNOWN


@pytest.mark.parametrize("fact, key", ACTIVITIES.items())
def test_what_is_taught_of_an_activity(fact, key):
    assert layouts.key_for(fact, "activities") == key and fact in layouts.KNOWN


def test_what_an_option_teaches():
    assert layouts.parse(("Where=country", " a=b = tool ")) == {"Where": "country", "a=b": "tool"}
    assert layouts.parse(()) == {}
    for text in ("Where", "=country", " =country", "Where=planet", "Where="):
        with pytest.raises(
            CallError, match=f"--map: '{text}' is not LABEL=FACT. Expected a label and one of: activity"
        ):
            layouts.parse((text,))


def test_what_files_beside_the_document_teach(tmp_path):
    path = tmp_path / "list.csv"
    assert layouts.taught_by(path, {}) == {}
    (tmp_path / "list.map.yaml").write_text("Wo: country\nWomit: tool\n")
    (tmp_path / "list.csv.map.yaml").write_text("Womit: safeguard\nWer: name\n")
    found = {"Wo": "country", "Womit": "safeguard", "Wer": "name"}
    assert layouts.taught_by(path, {}) == layouts.taught_by(str(path), {}) == found
    assert layouts.taught_by(path, {"Wo": "place"}) == found | {"Wo": "place"}
    (tmp_path / "list.map.yaml").write_text("")
    assert layouts.taught_by(path, {}) == {"Womit": "safeguard", "Wer": "name"}
    assert layouts.by_label({"The Place (of all):": "country"}) == {"place": "country"}


@pytest.mark.parametrize(
    "text, line, field, found",
    [
        ("Wo: country\n[a\n", 3, "", "it is not YAML"),
        ("\n- Wo\n", 2, "", "no mapping"),
        ("Wo: country\nWer: planet\n", 2, "Wer", "'planet' is not a fact"),
        ("Wer:\n", 1, "Wer", "there is no fact"),
        ("'': country\n", 1, "", "there is no label"),
        ("Wo: country\nWo: country\n", 2, "Wo", "'Wo' appears twice"),
    ],
)
def test_a_mistake_in_a_file_beside_the_document(tmp_path, text, line, field, found):
    (tmp_path / "list.map.yaml").write_text(text)
    with pytest.raises(InputError) as e:
        layouts.taught_by(tmp_path / "list.csv", {})
    (problem,) = e.value.problems
    assert (problem.file, problem.line) == (str(tmp_path / "list.map.yaml"), line)
    assert (problem.field, problem.found) == (field, found)
    assert problem.expected.startswith("labels and facts, such as 'Where: country'; facts are activity, address")


KINDS = {"subjects": "people", "measures": "measure", "conditions": "condition of Art. 9", "systems": "system",
         "sub_purposes": "narrower purpose"}  # fmt: skip


def activity(key: str, *facts: Fact) -> DraftActivity:
    own = key in ("subjects", "measures", "conditions")
    fields = {key: list(facts)} if own else {"more": {key: list(facts)}}
    return DraftActivity(quoted("Payroll"), **fields)


def left_out(**parts) -> list[tuple[str, str, str]]:
    draft = Draft([Document("x.csv", "csv", "", ())], **parts)
    list_left_out(draft)
    return [(e.what, e.quote.words, e.why) for e in draft.reading]


@pytest.mark.parametrize("key, what", KINDS.items())
def test_what_is_in_doubt_beside_what_is_sure_is_listed(key, what):
    found = left_out(activities=[activity(key, quoted("a"), unsure("b", "w"), unsure("c"))])
    assert found == [(what, "b", "b, Payroll: w"), (what, "c", "c, Payroll: it must be confirmed")]
    assert left_out(activities=[activity(key, unsure("b"))]) == []
    assert left_out(activities=[activity(key, quoted("a"), quoted("b"))]) == []


def test_other_names_in_doubt_are_listed_once():
    owl = DraftRecipient(quoted("Owl"), aliases=[quoted("a"), unsure("b", "w"), Fact("c", sure=False)])
    served = DraftActivity(quoted("Payroll"), recipients=[owl])
    assert left_out(recipients=[owl]) == [("other name", "b", "b, Owl: w")]
    assert left_out(activities=[served]) == [("other name", "b", "b, Owl: w")]
    assert left_out(recipients=[owl], activities=[served]) == [("other name", "b", "b, Owl: w")]
    known = ToRead("text", Quote("b", "line 1", 0, 1), "w")
    assert left_out(recipients=[owl], reading=[known]) == [("text", "b", "w")]


def test_everything_is_made_doubtful():
    owl = DraftRecipient(quoted("Owl"), places=[quoted("US", why="w")], role=quoted("processor"))
    payroll = DraftActivity(
        quoted("Payroll"),
        {"ref": quoted("1")},
        more={"systems": [quoted("a")]},
        recipients=[DraftRecipient(quoted("x"))],
    )
    draft = Draft(
        [], recipients=[owl], activities=[payroll], categories=[(quoted("names"), "health")],
        controller={"name": quoted("Own")}, parties={"dpo": [{"name": quoted("Eva")}]}, rights=[quoted("access")],
    )  # fmt: skip
    make_doubtful(draft)
    facts = [owl.name, owl.role, *owl.places, payroll.name, payroll.facts["ref"], payroll.more["systems"][0]]
    facts += [payroll.recipients[0].name, draft.categories[0][0], draft.controller["name"]]
    facts += [draft.parties["dpo"][0]["name"], *draft.rights]
    assert {f.sure for f in facts} == {False}
    assert [f.why for f in facts] == [RECONSTRUCTED, RECONSTRUCTED, "w", *[RECONSTRUCTED] * 8]
    assert draft.categories[0][1] == "health" and owl.kind == "organisation"
    make_doubtful(draft, "another")
    assert owl.name.why == RECONSTRUCTED


@pytest.mark.parametrize(
    "where, row",
    [
        ("Register!F2", "Register!2"),
        ("Register!$F$2", "Register!2"),
        ("line 3, column 2", "line 3"),
        ("row 3, column 12", "row 3"),
        ("line 3, column 2 and more", "line 3, column 2 and more"),
        ("paragraph 14", "paragraph 14"),
        ("F2", "F2"),
    ],
)
def test_the_row_of_a_place(where, row):
    assert row_of(where) == row


def subjects(*entries: ToRead, **parts) -> list[str]:
    draft = Draft([], reading=list(entries), **parts)
    name_subjects(draft)
    return [e.about for e in draft.reading]


def entry(where="L!B2", words="x", **more) -> ToRead:
    return ToRead("text", Quote(words, where, 0, len(words)), "w", **more)


def test_whom_an_entry_concerns():
    owl, lark = (DraftRecipient(quoted(n, w)) for n, w in (("Owl  Ltd", "L!A2"), ("Lark", "L!A2")))
    payroll = DraftActivity(quoted("Payroll", "L!A3"), recipients=[DraftRecipient(quoted("Wren", "L!C4"))])
    parts = {"recipients": [owl, lark], "activities": [payroll]}
    places = ["L!B2", "L!C3", "L!B4", "L!B5", "M!B2"]
    assert subjects(*(entry(w) for w in places), **parts) == ["Owl Ltd / Lark", "Payroll", "Wren", "", ""]
    assert subjects(entry(about="Dove"), entry(words="of Lark"), entry(values=("a",)), **parts) == ["Dove", "", ""]
    both = {"recipients": [DraftRecipient(quoted("Owl", "L!B3"))], "activities": [payroll]}
    assert subjects(entry("L!D3"), **both) == ["Payroll"]
    assert subjects(entry("L!D3"), recipients=[DraftRecipient(Fact("Owl"))]) == [""]
    twice = [DraftRecipient(quoted("Owl", "L!A2")), DraftRecipient(quoted("Owl", "L!B2"))]
    assert subjects(entry(), recipients=twice) == ["Owl"]
