"""Of several places of one recipient, a tool covers only those that the words name for it, and no place is lost."""

from __future__ import annotations

import pytest

from datamap.questions.drafted import draft


def read(folder, name, text):
    """The recipients of a document: name, places, tools with their places; and what is on the reading list."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    found = draft(file)
    shown = []
    for r in found.inventory.recipients:
        places = [s.country if s.country != "unknown" else s.place for s in r.sites] if r.sites != "unknown" else []
        tools = r.safeguards if isinstance(r.safeguards, tuple) else ()
        shown.append((r.name, places, [f"{t.kind} {'+'.join(t.countries)}".strip() for t in tools]))
    return shown, found.to_read["what"].tolist()


CELLS = [
    ("USA (SCC), India", ["US", "IN"], ["scc US"], []),
    ("USA; India (SCC)", ["US", "IN"], ["scc IN"], []),
    ("USA: SCC; India", ["US", "IN"], ["scc US"], []),
    ("USA (DPF); India; SCC", ["US", "IN"], ["dpf US", "scc IN"], []),
    ("USA; India; SCC", ["US", "IN"], ["scc"], []),
    ("USA; SCC; India", ["US", "IN"], ["scc US"], ["transfer tool"]),
    ("USA, India (SCC)", ["US", "IN"], ["scc IN"], ["transfer tool"]),
    ("Germany, USA (SCC)", ["DE", "US"], ["scc US"], []),  # in the EEA a place needs no tool
    ("USA; somewhere (SCC)", ["US", "somewhere"], ["scc unknown"], ["location"]),
    ("somewhere: SCC; USA", ["somewhere", "US"], ["scc unknown"], ["location"]),
]


@pytest.mark.parametrize("cell, places, tools, asked", CELLS)
def test_a_cell_of_places(tmp_path, cell, places, tools, asked):
    register = f'Activity,Recipients,Third countries,Legal basis\nNews,Owl Ltd,"{cell}",Consent\n'
    assert read(tmp_path, "register.csv", register) == ([("Owl Ltd", places, tools)], asked)


@pytest.mark.parametrize("cell, places, tools, asked", [c for c in CELLS if c[0] != "USA (DPF); India; SCC"])
def test_a_cell_of_places_in_a_list_of_vendors(tmp_path, cell, places, tools, asked):
    ((name, found, made),), to_read = read(
        tmp_path, "vendors.csv", f'Vendor,Country,Service\nOwl Ltd,"{cell}",Hosting\n'
    )
    assert (name, sorted(found), made, to_read) == ("Owl Ltd", sorted(places), tools, asked)


@pytest.mark.parametrize(
    "cell, tools, asked",
    [
        ("SCC (India), DPF", ["scc IN", "dpf US"], []),
        ("SCC for India; DPF", ["scc IN", "dpf US"], []),
        ("India - SCC", ["scc IN"], []),
        ("SCC", ["scc"], []),
        ("SCC (EU)", ["scc"], []),
        ("SCC (Brazil)", ["scc proposed"], ["transfer tool"]),
    ],
)
@pytest.mark.parametrize("kind", ["register", "vendors"])
def test_a_cell_of_tools_that_names_places(tmp_path, kind, cell, tools, asked):
    text = {
        "register": "Activity,Recipients,Third countries,Safeguards,Legal basis\nNews,Owl Ltd,USA; India,{},Consent\n",
        "vendors": "Vendor,Country,Safeguards,Service\nOwl Ltd,USA; India,{},Hosting\n",
    }
    (tmp_path / "list.csv").write_text(text[kind].format(f'"{cell}"'), encoding="utf-8")
    found = draft(tmp_path / "list.csv")
    (owl,) = found.inventory.recipients
    made = [
        " ".join(filter(None, [t.kind, "+".join(t.countries), t.how * (t.how == "proposed")])) for t in owl.safeguards
    ]
    assert (made, found.to_read["what"].tolist()) == (tools, asked)


@pytest.mark.parametrize(
    "cell, places, tools",
    [
        ("Owl Ltd (USA: SCC, India)", ["US", "IN"], ["scc US"]),
        ("Owl Ltd (USA, India; SCC)", ["US", "IN"], ["scc"]),
        ("Owl Ltd (USA - DPF; India - SCC)", ["US", "IN"], ["dpf US", "scc IN"]),
        ("Owl Ltd (USA (SCC), India)", ["US", "IN"], ["scc US"]),
        ("Owl Ltd (USA) (SCC)", ["US"], ["scc"]),
        ("Owl Ltd - USA (SCC), India", ["US", "IN"], ["scc US"]),
        ("Owl Ltd, USA, SCC, India, DPF", ["US", "IN"], ["scc US", "dpf IN"]),
        ("Owl Ltd [USA], India (SCC)", ["US", "IN"], ["scc IN"]),
        ("Owl Ltd (SCC; USA), Lark Ltd (India)", ["US"], ["scc"]),
    ],
)
def test_places_and_tools_beside_a_name(tmp_path, cell, places, tools):
    found, _ = read(tmp_path, "register.csv", f'Activity,Recipients,Legal basis\nNews,"{cell}",Consent\n')
    assert found[0] == ("Owl Ltd", places, tools)
    assert [name for name, *_ in found[1:]] == (["Lark Ltd"] if "Lark" in cell else [])


NOTICES = {
    "en": "# Privacy notice\n\nWe use your e-mail address for news with your consent. We share it with Owl Ltd "
    "in the USA (standard contractual clauses) and in India.\n",
    "de": "# Datenschutzerklärung\n\nWir verwenden Ihre E-Mail-Adresse für Neuigkeiten mit Ihrer Einwilligung. Wir "
    "übermitteln sie an die Owl GmbH in den USA (Standardvertragsklauseln) und in Indien.\n",
    "fr": "# Politique de confidentialité\n\nNous utilisons votre adresse e-mail pour la newsletter avec votre "
    "consentement. Nous la transmettons à Owl SAS, située aux États-Unis (clauses contractuelles types) et en Inde.\n",
    "cs": "# Zásady ochrany osobních údajů\n\nVaši e-mailovou adresu používáme k zasílání novinek s vaším souhlasem. "
    "Předáváme ji společnosti Owl s.r.o. v USA (standardní smluvní doložky) a v Indii.\n",
    "es": "# Política de privacidad\n\nUtilizamos su correo electrónico para el boletín con su consentimiento. Lo "
    "comunicamos a Owl S.L. en los Estados Unidos (cláusulas contractuales tipo) y en la India.\n",
    "it": "# Informativa sulla privacy\n\nUsiamo il vostro indirizzo e-mail per la newsletter con il vostro consenso. "
    "Lo comunichiamo a Owl S.r.l. negli Stati Uniti (clausole contrattuali standard) e in India.\n",
    "nl": "# Privacyverklaring\n\nWij gebruiken uw e-mailadres voor de nieuwsbrief met uw toestemming. Wij delen het "
    "met Owl B.V. in de Verenigde Staten (modelcontractbepalingen) en in India.\n",
    "pl": "# Polityka prywatności\n\nUżywamy Państwa adresu e-mail do newslettera za Państwa zgodą. Przekazujemy go "
    "Owl sp. z o.o. w Stanach Zjednoczonych (standardowe klauzule umowne) i w Indiach.\n",
}


@pytest.mark.parametrize("language", NOTICES)
def test_a_sentence_in_which_a_recipient_has_two_places(tmp_path, language):
    (recipient,), _ = read(tmp_path, "notice.md", NOTICES[language])
    assert recipient[1:] == (["US", "IN"], ["scc US"])


@pytest.mark.parametrize(
    "sentence, places, tools",
    [
        ("We share it with Owl Ltd in the USA and in India (SCC).", ["US", "IN"], ["scc IN"]),
        ("We share it with Owl Ltd in the USA and India on the basis of SCC.", ["US", "IN"], ["scc"]),
        ("We share it with Owl Ltd, based in Germany, the USA and India.", ["DE", "US", "IN"], []),
        ("We share it with Owl Ltd, Hill Road 5, Dublin, Ireland.", ["IE"], []),
        ("We share it with Owl Ltd in Ireland and our bank in India.", ["IE"], []),
        ("- Owl Ltd, USA (SCC), India\n", ["US", "IN"], ["scc US"]),
        ("- Owl Ltd (USA: SCC; India)\n", ["US", "IN"], ["scc US"]),
        ("- Owl Ltd - USA, India - SCC\n", ["US", "IN"], ["scc IN"]),
    ],
)
def test_places_behind_a_name_in_a_notice(tmp_path, sentence, places, tools):
    title = "## Recipients\n\n" if sentence.startswith("-") else "We use your e-mail address for news. "
    found, _ = read(tmp_path, "notice.md", f"# Privacy notice of Nest Ltd\n\n{title}{sentence}\n")
    assert found[0] == ("Owl Ltd", places, tools)


@pytest.mark.parametrize(
    "cell, owl, lark",
    [
        ("Owl, Lark: USA (SCC); Wren: India", (["US"], ["scc"]), (["US"], ["scc"])),
        ("Owl and Lark: USA; Wren: India", (["US"], []), (["US"], [])),
        ("Owl + Lark - USA - SCC; Wren: India", (["US"], ["scc"]), (["US"], ["scc"])),
        ("Owl (USA), Lark: Brazil; Wren: India", (["US"], []), (["BR"], [])),
        ("Owl, Lark (USA); Wren: India", ([], []), (["US"], [])),
    ],
)
def test_several_names_in_front_of_one_place(tmp_path, cell, owl, lark):
    text = f'Activity,Recipients,Third countries,Legal basis\nNews,"Owl; Lark; Wren","{cell}",Consent\n'
    found, _ = read(tmp_path, "register.csv", text)
    assert found == [("Owl", *owl), ("Lark", *lark), ("Wren", ["IN"], [])]


@pytest.mark.parametrize(
    "label", ["Countries", "Locations", "Länder", "Pays", "Státy", "Países", "Paesi", "Landen", "Kraje"]
)
def test_a_label_for_several_places_in_a_list(tmp_path, label):
    text = f"# Privacy notice\n\n## Recipients\n\n- Lark Ltd\n  - {label}: USA, India\n"
    assert read(tmp_path, "notice.md", text)[0] == [("Lark Ltd", ["US", "IN"], [])]


def test_labels_below_a_name_in_bold_are_of_it_where_the_lines_of_a_paragraph_are_joined(tmp_path):
    text = (
        "# Privacy notice\n\n## Recipients\n\n**Owl Ltd**\nLocation: USA (DPF), India\n\n**Lark Ltd**\nLocation: USA\n"
    )
    found, _ = read(tmp_path, "notice.md", text)
    assert found == [("Owl Ltd", ["US", "IN"], ["dpf US"]), ("Lark Ltd", ["US"], [])]


def test_places_in_items_below_a_name_are_of_it_and_a_place_is_no_recipient(tmp_path):
    text = "# Privacy notice\n\n## Recipients\n\n- Owl Ltd\n  - USA (SCC)\n  - India\n- Lark Ltd, USA\n- Brazil\n"
    found, asked = read(tmp_path, "notice.md", text)
    assert found == [("Owl Ltd", ["US", "IN"], ["scc US"]), ("Lark Ltd", ["US"], [])]
    assert asked == ["location"]


def test_a_place_below_two_names_is_asked(tmp_path):
    text = "# Privacy notice\n\n## Recipients\n\n- Owl Ltd, Lark Ltd\n  - USA\n- Wren Ltd\n"
    found, asked = read(tmp_path, "notice.md", text)
    assert [(name, places) for name, places, _ in found] == [("Owl Ltd", []), ("Lark Ltd", []), ("Wren Ltd", [])]
    assert asked == ["detail"]
