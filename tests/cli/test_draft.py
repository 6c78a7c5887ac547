"""The command ``draft``: what it prints and writes, how it ends, and what a user can teach it."""

from __future__ import annotations

import gc
import json
import subprocess
import sys

import pytest
import yaml
from click.testing import CliRunner

import datamap as dm
from datamap import formats
from datamap.cli import main
from datamap.errors import CallError
from datamap.questions import drafted

LIST = "Vendor,Where,Mechanism\nPostbird Inc.,USA,DPF\nHoster GmbH,Germany,\n"
PRIVATE = "Vendor;Standort DC;Mechanism\nPostbird Inc.;USA;to be signed\nHoster GmbH;Germany;\n"


def run(*args):
    return CliRunner().invoke(main, [str(a) for a in args])


@pytest.fixture
def listed(tmp_path):
    path = tmp_path / "vendors.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_json_has_recipients_with_their_words(listed):
    done = run("draft", listed, "--format", "json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert [(r["name"], r["countries"], r["safeguards"], r["sure"]) for r in found["recipients"]] == [
        ("Postbird Inc.", ["US"], ["DPF"], True),
        ("Hoster GmbH", ["DE"], [], True),
    ]
    for quote in (q for r in found["recipients"] for q in r["evidence"]):
        assert LIST[quote["start"] : quote["end"]] == quote["words"]
    assert {"purposes", "categories", "activities", "reading"} <= found.keys()


def test_the_draft_is_an_inventory_with_its_reading_list_beside_it(tmp_path):
    source, out = tmp_path / "list.csv", tmp_path / "map.yaml"
    source.write_text(PRIVATE, encoding="utf-8")
    done = run("draft", source, "-o", out)
    assert done.exit_code == 0, done.output
    inv = formats.read(out)
    by = {r.name: r for r in inv.recipients}
    assert [s.kind for s in by["Postbird Inc."].safeguards] == ["unknown"]
    left = (tmp_path / "map.reading.md").read_text(encoding="utf-8")
    assert "to be signed" in left and "Standort DC" in left


def test_strict_ends_with_1_where_something_is_left(tmp_path, listed):
    assert run("draft", listed, "--strict").exit_code == 0
    open_ = tmp_path / "open.csv"
    open_.write_text(PRIVATE, encoding="utf-8")
    assert run("draft", open_, "--strict").exit_code == 1
    assert run("draft", open_).exit_code == 0


@pytest.mark.parametrize("there", [("map.yaml",), ("map.reading.md",), ("map.yaml", "map.reading.md")])
def test_a_draft_or_reading_list_that_exists_is_replaced_only_if_asked(tmp_path, listed, there):
    for name in there:
        (tmp_path / name).write_text("edited by hand\n", encoding="utf-8")
    done = run("draft", listed, "-o", tmp_path / "map.yaml")
    assert done.exit_code == 2 and all(done.stderr.count(f"{name}: exists already") == 1 for name in there)
    assert "map.yaml" in done.stderr and "map.reading.md" in done.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([*there, "vendors.csv"])
    assert all((tmp_path / name).read_text(encoding="utf-8") == "edited by hand\n" for name in there)
    assert run("draft", listed, "-o", tmp_path / "map.yaml", "--force").exit_code == 0
    assert len(formats.read(tmp_path / "map.yaml").recipients) == 2
    assert (tmp_path / "map.reading.md").read_text(encoding="utf-8").startswith("# To read")


def test_the_library_writes_both_files_or_none(tmp_path, listed, monkeypatch):
    found = dm.draft(listed)
    assert found.save(tmp_path / "a.yaml") == (tmp_path / "a.yaml", tmp_path / "a.reading.md")
    (tmp_path / "b.reading.md").write_text("mine", encoding="utf-8")
    replace = type(tmp_path).replace

    def fails(path, target):
        if str(target).endswith(".reading.md"):
            raise OSError(28, "No space left on device")
        return replace(path, target)

    monkeypatch.setattr(type(tmp_path), "replace", fails)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    for name in ("a.yaml", "b.yaml", "c.yaml"):
        with pytest.raises(CallError, match="No space left"):
            found.save(tmp_path / name, force=True)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


@pytest.mark.parametrize("beside", [False, True])
def test_a_label_that_was_taught_is_used_and_recorded(tmp_path, beside):
    source, out = tmp_path / "list.csv", tmp_path / "map.yaml"
    source.write_text(PRIVATE, encoding="utf-8")
    taught = [] if beside else ["--map", "Standort DC=country"]
    if beside:
        (tmp_path / "list.csv.map.yaml").write_text("Standort DC: country\n", encoding="utf-8")
    done = run("draft", source, "-o", out, *taught)
    assert done.exit_code == 0, done.output
    by = {r.name: r for r in formats.read(out).recipients}
    assert by["Postbird Inc."].sites[0].country == "US"
    assert "# Taught: 'Standort DC' is the country." in out.read_text(encoding="utf-8")
    assert "Standort DC" not in (tmp_path / "map.reading.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "args, words",
    [
        (["missing.csv"], "no such file"),
        (["vendors.csv", "--map", "Where"], "--map: 'Where'"),
        (["vendors.csv", "--map", "Where=colour"], "--map: 'Where=colour'"),
        (["vendors.csv", "-o", "map.txt"], "map.txt"),
        (["vendors.csv", "-o", "vendors.csv"], "vendors.csv"),
    ],
)
def test_what_is_wrong_ends_with_2_and_nothing_written(listed, monkeypatch, args, words):
    monkeypatch.chdir(listed.parent)
    done = run("draft", *args)
    assert done.exit_code == 2 and words in done.output
    assert [p.name for p in listed.parent.iterdir()] == ["vendors.csv"]


def test_a_map_beside_a_file_that_is_wrong_is_refused(listed):
    listed.with_name("vendors.csv.map.yaml").write_text(yaml.safe_dump({"Where": "colour"}), encoding="utf-8")
    done = run("draft", listed)
    assert done.exit_code == 2 and "'colour' is not a fact" in done.output


def test_several_files_make_one_map_and_contradictions_name_both(tmp_path, listed):
    other = tmp_path / "other.csv"
    other.write_text("Vendor,Country\nHoster GmbH,France\n", encoding="utf-8")
    found = dm.draft([listed, other]).merged
    (hoster,) = [o for o in found.organisations if o.name.value == "Hoster GmbH"]
    assert len(hoster.uses) == 2
    (asked,) = [e for e in found.reading if "vendors.csv" in e.why]
    assert "vendors.csv (line 3, column 2) states Germany; other.csv (line 2, column 2) states France" in asked.why


def test_what_was_not_read_of_a_location_is_a_site_that_is_not_known(tmp_path):
    source, out = tmp_path / "list.csv", tmp_path / "map.yaml"
    source.write_text('Vendor,Country\nMailwind Inc.,"Ruritania, Germany"\nHoster GmbH,Germany\n', encoding="utf-8")
    assert run("import", source, "-o", out).exit_code == 1  # Ruritania was not understood
    assert run("import", source, "-o", out, "--force", "--allow-untaken").exit_code == 0
    audit = dm.audit(formats.read(out), "2026-09-30")
    verdicts = set(zip(audit.transfers["recipient"], audit.transfers["verdict"], strict=True))
    assert ("Mailwind Inc.", "undetermined") in verdicts
    assert {v for r, v in verdicts if r == "Hoster GmbH"} == {"no-transfer"}


def test_a_language_that_is_not_read_is_refused_and_nothing_written(tmp_path):
    source = tmp_path / "notice.md"
    sentence = (
        "Käsittelemme henkilötietoja asiakassuhteen hoitamiseksi ja säilytämme tietoja niin kauan kuin asiakassuhde on "
        "voimassa. Luovutamme tietoja palveluntarjoajille, jotka käsittelevät niitä meidän puolestamme ja ohjeidemme "
        "mukaisesti. Sinulla on oikeus tarkastaa tietosi sekä vaatia niiden oikaisemista tai poistamista meiltä. "
    )
    source.write_text("# Tietosuojaseloste\n\n" + sentence * 4, encoding="utf-8")
    done = run("draft", source, "-o", tmp_path / "map.yaml")
    assert done.exit_code == 2 and "a language that is not read" in done.output
    assert [p.name for p in tmp_path.iterdir()] == ["notice.md"]


def test_a_document_that_gives_nothing_is_on_the_reading_list(tmp_path):
    source = tmp_path / "short.md"
    source.write_text("# Hello\n\nNothing of interest.\n", encoding="utf-8")
    found = json.loads(run("draft", source, "--format", "json").stdout)
    assert [e["what"] for e in found["reading"]] == ["the document"]


def test_an_officer_without_a_name_and_a_category_of_recipients_are_kept(tmp_path):
    source, out = tmp_path / "notice.md", tmp_path / "map.yaml"
    source.write_text(
        "# Privacy notice of Letterbird Ltd\n\nThe controller is Letterbird Ltd. Data protection officer: "
        "dpo@letterbird.example\n\n## Who receives your data\n\n- Pigeon Post Ltd (Ireland)\n- tax advisers\n",
        encoding="utf-8",
    )
    assert run("draft", source, "-o", out).exit_code == 0
    made = formats.read(out)
    assert [(d.name, d.email) for d in made.controller.dpo] == [("unknown", "dpo@letterbird.example")]
    assert {r.name: r.kind for r in made.recipients} == {"Pigeon Post Ltd": "organisation", "tax advisers": "category"}


@pytest.mark.parametrize(
    "words, name, sure",
    [
        ("Our data protection officer: Ann Quill,\ndpo@letterbird.example", "Ann Quill", True),
        ("Unser Datenschutzbeauftragter ist Hans von Berg, dsb@letterbird.example", "Hans von Berg", False),
        ("Pověřenec pro ochranu osobních údajů: Jana Dubová, dpo@letterbird.example", "Jana Dubová", True),
        ("Our data protection officer: please write to dpo@letterbird.example", "unknown", True),
    ],
)
def test_the_name_of_an_officer_is_behind_the_office(tmp_path, words, name, sure):
    source = tmp_path / "notice.md"
    source.write_text(f"# Letterbird\n\nLetterbird Ltd, 3 Quay Street, Dublin, Ireland.\n{words}\n", encoding="utf-8")
    (officer,) = dm.draft(source).inventory.controller.dpo
    assert (officer.name, officer.email.endswith("@letterbird.example")) == (name, True)
    assert officer.how == ("stated" if sure else "proposed")


@pytest.mark.parametrize(
    "source, title",
    [
        ("list.csv", "Draft read from list.csv"),
        ("notice.md", "Draft read from notice.md"),
        ("register.csv", "Register read from register.csv"),
    ],
)
def test_the_title_names_what_was_read(tmp_path, source, title):
    text = {
        "list.csv": LIST,
        "notice.md": "# Privacy notice of Letterbird Ltd\n\n## Orders\n\nLegal basis: Art. 6(1)(b) GDPR.\n",
        "register.csv": "Activity,Legal basis,Retention\nOrders,Art. 6(1)(b),3 years\nNewsletter,consent,1 year\n",
    }
    (tmp_path / source).write_text(text[source], encoding="utf-8")
    assert dm.draft(tmp_path / source).inventory.meta.title == title


def test_a_draft_without_decisions_loads_no_frames(tmp_path):
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    code = (
        "import sys; from datamap.cli import main; "
        "main(['draft', 'list.csv', '-o', 'map.yaml'], standalone_mode=False); print('pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert done.stdout.splitlines()[-1:] == ["False"], done.stderr
    assert (tmp_path / "map.yaml").exists()


def test_no_garbage_is_collected_during_the_command(tmp_path, monkeypatch):
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    on = []
    monkeypatch.setattr(drafted.Drafted, "open_points", property(lambda self: on.append(gc.isenabled()) or 0))
    was = gc.isenabled()
    gc.enable()
    try:
        assert run("draft", tmp_path / "list.csv").exit_code == 0
        assert on == [False] and gc.isenabled()
    finally:
        (gc.enable if was else gc.disable)()
