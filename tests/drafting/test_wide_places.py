"""Columns under a wide label of places are places, and those who are named are beside them."""

from __future__ import annotations

import pytest

from datamap.questions.drafted import draft

HEAD = "<tr><th rowspan=2>{name}</th><th colspan=2>{places}</th><th rowspan=2>Transfer tool</th></tr>"


@pytest.mark.parametrize("first", ["Company", "Entity", "Headquarters"])
@pytest.mark.parametrize("name, places", [("Name", "Location"), ("Vendor", "Country"), ("Subprocessor", "Locations")])
def test_places_of_a_company_and_of_its_servers(tmp_path, name, places, first):
    text = (
        f"<h1>Subprocessors</h1><table><thead>{HEAD.format(name=name, places=places)}<tr><th>{first}</th>"
        "<th>Servers</th></tr></thead><tbody><tr><td>Owl Inc.</td><td>USA</td><td>Ireland</td><td>DPF</td></tr>"
        "<tr><td>Lark Ltd</td><td>India</td><td>Germany</td><td>SCC</td></tr></tbody></table>"
    )
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    found = draft(tmp_path / "page.html").inventory.recipients
    assert [(r.name, [s.country for s in r.sites], [t.kind for t in r.safeguards]) for r in found] == [
        ("Owl Inc.", ["US", "IE"], ["dpf"]),
        ("Lark Ltd", ["IN", "DE"], ["scc"]),
    ]
