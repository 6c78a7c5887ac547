"""What people read: counts that are right, nouns that go with them, names in place of ids, no sentence twice."""

from __future__ import annotations

import html
import json
import re

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import datamap as dm
from datamap.cli import main
from datamap.errors import InputError
from datamap.findings import acceptances
from datamap.formats.yaml.places import FILL
from datamap.group import group
from datamap.labels import counting
from datamap.model.vocabulary import VERDICTS
from datamap.publish import index, page, summary
from datamap.questions import vendors
from datamap.questions.changes import diff, lines
from datamap.questions.explain import explain, text

DAY = "2026-09-30"
CLINIC = """\
meta: {id: clinic, date: 2026-09-01}
controller: {name: Clinic, country: FR, role: controller, sector: private}
subjects: [{id: pat, name: Patients}]
categories: [{id: cat1, name: Contact details, special: none}]
purposes:
  - {id: care, name: Care of patients, subjects: pat, categories: [cat1], legal_bases: [6-1-b], retention: P3Y,
     recipients: [cloud, mailer, book]}
recipients:
  - {id: cloud, name: DentalCloud, role: processor, dpa: yes, sites: [FR], sub_processors: [sup]}
  - {id: sup, name: SupportPro, role: sub-processor, sites: [IN]}
  - {id: mailer, name: Mailer, role: processor, dpa: yes, sites: [US], safeguards: [dpf]}
  - {id: book, name: Booker, role: processor, dpa: yes, sites: [FR]}
"""


@pytest.fixture
def clinic(tmp_path):
    path = tmp_path / "clinic.yaml"
    path.write_text(CLINIC, encoding="utf-8")
    return path


def run(*args):
    return CliRunner().invoke(main, [*map(str, args), "--as-of", DAY])


def words(path):
    """The text of a page, without scripts, styles and tags."""
    source = path.read_text(encoding="utf-8")
    body = re.sub(r"<script.*?</script>|<style.*?</style>", "", source, flags=re.DOTALL)
    labels = " ".join(re.findall(r'aria-label="([^"]*)"', body))
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body) + " " + labels).split())


# --- wherever covered transfers are counted, those that rest on an unverified claim are named -------------------------


def test_covered_by_an_unverified_claim_is_counted_apart_in_every_output(clinic, tmp_path):
    a = dm.audit(dm.read(clinic), DAY)
    assert (a.counts["covered"], a.counts["covered_unverified"]) == (1, 1)
    assert counting.transfers(a.counts) == 2, "it is a part of the covered ones, not a further transfer"
    assert "1 covered, of which 1 not verified" in repr(a) and "covered_unverified" in a._repr_html_()
    assert "1 is covered by a claim that was not checked against a participants list" in summary.headline(a)
    book = openpyxl.load_workbook(dm.write_ropa(a, tmp_path / "r.xlsx", edition="internal"))["Summary"]
    assert any("1 covered only by a claim" in str(c) for r in book.iter_rows(values_only=True) for c in r)
    page.write_report(a, tmp_path / "r.html")
    assert "1 by a claim that was not checked against a list" in words(tmp_path / "r.html")
    told = json.loads(run("transfers", clinic, "--format", "json").stdout)
    assert told["counts"]["covered_unverified"] == 1
    assert group.audit_group([clinic], a.as_of).counts["covered_unverified"] == 1
    many = vendors.widespread(group.audit_group([clinic], a.as_of, transfers=True).transfers).set_index("vendor")
    assert many["covered_unverified"].to_dict() == {"supportpro": 0, "mailer": 1, "dentalcloud": 0, "booker": 0}


def test_a_run_and_its_index_count_unverified_claims_and_an_earlier_run_did_not(clinic, tmp_path):
    out = tmp_path / "reports"
    done = CliRunner().invoke(main, ["report", str(clinic), "--quarter", "2026Q3", "-o", str(out)])
    assert "1 covered, of which 1 not verified" in done.output, done.output
    folder = out / "2026Q3"
    manifest = json.loads((folder / "clinic" / "manifest.json").read_text())
    assert manifest["counts"]["transfers"]["covered_unverified"] == 1
    assert index.rows(folder)[0]["covered, not verified"] == 1
    assert index.trend(folder)[0]["covered, not verified"] == 1
    assert "covered, not verified" in (folder / "index.html").read_text()
    del manifest["counts"]["transfers"]["covered_unverified"]
    (folder / "clinic" / "manifest.json").write_text(json.dumps(manifest))
    assert index.rows(folder)[0]["covered, not verified"] == index.trend(folder)[0]["covered, not verified"] == ""


def test_nothing_is_said_of_claims_where_there_is_none(clinic):
    clinic.write_text(CLINIC.replace("[dpf]", '["scc:2021"]'), encoding="utf-8")
    a = dm.audit(dm.read(clinic), DAY)
    assert (a.counts["covered"], a.counts["covered_unverified"]) == (1, 0)
    assert "claim" not in summary.headline(a) and "not verified" not in repr(a)


def test_several_transfers_to_one_recipient_are_several_claims_of_one(root):
    a = dm.audit(root / "inventory" / "smartsupp.yaml", DAY)
    assert " 15 (to 14 recipients) are covered by a claim" in summary.headline(a)


def test_entries_of_one_name_are_told_apart_and_an_action_names_no_option(clinic):
    same = CLINIC.replace(", sites: [FR]}", "}").replace("DentalCloud", "Booker").replace("sites: [FR], sub", "sub")
    clinic.write_text(same, encoding="utf-8")
    audit = dm.audit(dm.read(clinic), DAY)
    first = summary.first_screen(audit)
    row = first["open"][0]
    assert [name for name, _, _ in row["who"]] == ["Booker (cloud)", "Booker (book)"]
    assert row["todo"] == "Obtain the location and transfer tool of these 2 recipients"
    assert any("claim of Mailer" in a["action"] for a in first["actions"])
    assert not any("--" in a["action"] for a in first["actions"])
    page.write_report(audit, clinic.with_suffix(".html"))
    source = clinic.with_suffix(".html").read_text(encoding="utf-8")
    assert ">Booker (cloud)</a>" in source[source.index('id="all-transfers"') :].partition("</table>")[0]
    actions = source[source.index('<ol class="actions">') :].partition("</ol>")[0]
    assert actions.count("<li") == len(re.findall('<li data-of="[0-9a-f ]+"><a href="#finding-', actions)) > 0


# --- transfers are not the rows inside the EEA -----------------------------------------------------------------------


def test_rows_inside_the_eea_are_no_transfers_in_any_output(clinic, tmp_path):
    a = dm.audit(dm.read(clinic), DAY)
    verdicts = {"not-covered": 0, "undetermined": 1, "covered": 1, "no-transfer": 2}
    assert {v: n for v, n in a.counts.items() if v in verdicts} == verdicts
    assert summary.headline(a).startswith("Of 2 transfers, 1 is undetermined")
    assert "2 transfers (" in repr(a) and "2 no-transfer" in repr(a)
    assert "2 transfers as of" in a._repr_html_()
    book = openpyxl.load_workbook(dm.write_ropa(a, tmp_path / "r.xlsx", edition="internal"))["Summary"]
    told = {r[0]: r[1] for r in reversed(list(book.iter_rows(values_only=True)))}  # the first of a name
    assert told["Transfers"] == "2: 0 not covered, 1 undetermined, 1 covered"
    page.write_report(a, tmp_path / "r.html")
    assert "Of 2 transfers" in words(tmp_path / "r.html") and "4 transfers" not in words(tmp_path / "r.html")
    many = vendors.widespread(group.audit_group([clinic], a.as_of, transfers=True).transfers).set_index("vendor")
    assert many["transfers"].to_dict() == {"supportpro": 1, "mailer": 1, "dentalcloud": 0, "booker": 0}


@pytest.mark.parametrize(
    ("sites", "said"),
    [
        ("[FR]", "No data are transferred to a third country."),
        ("[CH]", "The only transfer is covered."),
        ("[CH, NZ]", "All 2 transfers are covered."),
        ("[IN], safeguards: none", "The only transfer is not covered."),
        ("[IN, CN], safeguards: none", "None of the 2 transfers is covered."),
        ("[IN, CN], safeguards: unknown", "All 2 transfers are undetermined."),
    ],
)
def test_the_headline(tmp_path, sites, said):
    path = tmp_path / "x.yaml"
    path.write_text(
        f"meta: {{id: x, date: 2026-09-01}}\ncontroller: {{name: X, country: FR}}\n"
        f"recipients: [{{id: a, name: A, sites: {sites}}}]\n",
        encoding="utf-8",
    )
    assert summary.headline(dm.audit(dm.read(path), DAY)) == said


@given(st.fixed_dictionaries({v: st.integers(0, 9) for v in VERDICTS}))
def test_transfers_are_all_rows_but_those_without_one(counts):
    assert counting.transfers(counts) == sum(counts.values()) - counts["no-transfer"]


# --- nouns -----------------------------------------------------------------------------------------------------------

NOUNS = (
    "categories|purposes|recipients|findings|transfers|errors|warnings|notes|files|changes|actions|links|flows|"
    "controllers|places"
)
ONE = re.compile(rf"(?<![\\d.,])1 (more )?({NOUNS})\\b")
"""One of several: ``1 categories``."""


@given(st.integers(0, 10**6), st.sampled_from(NOUNS.split("|")))
def test_a_noun_goes_with_its_number(number, nouns):
    told = counting.count(number, nouns)
    assert told.startswith(f"{number:,} ") and not ONE.search(told)
    assert (told.split()[1] == nouns) == (number != 1)


def test_no_output_says_one_categories(clinic, tmp_path):
    one = tmp_path / "one.yaml"
    one.write_text(CLINIC.replace("sites: [IN]", "sites: [IN], safeguards: none"), encoding="utf-8")
    told = [run(*args).output for args in (("audit", one), ("audit", one, "--all"), ("plan", one), ("vendors", one))]
    told.append(CliRunner().invoke(main, ["check", str(one)]).output)
    assert "1 category, 1 purpose, 4 recipients" in told[-1]
    told.append(CliRunner().invoke(main, ["report", str(one), "--quarter", "2026Q3", "-o", str(tmp_path / "o")]).output)
    told += [words(p) for p in (tmp_path / "o").rglob("*.html")]
    for book in (tmp_path / "o").rglob("*.xlsx"):
        told += [
            str(v)
            for sheet in openpyxl.load_workbook(book)
            for row in sheet.iter_rows(values_only=True)
            for v in row
            if v is not None
        ]
    assert len(told) > 100 and [m[0] for t in told for m in ONE.finditer(t)] == []


# --- names, and no sentence twice ------------------------------------------------------------------------------------


def test_people_read_names_not_ids(clinic, tmp_path):
    a = dm.audit(dm.read(clinic), DAY)
    page.write_report(a, tmp_path / "r.html")
    assert "SupportPro through DentalCloud" in words(tmp_path / "r.html")
    at = a.findings.frame[a.findings.frame["rule"] == "RE005"]["fingerprint"].iat[0]
    told = explain(a, at)
    said = text(told)
    assert "category: Contact details" in said and "recipient: DentalCloud" in said and "cat1" not in said
    assert {"cat1", "cloud"} <= {f["value"] for f in told["facts"]}, "the JSON keeps the ids"
    assert not re.search(r"(\\w+)\\.\\1\\b", said), "a field path names each list once"
    other = tmp_path / "other.yaml"
    other.write_text(CLINIC.replace("[cloud, mailer, book]", "[cloud, book]"), encoding="utf-8")
    (row,) = [r for r in lines(diff(clinic, other, a.as_of)) if "recipients" in r[1]]
    assert row[2] == "Mailer -> nothing"


def test_a_reason_does_not_repeat_the_verdict(clinic):
    a = dm.audit(dm.read(clinic), DAY)
    f = a.findings.frame
    (message,) = f["message"][f["rule"] == "TR004"]
    assert message.count("cannot be determined") == 1 and "Cannot tell" not in message
    assert not any(re.match(r"Cannot tell|Not covered", r) for reasons in a.transfers["reasons"] for r in reasons)


def test_several_open_transfers_say_what_is_not_recorded(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text(CLINIC.replace("dpa: yes, sites: [US], safeguards: [dpf]", "sites: [MA]"), encoding="utf-8")
    (row,) = summary.first_screen(dm.audit(dm.read(path), DAY))["open"]
    assert row["count"] == 2 and row["why"] == "Not recorded: which transfer tool is in place"


# --- acceptances -----------------------------------------------------------------------------------------------------


def pasted(said):
    """The lines that accept the finding of an explanation, as they are."""
    return said.rpartition("To accept it")[2].partition("\n")[2].partition("\n\n")[0]


def signed(said):
    """Those lines, filled in."""
    return FILL.sub("agreed", pasted(said))


@pytest.mark.parametrize(
    ("name", "above"), [("smartsupp", ""), ("ademe", ""), ("dfe", ""), ("ademe", "# ours\nacceptances:\n")]
)
def test_what_explain_prints_is_an_acceptance_of_every_finding(root, tmp_path, name, above):
    source = root / "inventory" / f"{name}.yaml"
    today = dm.audit(dm.read(source))
    prints = today.findings.frame["fingerprint"].tolist()
    copy, file = tmp_path / source.name, tmp_path / f"{name}.acceptances.yaml"
    copy.write_bytes(source.read_bytes())
    if above:
        file.write_text(above, encoding="utf-8")
    today = dm.audit(dm.read(copy))
    alone = signed(text(explain(today, prints[0])))
    file.write_text(above + alone + "\n", encoding="utf-8")
    told = [signed(text(explain(today, p))) for p in prints[1:]]
    file.write_text(above + "\n".join([alone, *told]) + "\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["audit", str(tmp_path / source.name), "--format", "json"])
    found = {f["fingerprint"]: f["accepted"] for f in json.loads(done.stdout)["findings"]}
    assert done.exit_code == 0 and set(found) == set(prints) and all(found.values())
    file.write_text(above + alone + "\n", encoding="utf-8")
    assert len(acceptances.read(file)) == 1, "alone in a new file"


@pytest.mark.parametrize(
    "content", ["", "\n", "# nothing yet\n", "[]", "acceptances:", "acceptances: []\n", "---\n", "~"]
)
def test_a_file_without_an_entry_accepts_nothing(clinic, content):
    clinic.with_name("clinic.acceptances.yaml").write_text(content, encoding="utf-8")
    bare = dm.audit(dm.read(clinic), DAY).findings.frame["fingerprint"]
    assert run("audit", clinic, "--fail-on", "never").exit_code == 0
    for command in (("explain", bare.iat[0]), ("plan",), ("transfers",)):
        assert run(*command, clinic).exit_code == 0, command


@pytest.mark.parametrize("content", ["- a", "[[]]", "hello", "- {fingerprint: x}"])
def test_a_file_with_something_else_is_refused(tmp_path, content):
    path = tmp_path / "x.acceptances.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError):
        acceptances.read(path)


# --- exclusions that can matter --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "asked"),
    [
        ("", "", False),
        ("Care of patients", "Our newspaper", True),
        ("Care of patients", "Rédaction", True),
        ("Care of patients", "Грижа", True),
        ("date: 2026-09-01", "date: 2026-09-01, language: fi", True),
        ("date: 2026-09-01", "date: 2026-09-01, language: fr", False),
        ("Contact details", "Newsletter addresses", False),
        ("Contact details", "Social media posts", False),
        ("sites: [US], safeguards: [dpf]", "sites: [US], safeguards: [dpf], scope: {journalistic: no}", False),
    ],
)
def test_journalism_is_asked_about_where_it_can_matter(tmp_path, before, after, asked):
    path = tmp_path / "x.yaml"
    path.write_text(CLINIC.replace(before, after) if before else CLINIC, encoding="utf-8")
    a = dm.audit(dm.read(path), DAY)
    assert ("TR022" in set(a.findings.frame["rule"])) == asked
    (verdict,) = a.transfers["verdict"][a.transfers["recipient_id"] == "mailer"]
    assert verdict == "covered", "the question changes no verdict"


def test_every_topic_is_an_exclusion_of_the_law_pack():
    from datamap.law import load
    from datamap.rules.transfers.scope_topics import TOPICS

    known = {e.id for i in load().instruments() for e in i.elements if e.sort == "exclusion"}
    assert set(TOPICS) <= known | {"immigration-control"}
