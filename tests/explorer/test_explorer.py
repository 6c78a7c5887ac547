"""The explorer without a browser: what is selected, what it refuses, its picture, and the decisions on a draft."""

from __future__ import annotations

import json
import sys

import pandas as pd
import pytest
from conftest import examples
from hypothesis import given
from maps import STAFF_AND_CUSTOMERS
from strategies import inventories

import datamap as dm
from datamap.explorer import widget
from datamap.explorer.data import explorer_data
from datamap.explorer.state import State
from datamap.findings import acceptances, deciding
from datamap.formats.yaml import reader
from datamap.model.vocabulary import VERDICTS

DAY = "2026-09-30"


@pytest.fixture(scope="module")
def audit(root):
    return dm.audit(dm.read(root / "inventory" / "smartsupp.yaml"), DAY)


@pytest.fixture
def explored(audit):
    return dm.explore(audit)


def test_all_transfers_are_selected_until_some_are_chosen(audit, explored):
    assert explored.selection.index.tolist() == audit.transfers.index.tolist() and explored._rows is None
    assert "49 shown" in repr(explored)


def test_the_table_tells_a_claim_that_was_not_checked_from_a_verified_cover(audit):
    claimed = [x["claimed"] for x in explorer_data(audit)["transfers"]]
    assert claimed == audit.coverage.unverified.tolist() and sum(claimed) == 15


def test_a_query_a_frame_and_a_choice_in_the_browser_are_the_same_selection(audit, explored):
    seen = []
    explored.observe(lambda change: seen.append(len(change["new"])), "selection")
    explored.selection = "verdict == 'not-covered'"
    assert explored.selection["recipient"].tolist() == ["HelpJuice"] and explored._rows == [11]
    explored._filters, explored._rows = {"search": "x"}, [4, 2]
    assert explored.selection.equals(audit.transfers.loc[[2, 4]]) and explored._filters == {"search": "x"}
    explored.selection = audit.transfers.sample(3, random_state=1)[["recipient", "country"]]
    assert len(explored._rows) == 3 and explored._filters == {}, "the filters would not give these rows"
    explored.selection = "verdict == 'no such verdict'"
    assert explored._rows == [] and len(explored.selection) == 0, "nothing is not everything"
    explored.selection = None
    assert explored._rows is None and seen == [1, 2, 3, 0, 49]


def test_a_selection_that_is_not_of_this_audit_is_refused_and_changes_nothing(audit, explored):
    explored.selection = "country == 'US'"
    t, before = audit.transfers, explored.selection
    moved = pd.DataFrame(t).set_axis(list(t.index[1:]) + [0])
    for wrong, words in (
        ("no such column == 1", "the query"),
        ("recipient", "the query"),
        (3, "int 3 cannot be used"),
        (t[["verdict"]], "no column recipient_id or recipient"),
        (moved, "another transfer in this audit"),
        (t.rename(index=lambda i: i + 1000), "no transfer has the index"),
    ):
        with pytest.raises(dm.DatamapError, match=words) as e:
            explored.selection = wrong
        assert "Expected" in str(e.value)
        assert explored.selection.equals(before)


def test_the_picture_beside_the_widget_shows_the_selection(explored):
    bundle, _ = explored._repr_mimebundle_()
    assert {"image/svg+xml", "text/plain", "application/vnd.jupyter.widget-view+json"} == set(bundle)
    assert "Data flows and the verdict" in bundle["image/svg+xml"]
    explored.selection = "recipient == 'HelpJuice'"
    chosen = explored._repr_mimebundle_()[0]["image/svg+xml"]
    assert "1 of 49 transfer rows" in chosen and chosen != bundle["image/svg+xml"] and chosen == explored.still()


def test_nbconvert_shows_the_picture(explored):
    import nbconvert
    import nbformat

    data, metadata = explored._repr_mimebundle_()
    output = nbformat.v4.new_output("execute_result", data=data, metadata=metadata)
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("w", outputs=[output])])
    html, _ = nbconvert.HTMLExporter().from_notebook_node(nb)
    assert "data:image/svg+xml;base64," in html or "HelpJuice · not covered" in html


def test_the_script_is_the_pages_own_and_nothing_is_loaded_from_elsewhere(explored):
    from datamap.documents import page

    assert explored._esm.startswith(page.source("datamap.publish", "flowmap.js"))
    assert explored._css.startswith(page.source("datamap.publish", "flowmap.css"))
    for text in (explored._esm, explored._css):
        assert "import(" not in text and "@import" not in text
        assert "http" not in text.replace("http://www.w3.org/2000/svg", "")


def test_a_flow_has_the_verdict_on_its_own_class_of_data():
    audit = dm.audit(reader.parse(STAFF_AND_CUSTOMERS), DAY)
    data = explorer_data(audit)
    names, t = [name for _, name in data["nodes"]], audit.transfers
    found = {}
    for flow, rows in zip(data["flows"], data["carriers"], strict=True):
        for row in rows:
            if t["recipient_id"].iat[row] == "bureau":
                found.setdefault(names[flow[0]], set()).add((t["data"].iat[row], data["transfers"][row]["rank"]))
    mine = t[t["recipient_id"] == "bureau"].set_index("data")["verdict"].map(VERDICTS.index)
    category = audit.tables["categories"].set_index("id")["name"]
    assert mine["hr"] != mine["other"]
    assert found[category["pay"]] == {("hr", mine["hr"])}
    assert found[category["orders"]] == {("other", mine["other"])}


@examples(0.4)
@given(inventories())
def test_every_transfer_is_on_a_flow_and_a_flow_has_its_worst_verdict(inventory):
    data = explorer_data(dm.audit(inventory, DAY))
    assert {t for rows in data["carriers"] for t in rows} == set(range(len(data["transfers"])))
    for flow, rows in zip(data["flows"], data["carriers"], strict=True):
        assert flow[4] == min(data["transfers"][t]["rank"] for t in rows)
    json.dumps(data)


# --- the review of a draft -------------------------------------------------------------------------------------------


@pytest.fixture
def drafted(root):
    folder = root / "notebooks" / "documents"
    return dm.draft([folder / "notice.md", folder / "vendors.csv"])


def test_a_draft_opens_at_its_proposals_and_its_decisions_are_applied(drafted, tmp_path):
    explored = dm.explore(drafted)
    assert explored.view == "confirm" and explored._data["proposals"]
    explored.decided = {0: "confirm", "1": "reject"}
    assert explored.decisions["decision"].tolist() == ["confirm", "reject"]
    file = explored.save_decisions(tmp_path / "mine.decisions.yaml", by="Jana Novakova", function="DPO")
    decided = acceptances.read(file).decisions
    applied = deciding.apply(drafted.inventory, decided)
    assert len(applied.applied) == 2 and not applied.unmatched
    assert [d.owner for d, _, _ in decided] == ["Jana Novakova"] * 2
    assert explored.decided_inventory(by="Jana Novakova", function="DPO") == applied.inventory
    with pytest.raises(dm.DatamapError, match="exists already"):
        explored.save_decisions(file, by="Jana Novakova")


def test_decisions_that_cannot_be_used_are_refused(drafted, audit, tmp_path):
    explored = dm.explore(drafted)
    for wrong in ({"99": "confirm"}, {"0": "perhaps"}, {"x": "confirm"}):
        with pytest.raises(dm.DatamapError, match="Expected the position of one of"):
            explored.decided = wrong
    with pytest.raises(dm.DatamapError, match="decided: nothing"):
        explored.save_decisions(tmp_path / "a.yaml", by="Jana")
    explored.decided = {"0": "confirm"}
    with pytest.raises(dm.DatamapError, match="by: empty"):
        explored.save_decisions(tmp_path / "a.yaml", by=" ")
    with pytest.raises(dm.DatamapError, match="a draft that is not saved"):
        explored.save_decisions(by="Jana")
    assert list(tmp_path.iterdir()) == []


def test_the_decisions_are_written_beside_the_inventory(drafted, tmp_path):
    drafted.save(tmp_path / "mine.yaml")
    explored = dm.explore(tmp_path / "mine.yaml")
    explored.decided = {"0": "confirm"}
    assert explored.save_decisions(by="Jana") == tmp_path / "mine.decisions.yaml"


# --- the call -----------------------------------------------------------------------------------------------------


def test_what_cannot_be_explored_is_refused():
    with pytest.raises(dm.DatamapError, match="int 3 cannot be explored. Expected an audit"):
        dm.explore(3)


def test_without_the_extra_the_error_states_what_to_install(audit, monkeypatch):
    monkeypatch.setitem(sys.modules, "anywidget", None)
    widget._widget_class.cache_clear()
    with pytest.raises(dm.DatamapError, match=r"pip install 'datamap\[lab\]'"):
        dm.explore(audit)
    assert len(State(audit).selection) == 49, "the state needs no extra"
