"""The documents of a processor: sub-processors, the letter on a change, annexes of the clauses, annex of a contract."""

from __future__ import annotations

import re
import string
from functools import cache

import pytest
from click.testing import CliRunner
from conftest import ROOT
from test_notice import INTERNAL, raw

import datamap as dm
from datamap.cli import main
from datamap.errors import CallError
from datamap.formats.yaml import reader
from datamap.labels import LANGUAGES
from datamap.publish import notice as papers
from datamap.publish.notice.files import WRITERS
from datamap.publish.notice.markdown import markdown
from datamap.publish.notice.phrases import packed

MAP = """
meta: {id: chatty, date: 2026-01-05}
controller:
  {name: Chatty s.r.o., email: privacy@chatty.example, address: Dlouhá 1, country: CZ, role: processor,
   authority: {name: Office for Personal Data Protection, country: CZ}}
subjects: [{id: visitors, name: Visitors of customers}]
categories:
  - {id: chat, name: Chat messages, special: unknown}
  - {id: ip, name: IP address, special: none}
measures:
  - {id: keys, name: Encryption at rest, description: AES-256}
  - {id: doors, name: Locked rooms}
purposes:
  - id: chat
    name: Live chat
    description: storage and delivery of messages
    owner: Owner Qwyx
    role: processor
    on_behalf_of: Customers of Chatty
    subjects: visitors
    categories: [chat, ip]
    retention: {period: P1Y, starts: the last message}
    measures: keys
    recipients: [store, sms, later, gone]
  - {id: pay, name: Own payroll, role: controller, categories: ip, recipients: bank}
recipients:
  - {id: store, name: Store, legal_entity: Store Inc., role: sub-processor, service: hosting, sites: US,
     from: 2024-03-01, sub_processors: [deep],
     safeguards: {kind: scc, version: 2021, module: 3, signed: 2024-02-01, tia: positive}}
  - {id: sms, name: Sms, legal_entity: Sms GmbH, role: sub-processor, service: messages, sites: DE}
  - {id: deep, name: Deep, legal_entity: Deep Ltd, role: sub-processor, service: backups, sites: IE}
  - {id: later, name: Later, legal_entity: Later AG, role: sub-processor, service: search, sites: AT, from: 2027-02-01}
  - {id: gone, name: Gone, legal_entity: Gone BV, role: sub-processor, service: mail, sites: NL, until: 2026-12-31}
  - {id: bank, name: Bank, role: controller, sites: CZ}
"""
DAY = "2026-11-28"


@cache
def audit_of(text: str = MAP) -> dm.Audit:
    return dm.audit(reader.parse(text), as_of=DAY)


def test_the_page_lists_the_sub_processors_of_the_day_with_their_dates():
    text = markdown(papers.subprocessors(audit_of()))
    assert re.search(
        r"\| Store \| Store Inc\. \| hosting \| United States \| standard contractual .*2021 \| 2024-03-01 \|", text
    )
    assert "| Sms | Sms GmbH | messages | Germany |  | not yet determined |" in text
    assert "| Deep |" in text, "a processor that a sub-processor engages is one too"
    assert "| Gone |" in text and "Later" not in text and "Bank" not in text


def test_the_letter_names_what_begins_and_ends_and_its_window_only_where_it_is_given():
    text = markdown(papers.change(audit_of(), days=30))
    assert re.search(
        r"New sub-processors\n\n.*\n.*\n\| Later \| Later AG \| search \| Austria .* \| 2027-02-01 \|", text
    )
    assert "| Gone |" in text and "2026-12-31" in text and "Store" not in text
    assert "| Austria |  |" in text, "inside the area no safeguard is needed"
    abroad = MAP.replace("service: search, sites: AT", "service: search, sites: US")
    assert "| United States | not yet determined |" in markdown(papers.change(audit_of(abroad)))
    assert "until 2026-12-28, 30 days after" in text
    without = markdown(papers.change(audit_of()))
    assert "Until when you may object: not yet determined." in without and "days after" not in without


def test_a_change_within_the_window_and_a_letter_on_nothing_are_refused():
    with pytest.raises(CallError, match=r"Later \(2027-02-01\) would begin before the 90 days end on 2027-02-26"):
        papers.change(audit_of(), days=90)
    with pytest.raises(CallError, match="no sub-processor begins or ends after 2026-11-28"):
        papers.change(audit_of(re.sub(r", (from: 2027|until: 2026)[-\d]*", "", MAP)))


def annexes(authorisation: str | None = None, text: str = MAP) -> str:
    return markdown(papers.annexes(audit_of(text), importer="store", authorisation=authorisation))


def test_the_annexes_state_the_facts_of_each_transfer():
    text = annexes()
    for line in (
        "**Module:** 3",
        "**Data exporter:** Chatty s.r.o.; Dlouhá 1",
        "**Contact person:** privacy@chatty.example",
        "**Data importer:** Store Inc.; not yet determined",
        "**Role:** processor",
        "**Signature and date:** 2024-02-01",
        "**Categories of data subjects:** Visitors of customers",
        "**Categories of personal data:** Chat messages; IP address",
        "**Sensitive data:** Chat messages: not yet determined",
        "**Frequency of the transfer:** not yet determined",
        "**Transfers to sub-processors:** Deep",
        "- Encryption at rest: AES-256",
    ):
        assert line in text
    assert "Locked rooms" not in text, "Annex II has the measures for this transfer"
    assert "Office for Personal Data Protection" in text


@pytest.mark.parametrize(
    ("module", "authorisation", "third"),
    [
        ("3", "specific", "table"), ("2", "specific", "table"), ("3", "general", ""), ("3", None, "open"),
        ("1", "specific", ""), ("4", "specific", ""),
    ],
)  # fmt: skip
def test_the_third_annex_belongs_to_modules_2_and_3_with_specific_authorisation(module, authorisation, third):
    text = annexes(authorisation, MAP.replace("module: 3", f"module: {module}"))
    assert ("Annex III" in text) == bool(third)
    assert ("| Deep |" in text) == (third == "table")
    assert ("specific authorisation, so that this annex applies: not yet determined" in text) == (third == "open")
    assert ("Annex II:" in text) == (module != "4")


def test_the_annex_of_a_contract_sets_out_the_processing_of_each_activity():
    text = markdown(papers.contract(audit_of()))
    for line in (
        "## Live chat", "**Controllers:** Customers of Chatty", "**Duration:** not yet determined",
        "**Nature of the processing:** storage and delivery of messages",
        "**Categories of personal data:** Chat messages; IP address",
        "**Retention period:** 1 year from: the last message", "- Encryption at rest: AES-256", "| Sms |",
    ):  # fmt: skip
        assert line in text
    assert "payroll" not in text
    dated = MAP.replace("    name: Live chat\n", "    name: Live chat\n    from: 2024-01-01\n    until: 2027-12-31\n")
    assert "**Duration:** 2024-01-01 – 2027-12-31" in markdown(papers.contract(audit_of(dated)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_internal_is_in_a_document_of_any_kind(language):
    audit = audit_of()
    made = [papers.subprocessors(audit, language), papers.change(audit, language), papers.annexes(audit, language)]
    for paper in [*made, papers.contract(audit, language)]:
        for writer in WRITERS.values():
            text = raw(writer(paper))
            assert "Qwyx" not in text
            assert not [w for w in INTERNAL if re.search(rf"\b{re.escape(w)}s?\b", text, re.I)]


def test_every_phrase_has_every_language_and_is_about_the_same_things():
    from datamap.publish.notice.phrases import _of_packs

    for key in _of_packs():
        about = [{n for _, n, _, _ in string.Formatter().parse(packed(key, lang)) if n} for lang in LANGUAGES]
        assert all(a == about[0] for a in about), key


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ([], "whom it is for is missing"),
        (["--for", "visitors", "--pack", "contract"], "is for all customers"),
        (["--for", "visitors", "--notice-days", "30"], "Expected --pack change"),
        (["--pack", "contract", "--authorisation", "general"], "only the annexes depend on it"),
        (["--pack", "contract"], "no activity as processor"),
        (["--pack", "annexes", "--for", "stripe"], "not recorded for 'stripe'"),
        (["--pack", "annexes", "--for", "nobody"], "'nobody' is not known"),
    ],
)
def test_options_that_do_not_belong_together_are_refused(tmp_path, args, message):
    out = tmp_path / "out.md"
    refused = CliRunner().invoke(main, ["notice", str(ROOT / "inventory" / "smartsupp.yaml"), "-o", str(out), *args])
    assert refused.exit_code == 2 and message in refused.output + refused.stderr
    assert not out.exists()


def test_the_command_writes_each_document(tmp_path):
    source = tmp_path / "chatty.yaml"
    source.write_text(MAP, encoding="utf-8")
    for kind in ("subprocessors", "change", "annexes", "contract"):
        out = tmp_path / f"{kind}.docx"
        done = CliRunner().invoke(main, ["notice", str(source), "--pack", kind, "-o", str(out), "--as-of", DAY])
        assert done.exit_code == 0, done.output
        assert out.read_bytes()[:2] == b"PK"
