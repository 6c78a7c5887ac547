"""Whatever the text is: nothing fails, every quote is at its offsets, and every doubt has a reason."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from notice_scores import facts_of

from datamap.drafting.facts import Draft
from datamap.drafting.prose import find_prose
from datamap.reading.document import Document, Heading, Item, Paragraph, Table, Text

PIECES = st.sampled_from(
    [
        "Controller: ",
        " Recipients: ",
        "Legal basis:",
        "Retention: 3 years",
        "Name: Oatcast Ltd",
        "Address: ",
        "Location: USA",
        "Purposes:",
        "Art. 6(1)(b)",
        "Art. 9(2)(a)",
        "your consent",
        "our legitimate interest in",
        "we share data with",
        " such as ",
        " and ",
        ", ",
        ". ",
        ": ",
        " (",
        ") ",
        " - ",
        "Inc.",
        "s.r.o.",
        "GmbH & Co. KG",
        "Pebblr",
        "Oatcast",
        "the EU-U.S. Data Privacy Framework",
        "standard contractual clauses",
        "not",
        "planned",
        "1. ",
        "B.2 ",
        "IV.",
        "a) ",
        "• ",
        "we process",
        "you",
        "the",
        "data",
        "personal data",
        "dpo@x.example",
        "„",
        "“",
        "\n",
        " ",
        "\xa0",
        "ß",
        "İ",
        "ﬁ",
        "\xad",
        "Rechtsgrundlage",
        "Empfänger sind",
        "Dienstleister wie",
        "Příjemci",
        "doba uchování 5 let",
        "Destinataires :",
        "?",
        "|",
        "\x00",
        "🙂",
    ]
)
WORDS = st.lists(PIECES, max_size=14).map("".join)


@st.composite
def documents(draw):
    """Documents of any blocks in any order."""
    blocks = []
    for n, words in enumerate(draw(st.lists(WORDS, max_size=8))):
        bold = draw(st.integers(0, len(words)))
        text = Text(words, f"block {n}", words, range(len(words)), ((0, bold),) if bold else ())
        kind = draw(st.sampled_from(["heading", "paragraph", "item", "table"]))
        blocks.append(
            Heading(text, draw(st.integers(1, 4)))
            if kind == "heading"
            else Paragraph(text)
            if kind == "paragraph"
            else Item(text, draw(st.integers(0, 2)))
            if kind == "item"
            else Table(())
        )
    return Document("x", draw(st.sampled_from(["md", "txt", "pdf"])), "", tuple(blocks), exact=draw(st.booleans()))


@given(documents())
def test_any_document_is_read(document):
    draft = Draft()
    find_prose(document, draft)
    sources = {
        text.where: text.source for block in document.blocks if not isinstance(block, Table) for text in [block.text]
    }
    for fact in facts_of(draft):
        assert fact.value.strip() and (fact.sure or fact.why)
        for quote in fact.quotes:
            assert sources[quote.where][quote.start : quote.end] == quote.words
        if not document.exact and fact.value and fact in [r.name for r in draft.recipients]:
            assert not fact.sure
    for entry in draft.reading:
        assert sources[entry.quote.where][entry.quote.start : entry.quote.end] == entry.quote.words
