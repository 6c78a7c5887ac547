"""Plain English: phrases that must not return in the texts that a user reads.

To check further texts, add a source to ``SOURCES``: a function that yields pairs of place and text.
"""

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from datamap.labels import data
from datamap.rules import RULES

ROOT = Path(__file__).parent.parent

PHRASES = {
    r"\bsay(s|ing)?\b|\bsaid\b": "state, record, list",
    r"\btells?\b|\btold\b": "state, record, inform; 'undetermined' if it cannot be told",
    r"\b(nobody|somebody|anybody|everybody)\b": "name who acts, or use the passive",
    r"\bof (which|whom)\b|\bto whom\b": "whose, for which, or two sentences",
    r"(?<!there )\bis no\b(?! (adequacy|longer))": "is not a",
    r"(?<!there )\b(is|are|was) none\b|\bnone is\b": "is not one of them; is not recorded",
    r"\bstands?\b|\bstood\b": "is; remains; applies",
    r"\bof (its|their|one's) own\b": "separate, additional, or nothing",
    r"\b(no|the|a|its|another|only|today's|whose|without|show the|prove the)"
    r" cover\b(?!\w)": "transfer basis, safeguard",
    r"\bcovers?\b(?! letter)": "applies to, is a valid basis for",
    r"\bno word (on|of)\b|\bin so many words\b|\bnot a word\b": "does not mention; explicitly",
    r"\bnothing (is|was) (said|there|told|recorded of)\b": "is not recorded",
    r"\brests? on\b": "is based on, relies on",
    r"\bheld against\b|\bhold it against\b": "check against",
    r"\bundecided\b|\bcannot be decided\b": "undetermined",
    r"\bcannot be (told|seen)\b|\bcan tell\b": "cannot be determined",
}
"""Regular expression -> what to write instead."""

Source = Callable[[], Iterator[tuple[str, str]]]


def rules() -> Iterator[tuple[str, str]]:
    """Titles, messages, remedies, actions and pages of the rules."""
    for rule in RULES:
        for part in ("title", "message", "remedy", "action", "page"):
            yield f"{rule.code} {part}", getattr(rule, part)


def words_of_rules() -> Iterator[tuple[str, str]]:
    """Words that rules and findings compute: every string with a space in their files, except docstrings."""
    for path in [*sorted((ROOT / "datamap" / "rules").rglob("*.py")), ROOT / "datamap" / "findings" / "frame.py"]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docs = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and id(node) not in docs and " " in str(node.value).strip():
                yield f"{path.relative_to(ROOT)}:{node.lineno}", str(node.value)


def rules_page() -> Iterator[tuple[str, str]]:
    """The introduction of the catalogue."""
    from tools import rules_page

    yield "tools/rules_page.py", rules_page.INTRODUCTION


def shown(text: str) -> str:
    """A text in one line, without the placeholders of a template, whose names are not shown."""
    return " ".join(re.sub(r"\{\w+\}", "{}", text).split())


def pages() -> Iterator[tuple[str, str]]:
    """README, the pages of the site with the help of every command, and the words of the pages, letters and mails."""
    for path in (ROOT / "README.md", ROOT / "inventory" / "README.md", *sorted((ROOT / "docs").rglob("*.md"))):
        # the names of columns and the words that a program reads are not prose
        text = re.sub(r"^```sql$.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
        yield path.name, re.sub(r"`(told|not-told|unannounced|covered)`", "", text)
    for path in sorted((ROOT / "datamap" / "publish" / "templates").glob("*.j2")):
        yield path.name, re.sub(r"{%.*?%}|{{.*?}}|<[^>]*>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


CORRECT = re.compile(r"\b(covers|(not|they|still) cover|of (which|whom)|to whom)\b|^not told$", re.IGNORECASE)
"""Correct outside the rules: the verb of the verdict "covered", "of which 3 are not verified", a word to type."""


def messages() -> Iterator[tuple[str, str]]:
    """Every string with a space in the library, except docstrings, and what the workbook to fill in explains."""
    texts = []
    for path in sorted((ROOT / "datamap").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docs = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and id(node) not in docs and " " in str(node.value).strip():
                texts.append((f"{path.relative_to(ROOT)}:{node.lineno}", str(node.value)))
    for sheet in data("workbook")["sheets"]:
        entries = [*sheet.get("rows", ()), *sheet.get("columns", ())]
        texts += [(f"labels/workbook.yaml, {e[0]}", " ".join(map(str, e[3:]))) for e in entries]
        texts.append((f"labels/workbook.yaml, {sheet['name']}", str(sheet.get("note", ""))))
    for place, text in texts:
        yield place, CORRECT.sub("", text)


FOR_DEVELOPERS = re.compile(
    r"\bstands? for\b|\bnone is\b|\bis None\b|\bis NO\b|\bof (its|their|one's) own\b|\bSaid\b|\bsaid :"
    r"|\btell \w+ apart\b|\b(cannot|one decision cannot) (tell|be told) apart\b|\bcover\b|\*told\*|``[^`]*``|'said'",
    re.MULTILINE,
)
"""Correct in docstrings and comments: usual English, and names of the code."""


def docstrings() -> Iterator[tuple[str, str]]:
    """Docstrings and comments of the library, and the pages for who develops it."""
    for name in ("CONTRIBUTING.md", "DECISIONS.md", "SECURITY.md"):
        for line, text in enumerate((ROOT / name).read_text(encoding="utf-8").splitlines(), start=1):
            yield f"{name}:{line}", FOR_DEVELOPERS.sub("", CORRECT.sub("", text))
    for path in sorted((ROOT / "datamap").rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        texts = [
            (node.value.lineno, str(node.value.value))
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        ]
        tokens = tokenize.generate_tokens(io.StringIO(source).readline)
        texts += [(t.start[0], t.string) for t in tokens if t.type == tokenize.COMMENT]
        for line, text in texts:
            yield f"{path.relative_to(ROOT)}:{line}", FOR_DEVELOPERS.sub("", CORRECT.sub("", text))


SOURCES: tuple[Source, ...] = (rules, words_of_rules, rules_page, pages, messages, docstrings)


@pytest.mark.parametrize("source", SOURCES, ids=lambda s: s.__name__)
def test_no_phrase_that_is_hard_to_read_returns(source):
    wrong = [
        f"{place}: “{found.group(0)}”; write: {better}"
        for place, text in source()
        for phrase, better in PHRASES.items()
        for found in re.finditer(phrase, shown(text), re.IGNORECASE)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "text",
    [
        "A purpose about whose recipients nothing is said",
        "A processor of which nobody recorded whom it engages",
        "it is no transfer tool",
        "the only cover is the framework",
        "whether it is covered cannot be told",
        "tools that have rules of their own",
    ],
)
def test_the_phrases_are_recognised(text):
    assert any(re.search(phrase, text, re.IGNORECASE) for phrase in PHRASES)


@pytest.mark.parametrize("text", ["there is no arrangement", "the verdict is covered", "not-covered", "transfer basis"])
def test_good_phrases_pass(text):
    assert not any(re.search(phrase, text, re.IGNORECASE) for phrase in PHRASES)


NAME_BEFORE_A_STOP = re.compile(r"\{(subject|processor|entity|owner|label|text)\}\.(?=\s|$)")
"""Names of companies end in a full stop ("s.r.o."), so that a second one would follow."""


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.name)
def test_titles_are_noun_phrases_messages_sentences_and_remedies_end_with_a_full_stop(rule):
    assert not re.match(r"(An?|The) ", rule.title) and len(rule.title) <= 80, rule.title
    assert rule.message.endswith((".", "{reason}")), rule.message
    assert rule.remedy[0].isupper() or rule.remedy[0] == "{", rule.remedy
    assert rule.remedy.endswith(".") or rule.remedy == "{remedy}", rule.remedy
    assert rule.action[0].islower() and not rule.action.endswith("."), rule.action
    assert not NAME_BEFORE_A_STOP.search(rule.message + "\n" + rule.remedy), rule.code


def test_the_words_of_findings_are_plain_text():
    """They are shown on pages, in workbooks, e-mails and terminals: marks of one would be seen in another."""
    errors = "datamap/rules/__init__.py"  # for who calls a command
    marked = [(at, words) for at, words in words_of_rules() if "`" in words and errors not in at]
    marked += [(at, words) for at, words in rules() if "`" in words and not at.endswith("page")]
    assert marked == [], "write “name” in place of `name`"
