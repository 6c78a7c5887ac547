"""Where several recipients, places or tools are beside each other, no one gets what is stated of another one."""

from __future__ import annotations

import csv

import pytest

from datamap.questions.drafted import draft


def table(folder, *rows):
    """The recipients of a table, by name, as ``places | tools | contract``, and the reading list as ``what``."""
    with (folder / "list.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return drafted(folder / "list.csv")


def notice(folder, text):
    (folder / "notice.md").write_text(f"# Privacy notice of Nest Ltd\n\n{text}\n", encoding="utf-8")
    return drafted(folder / "notice.md")


def drafted(file):
    found = draft(file)
    shown = {}
    for r in found.inventory.recipients:
        places = [f"{s.country}{'?' * (s.how == 'proposed')}" for s in r.sites] if r.sites != "unknown" else []
        made = r.safeguards if isinstance(r.safeguards, tuple) else ()
        tools = [f"{t.kind}{'?' * (t.how == 'proposed')} {'+'.join(t.countries)}".strip() for t in made]
        shown[r.name] = f"{' '.join(places)} | {', '.join(tools)} | {r.dpa}"
    return shown, found.to_read["what"].tolist()


VENDORS = ("Vendor", "Country", "Transfer tool", "DPA")


@pytest.mark.parametrize(
    "row, owl, lark, asked",
    [
        (("USA; India", "SCC; DPF", "yes"), "US IN |  | yes", "US IN |  | yes", ["transfer tool", "location"]),
        (("USA; India", "SCC; none", ""), "US IN |  | unknown", "US IN |  | unknown", ["transfer tool", "location"]),
        (("USA", "Owl Ltd: SCC; Lark Ltd: none", ""), "US | scc | unknown", "US |  | unknown", []),
        (("Owl Ltd: USA; Lark Ltd: India", "SCC", ""), "US | scc | unknown", "IN | scc | unknown", []),
        (("USA (Owl Ltd), India (Lark Ltd)", "SCC (Owl Ltd)", ""), "US | scc | unknown", "IN |  | unknown", []),
        (("USA", "SCC", "yes (Owl Ltd)"), "US | scc | yes", "US | scc | unknown", []),
        (("USA", "SCC", "Owl Ltd: yes; Lark Ltd: no"), "US | scc | yes", "US | scc | no", []),
        (("USA", "SCC", "yes; no"), "US | scc | unknown", "US | scc | unknown", ["contract"]),
    ],
)
@pytest.mark.parametrize("names", ["Owl Ltd; Lark Ltd", "Owl Ltd\nLark Ltd", "Owl Ltd, Lark Ltd"])
def test_a_row_of_two_vendors(tmp_path, names, row, owl, lark, asked):
    assert table(tmp_path, VENDORS, (names, *row)) == ({"Owl Ltd": owl, "Lark Ltd": lark}, asked)


@pytest.mark.parametrize("role", ["processor / controller", "Processor for hosting, controller for analytics"])
def test_a_cell_with_several_roles_is_a_question(tmp_path, role):
    assert table(tmp_path, ("Vendor", "Role"), ("Owl Ltd", role))[1] == ["role"]


@pytest.mark.parametrize(
    "places, tools, made",
    [
        ("USA, India", "DPF, SCC", "dpf US, scc IN"),
        ("India; USA", "DPF; SCC", "dpf US, scc IN"),
        ("UK, USA", "adequacy decision, SCC", "adequacy GB, scc US"),
        ("India, Brazil, USA", "SCC, BCR-C", "scc?, bcr-c?"),
        ("India, Peru", "SCC, BCR-C", "scc IN, bcr-c PE"),
    ],
)
@pytest.mark.parametrize("kind", ["register", "vendors"])
def test_several_tools_beside_several_places(tmp_path, kind, places, tools, made):
    register = ("Activity", "Recipients", "Third countries", "Safeguards"), ("News", "Owl Ltd", places, tools)
    vendors = VENDORS, ("Owl Ltd", places, tools, "")
    found, asked = table(tmp_path, *(register if kind == "register" else vendors))
    assert (found["Owl Ltd"].split(" | ")[1], asked) == (made, ["transfer tool"])


@pytest.mark.parametrize("places, tools", [("USA, India", "SCC"), ("Germany, USA", "SCC, DPF"), ("USA", "SCC, DPF")])
def test_tools_beside_one_place_abroad_or_one_tool_are_no_question(tmp_path, places, tools):
    assert table(tmp_path, VENDORS, ("Owl Ltd", places, tools, ""))[1] == []


def test_a_tool_and_none_in_one_cell_for_several_recipients(tmp_path):
    head = ("Activity", "Recipients", "Third countries", "Safeguards")
    found, asked = table(tmp_path, head, ("News", "Owl Ltd; Lark Ltd", "USA\nIndia", "SCC\nnone"))
    assert (found["Recipient in a third country, not named (News)"], asked) == (
        "US IN | scc? | unknown",
        ["transfer tool"],
    )


@pytest.mark.parametrize("mark", ["*", " *", "**", "†", "*)"])
def test_a_tool_or_contract_with_the_mark_of_a_note_is_not_certain(tmp_path, mark):
    rows = VENDORS, ("Owl Ltd", "USA", f"SCC{mark}", f"yes{mark}"), ("Lark Ltd", "USA", "SCC", "yes")
    found, asked = table(tmp_path, *rows)
    assert found == {"Owl Ltd": "US | scc? | unknown", "Lark Ltd": "US | scc | yes"}
    assert asked == ["transfer tool", "contract"]


@pytest.mark.parametrize("text, asked", [("via Lark Ltd", ["contract"]), ("with Owl Ireland Ltd", []), ("no. 17", [])])
def test_a_contract_of_another_company(tmp_path, text, asked):
    found, to_read = table(tmp_path, VENDORS, ("Owl Ltd", "USA", "SCC", text))
    assert (found["Owl Ltd"], to_read) == (f"US | scc | {'unknown' if asked else 'yes'}", asked)


@pytest.mark.parametrize(
    "cell, name, made",
    [
        ("Owl GmbH (parent: Owl Inc., USA, DPF)", "Owl GmbH", "US? | dpf? | unknown"),
        ("Owl GmbH (sub-processor: Lark Inc., USA, SCC)", "Owl GmbH", "US? | scc? | unknown"),
        ("Lark (sub-processor: Owl Inc., USA, SCC)", "Lark", "US? | scc? | unknown"),
        ("Mailer (Owl Inc., USA, SCC)", "Mailer", "US | scc | unknown"),
        ("Owl GmbH (USA, SCC) (Owl Inc.)", "Owl GmbH", "US | scc | unknown"),
    ],
)
def test_what_is_behind_another_company_in_brackets_is_proposed(tmp_path, cell, name, made):
    found, _ = table(tmp_path, ("Activity", "Recipients", "Legal basis"), ("News", cell, "Consent"))
    assert found[name] == made


NOTICES = {
    "en": "We share your e-mail address with Owl Ltd and Lark Ltd in the USA.",
    "de": "Wir übermitteln Ihre E-Mail-Adresse an die Owl GmbH und die Lark GmbH in den USA.",
    "fr": "Nous transmettons votre adresse e-mail à Owl SAS et Lark SAS, située aux États-Unis.",
    "cs": "Vaši e-mailovou adresu předáváme společnostem Owl s.r.o. a Lark s.r.o. v USA.",
    "es": "Comunicamos su correo electrónico a Owl S.L. y Lark S.L. en los Estados Unidos.",
    "it": "Comunichiamo il vostro indirizzo e-mail a Owl S.r.l. e Lark S.r.l. negli Stati Uniti.",
    "nl": "Wij delen uw e-mailadres met Owl B.V. en Lark B.V. in de Verenigde Staten.",
    "pl": "Przekazujemy Państwa adres e-mail Owl sp. z o.o. i Lark sp. z o.o. w Stanach Zjednoczonych.",
}


@pytest.mark.parametrize("language", NOTICES)
def test_a_place_behind_two_names_is_proposed_for_the_first(tmp_path, language):
    found, _ = notice(tmp_path, NOTICES[language])
    assert [v.split(" | ")[0] for v in found.values()] == ["US?", "US"]


@pytest.mark.parametrize(
    "sentence, owl",
    [
        ("We share data with Owl Ltd and Lark Ltd in the USA (SCC).", "US? | scc? | unknown"),
        ("We share data with Owl Ltd, Crow Ltd and Lark Ltd, both based in the USA.", "US? |  | unknown"),
        ("We share data with Owl Ltd and Lark Ltd (USA).", " |  | unknown"),
        ("We share data with Owl Ltd in Spain and Lark Ltd in the USA.", "ES |  | unknown"),
        ("We share data with Owl Ltd and our bank Lark Ltd in the USA.", " |  | unknown"),
    ],
)
def test_what_is_behind_the_last_of_several_names(tmp_path, sentence, owl):
    assert notice(tmp_path, sentence)[0]["Owl Ltd"] == owl


@pytest.mark.parametrize(
    "sentence, name, made",
    [
        ("We share data with Owl Ltd and with banks (SCC).", "banks", " | scc | unknown"),
        ("We share data with Owl Ltd and our tax adviser in Spain.", "tax adviser", "ES |  | unknown"),
    ],
)
def test_what_is_behind_a_group_of_recipients_is_of_that_group(tmp_path, sentence, name, made):
    found, _ = notice(tmp_path, sentence)
    assert (found[name], found["Owl Ltd"]) == (made, " |  | unknown")


@pytest.mark.parametrize(
    "sentence, asked",
    [
        ("We share data with Owl Ltd, whose parent company has its computers in India.", ["location"]),
        ("We share data with Owl Ltd, except for customers in India.", ["location"]),
        ("We share data with Owl Ltd, based in India.", []),
        ("We share data with Owl Ltd (India), outside the EU.", []),
    ],
)
def test_a_country_in_a_sentence_on_recipients_is_never_lost(tmp_path, sentence, asked):
    assert notice(tmp_path, sentence)[1] == asked


@pytest.mark.parametrize(
    "second, made",
    [
        (("India", "", ""), "US IN | scc US | unknown"),
        (("India", "none", ""), "US IN | scc US | unknown"),
        (("India", "SCC", ""), "US IN | scc | unknown"),
        (("India", "DPF", ""), "US IN | scc US, dpf IN | unknown"),
        (("Spain", "", ""), "US ES | scc | unknown"),  # in the EEA a place needs no tool
        (("USA", "", ""), "US | scc | unknown"),
        (("USA", "SCC to be signed", ""), "US | scc?, unknown | unknown"),
    ],
)
def test_a_tool_of_one_row_covers_no_place_of_another_row(tmp_path, second, made):
    found, _ = table(tmp_path, VENDORS, ("Owl Ltd", "USA", "SCC", ""), ("Owl Ltd", *second))
    assert found == {"Owl Ltd": made}


LISTED = "| Name | Country | Transfer tool |\n|---|---|---|\n| Owl Ltd | USA | DPF |\n\n", "- Owl Ltd, USA, DPF\n\n"


@pytest.mark.parametrize(
    "sentence, made",
    [
        ("Owl Ltd is no longer certified under the DPF.", "US | dpf?, unknown | unknown"),
        ("The DPF certification of Owl Ltd has expired.", "US | dpf?, unknown | unknown"),
        ("The SCC with Owl Ltd are still to be signed.", "US | dpf, unknown? | unknown"),
    ],
)
@pytest.mark.parametrize("listed", LISTED)
def test_a_tool_that_the_text_below_a_list_denies_is_proposed(tmp_path, listed, sentence, made):
    found, asked = notice(tmp_path, f"## Recipients\n\n{listed}{sentence}")
    assert (found["Owl Ltd"], asked) == (made, ["transfer tool"])


@pytest.mark.parametrize("listed", LISTED)
def test_a_country_in_the_text_below_a_list_is_not_covered(tmp_path, listed):
    found, _ = notice(tmp_path, f"## Recipients\n\n{listed}We share data with Owl Ltd in India.".replace("DPF", "SCC"))
    assert found == {"Owl Ltd": "US IN | scc US | unknown"}


def details(folder, text):
    """The role and contract of each recipient of a notice, with a sign where it is only proposed."""
    (folder / "notice.md").write_text(f"# Privacy notice of Nest Ltd\n\n{text}\n", encoding="utf-8")
    found = draft(folder / "notice.md")
    shown = {}
    for r in found.inventory.recipients:
        proposed = {f for e in r.evidence if e.how == "proposed" for f in e.facts}
        shown[r.name] = " ".join(f"{getattr(r, k)}{'?' * (k in proposed)}" for k in ("role", "dpa"))
    return shown, found.to_read["what"].tolist()


@pytest.mark.parametrize(
    "item, made",
    [
        ("Owl Ltd (processor)", "processor unknown"),
        ("Owl Ltd (controller, USA)", "controller unknown"),
        ("Owl Ltd, joint controller", "joint unknown"),
        ("Owl Ltd - processor - hosting", "processor unknown"),
        ("Owl Ltd, processor, DPA in place", "processor yes"),
        ("Owl Ltd (Spain), sub-processor: Lark Inc. (USA, DPA)", "unknown yes?"),
    ],
)
def test_a_role_and_a_contract_behind_a_name(tmp_path, item, made):
    assert details(tmp_path, f"## Recipients\n\n- {item}\n- Crow Ltd")[0]["Owl Ltd"] == made


@pytest.mark.parametrize(
    "item, made",
    [
        ("Owl GmbH, Spain (parent: Owl Inc., USA, DPF)", "ES US? | dpf? US | unknown"),
        ("Owl GmbH (Spain), sub-processor: Lark Inc. (USA, SCC)", "ES US? | scc? US | unknown"),
        ("Mailer: Owl Inc., USA, SCC", "US | scc | unknown"),
    ],
)
def test_what_is_behind_another_company_in_a_list_is_proposed(tmp_path, item, made):
    found, _ = notice(tmp_path, f"## Recipients\n\n- {item}\n- Crow Ltd")
    assert next(v for k, v in found.items() if k in item) == made


@pytest.mark.parametrize(
    "sentence, owl, asked",
    [
        ("We share data with our processor Owl Ltd.", "processor? unknown", []),
        ("We act as a processor on behalf of Owl Ltd.", "unknown unknown", ["the section 'Recipients'"]),
        ("We and Owl Ltd are joint controllers.", "joint? unknown", ["the section 'Recipients'"]),
        ("We share data with Owl Ltd as a controller and Lark Ltd as a processor.", "unknown unknown", ["role"]),
        ("We have concluded a data processing agreement with Owl Ltd.", "unknown yes?", []),
        ("We share data with Owl Ltd and Lark Ltd under data processing agreements.", "unknown unknown", ["contract"]),
        ("Nest Ltd is the controller.\n\nThe controller shares the data with Owl Ltd.", "unknown unknown", []),
    ],
)
def test_a_role_or_contract_in_a_sentence_is_proposed_or_a_question(tmp_path, sentence, owl, asked):
    found, to_read = details(tmp_path, f"## Recipients\n\n{sentence}")
    assert (next(v for k, v in found.items() if k.startswith("Owl")), to_read) == (owl, asked)


def test_a_seat_in_a_country_is_a_place(tmp_path):
    found, asked = notice(tmp_path, "## Recipients\n\nOwl Ltd has its seat in Norway. We share data with Lark Ltd.")
    assert (found["Owl Ltd"], asked) == ("NO |  | unknown", [])


@pytest.mark.parametrize(
    "label, cell, asked",
    [
        ("Sub-processors", "Lark Inc. (USA), Crow Ltd (India)", ["recipient"]),
        ("Sub-processors", "none", []),
        ("Sub-processor name", "Owl Ireland Ltd", []),
    ],
)
def test_companies_under_a_further_label_for_recipients_are_a_question(tmp_path, label, cell, asked):
    assert table(tmp_path, ("Vendor", label, "Country", "DPA"), ("Owl Ltd", cell, "Germany", "yes"))[1] == asked


@pytest.mark.parametrize(
    "title, heading, sentence, made, asked",
    [
        ("Zásady ochrany osobních údajů", "Příjemci", "Zpracovatelem je Owl s.r.o.", "processor? unknown", []),
        (
            "Zásady ochrany osobních údajů",
            "Příjemci",
            "Údaje předáváme Owl s.r.o., se kterou máme zpracovatelskou smlouvu.",
            "unknown yes?",
            [],
        ),
        (
            "Polityka prywatności",
            "Odbiorcy",
            "Z Owl sp. z o.o. zawarliśmy umowę powierzenia przetwarzania danych.",
            "unknown yes?",
            [],
        ),
        (
            "Datenschutzerklärung",
            "Empfänger",
            "Wir sind gemeinsam mit der Owl GmbH Verantwortliche (Art. 26 DSGVO).",
            "unknown unknown",
            ["role"],
        ),
        (
            "Informativa sulla privacy",
            "Destinatari",
            "Comunichiamo i dati a Owl S.r.l.; il nostro responsabile della protezione dei dati decide.",
            "unknown unknown",
            [],
        ),
    ],
)
def test_roles_and_contracts_in_other_languages(tmp_path, title, heading, sentence, made, asked):
    (tmp_path / "notice.md").write_text(f"# {title}\n\n## {heading}\n\n{sentence}\n", encoding="utf-8")
    found = draft(tmp_path / "notice.md")
    (one,) = found.inventory.recipients
    proposed = {f for e in one.evidence if e.how == "proposed" for f in e.facts}
    assert " ".join(f"{getattr(one, k)}{'?' * (k in proposed)}" for k in ("role", "dpa")) == made
    assert found.to_read["what"].tolist() == asked


def test_a_place_behind_a_spanish_abbreviation_is_read(tmp_path):
    text = "# Política de privacidad\n\n## Destinatarios\n\nComunicamos sus datos a Owl S.L. (EE. UU., SCC).\n"
    (tmp_path / "notice.md").write_text(text, encoding="utf-8")
    assert drafted(tmp_path / "notice.md")[0] == {"Owl S.L.": "US | scc | unknown"}


@pytest.mark.parametrize(
    "text, made, asked",
    [
        ("- USA: Owl Ltd, Lark Ltd (SCC)\n- India: Crow Ltd", ["US |", "US | scc", "IN |"], []),
        ("- Owl Ltd\n  - Country: USA\n  - Transfer tool: SCC*", ["US | scc?"], []),
        ("- Owl Ltd (USA, SCC*)", ["US | scc?"], []),
        ("### Owl Ltd\n\nLocation: USA, India\n\nSafeguards: DPF, SCC", ["US IN | dpf US, scc IN"], ["transfer tool"]),
    ],
)
def test_lists_of_notices(tmp_path, text, made, asked):
    found, to_read = notice(tmp_path, f"## Recipients\n\n{text}")
    assert [v.rpartition(" | ")[0].strip() for v in found.values()] == made
    assert to_read == asked


@pytest.mark.parametrize(
    "title, asked", [("Recipients in the USA", ["location"]), ("Recipients", []), ("Recipients in the EU", [])]
)
def test_a_country_in_a_title_on_recipients_is_a_question(tmp_path, title, asked):
    found, to_read = notice(tmp_path, f"## {title}\n\n- Owl Ltd\n- Lark Ltd")
    assert (list(found), to_read) == (["Owl Ltd", "Lark Ltd"], asked)


def test_a_label_with_several_roles_is_proposed(tmp_path):
    found, _ = details(tmp_path, "## Recipients\n\n### Owl Ltd\n\nCountry: USA\n\nRole: processor / controller")
    assert found == {"Owl Ltd": "processor? unknown"}
