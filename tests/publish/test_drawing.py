"""The flow diagram as a page, a picture or a graph, by the ending of the file's name."""

from __future__ import annotations

import json
import shutil
from importlib.util import find_spec
from xml.etree import ElementTree

import networkx as nx
import pytest
from conftest import missing

import datamap as dm
from datamap.errors import CallError
from datamap.formats.yaml import reader
from datamap.publish import drawing

MAP = r"""
meta: {id: demo}
controller: {name: Demo, country: CZ, role: controller}
categories: [{id: mail, name: "E-mail <\u0007> & address"}, {id: health, name: Health, special: health}]
purposes:
  - id: news
    name: Newsletter
    categories: [mail, health]
    legal_bases: [6-1-a]
    recipients: [{recipient: bare, categories: [mail]}, listed]
recipients:
  - {id: bare, name: Bare, role: processor, sites: [US], safeguards: none}
  - {id: listed, name: Listed, role: processor, sites: [US], safeguards: [dpf]}
"""


@pytest.fixture(scope="module")
def audit():
    return dm.audit(reader.parse(MAP), as_of="2026-09-30")


def test_a_graph_has_every_node_and_edge_with_its_attributes(audit, tmp_path):
    path = drawing.write_diagram(audit, tmp_path / "g.graphml")
    graph = nx.read_graphml(path, force_multigraph=True)
    assert len(graph) == len(audit.graph) and graph.number_of_edges() == audit.graph.number_of_edges()
    verdicts = {s: d["verdict"] for s, _, d in graph.edges(data=True) if "verdict" in d}
    assert verdicts == {"recipient/demo/bare": "not-covered", "recipient/demo/listed": "covered"}
    assert graph.nodes["recipient/demo/listed"]["safeguards"] == "dpf"


def test_a_graph_allows_the_same_flows_as_the_audit(audit, tmp_path):
    graph = nx.read_graphml(drawing.write_diagram(audit, tmp_path / "g.graphml"), force_multigraph=True)
    places = {key: (s, t, d["verdict"]) for s, t, key, d in graph.edges(keys=True, data=True) if "verdict" in d}
    flows = set()
    for purpose, recipient, data in graph.edges(data=True):
        for category, rows in json.loads(data.get("transfers", "{}")).items():
            for row in rows:
                source, country, verdict = places[row]
                assert source == recipient
                parts = (name.rpartition("/")[2] for name in (category, purpose, recipient, country))
                flows.add((*parts, verdict))
    assert flows == {tuple(p)[1:] for p in dm.paths(audit.graph)} and flows


def test_a_graph_is_the_same_bytes_twice_and_may_be_replaced_until_it_is_edited(audit, tmp_path):
    path = tmp_path / "g.graphml"
    first = drawing.write_diagram(audit, path).read_bytes()
    again = dm.audit(reader.parse(MAP), as_of="2026-09-30")
    assert drawing.write_diagram(again, path).read_bytes() == first
    path.write_bytes(first.replace(b"Newsletter", b"Letters"))
    with pytest.raises(CallError, match="edited since"):
        drawing.write_diagram(audit, path)


def test_another_ending_lists_those_that_are_known(audit, tmp_path):
    with pytest.raises(CallError, match=r"\.html, \.htm, \.svg, \.png or \.graphml"):
        drawing.write_diagram(audit, tmp_path / "g.pdf")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_a_machine_that_cannot_draw_says_what_is_needed(audit, tmp_path, monkeypatch, kind):
    monkeypatch.setattr(drawing, "find_spec", lambda name: None)
    with pytest.raises(CallError, match="the extra 'pictures'"):
        drawing.write_diagram(audit, tmp_path / f"g.{kind}")
    assert not list(tmp_path.iterdir())


def test_labels_have_no_character_that_a_picture_cannot_hold(audit):
    labels = dm.flow_chart(audit).data[0].node.label
    assert any("\\u0007" in text for text in labels) and not any("\x07" in text for text in labels)


@pytest.mark.browser
def test_pictures_show_the_diagram(audit, tmp_path):
    if not find_spec("kaleido"):
        missing("kaleido is not installed")
    if not shutil.which("chromium"):
        missing("chromium is not installed")
    svg = drawing.write_diagram(audit, tmp_path / "g.svg")
    root = ElementTree.parse(svg).getroot()
    assert root.tag.endswith("svg") and "Newsletter" in "".join(root.itertext())
    drawing.write_diagram(audit, svg)  # its own, unedited file
    png = drawing.write_diagram(audit, tmp_path / "g.png").read_bytes()
    assert png.startswith(b"\x89PNG") and int.from_bytes(png[16:20]) == drawing.WIDTH * drawing.SCALE
