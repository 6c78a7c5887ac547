"""What ``datamap report`` prints at its end: the sum over several reports, and the one file to open."""

from __future__ import annotations

import datetime as dt

import pytest
from click.testing import CliRunner

from datamap.cli import main
from datamap.history.quarter import ended

MAP = "meta: {{id: {id}}}\ncontroller: {{name: {id}, country: CZ}}\nrecipients: [{{id: r, name: R, sites: [US]}}]\n"


@pytest.fixture
def report(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def made(*ids, options=()):
        for id_ in ids:
            (tmp_path / f"{id_}.yaml").write_text(MAP.format(id=id_), encoding="utf-8")
        return CliRunner().invoke(main, ["report", *(f"{i}.yaml" for i in ids), *options])

    return made


def test_one_report_ends_with_its_page_and_is_of_the_last_quarter_by_default(report, tmp_path):
    done = report("alpha")
    page = tmp_path / "reports" / ended(dt.date.today()) / "alpha" / "report.html"
    assert done.exit_code == 0, done.stderr
    assert done.stdout.splitlines()[-1] == f"Open {page.relative_to(tmp_path)}" and page.is_file()


def test_several_reports_end_with_their_sum_and_the_index(report, tmp_path):
    done = report("alpha", "beta", options=("--quarter", "2026Q3", "-o", "out"))
    *_, one, other, total, last = done.stdout.splitlines()
    assert one.startswith("alpha: 1 transfer ") and other.startswith("beta: 1 transfer ")
    assert total.startswith("2 reports: 2 transfers ")
    assert last == "Open out/2026Q3/index.html" and (tmp_path / "out/2026Q3/index.html").is_file()
