"""A small inventory with findings, a list that accepts them, and commands on it."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

import datamap as dm
from datamap.cli import main

DAY = "2026-09-30"
MAP = """\
meta: {id: demo, date: 2026-09-01}
controller: {name: Demo, country: CZ, role: controller, sector: private}
recipients:
  - id: desk
    name: Desk
    role: processor
    sites: [US]
    safeguards: none
    evidence: [{C: "Desk, USA"}]
"""


@pytest.fixture(scope="module")
def smartsupp(root):
    return dm.audit(dm.read(root / "inventory" / "smartsupp.yaml"), DAY)


@pytest.fixture
def demo(tmp_path):
    path = tmp_path / "demo.yaml"
    path.write_text(MAP, encoding="utf-8")
    return path


def run(*args):
    return CliRunner().invoke(main, [*map(str, args), "--as-of", DAY])


def accepted(findings, **more):
    f = {
        "fingerprint": findings.frame["fingerprint"][0],
        "facts": findings.digest(0),
        "reason": "known",
        "owner": "DPO",
        "decided": "2026-09-01",
        "review": "2026-12-31",
        **more,
    }
    return "acceptances:\n  - {" + ", ".join(f"{k}: {v}" for k, v in f.items()) + "}\n"
