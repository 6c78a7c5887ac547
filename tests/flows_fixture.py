"""Two invented companies whose data go several ways: narrowed, assumed, passed on twice, of people of every kind."""

from __future__ import annotations

import datetime as dt
from functools import cache

from datamap import law
from datamap.formats.yaml import reader
from datamap.tables import Tables, from_inventories
from datamap.transfers.coverage import Coverage, judge_transfers

DAY = dt.date(2026, 9, 30)

ALPHA = """
meta: {id: alpha, date: 2026-01-05}
controller: {name: Alpha, country: DE, sector: private, role: controller}
subjects: [{id: staff, name: Staff, staff: yes}, {id: customers, name: Customers, staff: no}]
categories:
  - {id: mail, name: Mail, special: none, evidence: {B: your address}}
  - {id: health, name: Health, special: health}
  - {id: logs, name: Logs}
purposes:
  - {id: payroll, name: Payroll, subjects: staff, categories: [mail, health], recipients: [bureau, host],
     legal_bases: [6-1-b, {basis: 6-1-c, how: inferred}]}
  - id: news
    name: News
    subjects: customers
    categories: [{category: logs, when: if they visit, how: inferred}, mail]
    recipients: [{recipient: host, categories: [mail]}, bureau]
  - {id: visits, name: Visits, recipients: [{recipient: bureau, how: inferred}]}
recipients:
  - {id: deep, name: Deep, role: sub-processor, sites: [IN], sub_processors: [deeper]}
  - {id: bureau, name: Bureau, role: processor, sites: [DE, US], categories: [mail, logs], safeguards: [dpf]}
  - id: host
    name: Host
    role: processor
    sites: [CZ]
    sub_processors: [deep]
    evidence: [{section: C, words: Host of our pages}, {facts: role, section: D, words: on our behalf}]
  - {id: deeper, name: Deeper, role: sub-processor, sites: [JP], safeguards: none}
  - {id: idle, name: Idle}
"""

BETA = """
meta: {id: beta, date: 2026-02-05}
controller: {name: Beta, country: GB, sector: public, role: both}
subjects: [{id: guests, name: Guests}]
categories:
  - {id: zeal, name: Beliefs, special: religious-or-philosophical-beliefs}
  - {id: bills, name: Bills, special: none}
purposes:
  - {id: tours, name: Tours, role: processor, subjects: guests, categories: [zeal, bills], recipients: [agent]}
  - id: books
    name: Books
    role: controller
    categories: bills
    recipients: [{recipient: agent, categories: bills, how: inferred}, bank]
recipients:
  - {id: bank, name: Bank, role: controller, sites: [GB]}
  - {id: agent, name: Agent, role: processor, sites: [IN], safeguards: [idta]}
"""


@cache
def tables() -> Tables:
    """Both companies, as they were on the day."""
    return from_inventories([reader.parse(ALPHA), reader.parse(BETA)]).on(DAY)


@cache
def judged() -> Coverage:
    """The verdicts on their transfers."""
    return judge_transfers(tables(), DAY, law.load(), None)


def named(frame, *columns: str) -> list[tuple[str, ...]]:
    """Some columns of a frame of both companies, with the ids of the rows that are referred to."""
    of = {"controller": "inventories", "purpose": "purposes", "category": "categories"}
    out = []
    for name in columns:
        values = frame[name].tolist()
        table = of.get(name, "recipients" if name in ("recipient", "via") else "")
        ids = tables()[table]["id"].tolist() if table else []
        out.append([(ids[v] if v >= 0 else "") if table else v for v in values])
    return list(zip(*out, strict=True))
