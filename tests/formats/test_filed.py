"""Signed documents: paths and hashes, what is at the paths, and what becomes of it in other formats."""

from __future__ import annotations

import hashlib

import pytest

from datamap import formats
from datamap.errors import InputError
from datamap.formats import filed
from datamap.formats.yaml import reader, writer
from datamap.pipeline import audit
from datamap.tables import convert, parquet, reading

SIGNED = b"signed on 2024-02-01"
MAP = f"""
meta: {{id: demo, date: 2026-11-01}}
controller: {{name: Demo GmbH, country: DE}}
recipients:
  - {{id: desk, name: Desk, role: processor, dpa: yes, dpa_reference: "document:same", sites: [IE]}}
documents:
  same: {{path: contracts/desk.pdf, sha256: {hashlib.sha256(SIGNED).hexdigest().upper()}}}
  other: {{path: contracts/desk.pdf, sha256: {"0" * 64}}}
  gone: {{path: contracts/mail.pdf, sha256: {"0" * 64}}}
  no-hash: contracts/desk.pdf
  folder: contracts
  far: {{path: ../nowhere/share/x.pdf, outside: yes}}
  near: {{path: ../beside.pdf, outside: yes}}
  drawer: {{notes: in the office}}
"""
STATES = {
    "same": "unchanged",
    "other": "changed",
    "gone": "missing",
    "no-hash": "not-compared",
    "folder": "missing",
    "far": "unknown",
    "near": "missing",
    "drawer": "unknown",
}


@pytest.fixture
def inventory(tmp_path):
    """An inventory beside its signed files."""
    (tmp_path / "map" / "contracts").mkdir(parents=True)
    (tmp_path / "map" / "contracts" / "desk.pdf").write_bytes(SIGNED)
    (tmp_path / "map" / "demo.yaml").write_text(MAP)
    return tmp_path / "map" / "demo.yaml"


def states(inventory):
    d = convert.from_inventories([inventory])["documents"]
    return dict(zip(d["id"], d["found"], strict=True))


def test_the_files_are_looked_at_where_the_inventory_is_read(inventory):
    assert states(formats.read(inventory)) == STATES


def test_without_a_file_nothing_is_known_of_the_documents(inventory):
    assert set(states(reader.parse(MAP)).values()) == {"unknown"}
    assert "RR007" not in set(audit(reader.parse(MAP)).findings.frame["rule"])


def test_what_was_found_does_not_enter_the_file_of_the_user(inventory):
    read = formats.read(inventory)
    read.save()
    assert inventory.read_text() == MAP
    assert read == reader.parse(MAP)


def test_a_copy_in_a_report_keeps_what_was_found(inventory, tmp_path):
    copy = tmp_path / "report" / "inventory.yaml"
    copy.parent.mkdir()
    copy.write_text(writer.dump(formats.read(inventory).as_found))
    assert states(formats.read(copy)) == STATES


def test_a_link_out_of_the_folder_is_not_read(inventory, tmp_path):
    (tmp_path / "elsewhere.pdf").write_bytes(SIGNED)
    (inventory.parent / "contracts" / "desk.pdf").unlink()
    (inventory.parent / "contracts" / "desk.pdf").symlink_to(tmp_path / "elsewhere.pdf")
    found = states(formats.read(inventory))
    assert found["same"] == found["other"] == "not-compared"


def test_a_file_that_is_too_large_is_not_read(inventory, monkeypatch):
    monkeypatch.setattr(filed, "LARGEST", 3)
    assert states(formats.read(inventory))["other"] == "not-compared"


@pytest.mark.parametrize("path", ["../x.pdf", "a/../../x.pdf", "/srv/x.pdf", "Z:/x.pdf", "\\\\server\\x.pdf"])
def test_a_path_leaves_the_folder_only_where_the_inventory_states_it(path):
    text = MAP.split("documents:")[0] + f"documents:\n  x: {{path: '{path}'}}\n"
    with pytest.raises(InputError, match=r"documents.x.path: .* is outside the folder of the inventory"):
        reader.parse(text)
    assert reader.parse(text.replace("'}", "', outside: yes}")).documents[0].path == path


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("path: 'https://dms.example/7'", "is not the path of a file"),
        ("sha256: abc", "is not a SHA-256"),
        ("expires: soon", "expires"),
    ],
)
def test_what_a_document_cannot_have_is_refused(line, found):
    with pytest.raises(InputError, match=found):
        reader.parse(MAP.split("documents:")[0] + f"documents:\n  x: {{{line}}}\n")


def test_a_hostile_path_is_no_crash(tmp_path):
    (tmp_path / "ring.pdf").symlink_to("ring.pdf")
    text = MAP.split("documents:")[0] + "documents:\n  ring: ring.pdf\n  long: " + "x/" * 3000 + "x.pdf\n"
    (tmp_path / "demo.yaml").write_text(text)
    found = states(formats.read(tmp_path / "demo.yaml"))
    assert set(found) == {"ring", "long"} and "unchanged" not in found.values()


def test_parquet_keeps_what_was_found(inventory, tmp_path):
    parquet.write(convert.from_inventories([formats.read(inventory)]), tmp_path / "tables")
    (back,) = convert.to_inventories(reading.read([str(tmp_path / "tables")]))
    assert {d.id: d.found for d in back.documents} == STATES
