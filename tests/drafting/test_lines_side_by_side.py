"""Which place and tool of a cell is whose: by names behind places, by lines side by side, else by nobody's guess."""

from __future__ import annotations

import csv
import io

import pytest

from datamap.questions.drafted import draft

REGISTER = ["Activity", "Recipients", "Third countries", "Safeguards", "DPA", "Legal basis"]
VENDORS = ["Vendor", "Country", "Safeguards", "DPA", "Service"]


def read(folder, labels, *row):
    """The recipients of a table of one row: name -> places and tools with theirs; what is on the reading list."""
    out = io.StringIO()
    csv.writer(out).writerows([labels, row])
    (folder / "list.csv").write_text(out.getvalue(), encoding="utf-8")
    found = draft(folder / "list.csv")
    shown = {}
    for r in found.inventory.recipients:
        places = [s.country if s.country != "unknown" else s.place for s in r.sites] if r.sites != "unknown" else []
        tools = r.safeguards if isinstance(r.safeguards, tuple) else ()
        shown[r.name] = places, [f"{t.kind} {'+'.join(t.countries)}".strip() for t in tools], r.dpa
    return shown, found.to_read["what"].tolist()


@pytest.mark.parametrize(
    "names, countries, owl, lark, asked",
    [
        ("Owl Ltd; Lark Ltd", "USA (Owl Ltd), India (Lark Ltd)", (["US"], []), (["IN"], []), []),
        ("", "USA (Owl Ltd), India (Lark Ltd)", (["US"], []), (["IN"], []), []),
        ("Owl Ltd; Lark Ltd", "USA - Owl Ltd, India - Lark Ltd", (["US"], []), (["IN"], []), []),
        ("Owl Ltd; Lark Ltd", "USA: Owl Ltd, India: Lark Ltd", (["US"], []), (["IN"], []), []),
        ("Owl Ltd; Lark Ltd", "USA (Owl Ltd, SCC); India (Lark Ltd)", (["US"], ["scc"]), (["IN"], []), []),
        ("Owl Ltd; Lark Ltd", "USA (Owl Ltd: SCC), India (Lark Ltd: none)", (["US"], ["scc"]), (["IN"], []), []),
        ("Owl Ltd; Lark Ltd", "USA (Owl Ltd, Lark Ltd)", (["US"], []), (["US"], []), []),
        ("Owl Ltd; Lark Ltd", "USA, India (Owl Ltd)", (["US", "IN"], []), ([], []), ["location"]),
        ("Owl Ltd; Lark Ltd", "USA (Owl Ltd and partners)", (["US"], []), ([], []), ["location"]),
    ],
)
def test_names_behind_places(tmp_path, names, countries, owl, lark, asked):
    found, to_read = read(tmp_path, REGISTER, "News", names, countries, "", "", "Consent")
    assert {name: value[:2] for name, value in found.items()} == {"Owl Ltd": owl, "Lark Ltd": lark}
    assert to_read == asked


SIDE_BY_SIDE = [
    ("USA\nIndia", "DPF\nSCC", "yes\nno", (["US"], ["dpf"], "yes"), (["IN"], ["scc"], "no")),
    ("- USA\n- India", "SCC", "", (["US"], ["scc"], "unknown"), (["IN"], ["scc"], "unknown")),
    ("USA\nIndia", "DPF\nnone", "", (["US"], ["dpf"], "unknown"), (["IN"], [], "unknown")),
    ("1. USA\n2. India", "1) DPF\n2) -", "", (["US"], ["dpf"], "unknown"), (["IN"], [], "unknown")),
    ("USA", "DPF\nSCC", "", (["US"], ["dpf"], "unknown"), (["US"], ["scc"], "unknown")),
]


@pytest.mark.parametrize("countries, tools, dpa, owl, lark", SIDE_BY_SIDE)
@pytest.mark.parametrize("names", ["Owl Ltd\nLark Ltd", "- Owl Ltd\n- Lark Ltd"])
def test_as_many_lines_are_side_by_side(tmp_path, names, countries, tools, dpa, owl, lark):
    wanted = {"Owl Ltd": owl, "Lark Ltd": lark}
    assert read(tmp_path, REGISTER, "News", names, countries, tools, dpa, "Consent") == (wanted, [])
    assert read(tmp_path, VENDORS, names, countries, tools, dpa, "Hosting") == (wanted, [])


@pytest.mark.parametrize(
    "names, countries, tools, asked",
    [
        ("Owl Ltd\nLark Ltd\nWren Ltd", "USA\nIndia", "", ["location"]),
        ("Owl Ltd\nLark Ltd", "USA\nIndia\nBrazil", "SCC", ["location"]),
        ("Owl Ltd\nLark Ltd", "USA\nIndia", "DPF\nSCC\nSCC 2021", ["transfer tool", "'Safeguards'"]),
        ("Owl Ltd\nLark Ltd", "USA, India", "DPF\nSCC", ["transfer tool"]),
    ],
)
def test_other_numbers_of_lines_are_of_no_one(tmp_path, names, countries, tools, asked):
    found, to_read = read(tmp_path, REGISTER, "News", names, countries, tools, "", "Consent")
    assert [value[:2] for name, value in found.items() if "not named" not in name] == [([], [])] * (
        len(names.split("\n"))
    )
    assert to_read == asked


def test_lines_that_name_their_recipient_are_of_it(tmp_path):
    found, _ = read(tmp_path, REGISTER, "News", "Owl Ltd\nLark Ltd", "Lark Ltd: USA\nOwl Ltd: India", "", "", "Consent")
    assert [(name, places) for name, (places, *_) in found.items()] == [("Owl Ltd", ["IN"]), ("Lark Ltd", ["US"])]


@pytest.mark.parametrize("names, countries", [("Owl Ltd", "USA\nIndia"), ("Owl Ltd (USA, India)", "")])
def test_tools_in_lines_are_in_turn_as_between_semicolons(tmp_path, names, countries):
    found, asked = read(tmp_path, REGISTER, "News", names, countries, "DPF\nSCC", "", "Consent")
    assert found == {"Owl Ltd": (["US", "IN"], ["dpf US", "scc IN"], "unknown")}
    assert asked == ["transfer tool"]


@pytest.mark.parametrize(
    "countries, tools, owl, lark",
    [
        ("Owl: USA; Lark: India", "Owl: DPF; Lark: SCC", (["US"], ["dpf"]), (["IN"], ["scc"])),
        ("USA (Owl), India (Lark)", "SCC (Lark)", (["US"], []), (["IN"], ["scc"])),
        ("Owl and Lark: USA", "Owl and Lark: SCC", (["US"], ["scc"]), (["US"], ["scc"])),
        ("USA (Owl: SCC), India (Lark)", "", (["US"], ["scc"]), (["IN"], [])),
        ("USA (Owl: SCC), India (Owl), Brazil (Lark)", "", (["US", "IN"], ["scc US"]), (["BR"], [])),
    ],
)
@pytest.mark.parametrize("labels", [REGISTER, VENDORS])
def test_names_without_their_legal_form(tmp_path, labels, countries, tools, owl, lark):
    row = ["News"] * (labels is REGISTER) + ["Owl Ltd; Lark Ltd", countries, tools, "", "Consent"]
    found, asked = read(tmp_path, labels, *row)
    assert ({name: value[:2] for name, value in found.items()}, asked) == ({"Owl Ltd": owl, "Lark Ltd": lark}, [])


def test_a_short_name_that_two_recipients_may_have_is_a_question(tmp_path):
    found, asked = read(tmp_path, REGISTER, "News", "Owl Ltd; Owl GmbH", "Owl: USA", "", "", "Consent")
    assert [found["Owl Ltd"][0], found["Owl GmbH"][0], asked] == [[], [], ["organisation"]]


@pytest.mark.parametrize(
    "countries, tools, asked",
    [
        ("USA\n(SCC)", "", ["location"]),
        ("2. USA\n1. India", "", ["location"]),
        ("USA", "SCC\nof 2021", ["transfer tool", "'Safeguards'"]),
    ],
)
def test_a_line_that_is_not_a_value_by_itself_is_of_no_one(tmp_path, countries, tools, asked):
    found, to_read = read(tmp_path, REGISTER, "News", "Owl Ltd\nLark Ltd", countries, tools, "", "Consent")
    assert (found["Owl Ltd"][:2], found["Lark Ltd"][:2]) == (([], []), ([], []))
    assert list(dict.fromkeys(to_read)) == asked


@pytest.mark.parametrize("lark", ["Lark Ltd", "Lark"])
def test_lines_that_name_recipients_are_of_these_and_not_of_those_beside_them(tmp_path, lark):
    tools = f"USA: SCC: {lark}\nUSA: being determined: Owl Ltd"
    found, _ = read(
        tmp_path, REGISTER, "News", "Owl Ltd\nLark Ltd", "USA\nUSA", tools, f"{lark}: yes\nOwl: no", "Consent"
    )
    assert found["Owl Ltd"][1] in ([], ["unknown"]) and found["Owl Ltd"][2] == "no"
    assert [t.split()[0] for t in found["Lark Ltd"][1]] == ["scc"] and found["Lark Ltd"][2] == "yes"
