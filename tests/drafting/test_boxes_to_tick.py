"""An option whose box is not ticked is not stated; a question names it, and what is ticked is read as before."""

from __future__ import annotations

import pytest

from datamap.questions.drafted import draft
from datamap.reading.boxes import without_empty
from datamap.reading.document import Document, Paragraph, Text

SKIPPED = "the option that is not ticked"


def read(folder, cell):
    """The legal bases and conditions of a register with a cell, and what is on the reading list."""
    file = folder / "register.csv"
    file.write_text(f'Activity,Recipients,Legal basis\nNews,Owl Ltd,"{cell}"\n', encoding="utf-8")
    found = draft(file)
    (news,) = found.inventory.purposes
    bases = news.legal_bases if isinstance(news.legal_bases, tuple) else ()
    return [b.basis for b in bases], found.to_read["what"].tolist()


@pytest.mark.parametrize(
    "cell",
    [
        "☐ Consent ☒ Contract",
        "☒ Contract ☐ Consent",
        "☐ Consent\n☒ Contract",
        "[ ] Consent [x] Contract",
        "( ) consent (x) contract",
        "□ Consent ■ Contract",
        "Consent ☐ Contract ☑",
        "○ Consent ● Contract",
        "☑ Contract ☒ Consent",
        "Consent ✗, contract ✓",
        "☐ Einwilligung ☒ Vertrag",
        "☐ Consentement ☒ Contrat",
        "☐ Souhlas ☒ Smlouva",
        "☐ Consentimiento ☒ Contrato",
        "☐ Consenso ☒ Contratto",
        "☐ Toestemming ☒ Overeenkomst",
        "☐ Zgoda ☒ Umowa",
        "☐ Art. 6(1)(a) ☒ Art. 6(1)(b)",
    ],
)
def test_only_the_ticked_basis_is_read(tmp_path, cell):
    assert read(tmp_path, cell) == (["6-1-b"], [SKIPPED])


@pytest.mark.parametrize(
    "cell, bases, asked",
    [
        ("☒ Contract ☒ Legal obligation", ["6-1-b", "6-1-c"], []),
        ("☐ Consent", [], [SKIPPED]),
        ("○ Contract\n○ Legal obligation", ["6-1-b", "6-1-c"], []),  # such signs begin the entries of a list
        ("□ Contract\n□ Legal obligation", ["6-1-b", "6-1-c"], []),
        ("✓ Contract\n✓ Legal obligation", ["6-1-b", "6-1-c"], []),
    ],
)
def test_boxes_that_are_all_alike(tmp_path, cell, bases, asked):
    assert read(tmp_path, cell) == (bases, asked)


@pytest.mark.parametrize(
    "label, cell, field, value",
    [
        ("DPIA", "☐ done ☒ required", "dpia", "required"),
        ("DPIA", "☐ done", "dpia", "unknown"),
        ("Role", "☒ controller ☐ processor", "role", "controller"),
        ("Automated decisions", "☐ yes ☒ no", "automated_decisions", "no"),
        ("Automated decisions", "yes ☒ no ☐", "automated_decisions", "yes"),
        ("Automated decisions", "☒", "automated_decisions", "yes"),
        ("Automated decisions", "☐", "automated_decisions", "unknown"),
    ],
)
def test_other_answers(tmp_path, label, cell, field, value):
    file = tmp_path / "register.csv"
    file.write_text(f'Activity,Recipients,Legal basis,{label}\nNews,Owl Ltd,Contract,"{cell}"\n', encoding="utf-8")
    (news,) = draft(file).inventory.purposes
    assert getattr(news, field) == value


def test_a_tool_a_category_and_a_recipient_that_are_not_ticked(tmp_path):
    file = tmp_path / "register.csv"
    file.write_text(
        "Activity,Categories of data,Recipients,Third countries,Safeguards,Legal basis\n"
        'News,"☒ contact data ☐ health data ☒ bank data",☒ Owl Ltd ☐ Lark Ltd,USA,☐ SCC ☒ DPF,Contract\n',
        encoding="utf-8",
    )
    found = draft(file).inventory
    assert [c.name for c in found.categories] == ["contact data", "bank data"]
    assert [(r.name, [t.kind for t in r.safeguards]) for r in found.recipients] == [("Owl Ltd", ["dpf"])]


def test_a_cell_of_a_tool_that_is_not_ticked(tmp_path):
    file = tmp_path / "vendors.csv"
    file.write_text("Vendor,Country,Safeguards,Service\nOwl Ltd,USA,☐ SCC,Hosting\n", encoding="utf-8")
    found = draft(file)
    (owl,) = found.inventory.recipients
    assert not isinstance(owl.safeguards, tuple) or not owl.safeguards
    assert found.to_read["what"].tolist() == [SKIPPED]


def document(*lines):
    """Paragraphs as a document."""
    return Document("form.docx", "docx", "", tuple(Paragraph(Text.plain(w, f"paragraph {i}")) for i, w in lines))


def test_paragraphs_of_a_form_that_was_filled_in():
    found = without_empty(document((1, "Legal basis: ☐ consent ☒ contract ☒ law"), (2, "☐ Owl Ltd"), (3, "No box")))
    assert [b.text.words for b in found.blocks] == ["Legal basis: contract\nlaw", "No box"]
    assert [(s.what, s.where) for s in found.skipped] == [("2 options that are not ticked", "paragraph 1")]
    text = found.blocks[0].text
    at = text.words.index("contract")
    assert text.quote(at, at + 8).words == "contract"


def test_a_form_for_readers_to_fill_in_is_read_as_it_is():
    form = document((1, "☐ I agree that Owl Ltd receives my address."), (2, "See [the policy](x) [ ]"))
    assert without_empty(form) is form or without_empty(form).blocks == form.blocks
