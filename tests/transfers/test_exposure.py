"""What reaches each recipient of an organisation that has more categories than one number has bits."""

from datamap.formats.yaml import reader
from datamap.tables import from_inventories
from datamap.transfers import flows


def test_what_reaches_a_recipient_is_counted_for_hundreds_of_categories_too():
    size = 150  # more than the bits of two numbers
    names = [f"c{(n * 7) % size:03}" for n in range(size)]  # not in the order of their ids
    kinds = ", ".join(f"{{id: {n}, name: {n}, special: {'health' if n == 'c140' else 'none'}}}" for n in names)
    some = [n for n in names if n >= "c063"]
    t = from_inventories(
        [
            reader.parse(
                f"""
                meta: {{id: many}}
                controller: {{name: Many, country: DE}}
                categories: [{kinds}]
                recipients:
                  - {{id: all, name: All}}
                  - {{id: capped, name: Capped, categories: [c149, c064, c001]}}
                  - {{id: last, name: Last}}
                  - {{id: idle, name: Idle}}
                purposes:
                  - {{id: most, name: Most, categories: [{", ".join(some)}], recipients: [all, capped]}}
                  - id: few
                    name: Few
                    categories: [c000, c001, c130]
                    recipients: [all, {{recipient: last, categories: [c130]}}]
                """
            )
        ]
    )
    frame = flows.exposure_by_recipient(t)
    first = [t["categories"]["id"].tolist()[c] if c >= 0 else "" for c in frame["category"]]
    assert frame["categories"].tolist() == [89, 2, 1, 0]
    assert first == ["c000", "c064", "c130", ""]
    assert frame["special"].tolist() == [True, False, False, False]
    assert frame["purposes"].tolist() == [2, 1, 1, 0]
