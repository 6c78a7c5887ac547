"""Word documents: the body in its order; what is deleted, hidden or beside the text is reported and not read."""

from __future__ import annotations

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from reading_fixture import read, saved, words_of

from datamap.reading.document import Document, Heading, Item, Paragraph, Table


def document_of(tmp_path, made) -> Document:
    return read(tmp_path, "d.docx", saved(made))


def run(text: str, tag: str = "w:t", properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><{tag} xml:space="preserve">{text}</{tag}></w:r>'


def add(paragraph, xml: str) -> None:
    """Add elements to a paragraph."""
    for element in parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>"):
        paragraph._p.append(element)


def test_the_body_is_read_in_its_order(tmp_path):
    made = docx.Document()
    made.core_properties.title = "Our notice"
    made.add_heading("Notice", 0)
    made.add_heading("Who we are", 1)
    paragraph = made.add_paragraph()
    paragraph.add_run("Controller:").bold = True
    paragraph.add_run(" Exam\u00adple\u00a0Ltd")
    made.add_table(2, 2).cell(0, 0).text = "A"
    made.add_paragraph("One", style="List Bullet")
    made.add_paragraph("Two", style="List Number")
    made.add_paragraph("Three", style="List Number")
    made.add_paragraph("The end")
    document = document_of(tmp_path, made)
    assert [type(b) for b in document.blocks] == [Heading, Heading, Paragraph, Table, Item, Item, Item, Paragraph]
    assert [b.level for b in document.blocks[:2]] == [1, 1]
    label = document.blocks[2].text
    assert (label.words, label.strong, label.where) == ("Controller: Example Ltd", ((0, 11),), "paragraph 3")
    assert [b.marker for b in document.blocks[4:7]] == ["-", "1.", "2."]
    assert document.title == "Our notice"


def test_the_names_of_words_own_list_styles_show_the_depth_and_each_counts_by_itself(tmp_path):
    made = docx.Document()
    for text, style in (("A", "List Number"), ("B", "List Bullet 2"), ("C", "List Number 3"), ("D", "List Number")):
        made.add_paragraph(text, style=style)
    items = document_of(tmp_path, made).blocks
    assert [(b.depth, b.marker) for b in items] == [(0, "1."), (1, "-"), (2, "1."), (0, "2.")]


def test_merged_cells_repeat_and_lines_stay(tmp_path):
    made = docx.Document()
    table = made.add_table(3, 3)
    for r, row in enumerate(table.rows):
        for c, cell in enumerate(row.cells):
            cell.text = f"{r}{c}"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "wide"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "high"
    table.cell(1, 1).text = "one\ntwo"
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    found = document_of(tmp_path, made).blocks[0]
    assert words_of(found) == [["00", "wide", "wide"], ["high", "one\ntwo", "12"], ["high", "21", "22"]]
    assert [row[0].repeats for row in found.rows] == [False, False, True]
    assert found.header == 1 and found.rows[1][1].text.where == "table 1, row 2, column 2"


def test_deleted_moved_struck_and_hidden_text_is_reported_and_not_read(tmp_path):
    made = docx.Document()
    add(
        made.add_paragraph("We use "),
        f'<w:del w:id="1" w:author="a">{run("Oldbird", "w:delText")}</w:del>'
        f'<w:ins w:id="2" w:author="a">{run("Newbird")}</w:ins>'
        f'<w:moveFrom w:id="3" w:author="a">{run("Movedbird")}</w:moveFrom>'
        + run("Struckbird", properties="<w:strike/>")
        + run("Hiddenbird", properties="<w:vanish/>")
        + run(" daily", properties='<w:strike w:val="0"/>'),
    )
    document = document_of(tmp_path, made)
    assert document.blocks[0].text.words == "We use Newbird daily"
    found = " ".join(s.what for s in document.skipped)
    assert all(name in found for name in ("Oldbird", "Struckbird", "Hiddenbird"))


def test_text_boxes_are_read_once(tmp_path):
    made = docx.Document()
    box = f"<w:txbxContent><w:p>{run('In a box')}</w:p></w:txbxContent>"
    add(
        made.add_paragraph("Before"),
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>",
    )
    words = [(b.text.words, b.text.where) for b in document_of(tmp_path, made).blocks]
    assert sorted(words) == [("Before", "paragraph 1"), ("In a box", "text box 1")]


def test_a_table_in_a_cell_follows_the_outer_one(tmp_path):
    made = docx.Document()
    outer = made.add_table(2, 2)
    outer.cell(0, 0).text = "outer"
    inner = outer.cell(1, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "in", "ner"
    first, second = document_of(tmp_path, made).blocks
    assert words_of(first) == [["outer"]] and words_of(second) == [["in", "ner"]]


def test_headers_footers_comments_and_contents_are_reported(tmp_path):
    made = docx.Document()
    made.sections[0].footer.paragraphs[0].text = "Example Ltd, page"
    paragraph = made.add_paragraph("Words of the body")
    if hasattr(made, "add_comment"):
        made.add_comment(paragraph.runs, text="Is this right?", author="A")
    document = document_of(tmp_path, made)
    assert [t.words for t in document.texts()] == ["Words of the body"]
    found = " ".join(s.what for s in document.skipped)
    assert "Example Ltd, page" in found and ("Is this right?" in found or not hasattr(made, "add_comment"))


def test_a_heading_by_its_outline_and_a_paragraph_that_is_none(tmp_path):
    made = docx.Document()
    paragraph = made.add_paragraph("By its outline")
    level = OxmlElement("w:outlineLvl")
    level.set(qn("w:val"), "1")
    paragraph._p.get_or_add_pPr().append(level)
    made.add_paragraph("Plain")
    heading, plain = document_of(tmp_path, made).blocks
    assert isinstance(heading, Heading) and heading.level == 2 and isinstance(plain, Paragraph)


@pytest.mark.parametrize(("shown", "markers"), [("%1)", ["a)", "b)"]), ("(%1)", ["(a)", "(b)"])])
def test_letters_of_a_list_are_counted(tmp_path, shown, markers):
    made = docx.Document()
    numbering = made.part.numbering_part.element
    numbering.insert(
        0,
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            f'<w:numFmt w:val="lowerLetter"/><w:lvlText w:val="{shown}"/></w:lvl></w:abstractNum>'
        ),
    )
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for words in ("first", "second"):
        paragraph = made.add_paragraph(words)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>')
        )
    assert [b.marker for b in document_of(tmp_path, made).blocks] == markers
