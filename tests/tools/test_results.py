"""The page of benchmarks: a section is renewed without the others, and says when and on what it was measured."""

from pathlib import Path

from benchmarks import reasons
from benchmarks.results import HEAD, Row, missed, renewed, section

ORDER = ["Start", "Scale", "Page"]
NONE = "\n\n## Targets that are missed\n\nNone.\n"


def test_a_section_names_day_commit_and_whether_a_target_was_met():
    rows = [Row("a / b", "1.5", "at most 2", True, "3 s"), Row("c", "9", "at most 4", False), Row("d", "1 s")]
    title, _, stamp, _, *table = section("Start", rows, "a1b2c3").splitlines()
    assert title == "## Start" and "`a1b2c3`, load average" in stamp and "pandas" in stamp
    assert table[2:] == [
        "| a / b | 1.5 | at most 2 | yes | 3 s |",
        "| c | 9 | at most 4 | no |  |",
        "| d | 1 s |  |  |  |",
    ]


def test_a_section_replaces_its_old_one_and_no_other():
    page = ""
    for title in ("Scale", "Start", "Page"):
        page = renewed(page, title, f"## {title}\n\nfirst", ORDER)
    assert page == HEAD + "## Start\n\nfirst\n\n## Scale\n\nfirst\n\n## Page\n\nfirst" + NONE
    page = renewed(page, "Scale", "## Scale\n\nsecond", ORDER)
    assert page == HEAD + "## Start\n\nfirst\n\n## Scale\n\nsecond\n\n## Page\n\nfirst" + NONE


def test_a_section_that_no_benchmark_has_any_more_is_left_out():
    old = HEAD + "## Gone\n\nx\n\n## Page\n\nfirst\n"
    assert renewed(old, "Start", "## Start\n\ny", ORDER) == HEAD + "## Start\n\ny\n\n## Page\n\nfirst" + NONE


def test_a_missed_target_is_named_at_the_end_with_its_reason(monkeypatch):
    monkeypatch.setitem(reasons.REASONS, "c / d", "It is slow.")
    rows = [Row("a / b", "1.5", "at most 2", True), Row("c / d", "9", "at most 4", False), Row("e", "1", "0", False)]
    page = renewed("", "Page", section("Page", rows, "a1"), ORDER)
    last = "## Targets that are missed\n\n- c / d: It is slow.\n- e: no reason is recorded.\n"
    assert page.endswith(f"\n\n{last}") and renewed(page, "Start", "## Start\n\ny", ORDER).endswith(f"\n\n{last}")


def test_each_missed_target_of_the_stored_page_has_its_reason():
    page = Path(__file__).resolve().parents[2] / "benchmarks" / "RESULTS.md"
    assert set(missed(page.read_text(encoding="utf-8"))) <= reasons.REASONS.keys()
