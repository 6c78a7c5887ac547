"""What a breach affects and what a request for access must answer: by hand on a small map, against the graph on any."""

from __future__ import annotations

import json

import networkx as nx
import pytest
from click.testing import CliRunner
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st
from strategies import inventories

import datamap as dm
from datamap.cli import main
from datamap.errors import CallError
from datamap.formats.yaml import reader
from datamap.publish import letters
from datamap.questions.access import subject
from datamap.questions.affected import affected
from datamap.questions.reach import Reach

DAY = "2026-06-30"
CLINIC = """
meta: {id: clinic}
controller: {name: Clinic Lindenhof, country: DE, role: both, authority: [{name: State Commissioner, country: DE}]}
subjects:
  - {id: patients, name: Patients, vulnerable: "yes"}
  - {id: nurses, name: Nurses, staff: "yes"}
categories:
  - {id: health, name: Health data, special: health, subjects: [patients]}
  - {id: contact, name: Contact data, special: none}
purposes:
  - {id: care, ref: A.1, name: Treatment, role: controller, from: 2019-01-01, subjects: [patients], people: "4000",
     categories: [health, contact], systems: [Ward book], retention: [P10Y], sources: [subject],
     recipients: [{recipient: lab, categories: [health]}, host], automated_decisions: "no"}
  - {id: rota, name: Rota, role: controller, subjects: [nurses], categories: [contact], systems: [Ward book],
     recipients: [host]}
  - {id: billing, name: Billing for practices, role: processor, categories: [contact], systems: [Ledger],
     on_behalf_of: [{name: Practice North}, {name: Practice South}], recipients: none}
recipients:
  - {id: lab, name: Bloodwork GmbH, role: processor, sites: [DE], from: 2021-05-01, sub_processors: [courier]}
  - {id: host, name: Nimbus Ltd, role: processor, sites: [US], safeguards: none, sub_processors: none}
  - {id: courier, name: Courier AG, role: sub-processor, sites: [CH], sub_processors: [scanner]}
  - {id: scanner, name: Ward book, role: sub-processor, sites: [IN], sub_processors: none}
"""


@pytest.fixture(scope="module")
def clinic():
    return dm.audit(reader.parse(CLINIC), DAY)


def names(found, key):
    return [row["name"] for row in found[key]]


def test_a_recipient_affects_what_it_got_and_those_behind_it(clinic):
    found = affected(clinic, "bloodwork gmbh")
    assert names(found, "data") == ["Health data"], "the contact data did not go there"
    assert found["data"][0]["people"] == ["Patients"] and names(found, "activities") == ["Treatment"]
    assert [(r["name"], r["via"]) for r in found["recipients"]] == [
        ("Courier AG", ["Bloodwork GmbH"]),
        ("Ward book", ["Courier AG"]),
    ]
    assert found["recipients"][1]["places"][0]["verdict"] == "undetermined"
    assert found["activities"][0]["since"] == "2019-01-01"
    assert names(affected(clinic, "courier"), "recipients") == ["Ward book"], "not back to who passed it on"


def test_a_system_affects_every_activity_that_uses_it(clinic):
    found = affected(clinic, "system: ward book")
    assert names(found, "activities") == ["Treatment", "Rota"]
    assert names(found, "data") == ["Health data", "Contact data"], "special data first"
    assert {p["name"]: p["vulnerable"] for p in found["people"]} == {"Patients": "yes", "Nurses": "unknown"}
    assert "Nimbus Ltd" in names(found, "recipients")


def test_a_name_of_two_kinds_asks_which(clinic):
    with pytest.raises(CallError, match="several kinds.*recipient:Ward book, system:Ward book"):
        affected(clinic, "Ward book")
    with pytest.raises(CallError, match="did you mean 'lab'"):
        affected(clinic, "lba")
    with pytest.raises(CallError, match="names nothing"):
        affected(clinic, "system: ")


def test_a_processor_informs_its_customers_and_not_the_authority(clinic):
    found = affected(clinic, "Ledger")["inform"]
    assert [i["provision"] for i in found] == ["GDPR Art. 33(2)"]
    assert "Practice North, Practice South" in found[0]["whom"]


@pytest.mark.parametrize(
    ("country", "regime", "first", "others"),
    [
        ("DE", "unknown", ("in Germany", "GDPR Art. 33(1), 55, 56(1)"), ["UK GDPR Art. 33(1)"]),
        ("GB", "unknown", ("United Kingdom", "UK GDPR Art. 33(1)"), ["GDPR Art. 33(1)"]),
        ("CH", "unknown", ("FDPIC", "FADP Art. 24(1)"), ["GDPR Art. 33(1)", "UK GDPR Art. 33(1)"]),
        ("US", "eu", ("each member state", "GDPR Art. 33(1); EDPB Guidelines 9/2022, 73"), ["UK GDPR Art. 33(1)"]),
        ("unknown", "unknown", ("not recorded", "GDPR Art. 33(1), 55, 56(1)"), ["UK GDPR Art. 33(1)"]),
    ],
)
def test_authorities_follow_the_law_and_the_united_kingdom_is_separate(country, regime, first, others):
    text = CLINIC.replace("country: DE, role: both", f"country: {country}, regime: {regime}, role: controller")
    text = text.replace(", authority: [{name: State Commissioner, country: DE}]", "")
    inform = affected(dm.audit(reader.parse(text), DAY), "rota")["inform"]
    assert first[0] in inform[0]["whom"] and inform[0]["provision"] == first[1]
    assert [i["provision"] for i in inform[1:-1]] == others and "the people" in inform[-1]["whom"]


def test_an_unknown_role_informs_customers_and_authority(clinic):
    text = CLINIC.replace("name: Rota, role: controller", "name: Rota")
    inform = affected(dm.audit(reader.parse(text), DAY), "rota")["inform"]
    assert inform[0]["provision"] == "GDPR Art. 33(2)" and "if the organisation is their processor" in inform[0]["whom"]
    assert "GDPR Art. 34(1)" in [i["provision"] for i in inform]


def test_what_is_not_recorded_is_asked_and_never_left_out(clinic):
    found = affected(clinic, "billing")
    assert "Whose data Contact data are in Billing for practices is not recorded." in found["open"]
    text = CLINIC.replace("categories: [contact], systems: [Ledger]", "systems: [Ledger]")
    found = affected(dm.audit(reader.parse(text), DAY), "ledger")
    assert names(found, "activities") == ["Billing for practices"] and found["data"] == []
    assert any("Which categories of data" in sentence for sentence in found["open"])


def test_access_answers_each_letter_for_the_people_who_ask(clinic):
    found = subject(clinic, "patients")
    care, billing = found["activities"]
    assert (care["id"], care["certain"], billing["id"], billing["certain"]) == ("care", True, "billing", False)
    assert [c["name"] for c in care["categories"]] == ["Health data", "Contact data"]
    assert [r["name"] for r in care["recipients"]] == ["Bloodwork GmbH", "Nimbus Ltd", "Courier AG", "Ward book"]
    assert care["retention"][0]["period"] == "P10Y" and care["sources"][0]["kind"] == "subject"
    assert [a["id"] for a in subject(clinic, "nurses")["activities"]] == ["rota", "billing"]
    with pytest.raises(CallError, match="(?i)did you mean 'patients'"):
        subject(clinic, "patient")


def test_texts_leave_open_what_is_not_known_and_name_the_missing_safeguard(clinic):
    note = letters.breach(affected(clinic, "lab"))
    assert "Health data (SPECIAL: health), in Treatment" in note and "Patients (vulnerable)" in note
    assert "Ward book (through Courier AG): India" in note and "the map gives about 4000 for Treatment" in note
    answer = letters.access(subject(clinic, "patients"))
    assert "United States: <<safeguard under Art. 46" in answer and "Kept: 10 years" in answer
    assert "Source: the person concerned" in answer and "State Commissioner" in answer
    for text in (note, answer):
        assert "unknown" not in text.replace("since unknown", "") and "\n\n\n" not in text


@pytest.mark.parametrize("command", [("affected", "lab"), ("subject", "patients")])
def test_every_format_is_written(command, tmp_path):
    path = tmp_path / "clinic.yaml"
    path.write_text(CLINIC, encoding="utf-8")
    call = [command[0], str(path), command[1], "--as-of", DAY]
    for form in ("table", "csv", "text", "json"):
        result = CliRunner().invoke(main, [*call, "--format", form])
        assert result.exit_code == 0 and "Health data" in result.stdout, result.output
    assert json.loads(result.stdout)["as_of"] == DAY
    assert CliRunner().invoke(main, [*call[:2], "xyz"]).exit_code == 2


@examples(0.5)
@given(inventories(), st.data())
def test_what_is_affected_is_what_the_graph_reaches(inventory, data):
    audit = dm.audit(inventory, "2026-09-30")
    graph, reach = audit.graph, Reach(audit)
    links = nx.DiGraph()
    links.add_nodes_from(reach.recipients)
    for source, target, e in graph.edges(data=True):
        if source[0] == "purpose" and e["via"]:
            links.add_edge((source[1], e["via"]), target[1:])
    for (controller, id_), recipient in reach.recipients.items():
        found = affected(audit, f"recipient:{id_}")
        if len(found["what"]["ids"]) > 1 or found["what"]["ids"] != [id_]:
            continue  # its id is the name of another one
        node = ("recipient", controller, id_)
        into = [(source, e) for source, _, e in graph.in_edges(node, data=True)]
        assert {d["id"] for d in found["data"]} == {c[2] for _, e in into for c in e["categories"]}, recipient
        assert {a["id"] for a in found["activities"]} == {source[2] for source, _ in into}
        behind = nx.descendants(links, (controller, id_))
        assert {(r["controller"], r["id"]) for r in found["recipients"]} <= behind
        uses = {(source[2], c[2]) for source, e in into for c in e["categories"]}
        got = {
            target[1:]
            for source, target, e in graph.edges(data=True)
            if source[0] == "purpose" and target[1:] in behind and e["via"]
            if any((source[2], c[2]) in uses for c in e["categories"])
        }
        assert got <= {(r["controller"], r["id"]) for r in found["recipients"]} | {(controller, id_)}
    for controller, id_ in reach.categories:
        found = affected(audit, f"category:{id_}")
        after = {n for n in nx.descendants(graph, ("category", controller, id_)) if n[0] == "purpose"}
        if found["what"]["ids"] == [id_]:
            assert {a["id"] for a in found["activities"]} == {n[2] for n in after}
            paths = dm.paths(graph, category=id_)
            assert {p.recipient for p in paths} <= {r["id"] for r in found["recipients"]}
    for people in reach.people:
        mine = subject(audit, people[1])
        certain = {a["id"] for a in mine["activities"] if a["certain"]}
        assert certain <= {key[1] for key in reach.activities}
        for key in reach.activities:
            concerned = [reach.whose(key, c) for c in reach.used(key) or [""]]
            if any(w is None or people in w for w in concerned):
                assert key[1] in {a["id"] for a in mine["activities"]}, "what may concern them is included"
