"""The dot of an abbreviation ends no clause: "DPF, ggf. SCC" states the first tool, and leaves the second open."""

from __future__ import annotations

import pytest

from datamap.labels import values
from datamap.questions.drafted import draft

SHORT = "ggf. evtl. z.B. bspw. např. příp. popř. ev. np. ew. bijv. evt.".split()  # noqa: SIM905  easier to read
SHORT += ["p. ex.", "p. ej.", "ad es."]


@pytest.mark.parametrize("short", SHORT)
@pytest.mark.parametrize("form", ["DPF, {} SCC", "DPF ({} SCC)", "DPF; {} SCC"])
def test_the_tool_behind_an_abbreviation_is_open(short, form):
    dpf, other = values.read_tools(form.format(short)).values
    assert (dpf.value, other.value, other.sure) == ("dpf", "unknown", False)
    assert other.extra["label"] == f"{short} SCC"


@pytest.mark.parametrize("short", SHORT)
def test_the_basis_behind_an_abbreviation_is_not_the_only_one(short):
    read = values.read_bases(f"Art. 6(1)(b), {short} Art. 6(1)(f)").values
    assert [v.value for v in read if v.sure] == []
    assert "6-1-b" in [v.value for v in read]


def test_sentences_still_end_clauses():
    assert [(v.value, v.sure) for v in values.read_tools("SCC in place. DPF planned.").values] == [
        ("scc", False),
        ("unknown", False),
    ]
    assert [v.value for v in values.read_tools("Eule e.V., SCC").values if v.sure] == ["scc"]


def test_a_vendor_with_a_tool_in_doubt(tmp_path):
    file = tmp_path / "vendors.csv"
    file.write_text("Dienstleister,Land,Garantien,Leistung\nEule GmbH,USA,DPF (ggf. SCC),Hosting\n", encoding="utf-8")
    found = draft(file)
    (owl,) = found.inventory.recipients
    assert [(t.kind, t.how) for t in owl.safeguards] == [("dpf", "stated"), ("unknown", "proposed")]
    assert found.to_read["what"].tolist() == ["transfer tool"]
