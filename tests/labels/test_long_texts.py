"""Texts of thousands of the same words: what looks back and forth in them for each word would take minutes."""

from __future__ import annotations

import csv
import itertools

import pytest

from datamap.drafting import output
from datamap.drafting.draft import draft
from datamap.labels import values
from datamap.labels.values import lexicon
from datamap.labels.values.text import fold
from tests.fuzz.harness import Case, run
from tests.fuzz.words import REPEATED, repeated

READERS = (values.read_bases, values.read_names, values.read_periods, values.read_places, values.read_tools)


@pytest.mark.parametrize("words", REPEATED)
def test_a_long_text_of_the_same_words_is_read_within_the_limit_of_a_case(words):
    def attempt(_rng, _folder):
        for read in READERS:
            read(repeated(words))

    assert run(Case("readers", 0), attempt).state == "read"


@pytest.mark.parametrize("words", REPEATED)
def test_a_long_sentence_of_the_same_words_is_drafted_within_the_limit_of_a_case(words):
    def attempt(_rng, folder):
        path = folder / "notice.md"
        english = repeated("We keep the data as long as it is needed for this. ", 4_000)
        sentence = f"We transfer the data to {repeated(words)}."
        path.write_text(f"# Privacy notice of Fern Ltd\n\n{english}\n\n{sentence}\n", "utf-8")
        assert output.as_data(draft(path))

    assert run(Case("sentence", 0), attempt).state == "read"


@pytest.mark.parametrize("words", REPEATED)
def test_a_table_with_a_long_label_and_a_long_cell_is_drafted_within_the_limit_of_a_case(words):
    def attempt(_rng, folder):
        rows = [["Vendor", "Country", repeated(words), "Recipients"], ["Owl Ltd", repeated(words), "yes", "yes"]]
        with (folder / "list.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        assert output.as_data(draft(folder / "list.csv"))

    assert not run(Case("table", 0), attempt).is_fault  # of some, the language is not recognised


def test_what_begins_in_a_part_of_a_text_is_found_as_by_looking_at_each():
    text = fold("USA, India; not in the UK (SCC) and Jersey\nDPF")
    found = lexicon.where(text, ("filler", "and", "negation"), ("en",))
    for start, end in itertools.combinations(range(len(text.flat) + 1), 2):
        assert list(text.within(start, end)) == [i for i, t in enumerate(text.tokens) if start <= t.start < end]
        assert list(lexicon.inside(found, start, end)) == [m for m in found if start <= m.start < end]


def test_a_contrast_in_another_line_limits_no_denial():
    one, other = "adequacy. no SCC unknown", "New Jersey legitimate interests but"
    alone = [v for v in values.read_tools(one).values if v.value == "adequacy"]
    below = [v for v in values.read_tools(f"{one}\n{other}").values if v.value == "adequacy"]
    assert [v.sure for v in alone] == [v.sure for v in below] == [False]


def test_of_two_doubts_in_a_clause_the_first_one_counts():
    # "?" is in front of consent and "ggf." behind it: both are of its clause, and the first also denies what follows
    assert values.read_bases("Basis? consent ggf., contract oder legal obligation").values == ()
    assert [v.sure for v in values.read_bases("Basis: consent ggf., contract oder legal obligation").values] == [
        False
    ] * 2
