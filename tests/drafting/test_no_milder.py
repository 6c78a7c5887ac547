"""What a draft must not state more mildly than its document: limits in labels, and tools and contracts of others."""

from __future__ import annotations

import pytest
from drafting.drafted_fixture import drafted, recipients


def read(folder, text, name="list.csv"):
    """The recipients of a document: name -> (places, tools, contract); and what is on the reading list."""
    found = drafted(folder, text, name)
    return recipients(found), found.to_read["what"].tolist(), found


@pytest.mark.parametrize(
    "label, tool",
    [
        ("SCC (planned)", "unknown"),
        ("SCC (geplant)", "unknown"),
        ("SCC (prévu)", "unknown"),
        ("SCC (plánováno)", "unknown"),
        ("SCC (until 2023)", "unknown"),
        ("SCC (old)", "scc?"),
        ("SCC (yes/no)", "scc"),
        ("SCC (ja/nein)", "scc"),
        ("SCC (if any)", "scc"),
        ("SCC (x)", "scc"),
        ("SCC", "scc"),
    ],
)
def test_brackets_of_a_label_limit_what_is_ticked_under_it(tmp_path, label, tool):
    shown, asked, _ = read(tmp_path, f"Recipient,Country,{label},DPF\nOwl Ltd,USA,yes,no\nLark Ltd,India,x,\n")
    assert [tools for _, tools, _ in shown.values()] == [tool, tool]
    assert ("transfer tool" in asked) == (tool != "scc")


def test_brackets_of_a_label_limit_bases_and_places(tmp_path):
    text = "Activity,Consent (withdrawn),Contract,Recipient,USA (planned),India\nMail,x,x,Owl Ltd,x,x\n"
    shown, asked, found = read(tmp_path, text)
    assert [b.value for b in next(a for _, a in found.merged.activities).bases if b.value != "unknown"] == ["6-1-b"]
    assert "IN" in shown["Owl Ltd"][0] and {"legal basis", "location"} <= set(asked)


@pytest.mark.parametrize(
    "cell",
    [
        "India (Owl Ltd: SCC; Lark Ltd: none)",
        "India (Lark Ltd: none; Owl Ltd: SCC)",
        "India (Owl Ltd: SCC, Lark Ltd: none)",
        "India [Owl Ltd: SCC; Lark Ltd: no SCC]",
    ],
)
def test_a_tool_behind_a_place_is_of_the_recipient_in_front_of_it(tmp_path, cell):
    shown, _, _ = read(tmp_path, f'Activity,Recipients,Third country\nMail,"Owl Ltd, Lark Ltd","{cell}"\n')
    assert shown["Owl Ltd"][:2] == ("IN", "scc") and "scc" not in shown["Lark Ltd"][1] and shown["Lark Ltd"][0] == "IN"


def test_each_numbered_recipient_has_its_own_contract(tmp_path):
    labels = "Activity,Recipient 1,Country 1,DPA 1,Recipient 2,Country 2,DPA 2"
    shown, asked, _ = read(tmp_path, f"{labels}\nMail,Owl Ltd,USA,yes,Lark Ltd,India,no\n")
    assert [dpa for *_, dpa in shown.values()] == ["yes", "no"] and asked == []


def test_what_is_beside_a_numbered_recipient_without_a_name_is_of_no_other(tmp_path):
    labels = "Activity,Recipient 1,Country 1,Safeguards 1,DPA 1,Recipient 2,Country 2,Safeguards 2,DPA 2"
    shown, asked, _ = read(tmp_path, f"{labels}\nMail,Owl Ltd,USA,,no,,India,SCC,yes\n")
    assert shown == {"Owl Ltd": ("US", "", "no")} and "recipient" in asked


def test_a_number_that_one_label_has_is_that_of_the_others(tmp_path):
    text = "Activity,Recipient,Country 1,Country 2,Safeguards 2\nMail,Owl Ltd,USA,India,SCC\n"
    assert read(tmp_path, text)[0]["Owl Ltd"][1] == "scc+IN"


def test_lines_of_a_join_have_their_own_contracts(tmp_path):
    text = "Activity,Recipient,DPA\nMail,Owl Ltd,yes\n,Lark Ltd,no\n,Finch Ltd,yes\n"
    shown, asked, _ = read(tmp_path, text)
    assert [dpa for *_, dpa in shown.values()] == ["yes", "no", "yes"] and asked == []


def test_a_contract_of_merged_cells_is_a_question(tmp_path):
    text = (
        "<table><tr><th>Activity</th><th>Recipient</th><th>DPA</th></tr><tr><td rowspan=2>Mail</td><td>Owl Ltd</td>"
        "<td rowspan=2>yes</td></tr><tr><td>Lark Ltd</td></tr></table>"
    )
    shown, asked, _ = read(tmp_path, text, "list.html")
    assert "yes" not in [dpa for *_, dpa in shown.values()] and "contract" in asked


@pytest.mark.parametrize("legend", ["C = consent; D = contract\nC = SCC", "1 = consent; 2 = contract"])
def test_a_legend_that_explains_nothing_is_not_an_activity(tmp_path, legend):
    _, asked, found = read(tmp_path, f"Activity,Legal basis,Recipient\nMail,{legend[0]},Owl Ltd\n{legend}\n")
    assert [a.name.value for _, a in found.merged.activities] == ["Mail"] and "legal basis" in asked


@pytest.mark.parametrize(
    "head, line, names",
    [
        (
            "# Privacy notice\n\n## Recipients",
            "Our processors: Owl Ltd (USA), Lark Ltd (India). We have a data processing agreement with Owl Ltd.",
            ["Owl Ltd", "Lark Ltd"],
        ),
        (
            "# Datenschutzerklärung\n\n## Empfänger",
            "Auftragsverarbeiter: Eule GmbH (USA), Lerche GmbH (Indien). Mit der Eule GmbH besteht ein AVV.",
            ["Eule GmbH", "Lerche GmbH"],
        ),
        (
            "# Politique de confidentialité\n\n## Destinataires",
            "Nos sous-traitants : Hibou SARL (États-Unis), Merle SAS (Inde). "
            "Un contrat de sous-traitance a été conclu avec Hibou SARL.",
            ["Hibou SARL", "Merle SAS"],
        ),
    ],
)
def test_a_sentence_behind_a_list_is_not_a_part_of_a_name(tmp_path, head, line, names):
    shown, _, _ = read(tmp_path, f"{head}\n\n{line}\n", "notice.md")
    assert [(name, places, dpa) for name, (places, _, dpa) in shown.items()] == [
        (names[0], "US", "yes"),
        (names[1], "IN", "unknown"),
    ]


def test_a_denied_basis_in_front_of_a_semicolon_is_not_proposed(tmp_path):
    text = "# Privacy notice\n\n## Orders\n\n**Legal basis:** Consent is not required; contract\n"
    _, _, found = read(tmp_path, text, "notice.md")
    assert [b.value for b in next(a for _, a in found.merged.activities).bases] == ["6-1-b"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Transfers to the USA rely on the adequacy decision, except for Wren Ltd.",
        "We have concluded a data processing agreement with all processors except Wren Ltd.",
    ],
)
def test_a_recipient_that_a_sentence_excepts_has_neither_tool_nor_contract_from_it(tmp_path, sentence):
    text = f"# Privacy notice\n\n## Recipients\n\n- Owl Ltd, USA\n- Wren Ltd, USA\n\n## Transfers\n\n{sentence}\n"
    shown, asked, _ = read(tmp_path, text, "notice.md")
    assert shown["Wren Ltd"] in [("US", "", "unknown"), ("US", "", "no")] and asked


@pytest.mark.parametrize("second, sure", [("SCC", False), ("USA: SCC", False)])
def test_a_tool_beside_a_row_of_the_same_recipient_and_place_without_one(tmp_path, second, sure):
    rows = f"Vendor,Country,Transfer tool\nOwl Ltd,USA,none\nOwl Ltd,USA,{second}\n"
    found = drafted(tmp_path, rows, "list.csv")
    (owl,) = found.inventory.recipients
    assert [(t.kind, t.how != "proposed") for t in owl.safeguards] == [("scc", sure)]
    assert "transfer tool" in found.to_read["what"].tolist()
