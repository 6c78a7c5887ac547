"""An invented mail-order company whose help desk and developers are outside the EEA."""

from __future__ import annotations

from datamap.formats.yaml import reader
from datamap.model import Inventory

MAP = """
meta: {id: nordlicht, date: 2026-09-30}
controller: {name: Nordlicht Versand GmbH, country: DE, role: controller, sector: private}
subjects: {customers: Customers}
categories:
  - {id: contact, name: Contact details, special: none}
  - {id: orders, name: Orders, special: none}
measures:
  - {id: tls, name: TLS, kind: technical}
purposes:
  - {id: support, name: Support, subjects: [customers], categories: [contact], recipients: [helpnest], measures: [tls]}
  - {id: shop, name: Web shop, subjects: [customers], categories: [contact, orders], recipients: [pune, hamburg]}
recipients:
  - id: helpnest
    name: HelpNest
    legal_entity: HelpNest Ireland Ltd
    parent: HelpNest, Inc.
    role: processor
    dpa: yes
    sites: [IE]
    sub_processors: [helpnest-us, helpnest-ph]
  - id: helpnest-us
    name: HelpNest, Inc.
    role: sub-processor
    sites: [US]
    safeguards: [dpf, {kind: scc, version: 2021, module: 3}]
  - id: helpnest-ph
    name: HelpNest Philippines
    role: sub-processor
    sites: [{country: PH, activity: access}]
    safeguards: [{kind: scc, version: 2021, module: 3}]
  - id: pune
    name: DevHouse Pune
    role: processor
    dpa: yes
    sites: [{country: IN, activity: access}]
    safeguards: [{kind: scc, version: 2021, module: 2, annexes: yes}]
  - {id: hamburg, name: Packhaus Hamburg, role: processor, dpa: yes, sites: [DE]}
"""

PUNE = """
assessments:
  - id: tia-pune
    name: Remote access from Pune
    transfers: [pune]
    status: in-force
    outcome: positive
    decided_on: 2026-03-01
    review_on: 2027-03-01
    clear_text: yes
    measures: ["AES at rest, importer's keys"]
"""


def nordlicht(more: str = "") -> Inventory:
    """The map, with more lines."""
    return reader.parse(MAP + more)
