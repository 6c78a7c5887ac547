"""A file is replaced only where nothing is lost, and a page or workbook shows whether it was edited."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from run_fixture import named, run, state

import datamap as dm
from datamap.documents import package
from datamap.errors import CallError
from datamap.files import seal, writing
from datamap.formats.workbook import writer as workbook
from datamap.publish import page


@pytest.fixture(scope="module")
def audit(tmp_path_factory):
    return dm.audit(dm.read(named(tmp_path_factory.mktemp("map"), "one")), "2026-09-30")


# --- the digest ------------------------------------------------------------------------------------------------------


def _book() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "text"
    return package.save(book, dt.date(2026, 9, 30))


SEALED = {"page": seal.page("<!DOCTYPE html>\n<p>Grüße</p>\n").encode(), "workbook": _book()}


@pytest.mark.parametrize("kind", SEALED)
@given(data=st.data())
def test_any_changed_byte_counts_as_an_edit(kind, data):
    whole = SEALED[kind]
    assert seal.intact(whole)
    at = data.draw(st.integers(0, len(whole) - 1))
    flip = data.draw(st.integers(1, 255))
    assert not seal.intact(whole[:at] + bytes([whole[at] ^ flip]) + whole[at + 1 :])
    assert (
        not seal.intact(whole[:at]) and not seal.intact(whole + b" ") and not seal.intact(whole[:at] + whole[at + 1 :])
    )


def test_a_sealed_workbook_is_a_workbook_and_one_saved_again_is_edited():
    whole = SEALED["workbook"]
    assert _book() == whole and zipfile.ZipFile(io.BytesIO(whole)).testzip() is None
    again = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(whole)).save(again)
    assert not seal.intact(again.getvalue())
    copied = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(copied, "w") as new:
        new.comment = old.comment
        for item in old.infolist():
            new.writestr(item, old.read(item).replace(b"text", b"edit"))
    assert not seal.intact(copied.getvalue()), "the digest was kept, the content was not"


# --- one file --------------------------------------------------------------------------------------------------------

COMMANDS = {
    "ropa": ("one.yaml", "-o", "out.xlsx"),
    "flows": ("one.yaml", "-o", "out.html"),
    "import": ("map.xlsx", "-o", "out.yaml"),
    "init": ("out.yaml",),
}


@pytest.fixture
def desk(tmp_path, monkeypatch, audit):
    monkeypatch.chdir(tmp_path)
    named(tmp_path, "one")
    Path("map.xlsx").write_bytes(workbook.book_bytes(dm.read("one.yaml")))
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_is_replaced_only_where_nothing_is_lost(desk, command):
    args = (command, *COMMANDS[command])
    target = desk / args[-1]
    assert run(*args).exit_code == 0
    first, sealed = target.read_bytes(), command in ("ropa", "flows")
    assert seal.intact(first) == sealed
    again = run(*args)
    assert again.exit_code == (0 if sealed else 2) and target.read_bytes() == first, (
        "the same input gives the same bytes"
    )
    for foreign in (first + b"\n", b"", b"somebody's notes"):
        target.write_bytes(foreign)
        refused = run(*args)
        assert refused.exit_code == 2 and target.read_bytes() == foreign
        assert "exists already" in refused.stderr and "--force" in refused.stderr and refused.stderr.count("\n") == 1
    assert run(*args, "--force").exit_code == 0 and target.read_bytes() == first
    assert not list(desk.glob(".*")), "nothing is left aside"


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("force", [(), ("--force",)])
def test_a_link_is_never_written_through(desk, command, force):
    args = (command, *COMMANDS[command])
    (desk / "victim").write_text("precious")
    for leads_to in ("victim", "missing"):
        target = desk / args[-1]
        target.unlink(missing_ok=True)
        target.symlink_to(leads_to)
        assert run(*args, *force).exit_code == (0 if force else 2)
        assert target.is_symlink() != bool(force), "with --force the link itself is replaced"
        assert (desk / "victim").read_text() == "precious" and not (desk / "missing").exists()


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("ropa", "x.pdf"),
        ("ropa", "x.xls"),
        ("ropa", "x"),
        ("ropa", "xlsx"),
        ("flows", "x.xlsx"),
        ("flows", "x.html.txt"),
        ("import", "x.txt"),
        ("import", "x.json"),
        ("init", "x.xlsx"),
    ],
)
def test_a_name_of_another_kind_of_file_is_refused(desk, command, name):
    before = state(desk)
    done = run(command, *COMMANDS[command][:-1], name, "--force")
    assert done.exit_code == 2 and "Expected a name that ends in" in done.stderr and state(desk) == before


@pytest.mark.parametrize(
    ("command", "name"), [("ropa", "X.XLSX"), ("flows", "x.htm"), ("import", "x.YML"), ("init", "x.yml")]
)
def test_other_spellings_of_an_ending_are_accepted(desk, command, name):
    done = run(command, *COMMANDS[command][:-1], name)
    assert done.exit_code == 0 and (desk / name).is_file(), done.output


def test_python_has_the_same_care(audit, tmp_path):
    writers = {"a.xlsx": dm.write_ropa, "a.html": page.write_flows, "b.html": page.write_report}
    for name, write in writers.items():
        path = write(audit, tmp_path / name)
        path.write_bytes(path.read_bytes() + b" ")
        with pytest.raises(CallError, match="exists already"):
            write(audit, path)
        write(audit, path, force=True)
        assert seal.intact(path.read_bytes())
        with pytest.raises(CallError, match="ends in"):
            write(audit, tmp_path / "a.pdf")


def test_an_audit_replaces_the_folder_of_an_earlier_one_only_if_asked(desk):
    pytest.importorskip("pyarrow")
    args = ("audit", "one.yaml", "--as-of", "2026-09-30", "--fail-on", "never", "-o", "found")
    assert run(*args).exit_code == 0
    first = state(desk / "found")
    (desk / "found" / "part-00007.parquet").write_bytes(b"of a larger group")
    assert run(*args).exit_code == 2 and run(*args, "--force").exit_code == 0
    assert state(desk / "found") == first
    (desk / "found" / "notes.txt").write_text("precious")
    done = run(*args, "--force")
    assert done.exit_code == 2 and "notes.txt is not from an audit" in done.stderr
    assert (desk / "found" / "notes.txt").read_text() == "precious"
    (desk / "link").symlink_to("found")
    assert run(*args[:-1], "link", "--force").exit_code == 2
    assert not list(desk.glob(".*"))


def test_a_file_gets_the_rights_that_new_files_get(tmp_path):
    (tmp_path / "plain").write_text("x")
    writing.write(tmp_path / "written", "x")
    assert (tmp_path / "written").stat().st_mode == (tmp_path / "plain").stat().st_mode
