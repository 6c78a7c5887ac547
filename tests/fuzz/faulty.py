"""The folder in which faults are tried, and every command that writes there."""

from __future__ import annotations

import shutil
from pathlib import Path

from click.testing import CliRunner
from openpyxl import Workbook

from datamap.cli import main
from tests.dpf_fixture import ROWS, save
from tests.form_fixture import asked, fill
from tests.run_fixture import SMALL, notebook

MAP = """\
meta: {id: demo, date: 2026-09-01}
controller: {name: Demo Ltd, country: CZ, role: controller, sector: private}
categories: [{id: mail, name: Mail, special: none}]
subjects: [{id: people, name: People}]
purposes:
  - {id: help, name: Help, categories: [mail], subjects: [people], legal_bases: [6-1-b], recipients: [desk, mailer]}
recipients:
  - {id: desk, name: Desk, role: processor, sites: [US], safeguards: none, dpa: yes}
  - id: mailer
    name: Mailchimp
    role: processor
    sites: [US]
    safeguards: [{kind: scc, version: 2021, how: proposed, evidence: [{C: clauses}]}]
"""
CONFIRM = "- {decision: confirm, subject: recipient mailer, field: safeguards, owner: Jana, decided: 2026-09-01}\n"
WHOLE = "- {decision: confirm, source: C, owner: Jana, decided: 2026-09-01}\n"
NOTICE = """\
# Privacy notice

Demo Ltd, 1 Main Street, Prague, is the controller.

## Newsletter

We use your e-mail address to send you our newsletter, with your consent (Art. 6(1)(a) GDPR). We share it with Mailchimp
(USA) under the standard contractual clauses. We delete it after two years.
"""
DAY = ("--as-of", "2026-09-30")
NEVER = ("--fail-on", "never")

COMMANDS: dict[str, tuple[str, ...]] = {
    "init": ("init", "new.yaml"),
    "draft": ("draft", "notice.md", "-o", "draft.yaml"),
    "draft again": ("draft", "notice.md", "-o", "old.yaml", "--force"),
    "import": ("import", "demo.xlsx", "-o", "new.yaml"),
    "import register": ("import", "vendors.xlsx", "-o", "old.yaml", "--force"),
    "review": ("review", "demo.yaml", "-o", "review.html"),
    "review --apply": ("review", "demo.yaml", "--apply", "chosen.yaml"),
    "review --apply a source": ("review", "demo.yaml", "--apply", "whole.yaml"),
    "workbook again": ("workbook", "demo.yaml", "-o", "demo.xlsx", "--force"),
    "workbook --blank": ("workbook", "--blank", "-o", "blank.xlsx"),
    "ropa": ("ropa", "demo.yaml", *DAY, "-o", "ropa.xlsx"),
    "notice": ("notice", "demo.yaml", *DAY, "--for", "people", "-o", "notice.docx"),
    "flows html": ("flows", "demo.yaml", *DAY, "-o", "flows.html"),
    "flows graphml": ("flows", "demo.yaml", *DAY, "-o", "flows.graphml"),
    "ask": ("ask", "demo.yaml", *DAY, "-o", "asked"),
    "answers": ("answers", "demo.yaml", "filled.xlsx"),
    "answers passed on": ("answers", "demo.yaml", "filled.xlsx", "passed.xlsx"),
    "assess": ("assess", "demo.yaml", "desk", *DAY, "-o", "tia.xlsx"),
    "assess docx": ("assess", "demo.yaml", "desk", *DAY, "-o", "tia.docx"),
    "known --fill": ("known", "--fill", "demo.yaml", "-o", "filled.yaml"),
    "audit": ("audit", "demo.yaml", *DAY, "-o", "found", *NEVER),
    "audit again": ("audit", "demo.yaml", *DAY, "-o", "run", "--force", *NEVER),
    "audit --since": ("audit", "maps", *DAY, "-o", "found", "--since", "maps-run", *NEVER),
    "audit --since again": ("audit", "maps", *DAY, "-o", "maps-run", "--since", "maps-run", "--force", *NEVER),
    "transfers --dpf-list": ("transfers", "demo.yaml", *DAY, "--dpf-list", "list_2026-03-24.xlsx"),
    "report": ("report", "demo.yaml", "--quarter", "2026Q3", "-o", "reports", "--notebook", "small.ipynb"),
    "report again": ("report", "demo.yaml", "--quarter", "2026Q3", "-o", "old", "--notebook", "small.ipynb", "--force"),
}
"""What is typed, by a name for it."""


def prepare(folder: Path) -> Path:
    """The folder with an inventory and everything that the commands read or replace."""
    folder.mkdir(exist_ok=True)
    for name, text in {
        "demo.yaml": MAP,
        "notice.md": NOTICE,
        "chosen.yaml": CONFIRM,
        "whole.yaml": WHOLE,
        "old.yaml": "meta: {id: old, date: 2026-01-01}\ncontroller: {name: Old, country: CZ, role: controller}\n",
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    book = Workbook()
    for row in (["Vendor", "Country", "Purpose"], ["Mailchimp", "USA", "Newsletter"], ["Desk", "Germany", "Support"]):
        book.active.append(row)
    book.save(folder / "vendors.xlsx")
    save(folder / "list_2026-03-24.xlsx", [list(r) for r in ROWS])
    notebook(folder / "small.ipynb", SMALL)
    _run("workbook", folder / "demo.yaml", "-o", folder / "demo.xlsx")
    _run("audit", folder / "demo.yaml", *DAY, "-o", folder / "run", *NEVER)
    (folder / "maps").mkdir()
    for name in ("demo", "other"):
        (folder / "maps" / f"{name}.yaml").write_text(MAP.replace("id: demo", f"id: {name}"), encoding="utf-8")
    _run("audit", folder / "maps", *DAY, "-o", folder / "maps-run", *NEVER)
    other = folder / "maps" / "other.yaml"
    other.write_text(other.read_text(encoding="utf-8").replace("dpa: yes", "dpa: no"), encoding="utf-8")
    small = ("--notebook", folder / "small.ipynb")
    _run("report", folder / "demo.yaml", "--quarter", "2026Q3", "-o", folder / "old", *small)
    _run("ask", folder / "demo.yaml", *DAY, "-o", folder / "forms")
    forms = {f: asked(f) for f in sorted((folder / "forms").glob("*.xlsx"))}
    form, keys = next((f, keys) for f, keys in forms.items() if "purposes/help/retention" in keys)
    passed = next(key for key in keys if key != "purposes/help/retention")
    fill(shutil.copy(form, folder / "passed.xlsx"), {}, **{passed.rsplit("/", 1)[1]: "IT"})
    fill(form, {"purposes/help/retention": "3 years"}).rename(folder / "filled.xlsx")
    return folder


def _run(*args: object) -> None:
    done = CliRunner().invoke(main, [str(a) for a in args])
    assert done.exit_code in (0, 1), done.output
