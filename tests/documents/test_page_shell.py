"""The shell of a page: only its own scripts may run, no text ends a data block, the same values give the same bytes."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from datamap.documents import page
from datamap.files import seal


def rendered(**values):
    found = {"quarter": "2026Q3", "day": "2026-09-30", "columns": [], "rows": [], "trend": []}
    return page.render("datamap.publish", "index.html.j2", **found, **values)


def policy(text):
    return html.unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1])


def test_the_policy_names_every_script_of_the_page_and_no_other():
    text = rendered(scripts=["var a = 1 < 2;", page.shell_script()])
    scripts = re.findall(r"<script>(.*?)</script>", text, flags=re.DOTALL)
    allowed = re.findall(r"'sha256-([^']+)'", policy(text))
    assert [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts] == allowed
    assert len(allowed) == 2 and "default-src 'none'" in policy(text)


def test_a_page_without_scripts_allows_none():
    text = rendered()
    assert "script-src 'none'" in policy(text) and "<script" not in text


def test_a_page_is_sealed_and_the_same_each_time():
    assert rendered() == rendered() and seal.intact(rendered().encode())


@given(
    st.recursive(st.text(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3))
)
def test_no_text_ends_the_data_block(value):
    block = str(page.data_block(value))
    assert not set("<&\u2028\u2029") & set(block) and json.loads(block) == value


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("\x00\x1b\x0b\ufffe")))
def test_a_part_of_a_text_document_is_xml_whatever_its_texts_are(text):
    part = page.fill("datamap.publish", "docx/core.xml.j2", brief={"title": text}, day="2026-09-30")
    assert etree.fromstring(part.encode()) is not None
