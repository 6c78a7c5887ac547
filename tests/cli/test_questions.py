"""The commands ``ask`` and ``answers``: a round of questions, what is reported, what is written, how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import datamap as dm
from datamap.cli import main
from datamap.model.vocabulary import UNKNOWN
from tests import dpf_fixture
from tests.form_fixture import asked, fill

MAP = """# our map
meta: {id: shop, date: 2026-01-05}
controller: {name: Shop, country: CZ, sector: private, role: controller, dpo: {name: Olga}}
subjects: [{id: staff, name: Staff, staff: yes, vulnerable: no}, {id: buyers, name: Buyers, staff: no, vulnerable: no}]
categories: [{id: pay, name: Pay, special: none}, {id: mail, name: Mail address, special: none}]
purposes:
  - {id: payroll, name: Payroll, owner: HR, subjects: staff, categories: pay, sources: subject}
  # the newsletter
  - {id: news, name: Newsletter, owner: Marketing, subjects: buyers, categories: mail, recipients: sender}
  - {id: books, name: Bookkeeping, owner: Finance, subjects: buyers, categories: pay, sources: subject}
recipients:
  - {id: sender, name: Sender, legal_entity: Unlisted Inc., role: processor, sites: US}
  - {id: open, name: Open Ltd, role: processor, sites: US, evidence: {document: "https://open.example/subprocessors"}}
"""


def run(*args):
    return CliRunner().invoke(main, [str(a) for a in args])


@pytest.fixture
def map_(tmp_path):
    path = tmp_path / "shop.yaml"
    path.write_text(MAP, encoding="utf-8")
    return path


@pytest.fixture
def forms(map_, tmp_path):
    done = run("ask", map_, "-o", tmp_path / "questions")
    assert done.exit_code == 0, done.output
    return tmp_path / "questions"


def answers(map_, *args):
    done = run("answers", map_, *args, "--format", "json")
    rows = json.loads(done.stdout)["answers"] if done.exit_code < 2 else []
    return done, {(r["form"], r["status"]): r["detail"] for r in rows if r["status"] != "no answer"}


def test_each_person_gets_a_form_and_a_mail(map_, forms):
    names = {p.stem for p in forms.glob("*.xlsx")}
    assert {"hr", "marketing", "finance", "it", "procurement", "olga", "sender"} == names
    assert all(len(asked(p)) <= 7 for p in forms.glob("*.xlsx"))
    mail = (forms / "hr.txt").read_text(encoding="utf-8")
    assert mail.startswith("Subject: 2 short questions") and "How long do you keep the data of 'Payroll'?" in mail


def test_owners_are_not_asked_about_law(forms):
    fields = {key.rsplit("/", 1)[1] for p in ("hr", "marketing", "finance") for key in asked(forms / f"{p}.xlsx")}
    assert fields == {"recipients", "retention", "sources"}


def test_a_vendor_that_publishes_its_facts_gets_no_form(map_, tmp_path):
    done = run("ask", map_, "-o", tmp_path / "q")
    assert "Open Ltd publishes its facts; read https://open.example/subprocessors" in done.stderr
    assert not (tmp_path / "q" / "open-ltd.xlsx").exists()


def test_a_round_of_questions(map_, forms, tmp_path):
    hr = fill(forms / "hr.xlsx", {"purposes/payroll/retention": "ask IT"})
    marketing = fill(forms / "marketing.xlsx", {"purposes/news/sources": "Brevo", "purposes/news/retention": "2 years"})
    finance = fill(forms / "finance.xlsx", {"purposes/books/retention": "10 years"})
    vendor = fill(forms / "sender.xlsx", {"recipients/sender/safeguards": "DPF"})
    renamed = MAP.replace("id: books, name: Bookkeeping", "id: ledger, formerly: books, name: General ledger")
    map_.write_text(renamed, encoding="utf-8")
    listed = dpf_fixture.save(tmp_path / "dpf_2026-01-01.xlsx", dpf_fixture.ROWS)
    done, found = answers(map_, hr, marketing, finance, vendor, "--dpf-list", listed)
    assert done.exit_code == 1, done.output
    assert found[("hr.xlsx", "rerouted")] == "to IT"
    assert "'Brevo' as a recipient" in found[("marketing.xlsx", "proposed")]
    assert found[("marketing.xlsx", "accepted")] == "P2Y"
    assert "'books' is now 'ledger'" in found[("finance.xlsx", "stale")]
    assert "contradicts the claim" in found[("sender.xlsx", "contradicted")]

    now = dm.read(map_)
    purposes = {p.id: p for p in now.purposes}
    recipients = {r.id: r for r in now.recipients}
    assert purposes["payroll"].retention is UNKNOWN and purposes["ledger"].retention is UNKNOWN
    assert purposes["news"].sources is UNKNOWN and recipients["brevo"].how == "proposed"
    assert recipients["sender"].safeguards is UNKNOWN
    evidence = purposes["news"].evidence[0]
    assert (evidence.confirmed_by, evidence.confirmed_as, str(evidence.confirmed_on)) == ("Jana", "Head", "2026-11-20")
    assert "# our map" in map_.read_text(encoding="utf-8")

    assert run("ask", map_, "-o", tmp_path / "second").exit_code == 0
    assert "purposes/payroll/retention" in asked(tmp_path / "second" / "it.xlsx")
    assert run("check", tmp_path / "shop.yaml").exit_code == 0


def test_a_vendor_s_answer_is_evidence_and_not_confirmation(map_, forms):
    vendor = fill(forms / "sender.xlsx", {"recipients/sender/safeguards": "SCC 2021, module 2"})
    done, found = answers(map_, vendor)
    assert (done.exit_code, list(found)) == (0, [("sender.xlsx", "accepted")])
    recipient = dm.read(map_).recipients[0]
    assert recipient.safeguards[0].version == "2021"
    assert [(e.words, e.confirmed_by) for e in recipient.evidence] == [("SCC 2021, module 2", "")]


def test_two_forms_that_differ_write_nothing(map_, forms, tmp_path):
    one = fill(forms / "hr.xlsx", {"purposes/payroll/retention": "3 years"})
    other = tmp_path / "hr-other.xlsx"
    other.write_bytes(one.read_bytes())
    fill(other, {"purposes/payroll/retention": "5 years"})
    done, found = answers(map_, one, other)
    assert done.exit_code == 1 and {status for _, status in found} == {"contradicted"}
    assert map_.read_text(encoding="utf-8") == MAP


def test_a_form_that_comes_back_twice_is_already_known(map_, forms):
    form = fill(forms / "hr.xlsx", {"purposes/payroll/retention": "3 years"})
    assert answers(map_, form)[0].exit_code == 0
    done, found = answers(map_, form)
    assert (done.exit_code, list(found)) == (0, [("hr.xlsx", "known")])


def test_check_and_an_answer_that_is_not_understood_write_nothing(map_, forms):
    form = fill(forms / "olga.xlsx", {"purposes/payroll/legal_bases": "boss"})
    done, found = answers(map_, form, "--check", "--allow-untaken")
    assert done.exit_code == 0 and ("olga.xlsx", "not understood") in found
    fill(form, {"purposes/payroll/legal_bases": "contract"})
    assert answers(map_, form, "--check")[0].exit_code == 0
    assert map_.read_text(encoding="utf-8") == MAP


def test_wrong_files_are_one_problem_each(map_, forms, tmp_path):
    other = tmp_path / "list.xlsx"
    dpf_fixture.save(other, [])
    done = run("answers", map_, other, tmp_path / "missing.xlsx")
    assert done.exit_code == 2 and "list.xlsx" in done.stderr and "missing.xlsx" in done.stderr
    map_.write_text(MAP.replace("id: shop", "id: other"), encoding="utf-8")
    done = run("answers", map_, forms / "hr.xlsx")
    assert done.exit_code == 2 and "a form of the inventory 'shop'" in done.stderr


def test_a_folder_with_forms_is_not_overwritten(map_, forms):
    form = fill(forms / "hr.xlsx", {"purposes/payroll/retention": "3 years"})
    before = form.read_bytes()
    assert run("ask", map_, "-o", forms).exit_code == 2
    assert form.read_bytes() == before


def test_a_damaged_file_of_questions_is_refused(map_, tmp_path):
    (tmp_path / "shop.questions.yaml").write_text("asked: [{question: x}]", encoding="utf-8")
    done = run("ask", map_, "-o", tmp_path / "q")
    assert done.exit_code == 2 and "asked[0]" in done.stderr and not (tmp_path / "q").exists()


def test_the_forms_are_written_together_or_not_at_all(map_, tmp_path):
    (tmp_path / "q" / "sender.xlsx").mkdir(parents=True)
    done = run("ask", map_, "-o", tmp_path / "q", "--force")
    assert done.exit_code == 2 and "sender.xlsx" in done.stderr and done.stdout == ""
    assert [p.name for p in (tmp_path / "q").iterdir()] == ["sender.xlsx"]


def test_a_failure_of_the_disk_leaves_no_part_of_the_forms(map_, tmp_path, monkeypatch):
    """The last file fails: those that were already in place are removed."""
    moved = Path.replace

    def fails(self, target):
        if Path(target).name == "sender.xlsx":
            raise OSError(28, "No space left on device")
        return moved(self, target)

    monkeypatch.setattr(Path, "replace", fails)
    done = run("ask", map_, "-o", tmp_path / "q")
    assert done.exit_code == 2 and "No space left on device" in done.stderr and done.stdout == ""
    assert not (tmp_path / "q").exists()


@pytest.mark.parametrize(("option", "stated"), [(["--language", "cs"], "en"), ([], "cs-CZ")])
def test_a_round_in_another_language(map_, tmp_path, option, stated):
    map_.write_text(MAP.replace("{id: shop,", f"{{id: shop, language: {stated},"), encoding="utf-8")
    done = run("ask", map_, "-o", tmp_path / "q", *option)
    assert done.exit_code == 0, done.output
    assert (tmp_path / "q" / "nakup.xlsx").exists()
    mail = (tmp_path / "q" / "hr.txt").read_text(encoding="utf-8")
    assert mail.startswith("Předmět: Krátké otázky k osobním údajům (2): Shop\n\nDobrý den, HR,")
    form = fill(
        tmp_path / "q" / "hr.xlsx", {"purposes/payroll/retention": "10 let", "purposes/payroll/recipients": "žádné"}
    )
    done, found = answers(map_, form)
    assert (done.exit_code, list(found)) == (0, [("hr.xlsx", "accepted")])
    assert dm.read(map_).purposes[0].retention[0].period == "P10Y"
    passed = fill(tmp_path / "q" / "marketing.xlsx", {"purposes/news/retention": "nevím, zeptejte se IT"})
    assert answers(map_, passed)[1][("marketing.xlsx", "rerouted")] == "to IT"
