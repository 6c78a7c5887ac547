"""Names in running text that no fact takes are on the reading list: companies, known services, towns."""

from __future__ import annotations

import pytest

from datamap.drafting import draft

NOTICE = """# Notice

## Controller

Acme GmbH, Road 2, 34117 Kassel, Germany

## Photos

We publish photos with consent (Art. 6(1)(a) GDPR) on our website and {photos}.

## Processors

We use

1. Sendtaube Ltd.{behind}: e-mail
2. Datenhof AG, Switzerland: backup
"""


def listed(tmp_path, photos="at events", behind=""):
    file = tmp_path / "notice.md"
    file.write_text(NOTICE.format(photos=photos, behind=behind), encoding="utf-8")
    return {e.what: e.why for e in draft.draft(file).reading}


def test_without_such_a_name_nothing_is_listed(tmp_path):
    assert listed(tmp_path) == {}


@pytest.mark.parametrize("name", ["Instagram", "Google Analytics", "YouTube", "Microsoft 365"])
def test_a_known_service_in_a_sentence_that_is_used_is_listed(tmp_path, name):
    assert listed(tmp_path, photos=f"on {name}") == {
        "service": f"'{name}': a known service that is named, and not taken as a recipient"
    }


@pytest.mark.parametrize("words", ["miro the wall", "make com plaints", "see www.instagram.com/acme", "x", "G2G"])
def test_words_that_only_look_like_a_service_are_not(tmp_path, words):
    assert listed(tmp_path, photos=words) == {}


@pytest.mark.parametrize("behind", [", London", " (London)", ", Mountain View", ", St. Gallen"])
def test_a_town_behind_a_company_is_listed(tmp_path, behind):
    town = behind.strip(" ,()")
    why = "behind the name of a company, and not read as its location"
    assert listed(tmp_path, behind=behind) == {"location": f"'{town}': {why}"}


@pytest.mark.parametrize("behind", [", Ireland", " (USA)", ", London, United Kingdom", ", processor", ", our host"])
def test_a_country_or_words_without_capitals_are_no_town(tmp_path, behind):
    assert "location" not in listed(tmp_path, behind=behind)


def test_many_names_are_one_entry(tmp_path):
    why = listed(tmp_path, photos="on Instagram, YouTube, LinkedIn, Slack, Trello, Zapier and Jira")["service"]
    assert "'Trello' and 2 more: a known service" in why
