"""The notice to an audience: what it states, what it leaves open, what it never contains."""

from __future__ import annotations

import io
import re
import string
import zipfile
from functools import cache

import pytest
from click.testing import CliRunner
from conftest import ROOT

import datamap as dm
from datamap.cli import main
from datamap.errors import CallError
from datamap.formats.yaml import reader
from datamap.labels import LANGUAGES, data
from datamap.publish.notice import notice
from datamap.publish.notice.facts import Scope
from datamap.publish.notice.files import WRITERS, write
from datamap.publish.notice.markdown import markdown

DAY = "2026-11-28"
SMARTSUPP = str(ROOT / "inventory" / "smartsupp.yaml")

MAP = """
meta: {id: acme, date: 2026-01-05}
controller:
  name: Acme Ltd
  email: privacy@acme.example
  country: IE
  role: controller
  dpo: none
  authority: {name: Data Protection Commission, country: IE}
subjects:
  - {id: customers, name: Customers}
  - {id: applicants, name: Applicants}
  - {id: patients, name: Patients}
categories:
  - {id: contact, name: Contact data, special: none}
  - {id: cv, name: Curriculum vitae, subjects: applicants}
purposes:
  - id: orders
    name: Orders
    owner: Owner Qwyx
    notes: note Hjqw
    role: controller
    subjects: customers
    categories: contact
    legal_bases: 6-1-b
    retention: {period: P3Y, starts: the last order}
    sources: subject
    recipients: [mailer, carriers]
    automated_decisions: no
    provision_required: Without an address we cannot deliver.
    evidence: {B.1: "words Kvzq"}
  - id: news
    name: Newsletter
    role: controller
    subjects: customers
    categories: contact
    legal_bases: {basis: 6-1-f, interest: direct marketing}
    recipients: unknown
  - id: hiring
    name: Recruitment
    role: controller
    subjects: applicants
    categories: [contact, cv]
    legal_bases: {basis: 6-1-b, how: proposed, why: reason Zvkj}
    recipients: none
  - {id: hosting, name: Hosting for customers, role: processor, subjects: customers, categories: contact}
recipients:
  - id: mailer
    name: Mailer
    legal_entity: Mailer Inc.
    role: processor
    sites: US
    safeguards: {kind: scc, version: 2021, module: 2, signed: 2024-01-01, tia: positive}
  - {id: carriers, name: carriers, kind: category, role: controller, sites: IE}
"""
PRIVATE = ("Qwyx", "Hjqw", "Zvkj", "Kvzq")
INTERNAL = (
    "verdict",
    "finding",
    "undetermined",
    "not-covered",
    "proposed",
    "fingerprint",
    "sha256:",
    "owner",
    "evidence",
)


@cache
def audit_of(text: str = MAP, day: str = DAY) -> dm.Audit:
    return dm.audit(reader.parse(text), as_of=day)


def text_of(audience: str = "customers", text: str = MAP, language: str = "en", day: str = DAY) -> str:
    return markdown(notice(audit_of(text, day), audience, language))


def part(text: str, heading: str) -> str:
    """What is under a heading."""
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", text, re.M | re.S)
    return found[1] if found else ""


def test_it_names_only_the_activities_of_the_audience():
    text = text_of()
    assert "### Orders" in text and "### Newsletter" in text
    assert "Recruitment" not in text and "Curriculum vitae" not in text
    assert "Hosting for customers" not in text, "as a processor, the organisation does not inform people"
    assert "### Recruitment" in text_of("Applicants")


def test_what_matters_comes_first_and_in_plain_words():
    first = part(text_of(), "In short")
    for words in (
        "Acme Ltd decides",
        "Orders; Newsletter",
        "Mailer; carriers",
        "United States",
        "privacy@acme.example",
    ):
        assert words in first


def test_an_activity_states_each_letter_or_that_it_is_open():
    orders, news = (part(text_of(), name) for name in ("Orders", "Newsletter"))
    assert "**Legal basis:** performance of a contract (Art. 6(1)(b) GDPR)" in orders
    assert "**Retention period:** 3 years from: the last order" in orders
    assert "**Source of the data:** from you" in orders
    assert "**Must you provide the data?** Without an address we cannot deliver." in orders
    assert "no decision by automated means alone" in orders
    for label in ("Retention period:", "Source of the data:", "Recipients:", "Automated decisions:"):
        assert f"**{label}** not yet determined" in news


def test_the_recipients_are_named_or_given_as_categories_with_place_and_safeguard():
    table = part(text_of(), "Who receives your data")
    assert "| Mailer | Mailer Inc. |  | processor | United States | standard contractual clauses" in table
    assert "| carriers |  | category of recipients | controller | Ireland |  |" in table
    assert "privacy@acme.example" in part(text_of(), "How to obtain a copy of the safeguards")


@pytest.mark.parametrize(
    "safeguards", ["{kind: scc, version: 2021, module: 2, signed: 2024-01-01, tia: negative}", "dpa"]
)
def test_a_safeguard_that_does_not_cover_the_transfer_is_not_named(safeguards):
    text = re.sub(r"safeguards: .*", f"safeguards: {safeguards}", MAP)
    table = part(text_of(text=text), "Who receives your data")
    assert "| United States | not yet determined |" in table and "contractual" not in table
    assert "what protects the data with: Mailer" in part(text_of(text=text), "Still to be completed")


def test_a_safeguard_that_has_ended_is_named_only_for_the_days_before():
    text = re.sub(r"safeguards: .*", "safeguards: privacy-shield", MAP)
    assert "Privacy Shield" in part(text_of(text=text, day="2020-01-15"), "Who receives your data")
    assert "Privacy Shield" not in text_of(text=text)


def test_a_proposal_is_not_stated():
    hiring = part(text_of("applicants"), "Recruitment")
    assert "**Legal basis:** not yet determined" in hiring and "contract" not in hiring


def test_rights_follow_from_the_legal_bases():
    rights = part(text_of(), "Your rights")
    assert "**Portability (Art. 20 GDPR):**" in rights and rights.index("Orders") > rights.index("Portability")
    assert "Withdrawal" not in rights and "automated means alone" in rights
    assert "Newsletter" in part(text_of(), "Your right to object")
    applicants = text_of("applicants")
    assert "not yet determined for: Recruitment" in part(applicants, "Your rights")
    assert not part(applicants, "Your right to object"), "no activity is known to rest on such a basis"
    assert "Data Protection Commission" in part(text_of(), "Complaint to the supervisory authority")


@pytest.mark.parametrize(
    ("country", "day", "stated", "absent"),
    [
        ("GB", "2026-11-28", "UK GDPR Art. 22A to 22D", "(Art. 22 UK GDPR)"),
        ("GB", "2025-06-01", "(Art. 22 UK GDPR)", "22A"),
        ("CH", "2026-11-28", "Art. 25 FADP", "GDPR"),
    ],
)
def test_the_law_of_the_organisation_is_cited(country, day, stated, absent):
    text = MAP.replace("country: IE\n  role", f"country: {country}\n  role").replace("automated_decisions: no", "")
    found = text_of(text=text, day=day)
    assert stated in found and absent not in found


def test_an_audience_that_is_unknown_or_without_activities_is_refused():
    with pytest.raises(CallError, match="'customer' is not known.*did you mean 'Customers'"):
        notice(audit_of(), "customer")
    with pytest.raises(CallError, match="concerns 'patients'. Expected one of: Applicants, Customers"):
        notice(audit_of(), "patients")


def test_an_activity_whose_people_are_not_recorded_is_included_and_marked():
    text = text_of(
        text=MAP.replace("    subjects: applicants\n    categories: [contact, cv]", "    categories: contact")
    )
    assert "Whether this concerns you is not yet determined." in part(text, "Recruitment")


def raw(made: str | bytes) -> str:
    """Everything in a file, also what is not shown."""
    if isinstance(made, str):
        return made
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        return "\n".join(parts.read(name).decode("utf-8") for name in parts.namelist())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("suffix", WRITERS)
def test_nothing_internal_is_in_the_file(suffix, language):
    for audience in ("customers", "applicants"):
        text = raw(WRITERS[suffix](notice(audit_of(), audience, language)))
        assert not [w for w in PRIVATE if w in text]
        assert not [w for w in INTERNAL if re.search(rf"\b{re.escape(w)}s?\b", text, re.I)]


def phrases(language: str) -> dict[str, str]:
    """Every phrase of a language by its path."""

    def walk(value, path):
        if isinstance(value, dict):
            for key, inner in value.items():
                yield from walk(inner, f"{path}/{key}")
        else:
            yield path, str(value)

    return dict(walk(data(f"notices/{language}"), ""))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_phrases_about_the_same_things(language):
    english, found = phrases("en"), phrases(language)
    assert found.keys() == english.keys()

    def about(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert {k: about(v) for k, v in found.items()} == {k: about(v) for k, v in english.items()}


def test_a_text_of_the_map_is_no_sign_of_the_format():
    text = MAP.replace("name: Orders", 'name: "<b>a | b</b> *c* # d"')
    paper = notice(audit_of(text), "customers")
    assert r"### \<b\>a \| b\</b\> \*c\* # d" in markdown(paper)
    assert "&lt;b&gt;a | b&lt;/b&gt;" in WRITERS[".html"](paper)
    assert "&lt;b&gt;a | b&lt;/b&gt;" in raw(WRITERS[".docx"](paper))


def test_the_command_writes_and_refuses(tmp_path):
    def run(*args: str):
        return CliRunner().invoke(main, ["notice", SMARTSUPP, "--as-of", DAY, *args])

    done = run("--for", "subscribers", "-o", str(tmp_path / "n.md"), "--language", "cs")
    assert done.exit_code == 0, done.output
    assert "Vaše práva" in (tmp_path / "n.md").read_text(encoding="utf-8")
    for args in (["--for", "nobody", "-o", "n.md"], ["--for", "users", "-o", "n.pdf"]):
        refused = run(args[0], args[1], args[2], str(tmp_path / args[3].replace("n", "m")))
        assert refused.exit_code == 2
    assert [p.name for p in tmp_path.iterdir()] == ["n.md"]


def test_the_same_map_gives_the_same_bytes(tmp_path):
    for suffix in WRITERS:
        one, two = (write(notice(audit_of(), "customers"), tmp_path / f"{n}{suffix}").read_bytes() for n in "ab")
        assert one == two


TOOLS = """
meta: {id: tools}
controller: {name: Tools, country: CZ, role: controller}
subjects: [{id: people, name: People}]
categories: [{id: mail, name: Mail}]
purposes: [{id: a, name: A, subjects: people, categories: mail, legal_bases: 6-1-b, recipients: [x, y, z]}]
recipients:
- {id: x, name: X Inc, sites: US, safeguards: [dpf, privacy-shield, "scc:2010", "scc:2021"]}
- {id: y, name: Y Ltd, sites: IN, safeguards: [bcr-c, privacy-shield]}
- {id: z, name: Z Inc, sites: US, safeguards: privacy-shield}
"""


@pytest.mark.parametrize(
    ("day", "named"),
    [
        ("2026-09-30", {"X Inc": {"dpf", "scc"}, "Y Ltd": {"bcr-c"}, "Z Inc": set()}),
        ("2019-06-01", {"X Inc": {"privacy-shield"}, "Y Ltd": {"bcr-c"}, "Z Inc": {"privacy-shield"}}),
    ],
)
def test_only_safeguards_of_the_day_are_named(day, named):
    """A tool that was annulled or expired is not named beside one that covers."""
    scope = Scope.of(dm.audit(reader.parse(TOOLS), as_of=day), "people")
    assert {s.name: {kind for kind, _ in s.tools} for s in scope.sights.values()} == named
    assert "2010" not in {version for s in scope.sights.values() for _, version in s.tools}
