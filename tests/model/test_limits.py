"""A validation collects only so many errors, and counts the others."""

import pytest
from pydantic import ValidationError

from datamap.model import Inventory
from datamap.model.vocabulary import ErrorLimit

TOP = {"meta": {"id": "a"}, "controller": {"name": "A"}}
ENTRIES = {
    "entries": lambda n: {"recipients": [{"id": "A!", "nam": "x"}] * n},
    "entries within one entry": lambda n: {"recipients": [{"id": "a", "name": "A", "sites": [{"count": "x"}] * n}]},
    "entries within entries": lambda n: {
        "recipients": [{"id": "a", "name": "A", "sites": [{"count": "x"}] * 10}] * (n // 10)
    },
    "texts": lambda n: {"recipients": [{"id": "a", "name": "A", "categories": ["A!"] * n}]},
    "entries by id": lambda n: {"recipients": {f"a{i}": {"nam": "x"} for i in range(n)}},
}


@pytest.mark.parametrize("name", ENTRIES)
def test_errors_beyond_the_limit_are_counted_and_not_collected(name):
    data = TOP | ENTRIES[name](1000)
    with pytest.raises(ValidationError) as everything:
        Inventory.model_validate(data)
    limit = ErrorLimit(100)
    with pytest.raises(ValidationError) as some:
        Inventory.model_validate(data, context={"errors": limit})
    assert limit.found == some.value.error_count()
    assert 100 <= some.value.error_count() <= 110
    assert some.value.error_count() + limit.omitted == everything.value.error_count()
    first = [e["loc"] for e in everything.value.errors()][: some.value.error_count()]
    assert [e["loc"] for e in some.value.errors()] == first


def test_a_valid_inventory_is_the_same_with_a_limit():
    data = TOP | {"recipients": [{"id": "a", "name": "A", "sites": ["US", {"country": "IN"}], "safeguards": "none"}]}
    limit = ErrorLimit(0)
    assert Inventory.model_validate(data, context={"errors": limit}) == Inventory.model_validate(data)
    assert (limit.found, limit.omitted) == (0, 0)


def test_a_validation_that_only_counts_still_fails():
    with pytest.raises(ValidationError) as caught:
        Inventory.model_validate({**TOP, "meta": {}, "rights": ["no-right"] * 5}, context={"errors": ErrorLimit(1)})
    assert [e["loc"] for e in caught.value.errors()] == [("meta", "id"), ("rights", 0, "right")]
