"""Two hundred companies with assessments: each is judged as it would be alone."""

from __future__ import annotations

import datetime as dt

from nordlicht import MAP, PUNE

from datamap.formats.yaml import reader
from datamap.pipeline import audit
from datamap.questions import assess
from datamap.tables import from_inventories

DAY = dt.date(2026, 9, 30)
OBTAINED = """
  - id: tia-ph
    name: Support in the Philippines
    made_by: exporter
    checked: yes
    transfers: [{recipient: helpnest-ph, exporter: helpnest}]
    status: in-force
    outcome: positive
    decided_on: 2025-03-01
    review_on: 2026-03-01
    impinges: no
"""
KINDS = ("", PUNE, PUNE.replace("    clear_text: yes\n", "    clear_text: no\n    impinges: no\n"), PUNE + OBTAINED)


def found(audited):
    frame = audited.findings.frame
    return sorted(zip(frame["controller"], frame["rule"], frame["message"], strict=True))


def test_each_of_two_hundred_companies_is_judged_as_alone():
    kinds = [reader.parse(MAP + more) for more in KINDS]
    named = [(f"c{n:03}", kinds[n % len(kinds)]) for n in range(200)]
    maps = [i.model_copy(update={"meta": i.meta.model_copy(update={"id": id_})}) for id_, i in named]
    together = audit(from_inventories(maps), DAY)
    alone = [audit(from_inventories([m]), DAY) for m in maps[: len(kinds)]]
    by_company: dict[str, list] = {}
    for row in found(together):
        by_company.setdefault(row[0], []).append(row[1:])
    states: dict[str, list] = {}
    for row in assess.overview(together):
        states.setdefault(row["controller"], []).append((row["recipient_id"], row["state"]))
    expected = [[row[1:] for row in found(a)] for a in alone]
    needed = [[(r["recipient_id"], r["state"]) for r in assess.overview(a)] for a in alone]
    assert len({tuple(e) for e in expected}) == len(kinds)
    assert [dict(n)["pune"] for n in needed] == ["missing", "does-not-follow", "in-force", "does-not-follow"]
    for n in range(200):
        assert by_company[f"c{n:03}"] == expected[n % len(kinds)]
        assert sorted(states[f"c{n:03}"]) == sorted(needed[n % len(kinds)])
