"""Confirmations that are due in several maps at once, each in another kind of entry."""

from __future__ import annotations

import datamap as dm
from datamap.formats.yaml import reader

MAP = """
meta: {{id: {id}, date: 2026-01-31}}
controller: {{name: {id} a.s., country: CZ{controller}}}
categories: [{{id: contact, name: Contact data, special: none}}]
purposes: [{{id: shop, name: Shop, categories: [contact], retention: [P1Y]{purpose}}}]
recipients: none
"""
OLD = ", evidence: [{{facts: [{fact}], confirmed_by: Jana, confirmed_as: {role}, confirmed_on: 2024-03-31}}]"


def test_each_map_has_its_own_finding_whatever_entry_was_confirmed():
    one = MAP.format(id="alpha", controller="", purpose=OLD.format(fact="retention", role="HR"))
    two = MAP.format(id="beta", controller=OLD.format(fact="country", role="Legal"), purpose="")
    three = MAP.format(id="gamma", controller="", purpose="")
    found = dm.audit([reader.parse(text) for text in (one, two, three)], "2026-09-30").findings.select(["RU007"], [])
    said = dict(zip(found.frame["controller"], found.frame["message"], strict=True))
    assert list(said) == ["alpha", "beta"]
    assert "Shop; by Jana (HR) on 2024-03-31" in said["alpha"] and "Jana (Legal)" in said["beta"]
