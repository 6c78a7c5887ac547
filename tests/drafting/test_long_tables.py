"""Long tables: a register is read by its rows, and forms one below the other by their labels, however many."""

from __future__ import annotations

from datamap.drafting import output
from datamap.drafting.draft import draft
from datamap.reading.document import Document

FORM = ("Processing activity", "Purpose", "Data subjects", "Legal basis", "Recipients", "Retention")


def drafted(tmp_path, rows):
    path = tmp_path / "register.csv"
    path.write_text("\n".join(";".join(row) for row in rows), encoding="utf-8")
    return [(a.name.value, [f.value for f in a.retention]) for _, a in draft(path).activities]


def test_forms_one_below_the_other_are_read_beyond_the_length_of_any_usual_form(tmp_path):
    values = ("Orders {}", "to deliver", "customers", "Art. 6(1)(b)", "Carrier GmbH", "3 years")
    rows = [(label, value.format(n)) for n in range(90) for label, value in zip(FORM, values, strict=True)]
    assert drafted(tmp_path, rows) == [(f"Orders {n}", ["P3Y"]) for n in range(90)]


def test_a_long_register_is_read_by_its_rows_whatever_its_first_column_holds(tmp_path):
    rows = [FORM, *((f"Orders {n}", "to deliver", "customers", "Art. 6(1)(b)", "", "3 years") for n in range(500))]
    rows[5] = ("Purpose", *rows[5][1:])
    found = drafted(tmp_path, rows)
    assert found == [("Purpose" if n == 4 else f"Orders {n}", ["P3Y"]) for n in range(500)]


def test_the_words_of_a_long_register_are_not_counted_for_a_short_reading_list(tmp_path, monkeypatch):
    path = tmp_path / "register.csv"
    path.write_text(
        "\n".join([";".join(FORM), "Orders;to deliver;customers;Art. 6(1)(b);Carrier GmbH;later"]), encoding="utf-8"
    )
    merged = draft(path)
    monkeypatch.setattr(Document, "texts", None)
    assert [e.what for e in output.reading_list(merged)] == ["retention"]
