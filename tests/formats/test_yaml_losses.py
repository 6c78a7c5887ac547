"""Nothing that somebody wrote is lost on the way from YAML to an inventory and back; what would be is a problem."""

from __future__ import annotations

import copy

import pytest
from conftest import examples
from filled import filled
from hypothesis import given
from hypothesis import strategies as st
from strategies import HOSTILE, HOSTILE_IDS

from datamap.errors import InputError
from datamap.findings import acceptances
from datamap.formats.yaml import reader, starter, writer
from datamap.formats.yaml.schema import models
from datamap.model import Inventory, shape

HEAD = "meta: {id: a}\ncontroller: {name: A, country: CZ}\n"


def problems(text):
    with pytest.raises(InputError) as caught:
        reader.parse(text, "x.yaml")
    return caught.value.problems


def test_every_text_field_of_the_model_is_filled():
    """The sample below fills what the model has, so that a new field is tested without a change here."""
    text = "the text of the test"
    seen = set()

    def walk(value):
        for key, field in shape.of(type(value)).items():
            given_ = getattr(value, field.name)
            for one in (given_ or ()) if field.many else (given_,):
                if field.model is not None and one is not None:
                    walk(one)
                elif field.kind == "text" and one == text:
                    seen.add((type(value).__name__, key))

    walk(filled(text))
    fields = {(n.__name__, k) for n in models() for k, f in shape.of(n).items() if f.kind == "text"}
    fixed = {("Purpose", "replaced_by"), ("AssessedTransfer", "exporter"), ("Evidence", "facts"), ("Party", "sector")}
    fixed |= {("SignedDocument", "sha256"), ("SignedDocument", "path")}  # no free text
    assert fields - seen == fixed & fields


@given(HOSTILE)
def test_what_is_written_reads_back_equal_whatever_the_texts(text):
    inventory = filled(text)
    assert reader.parse(writer.dump(inventory)) == inventory


@given(HOSTILE_IDS)
def test_what_is_written_reads_back_equal_whatever_the_ids(id_):
    inventory = filled("a", id_)
    assert reader.parse(writer.dump(inventory)) == inventory


@pytest.mark.parametrize("fact", ["fact", "value", "how", "pipeda"])
def test_a_fact_that_is_named_like_a_field_reads_back_equal(fact):
    inventory = reader.parse(f"{HEAD}recipients: [{{id: r, name: R, scope: [{{fact: {fact}, value: yes}}]}}]")
    assert reader.parse(writer.dump(inventory)) == inventory


@given(st.text(st.sampled_from("ab \u2028\u2029\x85"), min_size=1, max_size=12))
def test_what_only_old_yaml_takes_for_a_line_end_stays_in_a_text(text):
    assert reader.parse(f'{HEAD}notice: {{title: "{text}"}}').notice.title == text


def test_a_key_without_a_value_is_as_if_it_were_not_there():
    with_keys = "meta: {id: a, title: , author: ~}\ncontroller: {name: A, country: CZ, dpo: null}\nnotice:\npurposes:\n"
    assert reader.parse(with_keys) == reader.parse(HEAD)


@pytest.mark.parametrize("model", models(), ids=lambda n: n.__name__)
@pytest.mark.parametrize("value", ["", "~", "x", "[]", "{}", "[x]", "{a: b}"])
def test_an_unknown_key_is_a_problem_whatever_its_value(full, model, value):
    data = copy.deepcopy(full)
    entry = data
    for step in _path_to(model):
        entry = entry[step]
    entry["zzz"] = "HERE"
    text = writer.yaml.dump(data, Dumper=writer._DUMPER, sort_keys=False).replace("zzz: HERE", f"zzz: {value}")
    (problem,) = problems(text)
    assert problem.field.endswith("zzz") and "'zzz' is not known" in problem.found
    assert problem.line == text[: text.index("zzz")].count("\n") + 1


def _path_to(model):
    """A path in the filled inventory to an entry that is written out in full; empty for the file itself."""

    def walk(at, path):
        if at is model:
            return path
        for key, field in shape.of(at).items():
            if field.model is not None and key != "formerly" and len(path) < 8:
                last = 2 if field.model.__name__ == "Evidence" else 0
                above = (*path[:-1], 1) if key == "criteria" else path  # the second assessment is a screening
                found = walk(field.model, (*above, key, last) if field.many else (*above, key))
                if found is not None:
                    return found
        return None

    return walk(Inventory, ())


@pytest.mark.parametrize(
    ("entry", "lost", "quoted"),
    [
        ("{id: s, name: Parents, carers and teachers}", "carers and teachers", "name: 'Parents, carers and teachers'"),
        ("{id: s, name: Parents, carers, teachers}", "teachers", "name: 'Parents, carers, teachers'"),
        ("{id: s, name: Records, notes}", "notes", "name: 'Records, notes'"),
        ("{id: s, name: Parents, note: this}", "note", "did you mean 'notes'?"),
        ("{id: s, name: Parents, carers: and teachers}", "carers", "name: 'Parents, carers: and teachers'"),
        ("{id: s, name: https://a.example/?a=1,2}", "2", "name: 'https://a.example/?a=1, 2'"),
        ("{name: Parents, carers, id: s}", "carers", "name: 'Parents, carers'"),
        ("{id: s, name: S, how: inferred, why: one\n    reason, another}", "another", "why: 'one reason, another'"),
    ],
)
def test_a_comma_in_braces_cuts_no_text_off(entry, lost, quoted):
    (problem,) = [p for p in problems(f"{HEAD}subjects:\n  - {entry}\n") if p.field.endswith(f".{lost}")]
    assert repr(lost) in problem.found and quoted in problem.expected


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("Suite #5, Dublin", "'#5, Dublin'"),
        ("#1 provider", "'#1 provider'"),
        ("a\n    b #5", "'#5'"),
        ("&Sons Ltd", "'&Sons'"),
        ("!important", "'!important'"),
        ("! important", "'!'"),
        ("[a, b]", "a list"),
        ("{a: b}", "an entry"),
    ],
)
def test_what_yaml_would_leave_out_of_a_text_is_a_problem(value, said):
    (problem,) = problems(f"{HEAD}notice:\n  title: {value}\n")
    assert said in problem.found and problem.field == "notice.title"
    for fine in (f'"{value}"'.replace("\n    ", " "), "'x' # a comment", "x   # a comment", "x ## a comment"):
        reader.parse(f"{HEAD}notice:\n  title: {fine}\n")


def test_an_anchor_that_an_alias_uses_is_fine():
    read = reader.parse(f"{HEAD}notice: {{title: &t The notice, document: *t}}\n")
    assert read.notice.title == read.notice.document == "The notice"


@pytest.mark.parametrize("text", ["NO", "010", "1_000", "1e3", "0x1F", "12:30:45", "2026-01-01", "yes", "off", "1.10"])
def test_a_bare_text_is_read_as_it_is_written(text):
    assert (
        reader.parse(f"{HEAD}notice: {{title: {text}, document: [{text}]}}".replace(f"[{text}]", text)).notice.title
        == text
    )


def test_the_starter_is_written_in_blocks():
    assert "{" not in "".join(r for r in starter.TEXT.splitlines() if not r.startswith("#"))
    reader.parse(starter.TEXT)


# --- any structure in any place -------------------------------------------------------------------------------------

ODD = (
    None,
    [],
    {},
    ["x"],
    {"x": "y"},
    {"x": ["y"]},
    5,
    True,
    1.5,
    [["x"]],
    [[["x"], {}]],
    [None],
    {"x": None},
    "",
    [5, {}],
)


def _places(data, path=()):
    yield path
    children = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in children:
        yield from _places(value, (*path, key))


def _with(data, path, value):
    if not path:
        return value
    changed = copy.copy(data)
    changed[path[0]] = _with(data[path[0]], path[1:], value)
    return changed


@pytest.fixture(scope="module")
def full():
    return reader.Tree(writer.dump(filled("a"))).data


def test_any_value_in_any_place_is_read_or_refused_in_words(full):
    """Every node of an inventory with every field replaced by each odd value, as a reader of a format could give it."""
    origin = reader.Origin("x.yaml", "", {})
    places = [p for p in _places(full) if p[0:1] == ("meta",) or not {"evidence", "how", "why", "notes"} & set(p)]
    for i, path in enumerate(places):
        for odd in ODD[i % 3 :: 3]:
            try:
                reader.validated(_with(full, path, odd), origin)
            except InputError as e:
                assert all(p.found and p.expected for p in e.problems), (path, odd)


@given(st.data())
@examples(0.3)
def test_any_value_in_any_place_of_a_real_inventory(root, data):
    whole = reader.Tree((root / "inventory" / "smartsupp.yaml").read_text(encoding="utf-8")).data
    for _ in range(data.draw(st.integers(1, 4))):
        path = data.draw(st.sampled_from(list(_places(whole))))
        whole = _with(whole, path, data.draw(st.sampled_from(ODD)))
        if not isinstance(whole, dict):
            break
    _read_or_refused(reader.parse, writer.yaml.dump(whole, Dumper=writer._DUMPER))


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_any_value_in_any_place_of_a_list_of_acceptances(tmp_path, odd):
    whole = {
        "acceptances": [
            {
                "fingerprint": "0123456789abcdef",
                "facts": "0123456789ab",
                "reason": "r",
                "owner": "o",
                "decided": "2026-01-01",
                "review": "2026-12-31",
            }
        ]
    }
    for path in _places(whole):
        file = tmp_path / "x.acceptances.yaml"
        file.write_text(writer.yaml.safe_dump(_with(whole, path, odd)), encoding="utf-8")
        _read_or_refused(acceptances.read, file)


def _read_or_refused(read, source):
    try:
        read(source)
    except InputError as e:
        assert all(p.found and p.expected for p in e.problems)
