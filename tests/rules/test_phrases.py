"""Words that several rules share."""

from typing import get_args

import pytest

from datamap.model.safeguard import KINDS
from datamap.model.vocabulary import SafeguardKind
from datamap.rules.phrases import enumerated, safeguard


@pytest.mark.parametrize(
    ("words", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_in_a_sentence(words, text):
    assert enumerated(words) == text


def test_every_kind_of_safeguard_has_a_name_in_a_sentence():
    assert set(KINDS) == set(get_args(SafeguardKind))
    assert safeguard("scc:2010") == "standard contractual clauses (2010)" and safeguard("dpf").startswith("the Data")
