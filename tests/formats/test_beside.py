"""The file of decisions beside an inventory, asked for one and for many."""

from __future__ import annotations

import os

import pytest

from datamap.errors import InputError
from datamap.files.partitions import partitions
from datamap.formats import Listed, expand, expanded, file_beside, read_many


@pytest.mark.parametrize("listed", [None, Listed()], ids=["one", "many"])
def test_a_file_of_decisions_is_found_and_a_folder_of_that_name_is_none(tmp_path, monkeypatch, listed):
    for name in ("a.decisions.yaml", "b.acceptances.yaml"):
        (tmp_path / name).write_text("acceptances: []\n", encoding="utf-8")
    (tmp_path / "c.decisions.yaml").mkdir()
    monkeypatch.chdir(tmp_path)
    for folder in ("", f"{tmp_path}/", "./"):
        found = [file_beside(f"{folder}{name}.yaml", listed) for name in "abcd"]
        assert [p and p.name for p in found] == ["a.decisions.yaml", "b.acceptances.yaml", None, None], folder
    assert file_beside(tmp_path / "none" / "a.yaml", listed) is None


def test_two_files_beside_one_inventory_are_refused_either_way(tmp_path):
    for name in ("a.decisions.yaml", "a.acceptances.yaml"):
        (tmp_path / name).write_text("acceptances: []\n", encoding="utf-8")
    for listed in (None, Listed()):
        with pytest.raises(InputError, match="a\\.decisions\\.yaml is beside it"):
            file_beside(tmp_path / "a.yaml", listed)


def test_a_folder_is_listed_once(tmp_path, monkeypatch):
    folders, listing = [], os.listdir
    monkeypatch.setattr(os, "listdir", lambda folder: folders.append(folder) or listing(folder))
    listed = Listed()
    assert [file_beside(tmp_path / f"{n}.yaml", listed) for n in range(5)] == [None] * 5
    assert folders == [f"{tmp_path}{os.sep}"]


def test_the_files_of_a_folder_are_the_same_as_text_and_as_paths(tmp_path, monkeypatch):
    for name in ("b.yaml", "a.yaml", "a.decisions.yaml"):
        (tmp_path / name).write_text("meta: {id: x}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for given in (".", "*.yaml", ["a.yaml", "b.yaml"], tmp_path):
        assert [str(p) for p in expand(given)] == expanded(given)
        assert [p.rpartition(os.sep)[2] for p in expanded(given)] == ["a.yaml", "b.yaml"]


def test_a_link_to_itself_is_no_partition_and_one_to_a_partition_is(tmp_path):
    folder, elsewhere = tmp_path / "group", tmp_path / "elsewhere"
    for made in (folder, elsewhere):
        made.mkdir()
    (elsewhere / "inventories.parquet").touch()
    (folder / "loop").symlink_to("loop")
    (folder / "a.yaml").write_text("meta: {id: x}\n", encoding="utf-8")
    assert partitions(folder) == [] and [p.name for p in expand(folder)] == ["a.yaml"]
    (folder / "part").symlink_to(elsewhere)
    assert partitions(folder) == [folder / "part"]


def test_links_to_nothing_in_a_folder_are_refused_together(tmp_path):
    (tmp_path / "a.yaml").write_text("meta: {id: x}\n", encoding="utf-8")
    (tmp_path / ".#a.yaml").symlink_to("someone@desk.17")  # how an editor marks a file that it has open
    assert [p.name for p in expand(tmp_path)] == ["a.yaml"]
    (tmp_path / "b.yaml").symlink_to("gone.yaml")
    (tmp_path / "c.yaml").symlink_to("c.yaml")
    with pytest.raises(InputError) as refused:
        read_many([tmp_path])
    said = [str(p).removeprefix(f"{tmp_path}/") for p in refused.value.problems]
    assert [s for s in said if s.startswith("b.yaml: no such file")]
    assert [s for s in said if s.startswith("c.yaml: the file cannot be read")]
