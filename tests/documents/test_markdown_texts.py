"""Texts in Markdown: no sign of the format in them has an effect, and the text comes back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from datamap.documents.markdown import escape, unescape
from datamap.drafting.facts import ToRead
from datamap.drafting.output import entries_text
from datamap.publish import review_reading
from datamap.reading.document import Quote
from tests.fuzz import live
from tests.fuzz.payloads import PAYLOADS

TEXTS = st.text(st.sampled_from("ab_ *[]()<>|~`\\\n&;:/")) | st.sampled_from(PAYLOADS)


@given(TEXTS)
def test_a_text_comes_back_on_one_line(text):
    assert unescape(escape(text)) == " ".join(text.split())


@given(TEXTS)
def test_a_text_is_shown_without_links_emphasis_or_markup(text):
    (paragraph,) = [t for t in MarkdownIt("commonmark").parse(f"x {escape(text)} x") if t.type == "inline"]
    assert {t.type for t in paragraph.children} <= {"text", "text_special"}


def test_words_of_a_document_are_not_live_in_a_reading_list_and_an_answer_still_finds_them(tmp_path):
    listed = [ToRead(p, Quote(p, "line 1", 0, 1), "not used", about=p) for p in PAYLOADS]
    (tmp_path / "map.reading.md").write_bytes(entries_text(listed).encode())
    assert live.found([tmp_path / "map.reading.md"]) == []
    words = [e.words for e in review_reading.entries(tmp_path / "map.yaml")]
    assert words == [" ".join(p.split()) for p in PAYLOADS]
