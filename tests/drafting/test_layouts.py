"""A private layout that a user teaches: by a file beside the input, or by an argument; every mistake in it is named."""

from __future__ import annotations

import pytest

import datamap as dm
from datamap.drafting import layouts
from datamap.errors import CallError, InputError

LIST = "Dienst,Wo,Womit\nPostbird Inc.,USA,SCC\n"
TAUGHT = {"Dienst": "recipient", "Wo": "country", "Womit": "tool"}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def recipient(found):
    (one,) = found.data["recipients"]
    return one["name"], one["countries"], one["safeguards"]


@pytest.mark.parametrize("name", ["list.map.yaml", "list.csv.map.yaml"])
def test_the_file_beside_the_input_and_the_argument_teach_the_same_and_the_draft_names_it(file, name):
    given = dm.draft(file, maps=TAUGHT)
    file.with_name(name).write_text("".join(f"{k}: {v}\n" for k, v in TAUGHT.items()), encoding="utf-8-sig")
    beside = dm.draft(file)
    assert recipient(given) == recipient(beside) == ("Postbird Inc.", ["US"], ["SCC"])
    assert given.data["taught"] == beside.data["taught"] == TAUGHT
    path, _ = beside.save(file.with_name("out.yaml"))
    assert all(f"{k}" in path.read_text(encoding="utf-8").split("meta:")[0] for k in TAUGHT)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (
            "columns: {Wo: country}\nWomit: planet\n",
            ["1: columns: there is no fact", "2: Womit: 'planet' is not a fact"],
        ),
        ("Wo: country\nWo: tool\n", ["2: Wo: 'Wo' appears twice"]),
        ("[a]: country\n", ["1: there is no label"]),
        ("- Wo\n", ["1: no mapping"]),
        ("Wo: [country\n", ["it is not YAML"]),
        ("Wo: 2026-99-99\n", ["1: Wo: '2026-99-99' is not a fact"]),
        ("[" * 5000, ["it is not YAML"]),
    ],
)
def test_mistakes_in_the_file_are_named_together_with_their_lines(file, text, wrong):
    beside = file.with_suffix(".map.yaml")
    beside.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        dm.draft(file)
    found = str(caught.value)
    assert [w for w in wrong if w not in found] == [] and len(caught.value.problems) == len(wrong)
    assert str(beside) in found and ", ".join(layouts.KNOWN) in found


@pytest.mark.parametrize("fact", ["planet", None, {"a": 1}])
def test_an_argument_that_names_no_fact_is_refused(file, fact):
    with pytest.raises(CallError, match="Expected one of: activity"):
        dm.draft(file, maps={"Wo": fact})
