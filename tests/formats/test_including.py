"""``include``: recipients that several maps share are read, judged, confirmed and saved in one place."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import datamap as dm
from datamap import formats
from datamap.cli import main
from datamap.errors import CallError, InputError
from datamap.formats.yaml import including, schema
from datamap.tables import from_inventories

MAP = """\
# ours
include: vendors.yaml  # shared
meta: {id: %s, date: 2026-09-01}
controller: {name: Nordlicht, country: DE, role: controller}
purposes:
  - {id: support, name: Support, recipients: [parcels, helpnest]}
recipients:
  # only here
  - {id: parcels, name: Parcels, sites: [{country: FR}]}
"""
VENDORS = """\
# for all companies
recipients:
  # the help desk
  - id: helpnest
    name: HelpNest
    legal_entity: HelpNest Ireland Ltd
    sites: [{country: IE, how: proposed, why: the vendor's terms}]
  - {id: pigeon, name: Pigeon}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("north", "south"):
        (tmp_path / f"{name}.yaml").write_text(MAP % name, encoding="utf-8")
    (tmp_path / "vendors.yaml").write_text(VENDORS, encoding="utf-8")
    return tmp_path


def problems(path: Path) -> list[str]:
    with pytest.raises(InputError) as e:
        formats.read(path)
    return [f"{Path(p.file).name}:{p.line} {p.field}: {p.found}" for p in e.value.problems]


def test_the_entries_are_recipients_of_each_map(folder):
    for name in ("north", "south"):
        found = formats.read(folder / f"{name}.yaml")
        assert [r.id for r in found.recipients] == ["parcels", "helpnest", "pigeon"]
        assert not hasattr(found, "include")


def test_a_map_may_have_no_recipients_of_its_own(folder):
    text = (MAP % "north").replace("parcels, ", "")
    (folder / "north.yaml").write_text(text[: text.index("recipients:\n")], encoding="utf-8")
    assert [r.id for r in formats.read(folder / "north.yaml").recipients] == ["helpnest", "pigeon"]


def test_a_folder_gives_the_maps_and_not_the_shared_file(folder):
    assert [i.meta.id for i in formats.read_many(folder)] == ["north", "south"]
    assert [i.meta.id for i in formats.read_many(str(folder / "*.yaml"))] == ["north", "south"]
    by_name = [folder / "north.yaml", folder / "south.yaml", folder / "vendors.yaml"]  # as a shell's *.yaml gives them
    assert [i.meta.id for i in formats.read_many(by_name)] == ["north", "south"]


def test_the_shared_file_named_as_an_inventory_is_refused(folder):
    assert any("meta" in p for p in problems(folder / "vendors.yaml"))


def test_an_error_in_the_shared_file_names_it_and_its_line(folder):
    (folder / "vendors.yaml").write_text(VENDORS.replace("country: IE", "country: Utopia"), encoding="utf-8")
    assert problems(folder / "north.yaml") == [
        "vendors.yaml:7 recipients.helpnest.sites[0].country: 'Utopia' is not a country"
    ]


def test_all_errors_are_reported_at_once(folder):
    (folder / "vendors.yaml").write_text(VENDORS.replace("country: IE", "country: Utopia") + "notes: x\n")
    (folder / "north.yaml").write_text((MAP % "north").replace("country: FR", "country: Atlantis"), encoding="utf-8")
    found = "\n".join(problems(folder / "north.yaml"))
    assert "vendors.yaml:7" in found and "vendors.yaml:9 notes" in found and "north.yaml:9" in found


def test_an_id_that_is_used_twice_names_both_places(folder):
    (folder / "vendors.yaml").write_text(VENDORS.replace("id: pigeon", "id: parcels"), encoding="utf-8")
    (found,) = problems(folder / "north.yaml")
    assert found.startswith("vendors.yaml:8") and "first in line 9 of" in found and "north.yaml" in found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("missing.yaml", "no such file"),
        ("../vendors.yaml", "outside the folder of the inventory"),
        ("/etc/vendors.yaml", "outside the folder of the inventory"),
        ("vendors.txt", "is not a YAML file"),
        ("[[vendors.yaml]]", "it is not the name of a file"),
        ("{a: b}", "it is not the name of a file"),
        ("north.yaml", "returns to its start: north.yaml > north.yaml"),
    ],
)
def test_a_wrong_name_is_refused_with_its_line(folder, name, found):
    (folder / "north.yaml").write_text((MAP % "north").replace("vendors.yaml", name, 1), encoding="utf-8")
    assert any(p.startswith("north.yaml:2 include") and found in p for p in problems(folder / "north.yaml"))


def test_a_link_that_leads_out_of_the_folder_is_refused(folder, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "vendors.yaml"
    outside.write_text(VENDORS, encoding="utf-8")
    (folder / "vendors.yaml").unlink()
    (folder / "vendors.yaml").symlink_to(outside)
    assert "outside the folder" in problems(folder / "north.yaml")[0]


def test_a_circle_of_files_is_refused(folder):
    (folder / "vendors.yaml").write_text("include: [more.yaml]\n" + VENDORS, encoding="utf-8")
    (folder / "more.yaml").write_text("include: vendors.yaml\nrecipients: [{id: third, name: Third}]\n")
    found = problems(folder / "north.yaml")
    assert any(p.startswith("more.yaml:1") and "vendors.yaml > more.yaml > vendors.yaml" in p for p in found)


def test_a_shared_file_may_include_another_below_it(folder):
    (folder / "shared").mkdir()
    (folder / "vendors.yaml").write_text("include: shared/more.yaml\n" + VENDORS, encoding="utf-8")
    (folder / "shared" / "more.yaml").write_text("recipients: [{id: third, name: Third}]\n", encoding="utf-8")
    assert [r.id for r in formats.read(folder / "north.yaml").recipients] == ["parcels", "helpnest", "pigeon", "third"]
    assert [name for name, _ in including.hashes(folder / "north.yaml")] == ["shared/more.yaml", "vendors.yaml"]


def test_the_hash_of_what_was_read_changes_with_the_shared_file(folder):
    def digest() -> str:
        tables = from_inventories([formats.read(folder / "north.yaml")])
        return str(tables["inventories"]["sha256"].iat[0])

    before = digest()
    (folder / "vendors.yaml").write_text(VENDORS + "# seen\n", encoding="utf-8")
    assert digest() != before and len(before) == 64


def test_a_finding_on_a_shared_recipient_points_to_the_line_of_include(folder):
    audit = dm.audit(str(folder / "north.yaml"), as_of="2026-09-30")
    frame = audit.findings.frame
    mine = frame[frame["subject_id"] == "helpnest"]
    assert len(mine) and set(mine["line"]) == {2} and {Path(f).name for f in mine["file"]} == {"north.yaml"}


def test_saving_without_a_change_changes_no_file(folder):
    found = formats.read(folder / "north.yaml")
    found.save()
    assert (folder / "north.yaml").read_text(encoding="utf-8") == MAP % "north"
    assert (folder / "vendors.yaml").read_text(encoding="utf-8") == VENDORS


def test_a_change_of_an_own_entry_keeps_the_include_and_the_comments(folder):
    found = formats.read(folder / "north.yaml")
    changed = tuple(r.model_copy(update={"name": "Parcels SA"}) if r.id == "parcels" else r for r in found.recipients)
    found.model_copy(update={"recipients": changed}).save()
    text = (folder / "north.yaml").read_text(encoding="utf-8")
    assert "include: vendors.yaml  # shared" in text and "Parcels SA" in text and "helpnest, " not in text
    assert "id: helpnest" not in text and (folder / "vendors.yaml").read_text(encoding="utf-8") == VENDORS
    assert [r.id for r in formats.read(folder / "north.yaml").recipients] == ["parcels", "helpnest", "pigeon"]


def test_one_decision_on_a_shared_entry_is_for_all_companies(folder):
    found = formats.read(folder / "north.yaml")
    dm.confirm(found, "recipient helpnest", by="Eva Novák", function="DPO", on="2026-09-02").save()
    assert (folder / "north.yaml").read_text(encoding="utf-8") == MAP % "north"
    text = (folder / "vendors.yaml").read_text(encoding="utf-8")
    assert text.startswith("# for all companies") and "# the help desk" in text and "Eva Novák" in text
    south = formats.read(folder / "south.yaml")
    site = next(r for r in south.recipients if r.id == "helpnest").sites[0]
    assert site.how == "stated" and site.country == "IE"


def test_a_shared_file_that_changed_since_is_not_overwritten(folder):
    found = formats.read(folder / "north.yaml")
    (folder / "vendors.yaml").write_text(VENDORS + "# seen\n", encoding="utf-8")
    with pytest.raises(CallError, match="has changed since"):
        dm.confirm(found, "recipient helpnest", by="Eva", function="DPO", on="2026-09-02").save()
    assert "Eva" not in (folder / "vendors.yaml").read_text(encoding="utf-8")


def test_a_copy_elsewhere_has_the_entries_itself(folder, tmp_path_factory):
    target = tmp_path_factory.mktemp("elsewhere") / "copy.yaml"
    found = formats.read(folder / "north.yaml")
    found.save(target)
    assert "include" not in target.read_text(encoding="utf-8") and formats.read(target) == found
    found.save(folder / "copy.yaml")
    assert "include: vendors.yaml" in (folder / "copy.yaml").read_text(encoding="utf-8")


def test_a_draft_with_facts_about_vendors(folder):
    (folder / "vendors.yaml").write_text(VENDORS.replace("name: Pigeon", "name: Mezmo"), encoding="utf-8")
    done = CliRunner().invoke(
        main, ["known", "--fill", str(folder / "north.yaml"), "-o", str(folder / "draft.yaml"), "--format", "json"]
    )
    assert done.exit_code == 0, done.output
    draft = formats.read(folder / "draft.yaml")
    assert next(r for r in draft.recipients if r.id == "pigeon").legal_entity == "Mezmo, Inc."


def test_a_run_is_made_from_both_and_states_the_hash_of_each(folder):
    done = CliRunner().invoke(
        main, ["report", str(folder / "north.yaml"), "--quarter", "2026Q3", "-o", str(folder / "reports")]
    )
    assert done.exit_code == 0, done.output
    made = folder / "reports" / "2026Q3" / "north"
    manifest = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["basis"]["included"] == {"vendors.yaml": hashlib.sha256(VENDORS.encode()).hexdigest()}
    judged = formats.read(made / "inventory.yaml")
    assert judged == formats.read(folder / "north.yaml") and judged.origin and not judged.origin.included
    checked = CliRunner().invoke(main, ["verify", str(made)])
    assert checked.exit_code == 0, checked.output


def test_the_schema_and_the_dictionary_have_it():
    assert "include" in schema.json_schema()["properties"]
    assert "| `include` |" in schema.dictionary()
