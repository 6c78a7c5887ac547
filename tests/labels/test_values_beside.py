"""Which places of a text a tool is for: never more than the words state, and the others are named where it may be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datamap.labels.values import left, read_places, read_tools
from datamap.labels.values.beside import bind


def bound(text):
    """Each tool with its places, and behind ``?`` the places that it may be for too."""
    places, tools = read_places(text), read_tools(text)
    out = []
    for b in bind(text, places.values, tools.values, left(text, places, tools)):
        may = f" ?{','.join(b.others)}" if b.others else ""
        out.append(f"{b.tool.value}: {'-' if b.codes is None else ','.join(b.codes)}{may}")
    return out


@pytest.mark.parametrize(
    "text, expected",
    [
        ("SCC", ["scc: -"]),
        ("USA SCC", ["scc: US"]),
        # brackets
        ("USA (SCC), India", ["scc: US"]),
        ("USA (SCC) and India", ["scc: US"]),
        ("USA; India (SCC)", ["scc: IN"]),
        ("USA [SCC] India [DPF]", ["scc: US", "dpf: IN"]),
        ("USA (SCC, DPF), India", ["scc: US", "dpf: US"]),
        ("USA (SCC, signed), India", ["scc: US"]),
        ("USA (SCC (Module 2)), India", ["scc: US"]),
        ("(USA: SCC; India)", ["scc: US"]),
        ("USA, India (SCC)", ["scc: IN ?US"]),
        ("USA and India (SCC)", ["scc: IN ?US"]),
        ("USA/India (SCC)", ["scc: IN ?US"]),
        ("USA (California) (SCC), India", ["scc: US"]),
        ("SCC (USA, India), DPF", ["scc: US,IN", "dpf: -"]),
        ("SCC (USA), DPF (Canada)", ["scc: US", "dpf: CA"]),
        ("USA (EU-US Data Privacy Framework), India (Standard Contractual Clauses)", ["dpf: US", "scc: IN"]),
        # colons and dashes
        ("USA: SCC; India", ["scc: US"]),
        ("USA; India: SCC", ["scc: IN"]),
        ("USA, India: SCC", ["scc: US,IN"]),
        ("India: SCC, DPF", ["scc: IN", "dpf: IN"]),
        ("India: SCC; DPF", ["scc: IN", "dpf: -"]),
        ("India: SCC, DPF, USA: adequacy", ["scc: IN", "dpf: IN", "adequacy: US"]),
        ("SCC: USA, India", ["scc: US,IN"]),
        ("SCC: USA, India; DPF: Canada", ["scc: US,IN", "dpf: CA"]),
        ("USA - SCC, India", ["scc: US"]),
        ("USA, India - SCC", ["scc: IN ?US"]),
        ("USA = SCC, India = DPF", ["scc: US", "dpf: IN"]),
        ("USA -> SCC; India", ["scc: US"]),
        # the order alone
        ("USA, India, SCC", ["scc: US,IN"]),
        ("USA; India; SCC", ["scc: US,IN"]),
        ("SCC; USA; India", ["scc: US,IN"]),
        ("USA and India under SCC", ["scc: US,IN"]),
        ("USA, SCC, India, DPF", ["scc: US", "dpf: IN"]),
        ("SCC, USA, DPF, India", ["scc: US", "dpf: IN"]),
        ("USA; SCC; India; DPF", ["scc: US", "dpf: IN"]),
        ("USA (DPF), India, SCC", ["dpf: US", "scc: IN"]),
        ("USA, India (DPF), SCC", ["dpf: IN ?US", "scc: IN ?US"]),
        ("USA, SCC, India", ["scc: US ?IN"]),
        ("SCC for the USA, India", ["scc: US ?IN"]),
        ("SCC for the USA; DPF for India", ["scc: US", "dpf: IN"]),
        ("in the USA under SCC and in India", ["scc: US ?IN"]),
        # a place that is not recognised
        ("somewhere (SCC), USA", ["scc: unknown"]),
        ("somewhere: SCC; USA", ["scc: unknown"]),
        ("USA; Ruritania - SCC", ["scc: unknown"]),
    ],
)
def test_a_tool_is_for_the_places_that_it_is_beside(text, expected):
    assert bound(text) == expected


PLACES = {"US": "USA", "IN": "India", "BR": "Brazil", "KE": "Kenya", "AU": "Australia"}
TOOLS = {"scc": "SCC", "dpf": "DPF", "adequacy": "adequacy decision"}
STYLES = {
    "{0} ({1})": (", ", "; ", "\n", " and ", " "),
    "{0} [{1}]": (", ", "; ", "\n"),
    "{0}: {1}": ("; ", "\n"),
    "{0} - {1}": (", ", "; ", "\n"),
}


@st.composite
def cells(draw):
    """A cell of places, some with a tool behind them, and what each tool is for."""
    style = draw(st.sampled_from(sorted(STYLES)))
    codes = draw(st.lists(st.sampled_from(sorted(PLACES)), min_size=2, max_size=4, unique=True))
    tools = [draw(st.sampled_from([None, *sorted(TOOLS)])) for _ in codes]
    parts = [style.format(PLACES[c], TOOLS[t]) if t else PLACES[c] for c, t in zip(codes, tools, strict=True)]
    text = draw(st.sampled_from(STYLES[style])).join(parts)
    return text, [f"{t}: {c}" for c, t in zip(codes, tools, strict=True) if t]


@given(cells())
def test_a_tool_behind_each_place_is_for_this_place(cell):
    text, expected = cell
    assert [b.partition(" ?")[0] for b in bound(text)] == expected


def test_a_text_of_many_brackets_or_parts_is_read():
    assert bound(f"USA {'(' * 1000}SCC{')' * 1000}") == ["scc: US"]
    text = "USA [SCC] " * 500 + "x, " * 500 + "USA: SCC, " * 500
    assert set(bound(text)) <= {"scc: US"}
