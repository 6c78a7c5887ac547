"""An audit with ``--since`` gives what an audit of everything gives, row for row, whatever changed in between."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from conftest import examples
from dpf_fixture import ROWS, save
from hypothesis import given
from hypothesis import strategies as st
from run_fixture import run

from datamap import law
from datamap.errors import CallError, InputError
from datamap.files import reading as files
from datamap.formats import Listed
from datamap.group import group, partition, since, units
from datamap.history import proof
from datamap.law import terms
from datamap.tables import parquet, reading

DAY = dt.date(2026, 9, 30)
LATER = dt.date(2029, 9, 30)
"""A day on which every check of the law is old."""
TEXT = """\
meta: {{id: {id}, date: 2026-09-01}}
controller: {{name: "{id} Ltd", country: CZ, role: controller, sector: private}}
{include}categories: [{{id: mail, name: Mail, special: none}}, {{id: blood, name: Blood group, special: health}}]
subjects: [{{id: guests, name: Guests, vulnerable: no, staff: no}}]
purposes:
  - {{id: help, name: Help, categories: [{what}], subjects: [guests], legal_bases: [6-1-b], recipients: [desk, {more}]}}
recipients:
  - {{id: desk, name: Desk, role: processor, sites: [{place}], safeguards: {tools}, dpa: yes}}
  - {{id: post, name: Post, role: controller, sites: [{{country: {place}{guess}}}]}}
{own}"""
SHARED = "recipients:\n  - {{id: shared, name: Shared, role: processor, sites: [{place}], safeguards: none, dpa: no}}\n"
PLAIN = {"what": "mail", "place": "US", "tools": "none", "guess": ", how: proposed, why: a guess"} | dict.fromkeys(
    ("shared", "late", "decided"), ""
)
MAPS = st.fixed_dictionaries(
    {
        "what": st.sampled_from(["mail", "mail, blood"]),
        "place": st.sampled_from(["US", "IN", "DE", "JP"]),
        "tools": st.sampled_from(["none", "unknown", '[{kind: scc, version: "2021"}]', "[adequacy]", "[dpf]"]),
        "shared": st.booleans(),
        "late": st.booleans(),
        "guess": st.sampled_from(["", ", how: proposed, why: a guess"]),
        "decided": st.sampled_from(["", "own", "other"]),
    }
)
FOLDERS = st.dictionaries(st.sampled_from("abcdef"), MAPS, min_size=1, max_size=4)


def write(folder: Path, maps: dict[str, dict], shared: str = "US") -> Path:
    """The inventories of a group, and the decisions beside them; what did not change is written as it was."""
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*"):
        old.unlink()
    for name, m in maps.items():
        own = "  - {id: late, name: Late, role: unknown, sites: [BR], safeguards: none}\n" if m["late"] else ""
        text = TEXT.format(
            id=name,
            more="shared" if m["shared"] else "post",
            include="include: shared.inc.yaml\n" if m["shared"] else "",
            own=own,
            **{k: m[k] for k in ("what", "place", "tools", "guess")},
        )
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        if m["decided"]:
            whose = name if m["decided"] == "own" else next((n for n in maps if n != name), name)
            decide(folder / f"{name}.acceptances.yaml", finding_of(whose))
    if any(m["shared"] for m in maps.values()):
        (folder / "shared.inc.yaml").write_text(SHARED.format(place=shared), encoding="utf-8")
    return folder


def decide(file: Path, fingerprint: str) -> None:
    entry = {"facts": "0" * 12, "reason": "known", "owner": "Me", "decided": "2026-01-31", "review": "2026-12-31"}
    file.write_text(f"acceptances:\n  - {json.dumps({'fingerprint': fingerprint, **entry})}\n", encoding="utf-8")


@cache
def finding_of(name: str) -> str:
    """The fingerprint of a finding that each version of an inventory has."""
    with tempfile.TemporaryDirectory() as at:
        found = group.audit_group([write(Path(at) / "maps", {name: PLAIN | {"guess": ""}})], DAY).findings.frame
    return found.loc[found["subject_id"] == "help", "fingerprint"].iloc[0]


def assert_same(one: group.Group, other: group.Group) -> None:
    """Two groups are equal in all that an output can show."""
    pd.testing.assert_frame_equal(one.findings.frame, other.findings.frame)
    assert one.counts == other.counts
    assert one.stamp() == other.stamp()
    assert one.problems == other.problems
    assert one.has_proposals == other.has_proposals
    pd.testing.assert_frame_equal(one.proposals, other.proposals)


@pytest.fixture(scope="module", autouse=True)
def small_batches():
    """Batches of three, so that few inventories are several partitions."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(group, "BATCH", 3)
        yield


@examples(0.2)
@given(
    FOLDERS,
    FOLDERS,
    st.sampled_from(["US", "IN"]),
    st.booleans(),
    st.sampled_from([DAY, DAY, LATER]),
    st.lists(st.sampled_from(["eu-us-dpf", "adequacy-jp"]), max_size=1),
)
def test_what_is_put_together_is_what_is_judged_at_once(before, after, shared, evidence, day, without):
    after = {**before, **after} if len(after) % 2 else {**after, **dict(list(before.items())[1:])}
    with tempfile.TemporaryDirectory() as name:
        at = Path(name)
        how = {"evidence": evidence, "proposals": True}
        group.audit_group([write(at / "maps", before)], day, **how, output=at / "one")
        maps, how = [write(at / "maps", after, shared)], {**how, "without": without}
        full = group.audit_group(maps, day, **how, output=at / "full")
        some = group.audit_group(maps, day, **how, output=at / "some", since=at / "one")
        assert_same(some, full)
        for file in sorted((at / "full").glob("*.parquet")):
            pd.testing.assert_frame_equal(pd.read_parquet(at / "some" / file.name), pd.read_parquet(file))
        # what it keeps in turn serves the next audit, which has nothing to judge
        again = group.audit_group(maps, day, **how, since=at / "some")
        assert_same(again, full)
        assert "judged 0 of" in again.note


@pytest.fixture(scope="module")
def audited(tmp_path_factory) -> tuple[Path, Path]:
    """A group of four inventories in two partitions, and what an audit of it kept."""
    at = tmp_path_factory.mktemp("since")
    maps = write(at / "maps", dict.fromkeys("abcd", PLAIN))
    group.audit_group([maps], DAY, output=at / "run")
    return maps, at / "run"


@pytest.fixture(scope="module")
def whole(audited) -> group.Group:
    """What an audit of everything gives."""
    return group.audit_group([audited[0]], DAY, proposals=True)


@pytest.fixture(scope="module")
def alone(tmp_path_factory) -> tuple[Path, Path]:
    """One inventory, and what an audit of it kept: enough where everything is judged again."""
    at = tmp_path_factory.mktemp("alone")
    maps = write(at / "maps", {"a": PLAIN})
    group.audit_group([maps], DAY, output=at / "run")
    return maps, at / "run"


FILES = ("kept.json", "units.parquet", "proposals.parquet", "part-00000.parquet")


def damaged(data: bytes, how: str) -> bytes:
    """A file as a disk, another program or a person may leave it."""
    middle = len(data) // 2
    changed = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
    return {"cut": data[:middle], "empty": b"", "changed": changed, "other": b'{"parts": 1}'}[how]


@pytest.mark.parametrize(
    ("file", "how"),
    [*zip(FILES, ("other", "cut", "gone", "changed"), strict=True), ("kept.json", "changed"), ("kept.json", "gone")],
)
def test_what_is_damaged_is_not_used_and_the_reason_is_noted(audited, whole, tmp_path, file, how):
    maps, run_ = audited
    copy = shutil.copytree(run_, tmp_path / "run")
    if how == "gone":
        (copy / file).unlink()
    else:
        (copy / file).write_bytes(damaged((copy / file).read_bytes(), how))
    g = group.audit_group([maps], DAY, proposals=True, since=copy)
    assert g.note.startswith(f"--since: {copy} is not used: ") and g.note.endswith("; everything was judged")
    assert "\n" not in g.note
    assert_same(g, whole)


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"as_of": dt.date(2026, 9, 29)}, "another day"),
        ({"without": ["scc-2021"]}, "facts that can reach every inventory"),
        ({"known_on": law.load().recorded}, "as known on another day"),
        ({"select": ["TR"]}, "other rules"),
        ({"ignore": ["TR001"]}, "other rules"),
        ({"evidence": True}, "evidence"),
        ({"transfers": True}, "transfers"),
    ],
)
def test_what_was_judged_on_other_terms_is_not_used(alone, other, reason):
    maps, run_ = alone
    how = {"as_of": DAY, "proposals": True, **other}
    g = group.audit_group([maps], **how, since=run_)
    assert reason in g.note
    assert_same(g, group.audit_group([maps], **how))


def test_another_version_of_datamap_or_of_a_package_takes_nothing_over(audited, monkeypatch):
    maps, run_ = audited
    with monkeypatch.context() as m:
        m.setattr(proof, "code", lambda without: "0" * 64)
        assert "another version of datamap" in group.audit_group([maps], DAY, since=run_).note
    with monkeypatch.context() as m:
        m.setattr(proof, "versions", lambda: {"pandas": "0"})
        assert "versions of the packages" in group.audit_group([maps], DAY, since=run_).note


@pytest.fixture(scope="module")
def abroad(tmp_path_factory) -> tuple[Path, Path]:
    """Four inventories with recipients in Japan, the United States, India and Germany, and what an audit kept."""
    at = tmp_path_factory.mktemp("abroad")
    places = dict(zip("abcd", ("JP", "US", "IN", "DE"), strict=True))
    maps = write(at / "maps", {name: PLAIN | {"place": place} for name, place in places.items()})
    group.audit_group([maps], DAY, output=at / "run")
    return maps, at / "run"


def some_and_full(abroad, **terms) -> group.Group:
    """An audit on other terms that takes over what it can; it is compared with one of everything."""
    some = group.audit_group([abroad[0]], DAY, proposals=True, since=abroad[1], **terms)
    assert_same(some, group.audit_group([abroad[0]], DAY, proposals=True, **terms))
    return some


@pytest.mark.parametrize(
    ("without", "note"),
    [
        ("adequacy-jp", "judged 1 of 4 files or partitions (the law on JP is another one); the others"),
        ("eu-us-dpf", "judged 1 of 4 files or partitions (the law on US is another one); the others"),
        ("adequacy-kr", "judged 0 of 4 files or partitions (the law is another one, but not on what they name)"),
    ],
)
def test_another_law_judges_only_what_it_can_reach(abroad, without, note):
    g = some_and_full(abroad, without=[without])
    assert note in g.note
    assert g.stamp()["law"]["without"] == [without]


def test_another_participants_list_judges_only_what_names_its_places(abroad, tmp_path):
    listed = [str(save(tmp_path / "participants_2026-03-24.xlsx", ROWS))]
    g = some_and_full(abroad, dpf_list=listed)
    assert "judged 1 of 4" in g.note and g.stamp()["dpf_list"]["vintages"] == ["2026-03-24"]


def test_another_law_judges_everything_where_facts_of_it_are_old(abroad, tmp_path):
    group.audit_group([abroad[0]], LATER, output=tmp_path / "run")
    g = group.audit_group([abroad[0]], LATER, proposals=True, without=["adequacy-jp"], since=tmp_path / "run")
    assert "were last checked more than a year before; everything was judged" in g.note
    assert_same(g, group.audit_group([abroad[0]], LATER, proposals=True, without=["adequacy-jp"]))


EUROPEAN = ("instruments", "places")


def checked_again(day: dt.date):
    """The law pack whose European rows were all checked on a day; nothing else differs."""
    pack = law.load()
    eu = pack.regime("eu")
    rows = {name: tuple(replace(r, verified_on=day, recorded=day) for r in getattr(eu, name)) for name in EUROPEAN}
    return replace(pack, regimes={**pack.regimes, "eu": replace(eu, **rows).indexed()}, digest="0" * 64)


def test_a_law_that_only_was_checked_again_changes_nothing(abroad, monkeypatch):
    monkeypatch.setattr(terms, "load", lambda known_on=None: checked_again(DAY))
    g = some_and_full(abroad)
    assert "judged 0 of 4 files or partitions; the others" in g.note and g.stamp()["law"]["digest"] == "0" * 64


@pytest.mark.parametrize("first", ["old", "checked again"])
def test_a_law_that_was_checked_again_changes_which_facts_are_old(abroad, tmp_path, monkeypatch, first):
    packs = [law.load(), checked_again(LATER)]
    before, after = packs if first == "old" else packs[::-1]
    monkeypatch.setattr(terms, "load", lambda known_on=None: before)
    group.audit_group([abroad[0]], LATER, output=tmp_path / "run")
    monkeypatch.setattr(terms, "load", lambda known_on=None: after)
    full = group.audit_group([abroad[0]], LATER, proposals=True)
    g = group.audit_group([abroad[0]], LATER, proposals=True, since=tmp_path / "run")
    assert_same(g, full)
    assert any(name.startswith("adequacy-jp") for name in g.stamp()["law"]["old_checks"]) == (first != "old")


def test_a_fact_of_law_that_one_changed_inventory_makes_old_is_named(tmp_path):
    undecided, decided = PLAIN | {"place": "IN"}, PLAIN | {"place": "JP"}
    group.audit_group([write(tmp_path / "maps", dict.fromkeys("abc", undecided))], LATER, output=tmp_path / "one")
    maps = [write(tmp_path / "maps", {"a": undecided, "b": decided, "c": undecided})]
    full = group.audit_group(maps, LATER, proposals=True, output=tmp_path / "full")
    some = group.audit_group(maps, LATER, proposals=True, output=tmp_path / "some", since=tmp_path / "one")
    assert full.stamp()["law"]["old_checks"]
    assert_same(some, full)
    kept = [pd.read_parquet(tmp_path / name / "units.parquet") for name in ("some", "full")]
    pd.testing.assert_frame_equal(*kept)


def test_other_acceptances_take_nothing_over(audited, tmp_path):
    maps, run_ = audited
    decide(tmp_path / "known.yaml", finding_of("a"))
    g = group.audit_group([maps], DAY, acceptances=[str(tmp_path / "known.yaml")], since=run_)
    assert "accepted findings" in g.note


def test_a_change_while_a_file_was_read_is_judged_the_next_time(audited, tmp_path, monkeypatch):
    maps = shutil.copytree(audited[0], tmp_path / "maps")
    reading = partition.read

    def read_and_change(paths):
        tables = reading(paths)
        if any(p.endswith("/a.yaml") for p in paths):
            (maps / "a.yaml").write_text((maps / "b.yaml").read_text().replace("id: b,", "id: a,"), encoding="utf-8")
        return tables

    with monkeypatch.context() as m:
        m.setattr(partition, "read", read_and_change)
        group.audit_group([maps], DAY, output=tmp_path / "run")
    assert "judged 1 of 4" in group.audit_group([maps], DAY, since=tmp_path / "run").note


def test_a_file_that_did_not_change_is_read_once(audited, monkeypatch):
    read, loading = [], files.load
    monkeypatch.setattr(files, "load", lambda path, *more: read.append(Path(path).name) or loading(path, *more))
    assert "judged 0 of 4" in group.audit_group([audited[0]], DAY, since=audited[1]).note
    assert sorted(name for name in read if name[0] in "abcd") == ["a.yaml", "b.yaml", "c.yaml", "d.yaml"]


def test_two_files_with_one_id_are_refused_though_they_are_in_two_batches(audited, tmp_path):
    maps = shutil.copytree(audited[0], tmp_path / "maps")
    (maps / "e.yaml").write_text((maps / "a.yaml").read_text(), encoding="utf-8")
    told = []
    for more in ({}, {"since": audited[1]}, {"jobs": 2}):
        with pytest.raises(InputError, match="'a' is also the id in") as e:
            group.audit_group([maps], DAY, **more)
        told.append(str(e.value))
    assert len(set(told)) == 1


def test_a_changed_partition_of_a_warehouse_is_judged_alone(audited, tmp_path, monkeypatch):
    maps, _ = audited
    folder = tmp_path / "group"
    parquet.write(reading.read([maps]), folder, partitions=4)
    group.audit_group([folder], DAY, output=tmp_path / "run")
    changed = reading.read([folder / "part-0002"])
    shutil.rmtree(folder / "part-0002")
    parquet.write(changed.with_columns({"recipients": {"name": ["Other desk", "Other post"]}}), folder / "part-0002")
    full = group.audit_group([folder], DAY, proposals=True)
    asked = []
    judging = partition.judge_partition
    monkeypatch.setattr(since, "judge_partition", lambda ask: asked.append(ask.paths) or judging(ask))
    assert_same(group.audit_group([folder], DAY, proposals=True, since=tmp_path / "run"), full)
    assert asked == [(str(folder / "part-0002"),)]


def test_a_folder_that_is_not_there_is_refused(audited, tmp_path):
    with pytest.raises(CallError, match="is not a folder"):
        group.audit_group([audited[0]], DAY, since=tmp_path / "nothing")


def test_on_the_command_line_the_answer_is_the_same_and_the_note_is_apart(audited):
    maps, run_ = audited
    terms = ("audit", maps, "--as-of", DAY, "--all", "--fail-on", "never")
    some, full = run(*terms, "--since", run_), run(*terms, "--jobs", "2")
    assert some.stdout == full.stdout
    assert some.stderr == full.stderr.replace(
        "\n", f"\n--since: judged 0 of 4 files or partitions; the others are taken over from {run_}\n", 1
    )
    refused = run(*terms, "--since", run_, "--format", "sarif")
    assert (refused.exit_code, refused.stdout) == (2, "")


def test_a_document_that_is_gone_changes_what_an_inventory_is_judged_from(tmp_path):
    map_ = tmp_path / "demo.yaml"
    map_.write_text("meta: {id: demo}\ncontroller: {name: Demo GmbH}\ndocuments:\n  desk: desk.pdf\n", encoding="utf-8")
    (tmp_path / "desk.pdf").write_bytes(b"signed")
    before = units.digest([str(map_)], Listed())
    assert units.digest([str(map_)], Listed()) == before != ""
    (tmp_path / "desk.pdf").unlink()
    assert units.digest([str(map_)], Listed()) != before
