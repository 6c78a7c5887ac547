"""Where the YAML names a party of the controller, words that deny or postpone one are a problem, not a name."""

from __future__ import annotations

import pytest

from datamap import formats
from datamap.errors import InputError

FIELDS = ("dpo", "representative", "joint_controllers", "authority")
DOUBTFUL = ("nein", "TBD", "none yet", "nemáme", "to be appointed", "'-'", "pending", "aucun", "[none]", "{name: nein}")


def read(tmp_path, field, text):
    path = tmp_path / "m.yaml"
    path.write_text(
        f"meta: {{id: m, title: M, date: 2026-11-01}}\ncontroller:\n  name: Alder Ltd\n  {field}: {text}\n", "utf-8"
    )
    return formats.read(path)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("text", DOUBTFUL)
def test_words_that_may_deny_a_party_are_a_problem_with_the_choices(field, text, tmp_path):
    with pytest.raises(InputError) as caught:
        read(tmp_path, field, text)
    (problem,) = caught.value.problems
    assert (problem.line, problem.expected[:14]) == (4, "none, unknown,")


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(
    "text", ["Ann Berg", "None Such Ltd", "{name: No, email: no@example.com}", "{name: Non, country: FR}"]
)
def test_a_name_and_a_party_with_another_fact_are_accepted(field, text, tmp_path):
    (party,) = getattr(read(tmp_path, field, text).controller, field)
    assert party.name in text


@pytest.mark.parametrize("field", FIELDS)
def test_the_words_of_the_format_are_accepted(field, tmp_path):
    assert not getattr(read(tmp_path, field, "none").controller, field)
    read(tmp_path, field, "unknown")
