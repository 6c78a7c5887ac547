"""Whole documents: what is read of which, what is refused, and the names in running text that nothing is about."""

from __future__ import annotations

import openpyxl
import pytest
from drafting.facts_fixture import quoted

from datamap.drafting import draft, registers, services
from datamap.drafting.facts import Draft, DraftActivity, DraftRecipient, Fact, ToRead
from datamap.drafting.named import Named, named_in, service_spans
from datamap.errors import InputError
from datamap.reading.document import Document, Heading, Paragraph, Quote, Text


def text(words: str, line: int = 1) -> Text:
    return Text.plain(words, f"line {line}")


def document(*lines: str, kind: str = "md", **more) -> Document:
    """A document of paragraphs; ``## `` is a heading."""
    blocks = [
        Heading(text(line[3:], n), 2) if line.startswith("## ") else Paragraph(text(line, n))
        for n, line in enumerate(lines, 1)
    ]
    return Document(f"x.{kind}", kind, "", tuple(blocks), **more)


def sheets(path, **rows):
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, of in rows.items():
        sheet = made.create_sheet(name)
        for row in of:
            sheet.append(row)
    made.save(path)
    return path


def test_a_file_without_a_register_is_refused_with_its_sheets(tmp_path):
    path = sheets(tmp_path / "x.xlsx", **{f"S{n}": [["blue", "red"], ["1", "2"]] for n in range(8)})
    with pytest.raises(InputError) as e:
        registers.imported(path)
    (problem,) = e.value.problems
    assert (problem.file, problem.line, problem.field) == (str(path), 0, "")
    assert problem.found == "no register (its sheets: S0, S1, S2, S3, S4, S5)"
    assert problem.expected.startswith("a table of activities (a purpose and")
    plain = tmp_path / "x.csv"
    plain.write_text("blue,red\n1,2\n")
    with pytest.raises(InputError) as e:
        registers.imported(str(plain))
    assert [p.found for p in e.value.problems] == ["no register"]


@pytest.mark.parametrize(
    "text_, kept",
    [
        ("Vendor,Country\nOwl Ltd,USA\n", True),
        ("Activity,Purpose,Data subjects\n", True),
        ("Activity,Purpose,Data subjects\nPayroll,to pay,staff\n", True),
    ],
)
def test_a_list_or_a_register_is_imported(tmp_path, text_, kept):
    path = tmp_path / "x.csv"
    path.write_text(text_)
    assert (registers.imported(path).inventory is not None) is kept


def test_all_that_is_wrong_with_several_files_is_one_error(tmp_path):
    facts = tmp_path / "facts.json"
    facts.write_text("{")
    (tmp_path / "good.md").write_text("# Notice\n\nWe write to you and to all of your friends.\n")
    with pytest.raises(InputError) as e:
        draft.draft([tmp_path / "none.md", tmp_path / "good.md", tmp_path / "no.md"], facts=facts)
    assert [p.file for p in e.value.problems] == [str(tmp_path / n) for n in ("none.md", "no.md", "facts.json")]


def test_a_language_that_is_not_read_is_refused(tmp_path):
    path = tmp_path / "x.md"
    path.write_text(
        "# Adatkezelés\n\n" + "Az adatokat a szerződés teljesítéséhez kezeljük és nem adjuk át másnak. " * 8
    )
    with pytest.raises(InputError) as e:
        draft.draft(path)
    (problem,) = e.value.problems
    assert (problem.file, problem.line, problem.field) == (str(path), 0, "")
    assert problem.found == "a language that is not read"
    assert problem.expected == "one of the languages that are read: en, de, fr, cs, es, it, nl, pl"


def test_what_a_private_layout_teaches_is_named(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("Vendor,Wo\nOwl Ltd,USA\n")
    merged = draft.draft(str(path), maps={"Wo": "country"})
    assert merged.taught == {"Wo": "country"}
    assert [p.value for p in merged.drafts[0].recipients[0].places] == ["US"]


def test_a_document_in_which_nothing_is_recognised():
    found = draft.of_document(document("We sing.", "And dance."))
    (entry,) = found.reading
    assert entry == ToRead("the document", Quote("We sing.", "line 1", 0, 8), "nothing in it was recognised")


def test_a_document_that_is_not_exact_is_in_doubt():
    lines = ("## Recipients", "We share data with Owl Ltd.")
    assert [r.name.sure for r in draft.of_document(document(*lines)).recipients] == [True]
    assert [r.name.sure for r in draft.of_document(document(*lines, exact=False)).recipients] == [False]


ACTIVITY = {
    **{key: [quoted("a")] for key in ("bases", "conditions", "retention", "categories", "subjects", "places", "tools")},
    "sources": [quoted("public")],
    "recipients": [DraftRecipient(quoted("Owl"))],
}


@pytest.mark.parametrize("field", [None, *ACTIVITY])
def test_an_activity_that_is_a_title_alone(field):
    fields = {field: ACTIVITY[field]} if field else {}
    for name, title in ((quoted("x"), False), (Fact("x", sure=False), True), (Fact("x", how="inferred"), True)):
        assert draft._is_title(DraftActivity(name, **fields)) is (title and not field)


def missed(*lines: str, is_told=lambda q: False, decides=lambda q: False, **parts) -> list[tuple[str, str, str]]:
    """The entries for the names of some lines."""
    named = Named(Draft([], **parts))
    for n, line in enumerate(lines, 1):
        named.look(text(line, n))
    return [(e.what, e.quote.words, e.why) for e in named.missed(is_told, decides)]


COMPANY = "named, and not taken as a recipient"
SERVICE = "a known service that is named, and not taken as a recipient"
BEHIND = "behind the name of a company, and not read as its location"


def test_companies_that_no_fact_is_about():
    assert missed("We pay Owl Ltd.") == [("company", "pay Owl Ltd.", f"'pay Owl Ltd.': {COMPANY}")]
    assert missed("We pay Owl Ltd.", recipients=[DraftRecipient(quoted("Owl Ltd."))]) == []
    assert missed("We pay Owl Hill Ltd.", recipients=[DraftRecipient(quoted("Hill Ltd."))]) == []
    assert missed("We pay Owl Ltd.", is_told=lambda q: True) == []
    assert missed("© Owl Ltd", " © Owl Ltd") == []
    assert missed("Ltd") == []
    assert missed("We pay Owl Ltd.", reading=[ToRead("x", Quote("Owl", "line 1", 7, 10), "w")]) == []
    assert len(missed("We pay Owl Ltd.", reading=[ToRead("x", Quote("Owl", "line 2", 7, 10), "w")])) == 1
    assert len(missed("We pay Owl Ltd.", reading=[ToRead("x", Quote("W", "line 1", 0, 3), "w")])) == 1
    served = DraftActivity(quoted("x"), recipients=[DraftRecipient(quoted("Owl Ltd."))])
    assert missed("We pay Owl Ltd.", activities=[served]) == []


def test_many_companies_are_one_entry():
    lines = [f"We pay {n} Ltd." for n in ("Owl", "Lark", "Wren", "Tern", "Dove", "Hawk", "Owl")]
    ((what, first, why),) = missed(*lines)
    assert (what, first) == ("company", "pay Owl Ltd.")
    assert why.startswith("'pay Owl Ltd.', 'pay Lark Ltd.'") and why.endswith(f"and 1 more: {COMPANY}")


def test_services_that_no_fact_is_about():
    assert missed("We use Mailchimp.") == [("service", "Mailchimp", f"'Mailchimp': {SERVICE}")]
    assert missed("We use Mailchimp.", recipients=[DraftRecipient(quoted("The Mailchimp Company"))]) == []
    assert missed("We use Mailchimp.", controller={"name": quoted("Mailchimp")}) == []
    assert missed("We use Mailchimp.", parties={"dpo": [{"name": quoted("Mailchimp")}]}) == []
    assert service_spans("a@Mailchimp Mailchimp.com x.Mailchimp Mailchimp@") == []


def test_what_is_behind_a_company():
    assert missed("Owl Ltd, Leeds: letters", decides=lambda q: False)[-1] == ("location", "Leeds", f"'Leeds': {BEHIND}")
    assert [w for w, *_ in missed("Owl Ltd, Leeds: letters", decides=lambda q: True)] == ["company"]
    for line in ("Owl Ltd, Leeds, Norway", "Owl Ltd, processor", "Owl Ltd, Processor", "Owl Ltd and Leeds"):
        assert "location" not in [w for w, *_ in missed(line)], line
    for line, town in (("Owl Ltd (Bad Hill)", "Bad Hill"), ("Owl Ltd, St. Hill Town; x", "St. Hill Town"),
                       ("Owl Ltd, Leeds – letters", "Leeds")):  # fmt: skip
        assert missed(line)[-1][:2] == ("location", town)
    assert "location" not in [w for w, *_ in missed("Owl Ltd, One Two Three Four")]


def test_the_facts_that_name_someone():
    r = DraftRecipient(quoted("name"), aliases=[quoted("alias")], legal_entity=quoted("entity"), role=quoted("role"))
    served = DraftActivity(quoted("activity"), recipients=[DraftRecipient(quoted("served"))])
    found = Draft(
        [], controller={"name": quoted("own")}, parties={"dpo": [{"name": quoted("eva")}]}, recipients=[r],
        activities=[served],
    )  # fmt: skip
    assert [f.value for f in named_in(found)] == ["own", "eva", "name", "alias", "entity", "served"]


@pytest.mark.parametrize(
    "text_, no_data",
    [
        ("electricity", True),
        ("electricity one two three four", True),
        ("electricity one two three four five", False),
        ("supply of electricity", True),
        ("electricity, gas", True),
        ("electricity, x", False),
        ("electricity, hosting", False),
        (", ;", False),
    ],
)
def test_a_supply_that_needs_no_data(text_, no_data):
    assert services.needs_no_data(text_) is no_data


@pytest.mark.parametrize(
    "remark, periods",
    [
        ("we keep addresses for 5 years", ["P5Y"]),
        ("we keep addresses for 5 years, cards for 2 years", ["P5Y", "P2Y"]),
        ("contacts 5 years; contract 3 years", ["P5Y"]),
        ("contract 3 years", []),
        ("contacts", []),
    ],
)
def test_the_periods_that_remarks_state(remark, periods):
    assert [f.value for f in services.periods_of([quoted(remark, why="w")])] == periods
