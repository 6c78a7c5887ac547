"""Every layout in every language of maps of any content: nothing of the audit is in the authority's edition."""

from __future__ import annotations

from functools import cache

import pytest
from conftest import ROOT, examples
from hypothesis import given, settings
from hypothesis import strategies as st
from record_fixture import EDITIONS, raw, traces
from strategies import inventories

from datamap import formats
from datamap.model import Inventory
from datamap.pipeline import audit
from datamap.publish.record import book_bytes

DAY = "2026-09-30"
OWNER, WHY, NOTE = "Owner Qwyx", "reason Zvkj", "note Hjqw"
"""What is private wherever it is: an owner's name, why a fact is inferred, a note."""


def marked(inventory: Inventory) -> Inventory:
    """The inventory with something private in each place that takes it."""

    def walk(value):
        if isinstance(value, dict):
            out = {k: walk(v) for k, v in value.items()}
            if "owner" in out:
                out["owner"] = OWNER
            if "notes" in out:
                out["notes"] = NOTE
            if "why" in out and out.get("how", "stated") != "stated":
                out["why"] = WHY
            return out
        return [walk(v) for v in value] if isinstance(value, (list, tuple)) else value

    return Inventory.model_validate(walk(inventory.model_dump(warnings=False)))


@cache
def real(name):
    return audit(formats.read(ROOT / "inventory" / f"{name}.yaml"), DAY)


@pytest.mark.parametrize("name", ["smartsupp", "dfe", "ademe"])
@pytest.mark.parametrize(("layout", "language"), EDITIONS)
def test_the_authoritys_edition_of_a_real_notice_has_no_trace(name, layout, language):
    judged = real(name)
    inventory = judged.inventories[0]
    private = [p.owner for p in inventory.purposes if p.owner not in ("unknown", "none", "")]
    private += [o.text for o in inventory.notice.observations] + [o.topic for o in inventory.notice.observations]
    private += [e.why for p in inventory.purposes for e in p.evidence if e.why]
    assert traces(raw(book_bytes(judged, layout, language=language)), private) == []


@settings(parent=examples(0.5))
@given(inventories(), st.sampled_from(EDITIONS))
def test_the_authoritys_edition_of_any_map_has_no_trace(inventory, edition):
    layout, language = edition
    text = raw(book_bytes(audit(marked(inventory), DAY), layout, language=language))
    assert traces(text, [OWNER, WHY, NOTE]) == []


def test_what_is_private_is_in_the_map():
    entry = {"how": "inferred", "why": "x", "notes": "x", "owner": "x"}
    given_ = {"meta": {"id": "a"}, "controller": "A", "purposes": [{"id": "p", "name": "P", **entry}]}
    (p,) = marked(Inventory.model_validate(given_)).purposes
    assert (p.owner, p.why, p.notes) == (OWNER, WHY, NOTE)
