"""Morava Holding: six invented companies in two quarters, for the brief.

Between the two quarters, Postbird Inc., which four companies share, lapses from the list of
participants; a check of this program gets a new edition; one company renames a purpose; an acceptance expires.
The map of Morava Real Estate was not
touched for three quarters.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dpf_fixture import line, save
from run_fixture import notebook

BANK, MEDIA, FOODS, SHOPS, ESTATE, HOLDING = COMPANIES = (
    *("morava-bank", "morava-media", "morava-foods"),
    *("morava-shops", "morava-real-estate", "morava-holding"),
)
SHARED = (BANK, MEDIA, FOODS, SHOPS)
"""The companies that use Postbird, under two names."""

NOTEBOOK = """\
import pathlib
import datamap as dm
from datamap.publish.brief import one
from datamap.questions import records
audit = dm.run(inventory, as_of, quarter=quarter, dpf_list=dpf_list, acceptances=acceptances)
changes = dm.changes_since(audit, baseline) if baseline else None
files = one.files(audit, changes)
files["findings.json"] = records.dumps({**records.findings(audit), **records.decisions(audit)})
files["transfers.json"] = records.dumps(records.transfers(audit))
for name, data in files.items():
    pathlib.Path(output, name).write_bytes(data if isinstance(data, bytes) else data.encode())
"""
"""Only what a comparison and the brief need of a report: twelve whole reports take minutes."""

QUARTERS = ("2026Q2", "2026Q3")
EVERY = {"2026Q2": "2026-06-20", "2026Q3": "2026-09-20"}
"""The day on which every company but one confirms its map."""

POSTBIRD = (
    "{{id: postbird, name: {name}, legal_entity: Postbird Inc., role: processor, dpa: yes, sites: [US], "
    "safeguards: [dpf]}}"
)
DESK = "{id: desk, name: Desk Systems s.r.o., role: processor, dpa: yes, sites: [CZ], safeguards: none}"
CLOUD = "{id: cloud, name: Cloudberry Ltd, role: processor, dpa: yes, sites: [IN], safeguards: none}"


def title(name: str) -> str:
    """The name of a company."""
    return " ".join(word.title() for word in name.split("-")) + " a.s."


def text(name: str, quarter: str) -> str:
    """The map of a company in a quarter."""
    confirmed = "2025-12-10" if name == ESTATE else EVERY[quarter]
    seen = f"evidence: [{{section: Owner, confirmed_by: Jana Dvorak, confirmed_as: DPO, confirmed_on: {confirmed}}}]"
    recipients = [DESK] + ([CLOUD] if name == HOLDING else [])
    if name in SHARED:
        recipients.insert(0, POSTBIRD.format(name="Postbird" if name == MEDIA else "Postbird Inc."))
    ids = ", ".join(r.partition("id: ")[2].partition(",")[0] for r in recipients)
    renamed = name == FOODS and quarter == "2026Q3"
    purpose = "id: newsletter, formerly: [letters]" if renamed else "id: letters"
    called = "News for customers" if renamed else "Letters to customers"
    return f"""\
meta: {{id: {name}, date: {confirmed}}}
controller: {{name: {title(name)}, country: CZ, role: controller, sector: private}}
subjects: [{{id: clients, name: Customers, vulnerable: no, staff: no}}]
categories: [{{id: mail, name: E-mail addresses, special: none, {seen}}}]
purposes:
  - {{{purpose}, name: {called}, subjects: [clients], categories: [mail], legal_bases: [6-1-b], recipients: [{ids}],
     {seen}}}
recipients:
{"".join(f"  - {r}" + chr(10) for r in recipients)}"""


def maps(folder: Path, quarter: str) -> list[Path]:
    """The files of the maps in a quarter."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name in COMPANIES:
        path = folder / f"{name}.yaml"
        path.write_text(text(name, quarter), encoding="utf-8")
        paths.append(path)
    return paths


def lists(folder: Path) -> dict[str, list[Path]]:
    """The lists of participants that each quarter knows: Postbird is inactive in the newest one."""
    folder.mkdir(parents=True, exist_ok=True)
    before = save(folder / "2026-01-15.xlsx", [line("Postbird Inc.", due="7/31/2026"), line("Other LLC")])
    after = save(
        folder / "2026-08-20.xlsx",
        [line("Postbird Inc.", status="Inactive - Lapse", inactive="8/1/2026"), line("Other LLC")],
    )
    return {"2026Q2": [before], "2026Q3": [before, after]}


def decide(folder: Path) -> None:
    """What people decided in the spring: an acceptance until August, an action until April."""
    from datamap.findings.findings import Findings
    from datamap.pipeline import audit

    def first(name: str, rule: str) -> tuple[Findings, int]:
        found = audit(folder / f"{name}.yaml", "2026-06-30").findings
        return found, found.frame["rule"].tolist().index(rule)

    found, at = first(HOLDING, "TR002")
    who = "owner: Eva Horakova, decided: 2026-03-25"
    (folder / f"{HOLDING}.decisions.yaml").write_text(
        f"- {{fingerprint: {found.frame['fingerprint'].iat[at]}, facts: {found.digest(at)}, {who}, "
        "reason: The contract ends in August., review: 2026-08-31}\n",
        encoding="utf-8",
    )
    found, at = first(SHOPS, "RE001")
    (folder / f"{SHOPS}.decisions.yaml").write_text(
        f"- {{decision: do, fingerprint: {found.frame['fingerprint'].iat[at]}, {who}, due: 2026-04-30}}\n",
        encoding="utf-8",
    )


def reports(folder: Path, monkeypatch: Any) -> Path:
    """The reports of both quarters, as two runs make them; before the last, a check of this program was different."""
    from datamap.history import proof
    from datamap.rules.record import controller_record_incomplete as checked
    from datamap.runs import reports as runs

    short = notebook(folder / "short.ipynb", NOTEBOOK)
    known, out, now = lists(folder / "lists"), folder / "out", checked.RULE.find
    for n, quarter in enumerate(QUARTERS):
        paths = maps(folder / "maps", quarter)
        if not n:
            decide(folder / "maps")
        with monkeypatch.context() as patch:
            if quarter != QUARTERS[-1]:
                patch.setattr(proof, "code", lambda: "0" * 64)
                object.__setattr__(checked.RULE, "find", lambda facts: now(facts).iloc[:0])
            done = runs.report(
                paths,
                quarter,
                out,
                dpf_list=[str(p) for p in known[quarter]],
                notebook=short,
                baseline=str(out / QUARTERS[n - 1]) if n else "",
            )
            object.__setattr__(checked.RULE, "find", now)
        assert [o.state for o in done] == ["made"] * len(COMPANIES), [o.error for o in done]
    return out
