"""A clinic whose map has every kind of private note and decision: no authority's edition contains one of them."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from click.testing import CliRunner
from record_fixture import EDITIONS, raw, traces

import datamap as dm
from datamap.cli import main
from datamap.labels import LANGUAGES

DAY = "2026-09-30"
PRIVATE = [
    "zqOwner",
    "zqNote",
    "zqWhy",
    "zqWords",
    "zqDoubt",
    "zqTopic",
    "zqRemedy",
    "zqConfirmer",
    "zqFunction",
    "zqAssessor",
    "zqAnswer",
    "zqCriterion",
    "zqMeasure",
    "zqReason",
    "zqDecider",
    "zqOffice",
    "zqHow",
    "zqRejected",
    "zqLabel",
]
MAP = """\
meta: {id: clinic, title: Clinic, date: 2026-09-01, notes: zqNote}
controller:
  name: Clinic
  country: CZ
  address: Long Street 1, Brno
  email: info@clinic.example
  role: controller
  sector: private
  dpo: [{name: Data Protection Ltd, email: dpo@clinic.example}]
  notes: zqNote
  evidence: [{facts: [email], words: zqWords, how: inferred, why: zqWhy}]
notice:
  title: Privacy notice
  observations:
    - {topic: zqtopic, text: zqDoubt is questionable, articles: GDPR Art. 5(1)(c), remedy: zqRemedy, notes: zqNote}
subjects: [{id: patients, name: Patients, notes: zqNote, how: inferred, why: zqWhy}]
categories:
  - {id: files, name: Patient files, special: health, notes: zqNote, how: assumed, why: zqWhy}
measures:
  locks: {name: Locked cabinets, notes: zqNote}
rights: [{right: access, notes: zqNote}]
purposes:
  - id: care
    name: Care
    owner: zqOwner
    notes: zqNote
    how: inferred
    why: zqWhy
    subjects: [patients]
    categories: [files]
    legal_bases:
      - {basis: 6-1-b, conditions: 9-2-h, notes: zqNote, how: inferred, why: zqWhy}
    retention: [{period: P10Y, starts: last visit, notes: zqNote, how: inferred, why: zqWhy}]
    recipients: [{recipient: desk, how: assumed, why: zqWhy, notes: zqNote}]
    evidence:
      - {facts: [retention], document: minutes, words: zqWords, confirmed_by: zqConfirmer, confirmed_as: zqFunction,
         confirmed_on: 2026-05-04}
  - {id: mail, name: Newsletter, owner: zqOwner, legal_bases: [{basis: 6-1-a, how: proposed, why: zqWhy}]}
recipients:
  - id: desk
    name: Desk
    role: processor
    sector: private
    service: help desk
    notes: zqNote
    sites: [{country: IN, activity: access, notes: zqNote, how: inferred, why: zqWhy}]
    safeguards: [{kind: scc, version: 2021, module: 2, tia: negative, notes: zqNote, label: zqLabel}]
    dpa: no
    checked: [{by: zqAssessor, on: 2026-03-01, fails: [28-3-h], notes: zqNote}]
  - {id: sender, name: Sender, how: proposed, why: zqWhy, sites: [{country: US, how: proposed, why: zqWhy}]}
assessments:
  - id: tia
    kind: tia
    transfers: [desk]
    status: in-force
    outcome: negative
    decided_on: 2026-02-01
    by: zqAssessor
    notes: zqNote
    measures: [{kind: contractual, text: zqMeasure}]
    answers: {law: zqAnswer}
  - id: screening
    kind: dpia-screening
    activities: [care]
    status: in-force
    outcome: required
    decided_on: 2026-02-01
    by: zqAssessor
    criteria: {sensitive-data: {met: yes, reason: zqCriterion}}
"""
DECISIONS = """\
decisions:
  - {{fingerprint: {accepted}, facts: {facts}, reason: zqReason, owner: zqDecider, function: zqOffice,
     decided: 2026-09-01, review: 2027-06-30}}
  - {{decision: do, fingerprint: {todo}, owner: zqDecider, decided: 2026-09-01, due: 2026-12-31, note: zqHow}}
  - {{decision: confirm, subject: purpose mail, field: legal_bases, value: 6-1-a, owner: zqDecider, function: zqOffice,
     decided: 2026-09-02}}
  - {{decision: reject, subject: recipient sender, field: sites, value: US, owner: zqDecider, decided: 2026-09-02,
     reason: zqRejected}}
"""


@pytest.fixture(scope="module")
def clinic(tmp_path_factory):
    """The map with its decisions beside it."""
    folder = tmp_path_factory.mktemp("clinic")
    path = folder / "clinic.yaml"
    path.write_text(MAP.replace("answers: {law:", "answers: {access:"), encoding="utf-8")
    audit = dm.audit(dm.read(path), DAY)
    frame = audit.findings.frame
    at = int(frame.index[frame["rule"] == "TR030"][0])
    todo = frame.loc[frame["rule"] == "RC009", "fingerprint"].iat[0]
    text = DECISIONS.format(accepted=frame["fingerprint"].iat[at], facts=audit.findings.digest(at), todo=todo)
    (folder / "clinic.decisions.yaml").write_text(text, encoding="utf-8")
    return path


def written(clinic, *options):
    out = clinic.with_name("record.xlsx")
    done = CliRunner().invoke(main, ["ropa", str(clinic), "--as-of", DAY, "-o", str(out), "--force", *options])
    assert done.exit_code == 0, done.output
    return out.read_bytes()


@pytest.mark.parametrize(("layout", "language"), EDITIONS)
def test_nothing_private_is_in_any_part_of_the_file(clinic, layout, language):
    data = written(clinic, "--layout", layout, *(["--language", language] if language else []))
    text = raw(data)
    assert "Desk" in text and "Care" in text, "the facts that Art. 30 requires are there"
    assert traces(text, [p for p in PRIVATE if p.lower() in text.lower()]) == []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        book = archive.read("xl/workbook.xml").decode()
    strange = ("comments", "customxml", "vml", "external", "pivot", "threaded", "persons", "embeddings")
    assert [n for n in names if any(s in n.lower() for s in strange)] == []
    assert not re.search(r"<sheet [^>]*hidden", book, re.IGNORECASE)
    assert [d for d in book.split("<definedName ")[1:] if "_xlnm." not in d.partition(">")[0]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_internal_edition_has_what_the_authority_does_not_get(clinic, language):
    text = raw(written(clinic, "--for", "internal", "--language", language))
    assert [w for w in ("zqDoubt", "TR030", "RC009") if w not in text] == []


def test_every_private_text_is_in_the_map_or_in_a_decision(clinic):
    known = (clinic.read_text() + clinic.with_name("clinic.decisions.yaml").read_text()).lower()
    assert [p for p in PRIVATE if p.lower() not in known] == []
