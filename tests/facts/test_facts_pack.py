"""The loader of data packs, on a small pack: vendors and where they keep data."""

from __future__ import annotations

import datetime as dt

import pytest

from datamap.errors import CallError, DatamapError
from datamap.facts import HISTORY, Pack, Schema, Sort, keep

DAY = dt.timedelta(1)
FIRST, SECOND = dt.date(2026, 1, 15), dt.date(2026, 3, 1)


class VendorError(DatamapError):
    """The pack of vendors is wrong."""


SCHEMA = Schema(
    sorts={
        "file": Sort(("name", "defaults", "storage"), ("remarks",)),
        "storage": Sort(
            ("vendors", "country", "from", "source"),
            ("until", "confidence", "verified_on", "parts", "seen_on", *HISTORY),
            codes=("vendors",),
            parts={"parts": "parts"},
            one_at_a_time="vendors",
        ),
        "parts": Sort(("id", "text"), ("from", "until")),
    },
    days=frozenset(("seen_on",)),
    lists=frozenset(("vendors", "parts")),
    words={"confidence": ("high", "low")},
)

FILES = {
    "sources": """\
DPA-A: {title: "Data processing agreement of A", url: ""}
LIST-A: {title: "Sub-processors of A", url: "https://a.example/list"}
""",
    "pack": """\
defaults: {recorded: 2026-01-15}
editions:
  - {version: "1", recorded: 2026-01-15, horizon: 2026-01-10, horizon_note: later changes are unchecked}
  - {version: "2", recorded: 2026-03-01, horizon: 2026-02-20, horizon_note: later changes are unchecked}
""",
    "eu": """\
name: European vendors
defaults: {recorded: 2026-01-15, verified_on: 2026-01-12, confidence: high}
storage:
  - {vendors: [a], country: DE, from: 2020-01-01, until: 2021-12-31, source: [DPA-A, LIST-A]}
  - {row: a-now, vendors: [a], country: IE, from: 2022-01-01, source: [DPA-A]}
  - {row: a-2, replaces: [a-now], recorded: 2026-03-01, vendors: [a], country: FR, from: 2022-01-01, source: [LIST-A]}
  - {row: b, vendors: [b, c], country: US, from: 2020-01-01, source: [LIST-A], parts: [{id: mail, text: e-mail}]}
""",
}


@pytest.fixture
def pack_of(tmp_path):
    """Reads the pack above with one text replaced by another in one of its files."""

    def read(file="eu", old="", new=""):
        for name, text in FILES.items():
            assert name != file or old in text
            (tmp_path / f"{name}.yaml").write_text(text.replace(old, new, 1) if name == file else text, "utf-8")
        return Pack(tmp_path, ["eu"], SCHEMA, title="the vendor pack", error=VendorError)

    return read


def countries(pack, known_on=None):
    rows = pack.rows("eu", "storage", known_on)
    return pack.edition(known_on)["version"], [r["country"] for r in rows]


def test_rows_have_their_defaults_and_the_top_of_the_file_is_there(pack_of):
    pack = pack_of()
    row = pack.rows("eu", "storage")[0]
    assert (row["verified_on"], row["confidence"], row["recorded"]) == (dt.date(2026, 1, 12), "high", FIRST)
    assert pack["eu"]["name"] == "European vendors"
    assert pack.sources["LIST-A"]["title"] == "Sub-processors of A"


def test_the_link_of_a_row_is_that_of_the_first_source_that_has_one(pack_of):
    pack = pack_of()
    assert [pack.link({"source": s}) for s in (["DPA-A", "LIST-A"], ["DPA-A"])] == ["https://a.example/list", ""]


def test_a_pack_can_be_read_as_it_was_known_on_a_day(pack_of):
    pack = pack_of()
    assert countries(pack) == countries(pack, SECOND) == ("2", ["DE", "FR", "US"])
    assert countries(pack, SECOND - DAY) == countries(pack, FIRST) == ("1", ["DE", "IE", "US"])
    with pytest.raises(CallError, match=f"the vendor pack has no edition before {FIRST}; .* found {FIRST - DAY}"):
        countries(pack, FIRST - DAY)


def test_what_a_correction_replaces_was_known_until_then():
    rows = [{"row": "a", "recorded": FIRST}, {"row": "b", "replaces": ["a"], "recorded": SECOND}]
    for day, known in ((None, ["b"]), (SECOND - DAY, ["a"]), (SECOND, ["b"])):
        assert [r["row"] for r in keep(rows, day)] == known


def test_the_digest_changes_with_the_files_and_with_the_day_as_known_on(pack_of):
    first = pack_of().digest()
    assert first == pack_of().digest()
    assert len({first, pack_of().digest(FIRST), pack_of("eu", "country: DE", "country: AT").digest()}) == 3


MISTAKES = {
    "unknown column": ("eu", "country: DE", "state: DE", r"eu.yaml:4 storage \['a'\]: the column 'state' is not known"),
    "missing column": ("eu", "country: DE, ", "", "the column 'country' is missing. Expected a value"),
    "unknown column of a part": ("eu", "{id: mail,", "{ID: mail,", "storage b, parts: the column 'ID' is not known"),
    "unknown column of the file": ("eu", "name: Eur", "title: Eur", "the file: the column 'title' is not known"),
    "repeated key": ("eu", "country: DE", "country: DE, country: AT", "eu.yaml:4 the key 'country' occurs twice"),
    "no day": ("eu", "from: 2020-01-01,", "from: 2020,", "from is 2020. Expected a day as YYYY-MM-DD"),
    "a day that does not exist": ("eu", "2021-12-31", "2021-12-32", "eu.yaml:"),
    "a day as text": ("eu", "country: DE", 'country: DE, seen_on: "2021-01-01"', "seen_on is '2021-01-01'"),
    "an end before the start": ("eu", "until: 2021-12-31", "until: 2019-12-31", "is before from 2020-01-01"),
    "a list without brackets": ("eu", "vendors: [a]", "vendors: a", "vendors is 'a'. Expected a list"),
    "a code that is no text": ("eu", "vendors: [a]", "vendors: [no]", "an unquoted NO is false in YAML"),
    "a word that is not listed": ("eu", "country: DE", "country: DE, confidence: good", "Expected one of: high, low"),
    "a source without a ledger entry": ("eu", "[DPA-A, LIST-A]", "[DPA-B]", "source DPA-B is not in sources.yaml"),
    "a source without a title": ("sources", 'title: "Data', 'name: "Data', "source DPA-A: the column 'name'"),
    "a correction of nothing": ("eu", "[a-now]", "[a-then]", "it replaces 'a-then', and no row has that name"),
    "two rows with one name": ("eu", "row: b", "row: a-now", "storage a-now: two rows have this name"),
    "an overlap": ("eu", "until: 2021-12-31", "until: 2022-01-01", "storage: two rows for a on 2022-01-01. Expected"),
    "an endless overlap": ("eu", ", until: 2021-12-31", "", "two rows for a on 2022-01-01"),
    "a day without an edition": ("eu", "recorded: 2026-03-01", "recorded: 2026-03-02", "recorded on 2026-03-02"),
    "an edition that is not of its day": (
        "eu",
        "row: b,",
        'row: b, edition: "2",',
        "rows are of edition 2. Expected the",
    ),
    "editions in the wrong order": ("pack", '"2", recorded: 2026-03-01', '"2", recorded: 2026-01-01', "oldest first"),
    "rows that are no list": ("eu", "storage:\n  - {vendors", "storage: x\nremarks:\n  - {vendors", "a list of rows"),
    "a row that is a text": ("eu", "  - {row: b,", "  - text\n  - {row: b,", "storage: found 'text'. Expected columns"),
    "no YAML": ("eu", "vendors: [a]", "vendors: [a", "eu.yaml:"),
    "no mapping": ("pack", FILES["pack"], "- a\n", "pack.yaml: found list. Expected columns and values"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_refused_with_its_place_and_remedy(mistake, pack_of):
    file, old, new, message = MISTAKES[mistake]
    with pytest.raises(VendorError, match=message):
        countries(pack_of(file, old, new))


def test_all_mistakes_are_reported_at_once(pack_of):
    text = FILES["eu"].replace("country: DE", "state: DE").replace("country: US", "country: US, confidence: good")
    with pytest.raises(VendorError) as e:
        countries(pack_of("eu", FILES["eu"], text))
    assert len(str(e.value).splitlines()) == 3  # unknown, missing, not a word of the list


def test_rows_of_one_value_may_follow_each_other_without_a_gap(pack_of):
    assert countries(pack_of("eu", "until: 2021-12-31", "until: 2021-12-31"))[1] == ["DE", "FR", "US"]
