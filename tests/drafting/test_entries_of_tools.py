"""The transfer tools of a recipient as the inventory has them: in place, proposed, for some countries or not known."""

from __future__ import annotations

import pytest
from drafting.facts_fixture import DRAFT, quoted, unsure, words

from datamap.drafting import entries
from datamap.drafting.facts import Fact


def made(*facts: Fact, **entry):
    """The entry of a recipient with its tools."""
    out = dict(entry)
    entries.safeguards([(DRAFT, f) for f in facts], out)
    return out


def tool(kind, text=None, **more):
    return {"kind": kind, **more, "evidence": [words(text or kind)]}


def tools(*facts: Fact, **entry):
    return made(*facts, **entry).get("safeguards")


def places(*codes):
    return [{"country": code} for code in codes]


def test_nothing_and_none():
    assert made() == {}
    assert made(quoted("none")) == {"safeguards": "none"}
    assert made(unsure("none", "w")) == {
        "safeguards": "none",
        "evidence": [{**words("none"), "facts": ["safeguards"], "how": "proposed", "why": "w"}],
    }
    assert tools(quoted("none"), quoted("scc")) == [tool("scc")]
    assert tools(Fact("scc")) == [{"kind": "scc", "evidence": []}]


TOOLS = [
    (quoted("scc", extra={"version": "2021", "module": "2", "signed": "2024-01-31"}),
     tool("scc", version="2021", module="2", signed="2024-01-31")),
    (quoted("scc", extra={"version": "1999", "module": "2"}), tool("scc")),
    (quoted("scc", extra={"version": "unknown", "module": "2"}), tool("scc", module="2")),
    (quoted("scc", extra={"module": "3"}), tool("scc", module="3")),
    (quoted("scc", extra={"version": "2010", "module": "2"}), tool("scc", version="2010")),
    (quoted("scc", extra={"module": "9"}), tool("scc")),
    (quoted("dpf", extra={"module": "2"}), tool("dpf")),
    (quoted("scc", extra={"signed": "2024"}), tool("scc")),
    (quoted("scc", extra={"signed": "2024-01-31 or so"}), tool("scc")),
    (quoted("scc", extra={"label": "EU SCC", "reference": "17"}), tool("scc", label="EU SCC", reference="17")),
    (quoted("scc", extra={"label": "", "reference": ""}), tool("scc")),
    (unsure("scc", "w", extra={"version": "2021"}), tool("scc", how="proposed", why="w", version="2021")),
    (quoted("unknown"), tool("unknown", label="unknown")),
    (quoted("unknown", extra={"label": "to be signed"}), tool("unknown", label="to be signed")),
    (quoted("ISO 27001"), tool("unknown", "ISO 27001", label="ISO 27001")),
    (unsure("unknown", "w"), tool("unknown", label="unknown")),
]  # fmt: skip


@pytest.mark.parametrize("fact, expected", TOOLS)
def test_a_tool_with_what_belongs_to_it(fact, expected):
    assert tools(fact) == [expected]


def test_a_tool_without_words_has_no_label():
    assert tools(Fact("unknown")) == [{"kind": "unknown", "evidence": []}]


def test_what_is_sure_comes_first_and_the_same_tool_once():
    assert tools(unsure("dpf", "w"), quoted("scc")) == [tool("scc"), tool("dpf", how="proposed", why="w")]
    assert tools(quoted("scc"), quoted("scc")) == [tool("scc")]
    assert tools(quoted("scc"), unsure("scc", "w")) == [tool("scc")]
    two = (quoted("scc", extra={"version": "2021"}), quoted("scc", extra={"version": "2010"}))
    assert [t["version"] for t in tools(*two)] == ["2021", "2010"]
    for key, one, other in (("module", "1", "2"), ("signed", "2024-01-01", "2024-01-02"), ("label", "a", "b")):
        assert len(tools(quoted("scc", extra={key: one}), quoted("scc", extra={key: other}))) == 2, key
    assert len(tools(quoted("scc", extra={"reference": "a"}), quoted("scc", extra={"reference": "b"}))) == 1


@pytest.mark.parametrize(
    "beside, how",
    [((quoted("dpf"),), "proposed"), ((unsure("dpf", "w"),), None), ((), None), ((quoted("unknown"),), None)],
)
def test_a_tool_in_doubt_does_not_make_one_that_is_stated_milder(beside, how):
    found = tools(unsure("unknown", "w", extra={"label": "pending"}), *beside)
    (pending,) = [t for t in found if t.get("label") == "pending"]
    assert pending.get("how") == how
    assert tools(unsure("unknown", extra={"label": "pending"}), dpa="yes")[0]["how"] == "proposed"
    assert "how" not in tools(unsure("unknown", extra={"label": "pending"}), dpa="no")[0]
    assert "how" not in tools(quoted("unknown"), dpa="yes")[0]


def of(kind, *codes, **more):
    return quoted(kind, extra={"countries": ",".join(codes)}, **more)


def test_the_countries_of_a_tool():
    both = {"sites": places("US", "IN")}
    assert tools(of("scc", "US"), **both) == [tool("scc", countries=["US"])]
    assert tools(of("scc", "US", "IN"), **both) == [tool("scc")]
    assert tools(of("scc", "US", "BR"), **both) == [tool("scc", countries=["US"])]
    assert tools(of("scc"), **both) == [tool("scc")]
    assert tools(of("scc", "US"), of("scc", "IN", "US"), **both) == [tool("scc")]
    assert tools(of("scc", "US"), of("scc", "US"), **both) == [tool("scc", countries=["US"])]
    assert tools(of("scc", "US"), quoted("scc"), **both) == [tool("scc")]
    assert tools(quoted("scc"), of("scc", "US"), **both) == [tool("scc")]
    assert tools(of("scc", "BR", "AR"), **both) == [
        tool("scc", how="proposed", why="it is for BR, AR, which is not stated as a place")
    ]


def test_a_tool_in_doubt_for_another_country_stands_beside_one_that_is_sure():
    both = {"sites": places("US", "IN")}
    found = tools(of("scc", "US"), of("scc", "IN", sure=False, why="w"), **both)
    assert found == [tool("scc", countries=["US"]), tool("scc", how="proposed", why="w", countries=["IN"])]
