"""The world map: every place that the law knows is on it, and what has no place is listed below it."""

from __future__ import annotations

import pycountry

import datamap as dm
from datamap import law
from datamap.formats.yaml import reader
from datamap.publish.charts import world


def test_every_code_of_the_law_pack_and_every_country_has_a_position_on_the_map():
    pack, w = law.load(), world.world()
    codes = {code for regime in ("eu", "uk", "ch") for code in pack.regime(regime).by_place}
    codes |= {code for i in pack.instruments() for code in i.places} | {c.alpha_2 for c in pycountry.countries}
    countries = {code for code in codes if len(code) == 2}
    assert len(countries) > 240 and codes - countries <= {"EPO", "EU-INST", "EEA"}, "organisations and regions"
    assert countries - set(w["positions"]) == set(), "add it to PLACED in tools/world.py"
    assert set(w["shapes"]) <= set(w["positions"])
    sides = zip(("width", "height"), zip(*w["positions"].values(), strict=True), strict=True)
    assert all(min(at) >= world.POINT and max(at) <= w[side] - world.POINT for side, at in sides), "cut at the edge"


def test_what_is_not_recorded_and_what_is_no_country_is_below_the_map():
    text = (
        "meta: {id: a}\ncontroller: {name: A, country: CZ}\ncategories: [{id: c, name: C}]\n"
        "purposes: [{id: p, name: P, categories: [c], recipients: [x, y, z]}]\n"
        "recipients: [{id: x, name: X}, {id: y, name: Y, sites: [EPO]}, {id: z, name: Z, sites: [JE]}]\n"
    )
    audit = dm.audit(reader.parse(text), "2026-09-30")
    assert set(world.off_map(audit)["country"]) == {"unknown", "EPO"}
    svg = world.world_svg(audit)
    assert 'data-country="JE"' in svg and "<circle" in svg, "a small place is a point"
