"""Values in words: what is understood equals the exact value, what is not clear is a problem."""

from __future__ import annotations

import pytest
from conftest import examples
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import inventories

from datamap.errors import InputError
from datamap.formats import words
from datamap.formats.yaml import reader, writer
from datamap.labels import data as label_data
from datamap.labels import values
from datamap.labels import words as labels
from datamap.model import Inventory, shape
from datamap.pipeline import audit

MAP = """
meta: {id: demo}
controller: {name: Demo Ltd, country: IE, role: controller}
subjects: [{id: people, name: People, staff: %(staff)s}]
categories: [{id: data, name: Data, special: %(special)s}]
purposes:
  - id: work
    name: Work
    subjects: [people]
    categories: [data]
    legal_bases: %(bases)s
    retention: %(retention)s
    dpia: %(dpia)s
    recipients: [vendor]
recipients:
  - id: vendor
    name: Vendor
    role: %(role)s
    dpa: %(dpa)s
    sites: %(sites)s
    safeguards: %(safeguards)s
"""
CODES = {
    "staff": "no",
    "special": "health",
    "bases": "[6-1-b, 6-1-c]",
    "retention": "[{period: P20Y, starts: contract ends}]",
    "dpia": "not-required",
    "role": "processor",
    "dpa": "yes",
    "sites": "[{country: US, activity: hosting}]",
    "safeguards": "[{kind: scc, version: 2021, module: 2}, dpf]",
}
IN_WORDS = {
    "staff": "nein",
    "special": "health data",
    "bases": "contract and legal obligation",
    "retention": "20 years after the contract ends",
    "dpia": "nicht erforderlich",
    "role": "Auftragsverarbeiter",
    "dpa": "y",
    "sites": "[{country: Vereinigte Staaten, activity: Serverstandort}]",
    "safeguards": "['SCC 2021, module 2', DPF]",
}


def _fingerprints(inventory: Inventory) -> list[tuple[str, str]]:
    frame = audit(inventory, as_of="2026-09-30").findings.frame
    return sorted(zip(frame["fingerprint"], frame["message"], strict=True))


def test_a_file_in_words_equals_the_file_in_codes() -> None:
    exact, read = reader.parse(MAP % CODES), reader.parse(MAP % IN_WORDS)
    assert read == exact
    assert _fingerprints(read) == _fingerprints(exact)
    assert not exact.origin.understood and len(read.origin.understood) >= 9
    assert writer.dump(read) == writer.dump(exact)


@pytest.mark.parametrize("key", CODES)
def test_each_value_in_words_equals_its_code(key: str) -> None:
    read = reader.parse(MAP % {**CODES, key: IN_WORDS[key]})
    assert read == reader.parse(MAP % CODES)
    assert read.origin.understood


def _word_fields() -> list[shape.Field]:
    seen, todo, out = set(), [Inventory], {}
    while todo:
        model = todo.pop()
        if model in seen:
            continue
        seen.add(model)
        for field in shape.of(model).values():
            if field.model:
                todo.append(field.model)
            elif field.kind == "word":
                out.setdefault(field.words, field)
    return list(out.values())


def _labelled() -> list[tuple[shape.Field, str, str]]:
    """Every code of every vocabulary with each of its labels and further words, in all languages."""
    out = []
    for field in _word_fields():
        group = words.GROUPS.get(field.words, "")
        for table in (labels(group), label_data("written").get(group, {})):
            for code, texts in table.items():
                if code in field.words:
                    listed = (
                        texts.values() if isinstance(texts, dict) else texts if isinstance(texts, list) else [texts]
                    )
                    out += [(field, code, str(t)) for t in listed]
    return out


def _spelled(text: str) -> list[str]:
    return [text, text.upper(), text.casefold(), f" {text} "]


def _plain(text: str) -> str:
    return " ".join(t.word for t in values.fold(text).tokens)


def test_every_label_of_every_code_in_every_language_is_its_code() -> None:
    every = _labelled()
    assert len(every) > 500
    for field, code, text in every:
        others = {c for f, c, t in every if f is field and _plain(t) == _plain(text)}
        for spelled in _spelled(text):
            meaning = words.meaning(spelled, field)
            if len(others) == 1:
                assert meaning.entries == ({field.key: code},), (field.key, code, spelled)
            else:  # one label for two codes, such as a bare yes of a binding corporate rule
                assert not meaning.entries, (field.key, others, spelled)


def test_every_vocabulary_has_words() -> None:
    written_by_people = [f for f in _word_fields() if f.key != "found"]  # datamap alone writes what it found at a path
    assert [f.key for f in written_by_people if f.words not in words.GROUPS] == []


DENIALS = [
    "no {}",
    "not {}",
    "{} planned",
    "{} (planned)",
    "{} not yet",
    "{}?",
    "~{}",
    "kein {}",
    "{} to be signed",
    "to be {}",
    "without {}",
    "{} if required",
    "bez {}",
    "{} ausstehend",
    "pas de {}",
    "{} in preparation",
]
THINGS = {
    ("recipients", "safeguards", "kind"): ["SCC", "SCCs", "DPF", "standard contractual clauses", "BCR-C", "adequacy"],
    ("purposes", "legal_bases", "basis"): ["consent", "contract", "legitimate interests", "legal obligation"],
    ("purposes", "dpia"): ["done", "DPIA done"],
    ("recipients", "dpa"): ["signed", "yes", "DPA signed"],
    ("recipients", "safeguards", "tia"): ["positive", "passed"],
    ("recipients", "role"): ["processor", "sub-processor"],
    ("categories", "special"): ["health", "health data"],
    ("recipients", "safeguards", "module"): ["module 2", "C2P"],
    ("purposes", "status"): ["ended", "stopped"],
    ("recipients", "sites", "activity"): ["hosting", "hosted"],
}


@pytest.mark.parametrize("denial", DENIALS)
def test_a_denial_is_never_the_thing(denial: str) -> None:
    for path, things in THINGS.items():
        field = shape.at(path)[1]
        assert field is not None
        for thing in things:
            meaning = words.meaning(denial.format(thing), field)
            good = {e[field.key] for e in meaning.entries} - {"no", "none", "unknown", "not-required"}
            assert not good, (field.key, denial.format(thing), meaning)


@pytest.mark.parametrize(
    ("key", "text", "field", "choices"),
    [
        ("bases", "contract or consent", "legal_bases", ("6-1-a", "6-1-b")),
        ("retention", "10-20 years", "retention", ("P10Y", "P20Y")),
        ("retention", "at least 5 years", "retention", ("P5Y",)),
        ("special", "health and genetic data", "special", ("health", "genetic", "several")),
        ("special", "yes", "special", ("health", "none")),
        ("dpia", "no", "dpia", ("not-required", "in-progress")),
        ("dpa", "planned", "dpa", ("yes", "no", "unknown")),
        ("role", "processor or controller", "role", ("processor", "controller")),
        ("safeguards", "[SCCs planned]", "safeguards", ("scc", "unknown")),
        ("safeguards", "[no SCC]", "safeguards", ("scc", "unknown")),
        ("safeguards", "[BCR]", "safeguards", ("bcr-c", "bcr-p")),
        ("safeguards", "[DPF and SCCs, dpa]", "safeguards", ("dpf", "scc")),
        ("safeguards", "[{kind: SCC 2010, version: 2021}]", "safeguards", ("version",)),
    ],
)
def test_what_is_not_clear_is_one_problem_with_the_choices(
    key: str, text: str, field: str, choices: tuple[str, ...]
) -> None:
    with pytest.raises(InputError) as e:
        reader.parse(MAP % {**CODES, key: text})
    (problem,) = e.value.problems
    assert field in problem.field and problem.line > 0
    assert all(c in problem.expected for c in choices), problem
    assert "did you mean" not in problem.expected


def test_words_for_none_and_unknown_of_a_list() -> None:
    for text, exact in (("keine", "none"), ("aucune", "none"), ("unbekannt", "unknown"), ("TBD", "unknown")):
        read = reader.parse(MAP % {**CODES, "safeguards": text})
        assert read == reader.parse(MAP % {**CODES, "safeguards": exact}), text


def test_other_problems_do_not_change_what_is_understood() -> None:
    with pytest.raises(InputError) as e:
        reader.parse(MAP % {**IN_WORDS, "dpa": "perhaps", "role": "wizard"})
    assert sorted(p.field for p in e.value.problems) == ["recipients.vendor.dpa", "recipients.vendor.role"]


def test_a_line_is_known_for_everything_understood() -> None:
    text = MAP % IN_WORDS
    lines = text.splitlines()
    origin = reader.parse(text).origin
    for path, said, _ in origin.understood:
        assert said in lines[origin.line(path) - 1]


@given(inventories())
def test_an_exact_inventory_is_read_without_words(inventory: Inventory) -> None:
    again = reader.parse(writer.dump(inventory))
    assert again == inventory
    assert again.origin.understood == ()


@examples(0.6)
@given(inventories(), st.randoms(use_true_random=False))
def test_a_generated_inventory_in_words_equals_itself(inventory: Inventory, random) -> None:
    """Each code of a vocabulary becomes one of its labels, and the inventory that is read is the same."""
    known = {}
    for field, code, text in _labelled():
        if words.meaning(text, field).entries:
            known.setdefault((field.words, code), []).append(text)
    data = _data(inventory)
    changed = _relabelled(data, Inventory, known, random)
    assume(changed)
    origin = inventory.origin or reader.parse(writer.dump(inventory)).origin
    read = reader.validated(data, origin)
    assert read == inventory
    assert read.origin.understood


def _data(inventory: Inventory) -> dict:
    from datamap.formats.yaml.tree import Tree

    return Tree(writer.dump(inventory)).data


def _relabelled(data, model, known, random) -> int:
    changed = 0
    for key, value in list(data.items()):
        field = shape.of(model).get(key)
        if field is None:
            continue
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict) and field.model:
                changed += _relabelled(item, field.model, known, random)
        if field.kind == "word" and isinstance(value, str) and (field.words, value) in known:
            data[key] = random.choice(known[field.words, value])
            changed += data[key] != value
    return changed
