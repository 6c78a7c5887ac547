"""The review page in a real Chromium: marks, keyboard, saved decisions, hostile words, narrow screens."""

# ruff: noqa: F401, F811  pytest finds a fixture by its imported name

from __future__ import annotations

import json
import shutil

import pytest
import yaml
from click.testing import CliRunner
from maps import EVIL
from page_fixture import browser, opened, put_back, violations

import datamap as dm
from datamap.cli import main

pytestmark = pytest.mark.browser

NOTICE = """\
# Privacy notice

We send our newsletter with Mailer Inc. in the USA, under standard contractual clauses.

| Recipient | Country |
|---|---|
| Helper | USA |
| Counter | Japan |
"""
MAP = """\
# our map
meta: {id: demo, date: 2026-01-01}
controller: {name: Demo, country: CZ}
recipients:
  - id: mailer
    name: Mailer
    evidence: [{document: notice.md, words: Mailer Inc.}]
    sites: [{country: US, evidence: [{document: notice.md, section: line 3, words: in the USA}]}]
    safeguards:
      - {kind: scc, how: proposed, evidence: [{document: notice.md, section: line 3, words: standard contractual}]}
  - id: helper
    name: Helper
    how: proposed
    evidence: [{document: notice.md, section: line 7, words: Helper}]
    sites: [{country: US, how: proposed, evidence: [{document: notice.md, section: line 7, words: USA}]}]
"""


def quoted(word):
    """A text as YAML writes it: a pair of surrogates is no character there."""
    return json.dumps(word, ensure_ascii=False).replace("\u2028", "\\u2028")


def run(*args):
    return CliRunner().invoke(main, list(map(str, args)), catch_exceptions=False)


def written(folder):
    """The page of the map in a folder, as the command writes it beside the decisions that are there."""
    (folder / "demo.yaml").write_text(MAP, encoding="utf-8")
    (folder / "notice.md").write_text(NOTICE, encoding="utf-8")
    (folder / "demo.reading.md").write_text('# To read\n\n- **a "word"** (line 3): why <b>\n', encoding="utf-8")
    done = run("review", folder / "demo.yaml", "-o", folder / "review.html")
    assert (done.exit_code, done.stderr) == (0, "")
    return folder / "review.html"


@pytest.fixture(scope="module")
def _reviewed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reviewed") / "demo"
    folder.mkdir()
    written(folder)
    return folder


@pytest.fixture
def path(_reviewed, tmp_path):
    """The page, the map and its documents, made once: a test has its own copy."""
    return shutil.copytree(_reviewed, tmp_path, dirs_exist_ok=True) / "review.html"


@pytest.fixture
def page(browser, path):
    p = opened(browser, path, drawn=False)
    yield p
    assert p.logged == [] and p.asked == []
    put_back(p)


def current(p):
    return p.locator(".fact[aria-current] .value").all_inner_texts()


def test_every_quoted_word_is_marked_where_it_is(page):
    assert page.locator("mark").all_inner_texts() == [
        "Mailer Inc.",
        "in the USA",
        "standard contractual",
        "Helper",
        "USA",
    ]
    row = page.locator("tr", has_text="Helper")
    assert row.locator("mark").all_inner_texts() == ["Helper", "USA"], "the country of another place is marked"


def test_a_click_and_enter_on_marked_words_open_their_fact(page):
    page.click("mark:text-is('standard contractual')")
    assert current(page) == ["scc"]
    page.locator("mark", has_text="Helper").press("Enter")
    assert current(page) == ["Helper"]
    assert page.locator("mark.now").all_inner_texts() == ["Helper"]
    assert page.locator(".fact[aria-current]").evaluate("f => f === document.activeElement")


def test_the_keys_move_decide_and_undo(page):
    for key in ("j", "ArrowDown", "k"):
        page.keyboard.press(key)
    first = page.locator(".fact").nth(0)
    assert first.get_attribute("aria-current") == "true"
    page.keyboard.press("c")
    assert (
        "1 of 3 decided" in page.inner_text("#done") and first.locator("[aria-pressed=true]").inner_text() == "Confirm"
    )
    page.keyboard.press("r")
    assert first.locator("[aria-pressed=true]").inner_text() == "Reject"
    page.keyboard.press("r")
    assert "0 of 3 decided" in page.inner_text("#done")
    page.keyboard.press("j")
    page.focus("#owner")
    page.keyboard.type("jcr")
    assert "0 of 3 decided" in page.inner_text("#done"), "a name that is typed decides nothing"


def test_nothing_is_decided_on_a_fact_without_proposal(page):
    page.locator("mark", has_text="Mailer Inc.").press("Enter")
    page.keyboard.press("c")
    assert "0 of 3 decided" in page.inner_text("#done")


def saved(p, folder, owner):
    p.fill("#owner", owner)
    p.fill("#function", "DPO")
    with p.expect_download() as download:
        p.click("#save")
    assert download.value.suggested_filename == "demo.decisions.yaml"
    download.value.save_as(folder / "demo.decisions.yaml")
    return folder / "demo.decisions.yaml"


def test_the_saved_decisions_are_applied(page, tmp_path):
    page.click("mark:text-is('standard contractual')")
    page.keyboard.press("c")
    page.locator("mark", has_text="Helper").press("Enter")
    page.keyboard.press("r")
    page.click("#save")
    assert page.evaluate("document.activeElement.id") == "owner", "saved without a name"
    page.reload()
    assert "2 of 3 decided" in page.inner_text("#done"), "forgotten"
    file = saved(page, tmp_path, 'Jana "J." Nováková\\: #1')
    done = run("review", tmp_path / "demo.yaml", "--apply", file)
    assert (done.exit_code, done.stderr) == (0, "2 decisions applied; 0 decisions on no open proposal\n")
    after = dm.read(tmp_path / "demo.yaml")
    assert [r.id for r in after.recipients] == ["mailer"]
    evidence = after.recipients[0].safeguards[0].evidence[0]
    assert (evidence.confirmed_by, evidence.confirmed_as) == ('Jana "J." Nováková\\: #1', "DPO")


def fact(p, value):
    return p.locator(".fact.open").filter(has=p.locator(f".value:text-is({json.dumps(value)})"))


def typed(p, value, button, text):
    """Type a value for a fact; what the page finds wrong with it."""
    mine = fact(p, value)
    form = mine.locator(f"[data-for={button}]")
    if not form.is_visible():
        mine.locator(f"[data-decide={button}]").click()
    form.locator("input").fill(text)
    form.locator("input").press("Enter")
    return form.locator(".wrong").text_content()


def test_a_fact_is_corrected_and_a_value_that_cannot_be_is_refused_where_it_is_typed(page, tmp_path):
    assert "Expected a tool such as scc:2021" in typed(page, "scc", "correct", "promise")
    assert "0 of 3 decided" in page.inner_text("#done")
    assert typed(page, "scc", "correct", "scc:2021@2024-05-01") == ""
    assert "Expected a country" in typed(page, "US", "correct", "Narnia")
    assert typed(page, "US", "correct", "Irsko") == "", "a name that the parser of the inventory reads"
    assert "Right value: Irsko" in fact(page, "US").inner_text() and "2 of 3 decided" in page.inner_text("#done")
    page.reload()
    assert "2 of 3 decided" in page.inner_text("#done"), "forgotten"
    done = run("review", tmp_path / "demo.yaml", "--apply", saved(page, tmp_path, "Jana"))
    assert (done.exit_code, done.stderr) == (0, "2 decisions applied; 0 decisions on no open proposal\n")
    mailer, helper = dm.read(tmp_path / "demo.yaml").recipients
    assert [(s.kind, s.version, str(s.signed)) for s in mailer.safeguards] == [("scc", "2021", "2024-05-01")]
    assert [s.country for s in helper.sites] == ["IE"]


def test_a_fact_belongs_to_another_entry(page, tmp_path):
    assert "Expected the id of another entry" in typed(page, "Helper", "belongs-to", "helper")
    assert "Expected the id of another entry" in typed(page, "US", "belongs-to", "nobody")
    assert typed(page, "US", "belongs-to", "mailer") == ""
    done = run("review", tmp_path / "demo.yaml", "--apply", saved(page, tmp_path, "Jana"))
    assert (done.exit_code, done.stderr) == (0, "1 decision applied; 0 decisions on no open proposal\n")
    mailer, helper = dm.read(tmp_path / "demo.yaml").recipients
    assert ([s.country for s in mailer.sites], list(helper.sites)) == (["US", "US"], [])


def test_a_whole_section_is_confirmed_and_what_was_decided_otherwise_stays(page, tmp_path):
    page.click("mark:text-is('Helper')")
    page.keyboard.press("r")
    page.locator(".whole summary", has_text="3 open facts in this section").click()
    page.click("button:text-is('Confirm all 3')")
    assert "3 of 3 decided" in page.inner_text("#done")
    assert fact(page, "Helper").locator("[aria-pressed=true]").inner_text() == "Reject"
    page.locator(".whole summary", has_text="2 open facts in this table").click()
    page.click("button:text-is('Confirm all 2')")
    assert fact(page, "US").locator("[aria-pressed=true]").inner_text() == "Confirm"


def test_the_reading_list_is_answered_and_the_answers_are_shown_again(page, browser, tmp_path):
    page.fill("#reading input", 'it is "Pigeon"')
    file = saved(page, tmp_path, "Jana")
    done = run("review", tmp_path / "demo.yaml", "--apply", file)
    assert done.exit_code == 0 and "1 answer to the reading list is kept" in done.stderr
    again = opened(browser, written(tmp_path), drawn=False)
    assert again.input_value("#reading input") == 'it is "Pigeon"'
    put_back(again)


def test_the_saved_file_keeps_what_was_decided_before(browser, tmp_path):
    stored = [
        {"decision": "confirm", "subject": "recipient gone", "field": "sites", "value": "US", "words": "Gone (USA)"},
        {"decision": "answer", "value": 'a "word"', "words": 'a "word" (line 3): why <b>', "to": "before"},
        {"decision": "do", "fingerprint": "0123456789abcdef", "due": "2027-01-01"},
    ]
    kept = [{**d, "owner": "Petr", "decided": "2026-09-01"} for d in stored]
    (tmp_path / "demo.decisions.yaml").write_text(json.dumps({"decisions": kept}), encoding="utf-8")
    page = opened(browser, written(tmp_path), drawn=False)
    assert page.input_value("#reading input") == "before"
    page.keyboard.press("j")
    page.keyboard.press("c")
    found = yaml.safe_load(saved(page, tmp_path, "Jana").read_text(encoding="utf-8"))["decisions"]
    assert found[:3] == kept and [d["owner"] for d in found[3:]] == ["Jana"]
    page.fill("#reading input", "after")
    found = yaml.safe_load(saved(page, tmp_path, "Jana").read_text(encoding="utf-8"))["decisions"]
    assert [(d["to"], d["owner"]) for d in found if d["decision"] == "answer"] == [("after", "Jana")]
    put_back(page)


def test_letters_decide_nothing_while_a_value_is_typed(page):
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.keyboard.type("crj")
    assert page.locator("[data-for=correct] input").first.input_value() == "crj"
    page.keyboard.press("Escape")
    assert "0 of 3 decided" in page.inner_text("#done")
    page.keyboard.press("b")
    assert page.locator(".fact[aria-current] [data-for=belongs-to]").is_visible()


def test_hostile_words_do_no_harm(browser, tmp_path):
    names = [*EVIL, 'a "b": \\ #c', "d \u2028 e", "\U0001f600"]
    recipients = "".join(
        f"  - {{id: r{i}, name: {quoted(word)}, how: proposed, why: {quoted(word)},"
        f" evidence: [{{document: notice.md, words: {quoted(word)}}}]}}\n"
        for i, word in enumerate(names)
    )
    draft = f"meta: {{id: evil}}\ncontroller: {{name: {json.dumps(EVIL[0])}}}\nrecipients:\n{recipients}"
    (tmp_path / "demo.yaml").write_text(draft, encoding="utf-8")
    (tmp_path / "notice.md").write_text("".join(f"```\n{word}\n```\n\n" for word in names), encoding="utf-8")
    (tmp_path / "demo.reading.md").write_text("".join(f"- **{word}** x\n" for word in EVIL), encoding="utf-8")
    done = run("review", tmp_path / "demo.yaml", "-o", tmp_path / "review.html")
    assert done.exit_code == 0
    p = opened(browser, tmp_path / "review.html", drawn=False)
    p.set_viewport_size({"width": 390, "height": 800})
    assert p.locator("img").count() == 0 and p.locator("script").count() == 2
    assert p.locator(".value").all_text_contents() == names
    assert p.locator("#reading li").count() == len(EVIL)
    assert p.evaluate("document.documentElement.scrollWidth") <= 391
    for fact in p.locator(".fact").all():
        fact.locator("[data-decide=confirm]").click()
    file = saved(p, tmp_path, EVIL[2])
    assert p.logged == [] and p.asked == []
    put_back(p)
    done = run("review", tmp_path / "demo.yaml", "--apply", file, "-o", tmp_path / "out.yaml")
    assert (done.exit_code, done.stderr) == (0, f"{len(names)} decisions applied; 0 decisions on no open proposal\n")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser, path, scheme, width):
    p = opened(browser, path, drawn=False, scheme=scheme)
    p.set_viewport_size({"width": width, "height": 800})
    for key in "jcjre":
        p.keyboard.press(key)
    p.locator(".whole summary").first.click()
    found = violations(p)
    assert p.evaluate("document.documentElement.scrollWidth") <= width + 1
    p.evaluate("window.scrollTo(0, 0)")
    text, facts = (p.locator(f".{name}").bounding_box() for name in ("source", "facts"))
    assert (facts["x"] > text["x"] + text["width"]) if width > 800 else (facts["y"] >= text["y"] + text["height"])
    put_back(p)
    assert found == []
