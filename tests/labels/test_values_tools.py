"""Transfer tools in a text: what is in place, what is denied, postponed or conditional, which clauses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datamap.labels import words
from datamap.labels.values import LANGUAGES, read_tools
from datamap.labels.values.lexicon import group

CLAUSES = {
    "en": "Standard Contractual Clauses",
    "de": "Standardvertragsklauseln",
    "fr": "clauses contractuelles types",
    "cs": "standardní smluvní doložky",
    "es": "cláusulas contractuales tipo",
    "it": "clausole contrattuali tipo",
    "nl": "modelcontractbepalingen",
    "pl": "standardowe klauzule umowne",
}


def found(text):
    """Kinds and their generation and module, of tools that are in place for sure."""
    return [
        ":".join(x for x in (v.value, v.extra.get("version"), v.extra.get("module")) if x)
        for v in read_tools(text).values
        if v.sure
    ]


@pytest.mark.parametrize(
    "text, tools",
    [
        ("SCC", ["scc"]),
        ("2021/914, Module 2", ["scc:2021:2"]),
        ("SCC 2021", ["scc:2021"]),
        ("EU SCCs (June 2021), Module 2", ["scc:2021:2"]),
        ("Clauses 2021/914, SCC C2P", ["scc:2021:2"]),
        ("Standard Contractual Clauses (SCC), Decision (EU) 2021/914, Module Three", ["scc:2021:3"]),
        ("SCC (2010/87/EU)", ["scc:2010"]),
        ("Standardvertragsklauseln vom 4. Juni 2021, Modul 2 und 3", ["scc:2021:2", "scc:2021:3"]),
        ("EU-Standardvertragsklauseln (2021/914), Modul 1", ["scc:2021:1"]),
        ("clauses contractuelles types (2021/914), module 2", ["scc:2021:2"]),
        ("CCT de juin 2021", ["scc:2021"]),
        ("standardními smluvními doložkami (EU) 2021/914, modul 2", ["scc:2021:2"]),
        ("cláusulas contractuales tipo, módulo 2, junio de 2021", ["scc:2021:2"]),
        ("clausole contrattuali tipo 2021/914 (modulo 3)", ["scc:2021:3"]),
        ("modelcontractbepalingen (EU) 2021/914, module 2", ["scc:2021:2"]),
        ("standardowych klauzul umownych 2021/914, moduł 2", ["scc:2021:2"]),
        ("SCC signed 2019", ["scc"]),
        ("SCC of 1 May 2019", ["scc"]),
        ("EU-U.S. DPF", ["dpf"]),
        ("DPF-zertifiziert", ["dpf"]),
        ("EU-U.S. DPF, UK Extension and Swiss-U.S. DPF", ["dpf"]),
        ("EU-US and Swiss-US Data Privacy Framework", ["dpf"]),
        ("EU-US DPF + SCC (EU) 2021/914", ["dpf", "scc:2021"]),
        ("DPF; SCC 2021", ["dpf", "scc:2021"]),
        ("Adequacy decision", ["adequacy"]),
        ("Angemessenheitsbeschluss", ["adequacy"]),
        ("décision d'adéquation", ["adequacy"]),
        ("rozhodnutí o odpovídající ochraně", ["adequacy"]),
        ("decisión de adecuación", ["adequacy"]),
        ("decisione di adeguatezza", ["adequacy"]),
        ("adequaatheidsbesluit", ["adequacy"]),
        ("decyzja o adekwatności", ["adequacy"]),
        ("adequacy decision (EU-US DPF)", ["dpf"]),
        ("BCR-C", ["bcr-c"]),
        ("Binding corporate rules for processors", ["bcr-p"]),
        ("No adequacy decision, SCC 2021", ["scc:2021"]),
        ("Not DPF but SCC 2021", ["scc:2021"]),
        ("Sí, cláusulas contractuales tipo", ["scc"]),
        ("SCC signed in May 2022", ["scc"]),
        ("DPA", ["dpa"]),
        ("AVV", ["dpa"]),
        ("derogation, art. 49(1)(a)", ["derogation:49-1-a"]),
        ("Privacy Shield", ["privacy-shield"]),
        ("UK Addendum", ["uk-addendum"]),
        ("privacy_standard_contractual_clauses", ["scc"]),
        ("USA (SCC)", ["scc"]),
    ],
)
def test_tools_in_place_with_generation_and_module(text, tools):
    assert found(text) == tools


@pytest.mark.parametrize(
    "text",
    [
        "not the DPF",
        "no SCC",
        "No SCC or DPF",
        "neither SCC nor BCR-P",
        "SCC: no",
        "SCC? ",
        "SCC (EU) 2021/914 to be signed",
        "SCC required",
        "SCC under negotiation",
        "SCC withdrawn",
        "SCC expired",
        "SCC; to be signed",
        "SCC\nto be signed",
        "SCC 2021, Module 2, pending",
        "SCC (pending)",
        "Planned: SCC",
        "SCCs if US",
        "If data leave the EU, SCC",
        "SCC, where applicable",
        "adequacy or SCCs",
        "SCC or DPF",
        "adequacy, SCC or BCR-P",
        "such as SCC",
        "we may rely on SCC",
        "DPF not certified",
        "certification under the DPF is expected",
        "Swiss-U.S. DPF",
        "DPF (Swiss)",
        "Data Privacy Framework Schweiz-USA",
        "UK Extension to the DPF",
        "BCR",
        "Règles d'entreprise contraignantes (BCR)",
        "Verbindliche interne Datenschutzvorschriften",
        "Standardvertragsklauseln beantragt",
        "keine Standardvertragsklauseln",
        "Standardvertragsklauseln, sofern erforderlich",
        "SCC noch nicht unterzeichnet",
        "DPF oder Standardvertragsklauseln",
        "clauses contractuelles types à signer",
        "clauses contractuelles types, le cas échéant",
        "pas de clauses contractuelles types",
        "CCT en cours de signature",
        "DPF ou CCT",
        "standardní smluvní doložky, bude podepsáno",
        "bez standardních smluvních doložek",
        "standardní smluvní doložky, pokud je to nutné",
        "DPF nebo standardní smluvní doložky",
        "cláusulas contractuales tipo pendientes de firma",
        "sin cláusulas contractuales tipo",
        "cláusulas contractuales tipo, en su caso",
        "clausole contrattuali tipo da sottoscrivere",
        "clausole contrattuali tipo, ove applicabile",
        "nessuna clausola contrattuale tipo",
        "DPF oppure clausole contrattuali tipo",
        "modelcontractbepalingen nog te ondertekenen",
        "geen modelcontractbepalingen",
        "modelcontractbepalingen, indien van toepassing",
        "standardowe klauzule umowne do podpisania",
        "brak standardowych klauzul umownych",
        "standardowe klauzule umowne, w stosownych przypadkach",
        "DPF lub SCC",
    ],
)
def test_a_tool_that_is_denied_postponed_or_conditional_is_unknown_with_its_words(text):
    reading = read_tools(text)
    assert found(text) == [] and not reading.denied
    assert [v.value for v in reading.values] == ["unknown"]
    assert reading.values[0].extra["label"] == text[reading.values[0].start : reading.values[0].end]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["negation", "postponed", "condition"])
def test_every_word_of_doubt_beside_clauses_leaves_none_in_place(language, kind):
    tool = CLAUSES[language]
    for word in group(kind, (language,))[kind]:
        said = word.replace("*", "e").lstrip("=")
        for text in (f"{said} {tool}", f"{tool} {said}", f"{tool} ({said})", f"{tool}, {said}", f"{tool}; {said}"):
            assert "scc" not in found(text), text


doubt = st.sampled_from(
    [w.replace("*", "e") for lang in LANGUAGES for k in ("negation", "postponed") for w in group(k, (lang,))[k]]
)
tool = st.sampled_from([*CLAUSES.values(), "SCC 2021/914", "EU-U.S. DPF", "BCR-P"])
between = st.sampled_from([" ", "  ", ": ", " - ", " (", "\u00a0"])
KINDS = {"scc", "dpf", "bcr-p"}


@given(doubt, between, tool, st.booleans())
def test_a_doubt_before_or_after_a_tool_never_leaves_it_in_place(word, gap, named, before):
    text = f"{word}{gap}{named}" if before else f"{named}{gap}{word}"
    assert not KINDS & {v.value for v in read_tools(text).values if v.sure}, text


@pytest.mark.parametrize(
    "text, sure, open_",
    [
        ("DPF, SCC to be signed", [], ["dpf"]),
        ("DPF; SCC to be signed", ["dpf"], []),
        ("DPF (SCC to be signed)", ["dpf"], []),
        ("DPF / SCC", [], ["dpf", "scc"]),
        ("SCC - quux", [], ["scc"]),
        ("SCC zorkováno", [], ["scc"]),
        ("SCC 2021, no onward transfers to India", [], ["scc"]),
        ("SCC 2021; TIA pending", ["scc"], []),
        ("SCC, no DPA", ["scc"], []),
    ],
)
def test_a_doubt_beside_another_tool_leaves_it_to_be_confirmed(text, sure, open_):
    values = read_tools(text).values
    assert [v.value for v in values if v.sure] == sure
    assert [v.value for v in values if not v.sure and v.value != "unknown"] == open_


@pytest.mark.parametrize(
    "text",
    [
        "none",
        "None needed",
        "Intra-EEA - none required",
        "n/a",
        "keine",
        "nicht erforderlich",
        "aucune",
        "žádné",
        "není třeba",
        "ninguna",
    ]
    + ["nessuna", "geen", "brak", "no transfer", "keine Übermittlung", "pas de transfert", "bez předání"],
)
def test_no_tool_is_denied(text):
    reading = read_tools(text)
    assert reading.denied and not reading.values


@pytest.mark.parametrize(
    "text", ["ISO 27001", "ISO 27001 certification", "encryption", "TLS 1.3", "staff code of conduct"]
)
def test_security_is_not_a_tool(text):
    assert read_tools(text).values == () and not read_tools(text).denied


@pytest.mark.parametrize("language", ["en", "fr", "cs"])
def test_the_texts_of_our_records_come_back(language):
    for kind, said in words("safeguard").items():
        text = said[language]
        if kind in ("unknown", "other"):
            continue
        assert [v.value for v in read_tools(text).values if v.sure] == [kind], text
        if kind == "scc":
            assert found(f"{text}, 2021") == ["scc:2021"] and found(f"{text}, 2010") == ["scc:2010"]


@pytest.mark.parametrize("text, kind", [("Code of conduct", "code"), ("Zertifizierung", "certification")])
def test_a_code_or_certificate_alone_is_to_be_confirmed(text, kind):
    (value,) = read_tools(text).values
    assert value.value == kind and not value.sure


def test_signature_is_kept_and_what_is_not_read_is_rest():
    (value,) = read_tools("SCC signed 2022-05-01").values
    assert value.extra["signed"] == "2022-05-01" and "version" not in value.extra
    text = "Postbird: SCC 2021/914 with Acme"
    assert [text[a:b] for a, b in read_tools(text).rest] == ["Postbird", "Acme"]
