"""What holds for every reader: words at their positions, nothing lost, nothing that depends on spelling."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from datamap.labels import language_group, values
from datamap.labels.values import Reading, Value, fold, left
from datamap.labels.values.lexicon import LANGUAGES

READERS = [
    values.read_places,
    values.read_tools,
    values.read_bases,
    values.read_conditions,
    values.read_periods,
    values.read_special,
    values.read_roles,
    values.read_sources,
    values.read_dpia,
    values.read_yes_no,
    values.read_names,
]

WORDS = [
    *("USA", "Germany", "Spojené státy", "États-Unis", "EU", "New Jersey", "Österreich", "Georgia", "IE"),
    *("SCC", "Standardvertragsklauseln", "EU-U.S. DPF", "2021/914", "Module 2", "BCR-P", "adequacy decision", "DPA"),
    *("Art. 6(1)(b), (f)", "čl. 6 odst. 1 písm. a)", "Art. 9(2)(h)", "souhlas", "contract", "legal obligation"),
    *("3 years", "max. 30 dnů", "2-3 Jahre", "six mois", "24 hours", "after the end", "until the end", "tax law"),
    *("health data", "Gesundheitsdaten", "processor", "subjekt údajů", "Yes", "nein", "keine", "n/a", "tbd"),
    *("not", "no", "to be signed", "beantragt", "where applicable", "or", "und", "a", "but", "such as"),
    *("Postbird Inc.", "Lípa s.r.o.", "Hoster GmbH", "banks", "Mailbird", "(planned)", "self-hosted"),
]
GAPS = [" ", ", ", "; ", " (", ") ", "\n", " - ", ": ", ". ", " / ", "\u00a0", " + "]

texts = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(GAPS)), min_size=1, max_size=6).map(
    lambda parts: "".join(w + g for w, g in parts)
)


def simple(reading: Reading) -> list[tuple[str, bool]]:
    return [(v.value, v.sure) for v in reading.values if "label" not in v.extra]


@pytest.mark.parametrize("read", READERS)
@given(texts | st.text(max_size=40))
@example("\u3200")
def test_words_are_at_their_positions_and_values_do_not_overlap(read, text):
    reading = read(text)
    end = 0
    for v in reading.values:
        assert end <= v.start < v.end <= len(text) and text[v.start : v.end].strip()
        assert v.sure != bool(v.why) and v.value
        end = v.end
    for a, b in reading.rest:
        words = unicodedata.normalize("NFKC", text[a:b])  # as the readers do: of a sign such as \u3200 a letter is left
        assert 0 <= a < b <= len(text) and any(c.isalnum() for c in words)
    assert not (reading.denied and reading.values)


def words_of(*names: str) -> frozenset[str]:
    """The words of some groups in all languages."""
    found = (language_group(lang, "values", name) or () for lang in LANGUAGES for name in names)
    lists = (texts if isinstance(texts, list) else [p for ps in texts.values() for p in ps] for texts in found)
    return frozenset(t.word for phrases in lists for phrase in phrases for t in fold(str(phrase)).tokens)


KNOWN = words_of(
    *("filler", "affirmed", "and", "yes", "no_transfer", "place_words", "kept", "regulation", "letters"),
    *("paragraphs", "modules", "maximum", "minimum", "example", "starts"),
)
"""Words that hold no fact beside a value: what neither a value nor the rest has must be one of them."""
DENYING = words_of("none", "no", "absent", "negation", "nothing", "unknown")
"""The same where the text states that there is none, or nothing."""


@pytest.mark.parametrize("read", READERS)
@given(texts)
def test_every_word_is_in_a_value_or_in_the_rest_or_is_filler(read, text):
    reading = read(text)
    used = [(v.start, v.end) for v in reading.values] + list(reading.rest)
    for v in reading.values:
        used += [tuple(map(int, at.split(":"))) for key, at in v.extra.items() if key.endswith("_at")]
    folded = fold(text)
    known = KNOWN | DENYING if reading.denied or values.is_blank(text) else KNOWN
    stems = tuple(w for w in known if len(w) > 4)
    for t in folded.tokens:
        a, b = folded.span(t.start, t.end)
        inside = any(x <= a and b <= y for x, y in used)
        said = any(t.word in fold(e).flat for v in reading.values for e in v.extra.values())
        article = t.word in ("art", "cl", "6", "9", "1", "2", "10", "914", "2021", "module") or len(t.word) == 1
        repeated = [v.value for v in reading.values] and t.word in WORD_OF_VALUE - UNKNOWN
        assert inside or said or article or t.word in known or t.word.startswith(stems) or repeated, (t.word, reading)


WORD_OF_VALUE = {t.word for w in WORDS for t in fold(w).tokens}
"""A tool, basis or letter that is named again within one value."""
UNKNOWN = words_of("unknown")
"""Never lost beside a value: there may be more than the value."""


@pytest.mark.parametrize("unknown", ["tbd", "unbekannt", "not known"])
@pytest.mark.parametrize("gap", ["; ", "\n", ", ", " / "])
def test_an_unknown_item_is_neither_lost_nor_denied(unknown, gap):
    for other in ("Acme Inc.", "none", "n/a", "keine"):
        for text in (f"{other}{gap}{unknown}", f"{unknown}{gap}{other}"):
            reading = values.read_names(text)
            assert not reading.denied and not reading.only, text
            used = [(v.start, v.end) for v in reading.values if not v.sure] + list(reading.rest)
            assert any(unknown in text[a:b] for a, b in used), (text, reading)


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("text", ["tbd; tbd ", "tbd, not known", "unbekannt / tbd", "(tbd) tbd", "tbd\ntbd"])
def test_unknown_stays_unknown_however_often_it_is_written(read, text):
    assert values.is_blank(text)
    reading = read(text)
    assert not reading.denied and not [v for v in reading.values if v.value != "unknown"]


@given(texts)
def test_case_accents_soft_hyphens_and_spaces_make_no_difference(text):
    for read in READERS[:1] + READERS[2:9]:
        plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
        soft = "".join(c + "\u00ad" if c.isalpha() and i % 3 == 0 else c for i, c in enumerate(text))
        spaces = text.replace(" ", "\u00a0")
        expected = simple(read(text))
        for changed in (plain, soft, spaces):
            assert simple(read(changed)) == expected, (read.__name__, changed)


@given(texts)
def test_capitals_never_put_a_tool_in_place(text):
    upper, as_given = values.read_tools(text.upper()), values.read_tools(text)
    assert {v for v, s in simple(upper) if s} <= {v for v, s in simple(as_given) if s}


def test_what_several_readers_leave():
    text = "USA (SCC) with Acme"
    free = left(text, values.read_places(text), values.read_tools(text))
    assert [text[a:b] for a, b in free] == ["Acme"]


def test_one_sure_value_and_nothing_else_is_the_only_one():
    assert values.read_places("Germany").only == "DE" and values.read_places("Germany, x1").only == ""
    assert Reading((Value("US", 0, 2, {}, False, "asked"),)).only == ""
