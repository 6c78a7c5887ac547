"""A vendor whose facts are published is not asked: the round names the address to read."""

from __future__ import annotations

import datetime as dt

import datamap as dm
from datamap import law
from datamap.formats.yaml import reader
from datamap.questions.asking import plan_round

MAP = """
meta: {id: demo}
controller: {name: Demo, country: CZ, role: controller}
recipients:
  - {id: chat, name: Slack, role: processor}
  - {id: bird, name: Nightbird Ltd, role: processor}
"""
DAY = dt.date(2026, 11, 28)


def asked(text, day=DAY, **more):
    found = plan_round(dm.audit(reader.parse(text), day, **more), day)
    return {f.person for f in found.forms}, dict(found.published)


def test_the_facts_about_vendors_have_the_address():
    people, published = asked(MAP)
    assert published["Slack"].startswith("https://slack.com/") and "Slack" not in people and "Nightbird Ltd" in people


def test_the_address_of_the_inventory_comes_first():
    own = MAP.replace("name: Slack,", "name: Slack, dpa_reference: 'https://demo.example/slack.pdf',")
    assert asked(own)[1]["Slack"] == "https://demo.example/slack.pdf"


def test_before_anything_was_known_the_vendor_is_asked():
    people, published = asked(MAP, law=law.load("2026-11-25"))
    assert "Slack" in people and not published


def test_a_brand_of_several_services_is_asked():
    people, published = asked(MAP.replace("name: Slack", "name: Google"))
    assert "Google" in people and "Google" not in published
