"""The participants list: who is on it, as which entity, for which data, on which day; and what is no such list."""

from __future__ import annotations

import datetime as dt
import pickle
import zipfile

import pytest
from dpf_fixture import ROWS, line, save
from hypothesis import given
from hypothesis import strategies as st

from datamap.errors import InputError
from datamap.law import dpf, dpf_list, names

DAY = dt.date(2026, 3, 24)


@pytest.fixture(autouse=True, scope="module")
def cache(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATAMAP_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    return dpf.read([save(tmp_path_factory.mktemp("list") / "participants_2026-03-24.xlsx", ROWS)])


@pytest.mark.parametrize(
    ("entity", "how", "data", "more", "outcome", "said"),
    [
        ("Acme, Inc.", "stated", "other", {}, "verified", "EU-U.S. row active for HR and non-HR data"),
        ("ACME Inc", "inferred", "hr", {"affiliate": "yes"}, "verified", "active"),
        ("Acme", "stated", "other", {}, "verified", "is Acme, Inc."),
        ("Acme GmbH", "stated", "other", {}, "contradicted", "is not on the list"),
        ("Acme Ltd", "stated", "other", {}, "contradicted", "is not on the list"),
        ("Realname Holdings, Inc. dba Brandy", "stated", "other", {}, "verified", "shown as Brandy"),
        ("", "", "other", {"aliases": ("Brandy",)}, "verified", "shown as Brandy"),
        ("", "", "other", {"aliases": ("Acme",)}, "not-found", "only a brand is known"),
        ("Nobody, Inc.", "stated", "other", {"aliases": ("Brandy",)}, "contradicted", "is not on the list"),
        ("Nobody, Inc.", "inferred", "other", {}, "not-found", "(inferred) is not on the list"),
        ("Lapsed LLC", "stated", "other", {}, "contradicted", "inactive since 2025-01-02 (lapse)"),
        ("Lapsed LLC", "inferred", "other", {}, "not-found", "inactive since 2025-01-02"),
        ("Shielded Corp", "stated", "other", {}, "contradicted", "is not on the list"),
        ("Staff Only, Inc.", "stated", "other", {}, "contradicted", "for HR data only"),
        ("Staff Only, Inc.", "stated", "special", {}, "contradicted", "for HR data only"),
        ("Staff Only, Inc.", "stated", "hr", {}, "verified", "active for HR data"),
        ("Staff Only, Inc.", "stated", "unknown", {}, "not-found", "whose data are transferred is not recorded"),
        ("Brandy", "stated", "hr", {"affiliate": "yes"}, "contradicted", "not for HR data"),
        ("Brandy", "stated", "hr", {"affiliate": "no"}, "verified", "active for non-HR data"),
        ("Brandy", "stated", "hr", {}, "not-found", "own group is not known"),
        ("Under Review, Inc.", "stated", "other", {}, "verified", "re-certification under review"),
        ("Trello, Inc.", "stated", "other", {}, "verified", "covered entity of Mother, Inc."),
        ("Slack Technologies", "inferred", "other", {}, "verified", "covered entity of Mother, Inc."),
        ("Sister Co, LLC", "stated", "other", {}, "verified", "covered entity of Mother, Inc."),
        ("Lone Name", "stated", "other", {}, "contradicted", "is not on the list"),
        ("Overseas, PLC", "stated", "other", {}, "not-found", "not an organisation of the United States"),
        # an entry of its own lapsed, and another row names it now
        ("Bought, Inc.", "stated", "other", {}, "verified", "is named as a covered entity of Buyer, Inc."),
        (
            "Bought, Inc.",
            "stated",
            "hr",
            {"affiliate": "yes"},
            "contradicted",
            "is on the list, and the row is inactive",
        ),
        ("Sold Corp", "stated", "other", {}, "contradicted", "is on the list, and the row is inactive"),
        ("Twin LLC", "stated", "other", {}, "verified", "active"),
        ("Twin", "stated", "other", {}, "not-found", "Twin LLC and Twin Corp"),
        ("Acme, Inc.", "stated", "other", {"regime": "uk"}, "verified", "UK Extension row active"),
        ("Acme, Inc.", "stated", "other", {"regime": "ch"}, "contradicted", "without the Swiss-U.S. framework"),
        ("Brandy", "inferred", "other", {"regime": "uk"}, "not-found", "without the UK Extension framework"),
    ],
)
def test_what_the_list_says(listed, entity, how, data, more, outcome, said):
    match = listed.check(entity, how, DAY, data=data, **more)
    assert match.outcome == outcome, match.reason
    assert said in match.reason
    assert f"list of {DAY}" in match.reason


def test_a_parent_or_a_near_name_is_a_suggestion_and_no_match(listed):
    parent = listed.check("", "", DAY, aliases=("Slido",), parent="Mother, Inc.")
    assert (parent.outcome, parent.row) == ("not-found", None)
    assert parent.suggestions[0].startswith("its parent Mother, Inc. is on the list")
    near = listed.check("Under Reviews, Inc.", "stated", DAY)
    assert near.outcome == "contradicted"
    assert near.suggestions == ("the list has “Under Review, Inc.”",)


def test_a_due_date_between_the_list_and_the_day_asks_for_a_newer_list(listed):
    assert not listed.check("Brandy", "stated", dt.date(2026, 4, 1)).renewal_unseen, "the last day still counts"
    later = listed.check("Brandy", "stated", dt.date(2026, 4, 2))
    assert (later.outcome, later.renewal_unseen, later.age_days) == ("verified", True, 9)
    assert not listed.check("Under Review, Inc.", "stated", dt.date(2026, 4, 2)).renewal_unseen, (
        "due before the list: seen"
    )


def test_a_start_under_privacy_shield_is_floored_to_the_framework(listed):
    assert listed.check("Acme, Inc.", "stated", DAY).row.installed == "2023-07-10"
    assert listed.check("Acme, Inc.", "stated", DAY, regime="uk").row.installed == "2023-10-12"


def test_the_newest_list_not_after_the_day_counts(tmp_path):
    old = save(tmp_path / "list_2024-12-13.xlsx", [line("Acme, Inc.", hr="Yes", non_hr="No")])
    new = save(tmp_path / "list_2026-03-24.xlsx", [line("Acme, Inc.")])
    both = dpf.read([new, old])
    assert both.vintages == (dt.date(2024, 12, 13), DAY)
    assert both.check("Acme, Inc.", "stated", dt.date(2026, 3, 23), data="other").outcome == "contradicted"
    assert both.check("Acme, Inc.", "stated", DAY, data="other").outcome == "verified"
    assert both.at(dt.date(2024, 12, 12)) is None
    with pytest.raises(InputError, match="another list of 2026-03-24"):
        dpf.read([new, save(tmp_path / "other_2026-03-24.xlsx", [line("Else, Inc.")])])


def test_the_cache_answers_alike_and_a_broken_one_is_built_anew(tmp_path, monkeypatch):
    monkeypatch.setenv("DATAMAP_CACHE", str(tmp_path / "cache"))
    path = save(tmp_path / "list_2026-03-24.xlsx", ROWS)
    first = dpf.read([path]).check("Trello, Inc.", "stated", DAY)
    (kept,) = (tmp_path / "cache").iterdir()
    monkeypatch.setattr(dpf_list, "_build", lambda *_: pytest.fail("the cache was not used"))
    again = dpf.read([path])
    assert again.check("Trello, Inc.", "stated", DAY) == first
    assert pickle.loads(pickle.dumps(again.lists[0])).day == DAY
    monkeypatch.undo()
    monkeypatch.setenv("DATAMAP_CACHE", str(tmp_path / "cache"))
    whole = kept.read_bytes()
    middle = len(whole) // 2
    for broken in (
        b"",
        b"broken",
        whole[:middle],
        whole[:-100],
        whole[: middle - 9] + b"\0" * 9 + whole[middle:],
        whole[32:] + whole[:32],
    ):
        kept.write_bytes(broken)
        assert dpf.read([path]).check("Trello, Inc.", "stated", DAY) == first
        assert kept.read_bytes() == whole, "a broken one is written anew"
    monkeypatch.setenv("DATAMAP_CACHE", "/proc/nowhere")
    assert dpf.read([path]).check("Trello, Inc.", "stated", DAY) == first


# --- what is no participants list ----------------------------------------------------------------------------------


def refused(path):
    with pytest.raises(InputError) as caught:
        dpf.read([path])
    problems = caught.value.problems
    assert all(p.file == str(path) and p.expected for p in problems)
    return problems


def test_missing_columns_and_another_language(tmp_path):
    short = save(tmp_path / "a_2026-03-24.xlsx", [], header=["Legal Name", "Status"])
    assert "Framework" in refused(short)[0].found
    german = save(tmp_path / "b_2026-03-24.xlsx", [["x"] * 17], header=["Anzeigename", *dpf_list.COLUMNS[1:]])
    assert "Public Display Name are missing" in refused(german)[0].found


def test_values_of_another_kind_are_told_all_at_once(tmp_path):
    rows = [line("A", framework="Privacy Shield"), line("B", status=5), line("C", due="31.12.2026"), line("D", hr="ja")]
    problems = refused(save(tmp_path / "l_2026-03-24.xlsx", rows))
    assert [(p.line, p.field) for p in problems] == [
        (2, "Framework"),
        (3, "Status"),
        (4, "Usage End Date"),
        (5, "HR Data"),
    ]
    many = refused(save(tmp_path / "m_2026-03-24.xlsx", [line("A", status="?") for _ in range(9)]))
    assert len(many) == 6 and "4 more rows" in many[-1].found


def test_an_active_organisation_that_is_also_inactive_is_not_left_out_in_silence(tmp_path):
    rows = [line("A"), line("B", inactive="5/4/2017"), line("C", status="Inactive - Lapse", inactive="5/4/2017")]
    (problem,) = refused(save(tmp_path / "l_2026-03-24.xlsx", rows))
    assert (problem.line, problem.field) == (3, "Inactive Start Date")


def test_files_that_are_no_workbook(tmp_path):
    for name, content in (("c", b"Legal Name,Status\n"), ("e", b""), ("x", b"\xd0\xcf\x11\xe0old")):
        path = tmp_path / f"{name}_2026-03-24.xlsx"
        path.write_bytes(content)
        assert len(refused(path)) == 1
    whole = save(tmp_path / "w_2026-03-24.xlsx", ROWS).read_bytes()
    cut = tmp_path / "t_2026-03-24.xlsx"
    for size in (len(whole) // 2, len(whole) - 30):
        cut.write_bytes(whole[:size])
        assert "cannot be read" in refused(cut)[0].found
    for name, content, found in (
        ("plain", b"Legal Name,Status\n", "no workbook"),
        ("half", whole[: len(whole) // 2], "cannot be read"),
    ):
        bare = tmp_path / f"{name}.xlsx"
        bare.write_bytes(content)
        assert found in refused(bare)[0].found, "what is wrong with it, before the day that its name lacks"
    refused(tmp_path / "missing_2026-03-24.xlsx")
    refused(tmp_path)
    assert "no row" in refused(save(tmp_path / "n_2026-03-24.xlsx", []))[0].found


def test_formulas_are_refused(tmp_path):
    assert (
        "formulas" in refused(save(tmp_path / "f_2026-03-24.xlsx", [[*line("A")[:6], "=1", *line("A")[7:]]]))[0].found
    )


def test_a_list_without_a_day_in_its_name_is_of_the_day_the_workbook_was_made(tmp_path):
    made = save(tmp_path / "made.xlsx", ROWS)
    for stamp, name in (((1980, 1, 1, 0, 0, 0), "bare.xlsx"), ((2025, 2, 3, 10, 0, 0), "stamped.xlsx")):
        with zipfile.ZipFile(made) as old, zipfile.ZipFile(tmp_path / name, "w") as new:
            for i in old.infolist():
                new.writestr(zipfile.ZipInfo(i.filename, stamp), old.read(i))
    assert "no day of the list" in refused(tmp_path / "bare.xlsx")[0].found
    assert dpf.read([tmp_path / "stamped.xlsx"]).vintages == (dt.date(2025, 2, 3),)


# --- names ---------------------------------------------------------------------------------------------------------


def test_covered_entities_keep_their_commas():
    cell = "Krux Digital LLC,MuleSoft, LLC,Salesforce, Inc.,OwnCompany Inc. ,Yum Brands, Inc. and Yum Group, LLC"
    assert names.covered(cell)[:4] == ["Krux Digital LLC", "MuleSoft, LLC", "Salesforce, Inc.", "OwnCompany Inc."]


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Holistics Software Pte Ltd", "pte"),
        ("Acme Ltd", "ltd"),
        ("sli.do s. r. o.", "sro"),
        ("Acme, Inc.", ""),
        ("Plc", ""),
        ("Miro B.V.", "bv"),
        ("Apt ApS", "aps"),
    ],
)
def test_legal_forms_from_elsewhere(name, form):
    assert names.foreign_form(name) == form


@given(st.text(max_size=30))
def test_normalising_is_stable(name):
    assert names.plain(names.plain(name)) == names.plain(name)
    assert names.stripped(name) == names.stripped(names.plain(name))


# --- the official lists --------------------------------------------------------------------------------------------


def test_counts_of_the_official_lists(shared):
    both = dpf.read(sorted((shared / "dpf").glob("*.xlsx")))
    for day, active, without_hr, hr_only, no_uk in (
        ("2024-12-13", 3059, 1837, 72, 540),
        ("2026-03-24", 3562, 2111, 71, 417),
    ):
        base = next(v.base for v in both.lists if v.day.isoformat() == day)

        def count(sql, base=base):
            return base.execute(
                f"select count(distinct link) from rows where regime='eu' and active=1 {sql}"
            ).fetchone()[0]

        uk = "and link not in (select link from rows where regime='uk' and active=1)"
        no_hr = "and link not in (select link from rows where regime='eu' and active=1 and hr=1)"
        assert (count(""), count(no_hr), count("and hr=1 and non_hr=0"), count(uk)) == (
            active,
            without_hr,
            hr_only,
            no_uk,
        )


@pytest.mark.parametrize(
    ("entity", "aliases", "day", "outcome", "link"),
    [
        ("Celonis, Inc.", ("Make.com",), "2026-03-24", "verified", "5446"),
        ("Functional Software, Inc.", (), "2026-03-24", "verified", "5869"),
        ("RealtimeBoard, Inc. dba Miro", (), "2024-12-13", "verified", "4980"),
        ("Slack Technologies, LLC", (), "2026-03-24", "verified", "5959"),
        ("Trello, Inc.", (), "2026-03-24", "verified", "5341"),
        ("Productboard, Inc.", (), "2024-12-13", "contradicted", "5815"),
        ("Helpjuice, Inc.", (), "2026-03-24", "contradicted", ""),
        ("OpenAI OpCo, LLC", (), "2026-03-24", "contradicted", ""),
        ("", ("make.com",), "2026-03-24", "not-found", ""),
        ("", ("Slido",), "2026-03-24", "not-found", ""),
    ],
)
def test_known_importers_on_the_official_lists(shared, entity, aliases, day, outcome, link):
    both = dpf.read(sorted((shared / "dpf").glob("*.xlsx")))
    match = both.check(entity, "stated" if entity else "", dt.date.fromisoformat(day), data="other", aliases=aliases)
    assert match.outcome == outcome, match.reason
    assert (match.row.link.rsplit("/", 1)[-1] if match.row else "") == link
