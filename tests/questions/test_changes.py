"""What changed: of inventories field by field, of transfers with the cause, of findings; renames are one change."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
from click.testing import CliRunner
from conftest import examples
from hypothesis import given
from strategies import inventories

import datamap as dm
from datamap.cli import main
from datamap.formats.workbook import writer as workbook
from datamap.formats.yaml import reader, writer
from datamap.publish import charts
from datamap.questions import causes, changes, differences
from datamap.runs import reports

MAP = """
meta: {id: demo}
controller: {name: Demo, country: CZ, role: controller}
categories: [{id: mail, name: Mail, special: none}]
purposes:
  - {id: help, name: Help, categories: [mail], legal_bases: [6-1-b], retention: [{period: P3Y, starts: end}], \
recipients: [desk]}
recipients:
  - {id: desk, name: Desk, role: processor, sites: [US], safeguards: ["scc:2021"], dpa: yes}
"""


def told(old, new):
    return [
        (c.change, c.entry, c.id, c.field, c.before, c.after)
        for c in differences.inventories(reader.parse(old), reader.parse(new)).changes
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),
        ("[US]", "[IN]", [("changed", "recipients", "desk", "sites[IN].country", "US", "IN")]),
        ("[US]", "[US, IE]", [("added", "recipients", "desk", "sites[IE]", "", "IE")]),
        (
            '["scc:2021"]',
            "[dpf]",
            [
                ("changed", "recipients", "desk", "safeguards[dpf].kind", "scc", "dpf"),
                ("changed", "recipients", "desk", "safeguards[dpf].version", "2021", "unknown"),
            ],
        ),
        ('["scc:2021"]', "none", [("changed", "recipients", "desk", "safeguards", "scc:2021", "none")]),
        ("[6-1-b]", "[6-1-b, 6-1-f]", [("added", "purposes", "help", "legal_bases[6-1-f]", "", "6-1-f")]),
        ("P3Y", "P5Y", [("changed", "purposes", "help", "retention[unknown].period", "P3Y", "P5Y")]),
        ("dpa: yes", "dpa: no", [("changed", "recipients", "desk", "dpa", "yes", "no")]),
        ("name: Mail,", "name: E-mail,", [("changed", "categories", "mail", "name", "Mail", "E-mail")]),
        ("desk", "helpdesk", [("renamed", "recipients", "helpdesk", "id", "desk", "helpdesk")]),
    ],
)
def test_what_changed(old, new, expected):
    found = told(MAP, MAP.replace(old, new) if old else MAP)
    if expected and "retention" in expected[0][3]:
        assert [(c, e, i, b, a) for c, e, i, _, b, a in found] == [(c, e, i, b, a) for c, e, i, _, b, a in expected]
    else:
        assert found == expected


def test_a_former_id_and_a_near_name_are_renames():
    formerly = (
        MAP.replace("id: desk, name: Desk", "id: hd, formerly: [desk], name: Another name")
        .replace("[desk], name", "[desk], name")
        .replace("recipients: [desk]", "recipients: [hd]")
    )
    assert told(MAP, formerly) == [
        ("renamed", "recipients", "hd", "id", "desk", "hd"),
        ("changed", "recipients", "hd", "name", "Desk", "Another name"),
    ]
    near = MAP.replace("id: desk, name: Desk", "id: hd, name: Customer service desks").replace(
        "recipients: [desk]", "recipients: [hd]"
    )
    old = MAP.replace("name: Desk", "name: Customer service desk")
    assert ("renamed", "recipients", "hd", "id", "desk", "hd") in told(old, near)
    other = MAP.replace("id: desk, name: Desk", "id: hd, name: Quite another").replace(
        "recipients: [desk]", "recipients: [hd]"
    )
    assert {c[0] for c in told(MAP, other)} >= {"added", "removed"}


@given(inventories())
@examples(0.4)
def test_equal_inventories_have_no_changes(inventory):
    assert differences.inventories(inventory, reader.parse(writer.dump(inventory))).changes == ()


def frame(old, new, day="2026-09-30", later=None):
    a, b = reader.parse(old), reader.parse(new)
    one, two = dm.audit(a, day), dm.audit(b, later or day)
    return changes.changes([changes.of_audit(a, one)], [changes.of_audit(b, two)])


def test_the_inventory_moves_a_verdict():
    f = frame(MAP, MAP.replace('["scc:2021"]', "none"))
    (moved,) = f[f["part"] == "transfer"].to_dict("records")
    assert (moved["before"], moved["after"], moved["cause"]) == ("covered (scc)", "not-covered (none)", "inventory")
    assert "new" in set(f.loc[f["part"] == "finding", "change"])


def test_the_law_moves_a_verdict_while_the_inventory_stays():
    shield = MAP.replace('["scc:2021"]', "[privacy-shield]")
    f = frame(shield, shield, "2020-06-30", "2020-09-30")
    assert not len(f[f["part"] == "inventory"])
    (moved,) = f[f["part"] == "transfer"].to_dict("records")
    assert (moved["before"], moved["after"], moved["cause"]) == (
        "covered (privacy-shield)",
        "not-covered (none)",
        "law",
    )
    assert moved["reason"].startswith("Nothing in the inventory changed; on 2020-06-30:")
    assert {"TR001", "TR005"} <= set(f.loc[(f["part"] == "finding") & (f["change"] == "new"), "field"])
    assert set(f.loc[f["part"] == "finding", "cause"]) == {"law"}


UNTIL = MAP.replace('["scc:2021"]', "[{kind: scc, version: '2021', until: 2026-08-31}]")


def test_a_deadline_of_the_inventory_that_passes_is_no_change_of_the_law():
    f = frame(UNTIL, UNTIL, "2026-06-30", "2026-09-30")  # the pack names a day in between, 2026-07-15
    (moved,) = f[f["part"] == "transfer"].to_dict("records")
    assert (moved["before"], moved["after"], moved["cause"]) == ("covered (scc)", "not-covered (none)", "time")
    assert set(f.loc[f["part"] == "finding", "cause"]) == {"time"}
    both = frame(MAP, UNTIL, "2026-06-30", "2026-09-30")
    assert set(both.loc[both["part"] == "transfer", "cause"]) == {"inventory"}


def test_between_two_days_the_law_turns_on_the_days_that_it_names():
    day = dt.date.fromisoformat
    named = frozenset(map(day, ("2020-07-01", "2020-07-02", "2020-07-16", "2021-01-01")))
    there = causes.days(day("2020-06-30"), day("2020-09-30"), named)
    assert [(label, d.isoformat()) for label, d in there] == [
        ("law", "2020-07-01"),
        ("law", "2020-07-02"),
        ("time", "2020-07-15"),
        ("law", "2020-07-16"),
        ("time", "2020-09-30"),
    ]
    back = causes.days(day("2020-09-30"), day("2020-06-30"), named)
    assert [(label, d.isoformat()) for label, d in back] == [
        ("time", "2020-07-16"),
        ("law", "2020-07-15"),
        ("time", "2020-07-02"),
        ("law", "2020-07-01"),
        ("law", "2020-06-30"),
    ]
    f = frame(SHIELD, SHIELD, "2020-09-30", "2020-06-30")
    assert set(f.loc[f["part"] != "inventory", "cause"]) == {"law"}


def test_the_chart_says_what_moved_it_in_words():
    words = charts.changes_chart(frame(UNTIL, UNTIL, "2026-06-30", "2026-09-30")).data[0]["y"]
    assert "transfers: other verdict, by time" in words


def test_an_edit_elsewhere_does_not_hide_that_the_law_moved_a_finding():
    shield = MAP.replace('["scc:2021"]', "[privacy-shield]")
    f = frame(shield, shield.replace("id: demo", "id: demo, title: Edited"), "2020-06-30", "2020-09-30")
    assert set(f.loc[(f["part"] == "finding") & (f["entry"] == "recipient"), "cause"]) == {"law"}
    assert changes.counts(f)["finding persisting"] > 0


SHIELD = MAP.replace('["scc:2021"]', "[privacy-shield]")


@pytest.mark.parametrize(
    ("edit", "days", "cause", "said"),
    [
        (
            ("dpa: yes", "dpa: yes, notes: called twice"),
            ("2020-06-30", "2020-09-30"),
            "law",
            "The changes in the inventory did not move it; on 2020-06-30:",
        ),
        (
            ("name: Mail,", "name: E-mail,"),
            ("2020-06-30", "2020-09-30"),
            "law",
            "The changes in the inventory did not move it; on 2020-06-30:",
        ),
        (("[privacy-shield]", "none"), ("2020-06-30", "2020-07-10"), "inventory", "No transfer tool declared"),
        (
            ("[privacy-shield]", '["scc:2010@2020-01-01"]'),
            ("2020-06-30", "2020-09-30"),
            "law and inventory",
            "on 2020-06-30:",
        ),
    ],
)
def test_where_both_changed_each_verdict_has_its_cause(edit, days, cause, said):
    f = frame(SHIELD, SHIELD.replace(*edit), *days)
    (moved,) = f[f["part"] == "transfer"].to_dict("records")
    assert moved["cause"] == cause and said in moved["reason"]
    assert set(f["part"]) > {"inventory"}


def test_a_finding_that_came_with_the_inventory_is_not_laid_to_the_law():
    f = frame(SHIELD, SHIELD.replace("dpa: yes", "dpa: no"), "2020-06-30", "2020-09-30")
    new = dict(
        f.loc[(f["part"] == "finding") & (f["change"] == "new"), ["field", "cause"]].itertuples(index=False, name=None)
    )
    assert new["RC001"] == "inventory" and new["TR001"] == "law"


def test_what_another_version_of_datamap_finds_is_laid_to_it(tmp_path):
    (tmp_path / "demo.yaml").write_text(MAP, encoding="utf-8")
    for quarter in ("2026Q2", "2026Q3"):
        reports.report([tmp_path / "demo.yaml"], quarter, tmp_path)
    old, new = tmp_path / "2026Q2" / "demo", tmp_path / "2026Q3" / "demo"
    assert not len(changes.diff(old, new, dt.date(2026, 9, 30)))
    told = json.loads((old / "manifest.json").read_text(encoding="utf-8"))
    told["basis"]["code"] = "0" * 64
    (old / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
    found = json.loads((old / "findings.json").read_text(encoding="utf-8"))
    gone = found["findings"].pop()
    (old / "findings.json").write_text(json.dumps(found), encoding="utf-8")
    (change,) = changes.diff(old, new, dt.date(2026, 9, 30)).to_dict("records")
    assert (change["change"], change["field"], change["cause"]) == ("new", gone["rule"], "datamap")


def test_where_nobody_can_judge_in_between_the_cause_is_left_open():
    a, b = reader.parse(SHIELD), reader.parse(SHIELD.replace("dpa: yes", "dpa: yes, notes: called twice"))
    old, new = (changes.of_audit(i, dm.audit(i, day)) for i, day in ((a, "2020-06-30"), (b, "2020-09-30")))
    f = changes.changes([old], [replace(new, judge=None)])
    assert set(f.loc[f["part"] != "inventory", "cause"]) == {"law or time or inventory"}


def test_the_law_alone_is_told_first_in_table_and_markdown(tmp_path):
    (tmp_path / "demo.yaml").write_text(SHIELD, encoding="utf-8")
    for quarter in ("2020Q2", "2020Q3"):
        reports.report([tmp_path / "demo.yaml"], quarter, tmp_path)
    done = CliRunner().invoke(main, ["diff", str(tmp_path / "2020Q2"), str(tmp_path / "2020Q3")])
    assert done.stderr.startswith("Nothing in the inventory changed. 1 transfer verdict")
    assert (
        "covered (privacy-shield) -> not-covered (none). Nothing in the inventory changed; on 2020-06-30" in done.stdout
    )
    text = (
        CliRunner()
        .invoke(main, ["diff", str(tmp_path / "2020Q2"), str(tmp_path / "2020Q3"), "--format", "markdown"])
        .stdout
    )
    assert (
        text.startswith("Nothing in the inventory changed.\n")
        and "| law | Nothing in the inventory changed; on 2020-06-30" in text
    )


def test_findings_follow_a_rename():
    f = frame(MAP, MAP.replace("desk", "helpdesk"))
    assert f[f["part"] == "finding"].empty and f[f["part"] == "transfer"].empty


def test_resolved_findings():
    f = frame(MAP.replace("dpa: yes", "dpa: no"), MAP)
    assert f.loc[(f["part"] == "finding") & (f["change"] == "resolved"), "field"].tolist() == ["RC001"]


def test_an_accepted_finding_that_counts_again_is_reopened():
    a = reader.parse(MAP.replace("dpa: yes", "dpa: no"))
    audit = dm.audit(a, "2026-09-30")
    before = changes.of_audit(a, audit)
    accepted = [{**f, "accepted": True} if f["rule"] == "RC001" else f for f in before.findings]
    old = changes.Side(a, before.as_of, before.transfers, accepted)
    f = changes.changes([old], [before])
    assert f[["change", "field", "cause"]].values.tolist() == [["reopened", "RC001", "acceptance"]]


def test_what_is_accepted_beside_an_inventory_is_accepted_in_its_comparison(tmp_path):
    file = tmp_path / "demo.yaml"
    file.write_text(MAP, encoding="utf-8")
    findings = dm.audit(dm.read(file), "2026-09-30").findings
    (tmp_path / "demo.acceptances.yaml").write_text(
        f"acceptances:\n  - {{fingerprint: '{findings.frame['fingerprint'].iat[0]}', facts: '{findings.digest(0)}', "
        "reason: known, owner: DPO, decided: 2026-09-01, review: 2026-12-31}\n",
        encoding="utf-8",
    )
    (done,) = reports.report([file], "2026Q3", tmp_path / "out")
    assert done.counts["findings"]["accepted"] == 1
    assert not len(changes.diff(done.folder, file, dt.date(2026, 9, 30))) and not len(
        changes.diff(file, done.folder, dt.date(2026, 9, 30))
    )


def test_a_controller_that_comes_or_goes():
    other = MAP.replace("id: demo", "id: other")
    third = MAP.replace("id: demo", "id: third")
    sides = {
        n: changes.of_audit(i := reader.parse(t), dm.audit(i, "2026-09-30"))
        for n, t in (("demo", MAP), ("other", other), ("third", third))
    }
    f = changes.changes([sides["demo"], sides["other"]], [sides["demo"], sides["third"]])
    assert f[["change", "id"]].values.tolist() == [["removed", "other"], ["added", "third"]]


def test_the_command_in_every_format(tmp_path):
    (tmp_path / "a.yaml").write_text(MAP, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(MAP.replace("[US]", "[IN]").replace("Desk", "Des|k"), encoding="utf-8")

    def run(*args):
        done = CliRunner().invoke(
            main, ["diff", str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml"), "--as-of", "2026-09-30", *args]
        )
        assert done.exit_code == 0, done.output
        return done.stdout

    data = json.loads(run("--format", "json"))
    assert data["as_of"] == "2026-09-30" and data["counts"]["inventory changed"] == 2
    assert "| changed | Des\\|k | sites" in run("--format", "markdown")
    assert run("--format", "csv").startswith("controller,part,change")
    assert "sites" in run()
    same = CliRunner().invoke(main, ["diff", str(tmp_path / "a.yaml"), str(tmp_path / "a.yaml"), "--format", "json"])
    assert json.loads(same.stdout)["changes"] == []
    bad = CliRunner().invoke(main, ["diff", str(tmp_path / "a.yaml"), str(tmp_path / "none.yaml")])
    assert bad.exit_code == 2 and "no such file" in bad.stderr


def test_a_workbook_compares_with_its_inventory(tmp_path):
    source = reader.parse(MAP)
    (tmp_path / "r.xlsx").write_bytes(workbook.book_bytes(source))
    (tmp_path / "a.yaml").write_text(MAP, encoding="utf-8")
    assert changes.diff(tmp_path / "a.yaml", tmp_path / "r.xlsx", dt.date(2026, 9, 30)).empty


def test_the_record_logs_what_changed_since_a_baseline(tmp_path):
    import openpyxl

    (tmp_path / "a.yaml").write_text(MAP, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(MAP.replace("[US]", "[IN]"), encoding="utf-8")
    done = CliRunner().invoke(
        main,
        [
            "ropa",
            str(tmp_path / "b.yaml"),
            "-o",
            str(tmp_path / "r.xlsx"),
            "--for",
            "internal",
            "--baseline",
            str(tmp_path / "a.yaml"),
            "--as-of",
            "2026-09-30",
        ],
    )
    assert done.exit_code == 0, done.output
    told = [
        str(c.value)
        for row in openpyxl.load_workbook(tmp_path / "r.xlsx")["Change log"].iter_rows()
        for c in row
        if c.value
    ]
    assert any("Desk" in t and "US -> IN" in t for t in told)
