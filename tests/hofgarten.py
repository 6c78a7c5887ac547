"""An invented school that helps pupils, pays its staff and once sent data to an expert abroad."""

from __future__ import annotations

from datamap.formats.yaml import reader
from datamap.model import Inventory

MAP = """
meta: {id: hofgarten, date: 2026-09-30}
controller: {name: Hofgarten gGmbH, country: DE, role: controller, sector: private, dpo: [{name: B. Arendt}]}
subjects:
  - {id: pupils, name: Pupils, children: yes}
  - {id: staff, name: Staff, staff: yes, vulnerable: no}
categories:
  - {id: contact, name: Contact details, special: none}
  - {id: health, name: Health, special: health}
measures:
  - {id: tls, name: TLS, kind: technical}
purposes:
  - id: care
    name: Care
    people: 800
    subjects: [pupils]
    large_scale: yes
    categories: [contact, health]
    recipients: [expert]
    measures: [tls]
    legal_bases: [{basis: 6-1-f, interest: help in time}]
  - {id: pay, name: Payroll, subjects: [staff], categories: [contact], dpia: not-required, legal_bases: [6-1-c]}
recipients:
  - id: expert
    name: Expert
    role: controller
    sites: [IN]
    safeguards: [{kind: derogation, version: 49-1-2, occasional: yes}]
"""
SCREENING = """
  - id: screening-care
    kind: dpia-screening
    activities: [care]
    criteria: {sensitive-data: {met: yes, reason: diagnoses}, vulnerable-people: yes, matching: no}
    answers: {advice: make one}
    outcome: required
    status: in-force
    decided_on: 2026-03-01
"""
BALANCE = """
  - id: balance-care
    kind: balancing-test
    activities: [care]
    answers: {balance: "the pupils\\nbenefit"}
    outcome: positive
    status: in-force
    decided_on: 2026-03-01
    review_on: 2027-03-01
"""
INTERESTS = """
  - id: interests-expert
    kind: compelling-interests
    transfers: [expert]
    outcome: positive
    status: in-force
    decided_on: 2026-03-01
    authority_informed: 2026-03-02
    people_informed: 2026-03-03
    reference: files/expert.pdf
"""
ALL = {"dpia-screening": SCREENING, "balancing-test": BALANCE, "compelling-interests": INTERESTS}
"""The assessments by kind."""


def hofgarten(*assessments: str, map_: str = MAP) -> Inventory:
    """The map, with assessments."""
    return reader.parse(map_ + ("assessments:" + "".join(assessments) if assessments else ""))
