"""What a run leaves: compared with an earlier one, held against its manifest, judged again."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from click.testing import CliRunner
from run_fixture import MAP, named

from datamap.cli import main
from datamap.errors import InputError
from datamap.history import archive, proof
from datamap.runs import reports, verify


def test_a_baseline_says_what_changed_and_a_run_verifies(tmp_path, one):
    out = tmp_path / "out"
    reports.report([one], "2026Q2", out)
    one.write_text(MAP.format(id="one").replace("safeguards: none", 'safeguards: ["scc:2021"]'), encoding="utf-8")
    (done,) = reports.report([one], "2026Q3", out, baseline=str(out / "2026Q2"))
    assert done.state == "made", done.error
    told = json.loads((done.folder / "changes.json").read_text(encoding="utf-8"))
    assert told["counts"]["transfer verdict"] == 1
    assert "What changed" in (done.folder / "report.html").read_text(encoding="utf-8")
    assert str(tmp_path) not in (done.folder / "report.ipynb").read_text(encoding="utf-8")
    assert [r.manifest["quarter"] for r in archive.history(done.folder)] == ["2026Q2", "2026Q3"]
    index = (out / "2026Q3" / "index.html").read_text(encoding="utf-8")
    assert "Quarter by quarter" in index
    # one transfer: not covered in the second quarter, covered in the third
    bars = re.findall(
        r'<b>(2026Q\d)</b><span class="bars"><span class="([a-z-]+)" style="width: 100.00%">1</span></span>', index
    )
    assert bars == [("2026Q2", "not-covered"), ("2026Q3", "covered")]
    assert all(v.holds for v in verify.verify(out / "2026Q3"))
    (done.folder / "findings.csv").write_text("changed", encoding="utf-8")
    (found,) = verify.verify(done.folder)
    assert found.files == ("findings.csv",) and not found.answers
    verified = CliRunner().invoke(main, ["verify", str(done.folder)])
    assert verified.exit_code == 1 and "findings.csv differs from the manifest" in verified.stdout
    assert CliRunner().invoke(main, ["verify", str(tmp_path)]).exit_code == 2


@pytest.fixture(scope="module")
def _run_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    (done,) = reports.report([named(folder, "one")], "2026Q3", folder / "out", without=("eu-us-dpf",))
    return done.folder


@pytest.fixture
def run_folder(_run_folder, tmp_path):
    """A run that a test may harm."""
    shutil.copytree(_run_folder.parent.parent, tmp_path / "out")
    return tmp_path / "out" / "2026Q3" / "one"


def _resigned(folder, name, old, new):
    """A file changed, and its hash in the manifest with it."""
    path = folder / name
    path.write_bytes(path.read_bytes().replace(old.encode(), new.encode()))
    said = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    if name != "manifest.json":
        said["files"][name] = proof.sha256(path)
    (folder / "manifest.json").write_text(proof.sealed(said), encoding="utf-8")


def test_one_changed_byte_in_any_file_is_found_and_named(run_folder):
    for path in sorted(run_folder.iterdir()):
        whole = path.read_bytes()
        middle = (
            whole.index(b'"source"') if path.suffix == ".ipynb" else len(whole) // 2
        )  # a notebook's timings are left out
        for at in (0, middle, len(whole) - 1):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            try:
                assert proof.damaged(archive.runs(run_folder)[0]) == [path.name], at
            except InputError as e:
                assert path.name == "manifest.json" and "manifest.json" in str(e)
        path.write_bytes(whole)


def test_a_run_that_holds_is_made_again_byte_for_byte(run_folder):
    (found,) = verify.verify(run_folder)
    assert found.holds and set(found.again) == {
        "brief.docx",
        "brief.html",
        "brief.json",
        "mail.txt",
        "findings.csv",
        "findings.json",
        "flows.html",
        "report.html",
        "ropa-internal.xlsx",
        "ropa.xlsx",
        "transfers.csv",
        "transfers.json",
    }


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda f: (f / "flows.html").unlink(), "flows.html differs from the manifest"),
        (lambda f: (f / "more.txt").write_text("x"), "more.txt is not in the manifest"),
        (lambda f: (f / "inventory.yaml").write_text("x: ["), "it cannot be audited again"),
        (lambda f: (f / "inventory.yaml").unlink(), "it cannot be audited again"),
        (
            lambda f: _resigned(f, "transfers.csv", "not-covered", "covered"),
            "transfers.csv: made again, it is different",
        ),
        (
            lambda f: _resigned(f, "transfers.json", '"verdict": "not-covered"', '"verdict": "covered"'),
            "transfers: 1 then, 1 now, 1 differ",
        ),
        (lambda f: _resigned(f, "inventory.yaml", "Desk", "Disk"), "its inputs are not those of the stored inventory"),
        (
            lambda f: _resigned(f, "manifest.json", '"not-covered": 1', '"not-covered": 0'),
            "its counts are not those of the stored inventory",
        ),
        (lambda f: _resigned(f, "manifest.json", '"without": [\n      "eu-us-dpf"\n    ]', '"without": []'), "differ"),
    ],
)
def test_what_was_tampered_with_is_found(run_folder, harm, said):
    harm(run_folder)
    done = CliRunner().invoke(main, ["verify", str(run_folder)])
    assert done.exit_code == 1 and said in done.stdout, done.output


def test_a_manifest_that_is_none_is_an_error_and_does_not_stop_the_next_run(run_folder, tmp_path, one):
    (run_folder / "manifest.json").write_text('{"as_of": "2026-09-30"}', encoding="utf-8")
    done = CliRunner().invoke(main, ["verify", str(run_folder)])
    assert done.exit_code == 2 and "it is not the manifest of a run" in done.stderr
    other = tmp_path / "other.yaml"
    other.write_text(MAP.format(id="other"), encoding="utf-8")
    assert (
        CliRunner().invoke(main, ["report", str(other), "--quarter", "2026Q3", "-o", str(tmp_path / "out")]).exit_code
        == 0
    )


def test_pages_of_a_quarter_may_share_one_plotly(tmp_path):
    paths = []
    for name in ("a", "b"):
        paths.append(tmp_path / f"{name}.yaml")
        paths[-1].write_text(MAP.format(id=name), encoding="utf-8")
    out = tmp_path / "out"
    done = CliRunner().invoke(
        main, ["report", *map(str, paths), "--quarter", "2026Q3", "-o", str(out), "--shared-script"]
    )
    assert done.exit_code == 0, done.stderr
    (script,) = (out / "2026Q3").glob("plotly-*.min.js")
    for name in ("a", "b"):
        page = out / "2026Q3" / name / "flows.html"
        assert page.stat().st_size < 300_000 and f'<script src="../{script.name}">' in page.read_text(encoding="utf-8")
    assert [o.state for o in reports.report(paths, "2026Q3", out, shared_script=True, resume=True)] == ["current"] * 2
    assert all(v.holds for v in verify.verify(out / "2026Q3"))
    script.write_text("damaged", encoding="utf-8")
    assert [v.files for v in verify.verify(out / "2026Q3")] == [(f"../{script.name}",)] * 2
