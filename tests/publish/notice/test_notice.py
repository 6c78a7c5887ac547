"""The notice: what it states for one category of people, nothing of the audit, and gaps that can be seen."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest
import yaml
from click.testing import CliRunner

import datamap as dm
from datamap.cli import main
from datamap.errors import CallError
from datamap.labels import LANGUAGES, data
from datamap.publish.notice import notice, rendered

DAY = "2026-09-30"
SHOP = """
meta: {id: shop, title: Shop}
controller: {name: Loom Ltd, country: IE, role: both, email: privacy@loom.example}
subjects: [{id: customers, name: customers}, {id: applicants, name: applicants}]
categories: [{id: address, name: postal address}, {id: cv, name: CV}]
recipients:
- {id: post, name: Pigeon Post, service: delivery, sites: IE}
- {id: cloud, name: Cumulus Inc, service: hosting, sites: US, safeguards: "scc:2021"}
- {id: odd, name: Odd Ltd, sites: IN, safeguards: [{kind: scc, how: proposed}]}
purposes:
- id: orders
  name: Orders
  subjects: customers
  categories: address
  legal_bases: 6-1-b
  retention: P3Y
  recipients: [post, cloud]
  owner: Ann Owner
- {id: hiring, name: Hiring, subjects: applicants, categories: cv, legal_bases: {basis: 6-1-f}, recipients: odd}
- {id: hosted, name: Hosted for others, role: processor, subjects: customers}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    path = tmp_path_factory.mktemp("notice") / "shop.yaml"
    path.write_text(SHOP, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def audit(shop):
    return dm.audit(dm.read(shop), DAY)


def markdown(audit, people="", language=None) -> str:
    return rendered(notice(audit, people, language), "x.md", DAY)


def test_it_has_the_activities_of_these_people_only(audit):
    text = markdown(audit, "customers")
    assert "### Orders" in text and "Hiring" not in text and "Odd Ltd" not in text
    assert "Hosted for others" not in text, "a processor's customers give that notice"
    assert "| Cumulus Inc | hosting | United States (US) | standard contractual clauses" in text
    assert "Art. 21(1)" not in text, "no activity of these people rests on a legitimate interest"
    assert "Art. 20 GDPR" in text, "a contract gives portability"


def test_what_is_not_known_can_be_seen_and_is_never_filled_in(audit):
    text = markdown(audit, "applicants")
    assert "- Legitimate interests: **being determined**" in text
    assert "- Retention period: **being determined**" in text
    assert "| Odd Ltd |  | India (IN) | **being determined** |" in text, "what is only proposed is not known"
    assert "Art. 21(1) GDPR" in text
    assert notice(audit, "applicants").gaps() == text.count("**being determined**")


@pytest.mark.parametrize("name", ["x.md", "x.html", "x.docx"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_the_audit_is_in_the_file(audit, name, language):
    made = rendered(notice(audit, "", language), name, DAY)
    raw = made.encode() if isinstance(made, str) else made
    if name.endswith(".docx"):
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            raw = b"".join(archive.read(n) for n in archive.namelist())
    for word in (b"Ann Owner", b"undetermined", b"not-covered", b"not covered", b"TR0", b"proposed", b"finding"):
        assert word not in raw
    assert b"Cumulus Inc" in raw


def test_the_law_of_the_organisation_is_cited(shop, tmp_path):
    for country, law, absent in (("GB", "UK GDPR", "15 GDPR"), ("CH", "report an infringement", "GDPR)")):
        path = tmp_path / f"{country}.yaml"
        path.write_text(SHOP.replace("country: IE", f"country: {country}"), encoding="utf-8")
        rights = markdown(dm.audit(dm.read(path), DAY)).partition("## Your rights")[2]
        assert law in rights and absent not in rights


def test_every_phrase_has_every_language_with_the_same_places_to_fill():
    for group, entries in data("notice").items():
        for key, entry in entries.items():
            assert set(entry) == set(LANGUAGES), (group, key)
            places = {tuple(sorted(re.findall(r"{\w+}", text))) for text in entry.values()}
            assert len(places) == 1, (group, key, places)


def test_names_of_the_map_are_text_in_every_format(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text(SHOP.replace("Pigeon Post", '"<b>Pigeon</b> | *Post* [x](y)"'), encoding="utf-8")
    audit = dm.audit(dm.read(path), DAY)
    assert r"\<b\>Pigeon\</b\> \| \*Post\* \[x\](y)" in markdown(audit)
    assert "<b>Pigeon" not in rendered(notice(audit), "x.html", DAY)


def test_the_command_writes_the_file_and_counts_what_is_to_complete(shop, tmp_path):
    out = tmp_path / "n.html"
    done = CliRunner().invoke(main, ["notice", str(shop), "--for", "Applicants", "-o", str(out), "--as-of", DAY])
    assert done.exit_code == 0 and done.stdout == f"{out}\n"
    assert "facts to complete: look for 'being determined'" in done.stderr
    again = CliRunner().invoke(main, ["notice", str(shop), "-o", str(out), "--as-of", DAY])
    assert again.exit_code == 0, "a notice that nobody edited is replaced"
    out.write_text(out.read_text(encoding="utf-8") + "mine", encoding="utf-8")
    assert CliRunner().invoke(main, ["notice", str(shop), "-o", str(out)]).exit_code == 2


def test_people_that_are_not_known_are_one_error_with_the_nearest(shop, audit, tmp_path):
    done = CliRunner().invoke(main, ["notice", str(shop), "--for", "custmers", "-o", str(tmp_path / "n.md")])
    assert done.exit_code == 2 and "customers" in done.stderr and not list(tmp_path.iterdir())
    processor = yaml.safe_load(SHOP)
    processor["controller"]["role"] = "processor"
    (tmp_path / "p.yaml").write_text(yaml.safe_dump(processor), encoding="utf-8")
    with pytest.raises(CallError, match="as a controller"):
        notice(dm.audit(dm.read(tmp_path / "p.yaml"), DAY))
