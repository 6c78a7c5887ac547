"""Roles, contracts and exceptions beside several names in the cells of tables."""

from __future__ import annotations

import csv

import pytest

from datamap.questions.drafted import draft

VENDORS = ("Vendor", "Country", "Transfer tool", "DPA")
REGISTER = ("Activity", "Recipients", "Third countries", "Safeguards")


def table(folder, *rows):
    """The recipients of a table, by name, as ``places | tools | contract``, and the reading list as ``what``."""
    with (folder / "list.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    found = draft(folder / "list.csv")
    shown = {}
    for r in found.inventory.recipients:
        places = " ".join(s.country for s in r.sites) if r.sites != "unknown" else ""
        made = r.safeguards if isinstance(r.safeguards, tuple) else ()
        tools = [f"{t.kind}{'?' * (t.how == 'proposed')} {'+'.join(t.countries)}".strip() for t in made]
        shown[r.name] = f"{places} | {', '.join(tools)} | {r.dpa}"
    return shown, found.to_read["what"].tolist()


@pytest.mark.parametrize(
    "cell, made",
    [
        ("Owl Ltd (processor), Lark Ltd (joint controller)", ["processor", "joint"]),
        ("Owl Ltd (processor, USA), Lark Ltd", ["processor", "unknown"]),
        ("Owl Ltd, Lark Ltd (processor)", ["processor?", "processor"]),
        ("processors: Owl Ltd, Lark Ltd", ["processor", "processor"]),
    ],
)
def test_roles_beside_several_names(tmp_path, cell, made):
    with (tmp_path / "list.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([REGISTER, ("News", cell, "", "")])
    shown = []
    for r in draft(tmp_path / "list.csv").inventory.recipients:
        proposed = {f for e in r.evidence if e.how == "proposed" for f in e.facts}
        shown.append(f"{r.role}{'?' * ('role' in proposed)}")
    assert shown == made


@pytest.mark.parametrize(
    "names, places, tools, owl, asked",
    [
        ("Owl Ltd", "USA, India", "SCC (except India)", "US IN | scc? US | unknown", ["transfer tool"]),
        ("Owl Ltd (USA), Lark Ltd (USA)", "", "Owl Ltd SCC, Lark Ltd", "US |  | unknown", ["transfer tool"]),
        ("Owl Ltd (USA), Lark Ltd (USA)", "", "SCC: Owl Ltd, Lark Ltd", "US | scc | unknown", []),
    ],
)
def test_tools_beside_exceptions_and_names(tmp_path, names, places, tools, owl, asked):
    found, to_read = table(tmp_path, REGISTER, ("News", names, places, tools))
    assert (found["Owl Ltd"], to_read) == (owl, asked)


def test_a_place_in_the_words_behind_a_company_is_a_question(tmp_path):
    assert table(tmp_path, REGISTER, ("News", "Owl Ltd and its sub-processors in India", "", ""))[1] == ["location"]


EXCEPTIONS = ["yes, except support", "ja, außer Support", "oui, sauf le support", "ano, kromě podpory", "yes*"]


@pytest.mark.parametrize(
    "text, answer", [*((t, "unknown") for t in EXCEPTIONS), ("contract 17", "yes"), ("yes", "yes")]
)
@pytest.mark.parametrize("kind", ["register", "vendors"])
def test_a_contract_with_an_exception_or_a_note_is_a_question(tmp_path, kind, text, answer):
    register = ("Activity", "Recipients", "Legal basis", "DPA in place"), ("News", "Owl Ltd", "Consent", text)
    vendors = VENDORS, ("Owl Ltd", "USA", "SCC", text)
    found, asked = table(tmp_path, *(register if kind == "register" else vendors))
    assert (found["Owl Ltd"].rpartition(" | ")[2], asked) == (answer, ["contract"] if answer == "unknown" else [])
