"""What is proposed, and who confirmed what, is the same in each format."""

from __future__ import annotations

import pytest

from datamap import audit
from datamap.formats import read
from datamap.formats.workbook import writer as workbook
from datamap.formats.yaml import reader, writer
from datamap.publish.record import write_ropa
from datamap.tables import from_inventories, parquet, to_inventories
from datamap.tables import reading as tables_reading

MAP = """\
meta: {id: demo, date: 2026-01-31}
controller: {name: Demo, country: DE, evidence: [{facts: country, how: proposed, words: in Bonn}]}
recipients:
  - id: host
    name: Host
    until: 2020-01-01
    sites: [{country: US, how: proposed, why: not sure}, {country: IE}]
    safeguards: [{kind: scc, version: 2021, how: proposed}]
    evidence:
      - {facts: [until, role], how: proposed, words: until 2020}
      - {words: Host, confirmed_by: Jana, confirmed_as: DPO, confirmed_on: 2026-09-01}
"""


def as_yaml(inventory, folder):
    return reader.parse(writer.dump(inventory))


def as_workbook(inventory, folder):
    (folder / "map.xlsx").write_bytes(workbook.book_bytes(inventory))
    return read(folder / "map.xlsx")


def as_parquet(inventory, folder):
    parquet.write(from_inventories([inventory]), folder / "group")
    return to_inventories(tables_reading.read([folder / "group"]))[0]


@pytest.mark.parametrize("way", [as_yaml, as_workbook, as_parquet])
def test_proposals_and_confirmations_come_back(way, tmp_path):
    inventory = reader.parse(MAP)
    got = way(inventory, tmp_path)
    assert got == inventory
    assert [s.how for s in got.recipients[0].sites] == ["proposed", "stated"]
    assert got.recipients[0].how_of("until") == "proposed"


def test_an_end_that_is_only_proposed_ends_nothing_in_the_record(tmp_path):
    import openpyxl

    file = write_ropa(audit(reader.parse(MAP), "2026-09-30"), tmp_path / "ropa.xlsx")
    assert [row[0] for row in openpyxl.load_workbook(file)["Recipients"].values][1:] == ["Host"]
