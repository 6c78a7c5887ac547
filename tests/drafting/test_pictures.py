"""The text for a picture is not lost: it is a question, or the words of its cell."""

from __future__ import annotations

import pytest

from datamap.questions.drafted import draft

WORDS = "We share your data with Owl Ltd in the USA"


@pytest.mark.parametrize(
    "name, text, asked",
    [
        ("notice.md", f"![{WORDS}](a.png)", True),
        ("notice.md", f'<img src="a.png" alt="{WORDS}">', True),
        ("notice.md", f'Our services: <img src="a.png" alt="{WORDS}"> as shown.', True),
        ("notice.md", "![Logo of Nest](a.png)", False),
        ("notice.html", f'<p><img src=a.png alt="{WORDS}"></p>', True),
        ("notice.html", "<p><img src=a.png alt='Logo of Nest'></p>", False),
    ],
)
def test_a_sentence_for_a_picture_is_on_the_reading_list(tmp_path, name, text, asked):
    title = "# Privacy notice of Nest Ltd\n\n" if name.endswith("md") else "<h1>Privacy notice of Nest Ltd</h1>"
    (tmp_path / name).write_text(f"{title}{text}\n\nWe use your email address for news.\n", encoding="utf-8")
    found = draft(tmp_path / name).to_read["what"].tolist()
    assert (f"the picture: '{WORDS}'" in found) == asked
    assert asked or not [what for what in found if "picture" in what]


@pytest.mark.parametrize("picture", ["![USA](us.png)", '<img src="us.png" alt="USA">'])
def test_the_text_for_a_picture_in_a_cell_is_its_words(tmp_path, picture):
    text = f"| Vendor | Country | DPA |\n|---|---|---|\n| Owl Ltd | {picture} | yes |\n"
    (tmp_path / "vendors.md").write_text(text, encoding="utf-8")
    (owl,) = draft(tmp_path / "vendors.md").inventory.recipients
    assert [site.country for site in owl.sites] == ["US"]


@pytest.mark.parametrize("code", ["` \nOwl Ltd `", "`Owl\nLtd`", "`\nOwl Ltd\n`"])
def test_code_over_a_line_break_loses_no_letter(tmp_path, code):
    from datamap.reading import read_document

    (tmp_path / "notice.md").write_text(f"We use {code} for news.\n", encoding="utf-8")
    (block,) = read_document(tmp_path / "notice.md").blocks
    assert " ".join(block.text.words.split()) == "We use Owl Ltd for news."
