"""The public names of the library, as a notebook uses them."""

from __future__ import annotations

import inspect

import openpyxl
import pytest

import datamap as dm
from datamap.formats.yaml import reader
from datamap.rules import RULES

MAP = """
meta: {id: demo}
controller: {name: Demo, country: CZ, role: controller}
recipients:
  - {id: bare, name: "=None", role: processor, sites: [US], safeguards: none}
  - {id: silent, name: Silent, role: processor, sites: [US]}
  - {id: listed, name: Listed, role: processor, sites: [US], safeguards: [dpf]}
  - {id: nowhere, name: Nowhere, role: processor}
"""


@pytest.fixture(scope="module")
def inventory():
    return reader.parse(MAP)


@pytest.fixture(scope="module")
def audit(inventory):
    return dm.audit(inventory, as_of="2026-09-30")


def test_every_public_name_is_documented():
    """A parameter is described where its function has one."""
    for name in dm.__all__[1:]:
        value = getattr(dm, name)
        assert (inspect.getdoc(value) or "").split("\n")[0].endswith("."), name


# --- the terms of the model ------------------------------------------------------------------------------------------


def every_entry(inventory):
    yield inventory
    yield from (inventory.meta, inventory.controller, inventory.notice)
    yield from inventory.recipients
    yield from (s for r in inventory.recipients for s in r.safeguards)


def test_completion_offers_the_fields_and_no_machinery(inventory):
    for entry in every_entry(inventory):
        offered = dir(entry)
        assert set(type(entry).model_fields) <= set(offered)
        assert not [n for n in offered if n.startswith(("_", "model_")) or n in ("copy", "dict", "json", "construct")]
        assert all(hasattr(entry, name) for name in offered)


def test_completion_offers_what_can_be_done_with_an_inventory(inventory):
    assert "save" in dir(inventory)


# --- what if ---------------------------------------------------------------------------------------------------------


def test_a_safeguard_in_place_covers_a_transfer_and_leaves_the_audit_as_it_was(audit):
    found = dm.what_if(audit, {"bare": "scc:2021"})
    assert found[["recipient_id", "verdict_before", "verdict", "effect"]].values.tolist() == [
        ["bare", "not-covered", "covered", "gains a transfer basis"]
    ]
    assert audit.counts["not-covered"] == 1


def test_a_tool_that_is_none_changes_no_verdict(audit):
    assert not len(dm.what_if(audit, {"bare": "dpa"}))


def test_safeguards_that_are_not_recorded_stay_unknown_beside_one_that_is_no_tool(audit):
    assert not len(dm.what_if(audit, {"silent": "dpa"}))
    assert dm.what_if(audit, {"silent": "scc:2021"})["effect"].tolist() == ["gains a transfer basis"]


def test_a_safeguard_does_not_make_an_unknown_place_known(audit):
    assert not len(dm.what_if(audit, {"nowhere": ["scc:2021", "dpf"]}))


def test_an_instrument_falls_while_another_is_signed(audit):
    found = dm.what_if(audit, "eu-us-dpf", {"Listed": "scc:2021"})
    assert found[["recipient_id", "ground_before", "ground", "effect"]].values.tolist() == [
        ["listed", "dpf", "scc", "falls back"]
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"lisetd": "scc:2021"}, "did you mean 'Listed'"),
        ({"listed": "sccc"}, "did you mean 'scc'"),
        ({"listed": "scc:2022"}, "2022"),
        ({"listed": "scc:2021@soon"}, "soon"),
        ({"listed": 3}, "safeguards"),
        (3, "changes"),
    ],
)
def test_a_change_that_is_not_understood_is_refused(audit, change, expected):
    with pytest.raises(dm.DatamapError, match=expected):
        dm.what_if(audit, change)


# --- what changed ----------------------------------------------------------------------------------------------------


def test_audits_inventories_and_paths_are_compared(audit, inventory, tmp_path):
    path = tmp_path / "demo.yaml"
    path.write_text(MAP.replace("safeguards: [dpf]", "safeguards: [dpf, 'scc:2021']"), encoding="utf-8")
    assert not len(dm.diff(audit, inventory)) and not len(dm.diff(inventory, audit))
    for old in (audit, inventory):
        for new in (path, str(path), dm.read(path)):
            found = dm.diff(old, new, None if old is audit else "2026-09-30")
            assert set(found["part"]) >= {"inventory"} and (found["id"].str.contains("listed")).any()


def test_a_side_that_cannot_be_compared_is_refused(audit):
    with pytest.raises(dm.DatamapError, match="new: "):
        dm.diff(audit, 3)


# --- catalogue -------------------------------------------------------------------------------------------------------


def test_the_catalogue_has_every_rule_in_order():
    assert dm.catalogue()["code"].tolist() == [r.code for r in RULES]
    assert dm.catalogue()["page"].str.len().min() > 100


def test_the_catalogue_is_chosen_by_family_code_or_name():
    assert set(dm.catalogue("tr")["code"].str[:2]) == {"TR"}
    assert dm.catalogue("TR002", "transfer_without_safeguard")["code"].tolist() == ["TR001", "TR002"]
    with pytest.raises(dm.DatamapError, match="did you mean 'TR001'"):
        dm.catalogue("TR0O1")


# --- views as workbooks ----------------------------------------------------------------------------------------------


def names_in(path, column):
    sheet = openpyxl.load_workbook(path).worksheets[0]
    header, *rows = sheet.iter_rows()
    at = [c.value for c in header].index(column)
    return [(row[at].value, row[at].data_type) for row in rows]


def test_a_view_and_its_selections_are_written_with_safe_cells(audit, tmp_path):
    frame = audit.transfers
    for n, view in enumerate((frame, frame[frame["verdict"] == "not-covered"], frame.sort_values("country"))):
        path = view.to_excel(tmp_path / f"{n}.xlsx")
        found = names_in(path, "recipient")
        assert found == [(name, "s") for name in view["recipient"]] and ("=None", "s") in found


def test_findings_and_actions_are_written(audit, tmp_path):
    audit.findings.to_excel(tmp_path / "f.xlsx")
    assert len(names_in(tmp_path / "f.xlsx", "message")) == len(audit.findings)
    actions = dm.plan(audit)
    actions.to_excel(tmp_path / "p.xlsx")
    assert len(names_in(tmp_path / "p.xlsx", "title")) == len(actions)
